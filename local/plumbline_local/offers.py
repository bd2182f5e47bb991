"""What AWS has for what runs: releases, and what passes, which is when support ends and what speaks against an upgrade.

Nothing is there until a test says so, by ``POST /_plumbline/offers``. What was released stays, as it does on AWS: an image
and a release of nodes are the newest until a newer one comes, a version of an engine or of an add-on is one more of those
that there are. Who needs something that is newer than what runs releases it. ``POST /_plumbline/offers/clear`` ends only
what passes.
"""

import re
from dataclasses import dataclass, field

from plumbline_local.faults import BadFault


@dataclass
class Offers:
    """All of it holds for every account and region."""

    # Released; each list in the order of the releases.
    engine_versions: dict[str, list[str]] = field(default_factory=dict)
    addon_versions: dict[str, list[str]] = field(default_factory=dict)
    node_releases: list[str] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    # What passes. A date of AWS's calendar is put off at times.
    support_ends: dict[str, float] = field(default_factory=dict)
    insights: dict[str, str] = field(default_factory=dict)
    missing_patches: int = 0
    failing_addons: list[str] = field(default_factory=list)

    @property
    def node_release(self) -> str:
        """The newest release of the nodes' images, or empty before the first."""
        return _last(self.node_releases)

    @property
    def image(self) -> str:
        """What the public parameters of images lead to, or empty before the first release."""
        return _last(self.images)

    def addon_version(self, name: str) -> str:
        """The version of an add-on that a new one gets, the newest; empty before the first."""
        return max(self.addon_versions.get(name, []), key=_order, default="")

    def apply(self, wanted: dict) -> None:
        """Release and set what the request names, and leave the rest; all of the request or nothing."""
        known = {*_LISTS, *_NEWEST, *_PASSING}
        if unknown := set(wanted) - known:
            raise BadFault(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(sorted(known))}")
        for name in _NEWEST.keys() & wanted.keys():
            if wanted[name] in getattr(self, _NEWEST[name])[:-1]:
                raise BadFault(f"{name}: a newer one than {wanted[name]} was released since, and nothing goes back")
        for name, value in wanted.items():
            if name in _PASSING:
                setattr(self, _PASSING[name], value)
            elif name in _NEWEST:
                _add(getattr(self, _NEWEST[name]), [value])
            else:
                for of, versions in value.items():
                    _add(getattr(self, _LISTS[name]).setdefault(of, []), versions)

    def clear(self) -> None:
        """What passes is over; what was released and what was taken stay."""
        nothing = Offers()
        for attribute in _PASSING.values():
            setattr(self, attribute, getattr(nothing, attribute))


def _last(released: list[str]) -> str:
    return released[-1] if released else ""


def _add(released: list[str], more: list[str]) -> None:
    released.extend(each for each in more if each not in released)


def _order(version: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", version)]


_LISTS = {
    # By the version of PostgreSQL that runs: those to which it can go.
    "engineVersions": "engine_versions",
    # By add-on.
    "addonVersions": "addon_versions",
}

_NEWEST = {
    "nodeRelease": "node_releases",
    # What the public parameters of images lead to.
    "image": "images",
}

_PASSING = {
    # By the version of Kubernetes, seconds since 1970.
    "supportEnds": "support_ends",
    # By the version of Kubernetes to which somebody wants to go, what speaks against it.
    "insights": "insights",
    "missingPatches": "missing_patches",
    # Add-ons whose next update fails.
    "failingAddons": "failing_addons",
}

offers = Offers()


def state() -> dict:
    """What was released, which a restart does not take back."""
    return {name: getattr(offers, name) for name in (*_LISTS.values(), *_NEWEST.values())}


def restore(saved: dict | None) -> None:
    for name, released in (saved or {}).items():
        setattr(offers, name, released)
