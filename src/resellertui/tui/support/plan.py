"""The plans: what the present one promises, all of them compared, and ordering one as the Shop does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from resellertui.domain.access import Action
from resellertui.domain.support_code import CodeKind
from resellertui.domain.wording import _
from resellertui.services.contact import provider
from resellertui.services.support.code_views import PlanPage, PlanView
from resellertui.tui.commands import Command
from resellertui.tui.facts import fact_lines
from resellertui.tui.support.code_panel import CodePanel
from resellertui.tui.support.ordering import order_plan
from resellertui.tui.support.part import CursorList, StillScroll, SupportPart
from resellertui.tui.support.words import plan_facts, plan_head, plan_line, premium_rules
from resellertui.tui.text import plain

ORDER = Command(
    "premium.order",
    "o",
    "Order",
    "Order the plan under the cursor, as in the Shop: what it costs is said before.",
    permission=Action.ORDER_PLACE,
    danger=True,
    footer=10,
)
VIP = Command("premium.vip", "V", "VIP code", "Go to the VIP code, or back to the plans.", footer=40)


class PlanPart(SupportPart):
    """What support is promised, and the table of plans; on the Premium page with the VIP code."""

    HELP_TITLE = "Premium support"
    VERBS: ClassVar[tuple[Command, ...]] = (ORDER, VIP)

    def __init__(self, *, with_code: bool = False) -> None:
        super().__init__()
        self._with_code = with_code
        self._page: PlanPage | None = None

    def compose(self) -> ComposeResult:
        """Lay out facts, table and rules."""
        with StillScroll():
            yield Static(classes="plan-facts")
            yield Static(plain(plan_head()), classes="plan-head")
            yield CursorList(compact=True, classes="plan-list")
            yield Static(classes="hint")
            if self._with_code:
                yield CodePanel(CodeKind.VIP)

    def first_focus(self) -> Widget:
        """Return the table."""
        return self.query_one(CursorList)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide the way to the VIP code where it is not on the page."""
        return False if parameters == (VIP.id,) and not self._with_code else super().check_action(action, parameters)

    def why_not(self, command: Command) -> str | None:
        """Say what stands against ordering the plan under the cursor."""
        if command is not ORDER:
            return super().why_not(command)
        plan = self._under_cursor()
        if plan is None:
            return _("The plans are being read.")
        if self.app.entered is not None:
            return _(
                "Inside a client's organisation, order a plan for it in its Shop; leave it to order one for yours."
            )
        if not plan.sku:
            return _("The plan {plan} is everybody's: there is nothing to order.").format(plan=plan.label)
        return super().why_not(command)

    @work(group="load", exclusive=True)
    async def reload(self) -> None:
        """Read the plans, and what they cost here."""
        with self.app.reporting():
            services = self.app.services
            page = await self.app.ask(services.support_plans.show)
            kinds = await self.app.ask(services.catalogue.kinds) if self.app.entered is None else ()
            prices = {one.sku: f"{one.price} {one.currency}" for one in kinds if one.price and one.period_months == 1}
            found = await self.app.behind(provider, services)
            self.query_one(".plan-facts", Static).update(fact_lines(plan_facts(page, found)))
            self.query_one(".hint", Static).update(plain(premium_rules(page)))
            self._list(page, [plain(plan_line(one, prices.get(one.sku, ""))) for one in page.plans])
            if self._with_code:
                self.query_one(CodePanel).take(await self.app.ask(services.support_codes.look))
            self.refresh_bindings()

    def _list(self, page: PlanPage, lines: Sequence[object]) -> None:
        plans = self.query_one(CursorList)
        before = plans.highlighted
        plans.clear_options()
        plans.add_options([Option(line) for line in lines])  # type: ignore[arg-type]  # Content
        current = next((at for at, one in enumerate(page.plans) if one.is_current), 0)
        plans.highlighted = current if before is None or before >= len(page.plans) else before
        self._page = page

    @work(group="dialog", exclusive=True)
    async def action_order(self) -> None:
        """Order the plan under the cursor."""
        plan = self._under_cursor()
        if plan is not None and self._page is not None:
            with self.app.reporting():
                await order_plan(self.app, plan.sku, premium_rules(self._page))

    def action_vip(self) -> None:
        """Go to the VIP code, or back."""
        panel = self.query_one(CodePanel)
        self.screen.set_focus(self.query_one(CursorList) if panel.has_focus else panel)

    @on(OptionList.OptionSelected)
    async def order_chosen(self) -> None:
        """Order what enter was pressed on."""
        await self.action_command(ORDER.id)

    @on(OptionList.OptionHighlighted)
    def renew_keys(self) -> None:
        """Let the footer follow the cursor."""
        self.refresh_bindings()

    def _under_cursor(self) -> PlanView | None:
        at = self.query_one(CursorList).highlighted
        return None if self._page is None or at is None else self._page.plans[at]
