"""States of sessions on the disk: one small safetensors file each, in the folder `sessions` of a bank.

Knows in which order file and ledger are written, so that whatever a kill leaves is either whole and in the
catalog or swept away. A state is derived from the session's turns: a file that is missing or damaged is no
loss, and one that could not be written is made again. Does not know what is in a state.
"""

import logging
import secrets
from contextlib import suppress
from pathlib import Path

from memspan.bank.segments import SUFFIX, TEMPORARY_SUFFIX, file_sha256, write_parts
from memspan.errors import BankError
from memspan.files import InUseError, locked, make_folder, sync_folder
from memspan.ledger import Ledger, SessionRecord, StateRecord

log = logging.getLogger(__name__)

FOLDER = "sessions"
LOCK = "writing.lock"
LOCK_SECONDS = 60.0  # another one's state is written in far less


class StateFiles:
    """The states of a bank's sessions, of all spaces."""

    def __init__(self, folder: Path, ledger: Ledger) -> None:
        """`folder` is the bank's; nothing is written before the first state is."""
        self.folder = folder / FOLDER
        self._ledger = ledger

    def path(self, state: StateRecord) -> Path:
        """Where it lies, or should."""
        return self.folder / state.name

    def keep(
        self, session: SessionRecord, data: bytes, tokens: int, last_turn: int, digest: str
    ) -> StateRecord | None:
        """Put a state onto the disk and enter it as the session's; then the one before goes.

        None where the session went on or its turns changed meanwhile: then this state is not its own.

        Args:
            session: Whose it is.
            data: The file.
            tokens, last_turn, digest: See `StateRecord`.

        Raises:
            BankError: It could not be written. Nothing is lost: the turns are in the ledger.
        """
        make_folder(self.folder)
        what = f"The states in {self.folder} are being written by another process"
        with locked(self.folder / LOCK, what, seconds=LOCK_SECONDS):
            path = self.folder / f"{secrets.token_hex(8)}{SUFFIX}"
            temporary = path.with_suffix(TEMPORARY_SUFFIX)
            try:
                sha256, num_bytes = write_parts(temporary, [data])
                temporary.rename(path)
                sync_folder(self.folder)
            except OSError as error:
                with suppress(OSError):
                    temporary.unlink(missing_ok=True)  # a full disk needs the room
                    path.unlink(missing_ok=True)
                raise BankError(
                    f"The state of session {session.name!r} could not be written to {self.folder} ({error}); "
                    "free some space or check the disk. Nothing is lost: it is made again."
                ) from error
            state = StateRecord(path.name, sha256, num_bytes, tokens, last_turn, digest)
            entered = self._ledger.keep_state(session.space, session.name, session.fingerprint, state)
            self._sweep()
        return state if entered else None

    def sweep(self) -> None:
        """Remove what no session has: left by a kill, or read of what was deleted since. Where another
        process writes, it does so."""
        if not self.folder.is_dir():
            return
        try:
            with locked(self.folder / LOCK, f"{self.folder} is in use"):
                self._sweep()
        except InUseError:
            return
        except BankError as error:
            log.warning("The states in %s could not be swept now (%s).", self.folder, error)

    def forget(self) -> None:
        """Drop the states that have read what is deleted or changed since, with their files.

        Raises:
            BankError: A file could not be removed, or another process kept writing.
        """
        self._ledger.drop_states()
        if not self.folder.is_dir():
            return
        what = f"The states in {self.folder} are being written by another process"
        with locked(self.folder / LOCK, what, seconds=LOCK_SECONDS):
            left = self._sweep()
        if left:
            raise BankError(
                f"{left[0]} may hold what was deleted and cannot be removed; check the permissions there."
            )

    def _sweep(self) -> list[Path]:
        """With the lock held. What could not be removed."""
        wanted = {record.state.name for record in self._ledger.sessions() if record.state is not None}
        left = []
        for path in self.folder.iterdir():
            if path.suffix in (SUFFIX, TEMPORARY_SUFFIX) and path.name not in wanted:
                try:
                    path.unlink(missing_ok=True)
                except OSError as error:
                    log.warning("%s is not needed any more and could not be removed (%s).", path, error)
                    left.append(path)
        return left

    def misfit(self, state: StateRecord) -> str | None:
        """What is wrong with a state's file, if anything."""
        path = self.path(state)
        try:
            if file_sha256(path) != state.sha256:
                return "its bytes are not those that were written"
        except FileNotFoundError:
            return "is missing"
        except OSError as error:
            return f"cannot be read ({error})"
        return None

    def verify(self, repair: bool = False) -> list[str]:
        """Compare every state with its checksum; the damage found, in words.

        With `repair` damaged states leave the catalog: their sessions read their turns again.
        """
        damages, names = [], []
        for record in self._ledger.sessions():
            reason = None if record.state is None else self.misfit(record.state)
            if record.state is not None and reason is not None:
                damages.append(
                    f"session {record.name} of space {record.space}: {record.state.name}: {reason}"
                )
                names.append(record.state.name)
        if repair:
            self._ledger.drop_states(names)
            self.sweep()
        return damages
