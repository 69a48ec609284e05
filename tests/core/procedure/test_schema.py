"""The schema for editors: it takes what the loader takes, and refuses what the loader refuses by its shape."""

import copy
import json
from pathlib import Path

import jsonschema_rs  # comes with schemathesis, and validates draft 2020-12
import pytest
from helping import COUNTING, PACK, TEXT, load

from jiefen import shelf
from jiefen.core.access import Confidence, RoleKind
from jiefen.core.law import Unit
from jiefen.core.packerror import PackError
from jiefen.core.procedure import PackInfo, load_procedure
from jiefen.core.procedure.load_parts import _CERTAINTIES
from jiefen.core.procedure.model import OUTCOME_KINDS, FactType, Nature
from jiefen.core.procedure.schema import schema
from jiefen.core.procedure.schema_words import WORDS
from jiefen.core.strictyaml import Node, read_yaml

ROOT = Path(__file__).parents[3]
ANY = schema()
OWN = schema(PACK, COUNTING)
FITS_ANY = jsonschema_rs.Draft202012Validator(ANY)
FITS_OWN = jsonschema_rs.Draft202012Validator(OWN)
FENCE = read_yaml(TEXT, "fence.yaml").plain()
FILES = sorted(shelf.PACKS.glob("*/procedures/*.yaml"))


def info(jurisdiction):
    about = shelf.pack(jurisdiction)
    every = shelf.procedures(jurisdiction)
    papers = {document.template for one in every for document in one.documents.values()}
    return PackInfo(
        about.id, about.languages, about.zone, about.currency, shelf.sources(jurisdiction).citations(),
        frozenset(one.id for one in every), frozenset(papers),
    )  # fmt: skip


def mappings(data, path=()):
    """Every mapping in a file, with the way to it."""
    if isinstance(data, dict):
        yield path
    for key, value in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        yield from mappings(value, (*path, key))


def levels():
    """Mappings enough to hold each key of each level of the file once; all texts of a section count as one level."""
    covered, found = set(), []
    for path in mappings(FENCE):
        keys = set(inside(FENCE, path))
        level = tuple("*" if place == 1 or isinstance(key, int) else key for place, key in enumerate(path))
        level = (path[0], "text") if keys == set(PACK.languages) else level
        new = {(level, key if len(level) > 1 else "") for key in keys} - covered
        if new:
            covered |= new
            found.append(path)
    return found


def inside(data, path):
    for key in path:
        data = data[key]
    return data


def changed(path, change):
    """The test procedure with something done to the mapping at `path`."""
    data = copy.deepcopy(FENCE)
    change(inside(data, path))
    return data


def loads(data):
    """The loader's complaint about the data, or nothing. JSON is YAML, so the data is its own file."""
    try:
        load(json.dumps(data, ensure_ascii=False))
    except PackError as problem:
        return str(problem)
    return ""


