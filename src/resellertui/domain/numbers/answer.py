"""What is said of a number that was typed: the one answer of every check."""

from __future__ import annotations

from dataclasses import dataclass

REGISTER_FIELD = "register_number"
VAT_FIELD = "vat_number"
LONGEST_TYPED = 80
"""The most characters of a number as it is typed, separators and a court's name included."""


@dataclass(frozen=True, slots=True)
class NumberCheck:
    """What a check found: the number as it is stored and shown, or the reason why it is refused."""

    input: str
    """As it was typed."""

    country: str | None
    """Whose number it is, by ISO code: the address's country, else the one that the number itself tells, or None."""

    normal: str | None = None
    """As it is stored; None where it is refused."""

    shown: str | None = None
    """As people of that country write it; None where it is refused."""

    reason: str | None = None
    """Why it is refused, in sentences, with an example of a right one; None where it is not."""

    @property
    def valid(self) -> bool:
        """Whether it is such a number."""
        return self.normal is not None

    def facts(self) -> dict[str, str | bool | None]:
        """Return the answer as scripts read it."""
        return {
            "input": self.input,
            "valid": self.valid,
            "country": self.country,
            "normal": self.normal,
            "shown": self.shown,
            "reason": self.reason,
        }
