"""What goes wrong on purpose: throttled requests, events that are lost, doubled or late, resources that fail.

Faults are set by ``POST /_plumbline/faults``. Random ones come from one seeded generator, so that a run can be repeated.
"""

import random
import threading

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
    message: str = "Resource handler returned message: \"provoked\" (HandlerErrorCode: GeneralServiceException)"
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
    chance: random.Random = field(default_factory=lambda: random.Random(1))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def apply(self, wanted: dict[str, Any]) -> None:
        """Set what the request names and leave the rest; a bad request changes nothing."""
        known = {"seed", "throttle", "events", "resources", "stackSeconds", "slowStacks", "changeSetSeconds", "sweepScale"}
        if unknown := set(wanted) - known:
            raise BadFault(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(sorted(known))}")
        try:
            events = EventFaults(**{_snake(k): v for k, v in wanted.get("events", {}).items()})
            resources = [ResourceFault(**{_snake(k): v for k, v in r.items()}) for r in wanted.get("resources", [])]
            throttle = {str(k): float(v) for k, v in wanted.get("throttle", {}).items()}
            slow = {str(k): float(v) for k, v in wanted.get("slowStacks", {}).items()}
            seconds = float(wanted.get("stackSeconds", self.stack_seconds))
            change_set_seconds = float(wanted.get("changeSetSeconds", self.change_set_seconds))
            sweep_scale = float(wanted.get("sweepScale", self.sweep_scale))
        except (AttributeError, TypeError, ValueError) as problem:
            raise BadFault(str(problem)) from None
        if "seed" in wanted:
            self.chance.seed(wanted["seed"])
        if "events" in wanted:
            self.events = events
        if "resources" in wanted:
            self.resources = resources
        if "throttle" in wanted:
            self.throttle = throttle
        if "slowStacks" in wanted:
            self.slow_stacks = slow
        self.stack_seconds, self.change_set_seconds, self.sweep_scale = seconds, change_set_seconds, sweep_scale

    def clear(self) -> None:
        """No throttling, no event faults, no failing resources; how long stacks take is kept."""
        self.throttle, self.events, self.resources, self.slow_stacks = {}, EventFaults(), [], {}

    def throttled(self, service: str) -> bool:
        ratio = self.throttle.get(service, self.throttle.get("*", 0.0))
        return ratio > 0 and self._chance(ratio)

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


faults = Faults()
