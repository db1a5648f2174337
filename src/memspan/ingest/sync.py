"""`sync_folder`: a space follows a folder. What changed since the last time is read again, nothing else.

Knows which documents came from which file: each carries `synced_from` (the folder) and `file` in its
metadata, so the ledger alone tells it. Beside that a file in the bank remembers how each file looked when it
was read; lost or damaged, it is made anew by reading again. Does not know models: what was added is encoded
by the caller.
"""

import hashlib
import json
import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from memspan.errors import BankError, InputError
from memspan.ingest.files import FileReader
from memspan.ingest.parts import shown
from memspan.ingest.paths import files_in, read_or_skip, require_path
from memspan.ingest.report import IngestReport
from memspan.ingest.splitting import Splitter
from memspan.ledger import Draft, Ledger

BATCH = 1000  # drafts that are added in one transaction, about
FRESH_NS = 2_000_000_000  # a file changed so shortly before it was read may change again with the same time

Progress = Callable[[str, int, int], None]


@dataclass
class SyncReport:
    """What a sync found and did."""

    new: int = 0
    """Files that were not there the last time, also those that hold no documents."""
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    added: int = 0
    """Documents."""
    deleted: int = 0
    ingest: IngestReport = field(default_factory=IngestReport)
    """What the reading of new and changed files gave, and what was left out."""


@dataclass
class _Seen:
    """How a file looked when it was read, and the documents that it holds."""

    size: int = -1
    mtime_ns: int = 0
    sha256: str = ""
    skipped: str = ""
    """Why it gave no documents."""
    ids: list[int] = field(default_factory=list)


def sync_folder(
    ledger: Ledger,
    space: str,
    folder: str | Path,
    splitter: Callable[[], Splitter],
    *,
    progress: Progress | None = None,
) -> SyncReport:
    """Make the space hold what the files of the folder say now.

    New and changed files are read; of a changed file only the documents whose text is new are added, and
    those whose text is gone are deleted, unless another synced file says the same. Documents of files that
    are gone, or are now ignored, are deleted. A file that cannot be read any more keeps its documents.
    Documents that were added by other means are never touched. Killed at any point, the next sync goes on.

    Args:
        ledger: The bank's.
        space: In which the documents are.
        folder: What to follow.
        splitter: Gives what cuts texts; asked only if a file has to be read.
        progress: Called as `progress("reading files", done, total)`.

    Raises:
        InputError: There is no such folder, or another sync of this bank is running.
    """
    require_path(Path(folder))
    root = Path(folder).resolve()
    if not root.is_dir():
        raise InputError(f"{shown(str(folder))} is a file; sync follows a folder, `memspan add` takes files.")
    report = SyncReport()
    with _alone(ledger.path.parent), ExitStack() as readers:
        state = _State(ledger, space, root)
        files = {os.path.relpath(path, root): path for path in files_in(root, report.ingest)}
        _delete_gone(state, files.keys(), report)
        to_read: list[tuple[str, Path, _Seen]] = []
        for name, path in files.items():
            before = state.files.get(name)
            now = _look(path, before)
            if before is not None and now.sha256 and now.sha256 == before.sha256:
                before.size, before.mtime_ns = now.size, now.mtime_ns
                report.unchanged += 1
                if before.skipped:
                    report.ingest.skip(shown(str(path)), before.skipped)
                continue
            to_read.append((name, path, now))
            report.new += before is None
            report.changed += before is not None
        reader: FileReader | None = None
        batch: list[tuple[str, _Seen, list[Draft]]] = []
        for done, (name, path, now) in enumerate(to_read, 1):
            if reader is None:
                reader = readers.enter_context(FileReader(splitter(), report.ingest))
            # Each file by itself: what another one says too is known by the ledger, and stays when that one
            # goes.
            report.ingest.exchanges.clear()
            drafts = read_or_skip(reader, path, report.ingest)
            now.skipped = report.ingest.skipped.get(shown(str(path)), "")
            about = {"synced_from": shown(str(root)), "file": shown(name)}
            drafts = [replace(draft, metadata={**draft.metadata, **about}) for draft in drafts]
            batch.append((name, now, drafts))
            if sum(len(drafts) for _, _, drafts in batch) >= BATCH:
                _add(state, batch, report)
                batch.clear()
            if progress is not None:
                progress("reading files", done, len(to_read))
        _add(state, batch, report)
        state.save()
    return report


