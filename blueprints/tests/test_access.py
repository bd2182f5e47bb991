"""Who may do what: the roles in the hub and in the accounts fit each other, and each can do no more than its job."""

import json
import re
from fnmatch import fnmatch
from functools import reduce
from operator import getitem
from pathlib import Path

import generate_verify_policy
import pytest
import templates
from cfnlint.data import schemas
from plumbline_local import schemas as resource_schemas

HUB = templates.read(templates.ROOT / "template.yaml")
DEPLOY, LOOK, MEND = (templates.read(templates.ROOT / "bootstrap" / f"member-{part}.yaml") for part in ("deploy", "look", "mend"))
REGION = templates.read(templates.ROOT / "bootstrap" / "member-region.yaml")
HANDED_OUT = {"plan", "preview", "provision", "patch", "remediate", "verify"}


def named(template: templates.Template, kind: str, key: str) -> dict[str, dict]:
    return {
        str(r["Properties"][key]): r["Properties"] for r in template.resources.values() if r["Type"] == kind and key in r["Properties"]
    }


def statements(role: dict) -> list[dict]:
    return [s for policy in role["Policies"] for s in policy["PolicyDocument"]["Statement"] if "Effect" in s]


def actions(role: dict, effect: str = "Allow") -> set[str]:
    found = set()
    for statement in statements(role):
        if statement["Effect"] == effect:
            action = statement.get("Action", [])
            found |= {action} if isinstance(action, str) else set(action)
    return found


HUB_ROLES = named(HUB, "AWS::IAM::Role", "RoleName")
MEMBER_ROLES = {name: role for part in (DEPLOY, LOOK, MEND) for name, role in named(part, "AWS::IAM::Role", "RoleName").items()}
MEMBER_POLICIES = {name: policy for part in (DEPLOY, LOOK) for name, policy in named(part, "AWS::IAM::ManagedPolicy", "ManagedPolicyName").items()}


def test_functions_each_haveARoleOfTheirOwn():
    functions = named(HUB, "AWS::Serverless::Function", "FunctionName")
    used = [f["Role"]["Fn::GetAtt"][0] for f in functions.values()]
    assert len(used) == len(set(used)) == len(functions)
    for name, function in functions.items():
        role = HUB.resources[function["Role"]["Fn::GetAtt"][0]]["Properties"]
        assert role["RoleName"] == f"{name}-function"


@pytest.mark.parametrize("job", sorted(HANDED_OUT))
def test_memberRole_anyJob_trustsItsFunctionOnly(job):
    [statement] = MEMBER_ROLES[f"plumbline-{job}"]["AssumeRolePolicyDocument"]["Statement"]
    trusted = statement["Condition"]["ArnEquals"]["aws:PrincipalArn"]["Fn::Sub"]
    assert trusted.endswith(f":role/plumbline-{job}-function")
    with_organization, without = statement["Condition"]["StringEquals"]["Fn::If"][1:]
    assert with_organization.keys() == {"sts:ExternalId", "aws:PrincipalOrgID"}
    assert without.keys() == {"sts:ExternalId"}


@pytest.mark.parametrize("job", sorted(HANDED_OUT))
def test_hubRole_assumes_onlyTheRoleOfItsJob(job):
    [assume] = [s for s in statements(HUB_ROLES[f"plumbline-{job}-function"]) if s["Action"] == "sts:AssumeRole"]
    assert assume["Resource"]["Fn::Sub"].endswith(f"role/plumbline-{job}")
    name, organization, accounts = assume["Condition"]["StringEquals"]["Fn::If"]
    external = {"sts:ExternalId": {"Ref": "ExternalId"}}
    assert (name, assume["Condition"].keys()) == ("HasOrganization", {"StringEquals"})
    assert organization == {**external, "aws:ResourceOrgID": {"Ref": "OrganizationId"}}
    assert accounts == {**external, "aws:ResourceAccount": {"Ref": "MemberAccounts"}}


def test_hubRoles_others_assumeNothing():
    may = {name for name, role in HUB_ROLES.items() if "sts:AssumeRole" in actions(role)}
    assert may == {f"plumbline-{job}-function" for job in HANDED_OUT}


@pytest.mark.parametrize("door", ["webhook", "codecommit"])
def test_door_role_readsWhereABranchStandsAndStartsOneMachine(door):
    allowed = actions(HUB_ROLES[f"plumbline-{door}-function"])
    own = {"secretsmanager:GetSecretValue"} if door == "webhook" else {"sqs:SendMessage"}
    logs = {"logs:CreateLogStream", "logs:PutLogEvents", "xray:PutTraceSegments", "xray:PutTelemetryRecords"}
    assert allowed == {"dynamodb:GetItem", "states:StartExecution"} | own | logs
    [read] = [s for s in statements(HUB_ROLES[f"plumbline-{door}-function"]) if "dynamodb:GetItem" in s["Action"]]
    assert read["Condition"]["ForAllValues:StringLike"] == {"dynamodb:LeadingKeys": ["REF#*"]}


