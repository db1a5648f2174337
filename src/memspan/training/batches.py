"""Training steps for nano: a memory of documents, and packed rows of questions that route, read and hop.

Knows the nano prompt format token by token and where the supervision goes; knows nothing of the model. One
step holds M documents shared by all rows, so that encoding them is paid once; one row's texts are shared by
several questions, so that reading them is paid once. What documents and questions there are: material.py.

Groups of rows in a step, as in `docs/architecture.md` (nano prompts); `a | b` marks where the supervised part
begins:
    search   head question <|route|> ... more questions                         which documents to read first
    latent   head question <|route|> <|end_of_retrieve|> | answer <|im_end|>    with memory attention
             head question <|route|> | [id] <|object_ref_end|>                  with memory attention
    hybrid   head text question <|route|> | <|end_of_retrieve|> answer <|im_end|>    with memory attention
    read     head text  question <|route|> | decision  ... more questions about the same text
    deep     head text.. question <|route|> | decision  ... after each of the texts

A decision is `<|end_of_retrieve|> answer (<|and|> answer)* <|im_end|>`, or to read on: `<|lead|> words
<|object_ref_end|>` (the texts lead to these words, or to nothing at all) or `<|and|>` (a part of the answer
is there, search on).
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from memspan.training.material import MAX_QUESTION, Ask, Material, MaterialBuilder, Mix

PAD, IM_START, IM_END, REF_END, END_OF_RETRIEVE, ROUTE, LEAD, AND = range(8)
FIRST_POSITION = 9  # of what follows the head: one place per selected document is left free
MAX_LEAD = 16
QUERY = MAX_QUESTION + MAX_LEAD + 2  # routing tokens of a question, at most

# Weights of supervised tokens by what they are.
ANSWER, DECISION, NEXT = 1.0, 1.0, 0.7
# Learned late: what nobody can say yet must not drown what is being learned.
LATENT, ID = 0.3, 0.25
LEGIBLE = 4  # tokens to a chunk, at most, for whole answers to be written from latents


@dataclass(frozen=True)
class Shape:
    """Fixed sizes of a step, so that each block compiles once."""

    length: int  # tokens per document, marks and id included
    documents: int
    search_rows: int
    latent_rows: int
    hybrid_rows: int
    read_rows: int  # with one text
    deep_rows: int  # with up to four
    pooling: int = 16
    read_room: int = 100  # tokens of questions and answers about one text
    deep_length: int = 240
    mix: Mix = field(default_factory=Mix)

    @property
    def lengths(self) -> dict[str, int]:
        """Tokens of a row, by group."""
        return {
            "search": 96,
            "latent": 48,
            "hybrid": self.length + 60,
            "read": self.length + self.read_room,
            "deep": self.deep_length,
        }

    @property
    def rows(self) -> dict[str, int]:
        return {
            "search": self.search_rows,
            "latent": self.latent_rows,
            "hybrid": self.hybrid_rows,
            "read": self.read_rows,
            "deep": self.deep_rows,
        }

    @property
    def num_tokens(self) -> int:
        return self.documents * self.length + sum(
            self.rows[name] * length for name, length in self.lengths.items()
        )


# Groups whose rows attend to the memory, and how many questions of a row may route in the others.
ATTENDING = ("latent", "hybrid")
ROUTES_PER_ROW = {"search": 5, "read": 2, "deep": 4}


@dataclass
class Rows:
    """One group. The label at t is what the model must say after token t.

    ids, segments, sees, positions, labels, weights [R, T]; see `NanoModel.read`.
    row, tokens, num_tokens [N], [N, Q], [N]: the questions that route.
    positive [N, M + 1] the documents that answer, the last column for "none"; all False where nothing is
    taught. exclude [N, M]; force [N] a document that must be among the chosen, -1 for none.
    checks: (kind, row, first supervised place, end) of every question, for evaluation.
    """

    ids: np.ndarray
    segments: np.ndarray
    sees: np.ndarray
    positions: np.ndarray
    labels: np.ndarray
    weights: np.ndarray
    row: np.ndarray
    tokens: np.ndarray
    num_tokens: np.ndarray
    positive: np.ndarray
    exclude: np.ndarray
    force: np.ndarray
    asks: np.ndarray  # [R, T] 1 where a row decides, in groups that attend
    checks: list[tuple[str, int, int, int]]
    kinds: list[str]  # [N] of the questions that route


@dataclass
class Step:
    document_ids: np.ndarray  # [M, L]
    document_lengths: np.ndarray  # [M]
    pooling: int
    rows: dict[str, Rows]


@dataclass
class _Row:
    """A row as it grows."""

    limit: int
    ids: list[int] = field(default_factory=lambda: [IM_START])
    segments: list[int] = field(default_factory=lambda: [0])
    sees: list[int] = field(default_factory=lambda: [1])
    positions: list[int] = field(default_factory=lambda: [0])
    labels: list[int] = field(default_factory=lambda: [PAD])
    weights: list[float] = field(default_factory=lambda: [0.0])
    routes: list[tuple[list[int], list[int], list[int], int, str]] = field(default_factory=list)
    checks: list[tuple[str, int, int]] = field(default_factory=list)
    decides: list[int] = field(default_factory=list)
    end_of_texts: int = 1
    num_segments: int = 0

    def read(self, text: Sequence[int], room: int = 0) -> bool:
        """Append a text if it fits and leaves `room` tokens."""
        if len(self.ids) + len(text) + 1 + room > self.limit:
            return False
        count = len(text) + 1
        first = FIRST_POSITION + len(self.ids) - 1
        self.positions += range(first, first + count)
        self.ids += [*text, REF_END]
        self.segments += [0] * count
        self.sees += [1] * count
        self.labels += [PAD] * count
        self.weights += [0.0] * count
        self.end_of_texts = len(self.ids)
        return True

    def ask(
        self,
        name: str,
        question: Sequence[int],
        said: Sequence[tuple[int, float]],
        *,
        sees: int,
        positive: Sequence[int] = (),
        exclude: Sequence[int] = (),
        force: int = -1,
        lead: int = 0,
    ) -> bool:
        """Append a question that sees the row's first `sees` tokens, if it fits.

        Args:
            name: For evaluation.
            said: (token, weight) after `<|route|>`; weight 0 is not taught.
            positive: Documents it should find, -1 for none at all; empty where routing is not taught.
            lead: Number of lead words after `<|lead|>` that route too.
        """
        count = len(question) + 1 + len(said)
        if len(self.ids) + count > self.limit or len(question) > MAX_QUESTION:
            return False
        self.num_segments += 1
        start = len(self.ids)
        self.ids += [*question, ROUTE, *(token for token, _ in said)]
        self.segments += [self.num_segments] * count
        self.sees += [sees] * count
        self.positions += range(FIRST_POSITION + sees - 1, FIRST_POSITION + sees - 1 + count)
        self.labels += [*([PAD] * len(question)), *(token for token, _ in said), PAD]
        self.weights += [*([0.0] * len(question)), *(weight for _, weight in said), 0.0]
        decides = start + len(question)
        self.decides.append(decides)
        if positive:
            tokens = list(range(start, decides))
            tokens += range(decides + 2, decides + 2 + lead)
            self.routes.append((tokens, list(positive), list(exclude), force, name))
        if said:
            self.checks.append((name, decides, decides + len(said)))
        return True


class StepBuilder:
    """Draws steps of what `material` draws."""

    def __init__(self, material: MaterialBuilder) -> None:
        self.material = material
        self.rng = self.material.rng
        self.marks = 2 + len(self._id_tokens(99_999))  # around a document's text, with the longest id

    def _id_tokens(self, document_id: int) -> list[int]:
        return self.material.encode(f"[{document_id}]")

    def step(self, shape: Shape) -> Step:
        """One step of this shape."""
        rng = self.rng
        material = self.material.draw(shape.documents, shape.length - self.marks, shape.mix)
        order = list(range(shape.documents))
        rng.shuffle(order)  # ids and neighbours must say nothing
        numbers: dict[int, None] = {}
        while len(numbers) < shape.documents:
            number = int(10 ** rng.uniform(0, 5))
            if number <= 99_999:
                numbers.setdefault(number)
        texts = material.texts
        document_ids = np.zeros((shape.documents, shape.length), dtype=np.int64)
        lengths = np.zeros(shape.documents, dtype=np.int64)
        names = list(numbers)
        for place, text in enumerate(texts):
            tokens = [IM_START, *text, *self._id_tokens(names[place]), IM_END]
            document_ids[order[place], : len(tokens)] = tokens
            lengths[order[place]] = len(tokens)
        context = _Context(self, shape, material, names)
        make = {
            "search": context.search_row,
            "latent": context.latent_row,
            "hybrid": context.hybrid_row,
            "read": context.read_row,
            "deep": context.deep_row,
        }
        rows = {}
        for name, count in shape.rows.items():
            if count:
                found = [make[name](shape.lengths[name]) for _ in range(count)]
                rows[name] = _stack(name, found, shape, order)
        return Step(document_ids, lengths, shape.pooling, rows)


class _Context:
    """One step's material, and rows made of it."""

    def __init__(self, builder: StepBuilder, shape: Shape, material: Material, names: list[int]) -> None:
        self.builder, self.shape, self.rng = builder, shape, builder.rng
        self.texts, self.names = material.texts, names
        self.asks: dict[str, list[Ask]] = defaultdict(list)
        self.about: dict[int, list[Ask]] = defaultdict(list)  # what a document answers in part or whole
        self.misled: dict[int, list[Ask]] = defaultdict(list)  # what it only looks right for
        for ask in material.asks:
            self.asks[ask.kind].append(ask)
            for document in ask.needs[:1] if ask.kind == "chain" else ask.needs:
                self.about[document].append(ask)
            for document in ask.twins:
                self.misled[document].append(ask)

    def _pick(self, shares: dict[str, float]) -> Ask:
        kinds = [kind for kind in shares if self.asks[kind]]
        if not kinds:  # a tiny memory may lack all that are wanted
            kinds, shares = list(self.asks), dict.fromkeys(self.asks, 1.0)
        kind = self.rng.choices(kinds, [shares[kind] for kind in kinds])[0]
        return self.rng.choice(self.asks[kind])

    def _reference(self, document: int) -> list[int]:
        return [*self.builder._id_tokens(self.names[document]), REF_END]

    @staticmethod
    def _answer(ask: Ask, decision: float, order: Sequence[int] | None = None) -> list[tuple[int, float]]:
        parts = ask.answers if order is None else [ask.answers[ask.needs.index(n)] for n in order]
        said = [(END_OF_RETRIEVE, decision)]
        for place, part in enumerate(parts):
            said += [(AND, ANSWER)] * bool(place)
            said += [(token, ANSWER) for token in part]
        return [*said, (IM_END, ANSWER)]

    @staticmethod
    def _lead(words: Sequence[int] = ()) -> list[tuple[int, float]]:
        return [(LEAD, DECISION), *((token, NEXT) for token in words), (REF_END, NEXT)]

    # ---- rows that search, or read latents

    def _targets(self, ask: Ask) -> list[int]:
        """What a search should find first; -1: nothing."""
        if ask.kind == "none":
            return [-1]
        return ask.needs if ask.kind == "list" else [ask.needs[0], *ask.also]

    def search_row(self, limit: int) -> _Row:
        shares = {
            "fact": 4,
            "personal": 7,
            "chain": 2,
            "list": 1,
            "natural": 4,
            "gap": 2,
            "slot": 1.5,
            "cloze": 2.5,
            "none": 3,
        }
        row = _Row(limit)
        for _ in range(ROUTES_PER_ROW["search"] + 2):
            ask = self._pick(shares)
            row.ask(ask.kind, ask.question, [], sees=1, positive=self._targets(ask))
        return row

    def latent_row(self, limit: int) -> _Row:
        """Answers in few tokens from latents alone, or the right document's id."""
        rng = self.rng
        while True:
            ask = self._pick({"fact": 3, "personal": 4, "natural": 0.5, "slot": 0.5})
            row = _Row(limit)
            force = ask.needs[0] if ask.needs and rng.random() < 0.7 else -1
            if not ask.needs or not ask.answers:
                continue
            if self.shape.pooling > LEGIBLE or rng.random() < 0.35:
                name, said = "id", [(token, ID) for token in self._reference(ask.needs[0])]
            elif len(ask.answers[0]) <= 14:
                name = "latent"
                said = [(END_OF_RETRIEVE, 0.0), *((t, LATENT) for t, _ in self._answer(ask, 0.0)[1:])]
            else:
                continue
            if row.ask(name, ask.question, said, sees=1, positive=[ask.needs[0], *ask.also], force=force):
                return row

    def hybrid_row(self, limit: int) -> _Row:
        while True:
            ask = self._pick({"fact": 3, "personal": 4, "natural": 1, "gap": 1, "slot": 0.5})
            if not ask.needs or not ask.answers:
                continue
            row = _Row(limit)
            document = ask.needs[0]
            if row.read(self.texts[document]) and row.ask(
                "hybrid",
                ask.question,
                self._answer(ask, DECISION),
                sees=row.end_of_texts,
                positive=[document],
                force=document,
            ):
                return row

    # ---- rows that read texts

    def _after_one(self, row: _Row, ask: Ask, document: int) -> bool:
        """A question behind the one text of `row`."""
        sees, exclude = row.end_of_texts, [document]
        if ask.kind == "chain" and ask.needs[0] == document:
            lead = ask.leads[0][:MAX_LEAD]
            return row.ask(
                "lead",
                ask.question,
                self._lead(lead),
                sees=sees,
                positive=[ask.needs[1]],
                exclude=exclude,
                lead=len(lead),
            )
        if ask.kind == "list" and document in ask.needs and self.rng.random() < 0.4:
            # A long list is written text by text: what is in this one, whatever the others hold.
            part = ask.answers[ask.needs.index(document)]
            said = [(END_OF_RETRIEVE, 0.0), *((token, ANSWER) for token in (*part, IM_END))]
            return row.ask("part", ask.question, said, sees=sees)
        if ask.kind == "list" and document in ask.needs:
            left = [n for n in ask.needs if n != document]
            if not left and ask.counted:
                return row.ask("list", ask.question, self._answer(ask, DECISION), sees=sees)
            said = [(AND, DECISION)]
            return row.ask("and", ask.question, said, sees=sees, positive=left or [-1], exclude=exclude)
        if document in ask.needs or document in ask.also:
            return row.ask(ask.kind, ask.question, self._answer(ask, DECISION), sees=sees)
        positive = self._targets(ask)
        return row.ask("reject", ask.question, self._lead(), sees=sees, positive=positive, exclude=exclude)

    def read_row(self, limit: int) -> _Row:
        """One text and several questions: some it answers, some it only looks right for."""
        rng = self.rng
        shares = {
            "fact": 4,
            "personal": 3.5,
            "chain": 2.6,
            "list": 0.7,
            "natural": 3,
            "gap": 2.5,
            "slot": 1.5,
            "none": 0.6,
        }
        row = _Row(limit)
        while True:
            first = self._pick(shares)
            candidates = first.needs[:1] if first.kind == "chain" else first.needs
            document = rng.choice(candidates) if candidates else rng.choice(first.twins or [0])
            if row.read(self.texts[document], room=20):
                break
        asks = [ask for ask in self.about[document] if ask.kind != "cloze"]
        wrong = [
            ask for ask in self.misled[document] if document not in ask.needs and document not in ask.also
        ]
        rng.shuffle(asks)
        rng.shuffle(wrong)
        del wrong[max(1, len(asks)) :]
        queue = [first]
        while asks or wrong:
            pool = asks if asks and (not wrong or rng.random() < 0.62) else wrong
            queue.append(pool.pop())
        if rng.random() < 0.25:
            queue.append(self._pick({"fact": 1, "personal": 1, "natural": 1, "gap": 1, "none": 1}))
        asked: set[int] = set()
        for ask in queue:
            if id(ask) not in asked and ask.kind != "cloze":
                asked.add(id(ask))
                self._after_one(row, ask, document)
        return row

    def deep_row(self, limit: int) -> _Row:
        """Texts one after another, and the question after each, as the rounds of one answer see it."""
        shares = {
            "chain": 5,
            "list": 3,
            "fact": 1.5,
            "personal": 1.5,
            "none": 0.8,
            "natural": 1,
            "gap": 1,
            "slot": 1,
        }
        while True:
            row = _Row(limit)
            if self._rounds(row, self._pick(shares)):
                return row

    def _rounds(self, row: _Row, ask: Ask) -> bool:
        rng = self.rng
        wrong = [n for n in ask.twins if n not in ask.needs and n not in ask.also]
        rng.shuffle(wrong)
        right = list(ask.needs)
        if ask.kind == "list":
            rng.shuffle(right)
        elif ask.kind == "chain" and rng.random() < 0.3:
            right = right[: rng.randint(1, len(right))]
        # (document, whether it belongs there) in the order of reading.
        texts = [(n, True) for n in right]
        num_wrong = {"chain": 0.3, "list": 0.45, "none": 2.0}.get(ask.kind, 1.3)
        while wrong and num_wrong > 0 and (num_wrong >= 1 or rng.random() < num_wrong):
            place = rng.randint(0, len(texts)) if ask.kind in ("chain", "none") else 0
            if ask.kind == "list":
                place = len(texts) if rng.random() < 0.7 else rng.randint(0, len(texts))
            if ask.kind == "chain" and place == len(ask.needs):
                place = 0
            texts.insert(place, (wrong.pop(), False))
            num_wrong -= 1
        ends: list[int] = []
        for document, _ in texts:
            if not row.read(self.texts[document], room=20):
                break
            ends.append(row.end_of_texts)
        if not ends:
            return False
        found: list[int] = []
        steps = 0
        for place, end in enumerate(ends):
            document, fits = texts[place]
            exclude = [n for n, _ in texts[: place + 1]]
            if fits:
                found.append(document)
            steps += self._round(row, ask, end, found, exclude, fits)
        return steps > 0

    def _round(self, row: _Row, ask: Ask, end: int, found: list[int], exclude: list[int], fits: bool) -> bool:
        """The question after the texts up to `end`, of which `found` belong to its answer."""
        left = [n for n in ask.needs if n not in found]
        if ask.kind == "chain":
            if not left:
                return row.ask("hop", ask.question, self._answer(ask, DECISION), sees=end)
            lead = ask.leads[len(found) - 1][:MAX_LEAD] if found else []
            return row.ask(
                "lead",
                ask.question,
                self._lead(lead),
                sees=end,
                positive=left[:1],
                exclude=exclude,
                lead=len(lead),
            )
        if ask.kind == "list":
            done = not left and (ask.counted or not fits)
            if done:
                said = self._answer(ask, DECISION, found)
                return row.ask("list", ask.question, said, sees=end)
            if not left:  # nobody can know that this was all: the router says so, then the answer is written
                self_said = [(END_OF_RETRIEVE, 0.0), *self._answer(ask, 0.0, found)[1:]]
                if self.rng.random() < 0.7:
                    return row.ask("all", ask.question, self_said, sees=end)
            said = [(AND, DECISION)] if found else self._lead()
            return row.ask("and", ask.question, said, sees=end, positive=left or [-1], exclude=exclude)
        if found:
            return row.ask(ask.kind, ask.question, self._answer(ask, DECISION), sees=end)
        return row.ask(
            "reject", ask.question, self._lead(), sees=end, positive=self._targets(ask), exclude=exclude
        )


