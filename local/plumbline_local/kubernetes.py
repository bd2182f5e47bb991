"""The Kubernetes APIs of the clusters: objects are kept and nothing runs.

Server-side apply with field managers and conflicts, reading, deleting, discovery of the kinds below. Callers are known by
their EKS token and let in by their access entry; whoever is impersonated may do what ClusterRoles say. A workload is
rolled out at once, unless its image cannot be pulled (see ``images``) or its record says that it is ``stuck``: then its
progress deadline is over at once, and its pods, which can be listed, say why they wait. An Ingress has an ALB (see
``resources/balancers``).
"""

import copy
import json
import re
import uuid
from dataclasses import dataclass, field

from ministack.core.responses import AccountRegionScopedDict, request_scope
from ministack.services import eks

from plumbline_local import images
from plumbline_local.resources import balancers, clusters, generic

PREFIX = "/_kubernetes/"

_ADMINISTRATOR = "/AmazonEKSClusterAdminPolicy"

# Kind, plural, whether in a namespace; by group and version. Others are not there, as on a cluster without their definitions.
_KINDS = {
    "v1": (
        ("ConfigMap", "configmaps", True), ("LimitRange", "limitranges", True), ("Namespace", "namespaces", False),
        ("PersistentVolumeClaim", "persistentvolumeclaims", True), ("ResourceQuota", "resourcequotas", True),
        ("Secret", "secrets", True), ("Service", "services", True), ("ServiceAccount", "serviceaccounts", True)),
    "apps/v1": (
        ("DaemonSet", "daemonsets", True), ("Deployment", "deployments", True), ("StatefulSet", "statefulsets", True)),
    "autoscaling/v2": (("HorizontalPodAutoscaler", "horizontalpodautoscalers", True),),
    "batch/v1": (("CronJob", "cronjobs", True), ("Job", "jobs", True)),
    "eks.amazonaws.com/v1": (
        ("IngressClassParams", "ingressclassparams", False), ("NodeClass", "nodeclasses", False)),
    "karpenter.sh/v1": (("NodePool", "nodepools", False),),
    "networking.k8s.io/v1": (
        ("Ingress", "ingresses", True), ("IngressClass", "ingressclasses", False),
        ("NetworkPolicy", "networkpolicies", True)),
    "policy/v1": (("PodDisruptionBudget", "poddisruptionbudgets", True),),
    "rbac.authorization.k8s.io/v1": (
        ("ClusterRole", "clusterroles", False), ("ClusterRoleBinding", "clusterrolebindings", False)),
    "scheduling.k8s.io/v1": (("PriorityClass", "priorityclasses", False),),
    "secrets-store.csi.x-k8s.io/v1": (("SecretProviderClass", "secretproviderclasses", True),),
    "storage.k8s.io/v1": (("StorageClass", "storageclasses", False),),
}
_PATH = re.compile(
    r"/(?:api/(?P<core>v1)|apis/(?P<group>[a-z0-9.-]+/v[a-z0-9]+))"
    r"(?:/namespaces/(?P<namespace>[a-z0-9-]+)(?=/))?/(?P<plural>[a-z]+)/(?P<name>[a-z0-9.:-]+)")
_PODS = re.compile(r"/api/v1(?P<group>)/namespaces/(?P<namespace>[a-z0-9-]+)/(?P<plural>pods)")
_VERBS = {"GET": "get", "PATCH": "patch", "DELETE": "delete"}
_NAMESPACES = frozenset({"default", "kube-node-lease", "kube-public", "kube-system"})

Answer = tuple[int, dict]


@dataclass
class Stored:
    """One object: what it says, who holds which of its fields, and how often its specification has changed."""

    body: dict
    held: dict[str, set[tuple]] = field(default_factory=dict)

    @classmethod
    def of(cls, plain: dict) -> "Stored":
        return cls(plain["body"], {m: {tuple(leaf) for leaf in leaves} for m, leaves in plain["held"].items()})

    def plain(self) -> dict:
        """As it is kept: the state is saved as JSON."""
        return {"body": self.body, "held": {m: sorted(map(list, leaves)) for m, leaves in self.held.items()}}


