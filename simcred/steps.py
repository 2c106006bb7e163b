"""What to do next: a sentence, and the command that does it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from simcred.findings.finding import Finding
from simcred.model.checklist import Checklist, EvidenceAsk, Row
from simcred.model.evidence import MISSING, field
from simcred.model.outcome import GoalAssessment, NextStep, RowOutcome
from simcred.model.programme import Kind
from simcred.rules.case import Case
from simcred.rules.series import next_day
from simcred.words import count, quoted

STEPS_A_GOAL = 3
_BY_A_DAY = {
    "MC717": "Delete what is not to be kept any longer, or not for long",
    "MC716": "Look after a permission that ends soon or has ended",
}
"""Findings that do not wait for a row, and what to do about them."""
_LONGEST = 64
"""Longer command lines break where a terminal has 80 columns, and a broken one cannot be copied."""


def next_steps(case: Case, goals: Sequence[GoalAssessment], findings: Sequence[Finding], folder: str) -> Iterator[NextStep]:
    """The next steps in the order they should be taken: mend what is wrong, then the open rows of each goal."""
    errors = sum(finding.severity == "error" for finding in findings)
    if errors:
        yield NextStep(f"Mend {count(errors, 'problem')} first", command("check", folder))
    told = {finding.code for finding in findings}
    yield from (NextStep(text, command(f"check --select {code}", folder)) for code, text in _BY_A_DAY.items() if code in told)
    if case.facts.portfolio is not None and not goals:
        yield NextStep("Say what you work towards", command("goal add INTERVENTION --level LEVEL", folder))
    for goal in goals:
        yield from _of_goal(case, goal, folder, several=len(goals) > 1)


def _of_goal(case: Case, goal: GoalAssessment, folder: str, *, several: bool) -> Iterator[NextStep]:
    """The next steps of one goal."""
    if goal.state == "ready":
        text = f"{goal.goal.id} is ready: make the packet for your developer"
        yield NextStep(text, command(f"packet --goal {goal.goal.id}", folder), goal.goal.id)
        return
    if goal.state in ("awarded", "revoked", "recommended", "submitted"):
        return
    own_first = sorted(goal.open_rows("submit"), key=lambda outcome: outcome.outcome in ("waiting", "outdated"))
    for outcome in own_first[:STEPS_A_GOAL]:
        text, words = _of_row(case, goal, outcome, several=several)
        yield NextStep(text, command(words, folder), goal.goal.id, outcome.row.id)


def command(words: str, folder: str) -> str:
    """A whole command line, with the portfolio's folder where it is not this one."""
    if folder == ".":
        return f"simcred {words}"
    return f"simcred {words} -C {quoted(folder)}"


def _of_row(case: Case, goal: GoalAssessment, outcome: RowOutcome, *, several: bool) -> tuple[str, str]:
    """What to do about one open row."""
    row = outcome.row
    if outcome.outcome in ("waiting", "outdated"):
        whom = outcome.waiting_for or "your developer"
        return f"{row.id}: ask {whom}", f"packet --goal {goal.goal.id}"
    if outcome.outcome == "cannot-tell":
        return f"{row.id}: mend the file that cannot be read", "check"
    asked = outcome.first or row
    if outcome.why == "no-badge":
        return f"{row.id}: record the badge under `earned` in portfolio.yaml, or add what the row asks for", f"explain {row.id}"
    if outcome.why == "spoiled":
        return f"{row.id}: mend evidence/{outcome.near}/evidence.yaml", "check"
    if outcome.why == "people-unsaid":
        return f"{row.id}: say who can be seen or heard in {outcome.near}", f"edit {outcome.near} --set people.shown=WHO"
    if outcome.why == "no-person" and row.person is not None and row.person.who == "partner":
        return f"{row.id}: say in portfolio.yaml who your partner is", "edit portfolio.yaml"
    if outcome.near is not None:
        return f"{row.id}: complete evidence/{outcome.near}/evidence.yaml", _edit(case, outcome.near, outcome.ask, goal)
    ask = next(asked.evidence_asks(), None) if outcome.first is not None else outcome.ask or next(row.evidence_asks(), None)
    if ask is None or outcome.why == "no-consent":
        return f"{row.id}: {row.title}", f"explain {row.id}"
    return f"{row.id}: {row.title}", _add(case, asked, ask, goal, several=several)


