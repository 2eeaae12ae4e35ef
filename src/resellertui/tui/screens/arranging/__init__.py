"""The steps in which a client says what it grants: access, products or payment method, review."""
