"""What nano learns from: documents, and questions of which every reading step is known.

Knows generated facts (tasks/facts.py, tasks/personal.py), real text and questions over it, and how they are
hidden in documents of a few dozen tokens. Knows token ids, but neither the prompt's marks nor rows
(batches.py), nor any model. Everything is drawn from one seeded `random.Random`.
"""

import gzip
import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
from tokenizers import Tokenizer
from torch import Tensor

from memspan.tasks.conversations import SgdDialogues
from memspan.tasks.facts import Chain, Fact, FactSampler, ask
from memspan.tasks.families import CATALOGUE
from memspan.tasks.kinds import drawer
from memspan.tasks.personal import PersonalSampler, personal_families
from memspan.tasks.ruler import NEEDLE
from memspan.tasks.words import Split
from memspan.training.variety import Renamer, Synonyms, ask_otherwise, gap, tell_otherwise

MAX_QUESTION = 44  # tokens; longer questions are not trained on
MAX_ANSWER = 40  # a uuid has 36
RENAMED = 0.35  # share of groups of facts whose names are words from anywhere
EXCHANGED = 0.12  # of the words of questions about generated facts, for words that mean nearly the same

Kind = Literal["fact", "personal", "chain", "list", "natural", "gap", "slot", "cloze", "none"]


@dataclass
class Ask:
    """A question and the way to its answer.

    Attributes:
        kind: Where it comes from.
        question: Token ids.
        needs: Documents in the order in which they must be read: one; the hops of a chain; for a list all of
            them in any order; none if nothing answers it.
        leads: For a chain, what each document but the last says to look for next.
        answers: Token ids of each part of the answer.
        twins: Documents that look right and are not.
        also: Documents that hold the answer too, beside `needs`.
        counted: For a list: whether the question says how many parts it has.
    """

    kind: Kind
    question: list[int]
    needs: list[int]
    answers: list[list[int]] = field(default_factory=list)
    leads: list[list[int]] = field(default_factory=list)
    twins: list[int] = field(default_factory=list)
    also: list[int] = field(default_factory=list)
    counted: bool = False


@dataclass(frozen=True)
class Mix:
    """Shares of a memory's documents by where they come from; they sum to 1."""

    facts: float = 0.25
    chains: float = 0.22
    lists: float = 0.12
    personal: float = 0.18
    natural: float = 0.16
    dialogues: float = 0.07


@dataclass
class Material:
    """A memory's documents (token ids of the text, without marks) and the questions about them."""

    texts: list[list[int]] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)


class TextPool:
    """Real text as tokenised sentences, in reading order within each source."""

    def __init__(self, texts: Iterable[str], tokenizer: Tokenizer, max_tokens: int = 48) -> None:
        self.sources: list[list[list[int]]] = []
        for text in texts:
            encoded = [e.ids for e in tokenizer.encode_batch([s for s in sentences_of(text) if len(s) > 3])]
            encoded = [ids[:max_tokens] for ids in encoded if ids]
            if len(encoded) >= 3:
                self.sources.append(encoded)
        self.cumulative = np.cumsum([len(source) for source in self.sources])

    def sentences(self, rng: random.Random, budget: int) -> list[list[int]]:
        """Consecutive sentences of one source, at most `budget` tokens together (possibly none)."""
        place = rng.randrange(int(self.cumulative[-1]))
        source_index = int(np.searchsorted(self.cumulative, place, side="right"))
        source = self.sources[source_index]
        start = place - (int(self.cumulative[source_index - 1]) if source_index else 0)
        taken: list[list[int]] = []
        for sentence in source[start:]:
            if len(sentence) > budget:
                break
            taken.append(sentence)
            budget -= len(sentence)
        return taken


@dataclass
class Passage:
    """A question over real text: the passage's sentences, and which one holds the answer."""

    sentences: list[list[int]]
    question: list[int]
    answer: list[int]
    answer_sentence: int


def read_passages(rows: Iterable[dict[str, Any]], tokenizer: Tokenizer) -> list[Passage]:
    """Question-answer rows `{passage, question, answers}` whose answer lies within one sentence."""
    passages = []
    for row in rows:
        answer = shortest_answer(row)
        sentences = sentences_of(row["passage"])
        holder = next((i for i, s in enumerate(sentences) if answer and answer in s), None)
        if holder is None:
            continue
        encoded = [e.ids[:96] for e in tokenizer.encode_batch(sentences)]
        answer_ids = tokenizer.encode(answer).ids
        question_ids = tokenizer.encode(row["question"].strip()).ids
        if len(answer_ids) <= 16 and len(question_ids) <= MAX_QUESTION:
            passages.append(Passage(encoded, question_ids, answer_ids, holder))
    return passages


