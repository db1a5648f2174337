"""`Sandbox`: files parsed in a process of their own, so that none of them can hang or fill this one.

Knows how that process is started, asked and, when it takes too long or dies, ended. Does not know formats.
"""

import json
import os
import select
import subprocess
import sys
import time
from types import TracebackType
from typing import Self

from memspan.ingest.parts import LeftOut, Part

SECONDS = 60.0  # that one file may take
MAX_REPLY = 512 << 20  # bytes


class Sandbox:
    """Parses files of the kinds in worker.py. The process starts with the first file; close it, or use the
    sandbox as a context manager."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self, kind: str, data: bytes) -> list[Part]:
        """The parts of a file of that kind.

        Raises:
            LeftOut: It gives none, with the reason; or parsing it took too long or too much memory.
        """
        process = self._started()
        assert process.stdin is not None
        try:
            process.stdin.write(json.dumps({"kind": kind, "size": len(data)}).encode() + b"\n")
            process.stdin.write(data)
            process.stdin.flush()
            reply = self._reply(process)
        except BrokenPipeError:
            reply = b""
        except BaseException:  # interrupted: what comes next must not get this file's reply
            self.close()
            raise
        if not reply:
            self.close()
            raise LeftOut(f"is damaged or no {kind} file: its parser crashed")
        answer = json.loads(reply)
        if "left_out" in answer:
            raise LeftOut(answer["left_out"])
        return [Part(**part) for part in answer["parts"]]

    def close(self) -> None:
        """End the process, if it runs."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            # -P: a file called json.py in the folder that is being read must not be imported.
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "memspan.ingest.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self._process

    def _reply(self, process: subprocess.Popen[bytes]) -> bytes:
        """The line that the process answers; empty if it died."""
        assert process.stdout is not None
        descriptor = process.stdout.fileno()
        deadline = time.monotonic() + self.seconds
        pieces: list[bytes] = []
        size = 0
        while not (pieces and pieces[-1].endswith(b"\n")):
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([descriptor], [], [], left)[0]:
                self.close()
                raise LeftOut(f"takes more than {self.seconds:.0f} seconds to read")
            piece = os.read(descriptor, 1 << 20)
            if not piece:
                return b""
            pieces.append(piece)
            size += len(piece)
            if size > MAX_REPLY:
                self.close()
                raise LeftOut("holds too much text for one file")
        return b"".join(pieces)
