"""Know the words of American English. Imports nothing of the guide.

The dictionary is that of pyspellchecker: a list of words by how common they are, in the package
itself, with no download. It holds British spellings too; `data/prose/rules.yaml` has a rule for
those.
"""

import re
from collections.abc import Collection, Iterator
from functools import cache

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# A word that is short and all capitals is an abbreviation, and a single letter is a sign.
_ABBREVIATION = re.compile(r"[A-Z]{1,6}(?:['’]?s)?|.")


@cache
def dictionary():
    """Return the dictionary. Cached: it is part of a package; loading it takes a fifth of a second."""
    from spellchecker import SpellChecker  # wanted by the prose check only

    return SpellChecker(language="en", distance=1)


def unknown_words(text: str, known: Collection[str]) -> Iterator[tuple[int, str]]:
    """Yield (place, word) for each word that is neither in the dictionary nor in `known`, in small letters.

    >>> list(unknown_words("The phubing of a partner's OECD report", {"oecd"}))
    [(4, 'phubing')]
    """
    words = dictionary().word_frequency.dictionary
    for match in _WORD.finditer(text):
        plain = match[0].lower()
        if plain not in words and not (
            _is_known(plain.replace("’", "'"), words, known) or _ABBREVIATION.fullmatch(match[0])
        ):
            yield match.start(), match[0]


def _is_known(word: str, *lists: Collection[str]) -> bool:
    """Say whether a word is in one of the lists, as it is or as somebody's: "the app's"."""
    return any(form in words for words in lists for form in (word, word.removesuffix("'s")))


def nearest_word(word: str, known: Collection[str]) -> str:
    """Return the most common word that is one slip away, or nothing.

    >>> nearest_word("relationshp", ())
    'relationship'
    """
    slips = dictionary().edit_distance_1(word.lower())
    near = sorted(set(known) & slips) or dictionary().known(slips)
    return max(near, key=lambda item: (dictionary().word_usage_frequency(item), item), default="")
