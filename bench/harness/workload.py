"""The workload that every peer is put through, described once.

An account gets five stacks: a network of twenty resources, keys, a database, a cluster, and alarms. They are joined by
outputs: the database and the cluster need the network and the keys, the alarms need both of them.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field, replace

REGION = "eu-west-1"
HUB = "555555555555"
_FIVE = {
    "111111111111": "dev",
    "222222222222": "stage",
    "333333333333": "prod",
    "444444444444": "security",
    HUB: "shared-services",
}
_ZONES = ("a", "b", "c")


@dataclass(frozen=True)
class Account:
    """An account: its twelve digits, its name, and the network that is its own."""

    id: str
    name: str
    cidr: str


@dataclass(frozen=True)
class Output:
    """An output of another stack of the same account."""

    stack: str
    name: str


@dataclass(frozen=True)
class Stack:
    """A stack of each account: its template, and which of its parameters are outputs of other stacks."""

    name: str
    template: dict
    joins: dict[str, Output] = field(default_factory=dict)

    @property
    def needs(self) -> list[str]:
        return sorted({output.stack for output in self.joins.values()})

    @property
    def resources(self) -> int:
        return len(self.template["Resources"])


@dataclass(frozen=True)
class Workload:
    """What is wanted of all accounts at one moment: the stacks, and the threshold of each account's alarms."""

    accounts: tuple[Account, ...]
    stacks: tuple[Stack, ...]
    thresholds: dict[str, int]

    def constants(self, account: Account, stack: Stack) -> dict[str, str]:
        """The parameters of a stack that are no outputs of another."""
        values = {"Tier": account.name, "Cidr": account.cidr, "Threshold": str(self.thresholds[account.id])}
        return {name: values[name] for name in stack.template["Parameters"] if name in values}

    def levels(self) -> list[list[Stack]]:
        """The stacks in levels: each needs only those of the levels before it."""
        levels: list[list[Stack]] = []
        done: set[str] = set()
        while len(done) < len(self.stacks):
            level = [s for s in self.stacks if s.name not in done and done.issuperset(s.needs)]
            levels.append(level)
            done.update(s.name for s in level)
        return levels


@dataclass(frozen=True)
class Scenario:
    """One measured deployment, and how many stacks it has to change."""

    name: str
    workload: Workload
    changes: int


def scenarios(count: int) -> list[Scenario]:
    """The four deployments, in the order in which they happen, over so many accounts."""
    first = workload(count)
    raised = replace(first, thresholds={account.id: 81 for account in first.accounts})
    last = first.accounts[-1].id
    single = replace(raised, thresholds={**raised.thresholds, last: 90})
    return [
        Scenario("first deployment", first, len(first.stacks) * count),
        Scenario("nothing changed", first, 0),
        Scenario("one parameter in every account", raised, count),
        Scenario("one stack in one account", single, 1),
    ]


def workload(count: int) -> Workload:
    accounts = tuple(_accounts(count))
    return Workload(accounts, _stacks(), {account.id: 80 for account in accounts})


def _accounts(count: int):
    names = dict(_FIVE)
    for number in range(len(_FIVE), count):
        names[str(600000000000 + number)] = f"team-{number:04d}"
    networks = ipaddress.ip_network("10.0.0.0/8").subnets(new_prefix=20)
    for (account, name), network in zip(list(names.items())[:count], networks, strict=False):
        yield Account(account, name, str(network))


def _stacks() -> tuple[Stack, ...]:
    subnets, network_key = Output("network", "PrivateSubnetIds"), Output("keys", "KeyArn")
    return (
        Stack("network", _network()),
        Stack("keys", _keys()),
        Stack("database", _database(), {
            "SubnetIds": subnets, "SecurityGroupId": Output("network", "DatabaseSecurityGroupId"),
            "KeyArn": network_key}),
        Stack("cluster", _cluster(), {"SubnetIds": subnets, "KeyArn": network_key}),
        Stack("alarms", _alarms(), {
            "DatabaseId": Output("database", "DatabaseId"), "ClusterName": Output("cluster", "ClusterName")}),
    )


