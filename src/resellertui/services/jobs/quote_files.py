"""The job that files the requests for quotes that a web form, or another program, has put into a folder.

Each file is one transaction, which remembers its digest: whatever ends a run between that and moving the file away, the
next one finds it filed already. Once that request is closed, the same words are a new one: what expired may be needed
still. In a database for play only a folder that was named is read: a demonstration is not to take what was meant for
the real one.
"""

from __future__ import annotations

import hashlib
import logging
from collections import Counter

from resellertui.adapters.drop_folder import DropFolder, NoRegularFile, NoRight
from resellertui.domain.access import Action
from resellertui.domain.errors import Invalid, Refused, ResellerError
from resellertui.domain.leads.filing import checked
from resellertui.domain.leads.request_file import LARGEST, read_request_file
from resellertui.domain.leads.states import RequestState, Source
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.leads.filing import file_in, wish_of
from resellertui.services.leads.reading import state_of
from resellertui.services.leads.views import QuoteRequestInput
from resellertui.services.running import allow_running
from resellertui.services.unit import Office
from resellertui.store.queries import quotes

log = logging.getLogger(__name__)

JOB = "quote_files"


def take_quote_files(office: Office, actor: Actor) -> dict[str, int]:
    """File what lies in the folder, move each file to `taken` or `refused`, and count both; a rehearsal reads nothing.

    Raises:
        Refused: the folder can't be read, or a file can't be moved away; what was filed stays filed.
    """
    folder = _folder(office, actor)
    counts = Counter({"taken": 0, "refused": 0})
    if folder is None:
        return dict(counts)
    try:
        for name in folder.names():
            counts[_take(office, actor, folder, name)] += 1
    except OSError as error:
        raise Refused(
            _("The requests in {folder} can't be taken.").format(folder=folder.path),
            _("The reason: {reason}.").format(reason=error.strerror or error),
            _("Let the folder be read and written by whoever runs this."),
        ) from error
    return {kind: counts[kind] for kind in ("taken", "refused")}


def _folder(office: Office, actor: Actor) -> DropFolder | None:
    with office.reading(actor) as unit:
        allow_running(unit, Action.TICK)
        is_for_play = unit.installation.is_for_play
    folder = office.quotes
    return None if folder is None or office.dry_run or (is_for_play and folder.is_usual) else folder


def _take(office: Office, actor: Actor, folder: DropFolder, name: str) -> str:
    """File one file's request, if it holds one; return what became of the file."""
    try:
        content = folder.read(name, LARGEST + 1)
        _file(office, actor, content)
    except NoRegularFile:
        folder.refuse(name, _("It is no regular file, and was not read.") + "\n")
        return "refused"
    except NoRight:
        folder.refuse(name, _("Whoever runs this may not read it.") + "\n")
        return "refused"
    except FileNotFoundError:
        return "gone"  # another run was quicker
    except (Invalid, Refused) as refusal:
        folder.refuse(name, _reasons(refusal))
        return "refused"
    folder.take(name)
    return "taken"


def _file(office: Office, actor: Actor, content: bytes) -> None:
    digest = hashlib.sha256(content).hexdigest()
    with office.writing(actor) as unit:
        allow_running(unit, Action.TICK)
        if (before := quotes.request_of_file(unit.session, digest)) is not None:
            if state_of(before, unit.today) is RequestState.OPEN:
                return
            before.file_digest = None
            unit.session.flush()  # the digest is free for the new request
        wish = wish_of(QuoteRequestInput.of(**read_request_file(content)))
        file_in(unit, checked(wish, unit.terms, unit.today), Source.FILE, None, digest)


def _reasons(refusal: ResellerError) -> str:
    about = [f"{one.field}: {one.reason}" for one in refusal.fields] or [refusal.detail]
    return "\n".join(one for one in (refusal.title, *about, refusal.hint) if one) + "\n"
