"""What goes wrong on purpose: throttled requests, events that are lost, doubled or late, resources that fail.

Faults are set by ``POST /_plumbline/faults``. Random ones come from one seeded generator: a run can be repeated.
"""

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


class BadFault(ValueError):
    """A fault that was asked for in a way that is not understood."""


@dataclass
class EventFaults:
    """The share of AWS's own events that are lost, delivered twice, or delivered late (and so out of order)."""

    lose: float = 0.0
    duplicate: float = 0.0
    delay: float = 0.0
    delay_seconds: float = 1.0
    detail_type: str = ""


@dataclass
class ResourceFault:
    """A resource operation that fails; an empty field matches anything, ``count`` limits how often (0: always)."""

    account: str = ""
    region: str = ""
    stack: str = ""
    logical_id: str = ""
    resource_type: str = ""
    operation: str = ""
    message: str = 'Resource handler returned message: "provoked" (HandlerErrorCode: GeneralServiceException)'
    count: int = 0

    def matches(self, **seen: str) -> bool:
        return all(not (wanted := getattr(self, name)) or wanted == value for name, value in seen.items())


@dataclass
class Faults:
    """The faults in force."""

    throttle: dict[str, float] = field(default_factory=dict)
    events: EventFaults = field(default_factory=EventFaults)
    resources: list[ResourceFault] = field(default_factory=list)
    stack_seconds: float = 0.0
    change_set_seconds: float = 0.0
    sweep_scale: float = 1.0
    slow_stacks: dict[str, float] = field(default_factory=dict)
    longest_wait: float = 0.0
    kill_after: int = 0
    stop_at: dict[str, str] = field(default_factory=dict)
    page_size: int = 0
    versions_go_back: bool = False
    chance: random.Random = field(default_factory=lambda: random.Random(1))
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def apply(self, wanted: dict[str, Any]) -> None:
        """Set what the request names and leave the rest; a bad request changes nothing."""
        if unknown := set(wanted) - set(_PARSERS):
            raise BadFault(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(_PARSERS)}")
        try:
            parsed = {_snake(name): _PARSERS[name](value) for name, value in wanted.items()}
        except (AttributeError, TypeError, ValueError) as problem:
            raise BadFault(str(problem)) from None
        if "seed" in parsed:
            self.chance.seed(parsed.pop("seed"))
        with self._changed:
            for name, value in parsed.items():
                setattr(self, name, value)
            self._changed.notify_all()

    def wait(self, seconds: float) -> None:
        """Let time pass; a wait that is longer than the longest one ends, also where that is said meanwhile."""
        began = time.monotonic()
        with self._changed:
            while (left := self._bounded(seconds) - (time.monotonic() - began)) > 0:
                self._changed.wait(left)

    def _bounded(self, seconds: float) -> float:
        return min(seconds, self.longest_wait) if self.longest_wait > 0 else seconds

    def clear(self) -> None:
        """No fault is left, whichever there may come to be; how long stacks take is no fault and is kept."""
        none = Faults()
        with self._changed:
            for name in map(_snake, _PARSERS.keys() - {"seed", "stackSeconds"}):
                setattr(self, name, getattr(none, name))
            self._changed.notify_all()

    def throttled(self, service: str) -> bool:
        ratio = self.throttle.get(service, self.throttle.get("*", 0.0))
        return ratio > 0 and self._chance(ratio)

    def kills(self) -> bool:
        """Whether the function that made this request dies of it; counts the requests of functions down to the one."""
        with self._lock:
            if self.kill_after == 0:
                return False
            self.kill_after -= 1
            return self.kill_after == 0

    def stops(self, machine: str, state: str) -> bool:
        """Whether an execution is stopped as it enters this state; it happens once."""
        with self._lock:
            if self.stop_at != {machine: state}:
                return False
            self.stop_at = {}
            return True

    def deliveries(self, detail_type: str) -> list[float]:
        """When to deliver an event of an AWS service, as delays in seconds; empty: it is lost."""
        faults = self.events
        if faults.detail_type and faults.detail_type != detail_type:
            return [0.0]
        if self._chance(faults.lose):
            return []
        copies = 2 if self._chance(faults.duplicate) else 1
        return [self.chance.uniform(0, faults.delay_seconds) if self._chance(faults.delay) else 0.0
                for _ in range(copies)]

    def fail_resource(self, **seen: str) -> str | None:
        """The message of a failure provoked for this resource operation, or None."""
        with self._lock:
            for fault in self.resources:
                if fault.matches(**seen):
                    if fault.count == 1:
                        self.resources.remove(fault)
                    elif fault.count > 1:
                        fault.count -= 1
                    return fault.message
        return None

    def seconds_for(self, stack_name: str) -> float:
        return self.slow_stacks.get(stack_name, self.stack_seconds)

    def _chance(self, ratio: float) -> bool:
        return ratio > 0 and self.chance.random() < ratio


def _snake(name: str) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name)


def _options(value: dict) -> dict[str, Any]:
    return {_snake(name): option for name, option in value.items()}


def _numbers(value: dict) -> dict[str, float]:
    return {str(name): float(number) for name, number in value.items()}


_PARSERS: dict[str, Callable[[Any], Any]] = {
    "seed": int,
    "throttle": _numbers,
    "events": lambda value: EventFaults(**_options(value)),
    "resources": lambda value: [ResourceFault(**_options(one)) for one in value],
    "stackSeconds": float,
    "slowStacks": _numbers,
    "changeSetSeconds": float,
    "sweepScale": float,
    "longestWait": float,
    "killAfter": int,
    "pageSize": int,
    "stopAt": lambda value: {str(machine): str(state) for machine, state in value.items()},
    "versionsGoBack": bool,
}

faults = Faults()
