"""Sharing an amount out to the cent."""

from __future__ import annotations

from collections.abc import Sequence


def spread(total: int, weights: Sequence[int]) -> list[int]:
    """Share a total out in proportion to the weights, by largest remainder; ties go to the earlier one.

    Weights that are all zero share nothing but zero.
    """
    whole = sum(weights)
    if whole == 0:
        if total:
            raise ValueError("an amount can't be shared out over nothing")
        return [0] * len(weights)
    shares = [total * weight // whole for weight in weights]
    remainders = [total * weight % whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda place: -remainders[place])
    for place in by_remainder[: total - sum(shares)]:
        shares[place] += 1
    return shares
