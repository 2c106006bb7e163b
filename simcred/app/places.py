"""Where portfolios and programmes are."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from msgspec import Struct

from simcred import resources
from simcred.exits import Exit, Stop
from simcred.findings.finding import Finding, Place, found
from simcred.load.facts import PORTFOLIO
from simcred.load.fits import Fits
from simcred.load.shape import Shapes, schemas_digest
from simcred.memory import CacheFolder
from simcred.model.programme import Programme
from simcred.model.tree import Unreadable
from simcred.programmes import loading as programmes
from simcred.snapshot.folder import FolderTree, is_file, is_folder, is_there
from simcred.snapshot.gitindex import is_repository
from simcred.words import reason

STARTER = "templates/programme"
"""The programme that comes with simcred, among its data files."""
_DEPTH = 12
"""How far down portfolios are looked for; what lies deeper is told."""
_NEAR = 2
_SKIPPED = {".git", ".simcred", "node_modules", ".venv", "packet", "evidence"}


class Spot(Struct, frozen=True):
    """A portfolio's folder: where it is, its path in the report, and how to name it in a command."""

    root: Path
    path: str
    folder: str


def whole(path: Path) -> Path:
    """A path from the root on, without `.` and `..`, so that its parents are the folders it lies in.

    A link keeps its own name: what is reached by one is judged where the link lies. Only where a link stands in front of a
    `..` does the system's reading hold, which goes on from where the link leads to.
    """
    plain = Path(os.path.abspath(path))  # noqa: PTH100 - Path.absolute keeps `..`, and Path.resolve follows links
    if ".." in path.parts and os.path.realpath(path) != os.path.realpath(plain):
        return path.resolve()
    return plain


def portfolio_at(start: Path) -> Path:
    """The portfolio's folder for a path: the folder itself, or the nearest above that has a portfolio.yaml.

    Raises `Stop` when there is none.
    """
    place = whole(start)
    if not is_there(place):
        raise Stop(f"there is nothing at {start}", "Look at the spelling of the folder's name.", Exit.CANNOT_JUDGE)
    folder = place if is_folder(place) else place.parent
    if (there := nearest_portfolio(folder, *folder.parents)) is not None:
        return there
    hint = "Start one here with `simcred init`, or name the portfolio's folder (-C FOLDER, behind the command)."
    raise Stop(f"there is no portfolio.yaml in {start} or above it", hint, Exit.CANNOT_JUDGE)


def nearest_portfolio(*folders: Path) -> Path | None:
    """The first of some folders, from the inside out, that has a portfolio.yaml; the search ends at a repository or programme."""
    for folder in folders:
        if is_there(folder / PORTFOLIO):
            return folder
        if is_repository(folder) or is_there(folder / programmes.MAIN):
            break
    return None


def portfolios_at(start: Path) -> tuple[list[Path], list[Unreadable]]:
    """The portfolio that a path is in, else every portfolio below it, and the folders that were not looked into.

    Raises `Stop` when there is none.
    """
    try:
        return [portfolio_at(start)], []
    except Stop as stop:
        passed: list[Unreadable] = []
        below = sorted(_below(whole(start), _DEPTH, passed)) if is_folder(start) else []
        if not below and not passed:
            raise stop from None
        return below, passed


def portfolio_within(folder: Path) -> Path | None:
    """A portfolio one or two levels below a folder."""
    return next(_below(whole(folder), _NEAR, []), None)


def _below(folder: Path, levels: int, passed: list[Unreadable]) -> Iterator[Path]:
    """Folders with a portfolio.yaml, some levels down; links are not followed. `passed` gets those not looked into."""
    try:
        with os.scandir(folder) as scan:
            names = list(scan)
    except OSError as error:
        passed.append(Unreadable(folder.as_posix(), reason(error)))
        return
    if any(name.name == PORTFOLIO for name in names):
        yield folder
        return
    for name in names:
        if name.name in _SKIPPED or not name.is_dir(follow_symlinks=False):
            continue
        if levels:
            yield from _below(Path(name.path), levels - 1, passed)
        else:
            passed.append(Unreadable(Path(name.path).as_posix(), "it lies too deep; name it by itself"))


