"""Makes `example-portfolio/`: an invented educator in mid-course on levels 1 and 2 of the Unit Organizer routine.

    python scripts/example_portfolio.py [DIR]

It needs Pillow, reportlab and python-docx (made with 13.0, 5.1 and 1.2). The same versions give the same bytes on every
run and machine: every date is written here, the handwriting's unevenness comes from a checksum of the text, points are
reckoned with the four basic operations and drawn at whole pixels, and where compression could differ between builds of
zlib there is none (PDF, DOCX) or the plainest kind (PNG, run lengths only).

People, schools, classes, scores and addresses are invented. It writes the educator's part alone: no review, no
submission, and nothing that `simcred init` puts beside it.
"""

from __future__ import annotations

import hashlib
import io
import os
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

import docx
import reportlab
from docx.document import Document
from docx.shared import Inches, Pt
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.enums import TA_CENTER, TA_LEFT
from reportlab.lib.pagesizes import landscape, letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, Table

# --- The manifests, as an educator would keep them --------------------------------------------------------------------

PORTFOLIO = """\
schema: simcred/portfolio/1
id: p-7h2k9q
# Everybody and everything in this portfolio is invented.
educator:
  name: Ana Rivera (example)
  email: ana.rivera@example.org
  school: Maple Middle School (invented)
  division: Elm County Schools (invented)
partner:
  person: sam-okafor
  name: Sam Okafor (example)
  email: sam.okafor@example.org
  since: 2026-08-20
  through: coaching
goals:
  - id: unit-organizer-pl
    level: 1
    intervention: cer-unit-organizer
    checklist:
      id: pl
      version: "2026.1"
    joined:
      date: 2026-08-28
      page: https://badges.example.org/unit-organizer-pl
    payment:
      by: division
  - id: unit-organizer-fi
    level: 2
    intervention: cer-unit-organizer
    checklist:
      id: fi-cer
      version: "2026.1"
    joined:
      date: 2026-09-01
      page: https://badges.example.org/unit-organizer-fi
    payment:
      by: division
consents:
  # A record of where the signed forms are; the forms themselves stay in the office.
  - id: c-period4
    covers:
      - image
      - voice
    count: 24
    uses:
      - developer
      - crl
    signed:
      start: 2026-09-02
      end: 2026-09-11
    until: 2027-08-31
    held_by: school office
"""

SESSION = """\
schema: simcred/evidence/1
title: The Unit Organizer, a day of professional learning
kind: session
intervention: cer-unit-organizer
date: 2026-08-27
by: educator
leader:
  person: sam-okafor
  name: Sam Okafor (example)
narrative_file: reflection.md
"""

REFLECTION = """\
I came to the session thinking that I already did this: I write an agenda on the board for every unit. The
difference I saw is that my agenda says what *I* will do, while the organizer says how the ideas hang together,
and the students help to say it.

Two things stay with me. First, the linking words on the lines. When our table tried to name them for a unit that
all of us have taught for years, we could not agree, and those were the most useful ten minutes of the day. Second,
Cue-Do-Review is one sequence. I tend to drop the Review when the bell is near, and I had never called that a gap.

My next step is to draft the ecosystems organizer by 18 September and to ask Sam about the verbs before I teach.
"""

AGENDA = """\
schema: simcred/evidence/1
title: Agenda of the Unit Organizer session
kind: agenda
intervention: cer-unit-organizer
date: 2026-08-27
by: educator
files:
  - path: agenda.docx
    description: The agenda that was handed out on the day, one page
"""

DRAFT = """\
schema: simcred/evidence/1
title: Draft Unit Organizer, energy and matter in ecosystems
kind: device
intervention: cer-unit-organizer
date: 2026-09-18
by: educator
stage: draft
narrative: >-
  I drafted this the week before the unit, from last year's notes. Page 1 is the organizer as I would fill it in
  alone; page 2 says what I expect to be hard. I predict that respiration will be taken for breathing, and that
  students will tell me plants get their food from the soil. I am least sure of the two branches on food chains and
  food webs, because they may be one idea. The linking words are there so that I have something to fall back on when
  the talk stalls, but I will not show them to the class before the class has tried.
files:
  - path: organizer-draft.pdf
    description: The draft organizer (page 1) and what I expect before we begin (page 2)
"""

CLASS_DEVICE = """\
schema: simcred/evidence/1
title: Unit map built with the class, on the whiteboard
kind: device
intervention: cer-unit-organizer
date: 2026-09-24
by: educator
stage: co-constructed
narrative: >-
  The whiteboard after our launch lesson, photographed when the room was empty. I brought the title and the
  "is about" line; the class gave the linking words and their order. In the Do part we argued longest about the third
  branch. One student said that a chain is only one path through a web, so we crossed out my box for food chains
  together, in red, and the map went from five branches to four. The Review took the last five minutes: in pairs,
  students explained one line of the map to each other. Next time I will hand over the marker sooner. Most of the
  writing is still mine.
files:
  - path: whiteboard.jpg
    description: The whiteboard at the end of the lesson; nobody is in the picture
people:
  shown: []
follows: 2026-09-18-draft-organizer
"""

ROUTINE = """\
schema: simcred/evidence/1
title: Three lessons in which the organizer did the work
kind: account
intervention: cer-unit-organizer
date:
  start: 2026-10-01
  end: 2026-10-27
by: educator
stage: routine
uses:
  - 2026-10-01
  - 2026-10-13
  - 2026-10-27
narrative_file: account.md
"""

ACCOUNT = """\
Since the launch the organizer sits in the front pocket of every binder, and most lessons open with one question:
where are we on the map?

- **1 October.** We began respiration. Students put a finger on the branch and told a partner which verb led there.
  That took three minutes and showed me that half the class read "released" as "breathed out".
- **13 October.** Before the unit review we filled in the expanded map. Groups added two details to each branch, and I
  wrote only what another group accepted.
- **27 October.** In the second unit, on populations, students drew the map from memory before we opened the binders.
  We compared four versions and mended two lines of the first one.

What changed over the month is who speaks first. On 1 October it was I; on 27 October I waited, and they began.
"""

IMPLEMENTATION = """\
schema: simcred/evidence/1
title: The class and the nine weeks of the implementation
kind: implementation
intervention: cer-unit-organizer
date:
  start: 2026-09-14
  end: 2026-11-13
by: educator
group:
  size: 24
  level: grade 7, life science
  characteristics: >-
    A mixed class. Six students have individual plans, mostly for reading or attention, and five are learning English;
    a co-teacher joins us three days a week. Discussion is lively, but few students took notes before this unit.
minutes_a_day: 45
days_a_week: 5
narrative: >-
  Period 4 meets every day for 45 minutes. I taught two units with the routine: energy and matter in ecosystems
  (24 September to 16 October) and populations (20 October to 13 November). The first ten days went to the pretest,
  to binders and to practising how we talk in pairs. The first launch took a whole period, the second less than half
  of one; on other days the organizer is in use for five to ten minutes, at the start or at the end. I chose this
  class because it is the one in which students most often asked me why we were doing something.
"""

LOG_OCTOBER = """\
schema: simcred/evidence/1
title: Log, the first full week with the organizer
kind: log
intervention: cer-unit-organizer
date: 2026-10-02
by: educator
log:
  went_well: >-
    The linking words. Because the class chose "is captured by" itself, students use it when they explain the leaf
    lab, and two of them corrected me when I said "begins with". Owning the verb seems to matter more than having the
    best verb.
  challenges: >-
    Time. The launch ran eight minutes over because I wrote every word myself and waited for agreement on each. Four
    students copied the map without taking part; when I asked, they could read it but not explain a single line.
  next_time: >-
    Bring the map with the boxes already drawn, so that the minutes go to the words. Let a student hold the marker.
    Keep five minutes for the Review, whatever happens before.
  adjustments: >-
    Students who are learning English, and those who tire of copying, now have a copy with a word bank. They still
    choose the words. I also read the unit questions aloud and we underline one key word in each.
  ideas: >-
    The question about the tree's mass came from a student and beats all of mine. I want a corner of the organizer
    for questions we find on the way. My colleague in social studies asked to see the form.
"""

