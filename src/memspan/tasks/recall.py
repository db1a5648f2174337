"""Facts hidden in real text, one per passage, and questions about them: one fact, several hops, none at all.

Knows how generated facts (facts.py) and real text (haystack.py) become one memory of an exact size, and how
text is shortened until it fits a model. Knows no models: a model's tokens are a `Fit`.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from random import Random

from memspan.errors import InputError
from memspan.tasks.facts import Chain, Fact, FactSampler
from memspan.tasks.families import SYMMETRIC
from memspan.tasks.haystack import Haystack, sentences
from memspan.tasks.task import Fit, Passage, Sample, Task
from memspan.tasks.words import Split

Filler = Callable[[Random, int], str]
"""`filler(rng, max_words)`: some text of at most that many words, such as `Haystack.filler`."""

_ROUNDS = 20  # of drawing facts again in place of those too long for the model


def hidden(statement: str, filler: Filler, rng: Random, fit: Fit, max_words: int) -> str:
    """`statement` uncut between sentences of filler: at most `max_words` words, and so few that it fits.

    An empty statement gives filler alone. InputError if the statement does not fit by itself.
    """
    own_words = len(statement.split())
    num_words = max_words - own_words
    while num_words > 0:
        passage = sentences(filler(rng, num_words))
        if statement:
            passage.insert(rng.randrange(len(passage) + 1), statement)
        text = " ".join(passage)
        num_tokens = fit.count(text)
        if num_tokens <= fit.capacity:
            return text
        # A little less than what would fit if all words were equally long.
        num_words = min(num_words - 1, (own_words + num_words) * fit.capacity // num_tokens - own_words)
    if fit.count(statement) > fit.capacity:
        raise InputError(
            f"A fact is longer than a passage of {fit.capacity} tokens. Allow longer passages: {statement}"
        )
    return statement


def _asked(fact: Fact) -> set[tuple[str, ...]]:
    """What a question that `fact` answers could name."""
    return {fact.key} | ({(fact.key[0], fact.value.lower())} if fact.family in SYMMETRIC else set())


def _chains(
    sampler: FactSampler, num_chains: int, hops: int, taken: set[tuple[str, ...]], fit: Fit
) -> list[Chain]:
    """Chains that fit, none of whose facts answers what another's does."""
    found: list[Chain] = []
    for _ in range(_ROUNDS * (num_chains + 10)):
        if len(found) == num_chains:
            return found
        chain = sampler.chain(hops)
        asked = [names for fact in chain.facts for names in _asked(fact)]
        if len(set(asked)) < len(asked) or not taken.isdisjoint(asked):
            continue
        if all(fit.count(fact.statement) <= fit.capacity for fact in chain.facts):
            taken.update(asked)
            found.append(chain)
    raise _too_short(fit)


def _singles(sampler: FactSampler, num_facts: int, beside: Sequence[Fact], fit: Fit) -> list[Fact]:
    """Facts that fit and answer nothing that `beside` does."""
    found: list[Fact] = []
    for _ in range(_ROUNDS):
        more = sampler.memory(num_facts - len(found), beside=[*beside, *found])
        found += [fact for fact in more if fit.count(fact.statement) <= fit.capacity]
        if len(found) == num_facts:
            return found
    raise _too_short(fit)


def _too_short(fit: Fit) -> InputError:
    return InputError(f"Too few facts fit passages of {fit.capacity} tokens. Allow longer passages.")


