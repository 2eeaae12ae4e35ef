"""A page that walks through steps to an arrangement, rehearses it, and has it done."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from resellertui.domain.errors import Conflict, Invalid, Refused, ResellerError
from resellertui.domain.partnership import Access, Payment
from resellertui.domain.text import visible
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.partnerships.arranging import Outcome
from resellertui.services.views import ProductView
from resellertui.tui.bridge import StillSaving
from resellertui.tui.held_keys import HeldKeys
from resellertui.tui.partnership_words import terms_words
from resellertui.tui.screens.arranging.access_step import AccessStep
from resellertui.tui.screens.arranging.products_step import ProductsStep, picks_of
from resellertui.tui.screens.arranging.review_step import ReviewStep
from resellertui.tui.screens.arranging.step import Step
from resellertui.tui.screens.page import Page


class ArrangingPage(HeldKeys, Page[Outcome]):  # type: ignore[misc]  # `app` is narrowed, by a property
    """Access, then products where it is limited, then the review. Escape goes one step back and keeps everything."""

    GUIDE = "add-partner"
    CSS_PATH = Path(__file__).with_name("page.tcss")  # a bare name would be looked for beside each subclass
    DEFAULT_CSS = """
    ArrangingPage .step-line { height: 1; color: $text-muted; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.access: Access | None = None
        self.payment: Payment | None = None
        self.products: tuple[ProductView, ...] = ()
        self.access_step = AccessStep(self)
        self.products_step = ProductsStep(self)
        self.review_step = ReviewStep(self)
        self._trail: list[Step] = []
        self._is_confirmed = False
        self._knows_products = False

    @property
    def partner_name(self) -> str:
        """The partner that it is about."""
        raise NotImplementedError

    def act(self, actor: Actor, services: Services) -> Outcome:
        """Do it. Called with rehearsing services for the consequences, outside the interface's loop."""
        raise NotImplementedError

    def steps(self) -> Sequence[Step]:
        """Return the steps in their order."""
        return (self.access_step, self.products_step, self.review_step)

    def prepicked(self) -> tuple[str, ...]:
        """Return the products, by id or name, that are picked at first."""
        return ()

    def partnership_id(self) -> str:
        """Return the partnership that is being arranged; empty for a new one."""
        return ""

    def before(self) -> tuple[str, str] | None:
        """Return heading and words of what stands beside what is chosen, if anything."""
        return None

    def after(self) -> tuple[str, str]:
        """Return heading and words of what is chosen."""
        raise NotImplementedError

    def review_question(self) -> str:
        """Return what the review is about."""
        raise NotImplementedError

    def last_words(self) -> str:
        """Return what the last key does."""
        raise NotImplementedError

    def done_text(self, outcome: Outcome) -> str:
        """Return what to say afterwards."""
        raise NotImplementedError

    @property
    def step(self) -> Step:
        """The step in front."""
        return self._trail[-1]

    @property
    def product_ids(self) -> tuple[str, ...]:
        """The picked products, none with full access."""
        return self.products_step.picked if self.access is Access.LIMITED else ()

    @property
    def is_confirmed(self) -> bool:
        """Whether the last key was pressed."""
        return self._is_confirmed

    def chosen_words(self) -> str:
        """Return what is chosen, in a few words."""
        names = {one.id: one.name for one in self.products}
        picked = tuple(names[one] for one in self.product_ids if one in names)
        return terms_words(self.access or Access.LIMITED, self.payment, picked)

    def compose_body(self) -> ComposeResult:
        """Yield the line of steps and the steps."""
        yield Static(classes="step-line")
        for step in self.steps():
            step.display = False
            yield step

    def on_mount(self) -> None:
        """Start with the first step, and read the products behind it."""
        self.show_step(self.steps()[0])
        self.load()

    @work(exclusive=True, group="products")
    async def load(self, *, again: bool = False) -> None:
        """Read the products that can be picked; `again` keeps what is picked."""
        with self.app.reporting():
            self.products = await self.app.ask(self.app.services.products.list)
            picked = self.products_step.picked if again else self.prepicked()
            terms = self.app.services.office.terms
            self.products_step.offer(picks_of(self.products, terms, picked=picked, partnership=self.partnership_id()))
            self._knows_products = True
        if self.is_holding and self.step is self.products_step:
            self.release()

    def reload(self) -> None:
        """Read the products again."""
        if not self._is_confirmed:
            self.load(again=True)

    def unfinished(self) -> str | None:
        """Return that leaving loses what was chosen."""
        return _("What you have chosen here is not kept.") if len(self._trail) > 1 else None

    def step_back(self) -> bool:
        """Go one step back, with everything chosen kept."""
        if len(self._trail) < 2:
            return False
        self.release(replay=False)
        self.workers.cancel_group(self, "consider")
        self._trail.pop()
        self._show()
        return True

    def show_step(self, step: Step) -> None:
        """Go on to a step."""
        self._trail.append(step)
        self._show()

    def choose_access(self, access: Access, payment: Payment | None) -> None:
        """Take the access, and go on."""
        self.access, self.payment = access, payment
        if access is Access.LIMITED:
            self.show_step(self.products_step)
            if not self._knows_products:
                self.hold()
        else:
            self._review()

    def choose_products(self) -> None:
        """Take the picked products, and go on."""
        self._review()

    def confirm(self) -> None:
        """Do it, once."""
        if not self._is_confirmed:
            self._is_confirmed = True
            self.carry_out()

    def _review(self) -> None:
        self.show_step(self.review_step)
        self.hold()
        self.consider()

    @work(exclusive=True, group="consider")
    async def consider(self) -> None:
        """Work out the consequences; what stands in the way is shown in the step that chose it."""
        outcome: Outcome | None = None
        with self.app.reporting():
            try:
                outcome = await self.app.ask(self.act, self.app.services.rehearsing())
            except (Conflict, Invalid, Refused) as error:
                self._go_back_with(error)
                return
        if outcome is None:
            self.step_back()
            return
        self.review_step.show_effects(outcome.effects)
        self.release()

    @work(group="carry-out")
    async def carry_out(self) -> None:
        """Have it done; then close, or show what stands in the way."""
        outcome: Outcome | None = None
        with self.app.reporting():
            try:
                outcome = await self.app.tell(self.act, self.app.services)
            except StillSaving:
                raise
            except (Conflict, Invalid, Refused) as error:
                self._go_back_with(error)
        if outcome is None:
            self._is_confirmed = False
            return
        self.app.say(self.done_text(outcome))
        self.leave(outcome)

    def _go_back_with(self, error: ResellerError) -> None:
        """Show what stands in the way where it was chosen; what someone else changed is read again after a dialog."""
        self._is_confirmed = False
        self.step_back()
        if isinstance(error, Conflict) and "partners" not in error.facts:
            self.app.show_error(error)
        else:
            self.step.show_problem(error)
        self.app.changed.publish(None)

    def _show(self) -> None:
        for step in self.steps():
            step.display = step is self.step
        self.step.entered()
        self.set_focus(self.step.first_focus())
        self.query_one(".step-line", Static).update(self._step_line())
        self.refresh_bindings()

    def _step_line(self) -> Content:
        parts = []
        for number, step in enumerate(self.steps(), start=1):
            words = f"{number} {visible(_(step.NAME))}"
            shown = Content.styled(f"[{words}]", "bold $text-accent") if step is self.step else Content(f" {words} ")
            parts.append(shown)
        return Content(" › ").join(parts)
