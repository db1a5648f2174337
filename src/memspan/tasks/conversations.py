"""Conversations to remember and questions about them: LoCoMo, LongMemEval, Schema-Guided Dialogues.

Knows the three forms of file and how each becomes passages and questions. Does not trust the files: what is
not of the form ends in an error that names the place. Says nothing on how turns are stored or answers judged.
"""

import codecs
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any, BinaryIO

from memspan.errors import InputError
from memspan.tasks.files import (
    DECODER,
    answer_texts,
    draw,
    file_name,
    open_bytes,
    read_rows,
    reason,
    text_field,
)
from memspan.tasks.task import Passage, Sample, Task

MAX_ITEM = 64 << 20  # characters of one conversation; LongMemEval's largest have about 8 million
_READ = 1 << 20  # bytes

CATEGORIES = {1: "multi-hop", 2: "temporal", 3: "open-domain", 4: "single-hop", 5: "adversarial"}
"""LoCoMo's numbers and what they mean."""

_SPEAKERS = {"user": "User", "assistant": "Assistant", "system": "Assistant"}


def read_array(path: Path, *, max_item: int = MAX_ITEM) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects of a .json or .json.gz file that is one list, each with its place as messages name it; one
    is held at a time, whatever the size of the file.

    Raises:
        InputError: The file is missing or damaged, is no list of objects, or one of them has more than
            `max_item` characters.
    """
    with open_bytes(path) as file:
        stream = _Stream(path, file)
        if stream.peek() != "[":
            raise InputError(f"{path} holds no JSON list; name a file that begins with '['.")
        stream.at += 1
        number = 0
        if stream.peek() != "]":
            while True:
                place = f"{path} item {number}"
                yield place, stream.take_object(place, max_item)
                number += 1
                found = stream.peek()
                if found == "]":
                    break
                if found != ",":
                    raise InputError(
                        f"{place} is followed by {found!r}, not by ',' or ']'; fetch the file again."
                    )
                stream.at += 1
        stream.at += 1
        if stream.peek():
            raise InputError(f"{path} goes on after its list; take out what follows the last ']'.")


class _Stream:
    """JSON text of which only what is being read is held: `text` from `at` on."""

    def __init__(self, path: Path, file: BinaryIO) -> None:
        self.text = ""
        self.at = 0
        self._path = path
        self._file = file
        self._at_end = False
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()

    def _more(self, size: int) -> None:
        data = self._file.read(size)
        self._at_end = not data
        try:
            self.text = self.text[self.at :] + self._decoder.decode(data, final=self._at_end)
        except UnicodeDecodeError as error:
            raise InputError(f"{self._path} is not UTF-8 ({reason(error)}); save it as UTF-8.") from None
        self.at = 0

    def peek(self) -> str:
        """The next character that is not white space; "" at the end."""
        while True:
            while self.at < len(self.text) and self.text[self.at] in " \t\r\n":
                self.at += 1
            if self.at < len(self.text) or self._at_end:
                return self.text[self.at : self.at + 1]
            self._more(_READ)

    def take_object(self, place: str, max_item: int) -> dict[str, Any]:
        if self.peek() != "{":
            raise InputError(f"{place} is no JSON object or is cut off; fetch the file again.")
        while True:
            try:
                item, end = DECODER.raw_decode(self.text, self.at)
                break
            except RecursionError as error:
                raise InputError(f"{place} is {reason(error)}; repair it.") from None
            except ValueError as error:
                # Whether it is broken, or only not read to its end, shows when there is more of it. Twice as
                # much each time, so that a long item is not begun again and again.
                length = len(self.text) - self.at
                if self._at_end or length > max_item:
                    what = "is cut off or" if self._at_end else f"has more than {max_item:,} characters or"
                    raise InputError(
                        f"{place} {what} is not JSON ({reason(error)}); repair it or fetch it again."
                    ) from None
                self._more(max(_READ, length))
        if end - self.at > max_item:
            raise InputError(f"{place} has more than {max_item:,} characters; split it.")
        self.at = end
        found: dict[str, Any] = item
        return found


class _Names:
    """Gives each task of a file a name of its own, also where a file system takes capitals as small."""

    def __init__(self) -> None:
        self._ids: set[str] = set()
        self._names: set[str] = set()

    def take(self, prefix: str, id: str, place: str) -> str:
        if id in self._ids:
            raise InputError(f"{place}: the id {id[:40]!r} is used twice; make ids unique.")
        self._ids.add(id)
        name = f"{prefix}-{file_name(id)}"
        if name.casefold() in self._names:
            name = f"{name}-{len(self._ids)}"
        self._names.add(name.casefold())
        return name


def _list(value: Any, what: str, place: str) -> list[Any]:
    if not isinstance(value, list):
        raise InputError(f"{place}: {what} must be a list; correct it.")
    return value


def _object(value: Any, what: str, place: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise InputError(f"{place}: {what} must be an object; correct it.")
    return value


def _task(name: str, passages: list[Passage], samples: list[Sample], labels: Mapping[str, Any]) -> Task:
    return Task(name, lambda: iter(passages), lambda: iter(samples), labels)


# LoCoMo.


def locomo_tasks(path: Path, *, num_samples: int | None = None, seed: int = 0) -> list[Task]:
    """One task per conversation of a file in LoCoMo's original form; a passage is a turn.

    Adversarial questions (category 5) ask for what nobody said: they are judged as refusals and have no
    evidence. Evidence that names no turn of the conversation is left out; how many such mentions there were
    is the task's label "dropped_evidence".

    Args:
        path: .json or .json.gz.
        num_samples: Questions drawn by `seed` from each conversation; None takes all.
        seed: Of the draw.

    Raises:
        InputError: The file is missing, damaged or of another form.
    """
    names = _Names()
    tasks = []
    for place, item in read_array(path):
        id = text_field(item, "sample_id", place)
        name = names.take("locomo", id, place)
        passages, numbers = _locomo_passages(
            _object(item.get("conversation"), "'conversation'", place), place
        )
        samples = []
        dropped = 0
        for number, qa in enumerate(_list(item.get("qa"), "'qa'", place)):
            here = f"{place} qa {number}"
            qa = _object(qa, "a question", here)
            category = qa.get("category")
            if not isinstance(category, int) or category not in CATEGORIES:
                raise InputError(f"{here}: 'category' must be a number from 1 to 5; correct it.")
            adversarial = category == 5
            evidence, unknown = _locomo_evidence(qa.get("evidence"), numbers)
            dropped += unknown
            samples.append(
                Sample(
                    id=f"q{number}",
                    question=text_field(qa, "question", here),
                    answers=() if adversarial else answer_texts(qa.get("answer"), here),
                    metric="refusal" if adversarial else "f1",
                    evidence=() if adversarial else evidence,
                    max_new_tokens=48,
                    labels={"task": "locomo", "category": CATEGORIES[category], "conversation": id},
                )
            )
        tasks.append(_task(name, passages, draw(samples, num_samples, seed), {"dropped_evidence": dropped}))
    if not tasks:
        raise InputError(f"{path} holds no conversations; name another file.")
    return tasks


_SESSION = re.compile(r"session_([0-9]{1,6})")
# "D8:6; D9:17" holds two; "D:11:26" and "D30:05" are found in the released files.
_TURN = re.compile(r"D:?([0-9]{1,6}):([0-9]{1,6})")


def _locomo_passages(conversation: Mapping[str, Any], place: str) -> tuple[list[Passage], dict[str, int]]:
    """The turns in order, and the passage number of each turn's id."""
    sessions = sorted((int(found[1]), key) for key in conversation if (found := _SESSION.fullmatch(key)))
    passages: list[Passage] = []
    numbers: dict[str, int] = {}
    for session, key in sessions:
        time = text_field(conversation, f"{key}_date_time", place, optional=True) or None
        for number, turn in enumerate(_list(conversation[key], repr(key), place)):
            here = f"{place} {key} turn {number}"
            turn = _object(turn, "a turn", here)
            speaker = text_field(turn, "speaker", here)
            said = text_field(turn, "text", here, optional=True)
            caption = text_field(turn, "blip_caption", here, optional=True)
            parts = [said, f"[shares a photo: {caption}]" if caption else ""]
            said = " ".join(filter(None, parts))
            if not said:
                continue
            found = _TURN.fullmatch(text_field(turn, "dia_id", here))
            if not found:
                raise InputError(f"{here}: 'dia_id' must look like D1:3; correct it.")
            # Of two turns with one id, evidence means the first: the annotators saw the ids in this order.
            numbers.setdefault(_turn_id(found), len(passages))
            passages.append(Passage(f"{speaker}: {said}", time=time, speaker=speaker, group=f"D{session}"))
    if not passages:
        raise InputError(f"{place}: the conversation has no turns; take it out of the file.")
    return passages, numbers


