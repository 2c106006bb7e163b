"""Which codes a report shows."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from simcred.exits import Stop
from simcred.findings.catalogue import catalogue
from simcred.findings.finding import Finding
from simcred.model.outcome import Batch


class Selection(Struct, frozen=True):
    """Beginnings of codes to show (none: all) and to leave out."""

    select: tuple[str, ...]
    ignore: tuple[str, ...]

    @classmethod
    def of(cls, select: Sequence[str], ignore: Sequence[str]) -> Selection:
        """From what was given, each a comma-separated list. Raises `Stop` for one that fits no code."""
        made = cls(_codes(select), _codes(ignore))
        for begin in (*made.select, *made.ignore):
            if not any(code.startswith(begin) for code in catalogue()):
                raise Stop(f"there is no code {begin}", "`simcred explain` lists them.")
        return made

    def shows(self, finding: Finding) -> bool:
        """Whether a finding is shown."""
        wanted = not self.select or finding.code.startswith(self.select)
        return wanted and not finding.code.startswith(self.ignore or ("-",))


def _codes(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(code.strip().upper() for text in texts for code in text.split(",") if code.strip())


def selected(batch: Batch, selection: Selection) -> Batch:
    """The report with only the findings that are shown."""

    def kept(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
        """Those that are shown."""
        return tuple(finding for finding in findings if selection.shows(finding))

    portfolios = tuple(replace(portfolio, findings=kept(portfolio.findings)) for portfolio in batch.portfolios)
    return replace(batch, findings=kept(batch.findings), portfolios=portfolios)
