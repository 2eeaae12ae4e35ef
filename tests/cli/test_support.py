"""`support` and `product transfer-code` from scripts: keys, exit codes, standard input, and what a dry run keeps."""

from __future__ import annotations

from tests.cli.conftest import AGENCY, CLIENT, STAFF, TEAM, Program


def test_a_caller_is_recognised_from_the_first_code_to_the_slow_down(demo: Program) -> None:
    code = demo.by(CLIENT, "support", "code")
    assert set(code) == {"code", "valid_until"}
    assert code["code"].isdigit()
    assert len(code["code"]) == 10
    assert demo.by(CLIENT, "support", "code") == code
    dry = demo.by(CLIENT, "support", "code", "--renew", "--dry-run")
    assert (dry["code"], dry["dry_run"]) == (None, True)

    caller = demo.by(STAFF, "support", "desk", code["code"])
    assert caller["caller_email"] == CLIENT
    assert {"caller", "organisation", "plan", "response_target", "vip", "grants", "partner"} <= set(caller)
    assert (caller["vip"], caller["plan"], caller["grants"]) == (False, "standard", [])
    grouped = (code["code"][:3], code["code"][3:6], code["code"][6:9], code["code"][9:])
    assert demo.by(STAFF, "support", "desk", *grouped) == caller
    assert demo.by(STAFF, "support", "desk", "-", stdin="-".join(grouped) + "\n") == caller
    page = demo("--as", STAFF, "support", "desk", code["code"]).out
    assert CLIENT in page
    assert code["code"] not in page
    assert demo.by(CLIENT, "support", "desk", code["code"], code=3)["error"]["code"] == "forbidden"

    renewed = demo.by(CLIENT, "support", "code", "--renew")
    assert renewed["code"] != code["code"]
    answers = [
        demo.by(STAFF, "support", "desk", one, code=4)["error"] for one in (code["code"], "1034208091", "12", "x")
    ]
    assert [one["title"] for one in answers] == ["Unknown code."] * 4
    assert all(one == answers[0] for one in answers)
    for _failure in range(2):
        demo.by(STAFF, "support", "desk", "12", "--dry-run", code=4)
    waiting = demo.by(STAFF, "support", "desk", renewed["code"], code=3)["error"]
    assert waiting["code"] == "slowed_down"


def test_plans_and_who_has_a_vip_code(demo: Program) -> None:
    plan = demo.by(AGENCY, "support", "plan")
    assert (plan["plan"], plan["renews"], plan["least_months"]) == ("pro", True, 6)
    assert [one["id"] for one in plan["plans"]] == ["standard", "plus", "pro", "enterprise"]
    assert "Pro (yours)" in demo("--as", AGENCY, "support", "plan").out

    vip = demo.by(AGENCY, "support", "vip")
    assert demo.by(TEAM, "support", "vip")["code"] == vip["code"]
    caller = demo.by(STAFF, "support", "desk", vip["code"])
    assert (caller["vip"], caller["caller"], caller["response_hours"]) == (True, None, 2)
    assert "nobody by name" in demo("--as", STAFF, "support", "desk", vip["code"]).out
    assert demo.by(AGENCY, "support", "vip", "--renew")["code"] != vip["code"]
    refused = demo.by(CLIENT, "support", "vip", code=3)["error"]
    assert (refused["code"], refused["choices"]) == ("refused", ["pro", "enterprise"])


def test_the_key_is_shown_and_replaced_by_staff_only(demo: Program) -> None:
    code = demo.by(CLIENT, "support", "code")["code"]
    key = demo.by(STAFF, "support", "key", "show")["key"]
    assert "in the database itself" in key["place"]
    assert demo.by(STAFF, "support", "key", "rotate", code=2)["error"]["fields"][0]["field"] == "yes"
    assert demo.by(CLIENT, "support", "key", "rotate", "--yes", code=3)["error"]["code"] == "forbidden"

    after = demo.by(STAFF, "support", "key", "rotate", "--yes")["key"]
    assert (after["id"] != key["id"], after["ended_codes"]) == (True, 1)
    demo.by(STAFF, "support", "desk", code, code=4)


def test_a_transfer_code_goes_from_standard_input_to_the_domains_owner(demo: Program) -> None:
    domain = next(one for one in demo.by(CLIENT, "product", "list")["products"] if one["sku"].startswith("domain"))
    transfer = ("product", "transfer-code", domain["id"])
    demo.by(CLIENT, *transfer, code=4)
    demo.by(CLIENT, *transfer, "--enter-stdin", stdin="EPP-s3cret\n", code=3)
    demo.by(STAFF, *transfer, "--enter-stdin", stdin="no\n", code=3)

    assert demo.by(STAFF, *transfer, "--enter-stdin", stdin="EPP-s3cret\n")["transfer_code"]["code"] is None
    assert demo.by(CLIENT, *transfer)["transfer_code"]["code"] == "EPP-s3cret"
    assert "EPP-s3cret" in demo("--as", CLIENT, *transfer).out
    key = demo.by(STAFF, "support", "transfer-key", "show")["key"]
    assert demo.by(STAFF, "support", "transfer-key", "rotate", code=2)["error"]["fields"][0]["field"] == "yes"
    after = demo.by(STAFF, "support", "transfer-key", "rotate", "--yes")["key"]
    assert (after["id"] != key["id"], after["sealed"], after["dropped"]) == (True, 1, [])
    assert demo.by(CLIENT, *transfer)["transfer_code"]["code"] == "EPP-s3cret"
