"""`Filter`: which documents a question may be answered from, as a typed condition on what they carry.

Knows the three forms of a filter (text for people, JSON for programs, objects for Python) and the one that
SQLite is given: every name and value is a bound parameter, none becomes part of the statement. Knows nothing
of ranking. What a filter can be made to cost is bounded by the limits below.

    text   year>=2020 and (author=Ann or author="Ann Lee") and not draft and @source~notes/*
    JSON   {"year": {"$gte": 2020}, "$or": [{"author": "Ann"}, {"author": "Ann Lee"}],
            "$not": {"draft": {"$exists": true}}, "@source": {"$glob": "notes/*"}}
"""

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from memspan.errors import InputError
from memspan.ledger.records import storable
from memspan.ledger.times import span, told_time

MAX_CHARACTERS = 10_000  # of a name or value
MAX_TEXT = 100_000  # of a whole filter as text or JSON
MAX_DEPTH = 16  # SQLite parses 100 things within each other, a level takes three
MAX_PARTS = 256
MAX_VALUES = 1000  # in all lists together; SQLite takes 32,766 parameters
MAX_PATTERN, MAX_STARS = 1000, 8

Scalar = str | int | float | bool | None

# What documents carry beside metadata: how it is compared and, for SQL, its expression.
OWN = {
    "id": ("number", "documents.id"),
    "position": ("number", "documents.position"),
    "title": ("text", "documents.title"),
    "source": ("text", "documents.source"),
    "speaker": ("text", "documents.speaker"),
    "said": ("time", "(SELECT said FROM temp.moments WHERE moments.id = documents.id)"),
    "added": ("time", "iso_moment(documents.created_at)"),
}
JSON_OPERATORS = {
    "$eq": "=",
    "$ne": "!=",
    "$gt": ">",
    "$gte": ">=",
    "$lt": "<",
    "$lte": "<=",
    "$in": "in",
    "$nin": "not in",
    "$glob": "~",
    "$exists": "exists",
}
JSON_NAMES = {operator: name for name, operator in JSON_OPERATORS.items()}
RANGES = (">", ">=", "<", "<=")
Compiled = tuple[str, list[Any]]


@dataclass(frozen=True)
class Field:
    """What a condition is about: an entry of the metadata, by its path, or what a document has itself."""

    path: tuple[str, ...]
    own: bool = False

    @classmethod
    def parse(cls, text: str, name: "re.Pattern[str] | None" = None) -> "Field":
        """`author`, `address.city`, `"a key.with dots"`, or `@source` for what every document has.

        Args:
            text: What names it.
            name: How the parts of a path are written; by default as in the text form of filters.

        Raises:
            InputError: It names nothing.
        """
        parts: list[str] = []
        place = 0
        while True:
            found = (name or _NAME).match(text, place)
            if found is None:
                raise InputError(
                    f"{_short(text)} is no field; name an entry of the metadata, such as author, "
                    f'address.city or "a key.with dots", or one of {", ".join("@" + name for name in OWN)}.'
                )
            parts.append(_unquoted(found[0]))
            place = found.end()
            if place == len(text):
                break
            place += 1 if text[place] == "." else len(text)
        if not text.startswith("@"):
            return cls(tuple(_checked_text(part) for part in parts))
        if len(parts) > 1 or parts[0][1:] not in OWN:
            raise InputError(
                f"No document has {_short(text)}; use one of {', '.join('@' + name for name in OWN)}, and "
                "quotes around the name of an entry that begins with @."
            )
        return cls((parts[0][1:],), own=True)

    @property
    def kind(self) -> str:
        """ "metadata", or how an own field is compared: "text", "number" or "time"."""
        return OWN[self.path[0]][0] if self.own else "metadata"

    def __str__(self) -> str:
        if self.own:
            return "@" + self.path[0]
        return ".".join(
            part if _NAME.fullmatch(part) and part[0] not in '"@$' else json.dumps(part, ensure_ascii=False)
            for part in self.path
        )


