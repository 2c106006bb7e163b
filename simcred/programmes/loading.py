"""A programme from its files: catalogue, kinds, checklists, forms, people."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, Any

from msgspec import MsgspecError, Struct, field
from msgspec.structs import replace

from simcred import __version__
from simcred.findings.finding import Finding, Place, found
from simcred.load.decode import decode, packed, unpacked
from simcred.load.reader import MAX_BYTES, MAX_FINDINGS, Document, read
from simcred.load.shape import Shapes, schemas_digest
from simcred.model.checklist import Checklist
from simcred.model.people import People
from simcred.model.programme import Form, Intervention, Kind, Limit, Programme
from simcred.model.tree import TooBig, Tree, Unreadable
from simcred.programmes import FOLDERS as FOLDERS
from simcred.programmes import MAIN as MAIN
from simcred.words import reason

if TYPE_CHECKING:
    from simcred.model.memory import Memory
    from simcred.programmes.layers import Contents
    from simcred.programmes.overlays import Stated

_SINGLE = ("kinds", "interventions", "people")
_LOOKED_FOR = 5
"""Raised when more is looked for in a programme or more is made of it, so that one that was remembered before is looked at again."""
_BENEATH = (b"extends", b"\\")
"""Where neither this word nor any letter written by its number stands in programme.yaml, no other programme lies beneath."""


def digest_of(data: Mapping[str, Any]) -> str:
    """SHA-256 of data as canonical JSON (sorted keys, ASCII, no spaces), so that comments and layout do not matter."""
    import json  # a programme that is remembered needs no such digest

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
            message = f"{path} cannot be read: {reason(error)}"
            done.findings.append(found("MC002", message, Place(path), subject=path))
    return done


class Layer(Struct):
    """A programme's files, and those of the programme beneath, where there is one."""

    tree: Tree
    done: _Read
    under: Layer | None = None

    @classmethod
    def of(cls, tree: Tree, base: Tree | None) -> Layer:
        """The files of a programme; `base` lies beneath when programme.yaml may say so."""
        done = _bytes(tree)
        over = base is not None and any(sign in done.files.get(MAIN, b"") for sign in _BENEATH)
        return cls(tree, done, Layer(base, _bytes(base)) if over and base is not None else None)

    @property
    def digest(self) -> str:
        """SHA-256 over all files, those beneath too."""
        return self.done.digest if self.under is None else digest_of({"own": self.done.digest, "beneath": self.under.digest})


class Parsed(Struct, frozen=True):
    """What the files say, where that stands, and all that is wrong; without contents when an error is among it."""

    contents: Contents | None
    documents: tuple[Document, ...]
    stated: Mapping[str, Stated]
    findings: tuple[Finding, ...]


def parsed(layer: Layer) -> Parsed:
    """Reads and checks a programme's files."""
    shapes = Shapes()
    documents: list[Document] = []
    for path, name in _paths(layer.tree):
        if path in layer.done.files:
            document = read(path, layer.done.files[path])
            shapes.check(name, document)
            documents.append(document)
    findings = [*layer.done.findings, *(finding for document in documents for finding in document.findings)]
    sound = tuple(document for document in documents if document.sound and document.data is not None)
    main = next((document.data or {} for document in sound if document.path == MAIN), None)
    if main is None or any(finding.severity == "error" for finding in findings):
        return Parsed(None, sound, {}, tuple(findings))
    base = None
    if "extends" in main and layer.under is not None:
        beneath = parsed(layer.under)
        base = beneath.contents
        findings += beneath.findings
    from simcred.programmes.layers import contents_of  # a programme that is remembered needs none of this
    from simcred.programmes.lint import lint

    contents, stated, problems = contents_of(sound, base)
    findings += problems
    findings.extend(islice(lint(sound, contents, stated), MAX_FINDINGS))  # the rest shows when these are mended
    wrong = any(finding.severity == "error" for finding in findings)
    return Parsed(None if wrong else contents, sound, stated, tuple(findings))


def load(
    tree: Tree, place: str, memory: Memory | None = None, base: Tree | None = None
) -> tuple[Programme | None, tuple[Finding, ...]]:
    """A programme and everything that is wrong with it; None when it cannot be used.

    `base` are the files of the starter programme, for a programme that extends it. A programme in which nothing was wrong is
    parsed once and then remembered.
    """
    layer = Layer.of(tree, base)
    if memory is None or layer.done.findings or (layer.under is not None and layer.under.done.findings):
        return _made(layer, place)
    name = f"programme-{_remembered_as(layer)[:40]}"
    kept = memory.recall(name)
    if kept is not None:
        with suppress(MsgspecError):  # kept by another simcred, whose programmes were of another shape
            return replace(unpacked(Programme, kept), place=place), ()
    programme, findings = _made(layer, place)
    if programme is not None and not findings:
        memory.keep(name, packed(programme))
    return programme, findings


def _remembered_as(layer: Layer) -> str:
    """A digest over everything that decides what a programme comes to: its files, those beneath, the schemas and simcred."""
    summed = hashlib.sha256(f"{__version__} {_LOOKED_FOR} {schemas_digest()}".encode())
    for one in (layer, layer.under):
        for path, data in one.done.files.items() if one is not None else ():
            summed.update(f"\n{one is layer} {len(data)} {path}\n".encode(errors="surrogateescape"))
            summed.update(data)
    return summed.hexdigest()


def checklist_of(data: Mapping[str, Any]) -> Checklist:
    """A checklist from its data, with the digest of what it says."""
    return decode(Checklist, data, digest=digest_of(data))


def _made(layer: Layer, place: str) -> tuple[Programme | None, tuple[Finding, ...]]:
    """The programme from its files, as `load` gives it."""
    done = parsed(layer)
    if done.contents is None:
        return None, done.findings
    contents = done.contents
    main, people = contents["main"], contents["people"]
    programme = Programme(
        name=main["name"],
        version=main["version"],
        status=main["status"],
        notice=main["notice"],
        limits={name: decode(Limit, limit) for name, limit in main.get("limits", {}).items() if name[:2] != "x-"},
        kinds={name: decode(Kind, data) for name, data in contents["kinds"].items()},
        interventions={name: decode(Intervention, data) for name, data in contents["interventions"].items()},
        checklists={name: checklist_of(data) for name, data in contents["checklists"].items()},
        forms={name: decode(Form, data) for name, data in contents["forms"].items()},
        people=decode(People, people) if people is not None else None,
        student_numbers=tuple(main.get("student_numbers", ())),
        digest=layer.digest,
        place=place,
    )
    return programme, done.findings
