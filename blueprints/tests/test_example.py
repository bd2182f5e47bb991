"""The estate to copy uses the blueprints as they are."""

import re

import generate
import pytest
import templates
import yaml
from templates import ROOT

LIVE = ROOT / "examples" / "live"
ESTATE = yaml.safe_load((LIVE / "plumbline.yaml").read_text())
ENVIRONMENTS = {e["environment"]: e for e in (yaml.safe_load(p.read_text()) for p in sorted(LIVE.glob("environments/*.yaml")))}
STACKS = [(e, s) for e, environment in ENVIRONMENTS.items() for s in environment["stacks"]]
REFERENCE = re.compile(r"(?<!\$)\$\{(?:(?P<environment>[a-z-]+)/)?(?P<stack>[a-z-]+)\.(?P<output>\w+)\}")


BLUEPRINTS = {**generate.newest(), **{p.stem: templates.read(p) for p in sorted(LIVE.glob("blueprints/*.yaml"))}}


def parameters(environment: str, stack: str) -> dict:
    declared = ENVIRONMENTS[environment]["stacks"][stack]
    return {**ESTATE["defaults"]["parameters"].get(declared["blueprint"], {}), **declared["parameters"]}


def test_environments_all_areInAWaveAndAnAccountOfTheirOwn():
    assert sorted(name for wave in ESTATE["waves"] for name in wave) == sorted(ENVIRONMENTS)
    assert len({e["account"] for e in ENVIRONMENTS.values()}) == len(ENVIRONMENTS)


@pytest.mark.parametrize(("environment", "stack"), STACKS)
def test_stack_parameters_areThoseOfItsBlueprint(environment, stack):
    blueprint = BLUEPRINTS[ENVIRONMENTS[environment]["stacks"][stack]["blueprint"]]
    given = parameters(environment, stack)
    required = {name for name, parameter in blueprint.parameters.items() if "Default" not in parameter}
    assert required <= set(given) <= set(blueprint.parameters)
    for name, value in given.items():
        pattern = blueprint.parameters[name].get("AllowedPattern", ".*")
        for one in value if isinstance(value, list) else [value]:
            assert REFERENCE.search(str(one)) or re.fullmatch(pattern, str(one)), f"{name}: {one}"


@pytest.mark.parametrize(("environment", "stack"), STACKS)
def test_stack_alarms_areHeardBySomebody(environment, stack):
    blueprint = BLUEPRINTS[ENVIRONMENTS[environment]["stacks"][stack]["blueprint"]]
    assert "AlarmTopicArn" not in blueprint.parameters or parameters(environment, stack).get("AlarmTopicArn")


@pytest.mark.parametrize(("environment", "stack"), STACKS)
def test_watchedLogGroup_ofAFlowLog_isOfANetworkWithInterfaces(environment, stack):
    """A VPC's flow log has one stream for each network interface and records no traffic but theirs (VPC user guide, flow logs): with none, silence lasts."""
    for name, value in parameters(environment, stack).items():
        watched = REFERENCE.fullmatch(str(value))
        if name.startswith("WatchedLogGroup") and watched["output"] == "FlowLogGroupName":
            network = parameters(watched["environment"] or environment, watched["stack"])
            assert network.get("NatGateways", BLUEPRINTS["vpc"].parameters["NatGateways"]["Default"]) != "none", f"{environment}/{stack}: {value}"


@pytest.mark.parametrize(("environment", "stack"), STACKS)
def test_stack_references_nameOutputsOfEarlierWaves(environment, stack):
    wave = {name: number for number, names in enumerate(ESTATE["waves"], start=1) for name in names}
    own = ENVIRONMENTS[environment]["stacks"][stack].get("wave", wave[environment])
    for value in parameters(environment, stack).values():
        for reference in REFERENCE.finditer(str(value)):
            target = reference["environment"] or environment
            assert reference["environment"] is None or wave[target] < own
            blueprint = BLUEPRINTS[ENVIRONMENTS[target]["stacks"][reference["stack"]]["blueprint"]]
            assert reference["output"] in blueprint.outputs
