"""Files, folders and conversations → drafts of documents.

Knows formats and how a long text is cut. Does not know the ledger's file, models or tensors: what counts as
long is told by a function that counts tokens.

splitting.py  `Splitter`: passages that fit, whatever the text
formats.py    text, Markdown, rows of JSON, chats
paths.py      `read_path`: one file or a whole folder, and what was left out
"""

from memspan.ingest.formats import read_chat, read_text
from memspan.ingest.paths import IngestReport, read_path
from memspan.ingest.splitting import Splitter

__all__ = ["IngestReport", "Splitter", "read_chat", "read_path", "read_text"]