def sentences_of(text: str) -> list[str]:
    """Its sentences and lines, with single spaces."""
    parts = re.split(r"(?<=[.!?])\s+|\n+", text.strip())
    return [" ".join(part.split()) for part in parts if part.strip()]


def shortest_answer(row: dict[str, Any]) -> str:
    """Of a question's answers, which are strings or `{text}`, the shortest."""
    return min((a if isinstance(a, str) else str(a["text"]) for a in row["answers"]), key=len).strip()


def written_questions(wiki: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The questions that were written for this recipe, as rows `{passage, question, answers}`.

    Args:
        wiki: Rows `{title, text}` of the passages; questions over others are left out.
    """
    texts = {row["title"]: row["text"] for row in wiki}
    lines = (Path(__file__).parent / "data" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    return [
        {"passage": texts[row["title"]], "question": row["question"], "answers": [row["answer"]]}
        for row in map(json.loads, lines)
        if row["title"] in texts
    ]


def read_rows(file: Path) -> list[dict[str, Any]]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@dataclass
class Sources:
    """Everything that is not generated."""

    pool: TextPool
    passages: list[list[Passage]]  # questions over real text, by what they come from
    dialogues: SgdDialogues | None
    vocabulary: list[str]  # words of the real text

    @classmethod
    def load(cls, data: Path, tokenizer: Tokenizer, split: Split) -> "Sources":
        """The files that may be trained on, in `data`. The last twentieth of each is for validation only."""

        def share(rows: list[Any]) -> list[Any]:
            random.Random(0).shuffle(rows)
            cut = len(rows) * 19 // 20
            return rows[:cut] if split == "train" else rows[cut:]

        wiki = read_rows(data / "wiki-passages.jsonl.gz")
        questions = read_rows(data / "qa-train.jsonl.gz")
        texts = [row["text"] for row in wiki]
        texts += [row["text"] for row in read_rows(data / "books.jsonl.gz")]
        texts += [row["text"][:20_000] for row in read_rows(data / "peps.jsonl.gz")]
        texts += list({row["passage"] for row in questions})
        dialogues = SgdDialogues(data / "sgd-train.jsonl.gz", limit=5000)
        texts += ["\n".join(passages) for passages in dialogues.passages()]
        groups = [read_passages(share(rows), tokenizer) for rows in (questions, written_questions(wiki))]
        pool = TextPool(share(sorted(texts)), tokenizer)
        counts = Counter(word for text in texts[::3] for word in re.findall(r"\b[a-z]{3,12}\b", text))
        vocabulary = [word for word, times in counts.items() if times > 1]
        return cls(pool, groups, dialogues.part(split == "train"), vocabulary)


# Several questions in one, and questions for several values, in words of their own.
_LISTS = (
    "{} Name all of them.",
    "{} List every one.",
    "{} Give all answers.",
    "List everything that applies: {}",
    "Name all values: {}",
    "{} There are several, give each.",
)
_LISTS_HELD_OUT = ("{} Tell me every answer.", "Enumerate all answers: {}")
_REPLIES = ("Got it, I'll remember that.", "Thanks for telling me!", "Noted.", "That's good to know.")


class MaterialBuilder:
    """Draws memories. `split` chooses words and phrasings ("train" or "held_out"); `words`, a table of word
    vectors, gives synonyms."""

    def __init__(
        self,
        tokenizer: Tokenizer,
        sources: Sources,
        seed: int,
        split: Split = "train",
        families: Split = "train",
        words: dict[str, Tensor] | None = None,
    ) -> None:
        self.tokenizer = tokenizer
        self.sources = sources
        self.rng = random.Random(seed)
        self.split: Split = split
        self.sampler = FactSampler(self.rng, words=split, phrasing=split, families=families)
        self.personal = PersonalSampler(self.rng, split)
        self.renamer = Renamer(self.rng, sources.vocabulary)
        self.synonyms = Synonyms(self.rng, tokenizer, words, sources.vocabulary) if words else None

    def encode(self, text: str) -> list[int]:
        ids: list[int] = self.tokenizer.encode(text).ids
        return ids

    def draw(self, num_documents: int, budget: int, mix: Mix) -> Material:
        """`num_documents` documents of at most `budget` tokens and the questions about them, in any order."""
        material = Material()
        shares = {
            self._facts: mix.facts,
            self._chains: mix.chains,
            self._lists: mix.lists,
            self._personal: mix.personal,
            self._natural: mix.natural,
            self._dialogues: mix.dialogues if self.sources.dialogues and budget >= 64 else 0.0,
        }
        total, end = sum(shares.values()), 0.0
        for add, share in shares.items():
            end += share / total
            limit = round(end * num_documents)
            while len(material.texts) < limit:
                add(material, limit - len(material.texts), budget)
        assert len(material.texts) == num_documents
        facts = [ask for ask in material.asks if ask.kind in ("fact", "personal")]
        for ask_ in facts:  # a document from anywhere may look right as well
            ask_.twins.append(self.rng.randrange(num_documents))
            ask_.twins = [twin for twin in ask_.twins if twin not in ask_.needs and twin not in ask_.also]
        return material

    # ---- documents

    def _hide(self, statements: Sequence[str], budget: int, filled: float = 1.0) -> list[int] | None:
        """Statements at random places among consecutive real sentences; None where they do not fit."""
        rng = self.rng
        encoded = [self.encode(statement) for statement in statements]
        used = sum(len(e) for e in encoded)
        if used > budget:
            return None
        room = int((budget - used) * rng.random() ** 0.7) if rng.random() < filled else 0
        parts = self.sources.pool.sentences(rng, room) if room > 3 else []
        for statement in encoded:
            parts.insert(rng.randint(0, len(parts)), statement)
        if rng.random() < 0.2:  # as lines, where the first word of each has no space before it
            lines = self.encode("\n".join(self.tokenizer.decode(part).strip() for part in parts))
            if len(lines) <= budget:
                return lines
        return [token for part in parts for token in part]

    def _asked(self, question: str) -> list[int]:
        """A question's tokens; in training, often in a form of its own."""
        if self.split != "train":
            return self.encode(question)
        if self.synonyms and self.rng.random() < 0.4:
            question = self.synonyms.exchange(question, EXCHANGED)
        return self.encode(ask_otherwise(question, self.rng))

    def _renames(self) -> bool:
        """Whether this group of facts is about words from anywhere."""
        return self.split == "train" and self.rng.random() < RENAMED

    def _told(self, statement: str) -> str:
        """Sometimes as conversations are stored: one turn pair per document."""
        if self.split == "train":
            statement = tell_otherwise(statement, self.rng)
        if self.rng.random() < 0.15:
            reply = f"\nAssistant: {self.rng.choice(_REPLIES)}" if self.rng.random() < 0.7 else ""
            return f"User: {statement}{reply}"
        return statement

    def _place(
        self, material: Material, facts: Sequence[Fact], budget: int, together: int = 1
    ) -> dict[int, int] | None:
        """One document for each `together` facts: {id(fact): document}; None (and no documents) if one does
        not fit."""
        texts: list[list[int]] = []
        owner: dict[int, int] = {}
        for start in range(0, len(facts), together):
            part = facts[start : start + together]
            text = self._hide([self._told(fact.statement) for fact in part], budget, 1.0 / len(part))
            if text is None:
                return None
            owner.update({id(fact): len(material.texts) + len(texts) for fact in part})
            texts.append(text)
        material.texts += texts
        return owner

    def _add(self, material: Material, ask_: Ask) -> None:
        fits = len(ask_.question) <= MAX_QUESTION
        if fits and all(len(answer) <= MAX_ANSWER for answer in ask_.answers):
            material.asks.append(ask_)

    # ---- generated facts

    def _facts(self, material: Material, limit: int, budget: int) -> None:
        """A group of facts that are easily confused, and questions that none of them answers."""
        rng = self.rng
        if rng.random() < 0.2:
            return self._crowd(material, limit, budget)
        size = min(limit, rng.choice((1, 2, 3, 4, 5, 6, 8)))
        together = rng.choice((2, 3)) if rng.random() < 0.15 else 1
        facts = self.sampler.group(size)
        if self._renames():
            facts = self.renamer.facts(facts)
        owner = self._place(material, facts, budget, together)
        if owner is None:
            return None
        for fact in facts:
            mine = owner[id(fact)]
            twins = [owner[id(other)] for other in facts if owner[id(other)] != mine]
            for _ in range(2 if rng.random() < 0.4 else 1):
                question = self._asked(ask(fact, rng, self.split))
                self._add(
                    material, Ask("fact", question, [mine], [self.encode(fact.value)], twins=list(twins))
                )
        for question_text in self.sampler.unanswerable(facts, 1 if rng.random() < 0.5 else 2):
            twins = list({owner[id(fact)] for fact in facts})
            self._add(material, Ask("none", self._asked(question_text), [], twins=twins))
        return None

    def _crowd(self, material: Material, limit: int, budget: int) -> None:
        """Documents full of needles that differ in a few words: a haystack of needles."""
        rng = self.rng

        def uuid() -> str:
            return "-".join("".join(rng.choices("0123456789abcdef", k=n)) for n in (8, 4, 4, 4, 12))

        def word() -> str:
            return drawer("needle")(rng, self.split)

        def number() -> str:
            return str(rng.randint(1_000_000, 9_999_999))

        key = uuid if rng.random() < 0.3 else word
        kind, value = rng.choice((("numbers", number), ("uuids", uuid), ("words", word)))
        pairs = list({key(): value() for _ in range(min(limit, 8) * 3)}.items())
        first = len(material.texts)
        where: list[int] = []
        for _ in range(min(limit, 8)):
            text: list[int] = []
            while len(where) < len(pairs):
                k, v = pairs[len(where)]
                needle = self.encode(NEEDLE.format(kind=kind, key=k, value=v))
                if len(text) + len(needle) > budget:
                    break
                text += needle
                where.append(len(material.texts))
            if not text:  # one needle is longer than a document
                return None
            material.texts.append(text)
        every = range(first, len(material.texts))
        for place in rng.sample(range(len(where)), min(len(where), 8)):
            asked = (
                f"What is the special magic {kind[:-1]} for {pairs[place][0]} mentioned in the provided text?"
            )
            twins = rng.sample([n for n in every if n != where[place]], min(3, len(every) - 1))
            answer = self.encode(pairs[place][1])
            self._add(material, Ask("fact", self.encode(asked), [where[place]], [answer], twins=twins))
        return None

    def _chains(self, material: Material, limit: int, budget: int) -> None:
        """A chain of two to four hops, often with facts beside it that resemble its links."""
        rng = self.rng
        hops = rng.choice((2, 2, 3, 3, 4))
        if hops > limit:
            return self._facts(material, limit, budget)
        chain: Chain = self.sampler.chain(hops)
        if self._renames():
            chain = self.renamer.chain(chain)
        facts = list(chain.facts)
        around = self.sampler.around(facts, min(limit - hops, hops)) if rng.random() < 0.6 else []
        owner = self._place(material, [*facts, *around], budget)
        if owner is None:
            return None
        leads = [self.encode(fact.value) for fact in facts[:-1]]
        twins = [owner[id(fact)] for fact in around]
        needs = [owner[id(fact)] for fact in facts]
        answer = self.encode(chain.answer)
        self._add(material, Ask("chain", self._asked(chain.question), needs, [answer], leads, twins))
        # Its links are facts like any other, and must not all be taken for steps of a chain.
        for fact in rng.sample(facts, 1 if rng.random() < 0.6 else 2):
            mine = owner[id(fact)]
            others = [n for n in (*twins, *needs) if n != mine]
            question = self._asked(ask(fact, rng, self.split))
            self._add(material, Ask("fact", question, [mine], [self.encode(fact.value)], twins=others))
        return None

    def _lists(self, material: Material, limit: int, budget: int) -> None:
        """Questions whose answer has several parts, each in a document of its own."""
        rng = self.rng
        count = min(rng.choice((1, 2, 2, 3, 3, 4, 4)), limit)
        magic = rng.random() < 0.5
        if magic:
            kind = rng.choice(("number", "word"))
            first = self.sampler.fact(CATALOGUE[f"magic {kind}"])
        else:
            kind, first = "", self.sampler.fact()
        name = f"special magic {kind}s for {{}} mentioned in the provided text"
        counted = rng.random() < 0.5
        if counted and magic:  # several keys, one value each
            facts = [first]
            while len(facts) < count:
                more = self.sampler.fact(CATALOGUE[first.family])
                if more.key not in [fact.key for fact in facts]:
                    facts.append(more)
            keys = [next(iter(fact.keys.values())) for fact in facts]
            listed = keys[0] if count == 1 else f"{', '.join(keys[:-1])}, and {keys[-1]}"
            question = f"What are all the {name.format(listed)}?"
        elif counted:  # two questions in one
            facts = self.sampler.group(min(2, count)) if rng.random() < 0.5 else [first]
            if len(facts) == 1 < count:
                facts += self.sampler.around(facts, 1)
            question = " ".join(ask(fact, rng, self.split) for fact in facts)
        else:
            facts = [first, *self.sampler.more_values(first, count - 1)]
            if magic:
                question = f"What are all the {name.format(next(iter(first.keys.values())))}?"
            else:
                form = rng.choice(_LISTS if self.split == "train" else _LISTS_HELD_OUT)
                question = form.format(ask(first, rng, self.split))
        beside = self.sampler.around(facts, min(2, limit - len(facts))) if rng.random() < 0.6 else []
        owner = self._place(material, [*facts, *beside], budget)
        if owner is None:
            return None
        needs = [owner[id(fact)] for fact in facts]
        answers = [self.encode(fact.value) for fact in facts]
        twins = [owner[id(fact)] for fact in beside]
        single = counted and len(facts) == 1 and not magic
        self._add(
            material,
            Ask(
                "fact" if single else "list",
                self.encode(question),
                needs,
                answers,
                twins=twins,
                counted=counted and (len(facts) > 1 or magic),
            ),
        )
        for fact in beside:
            mine = owner[id(fact)]
            others = [n for n in (*needs, *twins) if n != mine]
            text = self.encode(ask(fact, rng, self.split))
            self._add(material, Ask("fact", text, [mine], [self.encode(fact.value)], twins=others))
        return None

    def _personal(self, material: Material, limit: int, budget: int) -> None:
        """What the user and others told about themselves, asked for in other words."""
        rng = self.rng
        facts = self.personal.facts(min(limit, rng.choice((4, 8, 12, 16))))
        owner: dict[tuple[str, str], int] = {}
        kept = []
        for fact in facts:
            if self._renames():
                statement, value = self.renamer.value(fact.statement, fact.value)
                fact = replace(fact, statement=statement, value=value)
            text = self._hide([self._told(fact.statement)], budget, 0.25)
            if text is not None:
                owner[fact.family.name, fact.person.name] = len(material.texts)
                material.texts.append(text)
                kept.append(fact)
        for fact in kept:
            mine = owner[fact.family.name, fact.person.name]
            # The same matter of another person, another matter of the same person.
            twins = [n for (f, p), n in owner.items() if n != mine and fact.family.name == f]
            same = [n for (f, p), n in owner.items() if n != mine and fact.person.name == p]
            twins = rng.sample(twins, min(3, len(twins))) + rng.sample(same, min(2, len(same)))
            answer = self.encode(fact.value)
            for _ in range(2 if rng.random() < 0.6 else 1):
                question = self._asked(self.personal.ask(fact.family, fact.person, fact.value))
                self._add(material, Ask("personal", question, [mine], [answer], twins=list(twins)))
        families = list({fact.family.name: fact.family for fact in kept}.values())
        people = list({fact.person.name: fact.person for fact in kept}.values())
        open_pairs = [(f, p) for f in families for p in people if (f.name, p.name) not in owner]
        for family, person in rng.sample(open_pairs, min(2, len(open_pairs))):
            twins = [n for (f, p), n in owner.items() if f == family.name or p == person.name]
            question = self.encode(self.personal.ask(family, person))
            self._add(material, Ask("none", question, [], twins=rng.sample(twins, min(4, len(twins)))))
        if len(families) > 1 and rng.random() < 0.5:  # what nobody has told anything about
            told = {fact.family.name for fact in kept}
            family = rng.choice([f for f in personal_families(self.split) if f.name not in told])
            twins = list(owner.values())
            question = self.encode(self.personal.ask(family, rng.choice(people)))
            self._add(material, Ask("none", question, [], twins=rng.sample(twins, min(4, len(twins)))))

    # ---- real text

    def _natural(self, material: Material, limit: int, budget: int) -> None:
        """A real passage with a question over it, or some text and a piece of one of its sentences; and
        questions for whatever stands in them."""
        rng = self.rng
        groups = [group for group in self.sources.passages if group]
        mine = len(material.texts)
        if groups and budget >= 40 and rng.random() < 0.5:
            passage = rng.choice(rng.choice(groups))
            sentences = self._window(passage, budget)
            if sentences:
                twins = [rng.randrange(mine)] if mine else []
                self._add(material, Ask("natural", passage.question, [mine], [passage.answer], twins=twins))
        else:
            sentences = self.sources.pool.sentences(rng, rng.randint(budget // 2, budget))
            if sentences and rng.random() < 0.4:
                index = rng.randrange(len(sentences))
                query = self._cloze(sentences[index])
                if rng.random() < 0.5 and len(sentences) >= 2:
                    del sentences[index]
                if query:
                    self._add(material, Ask("cloze", query, [mine]))
            else:
                for _ in range(5):  # much of it is code and headings
                    if any(gap(self._decode(sentence), rng) for sentence in sentences):
                        break
                    sentences = self.sources.pool.sentences(rng, rng.randint(budget // 2, budget))
        if sentences:
            material.texts.append([token for sentence in sentences for token in sentence])
            self._gaps(material, mine, sentences)

    def _gaps(self, material: Material, mine: int, sentences: Sequence[list[int]]) -> None:
        """Up to three questions for parts of a document's sentences."""
        rng = self.rng
        for sentence in rng.sample(list(sentences), min(3, len(sentences))):
            made = gap(self._decode(sentence), rng, self.synonyms)
            if made is None:
                continue
            question, answer = made
            ids = self.encode(answer)
            if len(ids) <= 12 and any(_within(ids, material.texts[mine])):
                twins = [rng.randrange(mine)] if mine and rng.random() < 0.5 else []
                self._add(material, Ask("gap", self.encode(question), [mine], [ids], twins=twins))

    def _decode(self, ids: list[int]) -> str:
        return str(self.tokenizer.decode(ids)).strip()

    def _window(self, passage: Passage, budget: int) -> list[list[int]]:
        """Sentences around the answer's, within the budget; empty if that alone is too long."""
        low = high = passage.answer_sentence
        used = len(passage.sentences[low])
        if used > budget:
            return []
        while True:
            grown = False
            if low > 0 and used + len(passage.sentences[low - 1]) <= budget and self.rng.random() < 0.7:
                low -= 1
                used += len(passage.sentences[low])
                grown = True
            following = passage.sentences[high + 1] if high + 1 < len(passage.sentences) else None
            if following and used + len(following) <= budget and self.rng.random() < 0.7:
                high += 1
                used += len(following)
                grown = True
            if not grown:
                return passage.sentences[low : high + 1]

    def _cloze(self, sentence: list[int]) -> list[int]:
        """A run of a sentence's words, with holes: a query that shares some words with its passage."""
        if len(sentence) < 6:
            return []
        length = self.rng.randint(4, min(len(sentence), 20))
        start = self.rng.randint(0, len(sentence) - length)
        return [t for t in sentence[start : start + length] if self.rng.random() > 0.25]

    def _dialogues(self, material: Material, limit: int, budget: int) -> None:
        """Turn pairs of task dialogues, and questions about what was said in them."""
        assert self.sources.dialogues is not None
        passages, samples = self.sources.dialogues.draw(self.rng, 3)
        encoded = [self.encode(text) for text in passages]
        wanted = {n for sample in samples for n in sample.evidence if len(encoded[n]) <= budget}
        kept = [n for n, ids in enumerate(encoded) if len(ids) <= budget]
        kept.sort(key=lambda n: (n not in wanted, self.rng.random()))
        number = {n: len(material.texts) + place for place, n in enumerate(kept[:limit])}
        material.texts += [encoded[n] for n in kept[:limit]]
        for sample in samples:
            held = [number[n] for n in sample.evidence if n in number]
            answer = self.encode(sample.answers[0])
            rest = [n for n in number.values() if n not in held]
            if len(held) == len(sample.evidence) and rest:
                mine = self.rng.choice(held)
                twins = self.rng.sample(rest, min(3, len(rest)))
                also = [n for n in held if n != mine]
                if any(_within(answer, material.texts[mine])):
                    self._add(
                        material,
                        Ask("slot", self.encode(sample.question), [mine], [answer], twins=twins, also=also),
                    )


def _within(part: list[int], whole: list[int]) -> Iterable[bool]:
    return (whole[start : start + len(part)] == part for start in range(len(whole) - len(part) + 1))
