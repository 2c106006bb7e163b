"""Permissions: written and listed by command, looked at in every portfolio, and days until which something may be kept."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import Simcred
from msgspec.structs import replace
from test_counters import counted
from test_writing import contents

from simcred.app.look import Look, one
from simcred.model.evidence import Link
from simcred.rules.consents import takes_recordings, unsaid_in

VIDEO = "2026-10-20-populations-launch-video"
DRAFT = "2026-09-18-draft-organizer"
ADD = ("consent", "add", "c-p5", "--covers", "image,voice", "--signed", "2026-09-02..2026-09-12", "--held-by", "school office")


def records(folder: Path) -> list[Any]:
    return list(yaml.safe_load((folder / "portfolio.yaml").read_bytes())["consents"])


def written(folder: Path, item: str, text: str) -> None:
    """More lines in an item's manifest."""
    with (folder / "evidence" / item / "evidence.yaml").open("a", encoding="utf-8") as file:
        file.write(text)


def changed(folder: Path, old: str, new: str) -> None:
    """Other words in portfolio.yaml."""
    file = folder / "portfolio.yaml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def codes(simcred: Simcred, folder: Path, *words: str) -> list[str]:
    portfolio = simcred("check", folder, "--json", *words).data["portfolios"][0]
    return [finding["code"] for finding in portfolio["findings"]]


def test_a_record_is_written_and_every_other_line_stays(simcred: Simcred, example: Path) -> None:
    before = contents(example)
    ran = simcred(*ADD, "-C", example)
    assert (ran.code, ran.out) == (0, "c-p5\n")
    assert "The consent record c-p5 is noted." in ran.err
    after = (example / "portfolio.yaml").read_bytes()
    new = "  - id: c-p5\n    covers:\n      - image\n      - voice\n    uses:\n      - developer\n      - crl\n    signed:\n"
    new += "      start: 2026-09-02\n      end: 2026-09-12\n    held_by: school office\n"
    assert after == before["portfolio.yaml"] + new.encode()
    assert simcred("check", example).code == 0
    assert simcred("undo", example).code == 0
    assert contents(example)["portfolio.yaml"] == before["portfolio.yaml"]


def test_all_of_a_record_can_be_said(simcred: Simcred, example: Path) -> None:
    words = [
        "--uses",
        "public",
        "--uses",
        "CRL,developer",
        "--count",
        "24",
        "--until",
        "2027-08-31",
        "--retain-until",
        "2027-12-31",
    ]
    assert simcred(*ADD, *words, "-C", example).code == 0
    made = {key: str(value) if key in ("until", "retain_until") else value for key, value in records(example)[-1].items()}
    assert made["uses"] == ["public", "crl", "developer"]
    assert (made["count"], made["until"], made["retain_until"]) == (24, "2027-08-31", "2027-12-31")


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        ((), 2, "4 answers missing: ID, --covers, --signed, --held-by"),
        (("c-p5", "--covers", "voise", *ADD[5:]), 2, "Did you mean voice?"),
        ((*ADD[2:], "--uses", "everybody"), 2, "It can be developer, crl or public"),
        ((*ADD[2:], "--until", "2026-09-01"), 2, "2026-09-01 lies before the day of the first signature, 2026-09-02"),
        ((*ADD[2:], "--until", "2026-09-14..2026-09-15"), 2, "Give --until one day"),
        ((*ADD[2:], "--retain-until", "later"), 2, "later is not a day"),
        ((*ADD[2:], "--count", "-3"), 2, "a whole number from 0 to 10000"),
        (("C P5", *ADD[3:]), 2, "a short name of small letters"),
        (("c-period4", *ADD[3:]), 4, "there is a consent record c-period4 already, signed 2026-09-02 to 2026-09-11"),
        ((*ADD[2:5], "--signed", "2026-11-21", *ADD[7:]), 2, "2026-11-21 is still to come"),
    ],
)
def test_what_cannot_be_is_not_written(simcred: Simcred, example: Path, words: tuple[str, ...], code: int, message: str) -> None:
    before = contents(example)
    ran = simcred("consent", "add", *words, "-C", example)
    assert (ran.code, ran.out) == (code, "")
    assert message in ran.err
    assert contents(example) == before


def test_it_says_which_items_wait_for_a_permission(simcred: Simcred, example: Path) -> None:
    written(example, DRAFT, "people: {shown: [students]}\n")
    assert "MC715" in codes(simcred, example)
    ran = simcred(*ADD, "-C", example)
    assert f"{DRAFT} has no permission yet. Name it there: simcred edit {DRAFT} --set people.consent=c-p5" in ran.err
    assert simcred("edit", DRAFT, "--set", "people.consent=c-p5", "-C", example).code == 0
    assert "MC715" not in codes(simcred, example)
    assert "has no permission yet" not in simcred(*ADD[:2], "c-p6", *ADD[3:], "-C", example).err


