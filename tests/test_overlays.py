"""Overlays: a checklist changed row by row, over one's own or over the starter's; and what is told when that cannot be."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from conftest import ROOT, Simcred

from simcred import resources
from simcred.app import places
from simcred.app.places import starter
from simcred.model.programme import Programme
from simcred.programmes import loading as programmes
from simcred.snapshot.folder import FolderTree

MAIN = """schema: simcred/programme/1
extends: starter
name: Elm County
version: "1"
status: starter
notice: Elm County's own, not KUCRL official.
"""
HEAD = 'schema: simcred/overlay/1\nextends: fi-cer\nversion: "2"\n'
NEW = """  - id: ELM-01
    title: Plan with the principal
    category: should
    due: submit
    basis: assumed
    source: Elm County 2026
    evidence: {kind: [agenda]}
    why: The principal should know of it early.
    how: Add the plan that you made with your principal.
"""


def over(folder: Path, **overlays: str) -> Path:
    """A programme over the starter, with overlays by their file's name."""
    (folder / "overlays").mkdir(parents=True)
    (folder / "programme.yaml").write_text(MAIN, "utf-8")
    for name, text in overlays.items():
        (folder / f"overlays/{name}.yaml").write_text(text, "utf-8")
    return folder


def loaded(folder: Path) -> tuple[Programme | None, list[tuple[str, str, int | None, str]]]:
    """The programme, and everything that is told of it."""
    beneath = FolderTree(resources.folder("templates/programme"), programmes.FOLDERS)
    held, findings = programmes.load(FolderTree(folder, programmes.FOLDERS), "x", None, beneath)
    return held, [(f.code, f.place.path, f.place.line, f"{f.message} {f.hint}") for f in findings]


def sound(folder: Path) -> Programme:
    """The programme, in which nothing is wrong."""
    held, findings = loaded(folder)
    assert findings == []
    assert held is not None
    return held


def test_rows_are_changed_added_and_left_out(tmp_path: Path) -> None:
    text = HEAD + "id: elm\ndrop: [L2C-10]\nrows:\n  - {id: L2C-06o, category: should, how: Talk with three students.}\n" + NEW
    held = sound(over(tmp_path, elm=text))
    base, new = held.checklists["fi-cer"], held.checklists["elm"]
    assert base == starter().checklists["fi-cer"]
    assert [row.id for row in new.rows] == [*(row.id for row in base.rows if row.id != "L2C-10"), "ELM-01"]
    was, now = base.row("L2C-06o"), new.row("L2C-06o")
    assert was is not None
    assert now is not None
    assert (now.category, now.how) == ("should", "Talk with three students.")
    assert (now.title, now.why, now.evidence, now.basis) == (was.title, was.why, was.evidence, was.basis)
    assert (new.extends, new.version, new.level, new.track, new.status) == ("fi-cer", "2", 2, "cer", "starter")
    assert new.digest != base.digest
    assert new.texts == base.texts


def test_a_demand_takes_the_place_of_whichever_there_was(tmp_path: Path) -> None:
    text = (
        HEAD
        + "rows:\n  - {id: L2C-08, evidence: {kind: [video]}}\n  - {id: L2C-02, any_of: [{evidence: {kind: [device]}}, {evidence: {kind: [account]}}]}\n"
    )
    held = sound(over(tmp_path, any=text)).checklists["fi-cer"]
    observed, draft = held.row("L2C-08"), held.row("L2C-02")
    assert observed is not None
    assert draft is not None
    assert (observed.all_of, observed.evidence and observed.evidence.kind) == ((), ("video",))
    assert draft.evidence is None
    assert len(draft.any_of) == 2


def test_in_place_and_on_top_of_that(tmp_path: Path) -> None:
    first = HEAD + "rows:\n  - {id: L2C-02, how: As the county says.}\n"
    second = HEAD.replace("fi-cer", "elm") + "id: elm-north\nrows:\n  - {id: L2C-03, how: As the north says.}\n"
    middle = HEAD + "id: elm\nrows:\n  - {id: L2C-04, how: As Elm says.}\n"
    held = sound(over(tmp_path, a=second, b=middle, c=first)).checklists
    how = {row.id: row.how for row in held["elm-north"].rows}
    assert (how["L2C-02"], how["L2C-03"], how["L2C-04"]) == ("As the county says.", "As the north says.", "As Elm says.")
    assert held["elm-north"].extends == "elm"
    assert held["fi-cer"].version == "2"


