"""A client asks a partner: which one, which access, which products or whose payment method, then the review."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events

from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.inputs import RequestToPartner
from resellertui.services.partnerships.arranging import Outcome
from resellertui.services.views import PartnerCardView
from resellertui.tui.partnership_words import arrangement_words
from resellertui.tui.screens.arranging.page import ArrangingPage
from resellertui.tui.screens.arranging.step import Step
from resellertui.tui.screens.partner_search import SearchStep


class AddPartnerPage(ArrangingPage):
    """The wizard; answers the request that was sent."""

    HELP_TITLE = "Add a partner"

    def __init__(self) -> None:
        super().__init__()
        self.search_step = SearchStep(self)
        self.card: PartnerCardView | None = None

    @property
    def partner_name(self) -> str:
        """The partner that was chosen."""
        return self.card.name if self.card else ""

    def title_text(self) -> str:
        """Return the title."""
        return _("Add a partner")

    def steps(self) -> Sequence[Step]:
        """Return the steps, the search first."""
        return (self.search_step, *super().steps())

    def choose_partner(self, card: PartnerCardView) -> None:
        """Take the partner, and go on."""
        if self.card is not None and self.card.id != card.id:
            self.access_step.show_problem(None)
        self.card = card
        self.release()
        self.show_step(self.access_step)

    def on_key(self, event: events.Key) -> None:
        """Give the search what was typed before it had the focus."""
        if self.step is self.search_step and not self.is_holding and event.character and event.is_printable:
            event.stop()
            event.prevent_default()
            self.search_step.bar.type(event.character)

    def act(self, actor: Actor, services: Services) -> Outcome:
        """Send the request."""
        wish = RequestToPartner.of(
            partner=self.card.id if self.card else "",
            access=self.access,
            payment=self.payment,
            products=self.product_ids,
        )
        return services.requests.ask_partner(actor, wish)

    def review_question(self) -> str:
        """Return what the review is about."""
        return _("Send this request to {partner}?").format(partner=self.partner_name)

    def after(self) -> tuple[str, str]:
        """Return what is asked for."""
        return _("You offer"), self.chosen_words()

    def last_words(self) -> str:
        """Return what the last key does."""
        return _("Press enter to send the request; {partner} answers it. Escape goes back.").format(
            partner=self.partner_name
        )

    def done_text(self, outcome: Outcome) -> str:
        """Return what was sent."""
        view = outcome.partnership
        return _("Request {id} sent to {partner}: {terms}.").format(
            id=view.id, partner=view.partner, terms=arrangement_words(view.requested)
        )
