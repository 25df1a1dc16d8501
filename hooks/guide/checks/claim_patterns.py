"""Match the numbers that make a claim, in a text whose numbers are each one character.

A pattern is written for a text in which `replace_numerals` has put one character for each number:
its class. So no pattern has to know how a number is written, and each takes linear time.
"""

import re

from guide.core.numerals import Numeral

# The classes: in digits, from 10 or with a separator; in digits, below 10; a year; in words, from
# thirteen; in words, two to twelve; one; a time of day, which is no number.
LARGE, DIGIT, YEAR, WORD, SMALL, ONE, CLOCK = "\ue000\ue001\ue002\ue003\ue004\ue005\ue006"

_N = f"[{LARGE}-{ONE}]"
_MANY = f"[{LARGE}{WORD}]"
_FEW = f"[{LARGE}{DIGIT}{WORD}{SMALL}]"
_IN_DIGITS = f"[{LARGE}{DIGIT}]"
_TO = "(?:-|–|—| - | – | — | to | and | or |/)"
_RANGE = rf"(?:{_N} ?%?{_TO})?{_N}"

_PERSON = (
    "person|adult|couple|partner|spouse|student|teenager|teen|child|parent|mother|father|woman|man"
    "|participant|volunteer|user|patient|respondent|american|briton|european|family|household"
    "|newlywed|relationship|marriage|husband|wife|single|dater|boy|girl|divorce|breakup|worker"
)
_PEOPLE = (
    "people|persons|adults|couples|partners|spouses|students|teenagers|teens|children|parents"
    "|mothers|fathers|women|men|participants|volunteers|users|patients|respondents|americans"
    "|britons|europeans|canadians|families|households|newlyweds|relationships|marriages|husbands"
    "|wives|singles|daters|boys|girls|divorces|breakups|deaths|workers|subscribers"
)
_STUDIES = (
    "studies|trials|experiments|surveys|papers|countries|nations|states|samples|traits|outcomes"
    "|conversations|conflicts|cases"
)
_COUNTED = f"(?:{_PEOPLE}|{_STUDIES})"
_SUBJECTS = "(?:participants|respondents|volunteers|interviewees|patients|subjects)"
_TOOK_PART = (
    "(?:took part|participated|were (?:asked|interviewed|surveyed|studied|recruited|followed"
    "|tested))"
)
_TIME = (
    "(?:seconds?|minutes?|mins?|hours?|days?|nights?|evenings?|mornings?|weekends?|weeks?|months?"
    "|years?|decades?|times?|breaths?)"
)
_MEASURE = (
    rf"(?:{_TIME}|words?|pages?|steps?|lines?|dollars?|pounds?|euros?|miles?|feet|meters?|cups?"
    r"|messages?|texts?|stars?|o'clock|[ap]\.?m\b)"
)
_NOT_TIME = rf"(?![ -](?:\w+[ -])?{_TIME}\b)"
_NOT_MEASURE = rf"(?![ -](?:\w+[ -])?{_MEASURE}\b)"
# Up to three words between a count and what is counted.
_BETWEEN = (
    "(?: (?!(?:if|when|for|to|and|or|so|that|with|from|in|on|at|by|who|because|but|as|is|are|of|was"
    rf"|were|text|call|the|your|you|{_TIME})\b)[\w'-]+){{0,3}}?"
)
_ABOUT = (
    "(?:about|around|only|nearly|over|almost|roughly|under|just|more than|less than|fewer than"
    "|at least|at most|up to|close to|below|above|approximately|some)"
)
_NOT_INVITED = "(?<!up to )(?<!invite )(?<!ask )(?<!tell )"
# After these a number from 13 to 99 may be an age or a limit: under 18, over 60.
_LIMITS = ("over", "under", "only", "just", "less", "fewer", "at", "up", "below", "above")
_PART = "(?:third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth|twelfth|twentieth)"
_A_PART = rf"(?<!\w)(?:an?|{ONE})[ -](?:(?:good|full|mere|bare|solid) )?{_PART}"
_OF_COUNTED = rf"of (?:all\b|(?:(?:the|those|these|its|their) )?(?:[\w'-]+ ){{0,3}}?{_COUNTED}\b)"
_OWN = "(?:an?|your|my|our|it|what)"
_VERB = (
    "(?:was|were|is|are|had|has|have|did|do|does|said|say|says|told|reported|report|felt|feel|feels"
    "|agreed|agree|stayed|stay|left|leave|split|divorced|divorce|ended|end|met|meet|broke|lived"
    "|live|never|cheated|cheat|last|lasted|fail|failed)"
)
_RATE = (
    r"(?:\w+ )?(?:rates?|risks?|odds|numbers?|shares?|chances?|likelihood|percentage|proportion"
    "|average|usual|divorces?|loneliness|satisfaction)"
)
_MORE = (
    "(?:more|less|fewer|likelier|higher|lower|greater|bigger|larger|smaller|better|worse|happier"
    "|lonelier|stronger|weaker|faster|longer)"
)
_IN = "(?:in|out of|out of every|of every|of each|in every|in each|for every|among every)"
_CHANGED = (
    "(?:rose|fell|grew(?! up)|dropped|climbed|sank|increased|decreased|declined|shrank|jumped"
    "|slipped|rises|falls|grows|drops|increases|decreases|declines|went (?:up|down)|fallen|risen)"
)
_STATISTIC = (
    "(?:odds ratios?|hazard ratios?|risk ratios?|relative risks?|rate ratios?|effect sizes?"
    "|correlations?|cohen's d|hedges'? g|pearson's r|alphas?|betas?|p[ -]values?)"
)

