"""How a parser says that a file is not whole. In the child process alone."""

from __future__ import annotations

from simcred.model.contents import State

CUT = "its end is missing"


class Wrong(Exception):
    """A file is not whole; the state and a few words."""

    def __init__(self, state: State, detail: str) -> None:
        super().__init__(detail)
        self.state, self.detail = state, detail
