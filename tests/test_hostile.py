"""Hostile text is inert in every output; hostile files get a coded finding, quickly and in little memory."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest
from conftest import Ran, Simcred, pipe

from simcred.report.lines import line

TEXTS = [
    "[/b] [bold red]x[/] [link=file:///etc/passwd]y[/link] :smile:",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)> javascript:alert(1)',
    "=cmd()|' /C calc'!A0",
    "{{77777*77777}} {% include 'goal.html.j2' %} {0.__class__} %s %(x)s",
    "[click](javascript:alert(1)) ![x](https://evil.example.org/x.png) <https://ok.example.org>",
    "::error file=x::y %0A @everyone #1",
]
ESCAPED = [
    "\\e[31mred\\e[0m",
    "\\u202Etxt.exe",
    "\\u2066hidden\\u2069",
    "nul\\0byte",
    "\\u009b31m",
    "zero\\u200Bwidth",
    "\\u2028line",
]


def portfolio(folder: Path, text: str, *, quoted: bool = True) -> Path:
    """A portfolio with the text in every free field."""
    said = f'"{text}"' if not quoted else "'" + text.replace("'", "''") + "'"
    (folder / "evidence/2026-09-18-draft").mkdir(parents=True)
    (folder / "portfolio.yaml").write_text(
        f"""schema: simcred/portfolio/1
id: p-7h2k9q
educator: {{name: {said}, email: a@example.org, school: {said}, division: {said}}}
partner: {{person: sam-okafor, name: {said}}}
goals:
  - {{id: unit-organizer-fi, level: 2, intervention: cer-unit-organizer}}
  - {{id: unit-organizer-pl, level: 1, intervention: cer-unit-organizer, payment: {{by: other, reference: {said}, grant: {said}}}}}
consents: [{{id: c1, covers: [image], uses: [crl], signed: 2026-09-01, held_by: {said}}}]
not_applicable: [{{goal: unit-organizer-fi, row: L2C-07, reason: {said}}}]
""",
        "utf-8",
    )
    (folder / "evidence/2026-09-18-draft/evidence.yaml").write_text(
        f"""schema: simcred/evidence/1
title: {said}
kind: device
stage: draft
intervention: cer-unit-organizer
date: 2026-09-18
by: {said}
narrative: {said}
files: [{{path: draft.pdf, description: {said}}}]
links: [{{url: "https://x.example.org/a", description: {said}, access: {said}}}]
x-own: {said}
""",
        "utf-8",
    )
    (folder / "evidence/2026-09-18-draft/draft.pdf").write_bytes(b"x")
    return folder


class Tags(HTMLParser):
    """The tags and addresses of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.bad: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            if name.startswith("on") or (name in ("href", "src") and re.match(r"\s*(javascript|data|file):", value or "")):
                self.bad.append(f"{tag} {name}={value}")


def outputs(simcred: Simcred, folder: Path) -> list[Ran]:
    commands = [
        ["status"],
        ["status", "--all"],
        ["check"],
        ["check", "--complete"],
        ["check", "--format", "concise"],
        ["check", "--json"],
        ["status", "--color", "always"],
    ]
    return [simcred(*words, *([] if words == ["x"] else [folder])) for words in commands]


COMMAND = re.compile(r"^\s*::|##\w*\[", re.MULTILINE)
"""What build servers obey: runners trim a line before they look for `::`, and find `##[` anywhere in it."""
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@pytest.mark.parametrize("text", TEXTS)
def test_text_is_only_text(simcred: Simcred, tmp_path: Path, text: str) -> None:
    folder = portfolio(tmp_path / "p", text)
    for ran in outputs(simcred, folder):
        assert ran.code in (0, 1), ran.err
        assert "\x1b]8" not in ran.out, "no link"
        assert "6049261729" not in ran.out, "{{77777*77777}} is never worked out"
        if not ran.out.startswith("{"):
            assert not COMMAND.search(COLOUR.sub("", ran.out + ran.err))
    plain = simcred("status", folder)
    shown = text.replace("::error", r"\u003a:error")
    assert "".join(plain.out.split()).count("".join(shown.split())) >= 1, "the educator's name is shown as it is"
    assert simcred("packet", folder, "--out", tmp_path / "out").code == 0
    page = (tmp_path / "out/index.html").read_text("utf-8")
    words = re.sub(r"<[^>]*>|[0-9a-f]{40,}", "", page.partition("<body>")[2])
    assert ("{{77777*77777}}" in words) is ("{{77777*77777}}" in text), "shown as it is written"
    assert "6049261729" not in words, "and never worked out"
    tags = Tags()
    tags.feed(page)
    assert not tags.tags & {"script", "img", "svg", "iframe", "object", "form", "b"}
    assert not tags.bad


