"""A small package whose sources the registers are asked about, and answers of the registers.

The answers in register_answers/ are no recordings: the registers could not be reached when they
were written. They are constructed from the documentation of the registers, field by field, for
works of data/sources.csv and for invented ones, and are shortened.
"""

import json
from pathlib import Path
from typing import Any

from tests.support.projects import PACKAGE

FOLDER = Path(__file__).with_name("register_answers")

RESOURCE = """\
  - name: source-checks
    path: source_checks.csv
    title: Registers
    sorted_by: source
    schema:
      primaryKey: source
      foreignKeys:
        - {fields: source, reference: {resource: sources, fields: key}}
      fields:
        - {name: source, type: string, constraints: {required: true}}
        - {name: asked_on, type: date}
        - {name: registers, type: string, list_separator: " "}
        - name: outcome
          type: string
          constraints: {enum: [agrees, differs, corrected, concern, retracted, not-found]}
        - {name: differs, type: string, list_separator: " "}
        - {name: notice, type: string}
"""
HEADER = "source,asked_on,registers,outcome,differs,notice\n"


def with_checks(*rows: str, package: str = PACKAGE) -> dict[str, str]:
    """Return the files of a package that has some rows of source_checks.csv."""
    return {
        "data/datapackage.yaml": package.replace(
            "  - name: findings\n", f"{RESOURCE}  - name: findings\n", 1
        ),
        "data/source_checks.csv": HEADER + "".join(f"{row}\n" for row in rows),
    }


def answer(name: str) -> Any:
    """Return one of the answers as a register would send it, parsed."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
