"""Damaged files at random; `MEMSPAN_FUZZ_SECONDS` tells for how long, and what once failed is read again."""

import os
import sys
from pathlib import Path

import pytest

from memspan.ingest import IngestReport, Splitter
from memspan.ingest.files import FileReader
from memspan.ingest.paths import read_or_skip

sys.path.insert(0, str(Path(__file__).parent))
from fuzz import fuzz

SECONDS = float(os.environ.get("MEMSPAN_FUZZ_SECONDS", "60"))
REGRESSIONS = sorted((Path(__file__).parent / "regressions").glob("*"))


@pytest.mark.slow
@pytest.mark.timeout(SECONDS + 300)
def test_damaged_files_are_read_or_refused(tmp_path: Path) -> None:
    results, failures = fuzz(SECONDS, seed=int(SECONDS), keep=tmp_path / "failed")
    assert results["read"] > 0
    assert results["refused"] > 0
    assert not failures, "\n".join(failures)


def test_what_failed_once_is_read_or_refused() -> None:
    report = IngestReport()
    with FileReader(Splitter(lambda text: len(text.split()) + len(text) // 8, 60), report) as reader:
        for path in REGRESSIONS:
            drafts = read_or_skip(reader, path, report)
            assert bool(drafts) != (str(path) in report.skipped)
            assert "crashed" not in report.skipped.get(str(path), "")