FAULTS = {
    "nothing to extend": ("schema: simcred/overlay/1\nextends: fi-cr\nversion: '2'\n", "MC309", 2, "Did you mean fi-cer"),
    "itself": ("schema: simcred/overlay/1\nextends: elm\nid: elm\nversion: '2'\n", "MC309", 2, "in a circle"),
    "id is taken": (HEAD + "id: sp-cer\n", "MC312", 4, "sp-cer is made by a checklist already"),
    "row to drop": (HEAD + "drop: [L2C-99]\n", "MC309", 4, "no row L2C-99 to leave out"),
    "dropped and still named": (HEAD + "drop: [L2C-02]\n", "MC309", 2, "no row L2C-02"),
    "two demands": (
        HEAD + "rows:\n  - {id: L2C-02, consent: every, evidence: {kind: [device]}}\n",
        "MC203",
        5,
        "asks for several things",
    ),
    "new and no text": (
        HEAD + "rows:\n" + NEW.replace("    why: The principal should know of it early.\n", ""),
        "MC202",
        5,
        "`why` is missing in the new row ELM-01",
    ),
    "new and no demand": (HEAD + "rows:\n" + NEW.replace("    evidence: {kind: [agenda]}\n", ""), "MC202", 5, "asks for nothing"),
    "twice": (HEAD + "rows:\n" + NEW + NEW, "MC312", 14, "ELM-01 is there already"),
    "unknown kind": (HEAD + "rows:\n" + NEW.replace("[agenda]", "[agendum]"), "MC308", 11, "Did you mean agenda?"),
    "unknown field": (
        HEAD + "rows:\n" + NEW.replace("[agenda]", "[device], where: {stag: {const: draft}}"),
        "MC309",
        11,
        "no field stag in device",
    ),
    "unknown key": (HEAD + "rows:\n  - {id: L2C-02, hwo: x}\n", "MC201", 5, "hwo"),
    "text of no row": (
        HEAD + "texts:\n  - {intervention: cer-framing, row: L2C-99, how: Otherwise.}\n",
        "MC309",
        5,
        "no row L2C-99",
    ),
    "text of no routine": (
        HEAD + "texts:\n  - {intervention: cer-faming, row: L2C-02, how: Otherwise.}\n",
        "MC307",
        5,
        "cer-framing",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_cannot_be_is_told_at_its_line(tmp_path: Path, name: str) -> None:
    text, code, line, words = FAULTS[name]
    _, findings = loaded(over(tmp_path, elm=text))
    assert findings[0][:3] == (code, "overlays/elm.yaml", line), findings
    assert words in findings[0][3]


def test_two_overlays_do_not_change_one_checklist(tmp_path: Path) -> None:
    text = HEAD + "rows:\n  - {id: L2C-02, how: As the county says.}\n"
    _, findings = loaded(over(tmp_path, a=text, b=text))
    assert [(finding[0], finding[1]) for finding in findings] == [("MC312", "overlays/b.yaml")]


def test_a_circle_of_overlays_leads_nowhere(tmp_path: Path) -> None:
    one, other = (HEAD.replace("fi-cer", a) + f"id: {b}\n" for a, b in (("elm", "oak"), ("oak", "elm")))
    _, findings = loaded(over(tmp_path, a=one, b=other))
    assert {finding[0] for finding in findings} == {"MC309"}
    assert len(findings) == 2


def test_what_the_programme_beneath_says_holds_until_it_is_said_anew(tmp_path: Path) -> None:
    held = sound(over(tmp_path))
    assert held.checklists == starter().checklists
    assert held.kinds == starter().kinds
    kinds = "schema: simcred/kinds/1\nkinds:\n  - {id: agenda, title: Plan, what: A plan., enough: [files]}\n"
    (tmp_path / "kinds.yaml").write_text(kinds, "utf-8")
    changed = sound(tmp_path)
    assert changed.kinds["agenda"].title == "Plan"
    assert {name: kind for name, kind in changed.kinds.items() if name != "agenda"} == {
        name: kind for name, kind in starter().kinds.items() if name != "agenda"
    }
    assert changed.digest != held.digest


def test_the_commands_begin_show_compare_and_look(simcred: Simcred, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ran = simcred("checklist", "new", "elm-fi-cer", "--from", "fi-cer")
    assert (ran.code, ran.out) == (0, "overlays/elm-fi-cer.yaml\n")
    assert simcred("checklist", "lint", "--strict").code == 0
    assert simcred("programme", "check", "--strict").code == 0
    assert "They are the same" not in simcred("checklist", "diff", "elm-fi-cer").out
    text = HEAD + "id: elm-fi-cer\ndrop: [L2C-10]\nrows:\n  - {id: L2C-02, evidence: {kind: [device], at_least: 2}}\n" + NEW
    (tmp_path / "overlays/elm-fi-cer.yaml").write_text(text, "utf-8")
    places._programme.cache_clear()
    looked = simcred("checklist", "lint", "elm-fi-cer")
    assert looked.code == 0
    assert "MC329" in looked.out
    assert simcred("checklist", "lint", "--strict").code == 1
    told = simcred("checklist", "diff", "elm-fi-cer").out
    for words in (
        "gone    L2C-10",
        "new     ELM-01",
        "changed L2C-02",
        "- evidence.where.stage.const: draft",
        "+ evidence.at_least: 2",
        "1 row new, 1 gone, 1 changed",
    ):
        assert words in told, told
    assert "ELM-01" in simcred("checklist", "show", "elm-fi-cer").out
    assert simcred("checklist", "diff", "fi-cer", "fi-cer").out.endswith("They are the same.\n")
    page = simcred("checklist", "print", "elm-fi-cer", "--out", tmp_path / "paper")
    assert page.code == 0
    written = Path(page.out.strip()).read_text("utf-8")
    assert "Plan with the principal" in written
    assert "not KUCRL official" in written
    assert "Cue-Do-Review checklist" in written


def test_lint_tells_whatever_keeps_a_programme_from_being_used(
    simcred: Simcred, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = over(tmp_path, elm=HEAD + "id: elm\n")
    monkeypatch.chdir(here)
    (here / "kinds.yaml").write_text("schema: simcred/kinds/1\nkinds: [{id: x}]\n", "utf-8")
    for words in (["checklist", "lint"], ["checklist", "lint", "elm"], ["programme", "check"]):
        ran = simcred(*words)
        assert (ran.code, "kinds.yaml" in ran.out, "No problems" in ran.out) == (1, True, False), words
    told = simcred("programme", "check", "--json").data
    assert told["programme"]["name"] == "Elm County"


KINDS = "schema: simcred/kinds/1\nkinds:\n  - {id: %s, title: X, what: X., enough: [fields], fields: {guests: %s}%s}\n"
SHAPES = {
    "pattern": (KINDS % ("evening", '{type: string, pattern: "(", description: x}', ""), "MC203", "shape"),
    "day that is none": (KINDS % ("evening", "{type: string, description: x}", ", past: [guests]"), "MC203", "to be a day"),
    "person who is none": (
        KINDS % ("evening", "{type: string, description: x}", ", relations: {guests: participant}"),
        "MC203",
        "to be a person",
    ),
    "list of no days": (
        KINDS % ("evening", "{type: string, description: x}", ", series: [{field: guests, of: guests}]"),
        "MC203",
        "to be a day",
    ),
    "kind without its field": (
        KINDS % ("device", "{type: integer, description: x}", ""),
        "MC309",
        "in fi-cer: there is no field stage",
    ),
}


@pytest.mark.parametrize("name", SHAPES)
def test_kinds_that_could_only_break_later(tmp_path: Path, name: str) -> None:
    text, code, words = SHAPES[name]
    here = over(tmp_path)
    (here / "kinds.yaml").write_text(text, "utf-8")
    held, findings = loaded(here)
    assert held is None
    assert any(finding[0] == code and words in finding[3] for finding in findings), findings


def test_a_checklist_keeps_a_row_and_what_others_need_of_it(tmp_path: Path) -> None:
    every = ", ".join(row.id for row in starter().checklists["pl"].rows)
    _, findings = loaded(over(tmp_path / "a", pl=f"schema: simcred/overlay/1\nextends: pl\nversion: '2'\ndrop: [{every}]\n"))
    assert [(f[0], "no row of pl is left" in f[3]) for f in findings] == [("MC202", True)]
    _, findings = loaded(over(tmp_path / "b", fi=HEAD + "drop: [L2C-05d]\n"))
    assert ("MC309", True) in {(f[0], "in sp-cer: there is no row of level 2 L2C-05d" in f[3]) for f in findings}


def test_official_is_not_inherited_and_texts_beneath_give_way(tmp_path: Path) -> None:
    text = (
        HEAD
        + "id: elm\nrows:\n  - {id: L2C-02, how: As Elm says it.}\ntexts:\n  - {intervention: cer-framing, row: L2C-03, title: Frame}\n"
    )
    held = sound(over(tmp_path, elm=text)).checklists["elm"]
    how = {row.id: row.how for row in held.rows_for("cer-concept-comparison")}
    assert how["L2C-02"] == "As Elm says it."
    assert "Get Set" in how["L2C-03"]
    assert {row.id: row.title for row in held.rows_for("cer-framing")}["L2C-03"] == "Frame"
    whole = (ROOT / "templates/programme/checklists/pl.yaml").read_text("utf-8").replace("status: starter", "status: official")
    (tmp_path / "checklists").mkdir()
    (tmp_path / "checklists/ours.yaml").write_text(whole.replace("id: pl\n", "id: ours\n", 1), "utf-8")
    (tmp_path / "overlays/mine.yaml").write_text("schema: simcred/overlay/1\nextends: ours\nid: mine\nversion: '1'\n", "utf-8")
    made = sound(tmp_path).checklists
    assert (made["ours"].status, made["mine"].status) == ("official", "starter")


def test_limits_beneath_hold_and_extends_is_read_however_it_is_written(tmp_path: Path) -> None:
    here = over(tmp_path)
    assert sound(here).limits == starter().limits
    (here / "programme.yaml").write_text(MAIN.replace("extends: starter", '"ext\\u0065nds": starter'), "utf-8")
    assert sound(here).checklists == starter().checklists


@pytest.mark.parametrize("title", ["Elm \U0001f600", "no", "null", "1.0", "Elm: north # of it"])
def test_what_new_writes_can_be_read(simcred: Simcred, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, title: str) -> None:
    monkeypatch.chdir(tmp_path)
    assert simcred("checklist", "new", "elm", "--from", "fi-cer", "--title", title).code == 0
    assert sound(tmp_path).checklists["elm"].title == title
    path = tmp_path / "overlays/elm.yaml"
    text = path.read_text("utf-8")
    path.write_text(
        "".join(
            line.removeprefix("# ") if "rows:" in text[: text.index(line)] or line.startswith("# rows:") else line
            for line in text.splitlines(keepends=True)
        ),
        "utf-8",
    )
    assert sound(tmp_path).checklists["elm"].row("L2C-02") is not None


def test_a_thousand_overlays_are_no_trouble(tmp_path: Path) -> None:
    """Looking through all that wait for each that is made took 25 seconds."""
    names = {f"o{number:04}": HEAD.replace("fi-cer", "pl") + f"id: o{number:04}\n" for number in range(1000)}
    here = over(tmp_path, **names)
    begun = time.process_time()
    assert len(sound(here).checklists) == len(starter().checklists) + 1000
    assert time.process_time() - begun < 15


def test_several_routines_at_a_level_for_one_are_told(simcred: Simcred, tmp_path: Path) -> None:
    row = NEW.replace("{kind: [agenda]}", "{kind: [session], at_least: 2, distinct_by: intervention}")
    here = over(tmp_path, elm=HEAD + "rows:\n" + row)
    (finding,) = simcred("programme", "check", here, "--json").data["findings"]
    assert (finding["code"], "one routine or strategy" in finding["message"]) == ("MC327", True)


def test_a_misnamed_file_is_told(simcred: Simcred, tmp_path: Path) -> None:
    here = over(tmp_path)
    (here / "overlays/elm.yml").write_text(HEAD, "utf-8")
    (here / "elm.yaml").write_text(HEAD, "utf-8")
    (here / "notes.yaml").write_text("mine: true\n", "utf-8")
    told = simcred("programme", "check", here, "--json").data["findings"]
    assert [(finding["code"], finding["path"]) for finding in told] == [("MC318", "elm.yaml"), ("MC318", "overlays/elm.yml")]


def test_the_page_for_authors_is_right(tmp_path: Path) -> None:
    """Every file that docs/checklists.md shows is one that works; together they are a programme."""
    page = (ROOT / "docs/checklists.md").read_text("utf-8")
    shown = {match[1]: match[0] for match in re.finditer(r"(?<=```yaml\n)schema: simcred/(\w+)/1\n.*?(?=```)", page, re.DOTALL)}
    assert set(shown) == {"overlay", "kinds", "interventions", "people"}
    here = over(tmp_path, elm=shown["overlay"])
    (here / "kinds.yaml").write_text(shown["kinds"], "utf-8")
    (here / "people.yaml").write_text(shown["people"], "utf-8")
    (here / "interventions.yaml").write_text(shown["interventions"], "utf-8")
    held = sound(here)
    assert held.checklists["elm-fi-cer"].row("ELM-01") is not None
    assert held.people is not None


def test_the_commands_refuse(simcred: Simcred, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, example: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for words, code, said in (
        (["new", "x", "--from", "fi-cr"], 2, "Did you mean fi-cer"),
        (["new", "X y", "--from", "fi-cer"], 2, "cannot be an id"),
        (["new", "sp-cer", "--from", "fi-cer"], 4, "there already"),
        (["new", "--from", "fi-cer", "--whole"], 2, "needs an id"),
        (["diff", "fi-cr"], 2, "Did you mean fi-cer"),
        (["lint", "nothing"], 2, "no file here makes"),
        (["show", "9"], 2, "no such checklist"),
    ):
        ran = simcred("checklist", *words)
        assert (ran.code, said in ran.err) == (code, True), (words, ran.err)
    assert [path.name for path in tmp_path.iterdir()] == ["example-portfolio"]
    monkeypatch.chdir(example)
    ran = simcred("checklist", "new", "elm", "--from", "fi-cer")
    assert ran.code == 4
    assert "a portfolio holds no programme" in ran.err
    assert simcred("checklist", 2, "--track", "ls").out == simcred("checklist", "show", 2, "--track", "ls").out
