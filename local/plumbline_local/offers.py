"""What AWS offers to what runs: newer versions, images and releases, when support ends, what speaks against an upgrade.

Nothing is offered until a test says so, by ``POST /_plumbline/offers``; ``POST /_plumbline/offers/clear`` takes all back.
"""

from dataclasses import dataclass, field

from plumbline_local.faults import BadFault


@dataclass
class Offers:
    """The newer things; each holds for every account and region."""

    engine_versions: dict[str, list[str]] = field(default_factory=dict)
    addon_versions: dict[str, list[str]] = field(default_factory=dict)
    node_release: str = ""
    image: str = ""
    support_ends: dict[str, float] = field(default_factory=dict)
    insights: dict[str, str] = field(default_factory=dict)
    missing_patches: int = 0
    failing_addons: list[str] = field(default_factory=list)

    def apply(self, wanted: dict) -> None:
        """Set what the request names and leave the rest."""
        if unknown := set(wanted) - set(_NAMES):
            raise BadFault(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(_NAMES)}")
        for name, value in wanted.items():
            setattr(self, _NAMES[name], value)

    def clear(self) -> None:
        """Nothing is offered any more; what was taken stays."""
        self.__dict__.update(Offers().__dict__)


_NAMES = {
    # By the version of PostgreSQL that runs: those to which it can go.
    "engineVersions": "engine_versions",
    # By add-on.
    "addonVersions": "addon_versions",
    "nodeRelease": "node_release",
    # What the public parameters of images lead to.
    "image": "image",
    # By the version of Kubernetes, seconds since 1970.
    "supportEnds": "support_ends",
    # By the version of Kubernetes to which somebody wants to go, what speaks against it.
    "insights": "insights",
    "missingPatches": "missing_patches",
    # Add-ons whose next update fails.
    "failingAddons": "failing_addons",
}

offers = Offers()
