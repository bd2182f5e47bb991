"""Puts Plumbline and its peers through the same workload on the same emulator, and compares them.

    python3 bench/peers.py [--accounts 5,20,50] [--peers plumbline,org-formation,sceptre,aws] [--out FILE]

Prints Markdown; writes JSON as well with --out. See bench/README.md for what is measured and what is not.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from harness import command, places


def main() -> int:
    given = _arguments()
    places.inside("local")
    from harness.measure import Measurement, measure, medians
    from harness.report import report

    peers = {name: kind for name, kind in _peers().items() if name in given.peers}
    measurements: list[Measurement] = []
    for count in given.accounts:
        for _ in range(given.repeat):
            for name, kind in peers.items():
                peer = kind(places.fresh(f"peers/{name}"))
                peer.install()
                for measurement in measure(peer, count, given.stack_seconds):
                    measurements.append(measurement)
                    command.progress(f"{count} accounts, {peer.name}, {measurement.scenario}: {measurement.seconds:.1f} s")
    command.keep({
        "cores": os.cpu_count(), "stackSeconds": given.stack_seconds, "repeat": given.repeat,
        "measurements": [m.as_json() for m in measurements]}, given.out)
    print(report(medians(measurements), "plumbline"))
    return 0


def _peers() -> dict[str, type]:
    from harness.aws_cli import AwsCli
    from harness.org_formation import OrgFormation, OrgFormationImports
    from harness.plumbline import Plumbline
    from harness.sceptre import Sceptre

    return {
        "plumbline": Plumbline,
        "org-formation": OrgFormation,
        "org-formation-imports": OrgFormationImports,
        "sceptre": Sceptre,
        "aws": AwsCli,
    }


def _arguments() -> argparse.Namespace:
    names = ["plumbline", "org-formation", "org-formation-imports", "sceptre", "aws"]
    parser = argparse.ArgumentParser(description="Compare Plumbline with its peers on the emulator.")
    parser.add_argument("--accounts", default="5,20,50", type=command.numbers)
    parser.add_argument("--peers", default=names, type=command.names, help=",".join(names))
    parser.add_argument("--repeat", default=1, type=int, help="how often; the median of wall times is shown")
    parser.add_argument("--stack-seconds", default=0.0, type=float, help="how long a stack takes on the emulator")
    parser.add_argument("--out", type=Path, help="JSON file for all that was measured")
    given = parser.parse_args()
    if unknown := set(given.peers) - set(names):
        parser.error(f"unknown peer {', '.join(sorted(unknown))}; there are {', '.join(names)}")
    if min(given.accounts) < 5:
        parser.error("five accounts at least: those of the emulator's organisation")
    return given


if __name__ == "__main__":
    sys.exit(main())
