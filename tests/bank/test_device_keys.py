"""Keys on a device are those of the view, whatever happened before; what stays is not brought again, and what
was given out does not change. A CPU stands for the device."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from memspan.bank import DeviceRows, Encodings, View
from memspan.bank import device_keys as device_keys_module
from memspan.bank import encodings as encodings_module
from memspan.bank import view as view_module
from memspan.bank.rows import KeyRows, quantised_rows, tiling
from memspan.ledger import Document, Filter

from .test_bank import LAYERS, Bank

FORMS = [(8, 8), (4, 4), (8, 16)]  # bits of the codes in memory, and of what is scored


class PlacedBank(Bank):
    """A bank whose routing keys are scored on a device."""

    def __init__(self, folder: Path, form: tuple[int, int]) -> None:
        super().__init__(folder, code_bits=form[0])
        self.form = form
        self.encodings = Encodings(
            folder,
            self.ledger,
            "fingerprint",
            "a model",
            LAYERS,
            code_bits=form[0],
            scored_on="cpu",
            scored_bits=form[1],
        )

    def more(self, number: int, space: str = "a") -> list[Document]:
        first = self.ledger.change_token()
        documents = self.add(*(f"text {first} {place}" for place in range(number)), space=space)
        self.encode(documents)
        return documents

    def update(self, ids: Sequence[int]) -> None:
        if ids:
            token = self.ledger.change_token()
            self.encode([self.ledger.update(id, f"text {token} of {id}") for id in ids])

    def expected(self, view: View, layer: int) -> KeyRows:
        keys_CW = view.router_keys_of(layer, slice(None))
        bits = self.form[1]
        return KeyRows(keys_CW) if bits == 16 else quantised_rows(keys_CW, bits)

    def check_device(self, space: str | tuple[str, ...] = "a") -> list[DeviceRows]:
        view = self.encodings.view(space)
        for layer in LAYERS:
            found = view.on_device(layer)
            assert bool(found) == bool(len(view))
            if found:
                wanted = self.expected(view, layer)
                assert torch.equal(torch.cat([one.keys.rows for one in found]), wanted.rows)
                if wanted.scales_CG is not None:
                    scales = [one.keys.scales_CG for one in found if one.keys.scales_CG is not None]
                    assert torch.equal(torch.cat(scales), wanted.scales_CG)
                counts = torch.cat([one.tiles.offsets_M.diff() for one in found])
                assert torch.equal(counts, view.chunk_counts)
                for one in found:
                    again = tiling(one.tiles.offsets_M, torch.device("cpu"))
                    assert torch.equal(one.tiles.tiles_X4, again.tiles_X4)
        return list(found)


@pytest.fixture(autouse=True)
def small_sizes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view_module, "BLOCK_CHUNKS", 40)
    monkeypatch.setattr(view_module, "FIRST_CAPACITY", 4)
    monkeypatch.setattr(device_keys_module, "ROOM_CHUNKS", 16)
    monkeypatch.setattr(device_keys_module, "BROUGHT_CHUNKS", 10)


@pytest.fixture
def brought(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many documents were brought to the device, call by call."""
    numbers: list[int] = []
    usual = device_keys_module.DeviceKeys._brought

    def counted(
        self: device_keys_module.DeviceKeys, view: View, layer: int, first: int, end: int
    ) -> Iterator[tuple[int, KeyRows]]:
        numbers.append(end - first)
        return usual(self, view, layer, first, end)

    monkeypatch.setattr(device_keys_module.DeviceKeys, "_brought", counted)
    return numbers


def copy_of(rows: KeyRows) -> KeyRows:
    return KeyRows(*(None if part is None else part.clone() for part in rows))


def same(one: KeyRows, other: KeyRows) -> bool:
    return torch.equal(one.rows, other.rows) and (
        one.scales_CG is None or (other.scales_CG is not None and torch.equal(one.scales_CG, other.scales_CG))
    )


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    form=st.sampled_from(FORMS),
    changes=st.lists(
        st.tuples(st.sampled_from(["add", "update", "delete", "delete last", "merge"]), st.integers(1, 12)),
        max_size=12,
    ),
    seed=st.integers(0, 2**31),
)
def test_keys_follow_every_change(
    tmp_path_factory: pytest.TempPathFactory, form: tuple[int, int], changes: list[tuple[str, int]], seed: int
) -> None:
    random = torch.Generator().manual_seed(seed)
    bank = PlacedBank(tmp_path_factory.mktemp("bank"), form)
    given_out: list[tuple[KeyRows, KeyRows]] = []
    views = [bank.encodings.view("a")]
    bank.more(20)
    for kind, number in changes:
        present = [document.id for document in bank.ledger.documents("a")]
        some = [present[n] for n in torch.randperm(len(present), generator=random).tolist()[:number]]
        if kind == "add":
            bank.more(number)
        elif kind == "update":
            bank.update(some[:3])
        elif kind == "delete":
            bank.ledger.delete(some)
        elif kind == "delete last":
            bank.ledger.delete(present[-number:])
        else:
            bank.encodings.merge_segments()
        for one in bank.check_device():
            given_out.append((one.keys, copy_of(one.keys)))
        views.append(bank.encodings.view("a"))
        # One that was taken before is scored once more.
        old = views[int(torch.randint(len(views), (), generator=random))]
        for one in old.on_device(LAYERS[0]):
            assert same(one.keys, bank.expected(old, LAYERS[0]))
    assert all(same(*pair) for pair in given_out)
    bank.ledger.close()


