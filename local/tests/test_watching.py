"""GuardDuty, Config's recorders, trails and analyzers: their APIs switch what stacks have made, refuse a second, and deliver where they may."""

import json
import re
import sys
import textwrap
import types
from pathlib import Path

import pytest
from botocore.exceptions import ClientError
from deploy import create, ended, inline
from emulator import MANAGEMENT, PROD, REGION, SECURITY, STAGE, credentials_of

ROOT = Path(__file__).resolve().parents[2]


def _bucket(name: str, *services: str, **properties) -> dict:
    """A bucket of a stack, into which services deliver."""
    statements = [{"Effect": "Allow", "Principal": {"Service": service}, "Action": ["s3:GetBucketAcl", "s3:PutObject"],
                   "Resource": [f"arn:aws:s3:::{name}", f"arn:aws:s3:::{name}/AWSLogs/*"]} for service in services]
    return {
        "Bucket": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": name, **properties}},
        "Policy": {"Type": "AWS::S3::BucketPolicy", "Properties": {"Bucket": {"Ref": "Bucket"}, "PolicyDocument": {
            "Version": "2012-10-17", "Statement": statements}}}}


_TEMPLATE = {"Resources": {
    **_bucket("trail", "cloudtrail.amazonaws.com", "config.amazonaws.com"),
    "Detector": {"Type": "AWS::GuardDuty::Detector", "Properties": {"Enable": True}},
    "Recorder": {"Type": "AWS::Config::ConfigurationRecorder", "Properties": {
        "Name": "default", "RoleARN": "arn:aws:iam::222222222222:role/config"}},
    "Channel": {"Type": "AWS::Config::DeliveryChannel", "DependsOn": "Policy", "Properties": {"S3BucketName": "trail"}},
    "Trail": {"Type": "AWS::CloudTrail::Trail", "DependsOn": "Policy", "Properties": {
        "TrailName": "main", "S3BucketName": "trail", "IsLogging": True, "EnableLogFileValidation": True}},
}}


@pytest.fixture(scope="module")
def watched(emulator):
    """Stage, watched by what a stack has made."""
    stack = create(emulator.client("cloudformation", STAGE), "watching", _TEMPLATE)
    assert stack["StackStatus"] == "CREATE_COMPLETE", stack


def _parameters(given: dict[str, str]) -> list[dict[str, str]]:
    return [{"ParameterKey": name, "ParameterValue": value} for name, value in given.items()]


def test_findings_active_areListedByCriteriaAndRead(emulator, watched):
    """ListFindings takes updatedAt in milliseconds, GetFindings fifty ids (GuardDuty API reference)."""
    guardduty = emulator.client("guardduty", STAGE)
    [detector] = guardduty.list_detectors()["DetectorIds"]
    found = [
        {"id": name, "accountId": account, "type": "Recon:EC2/Portscan", "updatedAt": at, "service": {"archived": archived}}
        for name, account, at, archived in (
            ("new", STAGE, "2026-12-01T00:00:00.000Z", False), ("old", STAGE, "2026-11-01T00:00:00.000Z", False),
            ("archived", STAGE, "2026-12-01T00:00:00.000Z", True), ("of-a-member", PROD, "2026-12-01T00:00:00.000Z", False))]
    emulator.control("POST", "findings", account=STAGE, region=REGION, source="guardduty", findings=found)

    criterion = {"accountId": {"Eq": [STAGE]}, "service.archived": {"Eq": ["false"]}, "updatedAt": {"GreaterThanOrEqual": 1794700800000}}
    listed = guardduty.list_findings(DetectorId=detector, FindingCriteria={"Criterion": criterion})["FindingIds"]
    assert listed == ["new"]
    assert [each["Type"] for each in guardduty.get_findings(DetectorId=detector, FindingIds=listed)["Findings"]] == ["Recon:EC2/Portscan"]
    with pytest.raises(ClientError, match="not emulated locally: findings by severity"):
        guardduty.list_findings(DetectorId=detector, FindingCriteria={"Criterion": {"severity": {"Gte": 7}}})


