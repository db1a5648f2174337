"""`Memory`, the one class that most users need: a bank on disk, a model, and what the two can do together.

Knows the rooms and the order in which they work: text is committed to the ledger first and encoded for the
model after that, at the latest before the next question. Whatever stops in between loses nothing; the next
call goes on. Knows no tensors and no SQL. The model is loaded when it is first needed: listing, deleting and
counting never wait for it.
"""

from __future__ import annotations

import builtins
import math
import os
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Self

from memspan.engine.results import Answer, AnswerEvent, AskRequest, EncodeReport, Hit, Mode, Retrieval
from memspan.errors import BankError, DocumentNotFoundError, InputError, ModelError
from memspan.files import make_folder
from memspan.ingest import IngestReport, Splitter, read_chat, read_path, read_text
from memspan.ledger import Document, Draft, Filter, Ledger, SessionRecord
from memspan.ledger.exchange import read_documents
from memspan.ledger.ledger import LOCK
from memspan.ledger.records import expiry
from memspan.ledger.repair import repair_ledger
from memspan.ledger.times import duration
from memspan.resident import limit_memory
from memspan.session import (
    CONFIDENCE,
    NEURAL_NAME,
    Neural,
    Session,
    SessionAnswer,
    load_neural,
    neural_folder,
)

if TYPE_CHECKING:
    import torch

    from memspan.bank import Encodings
    from memspan.engine import Encoder, Engine
    from memspan.model import MemoryModel
    from memspan.model.neural import NeuralModel

NANO = Path(__file__).parent / "weights" / "nano"
LEDGER = "ledger.sqlite3"
LARGEST_ID = 99_999_999  # passages leave room for ids up to this one

# What a stream commits at a time: enough that syncing the disk costs little, little enough to be held.
COMMIT_DOCUMENTS = 1000
COMMIT_CHARACTERS = 2**22

Where = Filter | str | Mapping[str, Any] | Sequence[Filter | str | Mapping[str, Any]]
"""A filter in any form, such as 'year>=2020' or {"year": {"$gte": 2020}}; of several all must hold."""

Progress = Callable[[str, int, int], None]
"""`progress(what, done, total)`, called now and then during long steps; a total of 0 is not known yet."""


@dataclass(frozen=True)
class Reply:
    """What a chat message led to: it was remembered, or it was answered."""

    remembered: list[Document] = field(default_factory=list)
    answer: Answer | None = None
    """The bank's; None where it was not asked."""
    session: SessionAnswer | None = None
    """What the session's neural memory says, if a session was asked, also where it was not sure enough."""
    memory: Literal["session", "bank"] | None = None
    """Which of the two answered; None where there was nothing to answer."""

    @property
    def text(self) -> str:
        """The answer; empty where there was nothing to answer."""
        chosen = self.session if self.memory == "session" else self.answer
        return "" if chosen is None else chosen.text


@dataclass(frozen=True)
class Added:
    """What a stream of documents came to."""

    documents: int = 0
    """New ones."""
    duplicates: int = 0
    """Texts that the space held already."""
    encoded: EncodeReport | None = None


@dataclass(frozen=True)
class Repair:
    """What a repair found, and what it could not save."""

    found: list[str]
    lost: list[str]


@dataclass(frozen=True)
class RoutingOptions:
    """How thoroughly keys are searched; see `Memory.open`."""

    reach: float = 1.0
    key_bits: int = 8

    @classmethod
    def of(cls, reach: float | None, key_bits: int | None) -> Self:
        """What was given, else what the environment says.

        Raises:
            InputError: `reach` is no share, or `key_bits` none of 16, 8 and 4.
        """
        given_reach = reach if reach is not None else os.environ.get("MEMSPAN_REACH") or cls.reach
        given_bits = key_bits if key_bits is not None else os.environ.get("MEMSPAN_KEY_BITS") or cls.key_bits
        try:
            share = float(given_reach)
        except ValueError:
            share = math.nan
        if not 0 < share <= 1:
            raise InputError(f"A reach of {given_reach} is no share; give a number above 0, up to 1 for all.")
        if str(given_bits) not in ("16", "8", "4"):
            raise InputError(f"Keys of {given_bits} bits cannot be scanned; choose 16, 8 or 4.")
        return cls(share, int(given_bits))


