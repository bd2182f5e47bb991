"""The scripts of the example application's pipeline, as CircleCI runs them: built, packaged, signed, and deployed by a commit to a live repository."""

import base64
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_der_public_key
from emulator import HUB, REGION
from pipeline import circleci, take

ROOT = Path(__file__).parents[2]
APP = ROOT / "examples" / "app"
sys.path.insert(0, str(ROOT / ".ci" / "gates"))
import tools  # noqa: E402

_DIGEST = f"sha256:{'a1' * 32}"
_OTHER = f"sha256:{'b2' * 32}"

# What a build is asked for, without an engine: it writes what buildx writes, and notes what it was told.
_DOCKER = f"""#!/usr/bin/env bash
echo "$*" >>"$DOCKER_LOG"
case "$1 $2" in
  login*) [ -n "$(cat)" ] ;;
  'buildx build') while [ "$1" != --metadata-file ]; do shift; done; printf '{{\\n  "containerimage.digest": "{_DIGEST}"\\n}}\\n' >"$2" ;;
  'buildx imagetools') echo '{{"SPDX": {{"name": "shop"}}}}' ;;
  *) exit 64 ;;
esac
"""


def run(script: str, *arguments: str, folder: Path = APP, **environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [str(folder / "ci" / script), *arguments], capture_output=True, text=True, check=False, timeout=120,
        env={"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/root"), "LC_ALL": "C.UTF-8", **environment})


