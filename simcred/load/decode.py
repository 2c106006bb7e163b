"""Data that fits its schema becomes the value of the same shape."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, TypeVar

from msgspec import Struct, ValidationError, convert
from msgspec.json import decode as unpack
from msgspec.json import encode

from simcred.model.days import Span
from simcred.model.several import Several

T = TypeVar("T")


def decode(kind: type[T], data: Mapping[str, Any], /, **more: Any) -> T:
    """Fills a Struct from data that its schema accepted; `more` are fields the file does not hold.

    Raises msgspec.ValidationError where schema and Struct disagree, which the tests rule out.
    """
    whole = {**data, **more}
    try:
        return convert(whole, kind, dec_hook=_own)
    except ValidationError:  # 2.0 is a whole number to JSON Schema, and none to msgspec
        return convert(_whole_numbers(whole), kind, dec_hook=_own)


def packed(value: Struct) -> bytes:
    """A value as bytes that `unpacked` makes into the same value, quicker than the files it was read from."""
    return encode(value)


def unpacked(kind: type[T], data: bytes) -> T:
    """The value that was packed. Raises msgspec.MsgspecError when the bytes are no such value."""
    return unpack(data, type=kind, dec_hook=_own)


def _whole_numbers(value: Any) -> Any:
    """The same data with whole numbers as integers, however they are written."""
    if isinstance(value, dict):
        return {key: _whole_numbers(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_whole_numbers(inner) for inner in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _own(kind: type[Any], value: Any) -> Any:
    """What msgspec leaves to us: a day or a stretch of days, a word or a list of words, and what may be anything."""
    if kind is object:
        return value
    if kind is Span:
        days = (value["start"], value["end"]) if isinstance(value, Mapping) else (value, value)
        return Span(*map(dt.date.fromisoformat, days))
    if kind is Several:
        return Several([value] if isinstance(value, str) else value)
    raise NotImplementedError(kind)
