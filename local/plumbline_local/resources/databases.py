"""RDS instances as stacks make them: what the emulator forgets of them, replicas, managed passwords, maintenance.

The records are the emulator's own, so that the RDS API shows and changes them. No database listens behind one.
"""

import secrets
import time
from collections.abc import Iterator
from xml.sax.saxutils import escape

from ministack.services import cloudformation, rds, secretsmanager
from ministack.services.cloudformation import drift, provisioners

from plumbline_local.faults import BadFault, faults
from plumbline_local.offers import offers
from plumbline_local.patching import replaces

_TYPE = "AWS::RDS::DBInstance"
# Properties that the emulator's records do not keep, as Cloud Control names them.
_KEPT = (
    "AutomaticBackupReplicationRegion", "DatabaseInsightsMode", "EnableCloudwatchLogsExports", "ManageMasterUserPassword",
    "MasterUserSecret", "PerformanceInsightsRetentionPeriod")
# What a replica has from its source, whatever the template says.
_INHERITED = (
    "Engine", "LicenseModel", "AllocatedStorage", "MasterUsername", "DBName", "StorageEncrypted", "KmsKeyId", "DBSubnetGroup")


def install() -> None:
    """Put the handlers around the emulator's own, and enter the readers and the actions on maintenance."""
    handlers = provisioners._RESOURCE_HANDLERS[_TYPE]
    provisioners._RESOURCE_HANDLERS[_TYPE] = {
        **handlers, "create": _creating(handlers["create"]), "update": _updating(handlers["update"]),
        "delete": _deleting(handlers["delete"])}
    drift._DRIFT_READERS[_TYPE] = (_read_instance, frozenset(_COMPARED))
    drift._DRIFT_READERS["AWS::RDS::DBParameterGroup"] = (_read_parameter_group, frozenset({"Family", "Description", "Parameters"}))
    drift._DRIFT_READERS["AWS::RDS::DBSubnetGroup"] = (_read_subnet_group, frozenset({"DBSubnetGroupDescription", "SubnetIds"}))
    rds._ACTION_MAP["ModifyDBInstance"] = _modifying(rds._ACTION_MAP["ModifyDBInstance"])
    rds._ACTION_MAP["DescribePendingMaintenanceActions"] = _describe_pending_maintenance
    rds._ACTION_MAP["DescribeDBInstances"] = _describing(rds._ACTION_MAP["DescribeDBInstances"])
    rds._ACTION_MAP["ApplyPendingMaintenanceAction"] = _apply_pending_maintenance
    rds._ACTION_MAP["DescribeDBEngineVersions"] = _describing_engine_versions(rds._ACTION_MAP["DescribeDBEngineVersions"])


def _describing(original):
    """The emulator looks at no filter: the one for the id that AWS gave is turned into the name."""
    def describe(params):
        if rds._p(params, "Filters.Filter.1.Name") != "dbi-resource-id":
            return original(params)
        wanted = rds._p(params, "Filters.Filter.1.Values.Value.1")
        name = next((name for name, instance in rds._instances.items() if instance["DbiResourceId"] == wanted), None)
        if name is None:
            return rds._xml(200, "DescribeDBInstancesResponse", "<DescribeDBInstancesResult><DBInstances/></DescribeDBInstancesResult>")
        return original({**params, "DBInstanceIdentifier": [name]})
    return describe


def _creating(original):
    def create(logical_id, props, stack_name):
        name = props.get("DBInstanceIdentifier")
        if name in rds._instances:
            raise ValueError(f"DB instance already exists: {name} (HandlerErrorCode: AlreadyExists)")
        source = _source(props)
        physical_id, attributes = original(logical_id, props, stack_name)
        instance = rds._instances[physical_id]
        if source is not None:
            instance.update({key: source[key] for key in _INHERITED}, ReadReplicaSourceDBInstanceIdentifier=
                            source["DBInstanceIdentifier"], _ReplicationStatus="replicating", BackupRetentionPeriod=0)
            instance["EngineVersion"] = props.get("EngineVersion") or source["EngineVersion"]
            source["ReadReplicaDBInstanceIdentifiers"].append(physical_id)
        _keep(instance, props)
        return physical_id, {**attributes, **_attributes(instance)}
    return create


