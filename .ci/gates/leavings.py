"""Finds what a first creation that fails would leave behind under a name that the next one needs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "docs" / "tools"))
import templates


def findings(file: str) -> Iterator[tuple[str, str]]:
    """The resources that are kept also where their creation is rolled back, though they have a fixed name, and that name's property."""
    for name, resource in templates.read(Path(file).resolve()).resources.items():
        kind = resource["Type"].rpartition("::")[2]
        named = [key for key in resource.get("Properties", {}) if key == "Name" or key.endswith(f"{kind}Name") or key == "RepositoryName"]
        if resource.get("DeletionPolicy") == "Retain" and named:
            yield name, f"{named[0]} is taken once its creation was rolled back: RetainExceptOnCreate keeps it only from then on"
