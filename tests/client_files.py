"""Client files for tests: small ones written by hand, and large ones in which everything is valid."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

HEADER = ("Reference", "Company", "E-mail", "City", "Country", "Contact person", "Product", "Domain", "Expiry date")


def as_csv(rows: Iterable[Sequence[str]], header: Sequence[str] = HEADER) -> bytes:
    """Return the rows as a UTF-8 CSV file."""
    file = io.StringIO()
    csv.writer(file).writerows([header, *rows])
    return file.getvalue().encode()


def client(number: int, **changes: str) -> list[str]:
    """Return a valid row; keywords are fields of `HEADER` in lower case, with underscores."""
    row = {
        "reference": f"C-{number}",
        "company": f"Client {number} SA",
        "e-mail": f"info{number}@client{number}.example",
        "city": "Lausanne",
        "country": "CH",
        "contact_person": f"Person {number}",
        "product": "web-hosting",
        "domain": f"client{number}.ch",
        "expiry_date": "2027-06-30",
    }
    row |= {name.replace("email", "e-mail"): value for name, value in changes.items()}
    return list(row.values())


def many(count: int, bad: Iterable[int] = ()) -> bytes:
    """Return a file of so many clients; those on the lines given have no such country."""
    wrong = set(bad)
    return as_csv(client(n, country="Atlantis" if n + 1 in wrong else "CH") for n in range(1, count + 1))
