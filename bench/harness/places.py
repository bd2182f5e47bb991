"""Where the comparison installs its tools and keeps its files: under target/, and nowhere else."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BENCH = ROOT / "bench"
WORK = ROOT / "target" / "bench"

sys.path.insert(0, str(ROOT / ".ci/gates"))
import tools  # noqa: E402  (the build's own installer of pinned tools)

_PINS = BENCH / "peers"
tools.REQUIREMENTS |= {
    "bench-sceptre": [_PINS / "requirements-sceptre.txt"],
    "bench-custodian": [_PINS / "requirements-custodian.txt"],
    "bench-awscli": [_PINS / "requirements-awscli.txt"],
}


def python_tools(name: str) -> Path:
    """The virtual environment of a pinned tool set."""
    return tools.python_tools(name)


def node() -> Path:
    """The Node that the build's checks use."""
    return tools.node_binary(tools.python_tools("checks"))


def node_packages(name: str) -> Path:
    """The folder that holds node_modules of one of the pinned package lists in bench/peers/."""
    source = _PINS / name
    home = tools.TOOLS / f"bench-{name}-{tools.hash_of(sorted(source.iterdir()))}"
    tools.TOOLS.mkdir(parents=True, exist_ok=True)
    with open(tools.TOOLS / f"bench-{name}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / ".complete").exists():
            shutil.rmtree(home, ignore_errors=True)
            shutil.copytree(source, home)
            binary = node()
            npm = binary.parents[1] / "lib/node_modules/npm/bin/npm-cli.js"
            subprocess.run(
                [str(binary), str(npm), "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=home, check=True,
                env={**os.environ, "PATH": f"{binary.parent}{os.pathsep}{os.environ['PATH']}"})
            (home / ".complete").touch()
    return home


def fresh(name: str) -> Path:
    """An empty folder of its own for a part of the measurements, whatever was in it before."""
    home = WORK / name
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    return home


def inside(name: str) -> None:
    """Carry on in the virtual environment of that tool set: this program starts again there, once."""
    home = python_tools(name)
    if Path(sys.prefix) != home:
        python = str(home / "bin" / "python")
        os.execv(python, [python, *sys.argv])
