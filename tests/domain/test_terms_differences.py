"""The values of terms one by one, and what differs between two versions."""

from __future__ import annotations

from resellertui.domain.programme import default_terms_text
from resellertui.domain.programme.differences import Difference, differences, term_values

TEXT = default_terms_text()


def changed(old: str, new: str) -> tuple[Difference, ...]:
    """Return what differs once a text of the shipped terms is replaced."""
    assert old in TEXT
    return differences(TEXT, TEXT.replace(old, new, 1))


def test_every_value_has_a_place_and_the_mark_of_its_table() -> None:
    values = {one.path: (one.value, one.mark) for one in term_values(TEXT)}

    assert values["families.web_hosting.rate"] == ("0.20", "published")
    assert values["families.kdrive.rate"] == ("0.20", "sample")
    assert values["degressive.hosting.35.rate"] == ("0.25", "published")
    assert values["degressive.hosting.5.rate"] == ("0.05", "sample")
    assert values["kinds.domain-ch.reseller_price.CHF"] == ("7.60", "sample")
    assert values["vat.rates.CH.2024-01-01.rate"] == ("8.1", "published")
    assert values["days.decided.end_reminders"] == ("30, 7, 1", "decided")
    assert values["days.published.warranty_yearly"] == ("280", "published")


def test_every_price_and_rate_of_the_shipped_terms_bears_a_mark() -> None:
    bare = [one.path for one in term_values(TEXT) if not one.mark and one.path not in {"version", "effective", "zone"}]

    assert [path for path in bare if not path.startswith("months.")] == []


def test_the_same_text_differs_in_nothing() -> None:
    assert differences(TEXT, TEXT) == ()


def test_a_changed_value_is_named_with_both_sides() -> None:
    assert changed('rate = "0.20"', 'rate = "0.25"') == (Difference("families.web_hosting.rate", "0.20", "0.25"),)


def test_a_number_with_other_zeros_is_the_same_number() -> None:
    assert changed('rate = "0.20"', 'rate = "0.2"') == ()


def test_what_comes_and_goes_has_one_side_only() -> None:
    assert changed('{ from = 15, rate = "0.15"', '{ from = 16, rate = "0.15"') == (
        Difference("degressive.hosting.16.from", None, "16"),
        Difference("degressive.hosting.16.rate", None, "0.15"),
        Difference("degressive.hosting.16.mark", None, "sample"),
        Difference("degressive.hosting.15.from", "15", None),
        Difference("degressive.hosting.15.rate", "0.15", None),
        Difference("degressive.hosting.15.mark", "sample", None),
    )


def test_moving_a_product_kind_in_the_file_changes_nothing() -> None:
    first, rest = TEXT.split("[[kinds]]", 1)
    kind, others = rest.split("[[kinds]]", 1)

    assert differences(TEXT, f"{first}[[kinds]]{others.rstrip()}\n\n[[kinds]]{kind}") == ()
