"""The repository's own templates, as they are: they deploy, their checks hold, and their roles refuse what they should."""

import json
import re
from pathlib import Path

import pytest
import yaml
from botocore.exceptions import ClientError
from deploy import change_set, code_zip, create, ended, inline, outputs
from emulator import DEV, HUB, REGION, Emulator, credentials_of, eventually
from fake_host import FakeHost
from jsonata import jsonata

ROOT = Path(__file__).resolve().parent.parent.parent
ORGANIZATION, EXTERNAL_ID = "o-plumbline01", "0123456789abcdef0123456789abcdef"
OBSERVE = "dev.plumbline.tasks.handler.ObserveHandler"
ANYTHING = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
EC2_TRUST = {"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}


class AnyTag(yaml.SafeLoader):
    """Reads past intrinsic functions; only metadata is looked at."""


AnyTag.add_multi_constructor("!", lambda *_: None)


def parameters(**values: str) -> list[dict]:
    return [{"ParameterKey": key, "ParameterValue": value} for key, value in values.items()]


@pytest.fixture(scope="module")
def host():
    with FakeHost() as started:
        started.handle(OBSERVE, lambda _request: {})
        yield started


@pytest.fixture(scope="module")
def emulator(host, tmp_path_factory):
    """An organisation with the control plane in the hub, and the hub and dev bootstrapped."""
    with Emulator(tmp_path_factory.mktemp("state"), host.port) as started:
        control_plane(started)
        for account in (HUB, DEV):
            bootstrap(started, account)
        yield started


def control_plane(emulator: Emulator, **trusted: str) -> None:
    """Deploys template.yaml with code and definitions from a bucket, as `sam deploy` would; who is trusted is the organisation unless it is said."""
    s3 = emulator.client("s3", HUB)
    s3.create_bucket(Bucket="artifacts", CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_object(Bucket="artifacts", Key="code.zip", Body=code_zip())
    s3.put_object(Bucket="artifacts", Key="machine.json", Body=json.dumps(
        {"QueryLanguage": "JSONata", "StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}))
    text = re.sub(r"CodeUri: functions/\S+", "CodeUri: s3://artifacts/code.zip", (ROOT / "template.yaml").read_text())
    text = re.sub(r"DefinitionUri: statemachines/\S+", "DefinitionUri: s3://artifacts/machine.json", text)
    s3.put_object(Bucket="artifacts", Key="template.yaml", Body=text)
    secrets = emulator.client("secretsmanager", HUB)
    secret = secrets.create_secret(Name="webhook", SecretString='{"github": "secret"}')
    token = secrets.create_secret(Name="status", SecretString="token")
    cloudformation = emulator.client("cloudformation", HUB)
    cloudformation.create_stack(
        StackName="plumbline", TemplateURL=f"{emulator.endpoint}/artifacts/template.yaml",
        Capabilities=["CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"], Parameters=parameters(
            OrganizationName="acme", **(trusted or {"OrganizationId": ORGANIZATION}), ExternalId=EXTERNAL_ID, RepositoryId="github:12345",
            RepositoryUrl="http://127.0.0.1:1/live.git", GitHosts="127.0.0.1:1", WebhookSecretArn=secret["ARN"],
            StatusApi="http://127.0.0.1:1/github", StatusSecretArn=token["ARN"]))
    assert complete(cloudformation, "plumbline")


def complete(cloudformation, name: str) -> bool:
    def ended():
        status = cloudformation.describe_stacks(StackName=name)["Stacks"][0]["StackStatus"]
        return None if status.endswith("IN_PROGRESS") else status
    return eventually(ended) == "CREATE_COMPLETE"


def bootstrap(emulator: Emulator, account: str) -> None:
    hub = parameters(HubAccountId=HUB, HubRegion=REGION, OrganizationId=ORGANIZATION)
    roles = hub + parameters(ExternalId=EXTERNAL_ID)
    mending = [given for given in roles if given["ParameterKey"] != "HubRegion"]
    for name, given in (("member-deploy", roles), ("member-look", roles), ("member-mend", mending), ("member-region", hub)):
        body = (ROOT / "bootstrap" / f"{name}.yaml").read_text()
        stack = create(emulator.client("cloudformation", account), f"plumbline-{name}", body, Parameters=given)
        assert stack["StackStatus"] == "CREATE_COMPLETE"


def estate_stack(emulator: Emulator, name: str, template: dict | str, **given: str) -> dict:
    return create(
        emulator.client("cloudformation", DEV), f"estate-{name}", template, Parameters=parameters(**given),
        RoleARN=f"arn:aws:iam::{DEV}:role/plumbline-execution")


def blueprint(name: str) -> str:
    return (ROOT / "blueprints" / name / "1.0.0.yaml").read_text()


def broken_checks(emulator: Emulator, stack: dict, body: str, account: str = DEV, **given: str) -> tuple[int, list[str]]:
    """How many checks were asked of live resources, and those that did not hold."""
    cloudformation, cloud = emulator.client("cloudformation", account), emulator.client("cloudcontrol", account)
    resources = {r["LogicalResourceId"]: r for r in cloudformation.describe_stack_resources(
        StackName=stack["StackName"])["StackResources"]}
    asked, broken = 0, []
    for check in yaml.load(body, AnyTag)["Metadata"]["Plumbline"]["Checks"]:
        resource = resources.get(check.get("Resource"))
        if resource is None:
            continue
        asked += 1
        try:
            live = cloud.get_resource(TypeName=resource["ResourceType"], Identifier=resource["PhysicalResourceId"])
        except cloud.exceptions.ResourceNotFoundException:
            broken.append(check["Id"])
            continue
        expression = jsonata.Jsonata(check["Expect"])
        expression.assign("parameters", given)
        expression.assign("outputs", outputs(stack))
        if expression.evaluate(json.loads(live["ResourceDescription"]["Properties"])) is not True:
            broken.append(check["Id"])
    return asked, broken


@pytest.mark.parametrize(("zones", "nat", "checks"), [("a,b", "one", 24), ("a,b,c", "each-zone", 37)])
def test_vpc_deployed_itsChecksHold(emulator, zones, nat, checks):
    given = {"VpcName": f"net-{nat}", "CidrBlock": "10.10.0.0/16", "Zones": zones, "NatGateways": nat,
             "PeerCidrBlock": "10.0.0.0/16", "FlowLogRetentionDays": "7"}
    stack = estate_stack(emulator, f"network-{nat}", blueprint("vpc"), **given)
    assert stack["StackStatus"] == "CREATE_COMPLETE"
    asked, broken = broken_checks(emulator, stack, blueprint("vpc"), **given)
    assert broken == []
    assert asked == checks


def test_vpc_natGatewaysTurnedOff_changeSetRemovesThemAndTheyAreGone(emulator):
    given = {"VpcName": "off", "CidrBlock": "10.12.0.0/16", "Zones": "a,b"}
    vpc = outputs(estate_stack(emulator, "off", blueprint("vpc"), NatGateways="each-zone", **given))["VpcId"]
    cloudformation, ec2 = emulator.client("cloudformation", DEV), emulator.client("ec2", DEV)

    described = change_set(
        cloudformation, "estate-off", blueprint("vpc"), kind="UPDATE", Parameters=parameters(NatGateways="none", **given))

    removed = [c["ResourceChange"]["ResourceType"] for c in described["Changes"]
               if c["ResourceChange"]["Action"] == "Remove"]
    assert removed.count("AWS::EC2::NatGateway") == 2
    assert removed.count("AWS::EC2::EIP") == 2
    cloudformation.execute_change_set(StackName="estate-off", ChangeSetName="change")
    assert ended(cloudformation, "estate-off")["StackStatus"] == "UPDATE_COMPLETE"
    in_vpc = [{"Name": "vpc-id", "Values": [vpc]}]
    assert ec2.describe_nat_gateways(Filters=in_vpc)["NatGateways"] == []
    assert ec2.describe_network_interfaces(Filters=in_vpc)["NetworkInterfaces"] == []


def test_vpc_routedByHand_itsCheckBreaks(emulator):
    given = {"VpcName": "moved", "CidrBlock": "10.11.0.0/16", "Zones": "a,b", "NatGateways": "none"}
    stack = estate_stack(emulator, "moved", blueprint("vpc"), **given)
    subnet = outputs(stack)["DatabaseSubnetIds"].split(",")[0]
    emulator.client("ec2", DEV).modify_subnet_attribute(SubnetId=subnet, MapPublicIpOnLaunch={"Value": True})
    assert broken_checks(emulator, stack, blueprint("vpc"), **given)[1] == ["database-subnet-a"]


def test_notifications_deployed_itsChecksHold(emulator):
    given = {"TopicPrefix": "dev", "AlarmEmail": "people@acme.example"}
    stack = estate_stack(emulator, "notifications", blueprint("notifications"), **given)
    assert stack["StackStatus"] == "CREATE_COMPLETE"
    assert broken_checks(emulator, stack, blueprint("notifications"), **given) == (4, [])


@pytest.fixture(scope="module")
def database_network(emulator):
    """A VPC with two subnets, as parameters of a database."""
    subnets = {f"Subnet{n}": {"Type": "AWS::EC2::Subnet", "Properties": {
        "VpcId": {"Ref": "Vpc"}, "CidrBlock": f"10.20.{n}.0/24"}} for n in (1, 2)}
    stack = estate_stack(emulator, "databases-network", {
        "Resources": {"Vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.20.0.0/16"}}, **subnets},
        "Outputs": {"VpcId": {"Value": {"Ref": "Vpc"}},
                    "SubnetIds": {"Value": {"Fn::Join": [",", [{"Ref": name} for name in subnets]]}}}})
    return outputs(stack)


@pytest.mark.parametrize(("replicas", "checks"), [("0", 13), ("2", 15)])
def test_database_deployed_itsChecksHold(emulator, database_network, replicas, checks):
    given = {"InstanceName": f"app-{replicas}", "EngineVersion": "17.6", "ReadReplicas": replicas, "MultiAz": "true",
             "InstanceClass": "db.t4g.medium", "BackupRetentionDays": "14", "LogRetentionDays": "30",
             "BackupCopyRegion": "", "DeletionProtection": "true", "ClientSecurityGroupId": "", "ClientCidrBlock": "",
             **database_network}
    stack = estate_stack(emulator, f"database-{replicas}", blueprint("rds-postgres"), **given)
    assert stack["StackStatus"] == "CREATE_COMPLETE", stack
    assert broken_checks(emulator, stack, blueprint("rds-postgres"), **given) == (checks, [])

    secret = emulator.client("secretsmanager", DEV).get_secret_value(SecretId=outputs(stack)["SecretArn"])
    assert json.loads(secret["SecretString"])["username"] == "master"
    instances = emulator.client("rds", DEV).describe_db_instances()["DBInstances"]
    mine = [i for i in instances if i["DBInstanceIdentifier"] in outputs(stack)["InstanceIds"].split(",")]
    assert len(mine) == 1 + int(replicas)
    for replica in mine[1:]:
        assert replica["ReadReplicaSourceDBInstanceIdentifier"] == f"app-{replicas}"
        assert [info["Status"] for info in replica["StatusInfos"]] == ["replicating"]


def test_database_protected_itsRemovalFails(emulator, database_network):
    given = {"InstanceName": "kept", "EngineVersion": "17.6", "EnhancedMonitoringSeconds": "0", **database_network}
    estate_stack(emulator, "kept", blueprint("rds-postgres"), **given)
    cloudformation = emulator.client("cloudformation", DEV)
    cloudformation.delete_stack(StackName="estate-kept")
    assert ended(cloudformation, "estate-kept")["StackStatus"] == "DELETE_FAILED"
    assert emulator.client("rds", DEV).describe_db_instances(DBInstanceIdentifier="kept")["DBInstances"]


@pytest.fixture(scope="module")
def sink(emulator):
    given = {"EnvironmentName": "shared-services", "SinkOrganizationId": ORGANIZATION}
    stack = create(emulator.client("cloudformation", HUB), "estate-monitoring", blueprint("monitoring"),
                   Parameters=parameters(**given), RoleARN=f"arn:aws:iam::{HUB}:role/plumbline-execution")
    assert stack["StackStatus"] == "CREATE_COMPLETE", stack
    return outputs(stack)["SinkArn"]


def test_monitoring_linkedToTheSink_itsChecksHold(emulator, sink):
    given = {"EnvironmentName": "dev", "SinkArn": sink, "LogRetentionDays": "90"}
    stack = estate_stack(emulator, "monitoring", blueprint("monitoring"), **given)
    assert stack["StackStatus"] == "CREATE_COMPLETE", stack
    assert broken_checks(emulator, stack, blueprint("monitoring"), **given) == (3, [])
    body = emulator.client("cloudwatch", DEV).get_dashboard(DashboardName="dev")["DashboardBody"]
    widgets = json.loads(body)["widgets"]
    assert {w["properties"].get("region", REGION) for w in widgets} == {REGION}
    assert "# dev" in widgets[0]["properties"]["markdown"]


def test_monitoring_sinkThatIsNotThere_isNotLinked(emulator, sink):
    stack = estate_stack(emulator, "adrift", blueprint("monitoring"), EnvironmentName="adrift", SinkArn=f"{sink}x")
    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"


def certified_zone(emulator: Emulator, **given: str) -> dict:
    """The stack of a topmost zone in the hub: the zone first, then what the registrar is told, then the certificate."""
    cloudformation = emulator.client("cloudformation", HUB)
    role = f"arn:aws:iam::{HUB}:role/plumbline-execution"
    first = outputs(create(cloudformation, "estate-dns", blueprint("dns"), RoleARN=role,
                           Parameters=parameters(**given, Certificate="false")))
    assert first["CertificateArn"] == "", "the output is there, and blank"
    emulator.control("POST", "registrar", domain=given["PublicZoneName"], nameServers=first["NameServers"].split(","))
    cloudformation.update_stack(StackName="estate-dns", TemplateBody=inline(blueprint("dns")), RoleARN=role,
                                Capabilities=["CAPABILITY_NAMED_IAM"], Parameters=parameters(**given, Certificate="true"))
    return ended(cloudformation, "estate-dns")


@pytest.fixture(scope="module")
def parent_zone(emulator):
    """A zone in the hub with dev for a child."""
    stack = certified_zone(emulator, PublicZoneName="acme.example", ChildNameA="dev.acme.example", ChildAccountIdA=DEV,
                           ChildNameB="stage.acme.example", ChildAccountIdB="222222222222")
    assert stack["StackStatus"] == "UPDATE_COMPLETE", stack
    assert outputs(stack)["CertificateArn"].startswith("arn:aws:acm:")
    return outputs(stack)


def delegation(emulator: Emulator, zone: str, name: str) -> list[str]:
    records = emulator.client("route53", HUB).list_resource_record_sets(
        HostedZoneId=zone, StartRecordName=name, StartRecordType="NS", MaxItems="1")["ResourceRecordSets"]
    return [r["Value"] for record in records if record["Name"] == f"{name}." for r in record["ResourceRecords"]]


def test_dns_childInAnotherAccount_isDelegatedCertifiedAndTakenBack(emulator, parent_zone, database_network):
    given = {"PublicZoneName": "dev.acme.example", "PrivateZoneName": "dev.internal", "VpcId": database_network["VpcId"],
             "ParentZoneId": parent_zone["PublicZoneId"], "ParentRoleArn": parent_zone["ChildRoleArnA"]}
    stack = estate_stack(emulator, "dns", blueprint("dns"), **given)
    assert stack["StackStatus"] == "CREATE_COMPLETE", emulator.client("cloudformation", DEV).describe_stack_events(
        StackName="estate-dns")["StackEvents"][:3]
    assert broken_checks(emulator, stack, blueprint("dns"), **given) == (3, [])
    servers = [f"{server}." for server in outputs(stack)["NameServers"].split(",")]
    assert sorted(delegation(emulator, parent_zone["PublicZoneId"], "dev.acme.example")) == sorted(servers)

    cloudformation = emulator.client("cloudformation", DEV)
    cloudformation.delete_stack(StackName="estate-dns")
    assert ended(cloudformation, stack["StackId"])["StackStatus"] == "DELETE_COMPLETE"
    assert delegation(emulator, parent_zone["PublicZoneId"], "dev.acme.example") == []


def function_of(emulator: Emulator, zone: str) -> dict[str, str]:
    """A session of the role that delegates a zone from dev."""
    iam, role = emulator.client("iam", DEV), f"delegation-{zone}"
    trust = {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{DEV}:root"}, "Action": "sts:AssumeRole"}]}
    allow = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}]}
    iam.create_role(RoleName=role, Path="/estate/", AssumeRolePolicyDocument=json.dumps(trust))
    iam.put_role_policy(RoleName=role, PolicyName="assume", PolicyDocument=json.dumps(allow))
    session = emulator.client("sts", DEV).assume_role(RoleArn=f"arn:aws:iam::{DEV}:role/estate/{role}", RoleSessionName="delegation")
    return credentials_of(session["Credentials"])


def test_dns_roleOfAChild_writesThatOneRecordOnly(emulator, parent_zone):
    zone = parent_zone["PublicZoneId"]
    route53 = emulator.assume(parent_zone["ChildRoleArnA"], "route53", function_of(emulator, "dev.acme.example"))

    def change(name: str, kind: str, value: str) -> None:
        route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch={"Changes": [
            {"Action": "UPSERT", "ResourceRecordSet": {
                "Name": name, "Type": kind, "TTL": 60, "ResourceRecords": [{"Value": value}]}}]})

    change("dev.acme.example", "NS", "ns-1.example.")
    for name, kind, value in (("stage.acme.example", "NS", "ns-1.example."), ("dev.acme.example", "A", "192.0.2.1"),
                              ("acme.example", "NS", "ns-1.example.")):
        with pytest.raises(ClientError, match="AccessDenied"):
            change(name, kind, value)