PERCENTAGE = "a percentage"
RATIO = "a ratio"
EFFECT_SIZE = "an effect size"
COUNT = "a count of people or studies"
CHANGE = "a change over time"
FIGURE = "a figure"

# For each kind of claim, an example and the pattern that finds it. The first that matches names it.
KINDS: dict[str, tuple[tuple[str, str], ...]] = {
    PERCENTAGE: (
        # Marks may be left of a notation that is none, as in ~~24~~%.
        ("24-30%", rf"{_RANGE}[~=^_*+\"'”’)\]]{{0,3}} ?-?[%‰]"),
        ("x%", rf"\w%|{_N}%"),
        (
            "24 percentage points",
            rf"{_RANGE}(?:-odd| or so)?[ -]?\(?(?:per ?cents?|per-cent|pct|basis points?|per ?mille"
            r"|percentage)(?:[ -]points?)?\b",
        ),
        ("24 p.c.", rf"{_N} ?(?:p\.c\.|p\.p\.|pp\b)"),
        ("XXIV percent", r"\b[ivxlcdm]{2,8} (?:per ?cent|pct)\b"),
        (
            "24 per 100",
            rf"{_N} (?:per|in (?:a|every|each)|out of (?:a|every)|of every) {_N}(?! [ap]\.?m)"
            rf"{_NOT_TIME}",
        ),
        (
            "Percent lonely: 24",
            rf"(?:per ?cent(?:age)?|%|\bshare|\bproportion)(?: [\w'-]+){{0,4}}? ?[:=|] ?{_N}",
        ),
        ("half a percent", r"\bhalf an? per ?cent\b"),
        ("the 90th percentile", rf"{_N}(?:st|nd|rd|th)?[ -]percentile\b"),
    ),
    RATIO: (
        (
            "one or two in ten",
            rf"(?:{_N}(?: to | or |-|–))?{_N}[ -]{_IN}[ -](?:an? )?{_N}{_NOT_MEASURE}",
        ),
        ("3 of 10", rf"(?:\b{_ABOUT} )?{_N} of {_N}{_NOT_MEASURE}"),
        (
            "one person in six",
            rf"{_N} (?:[\w'-]+ )?(?:{_PERSON}|{_PEOPLE}) {_IN} {_N}{_NOT_MEASURE}",
        ),
        (
            "every third marriage",
            rf"\bevery (?:other|second|{_PART}|{_N}(?:st|nd|rd|th)) (?:{_PERSON})\b",
        ),
        ("five-to-one", rf"{_N}-to-{_N}(?!\w)"),
        ("5:1", rf"{_IN_DIGITS} ?: ?{_IN_DIGITS}(?![\d:])"),
        (
            "odds of 3 to 1",
            r"\b(?<!odds )(?<!hazard )(?<!risk )(?<!rate )(?:ratio|odds|margin|factor)"
            r" (?:of|was|were|is|are)"
            rf" {_N}(?: ?(?:to|:|-) ?{_N})?",
        ),
        ("a 5 to 1 ratio", rf"{_N} to {_N} (?:ratio|odds|margin|chance)\b"),
        ("a 50-50 chance", rf"{_N} ?[-–/] ?{_N} (?:chance|odds|risk)\b"),
        ("two of three couples", rf"[{LARGE}{DIGIT}{WORD}{SMALL}] of {_N} (?:{_PEOPLE})\b"),
        ("3/4 couples", rf"{_IN_DIGITS} ?/ ?{_IN_DIGITS} (?:of )?(?:\w+ ){{0,3}}?{_COUNTED}\b"),
        ("3/4 of them", rf"{_IN_DIGITS} ?/ ?{_IN_DIGITS} of\b(?! an?\b)"),
        ("two thirds", rf"[{SMALL}{DIGIT}][ -]{_PART}s\b(?! of an?\b| of the way)"),
        ("a third of couples", rf"{_A_PART} (?:{_OF_COUNTED}|{_VERB}\b|{_MORE}\b)"),
        (
            "the lowest quarter of couples",
            rf"\b(?:lowest|highest|top|bottom|upper|lower|other) {_PART} {_OF_COUNTED}",
        ),
        (
            "one third",
            rf"{ONE}[ -](?:third|quarter|fifth|tenth)\b(?! (?:of {_OWN}\b|of the\b|\w+$))",
        ),
        (
            "over a third",
            rf"\b{_ABOUT} {_A_PART}\b(?!-| (?:of {_OWN}|of the way|time|person|party|option|try)"
            r"\b)",
        ),
        ("by a third", rf"\bby {_A_PART}\b(?! (?:person|party|of an?|to|past)\b)"),
        (
            "half the couples",
            r"\bhalf (?:of )?(?:all |those |the |these |its |their )?(?:[\w'-]+ ){0,2}?"
            rf"{_COUNTED}\b",
        ),
        ("half of them", rf"\bhalf of (?:us|them|those|all|the gains?)\b|{ONE} half of\b"),
        (
            "over half",
            rf"\b{_ABOUT} half\b(?!-| (?:past|way|{_OWN}|the (?:way|time|day|night|week|evening"
            rf"|work|road|page)|of (?:{_OWN}|the \w+)|(?:the )?\w+ (?:hour|minute|day)s?)\b)",
        ),
        ("half said no", rf"\b(?<!other )half {_VERB}\b"),
        ("by half", r"\bby half\b(?! past| an?\b)"),
        ("twice as likely", r"\b(?:twice|half) as (?!long as (?:it|you|that))\w+"),
        ("a third as likely", rf"{_A_PART} as (?:likely|many|much|often|common|high|long)\b"),
        ("twice the risk", rf"\b(?:twice|doubles?|half) the {_RATE}\b"),
        ("three times as many", rf"{_N} times (?:as\b|the {_RATE}\b|{_MORE}\b)"),
        ("and a half times more", rf"\bhalf times (?:as\b|the {_RATE}\b|{_MORE}\b)"),
        (
            "threefold",
            rf"{_N}[ -]?fold\b|\b(?:two|three|four|five|six|seven|eight|nine|ten|hundred|thousand)"
            r"fold\b",
        ),
        (
            "3x",
            rf"{_N} ?[x×](?![\w{LARGE}-{ONE}]| ?(?:(?:an?|per|this|each|every)\b"
            rf"|[\d{LARGE}-{ONE}]))",
        ),
    ),
    EFFECT_SIZE: (
        (
            "r(120) = .30",
            r"(?<![\w'])(?:[dgrfbnptzqkmαβηρφχωσλτ]2?|or|hr|rr|aor|sd|se|md|smd|ci|icc|rho|beta"
            rf"|alpha|eta2?)(?: ?\([^()]{{0,20}}\))? ?(?:=|<|>|≤|≥|≈|≃|~) ?[-−–+]? ?{_N}",
        ),
        (
            "an odds ratio of 2",
            rf"\b{_STATISTIC} ?(?:of|was|is|were|=|:|at|about)? ?[-−–+]? ?{_N}",
        ),
        ("0.4 standard deviations", rf"{_N} (?:of an? )?(?:standard deviations?|sds?|sigmas?)\b"),
        (
            "half a standard deviation",
            r"\b(?:half|an?|a quarter of an?|a third of an?|a tenth of an?)"
            r" standard deviations?\b",
        ),
    ),
    COUNT: (
        ("39 long studies", rf"{_NOT_INVITED}(?:{_N}{_TO})?{_MANY}{_BETWEEN}[ -]{_COUNTED}\b"),
        (
            "12k people",
            rf"{_N}(?: ?(?:k|m|mn|bn|tn|mio|mrd)\b\.?|\+){_BETWEEN}[ -]{_COUNTED}\b",
        ),
        (
            "a survey of 2000 adults",
            rf"\b(?:of|asked|surveyed|interviewed|among|followed) {YEAR}{_BETWEEN} {_COUNTED}\b",
        ),
        (
            "39 of the couples",
            rf"{_MANY} of (?:(?:the|these|those|all|its|their|our) )?(?:[\w'-]+ ){{0,2}}?{_COUNTED}"
            r"\b",
        ),
        (
            "a 39-country survey",
            rf"{_MANY}-(?:person|people|couple|country|nation|participant|state|study|family)\b",
        ),
        ("couples: 120", rf"\b{_COUNTED} ?[:=|] ?{_MANY}|\bnumber of {_COUNTED} (?:was|is) {_N}"),
        ("nine respondents", rf"{_FEW}(?: [\w'-]+)? {_SUBJECTS}\b"),
        ("nine couples took part", rf"{_FEW}(?: [\w'-]+)? (?:{_PEOPLE}) {_TOOK_PART}\b"),
        ("120 took part", rf"{_MANY} {_TOOK_PART}\b"),
        (
            "dozens of couples",
            r"\b(?:hundreds|thousands|millions|billions|dozens|scores) (?:of )?(?:[\w'-]+ ){0,2}?"
            rf"{_COUNTED}\b",
        ),
        ("over 60 agreed", rf"(?<!\w){_ABOUT} (?:an? )?{_MANY} {_VERB}\b"),
        (
            "more than a hundred traits",
            rf"\b{_ABOUT} (?:an? )?{_MANY}{_NOT_MEASURE}(?! ?[-–] ?year| ?, ?|\w)",
        ),
        (
            "an average of three",
            rf"\b(?:an?|the) (?:average|mean|median) (?:of|was|is) {_N}{_NOT_TIME}",
        ),
    ),
    CHANGE: (
        (
            "fell by 5",
            rf"\b{_CHANGED}\b[^.;:]{{0,40}}? (?:(?:by|from) {YEAR}|(?:by|from|to) [-−–]?"
            rf"[{LARGE}{DIGIT}{WORD}])(?>(?: to {_N})?)(?! ?(?:[ap]\.?m\b|o'clock)){_NOT_MEASURE}",
        ),
        (
            "fell by three points",
            rf"\b{_CHANGED}\b[^.;:]{{0,40}}? (?:by {SMALL} (?:\w+ )?points?|from {SMALL} to {_N})"
            rf"(?!\w){_NOT_MEASURE}",
        ),
        ("dropped 4 points", rf"\b{_CHANGED} {_N} points?\b"),
        ("4 points higher", rf"{_N}[ -]points? (?:on|up|down|above|below|{_MORE})\b"),
        ("down 4 points", rf"\b(?:up|down) (?:by )?{_N} points?\b"),
        (
            "doubled",
            r"\b(?:doubled|tripled|trebled|halved|quadrupled|quintupled|doubling|tripling|halving)\b"
            r"(?! (?:over|back|up|down)\b)",
        ),
        (
            "cut the risk in half",
            rf"\b(?:cuts?|cutting) (?:the |its |their )?{_RATE} in half\b"
            r"|\b(?:was|were) cut in half\b",
        ),
    ),
    FIGURE: (("minus five", rf"(?<![\w'])[−±] ?{_N}|\b(?:minus|plus or minus) {_N}(?! degrees)"),),
}
_PATTERNS = [(kind, re.compile(pattern)) for kind, pairs in KINDS.items() for _, pattern in pairs]
# What any claim holds: a number, or one of these. Most sentences hold neither, and are passed over.
_CUE = re.compile(
    rf"{_N}|[%‰]|hal[fv]|{_PART}|every |twice|doubl|tripl|trebl|quadrupl|fold|standard deviation"
    r"|(?:hundred|thousand|million|billion|dozen|score)s|per ?cent|pct|quintupl"
)
_IS_ABOUT = re.compile(rf"{_ABOUT}\b")
_IS_NUMBER = re.compile(_N)
# Words before "2 of 10" that make it a place in a row.
_PLACE = re.compile(
    r"\b(?:step|part|page|question|week|day|round|chapter|number|no\.|lesson|stage|level|section"
    r"|night) $"
)
_PLURAL = re.compile(rf" (?!(?:has|is|was|does|says|{_COUNTED})\b)\w+s\b")
# After a percentage: somebody is 90 percent sure.
_CERTAINTY = re.compile(r" (?:sure|certain|convinced|honest|ready|okay|ok|fine|yours|there)\b")
# Before a number with a point: its place in a document, or a price.
_NO_FIGURE = re.compile(r"(?:\b(?:version|section|chapter|figure|table|see|part) |\.)$")
_CURRENCY = re.compile(r"[$€£] ?$")
_VERSION_GOES_ON = re.compile(rf"\.[\d{LARGE}-{ONE}]")
_EXACT_MEASURE = re.compile(
    r"[ -](?:seconds?|minutes?|mins?|hours?|steps?|words?|miles?|km|cups?)\b"
)


