"""Who may say what: reviews, submissions and persons judged as claimed, attacked from every side that a file can be written."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT, Simcred
from files import made

from simcred.app.look import Look, one
from simcred.app.places import starter
from simcred.model.outcome import Assessment, GoalAssessment, RowOutcome

TODAY = dt.date(2026, 11, 20)
GOAL = "unit-organizer-fi"
SAM = "sam-okafor"
DRAFT = "evidence/2026-09-18-draft"
LESSON = "evidence/2026-10-08-lesson"


class Desk:
    """A level 2 portfolio, and whoever writes into it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        shutil.copytree(ROOT / "tests/rows/base/level-2", root)
        self.programme: Path | None = None
        self.item(DRAFT, kind="device", stage="draft", date="2026-09-18", files=[{"path": "draft.pdf"}])
        (root / DRAFT / "draft.pdf").write_bytes(made("draft.pdf"))
        self.item(
            "evidence/2026-09-14-frame",
            kind="implementation",
            date={"start": "2026-09-14", "end": "2026-11-06"},
            group={"size": 24, "level": "grade 7", "characteristics": "mixed"},
            minutes_a_day=20,
            days_a_week=3,
        )
        self.item(
            LESSON, kind="observation", date="2026-10-08", observer={"name": "Sam Okafor"}, narrative="Sam watched the lesson."
        )

    def item(self, folder: str, **data: Any) -> None:
        where = self.root / folder
        where.mkdir(parents=True, exist_ok=True)
        whole = {"schema": "simcred/evidence/1", "title": "An item", "intervention": "cer-unit-organizer", **data}
        self.write(f"{folder}/evidence.yaml", whole)

    def write(self, path: str, data: Any) -> None:
        where = self.root / path
        where.parent.mkdir(parents=True, exist_ok=True)
        where.write_text(json.dumps(data, default=str), "utf-8")

    def change(self, path: str, **data: Any) -> None:
        there = yaml.safe_load((self.root / path).read_text("utf-8"))
        self.write(path, json.loads(json.dumps({**there, **data}, default=str)))

    def pins(self, *paths: str) -> list[dict[str, str]]:
        made = []
        for path in paths:
            data = (self.root / path).read_bytes()
            blob = hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()
            made.append({"path": path, "sha256": hashlib.sha256(data).hexdigest(), "blob": blob})
        return made

    def checklist(self) -> dict[str, str]:
        known = starter().checklists["fi-cer"]
        return {"id": known.id, "version": known.version, "sha256": known.digest}

    def review(self, number: int, who: str = SAM, *, name: str | None = None, goal: str = GOAL, **data: Any) -> None:
        attempt = data.pop("attempt", None)
        whole = {
            "schema": "simcred/review/1",
            "portfolio": {"id": "p-7h2k9q", "goal": GOAL, "attempt": attempt},
            "reviewer": who,
            "date": "2026-10-20",
            "checklist": self.checklist(),
            "verdict": None,
            **data,
        }
        self.write(f"reviews/{goal}/{number:03}-{name or who}.yaml", whole)

    def decide(self, number: int, row: str, decision: str, *paths: str, who: str = SAM, **data: Any) -> None:
        said = {"row": row, "decision": decision, "seen": self.pins(*paths), "text": "Please look again."}
        self.review(number, who, decisions=[said], **data)

    def attest(self, number: int, who: str = SAM, *, pinned: bool = True, answer: object = "yes", **data: Any) -> None:
        answers = {question.id: answer for question in starter().forms["cue-do-review"].questions}
        said = {
            "row": "L2C-08",
            "form": "cue-do-review",
            "item": LESSON.rpartition("/")[2],
            "lesson_date": data.pop("lesson_date", "2026-10-08"),
            "answers": answers,
            "seen": self.pins(f"{LESSON}/evidence.yaml") if pinned else [],
        }
        file = data.pop("file", None)
        self.review(number, who, attestations=[said if file is None else {**said, "file": file}], **data)

    def submit(self, number: int = 1, *, name: str | None = None, **data: Any) -> None:
        whole = {
            "schema": "simcred/submission/1",
            "portfolio": {"id": "p-7h2k9q", "goal": GOAL, "attempt": number},
            "date": "2026-10-30",
            "checklist": self.checklist(),
            "statements": {"ready": True, "releases_held": True, "own_work": True},
            "change_note": None,
            "seen": self.pins(f"{DRAFT}/evidence.yaml"),
            **data,
        }
        self.write(f"submissions/{GOAL}/{name or number}.yaml", whole)

    def people(self, *people: dict[str, Any]) -> None:
        """A programme with a people list, above nothing: named on the command line."""
        self.programme = self.root.parent / "programme"
        shutil.copytree(ROOT / "templates/programme", self.programme, dirs_exist_ok=True)
        (self.programme / "people.yaml").write_text(json.dumps({"schema": "simcred/people/1", "people": people}), "utf-8")
        from simcred.app import places

        places._programme.cache_clear()

    def look(self) -> Assessment:
        return one(self.root, Look(TODAY, self.programme))[1].assessment

    def goal(self) -> GoalAssessment:
        return self.look().goals[0]

    def row(self, row: str) -> RowOutcome:
        return next(outcome for outcome in self.goal().rows if outcome.row.id == row)

    def codes(self) -> set[str]:
        return {finding.code for finding in self.look().findings}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "portfolio")


DEVELOPER = {"id": SAM, "name": "Sam Okafor", "roles": [{"role": "developer", "areas": ["cer"], "from": "2024-08-01"}]}


# Whose review it is