class _Loaded(NamedTuple):
    model: MemoryModel
    encodings: Encodings
    encoder: Encoder
    engine: Engine


class Memory:
    """A bank of documents and a model that answers from it.

    Use it as a context manager, or call `close`. Any number of threads may share one `Memory`: what they ask
    at the same time shares the model's batches, and each gets what it would get alone. Several of them, in
    one process or in many, can have the same bank open.
    """

    def __init__(
        self,
        folder: Path,
        ledger: Ledger,
        *,
        model: str | MemoryModel,
        device: str,
        dtype: str | torch.dtype | None,
        space: str,
        progress: Progress | None,
        routing: RoutingOptions,
        overrides: Mapping[str, Any],
    ) -> None:
        self.folder = folder
        self.ledger = ledger
        self.model = model
        self.device = device
        self.dtype = dtype
        self.space = space
        self._progress = progress
        self._routing = routing
        self._overrides = dict(overrides)
        self._loaded: _Loaded | None = None
        self._loading = threading.Lock()
        self._neural: dict[Path, Neural] = {}
        self._shares_backbone = False
        self._encoding = threading.Lock()  # who comes second finds that all is encoded

    @classmethod
    def open(
        cls,
        path: str | Path,
        model: str | MemoryModel = "nano",
        *,
        device: str = "auto",
        dtype: str | torch.dtype | None = None,
        space: str = "default",
        create: bool = True,
        progress: Progress | None = None,
        memory_limit: str | int | None = None,
        reach: float | None = None,
        key_bits: int | None = None,
        **overrides: Any,
    ) -> Self:
        """Open the bank in the folder `path`, or create it.

        Args:
            path: The bank's folder, `notes.memspan` by custom.
            model: "nano" (the embedded one), a local folder, or a hub id of any decoder; or a model from
                `load_model`, which any number of banks can share. A bank keeps one set of encodings per
                model: with a model that is new to it, its documents are encoded anew before the first
                question, and the encodings for other models stay.
            device: "auto" (a GPU if there is one) or a torch device.
            dtype: "float32", "bfloat16", ...; None for float32 on the CPU and the model's own elsewhere.
            space: The namespace in which this `Memory` adds, searches and answers.
            create: Whether a bank that does not exist is created.
            progress: Called as `progress(what, done, total)` during long steps.
            memory_limit: Most resident memory of this process, such as "4G": near it what was read of a
                large bank is given back to the operating system, and read again when it is needed. The limit
                is the process's, whichever bank is asked; MEMSPAN_MEMORY_LIMIT of the environment where
                absent.
            reach: The share of documents that a question is compared with chunk by chunk, those whose
                summaries fit it best. 1, the default, compares it with all and is exact; 0.01 is some ten
                times faster where there are millions, and misses few of the best (docs/guides/large.md).
                MEMSPAN_REACH of the environment where absent.
            key_bits: 8 or 4, of the codes in which routing keys are scanned, or 16 for whole keys. 8 and 16
                are exact; 4 takes half the memory of 8, and may miss a document that was not among the best
                1,024 by codes. MEMSPAN_KEY_BITS of the environment, else 8, where absent.
            **overrides: Options of `MemoryConfig` that replace the model's own, for example `top_k=8`.

        Raises:
            BankError: `path` is not a bank, or does not exist and `create` is false.
            InputError: Options are given for a model that is loaded already, `memory_limit` is no size,
                `reach` no share or `key_bits` none of 16, 8 and 4.
        """
        routing = RoutingOptions.of(reach, key_bits)
        memory_limit = memory_limit or os.environ.get("MEMSPAN_MEMORY_LIMIT")
        if memory_limit:
            limit_memory(memory_limit)
        if overrides and not isinstance(model, str):
            raise InputError(f"The model is loaded already; give {', '.join(overrides)} to load_model.")
        folder = Path(path)
        if not (folder / LEDGER).exists():
            # The lock alone is a bank whose creation was stopped.
            if folder.is_file() or (folder.is_dir() and any(one.name != LOCK for one in folder.iterdir())):
                raise BankError(
                    f"{folder} exists and is not a bank; name another place, such as {folder}.memspan."
                )
            if not create:
                raise BankError(f"There is no bank at {folder}; create it with `memspan add {folder} FILE`.")
            make_folder(folder)
        return cls(
            folder,
            Ledger.open(folder / LEDGER),
            model=model,
            device=device,
            dtype=dtype,
            space=space,
            progress=progress,
            routing=routing,
            overrides=overrides,
        )

    def close(self) -> None:
        """Release the model and the bank. What other threads are asking ends with an error."""
        with self._loading:
            loaded, self._loaded = self._loaded, None
            self._neural = {}
        if loaded is not None:
            loaded.engine.close()
            loaded.encodings.close()
        self.ledger.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    # ------------------------------------------------------------------------------------- documents

    def add(
        self,
        text: str | Sequence[str],
        *,
        title: str = "",
        source: str = "",
        metadata: Mapping[str, Any] | None = None,
        time: str | None = None,
        speaker: str | None = None,
        expires: str | None = None,
        encode: bool = True,
    ) -> builtins.list[Document]:
        """Add one text or several; a long one becomes several documents.

        They are committed first, all or none, and encoded then; with `encode=False` that waits for `encode`
        or for the next question. A text that this space holds already comes back with `duplicate=True`.

        Args:
            text: One, or several.
            title: Of each of them, like what follows.
            source: Where it comes from.
            metadata: Entries of JSON.
            time: When what it tells happened or was said.
            speaker: Who said it.
            expires: When it is to be deleted: "30d" from now, "2030-12-31", ISO 8601. See
                `memspan.ledger.records.expiry`.
            encode: Whether to encode at once.

        Raises:
            InputError: A text is empty, or `expires` is no time to come.
        """
        until = None if expires is None else expiry(expires)
        texts = [text] if isinstance(text, str) else list(text)
        splitter = self.splitter()
        drafts = [
            replace(draft, expires=until)
            for one in texts
            for draft in read_text(
                one,
                title=title,
                source=source,
                metadata=metadata,
                time=time,
                speaker=speaker,
                splitter=splitter,
            )
        ]
        return self.add_drafts(drafts, encode=encode)

    def add_path(
        self,
        path: str | Path,
        *,
        metadata: Mapping[str, Any] | None = None,
        expires: str | None = None,
        encode: bool = True,
        report: IngestReport | None = None,
    ) -> builtins.list[Document]:
        """Add a file or a folder of them: text, Markdown, JSONL, chat exports. All is committed, or nothing.

        All is held in memory for that; `add_stream(memory.read(path))` commits as it reads.

        Args:
            path: What to read.
            metadata: Entries for every document, beside those that the file itself gives.
            expires: As in `add`.
            encode: As in `add`.
            report: Filled with the files that were read and those that were skipped, with the reason.

        Raises:
            InputError: The path does not exist or a file cannot be understood, or `expires` is no time to
                come.
        """
        drafts = []
        for draft in self.read(path, metadata=metadata, expires=expires, report=report):
            drafts.append(draft)
            if len(drafts) % 1000 == 0:
                self._report("reading documents", len(drafts), 0)
        self._report("reading documents", len(drafts), len(drafts))
        return self.add_drafts(drafts, encode=encode)

    def read(
        self,
        path: str | Path,
        *,
        metadata: Mapping[str, Any] | None = None,
        expires: str | None = None,
        report: IngestReport | None = None,
    ) -> Iterator[Draft]:
        """What `add_path` would add, file after file, for `add_stream`. Arguments and errors are the same;
        that a file cannot be understood is told when it is its turn."""
        until = None if expires is None else expiry(expires)
        return (
            replace(draft, metadata={**draft.metadata, **(metadata or {})}, expires=until)
            for draft in read_path(Path(path), self.splitter(), report)
        )

    def add_stream(
        self,
        drafts: Iterable[Draft],
        *,
        encode: bool = True,
        keep_duplicates: bool = False,
        committed: Callable[[builtins.list[Document]], None] | None = None,
    ) -> Added:
        """Add any number of documents in constant memory: they are committed in batches, each durable from
        then on, and encoded when all are there.

        After a kill or an error, add the same stream again: what is there already is recognised, and the
        encoding goes on where it stopped.

        Args:
            drafts: Documents to be, as for `add_drafts`; taken as they are needed.
            encode, keep_duplicates: As in `add_drafts`. Duplicates that are kept are not recognised.
            committed: Called with the documents of each batch after its commit.
        """
        new = duplicates = 0
        for batch in _commits(drafts):
            documents = self.ledger.add(self.space, batch, keep_duplicates=keep_duplicates)
            known = sum(document.duplicate for document in documents)
            new, duplicates = new + len(documents) - known, duplicates + known
            if committed is not None:
                committed(documents)
            self._report("adding documents", new + duplicates, 0)
        self._report("adding documents", new + duplicates, new + duplicates)
        return Added(new, duplicates, self.encode() if encode and new + duplicates else None)

    def add_chat(
        self,
        messages: Sequence[Mapping[str, Any]],
        *,
        title: str = "",
        source: str = "chat",
        encode: bool = True,
    ) -> builtins.list[Document]:
        """Add a conversation `[{"role": ..., "content": ..., "timestamp": ...}]`, one document per turn pair.

        Raises:
            InputError: A message lacks its role or content.
        """
        drafts = read_chat(messages, title=title, source=source, splitter=self.splitter())
        return self.add_drafts(drafts, encode=encode)

    def add_drafts(
        self, drafts: Sequence[Draft], *, encode: bool = True, keep_duplicates: bool = False
    ) -> builtins.list[Document]:
        """Add what a reader of `memspan.ingest`, or your own, has made; all is committed, or nothing.

        Args:
            drafts: Documents to be; `splitter()` cuts texts into such that the model takes whole.
            encode: As in `add`.
            keep_duplicates: Whether a text that this space holds already is added once more.
        """
        documents = self.ledger.add(self.space, drafts, keep_duplicates=keep_duplicates)
        if encode and documents:
            self.encode()
        return documents

    def update(
        self, id: int, text: str, *, metadata: Mapping[str, Any] | None = None, encode: bool = True
    ) -> Document:
        """Replace a document's text, and its metadata where given; the id stays.

        Raises:
            DocumentNotFoundError: This space has no such document.
            InputError: The text is empty, or too long for one document.
        """
        self.get([id])
        passages = read_text(text, splitter=self.splitter())
        if len(passages) > 1:
            raise InputError(
                f"The new text is too long for one document ({len(passages)} passages); "
                f"delete document {id} and add the text instead."
            )
        document = self.ledger.update(id, text, metadata)
        if encode:
            self.encode()
        return document

    def delete(self, ids: int | Sequence[int]) -> int:
        """Delete documents of this space and return how many. From then on no search or answer uses them.

        Raises:
            DocumentNotFoundError: This space lacks one of them; then none is deleted.
        """
        wanted = [ids] if isinstance(ids, int) else builtins.list(ids)
        self.get(wanted)
        return self.ledger.delete(wanted)

    def get(self, ids: Sequence[int]) -> builtins.list[Document]:
        """Documents of this space by id, in the order asked.

        Raises:
            DocumentNotFoundError: This space lacks one of them.
        """
        self.ledger.expire()
        documents = self.ledger.get(ids)
        for document in documents:
            if document.space != self.space:
                raise DocumentNotFoundError(
                    f"Space {self.space!r} has no document {document.id}; `ls` lists those it has."
                )
        return documents

    def list(
        self, *, limit: int | None = None, after: int = 0, where: Where | None = None
    ) -> builtins.list[Document]:
        """Documents of this space that meet a filter, in the order of their ids, from the first id above
        `after`.

        Raises:
            InputError: `where` is no filter.
        """
        self.ledger.expire()
        documents = self.ledger.documents(self.space, limit=limit, after=after, where=_filter(where))
        return builtins.list(documents)

    def count(self, where: Where | None = None, space: str | Sequence[str] | None = None) -> int:
        """The number of documents in this space, or in those named, that meet a filter.

        Raises:
            InputError: `where` is no filter.
        """
        self.ledger.expire()
        return self.ledger.count(space or self.space, _filter(where))

    # ------------------------------------------------------------------------------------- questions

    def search(
        self,
        question: str,
        k: int = 10,
        retrieval: Retrieval | None = None,
        *,
        where: Where | None = None,
        recency: str | timedelta | None = None,
        space: str | Sequence[str] | None = None,
    ) -> builtins.list[Hit]:
        """The `k` documents that matter most to a question, best first.

        Args:
            question: Any text.
            k: Most documents to return.
            retrieval: "latent" (the model's router), "lexical" (BM25 over words) or "fused" (both).
            where: What documents have to meet: the hits are the best of those that do.
            recency: A half-life such as "30d": the older a document, the less its score.
            space: Another space than this one, or several that are searched as one; each hit names its own.

        Raises:
            InputError: `where` is no filter, or `recency` no length of time.
        """
        return self.search_many([question], k, retrieval, where=where, recency=recency, space=space)[0]

    def search_many(
        self,
        questions: Sequence[str],
        k: int = 10,
        retrieval: Retrieval | None = None,
        *,
        where: Where | None = None,
        recency: str | timedelta | None = None,
        space: str | Sequence[str] | None = None,
    ) -> builtins.list[builtins.list[Hit]]:
        """Search for several questions in one batch; each finds what it finds alone."""
        chosen, half_life = _filter(where), _half_life(recency)
        return self.engine().search(
            questions, space or self.space, k, retrieval, where=chosen, half_life=half_life
        )

    def ask(self, question: str, mode: Mode = "text", **options: Any) -> Answer:
        """Answer a question from this space, with the documents that were read.

        Args:
            question: Any text.
            mode: "text" (documents' texts are read, one after another), "latent" (their states alone) or
                "hybrid" (their states and the best one's text).
            **options: Further fields of `AskRequest`: retrieval, rounds, k, max_new_tokens, temperature,
                top_p, top_k, seed, stop; and where, recency and space as in `search`.
        """
        return self.ask_many([question], mode, **options)[0]

    def ask_many(
        self, questions: Sequence[str], mode: Mode = "text", **options: Any
    ) -> builtins.list[Answer]:
        """Answer several questions in one batch; each answer is the one that its question gets alone."""
        requests = [self._request(question, mode, options) for question in questions]
        return self.engine().ask(requests)

    def stream(self, question: str, mode: Mode = "text", **options: Any) -> Iterator[AnswerEvent]:
        """Answer a question in steps: documents as they are read, text as it is written, then the answer."""
        return self.engine().stream(self._request(question, mode, options))

    def chat(
        self,
        message: str,
        mode: Mode = "text",
        *,
        session: Session | str | None = None,
        confidence: float = CONFIDENCE,
        **options: Any,
    ) -> Reply:
        """Answer what ends in a question mark, remember everything else.

        With a session, what is said is told to it. What is asked is asked of its neural memory first; where
        that is not sure enough, the bank answers, which has the session's turns among all that is older. It
        may refuse: then that is the answer, and no guess of the session's.

        Args:
            message: A statement or a question.
            mode: As in `ask`, for the bank.
            session: A session of this space, or the name of one.
            confidence: The least mean log-probability of its tokens with which a session's answer is taken:
                above 0 none is, with `-math.inf` every one that came to its end.
            **options: As in `ask`, for the bank.

        Raises:
            InputError: The session is another space's.
        """
        asked = message.rstrip().endswith("?")
        if session is None:
            if asked:
                return Reply(answer=self.ask(message, mode, **options), memory="bank")
            return Reply(remembered=self.add(message, source="chat", speaker="user"))
        if isinstance(session, str):
            session = self.session(session)
        if session.memory is not self or session.space != self.space:
            raise InputError(
                f"Session {session.name!r} is of space {session.space!r}; open it with the session() of this "
                "memory."
            )
        if not asked:
            return Reply(remembered=session.tell(message))
        heard = session.ask(message)
        if heard.is_sure(confidence):
            return Reply(session=heard, memory="session")
        return Reply(answer=self.ask(message, mode, **options), session=heard, memory="bank")

    def _request(self, question: str, mode: Mode, options: Mapping[str, Any]) -> AskRequest:
        fields = dict(options)
        space = fields.pop("space", None) or self.space
        return AskRequest(
            question=question,
            space=space if isinstance(space, str) else tuple(space),
            mode=mode,
            where=_filter(fields.pop("where", None)),
            half_life=_half_life(fields.pop("recency", None)),
            **fields,
        )

    # -------------------------------------------------------------------------------------- sessions

    def session(self, name: str, model: str | Path | NeuralModel | None = None) -> Session:
        """The running session of this name in this space, which is begun where there is none.

        Args:
            name: Up to 128 letters, digits and . : @ / + _ -.
            model: The folder of a neural model, or one that is loaded; by default the one that the session
                had last, at first the embedded one. With another model than before the session's turns are
                read again.

        Raises:
            InputError: It is not a name.
            ModelError: There is no such model, or it cannot be used.
        """
        from memspan.bank import StateFiles

        if model is None:
            record = self.ledger.session(self.space, name)
            model = (record.description if record is not None else "") or NEURAL_NAME
        if not isinstance(model, str | Path):
            neural = load_neural(model, self)
        else:
            folder = neural_folder(model)
            if folder not in self._neural:
                self._neural[folder] = load_neural(model, self)
            neural = self._neural[folder]
        return Session(self, name, neural, StateFiles(self.folder, self.ledger))

    def sessions(self) -> builtins.list[SessionRecord]:
        """The sessions of this space, by name, with what their states take on the disk."""
        self.ledger.expire()
        return self.ledger.sessions(self.space)

    def delete_session(self, name: str) -> int:
        """Delete a session of this space and the documents that were told to it; how many. Needs no model.

        Raises:
            InputError: There is no such session.
        """
        from memspan.bank import StateFiles

        deleted = self.ledger.delete_session(self.space, name)
        StateFiles(self.folder, self.ledger).sweep()
        return deleted

    def shareable_backbone(self, name: str | None) -> MemoryModel | None:
        """This bank's own model, if a neural memory that was trained beside the model called `name` can be
        attached to it: once, for a decoder has room for one."""
        import torch

        if name is None or name != self.model or self._overrides or self._shares_backbone:
            return None
        own = self._load().model
        if own.model.device.type != "cpu" or own.model.dtype != torch.float32:
            return None
        self._shares_backbone = True
        return own

    # -------------------------------------------------------------------------------------- encoding

    def encode(self, progress: Callable[[int, int, int], None] | None = None) -> EncodeReport:
        """Encode what is pending for this model, in all spaces; if stopped, it goes on next time.

        Args:
            progress: Called as `progress(documents, of how many, their tokens)` after each batch, instead of
                the bank's own.
        """
        loaded = self._load()
        with self._encoding:
            report = loaded.encoder.encode_pending(
                progress or (lambda done, total, tokens: self._report("encoding documents", done, total))
            )
            loaded.encodings.keep_in_background()
        return report

    def _report(self, what: str, done: int, total: int) -> None:
        if self._progress is not None:
            self._progress(what, done, total)

    def engine(self) -> Engine:
        """The engine that answers for this model, with every document encoded."""
        loaded = self._load()
        self.ledger.expire()
        if self.ledger.pending_count(loaded.encodings.model_id):
            self.encode()
        return loaded.engine

    def _load(self) -> _Loaded:
        with self._loading:
            return self._load_once()

    def _load_once(self) -> _Loaded:
        if self._loaded is None:
            from memspan.bank import Encodings
            from memspan.engine import Encoder, Engine
            from memspan.engine.scan import key_places

            if isinstance(self.model, str):
                name = self.model
                model = load_model(name, self.device, self.dtype, self._overrides)
            else:
                model = self.model
                name = model.model.name_or_path or model.model.config.model_type
                if model.prompt is None:
                    raise ModelError("The model has no tokenizer; give one to attach_memory.")
            places = key_places(model.model.device, self._routing.key_bits, model.config.head_reduce)
            encodings = Encodings(
                self.folder,
                self.ledger,
                model.fingerprint,
                name,
                model.layers,
                summed=model.summed_parts(),
                **places._asdict(),
            )
            self._loaded = _Loaded(
                model,
                encodings,
                Encoder(model, self.ledger, encodings),
                Engine(model, self.ledger, encodings, reach=self._routing.reach),
            )
        return self._loaded

    def splitter(self) -> Splitter:
        """What cuts texts into passages that fit the model's documents, marks and id included."""
        model = self._load().model
        prompt = model.prompt
        assert prompt is not None  # load_model made sure
        marks = len(prompt.document(LARGEST_ID, ""))
        return Splitter(lambda text: len(prompt.codec.text(text)), model.config.max_document_tokens - marks)

    # ------------------------------------------------------------------------------------ inspection

    def stats(self) -> dict[str, Any]:
        """Documents per space, bytes on disk, and how much is encoded for which model."""
        self.ledger.expire()
        spaces = self.ledger.spaces()
        return {
            "bank": str(self.folder),
            "space": self.space,
            "documents": spaces.get(self.space, 0),
            "spaces": spaces,
            "ledger_bytes": sum(file.stat().st_size for file in self.folder.glob(LEDGER + "*")),
            "models": self.models(),
            "sessions": [
                {
                    "space": record.space,
                    "name": record.name,
                    "model": record.description,
                    "turns": record.turns,
                    "tokens": 0 if record.state is None else record.state.tokens,
                    "bytes": 0 if record.state is None else record.state.num_bytes,
                }
                for record in self.ledger.sessions()
            ],
        }

    def models(self) -> builtins.list[dict[str, Any]]:
        """The models that the bank knows: name, fingerprint, documents encoded and pending, bytes on disk."""
        return [
            {
                "id": record.id,
                "model": record.description,
                "fingerprint": record.fingerprint,
                "created_at": record.created_at,
                "encoded": record.encoded,
                "pending": record.pending,
                "bytes": bytes_in(self.folder / "segments" / str(record.id)),
            }
            for record in self.ledger.models()
        ]

    def verify(self) -> builtins.list[str]:
        """Read everything in the bank and compare it with its checksums; the damage found, in words.

        `repair` puts it right.
        """
        return self._verify(repair=False)

    def _verify(self, repair: bool) -> builtins.list[str]:
        from memspan.bank import Encodings, StateFiles

        found = self.ledger.mended + self.ledger.verify()
        found += StateFiles(self.folder, self.ledger).verify(repair)
        for record in self.ledger.models():
            encodings = Encodings(self.folder, self.ledger, record.fingerprint, record.description, layers=())
            found += [
                f"{record.description}: {damage.segment} with {damage.documents} documents: {damage.reason}"
                for damage in encodings.dropped + encodings.verify(repair)
            ]
        return found

    # -------------------------------------------------------------------------------- life of a bank

    def compact(self) -> int:
        """Give back the room of deleted documents, in the ledger and in all encodings; bytes that were freed.

        Others may use the bank meanwhile.

        Raises:
            BankError: Another process kept reading what is to go; call it again.
        """
        from memspan.bank import Encodings, StateFiles

        before = bytes_in(self.folder)
        self.ledger.expire()
        StateFiles(self.folder, self.ledger).forget()
        for record in self.ledger.models():
            Encodings(self.folder, self.ledger, record.fingerprint, record.description, layers=()).compact()
        self._sweep()
        self.ledger.compact()
        return max(0, before - bytes_in(self.folder))

    def forget(self, ids: int | Sequence[int]) -> int:
        """Delete documents of this space so that no file of the bank holds anything of them; how many.

        Where it fails after the deletion, `compact` does the rest.

        Raises:
            DocumentNotFoundError: This space lacks one of them; then none is deleted.
            BankError: Another process kept reading them, or a repair left damaged files that may hold them.
        """
        self.require_erasable()
        deleted = self.delete(ids)
        self.compact()
        return deleted

    def require_erasable(self) -> None:
        """Look whether files are in the way of a `forget`.

        Raises:
            BankError: A repair left damaged files that may hold anything.
        """
        for kept in self.folder.glob("damaged-*"):
            raise BankError(
                f"{kept} keeps what a repair found and may hold the text; remove it and try again."
            )

    def drop_encodings(self, model: str) -> int:
        """Remove the encodings for a model, by its name or the start of its fingerprint; bytes freed.

        Raises:
            InputError: Not exactly one model of the bank is called so.
        """
        named = [
            record
            for record in self.ledger.models()
            if record.description == model or (len(model) >= 6 and record.fingerprint.startswith(model))
        ]
        if len(named) != 1:
            raise InputError(
                f"{len(named)} models of this bank are called {model!r}; `memspan models` lists them, and "
                "the start of a fingerprint names one."
            )
        before = bytes_in(self.folder / "segments")
        self.ledger.drop_model(named[0].id)
        self._sweep()
        return before - bytes_in(self.folder / "segments")

    def _sweep(self) -> None:
        """Remove the encodings of models that the ledger does not know."""
        known = {str(record.id) for record in self.ledger.models()}
        for folder in (self.folder / "segments").glob("*"):
            if folder.name not in known:
                shutil.rmtree(folder, ignore_errors=True)

    def export(self, file: str | Path) -> int:
        """Write all documents of the bank, of all spaces, to a file of JSON lines; how many.

        The format is described in `memspan.ledger.exchange`.
        """
        self.ledger.expire()
        return self.ledger.export(Path(file))

    @staticmethod
    def import_documents(path: str | Path, file: str | Path) -> int:
        """Make a new bank in the folder `path` from a file that `export` wrote; how many documents.

        Raises:
            InputError: The file is none, or damaged, or the bank has documents already.
        """
        last_id, documents = read_documents(Path(file))
        with Memory.open(path) as memory:
            return memory.ledger.restore(documents, last_id)

    @staticmethod
    def repair(path: str | Path) -> Repair:
        """Make the bank in the folder `path` sound: every file that is derived comes from the ledger again.

        A damaged ledger is made anew from its documents; the damaged files stay in a folder beside it.

        Raises:
            BankError: There is no bank, another process has it open, or nothing in its ledger can be read.
        """
        folder = Path(path)
        if not (folder / LEDGER).exists():
            raise BankError(f"There is no bank at {folder}; name the folder of one.")
        lost: builtins.list[str] = []
        try:
            with Ledger.open(folder / LEDGER) as ledger:
                found = ledger.verify()
        except BankError as error:
            found = [str(error)]
        if found:
            lost = repair_ledger(folder / LEDGER)
        with Memory.open(folder) as memory:
            found += memory._verify(repair=True)
        return Repair(found, lost)