def _turn_id(found: re.Match[str]) -> str:
    return f"{int(found[1])}:{int(found[2])}"


def _locomo_evidence(value: Any, numbers: Mapping[str, int]) -> tuple[tuple[int, ...], int]:
    """Passage numbers, and how many mentions name no turn."""
    evidence: set[int] = set()
    unknown = 0
    for mention in value if isinstance(value, list) else [] if value is None else [value]:
        found = list(_TURN.finditer(mention)) if isinstance(mention, str) else []
        known = [numbers[id] for turn in found if (id := _turn_id(turn)) in numbers]
        evidence.update(known)
        unknown += max(1, len(found)) - len(known)
    return tuple(sorted(evidence)), unknown


# LongMemEval.


def longmemeval_tasks(path: Path, *, num_samples: int | None = None, seed: int = 0) -> Iterator[Task]:
    """One task per question of a file in LongMemEval's form, each with its own haystack of sessions; a
    passage is a turn, its group the session.

    Evidence are the turns marked "has_answer", or, where none is, all turns of the answer's sessions.
    Questions whose id ends in "_abs" cannot be answered: they are judged as refusals and have no evidence.
    Temporal questions are asked with the date on which they are asked. The file is read as a stream: hold
    one task at a time and memory holds one haystack.

    Args:
        path: .json or .json.gz.
        num_samples: Questions drawn by `seed`, in the file's order; the file is then read twice. None takes
            all.
        seed: Of the draw.

    Raises:
        InputError: While tasks are taken: the file is missing, damaged or of another form.
    """
    chosen: set[int] | None = None
    if num_samples is not None:
        chosen = set(draw(range(sum(1 for _ in read_array(path))), num_samples, seed))
    names = _Names()
    number = -1
    for number, (place, item) in enumerate(read_array(path)):
        if chosen is None or number in chosen:
            yield _longmemeval_task(item, place, names)
    if number < 0:
        raise InputError(f"{path} holds no questions; name another file.")


