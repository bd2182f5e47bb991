"""What resources cost a month while nothing happens, from list prices.

Every type has to be known here, as free or with its price, so that a template cannot grow a cost unseen.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import templates

HOURS = 730

# Nothing is paid for their being there; what goes through some of them is counted as use.
FREE = frozenset({
    "AWS::AccessAnalyzer::Analyzer",
    "AWS::CertificateManager::Certificate",
    "AWS::CloudFormation::StackSet",
    # The first copy of management events is free; what Config records and evaluates is paid for by the piece.
    "AWS::CloudTrail::Trail",
    "AWS::Config::AggregationAuthorization", "AWS::Config::ConfigRule", "AWS::Config::ConfigurationAggregator",
    "AWS::Config::ConfigurationRecorder", "AWS::Config::DeliveryChannel",
    "AWS::DynamoDB::Table",
    "AWS::EC2::FlowLog", "AWS::EC2::InstanceConnectEndpoint", "AWS::EC2::InternetGateway", "AWS::EC2::NetworkAcl", "AWS::EC2::NetworkAclEntry",
    "AWS::EC2::Route", "AWS::EC2::RouteTable", "AWS::EC2::SecurityGroup", "AWS::EC2::SecurityGroupEgress",
    "AWS::EC2::SecurityGroupIngress", "AWS::EC2::Subnet", "AWS::EC2::SubnetNetworkAclAssociation",
    "AWS::EC2::SubnetRouteTableAssociation", "AWS::EC2::VPC", "AWS::EC2::VPCGatewayAttachment",
    "AWS::ECR::Repository",
    "AWS::EKS::AccessEntry", "AWS::EKS::Addon", "AWS::EKS::Nodegroup", "AWS::EKS::PodIdentityAssociation",
    "AWS::Events::EventBus", "AWS::Events::EventBusPolicy", "AWS::Events::Rule",
    "AWS::IAM::Group", "AWS::IAM::InstanceProfile", "AWS::IAM::ManagedPolicy", "AWS::IAM::OIDCProvider",
    "AWS::IAM::Role", "AWS::IAM::User",
    "AWS::KMS::Alias",
    "AWS::Lambda::Function", "AWS::Lambda::Permission",
    "AWS::Logs::LogGroup",
    "AWS::Oam::Link", "AWS::Oam::Sink",
    "AWS::RDS::DBParameterGroup", "AWS::RDS::DBSubnetGroup",
    "AWS::S3::Bucket", "AWS::S3::BucketPolicy",
    "AWS::SNS::Subscription", "AWS::SNS::Topic", "AWS::SNS::TopicPolicy",
    "AWS::SQS::Queue", "AWS::SQS::QueuePolicy",
    "AWS::SSM::Association", "AWS::SSM::Document",
    "AWS::Scheduler::Schedule", "AWS::Scheduler::ScheduleGroup",
    "AWS::SecretsManager::ResourcePolicy", "AWS::SecretsManager::RotationSchedule",
    "AWS::SecretsManager::SecretTargetAttachment",
    "AWS::Serverless::Function", "AWS::Serverless::StateMachine",
    "Custom::Delegation",
    "Custom::GuardDutyAdministrator",
    "Custom::Manifests",
})

PRICED = {
    # A group of one, with the instance type that the blueprint openvpn has by default.
    "AWS::AutoScaling::AutoScalingGroup": ("ec2.t4g-micro.hour", HOURS),
    "AWS::CloudWatch::Alarm": ("cloudwatch.alarm.month", 1),
    "AWS::CloudWatch::Dashboard": ("cloudwatch.dashboard.month", 1),
    "AWS::EC2::EIP": ("ec2.public-ipv4.hour", HOURS),
    # The volume of that one instance.
    "AWS::EC2::LaunchTemplate": ("ebs.gp3.gb-month", 10),
    "AWS::EC2::NatGateway": ("ec2.nat-gateway.hour", HOURS),
    "AWS::EKS::Cluster": ("eks.cluster.hour", HOURS),
    "AWS::KMS::Key": ("kms.key.month", 1),
    "AWS::Route53::HostedZone": ("route53.zone.month", 1),
    "AWS::SecretsManager::Secret": ("secretsmanager.secret.month", 1),
}


class Unpriced(Exception):
    """A type that is neither free nor has a price here."""


@dataclass(frozen=True)
class Item:
    """One line of a bill, in dollars a month."""

    what: str
    count: float
    each: float

    @property
    def total(self) -> float:
        return self.count * self.each


@cache
def price(name: str) -> float:
    """The list price of a unit, in dollars."""
    table = json.loads((Path(__file__).parent / "prices.json").read_text())
    return float(table["prices"][name]["price"])


def standing(resources: Mapping[str, Mapping[str, Any]]) -> list[Item]:
    """What resources cost a month by being there."""
    items = []
    sized = {name: resource for name, resource in resources.items() if resource["Type"] in SIZED}
    for resource in sized.values():
        items += SIZED[resource["Type"]](resource["Properties"])
    for kind, count in sorted(Counter(kind_of(r) for n, r in resources.items() if n not in sized).items()):
        if kind in PRICED:
            name, units = PRICED[kind]
            items.append(Item(kind, count, price(name) * units))
        elif kind not in FREE:
            raise Unpriced(f"{kind}: say in docs/tools/costs.py what it costs")
    return _together(items)


def _together(items: list[Item]) -> list[Item]:
    """Like items as one line."""
    counts: dict[tuple[str, float], float] = {}
    for item in items:
        counts[item.what, item.each] = counts.get((item.what, item.each), 0) + item.count
    return [Item(what, count, each) for (what, each), count in sorted(counts.items())]


def _database(properties: Mapping[str, Any]) -> list[Item]:
    """An instance and its storage, both twice with a standby; a managed password is a secret.

    A replica has its source's storage, which its own properties do not tell: 20 GiB, the least.
    """
    times = 2 if str(properties.get("MultiAZ", False)).lower() == "true" else 1
    klass, storage = properties["DBInstanceClass"], float(properties.get("AllocatedStorage", 20))
    items = [
        Item(f"AWS::RDS::DBInstance {klass}", times, price(f"rds.postgresql.{klass}.hour") * HOURS),
        Item("AWS::RDS::DBInstance storage, GiB", times * storage, price("rds.gp3.gb-month")),
    ]
    if str(properties.get("ManageMasterUserPassword", False)).lower() == "true":
        items.append(Item("AWS::SecretsManager::Secret", 1, price("secretsmanager.secret.month")))
    return items


# What a type costs that has no price of its own, but one by its size.
SIZED: Mapping[str, Callable[[Mapping[str, Any]], list[Item]]] = {"AWS::RDS::DBInstance": _database}


def kind_of(resource: Mapping[str, Any]) -> str:
    """The resource's type; a gateway endpoint is free, which one with interfaces is not."""
    kind = resource["Type"]
    if kind != "AWS::EC2::VPCEndpoint":
        return kind
    gateway = resource["Properties"].get("VpcEndpointType") == "Gateway"
    return "AWS::EC2::Route" if gateway else "AWS::EC2::VPCEndpoint (interface)"