class Filter:
    """A condition that documents meet or do not. Made by `of`, joined with `&`, `|`, `~`; never changes."""

    @staticmethod
    def of(
        value: "Filter | str | Mapping[str, Any] | Sequence[Filter | str | Mapping[str, Any]]",
    ) -> "Filter":
        """A filter from any of its forms; of several, all must hold.

        Raises:
            InputError: It is none; the message says what to write.
        """
        if isinstance(value, Filter):
            return value
        if isinstance(value, str):
            return parse_filter(value)
        if isinstance(value, Mapping):
            return _checked_size(_from_json(value, 0))
        if isinstance(value, Sequence) and not isinstance(value, bytes) and value:
            return every([Filter.of(one) for one in value])
        raise InputError(
            'A filter is text such as "year>=2020" or JSON such as {"year": {"$gte": 2020}}, '
            f"not {_short(value)}."
        )

    @staticmethod
    def since(time: str) -> "Filter":
        """Said at that time or later: ISO 8601, or an age such as 30d."""
        return condition(Field(("said",), own=True), ">=", time)

    @staticmethod
    def until(time: str) -> "Filter":
        """Said before that time ended (2024-05: before June), or longer ago than an age such as 30d."""
        return condition(Field(("said",), own=True), "<=", time)

    @staticmethod
    def source(pattern: str) -> "Filter":
        """From the source of that name, or from one that matches it as a pattern with *, ? and [a-z]."""
        field = Field(("source",), own=True)
        return Some((condition(field, "=", pattern), condition(field, "~", pattern)))

    @property
    def key(self) -> str:
        """The filter in one spelling: equal for filters that are the same, in types too."""
        return json.dumps(self.to_json(), ensure_ascii=False, sort_keys=True)

    def to_json(self) -> dict[str, Any]:
        """The JSON form; times that were told as ages are those moments."""
        raise NotImplementedError

    def compiled(self) -> Compiled:
        """An SQL expression over a row of `documents`, 0 or 1 and never NULL, and its parameters."""
        raise NotImplementedError

    def __and__(self, other: "Filter") -> "Filter":
        return every([self, other])

    def __or__(self, other: "Filter") -> "Filter":
        parts = [part for one in (self, other) for part in (one.parts if isinstance(one, Some) else (one,))]
        return _checked_size(Some(tuple(parts)))

    def __invert__(self) -> "Filter":
        return _checked_size(Not(self))

    def __str__(self) -> str:
        return self.key


@dataclass(frozen=True)
class Every(Filter):
    """All parts hold."""

    parts: tuple[Filter, ...]

    def to_json(self) -> dict[str, Any]:
        return {"$and": [part.to_json() for part in self.parts]}

    def compiled(self) -> Compiled:
        return _joined(" AND ", self.parts)


@dataclass(frozen=True)
class Some(Filter):
    """At least one part holds."""

    parts: tuple[Filter, ...]

    def to_json(self) -> dict[str, Any]:
        return {"$or": [part.to_json() for part in self.parts]}

    def compiled(self) -> Compiled:
        return _joined(" OR ", self.parts)


@dataclass(frozen=True)
class Not(Filter):
    """The part does not hold, for whatever reason: also where there is no such field."""

    part: Filter

    def to_json(self) -> dict[str, Any]:
        return {"$not": self.part.to_json()}

    def compiled(self) -> Compiled:
        sql, parameters = self.part.compiled()
        return f"(NOT {sql})", parameters


@dataclass(frozen=True)
class Condition(Filter):
    """One field compared with one value, or with several for "in". Made by `condition`, which checks both."""

    field: Field
    operator: str
    """One of = > >= < <= in ~ exists."""
    values: tuple[Scalar, ...]

    def to_json(self) -> dict[str, Any]:
        value: Any = list(self.values) if self.operator == "in" else True
        if self.operator not in ("in", "exists"):
            [value] = self.values
        return {str(self.field): {JSON_NAMES[self.operator]: value}}

    def compiled(self) -> Compiled:
        return self._own() if self.field.own else self._entry()

    def _entry(self) -> Compiled:
        """A condition on metadata. A list meets it if one of its elements does; an object meets none."""
        where, located = _located(self.field.path)
        if self.operator == "exists":
            return f"(json_type({where}) IS NOT NULL)", located
        sql, parameters = _on_value(self.operator, self.values)
        # json_each gives one row for a single value and none where there is nothing.
        return (
            f"(coalesce(json_type({where}) <> 'object', 0) AND "
            f"EXISTS (SELECT 1 FROM json_each({where}) AS entry WHERE {sql}))",
            [*located, *located, *parameters],
        )

    def _own(self) -> Compiled:
        kind, column = OWN[self.field.path[0]]
        if self.operator == "exists":
            return f"(coalesce({column}, '') <> '')", []
        if kind == "time":
            parts = [_in_time(column, self.operator, str(value)) for value in self.values]
            joined = " OR ".join(sql for sql, _ in parts)
            return f"(coalesce({joined}, 0))", [parameter for _, some in parts for parameter in some]
        operator = {"~": "GLOB", "in": "IN"}.get(self.operator, self.operator)
        marks = f"({_marks(self.values)})" if self.operator == "in" else "?"
        return f"(coalesce({column} {operator} {marks}, 0))", list(self.values)


