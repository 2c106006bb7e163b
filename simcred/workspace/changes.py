"""A set of changes to one folder: files written, copied in, or moved, each put in place at once."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from msgspec import Struct, field

from simcred.exits import Exit, Stop
from simcred.load.facts import PORTFOLIO
from simcred.model.tree import TEMPORARY
from simcred.workspace.leftovers import tidy
from simcred.workspace.lock import locked

_HINT = "Free some space, or look at the folder's permissions."
_HINTS = {
    errno.ENAMETOOLONG: "Choose a shorter name.",
    errno.ENOENT: "Something else removed it meanwhile; run the command again.",
}
_LOCK = ".simcred/lock"
_TRIES = 5
_JUNCTION = 0xA0000003
"""Windows' own mark of a junction: a folder that stands for another one."""


class Taken(Exception):
    """A folder that was to be new is there already; nothing was changed."""


class Changes(Struct):
    """Changes below `root`, carried out in order by `apply`: copies, then writes, the most important file last.

    `what` says in the past tense what they come to, for the person who wants to take them back ("added evidence/...").

    `new` are folders that nobody else may have made: `Taken` is raised when one is there. `folders` are made where they
    are not there yet. `before` are the bytes that files had when the changes were thought out: all is refused when one
    has others now, because somebody else has saved it meanwhile.
    """

    root: Path
    what: str
    new: list[str] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)
    copies: list[tuple[Path, str]] = field(default_factory=list)
    writes: list[tuple[str, bytes]] = field(default_factory=list)
    moves: list[tuple[str, str]] = field(default_factory=list)
    before: dict[str, bytes] = field(default_factory=dict)

    def apply(self) -> None:
        """Carries the changes out. When a step fails, all is as it was before the first. Raises `Stop` or `Taken`."""
        made = _Made()
        try:
            self._look()
            if (self.root / PORTFOLIO).is_file():
                tidy(self.root)
            with self._alone(made):
                self._carry_out(made)
        except OSError as error:
            made.take_back()
            reason = (error.strerror or str(error)).lower()
            raise Stop(f"nothing was saved: {reason}", _HINTS.get(error.errno or 0, _HINT), Exit.NOT_SAVED) from None
        except BaseException:
            made.take_back()
            raise
        made.forget()

    def _look(self) -> None:
        """Raises `Stop` where a path below `root` leads through a link or a file, before anything is written."""
        for parent in (self.root, *self.root.parents):
            if parent.exists():
                if not parent.is_dir():
                    raise _no_folder(parent.as_posix())
                break
        inside = (*(f"{path}/." for path in self.folders), *((_LOCK,) if self.before else ()))
        targets = (*(path for _, path in self.copies), *(path for path, _ in self.writes))
        above = (f"{path.rpartition('/')[0]}/." for path in self.new)
        for path in (*above, *inside, *targets, *(path for pair in self.moves for path in pair)):
            self._look_at(path)

    def _look_at(self, path: str) -> None:
        """Looks at every name on the way to a path below `root`, the last one too."""
        names = path.split("/")
        for depth in range(1, len(names) + 1):
            there = "/".join(names[:depth])
            try:
                status = (self.root / there).lstat()
            except FileNotFoundError:
                return
            if _is_link(status):
                hint = "simcred writes nothing through a link. Put the folder or file itself there, and run the command again."
                raise Stop(f"{there} is a link to another place; nothing was saved", hint, Exit.NOT_SAVED)
            if depth < len(names) and not stat.S_ISDIR(status.st_mode):
                raise _no_folder(there)

    @contextmanager
    def _alone(self, made: _Made) -> Iterator[None]:
        """While no other command replaces files, once it is shown that those in `before` are as they were."""
        if not self.before:
            yield
            return
        self._folder((self.root / _LOCK).parent, made)
        with locked(self.root / _LOCK):
            for path, data in self.before.items():
                with (self.root / path).open("rb") as file:
                    if file.read(len(data) + 1) != data:
                        raise changed_meanwhile(path)
            yield

    def _carry_out(self, made: _Made) -> None:
        """Every step, each noted in `made` once it is done."""
        for path in self.new:
            self._new(path, made)
        for path in self.folders:
            self._folder(self.root / path, made)
        for source, path in self.copies:
            self._copy(source, path, made)
        for path, data in self.writes:
            self._write(path, data, made)
        for old, new in self.moves:
            self._move(old, new, made)
        touched = (
            *self.new,
            *(path for _, path in self.copies),
            *(path for path, _ in self.writes),
            *(new for _, new in self.moves),
        )
        for folder in dict.fromkeys((self.root / path).parent for path in touched):
            _settle(folder)

    def _folder(self, folder: Path, made: _Made) -> Path:
        """Makes a folder and those above it that are not there yet."""
        missing = [parent for parent in (folder, *folder.parents) if not parent.exists()]
        for parent in reversed(missing):
            parent.mkdir(exist_ok=True)
            made.note(parent.rmdir)
        return folder

    def _new(self, path: str, made: _Made) -> None:
        """Makes a folder that is this change's own."""
        folder = self.root / path
        self._folder(folder.parent, made)
        try:
            folder.mkdir()
        except FileExistsError:
            raise Taken(path) from None
        made.note(folder.rmdir)

    def _copy(self, source: Path, path: str, made: _Made) -> None:
        """A copy of a file's bytes at a path where nothing is yet."""
        target = self.root / path
        folder = self._folder(target.parent, made)
        if os.path.lexists(target):
            raise FileExistsError(17, f"{path} is there already")
        with source.open("rb") as reading, _put(folder, target) as writing:
            shutil.copyfileobj(reading, writing, 1 << 20)
        made.note(target.unlink)

    def _write(self, path: str, data: bytes, made: _Made) -> None:
        """A whole file; one that was there is replaced at once, or kept."""
        target = self.root / path
        folder = self._folder(target.parent, made)
        old = made.copy_of(target) if os.path.lexists(target) else None
        with _put(folder, target) as writing:
            writing.write(data)
        made.note(target.unlink if old is None else partial(_replace, old, target))

    def _move(self, old: str, new: str, made: _Made) -> None:
        """A file or folder moved to a path where nothing is yet."""
        source, target = self.root / old, self.root / new
        self._folder(target.parent, made)
        if os.path.lexists(target):
            raise FileExistsError(17, f"{new} is there already")
        source.rename(target)
        made.note(partial(target.rename, source))


