"""What a frozen backbone makes of documents and questions, computed once and kept on disk for a router's
training.

Knows prompts, batches and one memory-mapped file per kind of state; nothing of losses or signals. A router
sees nothing but its layer's attention inputs: of a question the states of the tokens that route, of a
document their means over each chunk. With a backbone that does not change these never change either, so
training is a few small matrix products per step. Killed while it computes, it goes on where it was.

(One thing is left out: where a model's lower routed layers read before its upper ones ask, the upper ones'
inputs depend on what was read. The states here are those of a question that reads nothing.)

Shapes: N documents, C chunks, B questions, T routing tokens, K routed layers, E hidden size, X lexical width.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor

from memspan.engine.encoder import batch_tokens, batches, multiplies_in_bfloat16
from memspan.errors import InputError, ModelError
from memspan.model import MemoryModel, attach_memory

DTYPE = torch.bfloat16  # what banks keep routing keys in
SHARD = 256  # texts that are computed and entered together; which texts share a batch depends on no kill
MAX_QUERY_TOKENS = 48  # a question's tokens that route; whole documents serve as questions too
INDEX = "states.json"

Progress = Callable[[str, int, int], None]


class Chunks(NamedTuple):
    """States of some documents, one after another."""

    counts_N: Tensor
    inputs_KCE: Tensor
    lexical_CX: Tensor | None


class Questions(NamedTuple):
    """States of some questions, padded on the right."""

    inputs_KBTE: Tensor
    ids_BT: Tensor
    mask_BT: Tensor


class FrozenStates:
    """States of a list of documents and of a list of questions.

    Args:
        memory_model: Its routed layers are what is kept; in eval mode, with a tokenizer.
        documents: (id, text) of each; prompts contain ids.
        questions: Texts.
        folder: Of the files. Files of the same model and texts are used again; others are replaced.
        max_bytes: The most that the files may take.
        progress: Called as progress(what, done, total).

    Raises:
        ModelError: The model has no tokenizer.
        InputError: The files would be larger than `max_bytes`, or a question has no token.
    """

    def __init__(
        self,
        memory_model: MemoryModel,
        documents: Sequence[tuple[int, str]],
        questions: Sequence[str],
        folder: Path,
        *,
        max_bytes: int = 8 << 30,
        progress: Progress | None = None,
    ) -> None:
        if memory_model.prompt is None:
            raise ModelError("The model has no tokenizer; put its tokenizer files beside the weights.")
        self.memory_model = memory_model
        self.layers = memory_model.layers
        self.device = memory_model.model.device
        self._autocast = multiplies_in_bfloat16(self.device)  # as documents are encoded
        prompt, config = memory_model.prompt, memory_model.config
        self._documents = [prompt.document(id, text) for id, text in documents]
        queries = [prompt.query(text) for text in questions]
        self._queries = [(query.ids[:MAX_QUERY_TOKENS], query.routes[:MAX_QUERY_TOKENS]) for query in queries]
        empty = [number for number, (_, routes) in enumerate(self._queries) if not any(routes)]
        if empty:
            raise InputError(f"The question {questions[empty[0]]!r} has no words to route by; leave it out.")
        self.chunk_counts_N = torch.tensor([-(-len(ids) // config.pooling) for ids in self._documents])
        self.token_counts_N = torch.tensor([sum(routes) for _, routes in self._queries])
        self._chunk_starts = _starts(self.chunk_counts_N)
        self._token_starts = _starts(self.token_counts_N)
        hidden: int = memory_model.model.config.get_text_config().hidden_size
        lexical = any(map(memory_model.has_lexical, self.layers))
        width = len(self.layers) * hidden
        num_chunks, num_tokens = int(self.chunk_counts_N.sum()), int(self.token_counts_N.sum())
        self.num_bytes = ((num_chunks + num_tokens) * width) * DTYPE.itemsize + num_tokens * 8
        self.num_bytes += num_chunks * config.lexical_width * DTYPE.itemsize * lexical
        if self.num_bytes > max_bytes:
            raise InputError(
                f"The states of {len(documents):,} documents and {len(questions):,} questions take "
                f"{self.num_bytes / 2**30:.1f} GiB, and {max_bytes / 2**30:.1f} are allowed; allow more, or "
                "take fewer documents or routed layers."
            )
        folder.mkdir(parents=True, exist_ok=True)
        self._index = folder / INDEX
        done = self._open_index()
        self._chunks = _mapped(folder / "documents.bin", (num_chunks, len(self.layers), hidden), DTYPE)
        self._tokens = _mapped(folder / "questions.bin", (num_tokens, len(self.layers), hidden), DTYPE)
        self._ids = _mapped(folder / "ids.bin", (num_tokens,), torch.int64)
        self._lexical: Tensor | None = None
        if lexical:
            self._lexical = _mapped(folder / "lexical.bin", (num_chunks, config.lexical_width), DTYPE)
        self._fill("documents", len(self._documents), done, self._fill_documents, progress)
        self._fill("questions", len(self._queries), done, self._fill_queries, progress)

    # ---- reading

    def chunks(self, documents: Tensor) -> Chunks:
        """States of the documents with these indices [N], float32, on the model's device."""
        counts = self.chunk_counts_N[documents]
        rows = _ranges(self._chunk_starts[documents], counts)
        lexical = None if self._lexical is None else self._lexical[rows].to(self.device, torch.float32)
        inputs_KCE = self._chunks[rows].to(self.device, torch.float32).transpose(0, 1)
        return Chunks(counts.to(self.device), inputs_KCE, lexical)

    def questions(self, questions: Tensor) -> Questions:
        """States of the questions with these indices [B], float32, on the model's device."""
        counts = self.token_counts_N[questions]
        rows = _ranges(self._token_starts[questions], counts)
        mask_BT = torch.arange(int(counts.max())) < counts[:, None]
        inputs_BTKE = torch.zeros(*mask_BT.shape, *self._tokens.shape[1:])
        inputs_BTKE[mask_BT] = self._tokens[rows].float()
        ids_BT = torch.zeros(mask_BT.shape, dtype=torch.int64)
        ids_BT[mask_BT] = self._ids[rows]
        inputs_KBTE = inputs_BTKE.permute(2, 0, 1, 3).to(self.device)
        return Questions(inputs_KBTE, ids_BT.to(self.device), mask_BT.to(self.device))

    # ---- computing

    def _open_index(self) -> dict[str, int]:
        """How many shards of each kind are there already."""
        digest = hashlib.sha256(_inputs_fingerprint(self.memory_model).encode())
        digest.update(json.dumps([self._documents, self._queries]).encode())
        self._key = digest.hexdigest()
        try:
            written = json.loads(self._index.read_text())
        except (OSError, ValueError):
            written = {}
        if written.get("key") == self._key:
            done: dict[str, int] = written["done"]
            return done
        for file in self._index.parent.glob("*.bin"):
            file.unlink()
        return {}

    def _fill(
        self,
        kind: str,
        total: int,
        done: dict[str, int],
        fill: Callable[[range], None],
        progress: Progress | None,
    ) -> None:
        for first in range(done.get(kind, 0) * SHARD, total, SHARD):
            end = min(first + SHARD, total)
            fill(range(first, end))
            done[kind] = first // SHARD + 1
            partial = self._index.with_suffix(".partial")
            partial.write_text(json.dumps({"key": self._key, "done": done}))
            os.replace(partial, self._index)
            if progress is not None:
                progress(f"computing states of {kind}", end, total)

    def _batches(self, sequences: Sequence[Sequence[int]]) -> Iterator[tuple[list[int], Tensor, Tensor]]:
        """(numbers, padded ids, lengths) of sequences that share a forward."""
        for numbers in batches([len(ids) for ids in sequences], batch_tokens(self.device)):
            longest = len(sequences[numbers[0]])
            ids_BL = torch.tensor([[*sequences[n], *[0] * (longest - len(sequences[n]))] for n in numbers])
            yield numbers, ids_BL, torch.tensor([len(sequences[n]) for n in numbers])

    def _fill_documents(self, part: range) -> None:
        for numbers, ids_BL, lengths_B in self._batches(self._documents[part.start : part.stop]):
            with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=self._autocast):
                inputs = self.memory_model.document_inputs(ids_BL, lengths_B)
            documents = torch.tensor(numbers) + part.start
            rows = _ranges(self._chunk_starts[documents], self.chunk_counts_N[documents])
            for place, layer in enumerate(self.layers):
                self._chunks[rows, place] = inputs.layers[layer].to("cpu", DTYPE)
            if self._lexical is not None and inputs.lexical_CX is not None:
                self._lexical[rows] = inputs.lexical_CX.to("cpu", DTYPE)

    def _fill_queries(self, part: range) -> None:
        queries = self._queries[part.start : part.stop]
        for numbers, ids_BT, lengths_B in self._batches([ids for ids, _ in queries]):
            mask_BT = torch.arange(ids_BT.shape[1]) < lengths_B[:, None]
            with torch.inference_mode():  # questions are asked in the model's own precision
                inputs = self.memory_model.query_inputs(ids_BT, mask_BT)
            routes_BT = torch.zeros_like(mask_BT)
            for row, number in enumerate(numbers):
                routes_BT[row, : len(queries[number][1])] = torch.tensor(queries[number][1])
            questions = torch.tensor(numbers) + part.start
            rows = _ranges(self._token_starts[questions], self.token_counts_N[questions])
            self._ids[rows] = ids_BT[routes_BT]
            for place, layer in enumerate(self.layers):
                self._tokens[rows, place] = inputs[layer].to("cpu", DTYPE)[routes_BT]


def _inputs_fingerprint(memory_model: MemoryModel) -> str:
    """A fingerprint that routers of several kinds on one backbone share, since their inputs are the same."""
    config = memory_model.config
    if config.lexical_dim:
        return memory_model.fingerprint
    raw = replace(config, router="raw", raw_source="hidden")
    return attach_memory(memory_model.model, raw, memory_model.tokenizer).fingerprint


def _mapped(path: Path, shape: tuple[int, ...], dtype: torch.dtype) -> Tensor:
    """A file as a tensor: written where it is written to, read where it is read."""
    size = 1
    for length in shape:
        size *= length
    if not size:
        return torch.zeros(shape, dtype=dtype)
    return torch.from_file(str(path), shared=True, size=size, dtype=dtype).view(shape)


def _starts(counts: Tensor) -> Tensor:
    return counts.cumsum(0) - counts


def _ranges(starts: Tensor, counts: Tensor) -> Tensor:
    """All numbers of the runs starts[i] .. starts[i] + counts[i] - 1, one run after another."""
    within = torch.arange(int(counts.sum())) - _starts(counts).repeat_interleave(counts)
    return starts.repeat_interleave(counts) + within