LOG_NOVEMBER = """\
schema: simcred/evidence/1
title: Log, the second unit with the organizer
kind: log
intervention: cer-unit-organizer
date: 2026-11-06
by: educator
log:
  went_well: >-
    The second launch took twenty minutes, five of them for the Review. Students knew what the organizer was for, so
    the Cue became a short talk about why we need one now. Three students who had only copied in September offered a
    verb.
  challenges: >-
    Students want to finish the map on the first day and then leave it. When a lesson changes our minds, nobody likes
    to erase. The unit also has more graphs than words, and the form has little room for a graph.
  next_time: >-
    Leave one box empty on purpose and fill it in the third week. Use pencil for the map and pen for the questions, so
    that changing the map looks normal.
  adjustments: >-
    I enlarged the schedule for two students who lose their place, and put small drawings beside the word bank. For
    students who finish early there is a challenge: find a line on the map that could have a better verb.
  ideas: >-
    The routine could carry the whole semester if last unit and next unit were filled in by the class. With the
    co-teacher I want to try the self-test questions as a station in the week before the test.
"""

COACHING = """\
schema: simcred/evidence/1
title: Coaching talk about the launch lesson
kind: coaching
intervention: cer-unit-organizer
date: 2026-10-08
by: educator
with:
  person: sam-okafor
  name: Sam Okafor (example)
feedback: >-
  We looked at the draft, the photo of the whiteboard and my first log side by side. Sam pointed out that my Cue said
  what we would do but hardly why it helps, and that the strong ideas came from the same six students. The change from
  five branches to four was, in Sam's view, the best part of the lesson, because the class did the thinking. Two
  suggestions: say in one sentence what the organizer will do for them, and ask a quiet student for a verb first,
  with time to think.
follow_up: >-
  I wrote my one sentence on a card: "This page lets you see where today fits, so that you do not have to remember
  everything at once." I used it on 13 October and again when I launched the populations unit on 20 October. Before
  that launch I gave every pair a minute with two verbs on sticky notes and began with a pair that seldom speaks.
  Eleven different students put a word on the map, against six in September. What I have not solved is the slow
  start: the sticky notes cost four minutes.
"""

FINAL = """\
schema: simcred/evidence/1
title: Final Unit Organizer, energy and matter in ecosystems
kind: device
intervention: cer-unit-organizer
date: 2026-10-14
by: educator
stage: final
narrative: >-
  This is the organizer as it stood at the end of the unit, typed from the class's own copy. Beside the draft you see
  three changes. Food chains and food webs have become one branch, because the class showed that one is a path through
  the other. Every linking word is the students'. And the question about the mass of a tree has taken the place of my
  question on chains and webs, which answered itself. Page 2 is the expanded map that we built on 13 October, page 3
  the self-test with the answers the class agreed on. If I taught it again, I would put heat on the map on the first
  day.
files:
  - path: organizer-final.pdf
    description: The final organizer, the expanded map and the self-test; no student is named
people:
  shown: []
  deidentified: true
follows: 2026-09-18-draft-organizer
"""

WORK_HIGH = """\
schema: simcred/evidence/1
title: A student's own organizer, high achiever
kind: student-work
intervention: cer-unit-organizer
date: 2026-10-15
by: educator
halo: high
student: S03
narrative: >-
  This student needed no help with the four branches and went on to connect them: the arrow from "released by" back to
  "captured by" was not on our board. The details are exact, and the answer to the question about the tree names
  carbon dioxide as the source of the mass, which is the idea I most hoped to see. What I would still ask for is a
  better word than "goes around" for the recyclers. We talked about what goes around and what does not, and energy was
  added to the note at the bottom afterwards. The name was covered before I scanned the page.
files:
  - path: organizer-s03.png
    description: The student's page, scanned, with the name covered
people:
  shown: []
  deidentified: true
"""

WORK_LOW = """\
schema: simcred/evidence/1
title: A student's own organizer, low achiever
kind: student-work
intervention: cer-unit-organizer
date: 2026-10-15
by: educator
halo: low
student: S11
narrative: >-
  This page was made with the word bank, and I chose it because it shows both what the adjustment does and what it
  does not do. All four branches are there in the right order, and the drawing of the leaf says more than the words
  beside it. The details are thin: "air" for respiration tells me that breathing and releasing energy are still one
  thing. In September this student copied the board and could not read a line of it to me; in October the first two
  lines were explained aloud, finger on the page. The name was covered before I took the picture.
files:
  - path: organizer-s11.jpg
    description: The student's page, photographed on a desk, with the name covered
people:
  shown: []
  deidentified: true
"""

SCORES = """\
schema: simcred/evidence/1
title: Scores before and after the ecosystems unit
kind: scores
intervention: cer-unit-organizer
date:
  start: 2026-09-15
  end: 2026-10-16
by: educator
measures:
  pretest: 2026-09-15
  posttest: 2026-10-16
narrative: >-
  Twelve of the 24 students, every second one on the seating plan, chosen before the pretest so that I could not pick
  the sample afterwards. Both tests have the same twenty questions in a different order, and six of them ask for a
  relationship rather than a fact. The mean rose from 7.7 to 13.7. One score did not move; that student missed most of
  the second week. The gain is largest in the relationship questions, which is where I would expect the organizer to
  help, but there is no class without it to compare with, so I read these numbers as encouragement and not as proof.
files:
  - path: scores.csv
    description: Pretest and posttest of twelve students, with made-up numbers for names
"""

VIDEO = """\
schema: simcred/evidence/1
title: Video of the second launch, populations, Cue to Review
kind: video
intervention: cer-unit-organizer
date: 2026-10-20
by: educator
narrative: >-
  The launch of the populations unit, filmed from the back of the room and not edited. The Cue is at 00:40: I use the
  sentence from coaching and ask what last unit's organizer was good for. The Do part begins at 03:10 with the verbs
  on sticky notes, and from 04:50 students build the map with me. At 11:20 we disagree about "limits" and "controls",
  and I let it stand for a while. The Review starts at 14:30. When you watch, please look at the Do part: I think that
  I still answer my own questions too early, twice before 07:00.
links:
  - url: https://drive.example.org/elm-county/period4/populations-launch
    description: The whole lesson segment, one camera, with sound
    # The salt lies beside the video on the drive, so that only those who may see it can compare.
    commitment:
      algorithm: sha256-salted
      value: @COMMITMENT@
    size: 184231422
    media_type: video/mp4
    length: "00:19:40"
    access: Elm County staff drive, shared with Sam Okafor; others ask the educator for access
    checked_on: 2026-10-23
people:
  shown:
    - students
  heard:
    - students
  consent:
    - c-period4
"""

README = """\
# Example portfolio

Invented from end to end: the educator, the partner, the school, the class, the scores and every address.
It shows a portfolio in mid-course, so that you can try the commands on something that is neither empty nor finished.

- Complete: level 1 of the Unit Organizer (`unit-organizer-pl`), as far as the educator can bring it.
- In mid-course: level 2 (`unit-organizer-fi`), with every artefact the educator makes.
- Missing on purpose: the partner's Cue-Do-Review checklist for the lesson on video, and the partner's recommendation.
- Its days run from 20 August to 13 November 2026; `--today 2026-11-16` looks at it just after the last of them.
- Made by `python scripts/example_portfolio.py`, with the same bytes every time: change the script, not the files.
"""

# The recording does not exist; its commitment is made as a real one would be, over 32 bytes of salt and the file.
VIDEO_SALT = b"invented salt, exactly 32 bytes!"
VIDEO_CONTENT = b"stand-in for an invented recording of a lesson, 2026-10-20\n"

PRETEST, POSTTEST = date(2026, 9, 15), date(2026, 10, 16)
BEFORE = (9, 6, 12, 8, 5, 10, 7, 11, 4, 9, 3, 8)
AFTER = (15, 13, 19, 14, 12, 17, 7, 16, 11, 16, 9, 15)


def commitment(salt: bytes, content: bytes) -> str:
    """The value of a `sha256-salted` commitment: SHA-256 over the salt and then the file, in hexadecimal."""
    return hashlib.sha256(salt + content).hexdigest()


def scores_csv() -> bytes:
    """The score table: two rows a student, twenty points a test, made-up student numbers."""
    rows = ["student,measure,date,score,out_of"]
    for number, (before, after) in enumerate(zip(BEFORE, AFTER, strict=True), start=1):
        rows.append(f"S{number:02},pretest,{PRETEST},{before},20")
        rows.append(f"S{number:02},posttest,{POSTTEST},{after},20")
    return ("\n".join(rows) + "\n").encode()


# --- The organizer as a printed page (PDF) ----------------------------------------------------------------------------

PAGE_WIDTH, PAGE_HEIGHT = landscape(letter)
MARGIN = 36
INK, GREY, PAPER = HexColor("#222222"), HexColor("#777777"), HexColor("#ffffff")