def _network() -> dict:
    resources: dict[str, dict] = {
        "Vpc": _resource("EC2::VPC", CidrBlock=_ref("Cidr"), EnableDnsSupport=True, EnableDnsHostnames=True,
                         Tags=[{"Key": "Name", "Value": _ref("Tier")}]),
        "Gateway": _resource("EC2::InternetGateway"),
        "Attachment": _resource("EC2::VPCGatewayAttachment", VpcId=_ref("Vpc"), InternetGatewayId=_ref("Gateway")),
        "DatabaseSecurityGroup": _resource(
            "EC2::SecurityGroup", GroupDescription="Who may reach the database", VpcId=_ref("Vpc")),
        "ClusterSecurityGroup": _resource(
            "EC2::SecurityGroup", GroupDescription="Who may reach the cluster", VpcId=_ref("Vpc")),
        "PublicRoutes": _resource("EC2::RouteTable", VpcId=_ref("Vpc")),
        "PrivateRoutes": _resource("EC2::RouteTable", VpcId=_ref("Vpc")),
        "PublicRoute": _resource(
            "EC2::Route", RouteTableId=_ref("PublicRoutes"), DestinationCidrBlock="0.0.0.0/0",
            GatewayId=_ref("Gateway")),
    }
    for index, (kind, zone) in enumerate((kind, zone) for kind in ("Public", "Private") for zone in _ZONES):
        name = f"{kind}{zone.upper()}"
        resources[name] = _resource(
            "EC2::Subnet", VpcId=_ref("Vpc"), AvailabilityZone=f"{REGION}{zone}",
            CidrBlock={"Fn::Select": [index, {"Fn::Cidr": [_ref("Cidr"), 6, 8]}]})
        resources[f"{name}Association"] = _resource(
            "EC2::SubnetRouteTableAssociation", SubnetId=_ref(name), RouteTableId=_ref(f"{kind}Routes"))
    private = [_ref(f"Private{zone.upper()}") for zone in _ZONES]
    return _template("A network of three zones.", {"Tier": _string(), "Cidr": _string()}, resources, {
        "VpcId": _ref("Vpc"),
        "PrivateSubnetIds": {"Fn::Join": [",", private]},
        "DatabaseSecurityGroupId": {"Fn::GetAtt": ["DatabaseSecurityGroup", "GroupId"]},
    }, [_check("vpc-cidr", "Vpc", "CidrBlock = $parameters.Cidr", "The network has its declared range"),
        _check("private-subnet", "PrivateA", "VpcId = $outputs.VpcId", "Private subnets lie in the network")])


def _keys() -> dict:
    policy = {"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Action": "kms:*", "Resource": "*",
        "Principal": {"AWS": {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}}}]}
    return _template("The key for what is stored.", {"Tier": _string()}, {
        "Key": _resource("KMS::Key", Description=_ref("Tier"), EnableKeyRotation=True, KeyPolicy=policy),
        "Alias": _resource("KMS::Alias", AliasName={"Fn::Sub": "alias/${Tier}-data"}, TargetKeyId=_ref("Key")),
    }, {"KeyArn": {"Fn::GetAtt": ["Key", "Arn"]}},
        [_check("key-rotation", "Key", "EnableKeyRotation = true", "The key is rotated")])


def _database() -> dict:
    return _template("A database in the private subnets.", {
        "Tier": _string(), "SubnetIds": {"Type": "CommaDelimitedList"}, "SecurityGroupId": _string(),
        "KeyArn": _string(),
    }, {
        "Subnets": _resource("RDS::DBSubnetGroup", DBSubnetGroupName={"Fn::Sub": "${Tier}-database"},
                             DBSubnetGroupDescription="Private subnets", SubnetIds=_ref("SubnetIds")),
        "Settings": _resource("RDS::DBParameterGroup", Description="Settings", Family="postgres17",
                              DBParameterGroupName={"Fn::Sub": "${Tier}-database"}),
        "Database": _resource(
            "RDS::DBInstance", DBInstanceIdentifier={"Fn::Sub": "${Tier}-database"}, Engine="postgres",
            EngineVersion="17.6", DBInstanceClass="db.t4g.micro", AllocatedStorage="20", StorageEncrypted=True,
            KmsKeyId=_ref("KeyArn"), MasterUsername="postgres", ManageMasterUserPassword=True,
            DBSubnetGroupName=_ref("Subnets"), DBParameterGroupName=_ref("Settings"),
            VPCSecurityGroups=[_ref("SecurityGroupId")]),
    }, {"DatabaseId": _ref("Database")},
        [_check("database-encrypted", "Database", "StorageEncrypted = true", "The database is encrypted")])


