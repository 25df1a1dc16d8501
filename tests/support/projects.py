"""A small data package and a page header in text, for tests that make a project of their own."""

PACKAGE = """\
name: test
title: Test
licenses: [{name: CC-BY-4.0}]
resources:
  - name: sources
    path: sources.csv
    title: Sources
    schema:
      primaryKey: key
      fields:
        - {name: key, type: string, constraints: {required: true}}
        - {name: authors, type: string}
        - {name: year, type: year}
        - {name: title, type: string}
        - {name: container, type: string}
        - {name: doi, type: string}
        - {name: url, type: string}
  - name: findings
    path: findings.csv
    title: Findings
    schema:
      primaryKey: id
      foreignKeys:
        - {fields: source, reference: {resource: sources, fields: key}}
      fields:
        - {name: id, type: string, constraints: {required: true, pattern: "[a-z0-9-]+"}}
        - {name: section, type: string}
        - {name: statement, type: string}
        - {name: value, type: number}
        - {name: unit, type: string}
        - {name: population, type: string}
        - {name: period, type: string}
        - {name: source, type: string, markup: source, constraints: {required: true}}
        - {name: design, type: string}
        - name: status
          type: string
          markup: status
          constraints: {enum: [verified, secondary, unverified, contradicted]}
        - {name: caveat, type: string}
  - name: glossary
    path: glossary.csv
    title: Glossary
    schema:
      primaryKey: id
      fields:
        - {name: id, type: string}
        - {name: term, type: string}
        - {name: phrases, type: string}
        - {name: definition, type: string, markup: inline}
        - {name: finding, type: string}
        - {name: see_also, type: string}
  - name: mood
    path: mood.csv
    title: Mood
    schema:
      primaryKey: year
      fields:
        - {name: year, type: year, title: Year, constraints: {required: true}}
        - {name: lonely_pct, type: number, title: Lonely, unit: "%", constraints: \
{minimum: 0, maximum: 100}}
        - {name: note, type: string, title: Note, markup: inline}
        - {name: source, type: string, title: Source, markup: source}
tables:
  - {name: mood, caption: Mood by year, row_header: year, notes: ["A note with [@ant2020]."]}
  - {name: glossary, template: definitions}
  - {name: sources, template: bibliography}
  - {name: findings, template: findings}
  - {name: topics, template: topics}
"""

# Fewer designs than there are, so that a test can name one that the table does not have.
DESIGNS = """\
id,label,meaning,strength
meta-analysis,Meta-analysis,Pools many studies.,firm
longitudinal,Longitudinal study,Follows the same people.,fair
cross-sectional,Survey at one time,Asks once.,thin
commercial-survey,Commercial survey,A company asks.,thin
"""

STATUSES = """\
id,label,meaning,steps_down
verified,read at source,We read it there.,0
secondary,second-hand,A third party says so.,1
unverified,no source found,We found none.,
contradicted,contradicted,What we found says otherwise.,
"""

# The tables that say what designs and statuses mean; a package without them shows the words as
# they stand in the data.
WORDS = """\
  - name: designs
    path: designs.csv
    title: Kinds of evidence
    schema:
      primaryKey: id
      fields:
        - {name: id, type: string}
        - {name: label, type: string}
        - {name: meaning, type: string}
        - {name: strength, type: string, constraints: {enum: [firm, fair, thin]}}
  - name: statuses
    path: statuses.csv
    title: How findings were read
    schema:
      primaryKey: id
      fields:
        - {name: id, type: string}
        - {name: label, type: string}
        - {name: meaning, type: string}
        - {name: steps_down, type: integer}
"""

SOURCES = """\
key,authors,year,title,container,doi,url
ant2020,"Ant, A. A.",2020,On ants,Journal of Ants,10.1/ant,
bee2021,"Bee, B.; Cow, C.; Dog, D.",2021,On bees,Bee Letters,,https://bees.example/
"""

FINDINGS = (
    "id,section,statement,value,unit,population,period,source,design,status,caveat\n"
    "ants-lonely,science,Ants say that 24% of them are lonely.,24,% of ants,"
    '"1,200 ants in 3 hills",2020,ant2020,cross-sectional,verified,Only red ants.\n'
    "bees-fall,science,Bees' scores fell by 5.54% in 2021.,5.54,% change,"
    "bees,2021,bee2021,commercial-survey,contradicted,Others rose.\n"
)

GLOSSARY = """\
id,term,phrases,definition,finding,see_also
phubbing,Phubbing,snubbing by phone | phubbed,Looking at a phone instead of a person.,ants-lonely,
"""

MOOD = """\
year,lonely_pct,note,source
2010,21,,ant2020
2020,34,a [@bee2021] note,bee2021
"""


def front_matter(**values: object) -> str:
    """Return the front matter of a plain page, with the given keys in place of the usual ones."""
    usual = {
        "title": "A page",
        "description": "A description of this page that is long enough to be useful to people.",
        "kind": "page",
        "reviewed": "2026-11-23",
        "review_by": "2027-11-23",
    }
    lines = [f"{key}: {value}" for key, value in {**usual, **values}.items() if value is not None]
    return "---\n" + "\n".join(lines) + "\n---\n"


def words_of(package: str) -> dict[str, str]:
    """Return the files of a package in text that has the tables of designs and statuses too."""
    return {
        "data/datapackage.yaml": package.replace("tables:\n", f"{WORDS}tables:\n", 1),
        "data/designs.csv": DESIGNS,
        "data/statuses.csv": STATUSES,
    }
