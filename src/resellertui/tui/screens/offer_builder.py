"""An offer in the making: its lines with what each costs and earns, the total, and what sending it would do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar
from uuid import uuid4

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from resellertui.domain.access import Action
from resellertui.domain.errors import Conflict, Invalid, ResellerError
from resellertui.domain.wording import _, ngettext
from resellertui.services.leads.lead_views import DraftLineView, DraftView, LeadView, OfferInput, OfferLineInput
from resellertui.tui import formats
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.reading import ReadingDialog
from resellertui.tui.explaining import EXPLAIN, show_parts
from resellertui.tui.quotes.offer_forms import OfferLineForm, OfferTermsForm, line_sentences
from resellertui.tui.quotes.offer_lines import line_item, lines_columns, priced_lines
from resellertui.tui.quotes.words import money, sentences_content
from resellertui.tui.screens.kind_picker import KindPickerPage
from resellertui.tui.screens.page import Page
from resellertui.tui.sources import Item, WholeSource
from resellertui.tui.text import plain
from resellertui.tui.widgets.line import Line
from resellertui.tui.widgets.record_list import RecordList
from resellertui.tui.widgets.record_source import ListQuery

ADD = Command("offer.add", "n", "Add", "Add a line: a product from the catalogue.", footer=10, palette=False)
EDIT = Command("offer.edit", "e", "Edit", "Change the line under the cursor.", footer=20, palette=False)
REMOVE = Command("offer.remove", "x,delete", "Remove", "Take the line out of the offer.", footer=30, palette=False)
TERMS = Command("offer.terms", "t", "Day, note", "Set until when it holds, and a note.", footer=35, palette=False)
NEED = Command("offer.need", "v", "Request", "Read the request again.", footer=50, palette=False)
SEND = Command(
    "offer.send",
    "f8",
    "Send",
    "Send the offer to whoever asks.",
    permission=Action.QUOTE_ANSWER,
    danger=True,
    footer=5,
    palette=False,
)


class OfferBuilderPage(Page[bool]):
    """Answers True once the offer is sent; begins with the lines of the offer that stands, if one does."""

    GUIDE = "offers"
    HELP_TITLE = "An offer in the making"
    CSS_PATH = "offer_builder.tcss"
    VERBS: ClassVar[tuple[Command, ...]] = (SEND, ADD, EDIT, REMOVE, TERMS, EXPLAIN, NEED)

    def __init__(self, lead: LeadView) -> None:
        super().__init__()
        self._lead, self._version = lead, lead.version
        offer = lead.offer
        self.lines: list[OfferLineInput] = [] if offer is None else [
            OfferLineInput(
                sku=one.sku, quantity=one.quantity, periods=one.periods, name=one.name, price=one.unit_price
            )
            for one in offer.lines
        ]  # fmt: skip
        self._valid_until, self._note = "", "" if offer is None else offer.note
        self._first = (tuple(self.lines), self._valid_until, self._note)
        self.draft: DraftView | None = None
        # one key for as long as the page is open: what is sent twice is offered once
        self._key = uuid4().hex
        self._is_sending = False

    def title_text(self) -> str:
        """Return what is answered."""
        return _("Offer on {request}").format(request=self._lead.id)

    def compose_body(self) -> ComposeResult:
        """Lay out what is asked, the lines, what the one under the cursor earns, the total, and what sending does."""
        self._line, self._total, self._terms = Static(classes="offer-line"), Line(classes="offer-total"), Line()
        self._terms.add_class("offer-terms")
        self.records = RecordList(WholeSource(self._items), lines_columns(), empty=_no_lines)
        yield Line(plain(self._lead.extract), classes="offer-need")
        yield self.records
        yield self._line
        yield self._total
        yield self._terms
        yield Static(classes="offer-effects")

    def on_mount(self) -> None:
        """Start in the list, and say what sending the lines that are here would do."""
        self.set_focus(self.records)
        self._consider()

    def reload(self) -> None:
        """Work it out again: prices or margins may have changed."""
        self.records.refresh_rows()
        self._consider()

    def unfinished(self) -> str | None:
        """Keep what is put together from being lost by one key."""
        if self._is_sent or (tuple(self.lines), self._valid_until, self._note) == self._first:
            return None
        return _("The offer on {request} is not sent; what you put together is lost.").format(request=self._lead.id)

    def rows_for(self, command: Command) -> RecordList | None:
        """Return the lines, for what is about the one under the cursor."""
        return self.records if command in {EDIT, REMOVE} else super().rows_for(command)

    def why_not(self, command: Command) -> str | None:
        """Say that there is no line yet."""
        if command in {EDIT, REMOVE, SEND, EXPLAIN} and not self.lines:
            return _("The offer has no line yet. Press n to add one.")
        return super().why_not(command)

    @work(group="dialog", exclusive=True)
    async def action_add(self) -> None:
        """Choose a kind of product, and ask how many."""
        sku = await self.app.push_screen_wait(KindPickerPage())
        if sku is not None:
            await self._ask_for(sku, None)

    @on(RecordList.Opened)
    def open_line(self) -> None:
        """Change the line that was chosen."""
        self.action_edit()

    @work(group="dialog", exclusive=True)
    async def action_edit(self) -> None:
        """Change the line under the cursor."""
        place = self._place
        if place is not None:
            await self._ask_for(self.lines[place].sku, place)

    def action_remove(self) -> None:
        """Take out the line under the cursor."""
        place = self._place
        if place is not None:
            del self.lines[place]
            self.reload()

    @work(group="dialog", exclusive=True)
    async def action_terms(self) -> None:
        """Set the last day and the note."""
        offer = self._wish() if self.lines else None
        answer = await self.app.push_screen_wait(OfferTermsForm(offer, self._valid_until, self._note))
        if answer is not None:
            self._valid_until, self._note = answer["valid_until"].strip(), answer["note"]
            self.reload()

    def action_need(self) -> None:
        """Show what is needed."""
        self.app.push_screen(ReadingDialog(self._lead.id, self._lead.need.split("\n")))

    @work(group="dialog", exclusive=True)
    async def action_explain(self) -> None:
        """Derive the prices."""
        with self.app.reporting():
            draft = await self.app.ask(self.app.services.offers.draft, self._wish())
            show_parts(self.app, self.title_text(), draft.explanation)

    def action_send(self) -> None:
        """Send it, once: a second key meanwhile sends nothing."""
        if not self._is_sending:
            self._is_sending = True
            self._send()

    @work(group="act")
    async def _send(self) -> None:
        try:
            with self.app.reporting():
                try:
                    outcome = await self.app.tell(self.app.services.offers.answer, self._wish())
                except Conflict:
                    self._version = (await self.app.ask(self.app.services.leads.show, self._lead.id)).version
                    raise
                self._is_sent = True
                self.app.say(
                    _("{offer} is sent: {total} without VAT.").format(
                        offer=outcome.offer.id, total=money(outcome.offer.total, outcome.offer.currency)
                    )
                )
                self.leave(True)
        finally:
            self._is_sending = False

    _is_sent = False

    @property
    def _place(self) -> int | None:
        """Where the line under the cursor is among the lines."""
        key = self.records.cursor_key
        return int(key) if key is not None and int(key) < len(self.lines) else None

    async def _ask_for(self, sku: str, place: int | None) -> None:
        with self.app.reporting():
            kind = await self.app.ask(self.app.services.catalogue.kind, sku)
            others = [one for at, one in enumerate(self.lines) if at != place]
            form = OfferLineForm(self._lead.id, kind, others, None if place is None else self.lines[place])
            await self.app.push_screen_wait(form)
            if form.line is None:
                return
            if place is None:
                self.lines.append(form.line)
            else:
                self.lines[place] = form.line
            self.reload()
            self.records.go_to(str(len(self.lines) - 1 if place is None else place))

    def _wish(self) -> OfferInput:
        wish: OfferInput = OfferInput.of(
            request=self._lead.id,
            lines=tuple(self.lines),
            valid_until=self._valid_until,
            note=self._note,
            version=self._version,
            key=self._key,
        )
        return wish

    async def _items(self) -> Sequence[Item]:
        if not self.lines:
            self.draft = None
            return ()
        self.draft = await self.app.ask(self.app.services.offers.draft, self._wish())
        return [line_item(at, one, priced) for at, (one, priced) in enumerate(self._priced())]

    def _priced(self) -> Sequence[tuple[OfferLineInput, DraftLineView | None]]:
        return priced_lines(self.lines, () if self.draft is None else self.draft.lines)

    @on(RecordList.Highlighted)
    def show_line(self) -> None:
        """Say what the line under the cursor costs and earns, and why."""
        self._say_line()
        self.refresh_bindings()

    def _say_line(self) -> None:
        place, priced = self._place, self._priced()
        one = priced[place][1] if place is not None and place < len(priced) else None
        said = [] if one is None or self.draft is None else line_sentences(one, self.draft.currency)
        self._line.update(plain(" ".join(said)))

    @work(group="consider", exclusive=True)
    async def _consider(self) -> None:
        """Say the total, and what sending would do or what stands against it."""
        said: Sequence[str] = ()
        draft: DraftView | None = None
        with self.app.reporting():
            if self.lines:
                try:
                    draft = await self.app.ask(self.app.services.offers.draft, self._wish())
                    said = (await self.app.ask(self.app.services.rehearsing().offers.answer, self._wish())).sentences
                except Invalid as error:
                    said = [problem_words(one.field, one.reason) for one in error.fields]
                except ResellerError as error:
                    said = [part for part in (error.title, error.detail, error.hint) if part]
        if self.is_open:
            self._total.say(plain("" if draft is None else total_words(draft)))
            self._terms.say(plain(self._terms_words(draft)))
            self.query_one(".offer-effects", Static).update(sentences_content(said))
            self._say_line()
            self.refresh_bindings()

    def _terms_words(self, draft: DraftView | None) -> str:
        day = self._valid_until if draft is None else formats.day(draft.valid_until)
        words = _("Valid until {day}; t changes it.").format(day=day) if day else _("t sets until when it holds.")
        note = " ".join(self._note.split())
        return f"{words} {_('Note: {note}').format(note=note)}" if note else words


def total_words(draft: DraftView) -> str:
    """Return what an offer comes to, what it costs, and the margin."""
    words = ngettext(
        "{count} line: {total}, costs you {cost}, margin {margin}",
        "{count} lines: {total}, costs you {cost}, margin {margin}",
        len(draft.lines),
    ).format(
        count=len(draft.lines),
        total=money(draft.total, draft.currency),
        cost=money(draft.cost, draft.currency),
        margin=money(draft.margin, draft.currency),
    )
    return f"{words} ({draft.margin_percent} %)" if draft.margin_percent else words


def problem_words(field: str, reason: str) -> str:
    """Return what is wrong with an offer, naming the line where it is about one."""
    parts = field.split(".")
    if parts[0] == "lines" and len(parts) > 1:
        return _("Line {number}: {reason}").format(number=parts[1], reason=reason)
    return reason


def _no_lines(_query: ListQuery) -> Content:
    return plain(_("No line yet. Press n to choose a product from the catalogue."))
