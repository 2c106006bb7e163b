"""Levels 3 to 5 attacked: evidence and statements that look like enough and are not, and what must not get in their way."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Mapping
from typing import Any

import msgspec
import pytest

from simcred.app.places import starter
from simcred.assess import assess
from simcred.load.facts import load
from simcred.load.shape import Shapes
from simcred.model.outcome import Assessment, RowOutcome
from simcred.model.people import KnownPerson, People, Role
from simcred.model.programme import Programme
from simcred.snapshot.memory import MemoryTree
from simcred.workspace.emit import yaml_text

TODAY = dt.date(2026, 11, 20)
MAP, LINCS, PARAPHRASE, INFER = "ls-word-mapping", "ls-lincs-vocabulary", "ls-paraphrasing", "ls-inference"
STAGES = [
    "pretest",
    "describe",
    "model",
    "verbal_practice",
    "controlled_practice",
    "advanced_practice",
    "posttest",
    "generalization",
]
NOOR = {"person": "noor-haddad", "name": "Noor Haddad", "since": "2020-01-12"}
DEVELOPER = {"id": "ls-pd", "level": 4, "track": "ls"}
SPECIALIST = {"id": "map-sp", "level": 3, "intervention": MAP}


def record(strategy: str | list[str], year: int = 2026, **more: Any) -> dict[str, Any]:
    """A strategy taught whole in September of a year."""
    days = {name: {"date": f"{year}-09-{3 * number + 1:02}", "reached": 90, "of": 100} for number, name in enumerate(STAGES)}
    span = {"start": f"{year}-09-01", "end": f"{year}-09-28"}
    return {
        "kind": "strategy-instruction",
        "intervention": strategy,
        "date": span,
        "format": "eight-stage",
        "stages": days,
        **more,
    }


class Desk:
    """A portfolio in memory, and whoever writes into it."""

    def __init__(self, *goals: dict[str, Any], programme: Programme | None = None, **more: Any) -> None:
        self.programme = programme or starter()
        self.files: dict[str, bytes] = {}
        self.reviews = 0
        data = {"schema": "simcred/portfolio/1", "id": "p-7h2k9q", "partner": NOOR, "goals": list(goals)}
        self.write("portfolio.yaml", {**data, "educator": {"name": "Ana Rivera", "email": "ana.rivera@example.org"}, **more})

    def write(self, path: str, data: Mapping[str, Any]) -> None:
        self.files[path] = yaml_text(data).encode()

    def items(self, **items: dict[str, Any]) -> Desk:
        """Adds items by folder name."""
        for slug, data in items.items():
            whole = {"schema": "simcred/evidence/1", "title": "An item", "narrative": "In my own words.", **data}
            self.write(f"evidence/{slug}/evidence.yaml", whole)
            for file in data.get("files", ()):
                self.files[f"evidence/{slug}/{file['path']}"] = b"invented"
        return self

    def pins(self, *paths: str) -> list[dict[str, str]]:
        tree = MemoryTree(self.files)
        return [{"path": path, **msgspec.structs.asdict(tree.digests(path))} for path in paths]

    def says(self, who: str, goal: str, day: str = "2026-11-01", **review: Any) -> Desk:
        """Adds a review."""
        self.reviews += 1
        held = next(g for g in self.assessed().goals if g.goal.id == goal).checklist
        assert held is not None
        pinned = {"id": held.id, "version": held.version, "sha256": held.digest}
        about = {"id": "p-7h2k9q", "goal": goal, "attempt": None}
        data = {
            "schema": "simcred/review/1",
            "portfolio": about,
            "reviewer": who,
            "date": day,
            "checklist": pinned,
            "verdict": None,
            **review,
        }
        self.write(f"reviews/{goal}/{self.reviews:03}-{who}.yaml", data)
        return self

    def confirms(
        self, who: str, row: str, *seen: str, goal: str = "ls-pd", item: str | None = None, day: str = "2026-11-01"
    ) -> Desk:
        """Adds a plain confirmation that has seen the manifests of some items."""
        pins = self.pins(*(f"evidence/{slug}/evidence.yaml" for slug in seen))
        said = {"row": row, "statement": "confirm", "seen": pins, **({"item": item} if item else {})}
        return self.says(who, goal, day, attestations=[said])

    def assessed(self) -> Assessment:
        made = assess(load(MemoryTree(self.files), Shapes(self.programme.kinds)), self.programme, TODAY)
        assert not [finding for finding in made.findings if finding.code.startswith("MC9")]
        return made

    def row(self, name: str, goal: str | None = None) -> RowOutcome:
        goals = [g for g in self.assessed().goals if goal in (None, g.goal.id)]
        return next(row for g in goals for row in g.rows if row.row.id == name)


def four(year: int = 2025) -> dict[str, dict[str, Any]]:
    """Four strategies over two strands."""
    return {"a": record(MAP, year), "b": record(LINCS, year), "c": record(PARAPHRASE, year), "d": record(INFER, year)}


def test_only_the_three_strands_are_strands() -> None:
    others = [MAP, PARAPHRASE, INFER, "ls-slant", "prog-xtreme-reading"]
    sessions = {
        f"s{number}": {"kind": "session", "intervention": name, "date": "2026-05-01"} for number, name in enumerate(others)
    }
    desk = Desk(DEVELOPER).items(**sessions)
    assert desk.row("L4-06L").outcome == "unmet"
    assert "1 of 2" in str(desk.row("L4-06L").reason)
    assert desk.items(l={"kind": "session", "intervention": LINCS, "date": "2026-05-02"}).row("L4-06L").outcome == "met"


def test_a_word_about_one_strategy_is_none_about_four() -> None:
    desk = Desk(DEVELOPER).items(**four(), **{f"m{year}": record(MAP, year) for year in (2022, 2023, 2024)})
    assert desk.confirms("noor-haddad", "L4-07L", "a", "m2022", "m2023", "m2024", item="a").row("L4-07L").outcome == "waiting"
    assert desk.confirms("noor-haddad", "L4-07L", "a", "b", "c", "d", item="b").row("L4-07L").outcome == "met"


def test_a_word_older_than_the_teaching_vouches_for_nothing() -> None:
    desk = Desk(DEVELOPER).items(a=record(MAP, 2023), b=record(LINCS, 2024), c=record(PARAPHRASE, 2025), d=record(INFER, 2026))
    assert desk.confirms("noor-haddad", "L4-07L", *"abcd", item="a", day="2024-12-01").row("L4-07L").outcome == "waiting"
    assert desk.confirms("noor-haddad", "L4-07L", *"abcd", item="a", day="2026-10-30").row("L4-07L").outcome == "met"


def test_a_word_that_saw_nothing_does_not_hold() -> None:
    institute = {"kind": "institute", "date": "2026-06-01", "institute": "PPDI", "leaders": [{"name": "Lee Park"}]}
    desk = Desk(DEVELOPER).items(i=institute, o={"kind": "overview-session", "date": "2026-05-01"})
    assert desk.confirms("lee-park", "L4-02").row("L4-02").outcome != "met"
    assert desk.confirms("lee-park", "L4-02", "o").row("L4-02").outcome != "met"
    assert desk.confirms("max-oduya", "L4-02", "i").row("L4-02").outcome != "met"
    assert desk.confirms("lee-park", "L4-02", "i").row("L4-02").outcome == "met"
    desk.items(i={**institute, "institute": "Another"})
    assert desk.row("L4-02").outcome == "outdated"
    assert desk.confirms("noor-haddad", "L4-13").row("L4-13").outcome == "waiting"
    assert desk.confirms("noor-haddad", "L4-13", "i", "o").row("L4-13").outcome == "met"


def test_a_statement_saw_every_file_of_its_item() -> None:
    chart = {
        "kind": "progress-chart",
        "intervention": MAP,
        "date": "2026-10-01",
        "teacher": "guided",
        "files": [{"path": "chart.pdf"}],
    }
    chart |= {"people": {"shown": [], "deidentified": True}, "measures": {"pretest": "2026-09-01", "posttest": "2026-10-01"}}
    desk = Desk(SPECIALIST).items(chart=chart)
    assert desk.confirms("noor-haddad", "L3-06L", "chart", goal="map-sp", item="chart").row("L3-06L").outcome == "waiting"
    whole = desk.pins("evidence/chart/evidence.yaml", "evidence/chart/chart.pdf")
    desk.says("noor-haddad", "map-sp", attestations=[{"row": "L3-06L", "statement": "confirm", "item": "chart", "seen": whole}])
    assert desk.row("L3-06L").outcome == "met"
    desk.files["evidence/chart/chart.pdf"] = b"another"
    assert desk.row("L3-06L").outcome == "outdated"


def test_what_was_left_out_below_is_no_evidence_above() -> None:
    below = {"id": "map-fi", "level": 2, "intervention": MAP}
    asked = [{"goal": "map-fi", "row": row, "reason": "Not taught."} for row in ("L2L-02", "L2L-06")]
    desk = Desk(below, SPECIALIST, not_applicable=asked)
    desk.says(
        "noor-haddad",
        "map-fi",
        decisions=[{"row": row, "decision": "not-applicable", "seen": []} for row in ("L2L-02", "L2L-06")],
    )
    assert desk.row("L2L-02").outcome == "not-applicable"
    assert (desk.row("L3-02").outcome, desk.row("L3-05L").outcome) == ("unmet", "unmet")


def test_a_not_yet_below_holds_above() -> None:
    desk = Desk({"id": "map-fi", "level": 2, "intervention": MAP}, SPECIALIST).items(a=record(MAP))
    assert desk.row("L3-02").outcome == "met"
    seen = desk.pins("evidence/a/evidence.yaml")
    desk.says("noor-haddad", "map-fi", decisions=[{"row": "L2L-02", "decision": "not-yet", "text": "Not whole.", "seen": seen}])
    assert desk.row("L3-02").outcome == "unmet"
    assert "Not whole." in str(desk.row("L3-02").reason)


def test_an_item_kept_from_a_row_is_kept_from_it_below_too() -> None:
    desk = Desk(SPECIALIST).items(a=record(MAP, not_for=["L3-02"]))
    assert desk.row("L3-02").outcome == "unmet"
    assert Desk(SPECIALIST).items(a=record(MAP)).row("L3-02").outcome == "met"


def test_nobody_excuses_the_person_who_is_asked_for() -> None:
    asked = [{"goal": "map-sp", "row": "L3-01", "reason": "Noor is a specialist."}]
    area = Role("specialist", (MAP,))
    people = People((KnownPerson("noor-haddad", "Noor Haddad", (), (area,)),))
    held = msgspec.structs.replace(starter(), people=people)
    desk = Desk(SPECIALIST, programme=held, not_applicable=asked)
    desk.says("noor-haddad", "map-sp", decisions=[{"row": "L3-01", "decision": "not-applicable", "seen": []}])
    assert desk.row("L3-01").outcome == "unmet"


def test_one_item_more_takes_no_statement_back() -> None:
    led = {"kind": "institute-led", "date": "2026-06-01"}
    desk = Desk({"id": "pdl", "level": 5, "track": "ls"}).items(a=led)
    assert desk.confirms("lee-park", "L5-02", "a", goal="pdl", item="a").row("L5-02").outcome == "met"
    assert desk.items(b={**led, "leaders": [{"name": "Mo Diaz"}]}).row("L5-02").outcome == "met"
    assert desk.confirms("lee-park", "L5-02", "b", goal="pdl", item="b").row("L5-02").outcome == "met"
    named = Desk({"id": "pdl", "level": 5, "track": "ls"}).items(b={**led, "leaders": [{"name": "Mo Diaz"}]})
    assert named.confirms("lee-park", "L5-02", "b", goal="pdl", item="b").row("L5-02").outcome == "waiting"


def test_peers_say_what_happened_to_them_and_nothing_else() -> None:
    """A participant who is on the list without a role is no mentor, though a session names the same person so."""
    noor = KnownPerson("noor-haddad", "Noor Haddad", (), (Role("developer", ("ls",)),))
    held = msgspec.structs.replace(starter(), people=People((noor, KnownPerson("jo-lind", "Jo Lind"))))
    session = {
        "kind": "session-given",
        "date": "2026-06-01",
        "about": "overview",
        "mentor": {"name": "Jo Lind"},
        "links": [{"url": "https://x.example.org"}],
    }
    talk = {
        "kind": "coaching-given",
        "intervention": MAP,
        "date": "2026-06-08",
        "when": "later",
        "participant": {"name": "Jo Lind"},
    }
    desk = Desk(DEVELOPER, programme=held).items(s=session, t=talk)
    assert desk.confirms("jo-lind", "L4-13", "s", "t").row("L4-13").outcome == "waiting"
    assert desk.confirms("noor-haddad", "L4-13", "s", "t").row("L4-13").outcome == "met"


@pytest.mark.parametrize(("listed", "outcome"), [(True, "met"), (False, "waiting")])
def test_an_apprentice_is_heard_who_is_on_the_people_list(listed: bool, outcome: str) -> None:
    noor = KnownPerson("noor-haddad", "Noor Haddad", (), (Role("developer", ("ls",)),))
    others = (KnownPerson("jo-lind", "Jo Lind"),) if listed else ()
    held = msgspec.structs.replace(starter(), people=People((noor, *others)))
    log = {"kind": "mentoring", "date": "2026-05-29", "apprentice": {"person": "jo-lind", "name": "Jo Lind"}}
    desk = Desk({"id": "pdl", "level": 5, "track": "ls"}, programme=held).items(log=log)
    assert desk.confirms("jo-lind", "L5-03", "log", goal="pdl", item="log").row("L5-03").outcome == outcome
    assert ("MC503" in {finding.code for finding in desk.assessed().findings}) is not listed


def test_supervision_keeps_waiting_for_the_mentor_whatever_else_is_begun() -> None:
    desk = Desk(DEVELOPER).items(s={"kind": "supervision", "date": "2026-06-01"})
    assert desk.row("L4-07L").outcome == "waiting"
    assert desk.items(a=record(MAP)).row("L4-07L").outcome == "waiting"


def test_a_level_for_a_track_names_no_strategy() -> None:
    desk = Desk({**DEVELOPER, "intervention": MAP})
    assert {finding.code for finding in desk.assessed().findings} >= {"MC313"}


def test_a_name_that_makes_no_id_is_told() -> None:
    sent = {"kind": "question-answers", "date": "2026-06-01", "answered": 15, "sent_to": [{"name": "山田 太郎"}]}
    found = Desk(DEVELOPER).items(q=sent).assessed().findings
    assert [(finding.code, "no id" in finding.message) for finding in found] == [("MC202", True)]


@pytest.mark.parametrize("circle", [False, True])
def test_a_long_line_of_items_is_quickly_judged(circle: bool) -> None:
    desk = Desk({"id": "uo", "level": 2, "intervention": "cer-unit-organizer"})
    device = {
        "kind": "device",
        "stage": "final",
        "intervention": "cer-unit-organizer",
        "date": "2026-06-01",
        "links": [{"url": "https://x.example.org"}],
    }
    first = {"follows": "d999"} if circle else {}
    desk.items(**{f"d{number}": {**device, **({"follows": f"d{number - 1}"} if number else first)} for number in range(1000)})
    begun = time.process_time()
    desk.assessed()
    assert time.process_time() - begun < 5
