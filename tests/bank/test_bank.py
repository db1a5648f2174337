"""Segments on the disk: whole or absent, merged without a trace, found damaged when they are. Views of
them: right after whatever happened, cheap to keep, and never changed once taken."""

import tempfile
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from safetensors import safe_open
from safetensors.torch import save

import memspan.bank.encodings as encodings_module
import memspan.bank.view as view_module
from memspan.bank import Encodings, LayerStates, View
from memspan.bank.segments import Segment, write_segment
from memspan.errors import BankError
from memspan.ledger import Document, Draft, Filter, Ledger, SegmentRecord

LAYERS = (1, 3)
G, D, W = 2, 4, 6

# Hundreds of short-lived banks: nothing that they are to show needs a disk.
IN_MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None


class Bank:
    """A bank whose states can be told from their document's id and revision."""

    def __init__(self, folder: Path, fingerprint: str = "fingerprint", code_bits: int | None = None) -> None:
        self.folder = folder
        self.ledger = Ledger.open(folder / "ledger.sqlite3")
        self.encodings = Encodings(folder, self.ledger, fingerprint, "a model", LAYERS, code_bits=code_bits)
        self.segments = folder / "segments" / str(self.encodings.model_id)

    def add(self, *texts: str, space: str = "a") -> list[Document]:
        return self.ledger.add(space, [Draft(text) for text in texts])

    def encode(
        self, documents: Sequence[Document], dtype: torch.dtype = torch.float32, *, merge: bool = True
    ) -> None:
        counts = [chunk_count(document) for document in documents]
        self.encodings.write(documents, counts, {layer: states(documents, layer, dtype) for layer in LAYERS})
        if merge:
            self.encodings.merge_segments()

    def files(self) -> list[Path]:
        return sorted(self.segments.glob("*.*s*"))

    def check(self, space: str = "a") -> None:
        """Every document of the space is in the view with its own states, and nothing else is."""
        pending = {document.id for document in self.ledger.pending(self.encodings.model_id, 10_000)}
        expected = [document for document in self.ledger.documents(space) if document.id not in pending]
        view = self.encodings.view(space)
        assert view.document_ids.tolist() == [document.id for document in expected]
        counts = [chunk_count(document) for document in expected]
        assert view.chunk_counts.tolist() == counts
        assert view.chunk_offsets.tolist() == [sum(counts[:n]) for n in range(len(counts) + 1)]
        for layer in LAYERS:
            wanted = states(expected, layer)
            blocks = list(view.router_key_blocks(layer))
            assert [block.first for block in blocks] == [0, *(block.end for block in blocks)][: len(blocks)]
            assert sum(block.end - block.first for block in blocks) == len(expected)
            if expected:
                assert torch.equal(view.router_keys(layer), wanted.router_keys_CW)
                assert torch.equal(torch.cat([block.keys_CW for block in blocks]), wanted.router_keys_CW)
                order = torch.randperm(len(expected))
                keys, values, fetched = view.fetch(layer, order)
                shuffled = states([expected[n] for n in order.tolist()], layer)
                assert torch.equal(keys, shuffled.keys_CGD)
                assert torch.equal(values, shuffled.values_CGD)
                assert fetched.tolist() == [counts[n] for n in order.tolist()]


def chunk_count(document: Document) -> int:
    return 1 + document.id % 3


def states(documents: Sequence[Document], layer: int, dtype: torch.dtype = torch.float32) -> LayerStates:
    parts: list[list[torch.Tensor]] = [[], [], []]
    for document in documents:
        generator = torch.Generator().manual_seed(1000 * document.id + 10 * document.revision + layer)
        for part, shape in zip(parts, ((G, D), (G, D), (W,)), strict=True):
            part.append(torch.randn(chunk_count(document), *shape, generator=generator))
    return LayerStates(
        *(
            (torch.cat(part) if part else torch.zeros(0, *shape)).to(dtype)
            for part, shape in zip(parts, ((G, D), (G, D), (W,)), strict=True)
        )
    )


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[Bank]:
    bank = Bank(tmp_path)
    yield bank
    bank.ledger.close()


