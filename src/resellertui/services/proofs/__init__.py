"""The proofs of `check`, one module an area. None relies on the guards it is there to double."""
