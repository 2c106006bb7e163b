"""The report as JSON, `simcred.report/1`, as published in schemas/report.json: every key always there, ASCII."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from simcred import __version__
from simcred.findings.finding import SEVERITIES, Finding, fingerprints
from simcred.gate import anything_unsaid, told, visible
from simcred.model.outcome import Assessment, Batch, GoalAssessment, RowOutcome
from simcred.wording import PROVENANCE

FORMAT = "simcred.report/1"
_HALVES = re.compile("[\ud800-\udfff]")


def render(batch: Batch) -> str:
    """The whole report."""
    data = as_data(batch)
    text = _dumped(data)
    return _dumped(_whole(data)) if "\\ud" in text or anything_unsaid() else text


def _dumped(data: Any) -> str:
    """Data as JSON."""
    return json.dumps(data, indent=2, ensure_ascii=True, allow_nan=False) + "\n"


def _whole(value: Any) -> Any:
    """The data as it may be told, with halves of characters as visible escapes: names that are no text have them, and strict
    readers refuse them.
    """
    if isinstance(value, str):
        value = told(value)
        return value if value.isascii() else _HALVES.sub(lambda half: visible(half[0]), value)
    if isinstance(value, list):
        return [_whole(inner) for inner in value]
    return {_whole(key): _whole(inner) for key, inner in value.items()} if isinstance(value, dict) else value


def as_data(batch: Batch) -> dict[str, Any]:
    """The report as plain data."""
    prints = fingerprints([*(("", f) for f in batch.findings), *((p.id, f) for p in batch.portfolios for f in p.findings)])
    own = [_finding(finding, next(prints)) for finding in batch.findings]
    name, version, digest, status = batch.programme
    states = Counter(goal.state for portfolio in batch.portfolios for goal in portfolio.goals)
    return {
        "schema": FORMAT,
        "tool": {"name": "simcred", "version": __version__},
        "date": batch.date.isoformat(),
        "base": batch.base,
        "programme": {"name": name, "version": version, "digest": digest, "status": status, "notice": batch.notice},
        "portfolios": [_portfolio(portfolio, prints) for portfolio in batch.portfolios],
        "findings": own,
        "summary": _summary(batch.all_findings()),
        "totals": {
            "portfolios": len(batch.portfolios),
            "unreadable": sum(not portfolio.readable for portfolio in batch.portfolios),
            "goals": dict(sorted(states.items())),
        },
    }


def _portfolio(portfolio: Assessment, prints: Iterator[str]) -> dict[str, Any]:
    kind, revision = portfolio.snapshot
    return {
        "path": portfolio.path,
        "readable": portfolio.readable,
        "educator": {"name": portfolio.educator},
        "snapshot": {"kind": kind, "revision": revision},
        "goals": [_goal(goal) for goal in portfolio.goals],
        "findings": [_finding(finding, next(prints)) for finding in portfolio.findings],
        "summary": _summary(portfolio.findings),
        "next": [{"text": step.text, "command": step.command} for step in portfolio.next],
    }


def _goal(goal: GoalAssessment) -> dict[str, Any]:
    counts, checklist = goal.counts, goal.checklist
    pinned = None
    if checklist is not None:
        pinned = {"id": checklist.id, "version": checklist.version, "digest": checklist.digest, "status": checklist.status}
        pinned["label"] = PROVENANCE[checklist.status]
    return {
        "id": goal.goal.id,
        "level": goal.goal.level,
        "track": goal.track,
        "intervention": goal.goal.intervention,
        "checklist": pinned,
        "state": goal.state,
        "changed": goal.changed,
        "assurance": goal.assurance,
        "counts": {"met": counts.met, "open": counts.open, "total": counts.total},
        "rows": [_row(row) for row in goal.rows],
    }


def _row(outcome: RowOutcome) -> dict[str, Any]:
    row = outcome.row
    return {
        "id": row.id,
        "title": row.title,
        "category": row.category,
        "due": row.due,
        "basis": row.basis,
        "source": row.source,
        "assumed": list(row.assumed),
        "outcome": outcome.outcome,
        "judgement": outcome.judgement,
        "have": outcome.have,
        "need": outcome.need,
        "evidence": list(outcome.evidence),
        "waiting_for": outcome.waiting_for,
        "reason": outcome.reason,
    }


def _finding(finding: Finding, fingerprint: str) -> dict[str, Any]:
    place, about = finding.place, finding.about
    return {
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "hint": finding.hint or None,
        "goal": about.goal,
        "row": about.row,
        "evidence": about.evidence,
        "fingerprint": fingerprint,
    }


def _summary(findings: Iterable[Finding]) -> dict[str, int]:
    counted = Counter(finding.severity for finding in findings)
    return {severity: counted[severity] for severity in SEVERITIES}
