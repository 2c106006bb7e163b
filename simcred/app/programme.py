"""The programme that holds here: for commands that show it, and for whoever writes it."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from simcred import resources
from simcred.app.look import Look, one
from simcred.app.places import STARTER, Found, layer_of, portfolio_at, programme_for, usable, way, whole
from simcred.exits import Stop
from simcred.findings.finding import Finding, ordered
from simcred.load.reader import MAX_FINDINGS
from simcred.model.outcome import Batch
from simcred.model.programme import Programme
from simcred.programmes import loading as programmes
from simcred.programmes.advice import advice, stray
from simcred.snapshot.folder import is_file


def found_here(look: Look) -> Found:
    """Where the programme is of the portfolio we are in, else of the folder we are in, and what is known of it."""
    try:
        here = portfolio_at(Path())
    except Stop:
        here = Path.cwd()
        if is_file(here / programmes.MAIN) and look.programme is None:
            return programme_for(here, here)
    return programme_for(here, look.programme)


def programme_here(look: Look) -> Programme:
    """The programme itself. Raises `Stop` when it cannot be used."""
    return usable(found_here(look))


def checklists_here(look: Look) -> set[str]:
    """The ids of the checklists that the goals of the portfolio here have; none where we are in no portfolio."""
    try:
        _, seen = one(Path(), look)
    except Stop:
        return set()
    return {goal.checklist.id for goal in seen.assessment.goals if goal.checklist is not None}


def is_starter(found: Found) -> bool:
    """Whether a programme is the one that comes with simcred, which nobody changes in place."""
    return found.path == resources.folder(STARTER)


def check_programme(folder: Path | None, look: Look) -> tuple[Batch, programmes.Parsed]:
    """Everything that is wrong with a programme, and what should be looked at, as a report without portfolios; and its files.

    Raises `Stop` where there is none.
    """
    found = found_here(look) if folder is None else programme_for(whole(folder), whole(folder))
    layer = layer_of(found.path)
    parsed = programmes.parsed(layer)
    findings: list[Finding] = list(parsed.findings)
    if parsed.contents is not None:
        findings.extend(islice(advice(parsed.documents, parsed.contents, parsed.stated), MAX_FINDINGS))
    findings.extend(stray(layer.tree))
    main = next((document.data or {} for document in parsed.documents if document.path == programmes.MAIN), {})
    said = (main.get("name", found.path.name), main.get("version", ""), layer.digest, main.get("status", "starter"))
    notice = main.get("notice", "")
    return Batch(way(found.path, Path.cwd()), look.today, said, notice, (), ordered(findings)), parsed
