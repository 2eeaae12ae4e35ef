"""A keyboard-driven console in which a hosting partner runs its business."""

__version__ = "0.1.0"
