"""What was worked out before and need not be worked out again."""

from __future__ import annotations

from typing import Protocol


class Memory(Protocol):
    """Bytes by name, for this user alone. Anything in it may be gone at any time; an award is never decided from it."""

    def recall(self, name: str) -> bytes | None:
        """What was kept under a name, or None."""

    def keep(self, name: str, data: bytes) -> None:
        """Keeps bytes under a name, as well as it can; never fails."""
