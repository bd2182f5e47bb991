"""The ALBs that EKS makes for Ingresses: load balancer, listener, a target group for each backend, and its tags.

They follow what is in a cluster: an Ingress whose class is EKS's own has one, and each pod behind its services is a
target. A target is healthy unless its record says ``_State``. What goes through an ALB is not emulated, nor is an access log
written; its hosts have records where the cluster has ExternalDNS (see ``records``).
"""

import hashlib
import json

from ministack.services import alb, ec2

from plumbline_local import images
from plumbline_local.patching import replaces
from plumbline_local.resources import generic, records

CONTROLLER = "eks.amazonaws.com/alb"


def address(cluster: str, ingress: dict) -> str | None:
    """The name of an Ingress's load balancer, or None where it has none."""
    balancer = _balancer(_name(cluster, _stack(ingress)))
    return balancer and balancer["DNSName"]


def reconcile(cluster: str, objects: list[dict]) -> None:
    """Make, change and delete the load balancers of a cluster, so that they are those of its Ingresses."""
    wanted = {_stack(o): o for o in objects if o["kind"] == "Ingress" and _scheme(o, objects)}
    for balancer in list(alb._lbs.values()):
        tags = _tags(balancer["LoadBalancerArn"])
        if tags.get("eks:eks-cluster-name") == cluster and tags["ingress.eks.amazonaws.com/stack"] not in wanted:
            _remove(balancer["LoadBalancerArn"])
    for stack, ingress in wanted.items():
        # What cannot be made is left as it is.
        if _has_what_it_needs(ingress, objects):
            _make(cluster, stack, ingress, objects)
    made = {stack: _balancer(_name(cluster, stack)) for stack in wanted}
    records.reconcile(cluster, {
        rule["host"]: made[stack] for stack, ingress in wanted.items() if made[stack]
        for rule in ingress["spec"].get("rules", []) if rule.get("host")})


def _make(cluster: str, stack: str, ingress: dict, objects: list[dict]) -> None:
    name = _name(cluster, stack)
    scheme = _scheme(ingress, objects)
    if _balancer(name) is None:
        alb._create_lb({"Name": name, "Scheme": scheme, **_members("Subnets", _subnets(cluster, scheme)),
                        **_tag_parameters(cluster, stack, "LoadBalancer")})
    arn = _balancer(name)["LoadBalancerArn"]
    for service, port in _backends(ingress):
        resource = f"{stack}-{service}:{port}"
        group = _name(cluster, resource)
        if _group(group) is None:
            alb._create_tg({"Name": group, "TargetType": "ip", "Port": "8080", **_tag_parameters(cluster, stack, resource)})
        _listen(arn, _group(group)["TargetGroupArn"], ingress, objects)
        pods = _pods(ingress["metadata"].get("namespace"), service, objects)
        alb._targets[_group(group)["TargetGroupArn"]] = [{"Id": f"10.255.0.{10 + n}", "Port": 8080} for n in range(pods)]


def _listen(arn: str, group: str, ingress: dict, objects: list[dict]) -> None:
    """Give a load balancer the listeners of its Ingress, and take those away that it no longer has."""
    wanted = {
        (port, protocol): _certificates(ingress, objects)[:1] if protocol == "HTTPS" else []
        for port, protocol in _listens(ingress)}
    for listener in [item for item in alb._listeners.values() if item["LoadBalancerArn"] == arn]:
        if wanted.get((listener["Port"], listener["Protocol"])) == (listener.get("Certificates") or []):
            del wanted[listener["Port"], listener["Protocol"]]
        else:
            alb._delete_listener({"ListenerArn": listener["ListenerArn"]})
    for (port, protocol), certificates in wanted.items():
        alb._create_listener({
            "LoadBalancerArn": arn, "Port": str(port), "Protocol": protocol, "DefaultActions.member.1.Type": "forward",
            "DefaultActions.member.1.TargetGroupArn": group,
            **{f"Certificates.member.{n}.CertificateArn": c for n, c in enumerate(certificates, 1)}})


def _remove(arn: str) -> None:
    for group in [g for g in alb._tgs.values() if arn in g["LoadBalancerArns"]]:
        alb._delete_tg({"TargetGroupArn": group["TargetGroupArn"]})
    for listener in [item for item in alb._listeners.values() if item["LoadBalancerArn"] == arn]:
        alb._delete_listener({"ListenerArn": listener["ListenerArn"]})
    alb._delete_lb({"LoadBalancerArn": arn})


def _listens(ingress: dict) -> list[tuple[int, str]]:
    """The ports on which an Ingress wants to be reached, each with its protocol."""
    ports = (ingress["metadata"].get("annotations") or {}).get("alb.ingress.kubernetes.io/listen-ports", '[{"HTTP": 80}]')
    return [(port, protocol) for each in json.loads(ports) for protocol, port in each.items()]


