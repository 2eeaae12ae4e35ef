"""`vat check` and `org check-number`: one number, and lines of anything; neither needs a database."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.conftest import STAFF, Program
from tests.hostile import FORBIDDEN, HOSTILE

from resellertui.cli import main
from resellertui.cli.number_checks import LONGEST_LINE

KEYS = ["input", "valid", "country", "normal", "shown", "reason"]


class Piped(Program):
    """Gives standard input as bytes that may be no text."""

    @staticmethod
    def encode(text: str) -> bytes:
        """Return each character as one byte."""
        return text.encode("latin-1")


@pytest.fixture
def piped(home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Piped:
    """Give the program without a database, with bytes on standard input."""
    assert home.is_dir()
    return Piped(capsys, monkeypatch)


def test_a_right_number_is_shown_as_its_country_writes_it(program: Program, home: Path) -> None:
    answer = program("vat", "check", "be 428.759.497")

    assert "BE 0428.759.497" in answer.out
    assert "BE0428759497" in answer.out
    assert "Belgium" in answer.out
    assert not [path for path in home.rglob("*") if path.is_file()]


def test_a_wrong_number_is_refused_with_its_reason(program: Program) -> None:
    answer = program("vat", "check", "FR61954506077", "--country", "IT", code=3)

    assert answer.out == ""
    assert "begins with FR, but one of Italy begins with IT" in answer.err


def test_scripts_get_the_same_six_keys_for_either(program: Program) -> None:
    right = program("vat", "check", "094259216", "--country", "GR", "--json").json
    wrong = program("vat", "check", "094259217", "--country", "EL", "--json", code=3).json

    assert list(right) == list(wrong) == KEYS
    assert list(right.values()) == ["094259216", True, "GR", "EL094259216", "EL 094 259 216", None]
    assert (wrong["valid"], wrong["country"], wrong["normal"]) == (False, "GR", None)
    assert "EL 094 259 216" in wrong["reason"]


def test_northern_ireland_may_be_named_as_the_address(program: Program) -> None:
    for place in ("GB", "uk", "XI", "Northern Ireland"):
        answer = program("vat", "check", "XI980780684", "--country", place, "--json").json
        assert (answer["country"], answer["shown"]) == ("GB", "XI 980 7806 84")
    lines = program("vat", "check", "--json", stdin="980780684\txi\n980780684\tNorthern Ireland\n980780684\tGB\n").lines
    assert [one["normal"] for one in lines] == ["XI980780684", "XI980780684", None]


@pytest.mark.parametrize("kind", ["individual", "association", "public_body"])
def test_another_kind_is_told_to_change_first(program: Program, kind: str) -> None:
    answer = program("vat", "check", "IT00743110157", "--kind", kind, code=3)

    assert "change its kind to company first" in answer.err


@pytest.mark.parametrize(
    "argv",
    [
        ("vat", "check"),
        ("vat", "check", "-"),
        ("org", "check-number"),
        ("vat", "check", "1", "--country", "Atlantis"),
        ("vat", "check", "1", "--kind", "spaceship"),
        ("vat", "check", "1", "2"),
        ("vat", "check", "1", "--at", "someday"),
    ],
)
def test_a_request_that_makes_no_sense_is_a_usage_error(program: Program, argv: tuple[str, ...]) -> None:
    assert program(*argv, code=2).err


def test_a_country_of_the_list_that_is_none_is_a_usage_error_before_anything_is_read(program: Program) -> None:
    error = program("vat", "check", "--country", "Atlantis", "--json", stdin="IT00743110157\n", code=2).json["error"]

    assert error["fields"][0]["field"] == "country"


def test_lines_are_answered_one_by_one_whatever_they_hold(program: Program) -> None:
    lines = [
        "\ufeffIT 00743110157",
        "094259216\tGR\r",
        "094259216\tGrèce",
        "FR61954506077\tIT",
        "12345\tAtlantis",
        "",
        "DE136695976\t",
        *(text for text in HOSTILE if "\n" not in text and "\ud800" not in text),
        "9" * 10_000,
        "FR 61 954 506 077",
    ]

    answer = program("vat", "check", "--json", stdin="\n".join(lines))

    assert len(answer.lines) == len(lines)
    assert all(list(one) == KEYS for one in answer.lines)
    assert [one["normal"] for one in answer.lines[:7]] == [
        "IT00743110157", "EL094259216", "EL094259216", None, None, None, "DE136695976",
    ]  # fmt: skip
    assert "Atlantis" in answer.lines[4]["reason"]
    assert answer.lines[-1]["shown"] == "FR 61 954 506 077"
    assert all(one["reason"] for one in answer.lines[7:-1])
    assert not FORBIDDEN.intersection(map(ord, answer.out.replace("\n", "")))


def test_the_country_of_the_command_is_that_of_lines_without_one(program: Program) -> None:
    answer = program("vat", "check", "-", "--json", "--country", "IT", stdin="00743110157\n094259216\tGR\n")

    assert [one["normal"] for one in answer.lines] == ["IT00743110157", "EL094259216"]


def test_nothing_on_standard_input_is_no_answer_and_no_error(program: Program) -> None:
    assert program("vat", "check", "--json").out == ""
    assert len(program("vat", "check", "--json", stdin="\n\n").lines) == 2


def test_bytes_that_are_no_text_and_endless_lines_get_a_reason_each(piped: Piped) -> None:
    stdin = "\xff\xfe\nDE\xc3\x28\tDE\n\xed\xa0\x80\nI\x00T\n" + "9" * 1_000_000 + "\nIT00743110157\n" + "\xe9" * 9000

    answer = piped("vat", "check", "--json", stdin=stdin)

    assert [one["valid"] for one in answer.lines] == [False, False, False, False, False, True, False]
    assert all("UTF-8" in one["reason"] for one in answer.lines[:3])
    assert answer.lines[3]["input"] == "I\0T"
    assert all("too long" in one["reason"] for one in (answer.lines[4], answer.lines[6]))
    assert all(len(one["input"]) < 100 for one in answer.lines)


def test_lines_of_exactly_the_longest_length_are_read(piped: Piped) -> None:
    padding = " " * (LONGEST_LINE - len("IT00743110157") - 1)
    answer = piped("vat", "check", "--json", stdin=f"IT00743110157\t{padding}\nIT00743110157\t{padding} \n")

    assert [one["valid"] for one in answer.lines] == [True, False]


def test_a_line_is_answered_before_the_next_one_comes(home: Path) -> None:
    command = [sys.executable, "-m", "resellertui", "org", "check-number", "--json", "--country", "CH"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={"HOME": str(home)}, text=True
    ) as run:
        assert run.stdin is not None
        assert run.stdout is not None
        for typed, shown in (("CHE107787577MWST", "CHE-107.787.577"), ("100155212", "CHE-100.155.212")):
            run.stdin.write(typed + "\n")
            run.stdin.flush()
            assert json.loads(run.stdout.readline())["shown"] == shown
        run.stdin.close()
        assert run.wait(30) == 0


def test_a_list_as_long_as_it_likes_is_never_held(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    class Endless(io.RawIOBase):
        """Gives the same line for ever; fails where too much of it is read before anything is written."""

        ahead = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]  # what it is called with
            self.ahead += 1
            assert self.ahead < 8
            line = b"IT00743110157\n" * (len(buffer) // 14)
            buffer[: len(line)] = line
            return len(line)

    class Sink(io.StringIO):
        written = 0

        def write(self, text: str) -> int:
            source.ahead = 0
            self.written += text.count("\n")
            if self.written > 50_000:
                raise BrokenPipeError
            return len(text)

    source, sink = Endless(), Sink()
    assert program.database is None
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(source)))  # type: ignore[type-var]  # as it is read
    monkeypatch.setattr(sys, "stdout", sink)
    with pytest.raises(SystemExit):
        main(["vat", "check", "--json"])
    assert sink.written > 50_000


def test_a_uid_is_taken_with_the_word_for_vat_which_is_told_apart(program: Program) -> None:
    answer = program("org", "check-number", "che 107 787 577 mwst", "--country", "CH")
    assert "CHE-107.787.577" in answer.out
    assert "registered for VAT is another fact" in answer.out
    assert "registered" not in program("org", "check-number", "CHE-107.787.577", "--country", "CH").out


def test_register_numbers_are_answered_like_vat_numbers(program: Program) -> None:
    stdin = "CHE-107.787.577\n732 829 320\tFR\nHRB 12345 München\tDE\nRCCMNL83S18D969H\tIT\nFN 122119m\tAT\n732829320\n"

    answer = program("org", "check-number", "--json", stdin=stdin)

    assert all(list(one) == KEYS for one in answer.lines)
    assert [one["shown"] for one in answer.lines] == [
        "CHE-107.787.577", "732 829 320", "München HRB 12345", "RCCMNL83S18D969H", "FN 122119m", None,
    ]  # fmt: skip
    refused = program("org", "check-number", "CHE-107.787.578", "--country", "CH", "--json", code=3).json
    assert "check digits" in refused["reason"]
    assert "CHE-100.155.212" in refused["reason"]


def test_locked_mode_checks_numbers_but_takes_no_option_of_the_owner(program: Program) -> None:
    assert program("--locked", "vat", "check", "IT00743110157").out
    assert program("--locked", "vat", "check", "IT00743110157", "--db", "x.sqlite", code=3).err


def test_an_organisation_is_shown_with_its_numbers_grouped(live: Program) -> None:
    live("login", STAFF, "--password-stdin", stdin="long enough\n")
    told = ("org", "create", "--name", "Fleurs SA", "--kind", "company", "--email", "f@fleurs.test", "--country", "FR")
    answer = live(*told, "--register-number", "732829320", "--vat-number", "fr61954506077", "--accept-terms")

    assert "732 829 320" in answer.out
    assert "FR 61 954 506 077" in answer.out
