"""A scheduled drift check with nothing to find, next to `sceptre drift detect` on the same emulator; and one property put back.

    python3 bench/drift.py [--accounts 5,20,50] [--repeat 3] [--out FILE]

Prints Markdown; writes JSON as well with --out. See bench/README.md for what is measured and what is not.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time
import uuid
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from harness import command, places

if TYPE_CHECKING:
    from harness.emulator import Emulator, Requests
    from harness.plumbline import Plumbline
    from harness.sceptre import Sceptre

_CHECK, _REVERT = "nothing has drifted", "one property put back"
_DECLARED, _CHANGED = 30, 1


@dataclass(frozen=True)
class Measured:
    """One round of a tool: how long it took, and what it asked the accounts; of Plumbline also what it asked in the hub."""

    tool: str
    accounts: int
    what: str
    seconds: float
    sessions: int
    in_accounts: int
    hub: int
    actions: dict[str, int]


def main() -> int:
    given = _arguments()
    places.inside("local")
    from harness.workload import scenarios

    measured: list[Measured] = []
    for count in given.accounts:
        first = scenarios(count)[0]
        for tool in (_plumbline, _sceptre):
            for one in tool(first, given.repeat):
                command.progress(f"{one.tool}, {count} accounts, {one.what}: {one.seconds:.2f} s")
                measured.append(one)
    command.keep({"cores": os.cpu_count(), "rounds": [asdict(one) for one in measured]}, given.out)
    print(_report(measured))
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--accounts", type=command.numbers, default=[5, 20, 50])
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    if min(given.accounts) < 5:
        parser.error("five accounts at least: those of the emulator's organisation")
    return given


def _plumbline(scenario, repeat: int) -> list[Measured]:
    from harness.plumbline import Plumbline

    peer = Plumbline(places.fresh("drift/plumbline"))
    workload, rounds = scenario.workload, []
    with peer.deployed(scenario) as emulator:
        run = _Scheduled(emulator, peer, [account.name for account in workload.accounts])
        # The first round warms up.
        for round_ in range(repeat + 1):
            checked = run.measure(len(workload.accounts), _CHECK)
            group = _change(emulator, peer.account_id(workload.accounts[0]), workload.accounts[0].name)
            reverted = run.measure(len(workload.accounts), _REVERT)
            if _retention(emulator, peer.account_id(workload.accounts[0]), group) != _DECLARED:
                raise RuntimeError(f"{group} was not put back")
            rounds += [checked, reverted] if round_ else []
    return rounds


class _Scheduled:
    """What EventBridge Scheduler starts: the machine with the input of a schedule of all environments."""

    def __init__(self, emulator: Emulator, peer: Plumbline, environments: list[str]):
        from harness.workload import HUB

        self._emulator, self._peer, self._environments = emulator, peer, environments
        self._machines = emulator.client("stepfunctions", HUB)
        outputs = emulator.client("cloudformation", HUB).describe_stacks(StackName="plumbline")["Stacks"][0]["Outputs"]
        self._outputs = {output["OutputKey"]: output["OutputValue"] for output in outputs}

    def measure(self, accounts: int, what: str) -> Measured:
        self._emulator.reset()
        started = time.monotonic()
        execution = self._machines.start_execution(
            stateMachineArn=self._outputs["ReconcileArn"], name=f"schedule-{uuid.uuid4()}", input=json.dumps({
                "trigger": "schedule", "repository": self._outputs["RepositoryId"], "ref": self._outputs["Branch"],
                "scope": {"environments": self._environments, "except": [], "targets": [], "reverts": []}}))["executionArn"]
        self._peer.settle(self._emulator)
        seconds = time.monotonic() - started
        ended = self._machines.describe_execution(executionArn=execution)
        outcome = json.loads(ended.get("output", "{}")).get("outcome")
        wanted = "unchanged" if what == _CHECK else "deployed"
        if outcome != wanted:
            raise RuntimeError(f"the run ended as {ended['status']}, {outcome}, not {wanted}: {ended.get('cause')}")
        return _measured("Plumbline", accounts, what, seconds, self._emulator.requests())


def _change(emulator: Emulator, account: str, name: str) -> str:
    """Change the retention of the cluster's log group behind its stack's back."""
    group = f"/aws/eks/{name}/cluster"
    emulator.client("logs", account).put_retention_policy(logGroupName=group, retentionInDays=_CHANGED)
    return group


def _retention(emulator: Emulator, account: str, group: str) -> int:
    [found] = emulator.client("logs", account).describe_log_groups(logGroupNamePrefix=group)["logGroups"]
    return found["retentionInDays"]


def _sceptre(scenario, repeat: int) -> list[Measured]:
    from harness.sceptre import Sceptre

    peer = Sceptre(places.fresh("drift/sceptre"))
    with peer.deployed(scenario) as emulator:
        return [_detected(emulator, peer, len(scenario.workload.accounts)) for _ in range(repeat)]


def _detected(emulator: Emulator, peer: Sceptre, accounts: int) -> Measured:
    emulator.reset()
    started = time.monotonic()
    told = peer.detect_drift(emulator)
    seconds = time.monotonic() - started
    if told.count("IN_SYNC") < accounts:
        raise RuntimeError(f"sceptre has not found the stacks in sync: {told[-2000:]}")
    return _measured("sceptre 4.7.0", accounts, _CHECK, seconds, emulator.requests())


def _measured(tool: str, accounts: int, what: str, seconds: float, requests: list[Requests]) -> Measured:
    counts, actions = Counter(), Counter()
    for row in requests:
        in_accounts = row.principal in ("plumbline-verify", "plumbline-provision", "plumbline-plan", "plumbline-preview", "OrganizationAccountAccessRole")
        place = "sessions" if row.service == "sts" else "in_accounts" if in_accounts else "hub"
        counts[place] += row.count
        if place == "in_accounts":
            actions[f"{row.service}:{row.action}"] += row.count
    return Measured(tool, accounts, what, seconds, counts["sessions"], counts["in_accounts"], counts["hub"], dict(actions))


def _report(measured: list[Measured]) -> str:
    lines = ["| | Accounts | Tool | Seconds | Requests in each account | Sessions | In the hub |",
             "| --- | ---: | --- | ---: | ---: | ---: | ---: |"]
    for key in dict.fromkeys((one.what, one.accounts, one.tool) for one in measured):
        rounds = [one for one in measured if (one.what, one.accounts, one.tool) == key]
        last, seconds = rounds[-1], statistics.median(one.seconds for one in rounds)
        lines.append(f"| {last.what} | {last.accounts} | {last.tool} | {seconds:.2f} | {last.in_accounts / last.accounts:.1f} "
                     f"| {last.sessions} | {last.hub if last.tool == 'Plumbline' else '-'} |")
    lines += ["", "What was asked in the accounts, the last round of each:", ""]
    for key in dict.fromkeys((one.what, one.accounts, one.tool) for one in measured):
        last = [one for one in measured if (one.what, one.accounts, one.tool) == key][-1]
        lines.append(f"- {last.tool}, {last.accounts} accounts, {last.what}: "
                     + ", ".join(f"{count} {action}" for action, count in sorted(last.actions.items())))
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
