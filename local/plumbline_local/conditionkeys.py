"""What policies ask of a request: condition keys and resources that AWS knows and the emulator does not."""

import dataclasses
import json
import re
from collections.abc import Iterator

from ministack.core import iam_evaluator
from ministack.core.iam_evaluator import EvalContext, ParsedStatement
from ministack.services import alb, dynamodb, ec2, iam, route53, s3, secretsmanager

from plumbline_local import machines
from plumbline_local.patching import replaces
from plumbline_local.resources import classicbalancers, watching

# Keys that are parameters of the request: of one action, or of a service's every action.
_PARAMETERS = {
    "sts:AssumeRole": {"sts:ExternalId": "ExternalId", "sts:RoleSessionName": "RoleSessionName"},
    "cloudformation:": {
        "cloudformation:ChangeSetName": "ChangeSetName", "cloudformation:RoleArn": "RoleARN",
        "cloudformation:TemplateUrl": "TemplateURL"},
}
_BUCKET = "arn:aws:s3:::"
_TAG = "aws:resourcetag/"
_VARIABLE = re.compile(r"\$\{([A-Za-z0-9:/_-]+)\}")
_UNKNOWN = "\0"
# "This global condition key does not support the following actions": aws:ResourceOrgID in "AWS global condition context keys", IAM User Guide.
_WITHOUT_RESOURCE_ORGANIZATION = re.compile(
    r"ebs:.*|events:.*|ec2:(CopyFpgaImage|CopyImage|CopySnapshot|CreateTransitGatewayPeeringAttachment|CreateVolume|CreateVpcPeeringConnection)",
    re.IGNORECASE)


@replaces("core.iam_actions", "request_tag_context", "d46adb816e02")
def request_tag_context(original, service: str, iam_action: str, body: bytes, params: dict) -> dict:
    """Add the parameters that are condition keys."""
    keys = _PARAMETERS.get(iam_action) or _PARAMETERS.get(f"{iam_action.partition(':')[0]}:", {})
    given = {key: params[name][0] for key, name in keys.items() if params.get(name)}
    if iam_action == "cloudwatch:PutMetricData":
        given["cloudwatch:namespace"] = _namespace(body, params)
    changes = _record_changes(body) if iam_action == "route53:ChangeResourceRecordSets" else {}
    return {**original(service, iam_action, body, params), **given, **changes}


def _record_changes(body: bytes) -> dict[str, list[str]]:
    """What a request does to which records of a zone; names without the last dot, as Route 53 normalises them."""
    root = route53._parse_body(body)
    changes = [] if root is None else [e for e in root.iter() if e.tag.rpartition("}")[2] == "Change"]
    records = [route53._parse_record_set(route53._find(change, "ResourceRecordSet")) for change in changes]
    prefix = "route53:ChangeResourceRecordSets"
    return {
        f"{prefix}Actions": sorted({route53._text(change, "Action") for change in changes}),
        f"{prefix}NormalizedRecordNames": sorted({record["Name"].lower().rstrip(".") for record in records}),
        f"{prefix}RecordTypes": sorted({record["Type"] for record in records})}


@replaces("core.iam_evaluator", "_first_match", "dc96ef4846c7")
def first_match(original, ctx: EvalContext, stmts: list[ParsedStatement], effect: str) -> ParsedStatement | None:
    """Put the caller in place of the variables of a resource, such as ${aws:username}; one without a value matches nothing."""
    return original(ctx, [_for_caller(statement, ctx) for statement in stmts], effect)


def _for_caller(statement: ParsedStatement, ctx: EvalContext) -> ParsedStatement:
    if not any("${" in resource for resource in statement.resources):
        return statement
    named = [_VARIABLE.sub(lambda variable: str(_value(variable[1], ctx)), resource) for resource in statement.resources]
    return dataclasses.replace(statement, resources=[name for name in named if _UNKNOWN not in name])


def _value(variable: str, ctx: EvalContext) -> object:
    value = iam_evaluator._resolve_condition_key(variable, ctx)
    return _UNKNOWN if value is None else value


def _namespace(body: bytes, params: dict) -> str:
    """Where metrics are put, in the JSON or in the query protocol."""
    return params["Namespace"][0] if params.get("Namespace") else str(_json(body).get("Namespace", ""))


