"""SQLite's write-ahead log, as far as its checksums go: a changed bit in it is found and changed back.

SQLite reads a log up to the first frame whose checksum is wrong, for it takes that for the place where a kill
stopped it. So one bit that changed on the disk would silently take every later commit with it. But the
frames' sums are linear: what they differ by tells which bit it was. Where no single bit explains it, writing
was stopped there, and the log is left as it is. This holds as long as a transaction writes each page once, at
its end (`PRAGMA cache_spill = OFF`): SQLite goes over frames that it wrote too early, and a kill could catch
it there.

The format: https://www.sqlite.org/fileformat2.html#walformat
"""

import os
import struct
from pathlib import Path

from memspan.errors import BankError

HEADER, FRAME_HEADER = 32, 24
MASK = 2**32 - 1

Sums = tuple[int, int]


def mend_log(log: Path) -> list[str]:
    """Change back what changed in a log that nobody has open; one line for each place.

    Raises:
        BankError: The log cannot be written.
    """
    try:
        data = bytearray(log.read_bytes())
    except FileNotFoundError:
        return []
    header = _sound_header(bytes(data[:HEADER]))
    if header is None:
        return []
    mended = [] if header == data[:HEADER] else [0]
    data[:HEADER] = header
    order = ">" if header[3] & 1 else "<"
    page = int.from_bytes(header[8:12])
    sums = _stored(header[24:])
    num_certain = len(mended)
    for start in range(HEADER, len(data) - FRAME_HEADER - page + 1, FRAME_HEADER + page):
        frame = data[start : start + FRAME_HEADER + page]
        told = _stored(frame[16:24])
        covered = frame[:8] + frame[FRAME_HEADER:]
        there = _sums(covered, order, sums)
        same_log = frame[8:16] == header[16:24]
        if there == told and same_log:
            pass
        elif there == told and _bits_apart(frame[8:16], header[16:24]) == 1:
            frame[8:16] = header[16:24]
        elif same_log and _bits_apart(frame[16:24], struct.pack(">2I", *there)) == 1:
            frame[16:24] = struct.pack(">2I", *there)
        elif same_log and (place := _changed_bit(covered, order, there, told)) is not None:
            byte, bit = place
            frame[byte if byte < 8 else byte + 16] ^= bit
            there = told
        else:
            break
        if frame != data[start : start + len(frame)]:
            data[start : start + len(frame)] = frame
            mended.append(start)
        if any(frame[4:8]):  # a commit: what leads to it was all meant
            num_certain = len(mended)
        sums = there
    mended = mended[:num_certain]
    if mended:
        try:
            with open(log, "r+b") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise BankError(f"{log} is damaged and could not be mended ({error}); check the disk.") from error
    return [f"{log}: a bit of the log at byte {start:,} had changed; it was changed back" for start in mended]


def committed_pages(log: Path) -> tuple[dict[int, bytes], int]:
    """The pages in a log as its last commit left them, by their numbers from 1 on, and the number of pages
    that the database then has: what SQLite would read, however damaged the database is."""
    data = log.read_bytes() if log.exists() else b""
    header = _sound_header(data[:HEADER])
    if header is None:
        return {}, 0
    order = ">" if header[3] & 1 else "<"
    page = int.from_bytes(header[8:12])
    sums = _stored(header[24:])
    committed: dict[int, bytes] = {}
    size = 0
    written: dict[int, bytes] = {}
    for start in range(HEADER, len(data) - FRAME_HEADER - page + 1, FRAME_HEADER + page):
        frame = data[start : start + FRAME_HEADER + page]
        sums = _sums(frame[:8] + frame[FRAME_HEADER:], order, sums)
        if sums != _stored(frame[16:24]) or frame[8:16] != header[16:24]:
            break
        written[int.from_bytes(frame[:4])] = frame[FRAME_HEADER:]
        if any(frame[4:8]):
            committed |= written
            size = int.from_bytes(frame[4:8])
    return committed, size


def _sound_header(header: bytes) -> bytes | None:
    """The header with at most one bit changed so that its checksum is right."""
    if len(header) < HEADER:
        return None
    number = int.from_bytes(header)
    for bit in (None, *range(8 * HEADER)):
        tried = header if bit is None else (number ^ 1 << bit).to_bytes(HEADER)
        order = ">" if tried[3] & 1 else "<"
        if tried[:3] == b"\x37\x7f\x06" and _sums(tried[:24], order, (0, 0)) == _stored(tried[24:]):
            return tried
    return None


def _stored(raw: bytes | bytearray) -> Sums:
    first, second = struct.unpack(">2I", raw)
    return first, second


def _bits_apart(one: bytes | bytearray, other: bytes | bytearray) -> int:
    return (int.from_bytes(one) ^ int.from_bytes(other)).bit_count()


def _sums(data: bytes | bytearray, order: str, sums: Sums) -> Sums:
    first, second = sums
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for even, odd in zip(words[::2], words[1::2], strict=True):
        first = (first + even + second) & MASK
        second = (second + odd + first) & MASK
    return first, second


def _changed_bit(data: bytearray, order: str, there: Sums, told: Sums) -> tuple[int, int] | None:
    """The byte and the bit within it by which `data` gives `there` instead of `told`."""
    wanted = (told[0] - there[0]) & MASK, (told[1] - there[1]) & MASK
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    # What one more in the even and in the odd word of a pair adds to the sums in the end.
    even, odd = (1, 1), (0, 1)
    for pair in range(len(words) // 2 - 1, -1, -1):
        for number, (first, second) in ((2 * pair, even), (2 * pair + 1, odd)):
            for bit in range(32):
                step = -(1 << bit) if words[number] >> bit & 1 else 1 << bit
                if ((step * first) & MASK, (step * second) & MASK) == wanted:
                    byte = bit // 8 if order == "<" else 3 - bit // 8
                    return 4 * number + byte, 1 << bit % 8
        even, odd = _next(even), _next(odd)
    return None


def _next(sums: Sums) -> Sums:
    first = (sums[0] + sums[1]) & MASK
    return first, (first + sums[1]) & MASK
