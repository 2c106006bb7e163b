"""The manifest of the video, with its commitment."""

from __future__ import annotations

import hashlib

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

# The recording does not exist; its commitment is made as a real one would be, over 32 bytes of salt and the file.
VIDEO_SALT = b"invented salt, exactly 32 bytes!"
VIDEO_CONTENT = b"stand-in for an invented recording of a lesson, 2026-10-20\n"


def commitment(salt: bytes, content: bytes) -> str:
    """The value of a `sha256-salted` commitment: SHA-256 over the salt and then the file, in hexadecimal."""
    return hashlib.sha256(salt + content).hexdigest()


def video_manifest() -> str:
    """The item's manifest; the recording itself lies on no drive."""
    return VIDEO.replace("@COMMITMENT@", commitment(VIDEO_SALT, VIDEO_CONTENT))