def _stack(name: str, rows: Sequence[_Row], shape: Shape, order: Sequence[int]) -> Rows:
    """Rows as arrays; `order` tells where a document of the material stands in the memory."""
    count, length, documents = len(rows), shape.lengths[name], shape.documents
    num_routes = count * ROUTES_PER_ROW.get(name, 1)
    ids, positions, labels = (np.zeros((count, length), dtype=np.int64) for _ in range(3))
    segments = np.full((count, length), 99, dtype=np.int64)
    sees = np.ones((count, length), dtype=np.int64)
    weights, asks = (np.zeros((count, length), dtype=np.float32) for _ in range(2))
    row_N = np.zeros(num_routes, dtype=np.int64)
    width = QUERY if name in ("read", "deep") else MAX_QUESTION
    tokens = np.zeros((num_routes, width), dtype=np.int64)
    num_tokens = np.ones(num_routes, dtype=np.int64)
    positive = np.zeros((num_routes, documents + 1), dtype=bool)
    exclude = np.zeros((num_routes, documents), dtype=bool)
    force = np.full(num_routes, -1, dtype=np.int64)
    checks: list[tuple[str, int, int, int]] = []
    kinds = [""] * num_routes
    number = 0
    for index, row in enumerate(rows):
        used = len(row.ids)
        ids[index, :used], segments[index, :used], sees[index, :used] = row.ids, row.segments, row.sees
        positions[index, :used], labels[index, :used] = row.positions, row.labels
        weights[index, :used] = row.weights
        asks[index, row.decides[0]] = 1.0
        checks += [(check[0], index, *check[1:]) for check in row.checks]
        for places, right, read, forced, kind in row.routes:
            if number == num_routes:
                break
            row_N[number], num_tokens[number] = index, len(places)
            tokens[number, : len(places)] = places
            for document in right:
                positive[number, documents if document < 0 else order[document]] = True
            for document in read:
                exclude[number, order[document]] = True
            if forced >= 0:
                force[number] = order[forced]
            kinds[number] = kind
            number += 1
    return Rows(
        ids,
        segments,
        sees,
        positions,
        labels,
        weights,
        row_N,
        tokens,
        num_tokens,
        positive,
        exclude,
        force,
        asks,
        checks,
        kinds,
    )
