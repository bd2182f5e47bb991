"""What Plumbline asks of AWS by hand, held to AWS's own description: the service models that botocore carries.

The emulator takes much that AWS has not; a name that AWS does not have fails here.
"""

import functools
import re

import botocore.session
import java_calls
import pytest
from botocore.exceptions import UnknownServiceError
from botocore.model import OperationNotFoundError

# Names of services in the sources that are not botocore's.
_NAMES = {
    "ACCESS_ANALYZER": "accessanalyzer", "AUTO_SCALING": "autoscaling", "CERTIFICATES": "acm", "CLASSIC_ELB": "elb",
    "ELB": "elbv2", "QUEUES": "sqs", "S3_CONTROL": "s3control", "TRAILS": "cloudtrail",
}
# Labels of error tables, which people read.
_LABELS = {
    "ACM": "acm", "Auto Scaling": "autoscaling", "Cloud Control": "cloudcontrol", "CloudFormation": "cloudformation",
    "CloudTrail": "cloudtrail", "CloudWatch Logs": "logs", "Config": "config", "DynamoDB": "dynamodb", "EKS": "eks",
    "EC2": "ec2", "ECR": "ecr", "ELB": "elbv2", "EventBridge Scheduler": "scheduler", "GuardDuty": "guardduty", "IAM": "iam",
    "IAM Access Analyzer": "accessanalyzer", "RDS": "rds", "Route 53": "route53", "S3": "s3",
    "S3 Control": "s3control", "SNS": "sns", "SQS": "sqs", "STS": "sts", "Secrets Manager": "secretsmanager",
    "Step Functions": "stepfunctions", "Systems Manager": "ssm", "CloudWatch": "cloudwatch",
}
_PROTOCOLS = {"EC2_QUERY": "ec2", "QUERY": "query", "JSON": "json", "REST_JSON": "rest-json", "REST_XML": "rest-xml"}

# Codes that a service answers and its model does not have, by the page that has them.
_EC2 = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html"
_S3 = "https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html"
_COMMON = "https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/CommonErrors.html"
_ASSUMED = "docs/aws-unknowns.md"
_DOCUMENTED = {
    **{("ec2", code): _EC2 for code in (
        "FlowLogAlreadyExists", "IncorrectState", "InsufficientCapacityOnHost", "InvalidFlowLogId.NotFound",
        "InvalidGroup.NotFound", "InvalidGroupId.Malformed", "InvalidInstanceID.Malformed", "InvalidInstanceID.NotFound",
        "InvalidNetworkAclEntry.NotFound", "InvalidPermission.Duplicate", "InvalidPermission.NotFound", "InvalidVpcID.NotFound",
        "NetworkAclEntryAlreadyExists")},
    **{("s3", code): _S3 for code in (
        "ConditionalRequestConflict", "NoSuchPublicAccessBlockConfiguration", "OperationAborted", "PreconditionFailed")},
    # That each operation may answer: the model has it at others.
    ("s3", "NoSuchBucket"): _S3,
    ("s3control", "OperationAborted"): _S3,
    ("s3control", "NoSuchAccessPoint"): _S3,
    ("s3control", "NoSuchAccessPointPolicy"): _ASSUMED,
    ("cloudformation", "AccessDenied"): _COMMON,
    ("cloudformation", "AccessDeniedException"): _COMMON,
    ("cloudformation", "ValidationError"): _COMMON,
    ("cloudcontrol", "AccessDenied"): _COMMON.replace("AWSCloudFormation", "cloudcontrolapi"),
    ("sts", "AccessDenied"): _COMMON.replace("AWSCloudFormation", "STS"),
    ("iam", "NoSuchEntity"): _ASSUMED,
}

_SESSION = botocore.session.get_session()
_MODELS = {}


def model(service: str):
    """Returns a service's model, as the sources name the service, read once."""
    known = _LABELS.get(service) or _NAMES.get(service, service.lower())
    if known not in _MODELS:
        _MODELS[known] = _SESSION.get_service_model(known)
    return _MODELS[known]


