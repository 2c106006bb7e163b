"""`doctor`: asks the system about this computer, git, a portfolio's folder and its repository, and says what it means."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal, TextIO

from simcred.app.places import nearest_portfolio, placed, whole
from simcred.doctor import computer as of_computer
from simcred.doctor import folder as of_folder
from simcred.doctor import git as of_git
from simcred.doctor import sharing as of_sharing
from simcred.exits import Exit, Stop
from simcred.load.facts import PORTFOLIO
from simcred.load.reader import MAX_BYTES, read
from simcred.machine.computer import computer
from simcred.machine.folder import folder
from simcred.machine.git import GitProgram, git
from simcred.machine.programs import system
from simcred.machine.sharing import sharing
from simcred.model.machine import Diagnosis, Section, Sharing
from simcred.model.tree import TooBig
from simcred.snapshot.folder import FolderTree, is_folder, is_there
from simcred.workspace.lock import LOCK, is_held


def examine(path: Path, typed_from: str, stream: TextIO) -> list[Section]:
    """The sections of a report: always this computer and git, and the folder and its sharing where there is a portfolio.

    `stream` is where the report goes. Raises `Stop` when there is nothing at the path.
    """
    place = whole(path)
    if not is_there(place):
        raise Stop(f"there is nothing at {path}", "Look at the spelling of the folder's name.", Exit.CANNOT_JUDGE)
    place = place if is_folder(place) else place.parent
    root = nearest_portfolio(place, *place.parents)
    here = computer(root or place, stream)
    asked = GitProgram.found(root or place)
    settings = asked.settings() if asked is not None else {}
    shared = sharing(root, asked, settings) if root is not None else Sharing("none")
    program = git(asked, settings) if asked is not None else None
    in_repository = shared.kind == "repository"
    return [
        _section("computer", of_computer.diagnoses(here)),
        _section("git", of_git.diagnoses(program, here, in_repository=in_repository)),
        *_of_portfolio(root, shared, typed_from),
    ]


def _of_portfolio(root: Path | None, shared: Sharing, typed_from: str) -> Iterator[Section]:
    """The two sections about a portfolio."""
    if root is None:
        yield _section("folder", of_folder.nowhere())
        return
    _, (spot,) = placed([root], typed_from)
    where = of_folder.Where(spot.folder, system())
    seen = folder(root, _manifest(root), busy=is_held(root / LOCK))
    yield _section("folder", of_folder.diagnoses(seen, where))
    yield _section("sharing", of_sharing.diagnoses(shared, where, names=seen.names, cloud=seen.cloud))


def _manifest(root: Path) -> Literal["read", "broken", "closed"]:
    """Whether portfolio.yaml can be read."""
    try:
        document = read(PORTFOLIO, FolderTree(root, ()).read(PORTFOLIO, MAX_BYTES))
    except TooBig:
        return "broken"
    except OSError:
        return "closed"
    return "read" if document.sound else "broken"


_TITLES = {"computer": "This computer", "git": "Git", "folder": "This folder", "sharing": "Sharing"}


def _section(name: Literal["computer", "git", "folder", "sharing"], said: Iterator[Diagnosis]) -> Section:
    """A section of the report."""
    return Section(name, _TITLES[name], tuple(said))
