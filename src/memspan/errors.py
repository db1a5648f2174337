"""The one family of errors that memspan raises on purpose.

Every message is one sentence on what is wrong and one on the next step, so that the command line can print it
as it is. Knows nothing of the other rooms.
"""


class MemspanError(Exception):
    """Something the caller can put right; the message says how."""


class DocumentNotFoundError(MemspanError, LookupError):
    """A document id that the bank does not hold."""


class BankError(MemspanError):
    """A bank that cannot be opened, or a file in it that is missing or damaged."""


class ModelError(MemspanError):
    """A model that cannot be found, loaded, or given a memory."""


class InputError(MemspanError, ValueError):
    """An argument or input file that makes no sense."""
