"""The child process: takes files one after another, parses them, answers. It trusts no file, and nobody trusts its answers.

Every message is its length in four bytes and then JSON; behind a question stand the bytes of the file.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import IO, Literal

from msgspec import Struct
from msgspec.structs import replace

from simcred.load.decode import packed, unpacked
from simcred.model.contents import GAVE_UP, NOT_INSTALLED, Content, Preview, Words

SECONDS = 20
"""Of the processor's time, for one file."""
_MEMORY = 1_500_000_000
_LENGTH = 4


class Job(Struct, frozen=True):
    """A file to look into, to draw, to read or to make anew; `size` bytes follow."""

    what: Literal["look", "draw", "read", "strip"]
    content: Content
    size: int


class Answer(Struct, frozen=True):
    """What came of it: nothing when the file cannot be drawn or read, a content when that could not be tried."""

    content: Content | None = None
    preview: Preview | None = None
    words: Words | None = None
    data: bytes | None = None


def framed(message: Struct) -> bytes:
    """A message with its length."""
    text = packed(message)
    return len(text).to_bytes(_LENGTH, "big") + text


def message_from(stream: IO[bytes], most: int) -> bytes:
    """The next message. Raises EOFError when there is none, or one longer than `most`."""
    length = int.from_bytes(whole(stream, _LENGTH), "big")
    if length > most:
        raise EOFError
    return whole(stream, length)


def whole(stream: IO[bytes], size: int) -> bytes:
    """So many bytes. Raises EOFError when there are fewer."""
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return data


def serve() -> None:
    """Answers until nobody asks any more. What a foreign parser prints goes nowhere."""
    _limited()
    questions = sys.stdin.buffer
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    with suppress(EOFError, BrokenPipeError):
        while True:
            job = unpacked(Job, message_from(questions, 1 << 20))
            data = whole(questions, job.size)
            _more_time()
            answers.write(framed(_done(job, data)))
            answers.flush()


def _done(job: Job, data: bytes) -> Answer:
    """One job. Never raises."""
    if job.what == "look":
        from simcred.inspect.parsing import parsed

        return Answer(parsed(data, job.content))
    from simcred.inspect.parsing import installed

    if not installed(job.content.type):
        return Answer(replace(job.content, state="unknown", detail=NOT_INSTALLED))
    try:
        if job.what == "read":
            from simcred.inspect.passages import passages

            return Answer(words=passages(data, job.content.type))
        if job.what == "strip":
            from simcred.inspect.stripping import stripped

            return Answer(data=stripped(data, job.content.type))
        from simcred.inspect.drawing import drawn

        return Answer(preview=drawn(data, job.content))
    except MemoryError:
        return Answer(replace(job.content, state="unknown", detail=GAVE_UP))
    except Exception:  # whatever it is, there is no picture, and nothing to read
        return Answer()


def _limited() -> None:
    """Less memory, no files written, no remains: where the system can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    for what, most in (("RLIMIT_AS", _MEMORY), ("RLIMIT_FSIZE", 0), ("RLIMIT_CORE", 0)):
        with suppress(OSError, ValueError, AttributeError):
            resource.setrlimit(getattr(resource, what), (most, most))


def _more_time() -> None:
    """Time of the processor for one more file; the system ends the process when it is used up."""
    try:
        import resource
    except ImportError:  # Windows
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + SECONDS, hard))
