"""The rules of the partner programme as plain values and functions: no I/O, no clock, no framework."""
