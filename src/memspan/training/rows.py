"""Training rows: single steps of reading, written in the model's own prompt format, beside shared documents.

Knows prompts and token ids: what stands before a step, what the model must write there, which documents are
right. Knows no weights and no losses. A question that is answered in several rounds is cut into single steps;
a row is one of them:

    ids      question, texts read so far | ids of the next documents       generative retrieval
    answer   question, all texts         | the answer
    latent   question alone              | the answer, from attention states

`|` marks where the model is supervised. Rows end at the right edge, so that only the last columns need
logits.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

import torch
from torch import Tensor

from memspan.errors import InputError
from memspan.model import MemoryModel, MsaPrompt, NanoPrompt, Prompt, Read
from memspan.training.sources import Asked, Draw

IDS, ANSWER, LATENT = KINDS = ("ids", "answer", "latent")
SAYS = "The answer to the question is:"  # what the released format looks for in what the model wrote
LARGEST_ID = 99_999  # ids of training documents; they have any number of digits up to its


@dataclass(frozen=True)
class Rows:
    """A set of M documents, R rows over it, and S packed texts.

    Attributes:
        document_ids_ML, document_lengths_M: Token ids, padded on the right.
        ids_RT, mask_RT, routes_RT: Token ids padded on the left, real tokens, routing tokens.
        labels_RK: For the last K columns, what the model must say after each; -100 for nothing.
        positives_RM: Documents that are right to read next; none in rows that only answer.
        candidates_RM: What these compete with, themselves included: documents that hold the answer too, were
            read already or come in a later round are left out.
        exclude_RM: Documents that the model cannot choose again.
        kinds: One of `KINDS` per row.
        text_ids_ST, text_segments_ST: Packed texts and which token belongs to which; no texts: S is 0.
    """

    document_ids_ML: Tensor
    document_lengths_M: Tensor
    ids_RT: Tensor
    mask_RT: Tensor
    routes_RT: Tensor
    labels_RK: Tensor
    positives_RM: Tensor
    candidates_RM: Tensor
    exclude_RM: Tensor
    kinds: list[str]
    text_ids_ST: Tensor
    text_segments_ST: Tensor

    @property
    def num_tokens(self) -> int:
        """Tokens without pads."""
        return int(self.document_lengths_M.sum() + self.mask_RT.sum()) + self.text_ids_ST.numel()


@dataclass
class _Row:
    kind: str
    ids: list[int]
    routes: list[bool]
    labels: list[int]  # after each token of ids; -100 for nothing
    positives: Sequence[int]
    left_out: Sequence[int]
    read: Sequence[int]


class RowBuilder:
    """Writes rows for one model.

    Args:
        memory_model: Its prompt format must be one that is trained ("msa" or "nano").
        kinds: Share of each kind of row among the steps that a question has.

    Raises:
        InputError: The prompt format is "chat", or the model has no tokenizer.
    """

    def __init__(self, memory_model: MemoryModel, kinds: Mapping[str, float]) -> None:
        if memory_model.prompt is None or not memory_model.config.reads_memory:
            raise InputError(
                'Training needs a tokenizer and a prompt format that reads memory; set memory.prompt = "msa".'
            )
        self.prompt: Prompt = memory_model.prompt
        self.one_by_one = isinstance(self.prompt, NanoPrompt)
        self.kinds = kinds

    def build(self, draw: Draw, rng: Random, texts: tuple[Tensor, Tensor] | None = None) -> Rows:
        """One row for every question of a draw: a step of its reading, chosen at random."""
        ids = _document_ids(rng, len(draw.documents))
        documents = [self.prompt.document(id, text) for id, text in zip(ids, draw.documents, strict=True)]
        rows = [self._row(asked, draw.documents, ids, rng) for asked in draw.asked]
        document_ids_ML = torch.full((len(documents), max(map(len, documents))), self.prompt.pad_id)
        for place, document in enumerate(documents):
            document_ids_ML[place, : len(document)] = torch.tensor(document)
        width = max(len(row.ids) for row in rows)
        keep = max(_supervised(row.labels) for row in rows)
        ids_RT = torch.full((len(rows), width), self.prompt.pad_id)
        mask_RT, routes_RT = (torch.zeros(len(rows), width, dtype=torch.bool) for _ in range(2))
        labels_RK = torch.full((len(rows), keep), -100)
        positives_RM, exclude_RM = (
            torch.zeros(len(rows), len(documents), dtype=torch.bool) for _ in range(2)
        )
        candidates_RM = torch.ones(len(rows), len(documents), dtype=torch.bool)
        for place, row in enumerate(rows):
            ids_RT[place, width - len(row.ids) :] = torch.tensor(row.ids)
            mask_RT[place, width - len(row.ids) :] = True
            routes_RT[place, width - len(row.ids) :] = torch.tensor(row.routes)
            labels = torch.tensor(row.labels)[-keep:]
            labels_RK[place, keep - len(labels) :] = labels
            positives_RM[place, list(row.positives)] = True
            candidates_RM[place, list(row.left_out)] = False
            if self.one_by_one:
                exclude_RM[place, list(row.read)] = True
        empty = torch.zeros(0, 1, dtype=torch.long)
        text_ids_ST, text_segments_ST = texts or (empty, empty)
        return Rows(
            document_ids_ML,
            torch.tensor([len(document) for document in documents]),
            ids_RT,
            mask_RT,
            routes_RT,
            labels_RK,
            positives_RM,
            candidates_RM,
            exclude_RM,
            [row.kind for row in rows],
            text_ids_ST,
            text_segments_ST,
        )

    # ---- one row

    def _row(self, asked: Asked, texts: Sequence[str], ids: Sequence[int], rng: Random) -> _Row:
        rounds = self._rounds(asked)
        kind = self._kind(asked, rng)
        if kind == IDS:
            step = rng.randrange(len(rounds))
        else:
            step = len(rounds) if kind == ANSWER else 0
        read = [[Read(ids[number], texts[number]) for number in one] for one in rounds[:step]]
        query = self.prompt.query(asked.question, read)
        done = [number for one in rounds[:step] for number in one]
        right = [] if kind == ANSWER else list(rounds[step])
        if kind == IDS:
            written = [(self._next(step, [ids[number] for number in right]), True)]
        else:
            written = self._answer(asked)
        tokens, labels = list(query.ids), [-100] * len(query.ids)
        for part, supervised in written:
            for token in part:
                labels[-1] = token if supervised else -100
                tokens.append(token)
                labels.append(-100)
        # What the model says last is not read again.
        tokens, labels = tokens[:-1], labels[:-1]
        routes = [*query.routes, *([False] * len(tokens))][: len(tokens)]
        left_out = {*asked.also, *asked.evidence, *done} - set(right)
        return _Row(kind, tokens, routes, labels, right, sorted(left_out), done)

    def _rounds(self, asked: Asked) -> list[tuple[int, ...]]:
        """The rounds in which this format reads a question's documents, each of these once."""
        rounds: list[tuple[int, ...]] = []
        seen: set[int] = set()
        for one in asked.rounds:
            new = tuple(number for number in one if number not in seen)
            seen.update(new)
            if self.one_by_one:
                rounds += [(number,) for number in new]
            elif new:
                rounds.append(new)
        return rounds

    def _kind(self, asked: Asked, rng: Random) -> str:
        shares = {kind: share for kind, share in self.kinds.items() if kind == IDS or asked.answers}
        if not any(shares.values()):
            return IDS
        return rng.choices(list(shares), list(shares.values()))[0]

    def _next(self, step: int, ids: Sequence[int]) -> list[int]:
        """What asks for the next documents: their ids; in nano's format, after the first, only that there
        must be more."""
        if step and isinstance(self.prompt, NanoPrompt):
            return [self.prompt.lead, self.prompt.mark]
        return self.prompt.reference(*ids)

    def _answer(self, asked: Asked) -> list[tuple[list[int], bool]]:
        """Parts of the end of a row, and whether the model writes them."""
        decision = list(self.prompt.answer_ids)
        appended = self.prompt.answer(asked.question)[len(decision) :]
        stop = min(self.prompt.stop_ids)
        said = asked.answers[0]
        if isinstance(self.prompt, MsaPrompt):
            said = f"{SAYS} {said}"
        return [(decision, True), (appended, False), ([*self.prompt.codec.text(said), stop], True)]


