"""What words mean: one fixed vector per word, by which texts are alike that share a subject and no word.

Knows token ids, hashes of words and a table; nothing of models or documents. The lexical path (lexical.py)
finds the words of a question; this one finds their neighbours: "teeth" is close to "dentist". A text is the
direction of the sum of its words' vectors, and the length of a word's vector is what the word weighs. A chunk
of a document stands for itself and the `REACH` tokens on either side, a question for all of its words.

A tokenizer splits words, differently after a space or with a capital, so a word is found by a hash of its
tokens, and several hashes may lead to one word.

Shapes: B rows, T tokens, V vocabulary, H hashes, N words, D width of a word's vector, C chunks per row.
"""

from collections.abc import Sequence

import torch
from tokenizers import Tokenizer
from torch import Tensor

from memspan.model.lexical import word_places

LONGEST = 8  # tokens of a word; longer ones have no vector
REACH = 64  # tokens on each side of a chunk that it also stands for
_MULTIPLIER = 0x5851F42D4C957F2D  # Knuth's, of MMIX; hashes wrap around at 64 bits


def word_hashes(ids_BT: Tensor, places_BT: Tensor, spellings_V: Tensor) -> Tensor:
    """A hash of each whole word at its last token, 0 elsewhere. [B, T] int64

    Args:
        ids_BT: Token ids.
        places_BT: As `word_places` gives.
        spellings_V: The token that stands for all with its spelling, see `vocabulary_of`.
    """
    spelled = spellings_V[ids_BT] + 1
    hashes, factor = spelled.clone(), 1
    for back in range(1, LONGEST):
        factor = _wrapped(factor * _MULTIPLIER)
        hashes[:, back:] += spelled[:, :-back] * factor * (places_BT[:, back:] >= back)
    follows = torch.zeros_like(places_BT, dtype=torch.bool)
    follows[:, :-1] = places_BT[:, 1:] > 0
    return hashes.masked_fill((places_BT < 0) | (places_BT >= LONGEST) | follows, 0)


def _wrapped(number: int) -> int:
    return (number + 2**63) % 2**64 - 2**63


def word_meanings(hashes_BT: Tensor, known_H: Tensor, rows_H: Tensor, vectors_ND: Tensor) -> Tensor:
    """The vectors of the words that end at each token, float32; zeros for none or an unknown one. [B, T, D]

    Args:
        hashes_BT: As `word_hashes` gives.
        known_H: Hashes, ascending.
        rows_H: Which word each of them is.
        vectors_ND: The words' vectors.
    """
    place_BT = torch.searchsorted(known_H, hashes_BT).clamp_max(len(known_H) - 1)
    found_BT = (known_H[place_BT] == hashes_BT) & (hashes_BT != 0)
    return vectors_ND[rows_H[place_BT].long()].float() * found_BT[..., None]


def around_chunks(vectors_BTD: Tensor, lengths_B: Tensor, pooling: int) -> Tensor:
    """Sums over each chunk of `pooling` tokens and `REACH` tokens on either side. [B, C, D], C = ceil(T / P);
    zeros for chunks that a row does not have."""
    rows, length, _ = vectors_BTD.shape
    device = vectors_BTD.device
    valid_BT = torch.arange(length, device=device) < lengths_B[:, None]
    sums_BTD = torch.nn.functional.pad((vectors_BTD * valid_BT[..., None]).cumsum(1), (0, 0, 1, 0))
    first_C = torch.arange(0, length, pooling, device=device)
    row_B1 = torch.arange(rows, device=device)[:, None]
    upto = sums_BTD[row_B1, (first_C + pooling + REACH).clamp_max(length)[None]]
    before = sums_BTD[row_B1, (first_C - REACH).clamp_min(0)[None]]
    return (upto - before) * (first_C < lengths_B[:, None])[..., None]


def index_words(
    words: Sequence[str], tokenizer: Tokenizer, kinds_V: Tensor, spellings_V: Tensor
) -> tuple[Tensor, Tensor]:
    """Every hash under which a tokenizer shows these words: (hashes [H] ascending, rows [H] int32).

    Args:
        words: In lower case.
        tokenizer: Of the model.
        kinds_V, spellings_V: As `vocabulary_of` gives.
    """
    rows: dict[int, int] = {}
    for form in (" {}", "{}"):
        for change in (str, str.capitalize, str.upper):
            texts = [form.format(change(word)) for word in words]
            for row, encoded in enumerate(tokenizer.encode_batch(texts, add_special_tokens=False)):
                ids = torch.tensor([encoded.ids])
                hashes = word_hashes(ids, word_places(ids, kinds_V), spellings_V)[0]
                # All tokens must be one word: those with a mark inside are several.
                if hashes[-1] != 0 and not hashes[:-1].any():
                    rows.setdefault(int(hashes[-1]), row)
    known = torch.tensor(sorted(rows), dtype=torch.int64)
    return known, torch.tensor([rows[number] for number in known.tolist()], dtype=torch.int32)