def test_a_review_speaks_only_from_its_own_place(desk: Desk) -> None:
    desk.decide(1, "L2C-02", "not-yet", f"{DRAFT}/evidence.yaml", name="mallory")
    assert desk.row("L2C-02").outcome == "met"
    assert "MC506" in desk.codes()
    desk.decide(2, "L2C-02", "not-yet", f"{DRAFT}/evidence.yaml", goal="another-goal")
    assert desk.row("L2C-02").outcome == "met"
    desk.decide(3, "L2C-02", "not-yet", f"{DRAFT}/evidence.yaml")
    assert desk.row("L2C-02").outcome == "unmet"


def test_a_review_from_the_future_does_not_count_yet(desk: Desk) -> None:
    desk.decide(1, "L2C-02", "not-yet", f"{DRAFT}/evidence.yaml", date="2026-11-21")
    assert desk.row("L2C-02").judgement == "none"
    desk.decide(1, "L2C-02", "not-yet", f"{DRAFT}/evidence.yaml", date="2026-11-20")
    assert desk.row("L2C-02").judgement == "not-yet"


def test_nobody_reviews_their_own_portfolio_by_a_second_address(desk: Desk) -> None:
    other = {"id": "ana-second", "name": "A. Rivera", "emails": ["ana@work.example.org"]}
    role = {"role": "specialist", "areas": ["cer-unit-organizer"]}
    desk.people({**other, "roles": [role]}, DEVELOPER)
    desk.decide(1, "L2C-02", "met", f"{DRAFT}/evidence.yaml", who="ana-second")
    assert desk.row("L2C-02").judgement == "met", "nothing says that she is the educator"
    desk.people({**other, "emails": ["Ana.Rivera@example.org"], "roles": [role]}, DEVELOPER)
    assert desk.row("L2C-02").judgement == "none", "her address does"
    assert "MC504" in desk.codes()


def test_the_people_list_says_whose_portfolio_it_is(desk: Desk, tmp_path: Path) -> None:
    role = [{"role": "specialist", "areas": ["cer"]}, {"role": "educator", "portfolios": ["portfolios/ana"]}]
    desk.people({"id": "ana-second", "emails": ["ana@work.example.org"], "roles": role})
    desk.decide(1, "L2C-02", "met", f"{DRAFT}/evidence.yaml", who="ana-second")
    assert desk.programme is not None
    inside = desk.programme / "portfolios/ana"
    shutil.copytree(desk.root, inside)
    desk.root, desk.programme = inside, None
    assert desk.row("L2C-02").judgement == "none"
    assert "MC504" in desk.codes()


def test_a_link_on_the_way_to_a_programme_hides_nobody(desk: Desk, tmp_path: Path) -> None:
    role = [{"role": "specialist", "areas": ["cer"]}, {"role": "educator", "portfolios": ["portfolios/ana"]}]
    desk.people({"id": "ana-second", "emails": ["ana@work.example.org"], "roles": role})
    desk.decide(1, "L2C-02", "met", f"{DRAFT}/evidence.yaml", who="ana-second")
    real, link = desk.programme, tmp_path / "link"
    assert real is not None
    shutil.copytree(desk.root, real / "portfolios/ana")
    link.symlink_to(real)
    for programme in (real, link):
        for root in (real, link):
            desk.programme, desk.root = programme, root / "portfolios/ana"
            assert "MC504" in desk.codes(), (programme, root)


@pytest.mark.parametrize("mail", ["Ana.Rivera@Example.org", "ANA.RIVERA@EXAMPLE.ORG"])
def test_the_educator_is_known_by_her_address_however_it_is_written(desk: Desk, mail: str) -> None:
    who = {"id": "ana-second", "emails": ["ana.rivera@example.org"], "roles": [{"role": "specialist", "areas": ["cer"]}]}
    desk.people(who, DEVELOPER)
    desk.change("portfolio.yaml", educator={"name": "Ana Rivera", "email": mail})
    desk.decide(1, "L2C-02", "met", f"{DRAFT}/evidence.yaml", who="ana-second")
    assert desk.row("L2C-02").judgement == "none"
    assert "MC504" in desk.codes()


def test_a_partner_with_the_educator_s_address_is_the_educator(desk: Desk) -> None:
    partner = {"person": SAM, "name": "Sam Okafor", "since": "2026-08-20"}
    desk.decide(1, "L2C-02", "met", f"{DRAFT}/evidence.yaml")
    for mail, outcome, judgement in (("sam@example.org", "met", "met"), ("Ana.Rivera@example.org", "unmet", "none")):
        desk.change("portfolio.yaml", partner={**partner, "email": mail})
        assert (desk.row("L2C-01").outcome, desk.row("L2C-02").judgement) == (outcome, judgement), mail


def test_without_a_people_list_the_name_tells_the_educator(desk: Desk) -> None:
    desk.decide(1, "L2C-02", "met", f"{DRAFT}/evidence.yaml", who="ana-rivera")
    assert desk.row("L2C-02").judgement == "none"
    desk.change("portfolio.yaml", partner={"person": "partner", "name": "Ana Rivera"})
    assert desk.row("L2C-01").outcome == "unmet"


def test_the_educator_does_not_lead_her_own_session(desk: Desk) -> None:
    goal = {"id": "uo-pl", "level": 1, "intervention": "cer-unit-organizer"}
    desk.change("portfolio.yaml", goals=[goal])
    desk.item("evidence/2026-08-27-session", kind="session", date="2026-08-27", leader={"name": "Ana Rivera"})
    assert desk.row("L1-03").outcome == "unmet"
    desk.item("evidence/2026-08-27-session", kind="session", date="2026-08-27", leader={"name": "Sam Okafor"})
    assert desk.row("L1-03").outcome == "met"


