"""Checking numbers of organisations: one, or any number of them as lines of standard input."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import Annotated, BinaryIO

import typer

from resellertui.cli import printing
from resellertui.cli.call import FROM_STDIN, Call, usage
from resellertui.domain.countries import country_called, name_of
from resellertui.domain.errors import Invalid, Usage
from resellertui.domain.numbers import LONGEST_TYPED, NumberCheck
from resellertui.domain.text import visible
from resellertui.domain.wording import _

NumberArgument = Annotated[
    str | None,
    typer.Argument(metavar="[NUMBER]", help="As people type it; with --json none, or -, reads standard input."),
]
CountryOption = Annotated[
    str,
    typer.Option("--country", metavar="CODE", help="The address's country; without it the number has to tell."),
]

LONGEST_LINE = 4096
"""The most bytes of a line that are read as a number and a country; of a longer one only the beginning is kept."""

_CHUNK = 1 << 16

Check = Callable[[str, str | None], NumberCheck]
PlaceCalled = Callable[[str], str | None]


def answer(
    call: Call,
    number: str | None,
    country: str,
    check: Check,
    *,
    field: str,
    remark: Callable[[NumberCheck], str] = lambda _check: "",
    place_called: PlaceCalled = country_called,
) -> None:
    """Say what a number is, or what each line of standard input holds.

    Args:
        field: what the number is called where it is refused.
        remark: what people are told beside a number that is taken.
        place_called: finds the country that a name means.

    Raises:
        Usage: there is no such country, or no number.
        Refused: an option is not to be trusted here.
    """
    call.check_trust()
    place = _place(country, place_called)
    if number is not None and number != FROM_STDIN:
        _tell(call, check(number, place), field, remark)
        return
    if not call.json or sys.stdin is None:  # None: the program was started without one
        raise Usage(_("Give a number, or --json to read numbers from standard input, one a line."))
    for lines in _lines(sys.stdin.buffer):
        answers = [printing.json_text(_checked(line, place, check, place_called).facts(), line=True) for line in lines]
        print(*answers, sep="\n", flush=True)


def _place(country: str, place_called: PlaceCalled) -> str | None:
    if not country:
        return None
    code = place_called(country)
    if code is None:
        raise usage("--country", _no_country(country))
    return code


def _no_country(name: str) -> str:
    return _("There is no country “{name}”. Give its two-letter code, such as CH or IT.").format(
        name=visible(name[:60])
    )


def _tell(call: Call, check: NumberCheck, field: str, remark: Callable[[NumberCheck], str]) -> None:
    if call.json:
        call.show(check.facts(), "")
        call.exit_code = 0 if check.valid else Invalid.exit_code
        return
    if not check.valid:
        raise Invalid({field: check.reason or ""}, title=_("This number is not accepted."))
    shown = printing.record(
        [
            (_("Number"), check.shown),
            (_("Stored as"), check.normal),
            (_("Country"), name_of(check.country or "")),
        ]
    )
    call.show({}, "\n".join(part for part in (shown, remark(check)) if part))


def _lines(stream: BinaryIO) -> Iterator[list[bytes]]:
    """Give the lines without their ends, those together that came together; none keeps more than it may hold."""
    read = getattr(stream, "read1", stream.read)
    rest = b""
    while chunk := read(_CHUNK):
        *lines, rest = (rest + chunk).split(b"\n")
        rest = rest[: LONGEST_LINE + 1]
        if lines:
            yield lines
    if rest:
        yield [rest]


def _checked(line: bytes, place: str | None, check: Check, place_called: PlaceCalled) -> NumberCheck:
    """Return the answer to one line, whatever it holds."""
    if len(line) > LONGEST_LINE:
        begins = line[:LONGEST_TYPED].decode(errors="replace")
        return NumberCheck(f"{begins}…", place, reason=_("This line is too long to be a number and a country."))
    try:
        text = line.removesuffix(b"\r").decode("utf-8-sig")
    except UnicodeDecodeError:
        reason = _("This line holds bytes that are no text in UTF-8.")
        return NumberCheck(line.decode(errors="replace"), place, reason=reason)
    number, _tab, name = text.partition("\t")
    if not name.strip():
        return check(number, place)
    own = place_called(name)
    return NumberCheck(number, None, reason=_no_country(name.strip())) if own is None else check(number, own)
