"""Open rows as findings, for `check --complete` alone: everybody else reads them as rows."""

from __future__ import annotations

from collections.abc import Iterator

from simcred.findings.finding import About, Finding, found
from simcred.load.facts import PORTFOLIO
from simcred.model.outcome import GoalAssessment, RowOutcome, Why
from simcred.rules.case import Case

_CODES: dict[Why, str] = {
    "too-few": "MC401",
    "not-different": "MC402",
    "out-of-order": "MC403",
    "no-attestation": "MC405",
    "no-person": "MC407",
    "no-consent": "MC408",
    "people-unsaid": "MC408",
    "no-badge": "MC401",
    "spoiled": "MC401",
    "not-yet": "MC409",
    "unreadable": "MC410",
    "asked": "MC412",
}


def findings(case: Case, goal: GoalAssessment) -> Iterator[Finding]:
    """One finding for each open must-row that is due at submission, and warnings for what is recommended."""
    number = next((n for n, known in enumerate(case.goals) if known is goal.goal), 0)
    place = case.facts.place(PORTFOLIO, "goals", number, "id")
    about = About(goal=goal.goal.id)
    if goal.checklist is None:
        return
    if goal.checklist.status == "placeholder":
        message = f"{goal.goal.id} has a placeholder checklist, which never leads to ready"
        yield found("MC411", message, place, hint="Ask the centre for its requirements.", about=about)
    for outcome in goal.rows:
        where = About(goal=goal.goal.id, row=outcome.row.id)
        if outcome.open and outcome.row.category == "must" and outcome.row.due == "submit":
            message = f"{outcome.row.id} {outcome.row.title}: {words(outcome)}"
            yield found(_CODES[outcome.why or "too-few"], message, place, hint=outcome.row.how, about=where)
        elif outcome.advised is not None and not outcome.open:
            message = f"{outcome.row.id} {outcome.row.title}: {outcome.have} there, {outcome.advised} recommended"
            yield found("MC406", message, place, hint=outcome.row.how, about=where)


def words(outcome: RowOutcome) -> str:
    """How a row stands, in a phrase."""
    counted = f"{outcome.have} of {outcome.need}" if outcome.need > 1 or not outcome.reason else ""
    reason = outcome.reason or ("not there yet" if outcome.have == 0 else "")
    if outcome.waiting_for is not None:
        reason = f"waiting for {outcome.waiting_for}: {reason}"
    return ", ".join(part for part in (counted, reason) if part)