@pytest.mark.parametrize(
    ("window", "outcome"),
    [({"until": "2026-08-27"}, "met"), ({"until": "2026-08-26"}, "unmet"), ({"from": "2026-08-28"}, "unmet")],
)
def test_a_session_is_led_by_whom_the_list_knows_on_that_day(desk: Desk, window: dict[str, str], outcome: str) -> None:
    desk.change("portfolio.yaml", goals=[{"id": "uo-pl", "level": 1, "intervention": "cer-unit-organizer"}])
    desk.item("evidence/2026-08-27-session", kind="session", date="2026-08-27", leader={"name": "Sam Okafor", "person": SAM})
    desk.people({**DEVELOPER, "roles": [{"role": "developer", "areas": ["cer"], **window}]})
    assert desk.row("L1-03").outcome == outcome


def test_roles_hold_in_their_window_and_area(desk: Desk) -> None:
    for roles, counts in (
        ([{"role": "developer", "areas": ["cer"], "from": "2024-08-01", "until": "2026-10-20"}], True),
        ([{"role": "developer", "areas": ["cer"], "from": "2024-08-01", "until": "2026-10-19"}], False),
        ([{"role": "developer", "areas": ["cer"], "from": "2026-10-21"}], False),
        ([{"role": "developer", "areas": ["ls"]}], False),
        ([{"role": "specialist", "areas": ["cer-unit-organizer"]}], True),
        ([{"role": "specialist", "areas": ["cer-framing"]}], False),
        ([{"role": "educator"}], False),
    ):
        desk.people({**DEVELOPER, "roles": roles})
        desk.decide(1, "L2C-02", "met", f"{DRAFT}/evidence.yaml")
        assert (desk.row("L2C-02").judgement == "met") is counts, roles
        assert ("MC503" in desk.codes()) is not counts


def test_the_partner_is_active_from_the_first_day(desk: Desk) -> None:
    desk.people(DEVELOPER)
    assert desk.row("L2C-01").outcome == "met"
    desk.people({**DEVELOPER, "roles": [{"role": "developer", "areas": ["cer"], "from": "2026-08-21"}]})
    assert desk.row("L2C-01").outcome == "unmet", "the partnership began the day before"
    desk.people(DEVELOPER)
    desk.change("portfolio.yaml", partner={"person": SAM, "name": "Sam Okafor"})
    assert "since" in str(desk.row("L2C-01").reason), "no day is named, so it cannot have been then"


def test_a_partner_speaks_from_the_day_the_partnership_began(desk: Desk) -> None:
    desk.attest(1)
    assert desk.row("L2C-08").outcome == "met"
    desk.change("portfolio.yaml", partner={"person": SAM, "name": "Sam Okafor", "since": "2026-10-21"})
    assert desk.row("L2C-08").outcome == "waiting"


# Decisions


def test_a_not_yet_holds_until_its_evidence_changes(desk: Desk) -> None:
    desk.decide(1, "L2C-02", "not-yet", f"{DRAFT}/evidence.yaml", f"{DRAFT}/draft.pdf")
    assert desk.row("L2C-02").outcome == "unmet"
    old = (desk.root / DRAFT / "draft.pdf").read_bytes()
    (desk.root / DRAFT / "draft.pdf").write_bytes(made("draft.pdf", "better"))
    assert desk.row("L2C-02").outcome == "met"
    assert "MC501" in desk.codes()
    (desk.root / DRAFT / "draft.pdf").write_bytes(old)
    assert desk.row("L2C-02").outcome == "unmet", "the edit undone, the word stands again"


@pytest.mark.parametrize("pinned", [(), (f"{DRAFT}/draft.pdf",)], ids=["nothing", "the file alone"])
def test_a_not_yet_holds_whatever_it_pins(desk: Desk, pinned: tuple[str, ...]) -> None:
    desk.decide(1, "L2C-02", "not-yet", *pinned)
    assert desk.row("L2C-02").outcome == "unmet"


def test_a_question_lifts_nothing(desk: Desk) -> None:
    desk.decide(1, "L2C-02", "not-yet", f"{DRAFT}/evidence.yaml")
    desk.decide(2, "L2C-02", "question", f"{DRAFT}/evidence.yaml")
    desk.decide(3, "L2C-02", "question", f"{DRAFT}/evidence.yaml", who="lee-park")
    assert (desk.row("L2C-02").outcome, desk.row("L2C-02").judgement) == ("unmet", "not-yet")


def test_only_who_said_not_yet_takes_it_back(desk: Desk) -> None:
    desk.decide(1, "L2C-02", "not-yet", f"{DRAFT}/evidence.yaml")
    desk.decide(2, "L2C-02", "met", f"{DRAFT}/evidence.yaml", who="lee-park")
    assert desk.row("L2C-02").outcome == "unmet"
    desk.decide(3, "L2C-02", "met", f"{DRAFT}/evidence.yaml")
    assert (desk.row("L2C-02").outcome, desk.row("L2C-02").judgement) == ("met", "met")


def test_a_changed_checklist_outdates_what_was_said(desk: Desk) -> None:
    desk.decide(1, "L2C-02", "met", f"{DRAFT}/evidence.yaml")
    desk.change(f"reviews/{GOAL}/001-{SAM}.yaml", checklist={"id": "fi-cer", "version": "2025.1", "sha256": "0" * 64})
    assert desk.row("L2C-02").judgement == "none"
    assert "MC502" in desk.codes()


def test_what_cannot_be_read_cannot_be_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from simcred.snapshot.folder import FolderTree

    desk.change(f"{LESSON}/evidence.yaml", files=[{"path": "notes.txt"}])
    desk.write(f"{LESSON}/notes.txt", "What Sam wrote down.")
    desk.attest(1, seen=desk.pins(f"{LESSON}/notes.txt"))
    desk.submit(seen=desk.pins(f"{DRAFT}/draft.pdf"))
    assert desk.row("L2C-08").outcome == "met"
    assert desk.goal().changed is False

    whole = FolderTree._open

    def refuse(self: FolderTree, path: str) -> object:
        if not path.endswith(".yaml"):
            raise PermissionError(13, "Permission denied")
        return whole(self, path)

    monkeypatch.setattr(FolderTree, "_open", refuse)
    assert desk.row("L2C-08").outcome == "cannot-tell"
    assert desk.goal().changed is None
    assert "MC002" in desk.codes()


