"""The key of all codes: made once, missed loudly, replaced by staff, and nothing without it."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import replace
from pathlib import Path

import pytest
from tests.builders import Builder, Org
from tests.services.life import rows

from resellertui.adapters.clock import FixedClock
from resellertui.adapters.secrets import FileSecrets, SecretsUnavailable
from resellertui.domain.errors import Forbidden, NotFound, Refused
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.support.keys import SupportKeyMissing
from resellertui.services.unit import Office


def secrets(home: Path) -> dict[str, str]:
    """Return the support keys in the folder of secrets."""
    folder = home / ".config" / "resellertui" / "secrets"
    return {one.name: one.read_text() for one in folder.iterdir() if one.name.startswith("support-")}


def test_the_first_code_makes_the_key_and_nothing_makes_another(
    services: Services, make: Builder, client: Org, agency: Org, home: Path, office: Office
) -> None:
    view = services.support_keys.show(make.staff)
    assert (view.id, view.is_here, str(home) in view.place) == (None, False, True)
    assert "/secrets/support-id," in view.place, "a name that stands for one, as a file's name would be written"
    Services(office.rehearsing()).support_codes.code(client.owner)
    assert secrets(home) == {}

    services.support_codes.code(client.owner)
    services.support_codes.code(agency.owner)
    view = services.support_keys.show(make.staff)
    ((name, key),) = secrets(home).items()
    assert name == f"support-{view.id}"
    assert name in view.place
    assert view.is_here
    file = home / ".config" / "resellertui" / "secrets" / name
    assert file.stat().st_mode & 0o777 == 0o600
    path = office.database.path
    assert path is not None
    assert key.encode() not in b"".join(one.read_bytes() for one in path.parent.glob(f"{path.name}*"))


def test_a_console_without_the_key_says_where_it_looked_and_makes_none(
    services: Services, make: Builder, client: Org, agency: Org, office: Office, tmp_path: Path
) -> None:
    code = services.support_codes.code(client.owner)
    empty = FileSecrets(tmp_path / "elsewhere")
    for name in (f"audit-{key_id}" for (key_id,) in rows(services, "SELECT audit_key_id FROM installation")):
        empty.put(name, office.secrets.get(name) or "")
    other = Services(replace(office, secrets=empty))

    for act in (
        lambda: other.support_codes.code(client.owner),
        lambda: other.support_codes.code(agency.owner),
        lambda: other.support_desk.identify(make.staff, code.shown),
    ):
        with pytest.raises(SupportKeyMissing) as missing:
            act()
        assert isinstance(missing.value, SecretsUnavailable)
        assert str(tmp_path / "elsewhere") in missing.value.detail
    assert not other.support_keys.show(make.staff).is_here
    assert [one.name for one in (tmp_path / "elsewhere").iterdir() if one.name.startswith("support")] == []
    assert rows(services, "SELECT count(*) FROM support_codes") == [(1,)]
    assert services.support_codes.code(client.owner).code == code.code


def test_another_key_under_the_same_id_shows_no_wrong_code(services: Services, client: Org, office: Office) -> None:
    services.support_codes.code(client.owner)
    ((key_id,),) = rows(services, "SELECT id FROM support_keys")
    office.secrets.put(f"support-{key_id}", "00" * 32)

    with pytest.raises(SupportKeyMissing, match="not the one"):
        services.support_codes.code(client.owner)


def test_staff_replaces_the_key_and_every_code_ends(
    services: Services, make: Builder, client: Org, home: Path, clock: FixedClock, office: Office
) -> None:
    make.product(client, "Pro", sku="support-pro")
    own, vip = services.support_codes.code(client.owner), services.support_codes.vip(client.owner)
    former = services.support_keys.show(make.staff).id
    for actor in (client.owner, Actor.operator()):
        with pytest.raises(Forbidden):
            services.support_keys.rotate(actor)
    assert Services(office.rehearsing()).support_keys.rotate(make.staff).ended_codes == 2
    assert services.support_codes.code(client.owner).code == own.code

    office.secrets.drop(f"support-{former}")  # lost: that is what a new one mends
    view = services.support_keys.rotate(make.staff)
    assert (view.id != former, view.ended_codes, view.is_here) == (True, 2, True)
    assert list(secrets(home)) == [f"support-{view.id}"]
    for code in (own.shown, vip.shown):
        with pytest.raises(NotFound):
            services.support_desk.identify(make.staff, code)
    renewed = services.support_codes.code(client.owner)
    assert (renewed.code != own.code, renewed.is_new) == (True, True)
    assert services.support_desk.identify(make.staff, renewed.shown).organisation == "Bakery"
    assert services.support_codes.vip(client.owner).is_new
    logged = rows(services, "SELECT count(*) FROM audit_entries WHERE action = 'support.key_rotated'")
    assert logged == [(1,)]


def test_a_lost_key_of_transfer_codes_is_replaced_and_what_it_still_opens_is_kept(
    services: Services, make: Builder, client: Org, office: Office
) -> None:
    keys, codes = services.transfer_keys, services.transfer_codes
    with pytest.raises(Refused, match="no key"):
        keys.rotate(make.staff)
    domain = make.product(client, "bakery.ch", sku="domain-ch")
    codes.enter(make.staff, domain, "EPP-one")
    former = keys.show(make.staff)
    with pytest.raises(Forbidden):
        keys.rotate(client.owner)
    assert Services(office.rehearsing()).transfer_keys.rotate(make.staff).sealed == 1
    assert keys.show(make.staff) == former

    view = keys.rotate(make.staff)
    assert (view.id != former.id, view.sealed, view.dropped, view.is_here) == (True, 1, (), True)
    assert codes.show(client.owner, domain).code == "EPP-one"
    assert office.secrets.get(f"transfer-{former.id}") is None

    office.secrets.drop(f"transfer-{view.id}")
    with pytest.raises(SupportKeyMissing):
        codes.enter(make.staff, domain, "EPP-two")
    view = keys.rotate(make.staff)
    assert (view.id, view.sealed, view.dropped) == (None, 0, ("bakery.ch",))
    codes.enter(make.staff, domain, "EPP-two")
    assert codes.show(client.owner, domain).code == "EPP-two"


def test_the_database_alone_verifies_nothing(services: Services, client: Org, office: Office) -> None:
    code = services.support_codes.code(client.owner).code
    assert code is not None
    ((kept, key_id),) = rows(services, "SELECT code_hash, key_id FROM support_codes")

    guesses = [b"", key_id.encode(), bytes.fromhex(key_id), code.encode()]
    tried = [
        hashlib.sha256(code.encode()).hexdigest(),
        *(hmac.digest(one, code.encode(), "sha256").hex() for one in guesses),
    ]
    assert kept not in tried
    assert code not in kept
