"""What is about to be saved in git: the index as git itself reads it, in a hook that git runs. The work tree is not looked at.

Git is asked with plumbing alone, which converts nothing and starts no program that the repository may name.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import IO, Literal

from msgspec import Struct

from simcred.exits import Exit, Stop
from simcred.machine.programs import ask, program
from simcred.model.tree import Entry, TooBig, Unreadable
from simcred.snapshot.digest import ByReading

_PATIENCE = 60.0
_SAFE = ("-c", "core.fsmonitor=false", "-c", "core.untrackedCache=false", "-c", "core.quotePath=false")
_FILES = {"100644", "100755"}
_LINK = "120000"
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)


class _Staged(Struct, frozen=True):
    """One path of the index: its mode and git's id of its bytes."""

    mode: str
    blob: str


class Staging:
    """The index of the repository at `top`, read once."""

    def __init__(self, top: Path) -> None:
        found = program("git")
        if found is None:
            raise Stop("git was not found", "Install git, or take the hook out again.", Exit.CANNOT_JUDGE)
        self.top = top
        self._git = found
        self._reader: subprocess.Popen[bytes] | None = None

    def _said(self, *words: str, given: bytes = b"") -> bytes:
        """What git says. Raises `Stop` where it does not."""
        answer = ask(
            [self._git, *_SAFE, *words],
            folder=self.top,
            environment={
                **os.environ,
                "GIT_OPTIONAL_LOCKS": "0",
                "GIT_NO_LAZY_FETCH": "1",
                "GIT_NO_REPLACE_OBJECTS": "1",
                "LC_ALL": "C",
            },
            given=given,
            patience=_PATIENCE,
        )
        if not answer.good:
            raise Stop("git does not say what is about to be saved", "Run `simcred doctor` here.", Exit.CANNOT_JUDGE)
        return answer.out

    @cached_property
    def files(self) -> Mapping[str, _Staged]:
        """Every path of the index; one that two people changed is not there, and git saves nothing before that is settled."""
        found: dict[str, _Staged] = {}
        for part in self._said("ls-files", "--stage", "-z").split(b"\0"):
            head, tab, path = part.partition(b"\t")
            if tab and (words := head.decode().split())[2] == "0":
                found[os.fsdecode(path)] = _Staged(words[0], words[1])
        return found

    @cached_property
    def changed(self) -> Sequence[str]:
        """The paths that are saved anew or otherwise; not those that go."""
        out = self._said("diff-index", "--cached", "--name-only", "-z", "--no-renames", "--diff-filter=d", self._base())
        return [os.fsdecode(path) for path in out.split(b"\0") if path]

    def _base(self) -> str:
        """What was saved last; nothing at the first time."""
        answer = ask([self._git, "rev-parse", "--verify", "-q", "HEAD"], folder=self.top, environment=dict(os.environ))
        if answer.good:
            return "HEAD"
        return self._said("hash-object", "-t", "tree", "--stdin").decode().strip()

    @cached_property
    def sizes(self) -> Mapping[str, int]:
        """How large the bytes of each id are."""
        blobs = sorted({staged.blob for staged in self.files.values() if staged.mode in (*_FILES, _LINK)})
        out = self._said(
            "cat-file", "--batch-check=%(objectname) %(objectsize)", given="".join(f"{blob}\n" for blob in blobs).encode()
        )
        said = (line.split() for line in out.decode().splitlines())
        return {words[0]: int(words[1]) for words in said if len(words) == 2 and words[1].isdecimal()}

    def read(self, blob: str) -> bytes:
        """The bytes of an id. Raises OSError."""
        if self._reader is None:
            self._reader = subprocess.Popen(  # noqa: S603 - git, from PATH's own folders
                [self._git, *_SAFE, "cat-file", "--batch"],
                cwd=self.top,
                env={**os.environ, "GIT_NO_LAZY_FETCH": "1", "GIT_NO_REPLACE_OBJECTS": "1"},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                creationflags=_NO_WINDOW,
            )
        asked, answers = self._reader.stdin, self._reader.stdout
        if asked is None or answers is None:
            raise OSError(0, "git does not answer")
        asked.write(f"{blob}\n".encode())
        asked.flush()
        return _one_of(answers)

    def size_of(self, path: str) -> int | None:
        """How many bytes would be saved at a path: of a link, those of the words that say where it leads; None where that is not known."""
        staged = self.files.get(path)
        if staged is None or staged.mode not in (*_FILES, _LINK):
            return 0
        return self.sizes.get(staged.blob)

    def bytes_of(self, path: str, most: int) -> bytes | None:
        """What would be saved at a path, links too; None of what is too large or not to be had."""
        size = self.size_of(path)
        if size is None or size > most:
            return None
        if size == 0:
            return b""
        staged = self.files[path]
        try:
            return self.read(staged.blob)
        except OSError:
            return None

    def close(self) -> None:
        """Ends what was begun."""
        reader, self._reader = self._reader, None
        if reader is not None:
            reader.kill()
            reader.wait()
            for pipe in (reader.stdin, reader.stdout):
                if pipe is not None:
                    pipe.close()


