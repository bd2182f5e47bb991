"""Resources that change behind their stack's back, in ways for which AWS has an API or none, and back again.

The record of the service that shows the resource is changed, so that Cloud Control and the service's own API tell the
same. Asked for by ``POST /_plumbline/resources/break``; ``POST /_plumbline/resources/mend`` puts everything back.
"""

import copy
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ministack.core.responses import get_account_id, get_region, request_scope
from ministack.services import (
    acm, alb, autoscaling, cloudformation, cloudwatch, cloudwatch_logs, ec2, ecr, eventbridge, iam, kms, lambda_svc, rds,
    route53, s3, secretsmanager, sns, sqs)

from plumbline_local import kubernetes
from plumbline_local.faults import BadFault
from plumbline_local.resources import generic, live, readers


@dataclass(frozen=True)
class Place:
    """Where a resource's record is: an entry of a store, or something within that entry."""

    store: Any
    key: object
    steps: tuple[object, ...] = ()

    def record(self) -> Any:
        found = self.store[self.key]
        for step in self.steps:
            found = found[step]
        return found

    def replace(self, value: Any) -> None:
        """Put something else in the place of the whole record."""
        if not self.steps:
            self.store[self.key] = value
        else:
            Place(self.store, self.key, self.steps[:-1]).record()[self.steps[-1]] = value

    def remove(self) -> None:
        if not self.steps:
            del self.store[self.key]
        else:
            parent = Place(self.store, self.key, self.steps[:-1]).record()
            del parent[self.steps[-1]]


@dataclass(frozen=True)
class _Kept:
    """An entry of a store as it was."""

    account: str
    region: str
    store: Any
    key: object
    entry: Any

    def restore(self) -> None:
        with request_scope(self.account, self.region):
            self.store[self.key] = self.entry


@dataclass(frozen=True)
class _Added:
    """An entry that a store did not have."""

    account: str
    region: str
    store: Any
    key: object

    def restore(self) -> None:
        with request_scope(self.account, self.region):
            self.store.pop(self.key, None)


_kept: list[_Kept | _Added] = []
_shown: dict[tuple[str, str, str, str], dict] = {}

Locate = Callable[[str], Place]


def break_resource(request: dict) -> dict:
    """Changes one resource of a stack: ``set`` fields, ``append`` to lists, ``gone``, or ``shows``. Says which it was.

    ``tags`` are those of a resource of EC2, which is never put back by ``mend``.

    What it ``shows`` is what Cloud Control says of it, for properties of which the emulator's own record keeps nothing.
    ``add`` is the whole record of a resource that is not there yet.

    The resource is named by ``logicalId``, or by ``type`` and ``id``. ``@Name`` stands for the physical id of another
    resource of the stack, ``$Name`` for an output. A field is a path with dots; numbers index lists; the empty path is the whole record. What is ``lasting``
    is not put back by ``mend``: the stack itself has to.
    """
    missing = {"account", "region", "stack"} - request.keys()
    if missing:
        raise BadFault(f"missing: {', '.join(sorted(missing))}")
    with request_scope(request["account"], request["region"]):
        stack = cloudformation._stacks.get(request["stack"])
        if stack is None:
            raise BadFault(f"no stack {request['stack']}")
        kind, physical_id = _named(stack, request)
        if "shows" in request:
            _shown[request["account"], request["region"], kind, physical_id] = _filled(stack, request["shows"])
            return {"type": kind, "id": physical_id}
        if "add" in request:
            return _add(request, stack, kind, physical_id)
        place = _place(kind, physical_id)
        if not request.get("lasting"):
            _kept.append(_Kept(
                request["account"], request["region"], place.store, place.key, copy.deepcopy(place.store[place.key])))
        if request.get("gone"):
            place.remove()
        for path, value in request.get("set", {}).items():
            if not path:
                place.replace(_filled(stack, value))
                continue
            holder, last = _walk(place.record(), path)
            holder[last] = _filled(stack, value)
        for key, value in request.get("tags", {}).items():
            _tag(_tagged(kind, physical_id), key, value)
        for path, value in request.get("append", {}).items():
            holder, last = _walk(place.record(), path)
            holder[last] = [*holder[last], _filled(stack, value)]
        return {"type": kind, "id": physical_id}


def _add(request: dict, stack: dict, kind: str, name: str) -> dict:
    store = _ADDED[kind]
    if name in store:
        raise BadFault(f"{kind} {name} is there already")
    _kept.append(_Added(request["account"], request["region"], store, name))
    store[name] = _filled(stack, request["add"])
    return {"type": kind, "id": name}


def shown(kind: str, physical_id: str) -> dict:
    """What a resource is to show instead of what it has."""
    return _shown.get((get_account_id(), get_region(), kind, physical_id), {}) if _shown else {}


