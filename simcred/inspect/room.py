"""The room where foreign parsers work: one child process, started when first needed, begun anew when it dies."""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
import threading
from contextlib import suppress
from functools import cache
from pathlib import Path

from msgspec import MsgspecError
from msgspec.structs import replace

import simcred
from simcred.inspect.child import Answer, Job, framed, message_from
from simcred.inspect.heads import heads
from simcred.load.decode import unpacked
from simcred.model.contents import Content, Words

SECONDS = 30.0
"""For one file, on the clock on the wall; longer than the processor's time, which other programs share."""
_MOMENT = 0.1
_LONGEST_ANSWER = 150_000_000
"""A file made anew, in signs that stand for its bytes."""
_NEEDED_TO_START = ("SYSTEMROOT", "LD_LIBRARY_PATH")
"""Windows starts nothing without the one; some builds of Python find their own library by the other."""
_PROGRAM = "import sys; sys.path[:] = sys.argv[1:]; from simcred.inspect.child import serve; serve()"


class Room:
    """Asks the child about one file after another. Not for several threads at a time."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._child: subprocess.Popen[bytes] | None = None

    def look(self, data: bytes, content: Content) -> Content | None:
        """What a parser adds to what is known of a file; None when the child died of it or took too long."""
        answer = self._ask(Job("look", content, len(data)), data)
        return answer.content if answer is not None else None

    def draw(self, data: bytes, content: Content) -> Answer | None:
        """A picture of a file; an empty answer when there can be none, None when the child died of it or took too long."""
        return self._ask(Job("draw", content, len(data)), data)

    def read(self, data: bytes, content: Content) -> Words | None:
        """The words in a file, none and not whole when its parser cannot read it; None when the child died of it or took too long."""
        head, whole = heads(data, content.type)
        answer = self._ask(Job("read", content, len(head)), head)
        if answer is None:
            return None
        words = answer.words or Words()
        return replace(words, whole=words.whole and whole)

    def strip(self, data: bytes, content: Content) -> bytes | None:
        """The file made anew without what it says of itself; None when it cannot be done."""
        answer = self._ask(Job("strip", content, len(data)), data)
        return answer.data if answer is not None else None

    def _ask(self, job: Job, data: bytes) -> Answer | None:
        """One question. A child that gives no answer in time is ended."""
        answers: list[Answer] = []
        thread = threading.Thread(target=self._exchange, args=(job, data, answers), daemon=True)
        thread.start()
        thread.join(self._seconds)
        told = answers[0] if answers else None
        while told is None and thread.is_alive():  # it may be starting a child at this moment
            self.close()
            thread.join(_MOMENT)
        if told is None:
            self.close()
        return told

    def _exchange(self, job: Job, data: bytes, answers: list[Answer]) -> None:
        """Writes the question and reads the answer; what goes wrong shows by there being none."""
        with suppress(OSError, ValueError, EOFError, MsgspecError):
            child = self._started()
            if child.stdin is None or child.stdout is None:
                return
            child.stdin.write(framed(job))
            child.stdin.write(data)
            child.stdin.flush()
            answers.append(unpacked(Answer, message_from(child.stdout, _LONGEST_ANSWER)))

    def _started(self) -> subprocess.Popen[bytes]:
        """The child. It gets nothing of our environment, and imports from where simcred does, but never from the folder we are in."""
        if self._child is not None and self._child.poll() is not None:
            self.close()  # it died while nobody asked
        if self._child is None:
            command = [sys.executable, "-I", "-S", "-B", "-c", _PROGRAM, *_import_path()]
            kept = {name: os.environ[name] for name in _NEEDED_TO_START if name in os.environ}
            self._child = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=Path(sys.executable).parent,
                env=kept,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        return self._child

    def close(self) -> None:
        """Ends the child, whatever it is doing; the next question starts another."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.wait()
            for pipe in (child.stdin, child.stdout):
                if pipe is not None:
                    with suppress(OSError):
                        pipe.close()


def _import_path() -> list[str]:
    """Where the child finds modules: where simcred lies, and our own path without the folder we are in."""
    here = Path.cwd()
    whole = (Path(entry) for entry in sys.path if entry and Path(entry).is_absolute())
    return [str(Path(simcred.__file__).parent.parent), *(str(entry) for entry in whole if entry != here)]


@cache
def room() -> Room:
    """The one room of this process; it is closed at its end."""
    only = Room()
    atexit.register(only.close)
    return only
