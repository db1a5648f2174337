"""`Session`: what is being said now, held in a neural memory; the bank holds everything.

Knows that a session's turns are documents, committed before they are read, and that its state is a function
of these alone: each is read by itself, in the order of their ids, whatever happens in between. So a state
that was lost, or that has read what was deleted since, is made again from the turns, and comes out the same
bit for bit. Questions are asked of a copy that is let go: a memory that wrote its own answers would come to
believe its guesses, and could not be made again.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from memspan.errors import BankError, InputError, ModelError
from memspan.ingest import read_text
from memspan.ledger import Document, SessionRecord
from memspan.ledger.records import expiry, turns_digest
from memspan.ledger.sessions import source_of

if TYPE_CHECKING:
    from memspan.bank import StateFiles
    from memspan.memory import Memory
    from memspan.model.neural import NeuralModel, NeuralState
    from memspan.model.neural_text import NeuralText

log = logging.getLogger(__name__)

NEURAL = Path(__file__).parent / "weights" / "neural-session"
NEURAL_NAME = NEURAL.name  # as a session remembers it: the folder is elsewhere on another machine

CONFIDENCE = -0.1
"""The least mean log-probability of an answer's tokens with which a session's answer is taken: 90 in
100 for each token. With the embedded model (benchmarks/neural_session.py) most answers of both memories
together are then right."""
MAX_SOURCES = 5


@dataclass(frozen=True)
class SessionAnswer:
    """What a session's neural memory answers."""

    text: str
    sources: list[Document]
    """Turns of the session in whose text the answer stands, the latest first, at most five. A neural memory
    cannot tell where it read something: they are found by the answer's words, and where there are none, no
    turn says so in these words."""
    logprob: float
    """Mean log-probability of the answer's tokens, its end included: how sure the memory is. At most 0."""
    told: bool = False
    """Whether every part of the answer stands in some turn. A memory that is full mixes up what it was told:
    such an answer is in no turn."""
    finish: Literal["end", "length", "empty"] = "end"
    """length: it was cut off. empty: nothing was told to the session yet."""
    memory: Literal["session"] = "session"

    def is_sure(self, confidence: float) -> bool:
        """Whether it came to an end, says something that was told, and is at least so sure."""
        return self.finish == "end" and self.told and self.logprob >= confidence


class Neural(NamedTuple):
    """A neural model that sessions can use."""

    model: NeuralModel
    text: NeuralText
    fingerprint: str
    description: str


class _Held(NamedTuple):
    """A state, and the turns that it is made of."""

    state: NeuralState
    last_turn: int = 0
    digest: str = ""