def mend(_request: dict) -> dict:
    """Puts back what was broken, the last first."""
    count = len(_kept) + len(_shown)
    _shown.clear()
    while _kept:
        _kept.pop().restore()
    return {"mended": count}


def _named(stack: dict, request: dict) -> tuple[str, str]:
    if "type" in request:
        return request["type"], str(_filled(stack, request.get("id")))
    record = stack.get("_resources", {}).get(request.get("logicalId"))
    if record is None:
        raise BadFault(f"{request['stack']} has no resource {request.get('logicalId')}")
    return record["ResourceType"], record["PhysicalResourceId"]


def _place(kind: str, physical_id: str) -> Place:
    locate = _PLACES.get(kind)
    if locate is None and kind in live._STORES:
        locate = _in(live._STORES[kind])
    if locate is None and generic.plays(kind):
        locate = _in(generic._records, lambda found: (kind, found))
    if locate is None:
        raise BadFault(f"{kind} cannot be broken yet: say in breakage.py where its record is")
    place = locate(physical_id)
    if place is None:
        raise BadFault(f"{kind} {physical_id} is not there")
    return place


def _in(store: Any, key: Callable[[str], object] = lambda physical_id: physical_id) -> Locate:
    return lambda physical_id: Place(store, key(physical_id)) if key(physical_id) in store else None


def _route(physical_id: str) -> Place | None:
    table, _, destination = physical_id.partition("|")
    routes = (ec2._route_tables.get(table) or {}).get("Routes", [])
    return next((Place(ec2._route_tables, table, ("Routes", number)) for number, route in enumerate(routes)
                 if destination in route.values()), None)


def _route_table_association(physical_id: str) -> Place | None:
    return next((Place(ec2._route_tables, table, ("Associations", number))
                 for table, record in ec2._route_tables.items() for number, association in enumerate(record["Associations"])
                 if association["RouteTableAssociationId"] == physical_id), None)


def _within(store: Any, steps: tuple[str, ...], is_it: Callable[[dict], bool]) -> Place | None:
    """An item of a list that entries of a store hold."""
    for key, entry in list(store.items()):
        holder = entry
        for step in steps:
            holder = holder.get(step, {})
        for number, item in enumerate(holder or []):
            if is_it(item):
                return Place(store, key, (*steps, number))
    return None


def _acl_entry(physical_id: str) -> Place | None:
    acl, number, egress = physical_id.split("|")
    for index, entry in enumerate((ec2._network_acls.get(acl) or {}).get("Entries", [])):
        if str(entry["RuleNumber"]) == number and str(entry["Egress"]).lower() == egress:
            return Place(ec2._network_acls, acl, ("Entries", index))
    return None


def _attachment(physical_id: str) -> Place | None:
    vpc = physical_id.partition("|")[2]
    return _within(ec2._internet_gateways, ("Attachments",), lambda attached: attached["VpcId"] == vpc)


def _group_rule(is_egress: bool) -> Locate:
    rules = "IpPermissionsEgress" if is_egress else "IpPermissions"

    def locate(physical_id: str) -> Place | None:
        for key, group in list(ec2._security_groups.items()):
            for number, rule in enumerate(group[rules]):
                if ec2._sg_rule_id(group["GroupId"], is_egress, rule) == physical_id:
                    return Place(ec2._security_groups, key, (rules, number))
        return None
    return locate


def _acl_association(physical_id: str) -> Place | None:
    return _within(
        ec2._network_acls, ("Associations",), lambda association: association["NetworkAclAssociationId"] == physical_id)


def _permission(physical_id: str) -> Place | None:
    return _within(lambda_svc._functions, ("policy", "Statement"), lambda statement: statement["Sid"] == physical_id)


def _of_secret(field: str) -> Locate:
    """What a secret's record says by a field, of which a resource of its own has the care."""
    def locate(physical_id: str) -> Place | None:
        name, secret = secretsmanager._resolve(physical_id)
        return Place(secretsmanager._secrets, name, (field,)) if secret and field in secret else None
    return locate


def _tagged(kind: str, physical_id: str) -> str:
    """What EC2 keeps the tags of a resource by."""
    return _address(physical_id).key if kind == "AWS::EC2::EIP" else physical_id


def _tag(resource_id: str, key: str, value: str) -> None:
    ec2._tags[resource_id] = [
        *(tag for tag in ec2._tags.get(resource_id) or [] if tag["Key"] != key), {"Key": key, "Value": value}]


def _address(public: str) -> Place | None:
    return next((Place(ec2._addresses, id) for id, record in ec2._addresses.items() if record["PublicIp"] == public), None)


def _instance(group: str) -> Place | None:
    """The first instance of an Auto Scaling group: its own id is nobody's output."""
    members = (autoscaling._asgs.get(group) or {}).get("Instances") or []
    return Place(ec2._instances, members[0]["InstanceId"]) if members else None


