"""The packet: what stands on the page, and what it does with hostile words and files that cannot be read."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
import time
from collections.abc import Callable
from html import escape as html_escape
from html import unescape
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from conftest import ROOT, Simcred, pipe
from folders import programme
from test_pdf import texts
from test_people_and_papers import DRAFT, LESSON, SAM, Desk
from test_rows import ROWS, laid_out

from simcred.app.places import starter
from simcred.model.tree import Digests
from simcred.packet import page
from simcred.packet.words import markdown, tree
from simcred.snapshot.folder import FolderTree

BOMBS = ["[" * 200_000, "[" * 20_000, "![" * 10_000, "[a](" * 5_000, "> " * 10_000, "*a_" * 6_000, "- " * 10_000, "`" * 20_000]


@pytest.mark.parametrize("text", BOMBS, ids=lambda text: f"{text[:4]} {len(text)}")
def test_words_are_quickly_made_into_html(text: str) -> None:
    begun = time.process_time()
    for _ in range(4):
        markdown(text)
    assert time.process_time() - begun < 2, "a hundred such items are a matter of seconds"


def test_words_that_are_not_taken_apart_are_shown_as_written() -> None:
    assert markdown("[<b>" * 6_000) == f"<pre>{'[&lt;b&gt;' * 6_000}</pre>\n"
    assert "\u202e" not in markdown("[\u202e" * 6_000)
    long = "Some *words* with a [link](https://example.org). " * 400
    assert markdown(long).count("<em>words</em>") == 400


GOAL = "unit-organizer-fi"


def page_of(simcred: Simcred, folder: Path) -> str:
    """The packet of the level 2 goal."""
    ran = simcred("packet", folder, "--goal", GOAL, "--out", folder.parent / "out")
    assert ran.code == 0, ran.err
    return (folder.parent / f"out/{GOAL}.html").read_text("utf-8")


Told = Callable[..., str]


@pytest.fixture(params=["page", "PDF"])
def told(simcred: Simcred, request: pytest.FixtureRequest) -> Told:
    """What a packet says, read from its page or from its PDF, as running text."""

    def read(folder: Path, goal: str = GOAL, *words: object) -> str:
        kind = ["--pdf"] if request.param == "PDF" else []
        ran = simcred("packet", folder, "--goal", goal, *kind, *words, "--out", folder.parent / "out")
        assert ran.code == 0, ran.err
        made = folder.parent / "out" / goal
        return (
            texts(made.with_suffix(".pdf").read_bytes()) if kind else read_as_text(made.with_suffix(".html").read_text("utf-8"))
        )

    return read


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "portfolio")


def items_after(made: str, heading: str) -> list[str]:
    """The entries of the list below a heading, as they are read."""
    found = re.search(rf"{heading}</h3>\s*<p>.*?</p>\s*<ul[^>]*>(.*?)</ul>", made, re.DOTALL)
    assert found, heading
    return [unescape(re.sub("<[^>]*>", "", entry)).strip() for entry in re.findall("<li>(.*?)</li>", found[1], re.DOTALL)]


def reviewed(folder: Path, *paths: str) -> None:
    """A review of the level 2 goal that has seen some paths; what is no file has the digest of nothing."""
    pins = ""
    for path in paths:
        data = (folder / path).read_bytes() if (folder / path).is_file() else b""
        blob = hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()
        pins += f"  - {{path: {path}, sha256: {hashlib.sha256(data).hexdigest()}, blob: {blob}}}\n"
    review = folder / "reviews/unit-organizer-fi/001-sam-okafor.yaml"
    review.parent.mkdir(parents=True, exist_ok=True)
    review.write_text(
        "schema: simcred/review/1\nportfolio: {id: p-7h2k9q, goal: unit-organizer-fi, attempt: null}\nreviewer: sam-okafor\n"
        f'date: 2026-10-20\nchecklist: {{id: fi-cer, version: "2026.1", sha256: "{"0" * 64}"}}\nverdict: null\nseen:\n{pins}',
        "utf-8",
    )


SEEN = ("2026-10-02-log", "2026-09-18-draft-organizer", "2026-09-15-scores", "2026-10-08-coaching")


def test_what_changed_since_the_last_review(simcred: Simcred, example: Path) -> None:
    manifests = sorted(path.relative_to(example).as_posix() for path in example.glob("evidence/*/evidence.yaml"))
    same, changed, gone, new = (f"evidence/{slug}/evidence.yaml" for slug in SEEN)
    others = [path for path in manifests if path not in (same, changed, gone, new)]
    reviewed(example, same, changed, gone, *others)
    text = (example / changed).read_text("utf-8")
    (example / changed).write_text(f"{text}# later\n", "utf-8")
    (example / gone).unlink()
    made = page_of(simcred, example)
    told = items_after(made, "What changed since the last review or submission")
    assert told == [f"changed: {changed}", f"gone: {gone}", "not looked at yet: Coaching talk about the launch lesson"]
    seen = f"{len(manifests) - 3} of {len(manifests) - 1} files that were seen are unchanged"
    assert f"Since 001-sam-okafor.yaml of 2026-10-20; {seen}." in made


def test_what_changed_is_told_since_the_paper_of_the_latest_day(simcred: Simcred, desk: Desk) -> None:
    desk.submit(date="2026-10-10")
    desk.review(1, text="Seen.", seen=desk.pins(f"{DRAFT}/evidence.yaml"))
    assert f"Since 001-{SAM}.yaml of 2026-10-20;" in page_of(simcred, desk.root)
    desk.submit(date="2026-10-30")
    assert "Since 1.yaml of 2026-10-30;" in page_of(simcred, desk.root)


def test_what_a_statement_has_seen_was_seen(simcred: Simcred, desk: Desk) -> None:
    desk.attest(1)
    assert "1 of 1 files that were seen are unchanged" in page_of(simcred, desk.root)
    desk.change(f"{LESSON}/evidence.yaml", title="Another title")
    changes = items_after(page_of(simcred, desk.root), "What changed since the last review or submission")
    assert f"changed: {LESSON}/evidence.yaml" in changes


def test_pins_of_what_is_no_file_are_told(simcred: Simcred, example: Path) -> None:
    draft = "evidence/2026-09-18-draft-organizer"
    paths = [draft, f"{draft}/pipe", f"{draft}/link"]
    pipe(example / paths[1])
    (example / paths[2]).symlink_to("evidence.yaml")
    reviewed(example, *paths)
    told = items_after(page_of(simcred, example), "What changed since the last review or submission")
    assert [f"cannot be read: {path}" for path in paths] == told[:3]


def test_a_file_that_cannot_be_read_keeps_no_packet_from_being_made(
    simcred: Simcred, example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = "evidence/2026-09-18-draft-organizer/organizer-draft.pdf"
    reviewed(example, draft)
    digests = FolderTree.digests

    def locked(self: FolderTree, path: str) -> Digests:
        if path == draft:
            raise PermissionError(13, "Permission denied", path)
        return digests(self, path)

    monkeypatch.setattr(FolderTree, "digests", locked)
    made = page_of(simcred, example)
    assert f"cannot be read: {draft}" in items_after(made, "What changed since the last review or submission")
    row = next(row for row in made.partition("Integrity appendix")[2].splitlines() if draft in row)
    assert "cannot be read" in row


def test_the_packet_says_what_status_says(simcred: Simcred, example: Path) -> None:
    """The same words for every row, however many items there are and whoever asks."""
    shutil.copytree(example / "evidence/2026-10-08-coaching", example / "evidence/2026-10-09-coaching")
    made, status = page_of(simcred, example), " ".join(simcred("status", "--all", example).out.split())
    matrix = made.partition("The checklist at a glance")[2].partition("</table>")[0]
    said = {}
    for row in matrix.split("<tr>")[2:]:
        title, counted, *_ = (" ".join(unescape(re.sub("<[^>]*>", "", cell)).split()) for cell in re.split("</t[hd]>", row))
        said[title.split()[0]] = counted
        word, _, far = counted.partition(", ")
        note = re.search(r" (\((recommended|optional)\))$", title)
        begin = title.removesuffix(note[0]) if note else title
        assert " ".join(f"{word} {begin} {far} {note[1] if note else ''}".split()) in status
    assert said["L2C-07"] == "met, 2 items, 1 asked for"
    assert said["L2C-04"] == "met, 3 different, 1 asked for"
    assert said["L2C-06o"] == "open, 0 of 1"
    assert said["L2C-08"] == "waiting, 1 of 2"
    assert said["L2C-01"] == "met"
    assert "3 of 1" not in made


def test_templates_come_from_the_package_only(
    simcred: Simcred, example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither a link nor a file that was put beside the templates is ever run as one."""
    shutil.copytree(ROOT / "templates", tmp_path / "root/templates")
    (tmp_path / "evil.j2").write_text("from elsewhere", "utf-8")
    own = tmp_path / "root/templates/packet"
    monkeypatch.setattr(
        page, "resources", SimpleNamespace(folder=lambda name: tmp_path / "root" / name, data=_data(tmp_path / "root"))
    )
    text = (own / "packet.html.j2").read_text("utf-8")
    (own / "extra.j2").symlink_to(tmp_path / "evil.j2")
    (own / "beside.j2").write_text("from elsewhere", "utf-8")
    for name in ("extra.j2", "beside.j2", "../../../evil.j2"):
        (own / "packet.html.j2").write_text(f"{text}{{% include '{name}' ignore missing %}}", "utf-8")
        assert "from elsewhere" not in page_of(simcred, example)
    (own / "goal.html.j2").unlink()
    (own / "goal.html.j2").symlink_to(tmp_path / "evil.j2")
    ran = simcred("packet", example, "--out", tmp_path / "out")
    assert ran.code == 3
    assert "goal.html.j2 is a link" in ran.err


