"""memspan gives a decoder a long-term memory: add documents, ask, get answers with their sources.

    from memspan import Memory

Importing this package is cheap: torch and transformers are loaded when a model is first needed.
"""

from typing import TYPE_CHECKING, Any

from memspan.errors import BankError, DocumentNotFoundError, InputError, MemspanError, ModelError

if TYPE_CHECKING:
    from memspan.memory import Memory

__version__ = "0.1.0"

__all__ = [
    "BankError",
    "DocumentNotFoundError",
    "InputError",
    "Memory",
    "MemspanError",
    "ModelError",
    "__version__",
]


def __getattr__(name: str) -> Any:
    if name == "Memory":
        from memspan.memory import Memory

        return Memory
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
