"""Runs every rule over one portfolio and returns one Assessment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from simcred.findings.finding import Finding, Place, found, ordered
from simcred.load.facts import PORTFOLIO, Facts
from simcred.model.outcome import Assessment, GoalAssessment
from simcred.model.portfolio import Goal
from simcred.model.programme import Programme
from simcred.rules import consents, contents, dates, files, media, named, naming, papers, references, series, sizes
from simcred.rules.case import Case, Rule
from simcred.rules.outcomes import assess_goal, unjudged
from simcred.steps import next_steps

RULES: tuple[Rule, ...] = (
    references.goals,
    references.portfolio,
    references.items,
    references.agreement,
    named.people,
    papers.papers,
    dates.future,
    dates.reversed_consents,
    consents.covered,
    consents.ending,
    series.order,
    series.future,
    series.gates,
    files.listed,
    files.unlisted,
    files.content,
    files.placeholders,
    files.stray,
    files.attached,
    contents.fit,
    contents.lengths,
    contents.located,
    contents.twice,
    contents.tables,
    contents.names_in_tables,
    files.scaffold,
    media.unbound,
    media.inside,
    sizes.unlisted,
    sizes.folder,
    naming.students,
    naming.roster,
)


_FORMS = ("consent", "permi", "releas", "waiver", "opt", "authori", "autoriz", "slip")
"""What every name or title that may be a signed form's has a part of, in small letters."""
_STILL_COUNTS = {"MC311", "MC322", "MC346", "MC701", "MC703", "MC711", "MC714"}
"""Errors that leave an item countable.

A name, a number, a signed form and what belongs outside must go before anything is shared, but none makes the evidence any less.

A consent record that is not there is judged by the row about consent; an item that closes a circle must unmeet no row.
"""


def assess(
    facts: Facts,
    programme: Programme,
    today: dt.date,
    *,
    path: str = ".",
    folder: str = ".",
    place: str | None = None,
    held_complete: Callable[[str], bool] | None = None,
) -> Assessment:
    """Everything the machine says of one portfolio.

    `path` names it in the report, `folder` in commands, `place` in the programme's people list. `held_complete` says of a
    goal's id whether its open rows become findings.
    """
    case = Case.of(facts, programme, today, place)
    findings = list(facts.findings)
    if PORTFOLIO not in facts.entries:
        findings.append(found("MC001", "there is no portfolio.yaml here", Place("."), hint="Start one with `simcred init`."))
    for rule in (*RULES, *_rarer(case)):
        findings.extend(_guarded(rule.__name__, partial(rule, case)))
    errors = (finding for finding in findings if finding.severity == "error" and finding.code not in _STILL_COUNTS)
    blocked = frozenset(finding.about.evidence for finding in errors if finding.about.evidence is not None)
    goals: list[GoalAssessment] = []
    for number, goal in enumerate(case.goals):
        findings.extend(_guarded(f"the goal {goal.id}", partial(_goal, case, goal, blocked, goals)))
        if len(goals) == number:
            goals.append(unjudged(case, goal))
        elif goal.posted:
            findings.extend(_guarded(f"what is posted of {goal.id}", partial(consents.posted, case, goals[-1])))
    if held_complete is not None:
        from simcred.rules import complete

        findings.extend(f for goal in goals if held_complete(goal.goal.id) for f in complete.findings(case, goal))
    return Assessment(
        path=path,
        readable=facts.portfolio is not None,
        educator=facts.portfolio.educator.name if facts.portfolio is not None else None,
        snapshot=(facts.tree.kind, facts.tree.revision),
        goals=tuple(goals),
        findings=ordered(findings),
        next=tuple(next_steps(case, goals, findings, folder)),
        item_titles={item.slug: item.title for item in case.items()},
        folder=folder,
        id=_id(facts),
    )


def _rarer(case: Case) -> Iterator[Rule]:
    """The rules about what few portfolios have; their modules are loaded only where it is there."""
    held = case.facts.portfolio
    days = [item.retain_until for item in case.facts.items.values()]
    days += [consent.retain_until for consent in held.consents] if held is not None else []
    if any(days):
        from simcred.rules import retention

        yield retention.due
    if case.facts.naming.forms or any(_may_be_form(text) for text in _names(case.facts)):
        from simcred.rules import forms

        yield forms.signed


def _may_be_form(text: str) -> bool:
    """Whether a name or title may be a signed form's; `rules.forms` says whether it is."""
    small = text.lower()
    return any(part in small for part in _FORMS)


def _names(facts: Facts) -> Iterator[str]:
    """What files are called, and what items call themselves and their files."""
    yield from facts.entries
    for item in facts.items.values():
        yield item.title
        yield from (file.description for file in item.files if file.description is not None)


def _id(facts: Facts) -> str:
    """The portfolio's id, also of a portfolio.yaml with mistakes in it; empty where it says none."""
    document = facts.documents.get(PORTFOLIO)
    said = (document.data or {}).get("id") if document is not None else None
    return said if isinstance(said, str) else ""


def _goal(case: Case, goal: Goal, blocked: frozenset[str], goals: list[GoalAssessment]) -> list[Finding]:
    """Assesses one goal into `goals`; findings about its reviews."""
    assessed, findings = assess_goal(case, goal, blocked)
    goals.append(assessed)
    return findings


def _guarded(name: str, run: Callable[[], Iterable[Finding]]) -> list[Finding]:
    """A rule's findings; if it raises, one finding that says it could not be checked."""
    try:
        return list(run())
    except Exception as error:  # whatever it is, the other rules still speak
        message = f"the check of {name.replace('_', ' ')} could not be done ({type(error).__name__})"
        hint = "This is a mistake in simcred, not in your files. Please report it."
        return [found("MC901", message, Place("."), hint=hint, subject=name)]
