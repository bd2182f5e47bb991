"""What AWS moves by itself, how it shows, and that nothing takes it back."""

import json
import uuid
from urllib.error import HTTPError

import pytest
from botocore.exceptions import ClientError
from deploy import create, ended
from emulator import DEV, eventually

from test_clusters import cluster
from test_drift import drifts, parameters, reverting

DATABASE = {
    "Parameters": {name: {"Type": "String", "Default": default} for name, default in {
        "Version": "17.6", "Size": "20", "Days": "7", "Upgrades": "true", "Major": "false"}.items()},
    "Resources": {"Database": {"Type": "AWS::RDS::DBInstance", "Properties": {
        "DBInstanceIdentifier": "moved", "Engine": "postgres", "EngineVersion": {"Ref": "Version"}, "StorageType": "gp3",
        "DBInstanceClass": "db.t4g.micro", "AllocatedStorage": {"Ref": "Size"}, "MaxAllocatedStorage": "35",
        "AutoMinorVersionUpgrade": {"Ref": "Upgrades"}, "AllowMajorVersionUpgrade": {"Ref": "Major"},
        "BackupRetentionPeriod": {"Ref": "Days"}, "MasterUsername": "master", "ManageMasterUserPassword": True}}}}


@pytest.fixture
def stack(emulator):
    """A stack with a database of 17.6 and 20 GiB; everything is offered to it."""
    cloudformation = emulator.client("cloudformation", DEV)
    emulator.control("POST", "offers", engineVersions={"17.6": ["17.7", "18.1"]})
    name = f"moved-{uuid.uuid4().hex[:8]}"
    made = create(cloudformation, name, DATABASE)
    assert made["StackStatus"] == "CREATE_COMPLETE", made
    yield name
    cloudformation.delete_stack(StackName=name)
    eventually(lambda: not emulator.client("rds", DEV).describe_db_instances(
        Filters=[{"Name": "db-instance-id", "Values": ["moved"]}])["DBInstances"])


def database(emulator) -> tuple[str, int]:
    [seen] = emulator.client("rds", DEV).describe_db_instances(DBInstanceIdentifier="moved")["DBInstances"]
    return seen["EngineVersion"], seen["AllocatedStorage"]


def move(emulator, **options) -> list[dict]:
    return emulator.control("POST", "moves", account=DEV, region="eu-west-1", **options)["moved"]


def update(emulator, stack: str, **values: str) -> dict:
    """Pushes values for some parameters; the others keep theirs."""
    cloudformation = emulator.client("cloudformation", DEV)
    kept = [{"ParameterKey": name, "UsePreviousValue": True} for name in DATABASE["Parameters"].keys() - values.keys()]
    cloudformation.update_stack(
        StackName=stack, UsePreviousTemplate=True, Parameters=[*parameters(**values), *kept])
    return ended(cloudformation, stack)


def reason(emulator, stack: str) -> str:
    events = emulator.client("cloudformation", DEV).describe_stack_events(StackName=stack)["StackEvents"]
    return next(e["ResourceStatusReason"] for e in events
                if e["LogicalResourceId"] == "Database" and e["ResourceStatus"] == "UPDATE_FAILED")


def test_minorUpgradeAndGrowth_areDriftInPlainDetectionAndOnlyTheUpgradeIsLeftAloneByAChangeSet(emulator, stack):
    # cloudformation-coverage-roadmap 1309 and 430; CloudFormation user guide, "Using drift-aware change sets".
    cloudformation = emulator.client("cloudformation", DEV)
    moved = move(emulator, shortOfStorage=["moved"])

    assert {"resource": "moved", "property": "EngineVersion", "from": "17.6", "to": "17.7"} in moved
    assert {"resource": "moved", "property": "AllocatedStorage", "from": "20", "to": "30"} in moved
    assert database(emulator) == ("17.7", 30)
    found = drifts(cloudformation, stack)["Database"]["PropertyDifferences"]
    assert {(d["PropertyPath"], d["ExpectedValue"], d["ActualValue"]) for d in found} == {
        ("/EngineVersion", "17.6", "17.7"), ("/AllocatedStorage", "20", "30")}
    [change] = reverting(cloudformation, stack)["Changes"]
    assert [d["Target"]["Name"] for d in change["ResourceChange"]["Details"]] == ["AllocatedStorage"]


