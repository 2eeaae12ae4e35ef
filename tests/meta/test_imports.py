"""Whatever a program uses first can be imported first: no circle of imports hangs on the order."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import resellertui
from resellertui.services import console
from resellertui.services.support import areas

PARENT = """
import gc, importlib, os, sys, traceback
gc.disable()  # nothing of what is read goes away
for name in sys.argv[1].split():
    importlib.import_module(name)  # what all of them need, read once
gc.freeze()
for name in sys.argv[2:]:
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


def not_first(read: str, names: Iterable[str]) -> str:
    """Return which modules can't be the next to be imported once others have been read, and why."""
    done = subprocess.run(
        [sys.executable, "-c", PARENT, read, *names],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
        cwd=Path(resellertui.__file__).parents[1],
    )
    return done.stdout + done.stderr


def beneath_services() -> set[str]:
    """Return the modules of the layers beneath, which never import a service: the linter of layers sees to it."""
    package = Path(resellertui.__file__).parent
    return {
        ".".join((package.name, *path.relative_to(package).with_suffix("").parts)).removesuffix(".__init__")
        for layer in ("domain", "store/models", "store/queries")
        for path in (package / layer).rglob("*.py")
    }


def test_each_service_can_be_the_first_that_is_used() -> None:
    text = "".join(inspect.getsource(one) for one in (console, areas))
    lazily = sorted(set(re.findall(r"^        from (resellertui\.services\.[\w.]+) import", text, re.MULTILINE)))
    assert len(lazily) > 20

    beneath = " ".join(sorted(beneath_services()))
    assert not_first(f"pydantic {beneath} resellertui.services.views resellertui.services.unit", lazily) == ""


def test_a_service_can_be_imported_before_anything_else_of_ours() -> None:
    names = [
        f"resellertui.services.{one}" for one in ("renewals.board", "billing.documents", "partnerships.agreements")
    ]

    assert not_first("pydantic sqlalchemy.orm", names) == ""