def services() -> list[java_calls.Service]:
    return [*java_calls.typed_services(), *java_calls.gateway_services()]


def operations() -> list[java_calls.Asked]:
    return [*java_calls.typed_operations(), *(asked for _, asked, _ in java_calls.gateway_operations())]


def wrong_service(service: java_calls.Service) -> list[str]:
    """Returns what AWS spells otherwise."""
    try:
        metadata = model(service.name).metadata
    except UnknownServiceError:
        return [f"AWS has no service {service.name}"]
    wanted = {"host": (service.host, metadata["endpointPrefix"]),
              "signed for": (service.signed_for, metadata.get("signingName", metadata["endpointPrefix"]))}
    if service.protocol in ("EC2_QUERY", "QUERY"):
        wanted["version"] = (service.version, metadata["apiVersion"])
    elif service.protocol == "JSON":
        wanted["target"] = (service.version, metadata["targetPrefix"])
        wanted["JSON's version"] = (service.json_version, metadata["jsonVersion"])
    wrong = [f"{service.name}: {what} is {ours}, AWS says {theirs}" for what, (ours, theirs) in wanted.items() if ours != theirs]
    if _PROTOCOLS[service.protocol] not in metadata["protocols"]:
        wrong.append(f"{service.name}: AWS speaks {metadata['protocols']}, not {service.protocol}")
    return wrong


def wrong_operation(asked: java_calls.Asked) -> list[str]:
    """Returns what AWS does not have of it, or has elsewhere."""
    try:
        operation = model(asked.service).operation_model(asked.action)
    except OperationNotFoundError:
        return [f"{asked.service} has no operation {asked.action}"]
    # The sources name a parameter of the path as they like: it is replaced and not sent.
    there, ours = (re.sub(r"\{\w+}", lambda name: name[0].lower(), path)
                   for path in (f"{operation.http['method']} {operation.http['requestUri']}", asked.route))
    wrong = [f"{asked.action} is at {there}, not at {ours}"] if ours and ours != there else []
    if not ours and there != "POST /":
        wrong.append(f"{asked.action} is at {there} and needs a path")
    return wrong


@functools.cache
def inputs(asked: java_calls.Asked) -> set[str]:
    """Returns the parameters of an operation by their names on the wire, and those of the path as the source names them."""
    shape = model(asked.service).operation_model(asked.action).input_shape
    found = set(re.findall(r"\{(\w+)}", asked.route))
    for name, member in (shape.members if shape else {}).items():
        sent = member.serialization.get("queryName", member.serialization.get("name", name))
        # EC2 asks with the first letter in upper case: botocore's serialiser does so.
        found.add(sent[0].upper() + sent[1:] if asked.service == "EC2" else sent)
    return found


# How the gateways follow pages: what they ask and what they read.
_TOKENS = {"pages": ("NextToken", "nextToken"), "markedPages": ("Marker", "Marker"), "nextMarkedPages": ("Marker", "NextMarker")}
# First pages that are all that is wanted, and why.
_FIRST_PAGE = {
    ("Alarms.java", "DescribeAlarms"): "no more names are asked for than a page has",
    ("LogGroups.java", "DescribeLogGroups"): "the names come sorted, so that the one that is asked for is the first of its prefix",
    ("LogGroups.java", "DescribeLogStreams"): "the one that was written to last comes first",
    ("ServerGroups.java", "DescribeAutoScalingGroups"): "one name is asked for",
    ("Trails.java", "LookupEvents"): "the newest come first, and no more are looked at",
}

# The gateways that spell their requests themselves, and how many operations each asks for.
_WIRED = {"Callers.java": ("STS", 1), "Clusters.java": ("EKS", 7), "Zones.java": ("Route 53", 2)}

# What stands in no shape, and why.
_OWN_FIELDS = {
    ("DeadLetters.java", "SentTimestamp"): "an attribute's name, a value of MessageSystemAttributeName",
    **{("Trails.java", field): "the event's own record, a text in CloudTrailEvent: CloudTrail's user guide, record contents"
       for field in ("arn", "errorCode", "invokedBy", "sourceIPAddress", "userIdentity")},
    **{(f"{probe}.java", parameter): "a probe's own parameter" for probe, parameter in (
        ("RecorderRecording", "RecorderName"), ("RulesInPlace", "RuleNames"), ("TrailDelivering", "TrailName"))},
}