def test_complianceOfRules_broken_isListedWithWhatBreaksThem(emulator):
    config = emulator.client("config", STAGE)
    emulator.control("POST", "findings", account=STAGE, region=REGION, source="config", findings=[{
        "EvaluationResultIdentifier": {"OrderingTimestamp": 1, "EvaluationResultQualifier": {
            "ConfigRuleName": "restricted-ssh", "ResourceType": "AWS::EC2::SecurityGroup", "ResourceId": "sg-1"}},
        "ComplianceType": "NON_COMPLIANT"}])

    [rule] = config.describe_compliance_by_config_rule(ComplianceTypes=["NON_COMPLIANT"])["ComplianceByConfigRules"]
    [result] = config.get_compliance_details_by_config_rule(ConfigRuleName=rule["ConfigRuleName"])["EvaluationResults"]
    assert result["EvaluationResultIdentifier"]["EvaluationResultQualifier"]["ResourceId"] == "sg-1"
    with pytest.raises(ClientError, match="NoSuchConfigRuleException"):
        config.get_compliance_details_by_config_rule(ConfigRuleName="unknown")


def shown(emulator, kind: str, identifier: str) -> dict:
    found = emulator.client("cloudcontrol", STAGE).get_resource(TypeName=kind, Identifier=identifier)
    return json.loads(found["ResourceDescription"]["Properties"])


def test_detector_ofAStack_isSwitchedByTheApi(emulator, watched):
    guardduty = emulator.client("guardduty", STAGE)
    [detector] = guardduty.list_detectors()["DetectorIds"]
    assert guardduty.get_detector(DetectorId=detector)["Status"] == "ENABLED"
    guardduty.update_detector(DetectorId=detector, Enable=False)
    assert guardduty.get_detector(DetectorId=detector)["Status"] == "DISABLED"
    assert shown(emulator, "AWS::GuardDuty::Detector", detector)["Enable"] is False


def test_detector_second_isRefused(emulator, watched):
    with pytest.raises(ClientError, match="already exists"):
        emulator.client("guardduty", STAGE).create_detector(Enable=True)


def test_recorder_ofAStack_recordsUntilItIsStopped(emulator, watched):
    config = emulator.client("config", STAGE)
    assert [r["recording"] for r in config.describe_configuration_recorder_status()["ConfigurationRecordersStatus"]] == [True]
    config.stop_configuration_recorder(ConfigurationRecorderName="default")
    assert not config.describe_configuration_recorder_status()["ConfigurationRecordersStatus"][0]["recording"]
    config.start_configuration_recorder(ConfigurationRecorderName="default")
    assert config.describe_configuration_recorder_status()["ConfigurationRecordersStatus"][0]["recording"]


def test_trail_ofAStack_showsWhatTheApiStopped(emulator, watched):
    trails = emulator.client("cloudtrail", STAGE)
    assert trails.get_trail(Name="main")["Trail"]["LogFileValidationEnabled"]
    trails.stop_logging(Name="main")
    trails.update_trail(Name="main", EnableLogFileValidation=False)
    assert not trails.get_trail_status(Name="main")["IsLogging"]
    trail = shown(emulator, "AWS::CloudTrail::Trail", "main")
    assert (trail["IsLogging"], trail["EnableLogFileValidation"]) == (False, False)


@pytest.fixture
def charge(emulator):
    """Puts the security account in charge of GuardDuty, as the management account."""
    management = emulator.client("guardduty", MANAGEMENT)
    management.enable_organization_admin_account(AdminAccountId=SECURITY)
    yield management
    if management.list_organization_admin_accounts()["AdminAccounts"]:
        management.disable_organization_admin_account(AdminAccountId=SECURITY)


def _detector(guardduty) -> str:
    found = guardduty.list_detectors()["DetectorIds"]
    return found[0] if found else guardduty.create_detector(Enable=True)["DetectorId"]


def test_members_beforeAnybodyIsInCharge_areNobodysToSwitch(emulator):
    """The organisation has no administrator of GuardDuty until its management account names one (guide, "Managing GuardDuty accounts with AWS Organizations")."""
    security = emulator.client("guardduty", SECURITY)
    mine = _detector(security)
    for refused in (
            lambda: security.describe_organization_configuration(DetectorId=mine),
            lambda: security.update_organization_configuration(DetectorId=mine, AutoEnableOrganizationMembers="ALL")):
        with pytest.raises(security.exceptions.BadRequestException, match="required AWS Organization master permission"):
            refused()