def replace_numerals(text: str, numerals: list[Numeral]) -> tuple[str, list[int]]:
    """Replace each number of a normalized text by its class; return the index of each character.

    The list has one index more than there are characters: that of the end of the text.
    """
    pieces: list[str] = []
    places: list[int] = []
    end = 0
    for numeral in numerals:
        pieces += [text[end : numeral.start], _class_of(text, numeral)]
        places += [*range(end, numeral.start), numeral.start]
        end = numeral.end
    return "".join([*pieces, text[end:]]), [*places, *range(end, len(text) + 1)]


def _class_of(text: str, numeral: Numeral) -> str:
    if numeral.is_clock:
        return CLOCK
    if numeral.is_word:
        is_many = numeral.value > 12 or text[numeral.start : numeral.end].endswith("dozen")
        return ONE if numeral.value == 1 else WORD if is_many else SMALL
    if (
        numeral.end - numeral.start == 4
        and 1800 <= numeral.value <= 2100
        and not (numeral.is_grouped or numeral.has_point)
    ):
        return YEAR
    is_large = numeral.value >= 10 or numeral.is_grouped or numeral.has_point
    return LARGE if is_large else DIGIT


def has_cue(text: str) -> bool:
    """Test whether a text, with its numbers replaced, could match any of the patterns."""
    return bool(_CUE.search(text))


