"""Every code, in a portfolio that has it and in one that does not: tests/cases/MCnnn/{bad,good}; adding a case needs no Python.

A case is laid over tests/cases/base. Its case.yaml (not copied) may say: `expect` (code, path, line, column, contains), `args`,
`exit`, `today`, `programme: true` (its folder `programme` is laid over the starter programme), `over: true` (it lies over the starter by
`extends`), `check: programme` (the programme is checked and not the portfolio), `raise_in_rule`, and `make`, what
git cannot hold: {fifo: path}, {symlink: [path, target]}, {bytes: [path, hex]}, {repeat: [path, text, times, after]}, {many: [path, number]},
{mkdir: path}, {remove: path}.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT, Ran, Simcred, pipe
from fill import fill

from simcred import assess
from simcred.app.places import starter
from simcred.findings.catalogue import catalogue

HERE = Path(__file__).parent / "cases"
CASES = sorted(f"{path.parent.name}/{path.name}" for path in HERE.glob("MC*/*"))


def _repeat(folder: Path, path: str, text: str, times: int, after: str) -> None:
    (folder / path).write_text(text * times + after, "utf-8")


def _many(folder: Path, path: str, number: int) -> None:
    (folder / path).mkdir()
    for count in range(number):
        (folder / path / str(count)).touch()


MAKE: dict[str, Callable[..., object]] = {
    "fifo": lambda folder, path: pipe(folder / path),
    "symlink": lambda folder, path, target: (folder / path).symlink_to(target),
    "bytes": lambda folder, path, text: (folder / path).write_bytes(bytes.fromhex(text)),
    "repeat": _repeat,
    "many": _many,
    "mkdir": lambda folder, path: (folder / path).mkdir(parents=True),
    "remove": lambda folder, path: shutil.rmtree(folder / path) if (folder / path).is_dir() else (folder / path).unlink(),
}


def laid_out(name: str, tmp_path: Path) -> tuple[Path, dict[str, Any], list[str]]:
    """The case's portfolio, what the case says of itself, and the command line."""
    case, folder = HERE / name, tmp_path / "portfolio"
    shutil.copytree(HERE / "base", folder)
    shutil.copytree(case, folder, dirs_exist_ok=True)
    said = yaml.safe_load((case / "case.yaml").read_text("utf-8")) if (case / "case.yaml").exists() else {}
    (folder / "case.yaml").unlink(missing_ok=True)
    for step in said.get("make", []):
        for what, words in step.items():
            MAKE[what](folder, *(words if isinstance(words, list) else [words]))
    words = ["check", str(folder), "--json", "--today", str(said.get("today", "2026-11-20")), *said.get("args", [])]
    if said.get("programme"):
        if not said.get("over"):
            shutil.copytree(ROOT / "templates/programme", tmp_path / "programme")
        shutil.copytree(folder / "programme", tmp_path / "programme", dirs_exist_ok=True)
        shutil.rmtree(folder / "programme")
        words += ["--programme", str(tmp_path / "programme")]
    if said.get("check") == "programme":
        words = ["programme", "check", str(tmp_path / "programme"), "--json", "--today", "2026-11-20"]
    fill(folder, starter())
    return folder, said, words


def findings(ran: Ran) -> Iterator[dict[str, Any]]:
    yield from ran.data["findings"]
    for portfolio in ran.data["portfolios"]:
        yield from portfolio["findings"]


@pytest.mark.parametrize("name", CASES)
def test_case(name: str, simcred: Simcred, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code, side = name.split("/")
    _, said, words = laid_out(name, tmp_path)
    if said.get("raise_in_rule"):

        def broken(case: object) -> Iterator[Any]:
            raise KeyError(said["raise_in_rule"])

        monkeypatch.setattr(assess, "RULES", (*assess.RULES, broken))
    ran = simcred(*words)
    assert ran.out, ran.err
    told = list(findings(ran))
    if "exit" in said:
        assert ran.code == said["exit"], ran.err
    prints = [finding["fingerprint"] for finding in told]
    assert len(prints) == len(set(prints))
    for finding in told:
        assert finding["severity"] == catalogue()[finding["code"]].severity or finding["code"] in (
            "MC305",
            "MC339",
            "MC702",
            "MC703",
            "MC704",
            "MC709",
        )
        assert finding["message"]
    if side.startswith("good"):
        assert code not in {finding["code"] for finding in told}
        return
    assert said["expect"]
    assert any(wanted["code"] == code for wanted in said["expect"])
    for wanted in said["expect"]:
        text = wanted.pop("contains", "")
        fits = [
            f for f in told if all(f[key] == value for key, value in wanted.items()) and text in f"{f['message']} {f['hint']}"
        ]
        assert fits, (wanted, [(f["code"], f["path"], f["line"], f["column"], f["message"]) for f in told])


def test_every_code_has_both_and_nothing_else_is_there() -> None:
    for code in catalogue():
        sides = {path.name.split("-")[0] for path in (HERE / code).iterdir()}
        assert sides == {"bad", "good"}, code
    assert {path.name for path in HERE.iterdir()} == {*catalogue(), "base", ".gitattributes"}


@pytest.mark.parametrize("code", catalogue())
def test_every_code_is_explained(code: str, simcred: Simcred) -> None:
    ran = simcred("explain", code)
    assert ran.code == 0
    assert catalogue()[code].title in " ".join(ran.out.split())
    assert max(map(len, ran.out.splitlines())) <= 80
