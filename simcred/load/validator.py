"""JSON Schema, by jsonschema-rs where its wheel is installed, else by jsonschema; both give the same problems.

Schemas come from the package or from a programme, never from a portfolio, and never fetch anything.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from msgspec import Struct

Schema = Mapping[str, Any]


class Problem(Struct, frozen=True):
    """One disagreement: the schema keyword, the way to the value and to the keyword, and what the keyword says.

    `names` are the missing or the unexpected keys; `branches` the problems of each alternative of anyOf and oneOf.
    """

    keyword: str
    pointer: tuple[str | int, ...]
    schema_path: tuple[str | int, ...]
    names: tuple[str, ...] = ()
    branches: tuple[tuple[Problem, ...], ...] = ()


class Validator(Protocol):
    """A prepared schema."""

    def is_valid(self, data: Any) -> bool:
        """Whether the data fits."""

    def problems(self, data: Any) -> Iterator[Problem]:
        """Everything that does not fit."""


class RustValidator:
    """A schema prepared by jsonschema-rs."""

    def __init__(self, schema: Schema) -> None:
        import jsonschema_rs

        self._validator = jsonschema_rs.Draft202012Validator(
            dict(schema), validate_formats=True, offline=True, formats={"date": _is_day}
        )
        self.is_valid = self._validator.is_valid

    def problems(self, data: Any) -> Iterator[Problem]:
        """Everything that does not fit."""
        return map(_from_rust, self._validator.iter_errors(data))


def _from_rust(error: Any) -> Problem:
    """A Problem from jsonschema-rs' error."""
    kind = error.kind
    keyword = kind.name
    names: tuple[str, ...] = ()
    if keyword == "required":
        names = (kind.property,)
    elif keyword == "additionalProperties":
        names = tuple(kind.unexpected)
    branches: tuple[tuple[Problem, ...], ...] = ()
    if keyword.startswith(("anyOf", "oneOf")):
        branches = tuple(tuple(map(_from_rust, branch)) for branch in getattr(kind, "context", ()))
    path = tuple(error.evaluation_path)  # it leads through what stands beside a reference; schema_path does not
    return _problem(keyword, tuple(error.instance_path), path, names, branches)


def _is_day(text: str) -> bool:
    """Whether a text is a day that the values can hold too; the library's own format knows a year 0."""
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


class PythonValidator:
    """A schema prepared by jsonschema: slower, for machines without the Rust wheel, and the tests' second opinion."""

    def __init__(self, schema: Schema) -> None:
        import jsonschema
        from jsonschema.validators import extend
        from referencing import Registry

        registry: Any = Registry()
        make: Any = extend
        base: Any = make(jsonschema.Draft202012Validator, {"pattern": _whole_pattern})
        self._validator: Any = base(
            dict(schema), registry=registry, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
        )

    def is_valid(self, data: Any) -> bool:
        """Whether the data fits."""
        return bool(self._validator.is_valid(data))

    def problems(self, data: Any) -> Iterator[Problem]:
        """Everything that does not fit."""
        return map(_from_python, self._validator.iter_errors(data))


def _whole_pattern(validator: Any, pattern: str, instance: Any, schema: Any) -> Iterator[Any]:
    """`$` means the end of the text, as in the other library, and not the place before a last line break."""
    from jsonschema import ValidationError

    ending = pattern[:-1] + r"\Z" if pattern.endswith("$") and not pattern.endswith(r"\$") else pattern
    if validator.is_type(instance, "string") and not re.search(ending, instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


def _from_python(error: Any) -> Problem:
    """A Problem from jsonschema's error."""
    names: tuple[str, ...] = ()
    if error.validator == "required":
        names = tuple(name for name in error.validator_value if name not in error.instance and f"{name!r} is" in error.message)
    elif error.validator == "additionalProperties":
        patterns = error.schema.get("patternProperties", {})
        known = error.schema.get("properties", {})
        names = tuple(n for n in error.instance if n not in known and not any(re.search(p, n) for p in patterns))
    branches: dict[int, list[Problem]] = {}
    for part in error.context or ():
        branches.setdefault(part.schema_path[0], []).append(_from_python(part))
    alternatives = tuple(tuple(branches.get(number, ())) for number in range(len(error.validator_value))) if branches else ()
    return _problem(str(error.validator), tuple(error.absolute_path), tuple(error.absolute_schema_path), names, alternatives)


def _problem(
    keyword: str,
    pointer: tuple[str | int, ...],
    path: tuple[str | int, ...],
    names: tuple[str, ...],
    branches: tuple[tuple[Problem, ...], ...],
) -> Problem:
    """A Problem with the keyword as the schema writes it; a wrong key's name is one problem, whatever is wrong with it."""
    if "propertyNames" in path:
        path = path[: path.index("propertyNames") + 1]
        return Problem("propertyNames", pointer, path)
    word = str(path[-1]) if path and isinstance(path[-1], str) else keyword
    return Problem(word, pointer, path, names, branches)


def prepare(schema: Schema) -> Validator:
    """A validator for a schema."""
    try:
        return RustValidator(schema)
    except ImportError:
        return PythonValidator(schema)
