"""A small guide of which the reports for editors speak."""

from tests.support.pages import SOURCES_PAGE
from tests.support.projects import FINDINGS, GLOSSARY, MOOD, PACKAGE, SOURCES, front_matter

LONG = "that is long enough to be useful to all the people who read it."


EXTRA = """\
  - name: helplines
    path: helplines.csv
    title: Helplines
    schema:
      primaryKey: id
      fields:
        - {name: id}
        - {name: country}
        - {name: service}
        - {name: phone, title: Phone}
        - {name: confirmed_by, title: Confirmed by}
        - {name: checked_on, type: date, title: Checked on}
  - name: redirects
    path: redirects.csv
    title: Redirects
    schema:
      primaryKey: old
      fields: [{name: old}, {name: new}, {name: date, type: date}]
tables:
"""


HELPLINES = (
    "id,country,service,phone,confirmed_by,checked_on\nuk,UK,Bond Line,0800"
    " 1,x,2026-11-23\nus,US,Care Line,911,x,2026-11-23\n"
)


BODY = """\
An opening line with [24% of ants](finding:ants-lonely).

## How it goes
One paragraph about [bees][phubbing], as [@bee2021] has it.

![Mood](table:mood)
"""


def page(title: str, body: str, **meta: object) -> str:
    return front_matter(title=title, description=f"A description of {title} {LONG}", **meta) + body


BASE = {
    **SOURCES_PAGE,
    "docs/a.md": page("Ants", BODY),
    "docs/b.md": page("Bees", "Text [a](a.md).\n", safety="true"),
    "data/datapackage.yaml": PACKAGE.replace("tables:\n", EXTRA),
    "data/helplines.csv": HELPLINES,
    "data/redirects.csv": "old,new,date\n",
    "data/findings.csv": FINDINGS,
    "data/sources.csv": SOURCES,
    "data/mood.csv": MOOD,
    "data/glossary.csv": GLOSSARY,
}
