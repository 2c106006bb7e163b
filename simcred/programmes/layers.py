"""A programme over another: whose kinds, catalogue, forms and checklists hold, and the overlays resolved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from simcred.findings.finding import Finding
from simcred.load.reader import Document
from simcred.programmes import MAIN
from simcred.programmes.overlays import Stated, beneath, own, resolved

CATALOGUES = ("kinds", "interventions")
"""Files that are lists of entries; an entry takes the place of the one of the same id beneath."""

Contents = Mapping[str, Any]
"""What a programme says: `main`, `kinds`, `interventions`, `forms`, `checklists` (each by id) and `people` (None: nobody is listed)."""


def contents_of(documents: Sequence[Document], base: Contents | None) -> tuple[Contents, dict[str, Stated], list[Finding]]:
    """What the files of a programme say over the one beneath; its checklists with where they stand; what is wrong with overlays.

    The documents are sound.
    """
    data = {document.path: document.data or {} for document in documents}
    under: Contents = base or {}
    main = data.get(MAIN, {})
    limits = {**under.get("main", {}).get("limits", {}), **main.get("limits", {})}
    whole: dict[str, Any] = {"main": {**main, "limits": limits}, "people": data.get("people.yaml")}
    for name in CATALOGUES:
        entries = data.get(f"{name}.yaml", {}).get(name, [])
        whole[name] = {**under.get(name, {}), **{entry["id"]: entry for entry in entries}}
    whole["forms"] = {**under.get("forms", {}), **{form["id"]: form for path, form in data.items() if path.startswith("forms/")}}
    stated = {name: beneath(checklist) for name, checklist in under.get("checklists", {}).items()}
    stated |= {
        document.data["id"]: own(document) for document in documents if document.data and _folder(document) == "checklists"
    }
    overlays = [document for document in documents if _folder(document) == "overlays"]
    stated, findings = resolved(stated, overlays)
    whole["checklists"] = {name: checklist.data for name, checklist in stated.items()}
    return whole, stated, findings


def _folder(document: Document) -> str:
    """The folder of a programme's file; empty for those at its top."""
    return document.path.rpartition("/")[0]
