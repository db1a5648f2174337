"""Every way in which this process changes files below a folder, one call at a time.

Knows two doors to the disk. Python's own: `open`, `os.open`, `os.fsync`, `os.rename`, `os.unlink` and so on
are replaced, and files opened for writing become `WatchedFile`, whose every write(2) is one boundary.
SQLite's: a VFS is registered, written with ctypes over the SQLite library that Python's own sqlite3 module
uses, which stands before the usual one and tells of each create, write, truncate, sync and delete.

Why so: strace and LD_PRELOAD see the same calls, but need tools, rights or a compiler that not every machine
has; apsw has a VFS but brings a SQLite of its own, so that another library would be tested than the one that
runs; kills at statements alone miss what happens within a commit. Here the calls of the real library are met,
in the process that makes them, so they can be counted, recorded, refused or cut in half.
`test_the_shim_misses_nothing` compares with strace where there is one.

Does not know what the calls are for. What SQLite maps into memory (the `-shm` file) is not durable by design
and passes unseen; reads are not watched.
"""

import _sqlite3
import builtins
import ctypes
import io
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

SQLITE_OK, SQLITE_FULL, SQLITE_CANTOPEN = 0, 13, 14
SQLITE_IOERR_FSYNC, SQLITE_IOERR_TRUNCATE, SQLITE_IOERR_DELETE = 1034, 1546, 2570
OPEN_CREATE, OPEN_JOURNALS = 0x4, 0x800 | 0x4000 | 0x80000  # main journal, super-journal, WAL


class Boundary(NamedTuple):
    """One change of the disk that is about to happen."""

    kind: str  # create | write | truncate | sync | rename | unlink | mkdir | rmdir
    path: str
    offset: int = 0  # of a write; the new size of a truncate
    data: bytes = b""
    target: str = ""  # of a rename


class Refused(OSError):
    """What a `Watch` raises to have a call fail with this errno."""


Watch = Callable[[Boundary, Callable[[int], None]], None]
"""Called before each change. The second argument does the first so many bytes of a write: a torn one."""


class _Vfs(ctypes.Structure):
    _fields_ = [
        ("version", ctypes.c_int),
        ("file_size", ctypes.c_int),
        ("max_path", ctypes.c_int),
        ("next", ctypes.c_void_p),
        ("name", ctypes.c_char_p),
        ("app_data", ctypes.c_void_p),
        ("open", ctypes.c_void_p),
        ("delete", ctypes.c_void_p),
        ("others", ctypes.c_void_p * 12),
        ("system_calls", ctypes.c_void_p * 3),
    ]


class _Methods(ctypes.Structure):
    _fields_ = [
        ("version", ctypes.c_int),
        ("close", ctypes.c_void_p),
        ("read", ctypes.c_void_p),
        ("write", ctypes.c_void_p),
        ("truncate", ctypes.c_void_p),
        ("sync", ctypes.c_void_p),
        ("others", ctypes.c_void_p * 13),
    ]


_OPEN = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p
)
_DELETE = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int)
_WRITE = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_longlong)
_TRUNCATE = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_longlong)
_SYNC = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int)


