"""`resellertui quote …`, continued: offering, comparing, accepting, and ordering what was agreed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any

import typer

from resellertui.cli.call import Call, call_of, usage
from resellertui.cli.files import read_file
from resellertui.cli.options import Verbs
from resellertui.cli.order import BillingAddress, Key, Pay, order_page, vat_hint_words
from resellertui.cli.quote_pages import comparison_page, contract_page, contract_table, draft_page, offer_page
from resellertui.domain.errors import Usage
from resellertui.domain.wording import _

if TYPE_CHECKING:
    from resellertui.services.leads.lead_views import OfferInput

RequestId = Annotated[str, typer.Argument(metavar="REQUEST", help="The request's id, such as RFQ-3.")]
OfferId = Annotated[str, typer.Argument(metavar="OFFER", help="The offer's id, such as OFF-3.")]
ContractId = Annotated[str, typer.Argument(metavar="CONTRACT", help="The contract's id, such as CTR-3.")]
Named = Annotated[
    list[str] | None,
    typer.Option("--name", metavar="N=NAME", help="What names line N, from 1; a domain where it is one. Repeat it."),
]
Limit = Annotated[int, typer.Option("--limit", metavar="N", min=1, max=1000, help="How many.")]
Offset = Annotated[int, typer.Option("--offset", metavar="N", min=0, max=10**9, help="How many to leave out.")]

_LINE = re.compile(r"(?P<sku>[^:=]+)(?::(?P<quantity>[^:=]*)(?::(?P<periods>[^:=]*))?)?(?:=(?P<price>.*))?", re.DOTALL)
_NUMBERED = re.compile(r"([0-9]{1,3})=(.*)", re.DOTALL | re.ASCII)


def declare(app: Verbs) -> None:
    """Add the commands to the group."""
    for verb in (offer, compare, accept, contracts, contract, order):
        app.verb()(verb)


def offer(
    ctx: typer.Context,
    request: RequestId,
    lines: Annotated[
        list[str] | None,
        typer.Option(
            "--line",
            metavar="SKU[:QTY[:PERIODS]][=PRICE]",
            help="What you offer, at the price of one unit and period without VAT; by your margins if left out. "
            "Repeat it.",
        ),
    ] = None,
    name: Named = None,
    file: Annotated[str, typer.Option("--file", metavar="FILE", help="The lines as JSON; - is standard input.")] = "",
    valid_until: Annotated[
        str, typer.Option("--valid-until", metavar="DATE", help="Its last day; thirty days from now if left out.")
    ] = "",
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="What the requester reads beside it.")] = "",
    version: Annotated[
        int | None, typer.Option("--if-version", metavar="N", help="Only if the request is still at this version.")
    ] = None,
    key: Key = "",
) -> None:
    """Answer a request with an offer, or replace yours; --dry-run shows what it costs you and what it brings."""
    from resellertui.domain.leads.offer_file import read_offer_file
    from resellertui.services.leads.lead_views import OfferInput

    call = call_of(ctx)
    if bool(lines) is bool(file):
        raise usage("--line", _("Say what you offer, line by line or with --file; not both."))
    if file:
        if name:
            raise Usage(_("With --file, its lines say the names: leave --name out."))
        call.check_path(file)
        given = read_offer_file(read_file(file))
    else:
        given = _named([_line(one) for one in lines or []], _names(name))
    wish = OfferInput.of(request=request, lines=given, valid_until=valid_until, note=note, version=version, key=key)
    _offer(call, wish)


def _offer(call: Call, wish: OfferInput) -> None:
    desk = call.desk(writes=True)
    draft = desk.services.offers.draft(desk.actor, wish) if call.dry_run else None
    done = desk.services.offers.answer(desk.actor, wish)
    facts: dict[str, Any] = done.model_dump(mode="json")
    if draft is not None:
        facts["draft"] = draft.model_dump(mode="json")
    call.tell(facts, lambda: draft_page(draft, done) if draft is not None else offer_page(done.offer, done.sentences))


def compare(ctx: typer.Context, request: RequestId) -> None:
    """Show the offers on your request side by side; the lowest price of a row is marked."""
    call = call_of(ctx)
    desk = call.desk(writes=False)
    found = desk.services.offers.compare(desk.actor, request)
    call.show({"comparison": found.model_dump(mode="json")}, lambda: comparison_page(found))


def accept(
    ctx: typer.Context,
    offer: OfferId,
    version: Annotated[
        int | None, typer.Option("--if-version", metavar="N", help="Only if the offer is still at this version.")
    ] = None,
) -> None:
    """Accept an offer, as a legal representative; --dry-run says who gains access to what, and who pays."""
    call = call_of(ctx)
    desk = call.desk(writes=True)
    done = desk.services.quote_contracts.accept(desk.actor, offer, version=version)
    call.tell(
        {"accepted": done.model_dump(mode="json")},
        lambda: "\n".join([_("{id}:").format(id=done.contract), *(f"  {one}" for one in done.sentences)]),
    )


def contracts(ctx: typer.Context, limit: Limit = 50, offset: Offset = 0) -> None:
    """List the contracts that came of requests, yours as a partner and as a client; the newest first."""
    call = call_of(ctx)
    desk = call.desk(writes=False)
    page = desk.services.quote_contracts.page(desk.actor, offset, limit)
    call.show({"contracts": page.model_dump(mode="json")}, lambda: contract_table(page))


def contract(ctx: typer.Context, contract: ContractId) -> None:
    """Show a contract with what is to order."""
    call = call_of(ctx)
    desk = call.desk(writes=False)
    found = desk.services.quote_contracts.show(desk.actor, contract)
    call.show({"contract": found.model_dump(mode="json")}, lambda: contract_page(found))


def order(
    ctx: typer.Context, contract: ContractId, name: Named = None, pay: Pay = False, billing_address: BillingAddress = ""
) -> None:
    """Order all that a contract lists, as its partner: once, at the provider's prices; --dry-run says what it does."""
    call = call_of(ctx)
    names = _names(name)
    desk = call.desk(writes=True)
    done = desk.services.quote_contracts.order(desk.actor, contract, names, pay=pay, billing_address=billing_address)
    call.tell({"order": done.model_dump(mode="json")}, lambda: order_page(done))
    call.hint(vat_hint_words([done.vat_hint]))


