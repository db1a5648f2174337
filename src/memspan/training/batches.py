"""Training steps for nano: a memory of documents, and rows of questions that route over it, read and hop.

Knows the nano prompt format token by token and where the supervision goes; knows nothing of the model. One
step holds M documents shared by all rows, so that encoding them is paid once. Everything is drawn from one
seeded `random.Random`.

Rows of a step, as in `docs/architecture.md` (nano prompts); `a | b` marks where the supervised part begins:
    route    head question <|route|> | [id] <|object_ref_end|>           the id, and the routing loss
    latent   head question <|route|> <|end_of_retrieve|> | answer <|im_end|>
    read     head text.. question <|route|> | <|end_of_retrieve|> answer <|im_end|>
    more     head text.. question <|route|> | [id] <|object_ref_end|>    after the first hop: read on
    repeat   head text <|object_ref_end|> | text
    none     head question <|route|>                                     no document is right: routing loss
"""

import random
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from memspan.tasks.facts import Chain, Fact, FactSampler, ask
from memspan.tasks.words import Split

PAD, IM_START, IM_END, REF_END, END_OF_RETRIEVE, ROUTE = range(6)
NOTHING = -2  # the "positive" of a question that no document answers


@dataclass(frozen=True)
class Shape:
    """Fixed sizes of one stage of the curriculum, so that each block compiles once."""

    length: int  # tokens per document, marks and id included
    documents: int
    route_rows: int
    read_rows: int  # with one text
    hop_rows: int  # with two or three texts

    @property
    def route_length(self) -> int:
        return 44

    @property
    def read_length(self) -> int:
        return self.length + 40

    @property
    def hop_length(self) -> int:
        return 2 * self.length + 40

    @property
    def num_tokens(self) -> int:
        return (
            self.documents * self.length
            + self.route_rows * self.route_length
            + self.read_rows * self.read_length
            + self.hop_rows * self.hop_length
        )


NUM_QUESTION = 32  # routing tokens per row at most


@dataclass
class Rows:
    """ids/labels/weights [R, T] (the label at t is what the model must say after token t), routing and
    selection inputs."""

    ids: np.ndarray
    labels: np.ndarray
    weights: np.ndarray
    question_start: np.ndarray
    question_length: np.ndarray
    positive: np.ndarray  # [R] document index, NOTHING, or -1 where nothing routes
    force: np.ndarray  # [R] document index to be among the selected, -1 for none
    exclude: np.ndarray  # [R, 3] document indices already read, -1 for none
    kind: list[str]


@dataclass
class Step:
    document_ids: np.ndarray  # [M, L]
    document_lengths: np.ndarray  # [M]
    rows: dict[str, Rows]  # "route", "read", "hop"


class TextPool:
    """Real text as tokenised sentences, in reading order within each source."""

    def __init__(self, texts: Iterable[str], tokenizer: Tokenizer, max_tokens: int = 48) -> None:
        self.sources: list[list[list[int]]] = []
        for text in texts:
            sentences = re.split(r"(?<=[.!?])\s+|\n{2,}", text.strip())
            sentences = [" ".join(sentence.split()) for sentence in sentences]
            encoded = [e.ids for e in tokenizer.encode_batch([s for s in sentences if len(s) > 3])]
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


@dataclass
class _Document:
    text: list[int]  # token ids of the text alone
    id: int
    facts: list[Fact] = field(default_factory=list)


def read_passages(
    rows: Iterable[dict[str, Any]], tokenizer: Tokenizer, max_answer: int = 12
) -> list[Passage]:
    """Question-answer rows `{passage, question, answers}` whose answer lies within one sentence."""
    passages = []
    for row in rows:
        answer = min((a if isinstance(a, str) else a["text"] for a in row["answers"]), key=len).strip()
        sentences = re.split(r"(?<=[.!?])\s+|\n+", row["passage"].strip())
        sentences = [" ".join(s.split()) for s in sentences if s.strip()]
        holder = next((i for i, s in enumerate(sentences) if answer and answer in s), None)
        if holder is None:
            continue
        encoded = [e.ids[:96] for e in tokenizer.encode_batch(sentences)]
        answer_ids = tokenizer.encode(answer).ids
        question_ids = tokenizer.encode(row["question"].strip()).ids
        if len(answer_ids) <= max_answer and len(question_ids) <= NUM_QUESTION - 4:
            passages.append(Passage(encoded, question_ids, answer_ids, holder))
    return passages


