"""Hosted zones and certificates as stacks make them: private zones, name servers, delegation, validation.

The records are the emulator's own, so that Route 53 and ACM show and change them. Nobody answers a query. A certificate
is issued if its validation could be seen from outside: each zone above delegates to the next, and the registrar of the
domain refers to the name servers of the topmost zone. No AWS account sets the latter: a person does, here by
``POST /_plumbline/registrar``.
"""

import hashlib
import re

from ministack.core.responses import get_region
from ministack.services import acm, route53
from ministack.services.cloudformation import drift, provisioners

from plumbline_local.faults import BadFault
from plumbline_local.patching import replaces

_ZONE, _CERTIFICATE = "AWS::Route53::HostedZone", "AWS::CertificateManager::Certificate"
_TOP_LEVELS = ("com", "net", "org", "co.uk")

# The name servers to which the registrar of a domain refers, by domain without the last dot.
_registered: dict[str, list[str]] = {}


def state() -> dict:
    """What registrars know, which a restart does not take back."""
    return {"registered": _registered}


def restore(saved: dict | None) -> None:
    if saved:
        _registered.update(saved["registered"])


@replaces("services.route53", "_list_resource_record_sets", "1942e8b46e4e")
def list_resource_record_sets(original, zone_id: str, query_params: dict):
    """Names with octal codes for whatever is no letter, digit, hyphen, underscore or dot: a wildcard is \\052."""
    status, headers, body = original(zone_id, query_params)
    return status, headers, re.sub(rb"(?<=<Name>)[^<]+", lambda name: _CODED.sub(_octal, name[0]), body)


_CODED = re.compile(rb"[^a-z0-9_.\\-]")


def _octal(found: re.Match) -> bytes:
    return b"\\%03o" % found[0][0]


def register(request: dict) -> dict:
    """What a person tells the registrar of a domain; without name servers it refers to none."""
    if request.keys() != {"domain", "nameServers"}:
        raise BadFault("the body has to hold domain and nameServers, and nothing else")
    domain, servers = request["domain"], request["nameServers"]
    if not isinstance(domain, str) or not isinstance(servers, list) or not all(isinstance(s, str) for s in servers):
        raise BadFault("domain is a text, nameServers a list of texts")
    _registered[_bare(domain)] = sorted(_bare(server) for server in servers)
    return {"domain": _bare(domain), "nameServers": _registered[_bare(domain)]}


def registered(_request: dict) -> dict:
    """What registrars know."""
    return {"domains": _registered}


def _bare(name: str) -> str:
    return name.rstrip(".").lower()


def install() -> None:
    """Put the handlers around the emulator's own, and enter the readers."""
    zones = provisioners._RESOURCE_HANDLERS[_ZONE]
    provisioners._RESOURCE_HANDLERS[_ZONE] = {
        **zones, "create": _making_zone(zones["create"]), "update": _making_zone(zones["update"])}
    certificates = provisioners._RESOURCE_HANDLERS[_CERTIFICATE]
    provisioners._RESOURCE_HANDLERS[_CERTIFICATE] = {**certificates, "create": _issuing(certificates["create"])}
    drift._DRIFT_READERS[_ZONE] = (_read_zone, frozenset({"Name", "HostedZoneConfig", "VPCs"}))
    drift._DRIFT_READERS[_CERTIFICATE] = (_read_certificate, frozenset({"DomainName", "SubjectAlternativeNames"}))


def _making_zone(original):
    def make(*arguments):
        zone_id, _ = original(*arguments)
        # A create is told the properties second, an update the new ones third.
        props = arguments[1] if isinstance(arguments[1], dict) and len(arguments) == 3 else arguments[2]
        zone = route53._zones[zone_id]
        zone["vpcs"] = [{"VPCRegion": v.get("VPCRegion", get_region()), "VPCId": v["VPCId"]} for v in props.get("VPCs") or []]
        zone["private"] = bool(zone["vpcs"])
        zone.setdefault("name_servers", [] if zone["private"] else _name_servers(zone_id))
        _answer_for_itself(zone)
        return zone_id, {"Id": zone_id, **({} if zone["private"] else {"NameServers": zone["name_servers"]})}
    return make


