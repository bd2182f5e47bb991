"""A count of the requests that the emulator served: by account, service, action and principal."""

import threading
from collections import Counter

Key = tuple[str, str, str, str]


class RequestCounts:
    """Requests since the last reset."""

    def __init__(self):
        self._counts: Counter[Key] = Counter()
        self._lock = threading.Lock()

    def add(self, account: str, service: str, action: str, principal: str) -> None:
        with self._lock:
            self._counts[account, service, action, principal] += 1

    def reset(self) -> None:
        with self._lock:
            self._counts.clear()

    def rows(self) -> list[dict[str, object]]:
        """One row for each account, service, action and principal, in that order."""
        with self._lock:
            counts = sorted(self._counts.items())
        return [
            {"account": account, "service": service, "action": action, "principal": principal, "count": count}
            for (account, service, action, principal), count in counts
        ]


counts = RequestCounts()