class Session:
    """A running session within a space of a bank; made by `Memory.session`.

    Any number of threads may share one, and any number of processes may have the same session open: what one
    of them is told the others have read when they are next used.
    """

    def __init__(self, memory: Memory, name: str, neural: Neural, files: StateFiles) -> None:
        self.memory = memory
        self.space = memory.space
        self.name = name
        self.neural = neural
        self._files = files
        self._held: _Held | None = None
        self._lock = threading.RLock()
        self.record()
        files.sweep()

    def record(self) -> SessionRecord:
        """What the ledger knows of it."""
        return self.memory.ledger.open_session(
            self.space, self.name, self.neural.fingerprint, self.neural.description
        )

    # ---------------------------------------------------------------------------------- telling and asking

    def tell(
        self,
        text: str,
        *,
        metadata: Mapping[str, Any] | None = None,
        time: str | None = None,
        speaker: str | None = "user",
        expires: str | None = None,
        encode: bool = True,
    ) -> list[Document]:
        """Commit a text as documents of the space, then read it; a long one becomes several.

        What was said before is said again: unlike `Memory.add` this keeps what the space holds already.

        Args:
            text: What is said.
            metadata, time, speaker, expires, encode: As in `Memory.add`.

        Raises:
            InputError: The text is empty, or `expires` is no time to come.
        """
        until = None if expires is None else expiry(expires)
        drafts = [
            replace(draft, expires=until)
            for draft in read_text(
                text,
                source=source_of(self.name),
                metadata=metadata,
                time=time,
                speaker=speaker,
                splitter=self.memory.splitter(),
            )
        ]
        documents = self.memory.ledger.add(self.space, drafts, keep_duplicates=True)
        self._current()
        if encode:
            self.memory.encode()
        return documents

    def ask(self, question: str, *, max_new_tokens: int = 64) -> SessionAnswer:
        """Ask the session's neural memory alone. Neither question nor answer becomes part of the session.

        Args:
            question: Any text.
            max_new_tokens: Longest answer, in tokens.

        Raises:
            InputError: `max_new_tokens` is less than 1.
        """
        import torch

        if max_new_tokens < 1:
            raise InputError(f"An answer of {max_new_tokens} tokens is none; give at least 1.")
        held = self._current()
        if not held.last_turn:
            return SessionAnswer("", [], 0.0, finish="empty")
        model, text = self.neural.model, self.neural.text
        ids_BT = torch.tensor([text.asked(question)])
        ids, logprob, _ = model.generate(ids_BT, held.state, max_new_tokens)
        ended = ids[-1] == text.marks.end
        answer = text.answer(ids[:-1] if ended else ids)
        wanted = {_plain(part) for part in text.parts(answer)} - {_plain("")}
        found, missing = [], set(wanted)
        for turn in self.memory.ledger.turns(self.space, self.name):
            said = _plain(turn.text)
            if here := {part for part in wanted if part in said}:
                found.append(turn)
                missing -= here
        return SessionAnswer(
            answer,
            found[: -MAX_SOURCES - 1 : -1],
            logprob,
            told=bool(wanted) and not missing,
            finish="end" if ended else "length",
        )

    # ----------------------------------------------------------------------------------- life of a session

    @property
    def state(self) -> NeuralState:
        """The memory's state after all that was told; a value, which nothing changes any more."""
        return self._current().state

    @property
    def cost(self) -> dict[str, float]:
        """What the session takes: bytes of its state, of which so many for the memory and for the attention
        window; tokens and turns read; bytes for each token. The state does not grow with the text: the longer
        the session, the less a token costs."""
        held = self._current()
        parts = held.state.num_bytes
        num_bytes, tokens = sum(parts.values()), held.state.position
        return {
            "bytes": num_bytes,
            "memory_bytes": parts["memory"],
            "window_bytes": parts["window"],
            "tokens": tokens,
            "turns": self.record().turns,
            "bytes_per_token": num_bytes / tokens if tokens else 0.0,
        }

    def copy(self, new_name: str) -> Session:
        """Another session that was told the same, and from now on goes its own way. Its turns are documents
        of its own: what is deleted in one stays in the other.

        Raises:
            InputError: There is a session of that name, or it is not a name.
        """
        ledger = self.memory.ledger
        while True:
            held = self._current()
            copies = ledger.copy_session(self.space, self.name, new_name, held.last_turn, held.digest)
            if copies or not held.last_turn:
                break  # else a turn was deleted meanwhile
        copied = Session(self.memory, new_name, self.neural, self._files)
        if copies:
            digest = turns_digest((document.id, document.revision) for document in copies)
            copied._held = _Held(held.state, copies[-1].id, digest)
            copied._keep(copied._held)
        return copied

    def delete(self) -> int:
        """Delete the session and the documents that were told to it; how many. From then on no search or
        answer uses them."""
        with self._lock:
            deleted = self.memory.ledger.delete_session(self.space, self.name)
            self._held = None
            self._files.sweep()
        return deleted

    def forget(self) -> int:
        """Delete the session and its documents so that no file of the bank holds anything of them; how many
        documents.

        Where it fails after the deletion, `Memory.compact` does the rest.

        Raises:
            BankError: As `Memory.forget`.
        """
        self.memory.require_erasable()
        deleted = self.delete()
        self.memory.compact()
        return deleted

    # ------------------------------------------------------------------------------------------- the state

    def _current(self) -> _Held:
        """The state after every turn that is in the ledger now."""
        ledger = self.memory.ledger
        ledger.expire()
        with self._lock:
            record = self.record()
            held = self._held
            if held is None or self._is_past(held):
                held = self._kept(record) or _Held(self.neural.model.new_state())
            read = 0
            for turn in ledger.turns(self.space, self.name, held.last_turn):
                held = self._read(held, turn)
                read += 1
                if read % 100 == 0:
                    self.memory._report("reading the session", read, record.turns)
            self._held = held
            if read:
                self._keep(held)
            return held

    def _is_past(self, held: _Held) -> bool:
        """Whether a turn that was read is deleted or changed."""
        return self.memory.ledger.turns_digest(self.space, self.name, held.last_turn) != held.digest

    def _read(self, held: _Held, turn: Document) -> _Held:
        import torch

        state, ids = held.state, self.neural.text.told(turn.text)
        if ids:
            with torch.no_grad():
                _, state = self.neural.model(torch.tensor([ids]), state, logits="none")
        return _Held(state, turn.id, turns_digest([(turn.id, turn.revision)], held.digest))

    def _kept(self, record: SessionRecord) -> _Held | None:
        """The state on the disk, if it can be used."""
        from memspan.model.neural_files import load_state

        kept = record.state
        if kept is None or record.stale:
            return None
        reason = self._files.misfit(kept)
        if reason is None:
            try:
                state = load_state(self._files.path(kept), self.neural.model, self.neural.fingerprint)
                return _Held(state, kept.last_turn, kept.digest)
            except ModelError as error:
                reason = str(error)
        log.warning("Session %s is read anew: %s %s.", self.name, kept.name, reason)
        return None

    def _keep(self, held: _Held) -> None:
        """Put the state onto the disk. Where that fails nothing is lost, and the next turn tries again."""
        from memspan.model.neural_files import state_bytes

        data = state_bytes(held.state, self.neural.fingerprint)
        try:
            self._files.keep(self.record(), data, held.state.position, held.last_turn, held.digest)
        except BankError as error:
            log.warning("The state of session %s is not kept now (%s).", self.name, error)


