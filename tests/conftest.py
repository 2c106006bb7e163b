"""What the tests share: the command line as a function, and the example portfolio."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from unsaid import assert_unkept, assert_unsaid

from simcred.cli.main import run

ROOT = Path(__file__).resolve().parent.parent
TODAY = "2026-11-20"

settings.register_profile("simcred", deadline=None)  # speed is measured in benchmarks/, not here
settings.load_profile("simcred")


@pytest.fixture(autouse=True, scope="session")
def _memory_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The tests remember between runs as a user's computer does, but in a folder of their own."""
    with pytest.MonkeyPatch.context() as patch:
        folders = [tmp_path_factory.mktemp("cache"), tmp_path_factory.mktemp("state")]
        patch.setenv("SIMCRED_CACHE", str(folders[0]))
        patch.setenv("SIMCRED_STATE", str(folders[1]))
        yield
        assert_unkept(folders)


@dataclass(frozen=True)
class Ran:
    """What a command line said and returned."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)


Simcred = Callable[..., Ran]


def pipe(path: Path) -> None:
    """Makes a named pipe; the test is skipped where there is none."""
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no named pipes")
    os.mkfifo(path)


def bare_environment(path: Path, **more: str) -> dict[str, str]:
    """What a command finds around it: a PATH on which there is no git, and a day that does not pass."""
    kept = {
        name: value for name, value in os.environ.items() if name not in ("CI", "COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR")
    }
    kept.pop("ACCESSIBLE", None)
    own = {"PATH": str(path), "PYTHONPATH": str(ROOT), "SIMCRED_TODAY": TODAY, "TERM": "xterm", "LC_ALL": "C.UTF-8"}
    return {**kept, **own, **more}


@pytest.fixture
def simcred(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Simcred]:
    """Runs `simcred` with some words, on a fixed day; never raises."""
    monkeypatch.setenv("SIMCRED_TODAY", TODAY)
    here = Path.cwd()

    def call(*words: object) -> Ran:
        capsys.readouterr()
        try:
            code = run([str(word) for word in words])
        finally:
            monkeypatch.chdir(here if not Path.cwd().exists() else Path.cwd())
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        assert_unsaid(words, said.out + said.err)
        return Ran(code, said.out, said.err)

    yield call
    monkeypatch.chdir(here)


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """A copy of the example portfolio."""
    folder = tmp_path / "example-portfolio"
    shutil.copytree(ROOT / "example-portfolio", folder)
    return folder
