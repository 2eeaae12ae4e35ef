"""What a job answers with where its counts do not say it all."""

from __future__ import annotations

from collections.abc import Mapping


class Hindered(dict[str, int]):
    """What a job did, counted, and what kept it from doing more, for whoever runs it to mend."""

    def __init__(self, counts: Mapping[str, int], trouble: str) -> None:
        super().__init__(counts)
        self.trouble = trouble
        """In words, with what to do; empty where there was none."""
