"""A configuration survives JSON and refuses what cannot work, saying what would."""

import json
from typing import Any

import pytest

from memspan.errors import InputError
from memspan.model import MemoryConfig


@pytest.mark.parametrize(
    "config",
    [
        MemoryConfig(),
        MemoryConfig(
            router="msa", routed_layers=(3, 4, 5), query_reduce=("max", "max", "maxsim"), lexical_dim=8
        ),
        MemoryConfig(rank_layers=(5,), rank_weights=(0.5,), template_ids=(1, 2), prompt="nano"),
    ],
)
def test_round_trip(config: MemoryConfig) -> None:
    assert MemoryConfig.from_dict(json.loads(json.dumps(config.to_dict()))) == config


@pytest.mark.parametrize(
    "options, message",
    [
        ({"router": "mlp"}, "router cannot be 'mlp'; choose one of raw, msa, gated, dual"),
        ({"router": "gated", "raw_source": "qk"}, 'set raw_source="hidden"'),
        ({"router": "dual", "router_dim": 0}, "router_dim must be a whole number of at least 1"),
        ({"query_reduce": ("max", "best")}, "query_reduce cannot be 'best'"),
        ({"top_k": 0}, "top_k must be a whole number of at least 1"),
        ({"pooling": 2.5}, "pooling must be a whole number"),
        ({"temperature": 0}, "temperature must be above 0"),
        ({"routed_layers": "lower"}, "routed_layers cannot be 'lower'"),
        ({"routed_layers": ()}, "routed_layers must name"),
        ({"routed_layers": (2, 2)}, "each layer once"),
        ({"routed_layers": (-1,)}, "at least 0"),
        ({"lexical_layers": (1,), "router": "msa"}, "needs a lexical_dim"),
        ({"lexical_dim": 8}, 'needs router="msa"'),
        ({"rank_weights": (1.0,)}, "needs rank_layers of the same length"),
    ],
)
def test_refusals(options: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        MemoryConfig(**options)


def test_unknown_options_are_refused() -> None:
    with pytest.raises(InputError, match=r"Unknown memory options \['speed'\]"):
        MemoryConfig.from_dict({"speed": 3})


def test_layers() -> None:
    assert MemoryConfig(routed_layers="all").resolve_layers(3) == (0, 1, 2)
    assert MemoryConfig(routed_layers="upper").resolve_layers(6) == (3, 4, 5)
    assert MemoryConfig(routed_layers="upper").resolve_layers(5) == (2, 3, 4)
    assert MemoryConfig(routed_layers=(5, 1)).resolve_layers(6) == (1, 5)
    with pytest.raises(InputError, match="2 names for 3 routed layers"):
        MemoryConfig(routed_layers=(1, 2, 3), query_reduce=("max", "mean")).resolve_layers(4)
    with pytest.raises(InputError, match=r"rank_layers names layers \[0\]"):
        MemoryConfig(routed_layers=(1, 2), rank_layers=(0,)).resolve_layers(4)
