"""RULER's generated tasks, as a memory is asked about them: needles, variable chains, and word counts.

This file knows the construction of the benchmark (Hsieh et al., 2024: "RULER: What's the Real Context Size of
Your Long-Context Language Models?") and cuts its texts into passages that a model takes as documents. It does
not know models, nor where essays come from: the caller brings a token counter and the texts.

A sample of RULER is a haystack with the sample's own needles in it. Here the samples of one kind and length
share one haystack, which a memory remembers once; the needles are the sample's `changes`. What RULER puts
around the text is not part of a question: the order to memorise, the worked examples before variable tracking
and word counts, and the beginning of the answer.

Nothing here grows with the length: any passage is found by arithmetic, and what is shuffled is shuffled by a
permutation that is computed, not stored.
"""

import math
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from hashlib import blake2b
from itertools import accumulate, pairwise
from random import Random
from string import ascii_lowercase, ascii_uppercase
from typing import Any, Literal
from uuid import UUID

from memspan.errors import InputError
from memspan.tasks.haystack import sentences
from memspan.tasks.task import Fit, Passage, Sample, Task
from memspan.tasks.words import ADJECTIVES, LISTS, NOUNS

NOISE = "The grass is green. The sky is blue. The sun is yellow. Here we go. There and back again."
NEEDLE = "One of the special magic {kind} for {key} is: {value}."

Kind = Literal["numbers", "words", "uuids"]


@dataclass(frozen=True)
class _Variant:
    """A needle task: its haystack, what its values are, how many keys, values for each key, and queries."""

    haystack: Literal["noise", "essays", "needles-words", "needles-uuids"]
    values: Kind = "numbers"
    num_keys: int = 1
    num_values: int = 1
    num_queries: int = 1


_NIAH = {
    "single_1": _Variant("noise"),
    "single_2": _Variant("essays"),
    "single_3": _Variant("essays", values="uuids"),
    "multikey_1": _Variant("essays", num_keys=4),
    "multikey_2": _Variant("needles-words"),
    "multikey_3": _Variant("needles-uuids", values="uuids"),
    "multivalue": _Variant("essays", num_values=4),
    "multiquery": _Variant("essays", num_keys=4, num_queries=4),
}
RULER_TASKS: tuple[str, ...] = (*_NIAH, "vt", "cwe", "fwe")
"""The names of the tasks; RULER writes niah_single_1 for single_1, and so on."""

_MAX_NEW_TOKENS = {**dict.fromkeys(_NIAH, 128), "vt": 30, "cwe": 120, "fwe": 50}
_SHORTEST = 500  # tokens; below it depths and frequencies mean nothing
_DEPTHS = [round(i * 100 / 39) for i in range(40)]  # percent; where RULER puts needles into essays
_LEAST, _NUMBERS = 10**6, 9 * 10**6  # the numbers of seven digits
_HOPS = 4
_COMMON = 10  # words that cwe asks for
_CODED_LETTERS = 6
_ALPHA = 2.0
_ZETA = math.pi**2 / 6  # Riemann's zeta at _ALPHA
_DOTS = "..."
_MOST_LISTS = 5
_PROBED = 250_000  # tokens that are counted to know how long a text is; more would hardly tell it better
_DRAWS = 100


# --- chance ------------------------------------------------------------------------------------------------


def _draw(*parts: object) -> int:
    """256 bits that depend on nothing but `parts`."""
    return int.from_bytes(blake2b("/".join(map(str, parts)).encode(), digest_size=32).digest())


def _mix(value: int) -> int:
    value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9 & 0xFFFFFFFFFFFFFFFF
    value = (value ^ value >> 27) * 0x94D049BB133111EB & 0xFFFFFFFFFFFFFFFF
    return value ^ value >> 31