@pytest.mark.parametrize("role", ["ChildRoleArnA", "ChildRoleArnB"])
def test_dns_roleOfAChild_otherCaller_isRefused(emulator, parent_zone, role):
    caller = function_of(emulator, f"{role.lower()}.acme.example")
    with pytest.raises(ClientError, match="AccessDenied"):
        emulator.assume(parent_zone[role], "route53", caller)


@pytest.mark.parametrize(("attack", "resource"), [
    ("rewrites-provision", {"Type": "AWS::IAM::Policy", "Properties": {
        "PolicyName": "more", "PolicyDocument": ANYTHING, "Roles": ["plumbline-provision"]}}),
    ("unbounded-role", {"Type": "AWS::IAM::Role", "Properties": {
        "AssumeRolePolicyDocument": EC2_TRUST, "Policies": [{"PolicyName": "more", "PolicyDocument": ANYTHING}]}}),
    ("plumblines-name", {"Type": "AWS::IAM::Role", "Properties": {
        "RoleName": "plumbline-more", "AssumeRolePolicyDocument": EC2_TRUST,
        "PermissionsBoundary": f"arn:aws:iam::{DEV}:policy/plumbline-boundary"}}),
])
def test_executionRole_attack_isDenied(emulator, attack, resource):
    stack = estate_stack(emulator, attack, {"Resources": {"Attack": resource}})
    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"
    events = emulator.client("cloudformation", DEV).describe_stack_events(StackName=f"estate-{attack}")["StackEvents"]
    assert [e for e in events if "is not authorized to perform: iam:" in e.get("ResourceStatusReason", "")]


