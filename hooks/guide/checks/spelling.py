"""Look up words in a dictionary of English.

The dictionary is that of pyspellchecker: a list of word frequencies that comes with the package,
with no download. It has British spellings too; `data/prose/rules.yaml` has a rule for those.
"""

import re
from collections.abc import Collection, Iterator
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spellchecker import SpellChecker

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# A short word in capitals is an abbreviation, and a single letter is a symbol.
_ABBREVIATION = re.compile(r"[A-Z]{1,6}(?:['’]?s)?|.")


@cache
def dictionary() -> "SpellChecker":
    """Return the dictionary. Cached: loading it takes a fifth of a second."""
    from spellchecker import SpellChecker  # needed by the prose check only

    return SpellChecker(language="en", distance=1)


def unknown_words(text: str, project_words: Collection[str]) -> Iterator[tuple[int, str]]:
    """Yield (index, word) for each word that is in neither the dictionary nor the project's words.

    `project_words` are in lower case.

    >>> list(unknown_words("The phubing of a partner's OECD report", {"oecd"}))
    [(4, 'phubing')]
    """
    words = dictionary().word_frequency.dictionary
    for match in _WORD.finditer(text):
        plain = match[0].lower()
        if plain not in words and not (
            _is_known(plain.replace("’", "'"), words, project_words)
            or _ABBREVIATION.fullmatch(match[0])
        ):
            yield match.start(), match[0]


def _is_known(word: str, *lists: Collection[str]) -> bool:
    """Test whether a word, or the noun of a possessive such as "app's", is in one of the lists."""
    return any(form in words for words in lists for form in (word, word.removesuffix("'s")))


def nearest_word(word: str, project_words: Collection[str]) -> str:
    """Return the most common word at edit distance 1, or "".

    >>> nearest_word("relationshp", ())
    'relationship'
    """
    candidates = dictionary().edit_distance_1(word.lower())
    near = sorted(set(project_words) & candidates) or dictionary().known(candidates)
    return max(near, key=lambda item: (dictionary().word_usage_frequency(item), item), default="")