def _commits(drafts: Iterable[Draft]) -> Iterator[builtins.list[Draft]]:
    """A stream in batches that are committed together."""
    batch: builtins.list[Draft] = []
    characters = 0
    for draft in drafts:
        batch.append(draft)
        characters += len(draft.text)
        if len(batch) == COMMIT_DOCUMENTS or characters >= COMMIT_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def _filter(where: Where | None) -> Filter | None:
    return None if where is None else Filter.of(where)


def _half_life(recency: str | timedelta | None) -> float | None:
    """In seconds."""
    if recency is None:
        return None
    return recency.total_seconds() if isinstance(recency, timedelta) else duration(recency)


def bytes_in(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def load_model(
    name: str,
    device: str = "auto",
    dtype: str | torch.dtype | None = None,
    overrides: Mapping[str, Any] | None = None,
) -> MemoryModel:
    """The model called `name` with its memory: "nano", a local folder, or a hub id.

    Raises:
        ModelError: There is no such model, or it cannot be used.
        InputError: An override is not an option of `MemoryConfig`.
    """
    import torch

    from memspan.model import MemoryConfig, load_memory_model

    target = NANO if name == "nano" else name
    options: dict[str, Any] = {
        "device": None if device == "auto" else device,
        "dtype": getattr(torch, dtype) if isinstance(dtype, str) else dtype,
    }
    model = load_memory_model(target, **options)
    if overrides:
        # Some options decide which parameters exist, so the model is built again from its files.
        config = MemoryConfig.from_dict({**model.config.to_dict(), **overrides})
        model = load_memory_model(target, config=config, **options)
    if model.prompt is None:
        raise ModelError(f"{name} has no tokenizer; put its tokenizer files beside the weights.")
    return model
