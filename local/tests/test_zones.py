"""Certificates wait for the delegation of their zone, from the registrar of the domain down.

CloudFormation adds the record by which ACM sees that a domain is the asker's, and the stack stays in progress until ACM has seen it (User Guide,
``AWS::CertificateManager::Certificate``). ACM asks the public DNS, so it sees the record only in a zone to which the DNS leads, and gives up after 72
hours (ACM User Guide, "DNS validation"). A registrar keeps what it was told (Route 53 Developer Guide, "Making Route 53 the DNS service").
"""

import urllib.error

import pytest
from deploy import create, outputs
from emulator import DEV, HUB


def zone(name: str) -> dict:
    return {"Type": "AWS::Route53::HostedZone", "Properties": {"Name": name}}


def certificate(name: str, zone_id: object) -> dict:
    return {"Type": "AWS::CertificateManager::Certificate", "Properties": {
        "DomainName": name, "ValidationMethod": "DNS", "DomainValidationOptions": [{"DomainName": name, "HostedZoneId": zone_id}]}}


def make_zone(emulator, name: str, account: str = DEV) -> tuple[str, list[str]]:
    """The id and the name servers of a new zone."""
    made = outputs(create(emulator.client("cloudformation", account), f"zone-{name.replace('.', '-')}", {
        "Resources": {"Zone": zone(name)},
        "Outputs": {"Id": {"Value": {"Ref": "Zone"}},
                    "NameServers": {"Value": {"Fn::Join": [",", {"Fn::GetAtt": ["Zone", "NameServers"]}]}}}}))
    return made["Id"], made["NameServers"].split(",")


def ask(emulator, stack: str, name: str, zone_id: str, account: str = DEV) -> tuple[str, str]:
    """How a stack with a certificate ended, and what was said of the certificate."""
    cloudformation = emulator.client("cloudformation", account)
    status = create(cloudformation, stack, {"Resources": {"Certificate": certificate(name, zone_id)}})["StackStatus"]
    events = cloudformation.describe_stack_events(StackName=stack)["StackEvents"]
    reasons = [e.get("ResourceStatusReason", "") for e in events if e["LogicalResourceId"] == "Certificate"]
    return status, " ".join(reasons)


def test_certificate_domainToWhichNoRegistrarRefers_isNotIssued(emulator):
    zone_id, servers = make_zone(emulator, "nobody.example")
    status, reason = ask(emulator, "nobody", "nobody.example", zone_id)
    assert status == "ROLLBACK_COMPLETE"
    assert "the registrar of nobody.example does not refer to" in reason and servers[0] in reason


def test_certificate_registrarRefersToOtherServers_isNotIssued(emulator):
    zone_id, _ = make_zone(emulator, "other.example")
    emulator.control("POST", "registrar", domain="other.example", nameServers=["ns-1.example"])
    assert ask(emulator, "other", "other.example", zone_id)[0] == "ROLLBACK_COMPLETE"


def test_certificate_registrarRefersToTheZone_isIssued(emulator):
    zone_id, servers = make_zone(emulator, "known.example")
    emulator.control("POST", "registrar", domain="Known.example.", nameServers=[f"{server}." for server in reversed(servers)])
    assert ask(emulator, "known", "known.example", zone_id)[0] == "CREATE_COMPLETE"


def test_certificate_childOfAZoneToWhichNobodyRefers_isNotIssuedAlthoughTheZoneAboveDelegates(emulator):
    parent, servers = make_zone(emulator, "above.example", HUB)
    child, own = make_zone(emulator, "child.above.example")
    emulator.client("route53", HUB).change_resource_record_sets(HostedZoneId=parent, ChangeBatch={"Changes": [
        {"Action": "UPSERT", "ResourceRecordSet": {
            "Name": "child.above.example", "Type": "NS", "TTL": 300, "ResourceRecords": [{"Value": f"{s}."} for s in own]}}]})
    status, reason = ask(emulator, "below", "child.above.example", child)
    assert (status, "the registrar of above.example" in reason) == ("ROLLBACK_COMPLETE", True)

    emulator.control("POST", "registrar", domain="above.example", nameServers=servers)
    assert ask(emulator, "below-again", "child.above.example", child)[0] == "CREATE_COMPLETE"


@pytest.mark.parametrize("body", [{}, {"domain": "a.example"}, {"domain": "a.example", "nameServers": "ns-1"}])
def test_registrar_unclearRequest_isRefused(emulator, body):
    with pytest.raises(urllib.error.HTTPError, match="400"):
        emulator.control("POST", "registrar", **body)