def _updating(original):
    def update(physical_id, old_props, new_props, stack_name, *rest):
        before = rds._instances[physical_id]
        kept = {key: before[key] for key in (*_INHERITED, "EngineVersion", "BackupRetentionPeriod")}
        back = cloudformation._stacks[stack_name]["StackStatus"].startswith("UPDATE_ROLLBACK")
        if not back and not faults.versions_go_back:
            for refusal in _refusals(before, _changed(old_props, new_props), new_props):
                raise ValueError(f"{refusal} (Service: Rds, Status Code: 400) (HandlerErrorCode: InvalidRequest)")
        updated, attributes = original(physical_id, old_props, new_props, stack_name, *rest)
        instance = rds._instances[updated]
        if before.get("ReadReplicaSourceDBInstanceIdentifier") and updated == physical_id:
            version = new_props.get("EngineVersion") or kept["EngineVersion"]
            instance.update(kept, EngineVersion=version)
        elif updated == physical_id and not faults.versions_go_back:
            # A rollback sends neither, of storage that has grown the larger is sent, and a major version alone changes nothing.
            if back or _is_of(kept["EngineVersion"], instance["EngineVersion"]):
                instance["EngineVersion"] = kept["EngineVersion"]
            instance["AllocatedStorage"] = max(kept["AllocatedStorage"], instance["AllocatedStorage"])
        _keep(instance, new_props)
        return updated, {**attributes, **_attributes(instance)}
    return update


def _changed(old_props: dict, new_props: dict) -> dict:
    """What the handler of the type sends of version and storage: what the template has changed."""
    return {key: str(new_props[key]) for key in ("EngineVersion", "AllocatedStorage")
            if new_props.get(key) and str(new_props[key]) != str(old_props.get(key))}


def _refusals(instance: dict, wanted: dict, options: dict) -> Iterator[str]:
    """Why RDS refuses a change: nothing goes back, and a major version only where it is allowed."""
    live, version = instance["EngineVersion"], wanted.get("EngineVersion", "")
    if version and not _is_of(live, version):
        if _order(version) < _order(live):
            yield f"Cannot upgrade {instance['Engine']} from {live} to {version}"
        if _order(version)[0] > _order(live)[0] and str(options.get("AllowMajorVersionUpgrade", "")).lower() != "true":
            yield "The AllowMajorVersionUpgrade flag must be present when upgrading to a new major version."
    storage = wanted.get("AllocatedStorage")
    if storage and int(storage) < instance["AllocatedStorage"]:
        yield f"Invalid storage size for engine name {instance['Engine']} and storage type {instance['StorageType']}: {storage}"


def _is_of(live: str, version: str) -> bool:
    """Whether a version is the live one, or the major one that it is of."""
    return live == version or live.startswith(f"{version}.")


def _order(version: str) -> list[int]:
    return [int(number) for number in version.split(".")]


def _modifying(original):
    def modify(params):
        """Refuse what RDS refuses, whoever asks."""
        instance = rds._instances.get(rds._p(params, "DBInstanceIdentifier"))
        wanted = {key: rds._p(params, key) for key in ("EngineVersion", "AllocatedStorage", "AllowMajorVersionUpgrade")}
        for refusal in _refusals(instance, wanted, wanted) if instance else ():
            return rds._error("InvalidParameterCombination", refusal, 400)
        return original(params)
    return modify


def with_live_minor_version(properties: dict) -> dict:
    """The properties of a template with the live version where they state only the major one."""
    version = str(properties.get("EngineVersion", ""))
    live = rds._instances.get(properties.get("DBInstanceIdentifier", ""), {}).get("EngineVersion", "")
    return {**properties, "EngineVersion": live} if version and live.startswith(f"{version}.") else properties


# --- what RDS does by itself ---

