"""What a stack does over time: keeps data, leaves other stacks alone, tells people."""

from __future__ import annotations

import re
from typing import Any

from cfnlint.rules import CloudFormationLintRule, RuleMatch

# Types whose removal or replacement loses what was written to them.
STATEFUL = [
    "AWS::Backup::BackupVault", "AWS::CloudTrail::EventDataStore", "AWS::DocDB::DBCluster", "AWS::DynamoDB::GlobalTable",
    "AWS::DynamoDB::Table", "AWS::ECR::Repository", "AWS::EFS::FileSystem", "AWS::ElastiCache::ReplicationGroup",
    "AWS::KMS::Key", "AWS::Kinesis::Stream", "AWS::Logs::LogGroup", "AWS::OpenSearchService::Domain", "AWS::RDS::DBCluster",
    "AWS::RDS::DBInstance", "AWS::S3::Bucket", "AWS::SQS::Queue", "AWS::SecretsManager::Secret",
]


class StatefulSaysWhatBecomesOfItsData(CloudFormationLintRule):
    """CloudFormation deletes by default, on removal and, less expected, on replacement."""

    id = "E9103"
    shortdesc = "Stateful resources set both policies"
    description = "A resource that holds data sets DeletionPolicy and UpdateReplacePolicy, whatever their values"
    source_url = "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html"
    tags = ["plumbline", "data"]

    def match(self, cfn: Any) -> list[RuleMatch]:
        return [
            RuleMatch(["Resources", name], f"{name} holds data and has no {policy}")
            for name, resource in cfn.get_resources(STATEFUL).items()
            for policy in ("DeletionPolicy", "UpdateReplacePolicy")
            if policy not in resource
        ]


class NothingIsExported(CloudFormationLintRule):
    """An export cannot change or go while another stack imports it; the control plane passes outputs along instead."""

    id = "E9104"
    shortdesc = "No exports, no imports"
    description = "Outputs are not exported, and nothing is imported"
    source_url = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html"
    tags = ["plumbline", "outputs"]

    def match(self, cfn: Any) -> list[RuleMatch]:
        exports = [
            RuleMatch(["Outputs", name, "Export"], f"{name} is exported")
            for name, output in cfn.template.get("Outputs", {}).items()
            if "Export" in output
        ]
        return exports + [
            RuleMatch(path[:-1], "a value is imported from another stack")
            for path in cfn.search_deep_keys("Fn::ImportValue")
        ]


class VersionsAreNotAssumed(CloudFormationLintRule):
    """A default version is right until the day it is out of support, and nobody chose it."""

    id = "E9105"
    shortdesc = "No version as a default"
    description = "A parameter for the version of an engine, a cluster or an image has no default"
    source_url = "https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html"
    tags = ["plumbline", "parameters"]

    def match(self, cfn: Any) -> list[RuleMatch]:
        return [
            RuleMatch(["Parameters", name, "Default"], f"{name} assumes a version")
            for name, parameter in cfn.template.get("Parameters", {}).items()
            if name.endswith("Version") and parameter.get("Default", "") != ""
        ]


