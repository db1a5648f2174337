"""Runs the commands that the README shows and puts what they print below them: `make readme`.

Every line that begins with `$ ` in a console block of README.md is run, in order, in the root of the clone;
the lines up to the next command, or to the end of the block, become its output. A block after
`<!-- not run -->` is left alone. The bank notes.memspan and the results in bench/readme begin empty and are
removed at the end.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BANK = ROOT / "notes.memspan"
RUN = ROOT / "bench" / "readme"
BLOCK = re.compile(r"(?<!<!-- not run -->\n)```console\n(.*?)```", re.DOTALL)
# Without make's own variables, or a make run from here would announce its folders.
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")} | {
    "PATH": f"{ROOT / '.venv/bin'}:{os.environ['PATH']}",
    "COLUMNS": "110",
    "NO_COLOR": "1",
}


def run(command: str) -> str:
    print("$", command, file=sys.stderr)
    done = subprocess.run(
        ["bash", "-c", command], cwd=ROOT, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True, check=True
    )
    return "".join(f"{line.rstrip()}\n" for line in done.stdout.strip("\n").splitlines())


def filled(block: re.Match[str]) -> str:
    commands = [line for line in block[1].splitlines() if line.startswith("$ ")]
    return "```console\n" + "\n".join(f"{line}\n{run(line[2:])}" for line in commands) + "```"


def main() -> None:
    readme = ROOT / "README.md"
    clear()
    try:
        readme.write_text(BLOCK.sub(filled, readme.read_text()))
    finally:
        clear()


def clear() -> None:
    for folder in (BANK, RUN):
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
