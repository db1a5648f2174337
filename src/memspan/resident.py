"""How much memory this process may keep resident, and giving back pages of files that are mapped.

Knows the operating system's counters. Does not know what is in the pages: what scans a mapped file asks,
piece by piece, whether there is room to keep what it has read. A page that is given back is read again from
the file when it is needed, mostly from the operating system's own cache.
"""

from __future__ import annotations

import ctypes
import mmap
import os
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from memspan.errors import InputError

if TYPE_CHECKING:
    from torch import Tensor

STATM = Path("/proc/self/statm")
UNITS = {"": 1, "K": 2**10, "M": 2**20, "G": 2**30, "T": 2**40}
LEAST = 2**30  # Python, torch and a small model take most of it
# Kept free below the limit for what is on its way: a piece of a scan, scores, the texts of an answer.
RESERVE = 2**28

_limit: int | None = None


def parse_size(text: str | int) -> int:
    """Bytes of "4G", "1.5 GiB", "800M" or a number; units are powers of 1,024.

    Raises:
        InputError: It is no size, or less than a process needs.
    """
    match = re.fullmatch(r"\s*([0-9]+(?:\.[0-9]+)?)\s*([KMGT]?)(?:i?B)?\s*", str(text), re.IGNORECASE)
    if match is None:
        raise InputError(f"{text!r} is no amount of memory; write one such as 4G or 800M.")
    size = int(float(match[1]) * UNITS[match[2].upper()])
    if size < LEAST:
        raise InputError(f"{text!r} is too little memory; give at least {LEAST >> 30}G.")
    return size


def limit_memory(size: str | int | None) -> None:
    """Keep this process below so much resident memory, as far as mapped files go; `None` lifts the limit.

    Raises:
        InputError: See `parse_size`; or this system does not tell what is resident.
    """
    global _limit
    if size is not None and (not STATM.exists() or _madvise() is None):
        raise InputError("This system does not tell how much memory a process uses; leave the limit out.")
    _limit = None if size is None else parse_size(size)


def resident_bytes() -> int:
    """Memory that this process has resident now, mapped files included."""
    return int(STATM.read_text().split()[1]) * mmap.PAGESIZE


def give_back(*mapped: Tensor, coming: int = 0) -> None:
    """Let go of the pages of tensors in mapped files if the limit is near; their values stay readable.

    Args:
        coming: Bytes that will be read next, beside the usual reserve.
    """
    if _limit is None or resident_bytes() + RESERVE + coming < _limit:
        return
    madvise = _madvise()
    for tensor in mapped:
        begin = -(-tensor.data_ptr() // mmap.PAGESIZE) * mmap.PAGESIZE
        end = (tensor.data_ptr() + tensor.numel() * tensor.itemsize) // mmap.PAGESIZE * mmap.PAGESIZE
        if end > begin and madvise is not None:
            madvise(ctypes.c_void_p(begin), ctypes.c_size_t(end - begin), mmap.MADV_DONTNEED)


@cache
def _madvise() -> ctypes._NamedFuncPointer | None:
    if os.name != "posix" or not hasattr(mmap, "MADV_DONTNEED"):
        return None
    return ctypes.CDLL(None).madvise
