"""Giving rights and taking them back, to a person or to a team alike: which, how far, what it does, then the act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from resellertui.domain.roles import ProductRight
from resellertui.domain.wording import _
from resellertui.services.billing.catalogue import CatalogueQuery
from resellertui.services.console import Services
from resellertui.services.inputs import ClientQuery, ClientTab
from resellertui.services.moving_rights import RightsAct
from resellertui.services.people import People
from resellertui.services.teams import Teams
from resellertui.services.views import GrantView, ProductView
from resellertui.tui import people_words as words
from resellertui.tui.dialogs.choose import Choice, ChooseDialog
from resellertui.tui.dialogs.form_dialog import TextDialog
from resellertui.tui.dialogs.pick_many import Pick, PickDialog
from resellertui.tui.moving import ask_and_do

if TYPE_CHECKING:
    from resellertui.tui.app import ConsoleApp

SHOWN = 200
"""How many clients are offered at once; of more, those that match a text."""
PRODUCTS, FAMILY, PRESENT = "products", "family", "present"
_WHOLE_CATALOGUE = 10_000


@dataclass(frozen=True)
class Holder:
    """A person or a team, as what rights are given to."""

    id: str
    name: str
    grants: tuple[GrantView, ...]
    """What it was given itself."""
    is_team: bool = False

    def area(self, services: Services) -> People | Teams:
        """Return the service that gives to it."""
        return services.teams if self.is_team else services.people

    def right_on(self, kind: str, subject: str) -> ProductRight | None:
        """Return the right it was given on exactly this product or family."""
        found = (one.right for one in self.grants if (one.kind, one.subject_id) == (kind, subject))
        return next(found, None)


async def families(app: ConsoleApp) -> dict[str, str]:
    """Return the families of products with their words, in the order of the catalogue."""
    page = await app.ask(app.services.catalogue.page, CatalogueQuery(), 0, _WHOLE_CATALOGUE)
    return {one.family: one.family_label for one in page.rows}


async def give_products(app: ConsoleApp, holder: Holder) -> None:
    """Ask how far, which right and on what; say who gains what, and give it. Raises what the services raise."""
    title = _("What shall {name} get a right on?").format(name=holder.name)
    ways = [
        Choice(PRODUCTS, _("Products, one by one"), letter="o"),
        Choice(FAMILY, _("A family, with the products that come later"), letter="f"),
        Choice(PRESENT, _("A family, only the products that there are now"), letter="p"),
    ]
    way = await app.push_screen_wait(ChooseDialog(title, ways))
    if way is None:
        return
    rights = [
        Choice(ProductRight.TECHNICAL.value, words.right_sentence(ProductRight.TECHNICAL), letter="t"),
        Choice(ProductRight.STATISTICS.value, words.right_sentence(ProductRight.STATISTICS), letter="s"),
    ]
    chosen = await app.push_screen_wait(ChooseDialog(_("Which right?"), rights))
    if chosen is None:
        return
    right = ProductRight(chosen)
    products = await app.ask(app.services.products.list)
    if not products and way != FAMILY:
        app.warn(_("The organisation has no product yet. Those that come later can be given by their family."))
        return
    known = await families(app)
    picks = (
        _product_picks(holder, products, right, known)
        if way == PRODUCTS
        else _family_picks(holder, products, right, known, present=way == PRESENT)
    )
    question = _("On which? ({right})").format(right=words.right_words(right))
    picked = await app.push_screen_wait(PickDialog(question, picks, least=1))
    if picked is None:
        return
    acts = [_giving(holder, way, one, right) for one in picked]
    await ask_and_do(
        app,
        _("Give {name} this right?").format(name=holder.name),
        acts,
        yes=_("Give"),
        done=_("{name} was given the right.").format(name=holder.name),
    )


async def take_products(app: ConsoleApp, holder: Holder) -> None:
    """Ask which rights to take back; say who loses what, and take them. Raises what the services raise."""
    known = await families(app)
    given = [one for one in holder.grants if one.kind != "client"]
    picks = [Pick(str(at), words.grant_words(one, known)) for at, one in enumerate(given)]
    title = _("Take which rights back from {name}?").format(name=holder.name)
    picked = await app.push_screen_wait(PickDialog(title, picks, least=1))
    if picked is None:
        return
    acts = [_taking(holder, given[int(one)]) for one in picked]
    await ask_and_do(
        app,
        _("Take this back from {name}?").format(name=holder.name),
        acts,
        yes=_("Take back"),
        done=_("The rights were taken back from {name}.").format(name=holder.name),
        danger=True,
    )


async def choose_clients(app: ConsoleApp, holder: Holder) -> None:
    """Pick the clients that are granted; say who gains or loses which. Raises what the services raise."""
    granted = {one.subject_id: one.subject for one in holder.grants if one.kind == "client"}
    offered = await _clients(app, granted)
    if offered is None:
        return
    if not offered:
        app.warn(_("There is no active client. Clients are added in Managed clients: g c."))
        return
    picks = [Pick(one, name, picked=one in granted) for one, name in offered.items()]
    title = _("Which clients shall be granted to {name}?").format(name=holder.name)
    picked = await app.push_screen_wait(PickDialog(title, picks))
    if picked is None:
        return
    acts = [_client_act(holder, one, on=True) for one in picked if one not in granted]
    acts += [_client_act(holder, one, on=False) for one in offered if one in granted and one not in picked]
    if not acts:
        app.say(_("Nothing is different."))
        return
    await ask_and_do(
        app,
        _("Change the clients of {name}?").format(name=holder.name),
        acts,
        yes=_("Change"),
        done=_("The clients of {name} were changed.").format(name=holder.name),
    )


async def _clients(app: ConsoleApp, granted: dict[str, str]) -> dict[str, str] | None:
    """Return the active clients to choose from; of many those that match what is typed; None where that is left."""
    text = ""
    while True:
        query = ClientQuery(tab=ClientTab.ACTIVE, text=text)
        page = await app.ask(app.services.clients.page, query, 0, SHOWN)
        if page.total <= SHOWN:
            return {one.partnership_id: one.name for one in page.rows}
        title = _("There are more than {count} of these clients").format(count=SHOWN)
        hint = _("With nothing typed those are offered that are granted now.")
        label = _("Part of the name, the reference or the place")
        answer = await app.push_screen_wait(TextDialog(title, label, hint=hint, yes=_("Find")))
        if answer is None:
            return None
        text = str(answer["text"]).strip()
        if not text:
            return granted


def _product_picks(
    holder: Holder, products: Sequence[ProductView], right: ProductRight, known: dict[str, str]
) -> list[Pick]:
    return [
        Pick(
            one.id,
            one.name,
            group=known.get(one.family, one.family),
            why_not=_given_already(holder.right_on("product", one.id), right),
        )
        for one in products
    ]


def _family_picks(
    holder: Holder, products: Sequence[ProductView], right: ProductRight, known: dict[str, str], *, present: bool
) -> list[Pick]:
    counts: dict[str, int] = {}
    for one in products:
        counts[one.family] = counts.get(one.family, 0) + 1
    return [
        Pick(
            family,
            _("{family} · {count} now").format(family=label, count=counts.get(family, 0)),
            why_not=_("no product of it now")
            if present and family not in counts
            else ""
            if present
            else _given_already(holder.right_on("family", family), right),
        )
        for family, label in known.items()
    ]


def _given_already(now: ProductRight | None, right: ProductRight) -> str:
    return _("given already") if now is right else ""


def _giving(holder: Holder, way: str, subject: str, right: ProductRight) -> RightsAct:
    if way == PRODUCTS:
        return lambda services, actor: holder.area(services).grant_product(actor, holder.id, subject, right)
    present = way == PRESENT
    return lambda services, actor: holder.area(services).grant_family(
        actor, holder.id, subject, right, present_only=present
    )


def _taking(holder: Holder, grant: GrantView) -> RightsAct:
    if grant.kind == "family":
        return lambda services, actor: holder.area(services).revoke_family(actor, holder.id, grant.subject_id)
    return lambda services, actor: holder.area(services).revoke_product(actor, holder.id, grant.subject_id)


def _client_act(holder: Holder, client: str, *, on: bool) -> RightsAct:
    if on:
        return lambda services, actor: holder.area(services).grant_client(actor, holder.id, client)
    return lambda services, actor: holder.area(services).revoke_client(actor, holder.id, client)
