"""The shape of files: JSON Schemas from `schemas/`, a kind's fields as data, and disagreements as findings."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from msgspec import Struct
from msgspec.json import decode

from simcred import resources
from simcred.findings.finding import Finding, Place, found
from simcred.load.fits import Fits
from simcred.load.reader import MAX_FINDINGS, Document, Pointer, and_more
from simcred.load.validator import Problem, Schema, Validator, prepare
from simcred.model.blanks import SEEN, is_blank
from simcred.model.programme import Kind
from simcred.words import cut, did_you_mean, either

FORMATS = (
    "portfolio",
    "evidence",
    "review",
    "submission",
    "programme",
    "interventions",
    "kinds",
    "checklist",
    "overlay",
    "form",
    "people",
)
_PROSE = 1000


@cache
def schema(name: str) -> Schema:
    """The published schema of a file format, such as `portfolio`."""
    loaded: Schema = decode(resources.data(f"schemas/{name}.json"))
    return loaded


@cache
def schemas_digest() -> str:
    """SHA-256 over the schemas of every format: what fitted them may not fit others."""
    summed = hashlib.sha256()
    for name in FORMATS:
        summed.update(resources.data(f"schemas/{name}.json"))
    return summed.hexdigest()


@cache
def _plain_validator(name: str, *, open_ended: bool = False) -> Validator:
    """A format's validator; `open_ended` where nobody can say which keys an unknown kind would have."""
    return prepare({**schema(name), "additionalProperties": True} if open_ended else schema(name))


def evidence_schema(kind: Kind) -> Schema:
    """The evidence schema with one kind's own fields in it."""
    base = schema("evidence")
    needs = [need.split(".")[0] for need in kind.needs]
    if kind.intervention == "required":
        needs.append("intervention")
    required = list(dict.fromkeys([*base["required"], *needs]))
    return {**base, "properties": {**base["properties"], **own_fields(kind)}, "required": required}


def own_fields(kind: Kind) -> dict[str, Any]:
    """A kind's own fields, with text that says something wherever a text must have a length at all."""
    return {name: _said_aloud(shape) for name, shape in kind.fields.items()}


def _said_aloud(shape: Any) -> Any:
    """A field's shape in which no text of spaces alone fits."""
    if not isinstance(shape, Mapping):
        return shape
    more: dict[str, Any] = {}
    if isinstance(shape.get("properties"), Mapping):
        more["properties"] = {name: _said_aloud(inner) for name, inner in shape["properties"].items()}
    if "items" in shape:
        more["items"] = _said_aloud(shape["items"])
    if shape.get("type") == "string" and shape.get("minLength") and "pattern" not in shape:
        more["pattern"] = SEEN
    return {**shape, **more}


def editor_schema(kinds: Mapping[str, Kind]) -> Schema:
    """The evidence schema for editors: every kind's fields, each kind's demands under if/then."""
    base = schema("evidence")
    fields: dict[str, list[Any]] = {}
    for kind in kinds.values():
        for name, shape in own_fields(kind).items():
            fields.setdefault(name, []).append(shape)
    merged = {name: shapes[0] if len(shapes) == 1 else {"anyOf": shapes} for name, shapes in fields.items()}
    rules = []
    for kind in kinds.values():
        demands = {"properties": own_fields(kind), "required": evidence_schema(kind)["required"]}
        rules.append({"if": {"properties": {"kind": {"const": kind.id}}, "required": ["kind"]}, "then": demands})
    properties = {**base["properties"], **merged, "kind": {"enum": list(kinds), "description": "What the item is."}}
    return {**base, "properties": properties, "allOf": rules}


def field_shape(used: Schema, dotted: str) -> Schema:
    """The schema of a field named by a dotted way, such as `people.shown`; empty where there is none."""
    node: Any = used
    for step in dotted.split("."):
        node = _resolved(used, node.get("properties", {}).get(step, {}))
    return node  # type: ignore[no-any-return]


def is_prose(node: Schema) -> bool:
    """Whether a field is meant for sentences: one that takes more than a thousand characters."""
    return node.get("type") == "string" and node.get("maxLength", 0) > _PROSE


