"""What is told before git saves: students' names, what else is private, and files that are too large, in what is about to be saved."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec.structs import replace

from simcred.app.guarding import Guard
from simcred.app.look import Look
from simcred.app.places import programme_for
from simcred.exits import Exit, Stop
from simcred.findings.finding import About, Finding, Place, found, ordered
from simcred.inspect.looking import MOST_BYTES, Looker
from simcred.load.facts import PORTFOLIO, Facts, load
from simcred.machine.hooks import hooks_folder, put, take_out
from simcred.machine.staged import StagedTree, Staging
from simcred.memory import CacheFolder
from simcred.model.contents import Content
from simcred.model.naming import ROSTER
from simcred.rules import contents, naming
from simcred.rules.case import Case
from simcred.rules.media import is_salt
from simcred.rules.sizes import weigh
from simcred.snapshot.opening import read_regular
from simcred.words import both, reason

_NEVER_SAVED = ".simcred/"
_SAVED = ".simcred/schemas/"
_MOST_MESSAGE = 1_000_000
_CUT = "# ------------------------ >8 ------------------------"
"""Below it git shows what is saved, and takes none of it into the message."""


def install(folder: Path) -> str:
    """Puts the hooks where git runs them; where that is. Raises `Stop`."""
    _, hooks = hooks_folder(folder)
    put(hooks)
    return hooks.as_posix()


def remove(folder: Path) -> list[str]:
    """Takes the hooks out again; remarks. Raises `Stop`."""
    _, hooks = hooks_folder(folder)
    gone = take_out(hooks)
    return [f"{both(gone)} {'is' if len(gone) == 1 else 'are'} taken out."] if gone else ["There was no hook of simcred's."]


def before_commit(top: Path, look: Look) -> list[Finding]:
    """What is told of the portfolios of which something is about to be saved. Raises `Stop` where git does not say."""
    staging = Staging(top)
    try:
        told = [finding for folder in _portfolios(staging) for finding in _of_portfolio(staging, folder, look)]
    finally:
        staging.close()
    return list(ordered(told))


def _portfolios(staging: Staging) -> Iterator[str]:
    """The folders of portfolios in which something changes."""
    folders = [posixpath.dirname(path) for path in staging.files if posixpath.basename(path) == PORTFOLIO]
    yield from (folder for folder in folders if any(_is_below(path, folder) for path in staging.changed))


def _is_below(path: str, folder: str) -> bool:
    return not folder or path.startswith(f"{folder}/")


def _of_portfolio(staging: Staging, folder: str, look: Look) -> Iterator[Finding]:
    """What is told of one portfolio, as far as it is about what changes."""
    root = staging.top / folder if folder else staging.top
    changed = {path.removeprefix(f"{folder}/") if folder else path for path in staging.changed if _is_below(path, folder)}
    judge = programme_for(root, look.programme)
    if judge.programme is None:
        raise Stop("the programme cannot be used", "`simcred check` says why.", Exit.CANNOT_JUDGE)
    facts = load(StagedTree(staging, folder), judge.shapes)
    guard = Guard(facts, root, judge.programme, look.today.year)
    looker = Looker(facts.tree, facts.portfolio.id if facts.portfolio is not None else "", CacheFolder.of_this_user(), guard.read)
    limit = judge.programme.limits.get("file_bytes")
    looker.look([path for path in facts.entries if path in changed], limit.value if limit is not None else MOST_BYTES)
    facts.contents, facts.digests = looker.contents, looker.digests
    facts.naming, facts.forms = guard.naming(), guard.forms
    case = Case.of(facts, judge.programme, look.today)
    findings = [*_hidden(changed), *_too_large(case, facts, changed)]
    for rule in (naming.students, naming.roster, contents.located, contents.names_in_tables):
        findings += [finding for finding in rule(case) if _is_about(finding, changed)]
    for finding in findings:
        yield finding.moved(folder)


def _hidden(changed: Iterable[str]) -> Iterator[Finding]:
    """Files that are this computer's alone, and about to be saved for everybody."""
    for path in changed:
        if path == ROSTER:
            yield found(
                "MC705",
                f"{ROSTER}, the list of your students' names, is about to be saved",
                Place(ROSTER),
                hint=_OUT.format(path=path),
            )
        elif path.startswith(_NEVER_SAVED) and not path.startswith(_SAVED):
            message = f"{path} is about to be saved, and may hold what was taken out"
            yield found("MC705", message, Place(path), hint=_OUT.format(path=path), subject=path)
        elif is_salt(path):
            message = f"{path} is a salt, and must never be where its file's digest is"
            yield found("MC346", message, Place(path), hint=_OUT.format(path=path), subject=path)


_OUT = "Take it out of what is saved: git rm --cached {path}"


def _too_large(case: Case, facts: Facts, changed: Iterable[str]) -> Iterator[Finding]:
    """Files that are too large to be saved, or nearly so."""
    for path in changed:
        entry = facts.entries.get(path)
        if entry is not None and entry.kind == "file":
            too_large = weigh(path, entry.size, case.programme.limits, Place(path), About()).finding
            if too_large is not None:
                yield too_large


def _is_about(finding: Finding, changed: Iterable[str]) -> bool:
    """Whether a finding is about a file that changes; of a name that tells, the folder is named."""
    path = finding.place.path
    return path in (ROSTER, ".") or any(other == path or other.startswith(f"{path}/") for other in changed)


def of_message(top: Path, file: Path, look: Look) -> list[Finding]:
    """What is told of the message under which something is about to be saved. Raises `Stop`."""
    try:
        text = read_regular(file, _MOST_MESSAGE)[0].decode("utf-8", "replace")
    except OSError as error:
        raise Stop(f"the message cannot be read: {reason(error)}", "", Exit.CANNOT_JUDGE) from None
    lines = text.partition(_CUT)[0].splitlines()
    words = "\n".join("" if line.startswith("#") else line for line in lines).encode()
    staging = Staging(top)
    told: dict[tuple[str, int | None], Finding] = {}
    for folder in dict.fromkeys(_portfolios(staging)):
        root = top / folder if folder else top
        judge = programme_for(root, look.programme)
        if judge.programme is None:
            continue
        facts = load(StagedTree(staging, folder), judge.shapes)
        guard = Guard(facts, root, judge.programme, look.today.year)
        verdict = guard.told_in("message.txt", words, Content("txt"))
        for _, finding in naming.told_of(naming.as_naming("the message", verdict)):
            told.setdefault((finding.code, finding.place.line), replace(finding, hint="Write the message again without it."))
    staging.close()
    return list(ordered(told.values()))


def blocks(findings: Sequence[Finding]) -> bool:
    """Whether something must not be saved so."""
    return any(finding.severity == "error" for finding in findings)
