import random
import re

import pytest

from memspan.tasks.families import CATALOGUE
from memspan.tasks.kinds import drawer

SHAPES = {
    "ticket": r"[A-Z]{3}-[1-9]\d{1,3}",
    "number7": r"[1-9]\d{6}",
    "time": r"([01]?\d|2[0-3]):[0-5]\d( (am|pm))?",
    "uuid": r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}",
    "version": r"1?\d\.1?\d\.1?\d",
    "ip": r"(10|172|192)(\.\d{1,3}){3}",
    "country_new": r"[A-Z][a-z]+",
    "day_month": r"\d{1,2} [A-Z][a-z]+|[A-Z][a-z]+ \d{1,2}",
    "percent": r"\d{1,2}%",
}


@pytest.mark.parametrize("kind", SHAPES)
def test_values_have_their_shape(kind):
    rng = random.Random(0)
    drawn = {drawer(kind)(rng, "train") for _ in range(300)}
    assert all(re.fullmatch(SHAPES[kind], value) for value in drawn)
    assert len(drawn) > 50


def test_every_kind_of_the_catalogue_can_be_drawn_in_both_splits():
    rng = random.Random(0)
    kinds = {kind for family in CATALOGUE.values() for kind in (*family.keys.values(), family.value)}
    for kind in kinds | {"relative", "full_name"}:
        for split in ("train", "held_out"):
            value = drawer(kind)(rng, split)
            assert value == " ".join(value.split())
            assert value
            assert not set(value) & set("{}|")


def test_an_unknown_kind_is_an_error():
    with pytest.raises(KeyError, match="unicorn"):
        drawer("unicorn")
