"""Other words for what is told and asked: unseen names, other openings, telegram style, synonyms, gaps.

Knows strings and a table of word vectors; nothing of families or models. A model that has met 400 first names
copies these names; one that has met any word in their places copies words. A question remains the question
behind "By the way," or without its "the". And any sentence of real text asks for any of its parts.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from random import Random

import torch
import torch.nn.functional as F
from tokenizers import Tokenizer
from torch import Tensor

from memspan.model.lexical import vocabulary_of
from memspan.model.word_vectors import word_hashes, word_meanings
from memspan.tasks.facts import Chain, Fact
from memspan.tasks.words import LISTS, pseudo_word, words

_WORD = re.compile(r"[A-Za-z]{3,}")
# Words that stand in names and cannot be exchanged without changing what is said.
_KEPT = frozenset(
    [
        "my",
        "the",
        "and",
        "for",
        "old",
        "new",
        "his",
        "her",
        "their",
        "best",
        "special",
        "magic",
        "number",
        "numbers",
        "word",
        "words",
    ]
)

_ASKED = (
    "Please tell me: {}",
    "Tell me, {}",
    "Quick question: {}",
    "{} Please answer briefly.",
    "{} I forgot.",
    "I need to know: {}",
    "Question: {}",
    "Hey, {}",
    "{} Thanks!",
    "Can you help me? {}",
    "One thing: {}",
    "Now, {}",
    "So {}",
    "{} Do you remember?",
    "From what you know, {}",
    "Let me ask this: {}",
)
_TOLD = (
    "By the way: {}",
    "Please remember this: {}",
    "Note: {}",
    "You should know this. {}",
    "One more thing: {}",
    "As I said before, {}",
    "It is well known here. {}",
    "{} That is all for now.",
    "{} Just so you know.",
    "{} At least that is what I heard.",
    "For the record: {}",
    "{} It has been so for years.",
    "Somebody told me this: {}",
    "{} I thought you should know.",
    "Update: {}",
    "As far as anyone can tell: {}",
)
_DROPPED = frozenset(["the", "a", "an", "is", "are", "was", "of", "do", "does", "did", "please"])


def ask_otherwise(question: str, rng: Random) -> str:
    """The question as other people might put it; often as it is."""
    chance = rng.random()
    if chance < 0.7:
        return question
    if chance < 0.82:
        return rng.choice(_ASKED).format(question)
    if chance < 0.9:
        parts = question.split(" ")
        parts = [word for word in parts if word.lower() not in _DROPPED or rng.random() < 0.5]
        return " ".join(parts)
    return question.rstrip("?") if chance < 0.95 else question[:1].lower() + question[1:]


def tell_otherwise(statement: str, rng: Random) -> str:
    """The statement with something said before or after it; mostly as it is."""
    return statement if rng.random() < 0.8 else rng.choice(_TOLD).format(statement)


class Renamer:
    """Exchanges the words of keys and values for others, the same everywhere in a memory's group of facts.

    Args:
        rng: Where it draws from.
        vocabulary: Words of real text, lower case.
    """

    def __init__(self, rng: Random, vocabulary: Iterable[str]) -> None:
        unseen = {
            part.lower() for kind in LISTS for phrase in words(kind, "held_out") for part in phrase.split()
        }
        self.rng = rng
        self.vocabulary = sorted(set(vocabulary) - unseen)

    def facts(self, facts: Sequence[Fact]) -> list[Fact]:
        """The same facts about other names."""
        change = self._change([text for fact in facts for text in (*fact.keys.values(), fact.value)])
        return [_changed(fact, change) for fact in facts]

    def chain(self, chain: Chain) -> Chain:
        """The same chain about other names."""
        texts = [text for fact in chain.facts for text in (*fact.keys.values(), fact.value)]
        change = self._change(texts)
        facts = [_changed(fact, change) for fact in chain.facts]
        return Chain(facts, change(chain.question), change(chain.answer))

    def value(self, statement: str, value: str) -> tuple[str, str]:
        """A statement with another value, and this value."""
        change = self._change([value])
        new = change(value)
        return statement.replace(value, new), new

    def _change(self, texts: Iterable[str]) -> Callable[[str], str]:
        found = sorted({word for text in texts for word in _WORD.findall(text) if word.lower() not in _KEPT})
        taken: dict[str, str] = {}
        for word in found:
            if self.rng.random() < 0.85:
                new = pseudo_word(self.rng) if self.rng.random() < 0.3 else self.rng.choice(self.vocabulary)
                taken[word] = new.capitalize() if word[0].isupper() else new
        return lambda text: _WORD.sub(lambda match: taken.get(match[0], match[0]), text)


def _changed(fact: Fact, change: Callable[[str], str]) -> Fact:
    keys = {slot: change(key) for slot, key in fact.keys.items()}
    return replace(fact, keys=keys, value=change(fact.value), statement=change(fact.statement))


# Words of one kind stand close together and are not the same: a mother is no father.
_SIBLINGS = frozenset(
    re.findall(
        r"[a-z]+",
        """
    mother father sister brother son daughter aunt uncle niece nephew wife husband cousin grandmother
    grandfather godmother godfather mom dad mum boss friend neighbour neighbor roommate colleague north
    south east west first second third last next former latter before after more less not never one two
    three four five six seven eight nine ten hundred thousand million big small old new young red blue
    green black white yellow brown pink orange purple grey gray he she him her his hers monday tuesday
    wednesday thursday friday saturday sunday january february march april may june july august
    september october november december morning evening night spring summer autumn winter who whom whose
    what which when where why how many much does did was were have has had that this with from into
    about user assistant
    """,
    )
)
_LOWER = re.compile(r"(?<![\w'’-])[a-z]{4,}(?![\w'’-])")


class Synonyms:
    """Words that mean nearly the same, by a table of word vectors.

    Args:
        rng: Where it draws from.
        tokenizer: Whose tokens the table's hashes are made of.
        table: `word_hashes`, `word_rows` and `word_vectors`, as the recipe of words writes them.
        vocabulary: Words that may be put in place of others.
        closeness: Least cosine of two words.
    """

    def __init__(
        self,
        rng: Random,
        tokenizer: Tokenizer,
        table: dict[str, Tensor],
        vocabulary: Sequence[str],
        closeness: float = 0.7,
    ) -> None:
        self.rng = rng
        spellings_V = vocabulary_of(tokenizer, tokenizer.get_vocab_size())[1]
        encoded = [encoding.ids for encoding in tokenizer.encode_batch(list(vocabulary))]
        counts_N = torch.tensor([len(ids) for ids in encoded])
        ids_NT = torch.zeros(len(encoded), int(counts_N.max()), dtype=torch.int64)
        for row, ids in enumerate(encoded):
            ids_NT[row, : len(ids)] = torch.tensor(ids)
        places_T = torch.arange(ids_NT.shape[1])
        places_NT = torch.where(places_T < counts_N[:, None], places_T, -1)
        hashes_N = word_hashes(ids_NT, places_NT, spellings_V).gather(1, counts_N[:, None] - 1)
        found = word_meanings(hashes_N, *(table[n] for n in ("word_hashes", "word_rows", "word_vectors")))
        vectors_ND = F.normalize(found[:, 0], dim=1)
        self.close: dict[str, list[str]] = {}
        for first in range(0, len(vocabulary), 2048):
            scores, near = (vectors_ND[first : first + 2048] @ vectors_ND.T).topk(5)
            for row, (values, places) in enumerate(zip(scores.tolist(), near.tolist(), strict=True), first):
                word = vocabulary[row]
                others = [
                    vocabulary[place]
                    for value, place in zip(values, places, strict=True)
                    if value >= closeness and place != row and vocabulary[place] not in _SIBLINGS
                ]
                if others and word not in _SIBLINGS:
                    self.close[word] = others

    def exchange(self, text: str, share: float) -> str:
        """The text with about `share` of its lower-case words exchanged."""

        def other(match: re.Match[str]) -> str:
            word = match[0]
            if word not in self.close or self.rng.random() >= share:
                return word
            return self.rng.choice(self.close[word])

        return _LOWER.sub(other, text)


# What could stand in place of a gap: names, numbers, and what follows an article or a preposition.
_NAME = re.compile(
    r"(?<=[a-z,;] )[A-Z][\w’'-]*[a-z](?:(?: (?:of|de|von|van|the|and))? [A-Z][\w’'-]*[a-z]){0,4}"
)
_NUMBER = re.compile(r"(?<![\w.,-])\d[\d,.]*\d(?![\w-])|(?<![\w.,-])\d(?![\w.,-])")
_NOUN = re.compile(
    r"(?:(?<= (?:the|his|her|its|our|for) )|(?<= (?:of|in|an|to|my|by|on) )|(?<= a ))"
    r"(?!(?:which|that|this|these|those|them|their|there|where|what|same|other|such|each|most|make|have)\b)"
    r"[a-z]{4,}(?: [a-z]{4,}){0,2}"
    r"(?=[,.;:)?!]| (?:of|and|was|were|is|are|in|on|at|for|to|that|which|who|with|from|by|had|has|as|or)\b)"
)
_CODE = re.compile(r"[`_=<>{}\\|*]|::|//")
_PLACE = re.compile(r"(?:^| )(?:in|at|from|to|near|into|through) $")
_TIME = re.compile(r"(?:^| )(?:in|since|until|by|before|after|around|during|of) $")


def gap(sentence: str, rng: Random, synonyms: Synonyms | None = None) -> tuple[str, str] | None:
    """A question over a real sentence, with its answer: a few words of the sentence are asked for.

    As in "Unsupervised question answering by cloze translation" (Lewis et al., 2019): what stands around the
    gap, shortened, shuffled and in other words, behind a question word that suits what is missing.

    Returns:
        (question, answer), None where the sentence has nothing to ask for.
    """
    found = [(match, kind) for kind, form in _GAPS for match in form.finditer(sentence)]
    if not found or not sentence[0].isupper() or sentence[-1] not in '.!?"”' or _CODE.search(sentence):
        return None
    kinds = sorted({kind for _, kind in found})
    kind = rng.choice(kinds)
    match = rng.choice([match for match, other in found if other == kind])
    before, after = sentence[: match.start()], sentence[match.end() :]
    word = _question_word(kind, before, after, rng)
    left, right = before.split(), after.split()
    reach = rng.randint(5, 12)
    left, right = left[-rng.randint(reach // 2, reach) :], right[: rng.randint(reach // 2, reach)]
    dropped = rng.choice((0.0, 0.0, 0.1, 0.25))
    left, right = ([part for part in side if rng.random() >= dropped] for side in (left, right))
    if len([part for part in (*left, *right) if len(part) > 3]) < 3:
        return None
    chance = rng.random()
    if chance < 0.35:
        parts = [word, *right, *left]
    elif chance < 0.6:
        parts = [word, *left, *right]
    elif chance < 0.8:
        parts = [*left, word, *right]
    else:
        parts = [*right, *left, word]
    question = " ".join(re.sub(r"[\"“”()\[\].,;:!?]+(?= |$)|(?<= )[\"“”(\[]+", "", " ".join(parts)).split())
    if synonyms is not None:
        question = synonyms.exchange(question, rng.choice((0.0, 0.3, 0.6)))
    if rng.random() < 0.8:
        question = question[:1].upper() + question[1:]
    return question + ("?" if rng.random() < 0.9 else ""), match[0]


_GAPS = (("name", _NAME), ("number", _NUMBER), ("noun", _NOUN))


def _question_word(kind: str, before: str, after: str, rng: Random) -> str:
    if kind == "name":
        if _PLACE.search(before):
            return rng.choice(("where", "which place", "what place", "who"))
        return rng.choice(("who", "who", "which person", "what", "which"))
    if kind == "number":
        if _TIME.search(before):
            return rng.choice(("when", "what year", "in which year", "what number"))
        return rng.choice(("how many", "how much", "what number", "which number"))
    noun = re.match(r" (?:of|for|in) ", after)
    return rng.choice(("what", "which", "what kind" if noun else "what"))
