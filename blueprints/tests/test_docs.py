"""The blueprints' pages are there and current."""

import generate
import user_data


def test_pages_tables_areUpToDate():
    assert {path.name for path in generate.outdated()} == set()


def test_pages_eachBlueprint_hasOne():
    pages = {path.stem for path in generate.PAGES.glob("*.md")} - {"README"}
    assert pages == set(generate.newest())


def test_userData_ofTheVpnServer_isThatOfItsFiles():
    template = user_data.TEMPLATE.read_text()
    assert user_data.rewritten(template) == template