def _one_of(answers: IO[bytes]) -> bytes:
    """The next object of an answer. Raises OSError where there is none."""
    head = answers.readline().split()
    if len(head) != 3 or head[1] != b"blob":
        raise OSError(0, "git does not have it")
    size = int(head[2])
    data = answers.read(size)
    answers.read(1)
    if len(data) != size:
        raise OSError(0, "git ended before its time")
    return data


class StagedTree(ByReading):
    """One folder of the index as a tree: what would be saved, whatever the folder on disk holds by now. `only` these paths, if said."""

    kind: Literal["memory"] = "memory"
    revision = None

    def __init__(self, staging: Staging, folder: str, only: Collection[str] | None = None) -> None:
        self._staging = staging
        self._below = f"{folder}/" if folder else ""
        self._only = only
        self._entries = dict(sorted(self._all()))

    def _all(self) -> Sequence[tuple[str, Entry]]:
        """Every path of the folder, and the folders on the way to it; what is never saved is no part of it."""
        found: dict[str, Entry] = {}
        for path, staged in self._staging.files.items():
            own = path.removeprefix(self._below)
            if not path.startswith(self._below) or own.startswith((".simcred/", "packet/")):
                continue
            if self._only is not None and own not in self._only:
                continue
            for depth in range(1, own.count("/") + 1):
                folder = "/".join(own.split("/")[:depth])
                found.setdefault(folder, Entry(folder, "folder", 0))
            if staged.mode in _FILES:
                found[own] = Entry(own, "file", self._staging.sizes.get(staged.blob, 0))
            else:
                found[own] = Entry(own, "link" if staged.mode == _LINK else "other", 0)
        return list(found.items())

    def entries(self) -> Mapping[str, Entry]:
        """Every name, by path."""
        return self._entries

    def unreadable(self) -> tuple[Unreadable, ...]:
        """Nothing of it is closed to git."""
        return ()

    def read(self, path: str, limit: int) -> bytes:
        """The bytes of a file."""
        entry = self._entries.get(path)
        if entry is None or entry.kind != "file":
            raise FileNotFoundError(2, "no such file", path)
        if entry.size > limit:
            raise TooBig(path)
        return self._staging.read(self._staging.files[self._below + path].blob)

    def stamp(self, path: str) -> str | None:
        """git's id says all that there is to say of a file's bytes."""
        staged = self._staging.files.get(self._below + path)
        return f"blob {staged.blob}" if staged is not None and staged.mode in _FILES else None

    def known_blob(self, path: str) -> str | None:
        """git's id of a file."""
        staged = self._staging.files.get(self._below + path)
        return staged.blob if staged is not None and staged.mode in _FILES else None
