"""The recipe of nano's word vectors: `python -m memspan.training.word_table --data DIR --out FILE`.

Knows which words there are, what a teacher says of each alone, and questions with the texts that answer them;
nothing of decoders. Three steps, as static embeddings are made by Model2Vec and sentence-transformers:

    1. the teacher (all-MiniLM-L6-v2) embeds every word by itself; the vectors are centred, rotated to the
       directions of most variance among words as often as they occur, and cut to the width;
    2. a copy is taught, with the words' weights, to put questions beside what answers them (in-batch
       negatives, InfoNCE);
    3. the mean of both is kept: taught alone, the vectors forget words that the questions lack.
"""

import argparse
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import torch
import torch.nn.functional as F
from safetensors import safe_open
from safetensors.torch import save_file
from tokenizers import Tokenizer
from torch import Tensor

from memspan.model.lexical import vocabulary_of
from memspan.model.word_vectors import index_words
from memspan.tasks.facts import FactSampler, ask
from memspan.tasks.families import families
from memspan.tasks.personal import PersonalSampler, personal_families
from memspan.training.material import read_rows, sentences_of, shortest_answer, written_questions
from memspan.training.teachers import minilm

NUM_WORDS, WIDTH = 32_768, 128
VOCABULARY = 4096  # of nano's embedding
TEMPERATURE, BATCH, EPOCHS = 0.05, 1024, 3
TABLE_RATE, WEIGHT_RATE = 1e-3, 1e-2
QUESTION_WORDS = 50  # of a text around its answer

Pair = tuple[str, str]  # a question, a text that answers it


def words_of(text: str) -> list[str]:
    return re.findall(r"[a-z]+", text.lower())


def texts_of(data: Path) -> Iterator[str]:
    """All text that may be trained on and every word that generated facts are told with."""
    for name in ("wiki-passages", "books", "peps"):
        for row in read_rows(data / f"{name}.jsonl.gz"):
            yield row["text"]
    for row in read_rows(data / "qa-train.jsonl.gz"):
        yield f"{row['passage']}\n{row['question']}"
    for dialogue in read_rows(data / "sgd-train.jsonl.gz"):
        yield "\n".join(turn["text"] for turn in dialogue["turns"])
    for family in personal_families("train"):
        told = " ".join((*family.statements, *family.questions, family.value))
        yield f"{told} " * 8
    for kind in families("train"):
        yield f"{' '.join((*kind.statements['train'], *kind.questions['train']))} " * 8


def vocabulary(texts: Iterator[str]) -> tuple[list[str], Tensor]:
    """The most frequent words and how often each occurs, of all."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(words_of(text))
    found = [(word, n) for word, n in counts.most_common() if len(word) > 1][:NUM_WORDS]
    share = torch.tensor([n for _, n in found], dtype=torch.float32) / sum(counts.values())
    return [word for word, _ in found], share


def embedded(words: Sequence[str], kept: Path) -> Tensor:
    """The teacher's vectors [N, E]; those in the file `kept` are not made again, and it takes the rest."""
    have: dict[str, Tensor] = {}
    if kept.exists():
        with safe_open(kept, "pt") as file:
            have = dict(zip(file.metadata()["words"].split(), file.get_tensor("vectors"), strict=True))
    missing = [word for word in words if word not in have]
    if missing:
        have |= zip(missing, minilm(missing), strict=True)
        save_file({"vectors": torch.stack(list(have.values()))}, kept, {"words": " ".join(have)})
    return torch.stack([have[word] for word in words])


def rarity(share_N: Tensor) -> Tensor:
    """What a word weighs before any training: its inverse frequency among texts of fifty words."""
    return (1 + 1 / (50 * share_N + 1e-6)).log()


def principal(vectors_NE: Tensor, share_N: Tensor, width: int) -> Tensor:
    """Unit vectors of words along the directions of most variance; the first is what all words share."""
    centred = vectors_NE - vectors_NE.mean(0)
    weighted = centred * share_N.sqrt()[:, None]
    directions = torch.linalg.eigh(weighted.T @ weighted).eigenvectors.flip(1)
    return F.normalize(centred @ directions[:, 1 : width + 1], dim=1)


