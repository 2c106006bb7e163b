"""The repository that a portfolio lies in, as git sees it: where it stands, what is not saved, which files it keeps and how."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

from msgspec import Struct

from simcred import resources
from simcred.machine.git import GitProgram, words
from simcred.machine.places import homely
from simcred.machine.programs import Answer
from simcred.model.machine import Kept, Repository, Sharing
from simcred.snapshot.gitindex import is_repository
from simcred.snapshot.opening import read_regular

_UNFINISHED = {
    "MERGE_HEAD": "merge",
    "rebase-merge": "rebase",
    "rebase-apply": "rebase",
    "CHERRY_PICK_HEAD": "cherry-pick",
    "REVERT_HEAD": "revert",
    "BISECT_LOG": "bisect",
}
"""What git leaves in its folder while something that takes several steps is not done."""
_ATTRIBUTES = ("filter", "text", "eol", "working-tree-encoding", "ident")
_MOST_PATHS = 20_000


class _Place(Struct, frozen=True):
    """Where a repository is, as git says."""

    shallow: bool
    git: Path
    common: Path
    top: Path


class _Stand(Struct):
    """What `git status` says of one folder."""

    head: str | None = None
    born: bool = True
    ahead: int | None = None
    changed: int = 0
    untracked: int = 0
    conflicts: int = 0


def sharing(root: Path, git: GitProgram | None, settings: Mapping[str, str]) -> Sharing:
    """Whether a portfolio's folder is in a repository, and what is to be known of that."""
    top = next((folder for folder in (root, *root.parents) if is_repository(folder)), None)
    if git is None:
        return Sharing("no git" if top is not None else "none")
    answer = git.ask(
        "rev-parse",
        "--is-bare-repository",
        "--is-shallow-repository",
        "--absolute-git-dir",
        "--git-common-dir",
        "--show-toplevel",
    )
    place = _place(answer, root)
    if place is None:
        return Sharing(_why_not(answer, top is not None), homely(top) if top is not None else "")
    status = git.ask("status", "--porcelain=v2", "--branch", "-z", "--untracked-files=all", "--ignore-submodules=all", "--", ".")
    if not status.good:
        return Sharing("slow" if status.late else "damaged")
    stand = _stand(status)
    return Sharing(
        "repository",
        homely(place.top),
        Repository(
            git_folder=homely(place.git),
            head=stand.head,
            born=stand.born,
            linked=os.path.realpath(place.git) != os.path.realpath(place.common),
            shallow=place.shallow,
            unfinished=next((what for name, what in _UNFINISHED.items() if os.path.lexists(place.git / name)), None),
            lock=_age(place.git / "index.lock"),
            remotes=sum(name.startswith("remote.") and name.endswith(".url") for name in settings),
            ahead=stand.ahead,
            changed=stand.changed,
            untracked=stand.untracked,
            conflicts=stand.conflicts,
            attributes=_as_written(root, "gitattributes"),
            ignore=_as_written(root, "gitignore"),
            kept=tuple(_kept(git)),
        ),
    )


def _place(answer: Answer, root: Path) -> _Place | None:
    """Where the repository is; None where there is none, or none with files."""
    said = os.fsdecode(answer.out).replace("\r\n", "\n").split("\n")[:-1]
    if not answer.good or len(said) != 5 or said[0] == "true":
        return None
    return _Place(said[1] == "true", *(root / way for way in said[2:]))


def _why_not(answer: Answer, inside: bool) -> Literal["none", "slow", "foreign", "bare", "damaged"]:
    """Why git names no repository with files; `inside` is whether one seems to be there."""
    if answer.late:
        return "slow"
    if b"dubious ownership" in answer.err or b"unsafe repository" in answer.err:
        return "foreign"
    if answer.out.startswith(b"true") or b"must be run in a work tree" in answer.err:
        return "bare"
    return "damaged" if inside else "none"


def _stand(answer: Answer) -> _Stand:
    """Reads porcelain format 2. A renamed file's old name follows as a part of its own, without a letter we count."""
    stand, parts = _Stand(), iter(words(answer))
    for part in parts:
        kind, _, rest = part.partition(" ")
        if kind == "#":
            _note_branch(stand, *rest.partition(" ")[::2])
        elif kind == "2":
            next(parts, None)
        stand.changed += kind in ("1", "2")
        stand.untracked += kind == "?"
        stand.conflicts += kind == "u"
    return stand


def _note_branch(stand: _Stand, name: str, value: str) -> None:
    """One of the lines about the branch."""
    if name == "branch.oid":
        stand.born = value != "(initial)"
    elif name == "branch.head":
        stand.head = None if value == "(detached)" else value
    elif name == "branch.ab":
        stand.ahead = int(value.split()[0])


def _age(path: Path) -> float | None:
    """Seconds since something was written; None where it is not."""
    try:
        return max(0.0, time.time() - path.lstat().st_mtime)
    except OSError:
        return None


def _as_written(root: Path, name: str) -> Literal["same", "different", "missing"]:
    """Whether one of the files for git is what `init` writes, or once wrote."""
    known = resources.scaffold(name)
    longest = max(map(len, known))
    try:
        return "same" if read_regular(root / f".{name}", longest + 1)[0] in known else "different"
    except FileNotFoundError:
        return "missing"
    except OSError:
        return "different"


def _kept(git: GitProgram) -> Iterator[Kept]:
    """The files that git keeps of the folder; small letters mark those it was told not to look at."""
    listed = [(entry[:1], entry[2:]) for entry in words(git.ask("ls-files", "-v", "-z", "--", "."))][:_MOST_PATHS]
    how = _attributes(git, [path for _, path in listed])
    for mark, path in listed:
        mine = how.get(path, {})
        yield Kept(path, mark.islower() or mark == "S", _stored(mine), _converted(mine))


def _attributes(git: GitProgram, paths: list[str]) -> dict[str, dict[str, str]]:
    """What the attributes say of each path that any is set for."""
    given = b"".join(os.fsencode(path) + b"\0" for path in paths)
    said = iter(words(git.ask("check-attr", "-z", "--stdin", *_ATTRIBUTES, given=given))) if paths else iter(())
    found: dict[str, dict[str, str]] = {}
    for path, name, value in zip(said, said, said, strict=False):
        if value != "unspecified":
            found.setdefault(path, {})[name] = value
    return found


def _stored(attributes: Mapping[str, str]) -> str | None:
    """What stores a file in git's place."""
    name = attributes.get("filter", "unset")
    return None if name in ("unset", "set") else name


def _converted(attributes: Mapping[str, str]) -> bool:
    """Whether git may change a file's bytes: its line ends (unless told that it is no text), its encoding, its marks."""
    ends = attributes.get("text") != "unset"
    return ends or attributes.get("working-tree-encoding", "unset") != "unset" or attributes.get("ident") == "set"
