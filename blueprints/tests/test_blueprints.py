"""What holds for every blueprint: its shape, its checks, and what its parameters make."""

import re

import generate_verify_policy
import pytest
import templates

ORDER = ["AWSTemplateFormatVersion", "Transform", "Description", "Metadata", "Parameters", "Rules", "Mappings", "Conditions", "Globals",
         "Resources", "Outputs"]
BLUEPRINTS = templates.blueprints()


def name_of(template: templates.Template) -> str:
    return str(template.path.relative_to(templates.ROOT))


@pytest.mark.parametrize("template", templates.all_templates(), ids=name_of)
def test_sections_anyTemplate_comeInOrder(template):
    sections = re.findall(r"^([A-Za-z]+):", template.path.read_text(), re.M)
    assert sections == [section for section in ORDER if section in sections]


@pytest.mark.parametrize("template", templates.all_templates(), ids=name_of)
def test_parameters_anyTemplate_areGroupedAndLabelled(template):
    interface = template.tree["Metadata"]["AWS::CloudFormation::Interface"]
    grouped = [name for group in interface["ParameterGroups"] for name in group["Parameters"]]
    assert sorted(grouped) == sorted(template.parameters)
    assert sorted(interface["ParameterLabels"]) == sorted(template.parameters)


@pytest.mark.parametrize("template", templates.all_templates(), ids=name_of)
def test_outputs_anyTemplate_areDescribed(template):
    assert [name for name, output in template.outputs.items() if not output["Description"].endswith(".")] == []


@pytest.mark.parametrize("template", templates.all_templates(), ids=name_of)
def test_conditions_anyTemplate_askWhetherItHas(template):
    conditions = template.tree.get("Conditions", {})
    assert [name for name in conditions if not re.match(r"(Has|Is)[A-Z]", name)] == []


@pytest.mark.parametrize("template", BLUEPRINTS, ids=name_of)
def test_checks_anyBlueprint_nameWhatIsThere(template):
    resources, probes = set(template.resources), set(generate_verify_policy.TYPED)
    ids = [check["Id"] for check in template.checks]
    assert len(ids) == len(set(ids))
    for check in template.checks:
        assert check.keys() <= {"Id", "Resource", "Expect", "Says", "Seen", "Probe", "With"}, check["Id"]
        assert ("Probe" in check) != ("Resource" in check and "Expect" in check), check["Id"]
        assert check.get("Resource") in resources | {None}, check["Id"]
        assert check.get("Probe") in probes | {None}, check["Id"]
        assert "Says" in check, check["Id"]


@pytest.mark.parametrize("template", BLUEPRINTS, ids=name_of)
def test_checks_anyBlueprint_boundNamesExist(template):
    for check in template.checks:
        for expression in (check.get("Expect", ""), *check.get("With", {}).values()):
            assert set(re.findall(r"\$outputs\.(\w+)", expression)) <= set(template.outputs), check["Id"]
            assert set(re.findall(r"\$parameters\.(\w+)", expression)) <= set(template.parameters), check["Id"]


@pytest.mark.parametrize("template", BLUEPRINTS, ids=name_of)
def test_checks_anyBlueprint_canBeReadThroughCloudControl(template):
    for check in template.checks:
        if "Resource" in check:
            generate_verify_policy.read_permissions(template.resources[check["Resource"]]["Type"])


@pytest.mark.parametrize("template", BLUEPRINTS, ids=name_of)
def test_stateful_anyBlueprint_isKeptAndNamesWhatIsThere(template):
    metadata = template.tree["Metadata"]["Plumbline"]
    assert set(metadata["Windowed"]) <= set(template.parameters)
    for name in metadata["Stateful"]:
        assert {"DeletionPolicy", "UpdateReplacePolicy"} <= template.resources[name].keys()


@pytest.mark.parametrize("template", BLUEPRINTS, ids=name_of)
def test_size_anyBlueprint_fitsCloudFormationsLimits(template):
    assert len(template.resources) <= 500
    assert len(template.parameters) <= 200
    assert len(template.outputs) <= 200
    assert template.path.stat().st_size <= 1_000_000


def vpc(**values: str) -> dict:
    [template] = [b for b in BLUEPRINTS if b.path.match("vpc/1.0.0.yaml")]
    return template.made({"VpcName": "a", "CidrBlock": "10.0.0.0/16", **values})


@pytest.mark.parametrize(("zones", "nat", "gateways", "subnets", "routes"), [
    ("a,b", "none", 0, 6, 1),
    ("a,b", "one", 1, 6, 3),
    ("a,b", "each-zone", 2, 6, 3),
    ("a,b,c", "none", 0, 9, 1),
    ("a,b,c", "one", 1, 9, 4),
    ("a,b,c", "each-zone", 3, 9, 4),
])
def test_vpc_zonesAndNat_makeWhatTheySay(zones, nat, gateways, subnets, routes):
    made = [resource["Type"] for resource in vpc(Zones=zones, NatGateways=nat).values()]
    assert made.count("AWS::EC2::NatGateway") == gateways
    assert made.count("AWS::EC2::EIP") == gateways
    assert made.count("AWS::CloudWatch::Alarm") == 2 * gateways
    assert made.count("AWS::EC2::Subnet") == subnets
    assert made.count("AWS::EC2::SubnetRouteTableAssociation") == subnets
    assert made.count("AWS::EC2::SubnetNetworkAclAssociation") == subnets
    assert made.count("AWS::EC2::Route") == routes


def test_vpc_everySubnet_keepsItsAddressesToItself():
    subnets = [r for r in vpc(Zones="a,b,c").values() if r["Type"] == "AWS::EC2::Subnet"]
    assert all(subnet["Properties"]["MapPublicIpOnLaunch"] is False for subnet in subnets)
    blocks = [str(subnet["Properties"]["CidrBlock"]) for subnet in subnets]
    assert len(blocks) == len(set(blocks))


def test_vpc_secondZone_staysWhenAThirdIsAdded():
    two, three = vpc(Zones="a,b"), vpc(Zones="a,b,c")
    assert {name: three[name] for name in two} == two