def fields(shape, seen: tuple[str, ...] = ()) -> set[str]:
    """Returns the names on the wire of a shape's members and of all within them."""
    if shape is None or shape.name in seen:
        return set()
    within = (*seen, shape.name)
    if shape.type_name == "structure":
        return {member.serialization.get("name", name) for name, member in shape.members.items()}.union(
            *(fields(member, within) for member in shape.members.values()))
    if shape.type_name == "list":
        return {shape.member.serialization.get("name", "member")} | fields(shape.member, within)
    return fields(shape.value, within) if shape.type_name == "map" else set()


@functools.cache
def answered(asked: java_calls.Asked) -> set[str]:
    return fields(model(asked.service).operation_model(asked.action).output_shape)


@functools.cache
def sendable(asked: java_calls.Asked) -> set[str]:
    return inputs(asked) | fields(model(asked.service).operation_model(asked.action).input_shape)


@functools.cache
def filters_of(asked: java_calls.Asked) -> set[str]:
    """Returns the filters of an operation, which stand only in the words of its description."""
    shape = model(asked.service).operation_model(asked.action).input_shape
    words = "".join(shape.members[name].documentation for name in ("Filters", "Filter") if shape and name in shape.members)
    # The tag itself follows: "tag:<key>".
    return {"tag:" if each == "tag" else each for each in re.findall(r"<code>([\w.:-]+)</code>", words)}


def bare(code: str) -> str:
    """As the error tables compare codes: with or without the suffix."""
    return code.removesuffix("Exception")


def codes_of(service: str, action: str = "") -> set[str]:
    """Returns the codes that a service's model has, or an operation's."""
    known = model(service)
    shapes = known.operation_model(action).error_shapes if action else known.error_shapes
    return {bare(code) for shape in shapes for code in (shape.name, shape.metadata.get("error", {}).get("code", shape.name))}


def unknown_codes(service: str, codes: tuple[str, ...], action: str = "") -> list[str]:
    """Returns the codes that neither the model has nor a page that is named above."""
    known = _LABELS.get(service) or _NAMES.get(service, service.lower())
    return [f"{service} {action} {code}" for code in codes
            if bare(code) not in codes_of(service, action) and (known, code) not in _DOCUMENTED]


def test_services_askedByHand_areSpelledAsAwsSpellsThem():
    """endpointPrefix, signingName, apiVersion, targetPrefix, jsonVersion and protocols of the models."""
    assert [wrong for service in services() for wrong in wrong_service(service)] == []


def test_namespaces_ofDocumentsInXml_areThoseOfTheModels():
    """The namespace stands at the member that is the body."""
    for service in java_calls.typed_services():
        if service.protocol == "REST_XML":
            written = model(service.name).operation_model("PutPublicAccessBlock").input_shape
            assert written.members[written.serialization["payload"]].serialization["xmlNamespace"]["uri"] == service.version


def test_operations_askedByHand_areThoseOfAws():
    """The operations of the models, with method and path."""
    assert [wrong for asked in operations() for wrong in wrong_operation(asked)] == []


def test_parameters_ofTheRegistrysOperations_areThoseOfAws():
    """The members of the models' inputs."""
    names = java_calls.typed_names()
    given = java_calls.typed_parameters()
    # With less than this, the reader has lost sight of how the sources ask.
    assert len({operation for _, operation, _ in given}) > 60
    assert [(file, names[operation].action, name) for file, operation, name in given
            if name not in inputs(names[operation])] == []


def test_fields_thatAreRead_standInTheAnswersOfAws():
    """The members of the models' outputs, those of the operations that the source or its package asks for."""
    assert sum(len(each.fields) for each in java_calls.readers()) > 250
    wrong = {(each.file, field) for each in java_calls.readers() for field in each.fields
             if not any(field in answered(asked) for asked in each.asked)}
    assert wrong - set(_OWN_FIELDS) == set()
    assert set(_OWN_FIELDS) - wrong == set()


