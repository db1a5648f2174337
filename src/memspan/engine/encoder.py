"""Ledger → encodings: whatever has no states for this model yet gets them.

Knows how documents are laid into batches and how much work a kill may cost. Does not know what the states
mean, nor where they are kept; when it stops, for whatever reason, what is not written is still pending and
found again.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import torch
from torch import Tensor

from memspan.bank import Encodings, LayerStates
from memspan.engine.results import EncodeReport
from memspan.errors import ModelError
from memspan.ledger import Document, Ledger
from memspan.model import EncodedLayer, MemoryModel, Prompt, prompt_for

Progress = Callable[[int, int, int], None]

SEGMENT_DOCUMENTS = 4096
SEGMENT_BYTES = 32 * 2**20
# Padded tokens of one forward. On a CPU small batches keep activations in the caches; a GPU wants to be
# filled.
CPU_BATCH_TOKENS = 4096
GPU_BATCH_TOKENS = 65536


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
        segment_documents, segment_bytes: Limits of a segment, the most work that a kill can cost.

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
        on_cpu = memory_model.model.device.type == "cpu"
        # AVX-512 without bf16 instructions is slower in bfloat16 than in float32.
        fast = torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()
        self.autocast = on_cpu and fast and not exact
        self.batch_tokens = CPU_BATCH_TOKENS if on_cpu else GPU_BATCH_TOKENS

    def encode_pending(self, progress: Progress | None = None) -> EncodeReport:
        """Encode every document that is not encoded at its present revision.

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

        while documents := self.ledger.pending(self.encodings.model_id, self.segment_documents):
            tokens = [self.prompt.document(document.id, document.text) for document in documents]
            truncated += sum(map(self._is_cut, documents, tokens))
            for first, end in self._segments(tokens):
                self._encode(documents[first:end], tokens[first:end], report)
        return EncodeReport(documents_done, tokens_done, time.perf_counter() - begin, truncated)

    def _is_cut(self, document: Document, ids: Sequence[int]) -> bool:
        """Whether a document's text did not fit between its marks."""
        limit = self.memory_model.config.max_document_tokens
        return len(ids) >= limit and len(self._uncut.document(document.id, document.text)) > limit

    def _segments(self, tokens: Sequence[Sequence[int]]) -> Iterator[tuple[int, int]]:
        """Runs of documents whose states fit a segment."""
        model = self.memory_model
        text = model.model.config.get_text_config()
        head_dim = getattr(text, "head_dim", None) or text.hidden_size // text.num_attention_heads
        width = sum(model.router_width(n) + 2 * text.num_key_value_heads * head_dim for n in model.layers)
        chunk_bytes = width * self.store_dtype.itemsize
        first = num_bytes = 0
        for number, ids in enumerate(tokens):
            more = -(-len(ids) // model.config.pooling) * chunk_bytes
            if number > first and num_bytes + more > self.segment_bytes:
                yield first, number
                first, num_bytes = number, 0
            num_bytes += more
        yield first, len(tokens)

    def _encode(
        self,
        documents: Sequence[Document],
        tokens: Sequence[Sequence[int]],
        report: Callable[[int, int], None],
    ) -> None:
        """Write one segment; `report` gets (documents, tokens) after each batch."""
        layers: dict[int, list[EncodedLayer]] = {layer: [] for layer in self.memory_model.layers}
        counts: list[Tensor] = []
        order: list[int] = []
        for numbers in batches([len(ids) for ids in tokens], self.batch_tokens):
            longest = len(tokens[numbers[0]])
            pad = self.prompt.pad_id
            ids_BL = torch.tensor([[*tokens[n], *[pad] * (longest - len(tokens[n]))] for n in numbers])
            lengths_B = torch.tensor([len(tokens[n]) for n in numbers])
            with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=self.autocast):
                encoded = self.memory_model.encode(ids_BL, lengths_B)
            counts.append(encoded.chunk_counts_B.cpu())
            order += numbers
            for layer, states in encoded.layers.items():
                layers[layer].append(EncodedLayer(*(part.to("cpu", self.store_dtype) for part in states)))
            report(len(numbers), int(lengths_B.sum()))
        counts_M = torch.cat(counts)
        index_C = document_order(order, counts_M)
        states_by_layer = {
            layer: LayerStates(*(torch.cat(part)[index_C] for part in zip(*parts, strict=True)))
            for layer, parts in layers.items()
        }
        back = torch.tensor(order).argsort()
        self.encodings.write(documents, counts_M[back].tolist(), states_by_layer)


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
