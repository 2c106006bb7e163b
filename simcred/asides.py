"""Remarks that come up deep inside, where nobody could hand them on: whoever runs the command says them at its end."""

from __future__ import annotations

from contextvars import ContextVar

_waiting: ContextVar[tuple[str, ...]] = ContextVar("waiting", default=())


def tell(text: str) -> None:
    """Leaves a remark for the person."""
    _waiting.set((*_waiting.get(), text))


def told() -> tuple[str, ...]:
    """The remarks left so far, each handed out once."""
    texts = _waiting.get()
    _waiting.set(())
    return texts
