"""The helplines as readers get them: numbers that can be trusted, in the order in which a person in danger needs them."""

import re
from datetime import date
from itertools import groupby
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import pytest
import yaml

from tests.support.pages import convert, parse, text_of
from tests.support.real import ROOT, real_catalogue

CATALOGUE = real_catalogue()
ROWS = CATALOGUE.rows("helplines")
COUNTRIES = list(dict.fromkeys(str(row["country"]) for row in ROWS))
HELP = CATALOGUE.pages["help.md"]
# The page of help in each language.
PAGES = {"en": HELP, "es": CATALOGUE.pages["es/ayuda.md"]}
in_each_language = pytest.mark.parametrize("language", PAGES)
SUICIDE, WOMEN = {"en": "suicide", "es": "suicidio"}, {"en": "(women)", "es": "(mujeres)"}
PACKAGE = yaml.safe_load((ROOT / "data/datapackage.yaml").read_text(encoding="utf-8"))
UPDATED = date.fromisoformat(
    str(next(item["updated"] for item in PACKAGE["resources"] if item["name"] == "helplines"))
)
KINDS = ("emergency", "crisis", "abuse")
# Whom a place in the opening of the page of help means: a country, or one of the areas of the
# United Kingdom.
PLACES = {
    "US": "United States",
    "UK": "United Kingdom",
    "EU": "European Union",
    "some EU countries": "European Union",
    "Some EU countries": "European Union",
    "UE": "European Union",
    "algunos países de la UE": "European Union",
    "Algunos países de la UE": "European Union",
    "EE. UU.": "United States",
    "EE.\u00a0UU.": "United States",
}
PLACES |= {
    str(spanish[name]): str(row[name])
    for row, spanish in zip(ROWS, CATALOGUE.rows("helplines-es"), strict=True)
    for name in ("country", "area")
    if row[name] and row["country"] != "European Union"
}
# Sites of states and of their public services, beside the service's own, on which a number may be
# read.
STATE = re.compile(
    r"\b(?:[\w-]+\.)*(?:gov|govt\.nz|gov\.\w\w|gov\.wales|gc\.ca|police\.uk|hscni\.net|hse\.ie|europa\.eu|"
    r"eu2020\.de|polizei\.nrw|hilfe-info\.de|baden-wuerttemberg\.de|merrionstreet\.ie|service-public\.fr|ars\.sante\.fr|ofcom\.org\.uk)\b"
)
PHONE = re.compile(r"\d[\d -]*\d")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def digits(text: object) -> str:
    return re.sub(r"\D", "", str(text))


def cells(row) -> str:
    return " / ".join(str(row[name] or "") for name in ("phone", "phone_note", "text_or_chat"))


def place_of(row) -> str:
    return (
        str(row["area"])
        if row["country"] == "United Kingdom" and row["area"]
        else str(row["country"])
    )


def first_of(country: str):
    return next(row for row in ROWS if row["country"] == country)


def opening(language: str) -> list[Element]:
    """The parts of the page of help before its first heading, as a browser has them: a paragraph and its list."""
    parts: list[Element] = []
    for element in parse(convert(CATALOGUE, PAGES[language].body)):
        if element.tag in ("h1", "h2", "h3"):
            break
        if element.get("class") == "translations":
            continue
        if element.tag == "p":
            parts.append(Element("section"))
        if parts:
            parts[-1].append(element)
    return parts


def numbers(element: Element, scheme: str = "tel:") -> list[str]:
    """What the links of an element dial, or with "sms:" write to, in their order."""
    return [
        digits(link.get("href"))
        for link in element.iter("a")
        if (link.get("href") or "").startswith(scheme)
    ]


def entries(part: Element) -> list[tuple[list[str], str]]:
    """The places and the number of each entry of a part: "US, Canada 988 · UK 116 123", or an item of its list."""
    lead = text_of(next(part.iter("strong")))
    texts = text_of(next(part.iter("p"))).removeprefix(lead).split(" · ") + [
        text_of(item) for item in part.iter("li")
    ]
    found = [re.match(r"\s*(\D+?) (\d[\d -]*\d)", text) for text in texts]
    return [
        ([PLACES.get(place, place) for place in entry[1].split(", ")], digits(entry[2]))
        for entry in found
        if entry
    ]


