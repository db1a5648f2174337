"""Ledger → encodings: whatever has no states for this model yet gets them.

Knows how documents are laid into batches, how much work a kill may cost, and what goes on beside the model:
while it computes a segment, one thread reads and tokenises the documents that come next and another one puts
the segment before onto the disk. So the memory that it takes does not depend on how many documents there are.
Does not know what the states mean, nor where they are kept; when it stops, for whatever reason, what is not
written is still pending and found again.

Which documents share a forward can show in the last bits of their states. So it must not depend on where an
earlier run was stopped: batches are made within runs of documents, each closed by what it holds itself (the
end of a block of ids, or a segment's limits), and a segment is a number of whole runs.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import replace
from typing import NamedTuple

import torch
from torch import Tensor

from memspan.bank import Encodings, LayerStates
from memspan.engine.results import EncodeReport
from memspan.errors import ModelError
from memspan.ledger import Document, Ledger
from memspan.model import EncodedLayer, MemoryModel, Prompt, prompt_for
from memspan.model.router import chunk_counts

Progress = Callable[[int, int, int], None]

SEGMENT_DOCUMENTS = 4096
SEGMENT_BYTES = 32 * 2**20
# Documents whose ids lie in the same block of this many may share a forward: enough that batches of similar
# length are full.
BLOCK_DOCUMENTS = 512
# Padded tokens of one forward. On a CPU small batches keep activations in the caches; a GPU wants to be
# filled.
CPU_BATCH_TOKENS = 4096
GPU_BATCH_TOKENS = 65536


class Run(NamedTuple):
    """Consecutive pending documents, from `first` to `end` - 1, among which batches are formed."""

    first: int
    end: int
    num_bytes: int


class Window(NamedTuple):
    """The pending documents that are taken up together, with their tokens."""

    documents: list[Document]
    tokens: list[list[int]]
    runs: list[Run]
    truncated: int


class Computed(NamedTuple):
    """The states of some documents as the batches gave them, on the model's device."""

    documents: list[Document]
    order: list[int]
    """The documents' numbers in the order of their chunks."""
    counts_M: Tensor
    layers: dict[int, list[EncodedLayer]]