# Cluster and path, such as /apis/apps/v1/namespaces/shop/deployments/web.
_objects = AccountRegionScopedDict()


def state() -> dict:
    return {"objects": _objects}


def restore(saved: dict | None) -> None:
    if saved:
        _objects.update(saved["objects"])


def answer(method: str, path: str, query: dict[str, str], headers: dict[str, str], body: bytes) -> Answer:
    """The status and body of a request to the API of a cluster: ACCOUNT/REGION/CLUSTER and the path there."""
    account, region, cluster, rest = [*path.removeprefix(PREFIX).split("/", 3), ""][:4]
    with request_scope(account, region):
        if generic.read(clusters.CLUSTER, cluster) is None:
            return _failure(404, "NotFound", f"no cluster {cluster} in {account}/{region}")
        refused = _refusal(cluster, method, f"/{rest}", headers)
        return refused or _serve(cluster, method, f"/{rest}", query, body)


def _serve(cluster: str, method: str, path: str, query: dict[str, str], body: bytes) -> Answer:
    version = re.sub("^/apis?/", "", path)
    if method == "GET" and version in _KINDS:
        return 200, {"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": version, "resources": [
            {"name": plural, "singularName": kind.lower(), "kind": kind, "namespaced": namespaced, "verbs": list(_VERBS.values())}
            for kind, plural, namespaced in _KINDS[version]]}
    if method == "GET" and (pods := _PODS.fullmatch(path)):
        return 200, {"kind": "PodList", "apiVersion": "v1", "metadata": {"resourceVersion": "0"}, "items": _pods(
            cluster, pods["namespace"], dict(pair.split("=") for pair in query.get("labelSelector", "").split(",") if pair))}
    found = _PATH.fullmatch(path)
    if not found or not _known(found):
        return _failure(404, "NotFound", f"the server could not find the requested resource: {method} {path}")
    if method == "PATCH":
        return _apply(cluster, path, found["namespace"], query, json.loads(body))
    stored = _objects.get((cluster, path))
    if stored is None:
        return _failure(404, "NotFound", f'{found["plural"]} "{found["name"]}" not found')
    if method == "GET":
        return 200, {**stored["body"], "status": _status(cluster, stored)}
    if method == "DELETE":
        _delete(cluster, path)
        return 200, {"kind": "Status", "apiVersion": "v1", "status": "Success"}
    return _failure(405, "MethodNotAllowed", f"not emulated locally: {method} {path}; it works on AWS")


def _known(found: re.Match) -> bool:
    kinds = _KINDS.get(found["core"] or found["group"], ())
    return any(plural == found["plural"] and namespaced == bool(found["namespace"]) for _, plural, namespaced in kinds)


def _apply(cluster: str, path: str, namespace: str | None, query: dict[str, str], wanted: dict) -> Answer:
    if namespace and namespace not in _NAMESPACES and (cluster, f"/api/v1/namespaces/{namespace}") not in _objects:
        return _failure(404, "NotFound", f'namespaces "{namespace}" not found')
    manager, force = query.get("fieldManager", ""), query.get("force") == "true"
    created = (cluster, path) not in _objects
    stored = Stored({"metadata": {"uid": str(uuid.uuid4()), "generation": 0, "resourceVersion": "0"}})
    if not created:
        stored = Stored.of(_objects[cluster, path])
    leaves = _leaves(wanted)
    conflicts = {} if force else _conflicts(stored, manager, leaves)
    if conflicts:
        return _conflict(conflicts)
    before = json.dumps(stored.body.get("spec"), sort_keys=True)
    merged = Stored(copy.deepcopy(stored.body), {
        other: held - (leaves.keys() if force else set()) for other, held in stored.held.items() if other != manager})
    elsewhere = set().union(*merged.held.values())
    for leaf in stored.held.get(manager, set()) - leaves.keys() - elsewhere:
        _put(merged.body, leaf, None)
    for leaf, value in leaves.items():
        _put(merged.body, leaf, value)
    merged.held[manager] = set(leaves)
    metadata = merged.body["metadata"]
    metadata["resourceVersion"] = str(int(metadata["resourceVersion"]) + (merged.body != stored.body or created))
    metadata["generation"] += json.dumps(merged.body.get("spec"), sort_keys=True) != before or created
    _objects[cluster, path] = merged.plain()
    balancers.reconcile(cluster, _bodies(cluster))
    return (201 if created else 200), merged.body


