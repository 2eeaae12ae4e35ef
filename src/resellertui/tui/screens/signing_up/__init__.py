"""The wizard that makes an account with its organisation."""
