"""EKS: one truth behind stacks, Cloud Control and the EKS API; what changes a cluster past them is refused."""

import json

import pytest
from botocore.exceptions import ClientError
from deploy import change_set, create, ended, outputs
from emulator import DEV, REGION


DEVELOPER = "arn:aws:iam::111111111111:role/teams/developer"
EDIT = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy"


def resource(kind: str, **properties) -> dict:
    return {"Type": f"AWS::{kind}", "Properties": properties}


def cluster(**properties: object) -> dict:
    ref, att = (lambda name: {"Ref": name}), (lambda name, key: {"Fn::GetAtt": [name, key]})
    return {
        "Resources": {
            "Vpc": resource("EC2::VPC", CidrBlock="10.0.0.0/16"),
            "Subnet": resource("EC2::Subnet", VpcId=ref("Vpc"), CidrBlock="10.0.1.0/24"),
            "Cluster": resource("EKS::Cluster", **{
                "Name": "shop", "Version": "1.34", "RoleArn": "arn:aws:iam::111111111111:role/cluster",
                "ResourcesVpcConfig": {"SubnetIds": [ref("Subnet")], "EndpointPublicAccess": False}, **properties}),
            "Access": resource("EKS::AccessEntry", ClusterName=ref("Cluster"), PrincipalArn=DEVELOPER, AccessPolicies=[{
                "PolicyArn": EDIT, "AccessScope": {"Type": "namespace", "Namespaces": ["shop"]}}]),
            "Logs": resource("Logs::LogGroup", LogGroupName=f"/aws/eks/{properties.get('Name', 'shop')}/cluster"),
            "Addon": resource("EKS::Addon", ClusterName=ref("Cluster"), AddonName="metrics-server"),
            "Group": resource("EKS::Nodegroup", ClusterName=ref("Cluster"), NodeRole="arn:aws:iam::111111111111:role/n",
                              Subnets=[ref("Subnet")]),
        },
        "Outputs": {name: {"Value": value} for name, value in {
            "Vpc": ref("Vpc"), "Group": att("Cluster", "ClusterSecurityGroupId"), "Endpoint": att("Cluster", "Endpoint"),
            "Arn": att("Cluster", "Arn"), "NodeGroup": ref("Group")}.items()},
    }


@pytest.fixture(scope="module")
def made(emulator):
    stack = create(emulator.client("cloudformation", DEV), "cluster", cluster())
    assert stack["StackStatus"] == "CREATE_COMPLETE", stack
    return outputs(stack)


def test_describeCluster_ofAStack_showsWhatTheStackMade(emulator, made):
    shown = emulator.client("eks", DEV).describe_cluster(name="shop")["cluster"]
    assert (shown["status"], shown["version"], shown["arn"]) == ("ACTIVE", "1.34", made["Arn"])
    assert shown["resourcesVpcConfig"]["endpointPublicAccess"] is False
    assert shown["endpoint"] == made["Endpoint"]


def test_clusterSecurityGroup_ofAStack_isInTheClustersVpc(emulator, made):
    [group] = emulator.client("ec2", DEV).describe_security_groups(GroupIds=[made["Group"]])["SecurityGroups"]
    assert (group["VpcId"], group["GroupName"]) == (made["Vpc"], "eks-cluster-sg-shop")


def test_lists_ofAStack_nameItsParts(emulator, made):
    eks = emulator.client("eks", DEV)
    assert "shop" in eks.list_clusters()["clusters"]
    assert eks.list_addons(clusterName="shop")["addons"] == ["metrics-server"]
    [group] = eks.list_nodegroups(clusterName="shop")["nodegroups"]
    assert made["NodeGroup"] == f"shop/{group}"
    assert eks.describe_nodegroup(clusterName="shop", nodegroupName=group)["nodegroup"]["health"] == {"issues": []}


def test_accessEntries_ofAStack_tellWhoMayDoWhat(emulator, made):
    eks = emulator.client("eks", DEV)
    assert eks.list_access_entries(clusterName="shop")["accessEntries"] == [DEVELOPER]
    [policy] = eks.list_associated_access_policies(clusterName="shop", principalArn=DEVELOPER)["associatedAccessPolicies"]
    assert (policy["policyArn"], policy["accessScope"]) == (EDIT, {"type": "namespace", "namespaces": ["shop"]})
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        eks.list_associated_access_policies(clusterName="shop", principalArn=f"{DEVELOPER}-2")


