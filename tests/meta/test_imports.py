"""Whatever a program uses first can be imported first: no circle of imports hangs on the order."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from pathlib import Path

import resellertui
from resellertui.services import console
from resellertui.services.support import areas

PARENT = """
import os, sys, traceback
import pydantic, resellertui.services.views, resellertui.services.unit  # what every service needs, read once
for name in sys.argv[1:]:
    child = os.fork()
    if child == 0:
        try:
            __import__(name)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    if os.waitpid(child, 0)[1]:
        print("cannot be imported first:", name)
"""


def test_each_service_can_be_the_first_that_is_used() -> None:
    text = "".join(inspect.getsource(one) for one in (console, areas))
    lazily = sorted(set(re.findall(r"^        from (resellertui\.services\.[\w.]+) import", text, re.MULTILINE)))
    assert len(lazily) > 20
    done = subprocess.run(
        [sys.executable, "-c", PARENT, *lazily],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
        cwd=Path(resellertui.__file__).parents[1],
    )
    assert "cannot be imported first" not in done.stdout, done.stdout + done.stderr