class StepBuilder:
    """Draws steps of one `Shape`. `split` chooses the words and phrasings of the facts ("train" or
    "held_out")."""

    def __init__(
        self,
        tokenizer: Tokenizer,
        pool: TextPool,
        passages: Sequence[Passage],
        seed: int,
        split: Split = "train",
        natural: float = 0.25,
    ) -> None:
        self.tokenizer = tokenizer
        self.pool = pool
        self.passages = passages
        self.rng = random.Random(seed)
        self.split = split
        self.natural = natural
        self.marks = 2 + len(self._id_tokens(99_999))  # around a document's text, with the longest id
        self.sampler = FactSampler(self.rng, words=split, phrasing=split, families="train")

    def _encode(self, text: str) -> list[int]:
        return self.tokenizer.encode(text).ids

    def _id_tokens(self, document_id: int) -> list[int]:
        return self._encode(f"[{document_id}]")

    # ---- documents
    # -----------------------------------------------------------------------------------------------

    def _embed(self, statements: Sequence[str], length: int) -> list[int] | None:
        """Statements at random places among consecutive real sentences; a random total length within the
        document's."""
        budget = length - self.marks
        encoded = [self._encode(statement) for statement in statements]
        used = sum(len(e) for e in encoded)
        if used > budget:
            return None
        filler = self.pool.sentences(self.rng, int((budget - used) * self.rng.random() ** 0.7))
        for statement in encoded:
            filler.insert(self.rng.randint(0, len(filler)), statement)
        tokens = [token for sentence in filler for token in sentence]
        if self.rng.random() < 0.2:  # as lines, where the first word of each has no space before it
            text = "\n".join(self.tokenizer.decode(sentence).strip() for sentence in filler)
            lines = self._encode(text)
            return lines if len(lines) <= budget else tokens
        return tokens

    def _statement(self, fact: Fact) -> str:
        if self.rng.random() < 0.12:  # as conversations are stored: one turn pair per document
            reply = self.rng.choice(
                ["Got it, I'll remember that.", "Thanks for telling me!", "Noted.", "That's good to know."]
            )
            return f"User: {fact.statement}\nAssistant: {reply}"
        return fact.statement

    def step(self, shape: Shape) -> Step:
        rng = self.rng
        documents: list[_Document] = []
        owner: dict[int, int] = {}  # id(fact) -> document index
        chains = []
        groups: list[list[Fact]] = []
        distractors: dict[int, list[Fact]] = {}
        used_ids: set[int] = set()

        def new_document(text: list[int], facts: list[Fact]) -> None:
            while (document_id := int(10 ** rng.uniform(0, 5))) in used_ids or document_id > 99_999:
                pass
            used_ids.add(document_id)
            for fact in facts:
                owner[id(fact)] = len(documents)
            documents.append(_Document(text, document_id, facts))

        def add_facts(facts: list[Fact]) -> bool:
            texts = []
            for fact in facts:
                text = self._embed([self._statement(fact)], shape.length)
                if text is None:
                    return False
                texts.append(text)
            for fact, text in zip(facts, texts, strict=True):
                new_document(text, [fact])
            return True

        num_natural = int(shape.documents * self.natural) if shape.length >= 64 else shape.documents // 16
        num_facts = shape.documents - num_natural
        while len(documents) < num_facts * 0.4:
            chain = self.sampler.chain(2)
            if len(self._encode(chain.question)) <= NUM_QUESTION - 2 and add_facts(list(chain.facts)):
                chains.append(chain)
                around = self.sampler.around(chain.facts, 2)
                if rng.random() < 0.5 and add_facts(around):
                    distractors[id(chain)] = around
        while len(documents) < num_facts - 10:
            group = self.sampler.group(rng.randint(2, 8))
            if add_facts(group):
                groups.append(group)
        while len(documents) < num_facts:
            group = self.sampler.group(1)
            if add_facts(group):
                groups.append(group)
        questions_over_text: list[tuple[Passage, int]] = []
        clozes: list[tuple[list[int], int]] = []
        while len(documents) < shape.documents:
            if self.passages and shape.length >= 64 and rng.random() < 0.5:
                passage = rng.choice(self.passages)
                text = self._window(passage, shape.length - self.marks)
                if text:
                    questions_over_text.append((passage, len(documents)))
                    new_document(text, [])
                continue
            sentences = self.pool.sentences(rng, rng.randint(shape.length // 2, shape.length - self.marks))
            if len(sentences) >= 2 or (sentences and shape.length < 64):
                index = rng.randrange(len(sentences))
                query = self._cloze(sentences[index])
                if (
                    rng.random() < 0.5 and len(sentences) >= 2
                ):  # half of the time the sentence itself is taken out
                    del sentences[index]
                if query:
                    clozes.append((query, len(documents)))
                new_document([t for s in sentences for t in s], [])

        ids = np.zeros((shape.documents, shape.length), dtype=np.int64)
        lengths = np.zeros(shape.documents, dtype=np.int64)
        for index, document in enumerate(documents):
            tokens = [IM_START, *document.text, *self._id_tokens(document.id), IM_END]
            ids[index, : len(tokens)] = tokens
            lengths[index] = len(tokens)
        facts = [(fact, group) for group in groups for fact in group]
        every = [fact for document in documents for fact in document.facts]
        unanswerable = self.sampler.unanswerable(every, shape.route_rows // 4)
        context = _Context(
            self,
            shape,
            documents,
            owner,
            chains,
            facts,
            questions_over_text,
            clozes,
            distractors,
            unanswerable,
        )
        return Step(
            ids,
            lengths,
            {
                "route": _stack([context.route_row() for _ in range(shape.route_rows)], shape.route_length),
                "read": _stack([context.read_row() for _ in range(shape.read_rows)], shape.read_length),
                "hop": _stack([context.hop_row() for _ in range(shape.hop_rows)], shape.hop_length),
            },
        )

    def _window(self, passage: Passage, budget: int) -> list[int]:
        """Sentences around the answer's, within the budget; empty if the answer's sentence alone is too
        long."""
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
            if (
                high + 1 < len(passage.sentences)
                and used + len(passage.sentences[high + 1]) <= budget
                and self.rng.random() < 0.7
            ):
                high += 1
                used += len(passage.sentences[high])
                grown = True
            if not grown:
                return [t for s in passage.sentences[low : high + 1] for t in s]

    def _cloze(self, sentence: list[int]) -> list[int]:
        """A run of a sentence's words, with holes: a query that shares some words with its passage but not
        all."""
        if len(sentence) < 6:
            return []
        length = self.rng.randint(4, min(len(sentence), 20))
        start = self.rng.randint(0, len(sentence) - length)
        return [t for t in sentence[start : start + length] if self.rng.random() > 0.25]


@dataclass
class _Row:
    ids: list[int]
    labels: list[int]
    weights: list[float]
    question_start: int
    question_length: int
    positive: int
    force: int
    exclude: list[int]
    kind: str


# Weights of supervised tokens by what they are.
ANSWER, DECISION, ID = 1.0, 0.6, 0.25
# Dense supervision that teaches copying long before sparse answers would: the question after its text, and
# texts said twice.
QUESTION, REPEAT = 0.1, 0.3


@dataclass
class _Context:
    builder: StepBuilder
    shape: Shape
    documents: list[_Document]
    owner: dict[int, int]
    chains: list[Chain]
    facts: list[tuple[Fact, list[Fact]]]
    passages: list[tuple[Passage, int]]
    clozes: list[tuple[list[int], int]]
    distractors: dict[int, list[Fact]]  # id(chain) -> facts like the chain's
    unanswerable: list[str]  # questions that no document of the step answers

    def _question(self, fact: Fact) -> list[int]:
        return self.builder._encode(ask(fact, self.builder.rng, self.builder.split))

    def _id(self, index: int) -> list[int]:
        return [*self.builder._id_tokens(self.documents[index].id), REF_END]

    def _row(
        self,
        kind: str,
        texts: Sequence[int],
        question: list[int],
        said: Sequence[tuple[int, int, float]],
        *,
        positive: int = -1,
        force: int = -1,
    ) -> _Row | None:
        """`said`: (input token, label at the position before it, weight) after `<|route|>`."""
        ids = [IM_START]
        for index in texts:
            ids += [*self.documents[index].text, REF_END]
        start = len(ids)
        ids += [*question, ROUTE]
        labels = [*ids[1:]]
        weights = [0.0] * (len(ids) - 1)
        if texts:
            weights[start - 1 : start - 1 + len(question)] = [QUESTION] * len(question)
        for token, label, weight in said:
            ids.append(token)
            labels.append(label)
            weights.append(weight)
        labels.append(PAD)
        weights.append(0.0)
        limit = {0: self.shape.route_length, 1: self.shape.read_length}.get(len(texts), self.shape.hop_length)
        if len(ids) > limit or len(question) > NUM_QUESTION:
            return None
        return _Row(ids, labels, weights, start, len(question), positive, force, list(texts), kind)

    @staticmethod
    def _say(tokens: Sequence[int], weight: float) -> list[tuple[int, int, float]]:
        return [(token, token, weight) for token in tokens]

    def _answer(self, answer: Sequence[int], decision: float) -> list[tuple[int, int, float]]:
        return [
            (END_OF_RETRIEVE, END_OF_RETRIEVE, decision),
            *self._say([*answer, IM_END], ANSWER),
        ]

    def _more(self, index: int) -> list[tuple[int, int, float]]:
        first, *rest = self._id(index)
        return [(first, first, DECISION), *self._say(rest, ID)]

    @staticmethod
    def _retry(make: Callable[[], _Row | None]) -> _Row:
        while (row := make()) is None:
            pass
        return row

    def _wrong(self, fact: Fact, group: list[Fact]) -> int:
        """A document that looks right: mostly of the fact's own hard group, sometimes any other."""
        rng = self.builder.rng
        twins = [other for other in group if other is not fact]
        if twins and rng.random() < 0.8:
            return self.owner[id(rng.choice(twins))]
        while (index := rng.randrange(len(self.documents))) == self.owner[id(fact)]:
            pass
        return index

    def _distractor(self, chain: Chain) -> int:
        """A document that resembles one of the chain's two, or any other."""
        around = self.distractors.get(id(chain))
        if around:
            return self.owner[id(self.builder.rng.choice(around))]
        taken = [self.owner[id(fact)] for fact in chain.facts]
        while (index := self.builder.rng.randrange(len(self.documents))) in taken:
            pass
        return index

    # ---- the three kinds of rows
    # ---------------------------------------------------------------------------------

    def route_row(self) -> _Row:
        rng = self.builder.rng

        def make() -> _Row | None:
            draw = rng.random()
            if draw < 0.18 and self.clozes:
                query, index = rng.choice(self.clozes)
                return self._row("cloze", [], query, [], positive=index)
            if draw < 0.36 and self.chains:
                chain = rng.choice(self.chains)
                index = self.owner[id(chain.facts[0])]
                question = self.builder._encode(chain.question)
                return self._row("route", [], question, self._say(self._id(index), ID), positive=index)
            if draw < 0.56 and self.unanswerable:
                question = self.builder._encode(rng.choice(self.unanswerable))
                return self._row("none", [], question, [], positive=NOTHING)
            fact, _ = rng.choice(self.facts)
            index = self.owner[id(fact)]
            force = index if rng.random() < 0.5 else -1
            if draw < 0.62:
                answer = self.builder._encode(fact.value)
                said = [(END_OF_RETRIEVE, PAD, 0.0), *self._say([*answer, IM_END], 0.5 * ANSWER)]
                return self._row("latent", [], self._question(fact), said, positive=index, force=force)
            said = self._say(self._id(index), ID)
            return self._row("route", [], self._question(fact), said, positive=index, force=force)

        return self._retry(make)

    def _repeat(self) -> _Row | None:
        index = self.builder.rng.randrange(len(self.documents))
        text = self.documents[index].text[: (self.shape.read_length - 3) // 2]
        if not text:
            return None
        ids = [IM_START, *text, REF_END, *text]
        weights = [0.0] * (len(text) + 1) + [REPEAT] * len(text) + [0.0]
        return _Row(ids, [*ids[1:], PAD], weights, 1, 0, -1, -1, [index], "repeat")

    def read_row(self) -> _Row:
        rng = self.builder.rng

        def make() -> _Row | None:
            if rng.random() < 0.05:
                return self._repeat()
            draw = rng.random()
            if draw < 0.06 and self.passages:
                passage, index = rng.choice(self.passages)
                said = self._answer(passage.answer, DECISION)
                return self._row("natural", [index], passage.question, said)
            if draw < 0.22 and self.chains:
                chain = rng.choice(self.chains)
                first, second = (self.owner[id(fact)] for fact in chain.facts)
                question = self.builder._encode(chain.question)
                return self._row("more", [first], question, self._more(second), positive=second, force=second)
            fact, _ = rng.choice(self.facts)
            right = self.owner[id(fact)]
            question = self._question(fact)
            return self._row(
                "read", [right], question, self._answer(self.builder._encode(fact.value), DECISION)
            )

        return self._retry(make)

    def hop_row(self) -> _Row:
        rng = self.builder.rng

        def make() -> _Row | None:
            draw = rng.random()
            if draw < 0.45 and self.chains:
                chain = rng.choice(self.chains)
                texts = [self.owner[id(fact)] for fact in chain.facts]
                if rng.random() < 0.25:  # a wrong document beside the hops, and still the right answer
                    texts.insert(rng.randint(0, 2), self._distractor(chain))
                said = self._answer(self.builder._encode(chain.answer), DECISION)
                return self._row("hop", texts, self.builder._encode(chain.question), said)
            if draw < 0.5 and self.chains:
                chain = rng.choice(self.chains)
                first, second = (self.owner[id(fact)] for fact in chain.facts)
                wrong = self._distractor(chain)
                question = self.builder._encode(chain.question)
                return self._row(
                    "more", [first, wrong], question, self._more(second), positive=second, force=second
                )
            fact, group = rng.choice(self.facts)
            right = self.owner[id(fact)]
            question = self._question(fact)
            wrong = self._wrong(fact, group)
            said = self._answer(self.builder._encode(fact.value), DECISION)
            texts = [wrong, right]
            if rng.random() < 0.3:  # read on without need: the answer is still in the first text
                texts.reverse()
            return self._row("read", texts, question, said)

        return self._retry(make)


def _stack(rows: Sequence[_Row], length: int) -> Rows:
    num_rows = len(rows)
    ids = np.zeros((num_rows, length), dtype=np.int64)
    labels = np.zeros((num_rows, length), dtype=np.int64)
    weights = np.zeros((num_rows, length), dtype=np.float32)
    exclude = np.full((num_rows, 3), -1, dtype=np.int64)
    for index, row in enumerate(rows):
        ids[index, : len(row.ids)] = row.ids
        labels[index, : len(row.labels)] = row.labels
        weights[index, : len(row.weights)] = row.weights
        exclude[index, : len(row.exclude)] = row.exclude[:3]
    column = {
        name: np.array([getattr(row, name) for row in rows])
        for name in ("question_start", "question_length", "positive", "force")
    }
    return Rows(ids, labels, weights, **column, exclude=exclude, kind=[row.kind for row in rows])