def match_claims(
    text: str, numerals: list[Numeral], places: list[int]
) -> list[tuple[str, int, int]]:
    """Return the kind, the start and the end of each claim, by kind.

    Where some overlap, the first counts.

    `text` and `places` are what `replace_numerals` returns.
    """
    if not has_cue(text):
        return []
    by_start = {numeral.start: numeral for numeral in numerals}
    claims: list[tuple[str, int, int]] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            inside = [
                by_start[places[one.start()]]
                for one in _IS_NUMBER.finditer(text, match.start(), match.end())
            ]
            if kind == PERCENTAGE and _CERTAINTY.match(text, match.end()):
                continue
            if (kind != RATIO or _is_ratio(text, match, inside)) and not (
                kind == COUNT and _is_limit(match[0], inside)
            ):
                claims.append((kind, *match.span()))
    for match in _IS_NUMBER.finditer(text):
        numeral = by_start[places[match.start()]]
        is_millions = numeral.is_word and numeral.value >= 2e6
        if (numeral.has_point or numeral.is_grouped or is_millions) and not (
            _VERSION_GOES_ON.match(text, match.end())
            or _NO_FIGURE.search(before := text[max(0, match.start() - 9) : match.start()])
            or (numeral.value < 1000 and _CURRENCY.search(before))
            or _EXACT_MEASURE.match(text, match.end())
        ):
            claims.append((FIGURE, *match.span()))
    return claims


