"""The Kubernetes APIs of emulated clusters: who is let in, server-side apply, and the load balancers of Ingresses."""

import base64
import json
import urllib.error
import urllib.parse
import urllib.request

import pytest
from botocore.credentials import Credentials
from botocore.session import get_session
from botocore.signers import RequestSigner
from deploy import create
from emulator import DEV, HUB, REGION, credentials_of

_TRUST = {"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{DEV}:root"}, "Action": "sts:AssumeRole"}]}
_ADMIN = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"
_CLASSES = "/apis/networking.k8s.io/v1/ingressclasses"
_WEB = "/apis/apps/v1/namespaces/shop/deployments/web"


def resource(kind: str, **properties) -> dict:
    return {"Type": f"AWS::{kind}", "Properties": properties}


_STACK = {"Resources": {
    "Vpc": resource("EC2::VPC", CidrBlock="10.0.0.0/16"),
    "Subnet": resource("EC2::Subnet", VpcId={"Ref": "Vpc"}, CidrBlock="10.0.1.0/24", Tags=[
        {"Key": "kubernetes.io/role/elb", "Value": "1"}]),
    "Role": resource("IAM::Role", RoleName="k8s-manifests", AssumeRolePolicyDocument=_TRUST),
    "Other": resource("IAM::Role", RoleName="k8s-other", AssumeRolePolicyDocument=_TRUST),
    "Cluster": resource(
        "EKS::Cluster", Name="k8s", RoleArn=f"arn:aws:iam::{DEV}:role/cluster",
        ResourcesVpcConfig={"SubnetIds": [{"Ref": "Subnet"}]}),
    "Access": resource(
        "EKS::AccessEntry", ClusterName={"Ref": "Cluster"}, PrincipalArn={"Fn::GetAtt": ["Role", "Arn"]},
        AccessPolicies=[{"PolicyArn": _ADMIN, "AccessScope": {"Type": "cluster"}}]),
    "Zone": resource("Route53::HostedZone", Name="k8s.example"),
    "Records": resource("EKS::Addon", ClusterName={"Ref": "Cluster"}, AddonName="external-dns", ConfigurationValues={
        "Fn::Sub": '{"extraArgs":["--zone-id-filter=${Zone}"]}'}),
}}


class Api:
    """The API of the cluster, as one role calls it."""

    def __init__(self, emulator, role: str):
        session = emulator.client("sts").assume_role(RoleArn=f"arn:aws:iam::{DEV}:role/{role}", RoleSessionName="test")
        keys = credentials_of(session["Credentials"])
        credentials = Credentials(*(keys[f"aws_{k}"] for k in ("access_key_id", "secret_access_key", "session_token")))
        signer = RequestSigner(
            get_session().create_client("sts", REGION, **keys).meta.service_model.service_id, REGION, "sts", "v4",
            credentials, get_session().get_component("event_emitter"))
        url = signer.generate_presigned_url({
            "method": "GET", "url": f"https://sts.{REGION}.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15",
            "body": {}, "headers": {"x-k8s-aws-id": "k8s"}, "context": {}},
            region_name=REGION, expires_in=60, operation_name="")
        self._token = "k8s-aws-v1." + base64.urlsafe_b64encode(url.encode()).decode().rstrip("=")
        self._base = f"{emulator.endpoint}/_kubernetes/{DEV}/{REGION}/k8s"

    def call(self, method: str, path: str, body: dict | None = None, **headers: str) -> tuple[int, dict]:
        request = urllib.request.Request(
            self._base + path, method=method, data=json.dumps(body).encode() if body else None,
            headers={"Authorization": f"Bearer {self._token}", **{k.replace("_", "-"): v for k, v in headers.items()}})
        try:
            with urllib.request.urlopen(request) as response:
                return response.status, json.load(response)
        except urllib.error.HTTPError as failed:
            return failed.code, json.load(failed)

    def apply(self, path: str, body: dict, manager: str = "plumbline", force: str = "false", **headers: str):
        name = path.rsplit("/", 1)[-1]
        whole = {**body, "metadata": {"name": name, **body.get("metadata", {})}}
        return self.call("PATCH", f"{path}?fieldManager={manager}&force={force}", whole, **headers)