def _name_servers(zone_id: str) -> list[str]:
    """Four servers, other ones for each zone."""
    digest = hashlib.sha256(zone_id.encode()).digest()
    return [f"ns-{digest[n] + 256 * n}.awsdns-{digest[n] % 64:02}.{top}" for n, top in enumerate(_TOP_LEVELS)]


def _answer_for_itself(zone: dict) -> None:
    for record in route53._records[zone["id"]]:
        if record["Type"] == "NS" and record["Name"] == zone["name"] and zone["name_servers"]:
            record["ResourceRecords"] = [f"{server}." for server in zone["name_servers"]]


@replaces("services.route53", "_build_delegation_set_el", "8480e78a3f37")
def build_delegation_set(original, parent, zone_name: str) -> None:
    """The servers of this very zone."""
    original(parent, zone_name)
    zone = next((z for z in route53._zones.values() if z["name"] == zone_name and z.get("name_servers")), None)
    if zone:
        for element, server in zip(parent.iter("NameServer"), zone["name_servers"], strict=False):
            element.text = server


def _issuing(original):
    def create(logical_id, props, stack_name):
        for option in props.get("DomainValidationOptions") or []:
            zone = route53._zones.get(option.get("HostedZoneId", ""))
            if zone is None:
                raise ValueError(f"The hosted zone {option.get('HostedZoneId')} does not exist (HandlerErrorCode: NotFound)")
            if gap := _gap(zone):
                # ACM asks for 72 hours, and so long the resource stays in progress; the end of that is played at once.
                raise ValueError(f"The validation of {option['DomainName']} timed out: {gap} (HandlerErrorCode: NotStabilized)")
        arn, attributes = original(logical_id, props, stack_name)
        for option in props.get("DomainValidationOptions") or []:
            _validate(option)
        return arn, attributes
    return create


def _gap(zone: dict) -> str | None:
    """Where somebody who asks from the root on loses the way to a zone, or None if they find its name servers."""
    above = [(account, other) for (account, _), other in route53._zones._data.items()
             if not other.get("private") and zone["name"].endswith(f".{other['name']}")]
    wanted = sorted(zone.get("name_servers") or [])
    if not above:
        if wanted and _registered.get(_bare(zone["name"])) == wanted:
            return None
        return f"the registrar of {_bare(zone['name'])} does not refer to {', '.join(wanted)}"
    account, parent = max(above, key=lambda found: len(found[1]["name"]))
    records = route53._records._data.get((account, parent["id"]), [])
    if not any(r["Type"] == "NS" and r["Name"] == zone["name"] and sorted(map(_bare, r["ResourceRecords"])) == wanted for r in records):
        return f"the zone above does not delegate {zone['name']}"
    return _gap(parent)


def _validate(option: dict) -> None:
    """The record by which ACM sees that the zone is the asker's; CloudFormation puts it there."""
    shown = acm._validation_options(option["DomainName"], "DNS")["ResourceRecord"]
    records = route53._records[option["HostedZoneId"]]
    if not any(r["Name"] == shown["Name"] and r["Type"] == "CNAME" for r in records):
        records.append({"Name": shown["Name"], "Type": "CNAME", "TTL": "300", "ResourceRecords": [shown["Value"]]})


def _read_zone(physical_id: str, props: dict) -> dict | None:
    zone = route53._zones.get(physical_id)
    return None if zone is None else {
        "Id": physical_id, "Name": zone["name"],
        "HostedZoneConfig": {"Comment": zone.get("comment", "")},
        **({"VPCs": zone["vpcs"]} if zone.get("private") else {"NameServers": zone.get("name_servers", [])})}


def _read_certificate(physical_id: str, props: dict) -> dict | None:
    certificate = acm._certificates.get(physical_id)
    return None if certificate is None else {
        "CertificateArn": physical_id, "DomainName": certificate["DomainName"],
        # ACM counts the certificate's own name among them; what the template did not state is not told.
        "SubjectAlternativeNames": [name for name in certificate["SubjectAlternativeNames"] if name != certificate["DomainName"]
                                    or name in props.get("SubjectAlternativeNames", [name])],
        "KeyAlgorithm": certificate.get("KeyAlgorithm", "RSA_2048"), "Tags": certificate.get("Tags", [])}
