"""EKS: its types are played from their schemas, and its API answers from those records, so that there is one truth.

What a schema cannot make up is made here: a cluster's security group, the address of its Kubernetes API, a node group's
name. Everything is ACTIVE unless its record says ``_Status``, and healthy unless it says ``_Issue``. By the EKS API alone
it can be changed who reaches a cluster, and the versions of add-ons and node groups, at once and to what is offered (see
offers.py); the rest is refused: change it by its stack, or through Cloud Control.
"""

import json
import re
import secrets
import time
from urllib.parse import unquote

from ministack.core.responses import get_account_id, get_region
from ministack.services import ec2, eks
from ministack.services.cloudformation import drift, provisioners

from plumbline_local.faults import faults
from plumbline_local.offers import offers
from plumbline_local.patching import replaces
from plumbline_local.resources import generic

CLUSTER, ADDON, GROUP, ACCESS = (
    "AWS::EKS::Cluster", "AWS::EKS::Addon", "AWS::EKS::Nodegroup", "AWS::EKS::AccessEntry")

# What add-ons and node groups are of before anything is released.
_FIRST_ADDON, _FIRST_RELEASE = "v1.0.0-eksbuild.1", "1.0.0-emulated"


def install(endpoint: str) -> None:
    """Leave the EKS types to the generic ones, which are installed next; the clusters' APIs are at the endpoint."""
    for name in (CLUSTER, GROUP):
        for table in (
                provisioners._RESOURCE_HANDLERS, provisioners._REPLACING_PROPERTIES, provisioners._STACK_TAG_PROPERTY,
                drift._DRIFT_READERS):
            table.pop(name, None)
    generic.make(CLUSTER, lambda props, named: _cluster_attributes(endpoint, props, props.get("Name") or named))
    generic.unmake(CLUSTER, lambda record: ec2._delete_security_group({"GroupId": [record["ClusterSecurityGroupId"]]}))
    generic.judge(CLUSTER, _judged)
    generic.make(ADDON, _addon_attributes)
    generic.make(GROUP, _group_attributes)


def _judged(record: dict, old_props: dict, new_props: dict) -> dict:
    """Go up by one minor version, and back by one within the seven days after, unless EKS itself has upgraded it.

    A version that the template does not change is none of its business: EKS may be ahead.
    """
    before, after, live = (props.get("Version") for props in (old_props, new_props, record))
    if before == after or after is None:
        return {**new_props, "Version": live}
    step = _minor(after) - _minor(live)
    if step == 1:
        record["_Upgraded"] = live
    elif faults.versions_go_back:
        record.pop("_Upgraded", None)
    elif step != -1 or record.pop("_Upgraded", None) != after:
        raise ValueError(
            f"Unsupported Kubernetes minor version update from {live} to {after} (Service: Eks, Status Code: 400) "
            "(HandlerErrorCode: InvalidRequest)")
    return new_props


def upgrade_unsupported() -> list[dict]:
    """Upgrade the clusters whose version is out of standard support and that do not pay for more, as EKS does."""
    moved = []
    for record in generic.all_of(CLUSTER):
        version, policy = record.get("Version"), (record.get("UpgradePolicy") or {}).get("SupportType", "EXTENDED")
        if version and policy == "STANDARD" and offers.support_ends.get(version, time.time() + 1) <= time.time():
            newer = f"{version.partition('.')[0]}.{_minor(version) + 1}"
            record.pop("_Upgraded", None)
            generic.write(CLUSTER, record["Name"], {**record, "Version": newer})
            moved.append({"resource": record["Name"], "property": "Version", "from": version, "to": newer})
    return moved


def _minor(version: str) -> int:
    return int(version.partition(".")[2])


def _cluster_attributes(endpoint: str, props: dict, name: str) -> dict:
    region, account = get_region(), get_account_id()
    return {
        "Name": name,
        "Arn": f"arn:aws:eks:{region}:{account}:cluster/{name}",
        "Endpoint": f"{endpoint}/_kubernetes/{account}/{region}/{name}",
        "CertificateAuthorityData": "",
        "ClusterSecurityGroupId": _security_group(name, props),
        "OpenIdConnectIssuerUrl": f"https://oidc.eks.{region}.amazonaws.com/id/{secrets.token_hex(16).upper()}",
    }


