"""Every template is free of findings, by cfn-lint's rules and our own, and our own find what they are for."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import templates

RULES = Path(__file__).parent / "rules"


def lint(*files: Path) -> list[dict]:
    done = subprocess.run(
        [str(Path(sys.executable).parent / "cfn-lint"), "--format", "json", "--append-rules", str(RULES), "--", *map(str, files)],
        capture_output=True, text=True, check=False, cwd=templates.ROOT,
    )
    assert done.stdout.strip() or done.returncode == 0, done.stderr
    return json.loads(done.stdout or "[]")


def test_templates_linted_haveNoFindings():
    findings = lint(*(template.path for template in templates.all_templates()))
    assert [(f["Filename"], f["Rule"]["Id"], f["Message"]) for f in findings] == []


def role(condition: dict) -> dict:
    return {"Role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow",
            "Principal": {"Federated": "arn:aws:iam::111111111111:oidc-provider/oidc.example.com"},
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Condition": condition,
        }],
    }}}}


def alarm(actions: object) -> dict:
    return {"Type": "AWS::CloudWatch::Alarm", "Properties": {
        "AlarmDescription": "It lags", "Namespace": "AWS/SQS", "MetricName": "Age", "Statistic": "Sum", "Period": 60, "EvaluationPeriods": 1,
        "Threshold": 0, "ComparisonOperator": "GreaterThanThreshold", "TreatMissingData": "breaching", "AlarmActions": actions,
        "OKActions": actions}}


def scanned(kind: object, **tree: dict) -> dict:
    """A server that Patch Manager scans."""
    return {**tree, "Resources": {
        "Server": {"Type": "AWS::EC2::LaunchTemplate", "Properties": {"LaunchTemplateData": {"InstanceType": kind}}},
        "Scan": {"Type": "AWS::SSM::Association", "Properties": {"Name": "AWS-RunPatchBaseline", "Parameters": {"Operation": ["Scan"]}}}}}


AUDIENCE = {"oidc.example.com:aud": "acme"}
QUEUE = {"Queue": {"Type": "AWS::SQS::Queue"}}
BAD = {
    "oidc-without-sub": ("E9101", {"Resources": role({"StringEquals": AUDIENCE})}),
    "oidc-without-aud": ("E9101", {"Resources": role({"StringEquals": {"oidc.example.com:sub": "project:1"}})}),
    "oidc-sub-star": ("E9101", {"Resources": role({"StringEquals": AUDIENCE, "StringLike": {"oidc.example.com:sub": "*"}})}),
    "oidc-without-condition": ("E9101", {"Resources": role({})}),
    "unbounded-role": ("E9102", {
        "Metadata": {"Plumbline": {"Checks": []}},
        "Resources": role({"StringEquals": {**AUDIENCE, "oidc.example.com:sub": "project:1"}}),
    }),
    "data-without-policies": ("E9103", {"Resources": QUEUE}),
    "data-with-one-policy": ("E9103", {"Resources": {"Queue": {**QUEUE["Queue"], "DeletionPolicy": "Retain"}}}),
    "export": ("E9104", {
        "Resources": {"Topic": {"Type": "AWS::SNS::Topic"}},
        "Outputs": {"Arn": {"Value": {"Ref": "Topic"}, "Export": {"Name": "topic"}}},
    }),
    "import": ("E9104", {
        "Resources": {"Topic": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": {"Fn::ImportValue": "name"}}}},
    }),
    "version-default": ("E9105", {
        "Parameters": {"EngineVersion": {"Type": "String", "Default": "17.2", "Description": "Version of the engine."}},
        "Resources": {"Topic": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": {"Ref": "EngineVersion"}}}},
    }),
    "silent-alarm": ("E9106", {"Resources": {"Lag": {"Type": "AWS::CloudWatch::Alarm", "Properties": {
        "Namespace": "AWS/SQS", "MetricName": "Age", "Statistic": "Sum", "Period": 60, "EvaluationPeriods": 1,
        "Threshold": 0, "ComparisonOperator": "GreaterThanThreshold",
    }}}}),
    "alarm-to-nobody": ("E9106", {"Resources": {"LagAlarm": alarm([])}}),
    "alarm-to-nobody-either-way": ("E9106", {
        "Conditions": {"HasTopic": {"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-west-1"]}},
        "Resources": {"LagAlarm": alarm({"Fn::If": ["HasTopic", [], []]})}}),
    "alarm-to-a-blank-topic": ("E9106", {
        "Parameters": {"Topic": {"Type": "String", "Default": "", "Description": "Optional topic."}},
        "Resources": {"LagAlarm": alarm([{"Ref": "Topic"}])}}),
    "alarm-to-a-blank-topic-under-another-condition": ("E9106", {
        "Parameters": {"Topic": {"Type": "String", "Default": "", "Description": "Optional topic."}},
        "Conditions": {"IsHere": {"Fn::Not": [{"Fn::Equals": [{"Ref": "AWS::Region"}, ""]}]}},
        "Resources": {"LagAlarm": {**alarm([{"Ref": "Topic"}]), "Condition": "IsHere"}}}),
    "alarm-to-a-blank-topic-of-a-name": ("E9106", {
        "Parameters": {"Topic": {"Type": "String", "Default": "", "Description": "Optional topic."}},
        "Resources": {"LagAlarm": alarm([{"Fn::Sub": "arn:aws:sns:eu-west-1:111111111111:${Topic}"}])}}),
    "alarm-to-nobody-in-a-list": ("E9106", {
        "Conditions": {"HasTopic": {"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-west-1"]}},
        "Resources": {"LagAlarm": alarm([{"Fn::If": ["HasTopic", {"Ref": "AWS::NoValue"}, {"Ref": "AWS::NoValue"}]}])}}),
    "open-group": ("E9108", {"Resources": {"Web": {"Type": "AWS::EC2::SecurityGroup", "Properties": {
        "GroupDescription": "web", "SecurityGroupIngress": [{"Fn::If": ["IsOpen", {
            "IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "CidrIp": "0.0.0.0/0"}, {"Ref": "AWS::NoValue"}]}]}}},
        "Conditions": {"IsOpen": {"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-west-1"]}}}),
    "open-rule-by-default": ("E9108", {
        "Parameters": {"Clients": {"Type": "String", "Default": "0.0.0.0/0", "Description": "Block of clients."}},
        "Resources": {"Rule": {"Type": "AWS::EC2::SecurityGroupIngress", "Properties": {
            "GroupId": "sg-0123456789abcdef0", "IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432, "CidrIp": {"Ref": "Clients"}}}}}),
    # amazon-ssm-agent's issues 402 and 615: the scan takes more than 700 MB of memory and swap; a nano has 512 MiB.
    "nano-that-is-scanned": ("E9109", scanned("t4g.nano")),
    "nano-that-is-scanned-by-default": ("E9109", scanned({"Ref": "Size"}, Parameters={
        "Size": {"Type": "String", "Default": "t3.nano", "Description": "Size of the server."}})),
    "nano-that-may-be-scanned": ("E9109", scanned({"Fn::If": ["IsSmall", {"Ref": "Size"}, "t4g.small"]}, Parameters={
        "Size": {"Type": "String", "AllowedValues": ["t4g.micro", "t4g.nano"], "Default": "t4g.micro", "Description": "Size of the server."},
    }, Conditions={"IsSmall": {"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-west-1"]}})),
    "unexplained-parameter": ("E9107", {
        "Parameters": {"Name": {"Type": "String", "AllowedPattern": "[a-z]+", "Default": "a"}},
        "Resources": {"Topic": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": {"Ref": "Name"}}}},
    }),
}


@pytest.fixture(scope="module")
def found(tmp_path_factory) -> dict[str, set[str]]:
    folder = tmp_path_factory.mktemp("bad")
    for name, (_, tree) in BAD.items():
        (folder / f"{name}.json").write_text(json.dumps({"AWSTemplateFormatVersion": "2010-09-09", **tree}))
    found: dict[str, set[str]] = {name: set() for name in BAD}
    for finding in lint(*sorted(folder.glob("*.json"))):
        found[Path(finding["Filename"]).stem].add(finding["Rule"]["Id"])
    return found


@pytest.mark.parametrize("name", BAD)
def test_rule_badTemplate_findsIt(name, found):
    assert BAD[name][0] in found[name]


@pytest.mark.parametrize("tree", [
    pytest.param(scanned("t4g.micro"), id="larger"),
    pytest.param({"Resources": {"Server": scanned("t4g.nano")["Resources"]["Server"]}}, id="not-scanned")])
def test_scanRule_serverWithTheMemoryOrNotScanned_findsNothing(tree, tmp_path):
    file = tmp_path / "good.json"
    file.write_text(json.dumps({"AWSTemplateFormatVersion": "2010-09-09", **tree}))
    assert lint(file) == []


def test_openRule_loadBalancersGroup_findsNothing(tmp_path):
    file = tmp_path / "good.json"
    file.write_text(json.dumps({"AWSTemplateFormatVersion": "2010-09-09", "Resources": {"LoadBalancerGroup": {
        "Type": "AWS::EC2::SecurityGroup", "Properties": {"GroupDescription": "web", "SecurityGroupIngress": [
            {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": "0.0.0.0/0"}]}}}}))
    assert lint(file) == []


def test_oidcRule_audienceAndSubjectNamed_findsNothing(tmp_path):
    good = role({"StringEquals": AUDIENCE, "StringLike": {"oidc.example.com:sub": "org/1/project/2/user/*"}})
    file = tmp_path / "good.json"
    file.write_text(json.dumps({"AWSTemplateFormatVersion": "2010-09-09", "Resources": good}))
    assert lint(file) == []


def test_alarmRule_topicWhereThereIsOne_findsNothing(tmp_path):
    file = tmp_path / "good.json"
    file.write_text(json.dumps({
        "AWSTemplateFormatVersion": "2010-09-09",
        "Parameters": {"Topic": {"Type": "String", "Default": "", "Description": "Optional topic."}},
        "Conditions": {"HasTopic": {"Fn::Not": [{"Fn::Equals": [{"Ref": "Topic"}, ""]}]}},
        "Resources": {"LagAlarm": alarm({"Fn::If": ["HasTopic", [{"Ref": "Topic"}], []]})}}))
    assert lint(file) == []