@pytest.fixture(scope="module")
def api(emulator):
    stack = create(emulator.client("cloudformation", DEV), "kubernetes", _STACK)
    assert stack["StackStatus"] == "CREATE_COMPLETE", stack
    return Api(emulator, "k8s-manifests")


def test_caller_withoutAccessEntry_isNotKnown(emulator, api):
    assert Api(emulator, "k8s-other").call("GET", "/api/v1")[0] == 401


def test_discovery_kind_saysItsPluralAndWhetherItIsNamespaced(api):
    _, known = api.call("GET", "/apis/networking.k8s.io/v1")
    ingress = next(r for r in known["resources"] if r["kind"] == "Ingress")
    assert (ingress["name"], ingress["namespaced"]) == ("ingresses", True)
    assert api.call("GET", "/apis/example.org/v1")[0] == 404


def test_apply_again_changesNothing(api):
    body = {"apiVersion": "networking.k8s.io/v1", "kind": "IngressClass", "spec": {"controller": "a"}}
    first = api.apply(f"{_CLASSES}/again", body)
    second = api.apply(f"{_CLASSES}/again", body)
    assert (first[0], second[0], first[1]) == (201, 200, second[1])


def test_apply_fieldThatAnotherHolds_conflictsUnlessForced(api):
    body = {"apiVersion": "networking.k8s.io/v1", "kind": "IngressClass", "spec": {"controller": "a"}}
    api.apply(f"{_CLASSES}/held", body, manager="kubectl")
    changed = {**body, "spec": {"controller": "b"}}
    status, refused = api.apply(f"{_CLASSES}/held", changed)
    assert (status, refused["details"]["causes"][0]["field"]) == (409, ".spec.controller")
    assert api.apply(f"{_CLASSES}/held", changed, force="true")[1]["spec"]["controller"] == "b"


def test_apply_withoutAFieldThatItHeld_removesIt(api):
    body = {"apiVersion": "v1", "kind": "ConfigMap", "data": {"a": "1", "b": "2"}}
    api.apply("/api/v1/namespaces/default/configmaps/c", body)
    _, left = api.apply("/api/v1/namespaces/default/configmaps/c", {**body, "data": {"a": "1"}})
    assert left["data"] == {"a": "1"}


def test_apply_inANamespaceThatIsNotThere_isNotFound(api):
    assert api.apply("/api/v1/namespaces/nowhere/configmaps/c", {"apiVersion": "v1", "kind": "ConfigMap"})[0] == 404


def test_impersonation_mayOnlyWhatClusterRolesSay(api):
    role = "/apis/rbac.authorization.k8s.io/v1/clusterroles/some"
    api.apply(role, {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "rules": [
        {"apiGroups": [""], "resources": ["configmaps"], "verbs": ["get", "patch"]}]})
    api.apply("/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/some", {
        "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRoleBinding", "roleRef": {"name": "some"},
        "subjects": [{"kind": "Group", "name": "g"}]})
    as_user = {"Impersonate_User": "u", "Impersonate_Group": "g"}
    config = {"apiVersion": "v1", "kind": "ConfigMap"}
    assert api.apply("/api/v1/namespaces/default/configmaps/d", config, **as_user)[0] == 201
    assert api.call("DELETE", "/api/v1/namespaces/default/configmaps/d", **as_user)[0] == 403
    assert api.apply("/api/v1/namespaces/default/secrets/s", {"apiVersion": "v1", "kind": "Secret"}, **as_user)[0] == 403