def audit_bucket(emulator: Emulator) -> dict[str, str]:
    """The buckets of the blueprint audit-trail for dev, in the hub; the parameters with which a baseline delivers there."""
    given = {"TrailBucketName": "trails-of-the-test", "ConfigBucketName": "config-of-the-test", "AccountIds": DEV}
    stack = create(emulator.client("cloudformation", HUB), "estate-audit", blueprint("audit-trail"), Parameters=parameters(**given),
                   RoleARN=f"arn:aws:iam::{HUB}:role/plumbline-execution")
    assert stack["StackStatus"] == "CREATE_COMPLETE", stack
    assert broken_checks(emulator, stack, blueprint("audit-trail"), HUB, LockMode="COMPLIANCE", LockDays="365", ManagementAccountId="", **given) == (7, [])
    return {name: outputs(stack)[name] for name in ("TrailBucketName", "ConfigBucketName")}


@pytest.fixture(scope="module")
def audit(emulator):
    return audit_bucket(emulator)


def test_baseline_creationThatFails_isRolledBackAndMadeAgain(emulator, audit):
    """CloudFormation rolls back, and deletes later, with the role that the stack was made with (CreateChangeSet, DeleteStack: RoleARN).

    Everything that watches is made before a rule fails: recorder, channel, trail and analyzer have to go again.
    """
    emulator.control("POST", "faults", resources=[{"stack": "estate-baseline", "logicalId": "VpcFlowLogsEnabledRule", "operation": "create", "count": 1}])
    failed = estate_stack(emulator, "baseline", blueprint("security-baseline"), **audit)
    assert failed["StackStatus"] == "ROLLBACK_COMPLETE", failed
    cloudformation = emulator.client("cloudformation", DEV)
    events = cloudformation.describe_stack_events(StackName="estate-baseline")["StackEvents"]
    gone = {e["ResourceType"] for e in events if e["ResourceStatus"] == "DELETE_COMPLETE"}
    assert gone >= {
        "AWS::AccessAnalyzer::Analyzer", "AWS::CloudTrail::Trail", "AWS::Config::ConfigurationRecorder", "AWS::Config::DeliveryChannel"}
    cloudformation.delete_stack(StackName="estate-baseline")
    assert ended(cloudformation, failed["StackId"])["StackStatus"] == "DELETE_COMPLETE"

    stack = estate_stack(emulator, "baseline", blueprint("security-baseline"), **audit)
    assert stack["StackStatus"] == "CREATE_COMPLETE", stack
    assert broken_checks(emulator, stack, blueprint("security-baseline"), RecordedTypes="all", **audit) == (4, [])
    cloudformation.delete_stack(StackName="estate-baseline")
    assert ended(cloudformation, stack["StackId"])["StackStatus"] == "DELETE_COMPLETE"


