"""Looking at portfolios: one pass that `status`, `check` and the packet all start from."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from simcred.app.places import (
    Found,
    Spot,
    inside,
    placed,
    portfolio_at,
    portfolios_at,
    programme_for,
    starter,
    usable,
    way,
    whole,
)
from simcred.assess import assess
from simcred.exits import Exit, Stop, worst
from simcred.findings.finding import Finding, Place, found, ordered
from simcred.inspect.looking import MOST_BYTES, Also, Looker
from simcred.load.facts import PORTFOLIO, Facts, is_junk, is_scaffold, load
from simcred.memory import CacheFolder
from simcred.model.naming import ROSTER
from simcred.model.outcome import Assessment, Batch
from simcred.model.programme import Programme
from simcred.model.tree import Tree, Unreadable
from simcred.snapshot.folder import FolderTree, is_folder, is_there

if TYPE_CHECKING:
    from simcred.app.guarding import Guard


class Look(Struct, frozen=True):
    """How to look: the day, a programme if one was named, the folder given with -C, and which goals are held complete."""

    today: dt.date
    programme: Path | None = None
    typed_from: str = "."
    held_complete: Callable[[str], bool] | None = None


class Seen(Struct, frozen=True):
    """One portfolio, loaded and assessed; without a usable programme it has no facts."""

    spot: Spot
    found: Found
    facts: Facts | None
    assessment: Assessment

    @property
    def programme(self) -> Programme:
        """Its programme. Raises `Stop` when it cannot be used."""
        return usable(self.found)


def see(spot: Spot, look: Look) -> Seen:
    """Loads and assesses one portfolio."""
    judge = programme_for(spot.root, look.programme)
    if judge.programme is None:
        findings = ordered(finding.moved(way(judge.path, spot.root)) for finding in judge.findings)
        return Seen(spot, judge, None, Assessment(spot.path, False, None, ("folder", None), (), findings, (), {}, spot.folder))
    facts = load(FolderTree(spot.root), judge.shapes)
    judge.fits.save()
    guard = _guard(facts, spot.root, judge.programme, look)
    _look_into(facts, judge.programme, guard.read if guard is not None else None)
    if guard is not None:
        facts.naming = guard.naming()
    return Seen(spot, judge, facts, _assessed(facts, judge.programme, spot, judge, look))


def foreseen(seen: Seen, tree: Tree, look: Look) -> Assessment:
    """What would be said of a portfolio that was seen, were it this tree; files that it had already are not looked into again."""
    facts = load(tree, seen.found.shapes)
    if seen.facts is not None:
        facts.contents, facts.digests = dict(seen.facts.contents), dict(seen.facts.digests)
        facts.naming = seen.facts.naming
        for path in facts.files():
            if tree.stamp(path) is None:
                facts.contents.pop(path, None)
                facts.digests.pop(path, None)
    return _assessed(facts, seen.programme, seen.spot, seen.found, look)


def _assessed(facts: Facts, programme: Programme, spot: Spot, judge: Found, look: Look) -> Assessment:
    """What is said of one portfolio."""
    return assess(
        facts,
        programme,
        look.today,
        path=spot.path,
        folder=spot.folder,
        place=inside(spot.root, judge.path),
        held_complete=look.held_complete,
    )


_LEADS_TO_SOMEBODY = rb"""(?ix) \d{3}[-.\ )/]{1,2}\d{2,3}[-.\ ]\d{4} | \+\d{2} | \d{10} | \b(born|birth|d\.?o\.?b|b-?day|nacimiento|geboren)
    | \d[a-z]?\ {1,2}([a-z0-9'.]{1,21}\ ){1,4}(st|av|ro?a?d|la?ne?|dr|c(our)?t|cir|b|way|pl|te?r|pkwy|parkway|h|loop|sq) | p\.?\ ?o\.?\ ?box | \xc2\xa0 | \xe2\x80 | \xef\xbc"""
"""What stands in everything that `privacy.patterns` finds, and is quickly looked for."""


def _guard(facts: Facts, root: Path, programme: Programme, look: Look) -> Guard | None:
    """Who looks for people's names; None where there is nothing in which somebody could be named."""
    if not _may_name_somebody(facts, root, programme):
        return None
    from simcred.app.guarding import Guard

    return Guard(facts, root, programme, look.today.year)


def _may_name_somebody(facts: Facts, root: Path, programme: Programme) -> bool:
    """Whether there is a roster, a file beside the manifests, or something in their words that may lead to somebody."""
    if is_there(root / ROSTER) or programme.student_numbers:
        return True
    if any(
        entry.kind == "file" and entry.path not in facts.documents and not is_scaffold(entry.path)
        for entry in facts.entries.values()
    ):
        return True
    for path, document in facts.documents.items():
        raw = document.raw.replace(b"@", b"", _own_addresses(facts, document.raw)) if path == PORTFOLIO else document.raw
        if b"@" in raw or re.search(_LEADS_TO_SOMEBODY, raw):
            return True
    return False


def _own_addresses(facts: Facts, raw: bytes) -> int:
    """How many e-mail addresses of the educator and the partners stand in portfolio.yaml."""
    held = facts.portfolio
    if held is None:
        return 0
    partners = [partner for partner in (held.partner, *(goal.partner for goal in held.goals)) if partner is not None]
    addresses = {held.educator.email, *(partner.email for partner in partners if partner.email is not None)}
    return sum(raw.count(address.encode()) for address in addresses)


def _look_into(facts: Facts, programme: Programme, also: Also | None) -> None:
    """Looks into every file that is no manifest."""
    others = (path for path in facts.entries if path not in facts.documents and not is_scaffold(path) and not is_junk(path))
    look_into(facts, programme, dict.fromkeys([*facts.files(), *others]), also)


def look_into(facts: Facts, programme: Programme, paths: Iterable[str], also: Also | None) -> None:
    """Says of some files what they are, as far as one of its size is looked into; `also` sees each that is read."""
    limit = programme.limits.get("file_bytes")
    looker = Looker(facts.tree, facts.portfolio.id if facts.portfolio is not None else "", CacheFolder.of_this_user(), also)
    looker.look(paths, limit.value if limit is not None else MOST_BYTES)
    facts.contents, facts.digests = looker.contents, looker.digests


def one(path: Path, look: Look) -> tuple[Batch, Seen]:
    """The portfolio a path is in, as a report of one. Raises `Stop` when there is none."""
    base, spots = placed([portfolio_at(path)], look.typed_from)
    seen = see(spots[0], look)
    return batch_of(base, look, [seen]), seen


def several(paths: Sequence[Path], look: Look) -> Batch:
    """Every portfolio at or below some paths; a path where there is nothing is a finding beside them.

    Raises `Stop` when there is nothing at any of them.
    """
    roots: list[Path] = []
    passed: list[Unreadable] = []
    missing: dict[str, Stop] = {}
    for path in paths:
        try:
            roots.extend(_roots(path, passed))
        except Stop as stop:
            missing.setdefault(path.as_posix(), stop)
    if not roots and missing:
        raise next(iter(missing.values()))
    base, spots = placed(_once(roots), look.typed_from)
    findings = [found("MC001", stop.message, Place(path), hint=stop.hint, subject=path) for path, stop in missing.items()]
    findings += [found("MC002", f"{gone.path} was not looked into: {gone.reason}", Place(gone.path)) for gone in passed]
    return batch_of(base, look, [see(spot, look) for spot in spots], ordered(findings))


def _once(roots: Iterable[Path]) -> list[Path]:
    """Each portfolio once, by the first way to it: a link to it is no second one."""
    ways: dict[str, Path] = {}
    for root in roots:
        ways.setdefault(os.path.realpath(root), root)
    return list(ways.values())


def _roots(path: Path, passed: list[Unreadable]) -> list[Path]:
    """The portfolios at a path; a folder that holds none stands for itself, so that it is reported and not passed over."""
    try:
        there, gone = portfolios_at(path)
        passed.extend(gone)
        return there or [whole(path)]
    except Stop:
        if not is_folder(path):
            raise
        return [whole(path)]


def batch_of(base: str, look: Look, seen: list[Seen], findings: tuple[Finding, ...] = ()) -> Batch:
    """A report with the programme of its portfolios (the first usable one; they share it in all but odd cases)."""
    programme = next((one.found.programme for one in seen if one.found.programme is not None), None) or starter()
    said = (programme.name, programme.version, programme.digest, programme.status)
    return Batch(base, look.today, said, programme.notice, tuple(one.assessment for one in seen), findings)


_BLIND = {"MC001", "MC002", "MC005", "MC008", "MC410", "MC901"}
"""What could not be judged, so that nothing is said of it, good or bad."""
_INTEGRITY = {"MC304"}


def exit_code(batch: Batch, findings: Sequence[Finding], *, strict: bool) -> Exit:
    """`check`'s exit code: 5 on an integrity finding, 3 when something could not be read, 1 when something needs work."""
    codes = [Exit.OK]
    if any(not portfolio.readable for portfolio in batch.portfolios) or any(f.code in _BLIND for f in findings):
        codes.append(Exit.CANNOT_JUDGE)
    if any(finding.code in _INTEGRITY for finding in findings):
        codes.append(Exit.INTEGRITY)
    if any(finding.severity == "error" or (strict and finding.severity == "warning") for finding in findings):
        codes.append(Exit.WORK)
    return worst(codes)
