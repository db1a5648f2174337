"""ZIP archives, of which nothing is written to the disk and which never unpack to more than was allowed.

Knows the limits and which members are files with honest names. Does not know what the members are.
"""

import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from memspan.ingest.parts import LeftOut

MAX_MEMBERS = 100_000
MAX_MEMBER = 256 << 20  # bytes, unpacked
MAX_UNPACKED = 1 << 30  # bytes of all members together
MAX_RATIO = 200  # unpacked to packed, of an archive that unpacks to more than MAX_SUSPECT
MAX_SUSPECT = 64 << 20
# What zipfile raises; a RuntimeError says that a password is missing.
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, RuntimeError),
    *(NotImplementedError, struct.error),
)
_MAX_DIRECTORY = 64 << 20  # bytes of the list of members, which is read at once


class _Bounded:
    """A file for `zipfile` that refuses to be read in pieces larger than a list of members may be."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.seek, self.tell, self.close = file.seek, file.tell, file.close
        self.seekable = file.seekable

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(min(size, _MAX_DIRECTORY + 1) if size >= 0 else _MAX_DIRECTORY + 1)
        if len(data) > _MAX_DIRECTORY:
            raise LeftOut("is an archive with a list of members that makes no sense")
        return data


@contextmanager
def opened(file: BinaryIO) -> Iterator[zipfile.ZipFile]:
    """The archive in `file`, once it is known to unpack to a bounded size.

    Raises:
        LeftOut: It is no archive, is damaged, or would unpack to too much.
    """
    try:
        with zipfile.ZipFile(_Bounded(file)) as archive:  # all that zipfile uses
            _require_bounded(archive.infolist())
            yield archive
    except _DAMAGED as error:
        raise LeftOut(f"is damaged or no archive ({_words(error)})") from None


def _require_bounded(members: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(info.file_size for info in members)
    packed = sum(info.compress_size for info in members)
    if len(members) > MAX_MEMBERS:
        raise LeftOut(f"holds more than {MAX_MEMBERS:,} files; unpack it and name the folder")
    if unpacked > MAX_UNPACKED:
        raise LeftOut(f"unpacks to more than {MAX_UNPACKED >> 20} MB; unpack it and name the folder")
    if unpacked > MAX_SUSPECT and unpacked > MAX_RATIO * packed:
        raise LeftOut(f"unpacks to {unpacked // max(1, packed):,} times its size, as no honest archive does")


def member(archive: zipfile.ZipFile, name: str) -> bytes:
    """The bytes of one member; never more than its entry tells and MAX_MEMBER allows.

    Raises:
        LeftOut: It is not there or is too large.
    """
    try:
        info = archive.getinfo(name)
    except KeyError:
        raise LeftOut(f"is damaged: it lacks {name[:100]!r}") from None
    if info.file_size > MAX_MEMBER:
        raise LeftOut(f"is larger than {MAX_MEMBER >> 20} MB")
    try:
        with archive.open(info) as file:
            return file.read(info.file_size)  # zipfile stops there, whatever the packed data goes on to
    except _DAMAGED as error:
        raise LeftOut(f"cannot be unpacked ({_words(error)})") from None


def _words(error: Exception) -> str:
    return " ".join(str(error).split())[:100]


def file_names(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """(name, reason why it is not to be read, or "") of every file in the archive, in order of names."""
    seen: set[str] = set()
    for info in sorted(archive.infolist(), key=lambda info: info.filename):
        name = info.filename
        if name.endswith("/"):  # a folder; is_dir() does not know that a name may be empty
            continue
        reason = ""
        parts = name.replace("\\", "/").split("/")
        if not name:
            reason = "has no name"
        elif name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]:
            reason = "has a name that leads out of its archive"
        elif name in seen:
            reason = "is twice in its archive"
        elif (info.external_attr >> 16) & 0o170000 == 0o120000:
            reason = "is a link"
        elif any(part.startswith(".") for part in parts) or parts[0] == "__MACOSX":
            reason = "is hidden"
        seen.add(name)
        yield name, reason
