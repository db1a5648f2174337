"""PDF → a text for each page.

Knows pdfium (by pypdfium2) and how lines of a page become paragraphs again. Scanned pages have no text; there
is no text recognition here.
"""

import re

import pypdfium2

from memspan.ingest.parts import LeftOut, Part, one_line, plain

_DATE = re.compile(r"D:(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?")
_LONG = 0.7  # of the page's longest lines: a shorter line ends a paragraph


def read_pdf(data: bytes) -> list[Part]:
    """The pages that hold text, each with its number and the file's title and date."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise LeftOut("is locked with a password") from None
        raise LeftOut("is damaged or no PDF file") from None
    try:
        about = document.get_metadata_dict()
        title = one_line(about.get("Title", ""))
        time = _time(about.get("CreationDate", ""))
        parts = []
        for number in range(len(document)):
            try:
                page = document[number]
                text = page.get_textpage().get_text_bounded()
                page.close()
            except pypdfium2.PdfiumError:  # a damaged page; the others may be sound
                continue
            parts.append(Part(paragraphs(text), False, title, time, None, {"page": number + 1}))
    finally:
        document.close()
    if not any(part.text.strip() for part in parts):
        raise LeftOut("holds no text; if its pages are pictures, run a text recognition (OCR) first")
    return parts


def paragraphs(text: str) -> str:
    """The lines of a page, joined where a sentence goes on, and words that were divided made whole."""
    text = re.sub(r"[\ufffe\x02\u00ad]\r?\n?", "", text)  # pdfium's mark for a hyphen at a line's end
    lines = [line.strip() for line in plain(text).split("\n")]
    full = _LONG * sorted(map(len, lines))[int(0.9 * (len(lines) - 1))]
    joined: list[str] = []
    before = ""
    for line in lines:
        goes_on = before and line and len(before) >= full and not before.endswith((".", ":", "!", "?", ";"))
        if goes_on and not re.match(r"[•*–-]\s|\d+[.)]\s", line):
            joined[-1] += " " + line
        else:
            joined.append(line)
        before = line
    return "\n".join(joined).strip()


def _time(date: str) -> str | None:
    """PDF's way to write a date, as ISO 8601 without its zone."""
    found = _DATE.match(date)
    if not found:
        return None
    year, month, day, hour, minute, second = (part or "00" for part in found.groups())
    if month == "00" or day == "00":
        return year
    return f"{year}-{month}-{day}T{hour}:{minute}:{second}"
