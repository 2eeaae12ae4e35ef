"""A client changes what a partner reaches: limited or full, other products, with the payment method."""

from __future__ import annotations

from textual import work

from resellertui.domain.partnership import State
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.inputs import ArrangementInput
from resellertui.services.partnerships.arranging import Outcome
from resellertui.services.views import PartnershipView
from resellertui.tui.partnership_words import terms_words
from resellertui.tui.screens.arranging.page import ArrangingPage


class ChangeAccessPage(ArrangingPage):
    """Starts from the access as it is; answers what it became."""

    HELP_TITLE = "Change the access"
    GUIDE = "partner"

    def __init__(self, view: PartnershipView) -> None:
        super().__init__()
        self.view = view
        self.access, self.payment = view.access, view.payment

    @property
    def partner_name(self) -> str:
        """The partner."""
        return self.view.partner

    def partnership_id(self) -> str:
        """Return the partnership."""
        return self.view.id

    def prepicked(self) -> tuple[str, ...]:
        """Return the products entrusted now."""
        return self.view.product_ids

    def title_text(self) -> str:
        """Return the title."""
        return _("{id}: change the access of {partner}").format(id=self.view.id, partner=self.view.partner)

    def reload(self) -> None:
        """Read the partnership and the products again."""
        super().reload()
        if not self.is_confirmed:
            self.read_again()

    @work(exclusive=True, group="read-again")
    async def read_again(self) -> None:
        """Take the partnership as it is now; leave when there is nothing to change any more."""
        with self.app.reporting():
            self.view = await self.app.ask(self.app.services.partnerships.show, self.view.id)
            if self.view.state is not State.ACTIVE:
                self.leave()

    def act(self, actor: Actor, services: Services) -> Outcome:
        """Change the access."""
        wish = ArrangementInput.of(access=self.access, payment=self.payment, products=self.product_ids)
        return services.agreements.change_access(actor, self.view.id, wish, version=self.view.version)

    def review_question(self) -> str:
        """Return what the review is about."""
        return _("Change the access of {partner}?").format(partner=self.view.partner)

    def before(self) -> tuple[str, str]:
        """Return the access as it is."""
        return _("Now"), terms_words(self.view.access, self.view.payment, self.view.products)

    def after(self) -> tuple[str, str]:
        """Return what it becomes."""
        return _("From now on"), self.chosen_words()

    def last_words(self) -> str:
        """Return what the last key does."""
        return _("Press enter to change it; {partner} is told by e-mail. Escape goes back.").format(
            partner=self.view.partner
        )

    def done_text(self, outcome: Outcome) -> str:
        """Return what was done."""
        view = outcome.partnership
        return _("{id}: {partner} has {terms}.").format(
            id=view.id, partner=view.partner, terms=terms_words(view.access, view.payment, view.products)
        )
