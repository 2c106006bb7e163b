"""What reviews and submissions name: this portfolio, a goal, an attempt, rows, forms and items; and their own file names."""

from __future__ import annotations

from collections.abc import Iterator

from simcred.findings.finding import About, Finding, found
from simcred.model.portfolio import Goal
from simcred.model.review import Review, Submission
from simcred.rules.case import Case
from simcred.rules.references import row
from simcred.words import did_you_mean


def papers(case: Case) -> Iterator[Finding]:
    """Everything that reviews and submissions name and that is not there, or is somebody else's."""
    held = case.facts.portfolio
    if held is None:
        return
    by_id = {goal.id: goal for goal in held.goals}
    for paper in case.facts.papers:
        about, place = paper.portfolio, case.facts.place(paper.path, "portfolio", "id")
        if about.id != held.id:
            hint = "It was made for another portfolio and does not count here."
            yield found("MC505", f"this is about the portfolio {about.id}, not {held.id}", place, hint=hint)
        if about.goal not in by_id:
            at = case.facts.place(paper.path, "portfolio", "goal")
            yield found("MC309", f"there is no goal {about.goal}", at, hint=did_you_mean(about.goal, by_id), subject="goal")
        yield from _place(case, paper)
        if isinstance(paper, Review) and about.goal in by_id:
            yield from _judged(case, by_id[about.goal], paper)


def _place(case: Case, paper: Review | Submission) -> Iterator[Finding]:
    """Whether folder and file name say what the contents say; where they do not, the file does not count."""
    folder, name = paper.path.split("/")[1], paper.path.rpartition("/")[2]
    if folder != paper.portfolio.goal:
        place = case.facts.place(paper.path, "portfolio", "id")
        message = f"it lies in the folder of {folder} but is about {paper.portfolio.goal}"
        yield found("MC506", message, place, hint="Move it to the folder of its goal.", subject="goal")
    elif not paper.in_place and isinstance(paper, Review):
        place = case.facts.place(paper.path, "reviewer")
        message = f"the file is named after {name[4:-5]} but the reviewer is {paper.reviewer}"
        yield found("MC506", message, place, hint="Name it after the reviewer.", subject="reviewer")
    elif not paper.in_place:
        place = case.facts.place(paper.path, "portfolio", "attempt")
        message = f"the file is called {name} but says attempt {paper.portfolio.attempt}"
        yield found("MC506", message, place, hint=f"Call it {paper.portfolio.attempt}.yaml.", subject="attempt")


def _judged(case: Case, goal: Goal, review: Review) -> Iterator[Finding]:
    """The attempt, rows, forms and items that a review speaks of."""
    about, attempt = About(goal=goal.id), review.portfolio.attempt
    attempts = {submission.number for submission in case.facts.submissions if submission.portfolio.goal == goal.id}
    if attempt is not None and attempt not in attempts:
        place = case.facts.place(review.path, "portfolio", "attempt")
        hint = "Write null for a review before the first submission."
        yield found("MC309", f"there is no attempt {attempt} of {goal.id}", place, hint=hint, about=about, subject="attempt")
    for number, decision in enumerate(review.decisions):
        yield from row(case, goal, decision.row, review.path, ("decisions", number, "row"))
    for number, said in enumerate(review.attestations):
        at: tuple[str | int, ...] = ("attestations", number)
        yield from row(case, goal, said.row, review.path, (*at, "row"))
        for code, name, value, known in (
            ("MC309", "form", said.form, case.programme.forms),
            ("MC310", "item", said.item, {**case.facts.items, **case.facts.broken}),
        ):
            if value is not None and value not in known:
                place = case.facts.place(review.path, *at, name)
                hint = did_you_mean(value, known) or f"There are: {', '.join(known) or 'none'}."
                yield found(code, f"there is no {name} {value}", place, hint=hint, about=about, subject=f"{said.row} {value}")