def test_typing_errors_in_a_review_are_told(desk: Desk) -> None:
    wrong = {"row": "L2C-8", "form": "cue-do-revue", "item": "2026-10-08-lessen", "answers": {}}
    decision = {"row": "L9-99", "decision": "not-yet", "seen": []}
    desk.review(1, decisions=[decision], attestations=[wrong], attempt=7)
    said = [(finding.code, finding.message) for finding in desk.look().findings if finding.code in ("MC309", "MC310")]
    assert sorted(code for code, _ in said) == ["MC309", "MC309", "MC309", "MC309", "MC310"], said
    for word in ("attempt 7", "L9-99", "L2C-8", "cue-do-revue", "2026-10-08-lessen"):
        assert any(word in message for _, message in said), word


# Rows that do not apply


def test_a_must_row_is_left_out_on_request_and_with_consent_only(desk: Desk) -> None:
    claim = {"goal": GOAL, "row": "L2C-04", "reason": "I teach this group once a week."}
    desk.decide(1, "L2C-04", "not-applicable")
    assert desk.row("L2C-04").outcome == "unmet", "nobody asked"
    desk.change("portfolio.yaml", not_applicable=[claim])
    assert desk.row("L2C-04").outcome == "not-applicable"
    (desk.root / f"reviews/{GOAL}/001-{SAM}.yaml").unlink()
    assert desk.row("L2C-04").why == "asked"
    desk.decide(1, "L2C-04", "not-applicable", who="mallory")
    assert desk.row("L2C-04").outcome == "unmet", "claimed by somebody who is nobody's partner"


def test_a_row_that_does_not_apply_is_counted_neither_as_met_nor_as_open(desk: Desk) -> None:
    before = desk.goal().counts
    desk.change("portfolio.yaml", not_applicable=[{"goal": GOAL, "row": "L2C-04", "reason": "I teach this group once a week."}])
    desk.decide(1, "L2C-04", "not-applicable")
    after = desk.goal().counts
    assert (after.met, after.open, after.total) == (before.met, before.open - 1, before.total - 1)


def test_the_row_of_the_partner_is_never_left_out(desk: Desk) -> None:
    desk.change("portfolio.yaml", not_applicable=[{"goal": GOAL, "row": "L2C-01", "reason": "Nobody is near."}])
    desk.decide(1, "L2C-01", "not-applicable")
    assert (desk.row("L2C-01").outcome, desk.row("L2C-01").judgement) == ("met", "not-applicable")


def test_no_row_that_hangs_on_another_hand_is_left_out(desk: Desk) -> None:
    claims = [{"goal": GOAL, "row": row, "reason": "Nobody came."} for row in ("L2C-08", "L2C-11")]
    desk.change("portfolio.yaml", not_applicable=claims)
    for number, row in enumerate(("L2C-08", "L2C-11"), 1):
        desk.decide(number, row, "not-applicable")
        assert desk.row(row).outcome != "not-applicable", row


# Statements


def test_a_form_that_pins_nothing_does_not_count(desk: Desk) -> None:
    desk.attest(1, pinned=False)
    assert desk.row("L2C-08").outcome == "waiting"
    assert "version" in str(desk.row("L2C-08").reason)
    desk.attest(1, pinned=False, seen=desk.pins(f"{LESSON}/evidence.yaml"))
    assert desk.row("L2C-08").outcome == "met", "the review as a whole pins it"
    desk.change(f"{LESSON}/evidence.yaml", narrative="Rewritten afterwards.")
    assert desk.row("L2C-08").outcome == "outdated"


@pytest.mark.parametrize("answer", ["", "  ", "\t"])
def test_a_blank_is_no_answer(desk: Desk, answer: str) -> None:
    desk.attest(1, answer=answer)
    assert desk.row("L2C-08").outcome == "waiting"


def test_false_and_nought_are_answers(desk: Desk) -> None:
    for answer in (False, 0):
        desk.attest(1, answer=answer)
        assert desk.row("L2C-08").outcome == "met"


def test_the_day_of_the_lesson_is_that_of_the_item(desk: Desk) -> None:
    for day, outcome in (("1999-01-01", "waiting"), ("2026-10-09", "waiting"), ("2026-10-08", "met")):
        desk.attest(1, lesson_date=day)
        assert desk.row("L2C-08").outcome == outcome, day


def test_an_attached_form_is_the_one_that_was_attached(desk: Desk) -> None:
    path = f"reviews/{GOAL}/form.pdf"
    desk.write(path, "the form")
    desk.attest(1, file={"path": "form.pdf", "sha256": desk.pins(path)[0]["sha256"]})
    assert desk.row("L2C-08").outcome == "met"
    desk.write(path, "another form")
    assert desk.row("L2C-08").outcome == "waiting"
    assert "MC304" in desk.codes()


def test_an_earlier_statement_holds_when_a_later_one_does_not(desk: Desk) -> None:
    desk.attest(1)
    desk.attest(2, answer=" ")
    assert desk.row("L2C-08").outcome == "met"


# Submissions and verdicts


def test_a_submission_counts_in_its_place_on_its_day_with_its_statements(desk: Desk) -> None:
    desk.submit()
    assert desk.goal().state == "submitted"
    for spoiled in (
        {"date": "2026-11-21"},
        {"statements": {"ready": True, "releases_held": False, "own_work": True}},
        {"portfolio": {"id": "p-7h2k9q", "goal": GOAL, "attempt": 2}},
    ):
        desk.submit(**spoiled)
        assert desk.goal().state == "collecting", spoiled
    (desk.root / f"submissions/{GOAL}/1.yaml").unlink()
    desk.submit(7, name="007")
    assert desk.goal().state == "collecting"
    assert "MC506" in desk.codes()


