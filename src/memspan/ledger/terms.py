"""Text → terms: the one place that decides what counts as a word when words are matched.

The full-text index is given these terms and nothing else, when a document goes in, when it comes out again
and when a query is asked. So the three can never disagree, and no text can be mistaken for query syntax. A
change here needs a migration that builds the index anew.
"""

import itertools
import re
import unicodedata

MAX_TERM_CHARACTERS = 64

# Scripts that put no spaces between words (and Hangul, whose words carry endings) are matched by pairs of
# characters.
_UNSPACED = re.compile(
    "([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U0003ffff]+)"
)

# The words of a question that say nothing about what it asks for. BM25 gives them little weight anyway;
# leaving them out saves reading the longest lists of the index.
_STOP_WORDS = frozenset(
    """
    a an and are as at be been but by can could did do does for from had has have how i if in into is it
    its me my of on or our so than that the their them then there these they this to was we were what
    when where which who whom why will with would you your s t
    """.split()  # noqa: SIM905 - a list of strings would be sixty lines
)


class _CharacterFolding(dict[int, str]):
    """Code point → what it is within a term: itself, nothing, or a gap between terms. Filled as characters
    turn up."""

    def __missing__(self, code_point: int) -> str:
        character = chr(code_point)
        if 0x300 <= code_point <= 0x36F:  # combining accents: café finds cafe
            folded = ""
        elif unicodedata.category(character)[0] in "LMN":
            folded = character
        else:
            folded = " "
        self[code_point] = folded
        return folded


_FOLDING = _CharacterFolding()


def terms(text: str) -> list[str]:
    """The terms of `text` in order, with repetitions: case, accents and compatibility forms folded, no
    punctuation."""
    text = text.casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text).casefold()
    folded = text.translate(_FOLDING)
    if not folded.isascii():
        folded = unicodedata.normalize("NFC", folded)
    found: list[str] = []
    for word in folded.split():
        if word.isascii():
            found.append(word[:MAX_TERM_CHARACTERS])
            continue
        for part in _UNSPACED.split(word):
            if _UNSPACED.match(part):
                found += part
                found += map("".join, itertools.pairwise(part))
            elif part:
                found.append(part[:MAX_TERM_CHARACTERS])
    return found


def query_terms(query: str, limit: int = 64) -> list[str]:
    """The distinct terms that a query is matched by, at most `limit`, in order of appearance.

    Of an unspaced script the pairs are asked for, and single characters only where they stand alone.
    """
    distinct = list(dict.fromkeys(terms(query)))
    telling = [term for term in distinct if term not in _STOP_WORDS] or distinct
    pairs = "".join(term for term in telling if len(term) == 2 and _UNSPACED.fullmatch(term))
    return [term for term in telling if len(term) > 1 or not _UNSPACED.match(term) or term not in pairs][
        :limit
    ]
