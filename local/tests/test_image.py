"""The pipeline's packaging with real tools: the example's own Dockerfile is built, pushed to a registry, listed, signed, and verified by cosign.

Takes minutes and what a machine does not have, so it runs on request: `python3 .ci/gates/gates.py image-pipeline`. There is no Docker engine in it:
a stand-in for the command `docker` hands its work to buildah and syft. The base images are made here, under the names that the Dockerfile has, as no
public registry is asked: Debian's by debootstrap, Temurin's of the JDK of this machine.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key
from emulator import HUB, REGION
from pipeline import circleci, take

ROOT = Path(__file__).parents[2]
APP = ROOT / "examples" / "app"
sys.path.insert(0, str(ROOT / ".ci" / "gates"))
import tools  # noqa: E402

_REPOSITORY = f"{HUB}.dkr.ecr.{REGION}.amazonaws.com/app"
_WANTED = os.environ.get("PLUMBLINE_IMAGE_TOOLS", "")
_PATH = f"{_WANTED}:{os.environ['PATH']}"
_NEEDED = ("buildah", "debootstrap", "crane", "syft", "cosign")
_MISSING = [name for name in _NEEDED if shutil.which(name, path=_PATH) is None] + (
    [] if os.geteuid() == 0 else ["the rights of root"]) + ([] if os.environ.get("PLUMBLINE_JDK") else ["a JDK 25 in PLUMBLINE_JDK"])

pytestmark = [
    pytest.mark.skipif(not _WANTED, reason="runs on request: python3 .ci/gates/gates.py image-pipeline"),
    pytest.mark.skipif(bool(_MISSING), reason=f"needs {', '.join(_MISSING)}"),
]

# What `docker` is asked for by the script, done by others: the engine is what this does not show.
_DOCKER = """#!/usr/bin/env bash
set -euo pipefail
case "$1 $2" in
  login*) [ -n "$(cat)" ] ;;
  'buildx build')
    while [ $# -gt 0 ]; do
      case $1 in --tag) tag=$2 ;; --metadata-file) file=$2 ;; esac
      shift
    done
    buildah bud --pull-never --quiet --tag "$tag" . >&2
    buildah push --quiet --tls-verify=false --format oci --digestfile digest "$tag" "docker://$REGISTRY/app:${tag##*:}" >&2
    printf '{"containerimage.digest": "%s"}\\n' "$(cat digest)" >"$file" ;;
  'buildx imagetools') SYFT_CHECK_FOR_APP_UPDATE=false SYFT_REGISTRY_INSECURE_USE_HTTP=true syft --quiet --output spdx-json "registry:$REGISTRY/app@${4##*@}" ;;
  *) exit 64 ;;
esac
"""


def run(*command: str, **environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=600,
        env={"PATH": _PATH, "HOME": os.environ.get("HOME", "/root"), "LC_ALL": "C.UTF-8", **environment})


def done(*command: str, **environment: str) -> str:
    finished = run(*command, **environment)
    assert finished.returncode == 0, f"{command}: {finished.stderr}"
    return finished.stdout


@pytest.fixture(scope="module")
def registry() -> Iterator[str]:
    """A registry of images on this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    process = subprocess.Popen(["crane", "registry", "serve", "--address", address], env={"PATH": _PATH}, stderr=subprocess.DEVNULL)
    try:
        assert _answers(f"http://{address}/v2/")
        yield address
    finally:
        process.terminate()
        process.wait()


@pytest.fixture(scope="module")
def buildah(tmp_path_factory) -> dict[str, str]:
    """How buildah is called, with the two images from which the example's Dockerfile starts in its store."""
    home = tmp_path_factory.mktemp("buildah")
    (home / "storage.conf").write_text(
        f'[storage]\ndriver = "vfs"\ngraphroot = "{home}/images"\nrunroot = "{home}/run"\n')
    settings = {"BUILDAH_ISOLATION": "chroot", "CONTAINERS_STORAGE_CONF": str(home / "storage.conf")}
    debian, jdk = home / "debian", home / "jdk"
    # Temurin's own image has binutils as well, for jlink.
    done("debootstrap", "--variant=minbase", "--include=binutils", "stable", str(debian), "http://deb.debian.org/debian")
    shutil.copytree(os.environ["PLUMBLINE_JDK"], jdk, ignore_dangling_symlinks=True)
    (home / "debian.Dockerfile").write_text("FROM scratch\nADD . /\n")
    (home / "jdk.Dockerfile").write_text(
        "FROM docker.io/library/debian:stable-slim\nENV JAVA_HOME=/opt/java/openjdk\n"
        "ENV PATH=/opt/java/openjdk/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\nCOPY . /opt/java/openjdk\n")
    for name, tag, folder in (("debian", "debian:stable-slim", debian), ("jdk", "eclipse-temurin:25-jdk", jdk)):
        done("buildah", "bud", "--quiet", "--pull-never", "--file", str(home / f"{name}.Dockerfile"), "--tag", f"docker.io/library/{tag}",
             str(folder), **settings)
        shutil.rmtree(folder)
    return settings


