"""Values of a person's file set, replaced and taken out: everything else in it stays, byte for byte, or the edit is refused.

A value changes where it stands; a new key comes last in its group. What comes out is read anew before anybody gets it:
it must say exactly what was wanted, and hold every other line and every comment as it was.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any, Literal

from simcred.exits import Exit, Stop
from simcred.load.reader import Pointer, Written
from simcred.workspace.emit import as_entry, yaml_text
from simcred.workspace.manuscript import BLOCKS, NOTHING, Manuscript
from simcred.workspace.value_texts import behind_key, flow, inline, key_text

Deed = Literal["new", "set", "gone"]


def set_value(path: str, data: bytes, pointer: Pointer, value: Any) -> bytes:
    """The file with a value at `pointer`; groups on the way to it are made. Raises `Stop` when that cannot be done safely.

    A group keeps what both the old and the new one have, and so does a list.
    """
    file = _readable(path, data)
    pointer, value = _as_far_as_it_leads(path, file, pointer, value)
    old = file.value(pointer)
    if old is not NOTHING and _same(old, value):
        return data
    if isinstance(old, dict) and isinstance(value, Mapping) and old and value:
        return _group(path, data, pointer, old, value)
    if isinstance(old, list) and isinstance(value, list) and old and value:
        return _list(path, data, pointer, old, value)
    deed: Deed = "new" if old is NOTHING else "set"
    ways = _added(file, pointer, value) if deed == "new" else _replaced(file, pointer, value)
    return _first_proved(path, file, ways, pointer, value, deed)


def unset(path: str, data: bytes, pointer: Pointer) -> bytes:
    """The file without the value at `pointer`, and without a group that is empty then; an empty list stays.

    Raises `Stop` when that cannot be done safely.
    """
    file = _readable(path, data)
    if file.value(pointer) is NOTHING:
        return data
    if len(pointer) > 1 and len(file.value(pointer[:-1])) == 1:
        above = pointer[:-1]
        return unset(path, data, above) if isinstance(pointer[-1], str) else set_value(path, data, above, [])
    return _first_proved(path, file, _removed(file, pointer), pointer, None, "gone")


def _as_far_as_it_leads(path: str, file: Manuscript, pointer: Pointer, value: Any) -> tuple[Pointer, Any]:
    """The last place on the way that is there, and what is to stand in it. Raises `Stop` where something else stands in the way."""
    while len(pointer) > 1:
        above = file.value(pointer[:-1])
        if isinstance(above, dict) or (isinstance(above, list) and isinstance(pointer[-1], int) and pointer[-1] <= len(above)):
            break
        if above is not NOTHING and above is not None:
            name = ".".join(map(str, pointer[:-1]))
            raise Stop(f"{name} in {path} is {flow(above)}, so nothing can stand below it", "Look at the spelling of the key.")
        pointer, value = pointer[:-1], {pointer[-1]: value} if isinstance(pointer[-1], str) else [value]
    return pointer, value


def _group(path: str, data: bytes, pointer: Pointer, old: Mapping[str, Any], new: Mapping[str, Any]) -> bytes:
    """One group in place of another, key by key."""
    for key, value in new.items():
        data = set_value(path, data, (*pointer, key), value)
    for key in (key for key in old if key not in new):
        data = unset(path, data, (*pointer, key))
    return data


def _list(path: str, data: bytes, pointer: Pointer, old: list[Any], new: list[Any]) -> bytes:
    """One list in place of another, entry by entry from the first."""
    for number, value in enumerate(new):
        data = set_value(path, data, (*pointer, number), value)
    for number in range(len(old) - 1, len(new) - 1, -1):
        data = unset(path, data, (*pointer, number))
    return data


def _replaced(file: Manuscript, pointer: Pointer, value: Any) -> Iterator[bytes]:
    """Ways to write another value in the place of one."""
    old = file.written(pointer)
    if old.key is None or file.outermost_flow(pointer) is not None:
        if old.style not in BLOCKS and not (isinstance(file.value(pointer), (dict, list)) and not old.flow):
            yield from (file.spliced((old.start, old.end, text)) for text in inline(value, old.style))
        return
    colon = file.colon(old.key[1])
    if colon is None:
        return
    head_end, body, body_end = _parts(file, old, colon, is_block=isinstance(file.value(pointer), (dict, list)) and not old.flow)
    gap = file.text[colon : old.start] if old.start <= file.next_line(colon) else ""
    gap = gap if gap and not gap.strip(" ") else " "
    for first, lines in behind_key(value, file.column(old.key[0]), old.style):
        head = f"{gap}{first}" if first else ""
        yield from _with_lines(file, (colon, head_end, head), (body, body_end), lines)


def _parts(file: Manuscript, old: Written, colon: int, *, is_block: bool) -> tuple[int, int, int]:
    """Where a value ends on its key's line, and from where to where its lines below go."""
    if is_block:
        return colon, file.next_line(colon), file.last_line(old)
    if old.style in BLOCKS:
        header = file.header_end(old)
        return header, file.next_line(header), file.last_line(old)
    behind = file.next_line(old.end)
    return old.end, behind, behind


