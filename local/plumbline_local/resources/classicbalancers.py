"""Classic Load Balancers, which the emulator has none of: what Kubernetes' own controller makes for a Service.

They share a service with the others and are asked for in its older version. Only what finds, tags and removes them is
there; nothing goes through one.
"""

from ministack.core.responses import AccountRegionScopedDict, get_account_id, get_region
from ministack.services import alb

VERSION = "2012-06-01"

_classics = AccountRegionScopedDict()


def arn(name: str) -> str:
    """What policies call a Classic Load Balancer of the caller's account and region."""
    return f"arn:aws:elasticloadbalancing:{get_region()}:{get_account_id()}:loadbalancer/{name}"


def install() -> None:
    """Answer the older version of each action that both have; any other of its actions is refused."""
    for action, answer in {
            "CreateLoadBalancer": _create, "DescribeLoadBalancers": _describe, "DescribeTags": _describe_tags,
            "DeleteLoadBalancer": _delete}.items():
        alb._ACTION_MAP[action] = _by_version(alb._ACTION_MAP[action], answer)


def _by_version(newer, older):
    return lambda params: older(params) if alb._p(params, "Version") == VERSION else newer(params)


def _create(params: dict) -> tuple:
    name = alb._p(params, "LoadBalancerName")
    if name in _classics:
        return alb._error("DuplicateLoadBalancerName", f"A load balancer with name '{name}' already exists.")
    _classics[name] = {"Subnets": alb._parse_member_list(params, "Subnets")}
    alb._tags[arn(name)] = alb._parse_tags(params)
    return alb._xml(200, "CreateLoadBalancer", f"<DNSName>{name}.{get_region()}.elb.amazonaws.com</DNSName>")


def _describe(params: dict) -> tuple:
    members = "".join(f"<member><LoadBalancerName>{name}</LoadBalancerName></member>" for name in sorted(_classics))
    return alb._xml(
        200, "DescribeLoadBalancers", f"<LoadBalancerDescriptions>{members}</LoadBalancerDescriptions>")


def _describe_tags(params: dict) -> tuple:
    names = alb._parse_member_list(params, "LoadBalancerNames")
    if unknown := [name for name in names if name not in _classics]:
        return alb._error("LoadBalancerNotFound", f"There is no ACTIVE Load Balancer named '{unknown[0]}'")
    described = "".join(
        f"<member><LoadBalancerName>{name}</LoadBalancerName><Tags>{_tags(name)}</Tags></member>" for name in names)
    return alb._xml(200, "DescribeTags", f"<TagDescriptions>{described}</TagDescriptions>")


def _tags(name: str) -> str:
    return "".join(
        f"<member><Key>{tag['Key']}</Key><Value>{tag['Value']}</Value></member>" for tag in alb._tags.get(arn(name), []))


def _delete(params: dict) -> tuple:
    """Deleting one that is gone succeeds, as on AWS."""
    name = alb._p(params, "LoadBalancerName")
    _classics.pop(name, None)
    alb._tags.pop(arn(name), None)
    return alb._empty("DeleteLoadBalancer")
