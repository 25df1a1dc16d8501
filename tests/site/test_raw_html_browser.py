"""Raw HTML as Chromium takes it: what runs, fetches or leads away is refused by check, build and finish."""

import contextlib
import itertools
import re
from collections.abc import Iterator

import markdown
import pytest
from playwright.sync_api import Error

from guide.checks.site_links import find_faults as find_site_faults
from guide.content.markup import _EXTENSIONS, _SETTINGS, find_faults
from guide.publish.pipeline import postprocess, steps

pytestmark = pytest.mark.slow

# N becomes the number of the snippet, by which a request or a call is known.
SNIPPETS = r"""
<a href="java&Tab;script:hit(N)">x</a>
<a href="&#1;javascript:hit(N)">x</a>
<a href="java
script:hit(N)">x</a>
<A HREF=javascript&colon;hit(N)>x</A>
<a href="&#x6A;&#x61;vascript&#58;hit(N)">x</a>
<a href="data:text/html,<script>hit(N)</script>">x</a>
<a href="vbscript:hit(N)">x</a>
<a href="blob:https://evil.invalid/N">x</a>
<a href="filesystem:https://evil.invalid/N">x</a>
<a href="x" ping="https://evil.invalid/N">x</a>
<img src="//evil.invalid/N">
<img src="\\evil.invalid/N">
<img src="/\evil.invalid/N">
<img src="/&Tab;/evil.invalid/N">
<img src="&#47;&sol;evil.invalid/N">
<img src=" //evil.invalid/N">
<img src="x" srcset="//evil.invalid/N 2x">
<img src="x" srcset="x 1x, //evil.invalid/N 1.5x">
<IMG SRC="https://evil.invalid/N">
<img src=x onerror=hit(N)>
<img src="x" style="background:url(//evil.invalid/N)">
<image src="https://evil.invalid/N">
<picture><source srcset="//evil.invalid/N"><img src="x"></picture>
<svg><image href="https://evil.invalid/N"/></svg>
<svg><image xlink:href="https://evil.invalid/N"/></svg>
<svg><a xlink:href="javascript:hit(N)"><text y=9>x</text></a></svg>
<svg><use href="https://evil.invalid/N#a"/></svg>
<svg onload=hit(N)></svg>
<svg><style>@import "//evil.invalid/N"</style></svg>
<svg><script>hit(N)</script></svg>
<svg><script href="//evil.invalid/N"></script></svg>
<svg><foreignObject><img src="//evil.invalid/N"></foreignObject></svg>
<svg><filter><feImage href="//evil.invalid/N"/></filter></svg>
<svg><set attributeName="href" to="javascript:hit(N)"/></svg>
<math><mtext><img src=x onerror=hit(N)></mtext></math>
<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=hit(N)&gt;">
<math href="javascript:hit(N)">x</math>
<object data="//evil.invalid/N"></object>
<embed src="//evil.invalid/N">
<iframe src=//evil.invalid/N></iframe>
<iframe srcdoc="<script>parent.hit(N)</script>"></iframe>
<video src=//evil.invalid/N></video>
<video poster=//evil.invalid/N></video>
<audio src=//evil.invalid/N controls></audio>
<video><source src=//evil.invalid/N></video>
<body background=//evil.invalid/N>
<body onload=hit(N)>
<html onclick=hit(N)>
<table background=//evil.invalid/N><tr><td>x</td></tr></table>
<table><tr><td background="//evil.invalid/N">x</td></tr></table>
<input type=image src=//evil.invalid/N>
<meta http-equiv=refresh content="0;url=//evil.invalid/N">
<link rel=stylesheet href=//evil.invalid/N>
<link rel=preload as=image href=//evil.invalid/N>
<link rel=prefetch href=//evil.invalid/N>
<link rel="icon" href="//evil.invalid/N">
<style>@import "//evil.invalid/N"</style>
<style>body{background:url(//evil.invalid/N)}</style>
<script src=//evil.invalid/N></script>
<script>hit(N)</script>
<scr<script>ipt>hit(N)</script>
<noscript><p title="</noscript><img src=x onerror=hit(N)>"></noscript>
<textarea></textarea><img src=x onerror=hit(N)>
<title></title><img src=x onerror=hit(N)>
<xmp></xmp><img src=x onerror=hit(N)>
<!--><img src=x onerror=hit(N)>-->
<!-- --!><img src=x onerror=hit(N)>
<![CDATA[><img src=x onerror=hit(N)>]]>
<? ><img src=x onerror=hit(N)> ?>
<p>x</p foo="bar"><img src=x onerror=hit(N)>
<details open ontoggle=hit(N)>x</details>
<marquee onstart=hit(N)>x</marquee>
<p style="background:u\72l(//evil.invalid/N)">x</p>
<p style="background:image-set('//evil.invalid/N' 1x)">x</p>
<base href="//evil.invalid/N"><img src="y">
<form action="javascript:hit(N)"><button>x</button></form>
<button formaction="javascript:hit(N)">x</button>
<map name=m><area href="javascript:hit(N)"></map>
[x](javascript:hit(N))
[x](<java	script:hit(N)>)
[x](java&Tab;script:hit(N))
[x]( &#106;avascript:hit(N))
[x][y]

[y]: javascript:hit(N)
![x](//evil.invalid/N)
![x](https://evil.invalid/N)
![x](/\\evil.invalid/N)
![x][y]

[y]: <//evil.invalid/N>
<javascript:hit(N)>
para
{: onclick=hit(N) }
# h {: onclick=hit(N) }
[x](y.md){: onclick=hit(N) }
[x](y.md){: href=javascript:hit(N) }
![x](y.png){: srcset="//evil.invalid/N" }
![x](y.png){: src=//evil.invalid/N }
| a |
|---|
| b {: style="background:url(//evil.invalid/N)" } |
</p><script>hit(N)</script>
"""
ELEMENTS = """
a abbr address area article aside audio b base bdo bgsound blockquote body br button canvas
caption center cite code col dd del details dfn dialog dir div dl embed fieldset figure font
footer form frame frameset h1 head header hr html iframe image img input ins isindex keygen
label legend li link main map mark marquee menu meta meter nav object ol optgroup option output
p param picture portal pre progress q rp rt ruby s script section select slot source span style
sub summary table tbody td template textarea tfoot th time title tr track tt ul var video wbr
x-y svg g text use math mi
"""
ATTRIBUTES = """
href src srcset imagesrcset poster background data action formaction ping xlink:href cite
longdesc manifest code archive codebase classid lowsrc dynsrc icon content srcdoc style onload
onerror onfocus onbeforetoggle onanimationstart target usemap profile
"""
VALUES = (
    "javascript:hit(N)",
    "JaVa&#9;ScRiPt&colon;hit(N)",
    "&#1; javascript:hit(N)",
    "data:text/html,N",
    "//evil.invalid/N",
    "/&bsol;evil.invalid/N",
    "https:evil.invalid/N",
    " &NewLine;//evil.invalid/N",
)

