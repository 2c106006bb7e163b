"""The home screen (`status`), the list of problems (`check`), and which evidence counts for what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from simcred.findings.finding import Finding, Place
from simcred.model.outcome import Assessment, Batch, GoalAssessment, RowOutcome
from simcred.model.portfolio import LEVELS
from simcred.report.lines import Line, Tone, blank, line
from simcred.steps import command
from simcred.wording import CATEGORIES, JUDGEMENTS, PROVENANCE, how_far, outcome_word, parts_of, state_words
from simcred.words import both, count

_TONES: dict[str, Tone] = {
    "met": "good",
    "unmet": "warn",
    "waiting": "quiet",
    "outdated": "warn",
    "not-applicable": "quiet",
    "cannot-tell": "bad",
}
_SEVERITY_TONES: dict[str, Tone] = {"error": "bad", "warning": "warn", "note": "quiet"}
_OPEN_SHOWN = 3
_UNOFFICIAL = "not KUCRL official"
"""Said on every report made from checklists that are ours, whatever the programme's own notice says."""
_ID = 14
"""The column in which row ids stand."""


def status(batch: Batch, *, every_row: bool) -> Iterator[Line]:
    """The home screen of each portfolio: who, goals with counts, what is open and who owes it, and what to do next."""
    for number, portfolio in enumerate(batch.portfolios):
        if number:
            yield blank()
        yield from _status(batch, portfolio, every_row)


def _status(batch: Batch, portfolio: Assessment, every_row: bool) -> Iterator[Line]:
    if not portfolio.readable:
        yield line((f"{_path(portfolio.path)}: cannot be read yet", "bad"))
        yield from problems(portfolio.findings, portfolio.path)
        yield line(("Next: ", "title"), "mend what is named here, then look again")
        yield line((command("status", portfolio.folder), "code"), indent=6, whole=True)
        return
    who = portfolio.educator or ""
    yield line((who, "title"), (f"   {batch.date}", "quiet"), hang=4, facts=(who, str(batch.date)))
    yield line((batch.notice, "quiet"))
    own = {goal.checklist.status for goal in portfolio.goals if goal.checklist is not None} - {"official"}
    if own and _UNOFFICIAL not in batch.notice:
        words = PROVENANCE[min(own)]
        yield line((f"{words[0].upper()}{words[1:]}.", "quiet"))
    for goal in portfolio.goals:
        yield blank()
        yield from _goal(goal, portfolio, every_row)
    if every_row:
        yield from _coverage(portfolio)
    yield blank()
    yield from _footer(portfolio)


def goal_title(goal: GoalAssessment) -> str:
    """A goal's level and intervention in words."""
    return f"Level {goal.goal.level} {LEVELS[goal.goal.level][1]}, {goal.name}"


def _goal(goal: GoalAssessment, portfolio: Assessment, every_row: bool) -> Iterator[Line]:
    """One goal."""
    yield line((goal.goal.id, "title"), f"  {goal_title(goal)}")
    if goal.checklist is None:
        yield line(("no checklist for it in this programme", "bad"), indent=2)
        return
    counts = goal.counts
    tone: Tone = "good" if goal.state in ("ready", "recommended", "awarded") else "plain"
    yield line(
        (state_words(goal), tone),
        f": {counts.met} of {counts.total} rows met{_later(goal)}",
        (f"; persons as {goal.assurance}", "quiet"),
        indent=2,
        facts=(f"{state_words(goal)}: {counts.met} of {counts.total} rows met{_later(goal)}", f"persons as {goal.assurance}"),
    )
    asked = [outcome.row.id for outcome in goal.rows if outcome.judgement == "question"]
    if asked:
        yield line((f"A reviewer has a question about {both(asked)}; the packet has it.", "warn"), indent=2)
    if goal.changed:
        yield line(("Something has changed since it was submitted.", "warn"), indent=2)
    if goal.checklist.status == "placeholder":
        yield line(("This checklist is a placeholder; it never leads to ready.", "warn"), indent=2)
    if every_row:
        for outcome in goal.rows:
            yield from _row(outcome, None, basis=True)
        yield line(
            (
                f"checklist {goal.checklist.id} {goal.checklist.version}, {PROVENANCE[goal.checklist.status]}; digest "
                f"{goal.checklist.digest[:16]}; persons and statements: {goal.assurance}",
                "quiet",
            ),
            indent=2,
        )
        return
    yield from _open_rows(goal, portfolio)


def _later(goal: GoalAssessment) -> str:
    """How many of the open rows are not the educator's to bring now."""
    later = len(goal.open_rows()) - len(goal.open_rows("submit"))
    return f", {later} due later" if later and goal.state in ("collecting", "ready", "returned") else ""


def _open_rows(goal: GoalAssessment, portfolio: Assessment) -> Iterator[Line]:
    """The first open rows of a goal, with who owes what; and how many more there are."""
    rows = goal.open_rows("submit" if goal.state in ("collecting", "returned") else None)
    for outcome in rows[:_OPEN_SHOWN]:
        mine = (step.command for step in portfolio.next if step.goal == goal.goal.id and step.row == outcome.row.id)
        yield from _row(outcome, next(mine, None))
    if len(rows) > _OPEN_SHOWN:
        words = f"and {len(rows) - _OPEN_SHOWN} more: {command('status --all', portfolio.folder)}"
        yield line((words, "quiet"), indent=2, whole=True)
    advised = [outcome for outcome in goal.rows if outcome.advised is not None and not outcome.open]
    if advised and goal.state == "ready":
        words = ", ".join(f"{outcome.row.id} ({outcome.have} of {outcome.advised})" for outcome in advised)
        yield line((f"More would help, but is not asked for: {words}", "quiet"), indent=2)


