"""Templates and how tests deploy them."""

import io
import json
import zipfile

from emulator import eventually

_TERMINAL = ("COMPLETE", "FAILED")


def code_zip(content: str = "a class") -> bytes:
    """A deployment package; what is in it does not matter to the fake host."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(zipfile.ZipInfo("Handler.class"), content)
    return buffer.getvalue()


def create(cloudformation, name: str, template: dict | str, **options) -> dict:
    """Create a stack and wait for its end."""
    body = template if isinstance(template, str) else json.dumps(template)
    cloudformation.create_stack(
        StackName=name, TemplateBody=body,
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
    body = template if isinstance(template, str) else json.dumps(template)
    cloudformation.create_change_set(
        StackName=stack, ChangeSetName=name, ChangeSetType=kind, TemplateBody=body,
        Capabilities=["CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"], **options)

    def made():
        described = cloudformation.describe_change_set(StackName=stack, ChangeSetName=name)
        return described if described["Status"].endswith(_TERMINAL) else None
    return eventually(made)
