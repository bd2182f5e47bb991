"""Names that are taken are refused, by the services and by CloudFormation's handlers, and what a stack has kept has its name still."""

import json

import pytest
from botocore.exceptions import ClientError
from deploy import create, ended
from emulator import DEV, REGION

_TRUST = {"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
_ALLOW = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*"}]}
_KEYS = {"AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}], "KeySchema": [
    {"AttributeName": "id", "KeyType": "HASH"}], "BillingMode": "PAY_PER_REQUEST"}
_DATABASE = {"DBInstanceClass": "db.t4g.micro", "Engine": "postgres", "AllocatedStorage": "20", "MasterUsername": "owner"}

# A type, the property that is its name, and what else it needs: names that are its primary identifier, and names besides one.
NAMED = {
    "AWS::S3::Bucket": ("BucketName", "taken-bucket", {}),
    "AWS::DynamoDB::Table": ("TableName", "taken-table", _KEYS),
    "AWS::RDS::DBInstance": ("DBInstanceIdentifier", "taken-database", {**_DATABASE, "ManageMasterUserPassword": True}),
    "AWS::Logs::LogGroup": ("LogGroupName", "/taken/group", {}),
    "AWS::IAM::Role": ("RoleName", "taken-role", {"AssumeRolePolicyDocument": _TRUST}),
    "AWS::ECR::Repository": ("RepositoryName", "taken-repository", {}),
    "AWS::SSM::Parameter": ("Name", "/taken/parameter", {"Type": "String", "Value": "a"}),
    "AWS::CloudWatch::Alarm": ("AlarmName", "taken-alarm", {
        "Namespace": "AWS/EC2", "MetricName": "CPUUtilization", "ComparisonOperator": "GreaterThanThreshold",
        "EvaluationPeriods": 1, "Period": 60, "Statistic": "Average", "Threshold": 1}),
    "AWS::SecretsManager::Secret": ("Name", "taken/secret", {"SecretString": "a"}),
    "AWS::SNS::Topic": ("TopicName", "taken-topic", {}),
    "AWS::SQS::Queue": ("QueueName", "taken-queue", {}),
    "AWS::IAM::ManagedPolicy": ("ManagedPolicyName", "taken-policy", {"PolicyDocument": _ALLOW}),
    "AWS::StepFunctions::StateMachine": ("StateMachineName", "taken-machine", {
        "RoleArn": f"arn:aws:iam::{DEV}:role/any", "DefinitionString": json.dumps(
            {"StartAt": "End", "States": {"End": {"Type": "Succeed"}}})}),
}


@pytest.fixture(scope="module")
def cloudformation(emulator):
    return emulator.client("cloudformation", DEV)


def template(type_name: str, name: str, policy: str = "RetainExceptOnCreate") -> dict:
    key, _, others = NAMED[type_name]
    return {"Resources": {"Kept": {"Type": type_name, "DeletionPolicy": policy, "Properties": {key: name, **others}}}}


def gone(cloudformation, stack: str) -> None:
    cloudformation.delete_stack(StackName=stack)
    cloudformation.get_waiter("stack_delete_complete").wait(StackName=stack, WaiterConfig={"Delay": 1})


def failure(cloudformation, stack: str) -> str:
    events = cloudformation.describe_stack_events(StackName=stack)["StackEvents"]
    return next(e["ResourceStatusReason"] for e in events
                if e["ResourceStatus"] == "CREATE_FAILED" and e["LogicalResourceId"] == "Kept")


@pytest.mark.parametrize("type_name", sorted(NAMED))
def test_create_nameOfWhatADeletedStackHasKept_isRefusedAndWhatWasKeptStays(cloudformation, type_name):
    """The contract of the create handlers, contract_create_create: AlreadyExists."""
    _, name, _ = NAMED[type_name]
    stack = f"keeps-{name.strip('/').replace('/', '-')}"
    assert create(cloudformation, stack, template(type_name, name))["StackStatus"] == "CREATE_COMPLETE"
    gone(cloudformation, stack)

    again = create(cloudformation, stack, template(type_name, name), DisableRollback=True, **_unvalidated(type_name))

    assert again["StackStatus"] == "CREATE_FAILED", again
    assert "already exists" in failure(cloudformation, stack)
    gone(cloudformation, stack)
    other = create(cloudformation, f"{stack}-2", template(type_name, f"{name}-2", "Delete"))
    assert other["StackStatus"] == "CREATE_COMPLETE"


def _unvalidated(type_name: str) -> dict:
    """A bucket's name is looked at before anything is made; here the handler is asked."""
    return {"DisableValidation": True} if type_name == "AWS::S3::Bucket" else {}


