"""A set of changes to one folder: files written, copied in, or moved, each put in place at once."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct, field

from simcred.exits import Exit, Stop

_PREFIX = ".simcred-tmp-"
_TRIES = 5


class Changes(Struct):
    """Changes below `root`, carried out in order by `apply`: copies, then writes, the most important file last."""

    root: Path
    copies: list[tuple[Path, str]] = field(default_factory=list)
    writes: list[tuple[str, bytes]] = field(default_factory=list)
    moves: list[tuple[str, str]] = field(default_factory=list)

    def apply(self) -> None:
        """Carries the changes out. What was put in place is taken out again when a later step fails. Raises `Stop`."""
        made: list[Path] = []
        try:
            for source, path in self.copies:
                self._copy(source, path, made)
            for path, data in self.writes:
                self._write(path, data, made)
            for old, new in self.moves:
                self._folder_of(new, made)
                (self.root / old).rename(self.root / new)
        except OSError as error:
            _take_back(made)
            reason = (error.strerror or str(error)).lower()
            raise Stop(
                f"nothing was saved: {reason}", "Free some space, or look at the folder's permissions.", Exit.NOT_SAVED
            ) from None
        except KeyboardInterrupt:
            _take_back(made)
            raise

    def _folder_of(self, path: str, made: list[Path]) -> Path:
        """Makes the folders a path needs, noting each new one."""
        folder = (self.root / path).parent
        missing = [parent for parent in (folder, *folder.parents) if not parent.exists()]
        for parent in reversed(missing):
            parent.mkdir()
            made.append(parent)
        return folder

    def _copy(self, source: Path, path: str, made: list[Path]) -> None:
        """A copy of a file's bytes at a path where nothing is yet."""
        folder = self._folder_of(path, made)
        target = self.root / path
        if target.exists():
            raise FileExistsError(17, f"{path} is there already")
        with source.open("rb") as reading, _put(folder, target) as writing:
            shutil.copyfileobj(reading, writing, 1 << 20)
        made.append(target)

    def _write(self, path: str, data: bytes, made: list[Path]) -> None:
        """A whole file; one that was there is replaced at once, or kept."""
        folder = self._folder_of(path, made)
        target = self.root / path
        new = not target.exists()
        with _put(folder, target) as writing:
            writing.write(data)
        if new:
            made.append(target)


def _take_back(made: list[Path]) -> None:
    """Removes what was newly made, last first; a folder only while it is empty."""
    for path in reversed(made):
        try:
            path.rmdir() if path.is_dir() else path.unlink()
        except OSError:
            continue


@contextmanager
def _put(folder: Path, target: Path) -> Iterator[tempfile._TemporaryFileWrapper[bytes]]:
    """A file beside `target` that takes its place when everything is written; else it is gone."""
    with tempfile.NamedTemporaryFile(dir=folder, prefix=_PREFIX, delete=False) as file:
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
