"""Importing client files as a partner: what is created, updated, left alone, rejected, asked for."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from tests.builders import TODAY, Builder, Org
from tests.client_files import HEADER, as_csv, client, many

from resellertui.domain.client_file import DateOrderNeeded
from resellertui.domain.errors import Forbidden, Invalid, Usage
from resellertui.domain.partnership import State
from resellertui.domain.roles import Role
from resellertui.services.console import Services
from resellertui.services.importing import Change, ImportOptions, ImportReport
from resellertui.store.models import ProgrammeMember


@pytest.fixture
def agency(make: Builder) -> Org:
    """Give an approved partner."""
    return make.partner("Agency")


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    """Return the counts as `--json` prints them."""
    return report.created, report.updated, report.unchanged, len(report.rejected)


def rows(services: Services, statement: str) -> list[tuple[object, ...]]:
    """Return what a statement finds in the file."""
    path = services.office.database.path
    assert path is not None
    connection = sqlite3.connect(path)
    try:
        return list(connection.execute(statement))
    finally:
        connection.close()


def everything(services: Services) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of the database."""
    tables = rows(services, "SELECT name FROM sqlite_master WHERE type = 'table'")
    return {str(name): rows(services, f"SELECT * FROM {name}") for (name,) in tables}


def test_a_row_becomes_an_organisation_with_product_invitation_and_request(services: Services, agency: Org) -> None:
    report = services.imports.run(agency.owner, as_csv([client(1)]))
    assert counts(report) == (1, 0, 0, 0)
    (listed,) = services.clients.list(agency.owner)
    assert (listed.name, listed.state, listed.access.value, listed.reference) == (
        "Client 1 SA",
        State.PENDING,
        "limited",
        "C-1",
    )
    assert rows(services, "SELECT name, created_by_id, claimed_at FROM organisations WHERE created_by_id NOT NULL") == [
        ("Client 1 SA", agency.number, None)
    ]
    ((subject, recipient, body),) = rows(services, "SELECT subject, recipient, body FROM outbox")
    assert (subject, recipient) == ("Agency asks to be your partner", "info1@client1.example")
    assert "resellertui join " in str(body)
    assert "client1.ch" in str(body)


def test_who_joins_with_the_token_of_the_mail_accepts_what_was_asked(services: Services, agency: Org) -> None:
    services.imports.run(agency.owner, as_csv([client(1)]))
    ((body,),) = rows(services, "SELECT body FROM outbox")
    token = str(body).split("resellertui join ")[1].split()[0]
    person = services.accounts.join(token, "a long enough password", "Person")
    from resellertui.services.actor import actor_for
    from resellertui.services.inputs import Answer

    owner = actor_for(person, int(person.organisations[0].id.removeprefix("ORG-")))
    (request,) = services.partnerships.list(owner)
    assert request.requested.products == ("client1.ch",)
    granted = services.requests.accept(owner, request.id, Answer()).partnership
    assert (granted.state, granted.products) == (State.ACTIVE, ("client1.ch",))
    again = services.imports.run(agency.owner, services.exports.clients(agency.owner).encode())
    assert counts(again) == (0, 0, 1, 0)


def test_the_second_run_of_the_same_file_changes_nothing_in_the_database(services: Services, agency: Org) -> None:
    data = as_csv([client(1), client(2)])
    services.imports.run(agency.owner, data)
    before = everything(services)
    assert counts(services.imports.run(agency.owner, data)) == (0, 0, 2, 0)
    assert everything(services) == before


