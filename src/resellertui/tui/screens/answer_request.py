"""A client answers a partner's request: as asked, with something else, or with a refusal."""

from __future__ import annotations

from typing import ClassVar

from textual import work

from resellertui.domain.access import Action
from resellertui.domain.partnership import Access
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.inputs import Answer
from resellertui.services.partnerships.arranging import Outcome
from resellertui.services.views import PartnershipView
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.partnership_acts import AdoptDialog, RefuseDialog
from resellertui.tui.partnership_words import arrangement_words, terms_words
from resellertui.tui.screens.arranging.page import ArrangingPage

AS_ASKED = Command(
    "answer.as_asked", "a", "As asked", "Grant what is asked.", permission=Action.PARTNERSHIP_ANSWER, footer=12
)
REFUSE = Command(
    "answer.refuse",
    "d",
    "Refuse",
    "Refuse, and say why.",
    permission=Action.PARTNERSHIP_ANSWER,
    footer=30,
)
ADOPT = Command(
    "answer.adopt",
    "v",
    "Take over",
    "Take over the products that the partner's file says you have.",
    permission=Action.PROPOSAL_ADOPT,
    footer=31,
)


class AnswerRequestPage(ArrangingPage):
    """Starts from what is asked; answers what became of the request."""

    VERBS: ClassVar[tuple[Command, ...]] = (AS_ASKED, REFUSE, ADOPT)
    HELP_TITLE = "Answer a request"
    GUIDE = "partner"

    def __init__(self, view: PartnershipView) -> None:
        super().__init__()
        self.view = view
        self.access, self.payment = view.requested.access, view.requested.payment

    @property
    def partner_name(self) -> str:
        """The partner that asks."""
        return self.view.partner

    def partnership_id(self) -> str:
        """Return the request."""
        return self.view.id

    def prepicked(self) -> tuple[str, ...]:
        """Return the products that are asked for by name, those just taken over included."""
        return (*self.view.requested.products, *(one.name for one in self.view.proposals))

    def title_text(self) -> str:
        """Return the title."""
        return _("{id}: {partner} asks for {terms}").format(
            id=self.view.id, partner=self.view.partner, terms=arrangement_words(self.view.requested)
        )

    def why_not(self, command: Command) -> str | None:
        """Say why nothing can be taken over."""
        if command is ADOPT and not self.view.proposals:
            return _("No products are proposed to you here.")
        return super().why_not(command)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the answers where the access is chosen, and what fills the list of products there too."""
        trail = self._trail
        if parameters in {(AS_ASKED.id,), (REFUSE.id,)} and (not trail or trail[-1] is not self.access_step):
            return False
        if parameters == (ADOPT.id,) and not self.view.proposals:
            return False
        return super().check_action(action, parameters)

    def action_as_asked(self) -> None:
        """Grant what is asked; the products of limited access are for the client to choose."""
        self.choose_access(self.view.requested.access, self.view.requested.payment)

    def action_refuse(self) -> None:
        """Refuse with a reason."""
        self.app.push_screen(RefuseDialog(self.view), self._refused)

    def action_adopt(self) -> None:
        """Take over proposed products, which can then be picked."""
        self.app.push_screen(AdoptDialog(self.view))

    def reload(self) -> None:
        """Read the request and the products again."""
        super().reload()
        if not self.is_confirmed:
            self.read_again()

    @work(exclusive=True, group="read-again")
    async def read_again(self) -> None:
        """Take the request as it is now; leave when there is nothing to answer any more."""
        with self.app.reporting():
            self.view = await self.app.ask(self.app.services.partnerships.show, self.view.id)
            self.refresh_bindings()
            if not self.view.mine_to_answer:
                self.leave()

    def act(self, actor: Actor, services: Services) -> Outcome:
        """Grant it."""
        answer = Answer.of(
            access=self.access,
            payment=self.payment,
            products=self.product_ids if self.access is Access.LIMITED else None,
        )
        return services.requests.accept(actor, self.view.id, answer, version=self.view.version)

    def review_question(self) -> str:
        """Return what the review is about."""
        return _("Answer the request of {partner} like this?").format(partner=self.view.partner)

    def before(self) -> tuple[str, str]:
        """Return what was asked."""
        return _("Asked"), arrangement_words(self.view.requested)

    def after(self) -> tuple[str, str]:
        """Return what is granted."""
        return _("Granted"), self.chosen_words()

    def last_words(self) -> str:
        """Return what the last key does."""
        return _("Press enter to grant it; {partner} is told by e-mail. Escape goes back.").format(
            partner=self.view.partner
        )

    def done_text(self, outcome: Outcome) -> str:
        """Return what was granted."""
        view = outcome.partnership
        return _("{id} is active: {partner} has {terms}.").format(
            id=view.id, partner=view.partner, terms=terms_words(view.access, view.payment, view.products)
        )

    def _refused(self, outcome: Outcome | None) -> None:
        if outcome is not None:
            self.leave(outcome)