def upgrade_minor_versions(also: dict[str, list[str]]) -> list[dict]:
    """Take every instance that wants it to the newest minor version that was released, or is this once; replicas first."""
    moved = []
    for name, instance in sorted(
            rds._instances.items(), key=lambda each: not each[1].get("ReadReplicaSourceDBInstanceIdentifier")):
        live = instance["EngineVersion"]
        known = [*offers.engine_versions.get(live, []), *also.get(live, [])]
        newer = [version for version in known if version.split(".")[0] == live.split(".")[0]]
        if instance.get("AutoMinorVersionUpgrade") and newer:
            instance["EngineVersion"] = max(newer, key=_order)
            moved.append({"resource": name, "property": "EngineVersion", "from": live, "to": instance["EngineVersion"]})
    return moved


def grow(name: str) -> dict:
    """Give an instance more storage as RDS's storage autoscaling does when it runs short: 10 GiB or 10 %, up to its limit."""
    instance = rds._instances.get(name)
    if instance is None:
        raise BadFault(f"no database {name}")
    before, most = instance["AllocatedStorage"], instance.get("MaxAllocatedStorage")
    if not most or most <= before:
        raise BadFault(f"the storage of {name} may not grow: it has {before} GiB of at most {most}")
    instance["AllocatedStorage"] = min(most, before + max(10, before // 10))
    return {"resource": name, "property": "AllocatedStorage", "from": str(before), "to": str(instance["AllocatedStorage"])}


def _deleting(original):
    def delete(physical_id, props):
        instance = rds._instances.get(physical_id)
        if instance is None:
            return
        if instance["DeletionProtection"]:
            raise ValueError("Cannot delete protected DB Instance, please disable deletion protection and try again. "
                             "(HandlerErrorCode: InvalidRequest)")
        for other in rds._instances.values():
            if physical_id in other["ReadReplicaDBInstanceIdentifiers"]:
                other["ReadReplicaDBInstanceIdentifiers"].remove(physical_id)
        _forget_secret(instance)
        original(physical_id, props)
    return delete


def _source(props: dict) -> dict | None:
    name = props.get("SourceDBInstanceIdentifier")
    if not name:
        return None
    source = rds._instances.get(name)
    if source is None:
        raise ValueError(f"DBInstance {name} not found. (HandlerErrorCode: NotFound)")
    if source.get("MasterUserSecret"):
        raise ValueError("Creating read replicas for source instance with engine postgres where ManageMasterUserPassword "
                         "is enabled is not supported. (HandlerErrorCode: InvalidRequest)")
    return source


def _keep(instance: dict, props: dict) -> None:
    instance["_kept"] = {key: props[key] for key in _KEPT if key in props}
    if str(props.get("ManageMasterUserPassword", "")).lower() == "true":
        instance.setdefault("MasterUserSecret", _managed_secret(instance, props))
    else:
        _forget_secret(instance)


def _managed_secret(instance: dict, props: dict) -> dict:
    name = f"rds!db-{secrets.token_hex(16)}"
    arn, _ = secretsmanager._store_new_secret(
        name, secret_string=f'{{"username":"{instance["MasterUsername"]}","password":"{secrets.token_urlsafe(24)}"}}',
        secret_binary=None, description="The secret associated with the primary RDS DB instance", tags=[],
        kms_key_id=(props.get("MasterUserSecret") or {}).get("KmsKeyId"), rotation_lambda_arn=None, rotation_rules=None)
    return {"SecretArn": arn, "Name": name}


def _forget_secret(instance: dict) -> None:
    secret = instance.pop("MasterUserSecret", None)
    if secret:
        secretsmanager._secrets.pop(secret["Name"], None)


def _attributes(instance: dict) -> dict:
    secret = instance.get("MasterUserSecret")
    return {"MasterUserSecret.SecretArn": secret["SecretArn"]} if secret else {}


# --- as Cloud Control reads them ---

_SAME = (
    "AllocatedStorage", "AutoMinorVersionUpgrade", "AvailabilityZone", "BackupRetentionPeriod", "CACertificateIdentifier",
    "CopyTagsToSnapshot", "DBInstanceArn", "DBInstanceClass", "DBInstanceIdentifier", "DBInstanceStatus", "DbiResourceId",
    "DeletionProtection", "Engine", "EngineVersion", "KmsKeyId", "MasterUsername", "MaxAllocatedStorage",
    "MonitoringInterval", "MonitoringRoleArn", "MultiAZ", "PreferredBackupWindow", "PreferredMaintenanceWindow",
    "PubliclyAccessible", "ReadReplicaDBInstanceIdentifiers", "StorageEncrypted", "StorageType")
_COMPARED = (
    "AllocatedStorage", "AutoMinorVersionUpgrade", "BackupRetentionPeriod", "CopyTagsToSnapshot", "DBInstanceClass",
    "DBParameterGroupName", "DeletionProtection", "EnablePerformanceInsights", "EngineVersion", "MonitoringInterval", "MultiAZ",
    "PreferredBackupWindow", "PreferredMaintenanceWindow", "PubliclyAccessible", "StorageType", "VPCSecurityGroups")


def _read_instance(physical_id: str, props: dict) -> dict | None:
    instance = rds._instances.get(physical_id)
    if instance is None:
        return None
    secret = instance.get("MasterUserSecret")
    return {
        **{key: value for key in _SAME if (value := instance.get(key)) not in (None, "")},
        **{key: value for key, value in instance.get("_kept", {}).items() if key != "MasterUserSecret"},
        **({"MasterUserSecret": {"SecretArn": secret["SecretArn"]}} if secret else {}),
        "EnableIAMDatabaseAuthentication": instance["IAMDatabaseAuthenticationEnabled"],
        "EnablePerformanceInsights": instance["PerformanceInsightsEnabled"],
        "Endpoint": {key: str(value) for key, value in instance["Endpoint"].items()},
        "DBParameterGroupName": instance["DBParameterGroups"][0]["DBParameterGroupName"],
        "DBSubnetGroupName": instance["DBSubnetGroup"]["DBSubnetGroupName"],
        "VPCSecurityGroups": [group["VpcSecurityGroupId"] for group in instance["VpcSecurityGroups"]],
        "Tags": instance["TagList"],
    }


def _read_parameter_group(physical_id: str, props: dict) -> dict | None:
    group = rds._param_groups.get(physical_id)
    return None if group is None else {
        "DBParameterGroupName": physical_id, "DBParameterGroupArn": group["DBParameterGroupArn"],
        "Family": group["DBParameterGroupFamily"], "Description": group["Description"],
        "Parameters": {name: value["ParameterValue"] for name, value in group.get("Parameters", {}).items()}}


def _read_subnet_group(physical_id: str, props: dict) -> dict | None:
    group = rds._subnet_groups.get(physical_id)
    return None if group is None else {
        "DBSubnetGroupName": physical_id, "DBSubnetGroupArn": group["DBSubnetGroupArn"],
        "DBSubnetGroupDescription": group["DBSubnetGroupDescription"],
        "SubnetIds": [subnet["SubnetIdentifier"] for subnet in group["Subnets"]]}


# --- as the RDS API shows them ---

@replaces("services.rds", "_instance_xml", "97bb74e4c17b")
def instance_xml(original, instance: dict) -> str:
    """The instance with the state of its replication, its exported logs and its managed password."""
    shown = original(instance)
    if instance.get("_ReplicationStatus"):
        status = instance["_ReplicationStatus"]
        shown = shown.replace("<StatusInfos/>", (
            "<StatusInfos><DBInstanceStatusInfo><StatusType>read replication</StatusType>"
            f"<Normal>{str(status == 'replicating').lower()}</Normal><Status>{escape(status)}</Status>"
            "</DBInstanceStatusInfo></StatusInfos>"))
    logs = instance.get("_kept", {}).get("EnableCloudwatchLogsExports", [])
    members = "".join(f"<member>{escape(name)}</member>" for name in logs)
    shown = shown.replace("<EnabledCloudwatchLogsExports/>", f"<EnabledCloudwatchLogsExports>{members}</EnabledCloudwatchLogsExports>")
    secret = instance.get("MasterUserSecret")
    if secret:
        shown += (f"<MasterUserSecret><SecretArn>{escape(secret['SecretArn'])}</SecretArn>"
                  "<SecretStatus>active</SecretStatus></MasterUserSecret>")
    return shown


def _describe_pending_maintenance(params):
    asked = rds._parse_filters(params)
    unknown = asked.keys() - {"db-instance-id"}
    if unknown:
        return rds._error("InvalidParameterValue", f"Unrecognized filter name: {sorted(unknown)[0]}", 400)
    resource = rds._p(params, "ResourceIdentifier")
    found = "".join(
        _maintenance_xml(instance) for name, instance in rds._instances.items()
        if instance.get("_Maintenance") and (not asked or name in asked["db-instance-id"])
        and (not resource or instance["DBInstanceArn"] == resource))
    return rds._xml(
        200, "DescribePendingMaintenanceActionsResponse", "<DescribePendingMaintenanceActionsResult>"
        f"<PendingMaintenanceActions>{found}</PendingMaintenanceActions></DescribePendingMaintenanceActionsResult>")


def _describing_engine_versions(original):
    def describe(params):
        """A version and where it can go: to what is offered; asked for without a version, as the emulator says."""
        engine, version = rds._p(params, "Engine"), rds._p(params, "EngineVersion")
        if not version:
            return original(params)
        targets = "".join(
            f"<UpgradeTarget><Engine>{escape(engine)}</Engine><EngineVersion>{escape(to)}</EngineVersion>"
            f"<IsMajorVersionUpgrade>{str(to.split('.')[0] != version.split('.')[0]).lower()}</IsMajorVersionUpgrade>"
            "</UpgradeTarget>" for to in offers.engine_versions.get(version, []))
        return rds._xml(
            200, "DescribeDBEngineVersionsResponse", "<DescribeDBEngineVersionsResult><DBEngineVersions><DBEngineVersion>"
            f"<Engine>{escape(engine)}</Engine><EngineVersion>{escape(version)}</EngineVersion>"
            f"<ValidUpgradeTarget>{targets}</ValidUpgradeTarget></DBEngineVersion></DBEngineVersions>"
            "</DescribeDBEngineVersionsResult>")
    return describe


def _apply_pending_maintenance(params):
    """Opt in: at once it is done, in the next window it is planned, and what is planned can be taken back.

    What a test has seeded as ``_Sets`` of a pending action becomes of the instance when it is done: a new version, or a
    status that shows that it went wrong.
    """
    resource, action, opt = (rds._p(params, key) for key in ("ResourceIdentifier", "ApplyAction", "OptInType"))
    instance = next((i for i in rds._instances.values() if i["DBInstanceArn"] == resource), None)
    waiting = next((m for m in (instance or {}).get("_Maintenance", []) if m["Action"] == action), None)
    if waiting is None:
        return rds._error("ResourceNotFoundFault", f"No {action} is pending for {resource}.", 404)
    if opt == "immediate":
        instance["_Maintenance"].remove(waiting)
        instance.update(waiting.get("_Sets", {}))
    elif opt == "next-maintenance":
        waiting.update(OptInStatus=opt, CurrentApplyDate=rds._format_time(time.time() + 7 * 86400))
    elif opt == "undo-opt-in":
        waiting.pop("CurrentApplyDate", None)
        waiting.pop("OptInStatus", None)
    else:
        return rds._error("InvalidParameterValue", f"Invalid OptInType: {opt}", 400)
    return rds._xml(200, "ApplyPendingMaintenanceActionResponse",
                    f"<ApplyPendingMaintenanceActionResult>{_maintenance_xml(instance)}"
                    "</ApplyPendingMaintenanceActionResult>")


def _maintenance_xml(instance: dict) -> str:
    details = "".join(
        "<PendingMaintenanceAction>"
        + "".join(f"<{key}>{escape(str(value))}</{key}>" for key, value in action.items() if key[0] != "_")
        + "</PendingMaintenanceAction>"
        for action in instance["_Maintenance"])
    return (f"<ResourcePendingMaintenanceActions><ResourceIdentifier>{instance['DBInstanceArn']}</ResourceIdentifier>"
            f"<PendingMaintenanceActionDetails>{details}</PendingMaintenanceActionDetails>"
            "</ResourcePendingMaintenanceActions>")