def idle_month(accounts: int) -> list[Item]:
    """What Plumbline itself costs in a month in which nobody pushes, with its estate in one region.

    The secrets for webhook and Git are the user's, but counted. Use is what the schedules cause: each function called daily, each account's
    canary every six hours. Rounded up throughout; the free tier is left out.
    """
    control = templates.read(templates.ROOT / "template.yaml")
    members = [templates.read(path) for path in sorted((templates.ROOT / "bootstrap").glob("member-*.yaml"))]
    hub, organization = "555555555555", "o-a1b2c3d4e5"
    given = {"HubAccountId": hub, "HubRegion": "eu-west-1", "OrganizationId": organization}
    items = [Item(f"hub: {i.what}", i.count, i.each) for i in standing(control.made({"OrganizationId": organization}))]
    for number in range(accounts):
        account = hub if number == 0 else f"{number:012}"
        pseudo = {"AWS::AccountId": account, "AWS::Region": "eu-west-1"}
        for template in members:
            items += [
                Item(f"account {account}: {i.what}", i.count, i.each) for i in standing(template.made(given, pseudo))
            ]
    functions = [r for r in control.resources.values() if r["Type"] == "AWS::Serverless::Function"]
    return items + _use(functions, control.tree["Globals"]["Function"], accounts)


def _use(functions: list[Mapping[str, Any]], common: Mapping[str, Any], accounts: int) -> list[Item]:
    days, canaries = 31, accounts * 4 * 31
    calls = len(functions) * days + canaries
    # Two seconds each: a daily call restores a snapshot, and so does nearly every canary.
    memory = max(f["Properties"].get("MemorySize", common["MemorySize"]) for f in functions) / 1024
    return [
        Item("secrets for webhook and Git", 2, price("secretsmanager.secret.month")),
        Item("metric StuckLeases", 1, price("cloudwatch.metric.month")),
        Item("function calls", calls / 1e6, price("lambda.request.million")),
        Item("function time, GB-s", calls * 2 * memory, price("lambda.arm64.gb-second")),
        Item("traces", calls / 1e6, price("xray.trace.million")),
        Item("canaries on both buses", 2 * canaries / 1e6, price("events.custom.million")),
        Item("schedules", calls / 1e6, price("scheduler.million")),
        Item("ledger writes, four for each canary", 4 * canaries / 1e6, price("dynamodb.write.million")),
        Item("ledger reads, eight for each canary", 8 * canaries / 1e6, price("dynamodb.read.million")),
        Item("ledger, 0.05 GB", 0.05, price("dynamodb.storage.gb-month") + price("dynamodb.backup.gb-month")),
        Item("key requests", 12 * canaries / 1e4, price("kms.request.10000")),
        Item("logs, 4 KB for each call", calls * 4e-6, price("logs.ingestion.gb") + price("logs.storage.gb-month")),
        Item("bucket, 0.1 GB", 0.1, price("s3.standard.gb-month")),
    ]
