"""`resellertui price`: what scripts get for a described order, for many, and for what can't be priced."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import CLIENT, Program

ORDER: dict[str, Any] = {
    "date": "2026-11-23",
    "currency": "CHF",
    "access": "full",
    "payment": "client",
    "ordered_by": "client",
    "buyer": {"country": "CH", "kind": "company", "vat_number": None},
    "active_subscriptions": {"hosting": 35},
    "lines": [{"family": "web_hosting", "unit_price": "9.92", "quantity": 35, "periods": 1, "entrusted": True}],
}


def described(**changes: Any) -> str:
    """Return the published example in JSON with some keys changed."""
    return json.dumps(ORDER | changes)


def test_the_published_example_is_answered_key_by_key(demo: Program, tmp_path: Path) -> None:
    file = tmp_path / "order.json"
    file.write_text(json.dumps(ORDER, indent=2))

    answer = demo("price", str(file), "--json").json

    steps, vat = answer.pop("steps"), answer["vat"]
    assert vat[0].pop("reason").startswith("The buyer is in Switzerland")
    assert answer == {
        "charged_to": "client",
        "invoice_to": "client",
        "benefit": "cashback",
        "lines": [
            {
                "gross": "347.20",
                "charged": "260.40",
                "partner_net": "208.32",
                "discount": "0.00",
                "cashback": "52.08",
            }
        ],
        "total_excl_vat": "260.40",
        "vat": [{"rate": "8.1", "base": "260.40", "amount": "21.09"}],
        "total": "281.49",
        "terms_version": "2026-2",
    }
    assert any("208.32" in step for step in steps)


def test_an_order_is_read_from_standard_input_and_told_in_sentences(demo: Program) -> None:
    answer = demo("price", "-", stdin=described())

    assert "208.32" in answer.out
    assert "Total: 260.40 + 21.09 = 281.49 CHF." in answer.out


def test_orders_one_a_line_are_answered_one_a_line(demo: Program) -> None:
    lines = [
        described(),
        "",
        described(payment="partner", ordered_by="partner"),
        described(access="none", payment=None),
    ]

    answers = demo("price", "-", "--json", stdin="\n".join(lines)).lines

    assert [one["benefit"] for one in answers] == ["cashback", "discount", "none"]
    assert [one["total_excl_vat"] for one in answers] == ["260.40", "208.32", "260.40"]


def test_a_line_that_is_refused_does_not_stop_the_others(demo: Program) -> None:
    lines = [described(), described(access="limited", payment=None, ordered_by="partner"), "{", described()]

    answer = demo("price", "-", "--json", stdin="\n".join(lines), code=3)

    assert [one.get("error", {}).get("code") for one in answer.lines] == [None, "refused", "usage", None]


def test_a_rule_s_refusal_leaves_with_3_and_its_reason(demo: Program) -> None:
    error = demo(
        "price", "-", "--json", stdin=described(access="limited", payment=None, ordered_by="partner"), code=3
    ).json["error"]

    assert error["code"] == "refused"
    assert "never orders" in error["title"]


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"currency": "USD"}, 2, "currency"),
        ({"colour": "red"}, 2, "colour"),
        ({"date": None}, 2, "date"),
        ({"active_subscriptions": {"fax": 1}}, 2, "active_subscriptions.fax"),
        ({"lines": [{"family": "web_hosting", "unit_price": 9.92}]}, 3, "lines.1.unit_price"),
        ({"lines": [{"family": "web_hosting", "unit_price": "9.92", "rate": 0.2}]}, 3, "lines.1.rate"),
        ({"lines": [{"family": "web_hosting", "unit_price": "9.92", "rate": "0.36"}]}, 3, "lines.1.rate"),
        ({"lines": [{"sku": "fax"}]}, 4, "lines.1.sku"),
        ({"lines": [{"family": "fax", "unit_price": "1"}]}, 4, "lines.1.family"),
    ],
)
def test_what_is_wrong_is_named_by_its_field(demo: Program, changes: dict[str, Any], code: int, field: str) -> None:
    error = demo("price", "-", "--json", stdin=described(**changes), code=code).json["error"]

    assert [one["field"] for one in error["fields"]] == [field]


@pytest.mark.parametrize("text", ["", "\n \n", "{", "[]", "nothing", '{"a": 1\n"b": {}}'])
def test_what_is_no_order_is_a_usage_error(demo: Program, text: str) -> None:
    assert demo("price", "-", "--json", stdin=text, code=2).json["error"]["code"] == "usage"


def test_a_file_that_is_not_there_is_not_found(demo: Program) -> None:
    demo("price", "nowhere.json", code=4)


def test_a_person_of_the_demonstration_prices_too(demo: Program) -> None:
    assert demo.by(CLIENT, "price", "-", stdin=described())["total"] == "281.49"


def test_the_owner_of_a_live_database_needs_no_session(live: Program) -> None:
    assert live("price", "-", "--json", stdin=described()).json["total"] == "281.49"


def test_in_locked_mode_nobody_prices_without_signing_in_or_names_a_file(
    live: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RESELLERTUI_DATABASE", str(live.database))
    live.database = None

    assert live("--locked", "--json", "price", "-", stdin=described(), code=3).json["error"]["code"] == "sign_in_needed"
    assert live("--locked", "--json", "price", "order.json", code=3).json["error"]["code"] == "refused"


def test_pricing_writes_nothing(demo: Program) -> None:
    assert demo.database is not None
    before = demo.database.read_bytes()

    demo("price", "-", "--json", stdin=described())

    assert demo.database.read_bytes() == before
