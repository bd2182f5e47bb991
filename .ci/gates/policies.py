"""Lints the IAM policies of templates with parliament: actions and condition keys that do not exist, resources that an action does not
take, and grants that hand over more than they seem to."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import parliament

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "docs" / "tools"))
import templates

ACCOUNT, REGION = "111111111111", "eu-west-1"
PSEUDO = {"AWS::AccountId": ACCOUNT, "AWS::Partition": "aws", "AWS::Region": REGION, "AWS::URLSuffix": "amazonaws.com",
          "AWS::StackId": f"arn:aws:cloudformation:{REGION}:{ACCOUNT}:stack/name/1234abcd-12ab-34cd-56ef-1234567890ab",
          "AWS::StackName": "name"}


def policies(template: templates.Template) -> Iterator[tuple[str, dict[str, Any]]]:
    """The documents that say what a role, user or group may do, by the resource that holds them."""
    for name, resource in template.resources.items():
        properties = resource.get("Properties", {})
        for policy in properties.get("Policies", []) if resource["Type"].startswith("AWS::IAM::") else []:
            for document in (each for each in alternatives(policy) if isinstance(each, dict)):
                yield name, document["PolicyDocument"]
        if resource["Type"] in ("AWS::IAM::ManagedPolicy", "AWS::IAM::Policy"):
            yield name, properties["PolicyDocument"]


def alternatives(value: Any) -> list[Any]:
    """A value, or both sides of an Fn::If; what is left out under a condition is nothing."""
    if isinstance(value, dict) and value.keys() == {"Fn::If"}:
        return [each for side in value["Fn::If"][1:] for each in alternatives(side)]
    return [] if value == {"Ref": "AWS::NoValue"} else [value]


class Rendering:
    """A document as IAM would get it, with something plausible in place of what only AWS knows."""

    def __init__(self, template: templates.Template):
        self._types = {name: resource["Type"] for name, resource in template.resources.items()}

    def of(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self.of(each) for item in value for each in alternatives(item)]
        if not isinstance(value, dict):
            return value
        if "Fn::Sub" in value:
            text = value["Fn::Sub"] if isinstance(value["Fn::Sub"], str) else value["Fn::Sub"][0]
            return re.sub(r"\$\{([^}]+)\}", lambda name: self._named(*name[1].split(".", 1)), text)
        if "Fn::If" in value:
            return self.of(alternatives(value)[0])
        if "Fn::GetAtt" in value:
            return self._named(*value["Fn::GetAtt"])
        if "Ref" in value:
            return self._named(value["Ref"])
        return {key: self.of(each) for key, each in value.items()}

    def _named(self, name: str, attribute: str = "") -> str:
        """The value of a pseudo parameter, a parameter by its name, or a resource by its type."""
        if name in PSEUDO:
            return PSEUDO[name]
        if "." in name:
            # A function's alias, as SAM refers to it.
            return f"{ARNS['AWS::Serverless::Function']}:live"
        kind = self._types.get(name)
        if kind is not None:
            return ARNS[kind] if attribute.endswith("Arn") or kind in REFERRED_BY_ARN else "name"
        for suffix, plausible in PARAMETERS.items():
            if name.endswith(suffix):
                return plausible
        return "name"


def arn(service: str, resource: str) -> str:
    return f"arn:aws:{service}:{REGION}:{ACCOUNT}:{resource}"


ARNS = {
    "AWS::DynamoDB::Table": arn("dynamodb", "table/name"),
    "AWS::EKS::Cluster": arn("eks", "cluster/name"),
    "AWS::Events::EventBus": arn("events", "event-bus/name"),
    "AWS::IAM::Role": f"arn:aws:iam::{ACCOUNT}:role/name",
    "AWS::KMS::Key": arn("kms", "key/1234abcd-12ab-34cd-56ef-1234567890ab"),
    "AWS::Kinesis::Stream": arn("kinesis", "stream/name"),
    "AWS::Lambda::Function": arn("lambda", "function:name"),
    "AWS::Logs::LogGroup": arn("logs", "log-group:name:*"),
    "AWS::S3::Bucket": "arn:aws:s3:::name",
    "AWS::SNS::Topic": arn("sns", "name"),
    "AWS::SQS::Queue": arn("sqs", "name"),
    "AWS::SecretsManager::Secret": arn("secretsmanager", "secret:name-a1b2c3"),
    "AWS::Serverless::Function": arn("lambda", "function:name"),
    "AWS::Serverless::StateMachine": arn("states", "stateMachine:name"),
    "AWS::ECR::Repository": arn("ecr", "repository/name"),
}
REFERRED_BY_ARN = ("AWS::SNS::Topic", "AWS::SecretsManager::Secret", "AWS::Serverless::StateMachine")
PARAMETERS = {
    "AccountId": ACCOUNT, "Region": REGION, "SecretArn": ARNS["AWS::SecretsManager::Secret"], "RoleArn": ARNS["AWS::IAM::Role"],
    "TopicArn": ARNS["AWS::SNS::Topic"], "KeyArn": ARNS["AWS::KMS::Key"], "ClusterArn": ARNS["AWS::EKS::Cluster"],
    "QueueArn": ARNS["AWS::SQS::Queue"], "BucketArn": ARNS["AWS::S3::Bucket"],
}


def findings(file: str) -> Iterator[tuple[str, str, str]]:
    """What parliament says: the resource, the issue, and where."""
    template = templates.read(Path(file).resolve())
    rendering = Rendering(template)
    for name, document in policies(template):
        text = json.dumps(rendering.of(document))
        try:
            found = parliament.analyze_policy_string(text).findings
        # It raises nothing narrower where its own lists do not fit together.
        except Exception as gave_up:
            yield name, "NOT_ANALYSED", str(gave_up)
            continue
        for finding in found:
            yield name, finding.issue, str(finding.detail)