def _longmemeval_task(item: dict[str, Any], place: str, names: _Names) -> Task:
    id = text_field(item, "question_id", place)
    kind = text_field(item, "question_type", place)
    name = names.take("longmemeval", id, place)
    ids = _list(item.get("haystack_session_ids"), "'haystack_session_ids'", place)
    dates = _list(item.get("haystack_dates"), "'haystack_dates'", place)
    sessions = _list(item.get("haystack_sessions"), "'haystack_sessions'", place)
    if not len(ids) == len(dates) == len(sessions):
        raise InputError(f"{place}: sessions, their ids and dates differ in number; fetch the file again.")
    answer_ids = _list(item.get("answer_session_ids"), "'answer_session_ids'", place)
    passages: list[Passage] = []
    marked: list[int] = []
    of_session: list[int] = []
    for number, turns in enumerate(sessions):
        here = f"{place} session {number}"
        session = {"id": ids[number], "date": dates[number]}
        group = text_field(session, "id", here)
        time = text_field(session, "date", here, optional=True) or None
        for position, turn in enumerate(_list(turns, "a session", here)):
            where = f"{here} turn {position}"
            turn = _object(turn, "a turn", where)
            role = text_field(turn, "role", where)
            said = text_field(turn, "content", where, optional=True)
            if not said:  # the released files have such turns
                continue
            if turn.get("has_answer") is True:
                marked.append(len(passages))
            if group in answer_ids:
                of_session.append(len(passages))
            speaker = _SPEAKERS.get(role, role)
            passages.append(Passage(f"{speaker}: {said}", time=time, speaker=speaker, group=group))
    if not passages:
        raise InputError(f"{place}: no session has a turn; take the question out of the file.")
    question = text_field(item, "question", place)
    asked = text_field(item, "question_date", place, optional=True)
    # Words like "two weeks ago" mean nothing without it; elsewhere it would only be noise to a search.
    if asked and kind == "temporal-reasoning":
        question = f"{question} (asked on {asked})"
    refused = id.endswith("_abs")
    sample = Sample(
        id=id,
        question=question,
        answers=() if refused else answer_texts(item.get("answer"), place),
        metric="refusal" if refused else "f1",
        evidence=() if refused else tuple(marked or of_session),
        max_new_tokens=64,
        labels={"task": "longmemeval", "category": "abstention" if refused else kind},
    )
    return _task(name, passages, [sample], {})


