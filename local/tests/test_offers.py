"""What AWS offers to what runs, and what comes of taking it."""

import time
from urllib.error import HTTPError

import pytest
from deploy import create, outputs
from emulator import DEV

from test_clusters import cluster

TEMPLATE = {
    "Resources": {
        "Database": {"Type": "AWS::RDS::DBInstance", "Properties": {
            "DBInstanceIdentifier": "offered", "Engine": "postgres", "EngineVersion": "17.6", "DBInstanceClass": "db.t4g.micro",
            "AllocatedStorage": "20", "MasterUsername": "master", "ManageMasterUserPassword": True}},
        "Template": {"Type": "AWS::EC2::LaunchTemplate", "Properties": {"LaunchTemplateData": {
            "ImageId": "resolve:ssm:/aws/service/canonical/ubuntu/server/24.04/stable/current/arm64/hvm/ebs-gp3/ami-id",
            "InstanceType": "t4g.micro"}}},
        "Group": {"Type": "AWS::AutoScaling::AutoScalingGroup", "Properties": {
            "AutoScalingGroupName": "offered", "MinSize": "1", "MaxSize": "1", "AvailabilityZones": ["eu-west-1a"],
            "LaunchTemplate": {"LaunchTemplateId": {"Ref": "Template"},
                               "Version": {"Fn::GetAtt": ["Template", "LatestVersionNumber"]}}}},
    },
    "Outputs": {"Template": {"Value": {"Ref": "Template"}}},
}


@pytest.fixture(scope="module")
def made(emulator):
    stack = create(emulator.client("cloudformation", DEV), "offers", TEMPLATE)
    assert stack["StackStatus"] == "CREATE_COMPLETE", stack
    clusters = create(emulator.client("cloudformation", DEV), "offered-cluster", cluster(Name="offered"))
    assert clusters["StackStatus"] == "CREATE_COMPLETE", clusters
    return outputs(stack)


@pytest.fixture(autouse=True)
def nothing_passing(emulator):
    yield
    emulator.control("POST", "offers/clear")


def test_engineVersions_offered_areValidTargets(emulator, made):
    rds = emulator.client("rds", DEV)

    # Not those that test_moves releases: what was released stays.
    def targets():
        [version] = rds.describe_db_engine_versions(Engine="postgres", EngineVersion="16.6")["DBEngineVersions"]
        return {t["EngineVersion"]: t["IsMajorVersionUpgrade"] for t in version["ValidUpgradeTarget"]}

    assert targets() == {}
    emulator.control("POST", "offers", engineVersions={"16.6": ["16.7"]})
    emulator.control("POST", "offers/clear")
    emulator.control("POST", "offers", engineVersions={"16.6": ["17.1"]})
    assert targets() == {"16.7": False, "17.1": True}


def test_maintenance_takenAtOnce_setsWhatWasSeeded(emulator, made):
    emulator.control("POST", "resources/break", account=DEV, region="eu-west-1", stack="offers", logicalId="Database", set={
        "_Maintenance": [{"Action": "system-update", "_Sets": {"DBInstanceStatus": "incompatible-restore"}}]})
    rds = emulator.client("rds", DEV)
    [resource] = rds.describe_pending_maintenance_actions()["PendingMaintenanceActions"]
    assert resource["PendingMaintenanceActionDetails"] == [{"Action": "system-update"}]

    rds.apply_pending_maintenance_action(
        ResourceIdentifier=resource["ResourceIdentifier"], ApplyAction="system-update", OptInType="immediate")

    assert rds.describe_pending_maintenance_actions()["PendingMaintenanceActions"] == []
    [instance] = rds.describe_db_instances(DBInstanceIdentifier="offered")["DBInstances"]
    assert instance["DBInstanceStatus"] == "incompatible-restore"
    emulator.control("POST", "resources/mend")


def test_image_released_isTakenByAnInstanceRefreshAndNeverGoesBack(emulator, made):
    ec2, autoscaling = emulator.client("ec2", DEV), emulator.client("autoscaling", DEV)

    def running():
        found = ec2.describe_instances(Filters=[
            {"Name": "tag:aws:autoscaling:groupName", "Values": ["offered"]},
            {"Name": "instance-state-name", "Values": ["running"]}])
        [instance] = [i for r in found["Reservations"] for i in r["Instances"]]
        return instance["InstanceId"], instance["ImageId"], {t["Key"]: t["Value"] for t in instance["Tags"]}

    def leads_to():
        [version] = ec2.describe_launch_template_versions(
            LaunchTemplateId=made["Template"], Versions=["1"], ResolveAlias=True)["LaunchTemplateVersions"]
        return version["LaunchTemplateData"]["ImageId"]

    before, image, tags = running()
    assert (tags["aws:ec2launchtemplate:id"], tags["aws:ec2launchtemplate:version"]) == (made["Template"], "1")
    assert leads_to() == image
    emulator.control("POST", "offers", image="newer")
    assert leads_to() != image

    autoscaling.start_instance_refresh(AutoScalingGroupName="offered")

    after, newer, _ = running()
    assert (after != before, newer) == (True, leads_to())
    [state] = emulator.client("ssm", DEV).describe_instance_patch_states(InstanceIds=[after])["InstancePatchStates"]
    assert state["MissingCount"] == 0

    emulator.control("POST", "offers/clear")
    assert leads_to() == newer
    emulator.control("POST", "offers", image="newest")
    assert leads_to() not in {image, newer}
    with pytest.raises(HTTPError):
        emulator.control("POST", "offers", image="newer", missingPatches=7)
    [state] = emulator.client("ssm", DEV).describe_instance_patch_states(InstanceIds=[after])["InstancePatchStates"]
    assert state["MissingCount"] == 0, "nothing of a request that is refused"