def test_it_is_a_schema_of_its_draft():
    assert ANY["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert jsonschema_rs.meta.is_valid(ANY)
    assert jsonschema_rs.meta.is_valid(OWN)


@pytest.mark.parametrize("file", FILES, ids=lambda one: f"{one.parts[-3]}-{one.stem}")
def test_every_procedure_on_the_shelf_fits(file):
    data = read_yaml(file.read_text(encoding="utf-8"), file.name).plain()
    jurisdiction = file.parts[-3]
    jsonschema_rs.Draft202012Validator(ANY).validate(data)
    jsonschema_rs.Draft202012Validator(schema(info(jurisdiction), shelf.counting(jurisdiction))).validate(data)


def test_the_test_procedure_fits_both_and_is_loaded():
    FITS_ANY.validate(FENCE)
    FITS_OWN.validate(FENCE)
    assert loads(FENCE) == ""


@pytest.mark.parametrize("path", levels(), ids=lambda one: ".".join(map(str, one)) or "file")
def test_an_unknown_key_is_refused_at_every_level_by_both(path):
    # Which roles a hand-off may name is decided by the file itself, and not by its shape.
    for wrong in (None,) if path[-2:] == ("hand_off", "roles") else (None, "word"):
        data = changed(path, lambda found, wrong=wrong: found.update({"zzz": wrong}))
        assert loads(data), path
        assert not FITS_OWN.is_valid(data), path
        assert wrong is not None or not FITS_ANY.is_valid(data), path


@pytest.mark.parametrize("path", levels(), ids=lambda one: ".".join(map(str, one)) or "file")
def test_a_missing_key_is_missed_by_both_or_by_neither(path):
    for key in inside(FENCE, path):
        data = changed(path, lambda found, key=key: found.pop(key))
        said, fits = loads(data), FITS_OWN.is_valid(data)
        assert not ("is missing" in said and fits), f"only the loader misses {path} {key}: {said}"
        assert fits or said, f"only the schema misses {path} {key}"


def test_required_and_known_keys_are_those_that_the_loader_names(monkeypatch):
    """Every mapping that the loader reads by its keys has one part of the schema with the same keys, and the other way."""
    read = set()
    ordinary = Node.mapping

    def spied(self, required=(), optional=()):
        read.add((frozenset(required), frozenset((*required, *optional))))
        return ordinary(self, required, optional)

    monkeypatch.setattr(Node, "mapping", spied)
    load(TEXT)
    for one in FILES:
        jurisdiction = one.parts[-3]
        if one.stem in ("people-mediation", "labour-arbitration", "judicial-confirmation", "online-resolution"):
            load_procedure(one.read_text(encoding="utf-8"), one.name, counting=shelf.counting(jurisdiction),
                           pack=info(jurisdiction))  # fmt: skip
    texts = {(frozenset(PACK.languages),) * 2}
    written = {(frozenset(one["required"]), frozenset(one["properties"])) for one in objects(ANY) if "required" in one}
    assert read - texts == written


def objects(found):
    """Every part of a schema that lists its keys."""
    if isinstance(found, dict):
        if "properties" in found and found.get("additionalProperties") is False:
            yield found
        for value in found.values():
            yield from objects(value)
    elif isinstance(found, list):
        for value in found:
            yield from objects(value)


@pytest.mark.parametrize(
    ("where", "words"),
    [
        (("properties", "nature"), Nature),
        (("$defs", "role", "properties", "kind"), RoleKind),
        (("$defs", "fact", "properties", "type"), FactType),
        (("$defs", "fact", "properties", "class"), Confidence),
        (("$defs", "unit"), Unit),
        (("$defs", "outcome", "properties", "kind"), OUTCOME_KINDS),
        (("$defs", "deadline", "properties", "certainty"), _CERTAINTIES),
    ],
)
def test_choices_are_those_of_the_code(where, words):
    assert inside(ANY, where)["enum"] == [str(one) for one in words]


@pytest.mark.parametrize(
    ("path", "key", "wrong"),
    [
        ((), "nature", "free"),
        ((), "language", 2),
        (("roles", "asker"), "side", 7),
        (("facts", "height"), "least", "much"),
        (("states", "asked"), "outcome", "agreed"),  # an end that also waits
        (("deadlines", "answer"), "unit", "moon"),
        (("deadlines", "answer"), "length", 0),
        (("deadlines", "answer"), "length", 40_000),
        (("deadlines", "answer"), "certainty", "sure"),
        (("deadlines", "answer"), "basis", []),
        (("deadlines", "answer"), "runs_in", []),
        (("actions", "ask"), "by", "nobody"),
        (("actions", "ask"), "by", []),
        (("actions", "ask"), "asks", {"story": "maybe"}),
        (("actions", "ask"), "leaves", True),
        (("actions", "ask"), "when", "x" * 501),
    ],
)
def test_a_wrong_value_is_refused_by_both(path, key, wrong):
    data = changed(path, lambda found: found.update({key: wrong}))
    assert loads(data)
    assert not FITS_ANY.is_valid(data)


def test_the_pack_s_own_schema_knows_its_names():
    for path, wrong in (
        (("deadlines", "answer", "basis"), ["law@9#1"]),
        (("deadlines", "answer", "counting"), "backwards"),
        (("documents", "request", "template"), "letter"),
        (("actions", "leave", "hand_off", "procedure"), "nowhere"),
        (("jurisdiction",), "mars"),
    ):
        data = changed(path[:-1], lambda found, path=path, wrong=wrong: found.update({path[-1]: wrong}))
        assert loads(data), path
        assert not FITS_OWN.is_valid(data), path
        assert FITS_ANY.is_valid(data), path
    paragraph = changed(("deadlines", "answer"), lambda found: found.update({"basis": ["law@1#1.2"]}))
    assert loads(paragraph) == ""
    assert FITS_OWN.is_valid(paragraph)


def test_every_key_is_explained_in_both_languages_and_nothing_else_is():
    told = {value["description"] for one in objects(ANY) for value in one["properties"].values()}
    assert told == set(WORDS.values())
    for key, words in WORDS.items():
        assert words.isascii() is False, key
        assert words[0].isascii(), key


def test_the_committed_file_is_what_the_code_makes():
    committed = (ROOT / "docs" / "procedure.schema.json").read_text(encoding="utf-8")
    assert committed == json.dumps(ANY, ensure_ascii=False, indent=2) + "\n", (
        "run: jiefen procedure schema --out docs/procedure.schema.json"
    )