def _row(outcome: RowOutcome, todo: str | None, *, basis: bool = False) -> Iterator[Line]:
    """One row: its state in a word, its number and title, how far it is, and who owes it."""
    row = outcome.row
    far = f"  {far}" if (far := how_far(outcome)) else ""
    extra = f"  ({note})" if (note := CATEGORIES[row.category]) else ""
    ours = f"; ours: {words}" if (words := parts_of(row)) else ""
    provenance = f"  [{row.basis}: {row.source}{ours}]" if basis else ""
    yield line(
        (f"{outcome_word(outcome):<11}", _TONES[outcome.outcome]),
        f" {row.id:<7} {row.title}{far}{extra}",
        (provenance, "quiet"),
        indent=2,
        hang=22,
        facts=(f"{row.id} {row.title}: {outcome_word(outcome)}", far.strip(), extra.strip(), provenance.strip()),
    )
    yield from _details(outcome)
    if basis and outcome.evidence:
        yield line((", ".join(outcome.evidence), "quiet"), indent=_ID)
    if todo is not None:
        yield line((todo, "code"), indent=_ID, whole=True)


def _details(outcome: RowOutcome) -> Iterator[Line]:
    """Who owes what for an open row, and what a reviewer said of it."""
    if outcome.waiting_for is not None:
        what = f": {outcome.reason}" if outcome.reason else ""
        yield line(f"waiting for {outcome.waiting_for}{what}", indent=_ID)
    elif outcome.reason and outcome.outcome != "met":
        yield line(outcome.reason, indent=_ID)
    if outcome.judgement in ("question", "met"):
        yield line((f"a reviewer said: {JUDGEMENTS[outcome.judgement]}", "quiet"), indent=_ID)


def _coverage(portfolio: Assessment) -> Iterator[Line]:
    """Which item counts for which goal."""
    yield blank()
    yield line(("Which evidence counts for what", "title"))
    if not portfolio.item_titles:
        yield line("There is no evidence yet.", indent=2)
    for slug, title in portfolio.item_titles.items():
        uses = [
            f"{goal.goal.id}: {', '.join(rows)}"
            for goal in portfolio.goals
            if (rows := [outcome.row.id for outcome in goal.rows if slug in outcome.evidence])
        ]
        yield line(slug, (f"  {title}", "quiet"), indent=2, hang=4)
        for use in uses:
            yield line(use, indent=6, hang=8)
        if not uses:
            yield line(("counts for no row yet", "warn"), indent=6)


def _footer(portfolio: Assessment) -> Iterator[Line]:
    """Problems in a line, and the one next thing."""
    words = totals(portfolio.findings)
    if words:
        check = next(
            (step.command for step in portfolio.next if " check" in step.command and "--select" not in step.command), None
        )
        yield line((f"{words}. ", "warn"), (f"See {check or command('check', portfolio.folder)}", "quiet"))
    if portfolio.next:
        step = portfolio.next[0]
        yield line(("Next: ", "title"), step.text)
        yield line((step.command, "code"), indent=6, whole=True)
    elif portfolio.goals:
        yield line(("Next: ", "title"), "nothing for you to do now.")


def totals(findings: Sequence[Finding]) -> str:
    """`1 error, 2 warnings`, or nothing."""
    parts = []
    for severity in ("error", "warning", "note"):
        number = sum(finding.severity == severity for finding in findings)
        if number:
            parts.append(count(number, severity))
    return ", ".join(parts)


def check(batch: Batch) -> Iterator[Line]:
    """Every problem, file by file, and one line that sums up."""
    yield from problems(batch.findings, ".")
    for portfolio in batch.portfolios:
        if len(batch.portfolios) > 1 and portfolio.findings:
            yield line((_path(portfolio.path), "title"), f"  {portfolio.educator or ''}")
        yield from problems(portfolio.findings, portfolio.path)
    checked = count(len(batch.portfolios), "portfolio")
    words = totals(batch.all_findings())
    if words:
        yield line((f"{words} in {checked}.", "title"), (" `simcred explain CODE` says more.", "quiet"))
    else:
        yield line((f"No problems in {checked}.", "good"))


def programme(batch: Batch, what: str) -> Iterator[Line]:
    """Every problem of a programme, file by file, and one line that sums up."""
    yield from problems(batch.findings, batch.base)
    name, version, digest, _ = batch.programme
    words = totals(batch.findings)
    if words:
        yield line((f"{words} in {what}.", "title"), (" `simcred explain CODE` says more.", "quiet"))
    else:
        yield line((f"No problems in {what}.", "good"), (f" {name} {version}, digest {digest[:16]}.", "quiet"))


def problems(findings: Sequence[Finding], prefix: str) -> Iterator[Line]:
    """Findings under the file they are in."""
    moved = [finding.moved(prefix) for finding in findings]
    for path, group in groupby(moved, key=lambda finding: finding.place.path):
        yield line((_path(path), "title"), whole=True)
        for finding in group:
            place = finding.place
            where = f"{place.line}:{place.column}" if place.line and place.column else str(place.line or "")
            yield line(
                f"{where:>7}  ",
                (f"{finding.severity:<7} {finding.code}", _SEVERITY_TONES[finding.severity]),
                f"  {finding.message}",
                hang=9,
                facts=(f"{finding.severity} {finding.code}{_told(place)}", finding.message),
            )
            if finding.hint:
                yield line((finding.hint, "quiet"), indent=9)
        yield blank()


def _told(place: Place) -> str:
    """A place in words."""
    line_ = f", line {place.line}" if place.line else ""
    return f"{line_}, column {place.column}" if line_ and place.column else line_


def _path(path: str) -> str:
    """A path as a heading at the left margin; one that could pass for a sentence of simcred's begins with `./`."""
    return f"./{path}" if " " in path.partition("/")[0] else path
