"""What is written down of a run: its scores with their intervals, and where they come from.

Knows the form of a sample line, as the runner appends it, and of a record, as the report reads it. Does not
know how scores are made, nor how they are shown. A record says enough to run it again: command, options,
seed, machine, versions and commit.
"""

import json
import math
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from memspan.evaluation.metrics import bootstrap

Row = dict[str, Any]
"""One figure: {"system", one entry per label, "metric", "mean", "low", "high", "n"}."""

Record = dict[str, Any]
"""A run: {"benchmark", "model", "seed", "command", "options", "machine", "versions", "commit", "dirty",
"builds", "rows", "timings"}. `builds` holds one `Built` per system and task as a dict, with "system" and
"task"; `commit` and `dirty` are absent outside a repository."""

VALUES = ("system", "metric", "mean", "low", "high", "n")
"""The entries of a row that are not labels."""


def summarise(lines: Iterable[Mapping[str, Any]], by: Sequence[str]) -> list[Row]:
    """The mean of every score, per system and per combination of the labels `by`.

    Args:
        lines: Sample lines. Of two with the same system, task and sample the later counts.
        by: Names of labels. A sample that lacks one is counted under None.

    Returns:
        Rows in an order that does not depend on that of the lines: by system, labels and metric, numbers by
        size ("R@5" before "R@10").
    """
    rows: list[Row] = []
    for key, members in _grouped(lines, by):
        values: dict[str, list[float]] = {}
        for line in members:
            for metric, value in (line.get("scores") or {}).items():
                if value is not None:
                    values.setdefault(metric, []).append(float(value))
        for metric in sorted(values, key=natural):
            interval = bootstrap(values[metric])
            rows.append(
                {
                    **key,
                    "metric": metric,
                    "mean": interval.mean,
                    "low": interval.low,
                    "high": interval.high,
                    "n": interval.n,
                }
            )
    return rows


def timings(lines: Iterable[Mapping[str, Any]], by: Sequence[str]) -> list[Row]:
    """How long a question took and how much the model read for it, grouped as in `summarise`.

    Returns:
        {"system", labels, "median_seconds", "p90_seconds", "median_input_tokens", "n"}; what no line tells is
        absent.
    """
    rows: list[Row] = []
    for key, members in _grouped(lines, by):
        seconds = sorted(float(line["seconds"]) for line in members if line.get("seconds") is not None)
        tokens = [line["input_tokens"] for line in members if line.get("input_tokens") is not None]
        row = {**key, "n": len(members)}
        if seconds:
            row["median_seconds"] = statistics.median(seconds)
            row["p90_seconds"] = seconds[math.ceil(0.9 * len(seconds)) - 1]
        if tokens:
            row["median_input_tokens"] = statistics.median(tokens)
        rows.append(row)
    return rows


def _grouped(
    lines: Iterable[Mapping[str, Any]], by: Sequence[str]
) -> list[tuple[Row, list[Mapping[str, Any]]]]:
    latest = {(line["system"], line.get("task"), line.get("sample")): line for line in lines}
    keys: dict[str, Row] = {}
    members: dict[str, list[Mapping[str, Any]]] = {}
    for line in latest.values():
        labels = line.get("labels") or {}
        key = {"system": line["system"], **{name: labels.get(name) for name in by}}
        text = json.dumps(key)  # a label may be a list
        keys[text] = key
        members.setdefault(text, []).append(line)
    ordered = sorted(keys, key=lambda text: [natural(value) for value in keys[text].values()])
    return [(keys[text], members[text]) for text in ordered]


def natural(value: object) -> list[tuple[int, float, str]]:
    """A sort key for labels of any kind: none first, then numbers by size, then texts with theirs by size."""
    if value is None:
        return []
    if isinstance(value, (int, float)):
        return [(0, float(value), "")]
    parts = re.split(r"(\d+)", str(value).lower())
    return [(1, float(part) if part.isdecimal() else -1.0, part) for part in parts if part]


# --- where the figures come from ---

PACKAGES = ("memspan", "torch", "transformers", "numpy", "bm25s", "faiss-cpu", "chromadb")


def provenance(root: Path | None) -> Row:
    """The machine, the versions of what was used, and the commit if git knows files in the folder `root`.

    Returns:
        {"machine": {"processor", "cores", "threads", "ram_gib"}, "versions": {...}} and, where there is one,
        "commit" and "dirty" (whether any of the repository's tracked files differs from it). What cannot be
        found out is absent. Imports none of the packages.
    """
    versions = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            versions[package] = version(package)
        except PackageNotFoundError:
            continue
    return {"machine": _machine(), "versions": versions, **(_commit(root) if root is not None else {})}


def _machine() -> Row:
    machine: Row = {"processor": platform.processor() or platform.machine()}
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        text = cpuinfo.read_text(errors="replace")
        if name := re.search(r"^model name\s*:\s*(.+)$", text, re.MULTILINE):
            machine["processor"] = " ".join(name[1].split())
        ids = re.findall(r"^physical id\s*:\s*(\d+)[\s\S]*?^core id\s*:\s*(\d+)", text, re.MULTILINE)
        if ids:
            machine["cores"] = len(set(ids))
    usable = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1)
    # Where torch is at work it knows better: it can be told to use fewer.
    torch = sys.modules.get("torch")
    machine["threads"] = len(usable) if torch is None else torch.get_num_threads()
    if {"SC_PAGE_SIZE", "SC_PHYS_PAGES"} <= os.sysconf_names.keys():
        machine["ram_gib"] = round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1)
    return machine


def _commit(root: Path) -> Row:
    def git(*arguments: str) -> str | None:
        try:
            done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, text=True)
        except OSError:  # no git, or no such folder
            return None
        return done.stdout.strip() if done.returncode == 0 else None

    # An installed copy may lie inside someone else's repository, whose commit says nothing about it.
    if not git("ls-files", "."):
        return {}
    commit = git("rev-parse", "HEAD")
    if commit is None:
        return {}
    return {"commit": commit, "dirty": bool(git("status", "--porcelain", "--untracked-files=no", ":/"))}


def write_json(path: Path, value: Any) -> None:
    """Write JSON so that a kill leaves either the old file or the new one, whole."""
    text = json.dumps(value, indent=2, ensure_ascii=False) + "\n"
    write_text(path, text)


def write_text(path: Path, text: str) -> None:
    """Write a text file so that a kill leaves either the old one or the new one, whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)  # mkstemp's files are private
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