class AlarmsAreUseful(CloudFormationLintRule):
    """Whoever is woken wants to know what it means, and when it is over."""

    id = "E9106"
    shortdesc = "Alarms say what they mean and when they are over, and to somebody"
    description = (
        "An alarm has a description, actions that reach somebody wherever a topic is given, and says how to treat missing data; its logical id "
        "ends with Alarm")
    source_url = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Best_Practice_Recommended_Alarms_AWS_Services.html"
    tags = ["plumbline", "alarms"]

    def match(self, cfn: Any) -> list[RuleMatch]:
        matches = []
        for name, alarm in cfn.get_resources(["AWS::CloudWatch::Alarm"]).items():
            properties = alarm.get("Properties", {})
            matches += [
                RuleMatch(["Resources", name], f"{name} has no {wanted}")
                for wanted in ("AlarmDescription", "AlarmActions", "OKActions", "TreatMissingData")
                if wanted not in properties
            ]
            matches += [] if self._are_heard(cfn) else [
                RuleMatch(["Resources", name, "Properties", actions], f"{actions} of {name} reach nobody")
                for actions in ("AlarmActions", "OKActions")
                if actions in properties and not self._reach(properties[actions], self._blank(cfn) - self._given(cfn, alarm))
            ]
            if not name.endswith("Alarm"):
                matches.append(RuleMatch(["Resources", name], f"{name} is an alarm and not named like one"))
        return matches

    @staticmethod
    def _are_heard(cfn: Any) -> bool:
        """Whether a rule of the template tells of every change of an alarm, whatever its actions are."""
        patterns = (rule.get("Properties", {}).get("EventPattern", {}) for rule in cfn.get_resources(["AWS::Events::Rule"]).values())
        return any("CloudWatch Alarm State Change" in pattern.get("detail-type", []) for pattern in patterns)

    @staticmethod
    def _blank(cfn: Any) -> set[str]:
        """The parameters that are blank unless somebody says otherwise."""
        return {name for name, parameter in cfn.template.get("Parameters", {}).items() if parameter.get("Default") == ""}

    @staticmethod
    def _given(cfn: Any, alarm: Any) -> set[str]:
        """The parameters without which there is no such alarm, by its condition."""
        condition = cfn.template.get("Conditions", {}).get(alarm.get("Condition"))
        # cfn-lint puts the sides of Fn::Equals in an order of its own.
        return {name for name in cfn.template.get("Parameters", {})
                if condition in [{"Fn::Not": [{"Fn::Equals": sides}]} for sides in ([{"Ref": name}, ""], ["", {"Ref": name}])]}

    def _reach(self, actions: Any, blank: set[str]) -> bool:
        """Whether actions reach somebody: always, or, where what they name may be blank, under a condition of which one side does."""
        if isinstance(actions, dict) and "Fn::If" in actions:
            _, *sides = actions["Fn::If"]
            return any(self._reach(side, set()) for side in sides)
        if not isinstance(actions, list):
            return True
        named = [action for action in actions if action != "" and action != {"Ref": "AWS::NoValue"}]
        return bool(named) and not any(self._may_be_blank(action, blank) for action in named)

    def _may_be_blank(self, action: Any, blank: set[str]) -> bool:
        """Whether an action is made of something that may be blank; under a condition, where no side is anything else."""
        if isinstance(action, dict) and "Fn::If" in action:
            _, *sides = action["Fn::If"]
            return all(side in ("", {"Ref": "AWS::NoValue"}) for side in sides)
        return any(name in blank for name in self._names(action))

    def _names(self, value: Any) -> list[str]:
        """What a value refers to, however deep, also within the text of Fn::Sub."""
        if isinstance(value, dict):
            own = [value["Ref"]] if isinstance(value.get("Ref"), str) else []
            return own + [name for each in value.values() for name in self._names(each)]
        if isinstance(value, list):
            return [name for each in value for name in self._names(each)]
        return re.findall(r"\$\{([A-Za-z0-9]+)\}", value) if isinstance(value, str) else []


class ParametersExplainThemselves(CloudFormationLintRule):
    """A form that cannot be filled in without reading the template is no form."""

    id = "E9107"
    shortdesc = "Parameters are described"
    description = "A parameter has a sentence for a description, beginning with Optional where blank is allowed, and its pattern an explanation"
    source_url = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html"
    tags = ["plumbline", "parameters"]

    def match(self, cfn: Any) -> list[RuleMatch]:
        matches = []
        for name, parameter in cfn.template.get("Parameters", {}).items():
            path, says = ["Parameters", name], str(parameter.get("Description", ""))
            if not says.endswith("."):
                matches.append(RuleMatch(path, f"{name} has no sentence for a description"))
            if parameter.get("Default") == "" and not says.startswith("Optional"):
                matches.append(RuleMatch(path, f"{name} may be blank, and its description does not begin with Optional"))
            if "AllowedPattern" in parameter and "ConstraintDescription" not in parameter:
                matches.append(RuleMatch(path, f"{name} has a pattern and no ConstraintDescription"))
        return matches