def _is_ratio(text: str, match: re.Match[str], inside: list[Numeral]) -> bool:
    """Test whether the last two numbers of a match are a part and its whole."""
    words = match[0]
    if len(inside) < 2 or "/" in words or words.endswith((" chance", " odds", " risk")):
        return True  # a 50-50 chance
    part, whole = inside[-2], inside[-1]
    if "-to-" in words or ":" in words or (" to " in words and " in " not in words):
        is_named = any(name in words for name in ("ratio", "odds", "margin", "chance"))
        return part.value != whole.value and (is_named or 1 in (part.value, whole.value))
    is_in_words = part.is_word and whole.is_word
    if " of " in words and "out" not in words and "every" not in words and "each" not in words:
        if _PLACE.search(text[max(0, match.start() - 12) : match.start()]):
            return False
        is_of_people = part.value > 1 and words[-1].isalpha()
        if is_in_words and not is_of_people and not _IS_ABOUT.match(words):
            return False  # one of three answers
    has_noun = words.count(" ") == 3
    if is_in_words and part.value > 1 and has_noun and _PLURAL.match(text, match.end()):
        return False  # three couples in four rooms
    return (
        part.value < whole.value
        and not 1800 <= whole.value <= 2100
        and whole.value < 1e6  # one in a million
    )


def _is_limit(words: str, inside: list[Numeral]) -> bool:
    """Test whether a match of the counts is but an age or a limit: under 18."""
    return (
        len(inside) == 1
        and inside[0].value < 100
        and words.startswith(_LIMITS)
        and bool(_IS_ABOUT.match(words))
        and words[-1] in f"{LARGE}{WORD}"
    )