# Schema-Guided Dialogues.


@dataclass
class _Value:
    """What a slot holds in one dialogue: one value in all its spellings, and the passages that say it."""

    spellings: list[str] = field(default_factory=list)
    passages: set[int] = field(default_factory=set)


@dataclass
class _Dialogue:
    id: str
    services: tuple[str, ...]
    passages: list[str]
    slots: dict[str, dict[str, _Value]]  # by slot, by the value in small letters; passages counted within


_ROLES = ("user", "system")
_KEY_SLOTS = ("name", "title", "artist", "album")  # last words of slots whose values tell dialogues apart
_QUESTIONS: tuple[Callable[[str, str, str], str], ...] = (
    lambda slot, key, service: f"What was the {slot} for the {key}?",
    lambda slot, key, service: f"Which {slot} was mentioned for the {key}?",
    lambda slot, key, service: f"In the conversation about {service}, what {slot} went with the {key}?",
    lambda slot, key, service: f"We talked about the {key}: what was the {slot}?",
)


def sgd_task(path: Path, *, num_dialogues: int, num_samples: int, seed: int) -> Task:
    """Facts that came up in dialogues, asked for by a name that came up beside them.

    A passage is what the user said with the reply to it; its group is the dialogue. A question names the
    value of one slot (a restaurant, a song) and asks for another slot of the same service. It is kept only if
    that name occurs in no other of the dialogues, both slots have one value throughout their dialogue, and
    some passage holds both; so there is one right answer. Evidence are all passages with the answer's span.

    Args:
        path: .jsonl or .jsonl.gz of {id, services, turns: [{role, text, slots: {"Service_1.slot": [[start,
            end], ...]}}]}, spans in characters. It is held in memory.
        num_dialogues: Drawn by `seed`, in the file's order.
        num_samples: Questions drawn by `seed`; all if there are no more.
        seed: Of the draws and of the wordings.

    Raises:
        InputError: The file is missing, damaged, of another form, has fewer dialogues, or yields no question.
    """
    dialogues = [_dialogue(row, place) for place, row in read_rows(path)]
    if len({dialogue.id for dialogue in dialogues}) != len(dialogues):
        raise InputError(f"{path} uses a dialogue's id twice; make ids unique.")
    if num_dialogues > len(dialogues):
        raise InputError(f"{path} holds {len(dialogues):,} dialogues; ask for that many at most.")
    dialogues = draw(dialogues, num_dialogues, seed)
    passages = [Passage(text, group=dialogue.id) for dialogue in dialogues for text in dialogue.passages]
    drawn = draw(list(_sgd_samples(dialogues, Random(seed))), num_samples, seed)
    if not drawn:
        raise InputError(f"No question can be made from these dialogues of {path}; ask for more of them.")
    return _task(f"sgd-{file_name(path)}-{num_dialogues}", passages, drawn, {"size": num_dialogues})


class SgdDialogues:
    """Dialogues kept in memory, to draw a few at a time with the questions about them.

    Args:
        path: As in `sgd_task`.
        limit: At most so many dialogues, from the front.
    """

    def __init__(self, path: Path, limit: int) -> None:
        self._dialogues = [_dialogue(row, place) for place, row in islice(read_rows(path), limit)]

    def passages(self) -> Iterator[list[str]]:
        """The passages of each dialogue."""
        return (dialogue.passages for dialogue in self._dialogues)

    def part(self, train: bool) -> "SgdDialogues":
        """All but the last twentieth, or that."""
        cut = len(self._dialogues) * 19 // 20
        part = copy(self)
        part._dialogues = self._dialogues[:cut] if train else self._dialogues[cut:]
        return part

    def draw(self, rng: Random, number: int) -> tuple[list[str], list[Sample]]:
        """Passages of `number` dialogues, and all questions that these answer; evidence counts in them."""
        chosen = rng.sample(self._dialogues, min(number, len(self._dialogues)))
        passages = [text for dialogue in chosen for text in dialogue.passages]
        return passages, list(_sgd_samples(chosen, rng))