class SqliteWatch:
    """A VFS before the default one; the default again after `remove`, when no connection is open any more."""

    def __init__(self, folder: str, watch: Watch) -> None:
        self.folder = folder
        self.watch = watch
        self.library = ctypes.CDLL(getattr(_sqlite3, "__file__", None))
        self.library.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
        self.usual = self.library.sqlite3_vfs_find(None)
        self.paths: dict[int, str] = {}
        self.unsynced_journals: set[str] = set()
        self.watched: dict[int, _Methods] = {}
        self.vfs = _Vfs.from_buffer_copy(self.usual.contents)
        self.vfs.name = b"watched"
        self.callbacks = [_OPEN(self._open), _DELETE(self._delete)]
        self.vfs.open, self.vfs.delete = (ctypes.cast(one, ctypes.c_void_p) for one in self.callbacks)
        self.library.sqlite3_vfs_register(ctypes.byref(self.vfs), 1)

    def remove(self) -> None:
        self.library.sqlite3_vfs_unregister(ctypes.byref(self.vfs))
        self.library.sqlite3_vfs_register(self.usual, 1)

    def _ask(self, boundary: Boundary, code: int, partly: Callable[[int], None]) -> int:
        if not boundary.path.startswith(self.folder):
            return SQLITE_OK
        try:
            self.watch(boundary, partly)
        except Refused:
            return code
        return SQLITE_OK

    def _open(self, vfs: int, name: int | None, file: int, flags: int, out: int) -> int:
        path = ctypes.string_at(name).decode() if name else ""
        creates = bool(path) and bool(flags & OPEN_CREATE) and not os.path.exists(path)
        if creates:
            refused = self._ask(Boundary("create", path), SQLITE_CANTOPEN, nothing)
            if refused:
                ctypes.c_void_p.from_address(file).value = None  # no methods: nothing to close
                return refused
            if flags & OPEN_JOURNALS:
                self.unsynced_journals.add(path)
        code = int(_OPEN(self.usual.contents.open)(vfs, name, file, flags, out))
        usual = ctypes.c_void_p.from_address(file).value
        if code == SQLITE_OK and usual is not None:
            if usual not in self.watched:
                self._watch_methods(usual)
            self.paths[file] = path
            ctypes.c_void_p.from_address(file).value = ctypes.addressof(self.watched[usual])
        return code

    def _watch_methods(self, usual: int) -> None:
        methods = _Methods.from_buffer_copy(_Methods.from_address(usual))
        write, truncate, sync = _WRITE(methods.write), _TRUNCATE(methods.truncate), _SYNC(methods.sync)

        def watched_write(file: int, data: int, size: int, offset: int) -> int:
            boundary = Boundary("write", self.paths[file], offset, ctypes.string_at(data, size))
            refused = self._ask(boundary, SQLITE_FULL, lambda part: int(write(file, data, part, offset)))
            return refused or int(write(file, data, size, offset))

        def watched_truncate(file: int, size: int) -> int:
            boundary = Boundary("truncate", self.paths[file], size)
            return self._ask(boundary, SQLITE_IOERR_TRUNCATE, nothing) or int(truncate(file, size))

        def watched_sync(file: int, flags: int) -> int:
            path = self.paths[file]
            refused = self._ask(Boundary("sync", path), SQLITE_IOERR_FSYNC, nothing)
            if refused:
                return refused
            code = int(sync(file, flags))
            if path in self.unsynced_journals:  # a new journal's first sync also syncs its folder
                self.unsynced_journals.remove(path)
                self._ask(Boundary("sync", os.path.dirname(path)), SQLITE_OK, nothing)
            return code

        callbacks = [_WRITE(watched_write), _TRUNCATE(watched_truncate), _SYNC(watched_sync)]
        methods.write, methods.truncate, methods.sync = (
            ctypes.cast(one, ctypes.c_void_p) for one in callbacks
        )
        self.callbacks += callbacks
        self.watched[usual] = methods

    def _delete(self, vfs: int, name: bytes, sync_folder: int) -> int:
        path = name.decode()
        if os.path.exists(path):
            refused = self._ask(Boundary("unlink", path), SQLITE_IOERR_DELETE, nothing)
            if refused:
                return refused
        code = int(_DELETE(self.usual.contents.delete)(vfs, name, sync_folder))
        if sync_folder and code == SQLITE_OK:
            self._ask(Boundary("sync", os.path.dirname(path)), SQLITE_OK, nothing)
        return code


