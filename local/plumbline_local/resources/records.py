"""What ExternalDNS does on a cluster that has it as an add-on: a record for each host of an Ingress, in the zones it is given.

As on AWS it says in a text beside each record whose it is, and touches no other. Nobody answers a query.
"""

import json

from ministack.services import route53

from plumbline_local.resources import generic

# As the emulator says of every load balancer.
_BALANCERS_ZONE = "Z35SXDOTRQ7X7K"
_ADDON, _FILTER = "AWS::EKS::Addon", "--zone-id-filter="


def reconcile(cluster: str, addresses: dict[str, dict]) -> None:
    """Keep the records of a cluster: the hosts of its Ingresses, each with the load balancer that it leads to."""
    addon = generic.read(_ADDON, f"{cluster}|external-dns")
    if addon is None:
        return
    arguments = json.loads(addon.get("ConfigurationValues") or "{}").get("extraArgs", [])
    owner = f'"heritage=external-dns,external-dns/owner={cluster}"'
    for zone_id in (a.removeprefix(_FILTER) for a in arguments if a.startswith(_FILTER)):
        if zone_id in route53._zones:
            _keep(zone_id, owner, {f"{host}.": balancer for host, balancer in addresses.items()})


def _keep(zone_id: str, owner: str, wanted: dict[str, dict]) -> None:
    zone, records = route53._zones[zone_id]["name"], route53._records[zone_id]
    own = {r["Name"] for r in records if r["Type"] == "TXT" and owner in r.get("ResourceRecords", [])}
    taken = {r["Name"] for r in records} - own
    records[:] = [r for r in records if r["Name"] not in own or r["Type"] not in ("A", "TXT")]
    for name, balancer in wanted.items():
        if name.endswith(f".{zone}") and name not in taken:
            records.append({"Name": name, "Type": "A", "AliasTarget": {
                "HostedZoneId": _BALANCERS_ZONE, "DNSName": f"{balancer['DNSName']}.", "EvaluateTargetHealth": True}})
            records.append({"Name": name, "Type": "TXT", "TTL": "300", "ResourceRecords": [owner]})