class Shapes:
    """Prepared validators: one a format, one a kind of evidence. What is known to fit is not validated again."""

    def __init__(self, kinds: Mapping[str, Kind] | None = None, fits: Fits | None = None) -> None:
        self._kinds = kinds or {}
        self._fits = fits
        self._by_kind: dict[str, tuple[Schema, Validator]] = {}

    def _for(self, name: str, data: Mapping[str, Any]) -> tuple[Schema, Validator, str]:
        """The schema and validator for a file, and whose fields it has, in words."""
        kind = self._kinds.get(str(data.get("kind"))) if name == "evidence" else None
        if kind is None:
            open_ended = name == "evidence" and bool(self._kinds)
            return schema(name), _plain_validator(name, open_ended=open_ended), name
        if kind.id not in self._by_kind:
            shape = evidence_schema(kind)
            self._by_kind[kind.id] = shape, prepare(shape)
        return *self._by_kind[kind.id], f"{kind.id} item"

    def check(self, name: str, document: Document) -> None:
        """Adds a finding to the document for everything that does not fit its format."""
        data = document.data
        if data is None or (self._fits is not None and self._fits.knows(name, document.digest)):
            return
        other = _other_format(name, document, data)
        if other is not None:
            document.findings.append(other)
            if other.code == "MC206":
                return
        used, validator, whose = self._for(name, data)
        if validator.is_valid(data):
            if self._fits is not None and other is None:
                self._fits.add(name, document.digest)
            return
        file = _File(document, used, whose)
        problems = (problem for problem in validator.problems(data) if other is None or problem.pointer != ("schema",))
        _tell(document, (finding for problem in problems for finding in _findings(file, problem)))


class _File(Struct):
    """A file whose problems are told: its schema, whose fields it has in words, and how often what was meant may be guessed."""

    document: Document
    used: Schema
    whose: str
    guesses: int = 20

    def did_you_mean(self, word: str, known: Sequence[str]) -> str:
        """A guess at what was meant; none after the first few, because a file of nothing but mistakes would take long."""
        self.guesses -= 1
        return did_you_mean(word, known) if self.guesses >= 0 else ""


def _tell(document: Document, findings: Iterable[Finding]) -> None:
    """Adds findings to a file: one for each place and code, some of them, and how many more there are."""
    told: set[tuple[str, Place, str]] = set()
    for finding in findings:
        what = finding.code, finding.place, finding.subject
        if what not in told and len(told) < MAX_FINDINGS:
            document.findings.append(finding)
        told.add(what)
    if len(told) > MAX_FINDINGS:
        document.findings.append(and_more(document.path, len(told) - MAX_FINDINGS))


def _other_format(name: str, document: Document, data: Mapping[str, Any]) -> Finding | None:
    """A finding when the `schema` line names a newer version or another kind of file."""
    said = data.get("schema")
    if said == f"simcred/{name}/1" or not isinstance(said, str):
        return None
    place = document.place(("schema",))
    family, _, version = said.rpartition("/")
    if family == f"simcred/{name}" and version.isdigit() and int(version) > 1:
        hint = "Update simcred, or ask whoever made the file for an older one."
        return found("MC206", f"this file is in format {said}; this program knows simcred/{name}/1", place, hint=hint)
    hint = f"Write `schema: simcred/{name}/1`."
    return found("MC207", f"this should be a file of format simcred/{name}/1 but says {cut(said, 40)}", place, hint=hint)


def label(pointer: Pointer) -> str:
    """A value's name for people: `email` (educator), `level` (goals, entry 1)."""
    if not pointer:
        return "the file"
    steps = [f"entry {step + 1}" if isinstance(step, int) else step for step in pointer]
    last = f"`{steps[-1]}`" if isinstance(pointer[-1], str) else steps[-1]
    return f"{last} ({', '.join(steps[:-1])})" if len(steps) > 1 else last


def _node(used: Schema, path: tuple[str | int, ...]) -> Any:
    """The schema node that holds the last keyword of `path`, references followed."""
    node: Any = used
    for step in path[:-1]:
        node = _resolved(used, node) if step != "$ref" else node
        if step == "$ref":
            continue
        try:
            node = node[step]
        except (KeyError, IndexError, TypeError):
            return {}
    return _resolved(used, node)


def _resolved(used: Schema, node: Any) -> Any:
    """The node a `$ref` leads to, with what stands beside the reference."""
    while isinstance(node, Mapping) and "$ref" in node:
        target: Any = used
        for step in str(node["$ref"]).removeprefix("#/").split("/"):
            target = target[step]
        node = {**target, **{key: value for key, value in node.items() if key != "$ref"}}
    return node


def _value(data: Any, pointer: Pointer) -> Any:
    for step in pointer:
        data = data[step]
    return data


def _findings(file: _File, problem: Problem) -> Iterator[Finding]:
    """One problem as findings."""
    subject = "/".join(map(str, problem.pointer))
    node = _node(file.used, problem.schema_path)
    if problem.keyword == "required":
        yield from _missing(file, problem, node, subject)
    elif problem.keyword == "additionalProperties" and problem.names:
        yield from _unexpected(file, problem, node, subject)
    elif problem.keyword in ("anyOf", "oneOf") and (best := _best_branch(problem)):
        for inner in best:
            yield from _findings(file, inner)
    else:
        yield _misfit(file, problem, node, subject)


