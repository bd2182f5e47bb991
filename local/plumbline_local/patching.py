"""Mending the emulator from outside, without ever doing so by accident.

A mend names the function that it replaces and the fingerprint (a hash of the source) of the version that it was written
against. :func:`install` refuses to start when the function has changed or is gone, so that a new version of the
emulator is looked at before it is used. Data tables of the emulator need none of this: add to them where one exists.
"""

import functools
import hashlib
import importlib
import inspect
import sys
from collections.abc import Callable
from dataclasses import dataclass


class UnknownEmulator(RuntimeError):
    """The emulator is not the version that the mends were written against."""


@dataclass(frozen=True)
class Mend:
    """One replaced function: where it is, what it was, and what takes its place."""

    module: str
    name: str
    fingerprint: str
    replacement: Callable

    def original(self) -> Callable:
        try:
            return getattr(importlib.import_module(self.module), self.name)
        except AttributeError:
            raise UnknownEmulator(f"{self.module}.{self.name} is gone from the emulator") from None


_mends: list[Mend] = []


def replaces(module: str, name: str, fingerprint: str) -> Callable[[Callable], Callable]:
    """Declare that a function stands in for ``ministack.<module>.<name>``; it receives the original first."""

    def declare(replacement: Callable) -> Callable:
        _mends.append(Mend(f"ministack.{module}", name, fingerprint, replacement))
        return replacement

    return declare


def fingerprint(function: Callable) -> str:
    """The hash of a function's source, as ``replaces`` expects it."""
    return hashlib.sha256(inspect.getsource(function).encode()).hexdigest()[:12]


def install() -> None:
    """Check every mend against the emulator, then put all of them in place."""
    changed = [
        f"{mend.module}.{mend.name} is {seen}, was {mend.fingerprint}"
        for mend in _mends
        if (seen := fingerprint(mend.original())) != mend.fingerprint
    ]
    if changed:
        raise UnknownEmulator("the emulator has changed under its mends: " + "; ".join(changed))
    for mend in _mends:
        original = mend.original()
        bound = functools.wraps(original)(functools.partial(mend.replacement, original))
        _rebind(original, bound)
    _mends.clear()


def _rebind(original: Callable, bound: Callable) -> None:
    """Replace a function wherever a module of the emulator imported it by name or keeps it in a table."""
    for name, module in list(sys.modules.items()):
        if not name.startswith("ministack."):
            continue
        for key, value in list(vars(module).items()):
            if value is original:
                setattr(module, key, bound)
            elif type(value) is dict:
                value.update({k: bound for k, v in value.items() if v is original})
