"""Names that lead somewhere: fields by their dotted way through kinds of evidence, and what is told when a name leads nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from simcred.findings.finding import Finding, found
from simcred.load.reader import Document, Pointer
from simcred.load.shape import schema
from simcred.load.validator import prepare
from simcred.words import did_you_mean

_SPAN = {"date": ("start", "end")}
"""Fields that are one thing or a group; their inner names lead somewhere too."""


def field_of(name: str, kind: Mapping[str, Any]) -> Any:
    """The shape of a dotted field in items of a kind (as in kinds.yaml); None when they have no such field."""
    base = schema("evidence")
    first, _, rest = name.partition(".")
    if first in _SPAN and rest in _SPAN[first]:
        return base["$defs"]["date"]
    node: Any = kind.get("fields", {}).get(first) or base["properties"].get(first)
    for step in [step for step in rest.split(".") if step]:
        node = _resolved(base, node)
        if node is None or (node.get("type") not in (None, "object") or "properties" not in node):
            return node if node is not None and _open(node) else None
        node = node["properties"].get(step)
    return _resolved(base, node)


def _resolved(base: Mapping[str, Any], node: Any) -> Any:
    """A shape, behind its reference."""
    return base["$defs"][node["$ref"].rpartition("/")[2]] if isinstance(node, Mapping) and "$ref" in node else node


def _open(node: Mapping[str, Any]) -> bool:
    """Whether any name may stand inside."""
    return node.get("type") == "object" and node.get("additionalProperties") is not False


def names_field(name: str, kinds: Iterable[Mapping[str, Any]]) -> bool:
    """Whether a dotted name leads to a field in items of some of these kinds."""
    return any(field_of(name, kind) is not None for kind in kinds)


def fields_of(kinds: Iterable[Mapping[str, Any]]) -> list[str]:
    """The names of the fields that items of these kinds have, one level deep, for a guess at what was meant."""
    names = dict.fromkeys(schema("evidence")["properties"])
    for kind in kinds:
        for name, shape in kind.get("fields", {}).items():
            names[name] = None
            names.update({f"{name}.{inner}": None for inner in shape.get("properties", {})})
    return list(names)


def unknown(code: str, what: str, name: str, known: Sequence[str], document: Document, pointer: Pointer) -> Iterator[Finding]:
    """A finding when a name is none of those that are known."""
    if name not in known:
        hint = did_you_mean(name, known) or "Correct the name."
        subject = "/".join(map(str, pointer))
        yield found(code, f"there is no {what} {name} in this programme", document.place(pointer), hint=hint, subject=subject)


def sound_shape(document: Document, pointer: Pointer, shape: Mapping[str, Any], subject: str) -> Iterator[Finding]:
    """A finding for a shape by which nothing can be judged, such as one with a pattern that is none."""
    try:
        prepare(shape)
    except ValueError:
        message = f"{subject} has a shape by which nothing can be judged"
        hint = "Look at its `pattern`: a ( or [ that is not closed, or something only other programs know."
        yield found("MC203", message, document.place(pointer, key=True), hint=hint, subject=subject)


def is_day(shape: Mapping[str, Any]) -> bool:
    """Whether a field holds a day, a group with a `date`, or a list of days."""
    if shape.get("type") == "array":
        return is_day(shape.get("items", {}))
    if shape.get("type") == "object":
        return "date" in shape.get("required", ()) and is_day(shape.get("properties", {}).get("date", {}))
    return shape.get("type") == "string" and shape.get("format") == "date"


def is_person(shape: Mapping[str, Any]) -> bool:
    """Whether a field holds somebody's name, or a list of people."""
    if shape.get("type") == "array":
        return is_person(shape.get("items", {}))
    return "name" in shape.get("required", ()) and shape.get("properties", {}).get("name", {}).get("type") == "string"
