"""Damage files of every format at random for a number of seconds, and see that each is read or refused.

`python tests/ingest/fuzz.py --seconds 3600 [--seed 7] [--keep FOLDER]`. A file counts as a failure if reading
it raises anything but the two errors that say why it is left out, gives what a ledger cannot hold, takes
longer than its sandbox allows, or makes this process or the sandbox grow beyond MAX_MEMORY. Failures are
kept; put what they teach into tests/ingest/regressions, whose files test_fuzz.py reads again each time.
The counts also tell which errors of libraries were met, by kind of file.
"""

import argparse
import io
import json
import random
import re
import resource
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import made

from memspan.errors import InputError
from memspan.ingest import IngestReport, Splitter
from memspan.ingest.files import FileReader
from memspan.ingest.parts import LeftOut
from memspan.ledger import Ledger

MAX_MEMORY = 3 << 20  # KiB
SECONDS_PER_FILE = 70.0
TOKENS = (
    *(
        b"\0",
        b"\xff",
        b"\n",
        b"<",
        b"]]>",
        b"<!ENTITY a SYSTEM 'file:///etc/passwd'>",
        b"&a;",
        b"\\ud800",
        b"\xe2\x80\xae",
    ),
    *(
        b"From x 2024\n",
        b"=?utf-8?q?=00?=",
        b"-->",
        b"99:99:99,999",
        b"1e999",
        b"NaN",
        b"[" * 2000,
        b"<div>" * 2000,
    ),
    *(
        b"/Length 99999999",
        b"stream",
        b"endobj",
        b"%PDF-",
        b"PK\x03\x04",
        b"../" * 20,
        b" " * 5000,
        b"a" * 5000,
    ),
)
CHATGPT = [
    {
        "title": "t",
        "current_node": "b",
        "mapping": {
            "a": {"message": None, "parent": None},
            "b": {
                "parent": "a",
                "message": {
                    "author": {"role": "user"},
                    "create_time": 1.7e9,
                    "content": {"content_type": "text", "parts": ["Hello"]},
                },
            },
        },
    }
]
CLAUDE = [{"uuid": "u", "name": "n", "chat_messages": [{"sender": "human", "text": "x", "attachments": []}]}]
SLACK = [{"type": "message", "user": "U", "text": "<@U> hi", "ts": "1.0"}]
LOCOMO = [
    {
        "conversation": {
            "speaker_a": "A",
            "session_1": [{"speaker": "A", "text": "x"}],
            "session_1_date_time": "1:56 pm on 8 May, 2023",
        }
    }
]
LONGMEMEVAL = [{"question_id": "q", "haystack_sessions": [[{"role": "user", "content": "x"}]]}]


def seeds() -> list[tuple[str, bytes]]:
    """Sound files: (name, bytes)."""
    mail = made.mail()
    mail.add_attachment(b"x", maintype="application", subtype="pdf", filename="a.pdf")
    exports = {"chatgpt": CHATGPT, "claude": CLAUDE, "slack": SLACK, "locomo": LOCOMO, "longmem": LONGMEMEVAL}
    return [
        ("a.html", made.PAGE.encode()),
        ("a.epub", made.epub()),
        ("a.docx", made.document()),
        ("a.pdf", made.pdf("The ferry leaves at nine.", "It takes an hour.")),
        ("a.eml", mail.as_bytes()),
        ("a.mbox", b"From ann Wed May  1 10:00:00 2024\n" + mail.as_bytes() * 2),
        ("a.srt", made.SUBTITLES.encode()),
        ("a.vtt", made.VTT.encode()),
        ("a.zip", made.archive(a_dot_md="# x", b_dot_html=made.PAGE, c_dot_json=json.dumps(CHATGPT))),
        ("a.md", b"---\ntitle: x\n---\n# A\n\ntext\n\n```\ncode\n```\n"),
        ("a.txt", b"31/12/2023, 23:59 - Ann: Happy\n31/12/2023, 23:59 - Bob: You too\n"),
        ("a.py", b"def f():\n    return 1\n"),
        ("a.jsonl", b'{"text": "one", "time": 0}\n{"messages": [{"role": "user", "content": "x"}]}\n'),
        *((f"{name}.json", json.dumps(value).encode()) for name, value in exports.items()),
    ]


