"""Random strings that only a memory can know: hash-hop, and dependencies to be followed over several facts.

Knows how facts about random identifiers are worded, chained and spread over a text of any length. Knows no
models. Every identifier, value and place is worked out from its number, so nothing is kept however many
facts there are: 100 million tokens need no more memory than 32 thousand.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random

from memspan.errors import InputError
from memspan.tasks.haystack import Haystack
from memspan.tasks.recall import Filler, hidden
from memspan.tasks.task import Fit, Passage, Sample, Task
from memspan.tasks.words import checksum

_ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789"
_NAME_LENGTH, _VALUE_LENGTH = 6, 10
_PROBED = 256  # passages of filler from which the number that a length needs is estimated
_ROUNDS = 4


class Shuffled:
    """The numbers from 0 to `size` - 1 in a random order that is worked out, not kept.

    `order[i]` is the number at place i and `order.place(number)` its place.
    """

    def __init__(self, size: int, seed: str) -> None:
        self.size = size
        self._bits = max(1, ((size - 1).bit_length() + 1) // 2)
        self._keys = [checksum(f"{seed}/{i}") for i in range(_ROUNDS)]

    def __len__(self) -> int:
        return self.size

    def _mixed(self, number: int, key: int) -> int:
        number = (number + key) * 0x9E3779B97F4A7C15 & (1 << 64) - 1
        number = (number ^ number >> 29) * 0xBF58476D1CE4E5B9 & (1 << 64) - 1
        return (number ^ number >> 32) & (1 << self._bits) - 1

    def __getitem__(self, place: int) -> int:
        if not 0 <= place < self.size:
            raise IndexError(place)
        # A Feistel network permutes a power of two; numbers beyond `size` go round again.
        while True:
            left, right = place >> self._bits, place & (1 << self._bits) - 1
            for key in self._keys:
                left, right = right, left ^ self._mixed(right, key)
            place = left << self._bits | right
            if place < self.size:
                return place

    def place(self, number: int) -> int:
        """Where `number` stands."""
        while True:
            left, right = number >> self._bits, number & (1 << self._bits) - 1
            for key in reversed(self._keys):
                left, right = right ^ self._mixed(left, key), left
            number = left << self._bits | right
            if number < self.size:
                return number


@dataclass(frozen=True)
class _Wording:
    """How a chain is told: its links, its last fact, and what is asked about its {start}."""

    name: str  # of a node, before its identifier
    links: tuple[str, ...]
    last: tuple[str, ...]  # with {value}: a random string, or the last node where the links go on to the end
    questions: tuple[str, ...]
    ends_in_node: bool = False


_HASH = _Wording(
    "User_",
    (),
    ("The access token for {node} is {value}.",),
    ("What is the access token for {start}?",),
)

_CHAINS = (
    _Wording(
        "Module_",
        ("{node} depends on {next}.", "{node} cannot be built without {next}, its only dependency."),
        ("{node} depends on {value}.", "{node} cannot be built without {value}, its only dependency."),
        (
            "Which module does {start} depend on in the end, following the dependencies one by one?",
            "If all dependencies of {start} are followed to the last, which module is that?",
        ),
        ends_in_node=True,
    ),
    _Wording(
        "Config_",
        ("{node} takes its value from {next}.", "The value of {node} is inherited from {next}."),
        ("{node} is set to {value}.", "The value of {node} is {value}."),
        (
            "What value does {start} have in the end?",
            "To which value does {start} resolve, after all configs that it goes back to?",
        ),
    ),
    _Wording(
        "Service_",
        ("{node} passes all requests on to {next}.", "Whatever reaches {node} is forwarded to {next}."),
        ("{node} runs on the host {value}.", "The host of {node} is {value}."),
        (
            "On which host are requests to {start} answered in the end?",
            "A request to {start} is passed on until a service handles it. Which host does that one run on?",
        ),
    ),
    _Wording(
        "User_",
        ("{node} reports to {next}.", "The manager of {node} is {next}."),
        ("{node} reports to nobody and has the access token {value}.",),
        (
            "What is the access token of the person at the top of the line that {start} reports to?",
            "Going up from manager to manager, starting at {start}: which access token has the topmost one?",
        ),
    ),
)


def _code(number: int, length: int) -> str:
    letters = []
    for _ in range(length):
        number, letter = divmod(number, len(_ALPHABET))
        letters.append(_ALPHABET[letter])
    return "".join(letters)


class _Facts:
    """The facts of a task by number: fact c * hops + i is link i of chain c."""

    def __init__(self, num_facts: int, hops: int, seed: int) -> None:
        self.num_facts, self.hops, self.seed = num_facts, hops, seed
        self._names = Shuffled(len(_ALPHABET) ** _NAME_LENGTH, f"names-{seed}")
        self._values = Shuffled(len(_ALPHABET) ** _VALUE_LENGTH, f"values-{seed}")

    def wording(self, chain: int) -> _Wording:
        return _HASH if self.hops == 1 else _CHAINS[checksum(f"wording-{self.seed}-{chain}") % len(_CHAINS)]

    def node(self, chain: int, link: int) -> str:
        return self.wording(chain).name + _code(self._names[chain * (self.hops + 1) + link], _NAME_LENGTH)

    def value(self, chain: int) -> str:
        """What a chain ends in."""
        length = min(self.hops, self.num_facts - chain * self.hops)  # the last chain may be a shorter one
        if self.wording(chain).ends_in_node:
            return self.node(chain, length)
        return _code(self._values[chain], _VALUE_LENGTH)

    def statement(self, number: int) -> str:
        chain, link = divmod(number, self.hops)
        wording = self.wording(chain)
        last = link == self.hops - 1 or number == self.num_facts - 1
        templates = wording.last if last else wording.links
        template = templates[checksum(f"statement-{self.seed}-{number}") % len(templates)]
        return template.format(
            node=self.node(chain, link), next=self.node(chain, link + 1), value=self.value(chain)
        )

    def question(self, chain: int) -> str:
        questions = self.wording(chain).questions
        return questions[checksum(f"question-{self.seed}-{chain}") % len(questions)].format(
            start=self.node(chain, 0)
        )


def hashhop_task(
    num_facts: int,
    fit: Fit,
    *,
    length: int | None = None,
    filler: Filler | Sequence[str] | None = None,
    num_samples: int,
    seed: int,
    hops: int = 1,
) -> Task:
    """Facts about random identifiers, one per passage and in random order.

    With one hop every fact gives a token: "The access token for User_a8f2k9 is x7z2m9q4p1." With more, facts
    form chains of that many, each one leading to the next, and a question names only the beginning of its
    chain; all other chains are there to be confused with it.

    Args:
        num_facts: Facts in all; what is left over from chains is one shorter chain that is not asked about.
        fit: What one passage may hold.
        length: Tokens of all passages together, within a few percent; more passages of filler are added for
            it. None: only passages with a fact in them.
        filler: Texts to hide the facts in, or what gives text; every passage is then filled up.
            None: passages are bare facts.
        num_samples: Questions, at most one per whole chain.
        seed: Same seed, same task.
        hops: Facts that a question needs.

    Raises:
        InputError: Not a single whole chain, a length without filler or too short for the facts, or passages
            too short for a fact (when they are made).
    """
    if hops < 1 or num_facts < hops:
        raise InputError(
            f"A question of {hops} hops needs {max(1, hops)} facts or more, not {num_facts}. Ask for more."
        )
    if num_facts * 2 > len(_ALPHABET) ** _NAME_LENGTH:
        raise InputError("There are not enough identifiers for so many facts. Ask for fewer than a billion.")
    if length is not None and filler is None:
        raise InputError("A length is reached with filler. Give texts to fill up with, or no length.")
    facts = _Facts(num_facts, hops, seed)
    kind = "hash_hop" if hops == 1 else "dependency"

    @cache
    def fill() -> Filler | None:
        if filler is None or callable(filler):
            return filler
        if not any(text.strip() for text in filler):
            raise InputError("There is no text to hide the facts in. Give at least one.")
        return Haystack(filler, Random(f"texts-{seed}")).filler

    def passage(statement: str, rng: Random) -> str:
        source = fill()
        if source is None:
            return hidden(statement, lambda rng, max_words: "", rng, fit, 0)
        return hidden(statement, source, rng, fit, fit.capacity)  # no word is less than a token

    @cache
    def order() -> Shuffled:
        """Passages in the order of facts: those at places from `num_facts` on are filler alone."""
        num_passages = num_facts
        if length is not None:
            rng = Random(f"probe-{seed}")
            bare = sum(fit.count(passage("", rng)) for _ in range(_PROBED)) / _PROBED
            with_fact = (
                sum(fit.count(passage(facts.statement(i % num_facts), rng)) for i in range(_PROBED)) / _PROBED
            )
            if not bare:
                raise InputError("The filler gives no text. Give another one, or no length.")
            left = length - num_facts * with_fact
            if left < -0.05 * length:
                raise InputError(
                    f"{num_facts} facts take {round(num_facts * with_fact)} tokens, more than {length}. "
                    "Ask for a longer text or fewer facts."
                )
            num_passages += max(0, round(left / bare))
        return Shuffled(num_passages, f"order-{seed}")

    def passages() -> Iterator[Passage]:
        rng, places = Random(f"filler-{seed}"), order()
        for number in range(len(places)):
            fact = places.place(number)
            yield Passage(passage(facts.statement(fact) if fact < num_facts else "", rng))

    def samples() -> Iterator[Sample]:
        num_chains = num_facts // hops
        asked = Shuffled(num_chains, f"asked-{seed}")
        for index in range(min(num_samples, num_chains)):
            chain = asked[index]
            yield Sample(
                id=f"{kind}-{index}",
                question=facts.question(chain),
                answers=(facts.value(chain),),
                metric="match_all",
                evidence=tuple(order()[chain * hops + link] for link in range(hops)),
            )

    return Task(
        name=f"{kind}-{hops}-{num_facts}" + (f"-{length}" if length is not None else ""),
        passages=passages,
        samples=samples,
        labels={"task": kind, "hops": hops, "size": num_facts}
        | ({"length": length} if length is not None else {}),
    )