def test_controlPlaneLogs_ofAClusterThatIsThere_arriveAndAreToldAnHourLate(emulator, made):
    """LogStream: lastEventTimestamp "typically updates in less than an hour from ingestion, but in rare situations might take longer"."""
    def stream() -> dict:
        [found] = emulator.client("logs", DEV).describe_log_streams(logGroupName="/aws/eks/shop/cluster")["logStreams"]
        return found

    assert {"lastEventTimestamp", "lastIngestionTime"}.isdisjoint(stream())
    emulator.control("POST", "resources/break", account=DEV, region="eu-west-1", stack="cluster", logicalId="Logs",
                     set={"streams": {}, "creationTime": 1577836800000})
    assert stream()["lastEventTimestamp"] > stream()["creationTime"]
    emulator.control("POST", "resources/mend")


def test_updateResource_behindTheStack_showsInTheApi(emulator, made):
    control = emulator.client("cloudcontrol", DEV)
    patch = [{"op": "replace", "path": "/ResourcesVpcConfig/EndpointPublicAccess", "value": True}]
    control.update_resource(TypeName="AWS::EKS::Cluster", Identifier="shop", PatchDocument=json.dumps(patch))
    eks = emulator.client("eks", DEV)
    assert eks.describe_cluster(name="shop")["cluster"]["resourcesVpcConfig"]["endpointPublicAccess"] is True


def test_updateClusterConfig_ofWhoReachesIt_isSeenOnce(emulator, made):
    eks = emulator.client("eks", DEV)
    eks.update_cluster_config(name="shop", resourcesVpcConfig={"endpointPublicAccess": False, "endpointPrivateAccess": True})
    reached = eks.describe_cluster(name="shop")["cluster"]["resourcesVpcConfig"]
    assert (reached["endpointPublicAccess"], reached["endpointPrivateAccess"]) == (False, True)
    with pytest.raises(ClientError, match="already at the desired configuration"):
        eks.update_cluster_config(name="shop", resourcesVpcConfig={"endpointPublicAccess": False})
    with pytest.raises(ClientError, match="not emulated locally: logging"):
        eks.update_cluster_config(name="shop", logging={"clusterLogging": []})


def test_version_ofAStack_isUpdatedInPlace(emulator, made):
    cloudformation = emulator.client("cloudformation", DEV)
    described = change_set(cloudformation, "cluster", cluster(Version="1.35"), kind="UPDATE")
    cloudformation.execute_change_set(StackName="cluster", ChangeSetName=described["ChangeSetId"])
    assert ended(cloudformation, "cluster")["StackStatus"] == "UPDATE_COMPLETE"
    shown = emulator.client("eks", DEV).describe_cluster(name="shop")["cluster"]
    assert (shown["version"], shown["endpoint"]) == ("1.35", made["Endpoint"])


def test_breakResource_addon_isDegradedUntilItIsMended(emulator, made):
    emulator.control("POST", "resources/break", account=DEV, region=REGION, stack="cluster", logicalId="Addon",
                     set={"_Status": "DEGRADED", "_Issue": "no node"})
    eks = emulator.client("eks", DEV)
    addon = eks.describe_addon(clusterName="shop", addonName="metrics-server")["addon"]
    assert (addon["status"], addon["health"]["issues"][0]["message"]) == ("DEGRADED", "no node")
    emulator.control("POST", "resources/mend")
    assert eks.describe_addon(clusterName="shop", addonName="metrics-server")["addon"]["status"] == "ACTIVE"


def test_eksApi_whatItDoesNotPlay_isRefusedByName(emulator, made):
    with pytest.raises(ClientError, match="not emulated locally: POST /clusters"):
        emulator.client("eks", DEV).create_cluster(
            name="other", roleArn="arn:aws:iam::111111111111:role/cluster", resourcesVpcConfig={})
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        emulator.client("eks", DEV).describe_cluster(name="other")
