"""What must hold of the repository as a whole: no forbidden data, everything named in the docs, nothing too long."""

import re
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).parents[1]
SOURCES = sorted(path for path in (ROOT / "src").rglob("*.py") if "migrations" not in path.parts)
OWN = [model for model in apps.get_models() if model.__module__.startswith("jiefen.")]
FORBIDDEN = re.compile(
    r"(?<![a-z])(ethnic\w*|nationality|religio\w*|biometric\w*|face|fingerprints|score|credit|risk|rating|political)(?![a-z])"
)


@pytest.mark.parametrize("model", OWN, ids=lambda one: one.__name__)
def test_each_field_says_why_it_is_kept_and_none_is_forbidden(model):
    for field in model._meta.concrete_fields:
        if field.model.__module__.startswith("jiefen.") and not field.auto_created:
            inherited = any(
                hasattr(base, field.name) and not base.__module__.startswith("jiefen.") for base in model.__mro__[1:]
            )
            assert field.help_text or inherited, f"{model.__name__}.{field.name} does not say why it is kept"
        assert not FORBIDDEN.search(field.name), f"{model.__name__}.{field.name}"


def test_no_fact_of_a_procedure_is_forbidden():
    from jiefen import shelf

    for procedure in (one for pack in shelf.jurisdictions() for one in shelf.procedures(pack)):
        for fact in procedure.facts:
            assert not FORBIDDEN.search(fact), f"{procedure.id}.{fact}"


def test_every_setting_and_every_verb_stands_in_the_docs():
    from jiefen.cli.main import main
    from jiefen.site.options import OPTIONS

    told = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    missing = [option.name for option in OPTIONS if option.name not in told]
    missing += [verb for verb in main.list_commands(None) if f"jiefen {verb}" not in told]
    assert missing == []


def test_files_stay_short_enough_to_hold_in_the_head():
    long = {str(path.relative_to(ROOT)): count for path in SOURCES if (count := len(path.read_text().splitlines())) > 460}
    assert long == {}


def test_modules_say_what_they_know():
    silent = [
        str(path.relative_to(ROOT)) for path in SOURCES if path.read_text().strip() and not path.read_text().startswith('"""')
    ]
    assert silent == []


def test_every_link_between_the_docs_leads_somewhere():
    broken = []
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "bench").glob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text(encoding="utf-8")):
            if not (page.parent / target).exists():
                broken.append(f"{page.relative_to(ROOT)} -> {target}")
    assert broken == []


def test_the_docs_name_only_tests_that_exist():
    named = set()
    for page in (ROOT / "docs").rglob("*.md"):
        named |= set(re.findall(r"`(tests/[\w/.]+)`", page.read_text(encoding="utf-8")))
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("language", ["zh_Hans", "ug", "kk_Arab"])
def test_every_text_of_the_interface_is_translated(language):
    for catalogue in (ROOT / "src").rglob(f"{language}/**/django.po"):
        text = catalogue.read_text(encoding="utf-8")
        body = text.partition("\n\n")[2]
        assert "#, fuzzy" not in body, catalogue
        empty = re.findall(r'msgid "([^"\n]+)"\nmsgstr ""\n(?!")', body)
        assert empty == [], catalogue


@pytest.mark.parametrize("language", ["ug", "kk-Arab"])
def test_every_text_of_the_pack_is_translated(language):
    from jiefen import shelf

    known = shelf.catalogues("cn")[language]
    missing = [one for one in shelf.texts_to_translate("cn") if one.text not in known]
    assert [one.text for one in missing] == []
    # Nobody has reviewed these yet; when somebody does, their name and the day stand beside the text.
    assert all(one.reviewer == "" or "," in one.reviewer for one in known.values())


def test_every_procedure_speaks_all_four_languages():
    from jiefen import shelf

    for procedure in shelf.procedures("cn"):
        assert set(procedure.languages) == {"zh-Hans", "en", "ug", "kk-Arab"}, procedure.key