def every(filters: Sequence[Filter]) -> Filter:
    """All of these; one by itself stays what it is."""
    parts = [part for one in filters for part in (one.parts if isinstance(one, Every) else (one,))]
    return parts[0] if len(parts) == 1 else _checked_size(Every(tuple(parts)))


def condition(field: Field, operator: str, value: Any, now: datetime | None = None) -> Filter:
    """One field compared with a value.

    Args:
        field: What is compared.
        operator: = != > >= < <= ~ (a pattern), "in" and "not in" (a list), "exists" (true or false).
        value: A text, number, boolean or null; times of own fields in ISO 8601 or as an age.
        now: From when ages count; by default from now.

    Raises:
        InputError: They do not fit each other.
    """
    if operator in ("!=", "not in"):
        return Not(condition(field, "=" if operator == "!=" else "in", value, now))
    if operator == "exists":
        if not isinstance(value, bool):
            raise InputError(f"$exists of {field} is true or false, not {_short(value)}.")
        there = Condition(field, "exists", ())
        return there if value else Not(there)
    if operator == "in":
        if not isinstance(value, list | tuple) or not value:
            raise InputError(f"{field} needs a list with at least one value to be in, not {_short(value)}.")
        return _checked_size(Condition(field, "in", tuple(_operand(field, "in", one, now) for one in value)))
    return Condition(field, operator, (_operand(field, operator, value, now),))


def parse_filter(text: str, now: datetime | None = None) -> Filter:
    """A filter from its text form: conditions with `and`, `or`, `not` and parentheses.

    A condition is FIELD OPERATOR VALUE, FIELD in (VALUE, VALUE) or a field by itself, which must be there.
    Values without quotes are numbers, true, false or null where they look like it, and texts otherwise, up to
    the next and, or, comma or parenthesis.

    Raises:
        InputError: It is none.
    """
    if len(text) > MAX_TEXT:
        raise InputError(f"The filter has {len(text):,} characters; at most {MAX_TEXT:,} are read.")
    return _checked_size(_Parser(text, now).whole())


# ---------------------------------------------------------------------------------------------------- reading

_NAME = re.compile(r'@?[^\W][\w:/+-]*|"(?:[^"\\]|\\.)+"')
_JSON_NAME = re.compile(r'[^."]+|"(?:[^"\\]|\\.)+"')
_SIGN = re.compile(r">=|<=|!=|=|>|<|~")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'', re.DOTALL)
_BARE = re.compile(r"[^\s(),\"'][^\s(),]*")
_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?", re.ASCII)
_WORDS = {"true": True, "false": False, "null": None}
_PLAIN_KEY = re.compile(r'[^"\\\x00-\x1f]+')  # as JSON writes it, so that a path can name it