@dataclass(frozen=True)
class Box:
    """A rectangle on the page, in points from the lower left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Look:
    """The colours of one printing of the organizer, and whether its lines are dashed as in a draft."""

    accent: Color
    tint: Color
    dashed: bool = False


@dataclass(frozen=True)
class Organizer:
    """The contents of a Unit Organizer; `branches` are pairs of linking words and topic."""

    stamp: str
    about: str
    schedule: Sequence[tuple[str, str]]
    branches: Sequence[tuple[str, str]]
    relations: Sequence[str]
    questions: Sequence[str]
    course: str = "Life science, grade 7, period 4"
    unit: str = "Energy and matter in ecosystems"
    last_unit: str = "Cells"
    bigger: str = "Living systems: how the parts work together"
    next_unit: str = "Populations"


DRAFT_LOOK = Look(accent=HexColor("#555555"), tint=HexColor("#f3f3f3"), dashed=True)
FINAL_LOOK = Look(accent=HexColor("#1f5f4a"), tint=HexColor("#e9f3ee"))

DRAFT_ORGANIZER = Organizer(
    stamp="DRAFT, 18 September 2026",
    about="how living things get, use and pass on energy and matter",
    schedule=[
        ("9/24", "Launch: build the map"),
        ("9/28-29", "Photosynthesis"),
        ("10/1-2", "Cellular respiration"),
        ("10/5-6", "Food chains"),
        ("10/7-8", "Food webs"),
        ("10/9, 13", "Decomposers and cycles"),
        ("10/14", "Finish the organizer"),
        ("10/15", "Review"),
        ("10/16", "Unit test"),
    ],
    branches=[
        ("begins with", "Photosynthesis"),
        ("is freed by", "Cellular respiration"),
        ("moves along", "Food chains"),
        ("spreads in", "Food webs"),
        ("is recycled by", "Decomposers and cycles"),
    ],
    relations=["Process: input, change, output", "Cause and effect", "Compare: energy and matter"],
    questions=[
        "How does a plant make food from air, water and light?",
        "How do living things get energy out of food?",
        "What is the difference between a food chain and a food web?",
        "Why are there fewer hawks than grasshoppers in a field?",
        "What would happen to a field without decomposers?",
    ],
)

FINAL_ORGANIZER = replace(
    DRAFT_ORGANIZER,
    stamp="FINAL, 14 October 2026",
    about="how energy passes through living things and how matter goes round and round",
    schedule=[
        ("9/24", "Launch: we built the map"),
        ("9/28-30", "Photosynthesis, leaf lab"),
        ("10/1-2", "Cellular respiration"),
        ("10/5-8", "Food webs, web game"),
        ("10/9", "Recyclers, compost jars"),
        ("10/13", "Expanded map"),
        ("10/14", "Organizer finished"),
        ("10/15", "Self-test in pairs"),
        ("10/16", "Unit test"),
    ],
    branches=[
        ("is captured by", "Photosynthesis"),
        ("is released by", "Cellular respiration"),
        ("moves through", "Food webs"),
        ("is used again by", "Recyclers"),
    ],
    relations=["Process: what goes in, what comes out", "Cause and effect", "Compare: energy leaves, matter stays"],
    questions=[
        "How does a plant make food from air, water and light?",
        "How do living things get energy out of food?",
        "Where does the mass of a big tree come from? (our question)",
        "Why are there fewer hawks than grasshoppers in a field?",
        "What would happen to a field without recyclers?",
    ],
)

EXPECTATIONS = [
    ("Branch", "What matters most", "What may be hard", "How I will help"),
    (
        "Photosynthesis",
        "Light energy is stored in sugar; the matter comes from air and water.",
        '"Plants eat soil." Few believe that air has mass.',
        "Weigh a jar of dry seedlings; ask where the mass came from.",
    ),
    (
        "Cellular respiration",
        "Every living thing, plants too, releases energy from food.",
        "The word is taken for breathing.",
        'Say "releasing" and "breathing" side by side; sort six statements.',
    ),
    (
        "Food chains",
        "Arrows show where energy goes.",
        "Arrows are drawn from eater to eaten.",
        'Read each arrow aloud: "gives energy to".',
    ),
    (
        "Food webs",
        "A change in one place is felt in many.",
        "Is this a branch of its own, or the same idea as chains?",
        "Let the class decide at the launch.",
    ),
    (
        "Decomposers and cycles",
        "Matter is used again, energy is not.",
        "Energy and matter are mixed up.",
        "Two colors on the map: one for energy, one for matter.",
    ),
]

LAUNCH_PLAN = [
    "<b>Cue.</b> Name the organizer, say why it helps, say what they do and what I do.",
    "<b>Do.</b> Connect to the last unit. Say what the unit is about. Ask for the verbs, then the topics. Read the map "
    "aloud. Write the questions. Mark the first date.",
    "<b>Review.</b> Pairs explain one line of the map. Ask what was easier to see than in a list.",
]

EXPANDED = [
    (
        "Photosynthesis",
        "is captured by",
        ["happens in the green parts of a plant", "in: carbon dioxide, water, light", "out: sugar, oxygen",
         "light energy is now stored in sugar", "most of a tree's mass came from air"],
    ),
    (
        "Cellular respiration",
        "is released by",
        ["happens in every living cell, plants too", "in: sugar, oxygen", "out: carbon dioxide, water",
         "energy for moving, growing, keeping warm", "is not the same as breathing"],
    ),
    (
        "Food webs",
        "moves through",
        ["producers, consumers, top predators", "an arrow means \"gives energy to\"",
         "a chain is one path through the web", "about a tenth is passed on each time", "the rest leaves as heat"],
    ),
    (
        "Recyclers",
        "is used again by",
        ["fungi, bacteria, worms", "take dead things apart", "give matter back to soil and air",
         "carbon goes round and round", "energy does not come back"],
    ),
]  # fmt: skip

SELF_TEST = [
    ("Our question", "What we agreed on"),
    (
        FINAL_ORGANIZER.questions[0],
        "It takes in carbon dioxide and water and uses light to join them into sugar. Oxygen is left over.",
    ),
    (
        FINAL_ORGANIZER.questions[1],
        "Their cells take sugar apart with oxygen. That lets the energy out. Plants do it too, day and night.",
    ),
    (
        "Where does the mass of a big tree come from?",
        "Mostly from the air. The carbon in the wood was carbon dioxide once. Soil gives only a little.",
    ),
    (
        FINAL_ORGANIZER.questions[3],
        "Only about a tenth of the energy is passed on at each step, so the field can feed few hawks.",
    ),
    (
        FINAL_ORGANIZER.questions[4],
        "Dead things would pile up and plants would run out of what they need. Matter would be stuck.",
    ),
]

CHANGES = [
    "<b>Five branches became four.</b> A student said that a chain is one path through a web; we crossed my box out.",
    '<b>The verbs are the class\'s.</b> "Begins with" became "is captured by", "is recycled by" became "is used again by".',
    '<b>One question is new.</b> "Where does the mass of a big tree come from?" was asked in the leaf lab.',
    "<b>The schedule moved.</b> The lab took a third day; the time came from food chains.",
]


@contextmanager
def dated(day: datetime) -> Iterator[None]:
    """Within the block reportlab dates its documents with `day` (it reads SOURCE_DATE_EPOCH)."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = str(int(day.timestamp()))
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before


def pdf(title: str, day: datetime, pages: Sequence[Callable[[Canvas], None]]) -> bytes:
    """A PDF of the pages, in the order given; no author, so that nobody's name travels with it."""
    buffer = io.BytesIO()
    with dated(day):
        canvas = Canvas(buffer, pagesize=landscape(letter), pageCompression=0, invariant=1, lang="en-US")
        canvas.setTitle(title)
        canvas.setSubject("An invented example")
        canvas.setAuthor("")
        canvas.setCreator("")
        for page in pages:
            page(canvas)
            canvas.showPage()
        canvas.save()
    return buffer.getvalue()


def words(canvas: Canvas, text: str, box: Box, *, size: float = 9, bold: bool = False, centre: bool = False,
          bullet: bool = False) -> float:  # fmt: skip
    """Sets a paragraph: from the top of the box, or in its very middle if `centre`; answers the height it took."""
    style = ParagraphStyle(
        "words",
        fontName="Helvetica-Bold" if bold else "Helvetica",
        fontSize=size,
        leading=size * 1.25,
        textColor=INK,
        alignment=TA_CENTER if centre else TA_LEFT,
        leftIndent=size if bullet else 0,
        bulletFontSize=size,
    )
    paragraph = Paragraph(text, style, bulletText="\N{BULLET}" if bullet else None)
    height: float = paragraph.wrap(box.width, box.height)[1]
    below = (box.height - height) / 2 if centre else box.height - height
    paragraph.drawOn(canvas, box.x, box.y + below)
    return height


