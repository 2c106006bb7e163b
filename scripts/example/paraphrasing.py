"""The manifests of the Paraphrasing Strategy, level 2, as far as the group has come: five stages of eight."""

IMPLEMENTATION = """\
schema: simcred/evidence/1
title: The reading support group and its fourteen weeks
kind: implementation
intervention: ls-paraphrasing
date:
  start: 2026-09-08
  end: 2026-12-11
by: educator
group:
  size: 9
  level: grade 6, reading support
  characteristics: >-
    All nine can read a grade 4 text aloud without much trouble and cannot say afterwards what was in it; that is how
    they were chosen. Four have individual plans, two are learning English and speak Spanish at home. They like to
    talk, and in September most of them answered "what was it about?" with the last sentence.
minutes_a_day: 40
days_a_week: 4
materials: >-
  The instructor's manual of the strategy with its passages and scoring sheets; a cue card with Read, Ask, Put; for
  each student a folder with the written goal, the scoring sheets and the chart; an index card to cover what comes
  next. From 16 November the grade 6 books for science and social studies. Nothing is recorded: students retell, and I
  write down what I hear.
narrative: >-
  Monday to Thursday, first period, at the round table in the library. This is not my science class: I asked for the
  group because half of what goes wrong in my labs goes wrong while the sheet is read. The last date is a plan. If the
  posttest needs another week, generalization moves past the winter break, and I will correct the date.
"""

STAGES = """\
schema: simcred/evidence/1
title: Paraphrasing, the five stages taught so far
kind: strategy-instruction
intervention: ls-paraphrasing
date:
  start: 2026-09-10
  end: 2026-11-12
by: educator
format: eight-stage
stages:
  pretest:
    date: 2026-09-14
    reached: 7.3
    of: 20
  describe:
    date: 2026-09-17
  model:
    date: 2026-09-24
  verbal_practice:
    date: 2026-10-06
    reached: 100
    of: 100
  controlled_practice:
    date: 2026-11-12
    reached: 17
    of: 20
narrative: >-
  The pretest was on 10 September; on the 14th each student looked at the score with me and wrote down a goal. Describe
  took three lessons and model four, because I had to think aloud in front of nine sixth graders and was bad at it on
  the first day. Verbal practice ended when all nine could say the three steps, and what each is for, without the card
  and without stopping; one needed until 6 October. Controlled practice ran over six Thursdays, with easier passages on
  the days between. The scores are the group's averages; on 12 November nobody was below 16. Advanced practice, with
  pages from their own schoolbooks, has begun and is not in here before it is done.
"""

SCORES = """\
schema: simcred/evidence/1
title: Paraphrasing scores, pretest and controlled practice
kind: scores
intervention: ls-paraphrasing
date:
  start: 2026-09-10
  end: 2026-11-12
by: educator
measures:
  pretest: 2026-09-10
  controlled: 2026-11-12
narrative: >-
  All nine students, the pretest and the last passage of controlled practice. The mean went from 7.3 to 17.0 of 20. The
  passages of November are easier to read than the pretest was, as controlled practice is meant to be, so the two
  columns are no before and after: only the posttest, on a text as hard as the first, can say that. S07 makes the
  largest step, from 4 to 16, and S03 the smallest, from 11 to 18.
files:
  - path: scores.csv
    description: Pretest and sixth passage of nine students, with made-up numbers for names
"""

COACHING = """\
schema: simcred/evidence/1
title: Coaching talk about scoring and modeling the strategy
kind: coaching
intervention: ls-paraphrasing
date: 2026-10-20
by: educator
with:
  person: sam-okafor
  name: Sam Okafor (example)
feedback: >-
  I brought four retells of 15 October as I had written them down, with numbers for names, and Sam scored them before
  looking at my scores. We agreed on three. The fourth, S06, had 12 points from me and 9 from Sam: two of the main
  ideas I had paid for were the book's first sentence with one word changed. "You are scoring how glad you are", said
  Sam, and it was true. The other point was about the model stage. When I think aloud, everything goes right; students
  have never heard me lose the thread and find it again, and that is what they need the steps for.
follow_up: >-
  I scored all nine retells of that week again, with the passage beside me. Three went down, by two or three points,
  and these are the numbers on the chart. On 22 October, before the passage, I modeled for five minutes with a
  paragraph on bees that I misread on purpose, said "that cannot be right", and went back to Ask. Two students now say
  that sentence. I also write first and score after the lesson. That costs me twenty minutes each Thursday, and I have
  not found out how to do it in less.
"""

CHART = """\
schema: simcred/evidence/1
title: Progress chart of the group after controlled practice
kind: progress-chart
intervention: ls-paraphrasing
date: 2026-11-12
by: educator
measures:
  pretest: 2026-09-10
  controlled: 2026-11-12
narrative: >-
  I copied the nine charts from the students' folders onto one page, each under its number. The shaded part is what is
  still to come. I look at this page before I plan: S09 stood still twice, S07 began with a 5 and a 6, and both
  then learned fast; S06 is down a point and should not be hurried; S03 and S08 could have gone on to harder texts
  before the others.
files:
  - path: progress.pdf
    description: Nine small charts, from the pretest to the sixth passage; students are numbers
people:
  shown: []
  deidentified: true
"""

LOG = """\
schema: simcred/evidence/1
title: Log, the end of controlled practice
kind: log
intervention: ls-paraphrasing
date: 2026-11-13
by: educator
log:
  went_well: >-
    The cue cards lie face down. Nobody told them to; it began with S08 and became a matter of honor. Because every
    student has the chart in the folder, the talk about a bad Thursday is short: they see the line, and we look for the
    paragraph where points were lost. It is nearly always the one they found boring.
  challenges: >-
    On 29 October I had run out of time to look for a passage and wrote one myself, about canal locks. Nobody could
    picture a lock, the paragraphs had two main ideas each, and nearly every line on the charts is flat there or
    falls. That was my text and not their reading. The lasting trouble is main ideas that are only titles: "it is
    about whales".
  next_time: >-
    Keep to the manual's passages until the posttest. When the main idea is a title, ask "what about them?" and wait.
    Begin advanced practice on Monday with a page from the science book that I know inside out, so that I can listen.
  adjustments: >-
    S04 and S07 uncover the page with an index card, one paragraph at a time. The two who are learning English may try
    a paragraph in Spanish first and then say it in English; only the English is scored, but it is better after the
    Spanish. S03 and S08 ask the others "what about them?" while they wait.
  ideas: >-
    Period 4 reads lab sheets as this group read in September. Three minutes of Ask before a lab would cost nothing.
    The grade 6 science teacher has offered a page a week after the posttest, which could be where generalization
    shows.
"""
