"""Subtitles → what is said, by pysubs2 (SRT, WebVTT, ASS).

Knows that a sentence spans several cues, that recorded captions repeat what the last cue said, and how WebVTT
names who speaks. A part is what is said without a long pause, with its times.
"""

import html
import re

import pysubs2

from memspan.ingest.parts import LeftOut, Part, plain

PAUSE = 15.0  # seconds without words that begin a new part
_VOICE = re.compile(r"<v(?:\.[\w.-]*)?\s+([^>]{1,80})>")
_TAG = re.compile(r"</?[a-zA-Z][^>]{0,80}>|<\d[\d:.]{0,15}>|\{\\[^}]{0,80}\}")


def read_subtitles(data: bytes) -> list[Part]:
    """What is said, in parts between pauses; `start` and `end` of each are in its metadata, "h:mm:ss"."""
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode("windows-1252", "replace")
    # pysubs2 drops tags it does not know, and with them who speaks.
    text = _VOICE.sub(lambda found: f"{' '.join(found[1].split())}: ", text.replace("\0", ""))
    try:
        cues = pysubs2.SSAFile.from_string(text)
    except (pysubs2.exceptions.Pysubs2Error, ValueError, UnicodeError):
        raise LeftOut("is damaged or holds no subtitles") from None
    parts: list[Part] = []
    lines: list[str] = []
    start = end = 0.0

    def close() -> None:
        if lines:
            times = {"start": _clock(start), "end": _clock(end)}
            parts.append(Part("\n".join(lines), metadata=times))
            lines.clear()

    for cue in sorted((cue for cue in cues if not cue.is_comment), key=lambda cue: cue.start):
        if lines and cue.start / 1000 - end > PAUSE:
            close()
        said = [" ".join(line.split()) for line in _words(cue.plaintext).split("\n")]
        new = [line for line in said if line and line not in lines[-3:]]  # captions that roll repeat lines
        if new and not lines:
            start = cue.start / 1000
        lines += new
        end = max(end if lines else 0.0, cue.end / 1000)
    close()
    return parts


def _words(text: str) -> str:
    return html.unescape(_TAG.sub("", plain(text)))


def _clock(seconds: float) -> str:
    whole = int(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"
