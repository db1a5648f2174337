"""The index of a space in a file: the same documents and codes as one made in memory, and never a reason to
fail."""

from pathlib import Path

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from memspan.bank import encodings as encodings_module
from memspan.bank import summaries
from memspan.bank import view as view_module
from memspan.bank.index_file import UnusableIndexError, files_of, is_sound, read_index
from memspan.bank.view import View
from memspan.ledger import Document

from .test_bank import LAYERS, Bank, states


@pytest.fixture(autouse=True)
def small_sizes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view_module, "BLOCK_CHUNKS", 40)
    monkeypatch.setattr(view_module, "FIRST_CAPACITY", 4)
    monkeypatch.setattr(encodings_module, "KEPT_CHUNKS", 60)


class CodedBank(Bank):
    """A bank whose routing keys are held as codes."""

    def __init__(self, folder: Path, bits: int = 8) -> None:
        super().__init__(folder, code_bits=bits)
        self.bits = bits

    def more(self, number: int) -> list[Document]:
        """New documents, encoded."""
        first = self.ledger.count("a")
        documents = self.add(
            *(f"text {first + place} of {self.ledger.change_token()}" for place in range(number))
        )
        self.encode(documents)
        return documents

    def reopened(self, bits: int | None = None) -> "CodedBank":
        """The same bank, as another process finds it."""
        return CodedBank(self.folder, bits or self.bits)

    def without_index(self) -> "CodedBank":
        """The same bank, whose index is made in memory."""
        again = self.reopened()
        for path in files_of(again.encodings.folder, "a"):
            path.unlink()
        again.encodings._keep_unopened = lambda space, nothing, bits: None  # type: ignore[method-assign]
        return again


def filled(folder: Path, number: int = 60, bits: int = 8) -> tuple[CodedBank, list[Document]]:
    bank = CodedBank(folder, bits)
    bank.encodings.view("a")  # open from the beginning, its index comes about in memory
    documents = bank.more(number)
    bank.encodings.view("a")
    return bank, documents


def same(one: View, other: View) -> None:
    """Same documents in the same order, and codes that are good for the same scores."""
    assert torch.equal(one.document_ids, other.document_ids)
    assert torch.equal(one.chunk_counts, other.chunk_counts)
    for layer in LAYERS:
        assert torch.equal(one.router_keys_of(layer, slice(None)), other.router_keys_of(layer, slice(None)))
        for part, twin in zip(by_chunk(one, layer), by_chunk(other, layer), strict=True):
            assert torch.equal(part, twin)
        has_its_rows(one, layer)
        has_its_rows(other, layer)


def has_its_rows(view: View, layer: int) -> None:
    """Rows tell of each of their numbers whether it is above the centre, which is another in each block."""
    rows_RW = summaries.rows(view.router_keys_of(layer, slice(None)), view.chunk_counts)
    assert len(rows_RW) == int(view.row_offsets[-1])
    for block, first, end, skip in view.router_summaries(layer):
        some = rows_RW[int(view.row_offsets[first]) : int(view.row_offsets[end])]
        turned_RGD = summaries.turned(some - block.centre_W)
        bytes_RGB = block.panels.permute(0, 3, 1, 2, 4).flatten(0, 1).flatten(2)[skip : skip + len(some)]
        steps_RGD = torch.cat([(bytes_RGB >> 2 * part) & 3 for part in range(4)], dim=2)
        clear = turned_RGD.abs() > 1e-4 * some.norm()
        assert torch.equal((steps_RGD > 1)[clear], (turned_RGD > 0)[clear])


def by_chunk(view: View, layer: int) -> tuple[torch.Tensor, torch.Tensor]:
    """All codes [C, ...] and scales [C, G], however they are cut into blocks."""
    found = []
    for codes, first, end, skip in view.router_codes(layer):
        chunks = slice(skip, skip + int(view.chunk_counts[first:end].sum()))
        found.append(
            (
                codes.panels.movedim(3, 1).flatten(0, 1)[chunks],
                codes.scales_PGL.movedim(2, 1).flatten(0, 1)[chunks],
            )
        )
    panels, scales = zip(*found, strict=True)
    return torch.cat(panels), torch.cat(scales)


@pytest.mark.parametrize("bits", [8, 4])
def test_a_kept_index_is_the_one_made_in_memory(tmp_path: Path, bits: int) -> None:
    bank, _ = filled(tmp_path, bits=bits)
    made = bank.encodings.view("a")
    assert not files_of(bank.encodings.folder, "a")
    bank.encodings.keep_indexes()
    [path] = files_of(bank.encodings.folder, "a")
    assert is_sound(path)
    kept = bank.encodings.view("a")
    assert kept is not made
    same(kept, made)
    same(bank.reopened().encodings.view("a"), made)


def test_it_is_written_again_only_when_much_has_changed(tmp_path: Path) -> None:
    bank, _ = filled(tmp_path)
    bank.encodings.keep_indexes()
    before = files_of(bank.encodings.folder, "a")
    bank.more(2)
    bank.encodings.keep_indexes()
    assert files_of(bank.encodings.folder, "a") == before
    bank.more(60)
    bank.encodings.keep_indexes()
    after = files_of(bank.encodings.folder, "a")
    assert len(after) == 1
    assert after != before
    same(bank.encodings.view("a"), bank.without_index().encodings.view("a"))


