"""What is told before git saves: students' names, what else is private, and files that are too large, in what is about to be saved."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from simcred.app.beside import Beside, Watch, has_list, verdict_of, watches
from simcred.app.guarding import Guard
from simcred.app.look import Look, look_into
from simcred.app.places import portfolios_at, programme_for, starter
from simcred.exits import Exit, Stop
from simcred.findings.finding import About, Finding, Place, found, ordered
from simcred.load.facts import PORTFOLIO, is_junk, is_scaffold, load
from simcred.machine.hooks import hooks_folder, put, take_out
from simcred.machine.staged import StagedTree, Staging
from simcred.model.contents import Content
from simcred.model.naming import ROSTER
from simcred.rules import contents, forms, naming
from simcred.rules.case import Case
from simcred.rules.media import is_salt
from simcred.rules.sizes import weigh
from simcred.snapshot.opening import read_regular
from simcred.words import both, quoted, reason

_NEVER_SAVED = ".simcred"
_SAVED = "schemas"
_MOST_MESSAGE = 1_000_000
_MOST_BESIDE = 100_000_000
"""Larger files beside portfolios are not looked through."""
_CUT = " ------------------------ >8 ------------------------"
"""Behind a sign for remarks; below it git shows what is saved, and takes none of it into the message."""
_WHY_NONE = "there is no class list here (`simcred privacy roster FILE`)."
_NO_LIST = "Nobody looked for students' names{where}: " + _WHY_NONE

_OF_A_LIST = ("MC701", "MC702", "MC703")
"""What only a class list tells."""
_LENT = "In {where} there is no class list (`simcred privacy roster FILE`): only the names of the other lists here were looked for there."


class Saving(Struct, frozen=True):
    """What is told of what is about to be saved; `remarks` on what nobody looked for, and why nobody could look at all (`blind`)."""

    findings: tuple[Finding, ...]
    remarks: tuple[str, ...] = ()
    blind: str = ""


def install(folder: Path) -> list[str]:
    """Puts the hooks where git runs them; remarks. Raises `Stop`."""
    top, hooks = hooks_folder(folder)
    put(hooks)
    remarks = [
        "From now on simcred looks at every file that git is about to save new or changed, in a portfolio or beside it, and at the message.",
        "What comes with a pull or a merge it does not see, nor what is saved with --no-verify.",
        f"The hooks lie in {hooks.as_posix()}. To take them out: simcred hook remove",
    ]
    if not any(has_list(top, folder) for folder in ["", *_on_disk(top)]):
        remarks.append(f"Nobody looks for students' names: {_WHY_NONE}")
    return remarks


def remove(folder: Path) -> list[str]:
    """Takes the hooks out again; remarks. Raises `Stop`."""
    _, hooks = hooks_folder(folder)
    gone = take_out(hooks)
    return [f"{both(gone)} {'is' if len(gone) == 1 else 'are'} taken out."] if gone else ["There was no hook of simcred's."]


def before_commit(top: Path, look: Look) -> Saving:
    """What is told of everything that is about to be saved. Raises `Stop` where git does not say."""
    staging = Staging(top)
    try:
        return _before_commit(staging, look)
    finally:
        staging.close()


def _before_commit(staging: Staging, look: Look) -> Saving:
    seen = {folder: _Portfolio(staging, folder, look) for folder in _changing(staging)}
    told = [*_hidden(staging.changed), *(finding for one in seen.values() for finding in one.told())]
    watching = [one.watch for one in seen.values()]
    covered = {path for one in seen.values() for path in one.covered}
    loose = [path for path in staging.changed if path not in covered and not _is_hidden(path)]
    everywhere = ["", *seen, *_indexed(staging), *_on_disk(staging.top)]
    listless = [folder for folder, one in seen.items() if not one.watch.has_list and not one.watch.naming.blind]
    any_list = any(has_list(staging.top, folder) for folder in everywhere)
    lent = (
        covered - {path for one in seen.values() if one.watch.has_list for path in one.covered}
        if any_list and listless
        else set()
    )
    if loose or lent:
        around = watches(staging.top, everywhere, look)
        watching += around
        told += _beside(staging, loose, around)
        told += (finding for finding in _beside(staging, sorted(lent), around) if finding.code in _OF_A_LIST)
    remarks = []
    if not any_list:
        remarks.append(_NO_LIST.format(where=""))
    elif listless:
        where = both([folder or "this folder" for folder in listless])
        remarks.append(_LENT.format(where=where))
    return Saving(ordered(dict.fromkeys(told)), tuple(remarks), _blind(watching))


def _blind(watching: Iterable[Watch]) -> str:
    """Why somebody could not look, where that is so."""
    return next((watch.naming.blind for watch in watching if watch.naming.blind), "")


def _indexed(staging: Staging) -> list[str]:
    """The folders of portfolios that git has, or is about to have."""
    return [posixpath.dirname(path) for path in staging.files if posixpath.basename(path) == PORTFOLIO]


def _on_disk(top: Path) -> list[str]:
    """The folders of portfolios that lie there, whether git has them or not."""
    try:
        roots, _ = portfolios_at(top)
    except Stop:
        return []
    outer = Path(os.path.abspath(top))  # noqa: PTH100 - as `places.whole` makes the others
    below = [root.relative_to(outer).as_posix() for root in roots if root.is_relative_to(outer)]
    return ["" if path == "." else path for path in below]


def _changing(staging: Staging) -> list[str]:
    """The folders of portfolios in which something changes, by portfolio.yaml in what is about to be saved, or as it lies there."""
    above: set[str] = set()
    for path in staging.changed:
        folder = path
        while folder:
            folder = posixpath.dirname(folder)
            if folder in above:
                break
            above.add(folder)
    known = set(_indexed(staging))
    return sorted(folder for folder in above if folder in known or os.path.lexists(staging.top / folder / PORTFOLIO))


class _Portfolio:
    """One portfolio, as far as it changes."""

    def __init__(self, staging: Staging, folder: str, look: Look) -> None:
        self._folder, self._staging = folder, staging
        below = f"{folder}/" if folder else ""
        self._changed = {path.removeprefix(below) for path in staging.changed if path.startswith(below)}
        root = staging.top / folder
        judge = programme_for(root, look.programme)
        if judge.programme is None:
            raise Stop("the programme cannot be used", "`simcred check` says why.", Exit.CANNOT_JUDGE)
        self._facts = facts = load(StagedTree(staging, folder), judge.shapes)
        guard = Guard(facts, root, judge.programme, look.today.year)
        paths = [path for path in facts.entries if path in self._changed]
        look_into(facts, judge.programme, paths, guard.read)
        facts.naming = guard.naming()
        self._case = Case.of(facts, judge.programme, look.today)
        self.watch = Watch(guard, facts.naming)
        whole = (path for path in paths if facts.entries[path].kind == "file" and not is_junk(path) and not is_scaffold(path))
        self.covered = {f"{below}{path}" for path in whole}

    def told(self) -> Iterator[Finding]:
        """What is told of it, as far as it is about what changes."""
        for finding in (*self._too_large(), *self._named(), *self._shown(), *self._forms()):
            yield finding.moved(self._folder)

    def _too_large(self) -> Iterator[Finding]:
        """Files that are too large to be saved, or nearly so."""
        for path in self._changed:
            entry = self._facts.entries.get(path)
            if entry is not None and entry.kind == "file":
                too_large = weigh(path, entry.size, self._case.programme.limits, Place(path), About()).finding
                if too_large is not None:
                    yield too_large

    def _named(self) -> Iterator[Finding]:
        """Students and others who are named in what changes, and what is wrong with the list."""
        for place, finding in naming.told_of(self._facts.naming):
            if self._changes(place.path):
                yield finding
        for finding in naming.roster(self._case):
            if finding.place.path == ROSTER or finding.place.path in self._changed:
                yield finding

    def _shown(self) -> Iterator[Finding]:
        """What was seen in files: nobody looked into others than those that change."""
        for rule in (contents.located, contents.names_in_tables):
            yield from rule(self._case)

    def _forms(self) -> Iterator[Finding]:
        """Signed forms among what changes, or in items of which the manifest does."""
        items = [item for item in self._facts.items.values() if item.manifest in self._changed]
        paths = self._changed | {path for item in items for path in item.paths()}
        tree = StagedTree(self._staging, self._folder, paths)
        for finding in forms.signed(replace(self._case, facts=replace(self._facts, tree=tree))):
            if finding.subject != "title" or self._changes(posixpath.dirname(finding.place.path)):
                yield finding

    def _changes(self, path: str) -> bool:
        """Whether a file changes, or something in a folder."""
        return path in self._changed or any(other.startswith(f"{path}/") for other in self._changed)


def _beside(staging: Staging, paths: Iterable[str], watching: Sequence[Watch]) -> Iterator[Finding]:
    """What is told of files that are no part of a portfolio."""
    beside, limits = Beside(watching), starter().limits
    try:
        for path in paths:
            too_large = weigh(path, staging.size_of(path) or 0, limits).finding
            if too_large is not None:
                yield too_large
            yield from beside.file(path, staging.bytes_of(path, _MOST_BESIDE))
    finally:
        beside.close()


def _is_hidden(path: str) -> bool:
    """Whether a path is this computer's alone, in whatever letters its folder is written."""
    parts = path.lower().split("/")[:-1]
    if _NEVER_SAVED not in parts:
        return False
    return path.lower().split("/")[parts.index(_NEVER_SAVED) + 1] != _SAVED