def recommend(desk: Desk, number: int, who: str = SAM, verdict: str = "recommend", **data: Any) -> None:
    desk.review(number, who, verdict=verdict, **{"seen": desk.pins(f"{DRAFT}/evidence.yaml"), "date": "2026-11-02", **data})


def test_only_the_partner_s_verdict_decides(desk: Desk) -> None:
    desk.submit()
    recommend(desk, 1, attempt=1)
    assert desk.row("L2C-11").outcome == "met"
    recommend(desk, 2, "lee-park", attempt=1)
    assert desk.row("L2C-11").outcome == "met", "somebody else's word takes nothing away"
    recommend(desk, 3, attempt=1, verdict="return", text="Please add the log.")
    assert desk.goal().state == "returned"
    recommend(desk, 4, "mallory", attempt=1)
    assert desk.goal().state == "returned", "and gives nothing"


def test_a_verdict_is_about_one_attempt(desk: Desk) -> None:
    desk.submit()
    recommend(desk, 1, attempt=1)
    desk.submit(2, date="2026-11-10")
    assert desk.row("L2C-11").outcome == "waiting", "the second attempt has no verdict yet"
    recommend(desk, 2, attempt=99)
    assert desk.row("L2C-11").outcome == "waiting"
    recommend(desk, 3, attempt=2)
    assert desk.row("L2C-11").outcome == "met"


def test_the_last_attempt_is_the_one_with_the_highest_number(desk: Desk) -> None:
    desk.submit(9)
    desk.submit(10, date="2026-11-10")
    recommend(desk, 1, attempt=9, verdict="return", text="Please add the log.")
    assert desk.goal().state == "submitted"
    recommend(desk, 2, attempt=10, date="2026-11-12", verdict="return", text="Please add the log.")
    assert desk.goal().state == "returned"


def test_a_recommendation_rests_on_what_was_seen(desk: Desk) -> None:
    desk.submit(seen=[])
    recommend(desk, 1, attempt=1, seen=[])
    assert desk.row("L2C-11").outcome == "waiting"
    recommend(desk, 1, attempt=1)
    assert desk.row("L2C-11").outcome == "met"
    desk.change(f"{DRAFT}/evidence.yaml", title="Another title")
    assert desk.row("L2C-11").outcome == "outdated"


def test_a_recommendation_alone_does_not_make_a_goal_recommended(desk: Desk) -> None:
    desk.submit()
    recommend(desk, 1, attempt=1)
    assert desk.row("L2C-03").outcome == "unmet"
    assert desk.goal().state == "submitted"


def test_a_report_about_a_session_needs_the_session(desk: Desk) -> None:
    desk.change("portfolio.yaml", goals=[{"id": "uo-pl", "level": 1, "intervention": "cer-unit-organizer"}])
    desk.item("evidence/2026-08-27-agenda", kind="agenda", date="2026-08-27", narrative="Morning and afternoon.")
    known = starter().checklists["pl"]
    answers = {question.id: "yes" for question in starter().forms["post-session-report"].questions}
    said = {"row": "L1-04", "form": "post-session-report", "answers": answers}
    desk.review(
        1,
        goal="uo-pl",
        portfolio={"id": "p-7h2k9q", "goal": "uo-pl", "attempt": None},
        checklist={"id": "pl", "version": known.version, "sha256": known.digest},
        attestations=[said],
    )
    assert desk.row("L1-04").outcome == "waiting", "no session counts"
    session = {"kind": "session", "leader": {"name": "Sam Okafor", "person": SAM}}
    desk.item("evidence/2026-08-27-session", date="2026-08-27", **session)
    assert desk.row("L1-04").outcome == "met"
    desk.item("evidence/2026-08-27-session", date="2026-10-21", **session)
    assert desk.row("L1-04").outcome == "waiting", "the report is older than the session"


# Permission


@pytest.mark.parametrize("name", ["board.jpg", "board.PNG"])
def test_while_nobody_says_who_is_shown_the_permission_is_open(desk: Desk, name: str) -> None:
    (desk.root / DRAFT / name).write_bytes(made(name))
    files = [{"path": "draft.pdf"}, {"path": name}]
    desk.change(f"{DRAFT}/evidence.yaml", files=files)
    row = desk.row("L2C-09")
    assert (row.outcome, row.have, row.need) == ("unmet", 0, 1)
    assert row.reason == f"2026-09-18-draft: nobody said whether somebody can be seen or heard in {name}"
    desk.change(f"{DRAFT}/evidence.yaml", people={"shown": []})
    assert desk.row("L2C-09").outcome == "not-applicable"


def test_one_permission_does_not_speak_for_a_picture_of_which_nobody_said_anything(desk: Desk) -> None:
    desk.change(f"{DRAFT}/evidence.yaml", files=[{"path": "draft.pdf"}, {"path": "board.jpg"}])
    (desk.root / DRAFT / "board.jpg").write_bytes(made("board.jpg"))
    row = consented(desk, ["a"], {"id": "a"})
    assert (row.outcome, row.have, row.need) == ("unmet", 1, 2)


def consented(desk: Desk, names: list[str], *records: dict[str, Any]) -> RowOutcome:
    base = {"covers": ["image", "voice"], "uses": ["developer", "crl"], "signed": "2026-09-02", "held_by": "office"}
    desk.change("portfolio.yaml", consents=[{**base, **record} for record in records])
    desk.change(f"{LESSON}/evidence.yaml", people={"shown": ["students"], "heard": ["students"], "consent": names})
    return desk.row("L2C-09")


