"""Rules that findings come from are known to the playbooks, and the management account puts one account in charge of GuardDuty."""

import re
import sys
import types

import pytest
import templates

BASELINE = templates.read(templates.ROOT / "blueprints" / "security-baseline" / "1.0.0.yaml")
ORGANIZATION = templates.read(templates.ROOT / "bootstrap" / "organization.yaml")
PLAYBOOKS = templates.ROOT / "functions/tasks/src/main/java/dev/plumbline/tasks/playbooks/Playbooks.java"


def rules() -> dict[str, dict]:
    return {name: r for name, r in BASELINE.resources.items() if r["Type"] == "AWS::Config::ConfigRule"}


def test_rules_each_areKnownToAPlaybook():
    known = set(re.findall(r'entry\("([a-z0-9-]+)", \w+\.NAME\)', PLAYBOOKS.read_text()))
    assert {r["Properties"]["ConfigRuleName"] for r in rules().values()} <= known


def test_rules_each_areLookedAtByTheCheck():
    joined = str(BASELINE.outputs["RuleNames"]["Value"])
    assert [name for name in rules() if f"'{name}'" not in joined] == []


class Guardduty:
    """GuardDuty of one region, as the management account sees it."""

    def __init__(self, administrators: list[str]):
        self.administrators = administrators

    def list_organization_admin_accounts(self):
        return {"AdminAccounts": [{"AdminAccountId": account} for account in self.administrators]}

    def enable_organization_admin_account(self, AdminAccountId):
        self.administrators.append(AdminAccountId)


def designated(monkeypatch, regions: dict[str, Guardduty], request: str = "Create") -> tuple[str, str]:
    """What the function that organization.yaml carries answers."""
    answers, services = [], []
    organizations = types.SimpleNamespace(enable_aws_service_access=lambda ServicePrincipal: services.append(ServicePrincipal))
    monkeypatch.setitem(sys.modules, "boto3", types.SimpleNamespace(
        client=lambda service, region_name=None: organizations if service == "organizations" else regions[region_name]))
    monkeypatch.setitem(sys.modules, "cfnresponse", types.SimpleNamespace(
        SUCCESS="SUCCESS", FAILED="FAILED", send=lambda *sent, reason: answers.append((sent[2], reason))))
    code: dict = {}
    exec(ORGANIZATION.resources["GuardDutyFunction"]["Properties"]["Code"]["ZipFile"], code)
    code["handler"]({"RequestType": request, "ResourceProperties": {"AccountId": "444444444444", "Regions": list(regions)}}, None)
    return answers[0]


def test_guardDuty_twice_isDesignatedOnceInEachRegion(monkeypatch):
    regions = {"eu-west-1": Guardduty([]), "eu-central-1": Guardduty(["444444444444"])}
    assert designated(monkeypatch, regions) == ("SUCCESS", "")
    assert designated(monkeypatch, regions, "Update") == ("SUCCESS", "")
    assert [region.administrators for region in regions.values()] == [["444444444444"], ["444444444444"]]


def test_guardDuty_anotherInCharge_isRefused(monkeypatch):
    status, reason = designated(monkeypatch, {"eu-west-1": Guardduty(["111111111111"])})
    assert (status, "111111111111" in reason) == ("FAILED", True)


@pytest.mark.parametrize("administrators", [[], ["444444444444"]])
def test_guardDuty_stackRemoved_staysAsItIs(monkeypatch, administrators):
    region = Guardduty(list(administrators))
    assert designated(monkeypatch, {"eu-west-1": region}, "Delete") == ("SUCCESS", "")
    assert region.administrators == administrators


def test_trailOfTheManagementAccount_isAsThoseOfTheOthersAndLetIntoTheBucket():
    trail = ORGANIZATION.resources["Trail"]["Properties"]
    ours = {**trail, "TrailName": "", "S3BucketName": "", "Tags": ""}
    assert {**BASELINE.resources["Trail"]["Properties"], "TrailName": "", "S3BucketName": "", "Tags": ""} == ours
    audit = templates.read(templates.ROOT / "blueprints" / "audit-trail" / "1.0.0.yaml")
    statements = audit.resources["TrailBucketPolicy"]["Properties"]["PolicyDocument"]["Statement"]
    allowed = [str(each["Condition"]["ArnLike"]) for each in statements if each["Sid"] in {"CloudTrailLooks", "CloudTrailWrites"}]
    assert len(allowed) == 2 and all("${ManagementAccountId}:trail/*" in each for each in allowed)