def frame(canvas: Canvas, box: Box, look: Look, *, filled: bool = False, radius: float = 6) -> None:
    """Draws the outline of a box in the look's colour."""
    canvas.setStrokeColor(look.accent)
    canvas.setFillColor(look.tint if filled else PAPER)
    canvas.setLineWidth(1.2)
    canvas.setDash([4, 3] if look.dashed else [])
    canvas.roundRect(box.x, box.y, box.width, box.height, radius, fill=1)
    canvas.setDash([])


def labelled(canvas: Canvas, box: Box, look: Look, label: str, *, text: str = "") -> None:
    """A box with a small label in its upper left corner and a text in its middle."""
    frame(canvas, box, look)
    canvas.setFillColor(look.accent)
    canvas.setFont("Helvetica-Bold", 7)
    canvas.drawString(box.x + 7, box.y + box.height - 11, label.upper())
    if text:
        words(canvas, text, Box(box.x + 6, box.y + 2, box.width - 12, box.height - 14), size=10.5, centre=True)


def heading(canvas: Canvas, title: str, organizer: Organizer, look: Look) -> None:
    """The line at the top of every page: what it is on the left, class and stage on the right."""
    canvas.setFillColor(look.accent)
    canvas.setFont("Helvetica-Bold", 18)
    canvas.drawString(MARGIN, PAGE_HEIGHT - 50, title)
    canvas.setFont("Helvetica-Bold", 9)
    canvas.drawRightString(PAGE_WIDTH - MARGIN, PAGE_HEIGHT - 42, organizer.stamp)
    canvas.setFillColor(GREY)
    canvas.setFont("Helvetica", 9)
    canvas.drawRightString(PAGE_WIDTH - MARGIN, PAGE_HEIGHT - 54, organizer.course)


def footer(canvas: Canvas) -> None:
    """The page's number, and that it is invented."""
    canvas.setFillColor(GREY)
    canvas.setFont("Helvetica", 7)
    canvas.drawString(MARGIN, 22, "Invented example. Maple Middle School and Elm County Schools do not exist.")
    canvas.drawRightString(PAGE_WIDTH - MARGIN, 22, f"Page {canvas.getPageNumber()}")


def neighbours(canvas: Canvas, organizer: Organizer, look: Look) -> None:
    """The row with the last unit, the bigger picture and the next unit."""
    labelled(canvas, Box(36, 492, 190, 46), look, "Last unit", text=organizer.last_unit)
    labelled(canvas, Box(238, 492, 316, 46), look, "Bigger picture", text=organizer.bigger)
    labelled(canvas, Box(566, 492, 190, 46), look, "Next unit", text=organizer.next_unit)


def schedule(canvas: Canvas, organizer: Organizer, look: Look) -> None:
    """The column of dates on the left."""
    box = Box(36, 150, 190, 330)
    labelled(canvas, box, look, "Unit schedule")
    step = (box.height - 26) / len(organizer.schedule)
    for index, (day, topic) in enumerate(organizer.schedule):
        y = box.y + box.height - 20 - (index + 1) * step
        canvas.setStrokeColor(HexColor("#cccccc"))
        canvas.setLineWidth(0.5)
        if index:
            canvas.line(box.x + 8, y + step, box.x + box.width - 8, y + step)
        words(canvas, day, Box(box.x + 8, y, 46, step - step / 3), bold=True, size=9)
        words(canvas, topic, Box(box.x + 56, y, box.width - 62, step - step / 3), size=9)


def link(canvas: Canvas, start: tuple[float, float], end: tuple[float, float], verb: str, look: Look) -> None:
    """A line of the map with its linking words on it, three fifths of the way down."""
    canvas.setStrokeColor(look.accent)
    canvas.setLineWidth(1)
    canvas.line(*start, *end)
    x, y = start[0] + (end[0] - start[0]) * 0.6, start[1] + (end[1] - start[1]) * 0.6
    width = canvas.stringWidth(verb, "Helvetica-Oblique", 9.5) + 8
    canvas.setFillColor(PAPER)
    canvas.rect(x - width / 2, y - 6, width, 14, stroke=0, fill=1)
    canvas.setFillColor(look.accent)
    canvas.setFont("Helvetica-Oblique", 9.5)
    canvas.drawCentredString(x, y - 2, verb)


def unit_map(canvas: Canvas, organizer: Organizer, look: Look) -> None:
    """The unit's name and, below it, its branches with the linking words on the lines."""
    top = Box(332, 402, 330, 72)
    count = len(organizer.branches)
    pitch = 518 / count
    for index, (verb, topic) in enumerate(organizer.branches):
        branch = Box(238 + index * pitch + 5, 252, pitch - 10, 54)
        middle = branch.x + branch.width / 2
        start = (top.x + top.width * (index + 1) / (count + 1), top.y)
        link(canvas, start, (middle, branch.y + branch.height), verb, look)
        frame(canvas, branch, look, filled=True, radius=20)
        words(
            canvas,
            topic,
            Box(branch.x + 5, branch.y, branch.width - 10, branch.height),
            size=10,
            bold=True,
            centre=True,
        )
    frame(canvas, top, look, filled=True)
    words(canvas, organizer.unit, Box(top.x, top.y + 34, top.width, 32), size=15, bold=True, centre=True)
    words(canvas, f"is about {organizer.about}", Box(top.x + 14, top.y + 5, top.width - 28, 30), size=9.5, centre=True)


def relations(canvas: Canvas, organizer: Organizer, look: Look) -> None:
    """How the parts relate, in one row below the map."""
    box = Box(238, 150, 518, 86)
    labelled(canvas, box, look, "How the parts relate")
    for index, relation in enumerate(organizer.relations):
        words(canvas, relation, Box(box.x + 14, box.y + 50 - index * 19, box.width - 28, 14), size=10, bullet=True)


def questions(canvas: Canvas, organizer: Organizer, look: Look) -> None:
    """The unit questions at the foot of the page."""
    box = Box(36, 40, 720, 98)
    labelled(canvas, box, look, "Unit questions: when we are done, can we answer these?")
    for index, question in enumerate(organizer.questions):
        column, row = divmod(index, 3)
        place = Box(box.x + 14 + column * 360, box.y + 54 - row * 22, 340, 14)
        words(canvas, f"{index + 1}.&nbsp; {question}", place, size=9.5)


def organizer_page(organizer: Organizer, look: Look) -> Callable[[Canvas], None]:
    """The organizer itself, on one page."""

    def draw(canvas: Canvas) -> None:
        heading(canvas, "Unit Organizer", organizer, look)
        for part in (neighbours, schedule, unit_map, relations, questions):
            part(canvas, organizer, look)
        footer(canvas)

    return draw


def table(canvas: Canvas, rows: Sequence[Sequence[str]], look: Look, *, top: float, widths: Sequence[float]) -> float:
    """A ruled table whose first row is its head; answers the y of its lower edge."""
    plain = ParagraphStyle("cell", fontName="Helvetica", fontSize=11.5, leading=14.5, textColor=INK)
    bold = ParagraphStyle("head", parent=plain, fontName="Helvetica-Bold")
    cells = [
        [Paragraph(text, bold if number == 0 or column == 0 else plain) for column, text in enumerate(row)]
        for number, row in enumerate(rows)
    ]
    grid = Table(cells, colWidths=list(widths))
    grid.setStyle(
        [
            ("GRID", (0, 0), (-1, -1), 0.6, look.accent),
            ("BACKGROUND", (0, 0), (-1, 0), look.tint),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("TOPPADDING", (0, 0), (-1, -1), 6),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 9),
        ]
    )
    height: float = grid.wrap(PAGE_WIDTH - 2 * MARGIN, PAGE_HEIGHT)[1]
    grid.drawOn(canvas, MARGIN, top - height)
    return top - height


def bullets(canvas: Canvas, title: str, lines: Sequence[str], look: Look, *, top: float) -> None:
    """A small heading and the lines below it."""
    canvas.setFillColor(look.accent)
    canvas.setFont("Helvetica-Bold", 13)
    canvas.drawString(MARGIN, top, title)
    y = top - 10
    for line in lines:
        y -= words(canvas, line, Box(MARGIN, y - 100, PAGE_WIDTH - 2 * MARGIN, 100), size=11.5, bullet=True) + 5


def expectations_page(canvas: Canvas) -> None:
    """The draft's second page: what the teacher predicts."""
    heading(canvas, "What I expect before we begin", DRAFT_ORGANIZER, DRAFT_LOOK)
    foot = table(canvas, EXPECTATIONS, DRAFT_LOOK, top=536, widths=[110, 200, 200, 210])
    bullets(canvas, "Cue, Do, Review: my plan for the launch on 24 September", LAUNCH_PLAN, DRAFT_LOOK, top=foot - 28)
    footer(canvas)


