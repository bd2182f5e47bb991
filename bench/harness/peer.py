"""What every peer is to the harness, and how a peer's program is run."""

from __future__ import annotations

import os
import resource
import subprocess
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from harness.emulator import Emulator, OwnEmulator, Requests
from harness.workload import Account, Scenario, Workload


class PeerFailed(Exception):
    """A peer did not do what it was asked to do."""


class Peer(ABC):
    """A tool that brings accounts to what a workload wants.

    For each number of accounts the harness calls ``install``, ``emulator``, ``prepare``, and then ``write`` and
    ``deploy`` for each scenario. Only ``deploy`` is measured.
    """

    name: str
    version: str

    def __init__(self, home: Path):
        self.home = home

    @abstractmethod
    def install(self) -> None:
        """Put the pinned tool in place."""

    def emulator(self, workload: Workload, stack_seconds: float) -> AbstractContextManager[Emulator]:
        """The emulator that this peer meets; a fresh one."""
        return OwnEmulator(self.home / "emulator", workload.accounts, stack_seconds)

    @abstractmethod
    def prepare(self, emulator: Emulator, workload: Workload) -> None:
        """Do once what a company does before its first deployment: roles, buckets, state."""

    @abstractmethod
    def write(self, emulator: Emulator, scenario: Scenario) -> None:
        """Write what the scenario wants, as a person would before committing it."""

    @abstractmethod
    def deploy(self, emulator: Emulator) -> None:
        """Deploy what was written, and return when it is deployed."""

    @contextmanager
    def deployed(self, scenario: Scenario) -> Iterator[Emulator]:
        """This peer's emulator with the scenario deployed to it; stacks take no time there."""
        self.install()
        with self.emulator(scenario.workload, 0) as emulator:
            self.prepare(emulator, scenario.workload)
            self.write(emulator, scenario)
            self.deploy(emulator)
            yield emulator

    def scenarios(self, wanted: list[Scenario]) -> list[Scenario]:
        """The scenarios of this peer: those of all, or more."""
        return wanted

    def account_id(self, account: Account) -> str:
        """The account's id on this peer's emulator."""
        return account.id

    def stack_name(self, account: Account, stack: str) -> str:
        """What the peer calls a stack in its account."""
        return stack

    def cpu_seconds(self) -> float:
        """What the peer has used of the processor so far."""
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime

    def notes(self, emulator: Emulator) -> dict[str, float]:
        """What else there is to say of the last deployment, in numbers."""
        return {}

    def purposes(self, requests: list[Requests]) -> Counter[str]:
        """The requests by what they are for."""
        counts: Counter[str] = Counter()
        for row in requests:
            counts[purpose(row)] += row.count
        return counts


def purpose(row: Requests) -> str:
    """What a request of an ordinary peer is for, told by its service and action."""
    if row.service == "sts":
        return "sts"
    if row.service != "cloudformation":
        return "other"
    return "polls" if row.action.startswith(("Describe", "List", "Get")) else "cloudformation"


def run(command: list[str], home: Path, environment: dict[str, str], log: Path) -> None:
    """Run a peer's program; its output goes to the end of a log, which an error repeats in part."""
    with open(log, "a") as output:
        output.write(f"$ {' '.join(command)}\n")
        output.flush()
        done = subprocess.run(
            command, cwd=home, stdout=output, stderr=subprocess.STDOUT,
            env={"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8", **environment})
    if done.returncode != 0:
        raise PeerFailed(f"{command[0]} ended with {done.returncode}; see {log}:\n{log.read_text()[-3000:]}")

