"""`Encodings`: one model's set of encodings within a bank, many segments that act as one.

Knows in which order files and ledger are written, so that whatever a kill leaves behind is either complete
and in the catalog or swept away by the next one to open; when segments are merged; and which view of a
space is current. Does not know how states are computed.

Of all processes and threads one at a time writes a model's segments and one merges them, each under a file
lock that a kill releases; any number read. Merging keeps nobody waiting: neither who writes nor who reads.
"""

import logging
import math
import secrets
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple
from weakref import WeakValueDictionary

import torch
from torch import Tensor

from memspan.bank.device_keys import WHOLE_BITS, DeviceKeys
from memspan.bank.index_file import SUFFIX as INDEX_SUFFIX
from memspan.bank.index_file import (
    KeptIndex,
    UnusableIndexError,
    files_of,
    is_sound,
    read_index,
    write_index,
)
from memspan.bank.segments import (
    SUFFIX,
    TEMPORARY_SUFFIX,
    LayerStates,
    Segment,
    chunk_indices,
    file_sha256,
    write_segment,
)
from memspan.bank.view import BLOCK_CHUNKS, DocumentTable, Part, SpaceIndex, View, changed
from memspan.errors import BankError
from memspan.files import InUseError, locked, make_folder
from memspan.ledger import Document, Encoded, Filter, Ledger, SegmentRecord, space_names

log = logging.getLogger(__name__)

LOCK, MERGE_LOCK = "writing.lock", "merging.lock"  # who takes both takes the latter first
LOCK_SECONDS = 60.0  # another one's segment is written, or several merged, in less

# Segments are merged when this many of a size class have come together: each document is then rewritten once
# per factor of 16, until its file is beyond the limit. Such files cost more to copy than to keep apart: one
# is opened in a third of a millisecond, and 100 million tokens make some 650 of an encoder's. A merge holds
# no more than twice MERGE_COUNT files of the limit in memory.
MERGE_COUNT = 16
MERGE_LIMIT_BYTES = 4 * 2**20

# The index of a space is kept in a file from this many chunks on: they take a quarter of a second to make
# anew. It is written when more than this share of it is not in the file.
KEPT_CHUNKS = 2**14
UNKEPT_SHARE = 1 / 4

KEPT_PARTS = 32  # parts of views that are remembered, by their filters, while the views are current


class Damage(NamedTuple):
    """A segment that is not what was written."""

    segment: str
    reason: str
    documents: int
    """Documents whose valid encoding lies in it."""


