"""Processes of their own that open a database beside the test: forked from one that has read what they all need."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from multiprocessing.context import ForkServerProcess

from tests.quick_disk import wait_for_no_disk

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(
    [
        "resellertui.services.opening",
        "resellertui.services.billing.documents",
        "resellertui.services.billing.orders",
        "resellertui.services.billing.prepaid",
        "resellertui.services.partnerships.agreements",
        "resellertui.services.partnerships.requests",
        "resellertui.services.people",
        "resellertui.services.reinvoicing.crediting",
        "resellertui.services.mail",
        "resellertui.services.renewals.days",
        "resellertui.services.importing",
        "resellertui.services.ticking",
    ]
)
"""What every process needs is read once, by the one that they are forked from."""


def forked(run: Callable[..., None], *arguments: object) -> ForkServerProcess:
    """Return a process, not yet started, that calls a function; nothing in it waits for the disk."""
    return CONTEXT.Process(target=_unhurried, args=(run, arguments), daemon=True)


def started(run: Callable[..., None], *arguments: object) -> ForkServerProcess:
    """Start a function in a process of its own, and wait until it sets the event that it is given last."""
    ready = CONTEXT.Event()
    one = forked(run, *arguments, ready)
    one.start()
    assert ready.wait(60)
    return one


def _unhurried(run: Callable[..., None], arguments: tuple[object, ...]) -> None:
    wait_for_no_disk()
    run(*arguments)
