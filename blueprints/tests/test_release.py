"""What a release consists of: the same bytes twice, and sums, provenance and signed code by which a stranger can tell."""

import json
import re
import subprocess

import pytest
import release
import templates

ONE = {"plumbline-tasks.zip": b"tasks", "plumbline-webhook.zip": b"webhook"}


def test_compare_sameBytes_says_nothing():
    release.compare([ONE, dict(ONE)])


def test_compare_oneByteAway_namesTheArchiveAndBothDigests():
    with pytest.raises(release.Unrepeatable) as told:
        release.compare([ONE, {**ONE, "plumbline-webhook.zip": b"webhooK"}])

    assert "plumbline-webhook.zip" in str(told.value)
    assert release.digest(b"webhook") in str(told.value) and release.digest(b"webhooK") in str(told.value)
    assert "plumbline-tasks.zip" not in str(told.value)


def test_sums_areWhatSha256sumTakes_andRefuseWhatWasChanged(tmp_path):
    for name, content in ONE.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "SHA256SUMS").write_bytes(release.sums(ONE))

    def check() -> int:
        return subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=tmp_path, capture_output=True).returncode

    assert check() == 0
    (tmp_path / "plumbline-tasks.zip").write_bytes(b"task5")
    assert check() != 0


def test_provenance_namesEachArchiveByItsDigest_andTheCommit():
    told = json.loads(release.provenance("c" * 40, ONE, 2))

    assert {each["name"]: each["digest"]["sha256"] for each in told["subject"]} == {n: release.digest(c) for n, c in ONE.items()}
    assert told["predicate"]["buildDefinition"]["resolvedDependencies"][0]["digest"] == {"gitCommit": "c" * 40}
    assert release.provenance("c" * 40, ONE, 2) == release.provenance("c" * 40, ONE, 2)


def test_archives_areWhatTheTemplateDeploys():
    template = templates.read(templates.ROOT / "template.yaml").evaluated({})
    deployed = {r["Properties"]["CodeUri"] for r in template.values() if r["Type"] == "AWS::Serverless::Function"}

    assert deployed and deployed <= set(release.ARCHIVES.values())


def test_signedCode_isDemandedOfEachFunctionOnceAConfigurationIsGiven():
    def demanded(**values: str) -> dict[str, object]:
        resources = templates.read(templates.ROOT / "template.yaml").evaluated(values)
        return {n: r["Properties"].get("CodeSigningConfigArn") for n, r in resources.items() if r["Type"] == "AWS::Serverless::Function"}

    config = "arn:aws:lambda:eu-west-1:555555555555:code-signing-config:csc-0123456789abcdef0"
    assert set(demanded(CodeSigningConfigArn=config).values()) == {config}
    assert all(value == {"Ref": "AWS::NoValue"} for value in demanded().values()) and demanded()


def test_signedCode_ofTheGuide_isOfEachFunction():
    """A function that the command leaves out is not signed, and the deployment fails."""
    guide = (templates.ROOT / "docs/guide/supply-chain.md").read_text()
    named = re.search(r'^FUNCTIONS="([^"]*)"$', guide, re.MULTILINE).group(1).split()
    resources = templates.read(templates.ROOT / "template.yaml").evaluated({})

    assert sorted(f"{name}Function" for name in named) == sorted(n for n, r in resources.items() if r["Type"] == "AWS::Serverless::Function")
