"""What people call a document: its id, or its number in a year; and that every number shown can be typed back."""

from __future__ import annotations

import pytest

from resellertui.domain.billing import DocumentName, read_document_name, show_number


@pytest.mark.parametrize(
    ("text", "kinds", "document_id", "number"),
    [
        ("INV-12", ("invoice",), 12, None),
        (" inv-12 ", ("invoice",), 12, None),
        ("CN-13", ("credit_note",), 13, None),
        ("12", ("invoice", "credit_note"), 12, None),
        ("2026-000012", ("invoice", "credit_note"), None, (2026, 12)),
        ("2026-12", ("invoice", "credit_note"), None, (2026, 12)),
        ("CN-2026-000003", ("credit_note",), None, (2026, 3)),
        ("cn 2026-000003", ("credit_note",), None, (2026, 3)),
        ("INV-2026-000012", ("invoice",), None, (2026, 12)),
        ("INV-2026", ("invoice",), 2026, None),
    ],
)
def test_ids_and_numbers_are_read(
    text: str, kinds: tuple[str, ...], document_id: int | None, number: tuple[int, int] | None
) -> None:
    assert read_document_name(text) == DocumentName(kinds, document_id, number)


@pytest.mark.parametrize("text", ["", "-", "INV", "INV-", "CBK-7", "Bakery", "2026-", "٢٠٢٦-1", "2026-1-1", "1" * 40])
def test_anything_else_names_no_document(text: str) -> None:
    assert read_document_name(text) is None


@pytest.mark.parametrize("kind", ["invoice", "credit_note"])
def test_a_number_that_is_shown_is_read_back(kind: str) -> None:
    shown = show_number(kind, 2026, 7)
    assert shown is not None
    name = read_document_name(shown)
    assert name is not None
    assert name.number == (2026, 7)
    assert name.kinds[0] == kind


def test_what_has_no_number_shows_none() -> None:
    assert show_number("invoice", None, None) is None
