"""The user's side of support: one board, the same in the section and in the window that opens from everywhere."""