class Encoder:
    """Encodes pending documents, segment by segment.

    Args:
        memory_model: A model with a tokenizer.
        ledger: Where the documents are.
        encodings: Where their states go.
        store_dtype: What states are kept in; bfloat16 halves the bank and the routing's memory traffic.
        exact: Compute in the model's own dtype. Otherwise float32 weights are multiplied in bfloat16 where
        the CPU
            has instructions for it: twice as fast, and no worse than what most weights were trained in.
        segment_documents, segment_bytes: Limits of a segment; a kill costs the work on two at most.

    Raises:
        ModelError: The model has no tokenizer.
    """

    def __init__(
        self,
        memory_model: MemoryModel,
        ledger: Ledger,
        encodings: Encodings,
        *,
        store_dtype: torch.dtype = torch.bfloat16,
        exact: bool = False,
        segment_documents: int = SEGMENT_DOCUMENTS,
        segment_bytes: int = SEGMENT_BYTES,
    ) -> None:
        tokenizer = memory_model.tokenizer
        if memory_model.prompt is None or tokenizer is None:
            raise ModelError("The model has no tokenizer; give one to attach_memory to encode documents.")
        if memory_model.training:
            memory_model.eval()
        self.memory_model = memory_model
        self.prompt: Prompt = memory_model.prompt
        self._uncut = prompt_for(replace(memory_model.config, max_document_tokens=2**31), tokenizer)
        self.ledger = ledger
        self.encodings = encodings
        self.store_dtype = store_dtype
        self.segment_documents = segment_documents
        self.segment_bytes = segment_bytes
        self.autocast = multiplies_in_bfloat16(memory_model.model.device) and not exact
        self.batch_tokens = batch_tokens(memory_model.model.device)

    def encode_pending(self, progress: Progress | None = None) -> EncodeReport:
        """Encode every document that is not encoded at its present revision; all is durable when this
        returns. What stops it costs the segment that is being computed, a kill also the one before.

        Args:
            progress: Called as progress(documents done, documents in all, tokens done) after each batch.

        Returns:
            What was done; `tokens` counts documents' tokens, marks included, without padding.
        """
        begin = time.perf_counter()
        total = self.ledger.pending_count(self.encodings.model_id)
        documents_done = tokens_done = truncated = 0

        def report(num_documents: int, num_tokens: int) -> None:
            nonlocal documents_done, tokens_done
            documents_done += num_documents
            tokens_done += num_tokens
            if progress is not None:
                progress(documents_done, max(total, documents_done), tokens_done)

        with (
            ThreadPoolExecutor(1, "memspan-read") as reader,
            ThreadPoolExecutor(1, "memspan-write") as writer,
        ):
            writing: Future[None] | None = None
            while self.ledger.pending_count(self.encodings.model_id):  # also what is changed meanwhile
                for window in self._windows(reader):
                    truncated += window.truncated
                    for segment in self._segments(window.runs):
                        computed = self._compute(window, segment, report)
                        if writing is not None:
                            writing.result()  # one at a time: it is held in memory until it is written
                        writing = writer.submit(self._write, computed)
                if writing is not None:
                    writing.result()
        return EncodeReport(documents_done, tokens_done, time.perf_counter() - begin, truncated)

    def _windows(self, reader: Executor) -> Iterator[Window]:
        """All that is pending, in ascending ids; while a window is worked on, the next one is read."""
        coming = reader.submit(self._window, 0)
        while (window := coming.result()) is not None:
            coming = reader.submit(self._window, window.documents[-1].id)
            yield window

    def _window(self, after: int) -> Window | None:
        """The next pending documents with ids above `after`; None where there are none."""
        limit = self.segment_documents
        documents = self.ledger.pending(self.encodings.model_id, limit, after)
        if not documents:
            return None
        tokens = [self.prompt.document(document.id, document.text) for document in documents]
        runs = list(self._runs(documents, tokens))
        if len(documents) == limit and len(runs) > 1:
            runs.pop()  # what belongs to it may lie behind the limit
        end = runs[-1].end
        truncated = sum(map(self._is_cut, documents[:end], tokens))
        return Window(documents[:end], tokens[:end], runs, truncated)

    def _is_cut(self, document: Document, ids: Sequence[int]) -> bool:
        """Whether a document's text did not fit between its marks."""
        limit = self.memory_model.config.max_document_tokens
        return len(ids) >= limit and len(self._uncut.document(document.id, document.text)) > limit

    def _runs(self, documents: Sequence[Document], tokens: Sequence[Sequence[int]]) -> Iterator[Run]:
        """All documents in runs, each within one block of ids and within a segment's limits.

        A run begins where the one before ends, so that a later call that is given the documents from there
        on finds the same runs.
        """
        chunk_bytes = self._chunk_bytes()
        first = num_bytes = 0
        for number, (document, ids) in enumerate(zip(documents, tokens, strict=True)):
            more = -(-len(ids) // self.memory_model.config.pooling) * chunk_bytes
            leaves = document.id // BLOCK_DOCUMENTS != documents[first].id // BLOCK_DOCUMENTS
            full = number - first == self.segment_documents or num_bytes + more > self.segment_bytes
            if number > first and (leaves or full):
                yield Run(first, number, num_bytes)
                first, num_bytes = number, 0
            num_bytes += more
        yield Run(first, len(tokens), num_bytes)

    def _chunk_bytes(self) -> int:
        """Bytes of one chunk's states in all routed layers."""
        model = self.memory_model
        text = model.model.config.get_text_config()
        head_dim = getattr(text, "head_dim", None) or text.hidden_size // text.num_attention_heads
        width = sum(model.router_width(n) + 2 * text.num_key_value_heads * head_dim for n in model.layers)
        return int(width * self.store_dtype.itemsize)

    def _segments(self, runs: Sequence[Run]) -> Iterator[list[Run]]:
        """Runs whose states together fit a segment."""
        segment: list[Run] = []
        for run in runs:
            if segment and sum(one.num_bytes for one in segment) + run.num_bytes > self.segment_bytes:
                yield segment
                segment = []
            segment.append(run)
        yield segment

    def _compute(self, window: Window, runs: Sequence[Run], report: Callable[[int, int], None]) -> Computed:
        """The states of the documents of these runs; `report` gets (documents, tokens) after each batch."""
        layers: dict[int, list[EncodedLayer]] = {layer: [] for layer in self.memory_model.layers}
        counts: list[Tensor] = []
        order: list[int] = []
        for numbers in self._batches(window.tokens, runs):
            rows = [window.tokens[number] for number in numbers]
            longest = len(rows[0])
            pad = self.prompt.pad_id
            ids_BL = torch.tensor([row + [pad] * (longest - len(row)) for row in rows])
            lengths_B = torch.tensor([len(row) for row in rows])
            with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=self.autocast):
                encoded = self.memory_model.encode(ids_BL, lengths_B)
            counts.append(chunk_counts(lengths_B, self.memory_model.config.pooling))
            order += [number - runs[0].first for number in numbers]
            for layer, states in encoded.layers.items():
                layers[layer].append(EncodedLayer(*(part.to(self.store_dtype) for part in states)))
            report(len(numbers), int(lengths_B.sum()))
        return Computed(window.documents[runs[0].first : runs[-1].end], order, torch.cat(counts), layers)

    def _write(self, computed: Computed) -> None:
        """Put computed states onto the disk as one segment, in the order of the documents."""
        index_C = document_order(computed.order, computed.counts_M)
        states_by_layer = {
            layer: LayerStates(
                *(torch.cat(part)[index_C.to(part[0].device)].cpu() for part in zip(*batches, strict=True))
            )
            for layer, batches in computed.layers.items()
        }
        back = torch.tensor(computed.order).argsort()
        self.encodings.write(computed.documents, computed.counts_M[back].tolist(), states_by_layer)
        self.encodings.merge_in_background()

    def _batches(self, tokens: Sequence[Sequence[int]], runs: Sequence[Run]) -> Iterator[list[int]]:
        """Numbers of documents that share a forward, one run after another."""
        for first, end, _ in runs:
            for numbers in batches([len(ids) for ids in tokens[first:end]], self.batch_tokens):
                yield [first + number for number in numbers]


