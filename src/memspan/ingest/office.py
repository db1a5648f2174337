"""DOCX → Markdown, by python-docx.

Knows how paragraphs, headings, lists and tables of a document become Markdown. The archive is looked at
first: what it holds must fit in memory.
"""

import io

import docx
from docx.table import Table

from memspan.ingest.archives import opened
from memspan.ingest.parts import Part, one_line, plain


def read_docx(data: bytes) -> list[Part]:
    """The document as one Markdown text, with its title, author and date."""
    with opened(io.BytesIO(data)):
        pass  # too large inside, or no archive at all: said before anything is unpacked
    document = docx.Document(io.BytesIO(data))
    blocks: list[str] = []
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            rows = [" | ".join(" ".join(cell.text.split()) for cell in row.cells) for row in block.rows]
            blocks.append("\n".join(row for row in rows if row.strip(" |")))
            continue
        text = block.text.strip()
        style = (block.style.name if block.style is not None else None) or ""
        level = style.removeprefix("Heading ")
        if text and (style == "Title" or (style.startswith("Heading ") and level.isdecimal())):
            text = "#" * (1 if style == "Title" else min(6, int(level))) + " " + " ".join(text.split())
        elif text and style.startswith("List"):
            text = f"- {text}"
        blocks.append(text)
    about = document.core_properties
    time = about.created or about.modified
    metadata = {"author": author} if (author := one_line(about.author or "")) else {}
    return [
        Part(
            plain("\n\n".join(block for block in blocks if block)),
            True,
            one_line(about.title or ""),
            time.isoformat() if time else None,
            None,
            metadata,
        )
    ]
