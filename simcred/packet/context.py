"""What stands in a packet, worked out from the same assessment that `status` shows. Reads files only through the tree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct

from simcred.load.facts import Facts
from simcred.model.evidence import EvidenceItem
from simcred.model.outcome import Assessment, GoalAssessment, RowOutcome
from simcred.model.portfolio import LEVELS, Partner, Portfolio
from simcred.model.programme import Programme
from simcred.model.review import Review, Submission
from simcred.model.tree import TooBig
from simcred.packet.forms import Blank, blank_review, open_forms, reviewers
from simcred.packet.integrity import appendix, changes, pinned
from simcred.packet.words import markdown
from simcred.wording import CATEGORIES, JUDGEMENTS, PROVENANCE, how_far, outcome_word, parts_of, state_words

_STATED = {"confirm": "Confirmation", "recommend": "Recommendation"}
_TEXT_LIMIT = 200_000
_BUILT_IN = {
    "schema",
    "title",
    "kind",
    "intervention",
    "date",
    "by",
    "narrative",
    "narrative_file",
    "files",
    "links",
    "people",
    "follows",
    "status",
    "not_for",
    "teacher",
}


class Source(Struct, frozen=True):
    """All that a packet is made from."""

    facts: Facts
    portfolio: Portfolio
    programme: Programme
    assessment: Assessment
    today: dt.date


def context(source: Source, goals: Sequence[GoalAssessment], version: str) -> dict[str, Any]:
    """The template's data for some goals: plain values, and educators' words as safe HTML."""
    educator = source.portfolio.educator
    return {
        "educator": {"name": educator.name, "school": educator.school, "division": educator.division},
        "portfolio": source.portfolio.id,
        "date": source.today.isoformat(),
        "notice": source.programme.notice,
        "programme": {"name": source.programme.name, "version": source.programme.version, "digest": source.programme.digest},
        "version": version,
        "goals": [_goal(source, goal) for goal in goals],
        "appendix": list(appendix(source.facts, goals)),
        "problems": [
            {"code": f.code, "severity": f.severity, "path": f.place.path, "line": f.place.line, "message": f.message}
            for f in source.assessment.findings
        ],
    }


def _goal(source: Source, goal: GoalAssessment) -> dict[str, Any]:
    """One goal: verdict, matrix, rows with evidence and feedback, attestations, what changed."""
    checklist = goal.checklist
    partner = source.portfolio.partner_of(goal.goal)
    papers = source.facts.papers_of(goal.goal.id)
    reviews = [paper for paper in papers if isinstance(paper, Review)]
    submissions = [paper for paper in papers if isinstance(paper, Submission)]
    counts = goal.counts
    shown: set[str] = set()
    return {
        "id": goal.goal.id,
        "title": f"Level {goal.goal.level} {LEVELS[goal.goal.level][1]}",
        "name": goal.name,
        "state": goal.state,
        "verdict": state_words(goal).capitalize(),
        "counts": {"met": counts.met, "open": counts.open, "total": counts.total},
        "partner": None if partner is None else {"name": partner.name, "since": partner.since},
        "checklist": checklist,
        "provenance": PROVENANCE[checklist.status] if checklist is not None else "",
        "placeholder": checklist is not None and checklist.status == "placeholder",
        "assurance": goal.assurance,
        "implementation": list(_spans(source, goal)),
        "todo": [_owed(outcome) for outcome in goal.open_rows()],
        "changes": list(changes(source.facts, goal, papers)),
        "rows": [_row(source, goal, outcome, reviews, shown) for outcome in goal.rows],
        "verdicts": [
            {"by": r.reviewer, "date": r.date, "verdict": r.verdict, "text": r.text} for r in reviews if r.verdict or r.text
        ],
        "reviews": list(_blanks(source, goal, partner, max((s.number for s in submissions), default=None))),
        "recommended": any(a.statement == "recommend" for r in goal.rows for a in r.row.attestation_asks()),
        "submissions": [{"number": s.number, "date": s.date, "note": s.change_note} for s in submissions],
    }


def _blanks(source: Source, goal: GoalAssessment, partner: Partner | None, attempt: int | None) -> Iterator[dict[str, Any]]:
    """A review file to be completed for each person who has something to say."""
    first = _next_number(source, goal.goal.id)
    for number, who in enumerate(reviewers(goal, partner), start=first):
        blank = Blank(source.portfolio.id, who, attempt, partner)
        yield {
            "path": f"reviews/{goal.goal.id}/{number:03}-{who}.yaml",
            "who": who,
            "text": blank_review(blank, goal, source.programme.forms, lambda slug: pinned(source.facts, slug)),
        }


def _next_number(source: Source, goal: str) -> int:
    """The number after those of all reviews that lie in a goal's folder, whether they count or not."""
    folder = f"reviews/{goal}/"
    there = [path[len(folder) :][:3] for path in source.facts.entries if path.startswith(folder)]
    return max((int(number) for number in there if number.isdecimal() and number.isascii()), default=0) + 1


def _spans(source: Source, goal: GoalAssessment) -> Iterator[str]:
    """When the routine was taught, from the items that say so."""
    counted = {slug for outcome in goal.rows for slug in outcome.evidence}
    yield from (
        str(item.date) for slug, item in sorted(source.facts.items.items()) if slug in counted and item.kind == "implementation"
    )


