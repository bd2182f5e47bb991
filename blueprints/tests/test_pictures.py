"""The pictures of the documentation say what the state machines, the code and the templates say."""

import json
import re

import pytest
from templates import ROOT, read

MACHINES = ROOT / "statemachines"
LEDGER = ROOT / "functions/accounts/src/main/java/dev/plumbline/accounts/ledger"


def pictures(page):
    return re.findall(r"```mermaid\n(.*?)```", (ROOT / page).read_text(), re.DOTALL)


def life(page):
    """The arrows of the one state diagram of a page."""
    (picture,) = [text for text in pictures(page) if text.startswith("stateDiagram-v2")]
    return {(start, end) for start, end in re.findall(r"^ +(\S+) --> ([^\s:]+)", picture, re.MULTILINE)}


def flow(text, arrow=r"-->"):
    """The arrows of a flowchart, also several in one line."""
    found = set()
    for line in text.splitlines():
        names = re.split(rf" {arrow}(?:\|[^|]*\|)? ", line.strip())
        names = [re.sub(r"[(\[].*", "", name) for name in names]
        found |= set(zip(names, names[1:], strict=False))
    return found


def machine(name):
    return json.loads((MACHINES / f"{name}.asl.json").read_text())


def leads_to(states, name, seen=()):
    """The states that do something and come next, through choices and passes."""
    if name in seen:
        return set()
    state = states[name]
    if state["Type"] not in {"Choice", "Pass"}:
        return {name}
    return after(states, name, (*seen, name)) or {"[*]"}


def after(states, name, seen=()):
    state = states[name]
    follows = [choice["Next"] for choice in state.get("Choices", [])]
    follows += [state[key] for key in ("Next", "Default") if key in state]
    follows += [entry["Next"] for entry in state.get("Catch", []) if entry["ErrorEquals"] == ["States.Timeout"]]
    return {end for follow in follows for end in leads_to(states, follow, seen)}


def arrows(part):
    states = part["States"]
    found = {("[*]", end) for end in leads_to(states, part["StartAt"])}
    for name, state in states.items():
        if state["Type"] not in {"Choice", "Pass"}:
            found |= {(name, end) for end in after(states, name) or {"[*]"}}
    return found


def labels(name):
    body = re.search(rf"enum {name[1]} \{{(.*?)[;}}]", (LEDGER / f"{name[0]}.java").read_text(), re.DOTALL).group(1)
    return {label.lower() for label in re.findall(r"^ +([A-Z_]+)\b", body, re.MULTILINE)}


def test_lifeOfAStack_isThatOfTheMachine():
    level = machine("reconcile-target")["States"]["DeployLevel"]["ItemProcessor"]
    assert life("docs/workflows/reconcile.md") == arrows(level)


def test_lifeOfACase_hasEachOfItsStates():
    states = {name for arrow in life("docs/workflows/remediate.md") for name in arrow} - {"[*]"}
    assert states == labels(("CaseStatus", "CaseStatus"))


def test_lifeOfAQuestion_hasEachOfItsAnswers():
    states = {name for arrow in life("docs/workflows/approvals.md") for name in arrow} - {"[*]", "open"}
    assert states == labels(("Answer", "Kind"))


@pytest.mark.parametrize("name", ["reconcile", "reconcile-target"])
def test_flowOfAPush_isThatOfTheMachines(name):
    (picture,) = pictures("ARCHITECTURE.md")
    part = re.search(rf"subgraph plumbline-{name}\n(.*?)\n  end", picture, re.DOTALL).group(1)
    drawn = flow(part)
    assert drawn
    assert drawn <= arrows(machine(name))


def roles(*paths):
    resources = [role for path in paths for role in read(ROOT / path).tree["Resources"].values()]
    return {
        role["Properties"]["RoleName"]: role["Properties"]
        for role in resources
        if role["Type"] == "AWS::IAM::Role" and "RoleName" in role["Properties"]
    }


def statements(tree):
    """Every statement, also those that a condition adds."""
    if isinstance(tree, dict) and {"Effect", "Resource"} <= tree.keys():
        yield tree
    elif isinstance(tree, dict | list):
        for part in tree.values() if isinstance(tree, dict) else tree:
            yield from statements(part)


def granted(role, action):
    for statement in statements(role.get("Policies", [])):
        actions = statement.get("Action", [])
        if statement["Effect"] == "Allow" and action in ([actions] if isinstance(actions, str) else actions):
            yield json.dumps(statement["Resource"])


def assumed():
    """Which role may assume which, as both sides say."""
    may = {
        (name, target)
        for name, role in roles("template.yaml").items()
        for resource in granted(role, "sts:AssumeRole")
        for target in re.findall(r"role/(plumbline-[a-z-]+)", resource)
    }
    trusted = {
        (function, name)
        for name, role in roles("bootstrap/member-deploy.yaml", "bootstrap/member-look.yaml", "bootstrap/member-mend.yaml").items()
        for function in re.findall(r"role/(plumbline-[a-z-]+)", json.dumps(role["AssumeRolePolicyDocument"]))
    }
    assert may == trusted
    return may


def started():
    """Which role may start which workflow; the children of a workflow's own map are left out."""
    found = set()
    for name, role in roles("template.yaml").items():
        starter = name.removeprefix("plumbline-").removesuffix("-machine") if name.endswith("-machine") else name
        for resource in granted(role, "states:StartExecution"):
            names = re.findall(r"stateMachine:plumbline-([a-z-]+)", resource)
            names += [known.lower() for known in re.findall(r'"Ref": "(Reconcile|Remediate)"', resource)]
            found |= {(starter, target) for target in names if target != starter}
    return found


def test_whoMayAssumeWhat_isWhatTheTemplatesSay():
    roles_picture, workflows_picture = pictures("docs/threat-model.md")
    assert flow(roles_picture) == assumed()
    assert flow(workflows_picture) == started()
