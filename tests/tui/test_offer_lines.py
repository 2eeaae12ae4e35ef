"""Offers side by side at any width, and the lines of one in the making."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from tests.hostile import HOSTILE

from resellertui.domain.leads.states import RouteState
from resellertui.services.leads.lead_views import DraftLineView, OfferLineInput, PipelineView
from resellertui.services.leads.views import CellView, ComparisonRow, ComparisonView, OfferLineView, OfferView
from resellertui.tui.quotes.offer_lines import priced_lines
from resellertui.tui.quotes.side_by_side import body, extent, heading, lay_out
from resellertui.tui.quotes.words import pipeline_words

MADE = datetime(2026, 11, 23, tzinfo=ZoneInfo("UTC"))


def offer(partner: str) -> OfferView:
    """Return an offer of a partner."""
    return OfferView(
        id="OFF-1", request="RFQ-1", partner=partner, partner_id="ORG-1", state=RouteState.ANSWERED, currency="CHF",
        lines=(), total="1.00", yearly="12.00", valid_until=date(2026, 12, 31), is_valid=True, note="", made_at=MADE,
        verified_since=None, partner_place="", partner_website="", partner_languages=(), version=1,
    )  # fmt: skip


def comparison(texts: list[str]) -> ComparisonView:
    """Return as many offers as texts, with each text as a partner's name and in a cell; the first is the best."""
    cells = tuple(CellView(text=text, is_best=place == 0) for place, text in enumerate(texts))
    rows = (ComparisonRow(label=texts[0], cells=cells), ComparisonRow(label="Total without VAT", cells=cells))
    return ComparisonView(offers=tuple(offer(one) for one in texts), rows=rows)


@settings(max_examples=40)
@given(st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=9), st.integers(20, 200), st.data())
def test_whatever_the_offers_say_their_columns_fit_and_the_one_under_the_cursor_is_in_view(
    texts: list[str], width: int, data: st.DataObject
) -> None:
    view = comparison(texts)
    column, before = (data.draw(st.integers(0, len(texts) - 1)) for _time in range(2))

    layout = lay_out(view, width, column, before)

    assert layout.left <= column < layout.left + layout.shown <= len(texts)
    head = heading(view, layout, column)
    lines = [*body(view, layout, column).plain.split("\n"), *head.plain.split("\n")]
    assert len({cell_len(one) for one in lines}) == 1
    assert cell_len(lines[0]) <= width
    assert head.plain.count("›") >= 1
    assert bool(extent(view, layout)) is (layout.shown < len(texts))


def test_partners_whose_names_begin_alike_are_told_apart() -> None:
    view = comparison([f"Agence numérique {place} de Lausanne" for place in ("Ouchy", "Flon", "Renens", "Prilly")])

    head = heading(view, lay_out(view, 76, 0), 0).plain

    assert [one for one in ("Ouchy", "Flon", "Renens") if one in head] == ["Ouchy", "Flon", "Renens"]


def test_a_line_that_can_not_be_priced_leaves_the_others_their_prices() -> None:
    names = ("web-hosting", "gone", "domain-ch")
    lines = [OfferLineInput(sku=one) for one in names]
    priced = [
        DraftLineView(
            position=place,
            line=OfferLineView(
                sku=one, label=one, name="", quantity=1, periods=1, period_months=1, unit_price="1", amount="1.00"
            ),
            cost="1.00", public="1.00", margin="0.00", margin_percent="0.00", by="", warning="",
        )
        for place, one in enumerate(names, 1)
        if one != "gone"
    ]  # fmt: skip

    found = priced_lines(lines, priced)

    assert [(one.sku, None if price is None else price.line.sku) for one, price in found] == [
        ("web-hosting", "web-hosting"),
        ("gone", None),
        ("domain-ch", "domain-ch"),
    ]


def test_a_partner_that_is_sent_nothing_reads_how_to_change_that() -> None:
    view = PipelineView(
        receives_quotes=False, is_member=True, is_suspended=False, counts={}, win_rate=None, median_hours=30
    )

    assert "g d, then e" in pipeline_words(view)
    opted_in = pipeline_words(view.model_copy(update={"receives_quotes": True}))
    assert opted_in == "Median answer 1 d 6 h. You are sent requests."
