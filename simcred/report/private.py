"""What is told of students' names and other private things, for reading: of a portfolio, of one file, and before git saves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simcred.findings.finding import Finding
from simcred.model.outcome import Batch
from simcred.report.lines import Line, line
from simcred.report.text import problems, totals


def of_portfolio(batch: Batch) -> Iterator[Line]:
    """What is told of a portfolio, file by file, and one line that sums up."""
    for portfolio in batch.portfolios:
        yield from problems(portfolio.findings, portfolio.path)
    yield from _summed_up(batch.all_findings(), "here")


def of_file(path: str, findings: Sequence[Finding], left: Sequence[str]) -> Iterator[Line]:
    """What is told of one file."""
    yield from problems(findings, ".")
    for text in left:
        yield line((text, "warn"))
    yield from _summed_up(findings, f"in {path}")


def _summed_up(findings: Sequence[Finding], where: str) -> Iterator[Line]:
    """How much was found."""
    words = totals(findings)
    if words:
        yield line((f"{words} {where}.", "title"), (" `simcred explain CODE` says more.", "quiet"))
    else:
        yield line((f"Nothing was found {where} that leads to a student, of what was looked for.", "good"))


def before_saving(findings: Sequence[Finding], remarks: Sequence[str], *, blind: bool) -> Iterator[Line]:
    """What is told before git saves, and what nobody looked for; nothing where there is nothing. `blind`: nobody could look."""
    for remark in remarks:
        yield line((remark, "warn"), whole=True)
    if not findings:
        return
    yield from problems(findings, ".")
    if any(finding.severity == "error" for finding in findings):
        yield line(("Nothing was saved.", "bad"), " Mend what is called an error, and save again.")
    elif not blind:
        yield line(("It is saved all the same; look at it once more.", "quiet"))