@replaces("core.iam_evaluator", "_resolve_condition_key", "15e26964cd38")
def resolve_condition_key(original, key: str, ctx: EvalContext) -> object:
    """A session's aws:PrincipalArn is its role's; a bucket belongs to an account, and accounts to an organisation; a secret names who rotates it;
    what EC2 has is tagged also by its stack, and load balancers by clusters; the loopback counts as TLS."""
    name = key.lower()
    if name == "aws:securetransport":
        return "true"
    if name == "aws:principalarn" and ":assumed-role/" in ctx.principal_arn:
        role_name = iam_evaluator._role_name_from_assumed_arn(ctx.principal_arn)
        role = iam._roles.get_scoped(ctx.principal_account, None, role_name) or {}
        return role.get("Arn") or f"arn:aws:iam::{ctx.principal_account}:role/{role_name}"
    if name in ("aws:resourceaccount", "s3:resourceaccount") and ctx.resource_arn.startswith(_BUCKET):
        bucket = ctx.resource_arn.removeprefix(_BUCKET).partition("/")[0]
        return s3._bucket_owner_account(bucket) or ctx.principal_account
    if name == "aws:resourceorgid":
        return _organization_of_resource(ctx)
    if name.startswith(_TAG) and ctx.resource_arn.startswith("arn:aws:ec2:"):
        tags = ec2._tags.get(ctx.resource_arn.rpartition("/")[2]) or []
        return next((tag["Value"] for tag in tags if tag["Key"].lower() == name.removeprefix(_TAG)), None)
    if name.startswith(_TAG) and ctx.resource_arn.startswith("arn:aws:elasticloadbalancing:"):
        tags = alb._tags.get(ctx.resource_arn) or []
        return next((tag["Value"] for tag in tags if tag["Key"].lower() == name.removeprefix(_TAG)), None)
    if name == "secretsmanager:resource/allowrotationlambdaarn":
        _, secret = secretsmanager._resolve(ctx.resource_arn)
        return (secret or {}).get("RotationLambdaARN")
    return original(key, ctx)


def _organization_of_resource(ctx: EvalContext) -> str | None:
    """ "Included in the request context only if the account that owns the resource is a member of an organization"."""
    if _WITHOUT_RESOURCE_ORGANIZATION.fullmatch(ctx.action):
        return None
    return iam_evaluator._principal_org_id(iam_evaluator._resolve_condition_key("aws:ResourceAccount", ctx))


# What is changed of an add-on or a node group: /clusters/NAME/addons/NAME/update.
_PART_OF_CLUSTER = re.compile(r"/clusters/([^/]+)/(addons|node-groups)/([^/]+)/update(?:-version)?")


@replaces("core.iam_actions", "extract_resource_arn", "82f51700695c")
def extract_resource_arn(original, service: str, method: str, path: str, headers: dict, body: bytes,
                         query_params: dict, region: str, account_id: str) -> str:
    """The answer to a task is about the machine that waits; a schedule lies in its group; a device that nobody has is a resource."""
    if service == "scheduler" and path.startswith("/schedules/"):
        given = query_params.get("groupName")
        group = (given[0] if isinstance(given, list) else given) or _json(body).get("GroupName") or "default"
        return f"arn:aws:scheduler:{region}:{account_id}:schedule/{group}/{path.rsplit('/', 1)[-1]}"
    if service == "states" and ".SendTask" in headers.get("x-amz-target", ""):
        machine = machines.machine_of(_json(body).get("taskToken", ""))
        if machine:
            return machine
    if service == "ssm" and headers.get("x-amz-target", "").endswith(".SendCommand"):
        return f"arn:aws:ssm:{region}:{account_id}:document/{_json(body).get('DocumentName', '')}"
    if service == "elasticloadbalancing" and "LoadBalancerName" in query_params:
        return classicbalancers.arn(query_params["LoadBalancerName"][0])
    if service == "rds" and "ResourceIdentifier" in query_params:
        return query_params["ResourceIdentifier"][0]
    if service == "eks" and (found := _PART_OF_CLUSTER.fullmatch(path)):
        cluster, kind, name = found.groups()
        return f"arn:aws:eks:{region}:{account_id}:{kind.replace('-', '').rstrip('s')}/{cluster}/{name}/*"
    if service == "ssm" and _json(body).get("Name", "").startswith("/aws/service/"):
        return f"arn:aws:ssm:{region}::parameter{_json(body)['Name']}"
    if service == "guardduty":
        return watching.detector_arn(path)
    if service == "iam" and (found := _principal(query_params, account_id)):
        return found
    if service == "iam" and "UserName" not in query_params:
        key = iam._access_keys.get((query_params.get("AccessKeyId") or [""])[0])
        if key:
            return _principal({"UserName": [key["UserName"]]}, account_id)
        name, serial = ((query_params.get(key) or [""])[0] for key in ("VirtualMFADeviceName", "SerialNumber"))
        if name or serial:
            return serial or f"arn:aws:iam::{account_id}:mfa/{name}"
    recorder = _json(body).get("ConfigurationRecorderName") if service == "config" else None
    if recorder:
        return f"arn:aws:config:{region}:{account_id}:configuration-recorder/{recorder}/{recorder}"
    rule = _json(body).get("ConfigRuleName") if service == "config" else None
    if rule:
        return f"arn:aws:config:{region}:{account_id}:config-rule/{rule}"
    arn = original(service, method, path, headers, body, query_params, region, account_id)
    return _of_ec2(query_params, region, account_id) if (service, arn) == ("ec2", "*") else arn


