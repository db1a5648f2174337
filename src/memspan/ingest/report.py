"""`IngestReport`: what became of what was given to be read.

Knows only how to count. Does not know formats.
"""

import hashlib
import unicodedata
from collections import Counter
from dataclasses import dataclass, field

CLEANING = {
    "system": "system and tool messages left out",
    "injected": "injected memories and instructions taken out",
    "thinking": "thinking blocks taken out",
    "merged": "messages merged with the part before them",
    "resent": "messages sent again left out",
    "replaced": "messages replaced by a later version left out",
    "notices": "notices and placeholders for media left out",
    "duplicates": "exchanges left out that differ from another one only in case, spaces or marks",
}
"""What is done to chats, in that order, as `IngestReport.cleaned` counts it."""


@dataclass
class IngestReport:
    """What became of what was given."""

    files: int = 0
    """Files that were read."""
    skipped: dict[str, str] = field(default_factory=dict)
    """Files, folders and rows that were left out, each with the reason."""
    documents: int = 0
    """Drafts made."""
    duplicates: int = 0
    """Drafts whose text the space held already; known only after they were added."""
    split: int = 0
    """Files that gave more than one draft."""
    kinds: Counter[str] = field(default_factory=Counter)
    """How many files of each kind were read: "text", "markdown", "pdf", "chatgpt", ..."""
    cleaned: Counter[str] = field(default_factory=Counter)
    """What was taken out of chats; the keys are those of CLEANING."""
    exchanges: set[bytes] = field(default_factory=set, repr=False)
    """Of chats: the exchanges made so far, normalised, by their hash."""

    def skip(self, place: str, reason: str) -> None:
        """Count something that was left out."""
        self.skipped[place] = reason

    def is_new(self, exchange: str) -> bool:
        """Whether no exchange before this one differs from it only in case, spaces and marks."""
        folded = unicodedata.normalize("NFKC", exchange).casefold()
        letters = "".join(c for c in folded if c.isalnum()) or exchange
        digest = hashlib.sha256(letters.encode("utf-8", "surrogatepass")).digest()
        if digest in self.exchanges:
            self.cleaned["duplicates"] += 1
            return False
        self.exchanges.add(digest)
        return True
