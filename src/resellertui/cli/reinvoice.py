"""`resellertui reinvoice`: what a partner bills its clients."""

from __future__ import annotations

from resellertui.cli import reinvoice_documents, reinvoice_lines, reinvoice_rules, reinvoice_settings
from resellertui.cli.options import Verbs

app = Verbs(help="What you bill your clients.")
reinvoice_lines.declare(app)
reinvoice_rules.declare(app)
reinvoice_settings.declare(app)
reinvoice_documents.declare(app)
