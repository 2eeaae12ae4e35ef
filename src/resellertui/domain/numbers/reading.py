"""Reading a typed number: separators, characters that no number holds, and the arithmetic of python-stdnum.

What python-stdnum takes is wider than what is right here, so its modules are only given what already has the shape of a
number of that country: they cut prefixes off themselves (`gr.vat` also GR, `gb.vat` both GB and XI), read full-width
digits and look-alikes, and some take the numbers of persons too (`ro.cf`).
"""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import cache
from importlib import import_module
from typing import Protocol, cast

from resellertui.domain.numbers.answer import LONGEST_TYPED
from resellertui.domain.text import tidy

_SEPARATORS = re.compile(r"[\s.,\-/·‐‑‒–—−]+")
_LETTERS = re.compile(r"[A-Za-z0-9+*]+")
"""Old Irish numbers hold a plus or an asterisk."""
_DIGITS = re.compile(r"[0-9]")


class Fault(Enum):
    """What is wrong with a number."""

    EMPTY = auto()
    TOO_LONG = auto()
    CHARACTERS = auto()
    FORM = auto()
    CHECK = auto()
    """It has the form, but its check digits contradict the others: a typing mistake."""


class Wrong(ValueError):
    """A number that is none, and what is wrong with it."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


class _NumberRule(Protocol):
    """What a module of python-stdnum offers."""

    def validate(self, number: str) -> str:
        """Return the compact number, or raise a `ValueError`."""


def one_line(text: str) -> str:
    """Return the text with single blanks, its letters composed.

    Raises:
        Wrong: it is empty, too long to be a number, or would steer a terminal.
    """
    line = " ".join(text.split())
    if len(line) > LONGEST_TYPED:
        raise Wrong(Fault.TOO_LONG)
    line = tidy(line)
    if not line:
        raise Wrong(Fault.EMPTY)
    if not line.isprintable():
        raise Wrong(Fault.CHARACTERS)
    return line


def bare(text: str) -> str:
    """Return the letters and digits alone, in upper case.

    Raises:
        Wrong: it holds anything else beside separators, full-width digits and other look-alikes included.
    """
    line = one_line(text)
    letters = _SEPARATORS.sub("", line)
    # Before the case is changed: `ı` and the Kelvin sign would turn into plain letters.
    if not _LETTERS.fullmatch(letters):
        raise Wrong(Fault.CHARACTERS)
    return letters.upper()


def calculated(module: str, number: str) -> str:
    """Return the compact number as a module of python-stdnum does, which checks its check digits.

    Raises:
        Wrong: they are not right, or a part of it can't be.
    """
    rule = _rule(module)
    from stdnum.exceptions import InvalidChecksum

    # Nothing but noughts adds up almost everywhere, and is nobody's number.
    if set(_DIGITS.findall(number)) == {"0"}:
        raise Wrong(Fault.FORM)
    try:
        return rule.validate(number)
    except InvalidChecksum:
        raise Wrong(Fault.CHECK) from None
    except ValueError:
        raise Wrong(Fault.FORM) from None


@cache
def _rule(module: str) -> _NumberRule:
    # Imported at first use: python-stdnum pulls in ssl, which start-up has no need of.
    return cast("_NumberRule", import_module(f"stdnum.{module}"))