def expanded_page(canvas: Canvas) -> None:
    """The final organizer's second page: the map with its details."""
    heading(canvas, "Expanded unit map", FINAL_ORGANIZER, FINAL_LOOK)
    top = Box(216, 462, 360, 52)
    for index, (topic, verb, details) in enumerate(EXPANDED):
        column = Box(36 + index * 183, 118, 171, 268)
        middle = column.x + column.width / 2
        link(canvas, (top.x + top.width * (index + 1) / 5, top.y), (middle, column.y + column.height), verb, FINAL_LOOK)
        frame(canvas, column, FINAL_LOOK)
        frame(canvas, Box(column.x, column.y + 228, column.width, 40), FINAL_LOOK, filled=True)
        words(canvas, topic, Box(column.x, column.y + 228, column.width, 40), size=12, bold=True, centre=True)
        for row, detail in enumerate(details):
            words(canvas, detail, Box(column.x + 10, column.y + 178 - row * 42, 153, 38), size=10.5, bullet=True)
    frame(canvas, top, FINAL_LOOK, filled=True)
    words(canvas, FINAL_ORGANIZER.unit, top, size=15, bold=True, centre=True)
    band = Box(36, 52, 720, 42)
    frame(canvas, band, FINAL_LOOK, filled=True)
    motto = "<b>Energy</b> comes in as light and leaves as heat. <b>Matter</b> stays and goes round."
    words(canvas, motto, band, size=12, centre=True)
    footer(canvas)


def self_test_page(canvas: Canvas) -> None:
    """The final organizer's third page: questions, answers and what changed since the draft."""
    heading(canvas, "Our self-test", FINAL_ORGANIZER, FINAL_LOOK)
    foot = table(canvas, SELF_TEST, FINAL_LOOK, top=536, widths=[270, 450])
    bullets(canvas, "From draft to final: what changed", CHANGES, FINAL_LOOK, top=foot - 30)
    footer(canvas)


def draft_pdf() -> bytes:
    """The draft organizer, two pages."""
    pages = [organizer_page(DRAFT_ORGANIZER, DRAFT_LOOK), expectations_page]
    return pdf("Unit Organizer, draft", datetime(2026, 9, 18, 20, 10, tzinfo=UTC), pages)


def final_pdf() -> bytes:
    """The final organizer, three pages."""
    pages = [organizer_page(FINAL_ORGANIZER, FINAL_LOOK), expanded_page, self_test_page]
    return pdf("Unit Organizer, final", datetime(2026, 10, 14, 19, 30, tzinfo=UTC), pages)


# --- The agenda (DOCX) ------------------------------------------------------------------------------------------------

AGENDA_DAY = datetime(2026, 8, 24, 15, 0, tzinfo=UTC)
AGENDA_ROWS = [
    ("Time", "What", "How"),
    ("8:30", "Welcome; what our students lose sight of in a unit", "Pairs, then the whole group"),
    ("9:00", "The Unit Organizer: its parts and what each is for", "Guided reading of two examples"),
    ("10:15", "Break", ""),
    ("10:30", "Linking words: reading a map aloud", "Tables of four, one unit all of us teach"),
    ("11:30", "Cue-Do-Review, shown with us as the class", "Demonstration and talk"),
    ("12:15", "Lunch", ""),
    ("1:00", "Drafting an organizer for a unit of your own", "Alone, then with a partner"),
    ("2:15", "Practice: launch your unit in ten minutes", "Groups of three, with feedback"),
    ("3:15", "Using it every day; planning coaching", "Each person writes a first step"),
    ("3:45", "Close", ""),
]
BRING = ["a unit you will teach before November", "its textbook or notes", "a pencil: drafts change"]
KEPT_STYLES = {
    "Normal", "Default Paragraph Font", "Normal Table", "No List", "Title", "Title Char", "Heading 1", "Heading 1 Char",
    "List Bullet", "Table Grid",
}  # fmt: skip
UNUSED_PARTS = ("stylesWithEffects", "customXml", "thumbnail")


def agenda_docx() -> bytes:
    """The agenda of the session, one page, with no author in its properties."""
    document = docx.Document()
    slim(document)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = "Agenda", "", ""
    properties.created = properties.modified = AGENDA_DAY
    section = document.sections[0]
    section.left_margin = section.right_margin = Inches(1)
    section.top_margin = section.bottom_margin = Inches(0.8)
    document.add_paragraph("The Unit Organizer Routine", style="Title")
    document.add_paragraph(
        "Professional learning, level 1. Thursday, 27 August 2026, 8:30 to 3:45\n"
        "Elm County Schools (invented), professional learning room\n"
        "Led by Sam Okafor (example), SIM Professional Developer"
    )
    document.add_paragraph("Agenda", style="Heading 1")
    agenda_table(document)
    document.add_paragraph("Please bring", style="Heading 1")
    for line in BRING:
        document.add_paragraph(line, style="List Bullet")
    document.add_paragraph("This agenda is an invented example.").runs[0].italic = True
    return repacked(document)


def slim(document: Document) -> None:
    """Leaves out of python-docx's own template what this page does not use: most styles and three parts."""
    for relations_of in (document.part.rels, document.part.package.rels):
        for key in [key for key, rel in relations_of.items() if rel.reltype.endswith(UNUSED_PARTS)]:
            relations_of.pop(key)
    for style in list(document.styles):
        if style.name not in KEPT_STYLES:
            style.element.getparent().remove(style.element)
    for named in document.part.numbering_part.element.xpath("//w:pStyle[@w:val!='ListBullet']"):
        named.getparent().remove(named)


def agenda_table(document: Document) -> None:
    """The table of times; its first row is bold."""
    grid = document.add_table(rows=len(AGENDA_ROWS), cols=3, style="Table Grid")
    grid.autofit = False
    widths = [Inches(0.8), Inches(3.4), Inches(2.3)]
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    for number, row in enumerate(AGENDA_ROWS):
        for cell, text, width in zip(grid.rows[number].cells, row, widths, strict=True):
            cell.width = width
            run = cell.paragraphs[0].add_run(text)
            run.bold = number == 0
            cell.paragraphs[0].paragraph_format.space_after = Pt(3)
            cell.paragraphs[0].paragraph_format.space_before = Pt(3)


def repacked(document: Document) -> bytes:
    """The document's bytes, its parts stored uncompressed and dated `AGENDA_DAY`."""
    saved, packed = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, AGENDA_DAY.timetuple()[:6])
            entry.create_system = 0  # else it would say on which system the script ran
            target.writestr(entry, source.read(name))
    return packed.getvalue()


# --- Handwriting ------------------------------------------------------------------------------------------------------

# One line a letter: strokes parted by |, each a row of points; a point is two digits, x to the right and y downwards
# (0 top of capitals, 3 top of small letters, 7 base line, 9 below it). A point given twice is a corner.
LETTERS = """\
a 43 23 05 27 45 43 43 46 57
b 00 07 07 04 23 45 27 06
c 44 23 05 27 46
d 43 23 05 27 45 40 40 46 57
e 05 44 23 04 06 27 47
f 41 20 12 17|03 33
g 43 23 05 27 45 43 43 48 29 08
h 00 07 07 04 23 44 47
i 13 16 27|11
j 23 28 19 08|21
k 00 07|43 05 05 47
l 10 16 27
m 03 07 07 04 23 34 37 37 34 53 64 67
n 03 07 07 04 23 44 47
o 23 05 27 45 23
p 03 09 09 04 23 45 27 06
q 43 23 05 27 45 43 43 49
r 03 07 07 04 23 33
s 43 23 04 25 46 27 06
t 11 16 27 37|03 33
u 03 05 17 37 44 43 43 46 57
v 03 27 27 43
w 03 17 17 33 33 57 57 63
x 03 47|43 07
y 03 05 26 44|43 47 29 08
z 03 43 43 07 07 47
A 07 20 20 47|14 34
B 00 07|00 30 42 23 03 03 34 46 27 07
C 51 30 03 04 37 56
D 00 07|00 30 53 54 37 07
E 40 00 00 07 07 47|03 33
F 40 00 00 07|03 33
G 51 30 03 04 37 56 54 54 34
H 00 07|40 47|03 43
I 10 17|00 20|07 27
J 40 45 27 06
K 00 07|40 04 04 47
L 00 07 07 47
M 07 00 00 35 35 60 60 67
N 07 00 00 47 47 40
O 30 03 04 37 64 63 30
P 00 07|00 30 42 34 04
Q 30 03 04 37 64 63 30|45 67
R 00 07|00 30 42 34 04 04 47
S 51 20 02 33 55 37 06
T 00 40|20 27
U 00 05 27 45 40
V 00 27 27 40
W 00 17 17 33 33 57 57 60
X 00 47|40 07
Y 00 23 23 40|23 27
Z 00 40 40 07 07 47
0 20 03 04 27 44 43 20
1 02 20 20 27
2 02 20 42 07 07 47
3 01 20 42 23 23 45 27 06
4 30 05 05 45|33 37
5 40 00 00 03 23 45 27 06
6 30 04 05 27 45 24 05
7 00 40 40 17
8 23 01 20 41 23 05 27 45 23
9 41 24 02 20 42 45 27
. 07
, 07 08
: 04|07
? 01 20 41 24 25|27
! 00 05|07
' 00 02
- 05 35
+ 05 45|23 27
= 04 44|06 46
/ 40 07
> 05 65|43 65 65 47
"""

