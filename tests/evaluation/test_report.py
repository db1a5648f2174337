"""Records hold what was measured; tables, pictures and the page show all of it, and the same each time."""

import json
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest

from memspan.evaluation import plots
from memspan.evaluation.record import natural, provenance, summarise, timings, write_json
from memspan.evaluation.report import (
    LAYOUTS,
    NIAH,
    Average,
    cells,
    markdown_table,
    section,
    summary,
    write_benchmarks_page,
    write_report,
)

Line = dict[str, Any]


def line(system: str, sample: str, labels: dict[str, Any], seconds: float = 0.1, **scores: float) -> Line:
    return {
        "system": system,
        "task": "t",
        "sample": sample,
        "labels": labels,
        "scores": {name.replace("at", "@"): value for name, value in scores.items()},
        "input_tokens": 100 if system.startswith("memspan") else None,
        "seconds": seconds,
    }


def ruler_lines(tasks: Sequence[str] = NIAH) -> list[Line]:
    """Two systems, two lengths; "bm25" only finds, and "memspan" falls from 1.0 to 0.5."""
    lines = []
    for length in (32768, 131072):
        for task in tasks:
            for number in range(4):
                labels = {"task": task, "length": length, "depth": 50 * (number % 3)}
                name = f"{length}-{task}-{number}"
                right = 1.0 if length == 32768 else float(number % 2)
                lines.append(line("memspan", name, labels, score=right, Rat16=1.0))
                lines.append(line("bm25", name, labels, Rat16=0.0))
    return lines


def row(system: str, mean: float, n: int = 10, **labels: Any) -> Line:
    interval = {"mean": mean, "low": mean - 0.1, "high": mean + 0.1, "n": n}
    return {"system": system, **labels, "metric": "score", **interval}


def make_record(benchmark: str, lines: Sequence[Line], **more: Any) -> dict[str, Any]:
    return {
        "benchmark": benchmark,
        "model": "nano",
        "seed": 7,
        "command": f"memspan bench {benchmark}",
        "machine": {"processor": "Abacus 3", "cores": 2, "threads": 4, "ram_gib": 8.0},
        "versions": {"memspan": "0.1.0"},
        "commit": "0123456789abcdef",
        "dirty": False,
        "builds": [
            {"system": "memspan", "task": "t", "passages": 50, "tokens": 9000, "seconds": 3.0, "bytes": 5000}
        ],
        **summary(benchmark, lines),
        **more,
    }


# --- records ---


def test_scores_are_summarised_by_system_and_labels() -> None:
    lines = [
        line("bm25", "a", {"hops": 10}, Rat5=1.0, Rat10=1.0),
        line("bm25", "b", {"hops": 2}, Rat5=0.0, Rat10=1.0),
        line("bm25", "c", {"hops": 2}, Rat5=1.0),
        line("bm25", "d", {}, Rat5=1.0),
    ]
    rows = summarise(lines, ["hops"])
    assert [(r["hops"], r["metric"], r["mean"], r["n"]) for r in rows] == [
        (None, "R@5", 1.0, 1),
        (2, "R@5", 0.5, 2),
        (2, "R@10", 1.0, 1),
        (10, "R@5", 1.0, 1),
        (10, "R@10", 1.0, 1),
    ]
    assert all(r["low"] <= r["mean"] <= r["high"] for r in rows)
    assert summarise(lines, []) == summarise(lines[::-1], [])


def test_a_sample_that_was_asked_again_counts_once_and_by_its_later_line() -> None:
    lines = [line("bm25", "a", {}, score=0.0), line("bm25", "a", {}, score=1.0)]
    [only] = summarise(lines, [])
    assert (only["mean"], only["n"]) == (1.0, 1)


def test_lines_without_scores_and_labels_of_any_kind_are_taken() -> None:
    bare = {"system": "full", "task": "t", "sample": "x", "scores": None}
    odd = line("full", "y", {"hops": ["a", 1]}, score=1.0)
    assert [r["hops"] for r in summarise([bare, odd], ["hops"])] == [["a", 1]]
    assert timings([bare], []) == [{"system": "full", "n": 1}]


