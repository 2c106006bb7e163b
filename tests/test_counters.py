"""What can be counted cannot flake: modules loaded, files opened, processes started."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import TODAY

FORBIDDEN = {
    "git",
    "jsonschema",
    "jinja2",
    "pydantic",
    "http.client",
    "urllib.request",
    "ssl",
    "requests",
    "PIL",
    "asyncio",
    "importlib.metadata",
    "rich.markdown",
    "markdown_it",
    "concurrent.futures",
}
PROGRAM = """
import json, sys
opened, started = [], []
def hook(event, args):
    if event == "open" and isinstance(args[0], str):
        opened.append(args[0])
    elif event in ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "socket.connect"):
        started.append(event)
sys.addaudithook(hook)
from simcred.__main__ import start
try:
    start()
    code = 0
except SystemExit as end:
    code = end.code
sys.stderr.write("\\n@@" + json.dumps({"code": code, "modules": sorted(sys.modules), "opened": opened, "started": started}))
"""


def counted(*words: object) -> Any:
    environment = {**os.environ, "SIMCRED_TODAY": TODAY}
    run = [sys.executable, "-c", PROGRAM, *map(str, words)]
    ran = subprocess.run(run, capture_output=True, text=True, encoding="utf-8", env=environment, check=True)
    return json.loads(ran.stderr.rpartition("@@")[2])


def test_version_loads_little() -> None:
    said = counted("--version")
    assert not FORBIDDEN & set(said["modules"])
    assert not {"yaml", "rich", "jsonschema_rs", "typer", "msgspec"} & set(said["modules"])
    assert len(said["modules"]) <= 60


def test_status_loads_what_it_needs(example: Path) -> None:
    for words, most in ((["status", example], 200), (["status", example, "--all"], 290)):
        counted(*words)
        said = counted(*words)
        assert said["code"] == 0
        assert not FORBIDDEN & set(said["modules"])
        assert "jsonschema_rs" not in said["modules"], "nothing changed, so nothing is validated"
        assert not {"typing_extensions", "inspect"} & set(said["modules"]) or "--all" in words, "msgspec does without"
        assert ("typer" in said["modules"]) is ("--all" in words), "asked for plainly, there is nothing to parse"
        assert len(said["modules"]) <= most
        assert said["started"] == []


def pinned(example: Path) -> set[str]:
    """The files that the example's review says it saw."""
    (review,) = example.glob("reviews/*/*.yaml")
    return {pin["path"] for said in yaml.safe_load(review.read_bytes())["decisions"] for pin in said["seen"]}


def opened(command: str, example: Path) -> Counter[str]:
    """How often a command opens each file of the example."""
    names = counted(command, example)["opened"]
    return Counter(Path(name).relative_to(example).as_posix() for name in names if name.startswith(str(example)))


@pytest.mark.parametrize("reviewed", [True, False])
def test_status_opens_each_manifest_once_and_evidence_only_where_pinned(example: Path, reviewed: bool) -> None:
    """Without git, which could vouch for pinned files; a pinned manifest is known from being read."""
    seen = pinned(example)
    if not reviewed:
        shutil.rmtree(example / "reviews")
        seen = set()
    manifests = {path.relative_to(example).as_posix() for path in example.rglob("*.yaml")}
    for command in ("status", "check"):
        times = opened(command, example)
        assert set(times) - manifests - seen <= {".gitattributes", ".gitignore"}, command
        assert all(times[name] == 1 for name in manifests | seen), command


def evidence_opened(example: Path) -> set[str]:
    return {name for name in opened("status", example) if name.startswith("evidence/") and not name.endswith("/evidence.yaml")}


@pytest.mark.skipif(os.name == "nt", reason="the index vouches for nothing there (record 3)")
def test_pinned_files_are_opened_only_where_git_cannot_answer(example: Path) -> None:
    files = {path for path in pinned(example) if not path.endswith("/evidence.yaml")}
    assert files
    assert evidence_opened(example) == files
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    for path in example.rglob("*"):
        os.utime(path, (1_790_000_000, 1_790_000_000))
    for words in (["init", "-q"], ["add", "-A"]):
        subprocess.run(["git", "-C", str(example), *words], check=True, env=environment)
    assert evidence_opened(example) == set(), "git's index vouches for them"
    draft = next((example / "evidence/2026-09-18-draft-organizer").glob("*.pdf"))
    subprocess.run(["git", "-C", str(example), "update-index", "--assume-unchanged", str(draft)], check=True, env=environment)
    draft.write_bytes(draft.read_bytes()[:-1] + b"?")
    assert evidence_opened(example) == {draft.relative_to(example).as_posix()}, "edited: looked at again, whatever git was told"