@pytest.mark.parametrize("text", ESCAPED)
def test_hidden_characters_are_told_and_never_shown(simcred: Simcred, tmp_path: Path, text: str) -> None:
    folder = portfolio(tmp_path / "p", text, quoted=False)
    for ran in outputs(simcred, folder):
        assert not re.search(r"[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f\x80-\x9f\u200b\u202a-\u202e\u2028\u2029\u2066-\u2069]", ran.out)
        assert "\x1b[31mred" not in ran.out
    codes = {f["code"] for f in simcred("check", folder, "--json").data["portfolios"][0]["findings"]}
    assert "MC108" in codes


ODD = {
    b"\x1b[31mred.pdf": "\\u001b[31mred.pdf",
    b"two\nlines.pdf": "two lines.pdf",
    b"\xff\xfe.pdf": "\\xff\\xfe.pdf",
    b"<b>x.pdf": "<b>x.pdf",
    b"::error::x.pdf": "::error::x.pdf",
}
"""Names of files, and how they are shown."""


def test_a_fact_of_a_line_is_shown_as_escapes() -> None:
    assert line("a", facts=("a\x1b[31m\u202eb", "")).facts == ("a\\u001b[31m\\u202eb",)


def test_odd_file_names_are_shown_as_escapes(simcred: Simcred, tmp_path: Path) -> None:
    folder = portfolio(tmp_path / "p", "plain")
    for name in ODD:
        (Path(os.fsdecode(os.fsencode(folder / "evidence/2026-09-18-draft") + b"/" + name))).write_bytes(b"x")
    for ran in outputs(simcred, folder):
        assert "\x1b[31mred" not in ran.out
        assert not any(line.startswith(("lines.pdf", "::")) for line in ran.out.splitlines())
    for words in ([], ["--format", "concise"]):
        told = simcred("check", folder, *words).out
        for shown in ODD.values():
            assert f"p/evidence/2026-09-18-draft/{shown}" in told
            inert = re.escape(shown.replace("::", "\\u003a:", 1))
            assert re.search(f"MC302 +{inert} lies in the folder", told), "no command to a build server"


COMMANDS = [
    "x" * 64 + " ::error title=pwn::gate passed.pdf",
    "x" * 78 + "::error::one long word.pdf",
    *(f"{'x' * length}::error::y.pdf" for length in range(20, 76)),
    *(f"{chr(233) * length}::error::y.pdf" for length in range(20, 70)),
    " ::add-mask::x.pdf",
    "##[error]x.pdf",
    "a##vso[task.setvariable variable=x]y.pdf",
    "#####[group]x.pdf",
]


@pytest.mark.parametrize("width", ["20", "80"])
def test_no_name_is_a_command_to_a_build_server(
    simcred: Simcred, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, width: str
) -> None:
    """A file's name wraps wherever a terminal ends, so `::` may come to stand at the start of a line."""
    monkeypatch.setenv("COLUMNS", width)
    folder = portfolio(tmp_path / "p", "plain")
    for name in COMMANDS:
        (folder / "evidence/2026-09-18-draft" / name).write_bytes(b"x")
        (folder / name).write_bytes(b"x")
    told = 0
    for ran in outputs(simcred, folder):
        if not ran.out.startswith("{"):
            assert not COMMAND.search(COLOUR.sub("", ran.out + ran.err))
            told += ran.out.count("\\u003a:error")
    assert told >= 10, "broken where everybody sees it"


