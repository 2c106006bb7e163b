"""What stands in a packet, worked out from the same assessment that `status` shows. Reads files only through the tree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from simcred.model.outcome import GoalAssessment, RowOutcome
from simcred.model.portfolio import LEVELS, Partner
from simcred.model.review import Review, Submission
from simcred.packet.cards import Source, cards
from simcred.packet.forms import Blank, blank_review, open_forms, reviewers
from simcred.packet.integrity import appendix, became, changes, pinned, shown
from simcred.packet.privacy import for_packet
from simcred.packet.said import Voices, attestations, thread, verdicts
from simcred.wording import CATEGORIES, JUDGEMENTS, PROVENANCE, how_far, of_the_educator, outcome_word, parts_of, state_words


def context(source: Source, goals: Sequence[GoalAssessment], version: str) -> dict[str, Any]:
    """The template's data for some goals: plain values, and educators' words as safe HTML."""
    educator = source.portfolio.educator
    without = source.left_out.paths if source.left_out is not None else ()
    return {
        "educator": {"name": educator.name, "school": educator.school, "division": educator.division},
        "portfolio": source.portfolio.id,
        "date": source.today.isoformat(),
        "notice": source.programme.notice,
        "programme": {"name": source.programme.name, "version": source.programme.version, "digest": source.programme.digest},
        "version": version,
        "goals": [_goal(source, goal) for goal in goals],
        "appendix": list(appendix(source.facts, goals, without)),
        "privacy": list(for_packet(source, goals)),
        "restricted": source.left_out is not None,
    }


def _goal(source: Source, goal: GoalAssessment) -> dict[str, Any]:
    """One goal: verdict, matrix, rows with evidence and feedback, attestations, what changed."""
    checklist = goal.checklist
    partner = source.portfolio.partner_of(goal.goal)
    papers = source.facts.papers_of(goal.goal.id)
    submissions = [paper for paper in papers if isinstance(paper, Submission)]
    voices = _voices(source, goal, partner)
    seen: set[str] = set()
    without = source.left_out.paths if source.left_out is not None else ()
    return {
        "id": goal.goal.id,
        "title": f"Level {goal.goal.level} {LEVELS[goal.goal.level][1]}",
        "name": goal.name,
        "state": goal.state,
        "verdict": state_words(goal).capitalize(),
        "counts": goal.counts,
        "partner": None if partner is None else {"name": partner.name, "since": partner.since},
        "checklist": checklist,
        "provenance": PROVENANCE[checklist.status] if checklist is not None else "",
        "placeholder": checklist is not None and checklist.status == "placeholder",
        "assurance": goal.assurance,
        "implementation": list(_spans(source, goal)),
        "todo": _todo(goal, source.portfolio.educator.name),
        "good": goal.state in ("ready", "submitted", "recommended", "awarded"),
        "problems": _problems(source, goal),
        "changes": changes(source.facts, goal, [*voices.heard, *submissions], without),
        "rows": [_row(source, goal, outcome, voices, seen) for outcome in goal.rows],
        "verdicts": verdicts(voices, partner=True),
        "others": verdicts(voices, partner=False),
        "unheard": [{"path": review.path, "date": review.date, "why": _why_not(source, review)} for review in voices.unheard],
        "reviews": [] if source.left_out is not None else list(_blanks(source, goal, partner, _newest(submissions))),
        "recommended": any(a.statement == "recommend" for r in goal.rows for a in r.row.attestation_asks()),
        "submissions": [{"number": s.number, "date": s.date, "note": s.change_note} for s in submissions],
    }


def _voices(source: Source, goal: GoalAssessment, partner: Partner | None) -> Voices:
    """The reviews of a goal, those that count apart from those that do not."""
    papers = source.facts.papers_of(goal.goal.id)
    reviews = [paper for paper in papers if isinstance(paper, Review)]
    return Voices(
        tuple(review for review in reviews if review.path in goal.heard),
        tuple(review for review in reviews if review.path not in goal.heard),
        partner.person if partner is not None else None,
        goal.checklist.digest if goal.checklist is not None else None,
        max((paper.number for paper in papers if isinstance(paper, Submission)), default=None),
        lambda pin: became(source.facts, pin) is None,
    )


def _why_not(source: Source, review: Review) -> str:
    """Why a review does not count, as the finding about it says."""
    said = (f.message for f in source.assessment.findings if f.place.path == review.path and f.severity != "note")
    return next(said, "`simcred check` says more")


def _problems(source: Source, goal: GoalAssessment) -> list[dict[str, Any]]:
    """What is wrong with the files that a goal rests on, errors first: its items, its reviews and submissions, portfolio.yaml."""
    folders = tuple(f"evidence/{slug}/" for slug in shown([goal]))
    own = (*folders, *(f"{top}/{goal.goal.id}/" for top in ("reviews", "submissions", "awards")))
    found = [f for f in source.assessment.findings if f.place.path.startswith(own) or "/" not in f.place.path]
    return [
        {"code": f.code, "severity": f.severity, "path": f.place.path, "line": f.place.line, "message": f.message}
        for f in sorted(found, key=lambda finding: ("error", "warning", "note").index(finding.severity))
    ]


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


def _newest(submissions: Sequence[Submission]) -> int | None:
    """The number of the newest submission."""
    return max((submission.number for submission in submissions), default=None)


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


def _todo(goal: GoalAssessment, educator: str) -> list[dict[str, Any]]:
    """The open rows by the person who owes them: others first, because this page is made for them."""
    people: dict[str, list[dict[str, Any]]] = {}
    for outcome in goal.open_rows():
        people.setdefault(of_the_educator(outcome.waiting_for or ""), []).append(
            {
                "anchor": f"row:{goal.goal.id}:{outcome.row.id}",
                "id": outcome.row.id,
                "title": outcome.row.title,
                "outcome": outcome_word(outcome),
                "reason": of_the_educator(outcome.reason or ""),
                "due": outcome.row.due,
            }
        )
    own = people.pop("", [])
    told = [{"who": who, "rows": rows} for who, rows in people.items()]
    return [*told, {"who": educator, "rows": own}] if own else told


def _row(source: Source, goal: GoalAssessment, outcome: RowOutcome, voices: Voices, seen: set[str]) -> dict[str, Any]:
    """One row: how it stands by machine and by people, its evidence, and what was said about it."""
    row = outcome.row
    return {
        "id": row.id,
        "anchor": f"row:{goal.goal.id}:{row.id}",
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
        "judged": outcome.judgement,
        "far": how_far(outcome),
        "reason": of_the_educator(outcome.reason or ""),
        "waiting_for": of_the_educator(outcome.waiting_for or ""),
        "cards": cards(source, goal.goal.id, outcome, seen),
        "thread": list(thread(voices, row.id)),
        "attestations": list(attestations(voices, source.programme.forms, row.id)),
        "forms": [{**form, "whom": of_the_educator(form["whom"])} for form in open_forms(source.programme.forms, outcome)],
    }