def test_ingress_ofEksClass_hasATaggedBalancerWhoseTargetsCanBeBroken(emulator, api):
    deploy_shop(api)
    elb = emulator.client("elbv2", DEV)
    host = api.call("GET", "/apis/networking.k8s.io/v1/namespaces/shop/ingresses/web")[1]["status"]["loadBalancer"]
    [balancer] = [b for b in elb.describe_load_balancers()["LoadBalancers"] if b["Scheme"] == "internet-facing"]
    assert host == {"ingress": [{"hostname": balancer["DNSName"]}]}
    [tags] = elb.describe_tags(ResourceArns=[balancer["LoadBalancerArn"]])["TagDescriptions"]
    assert {"Key": "eks:eks-cluster-name", "Value": "k8s"} in tags["Tags"]
    [group] = elb.describe_target_groups(LoadBalancerArn=balancer["LoadBalancerArn"])["TargetGroups"]
    health = elb.describe_target_health(TargetGroupArn=group["TargetGroupArn"])["TargetHealthDescriptions"]
    assert [h["TargetHealth"]["State"] for h in health] == ["healthy", "healthy"]
    emulator.control("POST", "resources/break", account=DEV, region=REGION, stack="kubernetes",
                     type="AWS::ElasticLoadBalancingV2::TargetGroup", id="shop/web-web:80", set={"0._State": "unhealthy"})
    health = elb.describe_target_health(TargetGroupArn=group["TargetGroupArn"])["TargetHealthDescriptions"]
    assert [h["TargetHealth"]["State"] for h in health] == ["unhealthy", "healthy"]
    emulator.control("POST", "resources/mend")
    api.call("DELETE", "/apis/networking.k8s.io/v1/namespaces/shop/ingresses/web")
    assert not [b for b in elb.describe_load_balancers()["LoadBalancers"] if b["DNSName"] == balancer["DNSName"]]


def test_ingress_withAHostInTheClustersZone_hasARecordForAsLongAsItIsThere(emulator, api):
    deploy_shop(api, host="shop.k8s.example")
    route53 = emulator.client("route53", DEV)
    zone = next(z["Id"] for z in route53.list_hosted_zones()["HostedZones"] if z["Name"] == "k8s.example.")

    def records() -> dict[str, dict]:
        found = route53.list_resource_record_sets(HostedZoneId=zone)["ResourceRecordSets"]
        return {r["Type"]: r for r in found if r["Name"] == "shop.k8s.example."}
    [balancer] = [b for b in emulator.client("elbv2", DEV).describe_load_balancers()["LoadBalancers"]
                  if b["Scheme"] == "internet-facing"]
    assert records()["A"]["AliasTarget"]["DNSName"] == f"{balancer['DNSName']}."
    assert "external-dns/owner=k8s" in records()["TXT"]["ResourceRecords"][0]["Value"]
    api.call("DELETE", "/apis/networking.k8s.io/v1/namespaces/shop/ingresses/web")
    assert records() == {}


def test_ingress_onHttps_hasABalancerOnlyWithACertificate(emulator, api):
    https = {"alb.ingress.kubernetes.io/listen-ports": '[{"HTTPS": 443}]'}
    deploy_shop(api, annotations=https)
    shown = api.call("GET", "/apis/networking.k8s.io/v1/namespaces/shop/ingresses/web")[1]["status"]["loadBalancer"]
    assert shown == {"ingress": []}
    arn = emulator.client("acm", DEV).request_certificate(DomainName="shop.k8s.example")["CertificateArn"]
    deploy_shop(api, annotations=https, certificates=[arn])
    elb = emulator.client("elbv2", DEV)
    [balancer] = [b for b in elb.describe_load_balancers()["LoadBalancers"] if b["Scheme"] == "internet-facing"]
    [listener] = elb.describe_listeners(LoadBalancerArn=balancer["LoadBalancerArn"])["Listeners"]
    assert (listener["Port"], listener["Certificates"][0]["CertificateArn"]) == (443, arn)
    api.call("DELETE", "/apis/networking.k8s.io/v1/namespaces/shop/ingresses/web")


def test_ingress_onHttpsFromNowOn_listensThereToo(emulator, api):
    deploy_shop(api)
    elb = emulator.client("elbv2", DEV)
    [balancer] = [b for b in elb.describe_load_balancers()["LoadBalancers"] if b["Scheme"] == "internet-facing"]

    def listeners() -> dict[int, list]:
        return {item["Port"]: item.get("Certificates", []) for item in
                elb.describe_listeners(LoadBalancerArn=balancer["LoadBalancerArn"])["Listeners"]}
    assert listeners() == {80: []}
    arn = emulator.client("acm", DEV).request_certificate(DomainName="shop.k8s.example")["CertificateArn"]
    both = {"alb.ingress.kubernetes.io/listen-ports": '[{"HTTP": 80}, {"HTTPS": 443}]'}
    deploy_shop(api, annotations=both, certificates=[arn])
    assert {port: [c["CertificateArn"] for c in of] for port, of in listeners().items()} == {80: [], 443: [arn]}
    deploy_shop(api)
    assert listeners() == {80: []}
    api.call("DELETE", "/apis/networking.k8s.io/v1/namespaces/shop/ingresses/web")


