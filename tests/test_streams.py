"""A closed, full or broken standard stream ends a command calmly: a plain sentence and an exit code, never a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT

pytestmark = pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
COMMANDS = ["--version", "status example-portfolio", "status example-portfolio --all", "check example-portfolio --json", "--help"]
LONG = "schema report"
"""More than a buffer holds, so that writing fails before the command is done."""


Ran = Callable[[str, str], tuple[int, str]]


@pytest.fixture(params=["", "1"], ids=["buffered", "unbuffered"])
def ran(request: pytest.FixtureRequest) -> Ran:
    """The exit code of a command under a shell's redirections, and what it said on both streams."""
    environment = {**os.environ, "PYTHONUNBUFFERED": request.param}
    return lambda command, redirected: shell(command, redirected, environment)


def shell(command: str, redirected: str, environment: dict[str, str]) -> tuple[int, str]:
    run = ["sh", "-c", f"{sys.executable} -m simcred {command} {redirected}"]
    done = subprocess.run(run, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)
    said = done.stdout + done.stderr
    assert "Traceback" not in said
    assert "Exception ignored" not in said
    return done.returncode, said


@pytest.mark.parametrize("command", [*COMMANDS, LONG])
def test_a_full_device(ran: Ran, command: str) -> None:
    code, said = ran(command, "> /dev/full")
    assert code == 4
    assert said.startswith("simcred: could not write: no space left on device")


@pytest.mark.parametrize("command", [*COMMANDS, LONG])
def test_a_closed_stream(ran: Ran, command: str) -> None:
    assert ran(command, ">&-") == (0, "")
    assert ran(command, ">&- 2>&-") == (0, "")


def unread(command: str, unbuffered: str) -> tuple[int, str]:
    """The exit code of a command whose output nobody reads any more, and what it said on standard error."""
    reader, writer = os.pipe()
    os.close(reader)
    run = [sys.executable, "-m", "simcred", *command.split()]
    environment = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
    with subprocess.Popen(run, cwd=ROOT, env=environment, stdout=writer, stderr=subprocess.PIPE, text=True) as process:
        os.close(writer)
        _, said = process.communicate(timeout=60)
    return process.returncode, said


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("command", [*COMMANDS, LONG])
def test_a_reader_that_has_gone(command: str, unbuffered: str) -> None:
    """It is no failure."""
    assert unread(command, unbuffered) == (0, "")


@pytest.mark.parametrize("redirected", ["2> /dev/full", "2>&-", "> /dev/full 2> /dev/full"])
def test_what_cannot_be_said_keeps_the_exit_code(ran: Ran, redirected: str) -> None:
    assert ran("explain MC9999", redirected) == (2, "")
    assert ran("status nowhere-at-all", redirected) == (3, "")
    assert ran("status example-portfolio", redirected)[0] == (4 if redirected.startswith(">") else 0)


def test_a_manifest_is_not_written_over(tmp_path: Path) -> None:
    """Without a standard output the next file that is opened takes its place, and nothing of ours may go there."""
    words = "init mine --name A --email a@example.org --intervention 'Unit Organizer' --level 1 >&-"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run(["sh", "-c", f"{sys.executable} -m simcred {words}"], cwd=tmp_path, env=environment, check=True)
    assert (tmp_path / "mine/portfolio.yaml").read_text("utf-8").startswith("# yaml-language-server")
