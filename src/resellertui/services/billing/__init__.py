"""Orders, the documents made of them, their payment and refund, prepaid accounts and cashback."""
