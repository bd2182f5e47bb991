"""Templates and how tests deploy them."""

import io
import json
import zipfile

from cfnlint.decode import decode_str
from emulator import eventually

_TERMINAL = ("COMPLETE", "FAILED")
# What a request takes; a larger template lies in a bucket, as those of the control plane do, or is written without what only people need.
_INLINE = 51_200


def code_zip(content: str = "a class") -> bytes:
    """A deployment package; what is in it does not matter to the fake host."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(zipfile.ZipInfo("Handler.class"), content)
    return buffer.getvalue()


def inline(template: dict | str) -> str:
    """A template as a request takes it."""
    if not isinstance(template, str):
        return json.dumps(template)
    if len(template.encode()) <= _INLINE:
        return template
    tree, problems = decode_str(template)
    assert not problems, problems
    return json.dumps(tree, separators=(",", ":"))


def create(cloudformation, name: str, template: dict | str, **options) -> dict:
    """Create a stack and wait for its end."""
    cloudformation.create_stack(
        StackName=name, TemplateBody=inline(template),
        Capabilities=["CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"], **options)
    return ended(cloudformation, name)


def ended(cloudformation, name: str) -> dict:
    """A stack, once no operation is in progress."""
    def terminal():
        stack = cloudformation.describe_stacks(StackName=name)["Stacks"][0]
        return stack if stack["StackStatus"].endswith(_TERMINAL) else None
    return eventually(terminal)


def outputs(stack: dict) -> dict[str, str]:
    return {o["OutputKey"]: o["OutputValue"] for o in stack.get("Outputs", [])}


def change_set(
        cloudformation, stack: str, template: dict | str, name: str = "change", kind: str = "CREATE",
        **options) -> dict:
    """Create a change set and describe it once it is made."""
    cloudformation.create_change_set(
        StackName=stack, ChangeSetName=name, ChangeSetType=kind, TemplateBody=inline(template),
        Capabilities=["CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"], **options)

    def made():
        described = cloudformation.describe_change_set(StackName=stack, ChangeSetName=name)
        return described if described["Status"].endswith(_TERMINAL) else None
    return eventually(made)
