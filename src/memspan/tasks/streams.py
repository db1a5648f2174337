"""Facts in a long text, and questions about them further on in the same text: what a neural memory learns
from.

Knows what is told and asked (episodes), and how an episode is woven into real text, token by token, to an
exact length. Knows no models; a tokenizer is a function. Everything random is drawn from a seed. Kinds of
episodes:

    recall   "The access token for User_a8f2k9 is x7z2m9q4p1." and every User's token is asked for
    chain    facts that lead to one another; the answer names the steps: "x7z2m9 -> p4k8w1"
    code     definitions out of source files, `LIMIT = 128`, `def read(size=64): ...`, and what a name stands
    for session  sentences about a person's life, asked for in other words (session.py's families)
"""

import ast
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from memspan.errors import InputError
from memspan.tasks.personal import PersonalSampler
from memspan.tasks.words import Split

Encode = Callable[[Sequence[str]], list[list[int]]]
"""Texts to token ids, without special tokens."""

ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789"
NAME_LENGTH, VALUE_LENGTH = 6, 10
RECALL = ("The access token for User_{name} is {value}.", "What is the access token for User_{name}?")
LINK = ("The dependency of {name} is {next}.", "What are the dependencies of {name}, one after the other?")
ARROW = "->"
LONGEST_CODE = 48  # characters of a definition and of what it defines


@dataclass(frozen=True)
class Question:
    """`steps` are the answer's parts in order, each with the number of the fact that tells it."""

    text: str
    steps: tuple[tuple[str, int], ...]

    @property
    def answer(self) -> str:
        """As a model is to write it."""
        return f" {ARROW} ".join(text for text, _ in self.steps)


@dataclass(frozen=True)
class Episode:
    """Facts, told in this order, and questions about them."""

    facts: tuple[str, ...]
    questions: tuple[Question, ...]


def code(rng: Random, length: int) -> str:
    """Letters and digits."""
    return "".join(rng.choices(ALPHABET, k=length))


def recall(rng: Random, num_facts: int, num_questions: int) -> Episode:
    """Random names with random values; some of them are asked for, each once."""
    pairs = [(code(rng, NAME_LENGTH), code(rng, VALUE_LENGTH)) for _ in range(num_facts)]
    asked = rng.sample(range(num_facts), min(num_questions, num_facts))
    return Episode(
        tuple(RECALL[0].format(name=name, value=value) for name, value in pairs),
        tuple(Question(RECALL[1].format(name=pairs[i][0]), ((pairs[i][1], i),)) for i in asked),
    )


def chain(rng: Random, num_facts: int, num_questions: int, hops: int) -> Episode:
    """Chains of `hops` facts each, the facts of all of them in random order; the beginnings are asked
    about."""
    num_chains = max(1, num_facts // hops)
    nodes = [[code(rng, NAME_LENGTH) for _ in range(hops + 1)] for _ in range(num_chains)]
    links = [(i, link) for i in range(num_chains) for link in range(hops)]
    rng.shuffle(links)
    place = {link: number for number, link in enumerate(links)}
    facts = (LINK[0].format(name=nodes[i][link], next=nodes[i][link + 1]) for i, link in links)
    asked = rng.sample(range(num_chains), min(num_questions, num_chains))
    questions = (
        Question(
            LINK[1].format(name=nodes[i][0]),
            tuple((nodes[i][link + 1], place[i, link]) for link in range(hops)),
        )
        for i in asked
    )
    return Episode(tuple(facts), tuple(questions))


@dataclass(frozen=True)
class Definition:
    """A line of source code that defines a name, how one asks for it, and what it stands for."""

    line: str
    question: str
    value: str


def definitions(sources: Sequence[str]) -> list[Definition]:
    """The constants, and the parameters with defaults, of Python sources; none twice by the same question.

    Sources that Python cannot parse are left out.
    """
    found: dict[str, Definition] = {}

    def enter(line: str, question: str, value: ast.expr) -> None:
        text = ast.unparse(value)
        if len(line) <= LONGEST_CODE and len(text) <= LONGEST_CODE // 2:
            found.setdefault(question, Definition(line, question, text))

    for source in sources:
        try:
            tree = ast.parse(source)
        except (SyntaxError, ValueError, RecursionError):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Constant):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                if len(targets) == 1 and isinstance(targets[0], ast.Name):
                    name = targets[0].id
                    enter(f"{name} = {ast.unparse(node.value)}", f"What is {name}?", node.value)
            elif isinstance(node, ast.FunctionDef):
                taken = [*node.args.posonlyargs, *node.args.args]
                given = taken[len(taken) - len(node.args.defaults) :]
                pairs = [*zip(given, node.args.defaults, strict=True)]
                pairs += [
                    (a, d) for a, d in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True) if d
                ]
                for argument, default in pairs:
                    if isinstance(default, ast.Constant):
                        line = f"def {node.name}({argument.arg}={ast.unparse(default)}):"
                        enter(line, f"What is {argument.arg} in {node.name}?", default)
    return list(found.values())


def from_code(rng: Random, num_facts: int, num_questions: int, pool: Sequence[Definition]) -> Episode:
    """Definitions out of a pool; some are asked about."""
    if len(pool) < num_facts:
        raise InputError(
            f"There are {len(pool)} definitions, fewer than {num_facts}. Name more source files."
        )
    chosen = rng.sample(pool, num_facts)
    asked = rng.sample(range(num_facts), min(num_questions, num_facts))
    return Episode(
        tuple(one.line for one in chosen),
        tuple(Question(chosen[i].question, ((chosen[i].value, i),)) for i in asked),
    )


