"""Bytes on their way to disk: written aside and made safe, then put in place at once; and what stands at a path."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import stat
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from simcred.exits import Exit, Stop

_TRIES = 5
_PIECE = 1 << 20
_JUNCTION = 0xA0000003
"""Windows' own mark of a junction: a folder that stands for another one."""
_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def write_new(path: Path, content: bytes | Path, mode: int) -> str:
    """Writes a file where none is, and has the system keep it; the SHA-256 of its bytes, which may be another file's."""
    digest = hashlib.sha256()
    with path.open("xb") as file:
        for piece in (content,) if isinstance(content, bytes) else _pieces(content):
            digest.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(mode)
    return digest.hexdigest()


def _pieces(source: Path) -> Iterator[bytes]:
    """A file's bytes."""
    with source.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


def digest_at(path: Path) -> str | None:
    """The SHA-256 of the file at a path; None where nothing is, empty where anything but a file is."""
    try:
        status = path.lstat()
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(status.st_mode):
        return ""
    descriptor = os.open(path, _READ)
    with os.fdopen(descriptor, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def is_own_folder(path: Path) -> bool:
    """Whether a folder stands at a path, and no link to one."""
    try:
        status = path.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(status.st_mode) and not is_link(status)


def is_mine(path: Path) -> bool:
    """Whether what stands at a path belongs to the user who runs simcred, as far as the system tells; so too where nothing is."""
    if sys.platform == "win32":
        return True
    try:
        return path.lstat().st_uid == os.geteuid()
    except FileNotFoundError:
        return True
    except OSError:
        return False


def is_link(status: os.stat_result) -> bool:
    """Whether a name is a symbolic link, or what Windows calls a junction."""
    return stat.S_ISLNK(status.st_mode) or getattr(status, "st_reparse_tag", 0) == _JUNCTION


def refuse_links(root: Path, path: str) -> None:
    """Looks at every name on the way to a path below `root`, the last one too. Raises `Stop` for a link, or a file on the way."""
    names = path.split("/")
    for depth in range(1, len(names) + 1):
        there = "/".join(names[:depth])
        try:
            status = (root / there).lstat()
        except FileNotFoundError:
            return
        if is_link(status):
            hint = "simcred writes nothing through a link. Put the folder or file itself there, and run the command again."
            raise Stop(f"{there} is a link to another place; nothing was saved", hint, Exit.NOT_SAVED)
        if depth < len(names) and not stat.S_ISDIR(status.st_mode):
            raise no_folder(there)


def no_folder(path: str) -> Stop:
    """The error for a file that stands where a folder is needed."""
    return Stop(
        f"{path} is a file, and a folder is needed there; nothing was saved", "Move it away, or rename it.", Exit.NOT_SAVED
    )


def umask() -> int:
    """The process's file mode mask."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def replace(source: Path, target: Path) -> None:
    """Puts a file in another's place, at once."""
    _patiently(lambda: source.replace(target))


def rename(source: Path, target: Path) -> None:
    """Moves a file or folder to a path where nothing is. Raises FileExistsError where something is."""
    if os.path.lexists(target):
        raise FileExistsError(errno.EEXIST, f"{target.name} is there already")
    target.parent.mkdir(parents=True, exist_ok=True)
    _patiently(lambda: source.rename(target))


def _patiently(act: Callable[[], object]) -> None:
    """Tries again while another program (a virus scanner, say) holds the file for a moment."""
    for attempt in range(_TRIES):
        try:
            act()
            return
        except PermissionError:
            if attempt == _TRIES - 1 or os.name == "posix":  # there, nobody's hold keeps a name from moving
                raise
            time.sleep(0.05 * 2**attempt)


def remove(path: Path) -> None:
    """Removes a file, a link, or a folder with all that is in it; nothing where nothing is."""
    if is_own_folder(path):
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def settle(folder: Path) -> None:
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
