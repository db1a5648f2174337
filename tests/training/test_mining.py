"""Hard negatives are wrong answers that the model itself would give, and are mined once for each step."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from memspan.errors import InputError
from memspan.model import MemoryModel
from memspan.training import mining
from memspan.training.mining import Miner, MiningConfig, mine
from memspan.training.sources import Asked, Collection


@pytest.fixture
def houses() -> Collection:
    documents = [f"The red house {n} belongs to owner {n}x." for n in range(12)]
    documents += ["A red house belongs to owner 3x, they say.", "The kettle is old.", "The river is long."]
    asked = [Asked(f"To whom belongs the red house {n}?", (f"owner {n}x",), ((n,),)) for n in range(12)]
    return Collection(documents, asked, held_out=0.25)


def test_what_is_found_and_wrong(msa_model: MemoryModel, houses: Collection) -> None:
    found = mine(msa_model.eval(), houses, keep=5, retrieval="lexical")
    assert sorted(found) == sorted(houses.parts[False])
    for number, negatives in found.items():
        assert 1 <= len(negatives) <= 5
        assert all(houses.is_wrong(number, document) for document in negatives)
        assert number not in negatives
        # words lead to other red houses, not to kettles
        assert {13, 14}.isdisjoint(negatives)
    assert 12 not in found.get(3, [])  # it holds the answer to that question too


def test_the_router_is_asked(msa_model: MemoryModel, houses: Collection) -> None:
    found = mine(msa_model.eval(), houses, keep=3, retrieval="latent")
    assert all(len(negatives) == 3 for negatives in found.values())


def test_mined_when_due_and_read_again(
    msa_model: MemoryModel, houses: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[int] = []

    def fake(*_: object) -> dict[int, list[int]]:
        assert not msa_model.training
        steps.append(len(steps))
        return {0: [13 + len(steps) % 2]}

    monkeypatch.setattr(mining, "mine", fake)
    config = MiningConfig(every=10, start=5, per_question=1)
    miner = Miner(msa_model.train(), [houses], config, tmp_path)
    for step in range(30):
        miner(step)
        if step < 5:
            assert not houses.negatives
    assert len(steps) == 3
    assert msa_model.training
    assert houses.negatives == {0: [14]}
    assert houses.per_question == 1
    # a resumed run comes to step 17 and has what step 15 had
    resumed = Miner(msa_model, [houses], config, tmp_path)
    resumed(17)
    assert houses.negatives == {0: [13]}
    assert len(steps) == 3
    assert [path.name for path in sorted((tmp_path / "negatives").iterdir())] == [
        "step-00000005.json",
        "step-00000015.json",
        "step-00000025.json",
    ]


def test_a_file_of_another_run(msa_model: MemoryModel, houses: Collection, tmp_path: Path) -> None:
    path = tmp_path / "mined.json"
    path.write_text(json.dumps([{"2": [4, 5]}]))
    miner = Miner(msa_model, [houses], MiningConfig(file=path), tmp_path)
    miner(100)
    assert houses.negatives == {2: [4, 5]}
    path.write_text(json.dumps([{"2": [400]}]))
    with pytest.raises(InputError, match="holds no hard negatives of this data"):
        Miner(msa_model, [houses], MiningConfig(file=path), tmp_path)


@pytest.mark.parametrize(
    "config, expected",
    [
        (MiningConfig(), [0, 0, 0]),
        (MiningConfig(start=10), [None, 10, 10]),
        (MiningConfig(start=10, every=20), [None, 10, 90]),
    ],
)
def test_due(config: MiningConfig, expected: list[int | None]) -> None:
    assert [config.due(step) for step in (0, 29, 99)] == expected


def test_nonsense_is_refused(make_msa_model: Callable[..., MemoryModel]) -> None:
    with pytest.raises(InputError, match="keep and per_question"):
        MiningConfig(keep=0)
    with pytest.raises(InputError, match="latent, lexical or fused"):
        MiningConfig(retrieval="bm25")  # type: ignore[arg-type]