def test_a_record_that_has_ended_already_is_said_to(simcred: Simcred, example: Path) -> None:
    ran = simcred(*ADD, "--until", "2026-11-19", "-C", example)
    assert ran.code == 0
    assert "It ended on 2026-11-19" in ran.err
    assert "It ended" not in simcred(*ADD[:2], "c-p6", *ADD[3:], "--until", "2026-11-20", "-C", example).err


def test_records_are_listed_with_what_relies_on_them(simcred: Simcred, example: Path) -> None:
    simcred(*ADD, "--until", "2026-11-19", "--retain-until", "2026-12-31", "-C", example)
    ran = simcred("consent", "list", "-C", example)
    assert ran.code == 0
    assert ran.out == (
        "c-period4  holds until 2027-08-31\n"
        "  being seen and being heard, by your developer and the centre\n"
        "  24 forms signed 2026-09-02 to 2026-09-11, kept: school office\n"
        "  for 1 item:\n"
        f"    {VIDEO}\n"
        "c-p5  has ended (2026-11-19)\n"
        "  being seen and being heard, by your developer and the centre\n"
        "  signed 2026-09-02 to 2026-09-12, kept: school office\n"
        "  to be deleted after 2026-12-31\n"
        "  no item names it\n"
    )
    assert "c-p5: has ended (2026-11-19)" in simcred("consent", "list", "-C", example, "--plain").out
    assert "c-period4  not signed yet" in simcred("consent", "list", "-C", example, "--today", "2026-09-01").out


def test_without_a_record_the_list_says_how_to_write_one(simcred: Simcred, tmp_path: Path) -> None:
    name = ("--name", "Ana Rivera", "--email", "ana.rivera@example.org", "--intervention", "Unit Organizer", "--level", "2")
    assert simcred("init", tmp_path / "mine", *name).code == 0
    assert "`simcred consent add` writes one" in simcred("consent", "list", "-C", tmp_path / "mine").out
    assert simcred(*ADD, "-C", tmp_path / "mine").code == 0
    assert [record["id"] for record in records(tmp_path / "mine")] == ["c-p5"]


def test_what_is_posted_is_for_everybody_or_another_item_is(simcred: Simcred, example: Path) -> None:
    changed(example, "  - id: unit-organizer-fi\n", "  - id: unit-organizer-fi\n    posted: [L2C-02]\n")
    assert "MC715" not in codes(simcred, example)
    written(example, DRAFT, "people: {shown: [students], consent: [c-period4]}\n")
    ran = simcred("check", example, "--select", "MC715")
    assert "L2C-02 is ticked as posted, where everybody can see it" in " ".join(ran.out.split())
    assert "c-period4 does not allow it to be shown to everybody" in " ".join(ran.out.split())
    second = example / "evidence/2026-09-19-second-draft"
    second.mkdir()
    text = (example / "evidence" / DRAFT / "evidence.yaml").read_text("utf-8").partition("people:")[0]
    (second / "evidence.yaml").write_text(text, "utf-8")
    for file in (example / "evidence" / DRAFT).glob("*.pdf"):
        (second / file.name).write_bytes(file.read_bytes() + b"\n")
    assert "MC715" not in codes(simcred, example), "the sheet holds back the one, and the other was posted"


def test_a_permission_that_ends_is_told_in_time_and_status_says_so(simcred: Simcred, example: Path) -> None:
    assert "MC716" not in codes(simcred, example, "--today", "2027-07-31")
    assert "MC716" in codes(simcred, example, "--today", "2027-08-01")
    ran = simcred("status", example, "--today", "2027-09-01")
    assert "Next: Look after a permission that ends soon or has ended" in ran.out
    assert "check --select MC716" in ran.out
    assert "1 warning. See simcred check" in ran.out
    assert "--select" not in next(text for text in ran.out.splitlines() if "See simcred check" in text)
    told = simcred("check", "--select", "MC716", example, "--today", "2027-09-01").out
    assert "ended on 2027-08-31, and 1 item still relies on it" in " ".join(told.split())
    assert simcred("remove", VIDEO, "-C", example).code == 0
    assert "MC716" not in codes(simcred, example, "--today", "2027-09-01")


def test_permissions_make_no_evidence_count_less(simcred: Simcred, example: Path) -> None:
    def counts(*words: str) -> list[Any]:
        return [goal["counts"] for goal in simcred("status", example, "--json", *words).data["portfolios"][0]["goals"]]

    before = counts()
    written(example, DRAFT, "retain_until: 2026-10-31\n")
    changed(example, "    until: 2027-08-31\n", "    until: 2026-11-19\n    retain_until: 2026-11-19\n")
    assert {"MC716", "MC717"} <= set(codes(simcred, example))
    assert counts() == before


