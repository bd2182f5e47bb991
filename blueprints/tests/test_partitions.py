"""Plumbline runs in the partition aws alone: each template that is deployed by hand or by a StackSet refuses the others before anything is made."""

import re

import pytest
import templates

# By botocore's partitions.json, and the European Sovereign Cloud.
OTHERS = ["cn-north-1", "cn-northwest-1", "us-gov-west-1", "us-gov-east-1", "us-iso-east-1", "us-isob-east-1", "eu-isoe-west-1", "eusc-de-east-1"]
OURS = ["eu-west-1", "us-east-1", "ap-southeast-5", "me-central-1", "mx-central-1", "il-central-1"]
# The parameter that has to be given and tells the partition.
TELLS = {
    "template.yaml": ("WebhookSecretArn", "arn:{partition}:secretsmanager:{region}:555555555555:secret:plumbline/webhook-a1b2c3"),
    "bootstrap/organization.yaml": ("HubRegion", "{region}"),
    "bootstrap/member-deploy.yaml": ("HubRegion", "{region}"),
    "bootstrap/member-look.yaml": ("HubRegion", "{region}"),
    "bootstrap/member-region.yaml": ("HubRegion", "{region}"),
}


def partition(region: str) -> str:
    for prefix, name in (("cn-", "aws-cn"), ("us-gov-", "aws-us-gov"), ("us-iso-", "aws-iso"), ("us-isob-", "aws-iso-b"),
                         ("eu-isoe-", "aws-iso-e"), ("eusc-", "aws-eusc")):
        if region.startswith(prefix):
            return name
    return "aws"


@pytest.mark.parametrize("file", TELLS)
def test_template_ofAnotherPartition_isRefusedInWords(file):
    name, form = TELLS[file]
    parameter = templates.read(templates.ROOT / file).parameters[name]
    assert "Default" not in parameter

    def taken(region: str) -> bool:
        return re.fullmatch(parameter["AllowedPattern"], form.format(region=region, partition=partition(region))) is not None
    assert [region for region in OTHERS if taken(region)] == []
    assert [region for region in OURS if not taken(region)] == []
    assert "GovCloud" in parameter["ConstraintDescription"]


def test_organization_regionsOfTheEstate_areRefusedEach():
    pattern = templates.read(templates.ROOT / "bootstrap/organization.yaml").parameters["Regions"]["AllowedPattern"]
    assert [region for region in OTHERS if re.fullmatch(pattern, region)] == []
    assert all(re.fullmatch(pattern, region) for region in OURS)
