"""The checks that look at the whole tree, run by `mvn verify`. Each prints one line; any failure fails the build.

    python3 .ci/gates/gates.py [NAME ...]      all checks, or only those named
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import tools

ROOT = tools.ROOT


@dataclass(frozen=True)
class Finished:
    """What a check found: how many things it looked at, and everything it has to say when it fails."""

    looked_at: int
    failed: bool
    output: str


def tracked(*patterns: str) -> list[str]:
    """Returns the project's files that match, as git knows them; in an archive without git, as the disk does."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT, capture_output=True, text=True,
    )
    if listing.returncode == 0:
        return sorted(name for name in listing.stdout.splitlines() if (ROOT / name).is_file())
    found = {str(file.relative_to(ROOT)) for pattern in patterns for file in ROOT.glob(pattern.replace(":(glob)", ""))}
    return sorted(name for name in found if not name.startswith("target/") and "/target/" not in name)


def run(looked_at: int, command: list[str], **environment: str) -> Finished:
    """Runs a command at the project's top; a check that has nothing to look at is a mistake and fails."""
    if looked_at == 0:
        return Finished(0, True, "nothing to check: the pattern matches no file")
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True,
    )
    return Finished(looked_at, done.returncode != 0, done.stdout)


def templates() -> list[str]:
    return tracked("template.yaml", ":(glob)bootstrap/*.yaml", ":(glob)blueprints/*/*.yaml", ":(glob)examples/live/blueprints/*.yaml")


def cfn_lint() -> Finished:
    files = templates()
    return run(len(files), [str(tools.python_tools("checks") / "bin" / "cfn-lint"), "--", *files])


def template_lint() -> Finished:
    files = templates()
    python = str(tools.python_tools("lint") / "bin" / "python")
    return run(len(files), [python, ".ci/gates/lint_templates.py", *files])


def sam_validate() -> Finished:
    """What `sam deploy` takes, one by one, as the command wants them; blueprints are CloudFormation's alone."""
    files = tracked("template.yaml", ":(glob)bootstrap/*.yaml")
    sam = str(tools.python_tools("sam") / "bin" / "sam")
    found = [run(1, [sam, "validate", "--lint", "--template", file],
                 AWS_DEFAULT_REGION="eu-west-1", SAM_CLI_TELEMETRY="0") for file in files]
    return Finished(len(files), not files or any(one.failed for one in found),
                    "".join(one.output for one in found if one.failed))


def state_machines() -> Finished:
    files = tracked(":(glob)statemachines/*.asl.json")
    home = tools.node_tools()
    node = str(tools.node_binary(tools.python_tools("checks")))
    return run(len(files), [node, str(home / "validate.mjs"), *[str(ROOT / file) for file in files]])


def event_schema() -> Finished:
    """The schema to which the tests of findings are held, by the package that carries what EventBridge's registry publishes."""
    return run(1, [sys.executable, ".ci/gates/event_schema.py"])


def circleci() -> Finished:
    """The pipeline of the example application, by the schema that CircleCI publishes."""
    files = tracked(":(glob)examples/**/.circleci/config.yml")
    checker = str(tools.python_tools("pipeline") / "bin" / "check-jsonschema")
    return run(len(files), [checker, "--builtin-schema", "vendor.circle-ci", *files])


def renovate() -> Finished:
    """What looks for newer versions by itself, by the schema that Renovate publishes."""
    checker = str(tools.python_tools("pipeline") / "bin" / "check-jsonschema")
    return run(len(tracked("renovate.json")), [checker, "--builtin-schema", "vendor.renovate", "renovate.json"])


def behind() -> Finished:
    """What has a newer release and no reason to be held back. Asks the registries; by name alone."""
    done = run(1, [sys.executable, ".ci/gates/behind.py"])
    if not done.failed:
        print(done.output, flush=True)
    return done


def shellcheck() -> Finished:
    named = tracked(":(glob)**/*.sh", "plumbline", ".ci/run", "local/vpn/systemctl")
    return run(len(named), [str(tools.python_tools("checks") / "bin" / "shellcheck"), *named])


def python_style() -> Finished:
    files = tracked(":(glob)**/*.py")
    ruff = str(tools.python_tools("checks") / "bin" / "ruff")
    return run(len(files), [ruff, "check", "--no-cache", "--config", ".ci/gates/ruff.toml", *files])


