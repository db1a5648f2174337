"""The bank: encodings on the disk, routing keys in memory.

Knows how a model's states of documents are written so that a kill leaves no half of them, how they are found
again, and how a snapshot of a space is kept up to date cheaply. Does not know how states are computed or what
is done with them.

segments.py   one immutable file of encodings
mapped.py     a file of tensors that is mapped at once and understood when needed
codes.py      routing keys in 8 or 4 bits
summaries.py  documents in 2 bits a number, for finding out which chunks to score
rows.py       routing keys in rows and documents in tiles, for a scan by a GPU
device_keys.py  a space's routing keys on the device that scores them
index_file.py a space's table and codes in a file
view.py       `View`: a snapshot of a space, and how it catches up
encodings.py  `Encodings`: all segments of one model in one bank
states.py     `StateFiles`: the states of sessions of neural memories
"""

from memspan.bank.device_keys import DeviceRows
from memspan.bank.encodings import Damage, Encodings
from memspan.bank.segments import LayerStates
from memspan.bank.states import StateFiles
from memspan.bank.view import RouterCodes, RouterKeys, RouterSummaries, View

__all__ = [
    "Damage",
    "DeviceRows",
    "Encodings",
    "LayerStates",
    "RouterCodes",
    "RouterKeys",
    "RouterSummaries",
    "StateFiles",
    "View",
]