@pytest.mark.parametrize("form", FORMS)
def test_only_what_is_new_is_brought(tmp_path: Path, form: tuple[int, int], brought: list[int]) -> None:
    bank = PlacedBank(tmp_path, form)
    documents = bank.more(50)
    bank.check_device()
    # Of each layer, how long a row is, and then all.
    assert brought == [1, 50] * len(LAYERS)
    brought.clear()
    bank.check_device()
    assert brought == []
    bank.more(1)
    bank.check_device()
    assert sum(brought) <= 2 * len(LAYERS)
    brought.clear()
    bank.update([documents[7].id])
    bank.ledger.delete([documents[30].id])
    bank.check_device()
    assert brought == [1, 1] * len(LAYERS)
    brought.clear()
    bank.encodings.merge_segments()
    bank.encodings.compact()
    bank.check_device()
    assert brought == []


def test_changes_everywhere_bring_all_at_once(
    tmp_path: Path, brought: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(device_keys_module, "MOST_RUNS", 4)
    bank = PlacedBank(tmp_path, (8, 8))
    documents = bank.more(30)
    bank.check_device()
    brought.clear()
    bank.update([document.id for document in documents[::6]])
    bank.check_device()
    assert brought == [1, 30] * len(LAYERS)


def test_a_kept_index_brings_nothing_anew(
    tmp_path: Path, brought: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encodings_module, "KEPT_CHUNKS", 60)
    bank = PlacedBank(tmp_path, (8, 8))
    bank.more(60)
    bank.check_device()
    brought.clear()
    bank.encodings.keep_indexes()
    bank.check_device()
    assert brought == []
    again = PlacedBank(tmp_path, (8, 8))
    assert all(block.codes.mapped for block in again.encodings.view("a").router_codes(LAYERS[0]))
    again.check_device()


def test_several_spaces_have_their_keys_once(tmp_path: Path, brought: list[int]) -> None:
    bank = PlacedBank(tmp_path, (8, 8))
    for space in "abc":
        bank.add("a text that is not encoded", space=space)
    bank.more(9, "a")
    bank.more(7, "c")
    found = bank.check_device(("a", "b", "c"))
    assert [len(one.tiles.offsets_M) - 1 for one in found] == [9, 7]
    brought.clear()
    bank.check_device("a")
    bank.check_device("c")
    assert brought == []
    # A part of a space is found among the scores of all of it.
    part = bank.encodings.view("a", Filter.of("@id>=10"))
    assert len(part)
    whole, places = part.scanned
    assert whole is bank.encodings.view("a")
    assert places is not None


def test_keys_that_do_not_fit_stay_where_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, brought: list[int]
) -> None:
    """Layer by layer, and as soon as they fit they are brought."""
    bank = PlacedBank(tmp_path, (8, 8))
    documents = bank.more(40)
    view = bank.encodings.view("a")
    one_layer = -(-int(view.chunk_offsets[-1]) // 16) * 16 * (128 + 4)
    free = [2 * one_layer - 1]

    def taken(device: torch.device) -> int:
        held = bank.encodings._device_keys["a"]._layers.values()
        return free[0] - sum(part.nbytes for one in held if one.keys for part in one.keys if part is not None)

    monkeypatch.setattr(device_keys_module, "free_bytes", taken)
    assert [bool(view.on_device(layer)) for layer in LAYERS] == [True, False]
    brought.clear()
    assert [bool(view.on_device(layer)) for layer in LAYERS] == [True, False]  # decided once for a view
    assert brought == []
    # What moves has no room beside what was there: it is brought anew.
    free[0] = one_layer + 100
    bank.ledger.delete([documents[3].id])
    view = bank.encodings.view("a")
    assert [bool(view.on_device(layer)) for layer in LAYERS] == [True, False]
    free[0] = 9 * one_layer
    bank.ledger.delete([documents[5].id])
    bank.check_device()


def test_a_closed_set_gives_the_memory_back(tmp_path: Path, brought: list[int]) -> None:
    bank = PlacedBank(tmp_path, (8, 8))
    bank.more(9)
    bank.check_device()
    bank.encodings.close()
    assert not bank.encodings._device_keys["a"]._layers
    bank.check_device()


def test_codes_of_other_bits_are_refused(tmp_path: Path) -> None:
    for form in ((8, 4), (4, 8)):
        with pytest.raises(ValueError, match="bits"):
            PlacedBank(tmp_path, form)