def _with_lines(file: Manuscript, head: tuple[int, int, str], body: tuple[int, int], lines: list[str]) -> Iterator[bytes]:
    """The file with other text on a line and other lines below it; where its last line has no end, without one first."""
    end = file.line_end
    below = "".join(f"{line}{end}" for line in lines)
    at_the_end = body[1] == len(file.text) and not file.text.endswith(("\n", "\r"))
    if at_the_end and lines:
        begin = end if body[0] == len(file.text) else ""
        yield file.spliced(head, (*body, begin + below.removesuffix(end)))
        yield file.spliced(head, (*body, begin + below))
        return
    yield file.spliced(head, (*body, below))


def _added(file: Manuscript, pointer: Pointer, value: Any) -> Iterator[bytes]:
    """Ways to write a new value last in its group or list."""
    above, key = file.written(pointer[:-1]), pointer[-1]
    beside = file.value(pointer[:-1])
    entry = flow(value) if isinstance(key, int) else f"{key_text(key)}: {flow(value)}"
    if above.flow:
        at = file.written((*pointer[:-1], _last(beside))).end if beside else above.start + 1
        yield file.spliced((at, at, f", {entry}" if beside else entry))
        return
    forms = _entries(file, pointer, value) if isinstance(key, int) else _keys(file, pointer, value)
    places = [file.last_line(above), file.next_line(above.end)]
    if isinstance(key, str):  # a text whose last line has no end, at the end of the file, must stay the last
        places.append(_lines_of(file, (*pointer[:-1], _last(beside)))[0])
    for at in dict.fromkeys(places):
        for lines in forms:
            yield from _with_lines(file, (at, at, ""), (at, at), lines)


def _last(held: Any) -> Any:
    """The last key of a group, or the number of a list's last entry."""
    return next(reversed(held)) if isinstance(held, dict) else len(held) - 1


def _keys(file: Manuscript, pointer: Pointer, value: Any) -> list[list[str]]:
    """The lines of a new key, below the others of its group."""
    first = file.written((*pointer[:-1], next(iter(file.value(pointer[:-1])))))
    indent = file.column(first.key[0]) if first.key is not None else 0
    begin = f"{' ' * indent}{key_text(str(pointer[-1]))}:"
    return [[f"{begin} {head}" if head else begin, *lines] for head, lines in behind_key(value, indent)]


def _entries(file: Manuscript, pointer: Pointer, value: Any) -> list[list[str]]:
    """The lines of a new entry, below the others of its list."""
    at = file.written((*pointer[:-1], 0)).start
    indent = file.column(at) - len(file.text[file.line_start(at) : at].lstrip(" "))
    if isinstance(value, dict) and value:
        return [as_entry(value, indent).splitlines()]
    return [[f"{' ' * indent}- {text}"] for text in inline(value)]


