"""The level 3 manifests and texts: the educator guides a colleague through the routine."""

COACHING_BEFORE = """\
schema: simcred/evidence/1
title: Talk with Jo before the launch, from seven branches to four
kind: coaching-given
intervention: cer-unit-organizer
date: 2026-10-28
by: educator
guided:
  name: Jo Lindqvist (example)
when: before
successes: >-
  Jo came with a draft and with a reason. On 5 October, from the back of my room, Jo had counted how often a student
  in period 4 looked at the map without being told to: 17 times in 45 minutes. The verbs of the draft could already be
  read as sentences, which mine could not in September, and "people on the move" is a better title than the book's.
challenges: >-
  Two things. The draft had seven branches, one for each section of the chapter, and every unit question could be
  answered by copying a heading. And a few of the 26 students in period 2 have moved across a border themselves. For
  them this unit is no topic but last year, and Jo feared that the map would turn them into the example.
problem_solving: >-
  For the branches I had no advice, only scissors. We put the seven sections on cards, and Jo sorted them by what each
  does to a person who moves: drives, draws, stops or changes. After ten minutes there were four heaps, and "Types of
  migration" had gone to the glossary. For the second, I said that I did not know, and we called Sam from my desk. We
  agreed on three things: the map speaks of the two cases in the book, nobody is asked for a story of their own, and
  Jo tells those students beforehand what is coming and that saying nothing is fine.
adjustments: >-
  Jo takes over the sticky notes, a minute and two verbs for every pair, but lays them on the desks before the bell,
  because handing them out cost me four minutes. One question on the chart stays empty, since the best one in my own
  unit came from a student days after the launch. For the Cue Jo wrote a sentence and gave me mine back; it has to
  sound like the person who says it. I come on 4 November to watch who gives the verbs and whether the Review happens,
  and I stay out of the talk.
"""

CLASS_CHART = """\
schema: simcred/evidence/1
title: Unit map of Jo's class on chart paper, people on the move
kind: device
intervention: cer-unit-organizer
date: 2026-11-04
by: Jo Lindqvist (example)
teacher: guided
guided:
  name: Jo Lindqvist (example)
stage: co-constructed
narrative: >-
  What Jo's period 2 made on the first day of the unit, photographed after school. The title, the line below it and
  the topics were there when the class came in; the yellow notes are verbs from the pairs, the pink ones lost by a hand
  or two, and the other seven hang on the cupboard. When the fourth line was read aloud, "people on the move change
  the new place", a student asked whether the old place stays as it was. I would have explained; Jo asked "what shall
  I write?", crossed the box out and put up the green note, and that was the better move. The fourth question is empty
  because Jo wanted one that nobody could know yet.
files:
  - path: chart-paper.jpg
    description: The chart paper on the wall of the room; nobody is in the picture
people:
  shown: []
"""

FIDELITY = """\
schema: simcred/evidence/1
title: What I saw at Jo's launch, Cue to Review
kind: fidelity-checklist
intervention: cer-unit-organizer
date: 2026-11-04
by: educator
guided:
  name: Jo Lindqvist (example)
narrative: >-
  I filled this in while I watched and typed it in the evening. Four of the eight lines are a plain yes. The last line
  is the one I know best from my own lessons: the Review lost against the bell. Jo read my notes before I typed them
  and put a number right.
files:
  - path: checklist.pdf
    description: The checklist of the launch lesson, one page; no student is named
people:
  shown: []
  deidentified: true
"""

IMPLEMENTATION = """\
schema: simcred/evidence/1
title: How Jo taught a unit of ten lessons with the organizer
kind: guided-implementation
intervention: cer-unit-organizer
date:
  start: 2026-11-04
  end: 2026-11-18
by: educator
guided:
  name: Jo Lindqvist (example)
narrative_file: account.md
"""

ACCOUNT = """\
Jo taught *People on the move* to period 2, world geography in grade 7: 26 students, 45 minutes a day, ten lessons from
4 to 18 November. I watched the launch and the lesson of 10 November. The rest comes from Jo's notes and from an hour
that we spent with the binders of the class on 18 November.

**What went well.** All thirteen pairs put up a verb, and "are pushed by" came from a pair that Jo had not heard from
since September. From 5 November on, the lesson began with somebody reading one line of the map as a sentence; by the
second week students corrected the sentence and not the reader. The fourth question, left empty on purpose, got its
words on 16 November, when somebody wanted to know who feeds the animals in a village that everybody leaves.

**What was hard.** The Review. I had told Jo to keep five minutes for it, as I keep telling myself, and on 4 November
the bell came after two pairs. Telling helps neither of us. Jo's own answer was to make it the beginning of the next
lesson, where it has stayed, and I have begun to copy that. The other trouble was the reading of 10 November: twelve
pages on Ireland, and the map stayed in the binders until I, who was to keep quiet, asked a student where we were. On
12 November Jo gave the second case in four parts, one for each branch, and the map was on every desk.

**What students learned.** On the exit slip of 17 November 19 of 26 named a push and a pull in the case they had drawn
and joined them to it with a verb of the map. On the slip after the unit before, without an organizer, Jo counted 11 who
joined two ideas at all. It was another topic and another slip, so we make little of it. The seven are clearer to us:
four wrote "money" for every branch, and three, all from the window tables, had copied the map from a neighbor and could
not read it aloud. I had seen those tables on 4 November and written down no more than that they were quiet.

**What I do not know.** Whether the routine goes on when nobody comes to watch. Jo's draft for the next unit, *Cities*,
lay under my door on 19 November, with four branches and one of them empty. We have set 24 November for our talk about
all of this.
"""

FINAL = """\
schema: simcred/evidence/1
title: Final Unit Organizer of Jo's class, people on the move
kind: device
intervention: cer-unit-organizer
date: 2026-11-18
by: Jo Lindqvist (example)
teacher: guided
guided:
  name: Jo Lindqvist (example)
stage: final
narrative: >-
  Jo typed this on the day of the test, from the chart on the wall. Two things differ: the crossed-out topic is
  gone, and the fourth question has its words. The schedule says what was taught and no longer what was planned. My
  only part in it is the blank form. What I would ask about is the row on how the parts relate, which Jo filled in
  alone; I never saw the class use it.
files:
  - path: organizer-final.pdf
    description: The organizer at the end of the unit, one page; no student is named
people:
  shown: []
  deidentified: true
follows: 2026-11-04-guided-class-organizer
"""