def session(rng: Random, num_facts: int, num_questions: int, split: Split = "train") -> Episode:
    """Personal facts of a few people; some are asked for, in words that share little with how they were
    told."""
    sampler = PersonalSampler(rng, split)
    facts = sampler.facts(num_facts)
    asked = rng.sample(range(len(facts)), min(num_questions, len(facts)))
    return Episode(
        tuple(fact.statement for fact in facts),
        tuple(
            Question(sampler.ask(facts[i].family, facts[i].person, facts[i].value), ((facts[i].value, i),))
            for i in asked
        ),
    )


@dataclass(frozen=True)
class Target:
    """A token that the model shall write.

    Attributes:
        place: Of the token before it, which is to predict it.
        token: Its id.
        source: The place of the same token in the fact that tells it; -1 where no fact does (marks).
        question: The number of its question.
    """

    place: int
    token: int
    source: int
    question: int


@dataclass(frozen=True)
class Woven:
    """An episode in a text of exact length.

    Attributes:
        ids: The tokens.
        targets: Of all answers, in order.
        facts: First and end place of each fact.
        distances: Of each question: tokens from the end of the nearest fact it needs to its answer.
    """

    ids: list[int]
    targets: list[Target]
    facts: list[tuple[int, int]]
    distances: list[int]


class _Encoded(NamedTuple):
    """An episode's parts in tokens."""

    facts: list[list[int]]
    questions: list[list[int]]
    steps: list[list[int]]
    arrow: list[int]
    length: int  # of all together, with the marks around answers


class Weaver:
    """Weaves episodes into filler.

    Args:
        encode: The tokenizer.
        filler: Texts; any number of tokens is taken out of them, from anywhere.
        ask, end: Tokens before and after an answer.
    """

    def __init__(self, encode: Encode, filler: Sequence[str], ask: int, end: int) -> None:
        self._encode = encode
        # Some tokenizers put a space before every text by themselves.
        both, first, second = encode(["a x", "a", "x"])
        self._space = "" if both == [*first, *second] else " "
        self._filler = [token for text in encode(filler) for token in text]
        if not self._filler:
            raise InputError("There is no text to weave facts into. Give at least one.")
        self._ask, self._end = ask, end

    def filler(self, rng: Random, length: int) -> list[int]:
        """So many tokens of running text."""
        found: list[int] = []
        while len(found) < length:
            start = rng.randrange(len(self._filler))
            found += self._filler[start : start + length - len(found)]
        return found

    def _encoded(self, episode: Episode) -> _Encoded:
        facts = self._encode([self._space + fact for fact in episode.facts])
        questions = self._encode([self._space + question.text for question in episode.questions])
        steps = self._encode(
            [self._space + text for question in episode.questions for text, _ in question.steps]
        )
        (arrow,) = self._encode([self._space + ARROW])
        length = sum(map(len, [*facts, *questions, *steps])) + 2 * len(questions)
        length += len(arrow) * (len(steps) - len(questions))
        return _Encoded(facts, questions, steps, arrow, length)

    def least(self, episode: Episode) -> int:
        """Tokens of an episode's facts, questions and answers alone."""
        return self._encoded(episode).length

    def weave(
        self, episode: Episode, rng: Random, length: int, gap: int | None = None, *, spread: bool = True
    ) -> Woven:
        """Facts spread over the beginning, a gap, then the questions with their answers.

        Args:
            episode: What is told and asked.
            rng: Of the filler and where it is put.
            length: Tokens of the whole.
            gap: Tokens between the last fact and the first question; a random share of what is free if
                absent.
            spread: Whether other filler stands between facts and between questions; else all of it stands
                before them, and the text ends with the last answer.

        Raises:
            InputError: The length is too short for facts, questions and gap.
        """
        facts, questions, steps, arrow, least = self._encoded(episode)
        free = length - least - (gap or 0)
        if free < 0:
            raise InputError(
                f"{len(facts)} facts and {len(questions)} questions do not fit into {length} tokens."
            )
        if gap is None:
            gap = rng.randint(0, free)
            free -= gap
        num_pauses = len(facts) + len(questions) + 1
        if spread:
            cuts = sorted(rng.randint(0, free) for _ in range(num_pauses - 1))
            pauses = [after - before for before, after in zip([0, *cuts], [*cuts, free], strict=True)]
        else:
            pauses = [free, *[0] * (num_pauses - 1)]

        ids: list[int] = []
        places = []
        for told_ids, pause in zip(facts, pauses, strict=False):
            ids += self.filler(rng, pause)
            places.append((len(ids), len(ids) + len(told_ids)))
            ids += told_ids
        ids += self.filler(rng, gap)
        targets: list[Target] = []
        distances = []
        step = iter(steps)
        for number, question in enumerate(episode.questions):
            ids += self.filler(rng, pauses[len(facts) + number]) + questions[number] + [self._ask]
            distances.append(len(ids) - max(places[fact][1] for _, fact in question.steps))
            for turn, (_, fact) in enumerate(question.steps):
                written = next(step)
                source = _found(facts[fact], written)
                marks = arrow if turn < len(question.steps) - 1 else [self._end]
                for i, token in enumerate([*written, *marks]):
                    told = places[fact][0] + source + i if source >= 0 and i < len(written) else -1
                    targets.append(Target(len(ids) - 1, token, told, number))
                    ids.append(token)
        ids += self.filler(rng, pauses[-1])
        return Woven(ids, targets, places, distances)


def _found(fact: Sequence[int], part: Sequence[int]) -> int:
    """Where the tokens of a part stand in a fact, the last of such places; -1 where they do not."""
    for start in range(len(fact) - len(part), -1, -1):
        if list(fact[start : start + len(part)]) == list(part):
            return start
    return -1
