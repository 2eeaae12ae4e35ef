"""The console: screens and widgets over the services. It holds no rule and no query."""
