"""memspan gives a decoder a long-term memory: add documents, ask, get answers with their sources.

    from memspan import Memory

Importing this package is cheap: torch and transformers are loaded when a model is first needed.
"""

from typing import TYPE_CHECKING, Any

from memspan.errors import BankError, DocumentNotFoundError, InputError, MemspanError, ModelError

if TYPE_CHECKING:
    from memspan.ledger import Filter
    from memspan.memory import Memory, load_model

__version__ = "0.1.0"

__all__ = [
    "BankError",
    "DocumentNotFoundError",
    "Filter",
    "InputError",
    "Memory",
    "MemspanError",
    "ModelError",
    "__version__",
    "load_model",
]


def __getattr__(name: str) -> Any:
    if name in ("Memory", "load_model"):
        from memspan import memory

        return getattr(memory, name)
    if name == "Filter":
        from memspan.ledger import Filter

        return Filter
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
