"""Backup, restore and erasure.

A backup holds the database as of one moment, the sealed files, and a list of what is in it with hashes. It never
holds the master key: whoever has only the backup can read no content.
"""

import hashlib
import io
import json
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection, connections, transaction

from jiefen.apps.matters import clock, store
from jiefen.apps.matters.models import Event, Matter, Seal

FORMAT = "jiefen-backup-1"


class NotABackup(ValueError):
    """The file is no backup, is damaged, or would overwrite what is there."""


def backup(target: Path) -> dict[str, object]:
    """Write a backup to `target` (a .tar.gz) and return its list of contents. The site may go on running.

    Raises FileExistsError when `target` is there already.
    """
    if target.exists():
        raise FileExistsError(f"{target} is there already; name another file")
    files_root = Path(settings.MEDIA_ROOT)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        # The database first: a file handed in meanwhile is then extra, never missing.
        dump = _dump(Path(folder))
        members = [(dump, f"database/{dump.name}")]
        members += [(path, f"files/{path.relative_to(files_root)}") for path in _files(files_root)]
        contents = _contents(members)
        draft = Path(folder) / "backup.tar.gz"
        with tarfile.open(draft, "w:gz", compresslevel=6) as archive:
            plain = json.dumps(contents, indent=2, ensure_ascii=False).encode()
            info = tarfile.TarInfo("contents.json")
            info.size = len(plain)
            archive.addfile(info, io.BytesIO(plain))
            for path, name in members:
                archive.add(path, name, recursive=False)
        draft.chmod(0o600)
        draft.rename(target)
    return contents


def _files(root: Path) -> Iterator[Path]:
    return (path for path in sorted(root.rglob("*")) if path.is_file()) if root.exists() else iter(())


def _contents(members: list[tuple[Path, str]]) -> dict[str, object]:
    newest = Seal.objects.order_by("-size").first()
    return {
        "format": FORMAT,
        "version": version("jiefen"),
        "vendor": connection.vendor,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "matters": Matter.objects.count(),
        "events": Event.objects.count(),
        "seal": {"size": newest.size, "root": bytes(newest.root).hex()} if newest else None,
        "sha256": {name: _digest(path) for path, name in members},
    }


def _digest(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _dump(folder: Path) -> Path:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        copy = folder / "jiefen.sqlite3"
        with sqlite3.connect(copy) as target:
            connection.connection.backup(target)
        target.close()
        return copy
    dump = folder / "jiefen.dump"
    subprocess.run([*_pg("pg_dump"), "--format=custom", f"--file={dump}", _pg_name()], check=True, env=_pg_env())  # noqa: S603
    return dump


def _pg(program: str) -> list[str]:
    found = shutil.which(program)
    if found is None:
        raise NotABackup(f"{program} is not installed. Install Debian's postgresql-client.")
    database = settings.DATABASES["default"]
    options = [("--host", database["HOST"]), ("--port", database["PORT"]), ("--username", database["USER"])]
    return [found, *(f"{name}={value}" for name, value in options if value)]


def _pg_name() -> str:
    return str(connection.settings_dict["NAME"])


def _pg_env() -> dict[str, str]:
    # libpq reads the password from its own variable; on the command line others could see it.
    return {"PGPASSWORD": str(settings.DATABASES["default"]["PASSWORD"]), "PATH": "/usr/bin:/bin"}


def restore(source: Path, *, overwrite: bool = False) -> dict[str, object]:
    """Bring back what `source` holds. Returns its list of contents. The site must not be running.

    Raises NotABackup when the file is damaged or of another kind of database, or when there are matters already and
    `overwrite` is not given. Nothing is changed then.
    """
    if not overwrite and _has_matters():
        raise NotABackup("there are matters in this installation. Stop the site and add --overwrite to replace them.")
    with tempfile.TemporaryDirectory() as folder:
        contents = _unpack(source, Path(folder))
        if contents["vendor"] != connection.vendor:
            raise NotABackup(f"the backup is of {contents['vendor']}, this installation uses {connection.vendor}")
        _load(Path(folder) / "database")
        files_root = Path(settings.MEDIA_ROOT)
        shutil.rmtree(files_root, ignore_errors=True)
        if (Path(folder) / "files").exists():
            shutil.copytree(Path(folder) / "files", files_root)
    store.forget()
    return contents


def _has_matters() -> bool:
    return "matters_matter" in connection.introspection.table_names() and Matter.objects.exists()


def _unpack(source: Path, folder: Path) -> dict[str, object]:
    try:
        with tarfile.open(source, "r:gz") as archive:
            archive.extractall(folder, filter="data")
        contents: dict[str, object] = json.loads((folder / "contents.json").read_text(encoding="utf-8"))
    except (OSError, tarfile.TarError, ValueError, EOFError) as problem:
        raise NotABackup(f"{source} is not a whole backup: {problem}") from problem
    if contents.get("format") != FORMAT:
        raise NotABackup(f"{source} has format {contents.get('format')!r}, not {FORMAT!r}")
    digests = contents["sha256"]
    assert isinstance(digests, dict)  # noqa: S101
    for name, digest in digests.items():
        if not (folder / name).is_file() or _digest(folder / name) != digest:
            raise NotABackup(f"{name} in {source} is missing or damaged")
    return contents


def _load(folder: Path) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with sqlite3.connect(folder / "jiefen.sqlite3") as copy:
            copy.backup(connection.connection)
        copy.close()
        connections.close_all()
        return
    command = [*_pg("pg_restore"), "--clean", "--if-exists", "--no-owner", f"--dbname={_pg_name()}"]
    connections.close_all()
    subprocess.run([*command, str(folder / "jiefen.dump")], check=True, env=_pg_env())  # noqa: S603


@transaction.atomic
def erase(matter_id: UUID) -> Matter:
    """Destroy a matter's key. Its content is gone from here at once; its chain can still be verified.

    Backups made before still hold the wrapped key: they fall under the same duty and must be let expire.
    """
    row = Matter.objects.select_for_update().get(pk=matter_id)
    row.wrapped_key = None
    row.save(update_fields=["wrapped_key"])
    # Time can do nothing more in it, and what was to be sent can no longer be written.
    row.deadlines.all().delete()
    row.effects.filter(done_at=None).update(done_at=clock.now(), outcome="erased", lease_until=None)
    store.forget()
    return row