Point = tuple[float, float]
Stroke = list[Point]
Colour = tuple[int, int, int]


def read_letters(source: str) -> dict[str, list[Stroke]]:
    """The strokes of every letter in a table such as `LETTERS`."""
    letters: dict[str, list[Stroke]] = {}
    for line in source.splitlines():
        letter_name, strokes = line.split(" ", 1)
        letters[letter_name] = [[(int(p[0]), int(p[1])) for p in stroke.split()] for stroke in strokes.split("|")]
    return letters


STROKES = read_letters(LETTERS)


@dataclass(frozen=True)
class Pen:
    """A hand: `size` is the height of a capital in units of the picture, `shake` how uneven it is (1 is a lot)."""

    colour: Colour
    size: float = 20
    width: float = 2.4
    slant: float = 0.08
    shake: float = 0.35
    spacing: float = 1.7


class Jitter:
    """Numbers from -1 to 1 that look uneven and are the same for the same seed, on every machine."""

    def __init__(self, seed: str) -> None:
        self._state = zlib.crc32(seed.encode())

    def __call__(self) -> float:
        """The next number."""
        self._state = (self._state * 1664525 + 1013904223) % 2**32
        return ((self._state >> 16) % 2001 - 1000) / 1000


@dataclass
class Picture:
    """An image drawn at `scale` times its size and made smaller at the end; `place` bends its plane, if need be."""

    size: tuple[int, int]
    background: Colour
    scale: int = 2
    place: Callable[[Point], Point] = lambda point: point
    image: Image.Image = field(init=False)

    def __post_init__(self) -> None:
        self.image = Image.new("RGB", (self.size[0] * self.scale, self.size[1] * self.scale), self.background)

    def pixel(self, point: Point) -> tuple[int, int]:
        """Where a point of the picture's plane lies in the image, in whole pixels."""
        x, y = self.place(point)
        return round(x * self.scale), round(y * self.scale)

    def fill(self, corners: Sequence[Point], colour: Colour) -> None:
        """Fills a polygon."""
        ImageDraw.Draw(self.image).polygon([self.pixel(corner) for corner in corners], fill=colour)

    def stroke(self, points: Sequence[Point], width: float, colour: Colour) -> None:
        """Draws a line with a round pen, as a row of discs."""
        draw = ImageDraw.Draw(self.image)
        pixels = [self.pixel(point) for point in points]
        radius = max(1, round(width * self.scale / 2))
        for (x0, y0), (x1, y1) in zip(pixels, pixels[1:] or pixels, strict=False):
            steps = max(abs(x1 - x0), abs(y1 - y0)) * 2 // radius + 1
            for step in range(steps + 1):
                x, y = x0 + (x1 - x0) * step // steps, y0 + (y1 - y0) * step // steps
                draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)

    def finished(self) -> Image.Image:
        """The image in its own size."""
        return self.image.reduce(self.scale)


def smooth(points: Sequence[Point], steps: int = 6) -> Stroke:
    """A curve through the points (Catmull and Rom's spline); a point given twice stays a corner."""
    if len(points) < 3:
        return list(points)
    padded = [points[0], *points, points[-1]]
    curve: Stroke = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        for step in range(steps):
            t = step / steps
            curve.append((spline(a[0], b[0], c[0], d[0], t), spline(a[1], b[1], c[1], d[1], t)))
    return [*curve, points[-1]]


def spline(a: float, b: float, c: float, d: float, t: float) -> float:
    """One coordinate of the spline between b and c."""
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t * t * t)


def width_of(pen: Pen, text: str) -> float:
    """How wide the text will be."""
    return sum(advance(pen, letter_name) for letter_name in text) * pen.size / 7


def advance(pen: Pen, letter_name: str) -> float:
    """How far the pen moves on after a letter, in the units of the letter table."""
    if letter_name == " ":
        return 3.4
    return max(x for stroke in STROKES[letter_name] for x, _ in stroke) + pen.spacing


def write(picture: Picture, pen: Pen, at: Point, text: str) -> None:
    """Writes one line by hand; `at` is the left end of its base line."""
    jitter = Jitter(f"{text} {at}")
    unit = pen.size / 7
    x, drift = at[0], 0.0
    for letter_name in text:
        drift = drift * 0.7 + jitter() * pen.shake * 0.5
        grown = 1 + jitter() * pen.shake * 0.12
        for stroke in STROKES.get(letter_name, []):
            shake = pen.shake * 0.4
            shaken = [(px + jitter() * shake, py - 7 + jitter() * shake) for px, py in settled(stroke)]
            line = [
                (x + (px - py * pen.slant) * unit * grown, at[1] + (py * grown + drift) * unit)
                for px, py in smooth(cornered(stroke, shaken))
            ]
            picture.stroke(line, pen.width, pen.colour)
        x += (advance(pen, letter_name) + jitter() * pen.shake * 0.3) * unit


def settled(stroke: Stroke) -> Stroke:
    """The stroke's points, each only once in a row."""
    return [point for index, point in enumerate(stroke) if index == 0 or point != stroke[index - 1]]


def cornered(stroke: Stroke, shaken: Stroke) -> Stroke:
    """The shaken points with the corners of the original doubled again, so that a corner stays one point."""
    rest = iter(shaken)
    result: Stroke = []
    for index, point in enumerate(stroke):
        result.append(result[-1] if index and point == stroke[index - 1] else next(rest))
    return result


def centred(picture: Picture, pen: Pen, at: Point, text: str) -> None:
    """Writes lines by hand, one below the other, each centred on `at`."""
    for row, line in enumerate(text.split("\n")):
        write(picture, pen, (at[0] - width_of(pen, line) / 2, at[1] + row * pen.size * 1.55), line)


def hand_line(picture: Picture, pen: Pen, start: Point, end: Point) -> None:
    """A line as drawn without a ruler."""
    jitter = Jitter(f"{start} {end}")
    points = [(start[0] + (end[0] - start[0]) * n / 4, start[1] + (end[1] - start[1]) * n / 4) for n in range(5)]
    bent = [(x + jitter() * pen.shake * 5, y + jitter() * pen.shake * 5) for x, y in points]
    picture.stroke(smooth(bent, 12), pen.width, pen.colour)


def hand_box(picture: Picture, pen: Pen, corner: Point, size: Point) -> None:
    """A box as drawn without a ruler."""
    (x, y), (w, h) = corner, size
    corners = [(x, y), (x + w, y), (x + w, y + h), (x, y + h)]
    for start, end in zip(corners, [*corners[1:], corners[0]], strict=True):
        hand_line(picture, pen, start, end)


# --- Pictures ---------------------------------------------------------------------------------------------------------

BLUE, GREEN, RED, BLACK = (36, 74, 150), (30, 112, 76), (186, 44, 44), (44, 46, 54)
MARKER = Pen(colour=BLACK, size=21, width=3.4, shake=0.4, slant=0.06)


def shade(image: Image.Image, rows: Sequence[Sequence[int]]) -> Image.Image:
    """Lights the image unevenly: a small map of brightness (255 leaves as is), stretched over it."""
    small = Image.new("L", (len(rows[0]), len(rows)))
    small.putdata([value for row in rows for value in row])
    light = small.resize(image.size, Image.Resampling.BICUBIC)
    return ImageChops.multiply(image, Image.merge("RGB", [light] * 3))


def grain(image: Image.Image, strength: int) -> Image.Image:
    """Adds the fine unevenness of a photograph, from repeated checksums."""
    data = b"".join(hashlib.sha256(n.to_bytes(4, "big")).digest() for n in range(1250))
    tile = Image.frombytes("L", (200, 200), bytes(128 + (value % (2 * strength + 1)) - strength for value in data))
    whole = Image.new("L", image.size)
    for x in range(0, image.width, 200):
        for y in range(0, image.height, 200):
            whole.paste(tile, (x, y))
    return ImageChops.add(image, Image.merge("RGB", [whole] * 3), scale=1, offset=-128)


