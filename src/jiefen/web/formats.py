"""Dates, times, spans and money as readers of a language write them: CLDR's rules, the jurisdiction's own time."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import dates, numbers
from django.conf import settings

from jiefen.web.language import babel_locale


def zone() -> ZoneInfo:
    """The zone of the installation's jurisdiction."""
    return _zone(settings.TIME_ZONE)


_zone = lru_cache(maxsize=8)(ZoneInfo)


def day_of(moment: date | datetime) -> date:
    """The calendar day of a date or of an aware moment, where the installation is."""
    if isinstance(moment, datetime):
        return moment.astimezone(zone()).date() if moment.tzinfo else moment.date()
    return moment


def format_day(value: date | datetime, code: str, style: str = "long") -> str:
    """ "2026年11月23日" in Chinese. `style` is CLDR's short, medium, long or full."""
    return _day(day_of(value), code, style)


@lru_cache(maxsize=4096)
def _day(day: date, code: str, style: str) -> str:
    return dates.format_date(day, style, locale=babel_locale(code))


def format_moment(value: datetime, code: str) -> str:
    """Day and time of day to the minute: "2026年11月23日 14:30"."""
    local = value.astimezone(zone()) if value.tzinfo else value
    locale = babel_locale(code)
    return f"{_day(local.date(), code, 'long')} {dates.format_time(local.time(), 'short', locale=locale)}"


def format_days(count: int, code: str) -> str:
    """A span of whole days in words: "3 days", "3天"."""
    return dates.format_timedelta(timedelta(days=count), granularity="day", threshold=10_000, locale=babel_locale(code))


def format_money(minor: int, currency: str, code: str) -> str:
    """Integer minor units as an amount: 123450 fen give "¥1,234.50"."""
    places = numbers.get_currency_precision(currency)
    amount = Decimal(minor).scaleb(-places)
    locale = babel_locale(code)
    written = numbers.format_currency(amount, currency, locale=locale)
    # "CN¥" tells the yuan from the yen. Here every ¥ is the yuan, and the pack says so.
    return written.replace("CN¥", "¥").replace("￥", "¥")


def format_number(value: int | float | Decimal, code: str) -> str:
    """A number with its language's separators."""
    return numbers.format_decimal(value, locale=babel_locale(code))