def test_rollout_stuck_saysSo(emulator, api):
    deploy_shop(api)
    emulator.control("POST", "resources/break", account=DEV, region=REGION, stack="kubernetes", type="Kubernetes",
                     id=f"k8s|{_WEB}", set={"stuck": True})
    [condition] = api.call("GET", _WEB)[1]["status"]["conditions"]
    assert condition["reason"] == "ProgressDeadlineExceeded"
    emulator.control("POST", "resources/mend")
    assert api.call("GET", _WEB)[1]["status"]["availableReplicas"] == 2


def push(emulator, tag: str, account: str = HUB, repository: str = "images", **policy) -> str:
    """The digest of an image that is pushed to a repository, which is made where it is not there."""
    ecr = emulator.client("ecr", account)
    if repository not in [r["repositoryName"] for r in ecr.describe_repositories()["repositories"]]:
        ecr.create_repository(repositoryName=repository)
    if policy:
        ecr.set_repository_policy(repositoryName=repository, policyText=json.dumps(policy))
    manifest = json.dumps({"schemaVersion": 2, "config": {"digest": f"sha256:{tag:0<64}"}})
    return ecr.put_image(repositoryName=repository, imageTag=tag, imageManifest=manifest)["image"]["imageId"]["imageDigest"]


def rollout(api, image: str) -> dict:
    """The status of a Deployment of an image."""
    api.apply("/api/v1/namespaces/shop", {"apiVersion": "v1", "kind": "Namespace"})
    api.apply(_WEB, {"metadata": {"namespace": "shop", "name": "web"}, "apiVersion": "apps/v1", "kind": "Deployment", "spec": {
        "replicas": 2, "template": {
            "metadata": {"labels": {"app": "web"}}, "spec": {"containers": [{"name": "web", "image": image}]}}}})
    return api.call("GET", _WEB)[1]["status"]


def waits(api) -> list[dict]:
    """What the containers of the pods of the shop wait for."""
    pods = api.call("GET", "/api/v1/namespaces/shop/pods?labelSelector=app%3Dweb")[1]["items"]
    return [c["state"]["waiting"] for p in pods for c in p["status"]["containerStatuses"] if "waiting" in c["state"]]


_PULL = {"Version": "2012-10-17", "Statement": [{
    "Effect": "Allow", "Principal": {"AWS": DEV}, "Action": ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]}]}
_REGISTRY = f"{HUB}.dkr.ecr.{REGION}.amazonaws.com"


@pytest.mark.parametrize("image", [
    "images:0123456789ab", "absent:0123456789ab", "images", f"images:fedcba987654@sha256:{'0' * 64}"])
def test_rollout_imageThatWasNotPushed_neverProgressesAndItsPodSaysWhy(emulator, api, image):
    """Kubernetes, "Images": a pull that fails is tried again, as ImagePullBackOff; "Deployments": after its deadline a rollout has failed."""
    push(emulator, "fedcba987654", **_PULL)
    status = rollout(api, f"{_REGISTRY}/{image}")
    assert [c["reason"] for c in status["conditions"]] == ["ProgressDeadlineExceeded"]
    assert "availableReplicas" not in status
    [waiting] = waits(api)
    assert waiting["reason"] == "ImagePullBackOff" and image in waiting["message"]


def test_rollout_imageThatWasPushed_isDoneByTagAndByDigest(emulator, api):
    digest = push(emulator, "aaaaaaaaaaaa", **_PULL)
    assert rollout(api, f"{_REGISTRY}/images:aaaaaaaaaaaa")["availableReplicas"] == 2
    assert rollout(api, f"{_REGISTRY}/images:renamed@{digest}")["availableReplicas"] == 2
    assert waits(api) == []


def test_rollout_imageOfARepositoryThatDoesNotGiveIt_neverProgresses(emulator, api):
    """ECR, "Private repository policies": another account pulls by the repository's policy alone."""
    push(emulator, "bbbbbbbbbbbb", repository="closed")
    assert rollout(api, f"{_REGISTRY}/closed:bbbbbbbbbbbb")["conditions"]
    assert "403 Forbidden" in waits(api)[0]["message"]
    push(emulator, "bbbbbbbbbbbb", repository="closed", **_PULL)
    assert rollout(api, f"{_REGISTRY}/closed:bbbbbbbbbbbb")["availableReplicas"] == 2