def test_a_small_space_has_no_file(tmp_path: Path) -> None:
    bank, _ = filled(tmp_path, 3)
    bank.encodings.keep_indexes()
    assert not files_of(bank.encodings.folder, "a")


def test_a_large_space_without_one_gets_it_when_it_is_opened(tmp_path: Path) -> None:
    bank, _ = filled(tmp_path)
    made = bank.encodings.view("a")
    assert not files_of(bank.encodings.folder, "a")
    again = bank.reopened()
    same(again.encodings.view("a"), made)
    assert len(files_of(bank.encodings.folder, "a")) == 1


@settings(max_examples=25, deadline=None)
@given(
    steps=st.lists(
        st.sampled_from(["add", "delete", "update", "merge", "compact", "keep", "reopen"]), max_size=12
    ),
    data=st.data(),
)
def test_whatever_happens_since_it_is_caught_up_with(
    tmp_path_factory: pytest.TempPathFactory, steps: list[str], data: st.DataObject
) -> None:
    bank, documents = filled(tmp_path_factory.mktemp("bank"))
    bank.encodings.keep_indexes()
    ids = [document.id for document in documents]
    for step in steps:
        match step:
            case "add":
                ids += [document.id for document in bank.more(data.draw(st.integers(1, 30)))]
            case "delete" if ids:
                gone = data.draw(st.lists(st.sampled_from(ids), max_size=20, unique=True))
                bank.ledger.delete(gone)
                ids = [id for id in ids if id not in gone]
            case "update" if ids:
                id = data.draw(st.sampled_from(ids))
                changed = bank.ledger.update(id, f"text {data.draw(st.integers())} of {id}")
                bank.encode([changed])
            case "merge":
                bank.encodings.merge_segments()
            case "compact":
                bank.encodings.compact()
            case "keep":
                bank.encodings.keep_indexes()
            case "reopen":
                bank = bank.reopened()
        assert bank.encodings.view("a").document_ids.tolist() == sorted(ids)
    same(bank.reopened().encodings.view("a"), bank.without_index().encodings.view("a"))


@pytest.mark.parametrize("harm", ["short", "empty", "catalog", "header", "other"])
def test_a_damaged_one_is_made_anew(tmp_path: Path, harm: str) -> None:
    bank, _ = filled(tmp_path)
    made = bank.encodings.view("a")
    bank.encodings.keep_indexes()
    [path] = files_of(bank.encodings.folder, "a")
    raw = bytearray(path.read_bytes())
    match harm:
        case "short":
            del raw[-40:]
        case "empty":
            raw.clear()
        case "catalog":
            at = raw.rindex(made.document_ids.numpy().tobytes()) + 17
            raw[at] ^= 4
        case "header":
            raw[9] ^= 1
        case "other":
            raw[:] = b"not an index at all" * 100
    path.write_bytes(raw)
    with pytest.raises(UnusableIndexError):
        read_index(path, LAYERS, 8)
    assert [damage.segment for damage in bank.reopened().encodings.verify()] == [path.name]
    again = bank.reopened()
    same(again.encodings.view("a"), made)
    assert all(map(is_sound, files_of(bank.encodings.folder, "a")))


def test_a_bit_flipped_in_the_codes_is_found_and_repaired(tmp_path: Path) -> None:
    bank, _ = filled(tmp_path)
    made = bank.encodings.view("a")
    bank.encodings.keep_indexes()
    [path] = files_of(bank.encodings.folder, "a")
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 4] ^= 16
    path.write_bytes(raw)
    again = bank.reopened()
    assert [damage.segment for damage in again.encodings.verify(repair=True)] == [path.name]
    assert again.encodings.verify() == []
    same(bank.reopened().encodings.view("a"), made)


def test_other_bits_make_another_index(tmp_path: Path) -> None:
    bank, _ = filled(tmp_path)
    bank.encodings.keep_indexes()
    four = bank.reopened(bits=4).encodings.view("a")
    assert all(codes.bits == 4 for codes, *_ in four.router_codes(1))


def test_what_was_forgotten_leaves_the_file(tmp_path: Path) -> None:
    bank, documents = filled(tmp_path)
    bank.encodings.keep_indexes()
    bank.ledger.delete([documents[3].id])
    bank.encodings.compact()
    assert not files_of(bank.encodings.folder, "a")
    assert len(bank.encodings.view("a")) == 59


def test_states_fetched_are_those_that_were_written(tmp_path: Path) -> None:
    bank, documents = filled(tmp_path)
    bank.encodings.keep_indexes()
    view = bank.reopened().encodings.view("a")
    keys_CGD, values_CGD, _ = view.fetch(1, torch.arange(len(documents)))
    wanted = states(documents, 1)
    assert torch.equal(keys_CGD, wanted.keys_CGD)
    assert torch.equal(values_CGD, wanted.values_CGD)


def test_a_thread_writes_it_and_closing_waits(tmp_path: Path) -> None:
    bank, _ = filled(tmp_path)
    made = bank.encodings.view("a")
    bank.encodings.keep_in_background()
    bank.encodings.keep_in_background()
    bank.encodings.close()
    assert len(files_of(bank.encodings.folder, "a")) == 1
    same(bank.encodings.view("a"), made)