def _dialogue(row: dict[str, Any], place: str) -> _Dialogue:
    services = _list(row.get("services"), "'services'", place)
    dialogue = _Dialogue(
        text_field(row, "id", place),
        tuple(text_field({"service": service}, "service", place) for service in services),
        [],
        defaultdict(lambda: defaultdict(_Value)),
    )
    for number, turn in enumerate(_list(row.get("turns"), "'turns'", place)):
        here = f"{place} turn {number}"
        turn = _object(turn, "a turn", here)
        text_field(turn, "text", here)  # is sound
        text, role = turn["text"], turn.get("role")
        if role not in _ROLES:
            raise InputError(f"{here}: 'role' must be user or system; correct it.")
        said = f"{_SPEAKERS[role]}: {text.strip()}"
        if role == "user" or not dialogue.passages:
            dialogue.passages.append(said)
        else:
            dialogue.passages[-1] += f"\n{said}"
        for slot, spans in _object(turn.get("slots") or {}, "'slots'", here).items():
            if not re.fullmatch(r"\w+\.\w+", slot):
                raise InputError(f"{here}: the slot {slot[:40]!r} must look like Service_1.slot; correct it.")
            for span in _list(spans, "spans", here):
                value = _span(span, text, here)
                known = dialogue.slots[slot][_small(value)]
                known.passages.add(len(dialogue.passages) - 1)
                if value not in known.spellings:
                    known.spellings.append(value)
    if not dialogue.passages:
        raise InputError(f"{place}: the dialogue has no turns; take it out of the file.")
    return dialogue


def _span(span: Any, text: str, place: str) -> str:
    sound = isinstance(span, list) and len(span) == 2 and all(type(end) is int for end in span)
    value = text[span[0] : span[1]].strip() if sound and 0 <= span[0] < span[1] <= len(text) else ""
    if not value:
        raise InputError(f"{place}: a span must be [start, end] within its text; correct it.")
    return value


def _small(text: str) -> str:
    return " ".join(text.casefold().split())


def _words(text: str) -> str:
    """Its words in small letters between single spaces, so that " sino " is not found in " casino "."""
    return " ".join(["", *re.findall(r"\w+", text.casefold()), ""])


def _sgd_samples(dialogues: Sequence[_Dialogue], rng: Random) -> Iterator[Sample]:
    texts = [_words(" ".join(dialogue.passages)) for dialogue in dialogues]
    holders: dict[str, set[int]] = defaultdict(set)
    for number, text in enumerate(texts):
        for word in text.split():
            holders[word].add(number)

    def occurs_once(name: str) -> bool:
        words = _words(name)
        if not re.search(r"[^\W\d]", words):
            return False
        shared = set.intersection(*(holders[word] for word in words.split()))
        return sum(words in texts[number] for number in shared) == 1

    first = 0
    for dialogue in dialogues:
        single = {slot: next(iter(held.items())) for slot, held in dialogue.slots.items() if len(held) == 1}
        for key_slot, (key, key_value) in single.items():
            service, _, key_name = key_slot.partition(".")
            if key_name.split("_")[-1] not in _KEY_SLOTS or not occurs_once(key):
                continue
            for slot, (answer, value) in single.items():
                same_service = slot.partition(".")[0] == service and slot != key_slot
                told = _words(answer) in _words(key)  # the question would give the answer away
                if not same_service or told or not key_value.passages & value.passages:
                    continue
                called = f"{_spoken(key_name)} {key_value.spellings[0]}"
                about = _spoken(re.sub(r"_\d+$", "", service))
                wording = rng.choice(_QUESTIONS)
                yield Sample(
                    id=f"{dialogue.id}-{key_slot}-{slot}",
                    question=wording(_spoken(slot.partition(".")[2]), called, about),
                    answers=tuple(value.spellings),
                    metric="f1",
                    evidence=tuple(sorted(first + number for number in value.passages)),
                    labels={"task": "sgd", "slot": slot},
                )
        first += len(dialogue.passages)


def _spoken(name: str) -> str:
    """A slot or service as one says it: "rental cars", "pickup date", and "song" for "song_name"."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])|_+", " ", name).strip().lower()
    return words.removesuffix(" name")