def _principal(query_params: dict, account_id: str) -> str | None:
    """The ARN of the role, user or group that a request names, with its path: that of a request that makes one, or that it was made with."""
    for name, kind, store in (("RoleName", "role", iam._roles), ("GroupName", "group", iam._groups), ("UserName", "user", iam._users)):
        if query_params.get(name):
            named = query_params[name][0]
            path = (query_params.get("Path") or [None])[0] or (store.get(named) or {}).get("Path", "/")
            return f"arn:aws:iam::{account_id}:{kind}{path}{named}"
    return None


# What the emulator does not take for the resource of a request, and how EC2's resources are called by their ids.
_NAMED_BY = ("ResourceId.1", "FlowLogId.1", "NetworkAclId")
_CALLED = {
    "acl": "network-acl", "eni": "network-interface", "fl": "vpc-flow-log", "i": "instance", "sg": "security-group",
    "snap": "snapshot", "subnet": "subnet", "vol": "volume", "vpc": "vpc"}


def _of_ec2(query_params: dict, region: str, account_id: str) -> str:
    named = next((query_params[key][0] for key in _NAMED_BY if query_params.get(key)), "")
    kind = _CALLED.get(named.rpartition("-")[0])
    if kind is None:
        return "*"
    return f"arn:aws:ec2:{region}:{'' if kind == 'snapshot' else account_id}:{kind}/{named}"


@replaces("core.iam_actions", "dynamodb_service_context", "0f0021bdc8a3")
def dynamodb_service_context(original, body: bytes) -> dict:
    """Add dynamodb:LeadingKeys, the partition keys that a request names."""
    keys = sorted(set(_leading_keys(_json(body))))
    return {**original(body), **({"dynamodb:LeadingKeys": keys} if keys else {})}


def _leading_keys(request: dict) -> Iterator[str]:
    for item in request.get("TransactItems") or []:
        for operation in item.values():
            yield from _leading_keys(operation)
    for table, operations in (request.get("RequestItems") or {}).items():
        for operation in operations if isinstance(operations, list) else [{"Key": k} for k in operations["Keys"]]:
            yield from _leading_keys({"TableName": table, **operation.get("PutRequest", {}),
                                      **operation.get("DeleteRequest", {}), **operation})
    table = dynamodb._tables.get(str(request.get("TableName", "")).rsplit("/", 1)[-1])
    if table is None:
        return
    partition_key = next(k["AttributeName"] for k in table["KeySchema"] if k["KeyType"] == "HASH")
    for item in (request.get("Key"), request.get("Item")):
        if item and partition_key in item:
            yield _text(item[partition_key])
    value = _queried(request, partition_key)
    if value:
        yield _text(value)


def _queried(request: dict, partition_key: str) -> dict | None:
    names = request.get("ExpressionAttributeNames") or {}
    for name, value in re.findall(r"([#\w]+)\s*=\s*(:\w+)", request.get("KeyConditionExpression", "")):
        if names.get(name, name) == partition_key:
            return request.get("ExpressionAttributeValues", {}).get(value)
    return None


def _text(value: dict) -> str:
    return str(next(iter(value.values())))


def _json(body: bytes) -> dict:
    try:
        parsed = json.loads(body or b"{}")
    except ValueError:
        return {}
    return parsed if isinstance(parsed, dict) else {}