def _data(root: Path) -> Callable[[str], bytes]:
    return lambda name: (root / name).read_bytes()


def read_as_text(made: str) -> str:
    return " ".join(unescape(re.sub("<[^>]*>", " ", made)).split())


def test_an_open_form_can_be_answered_on_the_page(simcred: Simcred, example: Path) -> None:
    made = page_of(simcred, example)
    form = starter().forms["cue-do-review"]
    card = made.partition(f"<h4>{form.title}, to be filled in</h4>")[2].partition("</section>")[0]
    said = read_as_text(card)
    for number, question in enumerate(form.questions, 1):
        assert f"{question.text} {question.id}" in said, number
    for part in ("Lesson", "Cue", "Do", "Review", "Coaching"):
        assert f"<h5>{part}</h5>" in card
    assert re.findall('start="([0-9]+)"', card) == ["1", "2", "5", "8", "10"], "numbered through, so that a mail can answer"
    assert re.findall('class="sign">([^<]*)<', card)[-3:] == ["Name", "Date", "Signature"]
    assert "send it back to Ana Rivera" in said
    assert "The evidence files themselves are not inside" in read_as_text(made)
    assert "<script" not in made
    assert "<input" not in made


def test_the_page_is_enough_to_write_a_review(simcred: Simcred, example: Path) -> None:
    """Completed as it says, the file on the page counts; then the form is asked for no more."""
    made = page_of(simcred, example)
    path = example / "reviews/unit-organizer-fi/002-sam-okafor.yaml"
    assert path.relative_to(example).as_posix() in made
    text = unescape(re.search(r'<pre class="file"[^>]*><code>(.*?)</code></pre>', made, re.DOTALL)[1])  # type: ignore[index]
    text = text.replace('""', '"yes, seen"')
    text = text.replace("date: YEAR-MONTH-DAY", "date: 2026-10-20")
    path.write_text(text, "utf-8")
    assert simcred("check", example).out.startswith("No problems")
    rows = {row["id"]: row["outcome"] for row in simcred("status", example, "--json").data["portfolios"][0]["goals"][1]["rows"]}
    assert rows["L2C-08"] == "met"
    after = page_of(simcred, example)
    assert "to be filled in" not in after
    assert "003-sam-okafor.yaml" in after


