"""What can be counted cannot flake: modules loaded, files opened, processes started."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import TODAY

from simcred.snapshot.digest import digests_of

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
import os, sys
os._exit = sys.exit  # which `status` ends with; nothing could be counted then
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
modules = sorted(sys.modules)
import json
sys.stderr.write("\\n@@" + json.dumps({"code": code, "modules": modules, "opened": opened, "started": started}))
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
    for words, most in ((["status", example], 205), (["status", example, "--all"], 290)):
        counted(*words)
        said = counted(*words)
        assert said["code"] == 0
        assert not FORBIDDEN & set(said["modules"])
        assert "jsonschema_rs" not in said["modules"], "nothing changed, so nothing is validated"
        assert "json" not in said["modules"] or "--all" in words
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


def evidence(names: Counter[str]) -> set[str]:
    """What of it is evidence, and no manifest."""
    return {name for name in names if name.startswith("evidence/") and not name.endswith("/evidence.yaml")}


def listed(example: Path) -> set[str]:
    """Every file of evidence: all of the example's are listed."""
    return {path.relative_to(example).as_posix() for path in example.glob("evidence/*/*") if path.name != "evidence.yaml"}


BESIDE = {"README.md"}
"""What lies in the example and nobody lists; whoever gets the folder gets it too, so it is looked through for names."""


