"""The panes of the frame, one a menu entry."""
