"""A district adds a routine, a kind of evidence and a checklist by data alone, and every command knows them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Simcred
from files import made

FILES = {
    "programme.yaml": """schema: simcred/programme/1
extends: starter
name: Elm County
version: "1"
status: starter
notice: Elm County's own checklist, not KUCRL official.
""",
    "interventions.yaml": """schema: simcred/interventions/1
interventions:
  - {id: cer-river-map, name: River Map, aliases: [Stream Map], track: cer, group: teaching concepts, device: River Map, provenance: unverified, status: current}
""",
    "kinds.yaml": """schema: simcred/kinds/1
kinds:
  - id: family-evening
    title: Family evening
    what: An evening on which families saw the devices.
    enough: [fields]
    fields:
      guests: {type: integer, minimum: 1, maximum: 500, description: How many came., x-expects: a whole number}
      place: {enum: [school, library], description: Where it was.}
    prompts:
      guests: How many came?
      place: Was it at school, or in the library?
""",
    "checklists/elm-fi.yaml": """schema: simcred/checklist/1
id: elm-fi
version: "1"
title: Fidelity of Implementation, Elm County
status: starter
level: 2
track: cer
rows:
  - id: ELM-01
    title: Draft of the device
    category: must
    due: submit
    basis: near
    source: BL-SA-FI
    evidence: {kind: [device], where: {stage: {const: draft}}}
    why: A draft shows that the content was thought through.
    how: Add the device as you drafted it.
  - id: ELM-02
    title: Family evening held
    category: must
    due: submit
    basis: assumed
    source: Elm County 2026
    evidence: {kind: [family-evening], where: {guests: {minimum: 5}, place: {}}, after: ELM-01}
    why: Families should see what their children learn with.
    how: Add the evening with its day, its place and how many came.
""",
}


@pytest.fixture
def elm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The district's programme, with a portfolio begun by its checklist; we are in its folder."""
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_everything_knows_what_data_added(simcred: Simcred, elm: Path) -> None:
    assert simcred("programme", "check", "--strict").code == 0
    begun = simcred(
        "init", "mine", "--name", "Ana Rivera", "--email", "ana.rivera@example.org", "--intervention", "stream map",
        "--level", 2, "--checklist", "elm-fi",
    )  # fmt: skip
    assert begun.code == 0, begun.err
    status = simcred("status", elm / "mine")
    assert "Level 2 Fidelity of Implementation, River Map" in status.out
    assert "simcred add ELM-02 --set guests=GUESTS --set place=PLACE" in status.out
    asked = simcred("add", "ELM-02", "-C", elm / "mine")
    assert asked.code == 2
    assert "How many came?" in asked.err
    (elm / "draft.pdf").write_bytes(made("draft.pdf"))
    assert simcred("add", "ELM-01", elm / "draft.pdf", "-C", elm / "mine", "--date", "2026-10-01").code == 0
    for guests, counts in ((3, False), (40, True)):
        said = ["--date", "2026-11-02", "--set", f"guests={guests}", "--set", "place=library"]
        ran = simcred("add", "ELM-02", "-C", elm / "mine", *said)
        assert ran.code == 0, ran.err
        assert ("does not count" in ran.err) is not counts
    goal = simcred("status", elm / "mine", "--json").data["portfolios"][0]["goals"][0]
    assert (goal["state"], goal["intervention"], goal["checklist"]["id"]) == ("ready", "cer-river-map", "elm-fi")
    assert {row["id"]: row["outcome"] for row in goal["rows"]} == {"ELM-01": "met", "ELM-02": "met"}
    assert simcred("check", elm / "mine", "--complete", "--strict").code == 0
    explained = simcred("explain", "ELM-02").out
    assert "1 item of the kind family evening" in explained
    assert "5 or more" in explained
    page = simcred("packet", elm / "mine", "--out", elm / "out")
    assert page.code == 0
    text = (elm / "out/index.html").read_text("utf-8")
    for words in ("Family evening held", "River Map", "guests", "library", "not KUCRL official"):
        assert words in text
    assert "River Map" in simcred("checklist", "--interventions").out
    assert "family-evening" in simcred("checklist", "--kinds").out
    assert "ELM-01" in simcred("checklist", "elm-fi").out


def test_a_wrong_value_of_a_new_field_is_told_as_any_other(simcred: Simcred, elm: Path) -> None:
    assert (
        simcred("init", "mine", "--name", "Ana", "--email", "a@example.org", "--intervention", "River Map", "--level", 2).code
        == 0
    )
    item = elm / "mine/evidence/2026-11-02-evening/evidence.yaml"
    item.parent.mkdir()
    item.write_text(
        "schema: simcred/evidence/1\ntitle: Family evening\nkind: family-evening\nintervention: cer-river-map\ndate: 2026-11-02\n"
        "guests: many\nplace: townhall\n",
        "utf-8",
    )
    found = simcred("check", elm / "mine", "--json").data["portfolios"][0]["findings"]
    assert [(f["code"], f["line"]) for f in found] == [("MC203", 6), ("MC204", 7)]
    assert "school or library" in found[1]["hint"]


def test_editors_get_the_new_kind(simcred: Simcred, elm: Path) -> None:
    made = json.loads(simcred("schema", "evidence").out)
    assert "family-evening" in made["properties"]["kind"]["enum"]
    assert made["properties"]["place"]["enum"] == ["school", "library"]
    assert (
        simcred("init", "mine", "--name", "Ana", "--email", "a@example.org", "--intervention", "River Map", "--level", 2).code
        == 0
    )
    copy = json.loads((elm / "mine/.simcred/schemas/evidence.json").read_text("utf-8"))
    assert copy == made
