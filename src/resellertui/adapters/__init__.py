"""The outside world (clock, secrets, mail, files), each behind a small protocol with a default that needs no set-up."""
