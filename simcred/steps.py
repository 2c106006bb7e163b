"""What to do next: a sentence, and the command that does it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simcred.findings.finding import Finding
from simcred.model.checklist import EvidenceAsk
from simcred.model.outcome import GoalAssessment, NextStep, RowOutcome
from simcred.model.programme import Kind
from simcred.rules.case import Case
from simcred.words import count

STEPS_A_GOAL = 3
_FIELDS_SHOWN = 3


def next_steps(case: Case, goals: Sequence[GoalAssessment], findings: Sequence[Finding], folder: str) -> Iterator[NextStep]:
    """The next steps in the order they should be taken: mend what is wrong, then the open rows of each goal."""
    errors = sum(finding.severity == "error" for finding in findings)
    if errors:
        yield NextStep(f"Mend {count(errors, 'problem')} first", _command("check", folder))
    if case.facts.portfolio is not None and not goals:
        yield NextStep("Say what you work towards", _command("goal add INTERVENTION --level LEVEL", folder))
    for goal in goals:
        yield from _of_goal(case, goal, folder, several=len(goals) > 1)


def _of_goal(case: Case, goal: GoalAssessment, folder: str, *, several: bool) -> Iterator[NextStep]:
    """The next steps of one goal."""
    if goal.state == "ready":
        text = f"{goal.goal.id} is ready: make the packet for your developer"
        yield NextStep(text, _command(f"packet --goal {goal.goal.id}", folder), goal.goal.id)
        return
    if goal.state in ("awarded", "revoked", "recommended", "submitted"):
        return
    for outcome in goal.open_rows("submit")[:STEPS_A_GOAL]:
        text, command = _of_row(case, goal, outcome, several=several)
        yield NextStep(text, _command(command, folder), goal.goal.id, outcome.row.id)


def _command(words: str, folder: str) -> str:
    """A whole command line, with the portfolio's folder where it is not this one."""
    if folder == ".":
        return f"simcred {words}"
    import shlex

    return f"simcred {words} -C {shlex.quote(folder)}"


def _of_row(case: Case, goal: GoalAssessment, outcome: RowOutcome, *, several: bool) -> tuple[str, str]:
    """What to do about one open row."""
    row = outcome.row
    if outcome.outcome in ("waiting", "outdated"):
        whom = outcome.waiting_for or "your developer"
        return f"{row.id}: ask {whom}", f"packet --goal {goal.goal.id}"
    if outcome.outcome == "cannot-tell":
        return f"{row.id}: mend the file that cannot be read", "check"
    ask = next(row.evidence_asks(), None)
    if ask is None or outcome.why == "no-consent":
        return f"{row.id}: {row.title}", f"explain {row.id}"
    return f"{row.id}: {row.title}", _add(case, row.id, ask, goal, several=several)


def _add(case: Case, row_id: str, ask: EvidenceAsk, goal: GoalAssessment, *, several: bool) -> str:
    """An `add` command for a row, with blanks in capitals; fields that the row itself settles are left out."""
    kind = case.programme.kinds.get(ask.kind[0])
    words = [f"add {row_id}"]
    taken = [set(known.enough) for name in ask.kind if (known := case.programme.kinds.get(name)) is not None]
    if any("files" in enough and not {"fields", "date"} & enough for enough in taken):
        words.append("FILE")
    if several and any(other is not goal.goal and case.programme.checklist_for(other) is goal.checklist for other in case.goals):
        words.append(f"--goal {goal.goal.id}")
    if any(name.startswith("date.") for name in ask.where):
        words.append("--date START..END")
    elif row_id.startswith("L1-"):
        words.append("--date DATE")
    fields = [name for name in blanks(ask, kind) if not name.startswith("date")]
    if len(fields) <= _FIELDS_SHOWN:
        words.extend(f"--set {name}={name.rpartition('.')[2].upper()}" for name in fields)
    return " ".join(words)


def blanks(ask: EvidenceAsk, kind: Kind | None) -> list[str]:
    """The fields a person must fill in for a row: those it names and does not settle, and those its kind needs."""
    settled = {name for name, shape in ask.where.items() if isinstance(shape.get("const"), str)}
    open_fields = [name for name in ask.where if name not in settled]
    needed = [name for name in (kind.needs if kind is not None else ()) if not any(n.split(".")[0] == name for n in ask.where)]
    names = [*open_fields, *needed]
    if ask.distinct_by and not {*settled, *names} & set(ask.distinct_by):
        names.append(ask.distinct_by[0])
    if ask.follows is not None:
        names.append("follows")
    return names