def _add(case: Case, row: Row, ask: EvidenceAsk, goal: GoalAssessment, *, several: bool) -> str:
    """An `add` command for a row, with blanks in capitals; what makes it long is left for `add` to ask."""
    kind = case.programme.kinds.get(ask.kind[0])
    if kind is not None and kind.has_log:
        return "log" + (f" --goal {goal.goal.id}" if several else "")
    words = [f"add {row.id}"]
    if kind is not None and "files" in kind.enough and not {"fields", "date"} & set(kind.enough):
        words.append("FILE")
    if several and any(other is not goal.goal and case.programme.checklist_for(other) is goal.checklist for other in case.goals):
        words.append(f"--goal {goal.goal.id}")
    if any(name.startswith("date.") for name in (*ask.where, *(kind.prompts if kind is not None else ()))):
        words.append("--date START..END")
    elif (kind is not None and kind.enough == ("date",)) or ask.within is not None:
        words.append("--date DATE")
    fields = [name for name in blanks(ask, kind, asked_for(row, goal.checklist)) if not name.startswith("date")]
    fields += ["intervention"] if kind is not None and kind.intervention == "required" and goal.goal.intervention is None else []
    words += [f"--set {name}={value}" for name, value in _telling(row, ask)]
    sets = [f"--set {name}={_blank(ask, name, goal)}" for name in fields]
    return " ".join([*words, *sets] if len(" ".join([*words, *sets])) <= _LONGEST else words)


def _edit(case: Case, slug: str, ask: EvidenceAsk | None, goal: GoalAssessment) -> str:
    """An `edit` command for an item that lacks something, with the field where the line stays short."""
    item = case.facts.items.get(slug)
    kind = case.programme.kinds.get(item.kind) if item is not None else None
    name = next_day(kind, item) if item is not None and ask is not None and ask.whole else None
    blank = "DATE"
    if name is None and item is not None and ask is not None:
        name = next((name for name in blanks(ask, kind) if field(item, name) is MISSING), None)
        blank = _blank(ask, name, goal) if name is not None else ""
    whole = f"edit {slug} --set {name}={blank}"
    return whole if name is not None and len(whole) <= _LONGEST - len("simcred ") else f"edit {slug}"


def _telling(row: Row, ask: EvidenceAsk) -> Iterator[tuple[str, str]]:
    """The values that tell this part of a row from the others, where they take the same kinds."""
    others = [other for other in row.evidence_asks() if other != ask and set(other.kind) & set(ask.kind)]
    for name, shape in ask.where.items():
        if isinstance(shape.get("const"), str) and any(other.where.get(name, shape) != shape for other in others):
            yield name, str(shape["const"])


def asked_for(row: Row, checklist: Checklist | None) -> set[str]:
    """Whom an item for a row should name: those who must say something about it, and the leader whom another row looks for."""
    named = {name for ask in row.attestation_asks() for name in ask.by} - {"partner", "mentor"}
    persons = (other.person for other in (checklist.rows if checklist is not None else ()) if other.person is not None)
    leader = any(person.who == "session-leader" and row.id in person.active_on for person in persons)
    return named | ({"session-leader"} if leader else set())


def grown_from(ask: EvidenceAsk, goal: GoalAssessment) -> tuple[str, ...]:
    """The items that an item for this ask can have grown from (`follows`)."""
    return next((outcome.evidence for outcome in goal.rows if outcome.row.id == ask.follows), ())


def _blank(ask: EvidenceAsk, name: str, goal: GoalAssessment) -> str:
    """What stands for a field's value in a suggested command: the value that is asked for, or a word in capitals."""
    if name == "follows" and (drafts := grown_from(ask, goal)):
        return drafts[-1]
    wanted = ask.where.get(name, {}).get("const")
    last = name.rpartition(".")[2]
    if isinstance(wanted, (bool, int)):
        return str(wanted).lower()
    return "DATES" if last in _DAYS else last.upper()


_DAYS = ("uses",)
"""Fields that hold several days."""
_ALWAYS_THERE = ("date", "title", "kind")
_MEANT = {"people": "people.shown"}
"""The field that answers for a group of them."""


def blanks(ask: EvidenceAsk, kind: Kind | None, named: Collection[str] = ()) -> list[str]:
    """The fields a person must fill in for a row: those it names and does not settle, those its kind needs, and whom to name."""
    settled = {name for name, shape in ask.where.items() if isinstance(shape.get("const"), str)}
    names = [name for name in ask.where if name not in settled]
    own = kind.fields if kind is not None else {}
    needs = [*(kind.needs if kind is not None else ())]
    needs += [name for name, what in (kind.relations if kind is not None else {}).items() if what in named and name not in needs]
    for need in needs:
        if not any(name.split(".")[0] == need for name in ask.where):
            inner = own.get(need, {}).get("required", ())
            names += [f"{need}.{part}" for part in inner] if isinstance(inner, list) and inner else [_MEANT.get(need, need)]
    differing = next((name for name in ask.distinct_by if name.split(".")[0] in own or name in _ALWAYS_THERE), None)
    if differing is not None and differing not in {*settled, *names, *_ALWAYS_THERE}:
        names.append(differing)
    names += ["guided.name"] if ask.teacher == "guided" else []
    names += ["follows"] if ask.follows is not None else []
    return names