def test_every_record_named_must_hold_and_together_they_cover(desk: Desk) -> None:
    assert consented(desk, ["a"], {"id": "a"}).outcome == "met"
    assert consented(desk, ["a", "b"], {"id": "a", "covers": ["image"]}, {"id": "b", "covers": ["voice"]}).outcome == "met"
    assert consented(desk, ["a"], {"id": "a", "covers": ["image"]}).outcome == "unmet"
    assert consented(desk, ["a", "b"], {"id": "a"}, {"id": "b", "until": "2026-10-07"}).outcome == "unmet"
    assert consented(desk, ["a", "b"], {"id": "a"}, {"id": "b", "uses": ["public"]}).outcome == "unmet"
    assert consented(desk, ["a", "nosuch"], {"id": "a"}).outcome == "unmet"
    assert consented(desk, [], {"id": "a"}).outcome == "unmet"


def test_names_that_were_not_removed_need_permission(desk: Desk) -> None:
    desk.change(f"{DRAFT}/evidence.yaml", people={"shown": [], "deidentified": False})
    assert desk.row("L2C-09").outcome == "unmet"
    desk.change(f"{DRAFT}/evidence.yaml", people={"shown": [], "deidentified": True})
    assert desk.row("L2C-09").outcome == "not-applicable"


# Evidence that is not what it seems


def test_a_goal_is_judged_by_a_checklist_of_its_own_level(desk: Desk) -> None:
    goal = {"id": GOAL, "level": 2, "intervention": "cer-unit-organizer", "checklist": {"id": "pl", "version": "2026.1"}}
    desk.change("portfolio.yaml", goals=[goal])
    assert (desk.goal().checklist, desk.goal().state) == (None, "collecting")
    assert "MC313" in desk.codes()


def test_a_link_is_no_evidence(desk: Desk) -> None:
    (desk.root / DRAFT / "draft.pdf").unlink()
    (desk.root / DRAFT / "draft.pdf").symlink_to("/etc/hostname")
    assert desk.row("L2C-02").outcome == "unmet"


def test_a_draft_of_a_draft_is_followed_home(desk: Desk) -> None:
    second, final = "evidence/2026-09-30-second", "evidence/2026-10-14-final"
    for folder, stage, follows in ((second, "routine", DRAFT), (final, "final", second)):
        date = folder.removeprefix("evidence/")[:10]
        desk.item(folder, kind="device", stage=stage, date=date, follows=follows.rpartition("/")[2], files=[{"path": "a.pdf"}])
        (desk.root / folder / "a.pdf").write_bytes(made("a.pdf", folder))
    assert desk.row("L2C-05c").outcome == "met"
    desk.change(f"{second}/evidence.yaml", follows="2026-09-14-frame")
    assert desk.row("L2C-05c").outcome == "unmet"


def test_an_item_that_cannot_be_read_might_have_counted(desk: Desk) -> None:
    assert desk.row("L2C-02").outcome == "met"
    (desk.root / DRAFT / "evidence.yaml").write_text("title: [", "utf-8")
    assert desk.row("L2C-02").outcome == "cannot-tell"


def test_what_an_item_follows_is_not_called_missing_because_it_cannot_be_read(desk: Desk) -> None:
    desk.change(f"{DRAFT}/evidence.yaml", follows="2026-09-12-first")
    assert "MC310" in desk.codes()
    (desk.root / "evidence/2026-09-12-first").mkdir()
    (desk.root / "evidence/2026-09-12-first/evidence.yaml").write_text("title: [", "utf-8")
    assert "MC310" not in desk.codes()


def test_a_permission_holds_to_the_last_day_of_the_recording(desk: Desk) -> None:
    desk.change(f"{LESSON}/evidence.yaml", date={"start": "2026-10-06", "end": "2026-10-08"})
    assert consented(desk, ["a"], {"id": "a", "until": "2026-10-07"}).outcome == "unmet"
    assert consented(desk, ["a"], {"id": "a", "until": "2026-10-08"}).outcome == "met"


def test_what_does_not_apply_is_not_asked_for_again(desk: Desk) -> None:
    desk.decide(1, "L2C-09", "not-yet")
    assert (desk.row("L2C-09").outcome, desk.row("L2C-09").judgement) == ("not-applicable", "not-yet")


def test_a_form_is_not_older_than_the_whole_of_what_it_is_about(desk: Desk) -> None:
    desk.change(f"{LESSON}/evidence.yaml", date={"start": "2026-10-08", "end": "2026-10-21"})
    desk.attest(1)
    assert desk.row("L2C-08").outcome == "waiting", "signed on the 20th, the lessons went on"
    desk.attest(1, date="2026-10-21")
    assert desk.row("L2C-08").outcome == "met"


def test_after_means_after_the_whole_of_the_other(desk: Desk) -> None:
    desk.change(f"{DRAFT}/evidence.yaml", date={"start": "2026-09-18", "end": "2026-09-25"})
    for day, outcome in (("2026-09-20", "unmet"), ("2026-09-25", "met")):
        desk.item("evidence/2026-09-20-class", kind="account", stage="co-constructed", date=day, narrative="We filled it in.")
        assert desk.row("L2C-03").outcome == outcome, day


def test_one_way_of_several_is_counted_as_one(desk: Desk) -> None:
    desk.change("portfolio.yaml", goals=[{"id": "uo-pl", "level": 1, "intervention": "cer-unit-organizer"}])
    assert (desk.row("L1-02").have, desk.row("L1-02").need) == (0, 1)
    desk.item("evidence/2026-08-27-thoughts", kind="reflection", date="2026-08-27", narrative="It holds the unit together.")
    assert (desk.row("L1-02").have, desk.row("L1-02").need) == (1, 1)