def template_tests() -> Finished:
    files = tracked(*(f":(glob){folder}/tests/**/test_*.py" for folder in ("blueprints", "bootstrap", "docs")))
    python = str(tools.python_tools("checks") / "bin" / "python")
    return run(len(files), [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", *files])


def emulator_tests() -> Finished:
    files = tracked(":(glob)local/tests/**/test_*.py")
    python = str(tools.python_tools("local") / "bin" / "python")
    return run(len(files), [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "local/tests"], PYTHONPATH="local")


def vpn_server() -> Finished:
    """The scripts of the VPN server on machines of network namespaces; where those cannot be made, it says why."""
    files = tracked(":(glob)local/vpn/**/test_*.py")
    python = str(tools.python_tools("local") / "bin" / "python")
    aws = str(tools.python_tools("awscli") / "bin" / "aws")
    done = run(len(files), [python, "-m", "pytest", "-q", "-rs", "-p", "no:cacheprovider", "local/vpn"],
               PYTHONPATH="local", AWS_CLI=aws)
    for line in sorted({line for line in done.output.splitlines() if line.startswith("SKIPPED")}):
        print(f"[gate] vpn-server: {line}", flush=True)
    return done


def image_pipeline() -> Finished:
    """The example's image, built, pushed, listed and signed by its pipeline's script, and verified by cosign. Minutes; by name alone."""
    python = str(tools.python_tools("local") / "bin" / "python")
    jdk = os.environ.get("PLUMBLINE_JDK") or next((str(each) for each in sorted(Path("/usr/lib/jvm").glob("*25*")) if (each / "bin" / "jlink").is_file()), "")
    done = run(1, [python, "-m", "pytest", "-q", "-rs", "-p", "no:cacheprovider", "local/tests/test_image.py"],
               PYTHONPATH="local", PLUMBLINE_IMAGE_TOOLS=str(tools.go_programs()), PLUMBLINE_JDK=jdk)
    for line in sorted({line for line in done.output.splitlines() if line.startswith("SKIPPED")}):
        print(f"[gate] image-pipeline: {line}", flush=True)
    return done


def locks() -> Finished:
    """What is installed is held to the hash of each file, and the locks hold what the sets ask for."""
    return run(len(tracked(":(glob)**/requirements*.in")), [sys.executable, ".ci/gates/lock.py", "--check"])


def libraries() -> Finished:
    """What Maven downloads is held to the digests of a lock, and so is what the functions' archives bring."""
    lock = ROOT / ".ci/gates/maven.sha256"
    return run(len(lock.read_text().splitlines()), [sys.executable, ".ci/gates/java_lock.py"])


def json_files() -> Finished:
    files = tracked(":(glob)**/*.json")
    wrong = []
    for file in files:
        try:
            json.loads((ROOT / file).read_text())
        except ValueError as error:
            wrong.append(f"{file}: {error}")
    return Finished(len(files), bool(wrong), "\n".join(wrong))


CHECKS: dict[str, Callable[[], Finished]] = {
    "emulator-tests": emulator_tests,
    "vpn-server": vpn_server,
    "sam-validate": sam_validate,
    "template-lint": template_lint,
    "template-tests": template_tests,
    "cfn-lint": cfn_lint,
    "state-machines": state_machines,
    "event-schema": event_schema,
    "circleci": circleci,
    "renovate": renovate,
    "shellcheck": shellcheck,
    "python-style": python_style,
    "json": json_files,
    "locks": locks,
    "libraries": libraries,
}

# What takes too long, or needs too much, to run each time.
ON_REQUEST: dict[str, Callable[[], Finished]] = {"image-pipeline": image_pipeline, "behind": behind}


def timed(name: str) -> tuple[str, Finished, float]:
    start = time.monotonic()
    try:
        finished = (CHECKS | ON_REQUEST)[name]()
    except (OSError, subprocess.SubprocessError, StopIteration) as error:
        finished = Finished(0, True, f"could not run: {error}")
    return name, finished, time.monotonic() - start


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in CHECKS | ON_REQUEST]
    if unknown:
        print(f"unknown check {', '.join(unknown)}; there are {', '.join(CHECKS | ON_REQUEST)}", file=sys.stderr)
        return 2
    failed = False
    with ThreadPoolExecutor(max_workers=2) as workers:
        for name, finished, seconds in workers.map(timed, names or list(CHECKS)):
            verdict = "FAILED" if finished.failed else "ok"
            print(f"[gate] {name}: {verdict} ({finished.looked_at} files, {seconds:.1f} s)", flush=True)
            if finished.failed:
                print(finished.output, flush=True)
                failed = True
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