def test_parameters_ofGateways_areThoseOfAws():
    """The members of the models' inputs, those of the operations that the source asks for."""
    assert sum(len(each.sent) for each in java_calls.readers()) > 20
    assert [(each.file, name) for each in java_calls.readers() for name in each.sent
            if not any(name in sendable(asked) for asked in each.asked)] == []


def test_filters_ofEc2AndRds_areThoseOfAws():
    """The descriptions of the models' parameter Filters."""
    assert sum(len(each.filters) for each in java_calls.readers()) > 10
    assert [(each.file, name) for each in java_calls.readers() for name in each.filters
            if not any(name in filters_of(asked) for asked in each.asked)] == []


def test_pages_ofGateways_holdTheListThatIsRead():
    """The list of an answer by the name that it has on the wire: EC2 spells its own."""
    followed = [(asked, listed) for _, asked, listed in java_calls.gateway_operations() if listed]
    assert len(followed) > 10
    for asked, listed in followed:
        members = model(asked.service).operation_model(asked.action).output_shape.members
        assert listed in {shape.serialization.get("name", name) for name, shape in members.items()}, (asked, listed)


def test_requestsThatAGatewaySpells_areThoseOfAws():
    """Operations, methods, the fixed parts of paths, names in queries, versions and fields; a gateway more has to be listed."""
    found = java_calls.wired()
    assert {each.file: len(each.actions) for each in found} == {file: many for file, (_, many) in _WIRED.items()}
    for each in found:
        known = model(_WIRED[each.file][0])
        asked = [known.operation_model(action) for action in each.actions]
        parts = {part for text in each.texts for part in text.split("/")}
        needed = {part for operation in asked for part in operation.http["requestUri"].split("/") if "{" not in part}
        assert needed <= parts, each.file
        assert set(each.queried) <= {member.serialization.get("name") for operation in asked if operation.input_shape
                                     for member in operation.input_shape.members.values()
                                     if member.serialization.get("location") == "querystring"}, each.file
        assert set(each.fields) <= set().union(*(fields(operation.output_shape) for operation in asked)), each.file
        versions = {text.partition("Version=")[2] for text in each.texts if "Version=" in text}
        assert versions <= {known.metadata["apiVersion"]}, each.file
        assert known.metadata["protocol"] == "query" or all(operation.http["method"] == "GET" for operation in asked)


def test_pages_ofGateways_areFollowedByTheNamesOfAws():
    """botocore's paginators; whose first page is all that is wanted stands on a list with the reason."""
    wrong, first = [], set()
    for file, asked, _ in java_calls.gateway_operations():
        known = _NAMES.get(asked.service, asked.service.lower())
        try:
            paginator = _SESSION.get_paginator_model(known).get_paginator(asked.action)
        except ValueError:
            paginator = None
        if asked.called in ("call", "find") and paginator:
            first.add((file, asked.action))
        elif asked.called in _TOKENS:
            operation = model(asked.service).operation_model(asked.action)
            names = paginator and tuple(
                shape.members[name].serialization.get("queryName" if way == "asked" else "name", name)
                for way, shape, name in (("asked", operation.input_shape, paginator["input_token"]),
                                         ("answered", operation.output_shape, paginator["output_token"])))
            if names != _TOKENS[asked.called]:
                wrong.append((file, asked.action, names))
    assert wrong == []
    assert first == set(_FIRST_PAGE)


def test_operations_ofTheRegistry_areAskedForSomewhere():
    """The registry is what permissions are made of: what nobody asks for goes."""
    assert set(java_calls.typed_names()) - java_calls.used_operations() == set()


def test_codesOfOperations_thatMeanNothingIsThere_areThoseOfAws():
    """What an operation's model lists among its errors; what it does not list stands on a list with its source."""
    assert [wrong for asked in operations() for wrong in unknown_codes(asked.service, asked.nothing, asked.action)] == []


