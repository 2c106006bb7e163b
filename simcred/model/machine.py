"""What was seen of a computer, of git, of a folder and of how it is shared; and what `doctor` says of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

System = Literal["windows", "mac", "linux"]
"""Kinds of system, by what has to be typed there; every other Unix counts as `linux`."""
Loads = Literal["loads", "missing", "broken"]
State = Literal["ok", "note", "fix"]


class Diagnosis(Struct, frozen=True):
    """One fact in a plain sentence. For `note` and `fix`: what to do, and the command that does it where there is one."""

    state: State
    text: str
    cure: str = ""
    command: str = ""


class Section(Struct, frozen=True):
    """What is said of one thing; `name` is for programs, `title` for people."""

    name: Literal["computer", "git", "folder", "sharing"]
    title: str
    diagnoses: tuple[Diagnosis, ...]


class Probe(Struct, frozen=True):
    """What came of writing a file into a folder and removing it again.

    `reason` says why it could not be written. `clock` is how many seconds the drive's time is ahead of the computer's.
    """

    reason: str | None = None
    clock: float = 0.0
    ignores_case: bool = False


class Computer(Struct, frozen=True, kw_only=True):
    """This computer. `free` is in bytes; `width` is None where output goes to no terminal."""

    system: System
    named: str
    simcred: str
    python: str
    installed_by: Literal["pip", "pipx", "uv"]
    package_tool: str | None
    quick_yaml: bool
    encoding: str | None
    width: int | None
    libraries: Mapping[str, Loads]
    free: int | None
    year: int
    cache: Literal["usable", "off", "nowhere", "closed"]
    cache_folder: str
    editor: str | None
    editor_there: bool
    browser: str | None


class Git(Struct, frozen=True, kw_only=True):
    """The git program; `version` is empty where it could not be read.

    `settings` are those that hold where we looked, the last value of each, by their names in small letters.
    """

    version: tuple[int, ...]
    settings: Mapping[str, str]
    signs: bool


class Name(Struct, frozen=True):
    """A name in a folder: `size` in bytes, `age` in seconds since it was written; `away` when its contents are not here."""

    path: str
    size: int
    age: float
    folder: bool = False
    away: bool = False


class Folder(Struct, frozen=True, kw_only=True):
    """A portfolio's folder. `length` counts the characters of its own path; `whole` is False when not all was looked at."""

    path: str
    length: int
    manifest: Literal["read", "broken", "closed"]
    probe: Probe
    cloud: str | None
    names: tuple[Name, ...]
    whole: bool
    unreadable: tuple[str, ...]
    busy: bool
    long_paths: bool


class Kept(Struct, frozen=True):
    """A file that git keeps. `unseen` when git was told not to look whether it changes; `stored` names what stores it
    instead of git; `converted` when git may change its line ends or its encoding."""

    path: str
    unseen: bool = False
    stored: str | None = None
    converted: bool = False


class Repository(Struct, frozen=True, kw_only=True):
    """The repository that a portfolio lies in, as far as it is about that portfolio.

    `head` is the branch's name; None off any branch. `lock` is the age in seconds of an index.lock, `ahead` the number of
    saves that the remote has not got, None where there is nothing to compare with.
    """

    git_folder: str
    head: str | None
    born: bool
    linked: bool
    shallow: bool
    unfinished: str | None
    lock: float | None
    remotes: int
    ahead: int | None
    changed: int
    untracked: int
    conflicts: int
    attributes: Literal["same", "different", "missing"]
    ignore: Literal["same", "different", "missing"]
    kept: tuple[Kept, ...]


class Sharing(Struct, frozen=True):
    """Whether a folder is in a repository, and what was seen of that.

    `slow`: git did not answer in time. `foreign`: git will not look, because the folder is another user's. `bare`: a
    repository without files. `damaged`: git says that it cannot be read. `top` is the repository's folder.
    """

    kind: Literal["none", "no git", "slow", "foreign", "bare", "damaged", "repository"]
    top: str = ""
    repository: Repository | None = None