def test_git_vouches_for_the_blob_that_was_pinned_and_for_no_other() -> None:
    from simcred.model.review import Pin
    from simcred.rules.pins import Pins
    from simcred.snapshot.memory import MemoryTree

    class Vouching(MemoryTree):
        def known_blob(self, path: str) -> str | None:
            return "b" * 40

    tree = Vouching({"a.txt": b"1"})
    digest = hashlib.sha256(b"1").hexdigest()
    assert Pins(tree, {}).state(Pin("a.txt", "0" * 64, "b" * 40)) == "same"
    assert Pins(tree, {}).state(Pin("a.txt", "0" * 64, "c" * 40)) == "changed"
    assert Pins(tree, {}).state(Pin("a.txt", digest, "c" * 40)) == "same"
    assert Pins(tree, {}).state(Pin("b.txt", digest, "c" * 40)) == "gone"
    assert Pins(tree, {"a.txt": digest}).state(Pin("a.txt", "0" * 64, "b" * 40)) == "changed", "what was read decides"


def test_a_not_yet_holds_beside_an_item_that_it_does_not_list(desk: Desk) -> None:
    other = "evidence/2026-09-19-draft"
    desk.item(other, kind="device", stage="draft", date="2026-09-19", files=[{"path": "draft.pdf"}])
    (desk.root / other / "draft.pdf").write_bytes(made("draft.pdf"))
    desk.decide(1, "L2C-02", "not-yet", f"{DRAFT}/evidence.yaml")
    assert desk.row("L2C-02").outcome == "unmet"


def test_a_form_by_somebody_else_says_of_whom_it_is_asked(desk: Desk) -> None:
    desk.attest(1, who="sam")
    assert (desk.row("L2C-08").outcome, desk.row("L2C-08").reason) == (
        "waiting",
        "sam's statement does not count; it is asked of sam-okafor",
    )


def test_a_leader_without_an_id_is_known_by_name(desk: Desk) -> None:
    desk.change("portfolio.yaml", goals=[{"id": "uo-pl", "level": 1, "intervention": "cer-unit-organizer"}])
    known = starter().checklists["pl"]
    answers = {question.id: "yes" for question in starter().forms["post-session-report"].questions}
    for leader, who in (("Sam Okafor", SAM), ("Lee Park", "lee-park")):
        desk.item("evidence/2026-08-27-session", kind="session", date="2026-08-27", leader={"name": leader})
        desk.review(
            1,
            who,
            goal="uo-pl",
            portfolio={"id": "p-7h2k9q", "goal": "uo-pl", "attempt": None},
            checklist={"id": "pl", "version": known.version, "sha256": known.digest},
            attestations=[{"row": "L1-04", "form": "post-session-report", "answers": answers}],
        )
        assert desk.row("L1-04").outcome == "met", leader


@pytest.mark.parametrize("name", ["001-sam-okafor.yaml.txt", "001-sam-okafor.yml", "001-sam-okafor.YAML"])
def test_a_review_under_another_ending_is_told(desk: Desk, name: str) -> None:
    desk.write(f"reviews/{GOAL}/{name}", {})
    assert "MC318" in desk.codes()


@pytest.mark.parametrize(
    ("mine", "yours", "same"), [("王芳", "Ольга", False), ("王芳", "王芳", True), ("Ana  RIVERA", "ana rivera", True)]
)
def test_names_in_any_letters_tell_people_apart(desk: Desk, mine: str, yours: str, same: bool) -> None:
    desk.change("portfolio.yaml", educator={"name": mine, "email": "a@example.org"}, partner={"person": SAM, "name": yours})
    desk.decide(1, "L2C-02", "met", f"{DRAFT}/evidence.yaml")
    assert (desk.row("L2C-01").outcome == "unmet") is same
    assert desk.row("L2C-02").judgement == ("none" if same else "met"), "and so does what they say"


def test_a_permission_may_be_signed_two_weeks_late_whatever_the_days(desk: Desk) -> None:
    assert consented(desk, ["a"], {"id": "a", "signed": {"start": "2026-10-22", "end": "2026-11-20"}}).outcome == "met"
    assert consented(desk, ["a"], {"id": "a", "signed": "2026-10-23"}).outcome == "unmet"
    desk.change(f"{LESSON}/evidence.yaml", date={"start": "2026-10-08", "end": "9999-12-31"})
    assert desk.goal().goal.id == GOAL
    assert "MC901" not in desk.codes()


