"""What `jiefen procedure simulate` says, in English and Chinese, and the words that can be typed in it."""

from collections.abc import Mapping

SAYS: Mapping[str, tuple[str, str]] = {
    "unopened": ("Nobody has opened the matter yet.", "还没有人开始这件案件。"),
    "as": ("You are: {0}", "您现在是：{0}"),
    "as-all": ("You see everybody.", "现在看到所有人。"),
    "waits": ("Waiting for: {0}", "在等：{0}"),
    "waits-nobody": ("Waiting for nobody: this is an end ({0}).", "不等任何人：这是终点（{0}）。"),
    "clocks": ("Clocks:", "正在计算的期限："),
    "clock": ("{0}: act by {1}, then “{2}”", "{0}：最迟 {1}，过期则“{2}”"),
    "clock-still": ("{0}: stands still", "{0}：暂停中"),
    "provisional": (" (provisional: the calendar is not announced so far)", "（暂定：日历尚未公布到那天）"),
    "later": (" (nothing is lost before {0})", "（{0} 前不会失权）"),
    "known": ("What you can see:", "您能看到的内容："),
    "can": ("What can be done:", "现在能做："),
    "can-nothing": ("Nothing can be done by hand here.", "这里没有人能做什么。"),
    "can-nothing-you": ("There is nothing for you to do here.", "这里现在没有您要做的事。"),
    "choice": ("{0:>3}  {1}: {2}", "{0:>3}  {1}：{2}"),
    "choice-to": ("{0:>3}  {1}: {2} → {3}", "{0:>3}  {1}：{2} → {3}"),
    "choice-reached": ("{0:>3}  “{2}” is proved to have reached {1}", "{0:>3}  证明“{2}”已送达{1}"),
    "usage": (
        "Type a number, or: wait N · until DATE · as ROLE · back · story · scenario · quit",
        "输入编号，或：等 N（天） · 到 日期 · 作为 角色 · 退（一步） · 经过 · 场景 · 退出",
    ),
    "unknown": ("{0!r} is not known here.", "这里不认识“{0}”。"),
    "no-number": ("There is no number {0}; there are 1 to {1}.", "没有编号 {0}；可以选 1 到 {1}。"),
    "wait-how": ("Type how many days: wait 3", "请写明几天：等 3"),
    "until-how": (
        "Type a day or a moment: until 2026-04-10, until 2026-04-10 09:00",
        "请写明日期或时刻：到 2026-04-10，到 2026-04-10 09:00",
    ),
    "time-how": (
        "Time only goes forward from {0}, until the end of {1}; `back` takes a step back.",
        "时间只能从 {0} 往后走，最晚到 {1} 年底；“退”可以退回一步。",
    ),
    "as-how": ("Type one of: as {0}, or: as all", "请写：作为 {0}；或：作为 all"),
    "back-none": ("Nothing has been done yet.", "还没有做过什么。"),
    "taken-back": ("Taken back.", "已退回一步。"),
    "required": ("{0} [Enter: {1}]: ", "{0} [回车：{1}]："),
    "optional": ("{0} (optional) [Enter: leave out, = : {1}]: ", "{0}（选填）[回车：不填，= ：{1}]："),
    "ask-help": ("Type {0}; or `cancel`.", "请输入：{0}；或“取消”。"),
    "reason": ("The reason", "理由"),
    "reason-value": ("Because of what was found.", "根据查明的情况。"),
    "ground": ("On which ground", "依据哪一项理由"),
    "cancelled": ("Not done.", "没有做。"),
    "refused": ("Refused ({0}): {1}", "不能这样做（{0}）：{1}"),
    "fact-wrong": ("  {0}: {1}", "  {0}：{1}"),
    "happened": ("{0}  {1}: {2}{3}", "{0}  {1}：{2}{3}"),
    "by-time": ("time", "时间"),
    "partly": (" (waits for the others)", "（还差其他人）"),
    "told": ("    told {0}: “{1}”", "    通知{0}：“{1}”"),
    "paper": ("    paper: {0} → {1}", "    文书：{0} → {1}"),
    "goes-on": ("    goes on as {0}", "    转到 {0}"),
    "because": ("    because: {0}", "    理由：{0}"),
    "proved": ("{0}  “{2}” has reached {1}", "{0}  “{2}”已送达{1}"),
    "nothing-yet": ("Nothing has happened yet.", "还没有发生任何事。"),
    "quiet": ("It is {0} now; nothing fell due.", "现在是 {0}，没有期限到期。"),
    "tried": ("tried out on {0}", "{0} 试走"),
    "end": ("The end.", "结束。"),
}
"""Each sentence in English and Chinese; {0}, {1} … are put in."""

WHY: Mapping[str, str] = {
    "unknown-action": "没有这个行为。",
    "not-allowed": "这个角色不能做这件事。",
    "wrong-state": "在这个状态下不能做。",
    "missing": "有必填的内容没有填。",
    "wrong-value": "有内容填得不对。",
    "reason-required": "必须写明理由，让对方看得懂。",
    "unknown-ground": "必须选一项法定理由。",
    "guard": "不符合这个行为的条件。",
    "already-done": "这一部分已经做过了。",
    "two-sides": "一个人不能站在两方。",
    "too-few": "人数不够，或者需要大家一起做。",
    "overdue": "有期限已到期，先由时间来处理。",
    "ended": "案件已经结束。",
    "unknown-participant": "这个人没有参加。",
}
"""Why an act was refused, in Chinese, by the code of the refusal; the engine itself says it in English."""

WRONG: Mapping[str, tuple[str, str]] = {
    "missing": ("is missing", "没有填"),
    "given-before": ("was given before, and otherwise", "与先前填的不一样"),
    "wrong-type": ("is of the wrong kind", "类型不对"),
    "too-long": ("is too long", "太长"),
    "too-small": ("is too small", "太小"),
    "too-large": ("is too large", "太大"),
    "wrong-date": ("is no day", "不是日期"),
    "unknown-option": ("is none of the choices", "不在选项里"),
    "unknown-person": ("names nobody who takes part", "不是参加的人"),
    "control-characters": ("has characters that no text needs", "含有不可用的字符"),
}
"""What is wrong with a fact, by the code of `values`."""

COMMANDS: Mapping[str, tuple[str, ...]] = {
    "wait": ("wait", "w", "等"),
    "until": ("until", "u", "到"),
    "as": ("as", "作为"),
    "back": ("back", "undo", "退"),
    "story": ("story", "经过"),
    "scenario": ("scenario", "场景"),
    "quit": ("quit", "q", "exit", "退出"),
}
"""What can be typed, and what it means."""

CANCEL = ("cancel", "取消")
EVERYBODY = ("", "all", "everybody", "所有人")


def says(key: str, lang: str, *values: object) -> str:
    """One sentence in Chinese where the language is Chinese, else in English."""
    return SAYS[key][1 if lang.startswith("zh") else 0].format(*values)


def command(text: str) -> tuple[str, str]:
    """The command that a typed line means and what follows it; empty when it is none. Chinese needs no blank: 等3天."""
    word, _blank, rest = text.partition(" ")
    for name, words in COMMANDS.items():
        if word.lower() in words:
            return name, rest.strip()
        for one in words:
            if not one.isascii() and text.startswith(one):
                return name, text.removeprefix(one).strip()
    return "", ""