def multiplies_in_bfloat16(device: torch.device) -> bool:
    """Whether float32 weights are multiplied faster in bfloat16: on CPUs that have instructions for it.

    AVX-512 without them is slower in bfloat16 than in float32.
    """
    fast = torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()
    return device.type == "cpu" and fast


def batch_tokens(device: torch.device) -> int:
    """Padded tokens of one forward over texts."""
    return CPU_BATCH_TOKENS if device.type == "cpu" else GPU_BATCH_TOKENS


def batches(lengths: Sequence[int], max_tokens: int) -> Iterator[list[int]]:
    """Numbers of documents that share a forward: longest first, rows times longest at most `max_tokens`."""
    batch: list[int] = []
    for number in sorted(range(len(lengths)), key=lambda n: -lengths[n]):
        if batch and (len(batch) + 1) * lengths[batch[0]] > max_tokens:
            yield batch
            batch = []
        batch.append(number)
    if batch:
        yield batch


def document_order(order: Sequence[int], counts_M: Tensor) -> Tensor:
    """Index that brings chunks into document order: document `order[m]` has the m-th run of `counts_M[m]`
    chunks."""
    starts_M = counts_M.cumsum(0) - counts_M
    back = torch.tensor(order).argsort()
    counts, starts = counts_M[back], starts_M[back]
    ends = counts.cumsum(0)
    return torch.arange(int(ends[-1])) + (starts - (ends - counts)).repeat_interleave(counts)
