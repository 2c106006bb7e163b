"""One file a format, and one table: name -> function from a report to text."""

from __future__ import annotations

from collections.abc import Callable

from simcred.model.outcome import Batch


def _json(batch: Batch) -> str:
    from simcred.report import json_report

    return json_report.render(batch)


def _concise(batch: Batch) -> str:
    from simcred.report import concise

    return concise.render(batch)


FORMATS: dict[str, Callable[[Batch], str]] = {"json": _json, "concise": _concise}
"""Formats that are plain text from a report alone; `text` is drawn for a terminal by `terminal`."""