def test_rollout_imageOfAnotherRegistry_isTakenToBeThere(api):
    assert rollout(api, "registry.example/web:1.0.0")["availableReplicas"] == 2
    assert rollout(api, f"121212121212.dkr.ecr.{REGION}.amazonaws.com/web:1.0.0")["availableReplicas"] == 2


def test_pods_impersonated_areListedByWhomAClusterRoleLets(api):
    rollout(api, "registry.example/web:1.0.0")
    as_user, pods = {"Impersonate_User": "u", "Impersonate_Group": "looks"}, "/api/v1/namespaces/shop/pods"
    assert api.call("GET", pods, **as_user)[0] == 403
    group = "/apis/rbac.authorization.k8s.io/v1"
    api.apply(f"{group}/clusterroles/looks", {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "rules": [
        {"apiGroups": [""], "resources": ["pods"], "verbs": ["list"]}]})
    api.apply(f"{group}/clusterrolebindings/looks", {
        "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRoleBinding", "roleRef": {"name": "looks"},
        "subjects": [{"kind": "Group", "name": "looks"}]})
    assert [p["metadata"]["name"] for p in api.call("GET", pods, **as_user)[1]["items"]] == ["web-0"]


def deploy_shop(api, host: str = "", annotations: dict | None = None, certificates: list[str] | None = None) -> None:
    api.apply("/api/v1/namespaces/shop", {"apiVersion": "v1", "kind": "Namespace"})
    api.apply("/apis/eks.amazonaws.com/v1/ingressclassparams/alb", {
        "apiVersion": "eks.amazonaws.com/v1", "kind": "IngressClassParams", "spec": {
            "scheme": "internet-facing", "certificateARNs": certificates or []}})
    api.apply(f"{_CLASSES}/alb", {"apiVersion": "networking.k8s.io/v1", "kind": "IngressClass", "spec": {
        "controller": "eks.amazonaws.com/alb", "parameters": {"name": "alb"}}})
    inside = {"metadata": {"namespace": "shop", "name": "web"}}
    api.apply(_WEB, {**inside, "apiVersion": "apps/v1", "kind": "Deployment", "spec": {
        "replicas": 2, "template": {"metadata": {"labels": {"app": "web"}}}}})
    api.apply("/api/v1/namespaces/shop/services/web", {
        **inside, "apiVersion": "v1", "kind": "Service", "spec": {"selector": {"app": "web"}}})
    api.apply("/apis/networking.k8s.io/v1/namespaces/shop/ingresses/web", {
        "metadata": {**inside["metadata"], "annotations": annotations or {}},
        "apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "spec": {
            "ingressClassName": "alb", "rules": [{**({"host": host} if host else {}), "http": {"paths": [
                {"path": "/", "backend": {"service": {"name": "web", "port": {"number": 80}}}}]}}]}})


def test_classicBalancer_ofKubernetes_isFoundByItsTagsAndRemoved(emulator):
    elb = emulator.client("elb", DEV)
    elb.create_load_balancer(
        LoadBalancerName="classic", Listeners=[{"Protocol": "TCP", "LoadBalancerPort": 80, "InstancePort": 30080}],
        Tags=[{"Key": "kubernetes.io/cluster/k8s", "Value": "owned"}])
    assert [b["LoadBalancerName"] for b in elb.describe_load_balancers()["LoadBalancerDescriptions"]] == ["classic"]
    [described] = elb.describe_tags(LoadBalancerNames=["classic"])["TagDescriptions"]
    assert described["Tags"] == [{"Key": "kubernetes.io/cluster/k8s", "Value": "owned"}]
    assert "classic" not in [b["LoadBalancerName"] for b in emulator.client("elbv2", DEV).describe_load_balancers()["LoadBalancers"]]
    elb.delete_load_balancer(LoadBalancerName="classic")
    elb.delete_load_balancer(LoadBalancerName="classic")
    assert elb.describe_load_balancers()["LoadBalancerDescriptions"] == []
