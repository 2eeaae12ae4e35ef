"""The console's three themes: dark, light, and one that uses only the terminal's own sixteen colours."""

from __future__ import annotations

from textual.theme import BUILTIN_THEMES, Theme

DARK = Theme(
    name="dark",
    primary="#3d8fd1",
    secondary="#2b5f8a",
    accent="#e0a84a",
    warning="#e0a84a",
    error="#d9606f",
    success="#5fb878",
    foreground="#dfe3e8",
    background="#12161b",
    surface="#171c22",
    panel="#222932",
    variables={"acting-background": "#6b3f12", "acting-foreground": "#ffe9c9"},
)
LIGHT = Theme(
    name="light",
    primary="#0b5cad",
    secondary="#3a7fc0",
    accent="#9a5b00",
    warning="#9a5b00",
    error="#b3263a",
    success="#1f7a3d",
    foreground="#1b1f24",
    background="#f2f4f6",
    surface="#ffffff",
    panel="#e3e8ee",
    dark=False,
    variables={"acting-background": "#ffd9a0", "acting-foreground": "#4a2a00"},
)
_SIXTEEN = BUILTIN_THEMES["ansi-dark"]
ANSI = Theme(
    name="ansi",
    primary="ansi_blue",
    secondary="ansi_cyan",
    accent="ansi_cyan",
    warning="ansi_yellow",
    error="ansi_red",
    success="ansi_green",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    ansi=True,
    variables=_SIXTEEN.variables | {"acting-background": "ansi_yellow", "acting-foreground": "ansi_black"},
)

THEMES = (DARK, LIGHT, ANSI)
"""All of them, in the order in which they are offered."""


def offered(*, no_color: bool) -> tuple[Theme, ...]:
    """Return the themes that can be chosen: under `NO_COLOR` only the terminal's own colours (else nothing is legible).

    Textual chooses its colour filter once, when it starts, so a change to another theme can't be offered then.
    """
    return (ANSI,) if no_color else THEMES