def damaged(whole: Sequence[tuple[str, bytes]], draw: random.Random) -> tuple[str, bytes]:
    """One of the files, changed in a few places; archives often within their members."""
    name, data = draw.choice(whole)
    if data.startswith(b"PK") and draw.random() < 0.7:
        file = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(data)) as old,
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
        ):
            chosen = draw.choice(old.namelist())
            for member in old.namelist():
                content = old.read(member)
                new.writestr(member, changed(content, whole, draw) if member == chosen else content)
        return name, file.getvalue()
    return name, changed(data, whole, draw)


def changed(data: bytes, whole: Sequence[tuple[str, bytes]], draw: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(draw.randint(1, 6)):
        at = draw.randrange(len(out) + 1)
        end = min(len(out), at + draw.randrange(1, 64))
        match draw.randrange(7):
            case 0:
                out[at:end] = bytes(draw.randrange(256) for _ in out[at:end])
            case 1:
                del out[at:]
            case 2:
                del out[at:end]
            case 3:
                out[at:at] = draw.choice(TOKENS)
            case 4:
                out[at:at] = out[at:end] * draw.randrange(1, 200)
            case 5:
                other = draw.choice(whole)[1]
                start = draw.randrange(len(other))
                out[at:end] = other[start : start + 400]
            case 6 if at < len(out):
                out[at] ^= 1 << draw.randrange(8)
    return bytes(out)


def fuzz(seconds: float, seed: int, keep: Path | None = None) -> tuple[Counter[str], list[str]]:
    """What came of the files, and the failures, each in a line."""
    draw = random.Random(seed)
    whole = seeds()
    results: Counter[str] = Counter()
    failures: list[str] = []
    until = time.monotonic() + seconds
    with tempfile.TemporaryDirectory() as made_in:
        folder = Path(made_in)
        with (
            Ledger.open(folder / "ledger.sqlite3") as ledger,
            FileReader(
                Splitter(lambda text: len(text.split()) + len(text) // 8, 60), IngestReport()
            ) as reader,
        ):
            while time.monotonic() < until:
                name, data = damaged(whole, draw)
                path = folder / name
                path.write_bytes(data)
                started = time.monotonic()
                wrong = ""
                try:
                    drafts = reader.read(path)
                    ledger.add("default", drafts)
                    results["read"] += 1
                except (LeftOut, InputError) as reason:
                    results["refused"] += 1
                    if met := re.search(r"no (\w+) file \((\w+):", str(reason)):
                        results[f"{met[1]} {met[2]}"] += 1
                    if "\n" in str(reason) or len(str(reason)) > 1000:
                        wrong = f"says {str(reason)[:100]!r}"
                    if "takes more than" in str(reason) or "crashed" in str(reason):
                        wrong = str(reason)
                except Exception as error:  # whatever it is, it is what is looked for
                    wrong = f"{type(error).__name__}: {error}"
                taken = time.monotonic() - started
                grown = max(
                    resource.getrusage(who).ru_maxrss
                    for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
                )
                if taken > SECONDS_PER_FILE:
                    wrong = wrong or f"took {taken:.0f} s"
                if grown > MAX_MEMORY:
                    wrong = wrong or f"grew to {grown >> 10} MB"
                results[path.suffix] += 1
                if wrong:
                    failures.append(
                        f"{name}, file {results['read'] + results['refused']} of seed {seed}: {wrong[:300]}"
                    )
                    if keep is not None:
                        keep.mkdir(parents=True, exist_ok=True)
                        (keep / f"{len(failures)}-{seed}-{name}").write_bytes(data)
                if len(reader.report.exchanges) > 100_000:
                    reader.report.exchanges.clear()
                reader.report.skipped.clear()
            failures += [f"the ledger: {damage}" for damage in ledger.verify()]
    return results, failures


def main() -> None:
    options = argparse.ArgumentParser(description="Damage files of every format and read them.")
    options.add_argument("--seconds", type=float, default=60.0)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--keep", type=Path, help="where files that failed are kept")
    given = options.parse_args()
    results, failures = fuzz(given.seconds, given.seed, given.keep)
    print(
        json.dumps({"seconds": given.seconds, "seed": given.seed, **results, "failures": failures}, indent=1)
    )
    sys.exit(bool(failures))


if __name__ == "__main__":
    main()
