"""Taking the files of many documents out at once, into a folder: byte for byte as they were issued, one at a time."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from resellertui.adapters.filesystem import make_private_folder, write_private
from resellertui.domain.access import Action
from resellertui.domain.errors import Refused
from resellertui.domain.identifiers import Kind, parse_id
from resellertui.domain.reinvoicing.numbering import file_name
from resellertui.domain.wording import _, ngettext
from resellertui.services.actor import Actor
from resellertui.services.reinvoicing.document_inputs import ReinvoiceQuery
from resellertui.services.reinvoicing.documents import choice_of
from resellertui.services.reinvoicing.paper_files import stored_kind
from resellertui.services.reinvoicing.rights import allowed_partner
from resellertui.services.unit import Office, Unit, locked_out, not_found
from resellertui.services.views import View
from resellertui.store.queries import reinvoice_documents as queries


class FolderReport(View):
    """What was written where."""

    folder: str
    format: str
    documents: int
    """How many were meant."""
    files: tuple[str, ...]
    """The names of those that are written, in order."""
    cancelled: bool
    dry_run: bool


class ReinvoiceFolders:
    """Documents to clients as files, many at once."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def write(
        self,
        actor: Actor,
        query: ReinvoiceQuery,
        folder: Path,
        kind: str = "pdf",
        *,
        only: Collection[str] | None = None,
        make: bool = False,
        replace: bool = False,
        progress: Callable[[int, int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> FolderReport:
        """Write a file of every document that matches, oldest first; what is written stays when it is stopped.

        It is audited before the first file is written, so that nothing leaves unrecorded. In a rehearsal nothing is
        written.

        Args:
            actor: who takes them out.
            query: which documents.
            folder: where the files go, each under the name that it was issued with.
            kind: `pdf` or `facturx`, `cii`, `ubl`.
            only: the ids of those among them that are meant; None for all.
            make: whether the folder is made where it is missing.
            replace: whether files that are there already are replaced.
            progress: called with the files written and all of them, after each.
            cancelled: asked between two files; true stops there.

        Raises:
            NotFound: no such client or document, or inside a client's organisation.
            Forbidden: no right to the accounting, or locked mode, where nobody names files.
            Invalid: the period is no month, or there is no such kind of file.
            Refused: the folder or a file can't be written, or a file exists that is not to be replaced.
        """
        if self._office.locked:
            raise locked_out()
        stop, tell = cancelled or (lambda: False), progress or (lambda _done, _total: None)
        target, stored, is_rehearsal = folder.expanduser().absolute(), stored_kind(kind), self._office.dry_run
        with self._office.writing(actor) as unit:
            files = list(_named_apart(_meant(unit, query, stored, only)))
            if make and not is_rehearsal:
                _make(target)
            if not make or target.exists():
                _check_folder(target)
            _check_free(target, [name for _document, name in files], replace=replace)
            unit.record("reinvoice.papers_exported", "export", None, {"documents": len(files), "format": kind})
        written: list[str] = []
        tell(0, len(files))
        for document_id, name in files:
            if stop():
                break
            if not is_rehearsal:
                self._put(actor, document_id, stored, target / name, written, replace=replace)
            written.append(name)
            tell(len(written), len(files))
        return FolderReport(
            folder=str(target),
            format=kind,
            documents=len(files),
            files=tuple(written),
            cancelled=len(written) < len(files),
            dry_run=is_rehearsal,
        )

    def _put(self, actor: Actor, document_id: int, kind: str, path: Path, written: list[str], *, replace: bool) -> None:
        """Write one file; no transaction is open meanwhile."""
        with self._office.reading(actor) as unit:
            allowed_partner(unit, Action.REINVOICE_VIEW)  # a right may end while this goes on
            paper = queries.paper(unit.session, document_id, kind)
            assert paper is not None  # noqa: S101  # its name was just read, and files are never deleted
            content = paper.content
        try:
            write_private(path, content, replace=replace)
        except OSError as error:
            raise Refused(
                _("{file} can't be written: {reason}.").format(file=path, reason=error.strerror or str(error)),
                _so_far(written),
                _("Put that right, or choose another folder, and write them again."),
                written=len(written),
            ) from error


def _meant(unit: Unit, query: ReinvoiceQuery, kind: str, only: Collection[str] | None) -> Iterator[tuple[int, str]]:
    """Yield document and name of the files that are meant.

    Raises:
        NotFound: one of the ids is none of these documents.
    """
    found = queries.paper_names(unit.session, choice_of(unit, query), kind)
    if only is None:
        yield from found
        return
    missing = {_number_of(one): one for one in only}
    for document_id, name in found:
        if missing.pop(document_id, None) is not None:
            yield document_id, name
    for reference in missing.values():
        raise not_found(reference)


def _number_of(reference: str) -> int | None:
    return parse_id(Kind.REINVOICE, reference) or parse_id(Kind.REINVOICE_CREDIT, reference)


def _named_apart(papers: Iterator[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Yield each file under a name of its own, also where letter case does not count."""
    taken: set[str] = set()
    for document_id, stored in papers:
        name = file_name(stored)
        while name.lower() in taken:
            name = f"{document_id}-{name}"
        taken.add(name.lower())
        yield document_id, name


def _make(folder: Path) -> None:
    """Make a folder that only the user reads, unless it is there.

    Raises:
        Refused: it can't be made.
    """
    try:
        make_private_folder(folder)
    except OSError as error:
        raise Refused(
            _("{folder} can't be made: {reason}.").format(folder=folder, reason=error.strerror or str(error)),
            _("Nothing was written."),
            _("Choose another folder."),
        ) from error


def _check_folder(folder: Path) -> None:
    """Refuse a folder that can't be written to, before anything is.

    Raises:
        Refused: there is none, it is none, or nothing may be written in it.
    """
    if not folder.exists():
        title, hint = _("There is no folder {folder}."), _("Make it first, or choose another one.")
    elif not folder.is_dir():
        title, hint = _("{folder} is no folder."), _("Choose a folder.")
    elif not os.access(folder, os.W_OK | os.X_OK):
        title, hint = _("Nothing may be written in {folder}."), _("Choose another folder.")
    else:
        return
    raise Refused(title.format(folder=folder), _("Nothing was written."), hint)


def _check_free(folder: Path, names: list[str], *, replace: bool) -> None:
    """Refuse what would go over something else, before the first file is written.

    Raises:
        Refused: something of that name is there, and is not to be replaced or is a folder.
    """
    for name in names:
        path = folder / name
        if os.path.lexists(path) and (not replace or path.is_dir()):
            raise Refused(
                _("{file} exists already.").format(file=path),
                _("Nothing was written."),
                _("Choose another folder, or add --replace."),
            )


def _so_far(written: list[str]) -> str:
    """Return what was written before something went wrong."""
    if not written:
        return _("Nothing was written.")
    words = ngettext(
        "{count} file was written before it: {last}.",
        "{count} files were written before it, the last one {last}.",
        len(written),
    )
    return words.format(count=len(written), last=written[-1])