def test_what_is_written_is_read(bank: Bank) -> None:
    documents = bank.add(*(f"text {number}" for number in range(7)))
    bank.check()
    bank.encode([documents[n] for n in (4, 0, 2)])  # any order
    bank.check()
    bank.encode([documents[n] for n in (6, 1)])
    bank.check()
    assert bank.ledger.pending_count(bank.encodings.model_id) == 2
    again = Bank(bank.folder)
    again.check()
    again.encode([documents[n] for n in (5, 3)])
    again.check()
    bank.check()


@pytest.mark.parametrize("dtype", [torch.float32, torch.float16, torch.bfloat16])
def test_types_are_kept(bank: Bank, dtype: torch.dtype) -> None:
    one, two = bank.add("one", "two")
    bank.encode([one], dtype)
    bank.encode([two], torch.float64)  # of the set from then on
    view = bank.encodings.view("a")
    keys, values, _ = view.fetch(1, torch.tensor([0, 1]))
    assert {keys.dtype, values.dtype, view.router_keys(1).dtype} == {dtype}
    assert torch.equal(keys, states([one, two], 1, dtype).keys_CGD)


def test_deleted_and_updated_documents_vanish_at_once(bank: Bank) -> None:
    documents = bank.add("one", "two", "three")
    bank.encode(documents)
    before = bank.encodings.view("a")
    bank.ledger.delete([documents[0].id])
    assert bank.encodings.view("a").document_ids.tolist() == [2, 3]
    updated = bank.ledger.update(documents[1].id, "two again")
    assert bank.encodings.view("a").document_ids.tolist() == [3]
    bank.encode([updated])
    bank.check()
    # The snapshot taken before still reads what it read then.
    assert torch.equal(before.router_keys(1), states(documents, 1).router_keys_CW)
    assert torch.equal(before.fetch(3, torch.tensor([0]))[0], states(documents[:1], 3).keys_CGD)


def test_states_of_an_outdated_text_are_passed_over(bank: Bank) -> None:
    one, two, three = bank.add("one", "two", "three")
    bank.ledger.update(one.id, "one again")
    bank.ledger.delete([two.id])
    bank.encode([one, two, three])
    assert bank.encodings.view("a").document_ids.tolist() == [three.id]
    assert [document.id for document in bank.ledger.pending(bank.encodings.model_id, 9)] == [one.id]
    bank.check()


def test_spaces_have_views_of_their_own(bank: Bank) -> None:
    here, there = bank.add("text")[0], bank.add("text", space="b")[0]
    bank.encode([there, here])
    bank.check("a")
    bank.check("b")
    view = bank.encodings.view("a")
    bank.encode(bank.add("more", space="b"))
    assert bank.encodings.view("a") is view
    assert bank.encodings.view("b") is not view
    assert bank.encodings.view("nowhere").document_ids.tolist() == []


def test_a_view_is_the_same_until_something_changes(bank: Bank) -> None:
    bank.encode(bank.add("one"))
    view = bank.encodings.view("a")
    assert bank.encodings.view("a") is view
    (pending,) = bank.add("not encoded yet")
    assert bank.encodings.view("a") is view
    bank.encode([pending])
    assert bank.encodings.view("a") is not view


def test_another_model_has_another_set(bank: Bank) -> None:
    documents = bank.add("one", "two")
    bank.encode(documents)
    other = Bank(bank.folder, fingerprint="other")
    assert other.encodings.model_id != bank.encodings.model_id
    assert len(other.encodings.view("a")) == 0
    assert other.ledger.pending_count(other.encodings.model_id) == 2
    other.encode(documents[:1])
    other.check()
    bank.check()
    assert bank.ledger.pending_count(bank.encodings.model_id) == 0


def test_many_small_segments_become_one(bank: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encodings_module, "MERGE_COUNT", 4)
    for number in range(40):
        bank.encode(bank.add(f"text {number}"))
        if number % 10 == 0:
            bank.check()
    assert len(bank.files()) < 4 * 3  # 4 of each power of 4
    assert len(bank.files()) == len(bank.ledger.segments(bank.encodings.model_id))
    bank.check()
    assert bank.encodings.verify() == []
    Bank(bank.folder).check()