def test_timings_are_medians_and_90th_percentiles() -> None:
    lines = [line("memspan", str(i), {}, seconds=float(i)) for i in range(1, 11)]
    assert timings(lines, []) == [
        {
            "system": "memspan",
            "n": 10,
            "median_seconds": 5.5,
            "p90_seconds": 9.0,
            "median_input_tokens": 100,
        }
    ]


def test_labels_sort_as_people_expect() -> None:
    values = ["R@10", "b", None, "R@5", 3, 20, "a10", "a9"]
    assert sorted(values, key=natural) == [None, 3, 20, "a9", "a10", "b", "R@5", "R@10"]


def test_provenance_names_machine_versions_and_the_commit_of_files_that_git_knows(tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        identity = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", "-C", str(tmp_path), *identity, *arguments], check=True, capture_output=True)

    inside, ignored = tmp_path / "code", tmp_path / "installed"
    inside.mkdir()
    ignored.mkdir()
    assert "commit" not in provenance(inside)
    git("init", "-q")
    (inside / "a.txt").write_text("a")
    git("add", "code")
    git("commit", "-q", "-m", "first")
    clean = provenance(inside)
    assert re.fullmatch(r"[0-9a-f]{40}", clean["commit"])
    assert clean["dirty"] is False
    assert "commit" not in provenance(ignored)
    (inside / "a.txt").write_text("b")
    assert provenance(inside)["dirty"] is True

    known = provenance(None)
    assert known["machine"]["threads"] >= 1
    assert known["versions"].keys() >= {"python", "torch", "numpy"}
    assert "commit" not in known


def test_json_that_cannot_be_written_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "record.json"
    write_json(file, {"mean": 0.5})
    with pytest.raises(TypeError):
        write_json(file, {"mean": object()})
    assert json.loads(file.read_text()) == {"mean": 0.5}
    assert list(file.parent.iterdir()) == [file]


# --- tables ---


def test_a_table_has_scores_with_intervals_in_percent_and_dashes() -> None:
    rows = [
        row("bm25", 0.5, hops=2),
        row("memspan", 0.875, hops=1),
        row("memspan", 0.95, hops=10),
        row("memspan:latent", 0.05, hops=2),
    ]
    assert markdown_table(rows, index=["hops"], columns="system") == (
        "| hops | memspan | memspan:latent | bm25 |\n"
        "|---|---:|---:|---:|\n"
        "| 1 | 87.5 (78-98) | – | – |\n"
        "| 2 | – | 5.0 (0-15) | 50.0 (40-60) |\n"
        "| 10 | 95.0 (85-100) | – | – |"
    )


def test_means_are_shown_where_all_their_parts_are_there() -> None:
    rows = [row("memspan", mean, task=task, length=32768) for task, mean in (("a", 0.2), ("b", 0.6))]
    rows.append(row("memspan", 0.4, task="a", length=10**7))
    table = markdown_table(rows, index=["task"], columns="length", averages=[Average("mean", "task")])
    # The mean's half-width: sqrt(0.1² + 0.1²) / 2 = 0.07.
    assert table == (
        "| system | task | 32K | 10M |\n|---|---|---:|---:|\n"
        "| memspan | a | 20.0 (10-30) | 40.0 (30-50) |\n"
        "| memspan | b | 60.0 (50-70) | – |\n"
        "| memspan | mean | 40.0 (33-47) | – |"
    )


def test_several_metrics_stand_side_by_side_and_the_judges_marks_are_no_percentages() -> None:
    rows = [row("bm25", 0.5), {**row("bm25", 3.5), "metric": "judge"}]
    assert markdown_table(rows, index=["system"], columns="metric", metric=["score", "f1", "judge"]) == (
        "| system | score | judge (0-5) |\n|---|---:|---:|\n| bm25 | 50.0 (40-60) | 3.50 (3.40-3.60) |"
    )


def test_finer_rows_are_pooled_by_their_samples_and_coarser_ones_preferred() -> None:
    fine = [row("bm25", 0.2, n=30, hops=1), row("bm25", 0.6, n=10, hops=2)]
    [pooled] = cells(fine, ["system"], metric="score").values()
    assert (pooled["mean"], pooled["n"]) == (pytest.approx(0.3), 40)
    assert pooled["high"] - pooled["mean"] == pytest.approx((3**2 + 1) ** 0.5 / 40)
    [coarse] = cells([*fine, row("bm25", 0.31, n=40)], ["system"], metric="score").values()
    assert coarse["mean"] == 0.31
    [chosen] = cells(
        [*fine, row("bm25", 0.31, n=40)], ["system"], metric="score", without={"hops": (1,)}
    ).values()
    assert chosen["mean"] == 0.6


def test_a_table_of_nothing_is_empty_and_labels_cannot_break_one() -> None:
    assert markdown_table([], index=["task"], columns="length") == ""
    table = markdown_table([row("bm25", 0.5, task="a|b\nc")], index=["task"], columns="system")
    assert "| a\\|b c | 50.0 (40-60) |" in table


# --- pictures ---


def every_picture(folder: Path) -> list[Path]:
    rng = Random(3)
    systems = ("memspan", "bm25")
    lengths, tasks = (32768, 1048576), ("single_1", "multikey_1")
    files = [folder / f"{name}.svg" for name in ("size", "depth", "tokens", "category", "routing", "explain")]
    plots.score_by_size(
        [row(s, rng.random(), task=t, length=n) for s in systems for t in tasks for n in lengths],
        files[0],
        title="By size",
    )
    plots.depth_by_length(
        [row(s, rng.random(), depth=d, length=n) for s in systems for d in (0, 50) for n in lengths],
        files[1],
        title="By depth",
    )
    plots.score_by_tokens(
        [{**row(s, 0.5, size=1000), "input_tokens": t} for s, t in zip(systems, (90, 80), strict=True)],
        files[2],
        title="By tokens",
    )
    plots.score_by_category(
        [row("bm25", 0.2, category="temporal"), row("memspan", 0.3, category="multi-hop")],
        files[3],
        title="By category",
    )
    plots.routing_picture(
        {4: {"R@1": 0.5}, 10: {"R@1": 0.7}}, {"layer 4": [5, 3, 1]}, files[4], title="Routes"
    )
    plots.explain_picture(
        [{3: [(7, 1.5), (8, 0.2)], 4: [(7, 1.1)]}, {3: [(9, 0.4)]}],
        files[5],
        titles={7: "The zen of gardens"},
        read=[7, 9],
        title="Who plants $5 and \\no $6?",
    )
    return files


def test_pictures_say_what_they_show_and_are_the_same_each_time(tmp_path: Path) -> None:
    first, second = every_picture(tmp_path / "one"), every_picture(tmp_path / "two")
    expected = (
        ("By size", "memspan", "bm25", "single_1", "multikey_1", "32K", "1M", "length (log scale)"),
        ("By depth", "memspan", "bm25", "32K", "1M", "50"),
        ("By tokens", "memspan", "bm25", "size 1,000", "100"),
        ("By category", "memspan", "bm25", "temporal", "multi-hop"),
        ("Routes", "R@1", "layer 4", "10"),
        ("Who plants $5 and \\no $6?", "round 1", "round 2", "The zen of gardens", "9", "1.5", "read"),
    )
    for file, again, labels in zip(first, second, expected, strict=True):
        assert file.read_bytes() == again.read_bytes()
        texts = re.findall(r"<text[^>]*>([^<]*)</text>", file.read_text())
        assert set(labels) <= set(texts), file.name


def test_a_picture_of_nothing_is_not_drawn(tmp_path: Path) -> None:
    plots.score_by_size([row("bm25", 0.5, task="a")], tmp_path / "a.svg")
    plots.depth_by_length([row("bm25", 0.5)], tmp_path / "b.svg")
    plots.score_by_tokens([row("bm25", 0.5)], tmp_path / "c.svg")
    plots.score_by_category([], tmp_path / "d.svg")
    plots.routing_picture({}, {"layer 1": [0, 0]}, tmp_path / "e.svg")
    plots.explain_picture([{}, {3: []}], tmp_path / "f.svg")
    assert list(tmp_path.iterdir()) == []


def test_many_systems_keep_different_looks_and_a_constant_score_has_a_scale(tmp_path: Path) -> None:
    looks = plots._looks([f"system {number}" for number in range(16)])
    assert len({(look["color"], look["marker"], look["linestyle"]) for look in looks.values()}) == 16
    plots.explain_picture([{0: [(11, 2.0), (12, 2.0)]}], tmp_path / "same.svg")
    assert (tmp_path / "same.svg").read_text().count(">2</text>") == 2


@pytest.mark.parametrize(
    "number, text",
    [(32768, "32K"), (131072, "128K"), (2**20, "1M"), (10**7, "10M"), (1000, "1,000"), (50, "50")],
)
def test_sizes_are_short(number: int, text: str) -> None:
    assert plots.size_label(number) == text


# --- pages ---


def test_a_report_has_tables_pictures_and_where_they_come_from(tmp_path: Path) -> None:
    write_report(make_record("ruler", ruler_lines()), tmp_path)
    text = (tmp_path / "table.md").read_text()
    assert (
        "`memspan bench ruler`: 64 samples; seed 7; model nano; Abacus 3 (2 cores, 4 threads, "
        "8.0 GiB of memory); memspan 0.1.0; commit 0123456789ab\n" in text
    )
    assert "| system | 32K | 128K |\n|---|---:|---:|\n| memspan | 100.0 (100-100) | 50.0 (" in text
    assert "**bm25**\n\n| task | 32K | 128K |\n|---|---:|---:|\n| single_1 | 0.0 (0-0) | 0.0 (0-0) |" in text
    order = [found.start() for name in NIAH if (found := re.search(rf"^\| {name} ", text, re.MULTILINE))]
    assert order == sorted(order)
    assert len(order) == 8
    assert "| memspan | 50 | 9,000 | 3,000 | 100 | 100 | 100 | 100 |" in text
    for name in ("size.svg", "depth.svg"):
        assert f"]({name})" in text
        assert "memspan" in (tmp_path / name).read_text()


def test_the_mean_of_the_needle_tasks_needs_all_eight() -> None:
    assert "mean of the 8 needle tasks" in section(make_record("ruler", ruler_lines()))
    partial = section(make_record("ruler", ruler_lines(NIAH[:2])))
    assert "mean of the 8 needle tasks" not in partial
    assert "mean of all" in partial


def test_adversarial_questions_are_kept_apart() -> None:
    lines = [
        line("memspan", f"a{i}", {"task": "locomo", "category": "temporal"}, Rat10=1.0) for i in range(5)
    ]
    lines += [
        line(
            "memspan",
            f"b{i}",
            {"task": "locomo", "category": "adversarial"},
            score=1.0,
            refused=1.0,
            Rat10=0.0,
        )
        for i in range(5)
    ]
    text = section(make_record("locomo", lines))
    found = text.partition("### Turns found")[2].partition("###")[0]
    assert "| memspan | 100.0 (100-100) |" in found
    apart = text.partition("### Adversarial questions")[2].partition("###")[0]
    assert "| memspan | 100.0 (100-100) | 100.0 (100-100) |" in apart


def test_sessions_are_drawn_against_the_tokens_read(tmp_path: Path) -> None:
    lines = [
        line(system, f"{size}-{i}", {"task": "session", "size": size}, score=float(i % 2))
        for system in ("memspan", "memspan:hybrid")
        for size in (10, 1000)
        for i in range(4)
    ]
    write_report(make_record("session", lines), tmp_path)
    text = (tmp_path / "table.md").read_text()
    assert "### Median input tokens per question\n\n| system | 10 | 1,000 |" in text
    assert "| memspan | 100 | 100 |" in text
    assert "memspan:hybrid" in (tmp_path / "tokens.svg").read_text()


@pytest.mark.parametrize("benchmark", [*LAYOUTS, "of-your-own"])
def test_no_layout_stumbles_over_odd_or_missing_labels(benchmark: str, tmp_path: Path) -> None:
    odd: list[dict[str, Any]] = [
        {},
        {"task": None, "length": "long", "size": None, "hops": "two", "depth": "deep", "category": 4},
        {"task": 3, "length": 0, "size": -1, "hops": [1, 2], "depth": None, "category": None},
    ]
    names = ("score", "Rat1", "Rat10", "Rat16", "f1", "refused", "truncated", "own")
    lines = [
        line(system, f"{place}", labels, **dict.fromkeys(names, 0.5))
        for system in ("memspan", "bm25")
        for place, labels in enumerate(odd)
    ]
    write_report(make_record(benchmark, lines), tmp_path / "odd")
    write_report({"benchmark": benchmark}, tmp_path / "bare")
    write_report(make_record(benchmark, lines[:1], builds=[{"system": "x"}]), tmp_path / "one")
    assert (tmp_path / "bare" / "table.md").read_text().startswith("## ")
    if benchmark not in ("ingest",):
        assert "| 50.0 (50-50) |" in (tmp_path / "odd" / "table.md").read_text()


def test_ingest_stands_side_by_side_with_its_ratios() -> None:
    record = {
        "benchmark": "ingest",
        "files": [{"name": "wiki.jsonl", "documents": 6119, "characters": 2580775}],
        "systems": {
            "chroma": {"documents_per_second": 12.3456, "bytes_per_document": 4000, "repeats": [{}]},
            "memspan": {"documents_per_second": 1234.5},
        },
        "ratios": {"add_rate": 100},
    }
    text = section(record)
    assert "wiki.jsonl (6,119 documents, 2,580,775 characters)" in text
    assert (
        "|  | memspan | chroma | ratio |\n"
        "|---|---:|---:|---:|\n"
        "| documents added per second | 1,234 | 12.3 | 100 |\n" in text
    )
    assert "| bytes on disk per document | – | 4,000 | – |" in text
    assert "repeats" not in text


def test_routing_shows_layers_hubs_and_margins(tmp_path: Path) -> None:
    diagnostics = {
        "documents": 2000,
        "layers": {"9": {"R@1": 0.5}, "10": {"R@1": 0.25, "R@16": 1.0}},
        "wins": {"9": [1, 6, 3]},
        "margins": {"9": {"median": 0.125}, "10": None},
        "alarm": None,
    }
    write_report({"benchmark": "routing", "diagnostics": diagnostics}, tmp_path)
    text = (tmp_path / "table.md").read_text()
    assert "2,000 documents. Nothing looks collapsed." in text
    assert "| layer | R@1 | R@16 |\n|---|---:|---:|\n| 9 | 0.5 | – |\n| 10 | 0.25 | 1 |" in text
    assert "| 9 | 3 | 60.0 | 100.0 |" in text
    assert "| layer | median |\n|---|---:|\n| 9 | 0.125 |\n" in text
    assert (tmp_path / "routing.svg").exists()
    alarmed = {**diagnostics, "alarm": "Layer 9 always finds the same document."}
    assert "Layer 9 always" in section({"benchmark": "routing", "diagnostics": alarmed})


def test_the_page_is_the_same_from_the_same_records_in_a_fixed_order(tmp_path: Path) -> None:
    results = tmp_path / "results"
    hops = [
        line(
            "memspan", f"{hops}-{i}", {"task": "facts", "hops": hops, "size": 50}, score=float(i % hops == 0)
        )
        for hops in (1, 2)
        for i in range(6)
    ]
    write_json(results / "a-recall" / "record.json", make_record("recall", hops))
    write_json(results / "z-ruler" / "record.json", make_record("ruler", ruler_lines()))
    (results / "unfinished").mkdir()
    own = {"benchmark": "speed", "command": "python speed.py", "commit": "0123456789abcdef"}
    write_json(results / "own" / "record.json", own)
    (results / "own" / "section.md").write_text("## Speed of light\n\n299,792,458 m/s\n")
    pages = []
    for name in ("one", "two"):
        page = tmp_path / name / "docs" / "benchmarks.md"
        images = page.parent / "images" / "benchmarks"
        write_benchmarks_page(results, page, images)
        drawn = {file.name: file.read_bytes() for file in images.iterdir()}
        pages.append((page.read_text(), drawn))
    assert pages[0] == pages[1]
    text, drawn = pages[0]
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert headings == [
        "Needles in a haystack (RULER), nano",
        "Facts, hops and questions without an answer, nano",
        "Speed of light",
    ]
    assert text.endswith("299,792,458 m/s\n\n`python speed.py`: commit 0123456789ab\n")
    links = re.findall(r"\]\(images/benchmarks/([^)]+)\)", text)
    assert set(links) == drawn.keys()
    assert {"z-ruler-size.svg", "z-ruler-depth.svg", "a-recall-hops.svg"} <= drawn.keys()
    assert "| facts | 2 | 50.0 (" in text
