"""The console's side of billing clients: the panes of its section, its forms and its pages."""