class _Parser:
    """Recursive descent over one text."""

    def __init__(self, text: str, now: datetime | None) -> None:
        self.text = storable(text)
        self.now = now
        self.place = 0
        self.depth = 0
        self._skip()

    def whole(self) -> Filter:
        found = self._any()
        if self.place < len(self.text):
            raise self._expected("and, or, or its end")
        return found

    def _any(self) -> Filter:
        parts = [self._all()]
        while self._word("or"):
            parts.append(self._all())
        return parts[0] if len(parts) == 1 else Some(tuple(parts))

    def _all(self) -> Filter:
        parts = [self._one()]
        while self._word("and"):
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else Every(tuple(parts))

    def _one(self) -> Filter:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise InputError(
                f"The filter is nested more than {MAX_DEPTH} deep; write it with fewer parentheses."
            )
        if self._word("not"):
            found: Filter = Not(self._one())
        elif self._mark("("):
            found = self._any()
            if not self._mark(")"):
                raise self._expected("and, or, or a closing parenthesis")
        else:
            found = self._condition()
        self.depth -= 1
        return found

    def _condition(self) -> Filter:
        start = self.place
        found = _NAME.match(self.text, start)
        while found is not None and self.text[found.end() : found.end() + 1] == ".":
            found = _NAME.match(self.text, found.end() + 1)
        if found is None:
            raise self._expected("a field, such as author or @source")
        field = Field.parse(self.text[start : found.end()])
        self._skip(found.end())
        sign = _SIGN.match(self.text, self.place)
        if sign is not None:
            self._skip(sign.end())
            return condition(field, sign[0], self._value(field), self.now)
        if self._word("in"):
            values: list[Scalar] = []
            if not self._mark("("):
                raise self._expected("a list in parentheses")
            while not values or self._mark(","):
                values.append(self._value(field))
            if not self._mark(")"):
                raise self._expected("a comma or a closing parenthesis")
            return condition(field, "in", values, self.now)
        return condition(field, "exists", True)

    def _value(self, field: Field) -> Scalar:
        quoted = _QUOTED.match(self.text, self.place)
        if quoted is not None:
            self._skip(quoted.end())
            return _unquoted(quoted[0])
        start = end = self.place
        while word := _BARE.match(self.text, self.place):
            if self.place > start and word[0] in ("and", "or"):
                break
            if self.place > start and _SIGN.search(word[0]):  # most likely an "and" was forgotten
                raise self._expected("and, or, or double quotes around the value")
            end = word.end()
            self._skip(end)
        value = self.text[start:end]
        if not value:
            raise self._expected("a value; put one with quotes, commas or parentheses in double quotes")
        if field.kind in ("text", "time"):
            return value
        if value in _WORDS:
            return _WORDS[value]
        return _number(value) if _NUMBER.fullmatch(value) else value

    def _word(self, word: str) -> bool:
        end = self.place + len(word)
        if self.text[self.place : end] != word or re.match(r"[\w.:/+=<>!~-]", self.text[end : end + 1]):
            return False
        self._skip(end)
        return True

    def _mark(self, mark: str) -> bool:
        if not self.text.startswith(mark, self.place):
            return False
        self._skip(self.place + 1)
        return True

    def _skip(self, place: int = 0) -> None:
        self.place = place
        while self.place < len(self.text) and self.text[self.place].isspace():
            self.place += 1

    def _expected(self, what: str) -> InputError:
        rest = self.text[self.place :]
        where = f"before {_short(rest)}" if rest else "at its end"
        return InputError(f"The filter {_short(self.text)} cannot be read {where}; expected is {what}.")


def _from_json(value: Any, depth: int) -> Filter:
    if depth > MAX_DEPTH:
        raise InputError(f"The filter is nested more than {MAX_DEPTH} deep; write it flatter.")
    if not isinstance(value, Mapping) or not value:
        raise InputError(
            'A filter is a JSON object such as {"author": "Ann"} with at least one field, '
            f"not {_short(value)}."
        )
    parts: list[Filter] = []
    for name, operand in value.items():
        if not isinstance(name, str):
            raise InputError(f"A field of a filter is a text, not {_short(name)}.")
        if name in ("$and", "$or"):
            if not isinstance(operand, list | tuple) or not operand:
                raise InputError(f"{name} needs a list with at least one filter, not {_short(operand)}.")
            inner = tuple(_from_json(one, depth + 1) for one in operand)
            parts.append(Every(inner) if name == "$and" else Some(inner))
        elif name == "$not":
            parts.append(Not(_from_json(operand, depth + 1)))
        elif name.startswith("$"):
            raise InputError(
                f"{_short(name)} is no operator for filters; use $and, $or or $not, or name a field."
            )
        else:
            parts += _conditions(Field.parse(storable(name), _JSON_NAME), operand)
        if len(parts) > MAX_PARTS:
            break
    return parts[0] if len(parts) == 1 else Every(tuple(parts))


