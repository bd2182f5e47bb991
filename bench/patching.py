"""What a window asks that finds nothing to patch: requests in the accounts and states of the workflows, over many accounts.

    python3 bench/patching.py [--accounts 50] [--out FILE]

Prints Markdown; writes JSON as well with --out. See bench/README.md for what is measured and what is not.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from harness import command, places

if TYPE_CHECKING:
    from harness.emulator import Emulator
    from harness.plumbline import Plumbline

_WINDOW = {"opens": "cron(0 * * * ? *)", "duration": "4h", "time-zone": "UTC"}
_ADDONS = ("coredns", "kube-proxy", "metrics-server", "vpc-cni")
# What the emulator gives to an add-on and to a node group whose template states no version.
_ADDON_VERSION, _NODE_RELEASE = "v1.0.0-eksbuild.1", "1.0.0-emulated"


@dataclass(frozen=True)
class Measured:
    """One window over all accounts."""

    window: str
    accounts: int
    seconds: float
    asked: dict[str, int]
    hub: dict[str, int]
    sessions: int
    states: int

    @property
    def requests(self) -> int:
        return sum(self.asked.values())


def main() -> int:
    given = _arguments()
    places.inside("local")
    measured = _measure(given.accounts)
    command.keep([asdict(one) for one in measured], given.out)
    print(_report(measured))
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--accounts", type=int, default=50)
    parser.add_argument("--out", type=Path)
    return parser.parse_args()


def _measure(count: int) -> list[Measured]:
    """A database and a cluster in each account; everything is at its newest version."""
    from harness.plumbline import Plumbline
    from harness.workload import Scenario, Stack, workload

    peer = Plumbline(places.fresh("patching"), patching={"policy": "minor", "windows": [_WINDOW], "concurrency": 50})
    wanted = replace(workload(count), stacks=(Stack("database", _database()), Stack("cluster", _cluster())))
    with peer.deployed(Scenario("patching", wanted, 0)) as emulator:
        emulator.post("offers", {
            "addonVersions": {name: [_ADDON_VERSION] for name in _ADDONS}, "nodeRelease": _NODE_RELEASE})
        return [_window(emulator, peer, count, name) for name in ("the first", "the next")]


def _window(emulator: Emulator, peer: Plumbline, count: int, name: str) -> Measured:
    from harness.workload import HUB, REGION

    [schedule] = [one["Name"] for one in emulator.client("scheduler", HUB).list_schedules(GroupName="plumbline")["Schedules"]
                  if "-window-" in one["Name"]]
    emulator.reset()
    began, started = datetime.now(timezone.utc), time.monotonic()
    if emulator.post("schedules/fire", {"account": HUB, "region": REGION, "name": schedule})["fired"] != 1:
        raise RuntimeError("the window's schedule did not fire")
    peer.settle(emulator)
    seconds = time.monotonic() - started
    requests = emulator.requests()
    asked, hub = Counter(), Counter()
    for row in requests:
        if row.principal == "plumbline-patch":
            asked[row.action] += row.count
        elif row.principal == "plumbline-patch-function" and row.service != "sts":
            hub[row.service] += row.count
    sessions = sum(row.count for row in requests if row.service == "sts" and row.principal == "plumbline-patch-function")
    states, looked = _states(emulator, began)
    if looked != count:
        raise RuntimeError(f"{looked} of {count} accounts were looked at")
    return Measured(name, count, seconds, dict(asked), dict(hub), sessions, states)


def _states(emulator: Emulator, began: datetime) -> tuple[int, int]:
    """The states that the workflows entered since, and how many accounts they looked at."""
    from harness.workload import HUB, REGION

    client, states, looked = emulator.client("stepfunctions", HUB), 0, 0
    for machine in ("plumbline-patch", "plumbline-patch-target"):
        pages = client.get_paginator("list_executions").paginate(
            stateMachineArn=f"arn:aws:states:{REGION}:{HUB}:stateMachine:{machine}")
        for execution in (one for page in pages for one in page["executions"] if one["startDate"] >= began):
            if execution["status"] != "SUCCEEDED":
                raise RuntimeError(f"{execution['name']} ended as {execution['status']}")
            looked += machine == "plumbline-patch-target"
            history = client.get_paginator("get_execution_history").paginate(executionArn=execution["executionArn"])
            states += sum(event["type"].endswith("StateEntered") for page in history for event in page["events"])
    return states, looked


def _database() -> dict:
    return _template("A database.", {"EngineVersion": "17.6"}, {
        "Database": {"Type": "AWS::RDS::DBInstance", "Properties": {
            "DBInstanceIdentifier": {"Fn::Sub": "${Tier}-patched"}, "Engine": "postgres", "EngineVersion": {"Ref": "EngineVersion"},
            "DBInstanceClass": "db.t4g.micro", "AllocatedStorage": "20", "StorageEncrypted": True,
            "MasterUsername": "postgres", "ManageMasterUserPassword": True}},
    }, {"DatabaseId": {"Ref": "Database"}}, {"databases": {"Database": "DatabaseId", "Version": "EngineVersion"}})


def _cluster() -> dict:
    def trusting(service: str) -> dict:
        return {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": service}}]}}}

    return _template("A cluster with add-ons and a group of nodes.", {"Version": "1.34"}, {
        "Network": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": {"Ref": "Cidr"}}},
        "Subnet": {"Type": "AWS::EC2::Subnet", "Properties": {"VpcId": {"Ref": "Network"}, "CidrBlock": {"Ref": "Cidr"}}},
        "Role": trusting("eks.amazonaws.com"),
        "NodeRole": trusting("ec2.amazonaws.com"),
        "Cluster": {"Type": "AWS::EKS::Cluster", "Properties": {
            "Name": {"Ref": "Tier"}, "Version": {"Ref": "Version"}, "RoleArn": {"Fn::GetAtt": ["Role", "Arn"]},
            "ResourcesVpcConfig": {"SubnetIds": [{"Ref": "Subnet"}]}}},
        "Nodes": {"Type": "AWS::EKS::Nodegroup", "Properties": {
            "ClusterName": {"Ref": "Cluster"}, "AmiType": "BOTTLEROCKET_ARM_64", "Subnets": [{"Ref": "Subnet"}],
            "NodeRole": {"Fn::GetAtt": ["NodeRole", "Arn"]}}},
        **{f"Addon{index}": {"Type": "AWS::EKS::Addon", "Properties": {"ClusterName": {"Ref": "Cluster"}, "AddonName": name}}
           for index, name in enumerate(_ADDONS)},
    }, {"ClusterName": {"Ref": "Cluster"}}, {"cluster": {"Cluster": "ClusterName", "Version": "Version"}}, "Cidr")


def _template(description: str, windowed: dict, resources: dict, outputs: dict, patches: dict, *more: str) -> dict:
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": description,
        "Metadata": {"Plumbline": {"Checks": [], "Windowed": sorted(windowed), "Patches": patches}},
        "Parameters": {
            **{name: {"Type": "String"} for name in ("Tier", *more)},
            **{name: {"Type": "String", "Default": value} for name, value in windowed.items()}},
        "Resources": resources,
        "Outputs": {name: {"Description": name, "Value": value} for name, value in outputs.items()},
    }


def _report(measured: list[Measured]) -> str:
    lines = ["| Window | Accounts | Requests in the accounts | For each stack | Sessions | In the hub | States | Seconds |",
             "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"]
    for one in measured:
        lines.append(f"| {one.window} | {one.accounts} | {one.requests} | {one.requests / one.accounts / 2:.2f} | {one.sessions} | "
                     f"{sum(one.hub.values())} | {one.states} | {one.seconds:.1f} |")
    for one in measured:
        asked = ", ".join(f"{action} {count}" for action, count in sorted(one.asked.items()))
        hub = ", ".join(f"{service} {count}" for service, count in sorted(one.hub.items()))
        lines += ["", f"{one.window}: {asked}. In the hub: {hub}."]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