def test_a_merge_keeps_nobody_waiting(bank: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    merging, go_on = threading.Event(), threading.Event()

    def slow_where_merged(*arguments: Any) -> SegmentRecord:
        if threading.current_thread().name == "memspan-merge":
            merging.set()
            assert go_on.wait(60)
        return write_segment(*arguments)

    for number in range(encodings_module.MERGE_COUNT):
        bank.encode(bank.add(f"text {number}"), merge=False)
    monkeypatch.setattr(encodings_module, "write_segment", slow_where_merged)
    bank.encodings.merge_in_background()
    assert merging.wait(60)
    bank.encode(bank.add("meanwhile"), merge=False)
    bank.encodings.merge_in_background()  # one is at it
    bank.ledger.delete([3])
    bank.ledger.update(5, "changed while it is merged")
    bank.check()
    assert len(bank.files()) == encodings_module.MERGE_COUNT + 1
    go_on.set()
    bank.encodings.close()
    assert len(bank.files()) == 2
    bank.check()
    bank.encode(bank.ledger.pending(bank.encodings.model_id, 9))
    bank.check()
    assert bank.encodings.verify() == []


def test_a_merge_that_fails_is_made_up_for(
    bank: Bank, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(encodings_module.MERGE_COUNT):
        bank.encode(bank.add(f"text {number}"), merge=False)

    def full(*arguments: Any) -> SegmentRecord:
        raise BankError("There is no room.")

    with monkeypatch.context() as patch:
        patch.setattr(encodings_module, "write_segment", full)
        bank.encodings.merge_in_background()
        bank.encodings.close()
    assert "no room" in caplog.text
    bank.check()
    bank.encodings.merge_in_background()
    bank.encodings.close()
    assert len(bank.files()) == 1
    bank.check()


def test_a_segment_is_what_safetensors_would_write(bank: Bank) -> None:
    bank.encode(bank.add("one", "two"), torch.bfloat16)
    (path,) = bank.files()
    with safe_open(path, framework="pt") as file:
        tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 - not a dict
    assert len(tensors) == 3 + 3 * len(LAYERS)
    assert path.read_bytes() == save(tensors)


def test_a_view_outlives_the_files_it_was_read_from(bank: Bank) -> None:
    documents = bank.add(*(f"text {number}" for number in range(20)))
    for document in documents[:10]:
        bank.encode([document])
    view = bank.encodings.view("a")
    for document in documents[10:]:
        bank.encode([document])
    assert len(bank.files()) < 10
    assert torch.equal(view.fetch(1, torch.arange(10))[0], states(documents[:10], 1).keys_CGD)
    bank.check()


def test_segments_of_deleted_documents_are_removed(bank: Bank) -> None:
    documents = bank.add(*(f"text {number}" for number in range(20)))
    bank.encode(documents[:10])
    bank.encode(documents[10:])
    bank.ledger.delete([document.id for document in documents[:10]])
    bank.ledger.delete([document.id for document in documents[10:16]])
    assert bank.encodings.merge_segments() == 2
    (segment,) = bank.ledger.segments(bank.encodings.model_id)
    assert (segment.num_documents, segment.num_live) == (4, 4)
    assert [path.name for path in bank.files()] == [segment.name]
    bank.check()


def test_another_process_may_merge_while_this_one_reads(bank: Bank) -> None:
    reader = Bank(bank.folder)
    bank.encode(bank.add("first"))
    reader.check()
    for number in range(40):
        bank.encode(bank.add(f"text {number}"))
        if number % 7 == 0:
            reader.check()
    reader.check()


def test_leftovers_of_a_kill_are_swept(bank: Bank) -> None:
    bank.encode(bank.add("one"))
    (kept,) = bank.files()
    assert kept.stat().st_mode == (bank.folder / "ledger.sqlite3").stat().st_mode
    (bank.segments / "0123.tmp").write_bytes(b"half a segment")
    (bank.segments / "4567.safetensors").write_bytes(kept.read_bytes())
    (bank.segments / "README").write_text("not ours")
    again = Bank(bank.folder)
    assert sorted(path.name for path in again.segments.iterdir()) == sorted(
        ["README", kept.name, "merging.lock", "writing.lock"]
    )
    again.check()


def test_nothing_is_swept_while_another_process_writes(bank: Bank) -> None:
    temporary = bank.segments / "0123.tmp"
    with bank.encodings._writing():
        temporary.write_bytes(b"being written")
        Bank(bank.folder)
        assert temporary.exists()
    Bank(bank.folder)
    assert not temporary.exists()


@pytest.mark.parametrize("harm", ["missing", "short", "empty"])
def test_a_segment_that_is_not_whole_is_encoded_anew(bank: Bank, harm: str) -> None:
    one, two, three = bank.add("one", "two", "three")
    bank.encode([one])
    bank.encode([two, three])
    segment = bank.segments / bank.ledger.segments(bank.encodings.model_id)[1].name
    if harm == "missing":
        segment.unlink()
    else:
        segment.write_bytes(segment.read_bytes()[:-1] if harm == "short" else b"")
    again = Bank(bank.folder)
    assert [(damage.segment, damage.documents) for damage in again.encodings.dropped] == [(segment.name, 2)]
    assert again.ledger.pending(again.encodings.model_id, 9) == [two, three]
    again.check()
    again.encode([two, three])
    again.check()
    assert again.encodings.verify() == []


def test_a_segment_that_goes_missing_while_open_is_reported(bank: Bank) -> None:
    bank.encode(bank.add("one"))
    bank.files()[0].unlink()
    with pytest.raises(BankError, match="open the bank again"):
        bank.encodings.view("a")


def test_a_flipped_bit_is_found_and_repaired(bank: Bank) -> None:
    documents = bank.add("one", "two")
    bank.encode(documents[:1])
    bank.encode(documents[1:])
    path = bank.segments / bank.ledger.segments(bank.encodings.model_id)[0].name
    data = bytearray(path.read_bytes())
    data[-5] ^= 1
    path.write_bytes(data)
    (damage,) = bank.encodings.verify()
    assert (damage.segment, damage.documents) == (path.name, 1)
    assert bank.ledger.pending_count(bank.encodings.model_id) == 0
    assert bank.encodings.verify(repair=True) == [damage]
    assert bank.ledger.pending(bank.encodings.model_id, 9) == documents[:1]
    bank.encode(documents[:1])
    bank.check()
    assert bank.encodings.verify() == []


def test_a_header_that_makes_no_sense_is_reported(bank: Bank) -> None:
    bank.encode(bank.add("one"))
    (path,) = bank.files()
    path.write_bytes(b"\xff" * path.stat().st_size)
    with pytest.raises(BankError, match=path.name):
        Bank(bank.folder).encodings.view("a")


def test_a_segment_that_goes_while_it_is_opened(bank: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    """As another process's merge may have it: readers then look at the catalog again."""
    bank.encode(bank.add("one"))
    (path,) = bank.files()
    usual = torch.from_file

    def late(*arguments: object, **named: object) -> object:
        path.unlink()
        return usual(*arguments, **named)

    monkeypatch.setattr(torch, "from_file", late)
    with pytest.raises(FileNotFoundError, match=path.name):
        Segment(path)


def test_states_of_another_shape_are_refused(bank: Bank) -> None:
    one, two = bank.add("one", "two")
    bank.encode([one])
    narrow = {layer: LayerStates(*(part[..., :2] for part in states([two], layer))) for layer in LAYERS}
    with pytest.raises(BankError, match="fingerprint"):
        bank.encodings.write([two], [chunk_count(two)], narrow)
    with pytest.raises(ValueError, match="chunks"):
        bank.encodings.write([two], [17], {layer: states([two], layer) for layer in LAYERS})
    assert len(bank.files()) == 1
    assert bank.ledger.pending(bank.encodings.model_id, 9) == [two]


@pytest.mark.parametrize("share", [0.0, 1.0])  # parts found in a scan of all, and with keys of their own
def test_a_part_of_a_view_is_a_view_of_these_documents(
    bank: Bank, monkeypatch: pytest.MonkeyPatch, share: float
) -> None:
    monkeypatch.setattr(view_module, "COPIED_SHARE", share)
    monkeypatch.setattr(view_module, "BLOCK_CHUNKS", 8)  # several blocks
    documents = bank.add(*(f"text {n}" for n in range(20)))
    bank.encode(documents)
    whole = bank.encodings.view("a")
    for wanted in ([], [3], [0, 7, 8, 19], list(range(1, 20, 2)), list(range(20))):
        part = bank.encodings.view("a", Filter.of({"@id": {"$in": [documents[n].id for n in wanted] or [0]}}))
        kept = [documents[n] for n in wanted]
        assert part.document_ids.tolist() == [document.id for document in kept]
        assert part.index_of([document.id for document in documents]).tolist() == [
            wanted.index(n) if n in wanted else -1 for n in range(20)
        ]
        scanned, places = part.scanned
        assert scanned is (part if places is None else whole)
        assert places is None or places.tolist() == wanted
        for layer in LAYERS:
            expected = states(kept, layer)
            blocks = list(part.router_key_blocks(layer))
            assert sum(block.end - block.first for block in blocks) == len(kept)
            if kept:
                assert torch.equal(torch.cat([block.keys_CW for block in blocks]), expected.router_keys_CW)
                keys, values, counts = part.fetch(layer, torch.arange(len(kept)))
                assert torch.equal(keys, expected.keys_CGD)
                assert torch.equal(values, expected.values_CGD)
                assert counts.tolist() == part.chunk_counts.tolist()


def test_several_spaces_are_one_view_and_a_part_of_it_is_of_each(bank: Bank) -> None:
    documents = [bank.add(f"text {n}", space="ab"[n % 2])[0] for n in range(9)]
    bank.encode(documents)
    both = bank.encodings.view(["a", "b"])
    assert both is bank.encodings.view(("a", "b", "a"))
    order = documents[::2] + documents[1::2]
    assert both.document_ids.tolist() == [document.id for document in order]
    assert both.index_of(both.document_ids).tolist() == list(range(9))
    assert both.index_of([0, 99, documents[1].id]).tolist() == [-1, -1, 5]
    part = bank.encodings.view(["a", "b"], Filter.of("@id>=4"))
    kept = [document for document in order if document.id >= 4]
    assert part.document_ids.tolist() == [document.id for document in kept]
    for viewed, members in ((both, order), (part, kept)):
        keys = torch.cat([block.keys_CW for block in viewed.router_key_blocks(1)])
        assert torch.equal(keys, states(members, 1).router_keys_CW)
    bank.ledger.delete([documents[0].id])
    assert bank.encodings.view(["a", "b"]).document_ids.tolist() == [document.id for document in order[1:]]


def test_index_of(bank: Bank) -> None:
    documents = bank.add("one", "two", "three", "four")
    view = bank.encodings.view("a")
    assert view.index_of([1, 2]).tolist() == [-1, -1]
    bank.encode([documents[n] for n in (0, 1, 3)])
    view = bank.encodings.view("a")
    assert view.index_of(torch.tensor([4, 3, 1, 99, -5])).tolist() == [2, -1, 0, -1, -1]
    keys, values, counts = view.fetch(1, torch.zeros(0, dtype=torch.int64))
    assert (list(keys.shape), list(values.shape), counts.tolist()) == ([0, G, D], [0, G, D], [])


class BankMachine(RuleBasedStateMachine):
    """Blocks of at most 8 chunks, so that a dozen documents have several."""

    def __init__(self) -> None:
        super().__init__()
        self.usual = view_module.BLOCK_CHUNKS, view_module.FIRST_CAPACITY
        view_module.BLOCK_CHUNKS, view_module.FIRST_CAPACITY = 8, 2
        self.scratch = tempfile.TemporaryDirectory(dir=IN_MEMORY)
        self.bank = Bank(Path(self.scratch.name))
        self.number = 0
        self.taken: list[tuple[View, list[int], torch.Tensor, torch.Tensor]] = []

    def teardown(self) -> None:
        for view, ids, router_keys, keys in self.taken:
            assert view.document_ids.tolist() == ids
            blocks = [block.keys_CW for block in view.router_key_blocks(LAYERS[0])]
            assert torch.equal(torch.cat(blocks), router_keys)
            assert torch.equal(view.fetch(LAYERS[0], torch.arange(len(view)))[0], keys)
        view_module.BLOCK_CHUNKS, view_module.FIRST_CAPACITY = self.usual
        self.bank.ledger.close()
        self.scratch.cleanup()

    @initialize(count=st.integers(0, 12))
    def begin(self, count: int) -> None:
        self.add(count, 100)

    @rule(count=st.integers(1, 6), encoded=st.integers(0, 100))
    def add(self, count: int, encoded: int) -> None:
        self.number += count
        documents = self.bank.add(*(f"text {self.number} {n}" for n in range(count)))
        if documents[:encoded]:
            self.bank.encode(documents[:encoded])

    @rule(data=st.data())
    def encode_pending_in_any_order(self, data: st.DataObject) -> None:
        pending = self.bank.ledger.pending(self.bank.encodings.model_id, 8)
        if pending:
            self.bank.encode(data.draw(st.permutations(pending)))

    @rule(data=st.data(), update=st.booleans())
    def change(self, data: st.DataObject, update: bool) -> None:
        ids = [document.id for document in self.bank.ledger.documents("a")]
        chosen = data.draw(st.lists(st.sampled_from(ids), unique=True, max_size=8)) if ids else []
        if not update:
            self.bank.ledger.delete(chosen)
        for document_id in chosen if update else []:
            self.number += 1
            self.bank.ledger.update(document_id, f"again {self.number}")

    @rule()
    def reopen(self) -> None:
        self.bank.ledger.close()
        self.bank = Bank(self.bank.folder)

    @rule()
    def take(self) -> None:
        view = self.bank.encodings.view("a")
        if len(view):
            keys = view.fetch(LAYERS[0], torch.arange(len(view)))[0]
            router_keys = view.router_keys(LAYERS[0]).clone()
            self.taken.append((view, view.document_ids.tolist(), router_keys, keys))

    @invariant()
    def the_view_is_right(self) -> None:
        self.bank.check()
        blocks = list(self.bank.encodings.view("a").router_key_blocks(LAYERS[0]))
        assert all(len(block.keys_CW) <= 8 for block in blocks)


TestBankMachine = BankMachine.TestCase
TestBankMachine.settings = settings(max_examples=30, stateful_step_count=20, deadline=None)


def test_a_new_document_is_written_behind_the_others(bank: Bank) -> None:
    """Adding reads nothing that was there: the old keys stay in the same memory."""
    bank.encode(bank.add(*(f"text {number}" for number in range(50))))
    bank.encode(bank.add("one more"))  # makes room
    (before,) = bank.encodings.view("a").router_key_blocks(1)
    bank.encode(bank.add("another"))
    (after,) = bank.encodings.view("a").router_key_blocks(1)
    assert after.keys_CW.data_ptr() == before.keys_CW.data_ptr()
    assert len(after.keys_CW) > len(before.keys_CW)
    bank.check()


def test_a_change_in_the_middle_cuts_a_block_and_copies_nothing(
    bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view_module, "BLOCK_CHUNKS", 16)
    documents = bank.add(*(f"text {number}" for number in range(50)))
    bank.encode(documents)
    before = list(bank.encodings.view("a").router_key_blocks(1))
    bank.ledger.delete([25])
    bank.encode([bank.ledger.update(10, "text 10 says something else")])
    after = list(bank.encodings.view("a").router_key_blocks(1))
    assert len(before) > 4
    memory = [(one.keys_CW.data_ptr(), one.keys_CW.data_ptr() + one.keys_CW.nbytes) for one in before]
    anew = [one for one in after if not any(first <= one.keys_CW.data_ptr() < end for first, end in memory)]
    assert [one.end - one.first for one in anew] == [1]
    bank.check()


def test_pieces_are_joined_when_they_are_many(bank: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view_module, "BLOCK_CHUNKS", 64)
    documents = bank.add(*(f"text {number}" for number in range(200)))
    bank.encode(documents)
    most = 0
    for id in range(2, 200, 5):
        bank.encode([bank.ledger.update(id, f"text {id} says something else")])
        view = bank.encodings.view("a")
        most = max(most, sum(1 for _ in view.router_key_blocks(1)))
        limit = 8 + view_module.MOST_BLOCKS * int(view.chunk_offsets[-1]) // 64
        assert most <= limit + 2
    assert most > 20
    bank.check()
