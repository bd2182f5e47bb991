"""What the guides tell people to write and to run is there, and is taken by the blueprints."""

import re
from pathlib import Path

import generate
import pytest
import templates
import yaml
from templates import ROOT

GUIDES = sorted((ROOT / "docs" / "guide").glob("*.md"))
COMMANDS = set(re.findall(r"^## (.+)$", (ROOT / "docs" / "reference" / "cli.md").read_text(), re.M))
BLUEPRINTS = {**generate.newest(), **{p.stem: templates.read(p) for p in sorted((ROOT / "examples/live/blueprints").glob("*.yaml"))}}


def stacks() -> list:
    """Every stack that a guide declares."""
    found = []
    for guide in GUIDES:
        for block in re.findall(r"^```yaml\n(stacks:\n.*?)^```", guide.read_text(), re.S | re.M):
            found += [pytest.param(stack, id=f"{guide.stem}-{name}") for name, stack in yaml.safe_load(block)["stacks"].items()]
    return found


@pytest.mark.parametrize("stack", stacks())
def test_stack_ofAGuide_isTakenByItsBlueprint(stack):
    blueprint = BLUEPRINTS[stack["blueprint"]]
    given = stack["parameters"]
    required = {name for name, parameter in blueprint.parameters.items() if "Default" not in parameter}
    assert required <= set(given) <= set(blueprint.parameters)
    for name, value in given.items():
        for one in value if isinstance(value, list) else [value]:
            assert "${" in str(one) or re.fullmatch(blueprint.parameters[name].get("AllowedPattern", ".*"), str(one)), f"{name}: {one}"


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_commands_ofAGuide_areThoseThatThereAre(guide):
    for line in re.findall(r"\./plumbline ([a-z][a-z ]*)", guide.read_text()):
        words = line.split()
        assert any(" ".join(words[:count]) in COMMANDS for count in (1, 2)), f"plumbline {line}"


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_links_ofAGuide_leadSomewhere(guide):
    text = guide.read_text()
    headings = {re.sub(r"[^a-z0-9 -]", "", h.lower()).replace(" ", "-") for h in re.findall(r"^#+ (.+)$", text, re.M)}
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if target.startswith("#"):
            assert target[1:] in headings, target
        elif not target.startswith("http"):
            assert Path(guide.parent, target.partition("#")[0]).exists(), target


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_scripts_ofAGuide_areThere(guide):
    for name in re.findall(r"`(\w+\.sh)\b", guide.read_text()):
        assert list(ROOT.glob(f"examples/app/ci/{name}")), name


def test_commands_ofTheDeployment_nameTheirRegion():
    """Where neither profile nor environment has a region, the AWS CLI stops with "You must specify a region"; where they have another, it goes there."""
    text = (ROOT / "docs/guide/deploy-on-aws.md").read_text().replace("\\\n", " ")
    commands = re.findall(r"(?:^ *|`)((?:aws|sam) [a-z0-9-]+ [^`\n]+)", text, re.M)
    assert len(commands) > 15
    assert [each for each in commands if "--region" not in each] == []


def test_guide_exampleThatSwitchesGuardDutyOnForMembers_putsTheAccountInCharge():
    """GuardDuty refuses UpdateOrganizationConfiguration to any account that the organisation has not put in charge, so the first wave would stall."""
    security = (templates.ROOT / "examples" / "live" / "environments" / "security.yaml").read_text()
    guide = (templates.ROOT / "docs" / "guide" / "deploy-on-aws.md").read_text()
    [step] = re.findall(r"```sh\n([^`]*bootstrap/organization.yaml[^`]*)```", guide)
    assert ("guardduty-members: all" in security) == ("GuardDutyAdministratorId=$SECURITY" in step)
    assert "security=$SECURITY" in guide
