"""One segment: an immutable safetensors file with the states of some documents in all routed layers.

Knows the file: its tensors, how it gets onto the disk whole or not at all, how it is mapped into memory. Does
not know which of its documents are still valid; that is in the ledger.

Shapes: C chunks, G kv heads, D head dimension, W routing-key width, N documents.

    document_ids [N], revisions [N], chunk_counts [N]     int64
    {layer}.keys [C, G, D], {layer}.values [C, G, D], {layer}.router_keys [C, W]     any float dtype

A document's chunks lie together, documents in row order.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor

from memspan.bank.mapped import DTYPES, MEND, DamagedFileError, MappedFile, header_bytes
from memspan.errors import BankError
from memspan.files import sync_folder
from memspan.ledger import SegmentRecord

SUFFIX = ".safetensors"
TEMPORARY_SUFFIX = ".tmp"
NAMES = {dtype: name for name, dtype in DTYPES.items()}


class LayerStates(NamedTuple):
    """What one routed layer keeps of some documents' chunks: the paper's K̄, V̄ and K̄ʳ."""

    keys_CGD: Tensor
    values_CGD: Tensor
    router_keys_CW: Tensor


class Segment:
    """A segment mapped into memory. It stays readable after the file was removed.

    Everything but its opening may raise DamagedFileError.

    Raises:
        FileNotFoundError: There is no such file, or not any more.
    """

    def __init__(self, path: Path) -> None:
        self._file = MappedFile(path)

    @property
    def document_ids_N(self) -> Tensor:
        return self._tensor("document_ids")

    @property
    def revisions_N(self) -> Tensor:
        return self._tensor("revisions")

    @property
    def chunk_counts_N(self) -> Tensor:
        return self._tensor("chunk_counts")

    @cached_property
    def chunk_offsets_M(self) -> Tensor:
        return chunk_offsets(self.chunk_counts_N)

    @cached_property
    def layers(self) -> dict[int, LayerStates]:
        """Per routed layer, the states of all documents."""
        layers = sorted({int(name.split(".")[0]) for name in self._file.tensors if name[0].isdigit()})
        return {
            layer: LayerStates(
                *(self._tensor(f"{layer}.{part}") for part in ("keys", "values", "router_keys"))
            )
            for layer in layers
        }

    def _tensor(self, name: str) -> Tensor:
        if name not in self._file.tensors:
            raise DamagedFileError(f"{self._file.path} lacks {name}; {MEND}")
        return self._file.tensors[name]


def write_segment(
    path: Path,
    document_ids_N: Tensor,
    revisions_N: Tensor,
    chunk_counts_N: Tensor,
    states: Mapping[int, LayerStates],
) -> SegmentRecord:
    """Put a segment onto the disk: when this returns it is there whole, whatever happens then.

    The bytes go to a temporary name in the same folder, are synced and renamed, and the folder is synced, so
    that at no time a file with the final name is incomplete. They are hashed as they are written: nothing is
    held in memory beside the states themselves.
    """
    tensors = {
        "document_ids": document_ids_N,
        "revisions": revisions_N,
        "chunk_counts": chunk_counts_N,
    }
    for layer, layer_states in states.items():
        tensors[f"{layer}.keys"] = layer_states.keys_CGD
        tensors[f"{layer}.values"] = layer_states.values_CGD
        tensors[f"{layer}.router_keys"] = layer_states.router_keys_CW
    temporary = path.with_suffix(TEMPORARY_SUFFIX)
    try:
        sha256, num_bytes = write_parts(temporary, _serialised(tensors))
        temporary.rename(path)
        sync_folder(path.parent)
    except OSError as error:
        temporary.unlink(missing_ok=True)  # a full disk needs the room
        path.unlink(missing_ok=True)
        raise BankError(
            f"The encodings could not be written to {path.parent} ({error}); free some space or check the "
            "disk and try again, nothing was half-written."
        ) from error
    return SegmentRecord(
        name=path.name,
        sha256=sha256,
        num_bytes=num_bytes,
        num_documents=document_ids_N.numel(),
        num_chunks=int(chunk_counts_N.sum()),
    )


def write_parts(path: Path, parts: Iterable[bytes | memoryview]) -> tuple[str, int]:
    """Write a file part by part and sync it; its SHA-256 and its length."""
    digest, num_bytes = hashlib.sha256(), 0
    with open(path, "wb") as file:
        for part in parts:
            num_bytes += file.write(part)
            digest.update(part)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest(), num_bytes


def _serialised(tensors: Mapping[str, Tensor]) -> Iterator[bytes | memoryview]:
    """The bytes of a safetensors file, part by part.

    Not save_file: it makes a temporary file of its own, under a name that no sweep would know.
    """
    # Larger types first, so that every tensor is aligned.
    ordered = sorted(tensors.items(), key=lambda item: (-item[1].itemsize, item[0]))
    yield header_bytes({name: (NAMES[tensor.dtype], list(tensor.shape)) for name, tensor in ordered})
    for _, tensor in ordered:
        yield tensor.cpu().contiguous().flatten().view(torch.uint8).numpy().data


def file_sha256(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def chunk_offsets(chunk_counts_N: Tensor) -> Tensor:
    """First chunk of each document, and the number of all chunks at the end: [N + 1]."""
    offsets_M = torch.zeros(chunk_counts_N.numel() + 1, dtype=torch.int64)
    torch.cumsum(chunk_counts_N, 0, out=offsets_M[1:])
    return offsets_M


def document_runs(
    chunk_offsets_M: Tensor, most: int, first: int = 0, last: int | None = None
) -> Iterator[tuple[int, int]]:
    """(first document, end document) of runs of whole documents of at most `most` chunks, from document
    `first` to `last` - 1; a longer document is a run by itself."""
    last = chunk_offsets_M.numel() - 1 if last is None else last
    while first < last:
        end = int(torch.searchsorted(chunk_offsets_M, chunk_offsets_M[first] + most, right=True)) - 1
        end = min(max(end, first + 1), last)
        yield first, end
        first = end


def chunk_indices(first_chunks_N: Tensor, chunk_counts_N: Tensor) -> Tensor:
    """The chunk numbers of documents that start at `first_chunks_N`, one document after the other: [C]."""
    shifts_N = first_chunks_N - chunk_offsets(chunk_counts_N)[:-1]
    return shifts_N.repeat_interleave(chunk_counts_N) + torch.arange(int(chunk_counts_N.sum()))
