"""Who acts: the person of `--as`, the remembered session, or whoever signs in at the terminal; for which organisation.

Sign-in always goes by the machine's own clock, whatever `--at` says: a simulated date must neither revive a session
nor skip the wait after wrong passwords.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from resellertui.cli import stdin
from resellertui.domain.errors import NotFound, Refused, SignInNeeded, Usage
from resellertui.domain.identifiers import Kind, parse_id
from resellertui.domain.text import fold
from resellertui.domain.wording import _

if TYPE_CHECKING:
    from resellertui.cli.call import Call
    from resellertui.services.actor import Actor
    from resellertui.services.views import OrganisationChoice, SignedIn


def identify(call: Call) -> SignedIn:
    """Return the person that the command acts as.

    Raises:
        SignInNeeded: nobody is signed in, and there is no terminal to ask on.
        WrongPassword: what was typed is not right.
    """
    return known_person(call) or _ask(call, call.choices.person)


def known_person(call: Call) -> SignedIn | None:
    """Return whom the command acts as when nobody has to be asked: by a demonstration's `--as`, or as remembered."""
    services, email = call.plain_services(), call.choices.person
    if email is not None and services.accounts.is_for_play():
        return services.accounts.as_person(email)
    if call.locked:
        return None
    from resellertui.services.sessions import remembered

    return remembered(services, email)


def signs_up(call: Call, *, accept_terms: bool) -> bool:
    """Return whether who names an owner's address is a visitor: nobody is signed in, nor can be asked who they are."""
    if call.choices.person is not None or (not accept_terms and has_terminal()):
        return False
    return known_person(call) is None


def _ask(call: Call, email: str | None) -> SignedIn:
    if not has_terminal():
        raise SignInNeeded(
            _("{email} has to sign in.").format(email=email) if email else _("Nobody is signed in."),
            _("There is no terminal to ask for the password on."),
            _("Ask for a terminal (ssh -t).")
            if call.locked
            else _("Run: resellertui login {email} --password-stdin").format(email=email or "EMAIL"),
        )
    typed = email or ask_line(_("E-mail: "))
    person, _token = call.plain_services().accounts.sign_in(typed, ask_password(_("Password: ")))
    return person


def choose_actor(call: Call, person: SignedIn, *, needs_org: bool) -> Actor:
    """Return the actor: the person in the organisation of `--org`, or in the only one it belongs to.

    Raises:
        NotFound: the person does not belong to the organisation named.
        Refused: the person belongs to none.
        Usage: several are possible, and none or an ambiguous one was named.
    """
    from resellertui.services.actor import actor_for

    choices = list(person.organisations)
    if call.choices.org is not None:
        choices = _called(call.choices.org, choices)
        if not choices:
            raise NotFound(
                _("“{who}” was not found.").format(who=call.choices.org),
                _("It is none of the organisations of {person}.").format(person=person.name),
                _("`resellertui org list` names them."),
            )
    if len(choices) == 1:
        return actor_for(person, _number(choices[0]))
    if not needs_org:
        return actor_for(person, None)
    if not choices:
        raise Refused(
            _("{person} belongs to no organisation.").format(person=person.name),
            hint=_("`resellertui org create` makes one."),
        )
    raise Usage(
        _("{person} belongs to several organisations: say which with --org.").format(person=person.name),
        _("It could be: {candidates}.").format(candidates="; ".join(f"{one.id} {one.name}" for one in choices)),
        _("For example: --org {id}").format(id=choices[0].id),
    )


def choose_staff(call: Call, person: SignedIn) -> Actor:
    """Return the actor for running the installation: the person as a member of the provider, if they are one.

    Raises:
        Usage: they are none, and belong to several organisations.
    """
    from resellertui.services.actor import actor_for

    provider = [one for one in person.organisations if one.is_provider]
    if provider and call.choices.org is None:
        return actor_for(person, _number(provider[0]))
    return choose_actor(call, person, needs_org=False)


def has_terminal() -> bool:
    """Return whether someone sits at the terminal who can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def ask_line(question: str) -> str:
    """Ask on the terminal, beside what the command prints to standard output."""
    print(question, end="", file=sys.stderr, flush=True)
    answer = stdin.next_line()
    if answer is None:
        raise EOFError
    return answer.strip()


def ask_password(question: str) -> str:
    """Ask for a password, which is not shown while it is typed."""
    from getpass import getpass

    return getpass(question, stream=sys.stderr)


def password_from(*, from_stdin: bool, question: str = "") -> str:
    """Return the password: the next line of standard input if the command says so, else asked for at the terminal.

    Raises:
        Usage: neither is possible.
    """
    if from_stdin:
        line = stdin.next_line()
        if line is None:
            raise Usage(_("Standard input holds no password."))
        return line
    if not has_terminal():
        raise Usage(
            _("A password is needed, and there is no terminal to ask for it on."),
            hint=_("Add --password-stdin and give it on standard input."),
        )
    return ask_password(question or _("Password: "))


def new_password_from(*, from_stdin: bool) -> str:
    """Return a new password: the next line of standard input, else typed twice at the terminal.

    Raises:
        Usage: neither is possible.
        Invalid: it was not typed the same way twice.
    """
    password = password_from(from_stdin=from_stdin, question=_("New password: "))
    if not from_stdin:
        from resellertui.domain.profile import check_same

        check_same(password, ask_password(_("The new password again: ")))
    return password


def _called(text: str, choices: list[OrganisationChoice]) -> list[OrganisationChoice]:
    number = parse_id(Kind.ORGANISATION, text)
    key = fold(text)
    return [one for one in choices if fold(one.name) == key or (number is not None and _number(one) == number)]


def _number(choice: OrganisationChoice) -> int:
    number = parse_id(Kind.ORGANISATION, choice.id)
    assert number is not None  # noqa: S101  # our own ids
    return number
