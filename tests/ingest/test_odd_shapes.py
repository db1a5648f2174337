"""Exports whose JSON has another value where one is expected: read or refused, whatever stands where."""

import copy
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from memspan.errors import InputError
from memspan.ingest import IngestReport, Splitter
from memspan.ingest.files import FileReader
from memspan.ingest.parts import LeftOut

sys.path.insert(0, str(Path(__file__).parent))
import fuzz

EXPORTS = {
    "chatgpt": fuzz.CHATGPT,
    "claude": fuzz.CLAUDE,
    "slack": fuzz.SLACK,
    "locomo": fuzz.LOCOMO,
    "longmem": fuzz.LONGMEMEVAL,
    "chat": {"messages": [{"role": "user", "content": "x", "timestamp": 1.7e9}], "title": "t"},
    "documents": [{"text": "one", "title": "t", "time": "2024-05-01", "metadata": {"a": 1}}],
}
ODD: tuple[Any, ...] = (
    None,
    True,
    -1,
    1e300,
    "",
    "odd \ud800",
    [],
    ["x"],
    [[]],
    [None],
    {},
    {"a": 1},
    [{"a": []}],
)


def changed(value: Any) -> Iterator[Any]:
    """The value with one of its parts, at any depth, replaced by each of the odd ones."""
    yield from ODD
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for place, part in parts:
        for other in changed(part):
            whole = copy.copy(value)
            whole[place] = other
            yield whole


@pytest.mark.parametrize("name", EXPORTS)
def test_any_value_may_stand_anywhere(name: str, tmp_path: Path) -> None:
    file = tmp_path / f"{name}.json"
    reasons: list[str] = []
    with FileReader(Splitter(lambda text: len(text.split()), 60), IngestReport()) as reader:
        for value in changed(EXPORTS[name]):
            file.write_text(json.dumps(value))
            try:
                reader.read(file)
            except (LeftOut, InputError) as refused:
                reasons.append(str(refused))
    assert not [reason for reason in reasons if len(reason.splitlines()) != 1]
