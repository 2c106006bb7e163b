"""Days that cannot be: in the future, or an end before its start."""

from __future__ import annotations

from collections.abc import Iterator

from simcred.findings.finding import About, Finding, found
from simcred.load.facts import PORTFOLIO
from simcred.rules.case import Case


def future(case: Case) -> Iterator[Finding]:
    """Evidence that has not begun, and reviews and submissions dated after today."""
    for item in case.items():
        if item.date.start > case.today:
            message = f"{item.date.start} lies in the future (today is {case.today})"
            place = case.facts.place(item.manifest, "date")
            yield found(
                "MC209", message, place, hint="It counts from that day on; or correct the date.", about=About(evidence=item.slug)
            )
    for paper in case.facts.papers:
        if paper.date > case.today:
            message = f"{paper.date} lies in the future (today is {case.today})"
            yield found("MC209", message, case.facts.place(paper.path, "date"), hint="Correct the date.")


def reversed_consents(case: Case) -> Iterator[Finding]:
    """Consent records whose end lies before their start."""
    for number, consent in enumerate(case.facts.portfolio.consents if case.facts.portfolio else ()):
        if consent.signed.end < consent.signed.start:
            place = case.facts.place(PORTFOLIO, "consents", number, "signed", "end")
            yield found(
                "MC210", "the end lies before the start", place, hint="Swap the two dates.", subject=f"signed {consent.id}"
            )
        if consent.until is not None and consent.until < consent.signed.start:
            place = case.facts.place(PORTFOLIO, "consents", number, "until")
            yield found(
                "MC210",
                "the permission ends before it was signed",
                place,
                hint="Correct one of the two dates.",
                subject=f"until {consent.id}",
            )
