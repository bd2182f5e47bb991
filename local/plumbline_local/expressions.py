"""DynamoDB's expressions, read once: the emulator reads a condition or a filter again for every item of a query."""

import functools
from collections.abc import Callable

from plumbline_local.patching import replaces


@functools.lru_cache(maxsize=4096)
def _read(reader: Callable, *expression: str) -> object:
    return reader(*expression)


@replaces("services.dynamodb", "_tokenize", "6abb13395c3e")
def tokenize(original: Callable, expr: str) -> list:
    """The tokens of an expression, in a list of the caller's own."""
    return list(_read(original, expr))


@replaces("services.dynamodb", "_condition_syntax_error", "5213f1ffac34")
def condition_syntax_error(original: Callable, expr: str, slot: str) -> str | None:
    """What is wrong with the grammar of a condition: the same for each item."""
    return _read(original, expr, slot)