@pytest.mark.parametrize("asks", [
    lambda guardduty: guardduty.list_organization_admin_accounts(),
    lambda guardduty: guardduty.enable_organization_admin_account(AdminAccountId=SECURITY),
    lambda guardduty: guardduty.disable_organization_admin_account(AdminAccountId=SECURITY)])
@pytest.mark.parametrize("account", [SECURITY, STAGE])
def test_administrator_askedByAMember_isRefused(emulator, charge, account, asks):
    """All three: "Only the organization's management account can run this API operation" (API reference)."""
    with pytest.raises(ClientError, match="not the master account") as refused:
        asks(emulator.client("guardduty", account))
    assert refused.value.response["Error"]["Code"] == "BadRequestException"


def test_administrator_enabled_hasADetectorInThatRegionAlone(emulator, charge):
    """ "For this administrator account, GuardDuty gets enabled automatically only in the designated AWS Region" (guide)."""
    assert charge.list_organization_admin_accounts()["AdminAccounts"] == [{"AdminAccountId": SECURITY, "AdminStatus": "ENABLED"}]
    security = emulator.client("guardduty", SECURITY)
    [detector] = security.list_detectors()["DetectorIds"]
    assert security.get_detector(DetectorId=detector)["Status"] == "ENABLED"
    assert emulator.client("guardduty", SECURITY, "eu-north-1").list_detectors()["DetectorIds"] == []
    assert emulator.client("guardduty", MANAGEMENT, "eu-north-1").list_organization_admin_accounts()["AdminAccounts"] == []


def test_administrator_another_isRefusedInEveryRegion(emulator, charge):
    """ "It is required that you use the same account as delegated GuardDuty administrator account in all other Regions" (guide)."""
    for region in (REGION, "eu-central-1"):
        with pytest.raises(ClientError, match="another account is already enabled"):
            emulator.client("guardduty", MANAGEMENT, region).enable_organization_admin_account(AdminAccountId=STAGE)
    with pytest.raises(ClientError, match="not member of AWS Organizations"):
        charge.enable_organization_admin_account(AdminAccountId="123456789012")


def test_administrator_disabled_switchesNobodyAndAnotherMayFollow(emulator, charge):
    security = emulator.client("guardduty", SECURITY)
    mine = _detector(security)
    security.update_organization_configuration(DetectorId=mine, AutoEnableOrganizationMembers="ALL")
    charge.disable_organization_admin_account(AdminAccountId=SECURITY)
    assert charge.list_organization_admin_accounts()["AdminAccounts"] == []
    with pytest.raises(ClientError, match="master permission"):
        security.describe_organization_configuration(DetectorId=mine)
    with pytest.raises(ClientError):
        charge.disable_organization_admin_account(AdminAccountId=SECURITY)
    charge.enable_organization_admin_account(AdminAccountId=PROD)
    prod = emulator.client("guardduty", PROD)
    enabled = prod.describe_organization_configuration(DetectorId=_detector(prod))["AutoEnableOrganizationMembers"]
    charge.disable_organization_admin_account(AdminAccountId=PROD)
    assert enabled == "NONE"


def test_organizationTemplate_itsFunction_putsTheAccountInChargeOfEachRegionOnce(emulator, monkeypatch):
    """What bootstrap/organization.yaml carries, against the same refusals; access of services is nothing that the emulator keeps."""
    source = re.search(r"ZipFile: \|\n(.*?)\n      Tags:", (ROOT / "bootstrap" / "organization.yaml").read_text(), re.S)[1]
    organizations = types.SimpleNamespace(enable_aws_service_access=lambda ServicePrincipal: None)
    monkeypatch.setitem(sys.modules, "cfnresponse", types.SimpleNamespace())
    monkeypatch.setitem(sys.modules, "boto3", types.SimpleNamespace(client=lambda service, region_name=None: (
        organizations if service == "organizations" else emulator.client(service, MANAGEMENT, region_name))))
    function: dict = {}
    exec(textwrap.dedent(source), function)
    regions = [REGION, "eu-central-1"]
    for _ in range(2):
        function["designate"](SECURITY, regions)
    with pytest.raises(ValueError, match=f"{SECURITY} administers GuardDuty"):
        function["designate"](STAGE, regions)
    for region in regions:
        management = emulator.client("guardduty", MANAGEMENT, region)
        assert [each["AdminAccountId"] for each in management.list_organization_admin_accounts()["AdminAccounts"]] == [SECURITY]
        management.disable_organization_admin_account(AdminAccountId=SECURITY)


