"""One line a finding, as editors and other tools read it: path:line:column: severity code message."""

from __future__ import annotations

from simcred.findings.finding import Finding
from simcred.gate import visible
from simcred.model.outcome import Batch


def render(batch: Batch) -> str:
    """Every finding on a line of its own; nothing when there is none."""
    moved = [finding.moved(portfolio.path) for portfolio in batch.portfolios for finding in portfolio.findings]
    return "".join(f"{_line(finding)}\n" for finding in (*batch.findings, *moved))


def _line(finding: Finding) -> str:
    place = finding.place
    where = ":".join(str(part) for part in (visible(place.path), place.line, place.column) if part is not None)
    hint = f" ({visible(finding.hint)})" if finding.hint else ""
    return f"{where}: {finding.severity} {finding.code} {visible(finding.message)}{hint}"