def test_a_changed_row_changes_what_it_says_and_asks_nobody_again(services: Services, agency: Org) -> None:
    services.imports.run(agency.owner, as_csv([client(1), client(2)]))
    changed = as_csv([client(1, city="Genève", expiry_date="2028-01-31"), client(2)])
    report = services.imports.run(agency.owner, changed)
    assert counts(report) == (0, 1, 1, 0)
    assert report.changes[0].what is Change.UPDATED
    assert "Genève" in report.changes[0].details[0]
    assert rows(services, "SELECT city FROM organisations WHERE name = 'Client 1 SA'") == [("Genève",)]
    assert rows(services, "SELECT expires_on, anchor_day FROM products WHERE name = 'client1.ch'") == [
        ("2028-01-31", 31)
    ]
    assert rows(services, "SELECT count(*) FROM outbox") == [(2,)]
    assert counts(services.imports.run(agency.owner, changed)) == (0, 0, 2, 0)


def test_an_empty_cell_and_a_product_left_out_take_nothing_away(services: Services, agency: Org) -> None:
    first = as_csv([client(1), client(1, product="mail-hosting", domain="mail1.ch")])
    services.imports.run(agency.owner, first)
    assert counts(services.imports.run(agency.owner, as_csv([client(1, city="")]))) == (0, 0, 1, 0)
    assert rows(services, "SELECT city FROM organisations WHERE name = 'Client 1 SA'") == [("Lausanne",)]
    assert rows(services, "SELECT count(*) FROM products") == [(2,)]


def test_a_refused_client_is_not_asked_again(services: Services, agency: Org) -> None:
    services.imports.run(agency.owner, as_csv([client(1)]))
    (listed,) = services.clients.list(agency.owner)
    services.requests.withdraw(agency.owner, listed.partnership_id)
    mails = rows(services, "SELECT count(*) FROM outbox")
    assert counts(services.imports.run(agency.owner, as_csv([client(1)]))) == (0, 0, 1, 0)
    assert counts(services.imports.run(agency.owner, as_csv([client(1, city="Bern")]))) == (0, 1, 0, 0)
    assert services.clients.list(agency.owner) == ()
    assert rows(services, "SELECT count(*) FROM outbox") == mails


def test_a_new_contact_is_invited_and_the_old_token_stops_working(services: Services, agency: Org) -> None:
    header = (*HEADER, "Contact e-mail")
    services.imports.run(agency.owner, as_csv([[*client(1), "old@client1.example"]], header))
    services.imports.run(agency.owner, as_csv([[*client(1), "new@client1.example"]], header))
    assert rows(services, "SELECT email, expires_at > created_at FROM invitations ORDER BY id") == [
        ("old@client1.example", 0),
        ("new@client1.example", 1),
    ]


def test_several_rows_of_one_client_add_products_and_count_once(services: Services, agency: Org) -> None:
    data = as_csv([client(1), client(1, product="mail-hosting", domain="mail1.ch"), client(2)])
    assert counts(services.imports.run(agency.owner, data)) == (2, 0, 0, 0)
    (request,) = [one for one in services.partnerships.list(agency.owner) if one.client == "Client 1 SA"]
    assert sorted(request.requested.products) == ["client1.ch", "mail1.ch"]


def test_one_person_may_be_the_contact_of_several_clients(services: Services, agency: Org) -> None:
    same = "bob@group.example"
    data = as_csv([client(1, email=same), client(2, email=same)])
    assert counts(services.imports.run(agency.owner, data)) == (2, 0, 0, 0)
    assert rows(services, "SELECT count(*), count(DISTINCT org_id) FROM invitations") == [(2, 2)]


def test_a_file_that_now_gives_the_reference_speaks_of_the_same_client(services: Services, agency: Org) -> None:
    services.imports.run(agency.owner, as_csv([client(1, reference="")]))
    with_reference = as_csv([client(1)])
    assert counts(services.imports.run(agency.owner, with_reference)) == (0, 1, 0, 0)
    assert counts(services.imports.run(agency.owner, with_reference)) == (0, 0, 1, 0)
    assert counts(services.imports.run(agency.owner, as_csv([client(1, reference="")]))) == (0, 0, 1, 0)
    assert len(services.clients.list(agency.owner)) == 1


