"""Widgets that several screens share; they hold no rule and ask no service by themselves."""