def test_members_switchedOnByTheirAdministrator_haveDetectorsAndKnowIt(emulator, charge):
    administrator = emulator.client("guardduty", SECURITY)
    [mine] = administrator.list_detectors()["DetectorIds"]
    administrator.update_organization_configuration(DetectorId=mine, AutoEnableOrganizationMembers="ALL")
    assert administrator.describe_organization_configuration(DetectorId=mine)["AutoEnableOrganizationMembers"] == "ALL"
    member = emulator.client("guardduty", PROD)
    [detector] = member.list_detectors()["DetectorIds"]
    assert member.get_detector(DetectorId=detector)["Status"] == "ENABLED"
    assert member.get_administrator_account(DetectorId=detector)["Administrator"]["AccountId"] == SECURITY
    with pytest.raises(ClientError, match="master permission"):
        member.describe_organization_configuration(DetectorId=detector)


def test_detector_ofARoleThatMayOnlyLook_isNotSwitched(emulator, watched):
    [detector] = emulator.client("guardduty", STAGE).list_detectors()["DetectorIds"]
    arn = f"arn:aws:guardduty:{REGION}:{STAGE}:detector/{detector}"
    with pytest.raises(ClientError, match="not authorized"):
        switched(emulator, "looks", ["guardduty:GetDetector"], "*").update_detector(DetectorId=detector, Enable=True)
    switched(emulator, "switches", ["guardduty:UpdateDetector"], arn).update_detector(DetectorId=detector, Enable=True)


def switched(emulator, role: str, actions: list[str], resource: str):
    iam = emulator.client("iam", STAGE)
    iam.create_role(RoleName=role, AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": f"arn:aws:iam::{STAGE}:root"}}]}))
    iam.put_role_policy(RoleName=role, PolicyName="p", PolicyDocument=json.dumps({
        "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": actions, "Resource": resource}]}))
    session = emulator.client("sts", STAGE).assume_role(RoleArn=f"arn:aws:iam::{STAGE}:role/{role}", RoleSessionName="test")
    return emulator.client("guardduty", STAGE, **credentials_of(session["Credentials"]))


def test_lookup_namesWhoChangedAResourceAndNotWhoRead(emulator):
    logs, trails = emulator.client("logs", STAGE), emulator.client("cloudtrail", STAGE)
    logs.create_log_group(logGroupName="looked-up")
    logs.put_retention_policy(logGroupName="looked-up", retentionInDays=3)
    logs.describe_log_groups(logGroupNamePrefix="looked-up")
    events = trails.lookup_events(LookupAttributes=[{"AttributeKey": "ResourceName", "AttributeValue": "looked-up"}])["Events"]
    assert [event["EventName"] for event in events] == ["PutRetentionPolicy", "CreateLogGroup"]
    told = json.loads(events[0]["CloudTrailEvent"])
    assert told["userIdentity"]["arn"] == f"arn:aws:iam::{STAGE}:root"
    assert told["eventSource"] == "logs.amazonaws.com"


def test_lookup_ofWhatWasRefused_findsNothing(emulator):
    logs, trails = emulator.client("logs", STAGE), emulator.client("cloudtrail", STAGE)
    with pytest.raises(ClientError):
        logs.put_retention_policy(logGroupName="never-made", retentionInDays=3)
    found = trails.lookup_events(LookupAttributes=[{"AttributeKey": "ResourceName", "AttributeValue": "never-made"}])
    assert found["Events"] == []


def test_lookup_neverHoldsWhatIsSecret(emulator):
    emulator.client("secretsmanager", STAGE).create_secret(Name="looked-up", SecretString="hidden-away")
    trails = emulator.client("cloudtrail", STAGE)
    for value, count in (("looked-up", 1), ("hidden-away", 0)):
        found = trails.lookup_events(LookupAttributes=[
            {"AttributeKey": "ResourceName", "AttributeValue": value}, {"AttributeKey": "EventName", "AttributeValue": "CreateSecret"}])
        assert len(found["Events"]) == count


