"""`Scope`: which documents a question may be answered from, and whether their age counts."""

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass

from memspan.errors import InputError
from memspan.ledger import Filter, space_names


@dataclass(frozen=True)
class Scope:
    """Spaces, a filter and a half-life, the same for all rounds of a question.

    Attributes:
        spaces: Names of one space or several, which then act as one.
        where: What documents have to meet.
        half_life: In seconds, for scores that age weighs on; None where it does not.
        now: When the question was asked, in seconds since 1970.
    """

    spaces: tuple[str, ...]
    where: Filter | None = None
    half_life: float | None = None
    now: float = 0.0


def scope_of(
    space: str | Sequence[str], where: Filter | None = None, half_life: float | None = None
) -> Scope:
    """The scope of a question that is asked now.

    Raises:
        InputError: No space is named, or the half-life is none.
    """
    spaces = space_names(space)
    if not spaces:
        raise InputError("No space is named; name at least one, such as default.")
    if half_life is not None and not 0 < half_life < math.inf:
        raise InputError(f"A half-life is a time above 0 seconds, not {half_life!r}.")
    return Scope(spaces, where, half_life, time.time())
