"""Products in words: expiry, renewal, rights; and the one act that there is on them yet."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from resellertui.domain.access import Action
from resellertui.domain.roles import ProductRight
from resellertui.domain.wording import _, ngettext
from resellertui.services.views import Entered, ProductView
from resellertui.tui import formats
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.confirm import ConfirmDialog
from resellertui.tui.widgets.record_source import Row, Tone

if TYPE_CHECKING:
    from resellertui.tui.app import ConsoleApp

RENEWAL = Command(
    "product.renewal",
    "t",
    "Auto-renewal",
    "Switch the automatic renewal on or off.",
    permission=Action.PRODUCT_CHANGE,
    footer=20,
)
CHARGE = Command(
    "product.charge", "p", "Partner", "Open the partnership of the partner that is in charge of it.", footer=30
)


def expiry_words(product: ProductView, today: date) -> str:
    """Return the expiry as date and distance; what has expired says so with a sign and a word."""
    if product.expires_on is None:
        return _("no expiry")
    words = formats.day_and_distance(product.expires_on, today)
    return f"■ {_('expired')} {words}" if product.expired else words


def renewal_words(product: ProductView) -> str:
    """Return whether it renews by itself."""
    return f"✓ {_('auto')}" if product.auto_renewal else f"– {_('by hand')}"


def right_words(right: ProductRight) -> str:
    """Return what the reader may do with it."""
    return {ProductRight.TECHNICAL: _("change"), ProductRight.STATISTICS: _("look")}[right]


def period_words(months: int) -> str:
    """Return a period in years where it is whole ones, else in months."""
    if months and months % 12 == 0:
        return ngettext("{count} year", "{count} years", months // 12).format(count=months // 12)
    return ngettext("{count} month", "{count} months", months).format(count=months)


def product_row(product: ProductView, today: date, soon: int) -> Row:
    """Return a product as lists show it; so many days before its expiry it is coloured, beside what the words say."""
    tone = None
    if product.expired:
        tone = Tone.BAD
    elif product.expires_on is not None and (product.expires_on - today).days <= soon:
        tone = Tone.WARNING
    return Row(
        product.id,
        {
            "family": product.family,
            "name": product.name,
            "label": product.label,
            "expiry": expiry_words(product, today),
            "renewal": renewal_words(product),
            "charge": product.entrusted_to or "–",
            "right": right_words(product.right),
        },
        tone,
    )


def reason_against(command: Command, product: ProductView | None, entered: Entered | None) -> str | None:
    """Return why the command can't be used on the product, in a sentence, or None.

    From inside a client's organisation (`entered`) no partnership is opened: it stands in one's own.
    """
    if product is None:
        return None
    if command is CHARGE and entered is not None:
        return _("You are inside the organisation of {client}. Press L to leave it first.").format(
            client=entered.client
        )
    if command is RENEWAL and not product.right.covers(ProductRight.TECHNICAL):
        return _("Your right on {product} is to look, not to change.").format(product=product.name)
    if command is CHARGE and product.entrusted_partnership is None:
        return _("No partner is in charge of {product}.").format(product=product.name)
    return None


async def switch_renewal(app: ConsoleApp, product: ProductView) -> ProductView | None:
    """Ask, then switch the automatic renewal; None where the user thought better of it.

    Raises:
        Refused: too few days are left, as the service says.
        NotFound, Forbidden: it is no longer the reader's to change.
    """
    on = not product.auto_renewal
    await app.ask(app.services.rehearsing().products.set_auto_renewal, product.id, on)
    if on:
        question = _("Switch the automatic renewal of {product} on?")
        effect = _("From then on it is renewed by itself before it expires, and charged.")
    else:
        question = _("Switch the automatic renewal of {product} off?")
        effect = _("It expires {when} unless someone renews it.")
    when = formats.day_and_distance(product.expires_on, formats.today(app.services))
    yes = _("Switch on") if on else _("Switch off")
    dialog = ConfirmDialog(question.format(product=product.name), (effect.format(when=when),), yes=yes)
    if not await app.push_screen_wait(dialog):
        return None
    changed = await app.tell(app.services.products.set_auto_renewal, product.id, on)
    said = _("The automatic renewal of {product} is on.") if on else _("The automatic renewal of {product} is off.")
    app.say(said.format(product=product.name))
    return changed