def _shuffled(index: int, size: int, key: int) -> int:
    """Where `index` goes in a permutation of range(size), which `key` (64 bits) chooses.

    A Feistel network over two digits of base about √size, repeated until the result is below `size`.
    """
    left_size = math.isqrt(size - 1) + 1
    right_size = -(-size // left_size)
    while True:
        left, right = divmod(index, right_size)
        for number in range(3):
            left = (left + _mix(key + 2 * number + (right << 8) & 0xFFFFFFFFFFFFFFFF)) % left_size
            right = (right + _mix(key + 2 * number + 1 + (left << 8) & 0xFFFFFFFFFFFFFFFF)) % right_size
        index = left * right_size + right
        if index < size:
            return index


def _depth(index: int) -> int:
    # Steps of three through the eleven depths: a few samples already span the haystack.
    return index * 3 % 11 * 10


# --- words -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Words:
    """`size` different words; `at(i)` is the i-th."""

    size: int
    at: Callable[[int], str]


def _pair(index: int) -> str:
    first, noun = divmod(index, len(NOUNS))
    return f"{ADJECTIVES[first]}-{NOUNS[noun]}"


def _triple(index: int) -> str:
    first, index = divmod(index, (len(ADJECTIVES) - 1) * len(NOUNS))
    second, noun = divmod(index, len(NOUNS))
    return f"{ADJECTIVES[first]}-{ADJECTIVES[second + (second >= first)]}-{NOUNS[noun]}"


_PLAIN = sorted({word for list_ in LISTS.values() for word in list_ if word.isalpha() and word.islower()})
_SINGLES = _Words(len(_PLAIN), _PLAIN.__getitem__)
_PAIRS = _Words(len(ADJECTIVES) * len(NOUNS), _pair)
_TRIPLES = _Words(len(ADJECTIVES) * (len(ADJECTIVES) - 1) * len(NOUNS), _triple)


# --- passages ----------------------------------------------------------------------------------------------


def _fill(
    unit: Callable[[int], str], start: int, end: int, separator: str, fit: Fit, capacity: int, guess: int
) -> list[str]:
    """As many of the units start, start + 1, ... below `end` as fit `capacity` tokens together.

    The joined text itself is counted, since tokens of parts do not add up exactly. A good guess of how many
    fit saves counting.
    """
    units: list[str] = []

    def fits(number: int) -> bool:
        units.extend(unit(i) for i in range(start + len(units), start + number))
        return fit.count(separator.join(units[:number])) <= capacity

    low, high = 0, end - start + 1  # low fits and high does not
    number, step = guess, 1
    while high - low > 1:
        number = max(low + 1, min(number, high - 1))
        if fits(number):
            low = number
            number = low + step if high == end - start + 1 else (low + high) // 2
        else:
            high = number
            number = high - step if low == 0 else (low + high) // 2
        step *= 2
    return units[:low]


def _fill_passage(
    unit: Callable[[int], str], start: int, end: int, separator: str, fit: Fit, guess: int
) -> list[str]:
    units = _fill(unit, start, end, separator, fit, fit.capacity, guess)
    if not units:
        raise InputError(
            f"A passage of {fit.capacity} tokens cannot hold {unit(start)[:60]!r}. Allow longer passages."
        )
    return units


def _walk(
    unit: Callable[[int], str], size: int, separator: str, fit: Fit, stride: int = 0
) -> Iterator[list[str]]:
    """The units of one passage after the other; passages begin at least `stride` units apart."""
    position, guess = 0, 1
    while position < size:
        units = _fill_passage(unit, position, size, separator, fit, guess)
        yield units
        guess = len(units)
        position += max(guess, stride)


def _probes(fit: Fit) -> int:
    return max(32, _PROBED // fit.capacity)


class _Cycle:
    """A text repeated until it is `length` tokens long; passages end where the text does."""

    def __init__(self, passages: list[list[str]], separator: str, length: int, fit: Fit) -> None:
        self.separator = separator
        self._passages = passages
        counts = [fit.count(separator.join(units)) for units in passages]
        self._starts = [0, *accumulate(map(len, passages))]  # in units
        repeats, rest = divmod(length, sum(counts))
        whole = 0
        while counts[whole] <= rest:
            rest -= counts[whole]
            whole += 1
        cut = passages[whole]
        # The last passage is the only one that the length cuts short.
        self._last = _fill(cut.__getitem__, 0, len(cut), separator, fit, rest, 1)
        self._num_whole = repeats * len(passages) + whole
        self.num_passages = self._num_whole + bool(self._last)
        self.num_units = repeats * self._starts[-1] + self._starts[whole] + len(self._last)

    def units(self, passage: int) -> list[str]:
        return self._last if passage == self._num_whole else self._passages[passage % len(self._passages)]

    def locate(self, position: int) -> tuple[int, int]:
        """The passage that holds the unit at `position`, and the place in it; `num_units` is the end."""
        if position >= self.num_units:
            return self.num_passages - 1, len(self.units(self.num_passages - 1))
        repeat, position = divmod(position, self._starts[-1])
        passage = bisect_right(self._starts, position) - 1
        return repeat * len(self._passages) + passage, position - self._starts[passage]


def _noise(length: int, fit: Fit) -> _Cycle:
    # A needle goes between two repetitions of the five sentences, each on a line of its own, as in RULER.
    passage = _fill_passage(lambda _: NOISE, 0, fit.capacity + 1, "\n", fit, 1)
    return _Cycle([passage], "\n", length, fit)


def _essays(texts: Sequence[str], length: int, fit: Fit) -> _Cycle:
    # RULER repeats its essays where they end before the haystack is long enough. The whole round is cut once,
    # so that passage i is known without the i before it.
    cut = [part for text in texts for sentence in sentences(text) for part in _parts(sentence, fit)]
    if not cut:
        raise InputError("The essays have no words. Give texts to hide needles in.")
    return _Cycle(list(_walk(cut.__getitem__, len(cut), " ", fit)), " ", length, fit)


def _parts(sentence: str, fit: Fit) -> list[str]:
    """The sentence, or where it alone is more than a passage holds, its halves."""
    words = sentence.split(" ")
    if len(words) == 1 or fit.count(sentence) <= fit.capacity:
        return [sentence]
    half = len(words) // 2
    return [*_parts(" ".join(words[:half]), fit), *_parts(" ".join(words[half:]), fit)]


class _Needles:
    """A haystack of needles, no two with the same key.

    Passage i has room for the needles i * slots, i * slots + 1, ... and holds as many of them as fit: any
    passage is known without those before it, and is well filled. Word keys are a permutation of all
    adjective-noun pairs, or where these are too few (beyond about 185,000 needles), of all
    adjective-adjective-noun triples: different by construction. Keys that are uuids are 122 random bits, as
    in RULER: two alike in one haystack are beyond chance.
    """

    separator = "\n"

    def __init__(self, kind: Kind, values: Kind, length: int, fit: Fit, seed: int) -> None:
        self._values = values
        self._fit = fit
        self._seed = seed
        self._key, self._value_key = (_draw(f"ruler {what}", seed) % 2**64 for what in ("keys", "values"))
        for self._words in (_PAIRS, _TRIPLES) if kind == "words" else (None,):
            self._slots = fit.capacity + 1
            self._guess = len(_fill_passage(self._unit, 0, self._slots, self.separator, fit, 1))
            self._slots = self._guess + self._guess // 4 + 2
            self._measure(length)
            if self._words is None or self.num_passages * self._slots <= self._words.size:
                return
        raise InputError(f"There are no {length} tokens of different needles. Choose a shorter length.")

    def _measure(self, length: int) -> None:
        self._cut: tuple[int, list[str]] | None = None
        tokens = 0
        probes = _probes(self._fit)
        for passage in range(probes):
            units = self.units(passage)
            count = self._fit.count(self.separator.join(units))
            if tokens + count > length:
                last = _fill(
                    units.__getitem__, 0, len(units), self.separator, self._fit, length - tokens, self._guess
                )
                self._cut = passage, last
                self.num_passages = passage + bool(last)
                return
            tokens += count
        self.num_passages = round(length * probes / tokens)

    def key(self, index: int) -> str:
        if self._words is None:
            return _value("uuids", _draw("ruler key", self._seed, index))
        return self._words.at(_shuffled(index, self._words.size, self._key))

    def value(self, index: int) -> str:
        if self._values == "uuids":
            return _value("uuids", _draw("ruler value", self._seed, index))
        # Drawn by chance, as RULER does, millions of needles would share their numbers: a wrong needle could
        # give the right answer.
        return str(_LEAST + _shuffled(index % _NUMBERS, _NUMBERS, self._value_key))

    def _unit(self, index: int) -> str:
        return NEEDLE.format(kind=self._values, key=self.key(index), value=self.value(index))

    def units(self, passage: int) -> list[str]:
        if self._cut is not None and passage == self._cut[0]:
            return self._cut[1]
        start = passage * self._slots
        return _fill_passage(self._unit, start, start + self._slots, self.separator, self._fit, self._guess)

    def index(self, passage: int, place: int) -> int:
        """The number of a needle by where it is."""
        return passage * self._slots + place


def _value(kind: Kind, bits: int) -> str:
    if kind == "uuids":
        return str(UUID(int=bits % 2**128, version=4))
    return str(_LEAST + bits % _NUMBERS)


def _passages(haystack: _Cycle | _Needles) -> Iterator[Passage]:
    for number in range(haystack.num_passages):
        yield Passage(haystack.separator.join(haystack.units(number)))


# --- needles -----------------------------------------------------------------------------------------------


def _insert(
    haystack: _Cycle, needles: Sequence[tuple[int, str]], fit: Fit
) -> tuple[dict[int, str], list[int]] | None:
    """The changed passages and the passage of each needle; None where needles alone overfill a passage.

    `needles` are (position in units, text); of two at the same position the first comes first.
    """
    places = [haystack.locate(position) for position, _ in needles]
    changes: dict[int, str] = {}
    for passage in sorted({passage for passage, _ in places}):
        here = [
            (place[1], text) for place, (_, text) in zip(places, needles, strict=True) if place[0] == passage
        ]
        here.sort(key=lambda placed: placed[0])
        units = haystack.units(passage)
        for kept in range(
            len(units), -1, -1
        ):  # a changed passage must fit as well: its last sentences give way
            lines = list(units[:kept])
            for place, text in reversed(here):
                lines.insert(min(place, kept), text)
            changed = haystack.separator.join(lines)
            if fit.count(changed) <= fit.capacity:
                changes[passage] = changed
                break
        else:
            return None
    return changes, [passage for passage, _ in places]


def _draw_places(
    draw: Callable[[], Sequence[tuple[int, str]]], haystack: _Cycle, fit: Fit
) -> tuple[dict[int, str], list[int]]:
    """Needles at drawn positions; drawn again where by chance more meet in a passage than it holds."""
    for _ in range(_DRAWS):
        placed = _insert(haystack, draw(), fit)
        if placed is not None:
            return placed
    raise InputError(
        f"Passages of {fit.capacity} tokens are too short, or too few, for a sample's needles. "
        "Allow longer passages or choose a greater length."
    )


def _question(values: Kind, keys: Sequence[str], num_answers: int) -> str:
    if num_answers == 1:
        return f"What is the special magic {values[:-1]} for {keys[0]} mentioned in the provided text?"
    query = keys[0] if len(keys) == 1 else f"{', '.join(keys[:-1])}, and {keys[-1]}"
    return f"What are all the special magic {values} for {query} mentioned in the provided text?"


def _hidden(name: str, index: int, haystack: _Cycle, fit: Fit, seed: int) -> Sample:
    """A sample whose needles are hidden in noise or essays. The first needle is one that is asked for."""
    variant = _NIAH[name]
    rng = Random(f"ruler {name} {seed} {index}")
    keys = [_PAIRS.at(i) for i in rng.sample(range(_PAIRS.size), variant.num_keys)]
    num_needles = variant.num_keys * variant.num_values
    values: dict[str, None] = {}
    while len(values) < num_needles:
        values[_value(variant.values, rng.getrandbits(128))] = None
    pairs = list(zip([key for key in keys for _ in range(variant.num_values)], values, strict=True))
    texts = [NEEDLE.format(kind=variant.values, key=key, value=value) for key, value in pairs]
    depth = _depth(index)
    others = [other for other in _DEPTHS if other != depth]

    def draw() -> list[tuple[int, str]]:
        depths = [depth, *rng.sample(others, num_needles - 1)]
        return [(haystack.num_units * d // 100, text) for d, text in zip(depths, texts, strict=True)]

    changes, passages = _draw_places(draw, haystack, fit)
    num_answers = variant.num_queries * variant.num_values
    return Sample(
        id=f"{name}-{index}",
        question=_question(variant.values, keys[: variant.num_queries], num_answers),
        answers=tuple(value for _, value in pairs[:num_answers]),
        metric="match_all",
        evidence=tuple(sorted(set(passages[:num_answers]))),
        changes=changes,
        max_new_tokens=_MAX_NEW_TOKENS[name],
        labels={"task": name, "depth": depth},
    )


def _chain(index: int, haystack: _Cycle, fit: Fit, seed: int) -> Sample:
    """A sample of variable tracking.

    Its statements lie anywhere, as in RULER, in the order of the chain: there is no one depth to name.
    """
    rng = Random(f"ruler vt {seed} {index}")
    drawn: dict[str, None] = {}
    while len(drawn) < _HOPS + 1:
        drawn["".join(rng.choices(ascii_uppercase, k=5))] = None
    names = list(drawn)
    value = str(rng.randrange(10000, 99999))
    statements = [f"VAR {names[0]} = {value}"]
    # The space at the end is RULER's.
    statements += [f"VAR {name} = VAR {before} " for before, name in pairwise(names)]

    def draw() -> list[tuple[int, str]]:
        positions = sorted(rng.sample(range(haystack.num_units), len(statements)))
        return list(zip(positions, statements, strict=True))

    changes, passages = _draw_places(draw, haystack, fit)
    return Sample(
        id=f"vt-{index}",
        question=f"Find all variables that are assigned the value {value} in the text above.",
        answers=tuple(names),
        metric="match_all",
        evidence=tuple(sorted(set(passages))),
        changes=changes,
        max_new_tokens=_MAX_NEW_TOKENS["vt"],
        labels={"task": "vt", "hops": _HOPS},
    )


def _among_needles(name: str, index: int, haystack: _Needles, seed: int) -> Sample:
    """A sample that asks for one of the haystack's own needles: there is nothing to change.

    It lies within two percent of its depth, so that samples of the same depth seldom ask for the same needle.
    """
    rng = Random(f"ruler {name} {seed} {index}")
    depth = _depth(index)
    position = (depth + rng.uniform(-2, 2)) / 100 * haystack.num_passages
    passage = max(0, min(int(position), haystack.num_passages - 1))
    units = haystack.units(passage)
    place = max(0, min(int((position - passage) * len(units)), len(units) - 1))
    needle = haystack.index(passage, place)
    return Sample(
        id=f"{name}-{index}",
        question=_question(_NIAH[name].values, [haystack.key(needle)], 1),
        answers=(haystack.value(needle),),
        metric="match_all",
        evidence=(passage,),
        max_new_tokens=_MAX_NEW_TOKENS[name],
        labels={"task": name, "depth": depth},
    )


# --- word counts -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _List:
    """A shuffled list of `size` words, `unit(i)` the i-th as it is written, and those that are asked for."""

    size: int
    unit: Callable[[int], str]
    answers: tuple[str, ...]


def _of_length(make: Callable[[int], _List], length: int, most: int, fit: Fit) -> _List:
    """The list of at most about `most` words that has `length` tokens when it is cut into passages."""
    size = min(most, length // 4)
    for _ in range(8):  # two or three do, except where a list is so short that one word more is too much
        made = make(size)
        stride = made.size // _probes(fit)
        tokens, position = 0.0, 0
        for units in _walk(made.unit, made.size, " ", fit, stride):
            # A passage stands for those that are left out behind it.
            covered = min(max(len(units), stride), made.size - position)
            tokens += fit.count(" ".join(units)) * covered / len(units)
            position += covered
        missing = round((length - tokens) * made.size / tokens)
        if abs(missing) * 500 <= made.size or (missing > 0 and size == most):
            break
        size = min(most, max(1, size + missing))
    return made


def _common_words(length: int, fit: Fit, seed: int, number: int) -> _List:
    """Ten words 30 times each among others 3 times each; 6 times and once below 4,096 tokens, as in RULER.

    All words are of one kind, so that a common word does not stand out: plain words while there are enough
    of them, then adjective-noun, then adjective-adjective-noun.
    """
    often, seldom = (30, 3) if length >= 4096 else (6, 1)
    of_words, of_places = (_draw("ruler cwe", seed, number, what) % 2**64 for what in ("words", "places"))
    common = _COMMON * often
    for words in (_SINGLES, _PAIRS, _TRIPLES):

        def word(index: int, words: _Words = words) -> str:
            return words.at(_shuffled(index, words.size, of_words))

        def make(size: int, word: Callable[[int], str] = word) -> _List:
            size = common + max(0, size - common) // seldom * seldom

            def unit(position: int) -> str:
                index = _shuffled(position, size, of_places)
                of_common = index < common
                kind = index // often if of_common else _COMMON + (index - common) // seldom
                return f"{position + 1}. {word(kind)}"

            return _List(size, unit, tuple(map(word, range(_COMMON))))

        most = common + (words.size - _COMMON) * seldom
        made = _of_length(make, length, most, fit)
        if made.size == common:
            raise InputError(f"{length} tokens are too few for a list of words. Choose a greater length.")
        if made.size < most:
            return made
    raise InputError(f"There are no {length} tokens of different words. Choose a shorter length.")


def _frequent_words(length: int, fit: Fit, seed: int, number: int) -> _List:
    """Coded words whose frequency falls with the square of their rank; dots stand at the first rank."""
    rng = Random(f"ruler fwe {seed} {number}")
    key = rng.getrandbits(64)
    # RULER has a word for every 50 tokens; those of a rank beyond √length would occur less than once.
    num_words = min(length // 50, math.isqrt(length))
    drawn = {_DOTS: None}
    while len(drawn) < num_words:
        drawn["".join(rng.choices(ascii_lowercase, k=_CODED_LETTERS))] = None
    coded = list(drawn)

    def make(size: int) -> _List:
        counts = [int(size * rank**-_ALPHA / _ZETA) for rank in range(1, num_words + 1)]
        ends = list(accumulate(counts))
        total = ends[-1]

        def unit(position: int) -> str:
            return coded[bisect_right(ends, _shuffled(position, total, key))]

        return _List(total, unit, tuple(coded[1:4]))

    return _of_length(make, length, 2 * length, fit)


_LISTS = {
    "cwe": (_common_words, "What are the 10 most common words in the above list?"),
    "fwe": (
        _frequent_words,
        "Do not provide any explanation. Please ignore the dots '....'. "
        "What are the three most frequently appeared words in the above coded text?",
    ),
}


def _list_task(name: str, length: int, fit: Fit, seed: int, number: int) -> Task:
    make, question = _LISTS[name]

    @cache  # how many words have this length takes a second to find out: only where the task is used
    def made() -> _List:
        return make(length, fit, seed, number)

    def passages() -> Iterator[Passage]:
        for units in _walk(made().unit, made().size, " ", fit):
            yield Passage(" ".join(units))

    def samples() -> Iterator[Sample]:
        # No passage holds the answer: it is in all of them together.
        yield Sample(
            id=f"{name}-{number}",
            question=question,
            answers=made().answers,
            metric="match_all",
            max_new_tokens=_MAX_NEW_TOKENS[name],
            labels={"task": name},
        )

    return Task(f"ruler-{name}-{length}-{number}", passages, samples, {"length": length})


# --- tasks -------------------------------------------------------------------------------------------------


def _haystack_task(
    haystack: _Cycle | _Needles,
    name: str,
    samplers: Mapping[str, Callable[[int], Sample]],
    num_samples: int,
    labels: Mapping[str, Any],
) -> Task:
    if haystack.num_passages == 0:
        raise InputError(f"{name} would have no passages. Choose a greater length.")
    for sampler in samplers.values():
        sampler(0)  # passages that are far too short are refused here, not after a haystack was remembered

    def samples() -> Iterator[Sample]:
        return (sampler(index) for sampler in samplers.values() for index in range(num_samples))

    return Task(name, lambda: _passages(haystack), samples, labels)


def ruler_tasks(
    length: int,
    fit: Fit,
    *,
    essays: Sequence[str] | None,
    num_samples: int,
    seed: int,
    names: Sequence[str] = RULER_TASKS,
) -> list[Task]:
    """RULER at one length: a task for each haystack that `names` need.

    Needle and chain tasks that share a haystack are one task: `ruler-noise-32768` (single_1, vt),
    `ruler-essays-32768` (single_2, single_3, multikey_1, multivalue, multiquery),
    `ruler-needles-words-32768` (multikey_2) and `ruler-needles-uuids-32768` (multikey_3). The word counts ask
    about the whole text, so each of their samples has a text of its own, `ruler-cwe-32768-0` and so on; a
    memory must remember each anew, therefore there are never more than five.

    Args:
        length: Tokens of the haystack; from 500 to 100 million and more.
        fit: Counts tokens, and says how many a passage may have.
        essays: Texts to hide needles in, repeated as needed; None where no name needs them.
        num_samples: Samples for each name.
        seed: The same seed gives the same tasks.
        names: Some of `RULER_TASKS`.

    Returns:
        Tasks with the label "length". Samples have the labels "task" and, needles only, "depth": where the
        first needle asked for lies, in percent of the haystack, one of 0, 10, ..., 100; vt has "hops".

    Raises:
        InputError: An unknown name, a length or number of samples that is too small, passages too short for
            the needles, or essays that are needed and missing.
    """
    unknown = sorted(set(names) - set(RULER_TASKS))
    if unknown:
        raise InputError(f"RULER has no task {unknown[0]!r}. Choose from {', '.join(RULER_TASKS)}.")
    if length < _SHORTEST:
        raise InputError(f"A length of {length} tokens is too short for RULER. Choose at least {_SHORTEST}.")
    if num_samples < 1:
        raise InputError(f"{num_samples} samples are none. Choose at least 1.")
    chosen = [name for name in RULER_TASKS if name in names]
    labels = {"length": length}
    tasks = []

    def of(haystack: str) -> list[str]:
        return [name for name in chosen if name in _NIAH and _NIAH[name].haystack == haystack]

    def hidden(haystack: _Cycle, hidden_in: str) -> dict[str, Callable[[int], Sample]]:
        return {name: partial(_hidden, name, haystack=haystack, fit=fit, seed=seed) for name in of(hidden_in)}

    if of("noise") or "vt" in chosen:
        noise = _noise(length, fit)
        samplers = hidden(noise, "noise")
        if "vt" in chosen:
            if noise.num_units <= _HOPS:
                raise InputError(f"{length} tokens are too few for a chain. Choose a greater length.")
            samplers["vt"] = partial(_chain, haystack=noise, fit=fit, seed=seed)
        tasks.append(_haystack_task(noise, f"ruler-noise-{length}", samplers, num_samples, labels))
    if of("essays"):
        if essays is None:
            raise InputError(
                f"{', '.join(of('essays'))} hide needles in essays. Give texts, or choose other names."
            )
        texts = _essays(essays, length, fit)
        samplers = hidden(texts, "essays")
        tasks.append(_haystack_task(texts, f"ruler-essays-{length}", samplers, num_samples, labels))
    kinds: tuple[tuple[Kind, Kind], ...] = (("words", "numbers"), ("uuids", "uuids"))
    for keys, values in kinds:
        for name in of(f"needles-{keys}"):
            needles = _Needles(keys, values, length, fit, seed)
            samplers = {name: partial(_among_needles, name, haystack=needles, seed=seed)}
            tasks.append(
                _haystack_task(needles, f"ruler-needles-{keys}-{length}", samplers, num_samples, labels)
            )
    for name in _LISTS:
        if name in chosen:
            for number in range(min(num_samples, _MOST_LISTS)):
                tasks.append(_list_task(name, length, fit, seed, number))
    return tasks
