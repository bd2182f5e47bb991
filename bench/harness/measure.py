"""Puts one peer through the scenarios and writes down what it took."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass

from harness.emulator import Emulator
from harness.peer import Peer, PeerFailed
from harness.workload import Account, Scenario, Workload, scenarios


@dataclass(frozen=True)
class Measurement:
    """One scenario of one peer over so many accounts; requests are totals of all accounts."""

    peer: str
    version: str
    accounts: int
    scenario: str
    seconds: float
    peer_cpu_seconds: float
    emulator_cpu_seconds: float
    requests: dict[str, int]
    actions: dict[str, int]
    notes: dict[str, float]

    def each(self, purpose: str) -> float:
        """The requests of a purpose, for each account."""
        return self.requests.get(purpose, 0) / self.accounts

    def as_json(self) -> dict:
        return asdict(self)


def measure(peer: Peer, count: int, stack_seconds: float) -> Iterable[Measurement]:
    """Each scenario's measurement, as it comes; a peer that does not reach what was wanted fails."""
    wanted = scenarios(count)
    with peer.emulator(wanted[0].workload, stack_seconds) as emulator:
        peer.prepare(emulator, wanted[0].workload)
        for scenario in peer.scenarios(wanted):
            peer.write(emulator, scenario)
            yield _measure(peer, emulator, scenario)
            _check(peer, emulator, scenario.workload)


def _measure(peer: Peer, emulator: Emulator, scenario: Scenario) -> Measurement:
    emulator.reset()
    peer_cpu, emulator_cpu, started = peer.cpu_seconds(), emulator.cpu_seconds(), time.monotonic()
    peer.deploy(emulator)
    seconds = time.monotonic() - started
    requests = emulator.requests()
    actions: dict[str, int] = {}
    for row in requests:
        actions[f"{row.service}:{row.action}"] = actions.get(f"{row.service}:{row.action}", 0) + row.count
    return Measurement(
        peer.name, peer.version, len(scenario.workload.accounts), scenario.name, round(seconds, 2),
        round(peer.cpu_seconds() - peer_cpu, 2), round(emulator.cpu_seconds() - emulator_cpu, 2),
        dict(peer.purposes(requests)), dict(sorted(actions.items())), peer.notes(emulator))


def _check(peer: Peer, emulator: Emulator, workload: Workload) -> None:
    """Look whether every stack of every account is there, complete, and has the parameters that were wanted."""

    def wrong(account: Account) -> list[str]:
        pages = emulator.client("cloudformation", peer.account_id(account)).get_paginator("describe_stacks").paginate()
        seen = {stack["StackName"]: stack for page in pages for stack in page["Stacks"]}
        problems = []
        for stack in workload.stacks:
            found = seen.get(peer.stack_name(account, stack.name))
            if found is None or found["StackStatus"] not in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
                problems.append(f"{account.name}/{stack.name} is {found and found['StackStatus']}")
                continue
            has = {p["ParameterKey"]: p["ParameterValue"] for p in found.get("Parameters", [])}
            problems += [f"{account.name}/{stack.name}: {name} is {has.get(name)}, not {value}"
                         for name, value in workload.constants(account, stack).items() if has.get(name) != value]
        return problems

    with ThreadPoolExecutor(4) as workers:
        problems = [problem for found in workers.map(wrong, workload.accounts) for problem in found]
    if problems:
        raise PeerFailed(f"{peer.name} left {len(problems)} stacks wrong, such as: {'; '.join(problems[:5])}")


def medians(measurements: list[Measurement]) -> list[Measurement]:
    """Of each peer, number of accounts and scenario the measurement whose wall time is the median."""
    groups: dict[tuple, list[Measurement]] = {}
    for m in measurements:
        groups.setdefault((m.peer, m.accounts, m.scenario), []).append(m)
    chosen = []
    for group in groups.values():
        middle = statistics.median_low(m.seconds for m in group)
        chosen.append(next(m for m in group if m.seconds == middle))
    return chosen
