"""Every row by which the journeys break a live resource breaks it here, for the check that it names and for no other, and is mended."""

from pathlib import Path

import pytest
import yaml
from deploy import create, outputs
from emulator import DEV, HUB, REGION
from test_templates import (  # noqa: F401 (fixtures are found by their names)
    ORGANIZATION, blueprint, bootstrap, broken_checks, certified_zone, control_plane, database_network, emulator, estate_stack, host, parameters)

ROWS = Path(__file__).parent.parent / "journeys" / "src" / "test" / "resources" / "broken"
DATABASE = {"EngineVersion": "17.6", "MultiAz": "true", "InstanceClass": "db.t4g.medium", "BackupRetentionDays": "14",
            "LogRetentionDays": "30", "DeletionProtection": "true", "ClientSecurityGroupId": "", "ClientCidrBlock": ""}


@pytest.fixture(scope="module")
def stacks(emulator, database_network):  # noqa: F811
    """A stack for each one that rows name, with what it was given."""
    cloudformation = emulator.client("cloudformation", HUB)

    def in_hub(name: str, **given: str) -> tuple[dict, dict]:
        stack = create(cloudformation, f"estate-{name}", blueprint(name), Parameters=parameters(**given),
                       RoleARN=f"arn:aws:iam::{HUB}:role/plumbline-execution")
        return stack, given

    def in_dev(name: str, of: str, **given: str) -> tuple[dict, dict]:
        return estate_stack(emulator, name, blueprint(of), **given), given

    of_parent = {"PublicZoneName": "acme.example", "ChildNameA": "dev.acme.example", "ChildAccountIdA": DEV}
    parent = certified_zone(emulator, **of_parent), of_parent
    sink = in_hub("monitoring", EnvironmentName="hub", SinkOrganizationId=ORGANIZATION, LogRetentionDays="90")
    made = {
        "prod/network": in_dev("network", "vpc", VpcName="prod", CidrBlock="10.30.0.0/16", Zones="a,b,c",
                               NatGateways="each-zone", FlowLogRetentionDays="365"),
        "shared-services/notifications": in_hub("notifications", TopicPrefix="hub", KeyOrganizationId=ORGANIZATION),
        "prod/database": in_dev("prod-app", "rds-postgres", InstanceName="prod-app", ReadReplicas="1",
                                BackupCopyRegion="eu-central-1", **DATABASE, **database_network),
        "dev/database": in_dev("dev-app", "rds-postgres", InstanceName="dev-app", ReadReplicas="0", BackupCopyRegion="",
                               **DATABASE, **database_network),
        "shared-services/server-access": in_hub("server-access", EnvironmentName="hub", LogRetentionDays="365"),
        "shared-services/dns": parent,
        "dev/dns": in_dev("dns", "dns", PublicZoneName="dev.acme.example", PrivateZoneName="dev.internal",
                          VpcId=database_network["VpcId"], ParentZoneId=outputs(parent[0])["PublicZoneId"],
                          ParentRoleArn=outputs(parent[0])["ChildRoleArnA"]),
        "shared-services/monitoring": sink,
        "dev/monitoring": in_dev("monitoring", "monitoring", EnvironmentName="dev", LogRetentionDays="90",
                                 SinkArn=outputs(sink[0])["SinkArn"], WatchedLogGroupA="/aws/rds/instance/dev-app/postgresql"),
    }
    for name, (stack, _) in made.items():
        assert stack["StackStatus"] in ("CREATE_COMPLETE", "UPDATE_COMPLETE"), name
    return made


def rows() -> list:
    """The rows of the blueprints that a single account of the local default can hold without a network of its own."""
    found = []
    for name in ("rds-postgres", "dns", "monitoring", "notifications", "server-access", "vpc"):
        for group in yaml.safe_load((ROWS / f"{name}.yaml").read_text()):
            found += [pytest.param(name, group["stack"], row, id=f"{name}-{row['check']}")
                      for row in group["breaks"] if not {"like", "of"} & row.keys() and not str(row.get("id", "")).startswith("dev-vpc")]
    return found


@pytest.mark.parametrize(("name", "place", "row"), rows())
def test_row_broken_breaksItsCheckAloneAndIsMended(emulator, stacks, name, place, row):  # noqa: F811
    stack, given = stacks[place]
    body = blueprint(name)
    account = stack["StackId"].split(":")[4]
    metadata = {check["Id"]: check for check in yaml.safe_load(_metadata(body))["Metadata"]["Plumbline"]["Checks"]}
    request = {key: value for key, value in row.items() if key in ("type", "id", "set", "append", "gone")}

    emulator.control("POST", "resources/break", account=account, region=REGION, stack=stack["StackName"],
                     **request, **({"logicalId": row["resource"]} if "resource" in row else {}))

    try:
        expected = [] if "Probe" in metadata[row["check"]] else [row["check"]]
        assert broken_checks(emulator, stack, body, account, **given)[1] == expected
    finally:
        emulator.control("POST", "resources/mend")
    assert broken_checks(emulator, stack, body, account, **given)[1] == []


def _metadata(body: str) -> str:
    return body[:body.index("\nParameters:")]
