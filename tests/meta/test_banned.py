"""House rules that no linter knows: what is done in one place only. Each failure says what to do instead."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.meta.source import Module, called, dotted, modules

Finder = Callable[[Module], Iterator[ast.AST]]


@dataclass(frozen=True)
class Rule:
    """Something that belongs in certain places only."""

    name: str
    find: Finder
    instead: str
    allowed: tuple[str, ...] = ()
    """Modules or folders where it belongs, and documented exceptions."""
    within: tuple[str, ...] = ()
    """The layers that the rule speaks of; all of them when empty."""

    def concerns(self, module: Module) -> bool:
        """Return whether the rule forbids it in this module."""
        if self.within and module.area not in self.within:
            return False
        return not module.name.startswith(self.allowed) if self.allowed else True


def call_of(*names: str) -> Finder:
    """Return a finder of calls by their last name."""
    return lambda module: (node for node in module.calls if called(node) in names)


def name_of(*names: str) -> Finder:
    """Return a finder of dotted names, wherever they are used."""
    ends = tuple(f".{one}" for one in names)
    return lambda module: (node for node, name in module.names if f".{name}".endswith(ends))


def builtin(*names: str) -> Finder:
    """Return a finder of calls of built-in functions."""
    return lambda module: (node for node in module.calls if isinstance(node.func, ast.Name) and node.func.id in names)


def keyword(name: str) -> Finder:
    """Return a finder of calls with this keyword set to True."""
    return lambda module: (
        node
        for node in module.calls
        if any(one.arg == name and getattr(one.value, "value", None) is True for one in node.keywords)
    )


def cents_division(module: Module) -> Iterator[ast.AST]:
    """Find `/ 100`."""
    return (
        node
        for node in module.nodes
        if isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.Div)
        and isinstance(node.right, ast.Constant)
        and node.right.value == 100
    )


RULES = (
    Rule(
        "commit()",
        call_of("commit"),
        "open the use case with office.writing(actor): the unit of work commits at its end",
        # The proofs and copies of whole files work beneath the unit of work, with no use case in them.
        ("services/unit.py", "store/"),
    ),
    Rule(
        "select()",
        lambda module: (node for node in module.calls if isinstance(node.func, ast.Name) and node.func.id == "select"),
        "put the question into store/queries and give it a name",
        ("store/",),
        ("services", "cli", "tui", "domain", "adapters"),
    ),
    Rule(
        "the machine's clock",
        name_of("datetime.now", "datetime.utcnow", "date.today", "datetime.today", "time.time"),
        "take the moment from the injected clock: unit.now, unit.today, office.clock.now()",
        ("adapters/clock.py",),
    ),
    Rule(
        "float()",
        builtin("float"),
        "count money in whole cents or as Decimal, quantities as int",
        within=("domain", "services", "store"),
    ),
    Rule("/ 100", cents_division, "let domain/money.py format and scale amounts", within=("domain", "services")),
    Rule(
        "markup from text",
        lambda module: (
            node
            for node in module.calls
            if called(node) in {"from_markup", "escape"} and dotted(node.func) != "re.escape"
        ),
        "use plain(), cell() or phrase() of tui/text.py; in a mail's HTML part everything is escaped in one place",
        ("tui/text.py", "adapters/mail_html.py"),
    ),
    Rule("markup=True", keyword("markup"), "use plain(), cell() or phrase() of tui/text.py", ("tui/text.py",)),
    Rule("notify()", call_of("notify"), "use the app's say() or warn(): they show text as it is", ("tui/bridge.py",)),
    Rule("thread=True", keyword("thread"), "await the app's ask(): tui/bridge.py runs it", ("tui/bridge.py",)),
    Rule(
        "another road between threads",
        call_of("call_from_thread", "create_task"),
        "await the app's ask(): tui/bridge.py runs it off the loop and brings the answer back",
        ("tui/bridge.py",),
        ("tui",),
    ),
    Rule("print()", builtin("print"), "return it, and let the command print it", ("cli/",)),
)


def found(rule: Rule) -> list[str]:
    """Return the places in which something is done that belongs elsewhere."""
    return [
        f"{module.name}:{getattr(node, 'lineno', 0)}"
        for module in modules()
        if rule.concerns(module)
        for node in rule.find(module)
    ]


def test_what_belongs_in_one_place_is_done_nowhere_else() -> None:
    """Look for all of it in one test, since whoever looks parses the whole source first."""
    broken = [
        f"{rule.name} in {', '.join(places)}: instead, {rule.instead}" for rule in RULES if (places := found(rule))
    ]

    assert not broken, "\n".join(broken)


def test_every_place_that_a_rule_allows_exists() -> None:
    names = [module.name for module in modules()]
    gone = [place for rule in RULES for place in rule.allowed if not any(name.startswith(place) for name in names)]

    assert gone == []
