"""What a power cut may leave of a folder, from the changes that `shim` told of.

A kill leaves all that was written, for the kernel lives on. A power cut leaves what was synced, and of
everything else any part: names without their contents, files of the right length full of zeros, some writes
and not others. Knows only what POSIX promises: a file's bytes are safe after its own sync, its name after a
sync of the folder.
"""

import os
import random
from collections.abc import Iterable
from pathlib import Path

from .shim import Boundary

CUTS = ("synced", "names", "zeros", "some")
"""synced: nothing else is left. names: also all names, without unsynced bytes. zeros: as names, and files
have their last length. some: the first few of the changed names, and any of the unsynced writes."""


class File:
    """A file's bytes: those that are safe, and what was done since."""

    def __init__(self, data: bytes = b"") -> None:
        self.safe = bytearray(data)
        self.since: list[Boundary] = []

    def sync(self) -> None:
        self.safe = self.after(self.since)
        self.since = []

    def after(self, changes: Iterable[Boundary]) -> bytearray:
        data = bytearray(self.safe)
        for change in changes:
            if change.kind == "truncate":
                del data[change.offset :]
            data.extend(bytes(max(0, change.offset + len(change.data) - len(data))))
            data[change.offset : change.offset + len(change.data)] = change.data
        return data

    def left(self, cut: str, rng: random.Random) -> bytes:
        if cut == "zeros":
            length = len(self.after(self.since))
            return bytes((self.safe + bytes(length))[:length])
        if cut == "some":
            return bytes(self.after(change for change in self.since if rng.random() < 0.5))
        return bytes(self.safe)


Names = dict[str, File | None]  # None is a folder


class Disk:
    """A folder whose present contents are safe, and the changes since."""

    def __init__(self, folder: Path) -> None:
        self.root = str(folder.resolve())
        self.safe: Names = {}
        for path in sorted(folder.resolve().rglob("*")):
            if not path.name.endswith("-shm"):
                self.safe[str(path)] = File(path.read_bytes()) if path.is_file() else None
        self.names = dict(self.safe)
        self.changed_names: list[tuple[Boundary, File | None]] = []

    def take(self, change: Boundary) -> None:
        if change.kind == "sync":
            file = self.names.get(change.path)
            if file is not None:
                file.sync()
            else:
                self._sync_folder(change.path)
        elif change.kind in ("write", "truncate"):
            file = self.names.get(change.path)
            if file is not None:  # one that was removed while it is open goes on without a name
                file.since.append(change)
        else:
            file = File() if change.kind == "create" else self.names.get(change.path)
            self.changed_names.append((change, file))
            rename(self.names, change, file)

    def _sync_folder(self, folder: str) -> None:
        later = []
        for change, file in self.changed_names:
            if folder in {os.path.dirname(change.path), os.path.dirname(change.target)}:
                rename(self.safe, change, file)
            else:
                later.append((change, file))
        self.changed_names = later

    def write(self, target: Path, cut: str, rng: random.Random) -> None:
        """Put into the folder `target` what is left."""
        names = dict(self.safe)
        survivors = {"synced": 0, "some": rng.randint(0, len(self.changed_names))}
        for change, file in self.changed_names[: survivors.get(cut, len(self.changed_names))]:
            rename(names, change, file)
        for path, left in sorted(names.items()):
            place = target / os.path.relpath(path, self.root)
            if not place.parent.is_dir():
                continue  # its folder was never synced into the one above
            if left is None:
                place.mkdir()
            else:
                place.write_bytes(left.left(cut, rng))


def rename(names: Names, change: Boundary, file: File | None) -> None:
    """Carry out a change of names."""
    if change.kind in ("unlink", "rmdir"):
        names.pop(change.path, None)
    elif change.kind == "rename":
        names.pop(change.path, None)
        names[change.target] = file
    else:
        names[change.path] = file
