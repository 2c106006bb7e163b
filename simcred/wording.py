"""The words for how things stand: one set, for the home screen and the packet alike."""

from __future__ import annotations

from simcred.model.checklist import Row
from simcred.model.outcome import GoalAssessment, RowOutcome
from simcred.words import both, count

STATES = {
    "collecting": "collecting evidence",
    "ready": "ready to submit",
    "submitted": "submitted, waiting for the developer",
    "returned": "returned with feedback",
    "recommended": "recommended, waiting for the centre",
    "awarded": "awarded",
    "revoked": "revoked",
}
OUTCOMES = {
    "met": "met",
    "unmet": "not yet",
    "waiting": "waiting",
    "outdated": "outdated",
    "not-applicable": "not needed",
    "cannot-tell": "cannot tell",
}
JUDGEMENTS = {
    "none": "no word yet",
    "met": "met",
    "not-yet": "not yet",
    "question": "a question",
    "not-applicable": "not needed",
}
PEOPLE = {
    "partner": "your partner",
    "session-leader": "the leader of the session",
    "guided-teacher": "the teacher you guide",
    "participant": "a participant",
    "apprentice": "your apprentice",
    "mentor": "your mentor",
    "specialist": "a specialist",
    "developer": "a developer",
    "development-leader": "a development leader",
    "institute-director": "an institute director",
    "crl": "the centre (CRL)",
}
"""Relations and roles of people who are not named, in a sentence about the educator."""
_OF_OTHERS = {
    "your partner": "the partner",
    "the teacher you guide": "the teacher who was guided",
    "took part in your session": "took part in the session",
    "your apprentice": "the apprentice",
    "your mentor": "the mentor",
}


def of_the_educator(text: str) -> str:
    """A sentence to the educator about other people, as it is said to those others."""
    for yours, theirs in _OF_OTHERS.items():
        text = text.replace(yours, theirs)
    return text


PROVENANCE = {
    "starter": "starter checklist, not KUCRL official",
    "placeholder": "placeholder, not KUCRL official; it never leads to ready",
    "official": "official",
}
"""What a checklist is, by its status; said wherever something is judged by it."""
CATEGORIES = {"must": "", "should": "recommended", "optional": "optional"}
"""What is said beside a row's title."""


def outcome_word(outcome: RowOutcome) -> str:
    """How a row stands, in a word or two; a row that nobody must have is never `not yet`."""
    if outcome.outcome == "unmet" and outcome.row.category != "must":
        return "open"
    return OUTCOMES[outcome.outcome]


_PARTS = {
    "any_of": "that there are two ways",
    "attestation": "that somebody confirms it",
    "evidence.after": "the order of the days",
    "evidence.distinct_by": "what must differ",
    "evidence.recommended": "the number recommended",
    "evidence.spread": "the number of strands",
    "evidence.where": "the fields asked for",
    "evidence.where.contents": "what must be in it",
    "evidence.where.measures": "from pretest to posttest",
    "evidence.whole": "how it is recorded",
    "evidence.within": "the dates it must lie in",
    "from_goal": "which rows of level 2 are looked at",
    "person.active_on": "the day to be active on",
    "evidence.at_least": "how many",
    "evidence": "what counts",
    "all_of": "that all of it is asked for",
}
"""The parts of rows in words, as a row names them under `assumed`."""


def state_words(goal: GoalAssessment) -> str:
    """How a goal stands; where no recommendation is asked for, a submitted goal that waits for the centre is not recommended."""
    asked = any(ask.statement == "recommend" for outcome in goal.rows for ask in outcome.row.attestation_asks())
    return STATES[goal.state] if goal.state != "recommended" or asked else "submitted, waiting for the centre"


def parts_of(row: Row) -> str:
    """The parts of a row that are ours and not its source's, in words; nothing where there are none."""
    said = (_PARTS.get(part) or part.rpartition(".")[2].replace("_", " ") for part in row.assumed)
    return both(list(dict.fromkeys(said)))


def how_far(outcome: RowOutcome) -> str:
    """How much of a row is there, such as `1 of 2`, or `3 items, 1 asked for`; nothing where there is nothing to count."""
    have, need, evidence = outcome.have, outcome.need, outcome.row.evidence
    if not need or (have == need == 1 and not outcome.open):
        return ""
    if have <= need:
        return f"{have} of {need}"
    different = evidence is not None and bool(evidence.distinct_by)  # then values are counted, and one item may have several
    what = f"{have} different" if different else count(have, "way" if outcome.row.any_of else "item")
    return f"{what}, {need} asked for"