def phones(kind: str, place: str) -> set[str]:
    return {
        digits(row["phone"])
        for row in ROWS
        if row["kind"] == kind and row["phone"] and place in (place_of(row), row["country"])
    }


def has_emergency_first(country: str) -> bool:
    """Say whether the lines of a country are numbered, and those for an emergency are the first."""
    rows = [row for row in ROWS if row["country"] == country]
    kinds = [str(row["kind"]) for row in rows]
    is_directory = country == "International"
    return (
        [row["order"] for row in rows] == list(range(1, len(rows) + 1))
        and kinds[0] == ("directory" if is_directory else "emergency")
        and kinds == sorted(kinds, key=lambda kind: kind != "emergency")
        and (is_directory or bool(rows[0]["phone"]))
    )


def test_the_emergency_numbers_of_a_country_come_first() -> None:
    assert [country for country in COUNTRIES if not has_emergency_first(country)] == []


def test_who_has_no_number_comes_last() -> None:
    has_number = [bool(first_of(country)["phone"]) for country in COUNTRIES]
    assert has_number == sorted(has_number, reverse=True)
    assert [key for key, _ in groupby(str(row["country"]) for row in ROWS)] == COUNTRIES


def test_the_police_of_germany_come_before_the_fire_service() -> None:
    assert [
        row["phone"] for row in ROWS if row["country"] == "Germany" and row["kind"] == "emergency"
    ] == ["110", "112"]


def test_no_address_of_one_country_stands_at_another() -> None:
    owners: dict[str, set[str]] = {}
    for row in ROWS:
        shown = " ".join(
            str(value or "")
            for name, value in row.values.items()
            if name not in ("confirmed_by", "recheck")
        )
        for address in EMAIL.findall(shown):
            owners.setdefault(address.lower(), set()).add(str(row["country"]))
    assert owners and {address: found for address, found in owners.items() if len(found) > 1} == {}


def was_read_at_the_source(row) -> bool:
    """Say whether a line was read at the service or at the state, or says what was not."""
    host = urlsplit(str(row["url"])).netloc.removeprefix("www.")
    trail = str(row["confirmed_by"])
    return bool(host and (host in trail or STATE.search(trail) or row["recheck"]))


def test_each_line_was_read_at_the_service_or_the_state_or_says_not() -> None:
    assert [row["id"] for row in ROWS if not was_read_at_the_source(row)] == []


def test_no_check_is_of_a_day_to_come() -> None:
    assert date.today() >= UPDATED
    assert [row["id"] for row in ROWS if row["checked_on"] > UPDATED] == []


def test_a_number_is_written_as_its_country_writes_it() -> None:
    numbers = {row["id"]: str(row["phone"]) for row in ROWS if row["phone"]}
    wrong = [key for key, text in numbers.items() if not PHONE.fullmatch(text) or "  " in text]
    mobiles = [
        number
        for row in ROWS
        if row["phone"] and row["country"] == "United Kingdom"
        for number in PHONE.findall(cells(row))
        if number.startswith("07")
    ]
    assert wrong == []
    assert [number for number in mobiles if not re.fullmatch(r"07\d{3} \d{3} \d{3}", number)] == []


@in_each_language
def test_help_opens_with_danger_then_suicide_then_abuse_each_apart(language: str) -> None:
    parts, word = opening(language), SUICIDE[language]
    assert len(parts) == len(KINDS)
    for kind, part in zip(KINDS, parts, strict=True):
        known = {digits(row["phone"]) for row in ROWS if row["kind"] == kind}
        assert numbers(part) and set(numbers(part)) <= known
        texts = " ".join(str(row["text_or_chat"]) for row in ROWS if row["kind"] == kind)
        assert set(numbers(part, "sms:")) <= {digits(number) for number in PHONE.findall(texts)}
        assert part[0][0].tag == "strong" and not (part[0].text or "").strip()
    assert word in text_of(parts[1]) and word not in text_of(parts[0]) + text_of(parts[2])
    assert (
        numbers(parts[0])[0] == "911" and len(text_of(parts[0]).partition("911")[0].split()) <= 12
    )


