"""What the tests of training share: generated prose, and a small tokenizer trained on it and on facts."""

import random

import pytest
from tokenizers import Tokenizer

from memspan.tasks.facts import FactSampler
from memspan.training.tokenizer import train_tokenizer


@pytest.fixture(scope="session")
def prose() -> list[str]:
    """Sixty texts of eight sentences that say nothing of any fact."""
    rng = random.Random(0)
    things = ["river", "garden", "kettle", "lantern", "village", "orchard", "bridge", "market", "tower"]
    deeds = ["stood behind", "was older than", "could be seen from", "lay far below", "reminded us of"]
    ends = ["in the rain", "all year", "before noon", "in those days", "without a sound"]

    def sentence() -> str:
        first, second = rng.sample(things, 2)
        return f"The {first} {rng.choice(deeds)} the {second} {rng.choice(ends)}."

    return [" ".join(sentence() for _ in range(8)) for _ in range(60)]


@pytest.fixture(scope="session")
def tokenizer(prose: list[str]) -> Tokenizer:
    facts = FactSampler(random.Random(1)).memory(400)
    # Real text has brackets; " [" must be one token, for an id has seven tokens' room in a document.
    brackets = [f"It is so [{n}]." for n in range(100)]
    tokenizer = train_tokenizer([*prose, *brackets, *(fact.statement for fact in facts)], vocab_size=800)
    tokenizer.encode_special_tokens = True
    return tokenizer