def test_what_is_not_to_be_kept_is_named_with_all_its_places(simcred: Simcred, example: Path) -> None:
    written(
        example,
        DRAFT,
        "retain_until: 2026-10-31\nlinks: [{url: 'https://x.example.org/v', commitment: {algorithm: sha256-salted, value: '"
        + "0" * 64
        + "'}}]\n",
    )
    ran = simcred("check", "--select", "MC717", example)
    told = " ".join(ran.out.split())
    assert f"{DRAFT} was to be kept until 2026-10-31 only" in told
    for place in (f"simcred remove {DRAFT}", f".simcred/removed/{DRAFT}", ".simcred/undo", "packet/", "with the salt beside it"):
        assert place in told
    assert "Next: Delete what is not to be kept any longer" in simcred("status", example).out
    changed(example, "    until: 2027-08-31\n", "    retain_until: 2026-12-01\n")
    told = " ".join(simcred("check", "--select", "MC717", example).out.split())
    assert f"what c-period4 allows may be kept until 2026-12-01 only, 11 days from now: 1 item ({VIDEO})" in told
    assert "Hand in before then what needs it" in told


def test_what_is_over_is_not_posted(simcred: Simcred, example: Path) -> None:
    def sheet() -> str:
        return " ".join(simcred("sheet", "unit-organizer-fi", "-C", example).out.split())

    assert "KEEP PRIVATE: Draft Unit Organizer" not in sheet()
    written(example, DRAFT, "retain_until: 2026-12-01\n")
    assert "KEEP PRIVATE: Draft Unit Organizer" not in sheet(), "until then it may be seen"
    manifest = example / "evidence" / DRAFT / "evidence.yaml"
    manifest.write_text(manifest.read_text("utf-8").replace("2026-12-01", "2026-11-19"), "utf-8")
    assert "KEEP PRIVATE: Draft Unit Organizer" in sheet()
    assert "retain" not in sheet().lower()


def test_rules_about_rare_things_are_loaded_where_they_are(example: Path) -> None:
    counted("status", example)
    rare = {"simcred.rules.retention", "simcred.rules.forms", "simcred.privacy.forms"}
    assert not rare & set(counted("status", example)["modules"])
    written(example, DRAFT, "retain_until: 2027-12-01\n")
    counted("status", example)
    assert rare & set(counted("status", example)["modules"]) == {"simcred.rules.retention"}


def row(simcred: Simcred, folder: Path) -> tuple[str, str]:
    """How the row stands that asks for permissions, and why."""
    goals = simcred("status", folder, "--json").data["portfolios"][0]["goals"]
    found = next(row for goal in goals for row in goal["rows"] if row["id"] == "L2C-09")
    return found["outcome"], found["reason"] or ""


def test_forms_that_are_still_to_be_signed_do_not_hold(simcred: Simcred, example: Path) -> None:
    assert row(simcred, example)[0] == "met"
    changed(example, "end: 2026-09-11", "end: 2026-11-21")
    assert row(simcred, example) == ("unmet", f"{VIDEO}: c-period4 is not signed yet (2026-09-02 to 2026-11-21)")
    assert "c-period4 is not signed yet" in simcred("check", "--select", "MC715", example).out
    assert "not signed yet" in simcred("consent", "list", "-C", example).out


def test_while_an_item_cannot_be_read_nobody_can_tell(simcred: Simcred, example: Path) -> None:
    manifest = example / "evidence" / VIDEO / "evidence.yaml"
    manifest.write_text(manifest.read_text("utf-8") + "title: again\n", "utf-8")
    outcome, reason = row(simcred, example)
    assert outcome == "cannot-tell"
    assert reason == f"evidence/{VIDEO}/evidence.yaml cannot be read yet, so nobody knows who is in it"


def test_voices_stay_when_faces_are_removed(simcred: Simcred, example: Path) -> None:
    manifest = example / "evidence" / VIDEO / "evidence.yaml"
    text = manifest.read_text("utf-8")
    manifest.write_text(
        text[: text.index("people:")] + "people: {shown: [students], heard: [students], deidentified: true}\n", "utf-8"
    )
    assert "no consent record is named" in row(simcred, example)[1]
    manifest.write_text(manifest.read_text("utf-8").replace("true}", "true, consent: [c-period4]}"), "utf-8")
    assert row(simcred, example)[0] == "met"
    changed(example, "      - image\n", "")
    assert row(simcred, example)[0] == "met", "only voices are left in it"


@pytest.mark.parametrize("url", ["https://v.example.org/lesson.MP4?dl=1", "https://v.example.org/map.png"])
def test_a_link_whose_address_ends_as_a_recording_s_is_open_until_somebody_says_who_is_in_it(
    simcred: Simcred, example: Path, url: str
) -> None:
    written(example, DRAFT, f"links:\n  - url: {url}\n")
    assert row(simcred, example) == ("unmet", f"{DRAFT}: nobody said whether somebody can be seen or heard in {url}")


def test_a_link_of_what_takes_recordings_may_be_one(example: Path) -> None:
    _, seen = one(example, Look(dt.date(2026, 11, 20)))
    assert seen.facts is not None
    video = seen.facts.items[VIDEO]
    link = Link(url="https://drive.example.org/a")
    unsaid = replace(video, links=(link,), data={name: value for name, value in video.data.items() if name != "people"})
    assert takes_recordings(seen.programme, video)
    assert not takes_recordings(seen.programme, seen.facts.items["2026-10-02-log"])
    assert unsaid_in(unsaid, recordings=True) == link.url
    assert unsaid_in(unsaid) is None
    assert unsaid_in(video, recordings=True) is None