def recall_task(
    num_passages: int,
    fit: Fit,
    *,
    texts: Sequence[str],
    num_samples: int,
    seed: int,
    hops: Sequence[int] = (1, 2, 3, 4),
    unanswerable: bool = True,
    words: Split = "held_out",
    phrasing: Split = "held_out",
    families: Split = "train",
    max_words: int = 40,
) -> Task:
    """A memory of exactly `num_passages` facts, each in one passage of real text.

    The facts' statements are kept while the task is, about 200 bytes each.

    Args:
        num_passages: Number of facts and of passages.
        fit: What one passage may hold. Filler is shortened until it fits, a fact never.
        texts: Real text to hide the facts in.
        num_samples: Questions of each kind: for every number of `hops`, and unanswerable. Chains take up
            at most half of the passages: small memories have fewer questions of several hops.
        seed: Same seed, same task.
        hops: Numbers of facts that a question needs; 1 asks about a single fact.
        unanswerable: Whether to ask also what no fact answers, though similar facts are there.
        words, phrasing, families: Which share of each the facts are made of.
        max_words: Longest passage, in words; its length is random from the fact alone to this.

    Raises:
        InputError: Too few passages for these hops, passages too short for facts, or no text.
    """
    if num_passages < 1 or any(number < 1 for number in hops):
        raise InputError("A memory needs at least one passage, and a question at least one hop.")
    chain_hops = sorted({number for number in hops if number > 1})
    num_chains = min(num_samples, num_passages // (2 * sum(chain_hops))) if chain_hops else 0
    if chain_hops and num_samples and not num_chains:
        raise InputError(
            f"Questions of {', '.join(map(str, chain_hops))} hops need {2 * sum(chain_hops)} passages, "
            f"not {num_passages}. Ask for more passages or fewer hops."
        )
    if not any(text.strip() for text in texts):
        raise InputError("There is no text to hide the facts in. Give at least one.")

    @cache
    def plan() -> tuple[list[str], list[Sample]]:
        rng = Random(f"recall-{num_passages}-{seed}")
        sampler = FactSampler(rng, words, phrasing, families)
        taken: set[tuple[str, ...]] = set()
        chains = {number: _chains(sampler, num_chains, number, taken, fit) for number in chain_hops}
        facts = [fact for group in chains.values() for chain in group for fact in chain.facts]
        num_linked = len(facts)
        facts += _singles(sampler, num_passages - num_linked, facts, fit)
        order = list(range(num_passages))
        rng.shuffle(order)
        places = {number: place for place, number in enumerate(order)}
        samples: list[Sample] = []
        if 1 in hops:
            single = range(num_linked, num_passages)
            for number in rng.sample(single, min(num_samples, len(single))):
                fact = facts[number]
                labels = {"task": "fact" if families == "train" else "new family", "hops": 1}
                samples.append(
                    Sample(
                        f"fact-{number - num_linked}",
                        sampler.ask(fact),
                        (fact.value,),
                        "exact",
                        (places[number],),
                        labels=labels,
                    )
                )
        first = 0
        for number in chain_hops:
            for index, chain in enumerate(chains[number]):
                evidence = tuple(places[fact] for fact in range(first, first + number))
                first += number
                labels = {"task": "hops", "hops": number}
                samples.append(
                    Sample(
                        f"hops-{number}-{index}",
                        chain.question,
                        (chain.answer,),
                        "exact",
                        evidence,
                        labels=labels,
                    )
                )
        if unanswerable:
            labels = {"task": "unanswerable", "hops": 0}
            questions = sampler.unanswerable(facts, num_samples)
            samples += [
                Sample(f"unanswerable-{index}", question, (), "refusal", labels=labels)
                for index, question in enumerate(questions)
            ]
        return [facts[number].statement for number in order], samples

    @cache
    def haystack() -> Haystack:
        return Haystack(texts, Random(f"texts-{seed}"))

    def passages() -> Iterator[Passage]:
        rng = Random(f"filler-{seed}")
        for statement in plan()[0]:
            own_words = len(statement.split())
            longest = rng.randint(own_words, max(own_words, max_words))
            yield Passage(hidden(statement, haystack().filler, rng, fit, longest))

    return Task(
        name=f"recall-{num_passages}" + ("" if families == "train" else "-new-families"),
        passages=passages,
        samples=lambda: iter(plan()[1]),
        labels={"size": num_passages},
    )
