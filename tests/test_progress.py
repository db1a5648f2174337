"""Progress without a terminal: a line a minute, with what is done, how fast, and how long it will take."""

import re

import pytest

from memspan.progress import progress_bar


def told(capfd: pytest.CaptureFixture[str]) -> list[str]:
    return capfd.readouterr().err.splitlines()


def test_quick_steps_say_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    with progress_bar() as steps:
        for done in range(4):
            steps("reading", done, 3)
            steps.encoding(done, 3, 10 * done)
    assert told(capfd) == []


def test_long_steps_say_how_far_they_are(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1000.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    with progress_bar() as steps:
        for minute in range(4):
            now = 1000.0 + 90.0 * minute
            steps.encoding(1000 * (minute + 1), 5000, 9000 * (minute + 1))
    assert told(capfd) == [
        "memspan: encoding documents: 2,000 of 5,000, 18,000 tokens, 100 tokens/s, 0:04:30 left",
        "memspan: encoding documents: 3,000 of 5,000, 27,000 tokens, 100 tokens/s, 0:03:00 left",
        "memspan: encoding documents: 4,000 of 5,000, 36,000 tokens, 100 tokens/s, 0:01:30 left",
    ]


def test_a_step_whose_end_is_not_known(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("memspan.progress.LINE_SECONDS", 0.0)
    with progress_bar() as steps:
        steps("adding documents", 1000, 0)
        steps("adding documents", 2000, 0)
        steps("adding documents", 2000, 2000)
    assert told(capfd)[0] == "memspan: adding documents: 2,000"


def test_a_terminal_gets_a_bar(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    monkeypatch.setenv("COLUMNS", "120")
    with progress_bar() as steps:
        steps.encoding(1, 3, 40)
        steps.encoding(2, 3, 80)
    drawn = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", capfd.readouterr().err)
    assert "encoding documents" in drawn
    assert "2/3" in drawn
    assert "80 tokens, " in drawn
