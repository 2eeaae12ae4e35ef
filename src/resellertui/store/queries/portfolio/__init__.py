"""A partner's list of clients at any size: which lines, in which order, at which place, and how many."""
