"""``python -m plumbline_local --port P --state DIR --host-port H``: start the emulator."""

import argparse
from pathlib import Path

from plumbline_local import server

_FIVE = {
    "111111111111": "dev",
    "222222222222": "stage",
    "333333333333": "prod",
    "444444444444": "security",
    "555555555555": "shared-services",
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="plumbline_local", description="AWS, played locally for Plumbline")
    parser.add_argument("--port", type=int, required=True, help="loopback port that answers as AWS")
    parser.add_argument("--state", type=Path, required=True, help="folder that keeps state between runs")
    parser.add_argument("--host-port", type=int, help="loopback port of the JVM that hosts the Java functions")
    parser.add_argument("--region", default="eu-west-1")
    parser.add_argument("--stack-seconds", type=float, default=0.0, help="how long a stack operation takes")
    parser.add_argument("--wait-scale", type=float, default=1.0, help="factor for Wait states and retries' pauses")
    parser.add_argument("--sweep-scale", type=float, default=1.0, help="factor for timeouts of waitForTaskToken")
    parser.add_argument("--initialisation-seconds", type=float, default=65.0,
                        help="how long the host may build a function before its time counts")
    parser.add_argument("--account", action="append", default=[], metavar="ID=NAME", help="one more member account")
    given = parser.parse_args()
    members = dict(account.split("=", 1) for account in given.account)
    server.run(server.Settings(
        port=given.port,
        state=given.state.resolve(),
        host_port=given.host_port,
        region=given.region,
        stack_seconds=given.stack_seconds,
        wait_scale=given.wait_scale,
        sweep_scale=given.sweep_scale,
        initialisation_seconds=given.initialisation_seconds,
        members=_FIVE | members,
    ))


if __name__ == "__main__":
    main()