def test_auditTrail_withAndWithoutAManagementAccount_letsTheTrailsOfExactlyThoseIn(emulator):
    template = (ROOT / "blueprints" / "audit-trail" / "1.0.0.yaml").read_text()
    cloudformation, s3 = (emulator.client(service, SECURITY) for service in ("cloudformation", "s3"))
    given = {"TrailBucketName": "trail-of-the-test", "ConfigBucketName": "config-of-the-test", "AccountIds": f"{STAGE},{PROD}"}

    def let_in() -> list[list[str]]:
        policy = json.loads(s3.get_bucket_policy(Bucket="trail-of-the-test")["Policy"])
        return [sorted(s["Condition"]["ArnLike"]["aws:SourceArn"]) for s in policy["Statement"] if s["Sid"].startswith("CloudTrail")]

    members = [f"arn:*:cloudtrail:*:{STAGE}:trail/*", f"arn:*:cloudtrail:*:{PROD}:trail/*"]
    stack = create(cloudformation, "audit-of-the-test", template, Parameters=_parameters(given))
    assert stack["StackStatus"] == "CREATE_COMPLETE", stack
    assert let_in() == [sorted(members)] * 2
    cloudformation.update_stack(
        StackName="audit-of-the-test", TemplateBody=inline(template), Parameters=_parameters({**given, "ManagementAccountId": MANAGEMENT}))
    assert ended(cloudformation, "audit-of-the-test")["StackStatus"] == "UPDATE_COMPLETE"
    assert let_in() == [sorted([*members, f"arn:*:cloudtrail:*:{MANAGEMENT}:trail/*"])] * 2


def _reasons(emulator, stack: str) -> str:
    events = emulator.client("cloudformation", PROD).describe_stack_events(StackName=stack)["StackEvents"]
    return " ".join(event.get("ResourceStatusReason", "") for event in events if event["ResourceStatus"] == "CREATE_FAILED")


_RECORDER = {"Type": "AWS::Config::ConfigurationRecorder", "Properties": {"RoleARN": f"arn:aws:iam::{PROD}:role/config"}}