def _secret(physical_id: str) -> Place | None:
    name, _ = secretsmanager._resolve(physical_id)
    return None if name is None else Place(secretsmanager._secrets, name)


def _targets(tag: str) -> Place | None:
    """The targets of the target group that EKS made for a backend, such as ``shop/web-web:80``."""
    return next((Place(alb._targets, arn) for arn in alb._tgs
                 if {"Key": "ingress.eks.amazonaws.com/resource", "Value": tag} in alb._tags.get(arn, [])), None)


_PLACES: dict[str, Locate] = {
    "AWS::AutoScaling::AutoScalingGroup": _in(autoscaling._asgs),
    "AWS::EC2::EIP": _address,
    "AWS::EC2::Instance": _instance,
    "AWS::CertificateManager::Certificate": _in(acm._certificates),
    "AWS::CloudWatch::Alarm": _in(cloudwatch._alarms),
    "AWS::CloudWatch::Dashboard": _in(cloudwatch._dashboards),
    "AWS::EC2::NetworkAclEntry": _acl_entry,
    "AWS::EC2::Route": _route,
    "AWS::ElasticLoadBalancingV2::TargetGroup": _targets,
    "AWS::EC2::SubnetRouteTableAssociation": _route_table_association,
    "AWS::EC2::SecurityGroupEgress": _group_rule(is_egress=True),
    "AWS::EC2::SecurityGroupIngress": _group_rule(is_egress=False),
    "AWS::EC2::VPCGatewayAttachment": _attachment,
    "AWS::EC2::LaunchTemplate": _in(ec2._launch_templates),
    "AWS::EC2::SubnetNetworkAclAssociation": _acl_association,
    "AWS::ECR::Repository": _in(ecr._repositories),
    "AWS::Events::Rule": _in(eventbridge._rules, readers.rule_key),
    "AWS::IAM::AccessKey": _in(iam._access_keys),
    "AWS::IAM::InstanceProfile": _in(iam._instance_profiles, readers.profile_name),
    "AWS::IAM::ManagedPolicy": _in(iam._policies),
    "AWS::IAM::Group": _in(iam._groups),
    "AWS::IAM::User": _in(iam._users),
    "AWS::KMS::Alias": _in(kms._aliases, readers.alias_arn),
    "AWS::KMS::Key": _in(kms._keys),
    "AWS::Lambda::Function": _in(lambda_svc._functions),
    "AWS::Lambda::Permission": _permission,
    "AWS::Logs::LogGroup": _in(cloudwatch_logs._log_groups),
    "AWS::RDS::DBInstance": _in(rds._instances),
    "AWS::RDS::DBParameterGroup": _in(rds._param_groups),
    "AWS::Route53::HostedZone": _in(route53._zones),
    "AWS::RDS::DBSubnetGroup": _in(rds._subnet_groups),
    "AWS::SNS::Subscription": lambda found: _within(
        sns._topics, ("subscriptions",), lambda each: each["arn"] == found),
    "AWS::S3::BucketPolicy": _in(s3._bucket_policies),
    "AWS::S3::BucketVersioning": _in(s3._bucket_versioning),
    "AWS::SNS::Topic": _in(sns._topics),
    "AWS::SQS::Queue": _in(sqs._queues),
    "AWS::SecretsManager::ResourcePolicy": _in(secretsmanager._resource_policies),
    "AWS::SecretsManager::RotationSchedule": _of_secret("RotationRules"),
    "AWS::SecretsManager::Secret": _secret,
    "Kubernetes": _in(kubernetes._objects, lambda cluster_and_path: tuple(cluster_and_path.split("|", 1))),
}


_ADDED: dict[str, Any] = {"AWS::IAM::AccessKey": iam._access_keys}


def _walk(record: Any, path: str) -> tuple[Any, object]:
    """What holds the last step of a path, and that step."""
    steps: list[object] = [int(step) if step.isdigit() else step for step in re.split(r"(?<!\\)\.", path)]
    steps = [step.replace("\\.", ".") if isinstance(step, str) else step for step in steps]
    for step in steps[:-1]:
        record = record[step]
    return record, steps[-1]


def _filled(stack: dict, value: Any) -> Any:
    """A value with physical ids and outputs in place of their names."""
    if isinstance(value, dict):
        return {key: _filled(stack, each) for key, each in value.items()}
    if isinstance(value, list):
        return [_filled(stack, each) for each in value]
    if isinstance(value, str) and value.startswith("@"):
        return stack["_resources"][value[1:]]["PhysicalResourceId"]
    if isinstance(value, str) and value.startswith("$"):
        return next(o["OutputValue"] for o in stack["Outputs"] if o["OutputKey"] == value[1:])
    return value