def test_codesOfErrorTables_always_areThoseOfAws():
    """The shapes of the models that are exceptions, by code."""
    assert {table.label for table in java_calls.error_tables()} <= set(_LABELS)
    assert [f"{wrong} in {table.file}" for table in java_calls.error_tables()
            for wrong in unknown_codes(table.label, table.codes)] == []


def test_codesThatStandForAnAnswer_always_areThoseOfAws():
    """The shapes of the models that are exceptions, those of the service whose error table stands beside the code."""
    expected = java_calls.expected_codes()
    assert sum(len(each.codes) for each in expected) > 15
    assert [each.file for each in expected if not each.label] == []
    assert [wrong for each in expected for wrong in unknown_codes(each.label, each.codes)] == []


def test_documentedCodes_always_areAskedForAndInNoModel():
    """The list of exceptions does not outlive what it excuses."""
    asked = {(_NAMES.get(each.service, each.service.lower()), code) for each in operations() for code in each.nothing}
    told = {(_LABELS[table.label], code)
            for table in [*java_calls.error_tables(), *java_calls.expected_codes()] for code in table.codes}
    assert set(_DOCUMENTED) <= asked | told
    rows = (java_calls.FUNCTIONS.parent / "docs" / "aws-unknowns.md").read_text().splitlines()
    for (_, code), source in _DOCUMENTED.items():
        assert source.startswith("https://docs.aws.amazon.com/") or any(f"`{code}`" in row for row in rows), code


@pytest.mark.parametrize("asked", [
    java_calls.Asked("EC2", "DescribeVpc"),
    java_calls.Asked("EKS", "ListAddons", "GET /clusters/{name}/add-ons"),
    java_calls.Asked("EKS", "ListAddons", "POST /clusters/{name}/addons"),
    java_calls.Asked("EKS", "ListAddons"),
])
def test_operation_thatAwsDoesNotHaveSo_isFound(asked):
    assert wrong_operation(asked)


def test_parameter_thatAwsDoesNotHave_isFound():
    names = java_calls.typed_names()

    assert "Filter" in inputs(names["DESCRIBE_VPCS"])
    assert "Filters" not in inputs(names["DESCRIBE_VPCS"])
    assert "Filters" in inputs(names["DESCRIBE_DB_INSTANCES"])
    assert "clusterName" not in inputs(names["LIST_ADDONS"])
    assert "vpc-id" in filters_of(names["DESCRIBE_SECURITY_GROUPS"])
    assert "vpc" not in filters_of(names["DESCRIBE_SECURITY_GROUPS"])


def test_field_thatAwsDoesNotAnswer_isFound():
    names = java_calls.typed_names()

    assert {"DBInstances", "DBInstanceIdentifier"} <= answered(names["DESCRIBE_DB_INSTANCES"])
    assert "dbInstanceIdentifier" not in answered(names["DESCRIBE_DB_INSTANCES"])
    assert "reservationSet" in answered(names["DESCRIBE_INSTANCES"])
    assert "Reservations" not in answered(names["DESCRIBE_INSTANCES"])


@pytest.mark.parametrize("service", [
    java_calls.Service("EC2", "EC2_QUERY", "2016-11-16", "ec2", "ec2"),
    java_calls.Service("EC2", "QUERY", "2016-11-15", "ec2", "ec2"),
    java_calls.Service("SSM", "JSON", "AmazonSsm", "ssm", "ssm", "1.1"),
    java_calls.Service("QUEUES", "JSON", "AmazonSQS", "sqs", "sqs", "1.1"),
    java_calls.Service("S3_CONTROL", "REST_XML", "", "s3-control", "s3-control"),
    java_calls.Service("RDSX", "QUERY", "2014-10-31", "rds", "rds"),
])
def test_service_thatAwsSpellsOtherwise_isFound(service):
    assert wrong_service(service)


def test_code_thatAwsDoesNotAnswer_isFound():
    assert unknown_codes("RDS", ("DBInstanceNotFond",), "DescribeDBInstances")
    assert unknown_codes("EKS", ("ServerExeption",))
    assert not unknown_codes("RDS", ("DBInstanceNotFound", "DBInstanceNotFoundFault"), "DescribeDBInstances")
