"""SQLite's write-ahead log, as far as its checksums go: a changed bit does not take what follows with it.

SQLite reads a log up to the first frame whose checksum is wrong, for it takes that for the place where a kill
stopped it. So one bit that changed on the disk would silently take every later commit with it. But the
frames' sums are linear: what they differ by tells which bit it was, and it is changed back. The nine highest
bits of a word look alike in many places of a page: then the frame is left as it is and the sums are made
anew, so that SQLite reads on, and the checksums of documents tell what is wrong, as they do in the database.
Where no single bit explains it, writing was stopped there, and the log is left as it is. This holds as long
as a transaction writes each page once, at its end (`PRAGMA cache_spill = OFF`): SQLite goes over frames that
it wrote too early, and a kill could catch it there.

The format: https://www.sqlite.org/fileformat2.html#walformat
"""

import struct
from pathlib import Path

from memspan.errors import BankError
from memspan.files import sync_file, sync_folder

HEADER, FRAME_HEADER = 32, 24
MASK = 2**32 - 1

Sums = tuple[int, int]


def mend_log(log: Path) -> list[str]:
    """Put right what one changed bit did to a log that nobody has open; one line for each place.

    Raises:
        BankError: The log cannot be written.
    """
    temporary = log.with_name(f"{log.name}.tmp")
    try:
        temporary.unlink(missing_ok=True)  # of a process that was killed here
        data, places = _mended(log.read_bytes())
    except FileNotFoundError:
        return []
    if places:
        try:
            # All of it or nothing: sums that are made anew for half of the frames would cut it there.
            temporary.write_bytes(data)
            sync_file(temporary)
            temporary.rename(log)
            sync_folder(log.parent)
        except OSError as error:
            raise BankError(f"{log} is damaged and could not be mended ({error}); check the disk.") from error
    return [
        f"{log}: a bit of the log behind byte {start:,} had changed; the log was mended" for start in places
    ]


def _mended(raw: bytes) -> tuple[bytes, list[int]]:
    """A log as `mend_log` puts it right, and where it had to."""
    data = bytearray(raw)
    header = _sound_header(data)
    if header is None:
        return raw, []
    places = [] if header == data[:HEADER] else [0]
    data[:HEADER] = header
    order, page = _order(header), int.from_bytes(header[8:12])
    new = _stored(header[24:])
    old = {new}  # what the next frame's sums may go on from: where it cannot be told, one of two
    num_certain = len(places)
    for start in range(HEADER, len(data) - FRAME_HEADER - page + 1, FRAME_HEADER + page):
        frame = data[start : start + FRAME_HEADER + page]
        told = _stored(frame[16:24])
        there = {sums: _sums(_covered(frame), order, sums) for sums in old}
        same_log = frame[8:16] == header[16:24]
        unbroken = old == {new}
        if told in there.values() and (same_log or _bits_apart(frame[8:16], header[16:24]) == 1):
            if not same_log:
                frame[8:16] = header[16:24]
                places.append(start)
            old = {told}
        elif same_log and len(old) == 1:
            (found,) = there.values()
            in_sum = _bits_apart(frame[16:24], struct.pack(">2I", *found)) == 1
            bits = _changed_bits(_covered(frame), order, found, told)
            if len(bits) == 1 and not in_sum:
                byte, bit = bits[0]
                frame[byte if byte < 8 else byte + 16] ^= bit
                old = {told}
            elif bits or in_sum:
                old = {told, found}
            else:
                break
            places.append(start)
        else:
            break
        new = told if unbroken and old == {told} else _sums(_covered(frame), order, new)
        frame[16:24] = struct.pack(">2I", *new)
        data[start : start + len(frame)] = frame
        if any(frame[4:8]):  # a commit: what leads to it was all meant
            num_certain = len(places)
    places = places[:num_certain]
    return (bytes(data), places) if places else (raw, [])


def committed_pages(log: Path) -> tuple[dict[int, bytes], int]:
    """The pages in a log as its last commit left them, by their numbers from 1 on, and the number of pages
    that the database then has: what SQLite would read once the log is mended, however damaged the database
    is."""
    data, _ = _mended(log.read_bytes() if log.exists() else b"")
    header = _sound_header(data)
    if header is None:
        return {}, 0
    order, page = _order(header), int.from_bytes(header[8:12])
    sums = _stored(header[24:])
    committed: dict[int, bytes] = {}
    size = 0
    written: dict[int, bytes] = {}
    for start in range(HEADER, len(data) - FRAME_HEADER - page + 1, FRAME_HEADER + page):
        frame = data[start : start + FRAME_HEADER + page]
        sums = _sums(_covered(frame), order, sums)
        if sums != _stored(frame[16:24]) or frame[8:16] != header[16:24]:
            break
        written[int.from_bytes(frame[:4])] = frame[FRAME_HEADER:]
        if any(frame[4:8]):
            committed |= written
            size = int.from_bytes(frame[4:8])
    return committed, size


def _sound_header(data: bytes | bytearray) -> bytes | None:
    """The header of a log with at most one bit changed so that its checksum is right, and of several such the
    one that the first frame goes on from."""
    if len(data) < HEADER:
        return None
    number = int.from_bytes(data[:HEADER])
    sound = []
    for bit in (None, *range(8 * HEADER)):
        tried = (number if bit is None else number ^ 1 << bit).to_bytes(HEADER)
        if tried[:3] == b"\x37\x7f\x06" and _sums(tried[:24], _order(tried), (0, 0)) == _stored(tried[24:]):
            sound.append(tried)
        if sound and bit is None:
            break
    for header in sound:
        frame = data[HEADER : HEADER + FRAME_HEADER + int.from_bytes(header[8:12])]
        if len(frame) <= FRAME_HEADER or len(frame) % 8 or frame[8:16] != header[16:24]:
            continue
        if _sums(_covered(frame), _order(header), _stored(header[24:])) == _stored(frame[16:24]):
            return header
    return sound[0] if sound else None


def _order(header: bytes) -> str:
    return ">" if header[3] & 1 else "<"


def _covered(frame: bytes | bytearray) -> bytes | bytearray:
    """What a frame's checksum is over."""
    return frame[:8] + frame[FRAME_HEADER:]


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


def _changed_bits(data: bytes | bytearray, order: str, there: Sums, told: Sums) -> list[tuple[int, int]]:
    """Each byte and bit within it by which `data` gives `there` instead of `told`."""
    wanted = (told[0] - there[0]) & MASK, (told[1] - there[1]) & MASK
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    found = []
    # What one more in the even and in the odd word of a pair adds to the sums in the end.
    even, odd = (1, 1), (0, 1)
    for pair in range(len(words) // 2 - 1, -1, -1):
        for number, (first, second) in ((2 * pair, even), (2 * pair + 1, odd)):
            for bit in range(32):
                step = -(1 << bit) if words[number] >> bit & 1 else 1 << bit
                if ((step * first) & MASK, (step * second) & MASK) == wanted:
                    byte = bit // 8 if order == "<" else 3 - bit // 8
                    found.append((4 * number + byte, 1 << bit % 8))
        even, odd = _next(even), _next(odd)
    return found


def _next(sums: Sums) -> Sums:
    first = (sums[0] + sums[1]) & MASK
    return first, (first + sums[1]) & MASK