def test_the_appendix_has_both_digests(simcred: Simcred, example: Path) -> None:
    appendix = page_of(simcred, example).partition("Integrity appendix")[2]
    for path in (example / "evidence/2026-09-18-draft-organizer").iterdir():
        data = path.read_bytes()
        row = next(row for row in appendix.splitlines() if path.relative_to(example).as_posix() in row)
        assert hashlib.sha256(data).hexdigest() in row
        assert hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest() in row
    assert f"digest <code>{starter().checklists['fi-cer'].digest}</code>" in appendix


def test_the_page_allows_its_own_style_and_nothing_else(simcred: Simcred, example: Path) -> None:
    made = page_of(simcred, example)
    style = made.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    assert f'<meta http-equiv="Content-Security-Policy" content="{policy}">' in made
    assert " style=" not in made


def colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6})", block))


def light(colour: str) -> float:
    """A colour's relative luminance, as WCAG defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


STYLE = (ROOT / "templates/packet/style.css").read_text("utf-8")
SCREEN, PRINT = STYLE.split("@media print")


@pytest.mark.parametrize("block", [*SCREEN.splitlines()[:2], SCREEN.splitlines()[0] + PRINT], ids=["light", "dark", "print"])
def test_words_stand_out_from_the_paper(block: str) -> None:
    """At least 4.5 to 1; paper stays white when a browser that shows the page dark prints it."""
    found = colours(block)
    for ink in ("ink", "quiet", "good", "open", "link"):
        for paper in ("paper", "soft"):
            low, high = sorted((light(found[ink]), light(found[paper])))
            assert (high + 0.05) / (low + 0.05) >= 4.5, (ink, paper)


def test_a_printed_page_is_white_and_full() -> None:
    dark = colours(SCREEN.splitlines()[1])
    assert set(dark) - {"link"} <= set(colours(PRINT)), "printed links take the colour of the words"
    assert colours(PRINT)["paper"] == "#ffffff"
    kept = next(rule for rule in PRINT.split("}") if "break-inside: avoid" in rule)
    assert ".card" not in kept, "a card as long as a page would leave the page before it empty"


def test_papers_that_do_not_count_are_not_on_the_page(simcred: Simcred, example: Path) -> None:
    paper = (
        "schema: simcred/submission/1\nportfolio: {{id: {id}, goal: unit-organizer-fi, attempt: {number}}}\ndate: 2026-11-01\n"
        'checklist: {{id: fi-cer, version: "2026.1", sha256: "{zeros}"}}\n'
        "statements: {{ready: true, releases_held: true, own_work: true}}\nchange_note: FOREIGN NOTE\nseen: []\n"
    )
    folder = example / "submissions/unit-organizer-fi"
    folder.mkdir(parents=True)
    (folder / "4.yaml").write_text(paper.format(id="p-other999", number=4, zeros="0" * 64), "utf-8")
    (folder / "5.yaml").write_text(paper.format(id="p-7h2k9q", number=6, zeros="0" * 64), "utf-8")
    made = page_of(simcred, example)
    assert "FOREIGN NOTE" not in made
    assert "attempt: null" in made
    (folder / "1.yaml").write_text(paper.format(id="p-7h2k9q", number=1, zeros="0" * 64), "utf-8")
    made = page_of(simcred, example)
    assert "FOREIGN NOTE" in made
    assert "attempt: 1}" in made


def test_the_next_review_takes_no_number_that_is_there(simcred: Simcred, example: Path) -> None:
    (example / "reviews/unit-organizer-fi/007-lee-park.yaml").write_text("x: [", "utf-8")
    assert "008-sam-okafor.yaml" in page_of(simcred, example)


def test_names_of_digits_stay_names_in_the_review_file(simcred: Simcred, example: Path) -> None:
    (example / "evidence/2026-10-20-populations-launch-video").rename(example / "evidence/20261020")
    assert 'item: "20261020"' in unescape(page_of(simcred, example))


def test_every_statement_still_to_come_has_its_own_form_and_lines(simcred: Simcred, tmp_path: Path) -> None:
    """Level 4 waits for a form for each of two sessions, and for the mentor's word on the whole."""
    folder = tmp_path / "mine"
    laid_out("L4-10", ROWS["L4-10"]["not-yet-filled-in"], folder)
    assert simcred("packet", folder, "--goal", "cer-pd", "--out", tmp_path / "out").code == 0
    made = unescape((tmp_path / "out/cer-pd.html").read_text("utf-8"))
    assert made.count("Mentor's feedback on a session, to be filled in") == 2
    assert "Confirmation of L4-13, to be signed" in made
    assert "I confirm: Mentor's review of the whole portfolio." in made
    assert "At this level no recommendation is asked for" in made
    text = re.search(r"(schema: simcred/review/1.*?)</code>", made, re.DOTALL)
    assert text is not None
    data = yaml.safe_load(text[1].replace("YEAR-MONTH-DAY", "2026-11-20"))
    sessions = sorted(path.parent.name for path in folder.glob("evidence/*/evidence.yaml"))
    asked = [said for said in data["attestations"] if said["row"] == "L4-10"]
    assert sorted(said["item"] for said in asked) == sessions
    for said in asked:
        assert f"evidence/{said['item']}/evidence.yaml" in {pin["path"] for pin in said["seen"]}
    (whole,) = (said for said in data["attestations"] if said["row"] == "L4-13")
    assert whole["statement"] == "confirm"
    assert {f"evidence/{slug}/evidence.yaml" for slug in sessions} <= {pin["path"] for pin in whole["seen"]}


