"""The lexical path's vectors: one fixed random direction per beginning of a word.

Knows token ids and a tokenizer's vocabulary; nothing of models, weights or documents. A sum of one vector per
token would find the pieces of a rare word, or the digits of a number, in any order and anywhere. So the
vectors of a word's tokens are bound together, as vector-symbolic architectures do (Plate's holographic
reduced representations; Gayler's multiply-add-permute): with signs S[k] for token k and a rotation by one
place rho,

    v(k0) = S[k0]        v(k0 .. kj) = rho(v(k0 .. kj-1)) * S[kj]

and every token of a text stands for the beginning of its word up to itself. Two texts share a direction where
they share a word, or the beginning of one; any other two directions are as good as orthogonal.

Shapes: B rows, T tokens, V vocabulary, X lexical width.
"""

import math

import torch
from tokenizers import Tokenizer
from torch import Tensor
from transformers import PreTrainedTokenizerBase

DEPTH = 8  # tokens of a word that are bound together; in longer words, the last ones
SEED = 7

# What a token is to a word.
NO_WORD, BEGINS, CONTINUES = 0, 1, 2


def vocabulary_of(tokenizer: PreTrainedTokenizerBase | Tokenizer, size: int) -> tuple[Tensor, Tensor]:
    """What each token is to a word, and which tokens are spellings of one another.

    Args:
        tokenizer: Of the model.
        size: V of the model, at least the tokenizer's; ids beyond it are no words.

    Returns:
        kinds [V] int8 (NO_WORD, BEGINS after a space, CONTINUES, or begins where no word is before it), and
        spellings [V] int64: the smallest id that differs only by case or by the space before it.
    """
    kinds, spellings = torch.zeros(size, dtype=torch.int8), torch.arange(size)
    first: dict[str, int] = {}
    for token, number in sorted(tokenizer.get_vocab().items(), key=lambda entry: entry[1]):
        # Byte-level vocabularies write a space as Ġ, SentencePiece ones as ▁.
        spaced = token[:1] in ("Ġ", "▁", " ")
        word = str(tokenizer.decode([number])).strip()
        # Parts of a letter's bytes cannot be decoded; they are parts of words.
        if number >= size or not word or not all(letter.isalnum() or letter == "\ufffd" for letter in word):
            continue
        kinds[number] = BEGINS if spaced else CONTINUES
        folded = token.lstrip("Ġ▁ ") if "\ufffd" in word else word.casefold()
        spellings[number] = first.setdefault(folded, number)
    return kinds, spellings


def signs(spellings_V: Tensor, width: int) -> Tensor:
    """S / sqrt(X) [V, X]: unit vectors of random signs, the same for all spellings of a token."""
    random = torch.Generator().manual_seed(SEED)
    table = torch.randint(0, 2, (len(spellings_V), width), generator=random, dtype=torch.int8)
    chosen: Tensor = table[spellings_V.cpu()].float() * 2 - 1
    return chosen / math.sqrt(width)


def word_places(ids_BT: Tensor, kinds_V: Tensor) -> Tensor:
    """Place of each token in its word, from 0; -1 outside of words. [B, T]"""
    kinds_BT: Tensor = kinds_V[ids_BT]
    word_BT = kinds_BT != NO_WORD
    before_BT = torch.zeros_like(word_BT)
    before_BT[:, 1:] = word_BT[:, :-1]
    begins_BT = word_BT & ((kinds_BT == BEGINS) | ~before_BT)
    order_T = torch.arange(ids_BT.shape[1], device=ids_BT.device)
    latest_BT = torch.where(begins_BT, order_T, 0).cummax(1).values
    return torch.where(word_BT, order_T - latest_BT, -1)


def bound_words(ids_BT: Tensor, places_BT: Tensor, signs_VX: Tensor) -> Tensor:
    """The unit vector of each token: its word bound together up to itself; zero outside of words. [B, T, X]

    Args:
        ids_BT: Token ids.
        places_BT: As `word_places` gives.
        signs_VX: As `signs` gives.
    """
    rows, length = ids_BT.shape
    width = signs_VX.shape[1]
    flat, places = ids_BT.flatten(), places_BT.flatten()
    vectors = signs_VX[flat].float()
    for back in range(1, DEPTH):
        where = (places >= back).nonzero()[:, 0]
        if not len(where):
            break
        earlier = signs_VX[flat[where - back]].float().roll(back, -1)
        vectors[where] = vectors[where] * earlier * math.sqrt(width)
    vectors[places < 0] = 0.0
    return vectors.view(rows, length, width)
