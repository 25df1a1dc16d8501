"""The questions to the registers: a work by its DOI, works by their title, works that cite one."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from guide.data.records import Record
from guide.editing.register_answers import (
    Work,
    parse_crossref,
    parse_crossref_list,
    parse_datacite,
    parse_openalex,
    parse_openalex_list,
)
from guide.editing.source_checks import Answers
from scripts.sources.fetching import Fetcher, UnansweredError

ADDRESSES = {
    "Crossref": "https://api.crossref.org",
    "DataCite": "https://api.datacite.org",
    "OpenAlex": "https://api.openalex.org",
}
# What is read of a work in a list, so that the answer is short.
_CROSSREF_FIELDS = (
    "DOI,title,subtitle,author,issued,published,published-print,published-online,"
    "container-title,short-container-title,type"
)
_OPENALEX_FIELDS = "id,doi,title,type,publication_year,authorships,primary_location,is_retracted"
_CITING_WORKS = 50


@dataclass
class Registers:
    """Ask the registers, and note which questions have no answer.

    mail: the address that the registers ask for. key: that of OpenAlex, or "". failures: by
    register, the number of unanswered questions and the reason of the first.
    """

    fetcher: Fetcher
    mail: str
    key: str = ""
    addresses: dict[str, str] = field(default_factory=lambda: dict(ADDRESSES))
    failures: dict[str, tuple[int, str]] = field(default_factory=dict)

    def ask_for(self, doi: str) -> Answers:
        """Return what each register that answers has for a DOI; None where it does not know it.

        A DOI is registered with one agency, so DataCite is asked where Crossref does not have it.
        Without an answer of the agency nothing is returned: the others cannot say that all is well.
        """
        name = quote(doi, safe="")
        answers: dict[str, Work | None] = {}
        self._add(answers, "Crossref", f"/works/{name}", parse_crossref)
        if "Crossref" not in answers:
            return {}
        if answers["Crossref"] is None:
            self._add(answers, "DataCite", f"/dois/{name}", parse_datacite)
            if "DataCite" not in answers:
                return {}
        self._add(answers, "OpenAlex", f"/works/doi:{name}", parse_openalex)
        return answers

    def search(self, source: Record) -> list[Work]:
        """Return works of Crossref that may be a source, by its title, author and year."""
        words = " ".join(str(source[name] or "") for name in ("title", "authors", "year"))
        return self._list(
            "Crossref",
            "/works",
            parse_crossref_list,
            {"query.bibliographic": words[:400], "rows": "5", "select": _CROSSREF_FIELDS},
        )

    def citing_reviews(self, work: Work, since: int) -> list[Work]:
        """Return reviews of OpenAlex that cite a work and are of a later year."""
        return self._list(
            "OpenAlex",
            "/works",
            parse_openalex_list,
            {
                "filter": f"cites:{work.id},type:review,from_publication_date:{since + 1}-01-01",
                "sort": "cited_by_count:desc",
                "per-page": str(_CITING_WORKS),
                "select": _OPENALEX_FIELDS,
            },
        )

    def _add(
        self,
        answers: dict[str, Work | None],
        register: str,
        path: str,
        parse: Callable[[Any], Work | None],
    ) -> None:
        """Add the answer of one register, where it has one."""
        answer = self._ask(register, path, {})
        if isinstance(answer, _Unanswered):
            return
        work = None if answer is None else parse(answer)
        if answer is not None and work is None:
            self._note(register, "its answer is no work")
            return
        answers[register] = work

    def _list(
        self,
        register: str,
        path: str,
        parse: Callable[[Any], list[Work]],
        parameters: dict[str, str],
    ) -> list[Work]:
        answer = self._ask(register, path, parameters)
        return [] if isinstance(answer, _Unanswered) else parse(answer)

    def _ask(self, register: str, path: str, parameters: dict[str, str]) -> Any:
        given = {**parameters, "mailto": self.mail}
        if register == "OpenAlex" and self.key:
            given["api_key"] = self.key
        if register == "DataCite":
            del given["mailto"]  # it reads the address in the name of the program
        question = f"{self.addresses[register]}{path}" + (f"?{urlencode(given)}" if given else "")
        try:
            return self.fetcher.fetch(question)
        except UnansweredError as error:
            self._note(register, str(error))
            return _Unanswered()

    def _note(self, register: str, reason: str) -> None:
        number, first = self.failures.get(register, (0, reason))
        self.failures[register] = number + 1, first


class _Unanswered:
    """Stands for an answer that did not come, which is not the answer that there is nothing."""