def _conditions(field: Field, operand: Any) -> list[Filter]:
    if isinstance(operand, list | tuple):
        return [condition(field, "in", operand)]
    if not isinstance(operand, Mapping):
        return [condition(field, "=", operand)]
    if not operand:
        raise InputError(f"{field} has no operator; use one of {', '.join(JSON_OPERATORS)}.")
    found: list[Filter] = []
    for name, value in operand.items():
        if name not in JSON_OPERATORS:
            raise InputError(
                f"{_short(name)} of {field} is no operator; use one of {', '.join(JSON_OPERATORS)}, and "
                "name what lies deeper as a.b."
            )
        found.append(condition(field, JSON_OPERATORS[name], value))
    return found


def _operand(field: Field, operator: str, value: Any, now: datetime | None) -> Scalar:
    """A value that can be compared with this field, as SQLite takes it."""
    kind = field.kind
    if kind == "time" and isinstance(value, int) and not isinstance(value, bool) and 1000 <= value <= 9999:
        value = str(value)  # a year
    if isinstance(value, str):
        value = _checked_text(value)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        value = _number(value)
    elif value is not None and not isinstance(value, bool):
        raise InputError(f"{field} is compared with a text, number, boolean or null, not {_short(value)}.")
    checked: Scalar = value
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if operator == "~":
        if kind in ("number", "time") or not isinstance(value, str):
            raise InputError(f"{field}~ needs a pattern for texts, such as notes/*, not {_short(value)}.")
        if len(value) > MAX_PATTERN or value.count("*") > MAX_STARS:
            raise InputError(
                f"A pattern has at most {MAX_PATTERN:,} characters and {MAX_STARS} stars; shorten the one of "
                f"{field}."
            )
        return value
    if kind == "time":
        if not isinstance(value, str):
            raise InputError(
                f"{field} is a time; compare it with one such as 2024-05-08 or 30d, not {_short(value)}."
            )
        return told_time(value, now)
    if kind == "number" and not is_number:
        raise InputError(f"{field} is a number; compare it with one, not {_short(value)}.")
    if kind == "text" and (operator in RANGES or not isinstance(value, str)):
        raise InputError(
            f"{field} is a text; compare it with = != ~ or in, and with a text, not {_short(value)}."
        )
    if operator in RANGES and not is_number and (not isinstance(value, str) or span(value) is None):
        raise InputError(
            f"{field}{operator} needs a number or an ISO date such as 2024-05-08, not {_short(value)}."
        )
    return checked


def _number(value: int | float | str) -> int | float:
    """A number as SQLite holds it: whole ones of up to 64 bits, all others as floats."""
    try:
        number = float(value)
        if math.isfinite(number):
            whole = int(value) if not isinstance(value, float) and _is_whole(value) else None
            return whole if whole is not None and -(2**63) <= whole < 2**63 else number
    except (OverflowError, ValueError):
        pass
    raise InputError(f"{_short(value)} is no number to compare with; use a finite one.")


def _is_whole(value: int | str) -> bool:
    return isinstance(value, int) or (
        len(value) <= 20 and re.fullmatch(r"-?\d+", value, re.ASCII) is not None
    )


def _checked_text(text: str) -> str:
    if len(text) > MAX_CHARACTERS:
        raise InputError(
            f"A filter compares texts of up to {MAX_CHARACTERS:,} characters; one has {len(text):,}."
        )
    return storable(text)


def _checked_size(whole: Filter) -> Filter:
    """The filter, if it is no larger than SQLite and patience allow."""
    parts = values = 0
    left = [(whole, 0)]
    while left:
        one, depth = left.pop()
        parts += 1
        if isinstance(one, Every | Some):
            left += [(part, depth + 1) for part in one.parts]
        elif isinstance(one, Not):
            left.append((one.part, depth + 1))
        elif isinstance(one, Condition):
            values += len(one.values)
        if parts > MAX_PARTS or values > MAX_VALUES or depth > MAX_DEPTH:
            raise InputError(
                f"The filter is too large; it may have {MAX_PARTS} conditions, {MAX_VALUES:,} values and be "
                f"nested {MAX_DEPTH} deep."
            )
    return whole


def _unquoted(text: str) -> str:
    if text.startswith("'"):
        return text[1:-1]
    if not text.startswith('"'):
        return text
    try:
        return storable(str(json.loads(text, strict=False)))
    except ValueError:
        raise InputError(
            f'{_short(text)} is no quoted text; write quotes within it as \\" and \\ as \\\\.'
        ) from None