@pytest.fixture
def a_recorder(emulator):
    """Production has had a recorder and a channel before there was an estate."""
    config, s3 = emulator.client("config", PROD), emulator.client("s3", PROD)
    s3.create_bucket(Bucket="of-before", CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_bucket_policy(Bucket="of-before", Policy=json.dumps(
        _bucket("of-before", "config.amazonaws.com", "cloudtrail.amazonaws.com")["Policy"]["Properties"]["PolicyDocument"]))
    config.put_configuration_recorder(ConfigurationRecorder={"name": "mine", "roleARN": f"arn:aws:iam::{PROD}:role/config"})
    config.put_delivery_channel(DeliveryChannel={"name": "mine", "s3BucketName": "of-before"})
    config.start_configuration_recorder(ConfigurationRecorderName="mine")
    yield
    for name in ("mine", "default"):
        if name in [found["name"] for found in config.describe_configuration_recorders()["ConfigurationRecorders"]]:
            config.delete_configuration_recorder(ConfigurationRecorderName=name)
    config.delete_delivery_channel(DeliveryChannelName="mine")
    s3.delete_bucket(Bucket="of-before")


def test_recorder_secondOfAnAccountAndRegion_isRefused(emulator, a_recorder):
    """PutConfigurationRecorder: "You can create only one customer managed configuration recorder for each account for each Region"."""
    stack = create(emulator.client("cloudformation", PROD), "second-recorder", {"Resources": {"Recorder": _RECORDER}})
    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"
    assert "MaxNumberOfConfigurationRecordersExceededException" in _reasons(emulator, "second-recorder")
    config = emulator.client("config", PROD)
    with pytest.raises(config.exceptions.MaxNumberOfConfigurationRecordersExceededException):
        config.put_configuration_recorder(ConfigurationRecorder={"name": "other", "roleARN": f"arn:aws:iam::{PROD}:role/config"})
    with pytest.raises(config.exceptions.MaxNumberOfDeliveryChannelsExceededException):
        config.put_delivery_channel(DeliveryChannel={"name": "other", "s3BucketName": "of-before"})


def test_channel_removedWhileItsRecorderRuns_isRefused(emulator, a_recorder):
    """DeleteDeliveryChannel: "Before you can delete the delivery channel, you must stop the customer managed configuration recorder"."""
    config = emulator.client("config", PROD)
    with pytest.raises(config.exceptions.LastDeliveryChannelDeleteFailedException):
        config.delete_delivery_channel(DeliveryChannelName="mine")
    assert [channel["name"] for channel in config.describe_delivery_channels()["DeliveryChannels"]] == ["mine"]


def test_trail_ofANameThatIsTaken_isRefused(emulator, a_recorder):
    """CreateTrail: TrailAlreadyExistsException, "when the specified trail already exists"."""
    trails = emulator.client("cloudtrail", PROD)
    trails.create_trail(Name="taken", S3BucketName="of-before")
    stack = create(emulator.client("cloudformation", PROD), "second-trail", {"Resources": {"Trail": {
        "Type": "AWS::CloudTrail::Trail", "Properties": {"TrailName": "taken", "S3BucketName": "of-before", "IsLogging": True}}}})
    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"
    assert "TrailAlreadyExistsException" in _reasons(emulator, "second-trail")
    trails.delete_trail(Name="taken")


def test_analyzer_secondOfItsType_isRefused(emulator):
    """IAM Access Analyzer's quotas: one analyzer of external access for each account and region; CreateAnalyzer's ServiceQuotaExceededException."""
    analyzers = emulator.client("accessanalyzer", PROD)
    analyzers.create_analyzer(analyzerName="mine", type="ACCOUNT")
    stack = create(emulator.client("cloudformation", PROD), "second-analyzer", {"Resources": {"Analyzer": {
        "Type": "AWS::AccessAnalyzer::Analyzer", "Properties": {"AnalyzerName": "account", "Type": "ACCOUNT"}}}})
    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"
    assert "ServiceQuotaExceededException" in _reasons(emulator, "second-analyzer")
    assert [found["name"] for found in analyzers.list_analyzers(type="ACCOUNT")["analyzers"]] == ["mine"]
    analyzers.delete_analyzer(analyzerName="mine")


_LOCK = {"ObjectLockEnabled": True, "VersioningConfiguration": {"Status": "Enabled"}, "ObjectLockConfiguration": {
    "ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": {"Mode": "COMPLIANCE", "Days": 365}}}}


@pytest.mark.parametrize(("name", "services", "properties", "code"), [
    ("locked", ("config.amazonaws.com",), _LOCK, "InsufficientDeliveryPolicyException"),
    ("closed", ("cloudtrail.amazonaws.com",), {}, "InsufficientDeliveryPolicyException"),
])
def test_channel_intoABucketThatConfigCannotDeliverTo_isRefused(emulator, name, services, properties, code):
    """AWS::Config::DeliveryChannel, and manage-delivery-channel in Config's guide: no bucket whose object lock has a default retention."""
    stack = create(emulator.client("cloudformation", PROD), f"channel-{name}", {"Resources": {
        **_bucket(f"{name}-of-the-test", *services, **properties), "Recorder": _RECORDER,
        "Channel": {"Type": "AWS::Config::DeliveryChannel", "DependsOn": "Policy", "Properties": {"S3BucketName": f"{name}-of-the-test"}}}})
    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"
    assert code in _reasons(emulator, f"channel-{name}")


def test_trail_intoABucketThatDoesNotLetCloudTrailIn_isRefused(emulator):
    """CreateTrail: InsufficientS3BucketPolicyException, "when the policy on the S3 bucket is not sufficient"."""
    stack = create(emulator.client("cloudformation", PROD), "trail-closed", {"Resources": {
        **_bucket("closed-to-trails", "config.amazonaws.com"), "Trail": {
            "Type": "AWS::CloudTrail::Trail", "DependsOn": "Policy",
            "Properties": {"TrailName": "closed", "S3BucketName": "closed-to-trails", "IsLogging": True}}}})
    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"
    assert "InsufficientS3BucketPolicyException" in _reasons(emulator, "trail-closed")