def _cluster() -> dict:
    trust = {"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Action": ["sts:AssumeRole"], "Principal": {"Service": "eks.amazonaws.com"}}]}
    return _template("A cluster in the private subnets.", {
        "Tier": _string(), "SubnetIds": {"Type": "CommaDelimitedList"}, "KeyArn": _string(),
    }, {
        "Role": _resource("IAM::Role", AssumeRolePolicyDocument=trust, ManagedPolicyArns=[
            {"Fn::Sub": "arn:${AWS::Partition}:iam::aws:policy/AmazonEKSClusterPolicy"}]),
        "Logs": _resource("Logs::LogGroup", LogGroupName={"Fn::Sub": "/aws/eks/${Tier}/cluster"}, RetentionInDays=30),
        "Cluster": _resource(
            "EKS::Cluster", Name=_ref("Tier"), RoleArn={"Fn::GetAtt": ["Role", "Arn"]},
            EncryptionConfig=[{"Resources": ["secrets"], "Provider": {"KeyArn": _ref("KeyArn")}}],
            ResourcesVpcConfig={"SubnetIds": _ref("SubnetIds")}),
    }, {"ClusterName": _ref("Cluster")},
        [_check("cluster-logs", "Logs", "RetentionInDays = 30", "Logs of the cluster are kept for 30 days")])


def _alarms() -> dict:
    def alarm(metric: str, namespace: str, dimension: str, value: dict) -> dict:
        return _resource(
            "CloudWatch::Alarm", AlarmName={"Fn::Sub": "${Tier}-" + metric}, Namespace=namespace, MetricName=metric,
            Statistic="Average", Period=300, EvaluationPeriods=3, Threshold=_ref("Threshold"),
            ComparisonOperator="GreaterThanThreshold", AlarmActions=[_ref("Topic")],
            Dimensions=[{"Name": dimension, "Value": value}])

    database, cluster = _ref("DatabaseId"), _ref("ClusterName")
    return _template("Alarms of the database and the cluster.", {
        "Tier": _string(), "Threshold": {"Type": "Number"}, "DatabaseId": _string(), "ClusterName": _string(),
    }, {
        "Topic": _resource("SNS::Topic", TopicName={"Fn::Sub": "${Tier}-alarms"}),
        "DatabaseBusyAlarm": alarm("CPUUtilization", "AWS/RDS", "DBInstanceIdentifier", database),
        "DatabaseConnectionsAlarm": alarm("DatabaseConnections", "AWS/RDS", "DBInstanceIdentifier", database),
        "ClusterBusyAlarm": alarm("node_cpu_utilization", "ContainerInsights", "ClusterName", cluster),
        "ClusterFailedNodesAlarm": alarm("cluster_failed_node_count", "ContainerInsights", "ClusterName", cluster),
    }, {"TopicArn": _ref("Topic")},
        [_check("alarm-threshold", "DatabaseBusyAlarm", "$number(Threshold) = $number($parameters.Threshold)",
                "The alarm has its declared threshold")])


def _template(description: str, parameters: dict, resources: dict, outputs: dict, checks: list[dict]) -> dict:
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": description,
        "Metadata": {"Plumbline": {"Checks": checks}},
        "Parameters": parameters,
        "Resources": resources,
        "Outputs": {name: {"Description": name, "Value": value} for name, value in outputs.items()},
    }


def _check(identifier: str, resource: str, expect: str, says: str) -> dict:
    """What Plumbline verifies; its peers verify nothing and take no notice."""
    return {"Id": identifier, "Resource": resource, "Expect": expect, "Says": says}


def _resource(kind: str, **properties: object) -> dict:
    return {"Type": f"AWS::{kind}", **({"Properties": properties} if properties else {})}


def _ref(name: str) -> dict:
    return {"Ref": name}


def _string() -> dict:
    return {"Type": "String"}