def test_bad_rows_are_reported_by_line_while_good_ones_go_in(services: Services, agency: Org) -> None:
    report = services.imports.run(agency.owner, as_csv([client(1), client(2, country="Atlantis"), client(3)]))
    assert counts(report) == (2, 0, 0, 1)
    assert (report.rejected[0].line, report.rejected[0].field) == (3, "country")
    assert "Atlantis" in report.rejected[0].reason


def test_all_or_nothing_writes_nothing_where_a_row_is_rejected(services: Services, agency: Org) -> None:
    before = everything(services)
    options = ImportOptions(all_or_nothing=True)
    report = services.imports.run(agency.owner, as_csv([client(1), client(2, country="Atlantis")]), options)
    assert report.refused
    assert counts(report) == (0, 0, 0, 1)
    own = client(3, company="Agency", email=agency.email, reference="")
    report = services.imports.run(agency.owner, as_csv([client(1), own]), options)
    assert report.refused
    assert counts(report) == (0, 0, 0, 1)
    assert everything(services) == before
    assert counts(services.imports.run(agency.owner, as_csv([client(1)]), options)) == (1, 0, 0, 0)


def test_a_dry_run_says_the_same_as_the_run_and_writes_nothing(services: Services, agency: Org) -> None:
    data = as_csv([client(1), client(2, country="Atlantis")])
    before = everything(services)
    rehearsed = services.rehearsing().imports.run(agency.owner, data)
    assert everything(services) == before
    done = services.imports.run(agency.owner, data)
    assert rehearsed.dry_run
    assert rehearsed.model_copy(update={"dry_run": False}) == done


def test_progress_ends_at_the_whole_and_a_cancelled_import_keeps_whole_batches(services: Services, agency: Org) -> None:
    steps: list[tuple[int, int]] = []
    data = many(1200)
    report = services.imports.run(
        agency.owner,
        data,
        progress=lambda done, total: steps.append((done, total)),
        cancelled=lambda: len(steps) == 2,
    )
    assert report.cancelled
    assert steps == [(0, 1200), (500, 1200)]
    assert report.created == 500
    again = services.imports.run(agency.owner, data, progress=lambda done, total: steps.append((done, total)))
    assert counts(again) == (700, 0, 500, 0)
    assert steps[-1] == (1200, 1200)


def test_the_order_of_day_and_month_is_asked_for_and_then_remembered(services: Services, agency: Org) -> None:
    data = as_csv([client(1, expiry_date="05/06/2027")])
    assert services.imports.examine(agency.owner, data).needs_date_order
    with pytest.raises(DateOrderNeeded):
        services.imports.run(agency.owner, data)
    services.imports.run(agency.owner, data, ImportOptions.of(date_order="dmy"))
    assert rows(services, "SELECT expires_on FROM products") == [("2027-06-05",)]
    assert not services.imports.examine(agency.owner, data).needs_date_order


def test_adjusted_columns_are_remembered_for_the_next_file_with_this_header(services: Services, agency: Org) -> None:
    header = (*HEADER[:3], "Wohin", *HEADER[4:])
    data = as_csv([client(1)], header)
    seen = services.imports.examine(agency.owner, data)
    assert seen.columns[3].field is None
    assert (seen.records, seen.delimiter, seen.columns[1].samples) == (1, ",", ("Client 1 SA",))
    services.imports.run(agency.owner, data, ImportOptions.of(mapping={"wohin": "city"}))
    seen = services.imports.examine(agency.owner, data)
    assert (seen.columns[3].field, seen.remembered) == ("city", True)
    assert rows(services, "SELECT city FROM organisations WHERE name = 'Client 1 SA'") == [("Lausanne",)]


def test_a_mapping_to_what_does_not_exist_is_refused(services: Services, agency: Org) -> None:
    with pytest.raises(Invalid, match="no column"):
        services.imports.examine(agency.owner, as_csv([client(1)]), mapping={"Nowhere": "city"})
    with pytest.raises(Invalid, match="no field"):
        services.imports.examine(agency.owner, as_csv([client(1)]), mapping={"4": "moon"})