@in_each_language
@pytest.mark.parametrize("kind", KINDS)
def test_each_number_of_the_opening_stands_beside_its_own_country(kind: str, language: str) -> None:
    part = opening(language)[KINDS.index(kind)]
    found = entries(part)
    assert [number for _, number in found] == numbers(part)
    for places, number in found:
        for place in places:
            assert number in phones(kind, place), (place, number)


@in_each_language
@pytest.mark.parametrize("kind", KINDS)
def test_the_opening_leaves_no_country_out(kind: str, language: str) -> None:
    part = opening(language)[KINDS.index(kind)]
    named = {place for places, _ in entries(part) for place in places}
    for row in ROWS:
        if row["kind"] == kind and row["phone"]:
            assert place_of(row) in named, f"{row['id']} has no number in the opening"


@in_each_language
def test_the_opening_gives_the_first_number_of_each_country_in_danger(language: str) -> None:
    for places, number in entries(opening(language)[0]):
        assert {digits(first_of(place)["phone"]) for place in places} == {number}


@in_each_language
def test_no_line_of_the_opening_ends_between_a_country_and_its_number(language: str) -> None:
    text = "".join(opening(language)[0][0].itertext())
    ends = [text[match.start() - 1] for match in re.finditer(r"(?<=\s)\d+(?= ·|\.)", text)]
    assert ends == ["\u00a0"] * len(numbers(opening(language)[0])), (
        "join each country and its number with a no-break space"
    )


@in_each_language
def test_a_line_for_women_only_is_named_so_in_the_opening(language: str) -> None:
    for item in opening(language)[2].iter("li"):
        rows = [
            row
            for row in ROWS
            if row["kind"] == "abuse" and digits(row["phone"]) in numbers(item) and row["phone"]
        ]
        if rows:
            women = all(str(row["for_whom"]).startswith("Women") for row in rows)
            assert text_of(item).endswith(WOMEN[language]) == women, text_of(item)


@in_each_language
def test_every_number_of_the_page_of_help_is_in_the_list(language: str) -> None:
    body = PAGES[language].body
    known = {digits(number) for row in ROWS for number in PHONE.findall(cells(row))}
    page = parse(convert(CATALOGUE, body))
    dialed = [link for link in page.iter("a") if re.match("tel:|sms:", link.get("href") or "")]
    assert len(dialed) > 50
    for link in dialed:
        assert digits(link.get("href")) in known
        assert digits(text_of(link)) == digits(link.get("href"))
    written = re.sub(r"\]\([^)]*\)", "]", body)
    for number in PHONE.findall(written):
        assert digits(number) in known | {"55"} or re.fullmatch(r"20[0-2]\d|[123]\d", number), (
            number
        )


@in_each_language
def test_the_countries_come_directly_below_the_opening(language: str) -> None:
    body = PAGES[language].body
    after = body[body.index("\n## ") :].split("\n\n")
    assert re.fullmatch(r"!\[[^\]]+\]\(table:helplines\)", after[1].strip())


def test_each_page_of_help_dials_and_writes_to_the_same_numbers() -> None:
    dialed = {
        language: [
            link.get("href")
            for link in parse(convert(CATALOGUE, page.body)).iter("a")
            if re.match("tel:|sms:|mailto:", link.get("href") or "")
        ]
        for language, page in PAGES.items()
    }
    assert len(dialed["en"]) > 50
    assert sorted(dialed["es"]) == sorted(dialed["en"])


def findings_of(uri: str) -> list[str]:
    return [item.target for item in CATALOGUE.references[uri] if item.kind == "finding"]


def test_a_page_and_its_translation_rest_on_the_same_findings() -> None:
    pairs = [
        (page.uri, other)
        for page in CATALOGUE.pages.values()
        for other in (page.meta.get("translations") or {}).values()
    ]
    assert len(pairs) == 4
    assert [pair for pair in pairs if findings_of(pair[0]) != findings_of(pair[1])] == []
