"""What the name of a subscribed product may be, by its kind."""

from __future__ import annotations

from resellertui.domain.errors import FieldProblem
from resellertui.domain.hostname import MAX_HOSTNAME, ascii_hostname
from resellertui.domain.programme.terms import ProductKind
from resellertui.domain.text import forbidden, tidy
from resellertui.domain.wording import _


def check_product_name(kind: ProductKind, name: str) -> FieldProblem | None:
    """Return what is wrong with a product's name, or None: a domain name where the kind is named by one."""
    reason = _wrong_domain(kind, tidy(name)) if kind.names_domain else _wrong_text(tidy(name))
    return FieldProblem("name", reason) if reason else None


def _wrong_domain(kind: ProductKind, name: str) -> str | None:
    host = ascii_hostname(name.removeprefix("*.") if kind.wildcard else name)
    if host is None:
        return _("“{kind}” is named by a domain, such as example.{tld}.").format(kind=kind.label, tld=kind.tld or "com")
    if kind.tld and host.rpartition(".")[2] != kind.tld:
        return _("“{kind}” needs a name that ends in .{tld}.").format(kind=kind.label, tld=kind.tld)
    return None


def _wrong_text(name: str) -> str | None:
    if not any(ch.isprintable() and not ch.isspace() for ch in name):
        return _("A name is needed.")
    if forbidden(name) is not None:
        return _("The name holds a control character.")
    if len(name) > MAX_HOSTNAME:
        return _("The name is longer than {count} characters.").format(count=MAX_HOSTNAME)
    return None