def _short(value: Any) -> str:
    """A value as an error shows it: in one line, and not the whole of it."""
    if isinstance(value, int) and not isinstance(value, bool) and value.bit_length() > 200:
        return "a number of that size"
    if isinstance(value, Mapping | Sequence) and not isinstance(value, str):
        return "a list" if isinstance(value, list | tuple) else f"a {type(value).__name__}"
    shown = repr(value)
    return shown if len(shown) <= 60 else shown[:57] + "..."


# ------------------------------------------------------------------------------------------------------- SQL


def _joined(word: str, parts: Sequence[Filter]) -> Compiled:
    compiled = [part.compiled() for part in parts]
    return (
        f"({word.join(sql for sql, _ in compiled)})",
        [parameter for _, some in compiled for parameter in some],
    )


def _located(path: Sequence[str]) -> Compiled:
    """The arguments of SQLite's JSON functions that name an entry of the metadata.

    A path cannot name every key; where a key needs escapes `entry` finds the value.
    """
    if all(_PLAIN_KEY.fullmatch(key) for key in path):
        return "documents.metadata, ?", ["$" + "".join(f'."{key}"' for key in path)]
    return "metadata_entry(documents.metadata, ?), '$'", [json.dumps(path)]


def metadata_entry(metadata: str, path: str) -> str | None:
    """The SQL function for paths that SQLite cannot write: the JSON of the entry, None if there is none."""
    value = json.loads(metadata)
    for key in json.loads(path):
        if not isinstance(value, dict) or key not in value:
            return None
        value = value[key]
    return json.dumps(value, ensure_ascii=False)


# A text that is a number counts as one: `--metadata year=2020` stores text.
_AS_NUMBER = """CASE WHEN entry.type IN ('integer', 'real') THEN entry.value
    WHEN entry.type = 'text' AND length(entry.value) <= 32 THEN
    CASE WHEN json_valid(entry.value) THEN CASE WHEN json_type(entry.value) IN ('integer', 'real')
    THEN json_extract(entry.value, '$') END END END"""
_AS_TIME = """CASE WHEN entry.type = 'text' AND entry.value GLOB '[0-9][0-9][0-9][0-9]*'
    THEN iso_moment(entry.value) END"""


def _on_value(operator: str, values: Sequence[Scalar]) -> Compiled:
    """A condition on `entry`, one value of the metadata."""
    if operator == "~":
        return "entry.type = 'text' AND entry.value GLOB ?", list(values)
    if operator in RANGES:
        [value] = values
        if isinstance(value, str):
            return _in_time(_AS_TIME, operator, value)
        return f"({_AS_NUMBER}) {operator} ?", [value]
    parts: list[str] = []
    parameters: list[Any] = []
    kinds: tuple[tuple[str, Callable[[Scalar], bool]], ...] = (
        ("entry.type = 'text' AND entry.value IN ({})", lambda value: isinstance(value, str)),
        (f"({_AS_NUMBER}) IN ({{}})", lambda value: type(value) in (int, float)),
    )
    for sql, is_kind in kinds:
        some = [value for value in values if is_kind(value)]
        if some:
            parts.append(f"({sql.format(_marks(some))})")
            parameters += some
    for value in dict.fromkeys(one for one in values if one is None or isinstance(one, bool)):
        name = json.dumps(value)
        parts.append(f"entry.type = '{name}'")
        if value is not None:  # `--metadata draft=true` stores text
            parts.append(f"(entry.type = 'text' AND entry.value = '{name}')")
    return f"({' OR '.join(parts)})", parameters


def _in_time(expression: str, operator: str, value: str) -> Compiled:
    """A moment beside a span: before it, within it, after it."""
    told = span(value)
    assert told is not None  # condition() made sure
    instant = told.end == told.start
    if operator == ">=":
        return f"({expression}) >= ?", [told.start]
    if operator == "<":
        return f"({expression}) < ?", [told.start]
    if operator == ">":
        return f"({expression}) {'>' if instant else '>='} ?", [told.end]
    if operator == "<=":
        return f"({expression}) {'<=' if instant else '<'} ?", [told.end]
    if instant:
        return f"({expression}) = ?", [told.start]
    return f"(({expression}) >= ? AND ({expression}) < ?)", [told.start, told.end]


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
