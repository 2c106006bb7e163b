"""Runs one command line in a child process in which the n-th thing done to the files goes wrong.

`python breaking.py` reads one request a line (JSON: words, folder, how, number), and answers how the child ended (JSON: code,
err, and whether it came as far as that number). The children are forked off one process that has everything loaded, so that hundreds of them are quick.
"""

from __future__ import annotations

import codecs
import contextlib
import errno
import io
import json
import os
import resource
import signal
import stat
import sys
import tempfile
import traceback
from pathlib import Path
from typing import Any

CHANGING = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod", "os.link", "os.truncate"}
NEEDS_ROOM = {"os.mkdir", "os.link", "open", "fsync"}
KILLED = 9
MARK = "@@left: "
NOBODY = 65534


class Breaking:
    """Counts what is done to files below a folder, and breaks off at one number: `kill`, `full` (from there on) or `fail` (once)."""

    def __init__(self, folder: str, how: str, number: int) -> None:
        self.folder, self.how, self.left = folder, how, number

    def hook(self, event: str, words: tuple[Any, ...]) -> None:
        """What Python tells of each call, before it is made."""
        if event == "open":
            path, _, flags = words
            writes = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
            if isinstance(path, (str, bytes, os.PathLike)) and writes:
                self.reached(event, path)
        elif event in CHANGING:
            self.reached(event, words[0])

    def fsync(self, descriptor: int) -> None:
        """os.fsync, of which Python tells nothing."""
        folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)  # what it needs room for, it has already
        self.reached("fsync of a folder" if folder else "fsync", self.folder)
        whole_fsync(descriptor)

    def reached(self, event: str, path: Any) -> None:
        """One more thing done to a file."""
        place = os.path.abspath(os.fsdecode(path)) if not isinstance(path, int) else self.folder
        if not place.startswith(self.folder):
            return
        self.left -= 1
        if self.how == "kill" and self.left == 0:
            os._exit(KILLED)
        if (self.how == "fail" and self.left == 0) or (self.how == "full" and self.left <= 0 and event in NEEDS_ROOM):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(place))


whole_fsync = os.fsync


def child(request: dict[str, Any]) -> int:
    """Runs the command line; its exit code. Behind what it says stands how many things were still to be done."""
    from simcred.cli.main import run

    breaking = None
    how = request["how"]
    os.chdir("/")
    if how == "nobody":
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    elif how == "limit":
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (request["number"], resource.RLIM_INFINITY))
    elif how != "whole":
        breaking = Breaking(os.path.abspath(request["folder"]), how, request["number"])
        os.fsync = breaking.fsync  # type: ignore[assignment]
        sys.addaudithook(breaking.hook)
    code = run(request["words"])
    sys.stderr.write(f"{MARK}{breaking.left if breaking is not None else 0}")
    return code


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """Forks a child off, and says how it ended."""
    reading, writing = os.pipe()
    number = os.fork()
    if number == 0:
        os.close(reading)
        sys.stdout, sys.stderr = io.StringIO(), io.TextIOWrapper(os.fdopen(writing, "wb", 0), write_through=True)
        try:
            os._exit(child(request))
        except BaseException:
            traceback.print_exc()
            os._exit(99)
    os.close(writing)
    with os.fdopen(reading, "r", encoding="utf-8") as pipe:
        said = pipe.read()
    _, status = os.waitpid(number, 0)
    said, _, left = said.partition(MARK)
    return {"code": os.waitstatus_to_exitcode(status), "err": said, "reached": int(left or 0) <= 0}


def load() -> None:
    """Has everything loaded that a command could want, by running each once: a child may not be able to read it any more."""
    from writers import WRITERS

    from simcred.cli.main import run

    for encoding in ("utf-8-sig", "utf-16", "cp1252"):
        codecs.lookup(encoding)
    sys.stdout, said = io.StringIO(), sys.stdout
    cache, os.environ["SIMCRED_CACHE"] = os.environ.get("SIMCRED_CACHE"), ""  # what is remembered would not be done, nor loaded
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stderr(io.StringIO()):
        for number, writer in enumerate(WRITERS):
            mine = Path(folder) / str(number) / "mine"
            mine.parent.mkdir()
            writer.begin(mine)
            taken_back = ["undo", "-C", str(mine)]
            for words in (["explain", "MC301"], ["check", str(mine)], writer.line(mine), taken_back, [*taken_back, "--redo"]):
                run(words)
            os.chdir("/")
    sys.stdout = said
    if cache is None:
        del os.environ["SIMCRED_CACHE"]
    else:
        os.environ["SIMCRED_CACHE"] = cache


if __name__ == "__main__":
    load()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(answer(json.loads(line))) + "\n")
        sys.stdout.flush()