def _line(text: str) -> dict[str, Any]:
    """Return a line as it was typed; its numbers are judged with the rest of the offer."""
    match = _LINE.fullmatch(text.strip())
    if match is None:
        raise usage("--line", _("“{text}” is no SKU[:QTY[:PERIODS]][=PRICE].").format(text=text))
    found: dict[str, Any] = {"sku": match["sku"]}
    for field in ("quantity", "periods"):
        if match[field] is not None:
            if not re.fullmatch(r"[0-9]{1,9}", match[field], re.ASCII):
                raise usage("--line", _("“{text}” is no SKU[:QTY[:PERIODS]][=PRICE].").format(text=text))
            found[field] = int(match[field])
    if match["price"] is not None:
        found["price"] = match["price"]
    return found


def _names(given: list[str] | None) -> dict[int, str]:
    found: dict[int, str] = {}
    for one in given or []:
        match = _NUMBERED.fullmatch(one)
        if match is None:
            raise usage("--name", _("“{text}” is no N=NAME, such as 1=example.ch.").format(text=one))
        if int(match[1]) in found:
            raise usage("--name", _("Line {number} is named twice.").format(number=match[1]))
        found[int(match[1])] = match[2]
    return found


def _named(lines: list[dict[str, Any]], names: dict[int, str]) -> list[dict[str, Any]]:
    for number, one in names.items():
        if not 1 <= number <= len(lines):
            raise usage("--name", _("There is no line {number}.").format(number=number))
        lines[number - 1]["name"] = one
    return lines
