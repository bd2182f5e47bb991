"""Writes the locks of the Python tool sets: from each requirements file `NAME.in`, which says what is asked for, the file `NAME.txt` beside it with
everything that comes along, for every Python from 3.10 on, each with the hashes of its files. Versions that stand in the lock stay, unless `--upgrade`
is given; the upgrade of what is asked for is an edit of `NAME.in`.

    python3 .ci/gates/lock.py              writes all locks
    python3 .ci/gates/lock.py --upgrade    takes the newest of what comes along
    python3 .ci/gates/lock.py --check      says which locks do not hold what their sets ask for, without the network
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import tools

ROOT = tools.ROOT
_PIN = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==([^\s;\\]+)", re.MULTILINE)


def inputs() -> list[Path]:
    """The requirements files of the project."""
    folders = (ROOT / ".ci/gates", ROOT / "local", ROOT / "bench/peers")
    return sorted(file for folder in folders for file in folder.glob("requirements*.in"))


def pins(file: Path) -> set[tuple[str, str]]:
    """The packages that a file pins, by their normal names, and their versions."""
    return {(re.sub(r"[-_.]+", "-", name).lower(), version) for name, version in _PIN.findall(file.read_text())}


def behind(wanted: Path) -> list[str]:
    """What is wrong with the lock of a requirements file; empty if nothing is."""
    lock = wanted.with_suffix(".txt")
    if not lock.exists():
        return [f"{lock.relative_to(ROOT)} is missing"]
    name = lock.relative_to(ROOT)
    missing = [f"{name} lacks {package}=={version}" for package, version in sorted(pins(wanted) - pins(lock))]
    # One requirement is one line once its hashes, on lines of their own, are joined to it.
    listed = [line for line in lock.read_text().replace("\\\n", " ").splitlines() if line and not line.startswith("#")]
    return missing + [f"{name}: {line.split()[0]} has no hash" for line in listed if "--hash=sha256:" not in line]


def write(wanted: Path, upgrade: bool) -> None:
    uv = tools.python_tools("lock") / "bin" / "uv"
    command = [
        str(uv), "pip", "compile", "--quiet", "--universal", "--python-version", "3.10.2", "--generate-hashes", "--no-header", "--no-annotate",
        str(wanted), "--output-file", str(wanted.with_suffix(".txt"))]
    subprocess.run(command + (["--upgrade"] if upgrade else []), check=True, cwd=ROOT)


def main(arguments: list[str]) -> int:
    if arguments == ["--check"]:
        wrong = [problem for file in inputs() for problem in behind(file)]
        print("\n".join(wrong) or "all locks are whole")
        return 1 if wrong else 0
    if arguments not in ([], ["--upgrade"]):
        print(__doc__, file=sys.stderr)
        return 2
    for file in inputs():
        write(file, upgrade=bool(arguments))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