def _owed(outcome: RowOutcome) -> dict[str, Any]:
    """An open row and who owes what."""
    return {
        "id": outcome.row.id,
        "title": outcome.row.title,
        "outcome": outcome_word(outcome),
        "who": outcome.waiting_for or "the educator",
        "reason": outcome.reason,
        "due": outcome.row.due,
    }


def _row(source: Source, goal: GoalAssessment, outcome: RowOutcome, reviews: list[Review], shown: set[str]) -> dict[str, Any]:
    """One row: how it stands by machine and by people, its evidence, and what was said about it."""
    row = outcome.row
    cards = []
    for slug in outcome.evidence:
        item = source.facts.items[slug]
        cards.append(
            {"slug": slug, "title": item.title, "again": slug in shown, **({} if slug in shown else _card(source, item))}
        )
        shown.add(slug)
    return {
        "id": row.id,
        "anchor": f"{goal.goal.id}-{row.id}",
        "title": row.title,
        "note": CATEGORIES[row.category],
        "due": row.due,
        "basis": row.basis,
        "source": row.source,
        "assumed": parts_of(row),
        "why": row.why,
        "outcome": outcome_word(outcome),
        "word": outcome.outcome,
        "judgement": JUDGEMENTS[outcome.judgement],
        "far": how_far(outcome),
        "reason": outcome.reason,
        "waiting_for": outcome.waiting_for,
        "cards": cards,
        "thread": list(_thread(reviews, row.id)),
        "attestations": list(_attestations(source, reviews, row.id)),
        "forms": list(open_forms(source.programme.forms, outcome)),
    }


def _thread(reviews: list[Review], row: str) -> Iterator[dict[str, Any]]:
    """What reviewers said of a row, oldest first."""
    for review in reviews:
        for decision in review.decisions:
            if decision.row == row:
                yield {
                    "by": review.reviewer,
                    "date": review.date,
                    "decision": JUDGEMENTS[decision.decision],
                    "text": decision.text,
                }


def _attestations(source: Source, reviews: list[Review], row: str) -> Iterator[dict[str, Any]]:
    """Filled-in forms and statements for a row, question by question."""
    for review in reviews:
        for said in review.attestations:
            if said.row != row:
                continue
            form = source.programme.forms.get(said.form or "")
            questions = form.questions if form is not None else ()
            answers = [(question.text, _answer(said.answers.get(question.id))) for question in questions]
            title = form.title if form is not None else said.form or _STATED.get(said.statement or "", "Statement")
            yield {
                "by": review.reviewer,
                "date": review.date,
                "title": title,
                "lesson": said.lesson_date,
                "item": said.item,
                "answers": answers,
            }


def _answer(value: object) -> str:
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else "" if value is None else str(value)


def _card(source: Source, item: EvidenceItem) -> dict[str, Any]:
    """One evidence item: the words first, then what it is and where its files are."""
    kind = source.programme.kinds.get(item.kind)
    fields = {name: value for name, value in item.data.items() if name not in _BUILT_IN and not name.startswith("x-")}
    return {
        "kind": kind.title if kind is not None else item.kind,
        "date": str(item.date),
        "by": item.by,
        "words": markdown(_narrative(source, item)),
        "fields": list(_fields(fields, "")),
        "files": [_file(source, item, file.path, file.description) for file in item.files],
        "links": item.links,
        "follows": item.follows,
        "people": _people(item),
    }


def _narrative(source: Source, item: EvidenceItem) -> str:
    """The educator's words, from the manifest or from their own file."""
    if item.narrative_file is None:
        return item.narrative or ""
    try:
        return source.facts.tree.read(f"{item.folder}/{item.narrative_file}", _TEXT_LIMIT).decode("utf-8", "replace")
    except (OSError, TooBig):
        return f"({item.narrative_file} cannot be read)"


def _fields(value: object, name: str) -> Iterator[tuple[str, str]]:
    """A kind's own fields as names and texts; the log's questions and the like one by one."""
    if isinstance(value, dict) and "name" in value and set(value) <= {"name", "person"}:
        yield name, str(value["name"])
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _fields(inner, str(key).replace("_", " ") if not name else f"{name}, {str(key).replace('_', ' ')}")
    elif isinstance(value, list):
        people = (str(entry["name"]) if isinstance(entry, dict) and "name" in entry else str(entry) for entry in value)
        yield name, ", ".join(people)
    else:
        yield name, str(value)


def _file(source: Source, item: EvidenceItem, path: str, description: str | None) -> dict[str, Any]:
    """One file: name, what it shows, size in bytes, and its address from the packet's folder."""
    entry = source.facts.entries.get(f"{item.folder}/{path}")
    return {
        "path": path,
        "full": f"{item.folder}/{path}",
        "description": description,
        "size": entry.size if entry is not None else None,
    }


def _people(item: EvidenceItem) -> str | None:
    """Who can be seen or heard, and by which permission."""
    if item.people.deidentified:
        return "Names and faces are removed."
    if not item.people.needs_consent:
        return None
    who = " and ".join(dict.fromkeys((*item.people.shown, *item.people.heard)))
    what = f"Shows or voices {who}" if who else "Names are not removed"
    return f"{what}; permission: {', '.join(item.people.consent) or 'none named'}."
