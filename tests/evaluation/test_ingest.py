"""Ingest: both systems get the same texts and the same questions, and what comes out adds up."""

import gzip
import json
from pathlib import Path

import pytest

from memspan.errors import InputError
from memspan.evaluation.ingest import Text, measure_ingest, questions_about, read_texts

ROWS = [
    {
        "title": f"The town of Number {number}",
        "text": f"Town {number} lies on a river. Its market opens at {number} o'clock.",
    }
    for number in range(18)
]
LONG = {"title": "long.txt", "text": " ".join(f"Sentence {n} tells of the mill." for n in range(120))}


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    plain, packed = tmp_path / "towns.jsonl", tmp_path / "long.jsonl.gz"
    plain.write_text("".join(json.dumps(row) + "\n" for row in ROWS))
    with gzip.open(packed, "wt") as file:
        file.write(json.dumps(LONG) + "\n")
    return [plain, packed]


def test_both_systems_are_measured_on_the_same_texts(files: list[Path], tiny_model: str, tmp_path: Path):
    steps: list[tuple[str, int, int]] = []
    folder = tmp_path / "work"
    result = measure_ingest(
        files,
        tiny_model,
        questions=4,
        repeats=2,
        seed=1,
        folder=folder,
        progress=lambda *step: steps.append(step),
        limit=None,
    )
    characters = sum(len(row["text"]) for row in [*ROWS, LONG])
    assert [(file["name"], file["documents"]) for file in result["files"]] == [
        ("towns.jsonl", 18),
        ("long.jsonl.gz", 1),
    ]
    assert (result["documents"], result["characters"]) == (19, characters)
    for system in result["systems"].values():
        assert len(system["repeats"]) == 2
        assert system["pieces"] > 19  # the long text was cut
        assert system["bytes_per_document"] > characters / 19  # the texts are in there
        for repeat in system["repeats"]:
            assert len(repeat["latencies_ms"]) == 4
            assert 0 < repeat["latency_median_ms"] <= repeat["latency_p90_ms"] <= max(repeat["latencies_ms"])
            assert repeat["documents_per_second"] == pytest.approx(19 / repeat["add_seconds"])
            assert repeat["characters_per_second"] == pytest.approx(characters / repeat["add_seconds"])
    ours, theirs = result["systems"]["memspan"]["repeats"], result["systems"]["chroma"]["repeats"]
    ratios = sorted(
        m["documents_per_second"] / c["documents_per_second"] for m, c in zip(ours, theirs, strict=True)
    )
    assert ratios[0] <= result["ratios"]["add_rate"] <= ratios[1]
    assert result["ratios"]["add_rate_without_chroma_splitting"] < result["ratios"]["add_rate"]
    assert [done for _, done, _ in steps] == list(range(1, 13))
    assert not any(path.is_file() for path in folder.rglob("*"))
    json.dumps(result)


def test_the_limit_counts_for_each_file(files: list[Path]):
    assert [len(read_texts(file, 5)) for file in files] == [5, 1]


def test_questions_are_drawn_from_the_texts_and_depend_on_the_seed():
    texts = [Text(row["title"], row["text"]) for row in [*ROWS, LONG]]
    asked = questions_about(texts, 40, seed=3)
    assert asked == questions_about(texts, 40, seed=3) != questions_about(texts, 40, seed=4)
    assert all(any(one in text for text in texts for text in text) for one in asked)
    assert "long.txt" not in asked
    assert {one in [row["title"] for row in ROWS] for one in asked} == {True, False}


@pytest.mark.parametrize(
    "content, says",
    [
        ("", "no texts"),
        ("not json\n", "line 1 is not JSON"),
        ('{"title": "a"}\n', "line 1: 'text'"),
        ('{"text": "a"}\n["b"]\n', "line 2 is no JSON object"),
    ],
)
def test_a_file_that_makes_no_sense_is_named(content: str, says: str, tmp_path: Path):
    file = tmp_path / "bad.jsonl"
    file.write_text(content)
    with pytest.raises(InputError, match=says):
        read_texts(file)


def test_a_file_that_is_not_there_is_named(tmp_path: Path):
    with pytest.raises(InputError, match="cannot be read"):
        read_texts(tmp_path / "missing.jsonl")


def test_nothing_to_measure_is_refused(files: list[Path], tmp_path: Path):
    with pytest.raises(InputError, match="at least 1 of each"):
        measure_ingest(
            files, "nano", questions=0, repeats=1, seed=0, folder=tmp_path, progress=print, limit=None
        )