@pytest.fixture(scope="module")
def published(emulator, application, registry, buildah, tmp_path_factory) -> Path:
    """The folder of the application after publish.sh: image.txt and sbom.json in out/."""
    home = tmp_path_factory.mktemp("publish")
    folder = home / "app"
    shutil.copytree(APP, folder)
    (home / "bin").mkdir()
    (home / "bin" / "docker").write_text(_DOCKER)
    (home / "bin" / "docker").chmod(0o755)
    (home / "bin" / "aws").symlink_to(tools.python_tools("awscli") / "bin" / "aws")
    session = {key.upper(): value for key, value in take(emulator, application["CircleCiRoleArn"], circleci()).items()}
    done(str(folder / "ci" / "publish.sh"), _REPOSITORY, "1f0e2d3c4b5a", PATH=f"{home}/bin:{_PATH}", REGISTRY=registry,
         AWS_ENDPOINT_URL=emulator.endpoint, AWS_DEFAULT_REGION=REGION, CIRCLE_SHA1="1f0e2d3c",
         SIGNING_KEY_ARN=application["SigningKeyArn"], **buildah, **session)
    return folder


def digest(published: Path) -> str:
    return (published / "out" / "image.txt").read_text().strip().rsplit("@", 1)[1]


def test_publish_exampleApplication_isInTheRegistryAndListsWhatItHolds(published, registry):
    config = json.loads(done("crane", "config", f"{registry}/app@{digest(published)}", "--insecure"))
    assert config["config"]["User"] == "10001"
    assert config["config"]["Entrypoint"][0] == "/runtime/bin/java"
    listed = {package["name"] for package in json.loads((published / "out" / "sbom.json").read_text())["packages"]}
    assert {"libc6", "bash"} <= listed


def test_image_started_answersAsTheApplicationDoes(published, registry, buildah):
    container = done("buildah", "from", "--pull-never", f"{_REPOSITORY}:1f0e2d3c4b5a", **buildah).strip()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        ["buildah", "run", "--env", f"PORT={port}", container, "--", "/runtime/bin/java", "-cp", "/app", "App"],
        env={"PATH": _PATH, **buildah}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        assert _answers(f"http://127.0.0.1:{port}/")
    finally:
        process.terminate()
        process.wait()
        done("buildah", "rm", container, **buildah)


def _answers(url: str) -> bool:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return answer.status == 200
        except OSError:
            time.sleep(0.2)
    return False


def test_signature_ofThePipeline_isTakenByCosignAndOfAnotherKeyOrImageIsNot(emulator, published, registry, tmp_path):
    image = f"{registry}/app@{digest(published)}"
    _copy_signature(emulator, registry, digest(published))
    key = tmp_path / "key.pub"
    public = emulator.client("kms", HUB).get_public_key(KeyId="alias/ci-app-images")["PublicKey"]
    key.write_bytes(load_der_public_key(public).public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    flags = ("--insecure-ignore-tlog", "--allow-insecure-registry", "--allow-http-registry")

    verified = run("cosign", "verify", *flags, "--key", str(key), image, HOME=str(tmp_path))

    assert verified.returncode == 0, verified.stderr
    [claim] = json.loads(verified.stdout)
    assert claim["critical"]["image"]["docker-manifest-digest"] == digest(published)
    assert claim["critical"]["identity"]["docker-reference"] == _REPOSITORY
    done("cosign", "generate-key-pair", "--output-key-prefix", str(tmp_path / "other"), COSIGN_PASSWORD="", HOME=str(tmp_path))
    assert run("cosign", "verify", *flags, "--key", str(tmp_path / "other.pub"), image, HOME=str(tmp_path)).returncode != 0
    done("crane", "mutate", "--insecure", image, "--label", "changed=yes", "--tag", f"{registry}/app:changed")
    assert run("cosign", "verify", *flags, "--key", str(key), f"{registry}/app:changed", HOME=str(tmp_path)).returncode != 0


def _copy_signature(emulator, registry: str, signed: str) -> None:
    """The emulated ECR has no registry behind it, and keeps manifests alone: the manifest is carried over as the script left it, and
    what it names is made again, which only the very same bytes can be."""
    tag = f"{signed.replace(':', '-')}.sig"
    [found] = emulator.client("ecr", HUB).batch_get_image(repositoryName="app", imageIds=[{"imageTag": tag}])["images"]
    manifest = json.loads(found["imageManifest"])
    [layer] = manifest["layers"]
    payload = json.dumps({
        "critical": {"identity": {"docker-reference": _REPOSITORY}, "image": {"docker-manifest-digest": signed},
                     "type": "cosign container image signature"},
        "optional": {"commit": "1f0e2d3c"}}, separators=(",", ":"))
    config = json.dumps({
        "architecture": "", "os": "", "config": {}, "rootfs": {"type": "layers", "diff_ids": [layer["digest"]]}}, separators=(",", ":"))
    for part, content in ((layer, payload), (manifest["config"], config)):
        _put(f"http://{registry}/v2/app/blobs/uploads/?digest={part['digest']}", content.encode(), "application/octet-stream", "POST")
    _put(f"http://{registry}/v2/app/manifests/{tag}", found["imageManifest"].encode(), manifest["mediaType"], "PUT")


def _put(url: str, content: bytes, kind: str, method: str) -> None:
    request = urllib.request.Request(url, data=content, method=method, headers={"Content-Type": kind})
    with urllib.request.urlopen(request, timeout=30) as answer:
        assert answer.status == 201, answer.status