def _has_what_it_needs(ingress: dict, objects: list[dict]) -> bool:
    """Whether an Ingress that listens on HTTPS has a certificate; without one EKS changes nothing, and says so in an event."""
    return bool(_certificates(ingress, objects)) or all(protocol != "HTTPS" for _, protocol in _listens(ingress))


def _certificates(ingress: dict, objects: list[dict]) -> list[str]:
    return [c for c in (_parameters(ingress, objects) or {}).get("certificateARNs") or [] if c]


def _scheme(ingress: dict, objects: list[dict]) -> str | None:
    """The scheme of an Ingress's class, or None where EKS makes nothing for it."""
    parameters = _parameters(ingress, objects)
    return None if parameters is None else parameters.get("scheme", "internal")


def _parameters(ingress: dict, objects: list[dict]) -> dict | None:
    """The parameters of an Ingress's class, or None where the class is not EKS's own."""
    named = {(o["kind"], o["metadata"]["name"]): o for o in objects}
    chosen = named.get(("IngressClass", (ingress.get("spec") or {}).get("ingressClassName")))
    if chosen is None or chosen["spec"].get("controller") != CONTROLLER:
        return None
    parameters = named.get(("IngressClassParams", (chosen["spec"].get("parameters") or {}).get("name")), {})
    return parameters.get("spec") or {}


def _backends(ingress: dict) -> list[tuple[str, object]]:
    services = [
        path["backend"]["service"] for rule in ingress["spec"].get("rules", [])
        for path in (rule.get("http") or {}).get("paths", [])]
    return sorted({(s["name"], s["port"].get("number") or s["port"].get("name")) for s in services})


def _pods(namespace: str | None, service: str, objects: list[dict]) -> int:
    selectors = [
        o["spec"].get("selector", {}) for o in objects
        if (o["kind"], o["metadata"]["name"], o["metadata"].get("namespace")) == ("Service", service, namespace)]
    return sum(
        o["spec"].get("replicas", 1) for o in objects
        if o["kind"] in ("Deployment", "StatefulSet") and o["metadata"].get("namespace") == namespace and not images.refusal(o)
        and any(s.items() <= o["spec"]["template"]["metadata"].get("labels", {}).items() for s in selectors))


def _subnets(cluster: str, scheme: str) -> list[str]:
    """The subnets of the cluster's VPC that are tagged for such load balancers."""
    role = "kubernetes.io/role/elb" if scheme == "internet-facing" else "kubernetes.io/role/internal-elb"
    own = generic.read("AWS::EKS::Cluster", cluster)["ResourcesVpcConfig"]["SubnetIds"]
    vpcs = {ec2._subnets[s]["VpcId"] for s in own if s in ec2._subnets}
    return [
        s["SubnetId"] for s in ec2._subnets.values()
        if s["VpcId"] in vpcs and any(t["Key"] == role for t in ec2._tags.get(s["SubnetId"]) or [])]


def _stack(ingress: dict) -> str:
    return f"{ingress['metadata'].get('namespace', 'default')}/{ingress['metadata']['name']}"


def _name(cluster: str, resource: str) -> str:
    return f"k8s-{cluster[:8]}-{hashlib.sha256(f'{cluster}/{resource}'.encode()).hexdigest()[:10]}"


def _balancer(name: str) -> dict | None:
    return next((b for b in alb._lbs.values() if b["LoadBalancerName"] == name), None)


def _group(name: str) -> dict | None:
    return next((g for g in alb._tgs.values() if g["TargetGroupName"] == name), None)


def _tags(arn: str) -> dict[str, str]:
    return {tag["Key"]: tag["Value"] for tag in alb._tags.get(arn, [])}


def _members(name: str, values: list[str]) -> dict[str, str]:
    return {f"{name}.member.{n}": value for n, value in enumerate(values, 1)}


def _tag_parameters(cluster: str, stack: str, resource: str) -> dict[str, str]:
    tags = {"eks:eks-cluster-name": cluster, "ingress.eks.amazonaws.com/stack": stack,
            "ingress.eks.amazonaws.com/resource": resource}
    return {
        f"Tags.member.{n}.{part}": text for n, tag in enumerate(tags.items(), 1)
        for part, text in zip(("Key", "Value"), tag, strict=True)}


@replaces("services.alb", "_describe_target_health", "d848e8a26fcb")
def describe_target_health(original, params):
    """Tell of the targets that are not healthy."""
    response = original(params)
    body = response[2].decode()
    healthy = "<HealthStatus>healthy</HealthStatus><TargetHealth><State>healthy</State></TargetHealth>"
    for target in alb._targets.get(alb._p(params, "TargetGroupArn"), []):
        if target.get("_State"):
            start, found, rest = body.partition(f"<Target><Id>{target['Id']}</Id>")
            sick = (f"<TargetHealth><State>{target['_State']}</State><Reason>Target.ResponseCodeMismatch</Reason>"
                    "<Description>Health checks failed with these codes: [503]</Description></TargetHealth>")
            body = f"{start}{found}{rest.replace(healthy, sick, 1)}"
    return response[0], response[1], body.encode()
