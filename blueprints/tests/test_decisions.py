"""Decisions are listed, have their parts, and no link of the documentation leads nowhere."""

import re
from itertools import chain

from templates import ROOT

DECISIONS = ROOT / "docs" / "decisions"
PARTS = ["Context", "Decision", "Consequences", "What was tried"]
LINK = re.compile(r"\]\(([^)\s]+)\)")


def pages():
    return [*ROOT.glob("*.md"), *chain.from_iterable((ROOT / name).rglob("*.md") for name in ("docs", "bench"))]


def decisions():
    return sorted(DECISIONS.glob("[0-9]*.md"))


def anchors(page):
    """The anchors of a page's headings, as GitHub makes them."""
    found = set()
    for heading in re.findall(r"^#+ (.*)$", page.read_text(), re.MULTILINE):
        text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
        anchor = re.sub(r"[^\w\- ]", "", text).replace(" ", "-")
        repeats = sum(1 for known in found if re.fullmatch(re.escape(anchor) + r"(-\d+)?", known))
        found.add(f"{anchor}-{repeats}" if repeats else anchor)
    return found


def broken(page):
    for link in LINK.findall(page.read_text()):
        if "://" in link:
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        if not target.exists() or (anchor and target.suffix == ".md" and anchor not in anchors(target)):
            yield f"{page.relative_to(ROOT)}: {link}"


def test_links_ofTheDocumentation_leadSomewhere():
    assert [link for page in pages() for link in broken(page)] == []


def test_decisions_each_haveTheirNumberStatusAndParts():
    assert decisions()
    for number, page in enumerate(decisions(), 1):
        text = page.read_text()
        assert page.name.startswith(f"{number:03}-"), page.name
        assert text.startswith(f"# {number}. "), page.name
        assert "\n**Status:** " in text, page.name
        assert re.findall(r"^## (.*)$", text, re.MULTILINE) == PARTS, page.name


def test_decisions_each_areListed():
    listed = re.findall(r"\]\((\d[^)]*)\)", (DECISIONS / "README.md").read_text())
    named = re.findall(r"\]\(docs/decisions/(\d[^)]*)\)", (ROOT / "ARCHITECTURE.md").read_text())
    names = [page.name for page in decisions()]
    assert listed == names
    assert named == names