def changed_meanwhile(path: str) -> Stop:
    """The error for a file that somebody else has saved since it was read."""
    return Stop(f"{path} was changed by something else meanwhile; nothing was saved", "Run the command again.", Exit.NOT_SAVED)


class _Made:
    """What was done so far, and how to take it back."""

    def __init__(self) -> None:
        self._back: list[Callable[[], object]] = []
        self._copies: list[Path] = []

    def note(self, back: Callable[[], object]) -> None:
        """Notes how to take back what was just done."""
        self._back.append(back)

    def copy_of(self, path: Path) -> Path:
        """A copy of a file that is about to be replaced, made while there is still room for it."""
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=TEMPORARY, delete=False) as file:
            copy = Path(file.name)
            self._copies.append(copy)
            with path.open("rb") as reading:
                shutil.copyfileobj(reading, file, 1 << 20)
        shutil.copymode(path, copy)
        return copy

    def take_back(self) -> None:
        """Takes everything back, last first; a folder only while it is empty."""
        for back in reversed(self._back):
            with contextlib.suppress(OSError):
                back()
        self.forget()

    def forget(self) -> None:
        """Removes the copies, which nobody needs any more."""
        for copy in self._copies:
            with contextlib.suppress(OSError):
                copy.unlink(missing_ok=True)


def _is_link(status: os.stat_result) -> bool:
    """Whether a name is a symbolic link, or what Windows calls a junction."""
    return stat.S_ISLNK(status.st_mode) or getattr(status, "st_reparse_tag", 0) == _JUNCTION


def _no_folder(path: str) -> Stop:
    """The error for a file that stands where a folder is needed."""
    return Stop(
        f"{path} is a file, and a folder is needed there; nothing was saved", "Move it away, or rename it.", Exit.NOT_SAVED
    )


@contextmanager
def _put(folder: Path, target: Path) -> Iterator[tempfile._TemporaryFileWrapper[bytes]]:
    """A file beside `target` that takes its place when everything is written; else it is gone."""
    with tempfile.NamedTemporaryFile(dir=folder, prefix=TEMPORARY, delete=False) as file:
        temporary = Path(file.name)
        try:
            yield file
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            file.close()
            temporary.unlink(missing_ok=True)
            raise
    try:
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
        temporary.chmod(mode)
        _replace(temporary, target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _settle(folder: Path) -> None:
    """Has the system write the folder's own list of names, so that a power cut takes nothing back."""
    if os.name != "posix":  # Windows opens no folders
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # some network drives cannot be asked
            raise
    finally:
        os.close(descriptor)


def _umask() -> int:
    """The process's file mode mask."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _replace(source: Path, target: Path) -> None:
    """os.replace, tried again while another program (a virus scanner, say) holds the file for a moment."""
    for attempt in range(_TRIES):
        try:
            source.replace(target)
            return
        except PermissionError:
            if attempt == _TRIES - 1:
                raise
            time.sleep(0.05 * 2**attempt)
