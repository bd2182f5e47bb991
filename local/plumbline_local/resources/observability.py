"""What is seen of resources: logs that they write, dashboards, and the links by which one account sees another.

A log group is written to for as long as what feeds it is there and well; no line of it says anything. A flow log has a line for each network
interface, and none without one. What arrived is told late, as by CloudWatch Logs.
"""

import json
import time

from ministack.services import cloudwatch, cloudwatch_logs, ec2, rds
from ministack.services.cloudformation import drift, provisioners

from plumbline_local import organization
from plumbline_local.patching import replaces
from plumbline_local.resources import generic

_DASHBOARD, _LINK, _SINK = "AWS::CloudWatch::Dashboard", "AWS::Oam::Link", "AWS::Oam::Sink"
_LOG_GROUP = "AWS::Logs::LogGroup"
_STREAM = "arriving"
# LogStream's lastEventTimestamp and lastIngestionTime: updated "typically […] in less than an hour from ingestion, but in rare situations might take longer".
_TOLD_AFTER_MS = 3_600_000
_TOLD_LATE = ("lastEventTimestamp", "lastIngestionTime")


def install() -> None:
    """Enter the readers of dashboards and log groups, and let a link look at its sink. After the generic types."""
    drift._DRIFT_READERS[_DASHBOARD] = (_read_dashboard, frozenset({"DashboardBody"}))
    reader, compared = drift._DRIFT_READERS[_LOG_GROUP]
    drift._DRIFT_READERS[_LOG_GROUP] = (_with_key(reader), compared | {"KmsKeyId"})
    handlers = provisioners._RESOURCE_HANDLERS[_LINK]

    def create(logical_id, props, stack_name):
        _look_at_sink(props.get("SinkIdentifier", ""))
        return handlers["create"](logical_id, props, stack_name)

    provisioners._RESOURCE_HANDLERS[_LINK] = {**handlers, "create": create}


def _read_dashboard(physical_id: str, props: dict) -> dict | None:
    dashboard = cloudwatch._dashboards.get(physical_id)
    return None if dashboard is None else {
        "DashboardName": physical_id, "DashboardBody": dashboard["DashboardBody"]}


def _with_key(reader):
    """A log group with the key that encrypts it; blank where somebody took it away."""
    def read(physical_id: str, props: dict) -> dict | None:
        shown, key = reader(physical_id, props), (cloudwatch_logs._log_groups.get(physical_id) or {}).get("kmsKeyId")
        return {**shown, "KmsKeyId": key or ""} if shown and (key or props.get("KmsKeyId")) else shown
    return read


def _look_at_sink(arn: str) -> None:
    """A sink takes links from where its policy says; only an organisation's id is understood."""
    sink = next((record for (_, _, (kind, found)), record in generic._records._data.items()
                 if (kind, found) == (_SINK, arn)), None)
    if sink is None:
        raise ValueError(f"The sink {arn} does not exist (HandlerErrorCode: NotFound)")
    trusted = [s.get("Condition", {}).get("StringEquals", {}).get("aws:PrincipalOrgID")
               for s in (sink.get("Policy") or {}).get("Statement", []) if s.get("Effect") == "Allow"]
    if organization.ORGANIZATION_ID not in trusted:
        raise ValueError(f"The policy of the sink {arn} does not let this account link (HandlerErrorCode: AccessDenied)")


@replaces("services.cloudwatch_logs", "_describe_log_streams", "dce1a35f194b")
def describe_log_streams(original, data: dict):
    """The streams of a group, the one among them that what feeds it has just written to; of one that is new its times are not told yet."""
    name = data.get("logGroupName")
    group = cloudwatch_logs._log_groups.get(name)
    if group is not None and not group.get("_silent") and _is_fed(name):
        now = int(time.time() * 1000)
        stream = group["streams"].setdefault(_STREAM, {
            "creationTime": group["creationTime"], "events": [], "uploadSequenceToken": "1", "firstEventTimestamp": now})
        stream.update(lastEventTimestamp=now, lastIngestionTime=now)
    return _told(original(data))


def _told(answer: tuple) -> tuple:
    status, headers, body = answer
    shown = json.loads(body)
    told = time.time() * 1000 - _TOLD_AFTER_MS
    for stream in shown.get("logStreams", []):
        if stream["creationTime"] > told:
            for key in _TOLD_LATE:
                stream.pop(key, None)
    return status, headers, json.dumps(shown).encode()


def _is_fed(name: str) -> bool:
    if any(log["LogGroupName"] == name and log["FlowLogStatus"] == "ACTIVE" and _has_interfaces(log["ResourceId"])
           for log in ec2._flow_logs.values()):
        return True
    if name.startswith("/aws/rds/instance/"):
        return name.split("/")[4] in rds._instances
    return name.startswith("/aws/eks/") and generic.read("AWS::EKS::Cluster", name.split("/")[3]) is not None


def _has_interfaces(watched: str) -> bool:
    """Whether anything is connected there: an interface, in a subnet or in a VPC. A database's and a cluster's are no records here."""
    interfaces = any(watched in (eni["NetworkInterfaceId"], eni["SubnetId"], eni["VpcId"]) for eni in ec2._network_interfaces.values())
    return interfaces or any(
        watched == (database.get("DBSubnetGroup") or {}).get("VpcId") for database in rds._instances.values())
