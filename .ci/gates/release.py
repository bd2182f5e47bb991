"""Makes what a release consists of, from the last commit, and shows that it can be made again.

    python3 .ci/gates/release.py [--out FOLDER] [--once]

The commit is exported into two folders and built in both; the archives of the functions have to be the same to the byte, or nothing is written. Beside
them stand the bill of materials (CycloneDX, of the first build), the provenance (an in-toto statement with SLSA's predicate) and SHA256SUMS over all of it.
Sign SHA256SUMS, which covers the rest: `docs/guide/supply-chain.md`. With --once it builds once and claims nothing about a second time.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ARCHIVES = {
    "plumbline-tasks.zip": "functions/tasks/target/plumbline-tasks.zip",
    "plumbline-webhook.zip": "functions/webhook/target/plumbline-webhook.zip",
    "plumbline-cluster.zip": "functions/cluster/target/plumbline-cluster.zip",
}
MODULES = "functions/tasks,functions/webhook,functions/cluster"
# Lists what is in the archives, with hashes and licences; its settings stand in pom.xml.
MATERIALS = "org.cyclonedx:cyclonedx-maven-plugin:makeAggregateBom"
SBOM = "sbom.cdx.json"
PROVENANCE = "provenance.intoto.json"
SUMS = "SHA256SUMS"


class Unrepeatable(Exception):
    """Two builds of one commit differ."""


def git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()


def export(commit: str, folder: Path) -> None:
    """Writes the files of a commit, and nothing else, into a folder that was not there."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    archive = subprocess.run(["git", "archive", commit], cwd=ROOT, check=True, capture_output=True).stdout
    subprocess.run(["tar", "-x", "-C", str(folder)], input=archive, check=True)


def build(folder: Path, *goals: str) -> None:
    subprocess.run(["mvn", "-B", "-q", "-DskipTests", "-pl", MODULES, "-am", "package", *goals], cwd=folder, check=True)


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def compare(builds: list[dict[str, bytes]]) -> None:
    """Refuses builds that differ, by name of the archive and both digests."""
    first, *others = builds
    told = [f"{name}: {digest(content)} and {digest(other[name])}" for other in others for name, content in first.items() if other[name] != content]
    if told:
        raise Unrepeatable("one commit, two builds, and not the same bytes\n  " + "\n  ".join(told))


def provenance(commit: str, archives: dict[str, bytes], times: int) -> bytes:
    """What was built of what, and how to do it again (https://slsa.dev/spec/v1.0/provenance). It says nothing about when or where: that changes no byte."""
    return json.dumps({
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [{"name": name, "digest": {"sha256": digest(content)}} for name, content in sorted(archives.items())],
        "predicateType": "https://slsa.dev/provenance/v1",
        "predicate": {
            "buildDefinition": {
                "buildType": "https://plumbline.dev/release/v1",
                "externalParameters": {"modules": MODULES, "timesBuilt": times},
                "resolvedDependencies": [{"uri": "git+file:plumbline", "digest": {"gitCommit": commit}}],
            },
            "runDetails": {"builder": {"id": ".ci/gates/release.py"}},
        },
    }, indent=2).encode() + b"\n"


def sums(files: dict[str, bytes]) -> bytes:
    """As `sha256sum --check` takes it."""
    return "".join(f"{digest(content)}  {name}\n" for name, content in sorted(files.items())).encode()


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=ROOT / "target" / "release")
    parser.add_argument("--once", action="store_true")
    wanted = parser.parse_args(words)
    commit = git("rev-parse", "HEAD")
    if changed := git("status", "--porcelain"):
        print(f"not committed, and so in no release:\n{changed}", file=sys.stderr)
    # Paths of different lengths: what depends on where it was built shows.
    folders = [ROOT / "target" / "releases" / name for name in (["one"] if wanted.once else ["one", "and-once-more-elsewhere"])]
    builds = []
    for folder in folders:
        export(commit, folder)
        build(folder, MATERIALS)
        builds.append({name: (folder / path).read_bytes() for name, path in ARCHIVES.items()})
    try:
        compare(builds)
    except Unrepeatable as problem:
        print(problem, file=sys.stderr)
        return 1
    files = {**builds[0], SBOM: (folders[0] / "target" / "bom.json").read_bytes(), PROVENANCE: provenance(commit, builds[0], len(builds))}
    files[SUMS] = sums(files)
    shutil.rmtree(wanted.out, ignore_errors=True)
    wanted.out.mkdir(parents=True)
    for name, content in files.items():
        (wanted.out / name).write_bytes(content)
    shutil.rmtree(ROOT / "target" / "releases")
    print(f"{wanted.out}: {len(files)} files of {commit}, built {len(builds)} times\n{files[SUMS].decode()}", end="")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