def test_hubRoles_all_neverScanAndNeverEverything():
    for name, role in HUB_ROLES.items():
        allowed = actions(role)
        assert "dynamodb:Scan" not in allowed, name
        assert not [a for a in allowed if a.endswith("*")], name


@pytest.mark.parametrize("job", ["plan", "preview"])
def test_planRoles_whatChanges_isDeniedOutright(job):
    plan = MEMBER_ROLES[f"plumbline-{job}"]
    changing = {f"cloudformation:{a}" for a in ("ExecuteChangeSet", "DeleteStack", "CreateStack", "UpdateStack")}
    assert changing | {"iam:PassRole"} <= actions(plan, "Deny")


def test_previewFunction_writes_nothingThatRunsGoBy():
    """Line `touch-what-runs-go-by`: its input is what nobody has merged."""
    written = {"dynamodb": set(), "s3": set()}
    for statement in statements(HUB_ROLES["plumbline-preview-function"]):
        listed = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
        if any(action in ("dynamodb:PutItem", "dynamodb:UpdateItem") for action in listed):
            written["dynamodb"] |= set(statement["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"])
        if "s3:PutObject" in listed:
            written["s3"] |= {arn["Fn::Sub"] for arn in statement["Resource"]}
    assert written == {
        "dynamodb": {"REF#pull-request/*", "RUN#plan-*"},
        "s3": {"${Bucket.Arn}/runs/plan-*", "${Bucket.Arn}/templates/previews/*"}}
    allowed = actions(HUB_ROLES["plumbline-preview-function"])
    assert not {action for action in allowed if action.startswith(("states:S", "sns:", "lambda:", "dynamodb:Delete"))}


def test_planFunction_looks_andMakesNoChangeSet():
    assert not {a for a in actions(MEMBER_ROLES["plumbline-plan"]) if a.startswith(("cloudformation:Create", "cloudformation:Delete", "s3:"))}


def test_provisionRole_passes_theExecutionRoleToCloudFormationOnly():
    [passes] = [s for s in statements(MEMBER_ROLES["plumbline-provision"]) if s["Action"] == "iam:PassRole"]
    assert passes["Resource"] == {"Fn::GetAtt": ["ExecutionRole", "Arn"]}
    assert passes["Condition"] == {"StringEquals": {"iam:PassedToService": "cloudformation.amazonaws.com"}}


def test_provisionRole_stacks_areTheEstatesOnly():
    changing = re.compile(r"cloudformation:(Create|Delete|Execute|Continue|Rollback|Update|Tag|Untag)")
    for statement in statements(MEMBER_ROLES["plumbline-provision"]):
        listed = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
        if any(changing.match(action) for action in listed):
            assert statement["Resource"]["Fn::Sub"].endswith(":stack/estate-*/*")


LOOKING = re.compile(
    r"^([a-z0-9-]+:(BatchGet|Describe|Get|List|Lookup)\w*|autoscaling:Describe\*|managed-fleets:Get\*"
    r"|cloudformation:(BatchDescribeTypeConfigurations|DetectStack(Resource)?Drift))$")


def test_verifyRole_allows_nothingThatChanges():
    assert [a for a in actions(MEMBER_ROLES["plumbline-verify"]) if not LOOKING.match(a)] == []


def test_patchRole_changes_versionsAloneAndTakesSnapshots():
    changing = {a for a in actions(MEMBER_ROLES["plumbline-patch"]) if not LOOKING.match(a)}
    assert changing == {
        "autoscaling:StartInstanceRefresh", "eks:StartInsightsRefresh", "eks:UpdateAddon", "eks:UpdateNodegroupVersion",
        "rds:AddTagsToResource", "rds:ApplyPendingMaintenanceAction", "rds:CreateDBSnapshot"}


def test_remediateRole_anything_isNamedAndStopsNobodyFromWatching():
    allowed = actions(MEMBER_ROLES["plumbline-remediate"])
    watching = by_sid(MEMBER_POLICIES["plumbline-boundary"]["PolicyDocument"]["Statement"])["KeepWatching"]["Action"]
    assert [action for action in allowed if "*" in action] == []
    # What is switched off or redirected is switched on and put back: see the playbooks watch-switched-off and trail-stopped.
    assert {action for action in allowed for denied in watching if fnmatch(action, denied)} == {
        "cloudtrail:UpdateTrail", "guardduty:CreateDetector", "guardduty:UpdateDetector"}
    assert {action for action in allowed if re.match(r"[a-z0-9-]+:(Stop|Disable|Terminate)", action)} == {"ec2:DisableEbsEncryptionByDefault"}