def test_people_in_an_item_are_named_in_plain_words(simcred: Simcred, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    laid_out("L4-01", ROWS["L4-01"]["met"], folder)
    assert simcred("packet", folder, "--out", tmp_path / "out").code == 0
    made = (tmp_path / "out/index.html").read_text("utf-8")
    assert "<dt>leaders</dt>" in made
    assert "{&#39;name&#39;" not in made


def test_everybody_who_is_asked_has_a_file_of_their_own(simcred: Simcred, tmp_path: Path) -> None:
    """The institute director's word does not stand in the mentor's file: it would count from there for nobody."""
    folder = tmp_path / "mine"
    laid_out("L4-04", ROWS["L4-04"]["not-yet-confirmed"], folder)
    assert simcred("packet", folder, "--out", tmp_path / "out").code == 0
    made = unescape((tmp_path / "out/index.html").read_text("utf-8"))
    files = re.findall(r"<code>(reviews/[^<]*)</code></p>\s*<pre[^>]*><code>(.*?)</code>", made, re.DOTALL)
    asked = {
        path.rpartition("/")[2]: [said["row"] for said in yaml.safe_load(text).get("attestations", [])] for path, text in files
    }
    (mentor,) = (rows for name, rows in asked.items() if "noor-haddad" in name)
    (director,) = (rows for name, rows in asked.items() if "noor-haddad" not in name and "YOUR-ID" not in name)
    assert "L4-13" in mentor
    assert director == ["L4-04"]


@pytest.mark.parametrize(
    "text",
    [
        "|a" * 2_000 + "|\n" + "|-" * 2_000 + "|\n" + "x\n" * 3_000,
        "|a" * 100 + "|\n" + "|-" * 100 + "|\n" + "x\n" * 9_000,
        "> " * 80 + "deep",
        "**a " * 2_000 + "b** " * 2_000,
        "- " * 70 + "deep",
    ],
    ids=["wide", "long", "quotes", "stars", "lists"],
)
def test_text_that_is_too_much_to_take_apart_is_shown_as_it_is(text: str) -> None:
    assert markdown(text) == f"<pre>{html_escape(text)}</pre>\n"
    assert tree(text) == [{"kind": "block", "text": text}]


def test_tables_and_quotes_of_people_are_taken_apart() -> None:
    assert "<td>2</td>" in markdown("|a|b|\n|-|-|\n" + "|1|2|\n" * 50)
    assert markdown("> > > deep") == "<blockquote>\n" * 3 + "<p>deep</p>\n" + "</blockquote>\n" * 3


def test_every_word_about_what_is_another_file_by_now_is_told_to_be_outdated(told: Told, desk: Desk) -> None:
    """A decision, a form, the partner's word on the whole and somebody else's."""
    seen = desk.pins(f"{DRAFT}/evidence.yaml")
    desk.decide(1, "L2C-02", "met", f"{DRAFT}/evidence.yaml")
    desk.attest(2)
    desk.review(3, text="All of it.", seen=seen)
    desk.review(4, "lee-park", text="Mine too.", seen=seen)
    assert "outdated" not in told(desk.root)
    for item in (DRAFT, LESSON):
        desk.change(f"{item}/evidence.yaml", title="Another title")
    assert told(desk.root).count("(claimed; outdated: the evidence has changed since)") == 4
    desk.review(3, text="All of it.", checklist={**desk.checklist(), "sha256": "0" * 64}, seen=seen)
    assert told(desk.root).count("(claimed; outdated: the checklist has changed since)") == 1


def test_of_a_review_that_does_not_count_it_is_said_that_it_does_not(told: Told, desk: Desk) -> None:
    seen = desk.pins(f"{DRAFT}/evidence.yaml")
    desk.review(1, "ana-rivera", text="I am very good.", verdict="recommend", seen=seen)
    said = told(desk.root)
    assert f"reviews/{GOAL}/001-ana-rivera.yaml of 2026-10-20 does not count: ana-rivera is the educator." in said
    assert "I am very good." not in said


@pytest.mark.parametrize(("answer", "shown"), [(False, "no"), (True, "yes"), (0, "0"), ("Twice.", "Twice.")])
def test_an_answer_of_any_kind_is_shown_in_words(simcred: Simcred, desk: Desk, answer: object, shown: str) -> None:
    desk.attest(1, answer=answer)
    assert page_of(simcred, desk.root).count(f"<dd>{shown}</dd>") == len(starter().forms["cue-do-review"].questions)


def test_a_question_without_an_answer_says_so(simcred: Simcred, desk: Desk) -> None:
    item = LESSON.rpartition("/")[2]
    desk.review(1, attestations=[{"row": "L2C-08", "form": "cue-do-review", "item": item, "answers": {}, "seen": []}])
    assert page_of(simcred, desk.root).count("<dd>no answer</dd>") == len(starter().forms["cue-do-review"].questions)


def test_evidence_that_does_not_count_yet_is_marked_so(told: Told, example: Path) -> None:
    assert "does not count yet" in told(example, "paraphrasing-fi")


def test_the_partner_is_asked_to_recommend_where_the_badge_asks_for_it(told: Told, example: Path) -> None:
    said = told(example)
    assert "I have looked at this portfolio and recommend the award" in said
    assert "no recommendation is asked for" not in said


def test_a_placeholder_of_a_checklist_is_called_one(told: Told, desk: Desk, tmp_path: Path) -> None:
    words = "This checklist is a placeholder: no portfolio is ready by it."
    assert words not in told(desk.root)
    mine = programme(tmp_path / "programme")
    checklist = mine / "checklists/fi-cer.yaml"
    checklist.write_text(checklist.read_text("utf-8").replace("status: starter", "status: placeholder"), "utf-8")
    assert words in told(desk.root, GOAL, "--programme", mine)


def test_what_is_wrong_with_the_portfolio_itself_is_on_every_page(simcred: Simcred, example: Path) -> None:
    file = example / "portfolio.yaml"
    claim = f"not_applicable: [{{goal: {GOAL}, row: L2C-99, reason: It is not there.}}]\n"
    file.write_text(file.read_text("utf-8") + claim, "utf-8")
    assert "MC309 in <code>portfolio.yaml</code>" in page_of(simcred, example).partition("About the files</h3>")[2]