def load_neural(model: str | Path | NeuralModel, memory: Memory) -> Neural:
    """A neural model for sessions. It shares the weights of the bank's own model where that is its backbone.

    Args:
        model: `NEURAL_NAME`, a folder, or the model itself.
        memory: Whose sessions it is for.

    Raises:
        ModelError: There is no such model, it cannot be loaded, or it has no tokenizer or marks.
    """
    from memspan.model.neural import NeuralModel
    from memspan.model.neural_files import backbone_of, load_neural_model, neural_fingerprint
    from memspan.model.neural_text import NeuralText

    if isinstance(model, NeuralModel):
        neural, tokenizer = model, model.tokenizer
        description = neural.model.name_or_path or neural.model.config.model_type
    else:
        folder = neural_folder(model)
        description = NEURAL_NAME if folder == NEURAL else str(folder)
        own = memory.shareable_backbone(backbone_of(folder))
        neural = load_neural_model(folder, backbone=None if own is None else own.model)
        tokenizer = neural.tokenizer if own is None else own.tokenizer
    if tokenizer is None or neural.marks is None:
        raise ModelError(
            f"The neural model {description} has no tokenizer or no marks around answers; name a folder that "
            "`memspan train neural` wrote."
        )
    return Neural(neural, NeuralText(tokenizer, neural.marks), neural_fingerprint(neural), description)


def neural_folder(model: str | Path) -> Path:
    """Where a neural model lies."""
    return NEURAL if str(model) == NEURAL_NAME else Path(model).expanduser().resolve()


def _plain(text: str) -> str:
    """In one case, with one space between words, and at its ends."""
    return f" {' '.join(''.join(c if c.isalnum() else ' ' for c in text.casefold()).split())} "