def jpeg(image: Image.Image, quality: int) -> bytes:
    """JPEG bytes with no camera data."""
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality, subsampling="4:2:0")
    return buffer.getvalue()


def png(image: Image.Image) -> bytes:
    """PNG bytes in sixteen colours; runs only, because other compression differs between builds of zlib."""
    buffer = io.BytesIO()
    image.save(buffer, "PNG", bits=4, compress_type=zlib.Z_RLE)
    return buffer.getvalue()


def leaning(point: Point) -> Point:
    """Places a point of the whiteboard (1120 by 720) in the photograph, taken from slightly left and below."""
    u, v = point[0] / 1120, point[1] / 720
    left = (92 + 4 * v, 82 + 770 * v)
    right = (1206 - 10 * v, 112 + 716 * v)
    return left[0] + (right[0] - left[0]) * u, left[1] + (right[1] - left[1]) * u


def whiteboard_jpg() -> bytes:
    """The class's unit map on a whiteboard, in an empty room."""
    picture = Picture((1280, 960), (196, 190, 176), scale=3, place=leaning)
    board(picture)
    board_head(picture)
    board_map(picture)
    board_questions(picture)
    image = picture.finished().filter(ImageFilter.BoxBlur(0.6))
    image = shade(image, [[214, 236, 240, 220], [238, 255, 252, 234], [232, 252, 246, 226], [198, 222, 216, 192]])
    return jpeg(grain(image, 4), 74)


def board(picture: Picture) -> None:
    """The board itself: frame, surface, old smears, tray and markers."""
    for x0, y0, x1, y1, colour in (
        (-16, -14, 1136, 736, (138, 140, 142)),
        (-6, -6, 1126, 727, (176, 178, 180)),
        (0, 0, 1120, 720, (244, 245, 243)),
    ):
        picture.fill([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], colour)
    for x, y, length in ((60, 640, 240), (700, 690, 300), (900, 40, 160), (480, 655, 130)):
        picture.stroke(smooth([(x, y), (x + length / 2, y - 9), (x + length, y + 4)], 12), 15, (239, 240, 239))
    picture.fill([(90, 742), (1030, 742), (1030, 764), (90, 764)], (122, 124, 126))
    picture.fill([(90, 742), (1030, 742), (1030, 748), (90, 748)], (160, 162, 164))
    for x, colour in ((210, BLACK), (330, BLUE), (452, GREEN), (815, RED)):
        picture.fill([(x, 731), (x + 84, 731), (x + 84, 744), (x, 744)], (228, 228, 226))
        picture.fill([(x + 58, 731), (x + 84, 731), (x + 84, 744), (x + 58, 744)], colour)
    picture.fill([(610, 716), (716, 716), (716, 744), (610, 744)], (64, 66, 74))


def board_head(picture: Picture) -> None:
    """Top row: last unit, the unit in its box, next unit."""
    write(picture, replace(MARKER, size=17), (30, 50), "Unit Organizer")
    write(picture, replace(MARKER, size=17), (964, 50), "Sept 24")
    small = replace(MARKER, size=18, width=3)
    centred(picture, small, (120, 122), "last unit:\nCells")
    centred(picture, small, (1004, 122), "next unit:\nPopulations")
    hand_box(picture, MARKER, (262, 66), (596, 132))
    centred(picture, replace(MARKER, size=23, width=3.8), (560, 112), "Energy and matter in ecosystems")
    about = "is about how living things get,\nuse and pass on both"
    centred(picture, replace(MARKER, size=17, width=2.8), (560, 148), about)


BOARD_BRANCHES = [
    (20, 196, "is captured\nby", "Photo-\nsynthesis", "leaves\nlight > sugar"),
    (236, 196, "is released\nby", "Cellular\nrespiration", "not just\nbreathing!"),
    (668, 196, "moves\nthrough", "Food\nwebs", "who gives\nenergy to who"),
    (888, 196, "is used\nagain by", "Recyclers", "worms, fungi\nbacteria"),
]
BOARD_VERBS = [(132, 256), (304, 306), (812, 302), (992, 256)]


def board_map(picture: Picture) -> None:
    """The branches; the crossed-out fifth one is what the class decided."""
    for index, (x, width, verb, topic, detail) in enumerate(BOARD_BRANCHES):
        middle = x + width / 2
        hand_line(picture, MARKER, (350 + index * 140, 202), (middle, 352))
        centred(picture, replace(MARKER, colour=BLUE, size=18, width=3.2), BOARD_VERBS[index], verb)
        hand_box(picture, replace(MARKER, colour=GREEN), (x, 356), (width, 84))
        rows = topic.count("\n")
        centred(picture, replace(MARKER, size=22), (middle, 410 - rows * 16), topic)
        centred(picture, replace(MARKER, size=16, width=2.8), (middle, 474), detail)
    crossed_out(picture)


def crossed_out(picture: Picture) -> None:
    """The teacher's box for food chains, struck out in red."""
    hand_box(picture, replace(MARKER, colour=(120, 160, 140)), (466, 362), (170, 70))
    centred(picture, replace(MARKER, size=20, colour=(96, 98, 104)), (551, 404), "Food chains")
    red = replace(MARKER, colour=RED, width=4.4)
    hand_line(picture, red, (456, 350), (646, 444))
    hand_line(picture, red, (646, 350), (456, 444))
    centred(picture, replace(red, size=15, width=2.8), (551, 468), "one path\nin a web")


def board_questions(picture: Picture) -> None:
    """The questions at the foot of the board."""
    hand_line(picture, MARKER, (30, 538), (1090, 538))
    write(picture, replace(MARKER, size=19), (36, 574), "Questions")
    lines = [
        "1. How does a plant make food from air, water and light?",
        "2. How do living things get energy out of food?",
        "3. Why are there fewer hawks than grasshoppers?",
        "4. What if a field had no recyclers?",
    ]
    for row, line in enumerate(lines):
        write(picture, replace(MARKER, size=17, width=2.9), (56, 608 + row * 30), line)


# --- Students' pages --------------------------------------------------------------------------------------------------

PRINT = (70, 70, 74)
SHEET = (1200, 900)
SHEET_BRANCHES = [(36, 270), (322, 270), (608, 270), (894, 270)]
FONTS = Path(reportlab.__file__).parent / "fonts"


@dataclass(frozen=True)
class Page:
    """What one student wrote on the form; details and notes may have several lines."""

    student: str
    pen: Pen
    about: str
    verbs: Sequence[str]
    topics: Sequence[str]
    details: Sequence[str]
    answers: Sequence[str]
    note: str = ""
    word_bank: str = ""


S03 = Page(
    student="S03",
    pen=Pen(colour=(38, 52, 108), size=16, width=2.2, slant=0.16, shake=0.22),
    about="how energy moves on and matter goes round",
    verbs=["is captured by", "is released by", "moves through", "is used again by"],
    topics=["Photosynthesis", "Cellular respiration", "Food webs", "Recyclers"],
    details=[
        "green parts of plants\nin: CO2, water, light\nout: sugar + oxygen\nlight is stored\nin the sugar",
        "every cell, plants too!\nin: sugar + oxygen\nout: CO2 + water\nenergy to move, grow\nand keep warm",
        "arrow = gives energy to\nchain = one path\nonly 1/10 is passed on\nso few top predators\nthe rest is heat",
        "fungi, bacteria, worms\ntake dead things apart\nCO2 back to the air\nminerals to the soil\ngoes around",
    ],
    answers=[
        "Mostly from the air. The carbon in wood was CO2 before. The soil only gives minerals.",
        "At every step most of the energy is lost as heat, so less is left for the hawks.",
    ],
    note="matter goes around. energy does not, it leaves as heat",
)

S11 = Page(
    student="S11",
    pen=Pen(colour=(66, 66, 72), size=19, width=2.8, slant=0.0, shake=0.75, spacing=2.0),
    about="living things and energy",
    verbs=["captured by", "released by", "moves thru", "used again"],
    topics=["Photosinthesis", "Respiration", "Food webs", "Recyclers"],
    details=["sun > leaf > sugar", "air\nenergy", "grass > bug\n> bird > hawk", "worms eat\ndead stuf"],
    answers=["from the air and water I think", "not enuf energy left"],
    word_bank="captured     released     moves     used again     sugar     heat     leaf     web     worms",
)


def printed(picture: Picture, at: Point, text: str, *, size: int, bold: bool = False) -> None:
    """Sets printed type; `at` is its upper left corner."""
    font = ImageFont.truetype(FONTS / ("VeraBd.ttf" if bold else "Vera.ttf"), size * picture.scale)
    ImageDraw.Draw(picture.image).text(picture.pixel(at), text, font=font, fill=PRINT)