def test_grownStorage_putBack_isRefusedAndRolledBack(emulator, stack):
    # resource-providers-rds pull request 598: "Invalid storage size for engine name ... and storage type gp3".
    cloudformation = emulator.client("cloudformation", DEV)
    move(emulator, shortOfStorage=["moved"])
    reverting(cloudformation, stack)
    cloudformation.execute_change_set(StackName=stack, ChangeSetName="revert")

    assert ended(cloudformation, stack)["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert "Invalid storage size for engine name postgres and storage type gp3: 20" in reason(emulator, stack)
    assert database(emulator) == ("17.7", 30)


def test_otherProperty_pushedAfterAMove_leavesWhatAwsMoved(emulator, stack):
    # The handler of AWS::RDS::DBInstance sends a version only where the template has changed it, and the larger storage.
    move(emulator, shortOfStorage=["moved"])

    assert update(emulator, stack, Days="9")["StackStatus"] == "UPDATE_COMPLETE"

    assert database(emulator) == ("17.7", 30)


@pytest.mark.parametrize("values,refused", [
    ({"Version": "17.5"}, "Cannot upgrade postgres from 17.7 to 17.5"),
    ({"Version": "18.1"}, "The AllowMajorVersionUpgrade flag must be present when upgrading to a new major version."),
    ({"Size": "25"}, "Invalid storage size for engine name postgres and storage type gp3: 25"),
], ids=["version", "major-version", "storage"])
def test_downgrade_pushed_isRefusedAndRolledBack(emulator, stack, values, refused):
    move(emulator, shortOfStorage=["moved"])

    assert update(emulator, stack, **values)["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"

    assert refused in reason(emulator, stack)
    assert database(emulator) == ("17.7", 30)


def test_majorVersionAllowed_andTheLiveMinorOne_areTaken(emulator, stack):
    move(emulator)
    assert update(emulator, stack, Version="17.7")["StackStatus"] == "UPDATE_COMPLETE"
    assert drifts(emulator.client("cloudformation", DEV), stack) == {}
    assert update(emulator, stack, Version="18.1", Major="true")["StackStatus"] == "UPDATE_COMPLETE"
    assert database(emulator) == ("18.1", 20)


def test_majorVersionAlone_isWhateverMinorOneThereIs(emulator, stack):
    # Pull request 390 there: the template's version is a prefix for drift detection.
    move(emulator)
    assert update(emulator, stack, Version="17")["StackStatus"] == "UPDATE_COMPLETE"
    assert database(emulator) == ("17.7", 20)
    assert drifts(emulator.client("cloudformation", DEV), stack) == {}


def test_upgradeInAnUpdateThatFails_isNotTakenBack(emulator, stack):
    emulator.control("POST", "faults", resources=[{"stack": stack, "logicalId": "Topic", "operation": "create"}])
    wider = json.loads(json.dumps(DATABASE))
    wider["Resources"]["Topic"] = {"Type": "AWS::SNS::Topic", "DependsOn": "Database"}
    cloudformation = emulator.client("cloudformation", DEV)
    cloudformation.update_stack(StackName=stack, TemplateBody=json.dumps(wider), Parameters=parameters(Version="17.7"))

    assert ended(cloudformation, stack)["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert database(emulator) == ("17.7", 20)


def test_modifyDbInstance_backwards_isAnInvalidCombination(emulator, stack):
    rds = emulator.client("rds", DEV)
    with pytest.raises(ClientError, match="Cannot upgrade postgres from 17.6 to 17.5") as refused:
        rds.modify_db_instance(DBInstanceIdentifier="moved", EngineVersion="17.5", ApplyImmediately=True)
    assert refused.value.response["Error"]["Code"] == "InvalidParameterCombination"
    with pytest.raises(ClientError, match="Invalid storage size"):
        rds.modify_db_instance(DBInstanceIdentifier="moved", AllocatedStorage=10, ApplyImmediately=True)


def test_withoutAutomaticUpgrades_orAtItsLimit_nothingMoves(emulator, stack):
    assert update(emulator, stack, Upgrades="false")["StackStatus"] == "UPDATE_COMPLETE"
    assert [m for m in move(emulator) if m["resource"] == "moved"] == []
    move(emulator, shortOfStorage=["moved"])
    move(emulator, shortOfStorage=["moved"])
    assert database(emulator) == ("17.6", 35)
    with pytest.raises(HTTPError):
        move(emulator, shortOfStorage=["moved"])


def test_versionsGoBack_whereATestWantsIt(emulator, stack):
    move(emulator)
    emulator.control("POST", "faults", versionsGoBack=True)
    assert update(emulator, stack, Version="17.5")["StackStatus"] == "UPDATE_COMPLETE"
    assert database(emulator) == ("17.5", 20)


def version(emulator, name: str) -> str:
    return emulator.client("eks", DEV).describe_cluster(name=name)["cluster"]["version"]


@pytest.mark.parametrize("policy,after", [("STANDARD", "1.35"), ("EXTENDED", "1.34")])
def test_cluster_whoseVersionLeavesStandardSupport_isUpgradedUnlessMoreIsPaidFor(emulator, policy, after):
    # EKS user guide, "Understand the Kubernetes version lifecycle": upgrade policy.
    cloudformation, name = emulator.client("cloudformation", DEV), f"ends-{policy.lower()}"
    template = cluster(Name=name, UpgradePolicy={"SupportType": policy})
    assert create(cloudformation, name, template)["StackStatus"] == "CREATE_COMPLETE"
    assert [m for m in move(emulator) if m["resource"] == name] == []
    emulator.control("POST", "offers", supportEnds={"1.34": 1})

    move(emulator)

    assert version(emulator, name) == after
    emulator.control("POST", "offers/clear")
    cloudformation.delete_stack(StackName=name)


@pytest.mark.parametrize("moves,pushed,status", [
    (False, ["1.35"], "UPDATE_COMPLETE"),
    (False, ["1.36"], "UPDATE_ROLLBACK_COMPLETE"),
    (False, ["1.33"], "UPDATE_ROLLBACK_COMPLETE"),
    (False, ["1.35", "1.34"], "UPDATE_COMPLETE"),
    (True, ["1.33"], "UPDATE_ROLLBACK_COMPLETE"),
], ids=["up", "two-up", "down", "back-within-seven-days", "down-after-a-move"])
def test_clusterVersion_pushed_goesUpByOneAndBackOnlyAfterThat(emulator, moves, pushed, status):
    # "Unsupported Kubernetes minor version update from 1.25 to 1.24" (rancher 43316); rollback: UpdateClusterVersion.
    cloudformation, name = emulator.client("cloudformation", DEV), f"goes-{uuid.uuid4().hex[:8]}"
    create(cloudformation, name, cluster(Name=name, UpgradePolicy={"SupportType": "STANDARD"}))
    if moves:
        emulator.control("POST", "offers", supportEnds={"1.34": 1})
        move(emulator)
        emulator.control("POST", "offers/clear")
    for wanted in pushed:
        template = cluster(Name=name, UpgradePolicy={"SupportType": "STANDARD"}, Version=wanted)
        cloudformation.update_stack(StackName=name, TemplateBody=json.dumps(template))
        made = ended(cloudformation, name)
    assert made["StackStatus"] == status
    if status != "UPDATE_COMPLETE":
        events = cloudformation.describe_stack_events(StackName=name)["StackEvents"]
        assert any("Unsupported Kubernetes minor version update from" in e.get("ResourceStatusReason", "") for e in events)
    assert version(emulator, name) == (pushed[-1] if status == "UPDATE_COMPLETE" else "1.35" if moves else "1.34")
    cloudformation.delete_stack(StackName=name)


def test_cluster_upgradedByEks_staysUpgradedWhenSomethingElseIsPushed(emulator):
    cloudformation, name = emulator.client("cloudformation", DEV), "stays"
    template = cluster(Name=name, UpgradePolicy={"SupportType": "STANDARD"})
    create(cloudformation, name, template)
    emulator.control("POST", "offers", supportEnds={"1.34": 1})
    move(emulator)
    emulator.control("POST", "offers/clear")
    assert drifts(cloudformation, name)["Cluster"]["PropertyDifferences"][0]["PropertyPath"] == "/Version"

    template["Resources"]["Cluster"]["Properties"]["DeletionProtection"] = False
    cloudformation.update_stack(StackName=name, TemplateBody=json.dumps(template))

    assert ended(cloudformation, name)["StackStatus"] == "UPDATE_COMPLETE"
    assert version(emulator, name) == "1.35"
    cloudformation.delete_stack(StackName=name)
