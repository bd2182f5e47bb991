"""The function that rotates secrets, run as the blueprint has it against the emulated service, and who may read what it wrote."""

import io
import json
import re
import textwrap
import uuid
import zipfile
from datetime import datetime, timezone
from pathlib import Path
from types import ModuleType

import boto3
import pytest
from botocore.exceptions import ClientError
from deploy import create, outputs
from emulator import DEV, REGION, eventually

_BLUEPRINTS = Path(__file__).parents[2] / "blueprints"
_TOPIC = f"arn:aws:sns:{REGION}:{DEV}:dev-alarms"
_READER = f"arn:aws:iam::{DEV}:role/app"
_ANYTHING = '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}'


def blueprint(name: str) -> str:
    return (_BLUEPRINTS / name / "1.0.0.yaml").read_text()


def given(parameters: dict[str, str]) -> list[dict]:
    return [{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()]


@pytest.fixture(scope="module")
def environment(emulator) -> dict[str, str]:
    try:
        emulator.client("iam", DEV).create_policy(PolicyName="plumbline-boundary", PolicyDocument=_ANYTHING)
    except ClientError as refused:
        assert refused.response["Error"]["Code"] == "EntityAlreadyExists"
    return outputs(create(
        emulator.client("cloudformation", DEV), "secrets", blueprint("secrets"),
        Parameters=given({"EnvironmentName": "dev", "AlarmTopicArn": _TOPIC})))


@pytest.fixture(scope="module")
def secret(emulator, environment) -> str:
    return outputs(create(
        emulator.client("cloudformation", DEV), "session-key", blueprint("secret"),
        Parameters=given({
            "SecretName": "app/session-key", "SecretDescription": "Signs the sessions of app",
            "KeyArn": environment["KeyArn"], "RotationFunctionArn": environment["RotationFunctionArn"],
            "RotationRoleArn": environment["RotationRoleArn"], "ReaderRoleArns": _READER})))["SecretArn"]


class Named:
    """The service as the function's code sees it, with versions that Secrets Manager has named and that have no value yet."""

    def __init__(self, service):
        self._service = service
        self.named: list[str] = []

    def __getattr__(self, name: str):
        return getattr(self._service, name)

    def describe_secret(self, **request) -> dict:
        described = self._service.describe_secret(**request)
        empty = {token: ["AWSPENDING"] for token in self.named if token not in described["VersionIdsToStages"]}
        return {**described, "VersionIdsToStages": {**described["VersionIdsToStages"], **empty}}


@pytest.fixture
def rotation(emulator, monkeypatch) -> ModuleType:
    """The function's code as it stands in the blueprint, with a client of the emulated service."""
    [code] = re.findall(r"ZipFile: \|\n((?: {10}.*\n|\n)+)", blueprint("secrets"))
    service = Named(emulator.client("secretsmanager", DEV))
    monkeypatch.setattr(boto3, "client", lambda name: service)
    module = ModuleType("index")
    exec(textwrap.dedent(code), module.__dict__)
    monkeypatch.undo()
    return module


def begun(rotation: ModuleType) -> str:
    """What Secrets Manager does before it calls the function: it names a version that is to be."""
    token = str(uuid.uuid4())
    rotation.secrets.named.append(token)
    return token


def value(emulator, secret: str, stage: str = "AWSCURRENT") -> str:
    return emulator.client("secretsmanager", DEV).get_secret_value(SecretId=secret, VersionStage=stage)["SecretString"]


def step(rotation: ModuleType, secret: str, token: str, name: str) -> None:
    rotation.handler({"SecretId": secret, "ClientRequestToken": token, "Step": name}, None)


def stages(emulator, secret: str) -> dict[str, str]:
    """The version that each stage is of."""
    versions = emulator.client("secretsmanager", DEV).describe_secret(SecretId=secret)["VersionIdsToStages"]
    return {stage: version for version, labels in versions.items() for stage in labels}


def test_rotateSecret_byItsFunction_replacesTheValueAndKeepsTheOldOneAsPrevious(emulator, secret):
    service = emulator.client("secretsmanager", DEV)
    before, was = value(emulator, secret), stages(emulator, secret)["AWSCURRENT"]
    assert "LastRotatedDate" not in service.describe_secret(SecretId=secret)

    token = service.rotate_secret(SecretId=secret)["VersionId"]

    eventually(lambda: "LastRotatedDate" in service.describe_secret(SecretId=secret))
    assert stages(emulator, secret)["AWSCURRENT"] == token
    assert stages(emulator, secret)["AWSPREVIOUS"] == was
    assert value(emulator, secret) != before and len(value(emulator, secret)) >= 32
    assert value(emulator, secret, "AWSPREVIOUS") == before


def test_rotateSecret_functionWithoutTheRightTo_isRefusedOrFailsAndKeepsTheValue(emulator, secret, environment):
    service, iam = emulator.client("secretsmanager", DEV), emulator.client("iam", DEV)
    function = environment["RotationFunctionArn"]
    other = service.create_secret(Name="app/other", SecretString="kept")["ARN"]
    with pytest.raises(ClientError, match="No Lambda rotation function"):
        service.rotate_secret(SecretId=other)
    with pytest.raises(ClientError, match="cannot invoke"):
        service.rotate_secret(SecretId=other, RotationLambdaARN=f"{function}-of-nobody")
    role = environment["RotationRoleArn"].rsplit("/", 1)[-1]
    iam.put_role_policy(RoleName=role, PolicyName="none", PolicyDocument=_ANYTHING.replace("Allow", "Deny"))
    try:
        service.rotate_secret(SecretId=other, RotationLambdaARN=function)
        log = emulator.client("logs", DEV)
        eventually(lambda: "AccessDenied" in str(log.filter_log_events(
            logGroupName="/aws/lambda/dev-secret-rotation", filterPattern="AccessDenied")["events"]))
    finally:
        iam.delete_role_policy(RoleName=role, PolicyName="none")

    assert value(emulator, other) == "kept"
    with pytest.raises(ClientError, match="isn't complete"):
        service.rotate_secret(SecretId=other)
    with pytest.raises(ClientError, match="secret value"):
        service.get_secret_value(SecretId=other, VersionId=stages(emulator, other)["AWSPENDING"])


def let_fire(emulator, name: str) -> int:
    """Let the day of a secret's schedule be today."""
    return emulator.control("POST", "schedules/fire", account=DEV, region=REGION, name=name)["fired"]


def test_secret_onTheDayOfItsSchedule_isRotatedWithoutBeingAskedTo(emulator, secret):
    service = emulator.client("secretsmanager", DEV)
    was = stages(emulator, secret)["AWSCURRENT"]
    rules = service.describe_secret(SecretId=secret)
    days = re.fullmatch(r"rate\((\d+) days\)", rules["RotationRules"]["ScheduleExpression"])
    assert (rules["NextRotationDate"] - datetime.now(timezone.utc)).days == int(days[1]) - 1

    assert let_fire(emulator, "app/session-key") == 1
    eventually(lambda: stages(emulator, secret)["AWSCURRENT"] != was)

    assert stages(emulator, secret)["AWSPREVIOUS"] == was
    eventually(lambda: service.describe_secret(SecretId=secret)["NextRotationDate"] >= rules["NextRotationDate"])
    assert let_fire(emulator, "app/nothing") == 0


def test_rotation_whoseStepFails_isTriedAgainByItselfToTheSameVersion(emulator, secret, environment):
    service, iam, log = (emulator.client(name, DEV) for name in ("secretsmanager", "iam", "logs"))
    was = stages(emulator, secret)["AWSCURRENT"]
    role = environment["RotationRoleArn"].rsplit("/", 1)[-1]
    failures = len(_failures(log))
    iam.put_role_policy(RoleName=role, PolicyName="none", PolicyDocument=_ANYTHING.replace("Allow", "Deny").replace(
        '"Action": "*"', '"Action": "secretsmanager:UpdateSecretVersionStage"'))
    try:
        token = service.rotate_secret(SecretId=secret)["VersionId"]
        eventually(lambda: len(_failures(log)) > failures)
        assert stages(emulator, secret)["AWSCURRENT"] == was
        assert stages(emulator, secret)["AWSPENDING"] == token
        pending = value(emulator, secret, "AWSPENDING")
    finally:
        iam.delete_role_policy(RoleName=role, PolicyName="none")

    eventually(lambda: stages(emulator, secret)["AWSCURRENT"] == token)

    assert value(emulator, secret) == pending
    assert stages(emulator, secret)["AWSPREVIOUS"] == was


def _failures(log) -> list[dict]:
    return log.filter_log_events(logGroupName="/aws/lambda/dev-secret-rotation", filterPattern="AccessDenied")["events"]


def test_rotateSecret_notImmediately_triesTheFunctionAndReplacesNothing(emulator, remembering):
    service = emulator.client("secretsmanager", DEV)
    tried = service.create_secret(Name="app/tried", SecretString="kept")["ARN"]
    was = stages(emulator, tried)

    service.rotate_secret(
        SecretId=tried, RotationLambdaARN=remembering, RotateImmediately=False, RotationRules={"AutomaticallyAfterDays": 30})

    eventually(lambda: "testSecret on kept" in _steps(emulator) and stages(emulator, tried) == was)
    assert _steps(emulator).count("testSecret on kept") == 1
    assert value(emulator, tried) == "kept"
    described = service.describe_secret(SecretId=tried)
    assert described["RotationEnabled"] and "NextRotationDate" in described and "LastRotatedDate" not in described
    with pytest.raises(ClientError, match="not emulated locally"):
        service.rotate_secret(SecretId=tried, RotationLambdaARN=remembering, RotationRules={"ScheduleExpression": "cron(0 8 1 * ? *)"})


def test_rotationSchedule_ofAStackNotImmediate_isTriedByAFunctionThatIsAnswered(emulator, remembering):
    create(emulator.client("cloudformation", DEV), "tried", {"Resources": {
        "Secret": {"Type": "AWS::SecretsManager::Secret", "Properties": {"SecretString": "of a stack"}},
        "Rotation": {"Type": "AWS::SecretsManager::RotationSchedule", "Properties": {
            "SecretId": {"Ref": "Secret"}, "RotationLambdaARN": remembering, "RotateImmediatelyOnUpdate": False,
            "RotationRules": {"AutomaticallyAfterDays": 30}}}}})

    # While a stack waited for the function, nobody answered the function, and it ran out of time.
    eventually(lambda: "testSecret on of a stack" in _steps(emulator))


@pytest.fixture(scope="module")
def remembering(emulator) -> str:
    """A function that says in its log which step it is asked for, and what the pending version holds."""
    code = (
        "import boto3\n"
        "def handler(event, context):\n"
        "    held = boto3.client('secretsmanager').get_secret_value(\n"
        "        SecretId=event['SecretId'], VersionId=event['ClientRequestToken'], VersionStage='AWSPENDING')\n"
        "    print('asked for', event['Step'], 'on', held['SecretString'])\n")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("index.py", code)
    iam = emulator.client("iam", DEV)
    role = iam.create_role(RoleName="remembering", AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": {
        "Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}}))["Role"]["Arn"]
    iam.put_role_policy(RoleName="remembering", PolicyName="all", PolicyDocument=_ANYTHING)
    functions = emulator.client("lambda", DEV)
    made = functions.create_function(
        FunctionName="remembering", Runtime="python3.13", Handler="index.handler", Role=role, Timeout=30,
        Code={"ZipFile": packed.getvalue()})
    functions.add_permission(
        FunctionName="remembering", StatementId="rotation", Action="lambda:InvokeFunction", Principal="secretsmanager.amazonaws.com")
    return made["FunctionArn"]


def _steps(emulator) -> list[str]:
    log = emulator.client("logs", DEV)
    if not log.describe_log_groups(logGroupNamePrefix="/aws/lambda/remembering")["logGroups"]:
        return []
    events = log.filter_log_events(logGroupName="/aws/lambda/remembering")["events"]
    return [found[1] for event in events for found in re.finditer(r"asked for (.+)", event["message"])]


def test_rotation_everyStepTwice_isTheSame(emulator, secret, rotation):
    token = begun(rotation)
    step(rotation, secret, token, "createSecret")
    pending = rotation.secrets.get_secret_value(SecretId=secret, VersionId=token)["SecretString"]

    for name in ("createSecret", "setSecret", "testSecret", "finishSecret", "finishSecret", "createSecret"):
        step(rotation, secret, token, name)

    assert value(emulator, secret) == pending


@pytest.mark.parametrize("token", ["unknown", "current"])
def test_rotation_versionThatIsNotPending_changesNothing(emulator, secret, rotation, token):
    before = value(emulator, secret)
    versions = emulator.client("secretsmanager", DEV).describe_secret(SecretId=secret)["VersionIdsToStages"]
    current = next(version for version, stages in versions.items() if "AWSCURRENT" in stages)

    if token == "unknown":
        with pytest.raises(ValueError, match="does not rotate"):
            step(rotation, secret, str(uuid.uuid4()), "createSecret")
    else:
        step(rotation, secret, current, "createSecret")

    assert value(emulator, secret) == before


def test_secret_readByItsReader_andByNobodyElse(emulator, secret):
    iam = emulator.client("iam", DEV)
    trust = json.dumps({"Version": "2012-10-17", "Statement": {
        "Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{DEV}:root"}, "Action": "sts:AssumeRole"}})
    for role in ("app", "other-app"):
        iam.create_role(RoleName=role, AssumeRolePolicyDocument=trust)
        iam.put_role_policy(RoleName=role, PolicyName="all", PolicyDocument=_ANYTHING)
    caller = {"aws_access_key_id": DEV, "aws_secret_access_key": "test"}

    app = emulator.assume(_READER, "secretsmanager", caller)
    other = emulator.assume(f"arn:aws:iam::{DEV}:role/other-app", "secretsmanager", caller)

    assert app.get_secret_value(SecretId=secret)["SecretString"]
    with pytest.raises(ClientError) as refused:
        other.get_secret_value(SecretId=secret)
    assert refused.value.response["Error"]["Code"].startswith("AccessDenied")
