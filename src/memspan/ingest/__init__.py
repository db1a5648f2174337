"""Files, folders and conversations → drafts of documents.

Knows formats and how a long text is cut. Does not know the ledger's file, models or tensors: what counts as
long is told by a function that counts tokens.

splitting.py  `Splitter`: passages that fit, whatever the text
report.py     `IngestReport`: what was read, left out and cleaned
formats.py    text, Markdown, rows of JSON
chats.py      conversations: cleaning, and what belongs together
exports.py    ChatGPT, Claude, Slack, WhatsApp, LoCoMo, LongMemEval
parts.py      what the readers below give: pieces of a file, or why there are none
pages.py      HTML;  epub.py, office.py (DOCX), pdf.py, mail.py, subtitles.py
archives.py   ZIP, within bounds
worker.py     the process that parses what hostile files may lead astray;  sandbox.py starts and ends it
files.py      `FileReader`: one file's bytes → drafts, by its kind
paths.py      `read_path`: one file or a whole folder, and what was left out
sync.py       `sync_folder`: a space follows a folder
"""

from memspan.ingest.chats import read_chat
from memspan.ingest.formats import read_text
from memspan.ingest.paths import read_path
from memspan.ingest.report import IngestReport
from memspan.ingest.splitting import Splitter
from memspan.ingest.sync import SyncReport, sync_folder

__all__ = [
    "IngestReport",
    "Splitter",
    "SyncReport",
    "read_chat",
    "read_path",
    "read_text",
    "sync_folder",
]