def _delete(cluster: str, path: str) -> None:
    """Delete an object, with a namespace what is in it."""
    namespace = path.removeprefix("/api/v1/namespaces/")
    for owner, other in list(_objects):
        if owner == cluster and (other == path or (namespace != path and f"/namespaces/{namespace}/" in other)):
            del _objects[cluster, other]
    balancers.reconcile(cluster, _bodies(cluster))


def _bodies(cluster: str) -> list[dict]:
    return [stored["body"] for (owner, _), stored in _objects.items() if owner == cluster]


def _leaves(value: object, at: tuple = ()) -> dict[tuple, object]:
    """The fields of an object by their path; a list is one field. What identifies the object belongs to nobody."""
    if isinstance(value, dict) and value:
        found = {}
        for key, member in value.items():
            found.update(_leaves(member, (*at, key)))
        return found
    return {at: value}


def _put(body: dict, path: tuple, value: object) -> None:
    for step in path[:-1]:
        body = body.setdefault(step, {})
    if value is None:
        body.pop(path[-1], None)
    elif value == {}:
        body.setdefault(path[-1], {})
    else:
        body[path[-1]] = value


_IDENTITY = ({("apiVersion",), ("kind",), ("metadata", "name"), ("metadata", "namespace")})


def _conflicts(stored: Stored, manager: str, leaves: dict[tuple, object]) -> dict[tuple, str]:
    now = _leaves(stored.body)
    return {
        leaf: other for other, held in stored.held.items() if other != manager
        for leaf in held & leaves.keys() - _IDENTITY if now.get(leaf) != leaves[leaf]}


def _conflict(conflicts: dict[tuple, str]) -> Answer:
    status, body = _failure(409, "Conflict", f"Apply failed with {len(conflicts)} conflicts")
    body["details"] = {"causes": [
        {"reason": "FieldManagerConflict", "message": f'conflict with "{manager}"', "field": "." + ".".join(leaf)}
        for leaf, manager in sorted(conflicts.items())]}
    return status, body


def _pods(cluster: str, namespace: str, labels: dict[str, str]) -> list[dict]:
    """One pod for each workload of a namespace, with the state of its containers."""
    pods = []
    for (owner, path), stored in _objects.items():
        body = stored["body"]
        template = (body.get("spec") or {}).get("template") or {}
        own = (template.get("metadata") or {}).get("labels") or {}
        if owner != cluster or f"/namespaces/{namespace}/" not in path or "spec" not in template or not labels.items() <= own.items():
            continue
        why = images.refusal(body)
        waits = {"waiting": {"reason": "ImagePullBackOff", "message": why}} if why else {"running": {}}
        pods.append({
            "metadata": {"name": f"{body['metadata']['name']}-0", "namespace": namespace, "labels": own},
            "status": {"phase": "Pending" if why else "Running", "containerStatuses": [
                {"name": container["name"], "ready": not why, "state": waits} for container in template["spec"].get("containers", [])]}})
    return pods