def git(folder: Path, *words: str) -> str:
    identity = ("-c", "user.name=Test", "-c", "user.email=test@example.com")
    return subprocess.run(["git", *identity, "-C", str(folder), *words], capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture
def live(tmp_path) -> Path:
    """A bare live repository with the example estate."""
    work, bare = tmp_path / "work", tmp_path / "live.git"
    shutil.copytree(ROOT / "examples" / "live", work)
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", str(bare))
    git(work, "init", "--quiet", "--initial-branch=main")
    git(work, "add", "--all")
    git(work, "commit", "--quiet", "--message", "The estate")
    git(work, "push", "--quiet", str(bare), "main")
    return bare


def changed(live: Path) -> list[str]:
    """The lines that the newest commit changed."""
    shown = git(live, "show", "--unified=0", "--format=", "main").splitlines()
    return [line for line in shown if line[0] in "+-" and not line.startswith(("+++", "---"))]


@pytest.mark.skipif(shutil.which("javac") is None, reason="needs a JDK on the path")
def test_build_application_compilesAndPassesItsTests(tmp_path):
    folder = tmp_path / "app"
    shutil.copytree(APP, folder)
    version = subprocess.run(["javac", "-version"], capture_output=True, text=True, check=True).stdout
    if int(version.split()[1].split(".")[0]) < 21:
        pytest.skip(f"needs a JDK 21 or newer on the path, not {version}")
    built = run("build.sh", folder=folder)
    assert built.returncode == 0, built.stderr
    assert "9 answers as they should be" in built.stdout


def test_publish_withTheJobsToken_pushesSignsAndSaysWhatToDeploy(emulator, application, tmp_path):
    folder, bin_folder = tmp_path / "app", tmp_path / "bin"
    shutil.copytree(APP, folder)
    bin_folder.mkdir()
    (bin_folder / "docker").write_text(_DOCKER)
    (bin_folder / "docker").chmod(0o755)
    (bin_folder / "aws").symlink_to(tools.python_tools("awscli") / "bin" / "aws")
    session = take(emulator, application["CircleCiRoleArn"], circleci())
    repository = f"{HUB}.dkr.ecr.{REGION}.amazonaws.com/app"

    published = run(
        "publish.sh", repository, "1f0e2d3c4b5a", folder=folder, PATH=f"{bin_folder}:{os.environ['PATH']}",
        AWS_ENDPOINT_URL=emulator.endpoint, AWS_DEFAULT_REGION=REGION, DOCKER_LOG=str(tmp_path / "docker.log"), CIRCLE_SHA1="1f0e2d3c",
        SIGNING_KEY_ARN=application["SigningKeyArn"],
        **{key.upper(): value for key, value in session.items()})

    assert published.returncode == 0, published.stderr
    assert (folder / "out" / "image.txt").read_text() == f"{repository}:1f0e2d3c4b5a@{_DIGEST}\n"
    assert json.loads((folder / "out" / "sbom.json").read_text())["SPDX"]
    told = (tmp_path / "docker.log").read_text()
    assert "--sbom=true --provenance=mode=max" in told and f"{repository}:1f0e2d3c4b5a --push" in told
    assert_signed(emulator, repository)


def assert_signed(emulator, repository: str) -> None:
    """The signature lies where cosign looks for it, over a payload that names the image, by the application's key."""
    ecr, kms = emulator.client("ecr", HUB), emulator.client("kms", HUB)
    [found] = ecr.batch_get_image(
        repositoryName="app", imageIds=[{"imageTag": f"{_DIGEST.replace(':', '-')}.sig"}])["images"]
    [layer] = json.loads(found["imageManifest"])["layers"]
    payload = json.dumps({
        "critical": {"identity": {"docker-reference": repository}, "image": {"docker-manifest-digest": _DIGEST},
                     "type": "cosign container image signature"},
        "optional": {"commit": "1f0e2d3c"}}, separators=(",", ":")).encode()
    digest = hashes.Hash(hashes.SHA256())
    digest.update(payload)
    assert layer["digest"] == f"sha256:{digest.finalize().hex()}"
    public = load_der_public_key(kms.get_public_key(KeyId="alias/ci-app-images")["PublicKey"])
    signature = base64.b64decode(layer["annotations"]["dev.cosignproject.cosign/signature"])
    public.verify(signature, payload, ec.ECDSA(hashes.SHA256()))


def test_deploy_image_changesOneLineOfOneEnvironment(live):
    image = f"555555555555.dkr.ecr.eu-west-1.amazonaws.com/shop:1.1.0@{_DIGEST}"
    deployed = run("deploy.sh", "dev", image, LIVE_REPOSITORY=str(live))
    assert deployed.returncode == 0, deployed.stderr
    assert changed(live) == ['-      Image: ""', f"+      Image: {image}"], "the first release is like any other"
    assert git(live, "log", "-1", "--format=%s", "main") == f"Release shop:1.1.0@{_DIGEST} to dev"
    before = git(live, "rev-parse", "main")
    assert "already" in run("deploy.sh", "dev", image, LIVE_REPOSITORY=str(live)).stdout
    assert git(live, "rev-parse", "main") == before


def test_promote_whatDevRuns_isACommitForStage(live):
    image = f"555555555555.dkr.ecr.eu-west-1.amazonaws.com/shop:1.1.0@{_DIGEST}"
    run("deploy.sh", "dev", image, LIVE_REPOSITORY=str(live))
    promoted = run("promote.sh", "dev", "stage", image, LIVE_REPOSITORY=str(live))
    assert promoted.returncode == 0, promoted.stderr
    assert changed(live)[-1] == f"+      Image: {image}"
    assert "environments/stage.yaml" in git(live, "show", "--stat", "--format=", "main")


def test_promote_beforeTheFirstImage_isRefused(live):
    before = git(live, "rev-parse", "main")
    refused = run("promote.sh", "dev", "stage", LIVE_REPOSITORY=str(live))
    assert refused.returncode == 1 and "dev runs no image yet" in refused.stderr
    assert git(live, "rev-parse", "main") == before


def test_promote_whenDevRunsAnotherByNow_isRefused(live):
    run("deploy.sh", "dev", f"registry.example/shop:1.2.0@{_OTHER}", LIVE_REPOSITORY=str(live))
    before = git(live, "rev-parse", "main")
    refused = run("promote.sh", "dev", "stage", f"registry.example/shop:1.1.0@{_DIGEST}", LIVE_REPOSITORY=str(live))
    assert refused.returncode == 1 and "by now" in refused.stderr
    assert git(live, "rev-parse", "main") == before


@pytest.mark.parametrize(("environment", "image", "says"), [
    ("dev", "shop:latest", "not an image with its digest"),
    ("dev", f"shop;id@{_DIGEST}", "not an image with its digest"),
    ("../../dev", f"shop@{_DIGEST}", "there is no environment"),
    ("nowhere", f"shop@{_DIGEST}", "there is no environment"),
    ("security", f"shop@{_DIGEST}", "has no parameter Image"),
])
def test_deploy_whatCannotBe_changesNothing(live, environment, image, says):
    before = git(live, "rev-parse", "main")
    refused = run("deploy.sh", environment, image, LIVE_REPOSITORY=str(live))
    assert refused.returncode != 0 and says in refused.stderr
    assert git(live, "rev-parse", "main") == before


def test_deploy_somebodyElsePushesMeanwhile_keepsBoth(live, tmp_path):
    other = tmp_path / "other"
    hook = live / "hooks" / "pre-receive"
    # The first push that arrives finds that somebody else was faster.
    hook.write_text(
        f"#!/bin/sh\nrm -f {hook}\nunset GIT_DIR GIT_QUARANTINE_PATH\n"
        f"GIT_DIR={live} git update-ref refs/heads/main {commit_beside(live, other)}\nexit 1\n")
    hook.chmod(0o755)
    deployed = run("deploy.sh", "dev", f"registry.example/shop:1.1.0@{_DIGEST}", LIVE_REPOSITORY=str(live))
    assert deployed.returncode == 0, deployed.stderr
    assert git(live, "log", "--format=%s", "main").splitlines()[:2] == [f"Release shop:1.1.0@{_DIGEST} to dev", "Somebody else's"]


def commit_beside(live: Path, folder: Path) -> str:
    """A commit of somebody else, whose objects are there and which the branch does not have yet."""
    git(live.parent, "clone", "--quiet", str(live), str(folder))
    (folder / "NOTES.md").write_text("another change\n")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "Somebody else's")
    git(folder, "push", "--quiet", "origin", "HEAD:refs/heads/beside")
    return git(folder, "rev-parse", "HEAD")