def _removed(file: Manuscript, pointer: Pointer) -> Iterator[bytes]:
    """Ways to take a value out that is not alone in its group or list."""
    here, beside = file.written(pointer), file.value(pointer[:-1])
    start = here.key[0] if here.key is not None else here.start
    if file.written(pointer[:-1]).flow:
        steps = list(beside) if isinstance(beside, dict) else list(range(len(beside)))
        at = steps.index(pointer[-1])
        if at:
            yield file.spliced((file.written((*pointer[:-1], steps[at - 1])).end, here.end, ""))
        if at + 1 < len(steps):
            following = file.written((*pointer[:-1], steps[at + 1]))
            yield file.spliced((start, following.key[0] if following.key is not None else following.start, ""))
        return
    line = file.line_start(start)
    begin = file.text[line:start].strip(" ")
    if begin == ("" if isinstance(pointer[-1], str) else "-"):
        end = file.last_line(here)
        result = file.spliced((line, end, ""))
        if end == len(file.text) and not file.text.endswith(("\n", "\r")):
            yield result.removesuffix(file.line_end.encode())
        yield result


def _first_proved(path: str, file: Manuscript, ways: Iterator[bytes], pointer: Pointer, value: Any, deed: Deed) -> bytes:
    """The first way that holds. Raises `Stop` when none does."""
    expected = _expected(file.data, pointer, value, deed)
    for result in ways:
        if _proved(file, result, pointer, expected, deed):
            return result
    raise _by_hand(path, pointer, value, deed)


def _expected(data: Mapping[str, Any], pointer: Pointer, value: Any, deed: Deed) -> Any:
    """What the file is to say."""
    whole: Any = deepcopy(dict(data))
    at = whole
    for step in pointer[:-1]:
        at = at[step]
    if deed == "gone":
        del at[pointer[-1]]
    elif deed == "new" and isinstance(at, list):
        at.append(value)
    else:
        at[pointer[-1]] = value
    return whole


def _proved(file: Manuscript, result: bytes, pointer: Pointer, expected: Any, deed: Deed) -> bool:
    """Whether a result says what it should, and else is the file, line for line, with every comment. It is read anew for this."""
    made = Manuscript.of(result)
    if made is None or made.mark != file.mark or not _same(made.data, expected):
        return False
    in_brackets = file.outermost_flow(pointer)
    where = pointer if in_brackets is None else in_brackets
    old = _lines_of(file, where) if in_brackets is not None or deed != "new" else None
    new = _lines_of(made, where) if in_brackets is not None or deed != "gone" else None
    gone = old if deed == "gone" and in_brackets is None and old is not None else (0, 0)
    if file.comments(*gone) != made.comments():
        return False
    before, after = _around(file, old), _around(made, new)
    if old is None or new is None:
        return _ended("".join(before)) == _ended("".join(after))
    return before[0] == after[0] and _ended(before[1]) == _ended(after[1])


def _lines_of(file: Manuscript, pointer: Pointer) -> tuple[int, int]:
    """From where to where the lines of a value go, that of its key or hyphen too."""
    here = file.written(pointer)
    return file.line_start(here.key[0] if here.key is not None else here.start), file.last_line(here)


def _around(file: Manuscript, lines: tuple[int, int] | None) -> tuple[str, str]:
    """The text before and behind some lines; all of it, where there are none."""
    start, end = lines if lines is not None else (len(file.text), len(file.text))
    return file.text[:start], file.text[end:]


def _ended(text: str) -> str:
    """Text whose last line has an end, whichever."""
    return f"{text}\n" if text and not text.endswith(("\n", "\r")) else text


def _same(one: Any, other: Any) -> bool:
    """Whether two values are the same, with their types; in which order keys stand says nothing."""
    return type(one) is type(other) and json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def _readable(path: str, data: bytes) -> Manuscript:
    """The file, read. Raises `Stop` when it has a mistake in it."""
    file = Manuscript.of(data)
    if file is None:
        raise Stop(f"{path} has a mistake in it", "Mend it first; `simcred check` says where.", Exit.CANNOT_JUDGE)
    return file


def _by_hand(path: str, pointer: Pointer, value: Any, deed: Deed) -> Stop:
    """The error for a file in which this cannot be done without touching more."""
    message = f"{path} is written in a way that simcred will not change"
    name = ".".join(map(str, pointer))
    if deed == "gone":
        return Stop(message, f"Please take {name} out by hand.", Exit.NOT_SAVED)
    shown = yaml_text({str(pointer[-1]): value})
    return Stop(message, f"Please change it by hand. {name} should be: {shown}", Exit.NOT_SAVED)
