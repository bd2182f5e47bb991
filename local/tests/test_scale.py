"""The measurement of a large wave, small: the machines and what it answers for the functions go together."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_wave_with_every_stack_changing_ends_well_and_costs_what_its_stacks_cost(tmp_path):
    measured = tmp_path / "scale.json"

    done = subprocess.run(
        [sys.executable, str(ROOT / "bench/scale.py"), "--targets", "2", "--stacks", "3",
         "--home", str(tmp_path / "emulator"), "--out", str(measured)], capture_output=True, text=True, timeout=120)

    assert done.returncode == 0, done.stderr
    found = json.loads(measured.read_text())
    assert found["executions"] == 2
    # Five calls for a stack: change set, execution, settling, verification, record.
    assert found["invocations"] >= 2 * 3 * 5
    assert found["reconcile-target"]["events"] < 3 * 60
