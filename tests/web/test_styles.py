"""The style sheet: no physical side, small, no foreign source. Templates: nothing inline."""

import gzip
import re
from pathlib import Path

import pytest

import jiefen.web

WEB = Path(jiefen.web.__file__).parent
CSS = (WEB / "static/jiefen/app.css").read_text(encoding="utf-8")
PHYSICAL = re.compile(
    r"(?<![\w-])(?:left|right|(?:margin|padding|border|inset)-(?:left|right|top|bottom)[\w-]*|float|clear"
    r"|(?:min-|max-)?(?:width|height)|border-(?:top|bottom)-(?:left|right)-radius)\s*:(?!\s*\d+(?:\.\d+)?em\))"
)


def test_no_physical_properties():
    found = [line.strip() for line in CSS.splitlines() if PHYSICAL.search(line)]
    assert found == []


@pytest.mark.parametrize(
    "bad",
    ["a { margin-left: 1px }", "a { left: 0 }", "a { border-top-left-radius: 2px }", "a { width: 3px }", "a{float:left}"],
)
def test_the_check_sees_physical_properties(bad):
    assert PHYSICAL.search(bad)


def test_no_value_names_a_side():
    assert not re.search(r"(?<![\w-])(left|right)(?![\w-])", re.sub(r"/\*.*?\*/", "", CSS, flags=re.S))


def test_sizes():
    assert len(gzip.compress(CSS.encode(), 9)) < 16 * 1024
    script = (WEB / "static/jiefen/app.js").read_bytes()
    assert len(gzip.compress(script, 9)) < 3 * 1024
    assert (WEB / "static/jiefen/fonts/jiefen-naskh.woff2").stat().st_size < 40 * 1024
    assert "OPEN FONT LICENSE" in (WEB / "static/jiefen/fonts/OFL.txt").read_text()


def test_nothing_from_elsewhere():
    assert "http" not in CSS
    assert "@import" not in CSS


@pytest.mark.parametrize("path", sorted((WEB / "templates").rglob("*.html")), ids=lambda path: path.stem)
def test_templates_hold_nothing_inline(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|\son\w+=|<style", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
