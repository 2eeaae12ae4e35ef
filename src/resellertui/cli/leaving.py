"""`resellertui org delete` and `user erase`: what can't be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from resellertui.cli import printing
from resellertui.cli.call import Call, usage
from resellertui.cli.signing_in import ask_line, has_terminal, password_from
from resellertui.domain.errors import Interrupted, Usage
from resellertui.domain.wording import _, ngettext

if TYPE_CHECKING:
    from resellertui.services.leaving_views import DeletionView, ErasureView


def delete_organisation(call: Call, *, password_stdin: bool) -> None:
    """Delete the actor's organisation; a dry run without a password only says what stands in the way.

    Raises:
        Refused: naming everything that stands in the way.
        Interrupted: the person at the terminal did not confirm.
    """
    if call.dry_run and not password_stdin:
        desk = call.desk(writes=False)
        view = desk.services.deleting.preview(desk.actor)
        call.tell({"deletion": view.model_dump(mode="json")}, lambda: _preview(view))
        return
    from resellertui.services.deleting import still_in_the_way

    desk = call.desk(writes=True, checks_password=True)
    view = desk.services.deleting.preview(desk.actor)
    if view.obstacles:
        raise still_in_the_way(view)
    if not password_stdin and has_terminal():
        printing.warn(_preview(view))
        if ask_line(_("Delete it? Type yes: ")).lower() != _("yes"):
            raise Interrupted(_("Nothing was changed."))
    password = password_from(from_stdin=password_stdin, question=_("Your password, to delete it: "))
    view = desk.services.deleting.delete(desk.actor, password)
    call.tell(
        {"deletion": view.model_dump(mode="json")},
        lambda: _("{organisation} is deleted.").format(organisation=view.organisation),
    )


def erase_person(call: Call, who: str, reason: str, *, oneself: bool, password_stdin: bool) -> None:
    """Erase oneself, or as the provider's staff a person who asked for it.

    Raises:
        Usage: not exactly one of both is meant, or an option belongs to the other one.
        Interrupted: the person at the terminal did not confirm.
    """
    from resellertui.services.leaving_views import ErasureInput

    if bool(who) == oneself:
        raise Usage(_("Name the person to erase, or say --self."))
    if oneself and reason:
        raise usage("--reason", _("You need not say why."))
    if not oneself:
        wish = ErasureInput.of(person=who, reason=reason)
        desk = call.desk(writes=True)
        _told(call, desk.services.erasing.person(desk.actor, wish))
        return
    desk = call.desk(writes=True, needs_org=False, checks_password=True)
    if not password_stdin and has_terminal():
        question = _("Everything that is kept about you goes, and can't be brought back. Erase it? Type yes: ")
        if ask_line(question).lower() != _("yes"):
            raise Interrupted(_("Nothing was changed."))
    password = password_from(from_stdin=password_stdin, question=_("Your password, to erase what is kept of you: "))
    _told(call, desk.services.erasing.myself(desk.actor, password))


def _told(call: Call, view: ErasureView) -> None:
    def text() -> str:
        acts = ngettext(
            "{id} is erased: {count} entry of the audit says nothing of the person any more.",
            "{id} is erased: {count} entries of the audit say nothing of the person any more.",
            view.entries,
        )
        return acts.format(id=view.id, count=view.entries)

    call.tell({"erased": view.model_dump(mode="json")}, text)


def _preview(view: DeletionView) -> str:
    if view.obstacles:
        head = _("{organisation} can't be deleted yet.").format(organisation=view.organisation)
        lines = [" ".join(part for part in (one.text, one.hint) if part) for one in view.obstacles]
    else:
        head = _("{organisation} can be deleted:").format(organisation=view.organisation)
        lines = list(view.effects)
    return "\n".join([head, *(f"  {line}" for line in lines)])