def test_no_line_of_a_program_is_a_command(simcred: Simcred, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the portfolio is the folder we are in, a path is the first word of its line."""
    folder = portfolio(tmp_path / "p", "plain")
    for name in ("::error::x", "##[error]:x", " ::error::y"):
        (folder / name).write_bytes(b"x")
    monkeypatch.chdir(folder)
    for words in (["check"], ["check", "--format", "concise"]):
        ran = simcred(*words)
        assert "u003a:error" in ran.out
        assert "u0023#[error]" in ran.out
        assert not COMMAND.search(ran.out)


def test_a_page_shows_hidden_characters(simcred: Simcred, tmp_path: Path) -> None:
    folder = portfolio(tmp_path / "p", "plain")
    (folder / "evidence/2026-09-18-draft/\x1b[31m\u202efdp.exe").write_bytes(b"x")
    assert simcred("packet", folder, "--out", tmp_path / "out").code == 0
    page = (tmp_path / "out/index.html").read_text("utf-8")
    assert "\\u001b[31m\\u202efdp.exe" in page
    assert not re.search("[\x1b\u202e]", page)


def test_no_remark_is_a_command_to_a_build_server(
    simcred: Simcred, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from simcred.cli.settings import say

    for name in ("::error::x", "##vso[x]y", "x" * 60 + " ::error::y"):
        assert not COMMAND.search(simcred("explain", name).err)
        say(name)
        assert not COMMAND.search(capsys.readouterr().err)
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    say("x" * 38 + " ::error::y and No problems in 1 portfolio. " * 3)
    told = capsys.readouterr().err
    assert not COMMAND.search(told)
    assert all(row.startswith("  ") for row in told.splitlines()[1:])


def test_no_value_speaks_in_simcreds_place(simcred: Simcred, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A value that wraps never comes to stand at the left margin, and a path there is seen to be one."""
    for name in ("x" * 70 + " No problems in 1 portfolio.", "\u00e9" * 70 + " No problems in 1 portfolio."):
        folder = portfolio(tmp_path / str(len(name.encode())), name)
        (folder / "No problems in 1 portfolio.").write_bytes(b"x")
        monkeypatch.chdir(folder)
        for words in (["status"], ["status", "--all"], ["check"], ["check", "--complete"]):
            ran = simcred(*words)
            assert not any(row.startswith("No problems in") for row in ran.out.splitlines()), words
        assert "./No problems in 1 portfolio." in simcred("check").out


BOMBS = {
    "aliases": "\n".join(
        ["a0: &a0 [x,x,x,x,x,x,x,x,x]"] + [f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    ),
    "merge": "\n".join(["m0: &m0 {k: 1}"] + [f"m{n}: &m{n} {{<<: [{','.join([f'*m{n - 1}'] * 8)}]}}" for n in range(1, 8)]),
    "cycle": "a: &a [*a]",
    "deep list": "a: " + "[" * 100_000,
    "deep mapping": "a: " + "{b: " * 60_000,
    "question marks": "? " * 100_000,
    "dashes": "- " * 100_000,
    "repeated keys": "a: 1\n" * 40_000,
    "many keys": "\n".join(f"k{n}: 1" for n in range(30_000)),
    "tag": '!!python/object/apply:os.system ["true"]',
    "int tag": 'a: !!int ""',
    "hex": "a: 0x" + "f" * 200_000,
    "digits": "a: " + "9" * 200_000,
    "nul": "a: \0",
    "utf-16": "a: 1".encode("utf-16").decode("latin-1"),
    "latin-1": "a: \xe9",
    "scalar": "a: " + "x" * 20_000_000,
    "two documents": "a: 1\n---\na: 2\n",
    "empty": "",
    "list": "- a",
    "text": "hello",
    "conflict": "<<<<<<< mine\na: 1\n=======\na: 2\n>>>>>>> theirs\n",
    "pattern": "schema: simcred/portfolio/1\nid: p-" + "a" * 100_000 + "!",
}


@pytest.mark.parametrize("name", BOMBS)
def test_hostile_manifests(tmp_path: Path, name: str) -> None:
    folder = portfolio(tmp_path / "p", "plain")
    for path in (folder / "portfolio.yaml", folder / "evidence/2026-09-18-draft/evidence.yaml"):
        path.write_bytes(BOMBS[name].encode("latin-1"))
    program = "import sys; from simcred.cli.main import run; sys.exit(run(sys.argv[1:]))"

    def limits() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (900 << 20, 900 << 20))

    begun = time.monotonic()
    ran = subprocess.run(
        [sys.executable, "-c", program, "check", "--json", str(folder)],
        capture_output=True,
        text=True,
        timeout=60,
        preexec_fn=limits if os.name == "posix" else None,  # Windows has no such limits
        check=False,
    )
    assert time.monotonic() - begun < 20
    assert ran.returncode == 3, ran.stderr
    assert "MC1" in ran.stdout or "MC2" in ran.stdout
    assert "Traceback" not in ran.stderr


def test_links_pipes_and_paths_that_lead_away(simcred: Simcred, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("do not show this")
    folder = portfolio(tmp_path / "p", "plain")
    item = folder / "evidence/2026-09-18-draft"
    (item / "link.pdf").symlink_to(secret)
    pipe(item / "pipe.pdf")
    (folder / "loop").symlink_to(folder)
    paths = [
        "../outside.pdf",
        "/etc/hostname",
        "C:\\x.pdf",
        "..\\x.pdf",
        "file:///x",
        "~/x",
        "con.pdf",
        "a:stream",
        "x.",
        "link.pdf",
        "pipe.pdf",
        "a//b",
    ]
    text = (item / "evidence.yaml").read_text("utf-8")
    listed = "\n".join(f"  - {{path: '{path}'}}" for path in paths)
    (item / "evidence.yaml").write_text(re.sub(r"files: .*", lambda _: f"files:\n{listed}", text), "utf-8")
    ran = simcred("check", folder, "--json")
    assert ran.code == 1
    told = [f for f in ran.data["portfolios"][0]["findings"] if f["severity"] == "error"]
    assert sum(f["code"] == "MC003" for f in told) == 10
    assert {f["path"] for f in told if f["code"] == "MC006"} == {
        f"evidence/2026-09-18-draft/{n}.pdf" for n in ("link", "pipe")
    } | {"loop"}
    assert simcred("packet", folder, "--out", tmp_path / "out").code == 0
    assert "do not show this" not in (tmp_path / "out/index.html").read_text("utf-8")


def test_a_linked_manifest_is_not_read(simcred: Simcred, tmp_path: Path) -> None:
    folder = portfolio(tmp_path / "p", "plain")
    (folder / "portfolio.yaml").rename(tmp_path / "elsewhere.yaml")
    (folder / "portfolio.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    assert simcred("status", folder).code == 3