def test_baseline_accountThatIsWatchedAlready_doesWithWhatIsThere(emulator, audit):
    """One recorder and channel for each account and region (PutConfigurationRecorder), one analyzer of external access (its quotas)."""
    config, trails, analyzers = (emulator.client(service, DEV) for service in ("config", "cloudtrail", "accessanalyzer"))
    config.put_configuration_recorder(ConfigurationRecorder={"name": "mine", "roleARN": f"arn:aws:iam::{DEV}:role/config"})
    config.put_delivery_channel(DeliveryChannel={"name": "mine", "s3BucketName": audit["ConfigBucketName"]})
    trails.create_trail(Name="estate-audit", S3BucketName=audit["TrailBucketName"], IsMultiRegionTrail=True)
    analyzers.create_analyzer(analyzerName="mine", type="ACCOUNT")
    there = {"ExistingRecorder": "mine", "ExistingTrail": "estate-audit", "ExistingAnalyzer": "mine"}

    for name in there:
        stack = estate_stack(
            emulator, f"without-{name}", blueprint("security-baseline"), **audit, **{k: v for k, v in there.items() if k != name})
        assert stack["StackStatus"] == "ROLLBACK_COMPLETE", name
    stack = estate_stack(emulator, "watched", blueprint("security-baseline"), **audit, **there)
    assert stack["StackStatus"] == "CREATE_COMPLETE", stack
    told = outputs(stack)
    assert (told["RecorderName"], told["TrailName"]) == ("mine", "estate-audit")
    assert told["AnalyzerArn"] == analyzers.list_analyzers(type="ACCOUNT")["analyzers"][0]["arn"]

    cloudformation = emulator.client("cloudformation", DEV)
    cloudformation.delete_stack(StackName="estate-watched")
    assert ended(cloudformation, stack["StackId"])["StackStatus"] == "DELETE_COMPLETE"
    assert [found["name"] for found in config.describe_configuration_recorders()["ConfigurationRecorders"]] == ["mine"]
    config.delete_configuration_recorder(ConfigurationRecorderName="mine")
    config.delete_delivery_channel(DeliveryChannelName="mine")
    trails.delete_trail(Name="estate-audit")
    analyzers.delete_analyzer(analyzerName="mine")