def _status(cluster: str, stored: dict) -> dict:
    """What the controllers would say, at once."""
    body = stored["body"]
    kind, generation = body.get("kind"), body["metadata"]["generation"]
    replicas = (body.get("spec") or {}).get("replicas", 1)
    if stored.get("stuck") or images.refusal(body):
        return _never_ready(kind, generation, replicas, body["metadata"]["name"])
    if kind in ("Deployment", "StatefulSet"):
        return {"observedGeneration": generation, "replicas": replicas, "updatedReplicas": replicas,
                "availableReplicas": replicas, "readyReplicas": replicas}
    if kind == "DaemonSet":
        return {"observedGeneration": generation, "desiredNumberScheduled": 1, "updatedNumberScheduled": 1,
                "numberAvailable": 1}
    if kind == "Job":
        return {"conditions": [{"type": "Complete", "status": "True"}]}
    if kind == "Ingress":
        address = balancers.address(cluster, body)
        return {"loadBalancer": {"ingress": [{"hostname": address}] if address else []}}
    return {}


def _never_ready(kind: str, generation: int, replicas: int, name: str) -> dict:
    """The status of a workload whose pods do not start; only a Deployment has a deadline, after which it says so."""
    waiting = {"observedGeneration": generation}
    if kind == "Deployment":
        return {**waiting, "replicas": replicas, "updatedReplicas": replicas, "unavailableReplicas": replicas, "conditions": [
            {"type": "Progressing", "status": "False", "reason": "ProgressDeadlineExceeded",
             "message": f'ReplicaSet "{name}-0" has timed out progressing.'}]}
    if kind == "DaemonSet":
        return {**waiting, "desiredNumberScheduled": 1, "updatedNumberScheduled": 1, "numberUnavailable": 1}
    return {**waiting, "replicas": replicas, "updatedReplicas": replicas} if kind == "StatefulSet" else {}


def _refusal(cluster: str, method: str, path: str, headers: dict[str, str]) -> Answer | None:
    """Why a caller may not do this, or None: first who it is, then what that may do."""
    credential = eks._verify_eks_token(headers.get("authorization", "").removeprefix("Bearer "), cluster)
    entry = credential and _entry(cluster, credential.principal_arn)
    if not entry:
        return _failure(401, "Unauthorized", "Unauthorized")
    policies = [policy["PolicyArn"] for policy in entry.get("AccessPolicies") or []]
    if not any(policy.endswith(_ADMINISTRATOR) for policy in policies):
        return _failure(403, "Forbidden", f"not emulated locally: access by {policies}; it works on AWS")
    listed = _PODS.fullmatch(path)
    found = listed or _PATH.fullmatch(path)
    user = headers.get("impersonate-user")
    if user is None or found is None:
        return None
    verb = "list" if listed else _VERBS.get(method, method.lower())
    if _may(cluster, headers.get("impersonate-group", ""), verb, found):
        return None
    name = "" if listed else f' "{found["name"]}"'
    return _failure(403, "Forbidden", f'{found["plural"]}{name} is forbidden: User "{user}" cannot '
                                      f'{verb} resource "{found["plural"]}"')


def _entry(cluster: str, principal: str) -> dict | None:
    role = eks._role_arn_from_assumed_role(principal) or principal
    return next((
        entry for entry in generic.all_of("AWS::EKS::AccessEntry")
        if entry["ClusterName"] == cluster and entry["PrincipalArn"] == role), None)


def _may(cluster: str, group: str, verb: str, found: re.Match) -> bool:
    """Whether the ClusterRoles that are bound to a group allow it."""
    api = (found["group"] or "/").split("/")[0]
    bodies = _bodies(cluster)
    bound = {
        body["roleRef"]["name"] for body in bodies if body["kind"] == "ClusterRoleBinding"
        and any(s["kind"] == "Group" and s["name"] == group for s in body.get("subjects", []))}
    return any(
        api in rule.get("apiGroups", []) and found["plural"] in rule.get("resources", []) and verb in rule["verbs"]
        for body in bodies if body["kind"] == "ClusterRole" and body["metadata"]["name"] in bound
        for rule in body.get("rules", []))


def _failure(code: int, reason: str, message: str) -> Answer:
    return code, {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure", "message": message,
                  "reason": reason, "details": {}, "code": code}
