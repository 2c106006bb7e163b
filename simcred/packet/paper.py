"""A checklist as a page to print and fill in by hand, with the forms that others fill in."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from simcred import __version__
from simcred.model.checklist import Checklist, Row
from simcred.model.portfolio import LEVELS
from simcred.model.programme import Intervention, Programme
from simcred.packet.page import page
from simcred.wording import CATEGORIES, PROVENANCE, parts_of

_DUE = {"submit": "", "recommend": "at the recommendation", "award": "at the award"}


def checklist_page(programme: Programme, checklist: Checklist, intervention: Intervention | None) -> bytes:
    """The page; with the texts of a routine or strategy, where one is given."""
    rows = checklist.rows_for(intervention.id if intervention is not None else None)
    names = dict.fromkeys(ask.form for row in rows for ask in row.attestation_asks() if ask.form is not None)
    data = {
        "checklist": checklist,
        "level": f"Level {checklist.level} {LEVELS[checklist.level][1]}",
        "name": intervention.name if intervention is not None else None,
        "provenance": PROVENANCE[checklist.status],
        "notice": programme.notice,
        "programme": {"name": programme.name, "version": programme.version},
        "version": __version__,
        "rows": [_row(row) for row in rows],
        "forms": [
            {
                "title": form.title,
                "basis": form.basis,
                "parts": [(part, list(asked)) for part, asked in groupby(form.questions, lambda question: question.part)],
            }
            for name in names
            if (form := programme.forms.get(name)) is not None
        ],
    }
    return page("checklist.html.j2", data)


def _row(row: Row) -> dict[str, Any]:
    """One row of the page."""
    return {
        "id": row.id,
        "title": row.title,
        "note": ", ".join(part for part in (CATEGORIES[row.category], _DUE[row.due]) if part),
        "how": row.how,
        "basis": row.basis,
        "source": row.source,
        "assumed": parts_of(row),
    }
