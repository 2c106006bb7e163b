"""What a change of one item means: for the rows it counts for, and for those who have seen it as it was."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from simcred.app.look import Seen
from simcred.app.manifests import readable
from simcred.model.outcome import Assessment
from simcred.model.review import Review
from simcred.rules.case import Case
from simcred.words import both


def outdated_by(seen: Seen, paths: Collection[str], case: Case) -> Iterator[str]:
    """Whose word about some files will be about older ones, once they are changed; what is outdated already is not said."""
    facts, portfolio = readable(seen)
    for paper in facts.papers:
        pins = paper.pins() if isinstance(paper, Review) else paper.seen
        if not any(pin.path in paths and case.pins.state(pin) == "same" for pin in pins):
            continue
        if isinstance(paper, Review):
            goal = next((goal for goal in portfolio.goals if goal.id == paper.portfolio.goal), None)
            partner = portfolio.partner_of(goal) if goal is not None else portfolio.partner
            known = case.programme.people.person(paper.reviewer) if case.programme.people is not None else None
            name = partner.name if partner is not None and partner.person == paper.reviewer else None
            who = name or (known.name if known is not None else None) or paper.reviewer
            yield f"{who}'s review of {paper.date} saw the old version; it becomes outdated."
        else:
            yield f"Submission {paper.number} of {paper.date} has the old version; it will no longer be what was submitted."


def effects(slug: str, before: Assessment, after: Assessment) -> Iterator[str]:
    """What is different after an item was changed: which rows it counts for, how others stand, and what is wrong now."""
    said = [*_counting(slug, before, after), *standing(slug, before, after)]
    if said or any(_counts_for(slug, after).values()):
        yield from said or ["It counts for what it counted for before."]
    else:
        yield from _not_yet(slug, after)
    old = {(finding.code, finding.subject) for finding in before.findings if finding.about.evidence == slug}
    for finding in after.findings:
        if finding.about.evidence == slug and (finding.code, finding.subject) not in old and finding.severity != "note":
            yield f"{finding.severity.capitalize()} {finding.code}: {finding.message}. {finding.hint}"


def _not_yet(slug: str, after: Assessment) -> Iterator[str]:
    """That an item counts for nothing, and what it lacks where it only lacks something in itself."""
    near = [(goal, outcome) for goal in after.goals for outcome in goal.rows if outcome.near == slug and outcome.reason]
    yield "It counts for no row yet." if near else "It counts for no row yet; `simcred status --all` says what each asks for."
    for goal, outcome in near:
        yield f"{outcome.row.id} of {goal.goal.id}: {outcome.reason}."


def _counts_for(slug: str, assessment: Assessment) -> dict[str, list[str]]:
    """The rows that an item counts for, goal by goal."""
    return {goal.goal.id: [outcome.row.id for outcome in goal.rows if slug in outcome.evidence] for goal in assessment.goals}


def _counting(slug: str, before: Assessment, after: Assessment) -> Iterator[str]:
    """The rows that an item counts for now, and those that it does not count for any more."""
    old, new = _counts_for(slug, before), _counts_for(slug, after)
    for goal, rows in new.items():
        if gained := [row for row in rows if row not in old.get(goal, ())]:
            yield f"It counts now for {both(gained)} of {goal}."
        if lost := [row for row in old.get(goal, ()) if row not in rows]:
            yield f"It no longer counts for {both(lost)} of {goal}."


def standing(slug: str, before: Assessment, after: Assessment) -> Iterator[str]:
    """Rows that are met now and were not, or the other way round, for whichever reason; and how near the item has come."""
    old = {(goal.goal.id, outcome.row.id): outcome for goal in before.goals for outcome in goal.rows}
    for goal in after.goals:
        for outcome in goal.rows:
            was = old.get((goal.goal.id, outcome.row.id))
            reason = f": {outcome.reason}" if outcome.reason else ""
            if was is None:
                continue
            if was.open != outcome.open:
                yield f"{outcome.row.id} of {goal.goal.id} is {'open now' + reason if outcome.open else 'met now'}."
            elif outcome.near == slug and outcome.reason != was.reason:
                yield f"{outcome.row.id} of {goal.goal.id}{reason}."