def _missing(file: _File, problem: Problem, node: Any, subject: str) -> Iterator[Finding]:
    """Keys that must be there."""
    where = f" of {label(problem.pointer)}" if problem.pointer else ""
    for name in problem.names:
        text = _resolved_description(node, name)
        yield found(
            "MC202",
            f"`{name}`{where} is missing" + ("" if problem.pointer else f"; every {file.whose} needs it"),
            file.document.place(problem.pointer),
            hint=f"Add `{name}:`" + (f" ({text})" if text else "."),
            subject=f"{subject}/{name}",
        )


def _resolved_description(node: Any, name: str) -> str:
    shape = node.get("properties", {}).get(name, {}) if isinstance(node, Mapping) else {}
    return str(shape.get("description", "")).rstrip(".")


def _unexpected(file: _File, problem: Problem, node: Any, subject: str) -> Iterator[Finding]:
    """Keys that nobody knows."""
    known = list(node.get("properties", {})) if isinstance(node, Mapping) else []
    for name in problem.names:
        where = label(problem.pointer) if problem.pointer else f"this {file.whose}"
        hint = file.did_you_mean(name, known) or (f"Known here: {', '.join(known)}." if len(known) <= 12 else "")
        yield found(
            "MC201",
            f"`{cut(name, 40)}` is no key of {where}",
            file.document.place((*problem.pointer, name), key=True),
            hint=f"{hint} Keys of your own begin with x-.".strip(),
            subject=f"{subject}/{name}",
        )


def _best_branch(problem: Problem) -> tuple[Problem, ...]:
    """The alternative the value was meant to be: the one that has its type; none when no alternative has, or several."""
    fitting = [
        branch
        for branch in problem.branches
        if branch and not any(inner.keyword in ("type", "const", "enum") and inner.pointer == problem.pointer for inner in branch)
    ]
    return fitting[0] if len(fitting) == 1 else ()


_RANGE = {
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "pattern",
    "propertyNames",
    "maxProperties",
    "minProperties",
}


def _misfit(file: _File, problem: Problem, node: Any, subject: str) -> Finding:
    """A value that is not what it should be."""
    name, place = label(problem.pointer), file.document.place(problem.pointer)
    value = _value(file.document.data, problem.pointer)
    expects = node.get("x-expects") if isinstance(node, Mapping) else None
    if problem.keyword in ("enum", "const"):
        return _not_one_of(file, problem, value, node, subject)
    if problem.keyword == "oneOf" and not expects:
        expects = "one of the alternatives"
    if problem.keyword == "format" or (problem.keyword == "pattern" and node.get("format") == "date"):
        return found(
            "MC205",
            f"{name} is {_said(value)}, which is not a day of the calendar",
            place,
            hint="Write year-month-day, such as 2026-10-14.",
            subject=subject,
        )
    wanted = expects or _type_words(node.get("type"))
    code = "MC208" if problem.keyword in _RANGE else "MC203"
    empty = value in ([], {}, None) or (isinstance(value, str) and is_blank(value))
    message = f"{name} is empty" if empty else f"{name} is {_said(value)}"
    return found(code, message, place, hint=f"It should be {wanted}.{_quote_hint(value, node)}", subject=subject)


def _not_one_of(file: _File, problem: Problem, value: Any, node: Mapping[str, Any], subject: str) -> Finding:
    """A value outside a closed set."""
    import json  # only a file with a mistake needs it

    allowed = [json.dumps(v) if not isinstance(v, str) else v for v in node.get("enum", [node.get("const")])]
    hint = f"It can be {either(allowed)}. {file.did_you_mean(str(value), allowed)}".strip()
    message = f"{label(problem.pointer)} is {_said(value)}"
    return found("MC204", message, file.document.place(problem.pointer), hint=hint, subject=subject)


def _quote_hint(value: Any, node: Mapping[str, Any]) -> str:
    """What to do about a number where text is wanted, and the like."""
    wanted = node.get("type")
    if wanted == "string" and isinstance(value, (int, float)):
        return ' Put it in quotes: "' + str(value).lower() + '".'
    if wanted == "string" and value is None:
        return " Text that begins with # needs quotes."
    if wanted == "boolean" and isinstance(value, str) and value.lower() in ("yes", "no", "on", "off"):
        return " Write true or false."
    return ""


def _type_words(wanted: Any) -> str:
    words = {
        "string": "text",
        "integer": "a whole number",
        "number": "a number",
        "boolean": "true or false",
        "array": "a list",
        "object": "a group of `key: value` lines",
    }
    return words.get(str(wanted), "something else")


def _said(value: Any) -> str:
    """What somebody wrote, short enough to repeat."""
    if isinstance(value, str):
        return f'"{cut(value, 60)}"'
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "empty"}[value]
    if isinstance(value, Mapping):
        return "a group of `key: value` lines"
    return "a list" if isinstance(value, list) else str(value)