def test_verifyPolicy_generated_isUpToDate():
    before = generate_verify_policy.LOOKING_ROLES.read_text()
    wanted = generate_verify_policy.actions(generate_verify_policy.resource_types(templates.ROOT / "blueprints"))
    assert generate_verify_policy.rewritten(before, wanted) == before


# CloudFormation takes away what it has made when a creation fails; a role of the estate may take away nothing that watches, and drive no stack.
APART = {"KeepWatching", "KeepWhatOthersMade", "LeaveStacksToPlumbline", "LeaveOperationsToPlumbline"}


def by_sid(listed: list[dict]) -> dict[str, dict]:
    return {s["Sid"]: s for s in listed}


def test_executionRoleAndBoundary_deny_theSameSaveWhatCloudFormationHasToTakeBack():
    [policy] = MEMBER_ROLES["plumbline-execution"]["Policies"]
    execution = by_sid(policy["PolicyDocument"]["Statement"])
    boundary = by_sid(MEMBER_POLICIES["plumbline-boundary"]["PolicyDocument"]["Statement"])
    assert {sid for sid in execution.keys() | boundary.keys() if execution.get(sid) != boundary.get(sid)} == APART


# What CloudFormation may make and could not take back when a creation fails. Recorders, channels, hubs, trails and analyzers are not among them.
NOT_TAKEN_BACK = {
    "AWS::GuardDuty::Master": "whether another account watches this one is its organisation's, by the setting guardduty-members",
    "AWS::CloudTrail::EventDataStore": "neither its ARN nor a tag says whose it is, and it is protected from termination unless a template says otherwise",
}
# Their names begin with the stack's, or with what validation demands.
BY_NAME = {"AWS::AccessAnalyzer::Analyzer", "AWS::CloudTrail::Trail"}


def test_executionRole_whatItMayMake_itMayTakeBack():
    """CloudFormation rolls back, and deletes, with the role that it made a resource with, and needs what the schema's delete handler lists."""
    denied = by_sid(statements(MEMBER_ROLES["plumbline-execution"]))

    def meets(permissions: tuple[str, ...], sid: str) -> bool:
        return any(fnmatch(p.lower(), action.lower()) for p in permissions for action in denied[sid]["Action"])

    stuck, by_name = set(), set()
    for name in resource_schemas.type_names("eu-west-1"):
        handlers = resource_schemas.schema(name).handlers
        make, take_back = handlers.get("create", ()), handlers.get("delete", ())
        if meets(take_back, "KeepWatching") and not meets(make, "KeepWatching"):
            stuck.add(name)
        if meets(take_back, "KeepWhatOthersMade"):
            by_name.add(name)
    assert stuck == NOT_TAKEN_BACK.keys()
    assert by_name == BY_NAME


def rendered(value: object) -> object:
    """Stands in for CloudFormation: long enough values for what is referred to."""
    if isinstance(value, list):
        return [rendered(v) for v in value]
    if not isinstance(value, dict):
        return value
    if "Fn::Sub" in value:
        return re.sub(r"\$\{[^}]+\}", "x" * 14, value["Fn::Sub"])
    if len(value) == 1 and next(iter(value)).startswith(("Fn::", "Ref")):
        return "x" * 70
    return {k: rendered(v) for k, v in value.items()}


def size(document: dict) -> int:
    return len(re.sub(r"\s", "", json.dumps(rendered(document))))


def test_policies_rendered_fitIamsLimits():
    for name, policy in MEMBER_POLICIES.items():
        assert size(policy["PolicyDocument"]) <= 6144, name
    for name, role in {**HUB_ROLES, **MEMBER_ROLES}.items():
        assert sum(size(p["PolicyDocument"]) for p in role["Policies"]) <= 10240, name


@pytest.mark.parametrize("template", sorted((templates.ROOT / "bootstrap").glob("*.yaml")), ids=lambda path: path.name)
def test_bootstrapTemplate_passedAsText_isTakenByCloudFormation(template):
    """CreateStack's TemplateBody holds 51,200 bytes; `aws cloudformation deploy` without a bucket sends it so."""
    assert len(template.read_bytes()) <= 51_200


MACHINES = named(HUB, "AWS::Serverless::StateMachine", "Name")
DEFINITIONS = sorted((templates.ROOT / "statemachines").glob("*.asl.json"))


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda path: path.name)
def test_definition_substitutions_areThoseOfItsMachine(definition):
    [machine] = [m for m in MACHINES.values() if (templates.ROOT / m["DefinitionUri"]) == definition]
    assert set(re.findall(r"\$\{(\w+)\}", definition.read_text())) == set(machine["DefinitionSubstitutions"])


