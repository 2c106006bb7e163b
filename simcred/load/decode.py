"""One generic decoder: data that fits its schema becomes the dataclass of the same shape."""

from __future__ import annotations

import dataclasses
import datetime as dt
import types
from collections.abc import Callable, Mapping
from functools import cache
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from simcred.model.days import Span

T = TypeVar("T")


def decode(kind: type[T], data: Mapping[str, Any], /, **more: Any) -> T:
    """Fills a dataclass from data that its schema accepted; `more` are fields the file does not hold.

    A field's key is its name, or the text of its `Annotated`. Raises ValueError for a day that does not exist.
    """
    values = dict(more)
    plan: tuple[tuple[str, str, Callable[[Any], Any]], ...] = _plan(kind)  # type: ignore[arg-type]  # a class is hashable
    for name, key, convert in plan:
        if name not in values and data.get(key) is not None:
            values[name] = convert(data[key])
    return kind(**values)


@cache
def _plan(kind: Any) -> tuple[tuple[str, str, Callable[[Any], Any]], ...]:
    """For each field: its name, its key, and what turns data into its type."""
    hints = get_type_hints(kind, include_extras=True)
    plan = []
    for entry in dataclasses.fields(kind):
        hint, key = hints[entry.name], entry.name
        if get_origin(hint) is Annotated:
            hint, key = get_args(hint)
        plan.append((entry.name, key, _converter(hint)))
    return tuple(plan)


def _converter(hint: Any) -> Callable[[Any], Any]:
    """What turns data into a value of that type."""
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _converter(next(arg for arg in args if arg is not type(None)))
    if origin is tuple:
        each = _converter(args[0])
        return lambda value: tuple(each(entry) for entry in (value if isinstance(value, list) else [value]))
    if hint is dt.date:
        return dt.date.fromisoformat
    if hint is Span:
        return span
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return lambda value: decode(hint, value)
    if origin is Literal or hint in (str, int, float, bool, object) or (origin is not None and issubclass(origin, Mapping)):
        return _same
    raise TypeError(f"no decoder for {hint}")


def _same(value: Any) -> Any:
    return value


def span(value: Any) -> Span:
    """One day or a start and an end."""
    if isinstance(value, Mapping):
        return Span(dt.date.fromisoformat(value["start"]), dt.date.fromisoformat(value["end"]))
    day = dt.date.fromisoformat(value)
    return Span(day, day)
