"""A safetensors file that is mapped at once and understood when it is needed.

Knows the format. Mapping a file takes some 20 microseconds, whatever is in it, and keeps its bytes readable
after the file was removed; its header is parsed when a tensor is first asked for. A large bank has a
thousand files and a question needs a few of them. We map them ourselves, so that it is known that they are
mapped: only such pages can be given back (resident.py).
"""

import json
import math
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from memspan.errors import BankError

DTYPES = {
    "U8": torch.uint8,
    "I64": torch.int64,
    "F64": torch.float64,
    "F32": torch.float32,
    "F16": torch.float16,
    "BF16": torch.bfloat16,
}


MEND = "`memspan repair` has its documents encoded anew."


class DamagedFileError(BankError):
    """A file that is not what was written."""


def header_bytes(
    shapes: Mapping[str, tuple[str, list[int]]], metadata: Mapping[str, str] | None = None, alignment: int = 8
) -> bytes:
    """What a safetensors file begins with.

    Args:
        shapes: Of each tensor, in the order in which they follow, its type in the format's words and shape.
        metadata: What the file says of itself.
        alignment: The first tensor begins at a multiple of so many bytes.
    """
    header: dict[str, Any] = {} if metadata is None else {"__metadata__": dict(metadata)}
    begin = 0
    for name, (dtype, shape) in shapes.items():
        end = begin + DTYPES[dtype].itemsize * math.prod(shape)
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [begin, end]}
        begin = end
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-(len(text) + 8) % alignment)
    return len(text).to_bytes(8, "little") + text


class MappedFile:
    """The tensors of a file, which cost address space, not memory, until they are touched.

    Args:
        path: A safetensors file.

    Raises:
        FileNotFoundError: There is no such file, or not any more.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        size = path.stat().st_size
        try:
            self._bytes = torch.from_file(str(path), shared=False, size=size, dtype=torch.uint8)
        except RuntimeError as error:
            if path.exists():
                raise DamagedFileError(f"{path} cannot be mapped ({error}); {MEND}") from error
            raise FileNotFoundError(f"{path} was removed while it was opened") from error

    @property
    def tensors(self) -> dict[str, Tensor]:
        """By their names.

        Raises:
            DamagedFileError: The header does not fit the file.
        """
        return self._content[0]

    @property
    def metadata(self) -> dict[str, str]:
        """What the file says of itself; raises as `tensors` does."""
        return self._content[1]

    @cached_property
    def _content(self) -> tuple[dict[str, Tensor], dict[str, str]]:
        try:
            begin = 8 + int.from_bytes(self._bytes[:8].numpy().tobytes(), "little")
            if begin > len(self._bytes):
                raise ValueError("it is cut short")
            header = json.loads(self._bytes[8:begin].numpy().tobytes())
            metadata = {str(name): str(value) for name, value in header.pop("__metadata__", {}).items()}
            tensors = {name: self._tensor(begin, **entry) for name, entry in header.items()}
            ends = [entry["data_offsets"][1] for entry in header.values()]
            if begin + max(ends, default=0) != len(self._bytes):
                raise ValueError("its length is not that of its tensors")
        except (ValueError, TypeError, KeyError, IndexError, AttributeError, RuntimeError) as error:
            raise DamagedFileError(f"The header of {self.path} is damaged ({error}); {MEND}") from error
        return tensors, metadata

    def _tensor(self, begin: int, dtype: str, shape: list[int], data_offsets: list[int]) -> Tensor:
        first, end = data_offsets
        size = math.prod(shape) * DTYPES[dtype].itemsize
        if (
            not 0 <= first <= end <= len(self._bytes) - begin
            or size != end - first
            or min(shape, default=0) < 0
        ):
            raise ValueError("a tensor lies outside")
        return self._bytes[begin + first : begin + end].view(DTYPES[dtype]).view(shape)