def _supervised(labels: Sequence[int]) -> int:
    """Columns from the first supervised one to the end."""
    return len(labels) - next(place for place, label in enumerate(labels) if label != -100)


def _document_ids(rng: Random, number: int) -> list[int]:
    """Different ids, as many of one digit's as of five's as far as there are."""
    ids: dict[int, None] = {}
    while len(ids) < number:
        ids[int((LARGEST_ID + 1) ** rng.random())] = None
    return list(ids)


class TextPacker:
    """Plain texts side by side in rows of one length, for a language-model loss beside the memory's.

    Args:
        memory_model: Whose tokenizer cuts them.
        texts: At least one that is not empty.
        tokens: Length of a row.
    """

    def __init__(self, memory_model: MemoryModel, texts: Sequence[str], tokens: int) -> None:
        assert memory_model.prompt is not None
        self._codec = memory_model.prompt.codec
        self._texts = [text for text in texts if text.strip()]
        self._tokens = tokens
        if not self._texts:
            raise InputError("There are no texts to pack; name files with text in [texts].")

    def draw(self, rng: Random, rows: int) -> tuple[Tensor, Tensor]:
        """Token ids and segment numbers, both [rows, tokens]; the last text of a row is cut, long texts begin
        anywhere."""
        ids_ST = torch.zeros(rows, self._tokens, dtype=torch.long)
        segments_ST = torch.zeros_like(ids_ST)
        for row in range(rows):
            filled = segment = 0
            while filled < self._tokens:
                room = self._tokens - filled
                ids = self._codec.text(self._piece(rng))[:room]
                if ids:
                    ids_ST[row, filled : filled + len(ids)] = torch.tensor(ids)
                    segments_ST[row, filled : filled + len(ids)] = segment
                    filled += len(ids)
                    segment += 1
        return ids_ST, segments_ST

    def _piece(self, rng: Random) -> str:
        """A text, or of a long one about as many characters as a row can take."""
        text = rng.choice(self._texts)
        most = 8 * self._tokens
        if len(text) <= most:
            return text
        start = rng.randrange(len(text) - most // 2)
        begin = text.find(" ", start) + 1
        return text[begin : begin + most]
