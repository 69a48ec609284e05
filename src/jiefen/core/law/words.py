"""The words of proofs, by step and language. Values are filled in by name.

Chinese and English stand here side by side; each further language has a module of its own with the same keys.
"""

from collections.abc import Mapping
from datetime import date

from jiefen.core.law import words_kk, words_ug
from jiefen.core.marks import in_language, marks

UNITS = {
    "zh-Hans": {"hour": "小时", "day": "日", "working-day": "个工作日", "month": "个月", "year": "年"},
    "en": {"hour": "hours", "day": "days", "working-day": "working days", "month": "months", "year": "years"},
    "ug": words_ug.UNITS,
    "kk-Arab": words_kk.UNITS,
}
SPAN = {"zh-Hans": "{length}{unit}", "en": "{length} {unit}", "ug": words_ug.SPAN, "kk-Arab": words_kk.SPAN}
DAY = {"zh-Hans": "{year}年{month}月{day}日", "en": "{day} {name} {year}", "ug": words_ug.DAY, "kk-Arab": words_kk.DAY}
WEEKDAYS = {
    "zh-Hans": ["周一", "周二", "周三", "周四", "周五", "周六", "周日"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    "ug": words_ug.WEEKDAYS,
    "kk-Arab": words_kk.WEEKDAYS,
}
COUNTS = {
    "zh-Hans": {True: "计算在内", False: "不计算在内"},
    "en": {True: "counts", False: "does not count"},
    "ug": words_ug.COUNTS,
    "kk-Arab": words_kk.COUNTS,
}
_STEPS: dict[str, dict[str, str]] = {
    "began": {
        "zh-Hans": "期间自{day}开始，当日{counts}。",
        "en": "The period began on {day}; that day itself {counts}.",
    },
    "began-at": {"zh-Hans": "期间自{at}开始。", "en": "The period began at {at}."},
    "next-hour": {
        "zh-Hans": "开始的小时不计，自{at}起算。",
        "en": "The hour it began in does not count; it runs from {at}.",
    },
    "hours": {"zh-Hans": "{length}小时后为{at}。", "en": "{length} hours later it is {at}."},
    "cut-off": {
        "zh-Hans": "{time}及以后的行为按次日计：{day}。",
        "en": "What is done at or after {time} counts for the next day: {day}.",
    },
    "length": {"zh-Hans": "数{length}{unit}，到{day}。", "en": "Counting {length} {unit} leads to {day}."},
    "extended": {"zh-Hans": "延长{length}{unit}，到{day}。", "en": "Extended by {length} {unit}, to {day}."},
    "suspended": {
        "zh-Hans": "自{start}起中止{days}日（{reason}），顺延到{day}。",
        "en": "Suspended for {days} days from {start} ({reason}), which leads to {day}.",
    },
    "interrupted": {
        "zh-Hans": "{at}中断（{kind}），期间重新计算。",
        "en": "Interrupted at {at} ({kind}); the period begins again.",
    },
    "rolled": {
        "zh-Hans": "{day}是法定休假日，以其后第一个工作日{to}为届满日。",
        "en": "{day} is not a working day, so the period ends on the first working day after it, {to}.",
    },
    "working-day": {
        "zh-Hans": "{day}是工作日，当日届满。",
        "en": "{day} is a working day, so the period ends on that day.",
    },
    "fixed": {
        "zh-Hans": "届满日为{day}，不因休假日顺延。",
        "en": "The period ends on {day}, whether or not that is a working day.",
    },
    "provisional": {
        "zh-Hans": "{day}所在年份的放假安排尚未公布（已公布至{until}），此日期为暂定，公布后重新计算。",
        "en": "The holidays around {day} are not announced yet (announced until {until}); the date is provisional and "
        "will be computed again.",
    },
    "reading": {"zh-Hans": "第{number}种理解：{length}{unit}", "en": "Reading {number}: {length} {unit}"},
    "two-dates": {
        "zh-Hans": "法律有不同理解：请在{act_by}前办理；{lost}之前不会因此失去权利。",
        "en": "The law can be read in different ways: act by {act_by}; nothing is lost before the end of {lost}.",
    },
    "calendar": {
        "zh-Hans": "所用日历：{calendar}，放假安排已公布至{until}。",
        "en": "Calendar used: {calendar}, announced until {until}.",
    },
    "basis": {"zh-Hans": "依据：{basis}", "en": "Basis: {basis}"},
    "known": {
        "zh-Hans": "自{day}知道权利受损害及义务人之日起算。",
        "en": "It runs from {day}, when the harm and the one who owes became known.",
    },
    "instalments": {
        "zh-Hans": "分期履行的同一债务，自最后一期{day}届满起算。",
        "en": "For one debt in instalments it runs from the last one, due on {day}.",
    },
    "obstacle": {
        "zh-Hans": "最后六个月内有障碍，自障碍消除（{day}）起满六个月届满。",
        "en": "There was an obstacle in the last six months; it ends six months after the obstacle ended on {day}.",
    },
    "longest": {
        "zh-Hans": "自权利受到损害之日起最长到{day}。",
        "en": "At the longest it lasts until {day}, counted from the harm.",
    },
    "ignored": {
        "zh-Hans": "{at}的事由（{kind}）发生时期间已届满，不再中断。",
        "en": "What happened at {at} ({kind}) came after the period had ended, and interrupts nothing.",
    },
    "not-limited": {"zh-Hans": "此类请求不适用诉讼时效。", "en": "This kind of claim is not subject to limitation."},
    "at-least": {
        "zh-Hans": "只要上述事实有证据，至少到{day}。",
        "en": "If what is said above can be proved, at least until {day}.",
    },
}
_CHANGES: dict[str, dict[str, str]] = {
    "start": {
        "zh-Hans": "如果开始的日期另有证明，此日期随之改变。",
        "en": "If another first day is proved, the date changes with it.",
    },
    "calendar": {
        "zh-Hans": "放假安排公布后，此日期可能改变。",
        "en": "When the holidays are announced, the date may change.",
    },
    "reading": {
        "zh-Hans": "有权机关确认其中一种理解后，此日期可能改变。",
        "en": "If an authority settles how the law is read, the date may change.",
    },
    "suspension": {
        "zh-Hans": "期间现已中止，恢复后重新计算。",
        "en": "The clock is stopped at present; the date is computed again when it runs on.",
    },
    "interruption": {
        "zh-Hans": "如果中断的事由不能证明，此日期会提前。",
        "en": "If what interrupted the period cannot be proved, the date is earlier.",
    },
}


def _merged(
    own: Mapping[str, Mapping[str, str]], uyghur: Mapping[str, str], kazakh: Mapping[str, str]
) -> dict[str, dict[str, str]]:
    return {code: {**texts, "ug": uyghur[code], "kk-Arab": kazakh[code]} for code, texts in own.items()}


STEPS = _merged(_STEPS, words_ug.STEPS, words_kk.STEPS)
CHANGES = _merged(_CHANGES, words_ug.CHANGES, words_kk.CHANGES)


def span(length: int, unit: str, lang: str) -> str:
    """A length of time in words: 30 and "working-day" give "30 working days". Raises KeyError for an unknown unit."""
    return in_language(SPAN, lang).format(length=length, unit=in_language(UNITS, lang)[unit])


def day_in(day: date, lang: str, *, weekday: bool = False) -> str:
    """A day as legal papers of a language write it: "2026年11月23日", with its weekday in brackets where asked for."""
    pattern = in_language(DAY, lang)
    written = pattern.format(year=day.year, month=day.month, day=day.day, name=f"{day:%B}")
    if not weekday:
        return written
    use = marks(lang)
    return f"{written}{use.opening}{in_language(WEEKDAYS, lang)[day.isoweekday() - 1]}{use.closing}"
