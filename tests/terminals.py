"""A terminal of 80 columns and 24 lines, at which tests type and look."""

from __future__ import annotations

import re
import shlex
import signal
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import bare_environment

if sys.platform == "win32":
    pytest.skip("pexpect drives terminals of POSIX systems; Windows has none of them", allow_module_level=True)

import pexpect
import pyte

COLUMNS, LINES = 80, 24
_ESCAPE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07]*\x07|[=>])")


class Terminal:
    """One command at a terminal: what it writes is on `screen`, and as it came in `raw`; with `output` its result is in a file."""

    def __init__(self, folder: Path, *words: object, output: Path | None = None, **more: str) -> None:
        nothing = folder.parent / "no-programs"
        nothing.mkdir(exist_ok=True)
        self.screen = pyte.HistoryScreen(COLUMNS, LINES, history=2000)
        self._stream = pyte.Stream(self.screen)
        self.raw, self._seen = "", 0
        run = [sys.executable, "-m", "simcred", *map(str, words)]
        redirected = ["/bin/sh", "-c", f"{shlex.join(run)} > {shlex.quote(str(output))}"]
        program, *arguments = run if output is None else redirected
        self._child: Any = pexpect.spawn(
            program,
            arguments,
            cwd=str(folder),
            env=bare_environment(nothing, **more),
            encoding="utf-8",
            timeout=60,
            dimensions=(LINES, COLUMNS),
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # tests may run where Ctrl-C is ignored
        )

    def _take(self) -> None:
        text = f"{self._child.before}{self._child.after if isinstance(self._child.after, str) else ''}"
        self.raw += text
        self._stream.feed(text)

    def asks(self, question: str, prompt: str = "> ") -> Terminal:
        """Waits until that is asked."""
        self._child.expect_exact(question)
        self._take()
        self._child.expect_exact(f"\n{prompt}")
        self._take()
        return self

    def prompts(self, prompt: str = "> ") -> Terminal:
        """Waits until the prompt is there again, without a new question."""
        self._child.expect_exact(prompt)
        self._take()
        return self

    def types(self, *lines: str) -> Terminal:
        """Types some lines."""
        for line in lines:
            self._child.sendline(line)
        return self

    def interrupts(self) -> Terminal:
        """Presses Ctrl-C."""
        self._child.sendintr()
        return self

    def ends(self) -> int:
        """Waits for the end; the exit code."""
        self._child.expect(pexpect.EOF)
        self._take()
        self._child.close()
        assert "Traceback" not in self.raw
        code = self._child.exitstatus
        assert code is not None
        return int(code)

    @property
    def lines(self) -> list[str]:
        """Every line that was on the screen, those that went off its top too."""
        gone = ["".join(row[column].data for column in range(COLUMNS)) for row in self.screen.history.top]
        return [line.rstrip() for line in (*gone, *self.screen.display)]

    @property
    def written(self) -> list[str]:
        """The lines as they were written, before a terminal breaks them."""
        return [line.rsplit("\r", 1)[-1] for line in _ESCAPE.sub("", self.raw).replace("\r\n", "\n").split("\n")]