PAGE = """<!doctype html><html lang=en><head><title>x</title></head><body>
<div><main><div><article id=article>{html}<p id=end>End</p></article></div></main></div></body></html>"""
# The numbers of the snippets with an address that runs or an event handler.
READ = r"""() => {
    const found = new Set(), note = (text) => (text.match(/\d+(?=\)|$)/g) || []).forEach((n) => found.add(+n));
    for (const element of document.querySelectorAll("*")) {
        for (const {name, value} of element.attributes) if (name.startsWith("on")) note(value);
        for (const name of ["href", "action", "formAction"]) {
            let address = element[name];
            if (address && address.baseVal !== undefined) address = address.baseVal;
            if (typeof address !== "string" || !(element.hasAttribute(name) || element.hasAttribute("xlink:href"))) continue;
            try {
                const {protocol} = new URL(address, location.href);
                if (!["http:", "https:", "mailto:", "tel:", "sms:"].includes(protocol)) note(address);
            } catch {}
        }
    }
    return [...found];
}"""


def snippets() -> list[str]:
    return re.split(r"\n(?=[<\[!#]|para\n|\| a)", SNIPPETS.replace("\n\n[", "\n\n\0[").strip())


def combinations() -> Iterator[str]:
    values = itertools.cycle(VALUES)
    for element, attribute in itertools.product(ELEMENTS.split(), ATTRIBUTES.split()):
        yield f'<{element} {attribute}="{next(values)}">x</{element}>'
    for element, attribute, value in itertools.product(("a", "img"), ("href", "src"), VALUES):
        yield f'<{element} {attribute}="{value}">x</{element}>'


@pytest.fixture(scope="module")
def acting(browser):
    """Return a function that says which of some pages make a browser run, fetch or lead away."""
    context = browser.new_context()
    hits: set[int] = set()
    pages: dict[str, str] = {}
    context.expose_function("hit", lambda number: hits.add(int(number)))

    def answer(route) -> None:
        url = route.request.url
        if "evil.invalid" in url and (number := re.search(r"/(\d+)", url)):
            hits.add(int(number[1]))
        if url in pages:
            route.fulfill(body=pages[url], content_type="text/html")
        else:
            route.fulfill(body="", content_type="image/png")

    context.route("**/*", answer)

    def run(htmls: dict[int, str]) -> set[int]:
        hits.clear()
        for number, html in htmls.items():
            url = f"http://guide.invalid/page-{number}/"
            pages[url] = html
            page = context.new_page()
            page.goto(url)
            with contextlib.suppress(Error):  # the page has led away meanwhile
                hits.update(page.evaluate(READ))
            page.close()
        return set(hits)

    yield run
    context.close()


def is_refused_by_finishing(html: str) -> bool:
    files = {"index.html": PAGE.format(html=html).encode()}
    return bool(postprocess(files, steps([], find_site_faults, is_compressed=False))[1])


def check(acting, texts: list[str], size: int = 1) -> int:
    """Return how many of the texts act; all of them have to be refused on every way to a reader."""
    converter = markdown.Markdown(extensions=list(_EXTENSIONS), extension_configs=_SETTINGS)
    numbered = [re.sub(r"(?<=[(/,])N", str(number), text) for number, text in enumerate(texts, 10)]
    htmls = [converter.reset().convert(text.replace("\0", "")) for text in numbered]
    bad = acting(
        {
            number: PAGE.format(html="\n".join(htmls[number : number + size]))
            for number in range(0, len(htmls), size)
        }
    )
    passed = [
        text
        for number, (text, html) in enumerate(zip(numbered, htmls, strict=True), 10)
        if number in bad
        and not (find_faults(text.replace("\0", "")) and is_refused_by_finishing(html))
    ]
    assert passed == []
    return len(bad)


def test_what_acts_in_a_browser_is_refused_by_check_build_and_finish(acting):
    texts = snippets()
    assert len(texts) > 90
    assert check(acting, texts) > 70


@pytest.mark.nightly
def test_no_element_with_any_attribute_acts_unseen(acting):
    assert check(acting, list(combinations()), size=40) > 100
