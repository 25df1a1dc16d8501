"""No number without a row: which words of a page make a claim, and which do not."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guide.checks.claim_patterns import KINDS
from guide.checks.number_claims import check_number_claims, find_claims, read_numbers
from guide.content.loader import read_catalogue
from guide.content.pages import parse_page
from guide.content.references import find_references
from guide.rendering.page_text import Block, read_page_text
from tests.support.pages import format_problems
from tests.support.projects import front_matter


def find(text: str) -> list[str]:
    page, problems = parse_page(front_matter() + text, "a.md", "docs/a.md")
    assert problems == []
    return format_problems(read_numbers(page, find_references(page))[0])


def claims(text: str) -> list[str]:
    return [claim.words for block in read_page_text(text) for claim in find_claims(block)]


def expected(line: int, column: int, words: str, kind: str) -> str:
    return (
        f'[number-without-row] docs/a.md:{line}:{column}: "{words}" is {kind} with no finding'
        " behind it. Put it into the words of a finding: link, or, if it claims nothing, write"
        " [it](number:example)."
    )


# What readers see as a claim, however it is written.
CLAIMS = (
    "Fifteen percent of couples split up.",
    "**24**% of couples split.",
    "24&nbsp;% split.",
    "24&thinsp;% split.",
    "&#50;&#52;&percnt; split.",
    "2&shy;4% split.",
    "2*4*% split.",
    "2<b>4</b>% split.",
    "24<wbr>% split.",
    "`24%` split.",
    "\uff12\uff14\uff05 split.",
    "\u0662\u0664\u066a split.",
    "\u0968\u096a% split.",
    "\xb2\u2074% split.",
    "\U0001d7d0\U0001d7d2% split.",
    "\u2461\u2463% split.",
    "24 pct of them split.",
    "24 per-cent split.",
    "24 per cent split.",
    "twenty\u2011four percent split.",
    "Twenty *four* percent split.",
    "24-percent more split.",
    "24\u201330% split.",
    "24 to 30 percent split.",
    "between 24 and 30 % split.",
    "Percent lonely: 24",
    "24 percentage points more.",
    "24 in every hundred split.",
    "24 per 100 split.",
    "24 of 100 split.",
    "24 out of 100 couples.",
    "24/100 of couples.",
    "One in four splits.",
    "One-in-four odds.",
    "a 1-in-4 chance",
    "One person in six is lonely.",
    "One out of every five.",
    "Two to three in ten.",
    "Three quarters of couples split.",
    "Three-quarters split.",
    "\xbe of couples split.",
    "3/4 of couples split.",
    "Half the couples split.",
    "Half of all marriages end.",
    "Over half said yes.",
    "Half said yes.",
    "A third of couples split.",
    "A third divorced.",
    "One third split.",
    "Nearly a quarter of them left.",
    "It fell by half.",
    "They were twice as likely to split.",
    "Twice the risk of divorce.",
    "Three times more likely to split.",
    "a threefold rise",
    "a 3-fold rise",
    "a 3\xd7 higher risk",
    "The share doubled.",
    "r = .30 in both.",
    "r(120) = .30",
    "d = 0.4",
    "Cohen's *d* of 0.4",
    "OR 1.5",
    "OR = 2",
    "an odds ratio of 2",
    "a hazard ratio of three",
    "p < .05",
    "N = 312",
    "half a standard deviation",
    "It pooled 39 studies.",
    "It asked 1,200 adults.",
    "It asked two hundred couples.",
    "It asked eighty-four couples.",
    "a 142-country survey",
    "hundreds of couples",
    "dozens of studies",
    "a dozen couples",
    "Nine participants said so.",
    "Eight couples took part.",
    "more than a thousand couples",
    "half a million people",
    "2 million people",
    "Two million fewer.",
    "Scores fell by 5.",
    "Scores fell from 24 to 17.",
    "It rose to 24.",
    "\u22125 on the scale",
    "minus five on the scale",
    "4 points higher",
    "every third marriage",
    "every second couple",
    "the 90th percentile",
    "a 5:1 ratio",
    "five-to-one",
    "a ratio of five to one",
    "a magic ratio of 5 to 1",
    "5.54 on average",
    "[twenty] percent split",
    "24[%](number:example) split",
    "[about](finding:x) 24%",
    "[2](finding:x)4% split",
    '<a href="finding:x">24%</a>',
    '<span title="24% split">x</span>',
    "![24% split](a.png)",
    '[x](help.md "24% split")',
    "24&#8239;% split",
    "24\u200b% split",
    "1\ufe0f\u20e35\ufe0f\u20e3% split",
    "Four times the rate of others.",
    "Divorce is four times likelier.",
    "seven in ten",
    "7 of 10 couples",
    "two out of three",
    "two fifths of adults",
    "one half of couples",
    "Only 12 percent.",
    "nearly 1 in 3",
    "two-thirds",
    "a quarter of adults",
    "50-60%",
    "~24%",
    "24 \u2030",
    "twelve percent",
    "a 40 percent chance",
    "Almost nine out of ten people say so.",
    "Roughly two in every five Americans.",
    "4 in 10",
    "Four of every ten marriages end.",
    "a full 40% of men",
    "forty-odd percent of men",
    "a whopping 3 million Americans",
    "Some 300 couples took part.",
    "Thirteen percent",
    "One-third of marriages end in divorce.",
    "Two-fifths of us lie.",
    "a fifth of men cheat",
    "About half of all marriages end in divorce.",
    "Half of marriages end in divorce.",
    "Fifty percent of marriages.",
    "1/3 of couples",
    "\u2153 of couples",
    "five times as many",
    "10x more likely",
    "ten-fold",
    "twofold",
    "divorce tripled",
    "The rate halved.",
    "The divorce rate has quadrupled since 1960.",
    "increased by 12",
    "went up from 12 to 20",
    "down 12 points",
    "rho = .3",
    "\u03b2 = 0.12",
    "\u03b7\xb2 = .04",
    "\u03c7\xb2(1) = 3.84",
    "F(1, 30) = 4.2",
    "95% CI",
    "p < 0.001",
    "SD = 2",
    "a correlation of .4",
    "Cohen's d was 0.5",
    "a study of 500 couples",
    "in a sample of 80 people",
    "among 3,000 Germans",
    "40 couples were followed",
    "sixty newlyweds",
    "one hundred and thirty couples",
    "The survey had 12 respondents.",
    "two dozen studies",
    "thousands of people",
    "an average of 2.3 children",
    "a mean of 7.4",
    "scored 5.6 of 10",
    "7 per 1,000 women",
    "9.8 per thousand",
    "seven per thousand women divorced",
    "a 1 in 3 chance",
    "odds of 3 to 1",
    "20:1",
    "five positive acts to one negative, a 5 to 1 ratio",
    "One marriage in two ends.",
    "one couple out of three",
    "every fourth marriage",
    "every 3rd marriage",
    "The top 5 percent",
    "the lowest quarter of couples",
    "the bottom 10%",
    "less than a quarter of people",
    "more than two thirds of them",
    "well over half of them",
    "just over half",
    "a little under half of adults",
    "up to 80 percent",
    "twenty-to-thirty percent",
    "20 or 30 percent",
    "a 30-percent drop",
    "a thirty percent drop",
    "percent: 30",
    "30 p.c.",
    "30 percents",
    "30per cent",
    "\u22120.3",
    "r=.3",
    "r = -.30",
    "d\u22480.5",
    "24 %-points",
    "24 pct. of",
    "0.24",
    ".24",
    "24,5 %",
    "1 234 couples",
    "a quarter of a million people",
    "40 % \xb1 3",
    "XXIV%",
    "5%\u201310%",
    "three quarters of all adults",
    "More than 1 in 5",
    '"We found that 24% of us split."',
    "half as likely",
    "half as many",
    "a third as likely",
    "one-and-a-half times as likely",
    "1.5 times as likely",
    "a 2:1 margin",
    "nine times as high",
    "eighty-five in a hundred",
    "Only one of ten stays.",
    "Only 3 of 10 stay.",
    "3 out of the 10 couples",
    "99 couples",
    "a hundred couples",
    "couples: 120",
    "N=120",
    "(n = 120)",
    "120 participated",
    "120 were interviewed.",
    "The number of couples was 120.",
    "8 in every 1000",
    "So 2\npercent of them.",
    "24% of<br>couples split.",
    "<details><summary>24% split</summary>Yes.</details>",
    "*24* percent split.",
    "_Twenty_ percent split.",
    "<del>24% split</del>",
    "| A | B |\n|---|---|\n| lonely | 24% |",
    "## 24% split",
    "> 24% split.",
    "- 24% split.",
    "Word\n:   24% split.",
    "<div>\n[24% split](finding:x)\n</div>",
    "<div>24% split</div>",
    "| Who | Percent |\n|---|---|\n| couples | 24 |",
    "| Who | Lonely |\n|---|---|\n| Share of women | 24 |",
    "<table><caption>Percent who split</caption><tr><td>24</td></tr></table>",
    "Share\n:   24",
    "| Study | Couples |\n|---|---|\n| One | 120 |",
    "*[ABC]: 24% of couples\n\nABC",
    '<p class="turn">24% split</p>',
    "One. 24% split.\n{: .turn }",
    "<table><tr><td>24%</td></tr></table>",
    "[words about 24%](help.md)",
    "As they say [@ant2020, 24% of ants].",
    "    24% in an indented block",
    '"24% of us are lonely," you say.',
    "More than 50% of us",
)
# What claims nothing, or has its row.
FREE = (
    "Take ten breaths, then wait five minutes.",
    "Set a timer for half an hour.",
    "Wait three quarters of an hour.",
    "Talk for a quarter of an hour.",
    "Meet at 7:30, or at half past eight.",
    "At one in the morning nobody is wise.",
    "At 11 p.m. you are tired.",
    "Dinner at 6.30 p.m. is fine.",
    "My 3-year-old wakes at night.",
    "A 35-year-old woman may wait.",
    "See step 2, or page 2 of 10.",
    "Do question 3 of 20.",
    "They answer 24/7.",
    "Call 911, or 988 for a talk.",
    "Text HOME to 741741 or call 1-800-787-3224.",
    "Ring 116 123 (free) or 0808 2000 247.",
    "The two of you have one thing to do.",
    "Two of you can sit, and three of them can stand.",
    "A third option is to leave.",
    "A third person can help.",
    "A third try is fine.",
    "On the second try it worked.",
    "Do this twice a week, three times a day.",
    "Try it 3x a week.",
    "Think twice.",
    "I have told you three times.",
    "In 2024 it went on, from 2019 to 2023.",
    "On November 23, 2026 and on 2026-11-23.",
    "The first of two letters.",
    "Half of the work is listening.",
    "Leave half the cake for your sister.",
    "Meet them halfway, or go half and half.",
    "The other half of the evening is yours.",
    "You have known each other for 14 years.",
    "After 20 years couples may stop asking.",
    "One or two friends are enough.",
    "Ask two people you trust.",
    "Invite four friends and three neighbors.",
    "Three couples we know do this.",
    "Two studies asked about it.",
    "One in two weeks is enough.",
    "Once in 3 weeks, call.",
    "Two questions in ten minutes.",
    "Read one page in five minutes.",
    "No one under 18 should use it.",
    "If you are over 60, call too.",
    "People over 50 date as well.",
    "Write about 100 words.",
    "Walk about 30 minutes.",
    "Send at least 10 messages less.",
    "Spend up to 20 dollars.",
    "It happens for the first time in months.",
    "Chapter 3, section 2.",
    "Version 1.2.3 came later.",
    "The 20th century and her 30th birthday.",
    "The 1950s were different.",
    "Give it ninety seconds.",
    "Wait 1.5 hours before you answer.",
    "A reply in four seconds says that you saw it.",
    "Forty messages, and number nineteen mattered.",
    "Nothing has to change for the headline to double.",
    "He doubled over laughing.",
    "Have a one-to-one talk.",
    "The ages of three and four are hard.",
    'Say "We fight half of the time, nine times out of ten about money."',
    "Most couples fight, many make up, and few do neither.",
    "She was raised by two mothers.",
    "He dropped by at 5 o'clock.",
    "Slowly increase to 10 minutes.",
    "Increase by five minutes each week.",
    "1. One.",
    "Two rules: one for you, one for me.",
    "A couple of friends, a dozen eggs, a dozen messages.",
    "Put in half a cup of milk.",
    "A million thanks, a thousand small things.",
    "What percent of the time do you listen?",
    "Count to ten, and then to twenty.",
    "Room 12, floor 3, seat 24.",
    "Ten to one is late for lunch.",
    "Give it 1 to 10, then 2 of 5 stars? No: one word.",
    "Once every two weeks, on every second Sunday.",
    "You two are a team of two.",
    "Sleep 8 hours; eat at 1 and at 7.",
    "In one or two evenings you know more.",
    "The half that you heard is the half that hurts.",
    "By half past nine they were asleep.",
    "We were 16 and 17 when we met.",
    "It takes two to tango.",
    "One of you starts.",
    "One of the hardest talks is the one about money.",
    "Give each other 10 minutes.",
    "Put the phone away from 7 to 9 p.m.",
    "Open Monday to Friday, 9 to 5.",
    "Call between 9 and 17.",
    "Try three breaths in and four out.",
    "In for four, hold for four, out for six.",
    "Breathe in for 4 seconds and out for 6.",
    "Write down three things, one in the morning and two at night.",
    "Out of the four scenes, choose one.",
    "Choose one of three answers.",
    "There are four steps in two parts.",
    "One in each hand.",
    "Half a minute is enough.",
    "A quarter past nine.",
    "At a quarter to ten they ate.",
    "Count down from ten to one.",
    "From one to ten, how sure are you?",
    "On a scale of 1 to 10, how was it?",
    "On a scale from one to five.",
    "Rate it 0 to 10.",
    "Your score is between 0 and 20.",
    "Add the 3 numbers.",
    "A 20-minute walk, a ten-minute talk.",
    "In two minutes, or in 90 seconds.",
    "The 4-7-8 breath.",
    "The 36 questions.",
    "Ask one of the 36 questions.",
    "Read chapters 2 and 3.",
    "See pages 12-14.",
    "It is 2 a.m. and you are awake.",
    "My 13- and 15-year-old children.",
    "Our twin 4-year-olds.",
    "Kids under 12 need more sleep.",
    "When you turn 40.",
    "People in their twenties and thirties.",
    "A couple in their sixties.",
    "Married for 30 years.",
    "Ten years later.",
    "After a year or two.",
    "Once or twice a month.",
    "Every second evening.",
    "Every other week.",
    "Every three days.",
    "Two evenings out of the week.",
    "Three times in one evening.",
    "Send one message in the morning.",
    "Two cups, one sofa.",
    "Four eyes, two hearts.",
    "Room for two.",
    "A table for 12.",
    "Dinner for 20 guests.",
    "Invite 20 friends.",
    "The first 10 minutes.",
    "A 50-50 split of chores is fine.",
    "Share chores fifty-fifty.",
    "Half yours, half mine.",
    "Meet in the middle, half each.",
    "Half of what you say.",
    "Do half of it today.",
    "Spend half the evening apart.",
    "Leave a third chair empty.",
    "A third voice joins in.",
    "A second chance.",
    "A tenth time is one too many.",
    "Twice in one night.",
    "Read it twice, as slowly as you can.",
    "Twice is enough.",
    "Three times is too many.",
    "Two wrongs and one right.",
    "In 1950 people wrote letters.",
    "In 1990 couples met at work.",
    "Since 2019 many people work at home.",
    "In the 2010s most couples met online.",
    "The 2020 census.",
    "June 5, 2026.",
    "On 5/6 we meet.",
    "The 9/11 attacks.",
    "A plan B and a plan C.",
    "iPhone 15 and Windows 11.",
    "COVID-19 changed it.",
    "MP3, H2O and 4K.",
    "Dial 1 for English, 2 for Spanish.",
    "Press 1 to talk.",
    "Text HOME to 741741.",
    "Text START to 88788.",
    "Call 1-800-799-7233 or 800.799.7233.",
    "Call 116 006.",
    "Call 0808 2000 247, free, 24 hours a day, 7 days a week.",
    "SW1A 2AA",
    "\xa7 238 StGB",
    "Article 16",
    "Version 2.0",
    "$20 a month",
    "It costs 60 dollars an hour.",
    "About 12 dollars a week.",
    "Save 10 dollars.",
    "Turn it down to 3.",
    "Turn up from 2 to 3.",
    "Increase to 20 minutes.",
    "Fall asleep by 11.",
    "He rose from his chair at 7.",
    "She fell from a horse in 2011.",
    "He grew up in a house from 1920.",
    "Rose and 2 others.",
    "You went up 3 floors.",
    "Drop by at 8.",
    "He dropped from 10 to 4 messages a day.",
    "A million reasons.",
    "One in a million, you are.",
    "I have a thousand things to say.",
    "A hundred times a day.",
    "Hundreds of times.",
    "Thousands of small moments.",
    "Over a hundred messages.",
    "About a dozen texts.",
    "About 20 minutes.",
    "About three weeks.",
    "Over coffee, over two hours.",
    "Over the next 30 days.",
    "Under 10 minutes.",
    "At least one person you trust.",
    "At least two people know.",
    "Up to five people can play.",
    "Up to 12 people can join the call.",
    "More than one person.",
    "More than two people.",
    "Fewer than five words.",
    "Two people, one roof, three cats.",
    "Two people in one house.",
    "Two people in a small flat.",
    "Four people at two tables.",
    "Three couples in four rooms.",
    "Three of you in two cars.",
    "One person speaks and the other listens.",
    "One person in the room.",
    "One parent in each home.",
    "One child in first grade.",
    "One partner in crime.",
    "Ten fingers.",
    "Ten people, ten opinions.",
    "A family of five.",
    "A group of twelve.",
    "First one, then the other.",
    "Be the first to call.",
    "Third, say it.",
    "A third of the way through.",
    "Two thirds of the way down.",
    "Three quarters of an hour.",
    "A fourth and fifth try.",
    "One half for you, one for me.",
    "You are one of a kind.",
    "A one-way street.",
    "A two-way talk.",
    "Two-faced.",
    "Second to none.",
    "An 8-hour day.",
    "Nine-to-five.",
    "On cloud nine.",
    "A 180-degree turn.",
    "100 words or less.",
    "Page 1 of 3.",
    "Reply 1 or 2.",
    "Zero contact.",
    "No. 1 on the list.",
    "Numbers 3 and 4.",
    "3. The third.",
    "Half past five.",
    "By half past five or by a quarter to six.",
    "Half-hearted.",
    "Double the time you pause.",
    "Double-check.",
    "A double bed.",
    "The two by the lamp.",
    '"You always say it a hundred times."',
    '"Nine times out of ten you are late," she says.',
    '"Only one in ten of your texts has a question mark."',
    "[24% of ants](finding:x) agreed.",
    "[**24**% of ants](finding:x) agreed.",
    "[24%][x] agreed.\n\n[x]: finding:x",
    "[one in four](number:example) evenings.",
    "![24%](table:mood)",
    "As they say [@ant2020, p. 24].",
    "[a page](https://a.example/24%25-of-adults)",
    "<!-- 24% of couples -->",
    "> **Dialogue: at night**\n>\n> **You:** Half of all couples are late, nine in ten.",
    "> **Dialogue: at night**\n>\n> **You:** The paper says 24% split.",
    "You need not be 100 percent sure.",
    "| Step | Minutes |\n|---|---|\n| One | 10 |",
    "| Percent | 24 |\n|---|---|\n| a | [24](finding:x) |",
    "Time\n:   10 minutes",
    "[24](finding:x)% of ants",
    "In [24% of people](finding:x) from 12 to 14 [30 countries](finding:x).",
)


def test_a_number_that_claims_something_is_found():
    assert [text for text in CLAIMS if not claims(text)] == []


def test_what_claims_nothing_or_has_its_row_is_free():
    assert {text: claims(text) for text in FREE if claims(text)} == {}


def test_a_number_in_code_is_read_since_readers_see_it():
    assert claims("`24%` of couples\n\n```\n30% of ants\n```\n") == ["24%", "30%"]


def test_each_pattern_finds_its_example():
    examples = {example: kind for kind, pairs in KINDS.items() for example, _ in pairs}
    found = {example: [claim.kind for claim in find_claims(Block(example))] for example in examples}
    assert found == {example: [kind] for example, kind in examples.items()}


NAMED = {
    "percent": ("Of them 24% agreed.", 9, "24%", "a percentage"),
    "in-words": ("Of them twenty per cent agreed.", 9, "twenty per cent", "a percentage"),
    "ratio": ("Then one in four agreed.", 6, "one in four", "a ratio"),
    "fraction": ("We saw half of the couples leave.", 8, "half of the couples", "a ratio"),
    "effect": ("The effect was d = 0.45 here.", 16, "d = 0.45", "an effect size"),
    "count": ("It asked 1,200 adults.", 10, "1,200 adults", "a count of people or studies"),
    "change": ("Scores fell sharply by 5 then.", 8, "fell sharply by 5", "a change over time"),
    "figure": ("It was 7.03 then.", 8, "7.03", "a figure"),
}


@pytest.mark.parametrize(("text", "column", "words", "kind"), NAMED.values(), ids=NAMED)
def test_a_claim_is_named_by_its_kind(text, column, words, kind):
    assert find(text) == [expected(8, column, words, kind)]


PLACES = {
    "emphasis": ("So **24**% agreed.", 8, 6),
    "entity": ("So 24&nbsp;% agreed.", 8, 4),
    "number-as-entity": ("So &#50;4% agreed.", 8, 4),
    "code": ("So `24%` agreed.", 8, 5),
    "second-line": ("One.\n\nSo 24% agreed.", 10, 4),
    "after-the-same-in-an-address": ("[A](24%25.md) and 24% agreed.", 8, 19),
    "after-the-same-in-a-link": ("[24% split](finding:a); 24% agreed.", 8, 25),
    "after-the-same-in-a-tag": ("<b>A</b> and <i>24%</i> agreed.", 8, 17),
    "attribute": ('One.\n\n<span title="24% split">a</span>', 10, 14),
    "table": ("| A | B |\n|---|---|\n| x | 24% |", 10, 7),
    "list": ("- one\n- 24% split", 9, 3),
}


def test_a_claim_is_placed_in_the_source():
    problems = {name: find(text) for name, (text, _, _) in PLACES.items()}
    assert {name: len(found) for name, found in problems.items()} == dict.fromkeys(PLACES, 1)
    assert {name: found[0].split(": ")[0] for name, found in problems.items()} == {
        name: f"[number-without-row] docs/a.md:{line}:{column}"
        for name, (_, line, column) in PLACES.items()
    }


def test_each_number_is_said_once_at_its_line():
    assert find("Of them 24% agreed,\nand 17%\ndid not.\n") == [
        expected(8, 9, "24%", "a percentage"),
        expected(9, 5, "17%", "a percentage"),
    ]


def test_a_number_in_front_matter_is_a_problem_at_its_key(project):
    root = project({"docs/a.md": front_matter(title="Why 24% of couples split up") + "One.\n"})
    assert format_problems(check_number_claims(read_catalogue(root)[0])) == [
        '[number-without-row] docs/a.md:2:1: "24%" is a percentage with no finding behind it. Say'
        " it without the number, since front matter has no links, or say it in the text of the"
        " page."
    ]


# How one character of a number can be written so that readers see the same.
def write_character(character: str) -> st.SearchStrategy[str]:
    forms = [
        character,
        f"<b>{character}</b>",
        f"<span>{character}</span>",
        f"&#{ord(character)};",
        f"&#x{ord(character):x};",
        f"{character}&shy;",
        f"{character}\u00ad",
        f"{character}&#8203;",
        f"{character}<wbr>",
        f"{character}<!-- x -->",
    ]
    if character.isdigit():
        value = int(character)
        forms += [
            chr(0xFF10 + value),
            chr(0x0660 + value),
            chr(0x06F0 + value),
            chr(0x0966 + value),
            chr(0x1D7CE + value),
            "⁰¹²³⁴⁵⁶⁷⁸⁹"[value],
            f"{character}\ufe0f\u20e3",
        ]
    if character == "%":
        forms += ["\uff05", "\u066a", "&percnt;", "\ufe6a"]
    if character == " ":
        forms = [" ", "&nbsp;", "\u00a0", "\u2009", "\u202f", "&thinsp;", " <b></b> ", "<br>"]
    if character == "-":
        forms = ["-", "\u2011", "\u2010", "&#8209;"]
    return st.sampled_from(forms)


NUMBERS = st.one_of(
    st.integers(2, 99).map("{}%".format),
    st.integers(2, 99).map("{} %".format),
    st.integers(2, 99).map("{} percent".format),
    st.decimals(0, 100, places=2).map("{}".format).filter(lambda text: "." in text),
    st.sampled_from(["fifteen", "twenty", "twenty-four", "ninety-nine"]).map("{} percent".format),
    st.tuples(st.integers(1, 3), st.integers(4, 9)).map("{0[0]} in {0[1]}".format),
    st.sampled_from(["one", "two", "three"]).map("{} out of ten".format),
    st.integers(13, 999).map("{} couples".format),
    st.sampled_from(["two thirds", "three quarters", "threefold", "twice as likely"]),
)


@st.composite
def written_numbers(draw: st.DrawFn) -> str:
    """Write a number, one of its characters perhaps with emphasis or as code."""
    characters = [draw(write_character(character)) for character in draw(NUMBERS)]
    if draw(st.booleans()):
        index = draw(st.integers(0, len(characters) - 1))
        if characters[index].isalnum():
            sign = draw(st.sampled_from(["*", "**", "***", "`"]))
            characters[index] = sign + characters[index] + sign
    return "".join(characters)


PAGES = st.sampled_from(
    [
        "So {} of them.",
        "- So {} of them",
        "> So {} of them.",
        "## So {} of them",
        "<p>So {} of them.</p>",
        "[So {} of them](help.md)",
        'So [{}](help.md "x") of them',
        "Word\n:   So {} of them",
        "1. So {} of them",
    ]
)


@given(written_numbers(), PAGES)
def test_no_way_of_writing_hides_a_number(number, page):
    assert claims(page.format(number))


SLOW = ("1,", "5% ", "<!--", "one in ", "hundred and ", '"you 24 ', "24 the the ", "in 5 people ")


@pytest.mark.slow
@pytest.mark.parametrize("piece", SLOW)
def test_a_hundred_kilobytes_take_no_longer_than_they_must(piece):
    def seconds(size: int) -> float:
        page, _ = parse_page(front_matter() + piece * (size // len(piece)), "a.md", "docs/a.md")
        best = float("inf")
        for _ in range(2):
            start = time.process_time()
            read_numbers(page, [])
            best = min(best, time.process_time() - start)
        return best

    assert seconds(100_000) < 8 * seconds(25_000) + 0.1
