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

from resellertui.adapters.drop_folder import Content, DropFolder, NoRegularFile, NoRight
from resellertui.domain.access import Action
from resellertui.domain.errors import Invalid, Refused, ResellerError
from resellertui.domain.leads.filing import checked
from resellertui.domain.leads.request_file import LARGEST, read_request_file
from resellertui.domain.leads.states import RequestState, Source
from resellertui.domain.wording import _, ngettext
from resellertui.services.actor import Actor
from resellertui.services.jobs.outcome import Hindered
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
        Refused: the folder can't be read, or files can't be moved away; the others were taken, what was filed stays.
    """
    folder = _folder(office, actor)
    if folder is None:
        return {"taken": 0, "refused": 0}
    try:
        counts, trouble = _take_all(office, actor, folder)
        waiting = folder.count()
    except OSError as error:
        raise _stuck(folder, error) from error
    if trouble is not None:
        raise _stuck(folder, trouble) from trouble
    return Hindered({kind: counts[kind] for kind in ("taken", "refused")}, _left(folder, waiting) if waiting else "")


def _take_all(office: Office, actor: Actor, folder: DropFolder) -> tuple[Counter[str], OSError | None]:
    """Take one file after the other; where one can't be moved, go on, and return why it could not."""
    counts: Counter[str] = Counter()
    trouble: OSError | None = None
    for name in folder.names():
        try:
            counts[_take(office, actor, folder, name)] += 1
        except OSError as error:
            trouble = trouble or error
    return counts, trouble


def _stuck(folder: DropFolder, error: OSError) -> Refused:
    return Refused(
        _("Requests in {folder} can't be moved away.").format(folder=folder.path),
        _("The reason: {reason}. What could be filed is filed, once.").format(reason=error.strerror or error),
        _("Let the folder be read and written by whoever runs this, and have room; the next run goes on."),
    )


def _left(folder: DropFolder, count: int) -> str:
    return ngettext(
        "{count} file waits in {folder} for the next run.", "{count} files wait in {folder} for the next run.", count
    ).format(count=count, folder=folder.path)


def _folder(office: Office, actor: Actor) -> DropFolder | None:
    with office.reading(actor) as unit:
        allow_running(unit, Action.TICK)
        is_for_play = unit.installation.is_for_play
    folder = office.quotes
    return None if folder is None or office.dry_run or (is_for_play and folder.is_usual) else folder


def _take(office: Office, actor: Actor, folder: DropFolder, name: str) -> str:
    """File one file's request, if it holds one; return what became of the file."""
    content: Content | None = None
    try:
        content = folder.read(name, LARGEST + 1)
        _file(office, actor, content.data)
    except NoRegularFile:
        folder.refuse(name, _("It is no regular file, and was not read.") + "\n")
        return "refused"
    except NoRight:
        folder.refuse(name, _("Whoever runs this may not read it.") + "\n")
        return "refused"
    except FileNotFoundError:
        return "gone"  # another run was quicker
    except (Invalid, Refused) as refusal:
        return "refused" if folder.refuse(name, _reasons(refusal), content) else "gone"
    folder.take(name, content)
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