def _addon_attributes(props: dict, named: str) -> dict:
    """One whose template states no version gets the one that is EKS's default then: here the newest."""
    name = props["AddonName"]
    return {"Arn": _arn("addon", props, name), "AddonVersion": offers.addon_version(name) or _FIRST_ADDON}


def _group_attributes(props: dict, named: str) -> dict:
    """One whose template states no release begins with the newest."""
    name = props.get("NodegroupName") or named
    return {"NodegroupName": name, "Id": f"{props['ClusterName']}/{name}", "Arn": _arn("nodegroup", props, name),
            "ReleaseVersion": offers.node_release or _FIRST_RELEASE}


def _arn(kind: str, props: dict, name: str) -> str:
    return f"arn:aws:eks:{get_region()}:{get_account_id()}:{kind}/{props['ClusterName']}/{name}/{secrets.token_hex(16)}"


def _security_group(cluster: str, props: dict) -> str:
    """The group that EKS makes for a cluster, and takes away with it; one that a cluster of that name has left is used again."""
    subnets = (props.get("ResourcesVpcConfig") or {}).get("SubnetIds") or []
    vpc = next((ec2._subnets[subnet]["VpcId"] for subnet in subnets if subnet in ec2._subnets), "")
    name = f"eks-cluster-sg-{cluster}"
    for group in ec2._security_groups.values():
        if (group["GroupName"], group["VpcId"]) == (name, vpc):
            return group["GroupId"]
    created = ec2._create_security_group({
        "GroupName": [name], "VpcId": [vpc],
        "GroupDescription": ["EKS created security group applied to ENI that is attached to EKS Control Plane"]})
    return re.search(r"<groupId>(sg-[0-9a-f]+)</groupId>", created[2].decode())[1]


def _condition(record: dict) -> dict:
    issue = record.get("_Issue")
    issues = [{"code": "InternalFailure", "message": issue, "resourceIds": []}] if issue else []
    return {"status": record.get("_Status", "ACTIVE"), "health": {"issues": issues}}


def _cluster(name: str) -> dict | None:
    record = generic.read(CLUSTER, name)
    if record is None:
        return None
    vpc = record["ResourcesVpcConfig"]
    return {"cluster": {
        "name": name, "arn": record["Arn"], "version": record.get("Version"), "endpoint": record["Endpoint"],
        **_condition(record), "roleArn": record["RoleArn"],
        "computeConfig": _lower(record.get("ComputeConfig") or {}),
        "certificateAuthority": {"data": record["CertificateAuthorityData"]},
        "resourcesVpcConfig": {
            "subnetIds": vpc["SubnetIds"], "clusterSecurityGroupId": record["ClusterSecurityGroupId"],
            "endpointPrivateAccess": vpc.get("EndpointPrivateAccess", False),
            "endpointPublicAccess": vpc.get("EndpointPublicAccess", True),
            "publicAccessCidrs": vpc.get("PublicAccessCidrs", [])},
    }}


def _addon(cluster: str, name: str) -> dict | None:
    record = generic.read(ADDON, f"{cluster}|{name}")
    if record is None:
        return None
    return {"addon": {
        "addonName": name, "clusterName": cluster, "addonArn": record["Arn"],
        "addonVersion": record.get("AddonVersion", _FIRST_ADDON), **_condition(record)}}


def _group(cluster: str, name: str) -> dict | None:
    record = generic.read(GROUP, f"{cluster}/{name}")
    if record is None:
        return None
    return {"nodegroup": {
        "nodegroupName": name, "clusterName": cluster, "nodegroupArn": record["Arn"], "amiType": record.get("AmiType"),
        "releaseVersion": record.get("ReleaseVersion", _FIRST_RELEASE), **_condition(record)}}


def _addons(cluster: str) -> dict | None:
    return _listed(cluster, "addons", ADDON, "AddonName")


def _groups(cluster: str) -> dict | None:
    return _listed(cluster, "nodegroups", GROUP, "NodegroupName")