def ruled(picture: Picture, corner: Point, size: Point, *, width: float = 1.6) -> None:
    """A printed box."""
    (x, y), (w, h) = corner, size
    picture.stroke([(x, y), (x + w, y), (x + w, y + h), (x, y + h), (x, y)], width, PRINT)


def form(picture: Picture, page: Page) -> None:
    """The blank form that every student gets, with the strip that covers the name."""
    printed(picture, (36, 40), "Unit Organizer", size=24, bold=True)
    printed(picture, (300, 48), "My own copy", size=15)
    picture.fill([(860, 34), (1164, 34), (1164, 76), (860, 76)], (214, 214, 210))
    printed(picture, (878, 46), f"name covered: {page.student}", size=15, bold=True)
    ruled(picture, (250, 100), (700, 104))
    printed(picture, (264, 108), "Unit", size=11, bold=True)
    printed(picture, (264, 160), "is about", size=11, bold=True)
    for index, (x, width) in enumerate(SHEET_BRANCHES):
        picture.stroke([(390 + index * 140, 204), (x + width / 2, 280)], 1.6, PRINT)
        ruled(picture, (x, 320), (width, 260))
        picture.stroke([(x, 370), (x + width, 370)], 1, PRINT)
    printed(picture, (36, 660), "Unit questions", size=15, bold=True)
    for row, question in enumerate(("Where does the mass of a big tree come from?", "Why so few hawks?")):
        printed(picture, (36, 692 + row * 84), f"{row + 1}. {question}", size=13)
        picture.stroke([(60, 754 + row * 84), (1164, 754 + row * 84)], 1, (150, 150, 152))
    if page.word_bank:
        printed(picture, (36, 600), "Word bank", size=12, bold=True)
        printed(picture, (150, 600), page.word_bank, size=12)


def filled_in(picture: Picture, page: Page) -> None:
    """The student's writing on the form."""
    pen = page.pen
    centred(picture, replace(pen, size=pen.size * 1.25), (600, 146), "Energy and matter in ecosystems")
    write(picture, pen, (350, 186), page.about)
    for (x, width), verb, topic, detail in zip(SHEET_BRANCHES, page.verbs, page.topics, page.details, strict=True):
        centred(picture, replace(pen, size=pen.size * 0.95), (x + width / 2, 308), verb)
        centred(picture, replace(pen, size=pen.size * 1.05), (x + width / 2, 354), topic)
        for row, line in enumerate(detail.split("\n")):
            write(picture, replace(pen, size=pen.size * 0.87), (x + 14, 408 + row * pen.size * 2.2), line)
    for row, answer in enumerate(page.answers):
        write(picture, pen, (64, 748 + row * 84), answer)
    if page.note:
        write(picture, pen, (480, 622), page.note)


def cycle_arrow(picture: Picture, pen: Pen) -> None:
    """The arrow from respiration back to photosynthesis, which the student thought of."""
    picture.stroke(smooth([(430, 586), (400, 612), (280, 618), (190, 606), (168, 586)], 12), pen.width, pen.colour)
    picture.stroke([(160, 602), (168, 586), (186, 594)], pen.width, pen.colour)
    write(picture, replace(pen, size=13), (212, 640), "CO2 goes back")


def leaf_drawing(picture: Picture, pen: Pen) -> None:
    """A sun and a leaf, in the first box."""
    for points in (
        [(92, 462), (78, 476), (92, 490), (106, 476), (92, 462)],
        [(130, 540), (170, 500), (236, 496), (256, 510), (216, 552), (160, 560), (130, 540)],
        [(112, 556), (150, 542), (200, 524), (250, 510)],
        [(170, 534), (178, 514)],
        [(198, 525), (212, 506)],
        [(176, 533), (196, 550)],
        *([(110, 488), (136, 508)], [(116, 476), (148, 488)], [(98, 498), (112, 524)]),
        *([(92, 452), (92, 442)], [(70, 468), (60, 462)]),
    ):
        picture.stroke(smooth(points, 10), pen.width, pen.colour)


def s03_png() -> bytes:
    """The page of the student called S03, as a scan in sixteen colours."""
    picture = Picture(SHEET, (255, 255, 255))
    form(picture, S03)
    filled_in(picture, S03)
    cycle_arrow(picture, S03.pen)
    return png(picture.finished().quantize(16, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE))


def s11_jpg() -> bytes:
    """The page of the student called S11, photographed on a desk, a little askew."""
    picture = Picture(SHEET, (247, 246, 240))
    form(picture, S11)
    filled_in(picture, S11)
    leaf_drawing(picture, S11.pen)
    desk = Image.new("RGB", (2560, 1960), (166, 132, 96))
    desk.paste((128, 100, 72), (92, 96, 92 + 2400, 96 + 1800))
    desk.paste(picture.image, (80, 80))
    image = tilted(desk, 26).reduce(2).filter(ImageFilter.BoxBlur(0.5))
    image = shade(image, [[252, 255, 250, 236], [248, 255, 246, 228], [236, 246, 236, 214], [214, 226, 214, 190]])
    return jpeg(grain(image, 4), 72)


def tilted(image: Image.Image, run: int) -> Image.Image:
    """Turns the image a little by moving rows and then columns, in whole pixels, `run` at the far edge."""
    turned = Image.new("RGB", image.size, image.getpixel((0, 0)))
    for y in range(image.height):
        turned.paste(image.crop((0, y, image.width, y + 1)), (run // 2 - run * y // image.height, y))
    result = turned.copy()
    for x in range(image.width):
        result.paste(turned.crop((x, 0, x + 1, image.height)), (x, run * x // image.width - run // 2))
    return result


# --- All of it --------------------------------------------------------------------------------------------------------


def files() -> dict[str, bytes]:
    """Every file of the example, by its path from the portfolio's folder."""
    texts = {
        "README.md": README,
        "portfolio.yaml": PORTFOLIO,
        "evidence/2026-08-27-session-agenda/evidence.yaml": AGENDA,
        "evidence/2026-08-27-unit-organizer-session/evidence.yaml": SESSION,
        "evidence/2026-08-27-unit-organizer-session/reflection.md": REFLECTION,
        "evidence/2026-09-14-implementation/evidence.yaml": IMPLEMENTATION,
        "evidence/2026-09-18-draft-organizer/evidence.yaml": DRAFT,
        "evidence/2026-09-24-class-organizer/evidence.yaml": CLASS_DEVICE,
        "evidence/2026-10-01-routine-use/account.md": ACCOUNT,
        "evidence/2026-10-01-routine-use/evidence.yaml": ROUTINE,
        "evidence/2026-10-02-log/evidence.yaml": LOG_OCTOBER,
        "evidence/2026-10-08-coaching/evidence.yaml": COACHING,
        "evidence/2026-10-14-final-organizer/evidence.yaml": FINAL,
        "evidence/2026-10-15-student-work-s03/evidence.yaml": WORK_HIGH,
        "evidence/2026-10-15-student-work-s11/evidence.yaml": WORK_LOW,
        "evidence/2026-09-15-scores/evidence.yaml": SCORES,
        "evidence/2026-10-20-populations-launch-video/evidence.yaml": VIDEO.replace(
            "@COMMITMENT@", commitment(VIDEO_SALT, VIDEO_CONTENT)
        ),
        "evidence/2026-11-06-log/evidence.yaml": LOG_NOVEMBER,
    }
    return {path: text.encode() for path, text in texts.items()} | {
        "evidence/2026-08-27-session-agenda/agenda.docx": agenda_docx(),
        "evidence/2026-09-18-draft-organizer/organizer-draft.pdf": draft_pdf(),
        "evidence/2026-09-24-class-organizer/whiteboard.jpg": whiteboard_jpg(),
        "evidence/2026-10-14-final-organizer/organizer-final.pdf": final_pdf(),
        "evidence/2026-10-15-student-work-s03/organizer-s03.png": s03_png(),
        "evidence/2026-10-15-student-work-s11/organizer-s11.jpg": s11_jpg(),
        "evidence/2026-09-15-scores/scores.csv": scores_csv(),
    }


def main(arguments: Sequence[str]) -> int:
    """Writes the example into the folder named, or beside `scripts/`; other files there are left alone."""
    if len(arguments) > 1 or any(argument.startswith("-") for argument in arguments):
        print("usage: python scripts/example_portfolio.py [DIR]", file=sys.stderr)
        return 2
    folder = Path(arguments[0]) if arguments else Path(__file__).resolve().parent.parent / "example-portfolio"
    for path, content in files().items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
