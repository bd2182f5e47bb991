"""What the programs of bench/ have in common as commands: what they are given, and what they leave."""

from __future__ import annotations

import json
import sys
from pathlib import Path


def numbers(text: str) -> list[int]:
    """Reads an argument such as 5,20,50."""
    return [int(part) for part in text.split(",")]


def names(text: str) -> list[str]:
    """Reads an argument such as webhook,verify."""
    return text.split(",")


def progress(line: str) -> None:
    """Tells whoever waits how far it is; the report alone goes to the standard output."""
    print(line, file=sys.stderr, flush=True)


def keep(measured: object, out: Path | None) -> None:
    """Writes all that was measured as JSON, where a file is wanted."""
    if out:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(json.dumps(measured, indent=2) + "\n")