def inside(path: Path, folder: Path) -> str | None:
    """A path's way inside a folder, whichever links lead to either; None where it does not lie in it."""
    real, outer = Path(os.path.realpath(path)), Path(os.path.realpath(folder))
    return real.relative_to(outer).as_posix() if real.is_relative_to(outer) else None


def is_same(path: Path, other: str) -> bool:
    """Whether two paths lead to one place; not where either leads nowhere."""
    try:
        return os.path.samefile(path, other)  # noqa: PTH121 - both may be missing
    except OSError:
        return False


def way(path: Path, start: Path) -> str:
    """A path as seen from a folder; whole, where they are on different drives of Windows."""
    try:
        return Path(os.path.relpath(path, start)).as_posix()
    except ValueError:
        return path.as_posix()


def placed(roots: list[Path], typed_from: str) -> tuple[str, list[Spot]]:
    """The report's base, and each portfolio relative to it; `typed_from` is the folder given with -C."""
    here = Path.cwd()
    inside = all(root == here or here in root.parents for root in roots)
    try:
        base = here if inside else Path(os.path.commonpath([root.parent for root in roots]))
    except ValueError:  # on several drives of Windows there is no folder above them all
        base = here
    places = []
    for root in roots:
        path = root.relative_to(base).as_posix() if root.is_relative_to(base) else root.as_posix()
        typed = os.path.normpath(Path(typed_from) / path) if inside else str(root)
        places.append(Spot(root, path, typed.replace(os.sep, "/")))
    return ("." if inside else base.as_posix()), places


class Found(Struct, frozen=True):
    """A programme, or the findings that say why it cannot be used; `path` is where it was looked for.

    `shapes` and `fits` judge the shape of its portfolios' manifests.
    """

    path: Path
    programme: Programme | None
    findings: tuple[Finding, ...]
    shapes: Shapes
    fits: Fits


def programme_for(portfolio: Path, named: Path | None) -> Found:
    """The programme a portfolio belongs to: the one named, else the nearest above it, else the starter programme.

    The search ends at the repository's root. Raises `Stop` when the one named is not a programme.
    """
    if named is not None:
        if not is_file(named / programmes.MAIN):
            raise Stop(f"there is no programme.yaml in {named}", "Name the programme's folder.", Exit.CANNOT_JUDGE)
        return _programme(whole(named))
    portfolio = whole(portfolio)
    if not is_repository(portfolio):
        for folder in portfolio.parents:
            if is_file(folder / programmes.MAIN):
                return _programme(folder)
            if is_repository(folder):
                break
    return _programme(resources.folder(STARTER))


def starter() -> Programme:
    """The starter programme that comes with simcred."""
    return usable(_programme(resources.folder(STARTER)))


def usable(found_programme: Found) -> Programme:
    """The programme itself. Raises `Stop` with its first problem when it cannot be used."""
    if found_programme.programme is not None:
        return found_programme.programme
    first = next(f for f in found_programme.findings if f.severity == "error" and f.code != "MC005")
    where = f"{first.place.path}, line {first.place.line}" if first.place.line else first.place.path
    message = f"the programme in {found_programme.path} cannot be used ({where}): {first.message}"
    raise Stop(message, first.hint, Exit.CANNOT_JUDGE)


def layer_of(folder: Path) -> programmes.Layer:
    """A programme's files, over those of the starter programme where they say so."""
    starts = FolderTree(resources.folder(STARTER), programmes.FOLDERS)
    return programmes.Layer.of(FolderTree(folder, programmes.FOLDERS), starts)


@cache
def _programme(folder: Path) -> Found:
    """A programme from its folder, read once."""
    memory = CacheFolder.of_this_user()
    starts = FolderTree(resources.folder(STARTER), programmes.FOLDERS)
    programme, findings = programmes.load(FolderTree(folder, programmes.FOLDERS), folder.as_posix(), memory, starts)
    if programme is None:
        why = found("MC005", "the programme cannot be used", Place(programmes.MAIN))
        findings = (why, *findings)
    fits = Fits(memory, f"{programme.digest if programme is not None else None} {schemas_digest()}")
    return Found(folder, programme, findings, Shapes(programme.kinds if programme is not None else None, fits), fits)