@pytest.fixture
def forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is remembered from before."""
    monkeypatch.setenv("SIMCRED_CACHE", str(tmp_path / "cache"))


@pytest.mark.usefixtures("forgotten")
def test_status_opens_each_file_once_and_unchanged_evidence_never_again(example: Path) -> None:
    """Without git. Pinned files are among the evidence, and need no second look either; a pinned manifest is known from being read."""
    assert pinned(example) - {name for name in pinned(example) if name.endswith("/evidence.yaml")} <= listed(example)
    manifests = {path.relative_to(example).as_posix() for path in example.rglob("*.yaml")}
    first = opened("status", example)
    assert evidence(first) == listed(example)
    assert set(first) <= manifests | listed(example) | BESIDE | {".gitattributes", ".gitignore"}
    assert all(first[name] == 1 for name in manifests | listed(example) | BESIDE)
    for command in ("status", "check"):
        again = opened(command, example)
        assert evidence(again) == set(), command
        assert not BESIDE & set(again), command
        assert all(again[name] == 1 for name in manifests), command


@pytest.mark.usefixtures("forgotten")
def test_a_changed_file_is_read_again_and_alone(example: Path) -> None:
    opened("status", example)
    draft = example / "evidence/2026-09-18-draft-organizer/organizer-draft.pdf"
    name = draft.relative_to(example).as_posix()
    was = draft.stat()
    draft.write_bytes(draft.read_bytes()[:-1] + b"?")
    assert evidence(opened("status", example)) == {name}
    assert evidence(opened("status", example)) == {name}, "it changed just now, and may change again without a trace"
    os.utime(draft, ns=(was.st_atime_ns, was.st_mtime_ns))
    assert evidence(opened("status", example)) == {name}, "put back in time, it is another file still"
    assert evidence(opened("status", example)) == set()


@pytest.mark.usefixtures("forgotten")
def test_a_child_is_started_only_for_what_is_new(example: Path) -> None:
    assert counted("status", example)["started"] == ["subprocess.Popen"], "one for all files"
    assert counted("status", example)["started"] == []
    (example / "evidence/2026-10-01-routine-use/account.md").write_text("Words need no parser.\n", "utf-8")
    assert counted("status", example)["started"] == []


@pytest.mark.skipif(os.name == "nt", reason="the index vouches for nothing there (record 3)")
def test_git_is_not_asked_about_files_that_were_looked_into(example: Path) -> None:
    """Its index is read for what nobody lists any more; and edited evidence is looked at again, whatever git was told."""
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    for path in example.rglob("*"):
        os.utime(path, (1_790_000_000, 1_790_000_000))
    for words in (["init", "-q"], ["add", "-A"]):
        subprocess.run(["git", "-C", str(example), *words], check=True, env=environment)
    opened("status", example)
    assert ".git/index" not in opened("status", example)
    draft = next((example / "evidence/2026-09-18-draft-organizer").glob("*.pdf"))
    subprocess.run(["git", "-C", str(example), "update-index", "--assume-unchanged", str(draft)], check=True, env=environment)
    draft.write_bytes(draft.read_bytes()[:-1] + b"?")
    assert evidence(opened("status", example)) == {draft.relative_to(example).as_posix()}


@pytest.mark.skipif(os.name == "nt", reason="the index vouches for nothing there (record 3)")
def test_a_pinned_file_that_no_item_lists_is_opened_only_where_git_cannot_answer(example: Path) -> None:
    data = b"left behind by the system"
    (example / "Thumbs.db").write_bytes(data)
    pin = f"{{path: Thumbs.db, sha256: {hashlib.sha256(data).hexdigest()}, blob: {digests_of(len(data), [data]).blob}}}"
    (review,) = example.glob("reviews/*/*.yaml")
    text = review.read_text("utf-8")
    review.write_text(text.replace("    seen:\n", f"    seen:\n      - {pin}\n", 1), "utf-8")
    assert opened("status", example)["Thumbs.db"] == opened("status", example)["Thumbs.db"] == 1
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    for path in example.rglob("*"):
        os.utime(path, (1_790_000_000, 1_790_000_000))
    for words in (["init", "-q"], ["add", "-A", "-f"]):
        subprocess.run(["git", "-C", str(example), *words], check=True, env=environment)
    assert "Thumbs.db" not in opened("status", example), "git's index vouches for it"


GUARD = ("simcred.app.guarding", "simcred.app.searching", "simcred.privacy", "simcred.workspace.sealing", "simcred.rules.forms")
GUARD += ("simcred.rules.retention", "phonenumbers", "hmac", "secrets")


@pytest.fixture
def manifests(tmp_path: Path) -> Path:
    """A portfolio as `init` makes it, with an item of words alone."""
    folder = tmp_path / "new"
    words = ["--name", "Ana Rivera", "--email", "ana.rivera@example.org", "--partner-name", "Sam Okafor"]
    more = ["--partner-email", "sam.okafor@example.org", "--intervention", "Unit Organizer", "--level", "2"]
    assert counted("init", folder, *words, *more)["code"] == 0
    item = folder / "evidence/2026-10-02-log"
    item.mkdir(parents=True)
    (item / "evidence.yaml").write_text(
        "schema: simcred/evidence/1\ntitle: Log\nkind: log\ndate: 2026-10-02\nintervention: cer-unit-organizer\n"
        "log: {went_well: All 24 drew 3 maps a day from memory.}\n",
        "utf-8",
    )
    return folder


@pytest.mark.parametrize("command", ["status", "check"])
def test_where_nobody_can_be_named_nothing_of_the_guard_is_loaded(manifests: Path, command: str) -> None:
    for _ in range(2):
        loaded = [name for name in counted(command, manifests)["modules"] if name.startswith(GUARD)]
        assert loaded == []
    log = manifests / "evidence/2026-10-02-log/evidence.yaml"
    text = log.read_text("utf-8")
    leading = ("by email: pat.kim@example.com", "785/555-0142", "120 5th Ave.", "pat.kim@example.com", "785-555-0142")
    for leads in (*leading, "219-09-9999", "born 4/17/2013", "88 W. Sandplum Street", "P.O. Box 31"):
        log.write_text(text + f"x-note: {leads}\n", "utf-8")
        assert "simcred.app.guarding" in counted(command, manifests)["modules"], leads


@pytest.mark.parametrize("command", ["status", "check"])
@pytest.mark.usefixtures("forgotten")
def test_what_was_searched_is_not_searched_again(example: Path, command: str) -> None:
    (example / ".simcred").mkdir(exist_ok=True)
    (example / ".simcred/roster").write_text("Bo Lindgren\n", "utf-8")
    assert "simcred.app.searching" in counted(command, example)["modules"]
    again = counted(command, example)
    assert not [
        name for name in again["modules"] if name.startswith(("simcred.app.searching", "simcred.privacy", "phonenumbers"))
    ]
    assert again["started"] == []