class PythonWatch:
    """Python's own calls; the usual ones again after `remove`."""

    def __init__(self, folder: str, watch: Watch) -> None:
        self.folder = folder
        self.watch = watch
        self.usual: list[tuple[Any, str, Any]] = []
        for module in (builtins, io):
            self._replace(module, "open", self._open)
        for name, kind in (
            ("mkdir", "mkdir"),
            ("unlink", "unlink"),
            ("remove", "unlink"),
            ("rmdir", "rmdir"),
        ):
            self._replace(os, name, self._on_path(getattr(os, name), kind))
        for name in ("rename", "replace"):
            self._replace(os, name, self._rename(getattr(os, name)))
        self._replace(os, "open", self._open_descriptor(os.open))
        self._replace(shutil, "_USE_CP_SENDFILE", False)  # copies within the kernel, past every write
        self._replace(os, "fsync", self._fsync)

    def remove(self) -> None:
        for module, name, function in reversed(self.usual):
            setattr(module, name, function)

    def _replace(self, module: Any, name: str, function: Any) -> None:
        self.usual.append((module, name, getattr(module, name)))
        setattr(module, name, function)

    def _open(self, file: Any, mode: str = "r", buffering: int = -1, *rest: Any, **named: Any) -> Any:
        inside = isinstance(file, str | os.PathLike) and os.path.abspath(file).startswith(self.folder)
        if not inside or not set(mode) & set("wax+"):
            return self.usual[0][2](file, mode, buffering, *rest, **named)
        buffer = io.BufferedWriter(WatchedFile(os.path.abspath(file), mode, self.watch))
        return buffer if "b" in mode else io.TextIOWrapper(buffer, *rest, **named)

    def _open_descriptor(self, usual: Any) -> Any:
        def watched(path: Any, flags: int, *rest: Any, **named: Any) -> Any:
            full = os.path.abspath(path)
            if flags & os.O_CREAT and full.startswith(self.folder) and not os.path.exists(full):
                self.watch(Boundary("create", full), nothing)
            return usual(path, flags, *rest, **named)

        return watched

    def _on_path(self, usual: Any, kind: str) -> Any:
        def watched(path: Any, *rest: Any, **named: Any) -> Any:
            folder = named.get("dir_fd")  # shutil.rmtree goes from folder to folder
            above = "" if folder is None else os.readlink(f"/proc/self/fd/{folder}")
            full = os.path.abspath(os.path.join(above, path))
            if full.startswith(self.folder) and os.path.exists(full) == (kind != "mkdir"):
                self.watch(Boundary(kind, full), nothing)
            return usual(path, *rest, **named)

        return watched

    def _rename(self, usual: Any) -> Any:
        def watched(source: Any, target: Any, **named: Any) -> Any:
            paths = os.path.abspath(source), os.path.abspath(target)
            if paths[0].startswith(self.folder):
                self.watch(Boundary("rename", paths[0], target=paths[1]), nothing)
            return usual(source, target, **named)

        return watched

    def _fsync(self, descriptor: int) -> None:
        path = os.readlink(f"/proc/self/fd/{descriptor}")
        if path.startswith(self.folder):
            self.watch(Boundary("sync", path), nothing)
        self.usual[-1][2](descriptor)


class WatchedFile(io.FileIO):
    """A file of which every write(2) is told."""

    def __init__(self, path: str, mode: str, watch: Watch) -> None:
        self._watch = watch
        self._path = path
        if not os.path.exists(path):
            watch(Boundary("create", path), nothing)
        elif "w" in mode:
            watch(Boundary("truncate", path, 0), nothing)
        super().__init__(path, mode.replace("b", "").replace("t", ""))

    def write(self, data: Any) -> int:
        bytes_written = bytes(data)
        usual = super().write
        offset = os.path.getsize(self._path) if "a" in self.mode else self.tell()
        self._watch(
            Boundary("write", self._path, offset, bytes_written),
            lambda part: void(usual(bytes_written[:part])),
        )
        return usual(data)


def nothing(part: int) -> None:
    """What is done of a call that is no write, where it is torn."""


def void(result: object) -> None:
    """For a call whose result is not wanted."""


@contextmanager
def watching(folder: Path, watch: Watch) -> Iterator[None]:
    """`watch` hears of every change below `folder` before it happens, until the end of the block."""
    inside = str(folder.resolve())
    sqlite, python = SqliteWatch(inside, watch), PythonWatch(inside, watch)
    try:
        yield
    finally:
        python.remove()
        sqlite.remove()
