"""Zip the site that is built for reading offline.

Of the steps of the online site it needs one, which corrects the theme's markup: inline styles save
requests, which cost nothing here, and a policy by hash would stop the search where there is no
server.
"""

from collections.abc import Mapping

from guide.core.reproducible_zip import make_zip
from guide.publish.pipeline import correct_theme_markup

FOLDER = "strengthening-emotional-bonds"
README = "READ ME.txt"
# Files for servers and search engines. Source maps are left out too.
_ONLINE_ONLY = {"robots.txt", "sitemap.xml", "search/search_index.json"}
_README_TEXT = """Strengthening Emotional Bonds: the guide, to read without the internet

1. Unpack this zip. (On most computers: a double click, or "Extract all".)
2. Open "index.html" in a browser.

Pages, tables, charts and search are in this folder, and reading them asks for nothing on the \
internet. Links to other
sites do, and so does "Exit this page". The pages are those of {day}. Helplines change, so check \
a number on its own
website where you can.

On a device that others use, this folder and the list of downloads show that you have it. The \
page "Browsing safely"
says more: browsing-safely.html

Education, not therapy. Text and data: CC BY 4.0, https://creativecommons.org/licenses/by/4.0/
"""


def pack_offline(files: Mapping[str, bytes], day: str) -> bytes:
    """Return the zip of a built site, given its files by path.

    The same files and day make the same bytes.
    """
    kept = {
        name: content
        for name, content in correct_theme_markup(files)[0].items()
        if name not in _ONLINE_ONLY and not name.endswith(".map")
    }
    # Old versions of Notepad show only CRLF as a line end.
    text = _README_TEXT.format(day=day).replace("\n", "\r\n")
    return make_zip(
        {f"{FOLDER}/{name}": content for name, content in {**kept, README: text.encode()}.items()}
    )
