"""From the event of an open security group to the fix that was seen, next to Cloud Custodian on the same emulator; and a burst of findings.

    python3 bench/findings.py [--accounts 1,20] [--repeat 3] [--out FILE]

Prints Markdown; writes JSON as well with --out. See bench/README.md for what is measured and what is not.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from harness import command, places

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.emulator import Emulator
    from harness.plumbline import Plumbline
    from harness.workload import Account, Workload

_ACCOUNTS = 20
_EVENTS, _RESOURCES = 1000, 100
_SENDERS = 8
_POLICY = {"policies": [{
    "name": "close-ssh", "resource": "aws.security-group",
    "filters": [{"type": "ingress", "IpProtocol": "tcp", "Ports": [22], "Cidr": {"value": "0.0.0.0/0"}}],
    "actions": [{"type": "remove-permissions", "ingress": "matched"}]}]}


@dataclass(frozen=True)
class Measured:
    """One round: how long until everything was closed, and what was asked of AWS."""

    tool: str
    accounts: int
    seconds: float
    in_accounts: int
    elsewhere: int


@dataclass(frozen=True)
class Burst:
    """Many findings at once, most of them repeats."""

    events: int
    resources: int
    cases: int
    told: int
    seconds: float
    in_accounts: int
    elsewhere: int


def main() -> int:
    given = _arguments()
    places.inside("local")
    measured: list[Measured] = []
    with _organisation() as (emulator, peer, workload):
        for count in given.accounts:
            accounts = _chosen(workload, count)
            for round_ in range(given.repeat + 1):
                for tool in (_plumbline, _custodian):
                    one = tool(emulator, peer, accounts, f"{tool.__name__}-{count}-{round_}")
                    command.progress(f"{one.tool}, {count} accounts: {one.seconds:.2f} s")
                    # The first round warms up.
                    if round_:
                        measured.append(one)
        burst = _burst(emulator, peer, _chosen(workload, 1)[0])
    command.keep({"cores": os.cpu_count(), "rounds": [asdict(one) for one in measured], "burst": asdict(burst)}, given.out)
    print(_report(measured, burst))
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--accounts", type=command.numbers, default=[1, _ACCOUNTS])
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--out", type=Path)
    return parser.parse_args()


@contextmanager
def _organisation() -> Iterator[tuple[Emulator, Plumbline, Workload]]:
    """Twenty accounts that the estate describes, with no stack in them."""
    from harness.plumbline import Plumbline
    from harness.workload import Scenario, workload

    peer = Plumbline(places.fresh("findings"), findings={"action": "remediate", "most-per-hour": 10000})
    wanted = replace(workload(_ACCOUNTS), stacks=())
    with peer.deployed(Scenario("findings", wanted, 0)) as emulator:
        emulator.allow_access(replace(account, id=peer.account_id(account)) for account in wanted.accounts)
        yield emulator, peer, replace(
            wanted, accounts=tuple(replace(account, id=peer.account_id(account)) for account in wanted.accounts))


def _chosen(workload: Workload, count: int) -> list[Account]:
    dev = [account for account in workload.accounts if account.name == "dev"]
    return (dev + [account for account in workload.accounts if account.name != "dev"])[:count]


def _open_group(emulator: Emulator, account: Account, name: str) -> str:
    ec2 = emulator.client("ec2", account.id)
    vpc = ec2.describe_vpcs()["Vpcs"][0]["VpcId"]
    group = ec2.create_security_group(GroupName=name, Description="open", VpcId=vpc)["GroupId"]
    ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[
        {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}])
    return group


def _closed(emulator: Emulator, account: Account, group: str) -> bool:
    [found] = emulator.client("ec2", account.id).describe_security_groups(GroupIds=[group])["SecurityGroups"]
    return not found["IpPermissions"]


def _send(emulator: Emulator, account: Account, group: str, captured: datetime) -> None:
    """The event by which Config says in the account that the group, as it was recorded at a time, breaks the rule."""
    from harness.workload import REGION

    at = datetime.now(timezone.utc)
    emulator.post("events", {"account": account.id, "region": REGION, "event": {
        "source": "aws.config", "detail-type": "Config Rules Compliance Change", "time": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "detail": {
            "awsAccountId": account.id, "awsRegion": REGION, "configRuleName": "restricted-ssh",
            "resourceType": "AWS::EC2::SecurityGroup", "resourceId": group,
            "newEvaluationResult": {
                "complianceType": "NON_COMPLIANT",
                "evaluationResultIdentifier": {"orderingTimestamp": captured.isoformat(timespec="milliseconds").replace("+00:00", "Z")}}}}})


def _plumbline(emulator: Emulator, peer: Plumbline, accounts: list[Account], name: str) -> Measured:
    """Event, case, fix, look again, ledger, message: until the last workflow has ended."""
    groups = [(account, _open_group(emulator, account, name)) for account in accounts]
    captured = datetime.now(timezone.utc)
    emulator.reset()
    started = time.monotonic()
    with ThreadPoolExecutor(_SENDERS) as senders:
        list(senders.map(lambda each: _send(emulator, *each, captured), groups))
    peer.settle(emulator)
    return _measured("Plumbline, verified and told", emulator, groups, time.monotonic() - started)


def _custodian(emulator: Emulator, peer: Plumbline, accounts: list[Account], name: str) -> Measured:
    """The policy, run in each account in turn as its pull mode is run, as many at once as there are cores."""
    from harness.emulator import ACCESS_ROLE
    from harness.peer import run

    program = str(places.python_tools("bench-custodian") / "bin" / "custodian")
    policy = peer.home / "policy.json"
    policy.write_text(json.dumps(_POLICY))
    groups = [(account, _open_group(emulator, account, name)) for account in accounts]
    emulator.reset()
    started = time.monotonic()

    def close(account: Account) -> None:
        run([program, "run", "--cache-period", "0", "--output-dir", f"custodian/{account.name}", "--assume",
             f"arn:aws:iam::{account.id}:role/{ACCESS_ROLE}", str(policy)], peer.home,
            emulator.environment(), peer.home / f"custodian-{account.name}.log")

    with ThreadPoolExecutor(os.cpu_count() or 1) as workers:
        list(workers.map(close, accounts))
    return _measured("Cloud Custodian 0.9.53", emulator, groups, time.monotonic() - started)


def _measured(tool: str, emulator: Emulator, groups: list[tuple[Account, str]], seconds: float) -> Measured:
    requests = emulator.requests()
    left = [account.name for account, group in groups if not _closed(emulator, account, group)]
    if left:
        raise RuntimeError(f"{tool} has left groups open in {', '.join(left)}")
    own = {"plumbline-remediate", "OrganizationAccountAccessRole"}
    inside = sum(row.count for row in requests if row.principal in own)
    elsewhere = sum(row.count for row in requests if row.principal.startswith("plumbline-")) - sum(
        row.count for row in requests if row.principal == "plumbline-remediate")
    elsewhere += sum(row.count for row in requests if row.service == "sts" and not row.principal.startswith("plumbline-"))
    return Measured(tool, len(groups), seconds, inside, elsewhere)


def _burst(emulator: Emulator, peer: Plumbline, account: Account) -> Burst:
    groups = [_open_group(emulator, account, f"burst-{number}") for number in range(_RESOURCES)]
    before = _cases(emulator)
    captured = datetime.now(timezone.utc)
    emulator.reset()
    started = time.monotonic()
    with ThreadPoolExecutor(_SENDERS) as senders:
        list(senders.map(lambda number: _send(emulator, account, groups[number % _RESOURCES], captured), range(_EVENTS)))
    peer.settle(emulator)
    seconds = time.monotonic() - started
    one = _measured("burst", emulator, [(account, group) for group in groups], seconds)
    told = sum(row.count for row in emulator.requests() if row.service == "sns" and row.action == "Publish")
    cases = {key: count for key, count in _cases(emulator).items() if key not in before}
    return Burst(sum(cases.values()), _RESOURCES, len(cases), told, seconds, one.in_accounts, one.elsewhere)


def _cases(emulator: Emulator) -> dict[str, int]:
    """How often findings came, by case, as the ledger knows it."""
    from harness.workload import HUB

    resource = emulator.client("cloudformation", HUB).describe_stack_resource(StackName="plumbline", LogicalResourceId="Ledger")
    pages = emulator.client("dynamodb", HUB).get_paginator("scan").paginate(
        TableName=resource["StackResourceDetail"]["PhysicalResourceId"])
    return {item["pk"]["S"]: int(item["count"]["N"]) for page in pages for item in page["Items"]
            if item["pk"]["S"].startswith("CASE#") and "count" in item}


def _report(measured: list[Measured], burst: Burst) -> str:
    lines = ["| | Accounts | Seconds | Requests in the accounts | Elsewhere |", "| --- | ---: | ---: | ---: | ---: |"]
    for tool, count in dict.fromkeys((one.tool, one.accounts) for one in measured):
        rounds = [one for one in measured if (one.tool, one.accounts) == (tool, count)]
        seconds = statistics.median(one.seconds for one in rounds)
        lines.append(f"| {tool} | {count} | {seconds:.2f} | {rounds[-1].in_accounts} | {rounds[-1].elsewhere} |")
    lines += ["", f"A burst of {_EVENTS} findings on {burst.resources} resources: {burst.cases} cases that count {burst.events} findings, "
              f"{burst.told} messages, {burst.in_accounts} requests in the account and {burst.elsewhere} elsewhere, "
              f"{burst.seconds:.1f} s."]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
