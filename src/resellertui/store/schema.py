"""The schema's version, known without importing the migration tool."""

HEAD = "0010"
"""The newest migration in `migrations/versions`; a test holds the two together."""

KNOWN = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010")
"""Every version a database file may be at and still be opened, oldest first."""