def assumable(emulator: Emulator, role: str) -> dict[str, str]:
    """A session of a role whose trust lets this account's administrator in."""
    session = emulator.client("sts", DEV).assume_role(RoleArn=f"arn:aws:iam::{DEV}:role/{role}", RoleSessionName="test")
    return credentials_of(session["Credentials"])


def test_boundedRole_stackOfTheEstate_isNotDrivenWithTheStacksRole(emulator):
    """DeleteStack without RoleARN "uses the role that was previously associated with the stack", which is not bounded."""
    topic = {"Resources": {"Topic": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": "one"}}}}
    stack = estate_stack(emulator, "driven", topic)["StackName"]
    iam = emulator.client("iam", DEV)
    everybody = {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{DEV}:root"}, "Action": "sts:AssumeRole"}
    of_cloudformation = {"Effect": "Allow", "Principal": {"Service": "cloudformation.amazonaws.com"}, "Action": "sts:AssumeRole"}
    iam.create_role(
        RoleName="estate-powerful", PermissionsBoundary=f"arn:aws:iam::{DEV}:policy/plumbline-boundary", AssumeRolePolicyDocument=json.dumps(
            {"Version": "2012-10-17", "Statement": [everybody, of_cloudformation]}))
    iam.put_role_policy(RoleName="estate-powerful", PolicyName="anything", PolicyDocument=json.dumps(ANYTHING))
    cloudformation = emulator.client("cloudformation", DEV, **assumable(emulator, "estate-powerful"))
    passed = {"RoleARN": f"arn:aws:iam::{DEV}:role/plumbline-execution"}
    for refused in (
            lambda: cloudformation.delete_stack(StackName=stack),
            lambda: cloudformation.delete_stack(StackName=stack, **passed),
            lambda: cloudformation.update_stack(StackName=stack, TemplateBody=json.dumps(topic)),
            lambda: cloudformation.execute_change_set(StackName=stack, ChangeSetName="any"),
            lambda: change_set(cloudformation, stack, topic, kind="UPDATE")):
        with pytest.raises(ClientError, match="AccessDenied"):
            refused()
    assert cloudformation.describe_stacks(StackName=stack)["Stacks"][0]["StackStatus"] == "CREATE_COMPLETE"
    cloudformation.delete_stack(StackName=stack, RoleARN=f"arn:aws:iam::{DEV}:role/estate-powerful")
    eventually(lambda: "estate-driven" not in [
        found["StackName"] for found in emulator.client("cloudformation", DEV).describe_stacks()["Stacks"]])


@pytest.mark.parametrize("job", ["plan", "preview", "provision", "verify"])
def test_memberRole_otherCaller_isRefused(emulator, job):
    administrator = {"aws_access_key_id": HUB, "aws_secret_access_key": "test"}
    with pytest.raises(ClientError, match="AccessDenied"):
        emulator.assume(f"arn:aws:iam::{DEV}:role/plumbline-{job}", "cloudformation", administrator, ExternalId=EXTERNAL_ID)


@pytest.mark.parametrize("job", ["plan", "preview", "provision", "verify", "patch", "remediate"])
def test_hubFunction_whoseEstateNamesAnOutsideAccount_handsOutNoExternalId(emulator, job):
    """The owner of a role that is assumed sees the external id in CloudTrail, whatever the role may do. Line `name-an-outside-account`. Only the trust of
    the function's role is widened here; what it may do is as it is deployed."""
    stranger, function = "666666666666", f"plumbline-{job}-function"
    anyone = {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{HUB}:root"}, "Action": "sts:AssumeRole"}]}
    emulator.client("iam", stranger).create_role(RoleName=f"plumbline-{job}", AssumeRolePolicyDocument=json.dumps(anyone))
    iam = emulator.client("iam", HUB)
    trusted = iam.get_role(RoleName=function)["Role"]["AssumeRolePolicyDocument"]
    iam.update_assume_role_policy(RoleName=function, PolicyDocument=json.dumps(anyone))
    try:
        caller = credentials_of(emulator.client("sts", HUB).assume_role(
            RoleArn=f"arn:aws:iam::{HUB}:role/{function}", RoleSessionName="test")["Credentials"])
        emulator.assume(f"arn:aws:iam::{DEV}:role/plumbline-{job}", "sts", caller, ExternalId=EXTERNAL_ID)
        with pytest.raises(ClientError, match="-function/test is not authorized to perform: sts:AssumeRole because no identity-based policy"):
            emulator.assume(f"arn:aws:iam::{stranger}:role/plumbline-{job}", "sts", caller, ExternalId=EXTERNAL_ID)
    finally:
        iam.update_assume_role_policy(RoleName=function, PolicyDocument=json.dumps(trusted))


def test_previewRole_onAStackThatStands_looksAndCanDoNothingElse(emulator):
    """Only its trust is widened here, to this account's administrator; its policies are as they are deployed."""
    topic = {"Resources": {"Topic": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": "one"}}}}
    stack = estate_stack(emulator, "planned", topic)["StackName"]
    topic["Resources"]["Topic"]["Properties"]["DisplayName"] = "two"
    iam, administrator = emulator.client("iam", DEV), emulator.client("cloudformation", DEV)
    trusted = iam.get_role(RoleName="plumbline-preview")["Role"]["AssumeRolePolicyDocument"]
    iam.update_assume_role_policy(RoleName="plumbline-preview", PolicyDocument=json.dumps(
        {"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{DEV}:root"}, "Action": "sts:AssumeRole"}]}))
    try:
        planner = emulator.assume(f"arn:aws:iam::{DEV}:role/plumbline-preview", "cloudformation", {
            "aws_access_key_id": DEV, "aws_secret_access_key": "test"})
        preview = change_set(planner, stack, topic, name="plumbline-preview-1", kind="UPDATE")
        assert [change["ResourceChange"]["Action"] for change in preview["Changes"]] == ["Modify"]
        change_set(administrator, stack, topic, name="plumbline-real-1", kind="UPDATE")
        for refused in (
                lambda: planner.execute_change_set(StackName=stack, ChangeSetName="plumbline-preview-1"),
                lambda: planner.execute_change_set(StackName=stack, ChangeSetName="plumbline-real-1"),
                lambda: planner.delete_change_set(StackName=stack, ChangeSetName="plumbline-real-1"),
                lambda: change_set(planner, stack, topic, name="plumbline-real-2", kind="UPDATE"),
                lambda: planner.update_stack(StackName=stack, TemplateBody=json.dumps(topic)),
                lambda: planner.delete_stack(StackName=stack)):
            with pytest.raises(ClientError, match="AccessDenied"):
                refused()
        planner.delete_change_set(StackName=stack, ChangeSetName="plumbline-preview-1")
        names = [each["ChangeSetName"] for each in administrator.list_change_sets(StackName=stack)["Summaries"]]
        assert names == ["plumbline-real-1"]
    finally:
        iam.update_assume_role_policy(RoleName="plumbline-preview", PolicyDocument=json.dumps(trusted))


def test_stackEvent_ofAMember_reachesObserve(emulator, host):
    estate_stack(emulator, "heard", {"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}})

    def heard():
        return [r["payload"] for r in host.invocations(OBSERVE) if "stack/estate-heard/" in json.dumps(r["payload"])]
    [event] = eventually(heard)
    assert event["account"] == DEV
    assert event["detail"]["status-details"]["status"] == "CREATE_COMPLETE"


def test_canary_ofAMember_reachesObserve(emulator, host):
    emulator.client("events", DEV).put_events(Entries=[{"Source": "plumbline", "DetailType": "plumbline canary", "Detail": "{}"}])
    eventually(lambda: [r for r in host.invocations(OBSERVE) if r["payload"].get("detail-type") == "plumbline canary"])


def test_bus_notFromAForwarder_takesNothing(emulator, host):
    bus = f"arn:aws:events:{REGION}:{HUB}:event-bus/plumbline"
    entry = {"Source": "plumbline", "DetailType": "plumbline canary", "Detail": '{"forged": true}', "EventBusName": bus}
    try:
        answer = emulator.client("events", DEV).put_events(Entries=[entry])
    except ClientError as refused:
        assert "AccessDenied" in str(refused)
    else:
        assert answer["FailedEntryCount"] == 1
    assert not [r for r in host.invocations(OBSERVE) if r["payload"].get("detail", {}).get("forged")]


def test_event_thatTheBusDoesNotTake_isADeadLetterInTheHub(emulator):
    iam = emulator.client("iam", DEV)
    iam.put_role_policy(RoleName="plumbline-forwarder", PolicyName="silence", PolicyDocument=json.dumps(
        {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "events:PutEvents", "Resource": "*"}]}))

    emulator.client("events", DEV).put_events(Entries=[{"Source": "plumbline", "DetailType": "plumbline canary", "Detail": "{}"}])

    queue = emulator.client("sqs", HUB).get_queue_url(QueueName="plumbline-forwarder-dead-letters")["QueueUrl"]
    [letter] = eventually(lambda: taken(emulator, HUB, queue))
    iam.delete_role_policy(RoleName="plumbline-forwarder", PolicyName="silence")
    assert json.loads(letter["Body"])["account"] == DEV
    assert letter["MessageAttributes"]["RULE_ARN"]["StringValue"] == f"arn:aws:events:{REGION}:{DEV}:rule/plumbline-forward"


@pytest.mark.parametrize(("account", "alarm", "told"), [(DEV, "disk-full", 1), (HUB, "plumbline-RunFailedAlarm-1", 1), (DEV, "plumbline-mine", 0)])
def test_alarm_ofAnAccount_reachesObserveOnce(emulator, host, account, alarm, told):
    cloudwatch = emulator.client("cloudwatch", account)
    cloudwatch.put_metric_alarm(
        AlarmName=alarm, Namespace="acme", MetricName="Free", Statistic="Minimum", Period=60, EvaluationPeriods=1, Threshold=1,
        ComparisonOperator="LessThanThreshold", TreatMissingData="ignore")
    cloudwatch.set_alarm_state(AlarmName=alarm, StateValue="ALARM", StateReason='said "so"')

    def heard():
        return [r["payload"] for r in host.invocations(OBSERVE) if r["payload"].get("detail", {}).get("alarmName") == alarm]
    emulator.client("events", DEV).put_events(Entries=[{"Source": "plumbline", "DetailType": "plumbline canary", "Detail": f'{{"after": "{alarm}"}}'}])
    eventually(lambda: [r for r in host.invocations(OBSERVE) if r["payload"].get("detail", {}).get("after") == alarm])
    eventually(lambda: len(heard()) == told)
    assert all(event["account"] == account and event["detail"]["state"]["reason"] == 'said "so"' for event in heard())


def test_finding_ofAMember_startsRemediateOnceAndComplianceDoesNot(emulator):
    def event(compliance: str) -> dict:
        return {"source": "aws.config", "detail-type": "Config Rules Compliance Change", "account": HUB,
                "detail": {"configRuleName": "restricted-ssh", "newEvaluationResult": {"complianceType": compliance}}}

    for compliance in ("COMPLIANT", "NON_COMPLIANT"):
        emulator.control("POST", "events", account=DEV, region=REGION, event=event(compliance))
    states = emulator.client("stepfunctions", HUB)
    machine = f"arn:aws:states:{REGION}:{HUB}:stateMachine:plumbline-remediate"
    [started] = eventually(lambda: states.list_executions(stateMachineArn=machine)["executions"])
    told = json.loads(states.describe_execution(executionArn=started["executionArn"])["input"])
    assert told["account"] == DEV
    assert told["detail"]["newEvaluationResult"]["complianceType"] == "NON_COMPLIANT"


def listener(emulator: Emulator, account: str, topic_arn: str):
    """Reads what a topic tells; messages are taken from the queue as they are read."""
    sqs = emulator.client("sqs", account)
    queue = sqs.create_queue(QueueName=f"heard-{topic_arn.rpartition(':')[2]}")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": json.dumps({"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage", "Resource": arn}]})})
    emulator.client("sns", account).subscribe(TopicArn=topic_arn, Protocol="sqs", Endpoint=arn)
    heard = []

    def read() -> list[str]:
        heard.extend(json.loads(m["Body"])["Message"] for m in taken(emulator, account, queue))
        return heard
    return read


def taken(emulator: Emulator, account: str, queue_url: str) -> list[dict]:
    sqs = emulator.client("sqs", account)
    batch = sqs.receive_message(QueueUrl=queue_url, MessageAttributeNames=["All"], MaxNumberOfMessages=10).get("Messages", [])
    for message in batch:
        sqs.delete_message(QueueUrl=queue_url, ReceiptHandle=message["ReceiptHandle"])
    return batch


# SNS's guide, "Key management": EventBridge publishes to an encrypted topic only if the key names events.amazonaws.com without aws:SourceAccount,
# aws:SourceArn and aws:SourceOrgID. The emulator holds deliveries to that (test_deliveries.py).
@pytest.mark.parametrize("machine", ["plumbline-remediate", "plumbline-patch", "plumbline-patch-target"])
def test_workflow_thatTimedOut_reachesTheTopicAlarms(emulator, machine):
    heard = listener(emulator, HUB, f"arn:aws:sns:{REGION}:{HUB}:plumbline-alarms")

    emulator.control("POST", "events", account=HUB, region=REGION, event={
        "source": "aws.states", "detail-type": "Step Functions Execution Status Change",
        "detail": {"status": "TIMED_OUT", "name": f"run-of-{machine}", "stateMachineArn": f"arn:aws:states:{REGION}:{HUB}:stateMachine:{machine}"}})

    [told] = eventually(heard)
    assert f"execution run-of-{machine}" in told


def test_topicsOfTheEnvironment_underAKeyOfAnotherAccount_hearRulesAndAlarms(emulator):
    shared = create(
        emulator.client("cloudformation", HUB), "estate-shared-key", blueprint("notifications"),
        Parameters=parameters(TopicPrefix="hub", KeyOrganizationId=ORGANIZATION))
    topics = outputs(estate_stack(emulator, "borrowed", blueprint("notifications"), TopicPrefix="borrowed", KeyArn=outputs(shared)["KeyArn"]))
    estate_stack(emulator, "urgent", {"Resources": {"Rule": {"Type": "AWS::Events::Rule", "Properties": {
        "EventPattern": {"source": ["urgent"]}, "Targets": [{"Id": "critical", "Arn": topics["CriticalTopicArn"], "Input": '"urgent"'}]}}}})
    critical, alarms = (listener(emulator, DEV, topics[name]) for name in ("CriticalTopicArn", "AlarmTopicArn"))
    cloudwatch = emulator.client("cloudwatch", DEV)
    cloudwatch.put_metric_alarm(
        AlarmName="borrowed", Namespace="acme", MetricName="Free", Statistic="Minimum", Period=60, EvaluationPeriods=1, Threshold=1,
        ComparisonOperator="LessThanThreshold", TreatMissingData="ignore", AlarmActions=[topics["AlarmTopicArn"]])

    emulator.client("events", DEV).put_events(Entries=[{"Source": "urgent", "DetailType": "tried", "Detail": "{}"}])
    cloudwatch.set_alarm_state(AlarmName="borrowed", StateValue="ALARM", StateReason="tried")

    assert eventually(critical) == ['"urgent"']
    assert json.loads(eventually(alarms)[0])["AlarmName"] == "borrowed"


@pytest.fixture(scope="module")
def scanned(emulator):
    """Lets an image of an application be found to have critical weaknesses, by the topic that its stack is given."""
    def scan(application: str, topic_arn: str) -> None:
        estate_stack(
            emulator, f"{application}-images", blueprint("ci-application"), ApplicationName=application, PullAccountIds=DEV,
            AlarmTopicArn=topic_arn)
        emulator.control("POST", "events", account=DEV, region=REGION, event={
            "source": "aws.ecr", "detail-type": "ECR Image Scan", "detail": {
                "repository-name": application, "image-digest": "sha256:1234", "finding-severity-counts": {"CRITICAL": 2}}})
    return scan


def test_image_withCriticalWeaknesses_isToldOnTheTopicOfItsEnvironment(emulator, scanned):
    topics = outputs(estate_stack(emulator, "scans", blueprint("notifications"), TopicPrefix="scans"))
    heard = listener(emulator, DEV, topics["AlarmTopicArn"])

    scanned("shop", topics["AlarmTopicArn"])

    assert "2 critical weaknesses in the image sha256:1234 of shop" in eventually(heard)[0]


def test_image_whoseTopicRefusesEventBridge_isKeptInTheQueueOfItsStack(emulator, scanned):
    closed = emulator.client("sns", DEV).create_topic(Name="closed")["TopicArn"]

    scanned("blog", closed)

    queue = emulator.client("sqs", DEV).get_queue_url(QueueName="ci-blog-weaknesses")["QueueUrl"]
    [letter] = eventually(lambda: taken(emulator, DEV, queue))
    assert json.loads(letter["Body"])["detail"]["repository-name"] == "blog"
    assert letter["MessageAttributes"]["TARGET_ARN"]["StringValue"] == closed


@pytest.fixture(scope="module")
def remediate(emulator):
    """Clients under plumbline-remediate. Only its trust is widened, to this account's administrator; its policies are as deployed."""
    iam = emulator.client("iam", DEV)
    emulator.client("s3", DEV).create_bucket(
        Bucket="artifacts-of-dev", CreateBucketConfiguration={"LocationConstraint": REGION})
    trusted = iam.get_role(RoleName="plumbline-remediate")["Role"]["AssumeRolePolicyDocument"]
    iam.update_assume_role_policy(RoleName="plumbline-remediate", PolicyDocument=json.dumps(
        {"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{DEV}:root"}, "Action": "sts:AssumeRole"}]}))
    yield lambda service, **session: emulator.assume(
        f"arn:aws:iam::{DEV}:role/plumbline-remediate", service, {"aws_access_key_id": DEV, "aws_secret_access_key": "test"}, **session)
    iam.update_assume_role_policy(RoleName="plumbline-remediate", PolicyDocument=json.dumps(trusted))


