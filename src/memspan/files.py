"""Files and folders that survive a power cut, and locks that a kill releases. Knows what POSIX promises, not
what the files are."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from memspan.errors import BankError


class InUseError(BankError):
    """Others hold the lock."""


def sync_file(file: Path) -> None:
    """Put what was written to `file` onto the disk."""
    descriptor = os.open(file, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Put the names in `folder` onto the disk: what was created in it, renamed or removed."""
    sync_file(folder)


def make_folder(folder: Path) -> None:
    """Create `folder` and those above it where they are missing, each on the disk when this returns.

    Raises:
        BankError: One cannot be created.
    """
    missing = []
    while not folder.is_dir():
        missing.append(folder)
        folder = folder.parent
    try:
        for one in reversed(missing):
            one.mkdir(exist_ok=True)
            sync_folder(one.parent)
    except OSError as error:
        raise BankError(
            f"The folder {missing[0]} cannot be created ({error}); check its place, the permissions there "
            "and the room on the disk."
        ) from error


@contextmanager
def locked(file: Path, what: str, *, shared: bool = False, seconds: float = 0.0) -> Iterator[None]:
    """Hold a lock on `file`, which is created where it is missing; other holders are waited for.

    A kill releases it.

    Raises:
        InUseError: After so many seconds it was still held by others: `what` says what they do.
        BankError: The file can be neither opened nor created.
    """
    try:
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise BankError(
            f"{file} cannot be opened ({error}); check that its folder exists, the permissions there and the "
            "room on the disk."
        ) from error
    try:
        give_up = time.monotonic() + seconds
        while True:
            try:
                fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= give_up:
                    raise InUseError(f"{what}; try again when it is done.") from None
                time.sleep(0.01)
        yield
    finally:
        os.close(descriptor)