def test_patchScan_ofANano_diesAndTellsNothing(emulator, made):
    """amazon-ssm-agent 615: "SSM Agent cannot manage t3.nano instances. Not enough RAM. OOM during package baseline scan." """
    ec2 = emulator.client("ec2", DEV)
    subnet = ec2.describe_subnets()["Subnets"][0]["SubnetId"]
    small, large = (
        ec2.run_instances(ImageId="ami-1234567890abcdef0", InstanceType=kind, MinCount=1, MaxCount=1, SubnetId=subnet)["Instances"][0]["InstanceId"]
        for kind in ("t4g.nano", "t4g.micro"))
    states = emulator.client("ssm", DEV).describe_instance_patch_states(InstanceIds=[small, large])["InstancePatchStates"]
    assert [state["InstanceId"] for state in states] == [large]
    ec2.terminate_instances(InstanceIds=[small, large])


def test_cluster_offered_takesVersionsOfItsParts(emulator, made):
    eks = emulator.client("eks", DEV)
    ends = int(time.time()) + 86400
    emulator.control("POST", "offers", addonVersions={"metrics-server": ["v0.8.0-eksbuild.2"]}, supportEnds={"1.34": ends},
                     insights={"1.35": "An API is gone."}, nodeRelease="1.50.0-abc")

    [addon] = eks.describe_addon_versions(kubernetesVersion="1.34")["addons"]
    eks.update_addon(clusterName="offered", addonName="metrics-server", addonVersion=addon["addonVersions"][0]["addonVersion"])
    assert eks.describe_addon(clusterName="offered", addonName="metrics-server")["addon"]["addonVersion"] == "v0.8.0-eksbuild.2"

    [group] = eks.list_nodegroups(clusterName="offered")["nodegroups"]
    eks.update_nodegroup_version(clusterName="offered", nodegroupName=group)
    assert eks.describe_nodegroup(clusterName="offered", nodegroupName=group)["nodegroup"]["releaseVersion"] == "1.50.0-abc"

    [version] = eks.describe_cluster_versions(clusterVersions=["1.34"])["clusterVersions"]
    assert version["endOfStandardSupportDate"].timestamp() == ends
    eks.start_insights_refresh(clusterName="offered")
    assert eks.describe_insights_refresh(clusterName="offered")["status"] == "COMPLETED"
    [insight] = eks.list_insights(clusterName="offered", filter={"kubernetesVersions": ["1.35"]})["insights"]
    assert insight["insightStatus"] == {"status": "ERROR", "reason": "An API is gone."}
    assert eks.list_insights(clusterName="offered", filter={"kubernetesVersions": ["1.36"]})["insights"] == []

    emulator.control("POST", "offers", insights={"1.36": "Another API is gone."})
    assert eks.describe_insights_refresh(clusterName="offered")["endedAt"].timestamp() < time.time() - 86400
    assert eks.list_insights(clusterName="offered", filter={"kubernetesVersions": ["1.36"]})["insights"] == []
    eks.start_insights_refresh(clusterName="offered")
    assert len(eks.list_insights(clusterName="offered", filter={"kubernetesVersions": ["1.36"]})["insights"]) == 1


def test_cluster_madeAfterReleases_beginsWithTheNewest(emulator, made):
    emulator.control("POST", "offers", addonVersions={"metrics-server": ["v0.10.0-eksbuild.1", "v0.9.1-eksbuild.1"]},
                     nodeRelease="1.51.0-abc", supportEnds={"1.34": 1})
    emulator.control("POST", "offers/clear")

    stack = create(emulator.client("cloudformation", DEV), "late-cluster", cluster(Name="late"))

    assert stack["StackStatus"] == "CREATE_COMPLETE", stack
    eks, ssm = emulator.client("eks", DEV), emulator.client("ssm", DEV)
    addon = eks.describe_addon(clusterName="late", addonName="metrics-server")["addon"]
    assert addon["addonVersion"] == "v0.10.0-eksbuild.1", "the newest is told by its numbers, not by its letters or its place"
    [group] = eks.list_nodegroups(clusterName="late")["nodegroups"]
    newest = ssm.get_parameter(Name="/aws/service/bottlerocket/aws-k8s-1.34/arm64/latest/image_version")["Parameter"]["Value"]
    assert eks.describe_nodegroup(clusterName="late", nodegroupName=group)["nodegroup"]["releaseVersion"] == newest
    assert newest == "1.51.0-abc"
    assert eks.describe_cluster_versions(clusterVersions=["1.34"])["clusterVersions"] == [], "this date passes"


def test_addon_whoseUpdateFails_isDegraded(emulator, made):
    eks = emulator.client("eks", DEV)
    emulator.control("POST", "offers", failingAddons=["metrics-server"])
    eks.update_addon(clusterName="offered", addonName="metrics-server", addonVersion="v0.9.0-eksbuild.1")
    addon = eks.describe_addon(clusterName="offered", addonName="metrics-server")["addon"]
    assert (addon["status"], addon["health"]["issues"][0]["message"]) == (
        "DEGRADED", "The pods of the new version do not start.")