_RULE = [{"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]


@pytest.mark.parametrize(("service", "call", "given"), [
    ("ec2", "delete_security_group", {"GroupId": "sg-0123456789abcdef0"}),
    ("ec2", "terminate_instances", {"InstanceIds": ["i-0123456789abcdef0"]}),
    ("ec2", "run_instances", {"ImageId": "ami-1", "MinCount": 1, "MaxCount": 1}),
    ("iam", "create_user", {"UserName": "mallory"}),
    ("iam", "create_access_key", {"UserName": "mallory"}),
    ("iam", "attach_role_policy", {"RoleName": "app", "PolicyArn": "arn:aws:iam::aws:policy/AdministratorAccess"}),
    ("iam", "put_role_policy", {"RoleName": "plumbline-execution", "PolicyName": "more", "PolicyDocument": json.dumps(ANYTHING)}),
    ("cloudtrail", "stop_logging", {"Name": "main"}),
    ("config", "stop_configuration_recorder", {"ConfigurationRecorderName": "default"}),
    ("guardduty", "delete_detector", {"DetectorId": "0123456789abcdef0123456789abcdef"}),
    ("rds", "delete_db_instance", {"DBInstanceIdentifier": "orders"}),
    ("eks", "delete_cluster", {"name": "blue"}),
    ("s3", "get_object", {"Bucket": "artifacts-of-dev", "Key": "a"}),
    ("secretsmanager", "get_secret_value", {"SecretId": "any"}),
    ("cloudformation", "delete_stack", {"StackName": "estate-network"}),
    ("sts", "assume_role", {"RoleArn": f"arn:aws:iam::{DEV}:role/plumbline-provision", "RoleSessionName": "more", "ExternalId": EXTERNAL_ID}),
])
def test_remediateRole_whatNoPlaybookNeeds_isRefused(remediate, service, call, given):
    with pytest.raises(ClientError) as refused:
        getattr(remediate(service), call)(**given)
    assert refused.value.response["Error"]["Code"] in (
        "AccessDenied", "AccessDeniedException", "UnauthorizedOperation"), refused.value


def test_remediateRole_groupOfAStack_isRefusedAndOneOfNobodyIsNot(emulator, remediate):
    administrator = emulator.client("ec2", DEV)
    vpc = administrator.create_vpc(CidrBlock="10.77.0.0/16")["Vpc"]["VpcId"]
    group = {"Type": "AWS::EC2::SecurityGroup", "Properties": {"GroupDescription": "owned", "VpcId": vpc}}
    stack = estate_stack(emulator, "owner", {
        "Resources": {"Group": group}, "Outputs": {"Group": {"Value": {"Fn::GetAtt": ["Group", "GroupId"]}}}})
    owned = outputs(stack)["Group"]
    own = administrator.create_security_group(GroupName="nobodys", Description="nobody's", VpcId=vpc)["GroupId"]
    for each in (owned, own):
        administrator.authorize_security_group_ingress(GroupId=each, IpPermissions=_RULE)
    ec2 = remediate("ec2")

    assert ec2.revoke_security_group_ingress(GroupId=own, IpPermissions=_RULE)["Return"]
    with pytest.raises(ClientError, match="UnauthorizedOperation"):
        ec2.revoke_security_group_ingress(GroupId=owned, IpPermissions=_RULE)


def test_remediateRole_inTheSessionOfAPlaybook_doesNothingOfAnother(emulator, remediate):
    session = {"Policy": json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": ["ec2:DescribeSecurityGroups", "ec2:RevokeSecurityGroupIngress"], "Resource": "*"}]})}
    assert "SecurityGroups" in remediate("ec2", **session).describe_security_groups()
    assert remediate("iam").list_users()["Users"] is not None
    for service, call, given in (
            ("iam", "list_users", {}), ("ec2", "describe_instances", {}), ("ec2", "enable_ebs_encryption_by_default", {})):
        with pytest.raises(ClientError, match="AccessDenied|UnauthorizedOperation"):
            getattr(remediate(service, **session), call)(**given)
