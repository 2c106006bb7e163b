"""A programme from its files: catalogue, kinds, checklists, forms, people."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from msgspec import Struct, field

from simcred.findings.finding import Finding, Place, found
from simcred.load.decode import decode
from simcred.load.reader import MAX_BYTES, MAX_FINDINGS, Document, read
from simcred.load.shape import Shapes, schemas_digest
from simcred.model.checklist import Checklist
from simcred.model.memory import Memory
from simcred.model.people import People
from simcred.model.programme import Form, Intervention, Kind, Limit, Programme
from simcred.model.tree import TooBig, Tree, Unreadable

MAIN = "programme.yaml"
_SINGLE = ("kinds", "interventions", "people")
FOLDERS = {"checklists": "checklist", "forms": "form"}
"""The folders of a programme, and the format of the files in each. Whatever else lies beside programme.yaml is not its own."""
_LOOKED_FOR = 3
"""Raised when more is looked for in a programme, so that one that was remembered before is looked at again."""

Contents = Mapping[str, Mapping[str, Any]]
"""The data of a programme's files, by path."""


def digest_of(data: Mapping[str, Any]) -> str:
    """SHA-256 of data as canonical JSON (sorted keys, ASCII, no spaces), so that comments and layout do not matter."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _paths(tree: Tree) -> Iterator[tuple[str, str]]:
    """Every file that a programme is made of, and its format."""
    yield MAIN, "programme"
    for name in _SINGLE:
        if f"{name}.yaml" in tree.entries():
            yield f"{name}.yaml", name
    for path, entry in sorted(tree.entries().items()):
        folder, _, name = path.rpartition("/")
        if folder in FOLDERS and name.endswith(".yaml") and entry.kind != "folder":
            yield path, FOLDERS[folder]


class _Read(Struct):
    """The bytes of a programme's files, by path, and a finding for each that could not be read."""

    files: dict[str, bytes] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """SHA-256 over all files."""
        return digest_of({path: hashlib.sha256(data).hexdigest() for path, data in self.files.items()})


def _is_no_folder(tree: Tree, name: str) -> bool:
    """Whether something else, such as a link, stands where a folder belongs."""
    entry = tree.entries().get(name)
    return entry is not None and entry.kind != "folder"


def _bytes(tree: Tree) -> _Read:
    """Reads every file. What cannot be looked at is told, because a checklist that is silently not there would pass for none."""
    done = _Read()
    gone = [*tree.unreadable(), *(Unreadable(name, "it is no folder") for name in FOLDERS if _is_no_folder(tree, name))]
    for one in gone:
        done.findings.append(found("MC002", f"{one.path} cannot be read: {one.reason}", Place(one.path), subject=one.path))
    for path, _ in _paths(tree):
        try:
            done.files[path] = tree.read(path, MAX_BYTES)
        except TooBig:
            done.findings.append(found("MC109", f"the file is larger than {MAX_BYTES // 1024} KiB", Place(path)))
        except OSError as error:
            message = f"{path} cannot be read: {error.strerror or 'no reason given'}"
            done.findings.append(found("MC002", message, Place(path), subject=path))
    return done


def _parsed(tree: Tree, done: _Read) -> tuple[Contents, list[Finding]]:
    """The data of every file that is sound, and all that is wrong with the others."""
    shapes = Shapes()
    documents: list[Document] = []
    for path, name in _paths(tree):
        if path in done.files:
            document = read(path, done.files[path])
            shapes.check(name, document)
            documents.append(document)
    contents = {document.path: document.data for document in documents if document.sound and document.data is not None}
    findings = [*done.findings, *(finding for document in documents for finding in document.findings)]
    if not any(finding.severity == "error" for finding in findings):
        from simcred.load.lint import lint  # a programme that is remembered needs none

        found_there = lint({document.path: document for document in documents})
        findings.extend(islice(found_there, MAX_FINDINGS))  # the rest shows when these are mended
    return contents, findings


def _contents(tree: Tree, done: _Read, memory: Memory | None) -> tuple[Contents, list[Finding]]:
    """As `_parsed`; a programme in which nothing was wrong is parsed once and then remembered."""
    if memory is None or done.findings:
        return _parsed(tree, done)
    name = f"programme-{digest_of({'files': done.digest, 'schemas': schemas_digest(), 'looked for': _LOOKED_FOR})[:40]}"
    kept = memory.recall(name)
    if kept is not None:
        known: Contents = json.loads(kept)
        return known, []
    contents, findings = _parsed(tree, done)
    if not findings:
        memory.keep(name, json.dumps(contents).encode("ascii"))
    return contents, findings


def load(tree: Tree, place: str, memory: Memory | None = None) -> tuple[Programme | None, list[Finding]]:
    """A programme and everything that is wrong with it; None when it cannot be used."""
    done = _bytes(tree)
    contents, findings = _contents(tree, done, memory)
    main = contents.get(MAIN)
    if main is None or any(finding.severity == "error" for finding in findings):
        return None, findings

    def entries(name: str) -> Iterator[Mapping[str, Any]]:
        """The entries of a catalogue file; none when there is no such file."""
        yield from contents.get(f"{name}.yaml", {}).get(name, [])

    def files(folder: str) -> Iterator[Mapping[str, Any]]:
        """The data of every file of a folder."""
        yield from (data for path, data in contents.items() if path.startswith(f"{folder}/"))

    people = contents.get("people.yaml")
    programme = Programme(
        name=main["name"],
        version=main["version"],
        status=main["status"],
        notice=main["notice"],
        limits={name: decode(Limit, limit) for name, limit in main.get("limits", {}).items() if name[:2] != "x-"},
        kinds={data["id"]: decode(Kind, data) for data in entries("kinds")},
        interventions={data["id"]: decode(Intervention, data) for data in entries("interventions")},
        checklists={data["id"]: decode(Checklist, data, digest=digest_of(data)) for data in files("checklists")},
        forms={data["id"]: decode(Form, data) for data in files("forms")},
        people=decode(People, people) if people is not None else None,
        digest=done.digest,
        place=place,
    )
    return programme, findings
