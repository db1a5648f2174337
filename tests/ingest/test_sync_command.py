"""`memspan sync` and the report of `memspan add`, as a person and as a program meet them."""

import json
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from memspan.cli import main


def test_sync_and_add_report_what_they_read(
    tmp_path: Path, tiny_model: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEMSPAN_MODEL", tiny_model)
    folder, bank = tmp_path / "notes", str(tmp_path / "notes.memspan")
    folder.mkdir()
    (folder / "dog.md").write_text("# Dog\n\nMy dog is called Max.\n\n# Cat\n\nI have no cat.")
    (folder / "chat.json").write_text(
        json.dumps(
            [
                {"role": "system", "content": "Be brief."},
                {"role": "user", "content": "Hello"},
                {"role": "assistant", "content": "<think>Hm.</think>Hi."},
            ]
        )
    )
    for number in range(20):
        (folder / f"{number}.bin").write_bytes(b"\0")

    def run(*arguments: str) -> tuple[str, str]:
        capfd.readouterr()
        assert main(arguments) == 0
        return capfd.readouterr()

    out, err = run("sync", bank, str(folder))
    assert out.startswith(
        "files: 22 new, 0 changed, 0 gone, 0 as before; documents: 3 added, 0 deleted; encoded "
    )
    assert "memspan: read 2 files (1 chat, 1 markdown), 1 split into several documents\n" in err
    assert "memspan: cleaned 1 system and tool messages left out\n" in err
    assert f"memspan: skipped {folder}/0.bin (and 19 more): is not text\n" in err

    (folder / "dog.md").write_text("# Dog\n\nMy dog is called Max.\n\n# Cat\n\nNow I have one.")
    value = json.loads(run("sync", bank, str(folder), "--json")[0])
    assert {name: value[name] for name in ("new", "changed", "unchanged", "gone", "added", "deleted")} == {
        "new": 0,
        "changed": 1,
        "unchanged": 21,
        "gone": 0,
        "added": 1,
        "deleted": 1,
    }
    assert (value["kinds"], len(value["skipped"])) == ({"markdown": 1}, 20)
    assert value["encoded"]["documents"] == 1  # the document that did not change is not encoded again

    value = json.loads(run("add", bank, str(folder), "--space", "other", "--json")[0])
    assert (value["added"], value["files"], value["split"]) == (3, 2, 1)
    assert value["cleaned"] == {"system": 1, "thinking": 1}
    for more in ((), ("--watch",)):
        assert main(["sync", bank, str(tmp_path / "nowhere"), *more]) == 2
        assert "check the name" in capfd.readouterr().err


@pytest.mark.slow
def test_watching_goes_on_with_every_change(tmp_path: Path, tiny_model: str) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "a.txt").write_text("first")
    command = ["sync", str(folder / "b.memspan"), str(folder), "--watch", "--later", "--model", tiny_model]
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "memspan", *command], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        for change, says in (("", "1 added, 0 deleted"), ("second", "1 added, 1 deleted")):
            if change:
                (folder / "a.txt").write_text(change)
            assert select.select([process.stdout], [], [], 240)[0]
            assert says in process.stdout.readline()
        # What the sync wrote into the bank, which lies in the folder, is no change.
        assert not select.select([process.stdout], [], [], 5)[0]
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130