def test_a_not_yet_whose_file_cannot_be_read_holds(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from simcred.snapshot.folder import FolderTree

    desk.decide(1, "L2C-02", "not-yet", f"{DRAFT}/draft.pdf")

    whole = FolderTree._open

    def refuse(self: FolderTree, path: str) -> object:
        if not path.endswith(".yaml"):
            raise PermissionError(13, "Permission denied")
        return whole(self, path)

    monkeypatch.setattr(FolderTree, "_open", refuse)
    assert desk.row("L2C-02").outcome == "unmet"
    assert "MC002" in desk.codes()


def test_a_partner_is_active_on_the_day_of_the_submission(desk: Desk) -> None:
    role = {"role": "developer", "areas": ["cer"], "from": "2024-08-01", "until": "2026-10-31"}
    desk.people({**DEVELOPER, "roles": [role]})
    assert desk.row("L2C-01").outcome == "unmet", "not today"
    desk.submit()
    assert desk.row("L2C-01").outcome == "met", "but on the day of the submission"


def test_evidence_counts_once_it_has_begun(desk: Desk) -> None:
    frame = "evidence/2026-09-14-frame/evidence.yaml"
    desk.change(frame, date={"start": "2026-09-14", "end": "2027-01-31"})
    assert desk.row("L2C-05b").outcome == "met", "it goes on"
    desk.change(frame, date={"start": "2026-11-21", "end": "2027-01-31"})
    assert desk.row("L2C-05b").outcome == "unmet", "it has not begun"


def test_a_report_is_no_older_than_the_end_of_its_session(desk: Desk) -> None:
    desk.change("portfolio.yaml", goals=[{"id": "uo-pl", "level": 1, "intervention": "cer-unit-organizer"}])
    days = {"start": "2026-10-19", "end": "2026-10-21"}
    desk.item("evidence/2026-10-19-session", kind="session", date=days, leader={"name": "Sam Okafor", "person": SAM})
    known = starter().checklists["pl"]
    said = {"row": "L1-04", "form": "post-session-report"}
    answers = {question.id: "yes" for question in starter().forms["post-session-report"].questions}
    for day, outcome in (("2026-10-20", "waiting"), ("2026-10-21", "met")):
        desk.review(
            1,
            goal="uo-pl",
            date=day,
            portfolio={"id": "p-7h2k9q", "goal": "uo-pl", "attempt": None},
            checklist={"id": "pl", "version": known.version, "sha256": known.digest},
            attestations=[{**said, "answers": answers}],
        )
        assert desk.row("L1-04").outcome == outcome, day


def test_at_a_level_without_a_recommendation_the_partner_may_return_it(desk: Desk) -> None:
    desk.change("portfolio.yaml", goals=[{"id": GOAL, "level": 1, "intervention": "cer-unit-organizer"}])
    desk.item("evidence/2026-08-27-session", kind="session", date="2026-08-27", leader={"name": "Sam Okafor"})
    known = starter().checklists["pl"]
    checklist = {"id": "pl", "version": known.version, "sha256": known.digest}
    desk.submit(checklist=checklist)
    assert desk.goal().state == "recommended"
    desk.review(1, attempt=1, verdict="return", text="Which session?", checklist=checklist, date="2026-11-02")
    assert desk.goal().state == "returned"


def test_what_changed_since_a_submission_is_said(desk: Desk) -> None:
    from simcred.report.text import status

    def said() -> str:
        batch, _ = one(desk.root, Look(TODAY))
        return "\n".join("".join(words for words, _ in line.pieces) for line in status(batch, every_row=False))

    desk.submit()
    assert "has changed since" not in said()
    desk.change(f"{DRAFT}/evidence.yaml", title="Another title")
    assert "has changed since" in said()


@pytest.mark.parametrize(
    ("paper", "data"),
    [("reviews/uo-pl/001-sam-okafor.yaml", {"decision": "not yet"}), ("submissions/uo-pl/1.yaml", {"date": "soon"})],
)
def test_a_paper_that_cannot_be_read_keeps_a_goal_from_being_ready(desk: Desk, paper: str, data: dict[str, str]) -> None:
    """It may say not-yet."""
    desk.change("portfolio.yaml", goals=[{"id": "uo-pl", "level": 1, "intervention": "cer-unit-organizer"}])
    desk.item("evidence/2026-08-27-session", kind="session", date="2026-08-27", leader={"name": "Sam Okafor"})
    assert desk.goal().state == "ready"
    desk.write(paper, data)
    assert desk.goal().state == "collecting"


def test_who_edits_what_was_submitted_is_told(desk: Desk, simcred: Simcred) -> None:
    desk.submit()
    ran = simcred("edit", DRAFT, "--title", "Another title", "-C", desk.root)
    assert ran.code == 0, ran.err
    told = "Submission 1 of 2026-10-30 has the old version; it will no longer be what was submitted."
    assert told in " ".join(ran.err.split())
    assert "Submission 1" not in simcred("edit", DRAFT, "--title", "One more title", "-C", desk.root).err


def test_who_takes_out_what_somebody_spoke_about_is_told(desk: Desk, simcred: Simcred) -> None:
    desk.attest(1, pinned=False)
    ran = simcred("remove", LESSON, "-C", desk.root)
    assert ran.code == 0, ran.err
    told = f"reviews/{GOAL}/001-{SAM}.yaml of 2026-10-20 has seen it, and says so still."
    assert told in " ".join(ran.err.split())


def test_a_question_is_said_on_the_home_screen(desk: Desk) -> None:
    from simcred.report.text import status

    desk.decide(1, "L2C-02", "question", f"{DRAFT}/evidence.yaml")
    lines = ["".join(words for words, _ in line.pieces) for line in status(one(desk.root, Look(TODAY))[0], every_row=False)]
    assert "A reviewer has a question about L2C-02; the packet has it." in lines


def page_of(simcred: Simcred, desk: Desk) -> str:
    """The packet's page, in words."""
    ran = simcred("packet", desk.root, "--goal", GOAL, "--out", desk.root.parent / "out", "--today", "2026-11-20")
    assert ran.code == 0, ran.err
    return (desk.root.parent / f"out/{GOAL}.html").read_text("utf-8")


def test_a_verdict_on_an_earlier_attempt_is_told_from_one_on_this(simcred: Simcred, desk: Desk) -> None:
    seen = desk.pins(f"{DRAFT}/evidence.yaml")
    desk.submit()
    desk.review(1, attempt=1, verdict="recommend", text="All there.", seen=seen)
    assert "submitted since" not in page_of(simcred, desk)
    desk.submit(2, date="2026-11-10")
    assert "about attempt 1; attempt 2 was submitted since" in page_of(simcred, desk)
    desk.review(2, verdict="return", text="Not yet.", seen=seen)
    assert "before the submission; attempt 2 was submitted since" in page_of(simcred, desk)


def test_the_page_says_why_a_review_does_not_count(simcred: Simcred, desk: Desk) -> None:
    desk.review(1, text="Seen.", date="2026-11-21")
    desk.review(2, "ana-rivera", text="I am very good.")
    page = page_of(simcred, desk)
    path = f"reviews/{GOAL}"
    assert f"{path}/001-sam-okafor.yaml of 2026-11-21 does not count: " in page
    assert "may not review" not in page
    assert f"{path}/002-ana-rivera.yaml of 2026-10-20 does not count: ana-rivera is the educator." in page
    assert "I am very good." not in page
