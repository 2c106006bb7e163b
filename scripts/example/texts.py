"""The manifests and texts, as an educator would keep them, and the example's README."""

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
  - id: unit-organizer-sp
    level: 3
    intervention: cer-unit-organizer
    checklist:
      id: sp-cer
      version: "2026.1"
    joined:
      date: 2026-10-26
      page: https://badges.example.org/unit-organizer-sp
    payment:
      by: division
  - id: paraphrasing-fi
    level: 2
    intervention: ls-paraphrasing
    checklist:
      id: fi-ls
      version: "2026.1"
    joined:
      date: 2026-09-04
      page: https://badges.example.org/paraphrasing-fi
    payment:
      by: school
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

README = """\
# Example portfolio

Invented from end to end: the educator, her partner, the colleague she guides, the school, the classes, the scores and
every address. It shows a portfolio in mid-course, so that you can try the commands on something that is neither empty
nor finished. There are four goals, two classes of the educator's own, and a class of her colleague's.

- Complete: level 1 of the Unit Organizer (`unit-organizer-pl`), as far as the educator can bring it.
- In mid-course: level 2 (`unit-organizer-fi`), with every artefact the educator makes.
- Begun from there: level 3 (`unit-organizer-sp`). She guides Jo Lindqvist (example), who teaches geography: a talk
  before the launch, the chart of Jo's class and the final organizer, the checklist she filled in while she watched,
  and how it went. These items say `teacher: guided`; they count for no row about her own teaching.
- Collecting: level 2 of a Learning Strategy, Paraphrasing (`paraphrasing-fi`), with a reading support group of nine:
  five of the eight stages, first scores, the progress chart so far, a log, a coaching talk.
- Reviewed once, on 21 October: the partner finds three rows of level 2 met and asks a question about a fourth. What the
  review says holds for the files it pins; change one of them, and `simcred check` says that it needs another look.
- Missing on purpose at level 2: the partner's Cue-Do-Review checklist for the lesson on video, and the partner's
  recommendation. At level 3: the talk after Jo's unit, set for 24 November, and what the partner has to say. For
  Paraphrasing: three stages, the posttest, generalization, a student's whole folder, an observed lesson.
- Its days run from 20 August to 19 November 2026; `--today 2026-11-20` looks at it just after the last of them. The
  Paraphrasing group is planned to go on until 11 December.
- Made by `python scripts/example_portfolio.py`, with the same bytes every time: change the script, not the files.
"""
