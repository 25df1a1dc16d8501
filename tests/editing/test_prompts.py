"""Questions to an editor: asked until the answers fit, and nothing written without a yes."""

import pytest

from guide.core.problems import UserError
from guide.editing.prompts import Question, answer_all, confirm

ASKED = [
    Question("name", "Your name", lambda text, _: "" if text.istitle() else "begin with a capital"),
    Question("note", "Note", needed=False),
    Question("nick", "Nickname", default=lambda answers: answers["name"].lower()),
]


def test_what_is_missing_or_wrong_is_told_all_at_once():
    with pytest.raises(UserError) as error:
        answer_all([*ASKED, Question("last_one", "The last")], {"name": "ann"})
    assert str(error.value) == "--name: begin with a capital\n--last-one: this is needed (The last)"


def test_what_is_not_given_is_asked_for_until_it_fits():
    replies, asked, printed = iter(["", "ann", "Ann", "", ""]), [], []
    answers = answer_all(
        ASKED, {}, lambda words: asked.append(words) or next(replies), printed.append
    )
    assert answers == {"name": "Ann", "note": "", "nick": "ann"}
    assert asked == ["Your name\n> "] * 3 + ["Note (may stay empty)\n> ", "Nickname [ann]\n> "]
    assert printed == ["  this is needed (Your name)", "  begin with a capital"]


@pytest.mark.parametrize(
    ("said_yes", "reply", "expected"),
    [
        (True, None, True),
        (False, None, False),
        (False, "y", True),
        (False, "YES", True),
        (False, "", False),
        (False, "n", False),
    ],
)
def test_nothing_is_written_without_a_yes(said_yes, reply, expected):
    assert confirm("Write?", said_yes, None if reply is None else lambda _: reply) is expected
