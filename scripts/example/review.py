"""The partner's one review, in mid-course, with digests of the files as the script makes them.

For maintainers: the review names the digest of the checklist it was made with. When a checklist changes, run
`python scripts/example_portfolio.py` again, else the example says that its review is out of date (MC502).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from simcred.app.places import starter
from simcred.snapshot.digest import digests_of

PLACE = "reviews/unit-organizer-fi/001-sam-okafor.yaml"

# `@SEEN item@` stands for every file of an item. A review of 21 October has not seen what tells of later days: the
# account of the routine's use (to 27 October), the implementation, the video's manifest (checked on 23 October).
REVIEW = """\
schema: simcred/review/1
portfolio:
  id: p-7h2k9q
  goal: unit-organizer-fi
  attempt: null
reviewer: sam-okafor
date: 2026-10-21
checklist:
  id: fi-cer
  version: "@VERSION@"
  sha256: @CHECKLIST@
decisions:
  - row: L2C-02
    decision: met
    text: >-
      Drafted six days before the launch, and the second page is what makes it useful: you foresaw that respiration
      would be taken for breathing, and you doubted your own two branches on chains and webs. Keep that page with it.
    seen:
@SEEN 2026-09-18-draft-organizer@
  - row: L2C-03
    decision: met
    text: >-
      I smiled when I saw your own box for food chains struck out in red: a student said that a chain is one path
      through a web, and you let the class be right on the board, where everybody could see it.
    seen:
@SEEN 2026-09-24-class-organizer@
  - row: L2C-04
    decision: question
    text: >-
      Your log and your notes on our talk tell of the first full week and of 13 and 20 October, as I read them always
      in period 4. How often does the organizer come out on an ordinary day, and do you use the routine beyond this
      class, with another period or together with your colleague in social studies? A short account with the days
      would answer it.
    seen:
@SEEN 2026-10-02-log@
@SEEN 2026-10-08-coaching@
  - row: L2C-05c
    decision: met
    text: >-
      With the draft beside it the change is plain: four branches for five, every linking word a new one and the
      students' own, and their question about the tree where yours on chains and webs had been.
    seen:
@SEEN 2026-09-18-draft-organizer@
@SEEN 2026-10-14-final-organizer@
verdict: null
text: >-
  Thank you for letting me read along while you are in the middle of it. From your draft to the whiteboard to the final
  organizer I can follow how the students' words take over, and eleven students with a word on the map, against six in
  September, did not come by themselves: keep asking the quiet pair first. My question under L2C-04 holds nothing up.
  What is still with me is the Cue-Do-Review checklist, once I have watched the video of your second launch.
"""


def pins(made: Mapping[str, bytes], item: str) -> Iterator[str]:
    """Every file of an item as YAML, each with its two digests."""
    for path in sorted(path for path in made if path.startswith(f"evidence/{item}/")):
        digests = digests_of(len(made[path]), [made[path]])
        yield f"      - path: {path}\n        sha256: {digests.sha256}\n        blob: {digests.blob}\n"


def review_manifest(made: Mapping[str, bytes]) -> str:
    """The review, of the files that were made and of the checklist that simcred has now."""
    checklist = starter().checklists["fi-cer"]
    text = re.sub(r"@SEEN (\S+)@\n", lambda match: "".join(pins(made, match[1])), REVIEW)
    return text.replace("@VERSION@", checklist.version).replace("@CHECKLIST@", checklist.digest)