def _delete_gone(state: "_State", present: Iterable[str], report: SyncReport) -> None:
    here = set(present)
    closed = [place for place, reason in report.ingest.skipped.items() if reason == "may not be read"]
    gone = [
        name
        for name in state.files
        if name not in here
        and not any(shown(str(state.root / name)).startswith(place + os.sep) for place in closed)
    ]
    ids = [id for name in gone for id in state.files.pop(name).ids]
    report.gone += len(gone)
    report.deleted += state.delete_unless_said(ids)


def _add(state: "_State", batch: list[tuple[str, _Seen, list[Draft]]], report: SyncReport) -> None:
    """One transaction's documents; then what the same files no longer say goes."""
    drafts = [draft for _, _, drafts in batch for draft in drafts]
    documents = iter(state.ledger.add(state.space, drafts) if drafts else ())
    stale: list[int] = []
    for name, now, own in batch:
        before = state.files.get(name, _Seen())
        for _, document in zip(own, documents, strict=False):
            report.added += not document.duplicate
            report.ingest.duplicates += document.duplicate
            if (
                "synced_from" in document.metadata
            ):  # else it was added by other means and is not ours to delete
                now.ids.append(document.id)
        if now.skipped:
            now.ids = before.ids  # it cannot be read as it is now; what it said before is all there is
        state.files[name] = now
        stale += sorted(set(before.ids) - set(now.ids))
    report.deleted += state.delete_unless_said(stale)
    state.save()


def _look(path: Path, before: _Seen | None) -> _Seen:
    """How a file looks now; it is read only if its size or time differ from before."""
    try:
        status = path.stat()
        if before and (before.size, before.mtime_ns) == (status.st_size, status.st_mtime_ns):
            return _Seen(status.st_size, status.st_mtime_ns, before.sha256)
        fresh = status.st_mtime_ns > time.time_ns() - FRESH_NS
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return _Seen(status.st_size, 0 if fresh else status.st_mtime_ns, digest)
    except OSError:
        return _Seen()


class _State:
    """What is known of a folder's files, in one space of one bank."""

    def __init__(self, ledger: Ledger, space: str, root: Path) -> None:
        self.ledger = ledger
        self.space = space
        self.root = root
        self.folder = ledger.path.parent
        key = json.dumps([space, str(root)]).encode()
        self.path = self.folder / f"sync-{hashlib.sha256(key).hexdigest()[:16]}.json"
        loaded = _load(self.path)
        self.files = self._from_ledger() if loaded is None else loaded

    def _from_ledger(self) -> dict[str, _Seen]:
        """Which documents came from which file, with nothing known about how the file looked."""
        files: dict[str, _Seen] = {}
        if self.space in self.ledger.spaces():
            for document in self.ledger.documents(self.space):
                if document.metadata.get("synced_from") == shown(str(self.root)):
                    files.setdefault(str(document.metadata.get("file")), _Seen()).ids.append(document.id)
        return files

    def delete_unless_said(self, ids: list[int]) -> int:
        """Delete documents that no synced file of this space says any more; how many that were."""
        if not ids:
            return 0
        said = Counter(id for seen in self.files.values() for id in seen.ids)
        for path in self.folder.glob("sync-*.json"):
            if path != self.path:
                said.update(id for seen in (_load(path) or {}).values() for id in seen.ids)
        return self.ledger.delete([id for id in dict.fromkeys(ids) if not said[id]])

    def save(self) -> None:
        """Write what is known: to a temporary name, synced, then in place of the old."""
        text = json.dumps({"files": {name: asdict(seen) for name, seen in self.files.items()}})
        temporary = self.path.with_suffix(".tmp")
        try:
            with temporary.open("w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(self.path)
        except OSError as error:
            raise BankError(
                f"{self.path} cannot be written ({error.strerror}); free some space and sync again, "
                "nothing is lost."
            ) from None


def _load(path: Path) -> dict[str, _Seen] | None:
    """The files that a state knows; None where there is none, or it makes no sense."""
    try:
        value: Any = json.loads(path.read_text(encoding="utf-8"))
        return {name: _Seen(**seen) for name, seen in value["files"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep a second sync of the same bank out; two would each miss what the other one adds."""
    import fcntl

    with ExitStack() as opened:
        try:
            file = opened.enter_context((folder / "sync.lock").open("w"))
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InputError(f"Another sync of {folder} is running; wait until it is done.") from None
        except OSError as error:
            raise BankError(
                f"{folder} cannot be written ({error.strerror}); check its permissions."
            ) from None
        yield  # closing the file ends the lock