def pairs(data: Path, rng: Random) -> list[Pair]:
    """Questions people asked, questions about generated facts, and sentences with their neighbours."""
    found: list[Pair] = []
    wiki = read_rows(data / "wiki-passages.jsonl.gz")
    for row in [*read_rows(data / "qa-train.jsonl.gz"), *written_questions(wiki)]:
        found += _around(row["passage"], shortest_answer(row), row["question"], rng)
    for text in {row["title"]: row["text"] for row in wiki}.values():
        sentences = [sentence for sentence in sentences_of(text) if len(sentence.split()) > 5]
        if len(sentences) > 2:
            at = rng.randrange(len(sentences))
            near = sentences[max(0, at - 2) : at] + sentences[at + 1 : at + 3]
            found.append((sentences[at], " ".join(near)))
    sampler = PersonalSampler(rng, "train")
    for family in personal_families("train"):
        people = sampler.people(4)
        for _ in range(12):
            fact = sampler.tell(family, rng.choice(people))
            found.append((sampler.ask(family, fact.person, fact.value), fact.statement))
    facts = FactSampler(rng)
    for _ in range(4000):
        told = facts.fact()
        found.append((ask(told, rng, "train"), told.statement))
    return found


def _around(passage: str, answer: str, question: str, rng: Random) -> list[Pair]:
    """The question with the sentences around its answer; none where the answer crosses sentences."""
    sentences = sentences_of(passage)
    at = next((i for i, sentence in enumerate(sentences) if answer and answer in sentence), None)
    if at is None:
        return []
    first, end = at, at + 1
    while end - first < len(sentences) and len(" ".join(sentences[first:end]).split()) < QUESTION_WORDS:
        if first > 0 and (end == len(sentences) or rng.random() < 0.5):
            first -= 1
        else:
            end += 1
    return [(question, " ".join(sentences[first:end]))]


def taught(
    table_ND: Tensor, weight_N: Tensor, words: Sequence[str], asked: list[Pair], rng: Random
) -> Tensor:
    """The table after step 2, each word's vector as long as it weighs."""
    place = {word: row for row, word in enumerate(words)}
    known = [
        tuple([place[word] for word in words_of(text) if word in place] for text in pair) for pair in asked
    ]
    known = [pair for pair in known if all(pair)]
    table, log_weight = table_ND.clone().requires_grad_(), weight_N.log().requires_grad_()
    optimiser = torch.optim.Adam(
        [{"params": [table], "lr": TABLE_RATE}, {"params": [log_weight], "lr": WEIGHT_RATE}]
    )

    def embed(texts: list[list[int]]) -> Tensor:
        flat = torch.tensor([word for text in texts for word in text])
        starts = torch.tensor([0, *(len(text) for text in texts[:-1])]).cumsum(0)
        summed = F.embedding_bag(flat, table, starts, mode="sum", per_sample_weights=log_weight.exp()[flat])
        return F.normalize(summed, dim=1)

    for epoch in range(EPOCHS):
        rng.shuffle(known)
        total = 0.0
        for start in range(0, len(known) - BATCH + 1, BATCH):
            batch = known[start : start + BATCH]
            scores = embed([pair[0] for pair in batch]) @ embed([pair[1] for pair in batch]).T / TEMPERATURE
            right = torch.arange(BATCH)
            loss = (F.cross_entropy(scores, right) + F.cross_entropy(scores.T, right)) / 2
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            total += loss.item()
        print(f"epoch {epoch + 1}: loss {total / (len(known) // BATCH):.3f}", flush=True)
    return table.detach() * log_weight.detach().exp()[:, None]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, required=True, help="tokenizer.json")
    parser.add_argument("--out", type=Path, required=True, help="a .safetensors file")
    arguments = parser.parse_args()
    rng = Random(1)
    torch.manual_seed(1)
    words, share = vocabulary(texts_of(arguments.data))
    print(f"{len(words):,} words", flush=True)
    weight = rarity(share)
    table = principal(embedded(words, arguments.out.with_suffix(".teacher.safetensors")), share, WIDTH)
    questions = pairs(arguments.data, rng)
    print(f"{len(questions):,} questions", flush=True)
    learned = taught(table, weight, words, questions, rng)
    vectors = (table * weight[:, None] + learned) / 2
    vectors /= vectors.norm(dim=1).mean()
    tokenizer = Tokenizer.from_file(str(arguments.tokenizer))
    hashes, rows = index_words(words, tokenizer, *vocabulary_of(tokenizer, VOCABULARY))
    print(f"{len(hashes):,} spellings of {len(set(rows.tolist())):,} words", flush=True)
    save_file(
        {"word_hashes": hashes, "word_rows": rows, "word_vectors": vectors.to(torch.bfloat16)}, arguments.out
    )


if __name__ == "__main__":
    main()