def test_update_takesTheNameOfAnother_isRolledBackAndKeepsItsOwn(cloudformation):
    create(cloudformation, "has-it", template("AWS::Logs::LogGroup", "/had/by/another", "Delete"))
    create(cloudformation, "wants-it", template("AWS::Logs::LogGroup", "/wanted/before", "Delete"))

    cloudformation.update_stack(
        StackName="wants-it", TemplateBody=json.dumps(template("AWS::Logs::LogGroup", "/had/by/another", "Delete")))

    assert ended(cloudformation, "wants-it")["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    [resource] = cloudformation.describe_stack_resources(StackName="wants-it")["StackResources"]
    assert resource["PhysicalResourceId"] == "/wanted/before"


def test_update_renamedAndBackAgain_isNotInItsOwnWay(cloudformation):
    create(cloudformation, "renames", template("AWS::Logs::LogGroup", "/first/name", "Delete"))
    for name in ("/second/name", "/first/name"):
        cloudformation.update_stack(
            StackName="renames", TemplateBody=json.dumps(template("AWS::Logs::LogGroup", name, "Delete")))
        assert ended(cloudformation, "renames")["StackStatus"] == "UPDATE_COMPLETE"


def test_secret_scheduledForDeletion_hasItsNameStill(emulator, cloudformation):
    """CreateSecret, and the note of the AWS knowledge center on secrets of the same name: InvalidRequestException until it is gone."""
    secrets = emulator.client("secretsmanager", DEV)
    secrets.create_secret(Name="scheduled", SecretString="a")
    secrets.delete_secret(SecretId="scheduled", RecoveryWindowInDays=7)

    with pytest.raises(ClientError) as refused:
        secrets.create_secret(Name="scheduled", SecretString="b")
    stack = create(cloudformation, "scheduled", template("AWS::SecretsManager::Secret", "scheduled"))

    assert refused.value.response["Error"]["Code"] == "InvalidRequestException"
    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"
    assert "scheduled for deletion" in failure(cloudformation, "scheduled")
    secrets.delete_secret(SecretId="scheduled", ForceDeleteWithoutRecovery=True)
    gone(cloudformation, "scheduled")
    assert create(cloudformation, "scheduled", template(
        "AWS::SecretsManager::Secret", "scheduled", "Delete"))["StackStatus"] == "CREATE_COMPLETE"


# How a service is asked for the same name twice, and the code of its refusal, as its service model names it.
ASKED = {
    "secretsmanager": ("create_secret", {"Name": "twice", "SecretString": "a"}, "ResourceExistsException"),
    "s3": ("create_bucket", {
        "Bucket": "asked-for-twice", "CreateBucketConfiguration": {"LocationConstraint": REGION}}, "BucketAlreadyOwnedByYou"),
    "rds": ("create_db_instance", {
        "DBInstanceIdentifier": "twice", "DBInstanceClass": "db.t4g.micro", "Engine": "postgres", "AllocatedStorage": 20,
        "MasterUsername": "owner", "MasterUserPassword": "twelve-letters"}, "DBInstanceAlreadyExists"),
    "dynamodb": ("create_table", {"TableName": "twice", **_KEYS}, "ResourceInUseException"),
    "logs": ("create_log_group", {"logGroupName": "twice"}, "ResourceAlreadyExistsException"),
    "iam": ("create_role", {"RoleName": "twice", "AssumeRolePolicyDocument": json.dumps(_TRUST)}, "EntityAlreadyExists"),
    "ecr": ("create_repository", {"repositoryName": "twice"}, "RepositoryAlreadyExistsException"),
}


@pytest.mark.parametrize("service", sorted(ASKED))
def test_service_askedForANameTwice_refusesAsItsModelSays(emulator, service):
    operation, arguments, code = ASKED[service]
    client = emulator.client(service, DEV)
    getattr(client, operation)(**arguments)

    with pytest.raises(ClientError) as refused:
        getattr(client, operation)(**arguments)

    assert refused.value.response["Error"]["Code"] == code


def test_alias_askedForTwice_isRefused(emulator):
    keys = emulator.client("kms", DEV)
    key = keys.create_key()["KeyMetadata"]["KeyId"]
    keys.create_alias(AliasName="alias/twice", TargetKeyId=key)

    with pytest.raises(ClientError) as refused:
        keys.create_alias(AliasName="alias/twice", TargetKeyId=key)

    assert refused.value.response["Error"]["Code"] == "AlreadyExistsException"


def test_topic_askedForTwice_isTheSame(emulator):
    """CreateTopic is idempotent; only CloudFormation's handler refuses."""
    topics = emulator.client("sns", DEV)

    assert topics.create_topic(Name="twice")["TopicArn"] == topics.create_topic(Name="twice")["TopicArn"]


def test_cloudControl_whatADeletedStackHasKept_isReadAndDeleted(emulator, cloudformation):
    create(cloudformation, "keeper", template("AWS::Logs::LogGroup", "/kept/by/keeper"))
    gone(cloudformation, "keeper")
    read = emulator.client("cloudcontrol", DEV).get_resource

    found = read(TypeName="AWS::Logs::LogGroup", Identifier="/kept/by/keeper")["ResourceDescription"]
    emulator.client("cloudcontrol", DEV).delete_resource(TypeName="AWS::Logs::LogGroup", Identifier="/kept/by/keeper")

    assert found["Identifier"] == "/kept/by/keeper"
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        read(TypeName="AWS::Logs::LogGroup", Identifier="/kept/by/keeper")
