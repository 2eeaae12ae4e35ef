"""Style sheets that are parsed once a process, not once for every app that a test starts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

_parse: Callable[..., list[RuleSet]] = Stylesheet._parse_rules
_parsed: dict[tuple[Any, ...], list[RuleSet]] = {}


def _parse_once(sheet: Stylesheet, *args: Any, **kwargs: Any) -> list[RuleSet]:
    """Parse what no sheet with these variables has parsed; nobody changes a rule once it is there."""
    key = (frozenset(sheet._variables.items()), args, tuple(sorted(kwargs.items())))
    if key not in _parsed:
        _parsed[key] = _parse(sheet, *args, **kwargs)
    return _parsed[key]


def parse_styles_once(patch: pytest.MonkeyPatch) -> None:
    """Have apps share what was parsed, and tell rules apart as objects are: asked so often, a function is dear."""
    patch.setattr(Stylesheet, "_parse_rules", _parse_once)
    patch.setattr(RuleSet, "__hash__", object.__hash__)
