"""What can be counted cannot flake: modules loaded, files opened, processes started."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

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
    for words, most in ((["status", example], 210), (["status", example, "--all"], 290)):
        counted(*words)
        said = counted(*words)
        assert said["code"] == 0
        assert not FORBIDDEN & set(said["modules"])
        assert "jsonschema_rs" not in said["modules"], "nothing changed, so nothing is validated"
        assert ("typer" in said["modules"]) is ("--all" in words), "asked for plainly, there is nothing to parse"
        assert len(said["modules"]) <= most
        assert said["started"] == []


def test_status_opens_each_manifest_once_and_no_evidence(example: Path) -> None:
    for command in ("status", "check"):
        opened = Counter(
            Path(name).relative_to(example).as_posix()
            for name in counted(command, example)["opened"]
            if name.startswith(str(example))
        )
        manifests = {path.relative_to(example).as_posix() for path in example.rglob("*.yaml")}
        assert set(opened) <= manifests | {".gitattributes", ".gitignore"}, command
        assert all(opened[name] == 1 for name in manifests), command


def pinned(example: Path) -> None:
    """A review of the draft, as its author saw it."""
    from fill import fill

    from simcred.app.places import starter

    review = example / "reviews/unit-organizer-fi/001-sam-okafor.yaml"
    review.parent.mkdir(parents=True)
    item = "evidence/2026-09-18-draft-organizer"
    pins = "".join(
        f'      - {{path: {path}, sha256: "@sha256({path})", blob: "@blob({path})"}}\n'
        for path in (entry.relative_to(example).as_posix() for entry in sorted((example / item).iterdir()))
    )
    review.write_text(
        "schema: simcred/review/1\nportfolio: {id: p-7h2k9q, goal: unit-organizer-fi, attempt: null}\nreviewer: sam-okafor\ndate: 2026-10-20\n"
        'checklist: {id: fi-cer, version: "2026.1", sha256: "@checklist"}\nverdict: null\n'
        f"decisions:\n  - row: L2C-02\n    decision: met\n    seen:\n{pins}",
        "utf-8",
    )
    fill(example, starter())


def evidence_opened(example: Path) -> set[str]:
    names = (name for name in counted("status", example)["opened"] if name.startswith(str(example / "evidence")))
    return {Path(name).name for name in names} - {"evidence.yaml"}


def test_pinned_files_are_opened_only_where_git_cannot_answer(example: Path) -> None:
    pinned(example)
    files = {path.name for path in (example / "evidence/2026-09-18-draft-organizer").iterdir()} - {"evidence.yaml"}
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
    assert evidence_opened(example) == {draft.name}, "edited: looked at again, whatever git was told"