def _access_entries(cluster: str) -> dict | None:
    return _listed(cluster, "accessEntries", ACCESS, "PrincipalArn")


def _access_policies(cluster: str, principal: str) -> dict | None:
    record = generic.read(ACCESS, f"{unquote(principal)}|{cluster}")
    if record is None:
        return None
    policies = [{
        "policyArn": policy["PolicyArn"],
        "accessScope": {"type": policy["AccessScope"]["Type"], "namespaces": policy["AccessScope"].get("Namespaces", [])},
    } for policy in record.get("AccessPolicies") or []]
    return {"clusterName": cluster, "principalArn": unquote(principal), "associatedAccessPolicies": policies}


def _listed(cluster: str, key: str, kind: str, name: str) -> dict | None:
    if generic.read(CLUSTER, cluster) is None:
        return None
    return {key: sorted(r[name] for r in generic.all_of(kind) if r["ClusterName"] == cluster)}


def _lower(properties: dict) -> dict:
    """Properties as the API names them."""
    return {key[0].lower() + key[1:]: value for key, value in properties.items()}


def _update(kind: str, physical_id: str, token: str | None, **properties: str) -> dict | None:
    """Update once: the same token again is the same update."""
    record = generic.read(kind, physical_id)
    if record is None:
        return None
    begun = (get_account_id(), get_region(), kind, physical_id, token or secrets.token_hex(16))
    if begun not in _updates:
        generic.write(kind, physical_id, {**record, **properties})
        _updates[begun] = secrets.token_hex(16)
    return {"update": {"id": _updates[begun], "status": "InProgress", "type": "VersionUpdate"}}


def _update_addon(body: dict, cluster: str, name: str) -> dict | None:
    if name in offers.failing_addons:
        return _update(ADDON, f"{cluster}|{name}", body.get("clientRequestToken"), _Status="DEGRADED",
                       _Issue="The pods of the new version do not start.")
    return _update(ADDON, f"{cluster}|{name}", body.get("clientRequestToken"), AddonVersion=body["addonVersion"])


def _update_group(body: dict, cluster: str, name: str) -> dict | None:
    return _update(GROUP, f"{cluster}/{name}", body.get("clientRequestToken"),
                   ReleaseVersion=body.get("releaseVersion") or offers.node_release)


def _refresh_insights(body: dict, cluster: str) -> dict | None:
    if generic.read(CLUSTER, cluster) is None:
        return None
    _refreshed[get_account_id(), get_region(), cluster] = (time.time(), dict(offers.insights))
    return {"message": "Insights refresh is in progress", "status": "IN_PROGRESS"}


def _refresh_of_insights(cluster: str) -> dict | None:
    if (get_account_id(), get_region(), cluster) not in _refreshed:
        return None
    at, found = _refreshed[get_account_id(), get_region(), cluster]
    # What changed since was changed after a look that is a month old, as they may be on AWS.
    at = at if found == offers.insights else at - 30 * 86400
    return {"status": "COMPLETED", "startedAt": at, "endedAt": at}


def _insights(body: dict, cluster: str) -> dict | None:
    wanted = body.get("filter", {}).get("kubernetesVersions", [])
    _, found = _refreshed.get((get_account_id(), get_region(), cluster), (0, {}))
    return {"insights": [
        {"id": secrets.token_hex(8), "name": "Deprecated APIs", "category": "UPGRADE_READINESS", "kubernetesVersion": version,
         "insightStatus": {"status": "ERROR", "reason": reason}}
        for version, reason in found.items() if version in wanted]}


def _supported_addons() -> dict:
    return {"addons": [{"addonName": name, "addonVersions": [{"addonVersion": version} for version in versions]}
                       for name, versions in offers.addon_versions.items()]}


def _cluster_versions(query_params: dict) -> dict:
    wanted = query_params.get("clusterVersions") or list(offers.support_ends)
    return {"clusterVersions": [
        {"clusterVersion": version, "endOfStandardSupportDate": offers.support_ends[version]}
        for version in ([wanted] if isinstance(wanted, str) else wanted) if version in offers.support_ends]}


# When the insights of a cluster were looked for last, and what was found: nothing else is told until it is looked again.
_refreshed: dict[tuple[str, str, str], tuple[float, dict[str, str]]] = {}

