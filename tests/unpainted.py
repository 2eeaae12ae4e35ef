"""Screens that are rendered when a test looks at them: what a terminal would be sent meanwhile reaches none here.

Textual renders every change, and in a test throws it away: a good part of what a walk through the console costs.
Pictures and texts of a screen are rendered whole, as ever, and tests of terminals run the program, which paints it all.
"""

from __future__ import annotations

from typing import Any

import pytest
from textual._compositor import Compositor

_render_update = Compositor.render_update


def _render_what_is_looked_at(compositor: Compositor, full: bool = False, **kwargs: Any) -> Any:
    if full:
        return _render_update(compositor, full, **kwargs)
    compositor._dirty_regions.clear()
    return None


def leave_unpainted(patch: pytest.MonkeyPatch) -> None:
    """Have apps render nothing that nobody sees."""
    patch.setattr(Compositor, "render_update", _render_what_is_looked_at)
