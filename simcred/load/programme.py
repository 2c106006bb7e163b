"""A programme from its files: catalogue, kinds, checklists, forms, people."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from msgspec import Struct, field

from simcred.findings.finding import Finding, Place, found
from simcred.load.decode import decode
from simcred.load.reader import MAX_BYTES, Document, read
from simcred.load.shape import Shapes
from simcred.model.checklist import Checklist
from simcred.model.people import People
from simcred.model.programme import Form, Intervention, Kind, Limit, Programme
from simcred.model.tree import TooBig, Tree

T = TypeVar("T")
MAIN = "programme.yaml"


def digest_of(data: Mapping[str, Any]) -> str:
    """SHA-256 of data as canonical JSON (sorted keys, ASCII, no spaces), so that comments and layout do not matter."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


class _Loading(Struct):
    """A programme on the way: what was read so far, and what was wrong."""

    tree: Tree
    shapes: Shapes = field(default_factory=Shapes)
    documents: list[Document] = field(default_factory=list)
    seen: dict[str, str] = field(default_factory=dict)

    def document(self, path: str, name: str) -> Mapping[str, Any] | None:
        """A file's data when it is sound; None otherwise."""
        document = Document(path)
        try:
            data = self.tree.read(path, MAX_BYTES)
            self.seen[path] = hashlib.sha256(data).hexdigest()
            document = read(path, data)
        except TooBig:
            document.findings.append(found("MC109", f"the file is larger than {MAX_BYTES // 1024} KiB", Place(path)))
        except OSError as error:
            document.findings.append(
                found("MC002", f"{path} cannot be read: {error.strerror or 'no reason given'}", Place(path), subject=path)
            )
        self.shapes.check(name, document)
        self.documents.append(document)
        return document.data if document.sound else None

    def folder(self, name: str, form: str, make: Callable[[Mapping[str, Any]], T]) -> dict[str, T]:
        """Every file of a folder, by the id it gives itself."""
        made: dict[str, T] = {}
        for path, entry in sorted(self.tree.entries().items()):
            if path.startswith(f"{name}/") and path.endswith(".yaml") and path.count("/") == 1 and entry.kind == "file":
                data = self.document(path, form)
                if data is not None:
                    made[data["id"]] = make(data)
        return made


def _checklist(data: Mapping[str, Any]) -> Checklist:
    return decode(Checklist, data, digest=digest_of(data))


def _catalogue(loading: _Loading, name: str, kind: type[T]) -> dict[str, T]:
    """The entries of a catalogue file, by id; empty when there is none."""
    if f"{name}.yaml" not in loading.tree.entries():
        return {}
    data = loading.document(f"{name}.yaml", name) or {}
    return {entry["id"]: decode(kind, entry) for entry in data.get(name, [])}


def load(tree: Tree, place: str) -> tuple[Programme | None, list[Finding]]:
    """A programme and everything that is wrong with it; None when it cannot be used."""
    loading = _Loading(tree)
    main = loading.document(MAIN, "programme")
    kinds = _catalogue(loading, "kinds", Kind)
    interventions = _catalogue(loading, "interventions", Intervention)
    checklists = loading.folder("checklists", "checklist", _checklist)
    forms = loading.folder("forms", "form", lambda data: decode(Form, data))
    people = loading.document("people.yaml", "people") if "people.yaml" in tree.entries() else None
    findings = [finding for document in loading.documents for finding in document.findings]
    if main is None or any(finding.severity == "error" for finding in findings):
        return None, findings
    programme = Programme(
        name=main["name"],
        version=main["version"],
        status=main["status"],
        notice=main["notice"],
        limits={name: decode(Limit, limit) for name, limit in main.get("limits", {}).items()},
        kinds=kinds,
        interventions=interventions,
        checklists=checklists,
        forms=forms,
        people=decode(People, people) if people is not None else None,
        digest=digest_of(loading.seen),
        place=place,
    )
    return programme, findings