# The updates that were begun, by what they are of and their tokens.
_updates: dict[tuple[str, ...], str] = {}

_NAME = "([A-Za-z0-9_-]+)"
_READS = {
    re.compile(f"/clusters/{_NAME}"): _cluster,
    re.compile(f"/clusters/{_NAME}/addons"): _addons,
    re.compile(f"/clusters/{_NAME}/addons/{_NAME}"): _addon,
    re.compile(f"/clusters/{_NAME}/access-entries"): _access_entries,
    re.compile(f"/clusters/{_NAME}/access-entries/([^/]+|arn:.+)/access-policies"): _access_policies,
    re.compile(f"/clusters/{_NAME}/node-groups"): _groups,
    re.compile(f"/clusters/{_NAME}/node-groups/{_NAME}"): _group,
    re.compile(f"/clusters/{_NAME}/insights-refresh"): _refresh_of_insights,
}
_CHANGES = {
    re.compile(f"/clusters/{_NAME}/addons/{_NAME}/update"): _update_addon,
    re.compile(f"/clusters/{_NAME}/node-groups/{_NAME}/update-version"): _update_group,
    re.compile(f"/clusters/{_NAME}/insights-refresh"): _refresh_insights,
    re.compile(f"/clusters/{_NAME}/insights"): _insights,
}


_CONFIGURED = re.compile(f"/clusters/{_NAME}/update-config")
_REACHED = {
    "endpointPublicAccess": "EndpointPublicAccess", "endpointPrivateAccess": "EndpointPrivateAccess",
    "publicAccessCidrs": "PublicAccessCidrs"}


def _update_config(name: str, wanted: dict):
    record = generic.read(CLUSTER, name)
    if record is None:
        return eks._error(404, "ResourceNotFoundException", f"No cluster found for name: {name}.")
    network = wanted.get("resourcesVpcConfig", {})
    unknown = sorted({*wanted} - {"resourcesVpcConfig", "clientRequestToken"}) + sorted({*network} - {*_REACHED})
    if unknown:
        return eks._error(501, "InvalidRequestException", f"not emulated locally: {unknown[0]} of UpdateClusterConfig")
    changed = {_REACHED[key]: value for key, value in network.items()}
    if all(record["ResourcesVpcConfig"].get(key) == value for key, value in changed.items()):
        return eks._error(400, "InvalidParameterException", "Cluster is already at the desired configuration")
    generic.write(CLUSTER, name, {**record, "ResourcesVpcConfig": {**record["ResourcesVpcConfig"], **changed}})
    return _answer(200, {"update": {
        "id": secrets.token_hex(16), "status": "Successful", "type": "EndpointAccessUpdate",
        "params": [{"type": key, "value": str(value)} for key, value in network.items()], "errors": []}})


@replaces("services.eks", "handle_request", "0f7ffc7cb467")
async def handle_request(original, method, path, headers, body, query_params):
    """Answer from the records of the stacks, and change the versions of their parts; refuse the rest."""
    if (method, path) == ("GET", "/clusters"):
        return _answer(200, {"clusters": sorted(r["Name"] for r in generic.all_of(CLUSTER))})
    found = _CONFIGURED.fullmatch(path)
    if found and method == "POST":
        return _update_config(found[1], json.loads(body))
    if (method, path) == ("GET", "/addons/supported-versions"):
        return _answer(200, _supported_addons())
    if (method, path) == ("GET", "/cluster-versions"):
        return _answer(200, _cluster_versions(query_params))
    given = [json.loads(body) if body else {}] if method == "POST" else []
    for pattern, act in {"GET": _READS, "POST": _CHANGES}.get(method, {}).items():
        found = pattern.fullmatch(path)
        if found:
            answer = act(*given, *found.groups())
            if answer is None:
                return eks._error(404, "ResourceNotFoundException", f"No resource found for {path}.")
            return _answer(200, answer)
    return eks._error(
        501, "InvalidRequestException", f"not emulated locally: {method} {path} of EKS; it works on AWS")


def _answer(status: int, body: dict):
    return status, {"Content-Type": "application/json"}, json.dumps(body).encode()
