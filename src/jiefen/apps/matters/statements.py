"""Statements of the one path that every act takes, written once for each table instead of anew for each act.

Django's query compiler would spend more time on an act than the disk does. These statements are plain SQL built from
the models themselves, with their own conversions, and run on Django's connection, inside its transactions and with its
errors; nothing here knows what an act is. Everything off that path uses the ORM.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, models

Row = models.Model
Keep = Callable[[dict[str, Any]], bool]


@lru_cache(maxsize=64)
def _columns(model: type[Row], vendor: str) -> tuple[tuple[models.Field, ...], str, str]:
    """The fields that are stored, their quoted column names, and the quoted table."""
    quote = connection.ops.quote_name
    fields = tuple(one for one in model._meta.concrete_fields)
    return fields, ", ".join(quote(one.column) for one in fields), quote(model._meta.db_table)


@lru_cache(maxsize=64)
def _readers(model: type[Row], vendor: str) -> tuple[tuple[str, ...], tuple[tuple[int, Callable[..., Any], Any], ...]]:
    """The names of the columns, and for some of them how a stored value becomes Python's."""
    fields, _names, table = _columns(model, vendor)
    found: list[tuple[int, Callable[..., Any], Any]] = []
    for place, field in enumerate(fields):
        column = field.get_col(table)
        for convert in (*connection.ops.get_db_converters(column), *field.get_db_converters(connection)):
            found.append((place, convert, column))
    return tuple(field.attname for field in fields), tuple(found)


@lru_cache(maxsize=64)
def _selecting(model: type[Row], by: tuple[str, ...], lock: bool, vendor: str) -> tuple[str, tuple[Any, ...]]:
    _fields, names, table = _columns(model, vendor)
    keys = tuple(model._meta.get_field(name) for name in by)
    where = " AND ".join(f"{connection.ops.quote_name(key.column)} = %s" for key in keys)
    locking = " FOR UPDATE" if lock and connection.features.has_select_for_update else ""
    return f"SELECT {names} FROM {table} WHERE {where}{locking}", keys  # noqa: S608  names come from the models


def select(model: type[Row], *, lock: bool = False, keep: Keep | None = None, **by: Any) -> list[Any]:
    """The rows whose columns have these values. `lock` holds them until the transaction ends (on SQLite the whole
    database is held already). `keep` chooses by the values, by their names, before a row is made of them."""
    real = connections[DEFAULT_DB_ALIAS]  # not its proxy, which looks the thread's connection up at every access
    sql, keys = _selecting(model, tuple(by), lock, real.vendor)
    names, readers = _readers(model, real.vendor)
    given = [key.get_db_prep_value(value, real) for key, value in zip(keys, by.values(), strict=True)]
    found = []
    with real.cursor() as cursor:
        cursor.execute(sql, given)
        for stored in cursor.fetchall():
            values = list(stored)
            for place, convert, column in readers:
                if values[place] is not None:
                    values[place] = convert(values[place], column, real)
            if keep is None or keep(dict(zip(names, values, strict=True))):
                found.append(model.from_db(real.alias, names, values))
    return found


_PLAIN = (models.CharField, models.TextField, models.IntegerField)
"""Fields whose values a database takes as they are."""


@lru_cache(maxsize=64)
def _inserting(model: type[Row], vendor: str) -> tuple[str, str, tuple[tuple[str, Any], ...]]:
    fields, _names, table = _columns(model, vendor)
    given = tuple(one for one in fields if not isinstance(one, models.AutoField))
    names = ", ".join(connection.ops.quote_name(one.column) for one in given)
    written = tuple((one.attname, None if isinstance(one, _PLAIN) else one.get_db_prep_save) for one in given)
    return f"INSERT INTO {table} ({names}) VALUES ", f"({', '.join(['%s'] * len(given))})", written  # noqa: S608  as above


_AT_ONCE = 50
"""Rows in one statement: below every database's limit of parameters."""


def insert(rows: Sequence[Row]) -> None:
    """Insert rows of one model. Keys that the database gives are not read back."""
    insert_values(type(rows[0]), [row.__dict__ for row in rows])


def insert_values(model: type[Row], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows given as values by column name, without making objects of them first. All columns are given."""
    real = connections[DEFAULT_DB_ALIAS]
    for start in range(0, len(rows), _AT_ONCE):
        some = rows[start : start + _AT_ONCE]
        head, values, written = _inserting(model, real.vendor)
        given = [
            value if write is None or value is None else write(value, real)
            for row in some
            for name, write in written
            for value in (row[name],)
        ]
        with real.cursor() as cursor:
            cursor.execute(head + ", ".join([values] * len(some)), given)


@lru_cache(maxsize=64)
def _updating(model: type[Row], changed: tuple[str, ...], vendor: str) -> tuple[str, tuple[Any, ...]]:
    _fields, _names, table = _columns(model, vendor)
    quote = connection.ops.quote_name
    fields = tuple(model._meta.get_field(name) for name in (*changed, model._meta.pk.name))
    setting = ", ".join(f"{quote(one.column)} = %s" for one in fields[:-1])
    written = tuple(None if isinstance(one, _PLAIN) else one.get_db_prep_save for one in fields)
    return f"UPDATE {table} SET {setting} WHERE {quote(fields[-1].column)} = %s", written  # noqa: S608  as above


def update(model: type[Row], key: Any, **changed: Any) -> None:
    """Change columns of the row with this primary key."""
    real = connections[DEFAULT_DB_ALIAS]
    sql, written = _updating(model, tuple(changed), real.vendor)
    given = [
        value if write is None or value is None else write(value, real)
        for write, value in zip(written, (*changed.values(), key), strict=True)
    ]
    with real.cursor() as cursor:
        cursor.execute(sql, given)
