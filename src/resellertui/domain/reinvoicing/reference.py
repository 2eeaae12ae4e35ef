"""The payment reference of a partner's invoice: what tells the bank, and whoever reads its statement, which it pays.

Made of the partner, the year and the number, so that the same invoice always has the same one. A QR-IBAN takes nothing
but a QR reference, and no other account takes one: they get a creditor reference (ISO 11649).
"""

from __future__ import annotations

from stdnum import iso11649
from stdnum.ch import esr
from stdnum.iso7064 import mod_97_10

from resellertui.domain.reinvoicing.settings import is_qr_iban


def payment_reference(iban: str, partner_id: int, year: int, sequence: int) -> str:
    """Return the reference that an account takes, compact."""
    if is_qr_iban(iban):
        return qr_reference(partner_id, year, sequence)
    return creditor_reference(partner_id, year, sequence)


def qr_reference(partner_id: int, year: int, sequence: int) -> str:
    """Return a QR reference: 27 digits, the last of which checks the others."""
    digits = f"{partner_id:010d}{year:04d}{sequence:012d}"
    return digits + esr.calc_check_digit(digits)


def creditor_reference(partner_id: int, year: int, sequence: int) -> str:
    """Return a creditor reference: `RF`, two check digits, and 21 digits."""
    digits = f"{partner_id:09d}{year:04d}{sequence:08d}"
    return f"RF{mod_97_10.calc_check_digits(f'{digits}RF')}{digits}"


def show_reference(reference: str) -> str:
    """Return a reference in the groups in which it is printed."""
    if reference.startswith("RF"):
        return str(iso11649.format(reference))
    return str(esr.format(reference)) if reference else ""
