"""A limit of memory: pages of mapped files are given back when it is near, and nothing is lost by it."""

from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from memspan import Memory, resident
from memspan.errors import InputError
from memspan.resident import give_back, limit_memory, parse_size, resident_bytes

linux = pytest.mark.skipif(not resident.STATM.exists(), reason="nothing tells what is resident")


@pytest.fixture
def mapped(tmp_path: Path) -> torch.Tensor:
    file = tmp_path / "numbers"
    wanted = torch.arange(2**22)
    file.write_bytes(wanted.numpy().tobytes())
    return torch.from_file(str(file), shared=False, size=2**22, dtype=torch.int64)


@linux
def test_pages_are_given_back_and_read_again(mapped: torch.Tensor, monkeypatch: pytest.MonkeyPatch) -> None:
    total = int(mapped.sum())
    before = resident_bytes()
    monkeypatch.setattr(resident, "_limit", 1)
    give_back(mapped[1000:-1000])
    assert before - resident_bytes() > 30 * 2**20
    assert int(mapped.sum()) == total


@linux
def test_room_is_made_for_what_is_coming(mapped: torch.Tensor, monkeypatch: pytest.MonkeyPatch) -> None:
    mapped.sum()
    before = resident_bytes()
    monkeypatch.setattr(resident, "_limit", before + 2 * resident.RESERVE)
    give_back(mapped)
    assert before - resident_bytes() < 8 * 2**20
    give_back(mapped, coming=resident.RESERVE)
    assert before - resident_bytes() > 24 * 2**20


@linux
def test_below_the_limit_they_stay(mapped: torch.Tensor, monkeypatch: pytest.MonkeyPatch) -> None:
    mapped.sum()
    before = resident_bytes()
    for limit in (None, 2**50):
        monkeypatch.setattr(resident, "_limit", limit)
        give_back(mapped)
        assert resident_bytes() >= before - 2**20


@pytest.mark.parametrize(
    "text, size",
    [("4G", 2**32), ("4 GiB", 2**32), ("1.5gb", 3 * 2**29), ("2048M", 2**31), (2**31, 2**31), ("1T", 2**40)],
)
def test_sizes(text: str | int, size: int) -> None:
    assert parse_size(text) == size


@given(st.text(max_size=12))
def test_anything_else_is_refused_in_a_line(text: str) -> None:
    try:
        size = parse_size(text)
    except InputError as refused:
        lines = str(refused).splitlines()
    else:
        lines = [str(size)] if size >= resident.LEAST else []
    assert len(lines) == 1


@pytest.mark.parametrize("text", ["", "much", "4X", "-4G", "1e9", "0", "100M", "G"])
def test_what_is_no_size_or_too_little(text: str, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        Memory.open(tmp_path / "notes.memspan", memory_limit=text or "none")


@linux
def test_the_environment_sets_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resident, "_limit", None)
    monkeypatch.setenv("MEMSPAN_MEMORY_LIMIT", "3G")
    with Memory.open(tmp_path / "notes.memspan"):
        assert resident._limit == 3 * 2**30
    limit_memory(None)
    assert resident._limit is None