class Encodings:
    """The encodings of a bank's documents by one model."""

    def __init__(
        self,
        folder: Path,
        ledger: Ledger,
        fingerprint: str,
        description: str,
        layers: Sequence[int],
        device: torch.device | str = "cpu",
        code_bits: int | None = None,
        summed: Mapping[int, tuple[int, int]] | None = None,
        scored_on: torch.device | str | None = None,
        scored_bits: int = 8,
    ) -> None:
        """Open the set, or begin it, and put right what a kill left behind.

        Args:
            folder: The bank's folder.
            ledger: The bank's ledger.
            fingerprint: Of all that the states depend on; another one is another set.
            description: The model's name, for people.
            layers: The routed layers, those that every segment has.
            device: Where whole routing keys are held. K̄ and V̄ stay on the disk, mapped.
            code_bits: Hold codes of 8 or 4 bits of them, in memory of the CPU; `None` holds them whole.
            summed: Of layers whose routing keys tell in a part of their numbers which words a chunk has, the
                first and the end of these (see summaries.py).
            scored_on: A device that scores routing keys held as codes, and to which they are brought as far
                as they fit there (see device_keys.py); `None` where they are held.
            scored_bits: What is brought there: the codes, of 8 or 4 bits, or with 16 the whole keys.
        """
        if scored_on is not None and (code_bits is None or scored_bits not in (code_bits, WHOLE_BITS)):
            raise ValueError(f"Codes of {code_bits} bits cannot be scored as keys of {scored_bits}")
        self.layers = tuple(layers)
        self.model_id = ledger.model_id(fingerprint, description)
        self._ledger = ledger
        self.folder = folder / "segments" / str(self.model_id)
        make_folder(self.folder)
        self._device = torch.device(device)
        self._code_bits = code_bits
        self._summed = dict(summed or {})
        self._scored_on = None if scored_on is None else torch.device(scored_on)
        self._scored_bits = scored_bits
        self._device_keys: dict[str, DeviceKeys] = {}
        self.dropped: list[Damage] = []
        """Segments that were found missing or cut short when the set was opened."""
        self._reading = threading.Lock()
        self._merger: threading.Thread | None = None
        self._keeper: threading.Thread | None = None
        self._mapped: WeakValueDictionary[int, Segment] = WeakValueDictionary()  # views hold them
        self._layout: dict[int, LayerStates] | None = None
        self._spaces: dict[str, SpaceIndex] = {}
        self._several: dict[tuple[str, ...], View] = {}
        self._parts: dict[tuple[tuple[str, ...], str], tuple[View, View]] = {}  # least recently used first
        self._recover()

    def write(
        self, documents: Sequence[Document], chunk_counts: Sequence[int], states: Mapping[int, LayerStates]
    ) -> None:
        """Keep the states of `documents`, as they were when encoded; durable when this returns.

        A document that was deleted or updated since is passed over. States are kept in the types given, from
        the second segment on in those of the set.

        Args:
            documents: At least one; their order is the order of their chunks.
            chunk_counts: Chunks of each document, at least 1 each.
            states: For each of `layers`, keys and values [C, G, D] and routing keys [C, W] of all chunks.

        Raises:
            BankError: The shapes are not those of the set.
        """
        counts_N = torch.tensor(chunk_counts, dtype=torch.int64)
        if counts_N.numel() != len(documents) or not documents or int(counts_N.min()) < 1:
            raise ValueError(f"{len(documents)} documents with chunk counts {list(chunk_counts)}")
        if any(part.shape[0] != int(counts_N.sum()) for layer in self.layers for part in states[layer]):
            raise ValueError(f"The states do not have the {int(counts_N.sum())} chunks of their documents")
        with self._writing():
            record = write_segment(
                self._new_path(),
                torch.tensor([document.id for document in documents], dtype=torch.int64),
                torch.tensor([document.revision for document in documents], dtype=torch.int64),
                counts_N,
                self._as_in_set({layer: states[layer] for layer in self.layers}),
            )
            members = [(document.id, document.revision) for document in documents]
            self._ledger.add_segment(self.model_id, record, members)

    def view(self, space: str | Sequence[str], where: Filter | None = None) -> View:
        """The space as it is now, or several as one: every document that is encoded at its present revision.

        The same object as before if nothing changed. What changed is caught up with, not read anew.

        Args:
            space: A space, or several that are to act as one.
            where: Only the documents that meet it.
        """
        names = space_names(space)
        with self._reading:
            views = tuple(self._space(name) for name in names)
            whole = views[0] if len(views) == 1 else self._as_one(names, views)
            return whole if where is None else self._part(names, whole, where)

    def _space(self, space: str) -> View:
        index = self._spaces.get(space)
        if index is None:
            index = self._spaces[space] = self._opened(space)
        while index.restored or index.token != self._ledger.change_token():
            changes = self._ledger.changes(self.model_id, space, index.token)
            try:
                segments = self._segments(index.needs(changes))
            except FileNotFoundError as error:
                if self._ledger.change_token() == changes.token:
                    raise BankError(
                        f"A segment is missing ({error}); open the bank again to encode its documents."
                    ) from None
                continue  # merged away by another process since the changes were read
            before = index.view
            if index.advance(changes, segments) is not before:  # what holds the old view lets go of it
                self._several = {names: kept for names, kept in self._several.items() if space not in names}
                self._parts = {key: kept for key, kept in self._parts.items() if space not in key[0]}
            return index.view
        return index.view

    def _opened(self, space: str) -> SpaceIndex:
        """The index of a space as it was kept, or one that has nothing yet."""
        if self._scored_on is not None and space not in self._device_keys:
            self._device_keys[space] = DeviceKeys(self._scored_on, self._scored_bits)
        device_keys = self._device_keys.get(space)
        index = SpaceIndex(self.layers, self._device, self._code_bits, self._summed, device_keys)
        if self._code_bits is None:
            return index
        found = self._kept(space, self._code_bits)
        if not found:
            self._keep_unopened(space, index.table, self._code_bits)
            found = self._kept(space, self._code_bits)
        for path, _ in found[:-1]:  # a kill left it beside the newer one
            self._remove(path)
        if found:
            index.restore(*found[-1][1])
        return index

    def _kept(self, space: str, bits: int) -> list[tuple[Path, KeptIndex]]:
        """What the files of a space hold, the newest last; those that cannot be used are removed."""
        found: list[tuple[Path, KeptIndex]] = []
        for path in files_of(self.folder, space):
            try:
                found.append((path, read_index(path, self.layers, bits)))
            except FileNotFoundError:
                continue  # another process has written a newer one
            except UnusableIndexError as error:
                log.warning("The index %s is made anew: %s.", path, error)
                self._remove(path)
        return sorted(found, key=lambda one: one[1].token)

    def _keep_unopened(self, space: str, nothing: DocumentTable, bits: int) -> None:
        """Write the index of a large space before it is opened: to make it in memory takes room for all of
        it."""
        if sum(record.num_chunks for record in self._ledger.segments(self.model_id)) < KEPT_CHUNKS:
            return
        changes = self._ledger.changes(self.model_id, space, 0)
        if len(changes.encoded) < KEPT_CHUNKS // 16:
            return
        try:
            segments = self._segments({encoded.segment_id for encoded in changes.encoded})
            with self._merging(seconds=0.0):
                table, token = changed(nothing, changes, segments), changes.token
                del changes  # a million rows of Python's numbers
                log.info("Writing the index of %d documents.", table.ids_N.numel())
                write_index(self.folder, space, table, token, self.layers, bits, segments, self._summed)
        except (InUseError, FileNotFoundError, BankError) as error:
            log.warning("The index of a space could not be kept in a file (%s).", error)

    def keep_in_background(self) -> None:
        """Have a thread do what `keep_indexes` does, unless one is at it; `close` waits for it."""
        if self._code_bits is not None and (self._keeper is None or not self._keeper.is_alive()):
            self._keeper = threading.Thread(target=self._keep_all, name="memspan-index")
            self._keeper.start()

    def _keep_all(self) -> None:
        try:
            self.keep_indexes()
        except Exception as error:  # no question needs the file: whoever opens the bank next writes it
            log.warning("The indexes in %s could not be kept now (%s).", self.folder, error)

    def keep_indexes(self) -> None:
        """Write the indexes of large spaces of which much is not in a file yet; they are opened at once then.

        Nobody has to wait for it: see `keep_in_background`.
        """
        if self._code_bits is None:
            return
        for space, num_documents in self._ledger.spaces().items():
            if num_documents < KEPT_CHUNKS // 16:
                continue
            with self._reading:
                view = self._space(space)
                index = self._spaces[space]
                num_chunks = int(view.chunk_offsets[-1])
                unkept = num_chunks - index.num_kept
                table, token, segments = index.table, index.token, view.segments
            if num_chunks < KEPT_CHUNKS or unkept <= UNKEPT_SHARE * num_chunks:
                continue
            try:
                with self._merging():
                    write_index(
                        self.folder, space, table, token, self.layers, self._code_bits, segments, self._summed
                    )
            except (InUseError, BankError) as error:  # what is not kept now is kept later
                log.warning("The index of a space could not be kept in a file (%s).", error)
                continue
            with self._reading:
                self._spaces[space] = self._opened(space)

    def _as_one(self, names: tuple[str, ...], views: tuple[View, ...]) -> View:
        if names not in self._several:
            if len(self._several) == KEPT_PARTS:
                del self._several[next(iter(self._several))]
            self._several[names] = View.of_all(views)
        return self._several[names]

    def _part(self, names: tuple[str, ...], whole: View, where: Filter) -> View:
        """The documents of a current view that meet a filter.

        A view is another one as soon as a document of it changes, so what met the filter still does.
        """
        key = (names, where.key)
        kept_whole, part = self._parts.pop(key, (None, whole))
        if kept_whole is not whole:
            indices = whole.index_of(self._ledger.matching(names, where))
            part = whole.part(indices[indices >= 0].sort().values)
        self._parts[key] = (whole, part)
        copied = sum(kept.num_copied for _, kept in self._parts.values() if isinstance(kept, Part))
        while len(self._parts) > KEPT_PARTS or (
            len(self._parts) > 1 and copied > max(BLOCK_CHUNKS, int(whole.chunk_offsets[-1]) // 2)
        ):
            _, dropped = self._parts.pop(next(iter(self._parts)))
            copied -= dropped.num_copied if isinstance(dropped, Part) else 0
        return part

    def compact(self) -> int:
        """Rewrite every segment that has encodings of documents that went; how many."""
        records = self._ledger.segments(self.model_id)
        for path in self.folder.glob(f"*{INDEX_SUFFIX}"):  # of what went its codes are in there
            self._remove(path)
        return self._merge_groups([[one] for one in records if one.num_live < one.num_documents])

    def merge_segments(self) -> int:
        """Merge small segments and rewrite those that are mostly unused; how many went.

        Cheap when there is nothing to do. Nobody has to wait for it: see `merge_in_background`.
        """
        return self._merge_groups(self._to_merge())

    def merge_in_background(self) -> None:
        """Have a thread merge what is to be merged, unless one is at it; `close` waits for it."""
        if (self._merger is None or not self._merger.is_alive()) and self._to_merge():
            self._merger = threading.Thread(target=self._merge_all, name="memspan-merge")
            self._merger.start()

    def _merge_all(self) -> None:
        try:
            while self.merge_segments():
                pass
        except Exception as error:  # no document needs a merge: whatever stopped this one, the next does it
            log.warning("The segments in %s could not be merged now (%s).", self.folder, error)

    def close(self) -> None:
        """Wait for what goes on in the background, and give a device's memory back; to be called before the
        ledger is closed."""
        for thread in (self._merger, self._keeper):
            if thread is not None:
                thread.join()
        for keys in self._device_keys.values():
            keys.release()

    def _merge_groups(self, groups: Sequence[Sequence[SegmentRecord]]) -> int:
        merged = 0
        for group in groups:
            with self._merging():
                # Asked again under the lock: another process may have been first.
                present = {record.id for record in self._ledger.segments(self.model_id)}
                if all(record.id in present for record in group):
                    self._merge(group)
                    merged += len(group)
        return merged

    def verify(self, repair: bool = False) -> list[Damage]:
        """Read every segment and compare it with its checksum.

        With `repair` damaged segments are removed: their documents are pending again.
        """
        damages: list[Damage] = []
        with self._merging(), self._writing():
            for record in self._ledger.segments(self.model_id):
                reason = self._misfit(record)
                if reason is None and file_sha256(self.folder / record.name) != record.sha256:
                    reason = "its bytes are not those that were written"
                if reason is None and not self._fits_catalog(record):
                    reason = "its documents are not those in the catalog"
                if reason is None:
                    continue
                damages.append(Damage(record.name, reason, record.num_live))
                if repair:
                    self._drop(record)
            for path in self.folder.glob(f"*{INDEX_SUFFIX}"):
                if not is_sound(path):
                    damages.append(Damage(path.name, "its bytes are not those that were written", 0))
                    if repair:
                        self._remove(path)
        return damages

    # ---------------------------------------------------------------------------------------------- writing

    @contextmanager
    def _writing(self, seconds: float | None = None) -> Iterator[None]:
        what = f"The encodings in {self.folder} are being written by another process"
        with locked(self.folder / LOCK, what, seconds=LOCK_SECONDS if seconds is None else seconds):
            yield

    @contextmanager
    def _merging(self, seconds: float | None = None) -> Iterator[None]:
        what = f"The encodings in {self.folder} are being merged by another process"
        with locked(self.folder / MERGE_LOCK, what, seconds=LOCK_SECONDS if seconds is None else seconds):
            yield

    def _recover(self) -> None:
        """Drop segments that are not whole and files that are not in the catalog.

        Where another process is writing or merging there is nothing to put right: it did so when it opened.
        """
        with ExitStack() as stack:
            try:
                stack.enter_context(self._merging(seconds=0.0))
                stack.enter_context(self._writing(seconds=0.0))
            except InUseError:
                return
            names: set[str] = set()
            for record in self._ledger.segments(self.model_id):
                reason = self._misfit(record)
                if reason is None:
                    names.add(record.name)
                else:
                    log.warning("Encoding %d documents anew: %s %s.", record.num_live, record.name, reason)
                    self._ledger.drop_segment(record.id)
                    self.dropped.append(Damage(record.name, reason, record.num_live))
            for path in self.folder.iterdir():
                if path.suffix in (SUFFIX, TEMPORARY_SUFFIX) and path.name not in names:
                    self._remove(path)

    def _misfit(self, record: SegmentRecord) -> str | None:
        """What can be seen to be wrong with a segment without reading it."""
        path = self.folder / record.name
        if not path.exists():
            return "is missing"
        if path.stat().st_size != record.num_bytes:
            return f"has {path.stat().st_size} bytes instead of {record.num_bytes}"
        return None

    def _fits_catalog(self, record: SegmentRecord) -> bool:
        """Whether a segment whose bytes are right has the documents that the ledger finds in it."""
        segment = Segment(self.folder / record.name)
        ids, revisions = segment.document_ids_N.tolist(), segment.revisions_N.tolist()
        return (
            record.num_documents == len(ids)
            and record.num_chunks == int(segment.chunk_counts_N.sum())
            and all(
                member.row < len(ids)
                and (member.document_id, member.revision) == (ids[member.row], revisions[member.row])
                for member in self._ledger.members(record.id)
            )
        )

    def _new_path(self) -> Path:
        # Random, so that a name in an old catalog or an old mapping never means a new file.
        return self.folder / f"{secrets.token_hex(8)}{SUFFIX}"

    def _as_in_set(self, states: Mapping[int, LayerStates]) -> dict[int, LayerStates]:
        """`states` in the types of the first segment, so that any documents can be read together."""
        if self._layout is None:
            self._layout = self._first_layout()
        if self._layout is None:
            return dict(states)
        converted: dict[int, LayerStates] = {}
        for layer, layer_states in states.items():
            parts = []
            for new, old in zip(layer_states, self._layout[layer], strict=True):
                if new.shape[1:] != old.shape[1:]:
                    raise BankError(
                        f"States of shape {list(new.shape[1:])} in layer {layer} do not fit the set's "
                        f"{list(old.shape[1:])}; give a model of another shape another fingerprint."
                    )
                parts.append(new.to(old.dtype))
            converted[layer] = LayerStates(*parts)
        return converted

    def _first_layout(self) -> dict[int, LayerStates] | None:
        """Empty states in the shapes and types of the first segment; None where there is none."""
        while records := self._ledger.segments(self.model_id):
            try:
                with self._reading:
                    (first,) = self._segments({records[0].id}).values()
            except FileNotFoundError as error:
                if records[0] in self._ledger.segments(self.model_id):
                    raise BankError(
                        f"A segment is missing ({error}); open the bank again to encode its documents."
                    ) from None
                continue  # merged away since the catalog was read
            return {
                layer: LayerStates(*(part[:0].clone() for part in first.layers[layer]))
                for layer in self.layers
            }
        return None

    def _to_merge(self) -> list[list[SegmentRecord]]:
        classes: dict[int, list[SegmentRecord]] = {}
        groups: list[list[SegmentRecord]] = []
        for record in self._ledger.segments(self.model_id):
            if 2 * record.num_live < record.num_documents:
                groups.append([record])
            elif record.num_bytes < MERGE_LIMIT_BYTES:
                size_class = int(math.log(record.num_live, MERGE_COUNT) + 1e-9)
                classes.setdefault(size_class, []).append(record)
        return groups + [records for records in classes.values() if len(records) >= MERGE_COUNT]

    def _merge(self, records: Sequence[SegmentRecord]) -> None:
        """Write the valid documents of `records` as one segment, in ascending ids, and remove the old
        ones."""
        members = sorted(member for record in records for member in self._ledger.members(record.id))
        if members:
            with self._reading:
                mapped = self._segments({record.id for record in records})
            counts_N, chunks_C = _places(members, mapped)
            layers = next(iter(mapped.values())).layers
            record = write_segment(
                self._new_path(),
                torch.tensor([member.document_id for member in members], dtype=torch.int64),
                torch.tensor([member.revision for member in members], dtype=torch.int64),
                counts_N,
                {
                    layer: LayerStates(
                        *(
                            torch.cat(parts)[chunks_C]
                            for parts in zip(
                                *(segment.layers[layer] for segment in mapped.values()), strict=True
                            )
                        )
                    )
                    for layer in layers
                },
            )
            self._ledger.add_segment(
                self.model_id,
                record,
                [(member.document_id, member.revision) for member in members],
                replaces=[old.id for old in records],
            )
            for old in records:
                self._remove(self.folder / old.name)
        else:
            for old in records:
                self._drop(old)

    def _drop(self, record: SegmentRecord) -> None:
        self._ledger.drop_segment(record.id)
        self._remove(self.folder / record.name)

    def _remove(self, path: Path) -> None:
        """Remove a file that is not in the catalog; what could not be, the next opening sweeps."""
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            log.warning("%s is not needed any more and could not be removed (%s).", path, error)

    # ---------------------------------------------------------------------------------------------- reading

    def _segments(self, segment_ids: set[int]) -> dict[int, Segment]:
        """These segments, mapped. Called with `_reading` held.

        Raises:
            FileNotFoundError: One of them is not in the catalog or not on the disk.
            BankError: One of them cannot be read.
        """
        mapped = {key: self._mapped[key] for key in segment_ids if key in self._mapped}
        missing = segment_ids - mapped.keys()
        if missing:
            names = {record.id: record.name for record in self._ledger.segments(self.model_id)}
            for segment_id in missing:
                path = self.folder / names.get(segment_id, f"number {segment_id}")
                mapped[segment_id] = self._mapped[segment_id] = Segment(path)
        return mapped


def _places(members: Sequence[Encoded], segments: Mapping[int, Segment]) -> tuple[Tensor, Tensor]:
    """How many chunks each member has [N], and where they all are [C] if the segments' chunks are put one
    after another, in the order of the mapping."""
    starts: dict[int, int] = {}
    end = 0
    for segment_id, segment in segments.items():
        starts[segment_id] = end
        end += int(segment.chunk_offsets_M[-1])
    offsets = {segment_id: segment.chunk_offsets_M.tolist() for segment_id, segment in segments.items()}
    firsts, counts = [], []
    for member in members:
        first, behind = offsets[member.segment_id][member.row : member.row + 2]
        firsts.append(starts[member.segment_id] + first)
        counts.append(behind - first)
    counts_N = torch.tensor(counts, dtype=torch.int64)
    return counts_N, chunk_indices(torch.tensor(firsts, dtype=torch.int64), counts_N)