def test_a_country_can_be_given_for_rows_without_one(services: Services, agency: Org) -> None:
    data = as_csv([client(1, country="")])
    assert counts(services.imports.run(agency.owner, data)) == (0, 0, 0, 1)
    assert counts(services.imports.run(agency.owner, data, ImportOptions(default_country="Italia"))) == (1, 0, 0, 0)


def test_full_access_is_asked_for_with_its_payment_method(services: Services, agency: Org) -> None:
    services.imports.run(agency.owner, as_csv([client(1)]), ImportOptions.of(access="full", payment="partner"))
    (request,) = services.partnerships.list(agency.owner)
    assert (request.access.value, request.payment and request.payment.value) == ("full", "partner")
    with pytest.raises(Invalid, match="payment"):
        services.imports.run(agency.owner, as_csv([client(2)]), ImportOptions.of(access="full"))


def test_a_file_without_a_needed_column_is_a_question_and_not_ten_thousand_bad_rows(
    services: Services, agency: Org
) -> None:
    with pytest.raises(Usage, match="lacks columns"):
        services.imports.run(agency.owner, b"Company,City\r\nA,Bern\r\n")


def test_only_an_approved_partners_legal_representative_imports(services: Services, make: Builder, agency: Org) -> None:
    outsider = make.organisation("No partner")
    colleague = make.person(agency, Role.ADMINISTRATOR)
    for actor in (outsider.owner, colleague):
        with pytest.raises(Forbidden):
            services.imports.run(actor, as_csv([client(1)]))
        with pytest.raises(Forbidden):
            services.imports.examine(actor, as_csv([client(1)]))


def test_each_batch_is_one_audit_entry_and_the_chain_proves_whole(services: Services, agency: Org) -> None:
    services.imports.run(agency.owner, many(700))
    assert rows(services, "SELECT count(*) FROM audit_entries WHERE action = 'clients.imported'") == [(2,)]
    with services.office.reading(agency.owner) as unit:
        unit.open_to_everyone("the test looks beneath")
        assert list(unit.chain.findings(unit.session, None)) == []


def test_thousands_of_clients_with_fifty_bad_rows(services: Services, agency: Org) -> None:
    data = many(2_500, bad=range(101, 151))
    report = services.imports.run(agency.owner, data)
    assert counts(report) == (2450, 0, 0, 50)
    assert [one.line for one in report.rejected] == list(range(101, 151))
    before = rows(services, "SELECT max(id) FROM audit_entries")
    assert counts(services.imports.run(agency.owner, data)) == (0, 0, 2450, 50)
    assert rows(services, "SELECT max(id) FROM audit_entries") == before


def test_the_samples_import(services: Services, agency: Org) -> None:
    for sample in sorted(Path("assets").glob("clients-sample-*.csv")):
        options = ImportOptions(default_country="IT")
        data = sample.read_bytes()
        report = services.imports.run(agency.owner, data, options)
        assert report.created > 0, sample
        again = services.imports.run(agency.owner, data, options)
        assert (again.created, again.updated, again.unchanged) == (0, 0, report.created)


def test_a_suspended_partner_brings_its_clients_up_to_date_and_asks_nobody_new(
    services: Services, agency: Org, make: Builder
) -> None:
    services.imports.run(agency.owner, as_csv([client(1)]))
    make.organisation("Client 3 SA", email=client(3)[HEADER.index("E-mail")])
    with services.office.filling() as session:
        session.query(ProgrammeMember).filter_by(org_id=agency.number).one().suspend_on = TODAY
    moved = client(1, city="Nyon")
    report = services.imports.run(agency.owner, as_csv([moved, client(2), client(3)]))

    assert counts(report) == (0, 1, 0, 2)
    assert {one.reason for one in report.rejected} == {
        "Your organisation can't take new clients now: its approval is suspended."
    }
    assert len(rows(services, "SELECT 1 FROM partnerships")) == 1
    assert len(rows(services, "SELECT 1 FROM outbox")) == 1
