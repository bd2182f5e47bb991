"""Pages as botocore's paginators have them, and requests that name more than AWS takes."""

import json
import re
from pathlib import Path

import botocore.session
import pytest
from botocore.exceptions import ClientError
from deploy import create
from emulator import PROD

_ACCOUNTS = Path(__file__).parents[2] / "functions" / "accounts" / "src" / "main" / "java" / "dev" / "plumbline" / "accounts"


@pytest.fixture(scope="module")
def large(emulator):
    """A stack of 121 resources, among them a cluster with two add-ons and a database."""
    topics = {f"T{number:03}": {"Type": "AWS::SNS::Topic"} for number in range(114)}
    cluster = {"Type": "AWS::EKS::Cluster", "Properties": {
        "Name": "paged", "Version": "1.34", "RoleArn": f"arn:aws:iam::{PROD}:role/cluster",
        "ResourcesVpcConfig": {"SubnetIds": [{"Ref": "Subnet"}]}}}
    create(emulator.client("cloudformation", PROD), "small", {"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}})
    stack = create(emulator.client("cloudformation", PROD), "large", {"Resources": {
        **topics, "Cluster": cluster,
        "Vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}},
        "Subnet": {"Type": "AWS::EC2::Subnet", "Properties": {"VpcId": {"Ref": "Vpc"}, "CidrBlock": "10.0.1.0/24"}},
        **{f"Addon{name}": {"Type": "AWS::EKS::Addon", "Properties": {"ClusterName": {"Ref": "Cluster"}, "AddonName": name}}
           for name in ("coredns", "metrics")},
        **{f"Database{number}": {"Type": "AWS::RDS::DBInstance", "Properties": {
            "DBInstanceIdentifier": f"paged-{number}", "Engine": "postgres", "DBInstanceClass": "db.t4g.micro",
            "AllocatedStorage": "20", "MasterUsername": "admin1", "ManageMasterUserPassword": True}} for number in range(2)},
    }})
    assert stack["StackStatus"] == "CREATE_COMPLETE", stack
    return [each["PhysicalResourceId"] for page in emulator.client("cloudformation", PROD).get_paginator(
        "list_stack_resources").paginate(StackName="large") for each in page["StackResourceSummaries"]]


def test_describeStackResources_ofALargeStack_endsAtTheHundredth(emulator, large):
    """ "Only the first 100 resources will be returned": API reference."""
    cloudformation = emulator.client("cloudformation", PROD)

    assert len(large) == len(set(large)) == 121
    answer = cloudformation.describe_stack_resources(PhysicalResourceId=large[-1])
    assert len(answer["StackResources"]) == 100
    assert {each["StackName"] for each in answer["StackResources"]} == {"large"}
    assert "NextToken" not in answer


def test_listStackResources_ofALargeStack_answersInPages(emulator, large):
    first = emulator.client("cloudformation", PROD).list_stack_resources(StackName="large")

    assert len(first["StackResourceSummaries"]) == 100
    assert first["NextToken"]


@pytest.mark.parametrize(("service", "operation", "given", "entries"), [
    ("cloudformation", "describe_stacks", {}, "Stacks"),
    ("ec2", "describe_vpcs", {}, "Vpcs"),
    ("eks", "list_addons", {"clusterName": "paged"}, "addons"),
    ("rds", "describe_db_instances", {}, "DBInstances"),
])
def test_pages_madeShorter_holdTheSameAltogether(emulator, large, service, operation, given, entries):
    """AWS may answer with fewer entries than it could; whoever does not follow the token misses some."""
    client = emulator.client(service, PROD)
    whole = getattr(client, operation)(**given)[entries]
    emulator.control("POST", "faults", pageSize=1)

    pages = [page[entries] for page in client.get_paginator(operation).paginate(**given)]

    assert [len(page) for page in pages] == [1] * len(whole)
    assert len(whole) > 1
    assert [entry for page in pages for entry in page] == whole


@pytest.mark.parametrize(("service", "operation", "given", "code"), [
    ("ssm", "describe_instance_patch_states", {"InstanceIds": [f"i-{n:017x}" for n in range(51)]}, "ValidationException"),
    ("ec2", "describe_instance_status", {"InstanceIds": [f"i-{n:017x}" for n in range(101)]}, "InvalidParameterValue"),
    ("ec2", "describe_instances", {
        "Filters": [{"Name": "instance-id", "Values": [f"i-{n:017x}" for n in range(201)]}]}, "FilterLimitExceeded"),
])
def test_requestThatNamesTooMuch_isRefused(emulator, service, operation, given, code):
    """The models' bounds of lists, and those that EC2's documentation gives."""
    with pytest.raises(ClientError, match=code):
        getattr(emulator.client(service, PROD), operation)(**given)


_SERVICES = {"ACCESS_ANALYZER": "accessanalyzer", "S3_CONTROL": "s3control"}


def operations() -> list[tuple[str, str, bool]]:
    """The registry of the typed calls: service, operation, and whether its pages are followed."""
    text = (_ACCOUNTS / "calls" / "Operation.java").read_text()
    found = re.findall(r'Spelling\.of\(\s*(\w+),\s*"(\w+)"\)(\s*\.inPages\(\))?', text)
    assert len(found) > 60
    return [(service, name, bool(paged)) for service, name, paged in found]


def test_typedCalls_ofOperationsThatAnswerInPages_followThem():
    """botocore's paginators say which operations answer in pages, and by which names."""
    session = botocore.session.get_session()
    cursors = dict(re.findall(r'(\w+)\("(\w+", "\w+)"\)', (_ACCOUNTS / "calls" / "Cursor.java").read_text()))
    of_services = dict(re.findall(r"\n    (\w+)\(\n\s+Protocol\.\w+,\n\s+Cursor\.(\w+),", (_ACCOUNTS / "calls" / "Api.java").read_text()))
    wrong = []
    for service, name, paged in operations():
        known = _SERVICES.get(service, service.lower())
        try:
            paginator = session.get_paginator_model(known).get_paginator(name)
        except ValueError:
            paginator = None
        if paged != (paginator is not None):
            wrong.append(f"{name} of {service} {'has no pages' if paged else 'answers in pages'}")
        elif paged:
            operation = session.get_service_model(known).operation_model(name)
            asked, answered = paginator["input_token"], paginator["output_token"]
            names = [operation.input_shape.members[asked].serialization.get("name", asked),
                     operation.output_shape.members[answered].serialization.get("name", answered)]
            if service == "EC2":
                names[0] = names[0][0].upper() + names[0][1:]
            if cursors[of_services[service]] != '", "'.join(names):
                wrong.append(f"{name} of {service} names its pages {json.dumps(names)}")
    assert not wrong
