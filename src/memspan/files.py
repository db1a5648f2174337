"""Folders and names that survive a power cut. Knows what POSIX promises, not what the files are."""

import os
from pathlib import Path

from memspan.errors import BankError


def sync_folder(folder: Path) -> None:
    """Put the names in `folder` onto the disk: what was created in it, renamed or removed."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


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
