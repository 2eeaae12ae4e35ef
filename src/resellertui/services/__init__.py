"""The use cases. Screens, commands and remote sessions call these and nothing below."""