def _hidden(changed: Iterable[str]) -> Iterator[Finding]:
    """Files that are this computer's alone, and about to be saved for everybody; wherever they lie."""
    for path in changed:
        out = f"Take it out of what is saved: git rm --cached {quoted(path)}"
        if path.lower().endswith(ROSTER):
            message = f"{path}, the list of your students' names, is about to be saved"
            yield found("MC705", message, Place(path), hint=out)
        elif _is_hidden(path):
            message = f"{path} is about to be saved, and may hold what was taken out"
            yield found("MC705", message, Place(path), hint=out, subject=path)
        elif is_salt(path):
            message = f"{path} is a salt, and must never be where its file's digest is"
            yield found("MC346", message, Place(path), hint=out, subject=path)


def of_message(top: Path, file: Path, look: Look) -> Saving:
    """What is told of the message under which something is about to be saved, by every list there is. Raises `Stop`."""
    words = _message(file)
    staging = Staging(top)
    try:
        folders = [*_indexed(staging), *_on_disk(top)]
    finally:
        staging.close()
    watching = watches(top, folders, look)
    blind = _blind(watching)
    verdict = verdict_of(watching, "message.txt", words, Content("txt")) if not blind else None
    told = [finding for _, finding in naming.told_of(naming.as_naming("the message", verdict))] if verdict is not None else []
    if verdict is not None and verdict.unread:
        blind = f"in the message, {verdict.unread}"
    none = not any(watch.has_list or watch.naming.blind for watch in watching)
    return Saving(
        ordered(replace(finding, hint="Write the message again without it.") for finding in told),
        (_NO_LIST.format(where=" in the message"),) if none else (),
        blind,
    )


def _message(file: Path) -> bytes:
    """What git takes for the message, and perhaps a little more. Raises `Stop`.

    Only where somebody writes it in an editor, git puts remarks into it that it takes out again.
    """
    try:
        data = read_regular(file, _MOST_MESSAGE + 1)[0]
    except OSError as error:
        raise Stop(f"the message cannot be read: {reason(error)}", "", Exit.CANNOT_JUDGE) from None
    lines = data.decode("utf-8", "replace").split("\n")
    cut = len(lines)
    if os.environ.get("GIT_EDITOR") != ":":
        cut = next((number for number, line in enumerate(lines) if line.rstrip("\r")[1:] == _CUT), cut)
        lines = ["" if line.rstrip("\r") == "#" or line.startswith(("# ", "#\t")) else line for line in lines[:cut]]
    if len(data) > _MOST_MESSAGE and cut >= len(lines):
        raise Stop("the message is too long to be looked through", "Write a shorter one.", Exit.CANNOT_JUDGE)
    return "\n".join(lines).encode()


def blocks(findings: Sequence[Finding]) -> bool:
    """Whether something must not be saved so."""
    return any(finding.severity == "error" for finding in findings)