@pytest.mark.parametrize("name", sorted(MACHINES))
def test_machineRole_functions_areThoseThatItInvokes(name):
    machine = MACHINES[name]
    role = HUB.resources[machine["Role"]["Fn::GetAtt"][0]]["Properties"]
    [invoke] = [s for s in statements(role) if s["Action"] == "lambda:InvokeFunction"]
    invoked = [v for k, v in machine["DefinitionSubstitutions"].items() if k.endswith("FunctionArn")]
    assert sorted(map(str, invoke["Resource"])) == sorted(map(str, invoked))


def test_forwarder_rule_carriesWhatTheHubHears():
    rule = REGION.resources["ForwardRule"]["Properties"]
    details = {kind for alternative in rule["EventPattern"]["$or"] for kind in alternative["detail-type"]}
    findings = {"GuardDuty Finding", "Config Rules Compliance Change"}
    assert details == {"CloudFormation Stack Status Change", "CloudWatch Alarm State Change", "plumbline canary"} | findings
    heard = {kind for alternative in HUB.resources["AccountEventsRule"]["Properties"]["EventPattern"]["$or"] for kind in alternative["detail-type"]}
    assert heard == details - findings
    assert "DeadLetterConfig" in rule["Targets"][0]


def test_rulesAndAsynchronousFunctions_all_haveADeadLetterQueue():
    for template in (HUB, REGION):
        for name, resource in template.resources.items():
            if resource["Type"] == "AWS::Events::Rule":
                assert all("DeadLetterConfig" in target for target in resource["Properties"]["Targets"]), name
    for function in ("CodeCommitFunction", "ObserveFunction"):
        assert "DeadLetterQueue" in HUB.resources[function]["Properties"]


# Policies of another kind: what is kept, sent or scaled, and which cipher speaks.
NOT_ABOUT_ACCESS = re.compile(
    r"Archive|ArnFor|Backup|Browser|Data(Deletion|Protection)|Default|Delet|Delivery|Capacity|Filter|Protection|Lifecycle|Redrive|Replay|Security|Ssl"
    r"|Tls|UserContext")


def policy_properties() -> set[str]:
    """The properties of any resource schema that hold a policy document: an object without a shape of its own, or a text."""
    folder = Path(schemas.__file__).parent
    index = json.loads((folder / "providers" / "eu-west-1.json").read_text())
    found = set()
    for name in sorted(set(index.values())):
        schema = json.loads((folder / "resources" / f"{name}.json").read_text())
        for property_name, shape in schema.get("properties", {}).items():
            if "olic" not in property_name or NOT_ABOUT_ACCESS.search(property_name):
                continue
            while "$ref" in shape:
                shape = reduce(getitem, shape["$ref"].split("/")[1:], schema)
            kinds = shape.get("type", [])
            kinds = kinds if isinstance(kinds, list) else [kinds]
            document = "object" in kinds and not shape.get("properties")
            if document or ("string" in kinds and re.search(r"Polic(y|ies|yDocument|yText)$", property_name)):
                found.add(property_name)
    return found


def test_propertiesThatGiveAccess_areAllOfTheSchemas():
    source = (templates.ROOT / "functions/accounts/src/main/java/dev/plumbline/accounts/stacks/Access.java").read_text()
    listed = re.search(r"POLICIES = Set\.of\((.*?)\);", source, re.DOTALL)
    assert set(re.findall(r'"(\w+)"', listed[1])) == policy_properties()


@pytest.mark.parametrize("file", ["member-deploy", "member-mend", "organization"])
def test_roleThatSwitchesGuardDutyOn_mayHaveItsServiceLinkedRolesMade(file):
    """GuardDuty's guide, "Service-linked role permissions for Malware Protection for EC2": the caller needs both, beside GuardDuty's own."""
    paths = {f"role/aws-service-role/{service}/*" for service in ("guardduty.amazonaws.com", "malware-protection.guardduty.amazonaws.com")}
    statements = [
        statement for resource in templates.read(templates.ROOT / "bootstrap" / f"{file}.yaml").resources.values()
        for policy in resource.get("Properties", {}).get("Policies", []) for statement in policy["PolicyDocument"]["Statement"]]

    [making] = [each for each in statements if each.get("Action") == "iam:CreateServiceLinkedRole"]
    assert {each["Fn::Sub"].split(":")[-1] for each in making["Resource"]} == paths
    assert set(making["Condition"]["StringEquals"]["iam:AWSServiceName"]) == {path.split("/")[2] for path in paths}
    assert any(each.get("Action") == "iam:GetRole" and "malware-protection" in each["Resource"]["Fn::Sub"] for each in statements)
