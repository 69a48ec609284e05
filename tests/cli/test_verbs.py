"""The command as an administrator uses it: in an installation of its own, from nothing to a restored backup."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

JIEFEN = Path(sys.executable).parent / "jiefen"
DJANGO = Path(sys.executable).parent / "jiefen-django"


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("home")


def run(home, *words, program=JIEFEN, env=None):
    given = {one: value for one, value in os.environ.items() if not one.startswith(("JIEFEN_", "DJANGO_"))}
    given |= {"JIEFEN_HOME": str(home), "JIEFEN_DEMO": "1", **(env or {})}
    return subprocess.run([str(program), *words], env=given, capture_output=True, text=True, timeout=300, check=False)


def test_help_names_every_verb_and_begins_with_what_to_do(home):
    told = run(home, "--help").stdout
    from jiefen.cli.main import VERBS

    assert all(verb in told for verb in VERBS)
    assert "jiefen demo" in told


def test_every_verb_explains_itself(home):
    from jiefen.cli.main import VERBS

    for verb in VERBS:
        found = run(home, verb, "--help")
        assert found.returncode == 0, verb
        assert len(found.stdout) > 60


def test_a_date_is_computed_and_proved(home):
    found = run(home, "deadline", "--length", "30", "--unit", "day", "--from", "2026-09-04", "--json")
    assert found.returncode == 0, found.stderr
    # 30 days from 4 September end on 4 October, in the holidays: the first working day after them counts (CPL 85).
    assert json.loads(found.stdout)["act_by"] == "2026-10-08"
    wrong = run(home, "deadline", "no-such-rule", "1", "day", "2026-01-01")
    assert wrong.returncode != 0
    assert "Traceback" not in wrong.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("matter", "show", "26-AAAAA-A"),
        ("file", "/no/such/file.md"),
        ("procedure", "explain", "cn", "no-such"),
        ("procedure", "check", "zz"),
        ("pack", "test", "zz"),
        ("restore", "/no/such.tar.gz"),
        ("erase", "26-AAAAA-A", "--yes"),
    ],
)
def test_what_is_wrong_is_said_without_a_traceback(home, words):
    found = run(home, *words)
    assert found.returncode != 0
    assert "Traceback" not in found.stderr
    assert found.stderr.strip() or found.stdout.strip()


def test_without_a_database_a_verb_says_how_to_make_one(tmp_path):
    found = run(tmp_path, "verify")
    assert found.returncode != 0
    assert "init" in found.stderr


def test_from_nothing_to_a_restored_backup(home, tmp_path):
    assert run(home, "init").returncode == 0
    assert run(home, "init").returncode == 0, "twice harms nothing"
    case = tmp_path / "case.md"
    case.write_text(
        "# 张三与李四租赁合同纠纷\n\n原告：张三。被告：李四。\n\n张三称，其与李四签订房屋租赁合同，"
        "退租后李四拒不退还押金三千元。请求判令退还押金三千元。\n",
        encoding="utf-8",
    )
    filed = run(home, "file", str(case))
    assert filed.returncode == 0, filed.stderr
    report = json.loads(run(home, "verify", "--json").stdout)
    assert report["findings"] == []
    assert report["matters"] >= 1
    backup = tmp_path / "b.tar.gz"
    assert run(home, "backup", str(backup)).returncode == 0
    refused = run(home, "restore", str(backup))
    assert refused.returncode != 0
    assert "--overwrite" in refused.stderr
    restored = run(home, "restore", str(backup), "--overwrite")
    assert restored.returncode == 0, restored.stderr
    assert "Nothing has been changed." in restored.stdout


def test_a_changed_row_makes_verify_fail_and_name_it(home):
    import sqlite3

    with sqlite3.connect(home / "jiefen.sqlite3") as database:
        database.execute("UPDATE matters_event SET actor = 'forged' WHERE seq = 1")
    found = run(home, "verify")
    assert found.returncode == 1
    assert "entry 1" in found.stdout


def test_djangos_own_commands_are_within_reach(home):
    assert "No changes detected" in run(home, "makemigrations", "--check", "--dry-run", program=DJANGO).stdout
