"""Reading a published case: title, facts, parties as they stand in the text, cause where the pack has it.

Pure text work: nothing is guessed that the text does not say; what it does not name is left as "not named".
"""

import re
from dataclasses import dataclass

from jiefen.core.causes import Cause, CauseList, find_in_text
from jiefen.core.suggestion import Model, suggest

# The commonest family names: before 某 they make a person; any other character before 某 does not.
_FAMILY = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜"
    "范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文肖安"
)
_PERSON = rf"(?:[{_FAMILY}](?:某某|某[甲乙丙丁]?|[甲乙丙丁]|先生|女士)(?![\u4e00-\u9fa5]?公司))"
_ENDS = "公司|集团|平台|商场|广场|购物中心|医院|学校|银行|餐厅|酒店|合作社|机构|报社|网站|民政局|协会|俱乐部"
_ORG = rf"(?:某[\u4e00-\u9fa5]{{0,14}}?(?:{_ENDS})|[A-ZＡ-Ｚ]公司|(?<=[，。、与和诉向告])[\u4e00-\u9fa5（）]{{4,30}}?有限公司)"
_ANY = rf"(?:{_PERSON}|{_ORG})"
_FACTS = ("基本案情", "案情回顾", "案情简介", "案情", "案件事实", "典型案例", "案例")
_CLAIMS = ("原告诉讼请求", "申请人请求", "诉讼请求", "仲裁请求")
_SUM = re.compile(r"([0-9][0-9 ,，]*(?:\.[0-9]+)?)\s*(万?)元")


@dataclass(frozen=True, slots=True)
class PublishedCase:
    """A case as published. Names are empty when the text names nobody on that side. `amount` is in fen."""

    title: str
    story: str
    claim: str
    applicant: str
    respondents: tuple[str, ...]
    cause: Cause | None
    amount: int | None


def read_case(text: str, causes: CauseList, model: Model) -> PublishedCase:
    """The case in a Markdown text whose first heading is its title. Raises ValueError when there is no title or story."""
    plain = re.sub(r"<!--.*?-->", "", text, flags=re.S)
    found = re.search(r"^#\s+(.+)$", plain, flags=re.M)
    if found is None:
        raise ValueError("the text has no title: a first line that begins with '# '")
    title = found[1].strip()
    sections = _sections(plain)
    story = _first(sections, _FACTS) or "\n".join(body for _head, body in sections if body)[:5000]
    if not story.strip():
        raise ValueError("the text tells no facts under its title")
    heads = " ".join(head for head, _body in sections)
    applicant, respondents = _parties(f"{title}\n{heads}".replace(" ", "\n"), story)
    claim = _first(sections, _CLAIMS) or _claim_in(story)
    everything = f"{title}\n{heads}\n{plain}"
    cause = find_in_text(causes, f"{title}\n{heads}") or find_in_text(causes, everything)
    if cause is None:
        likely = suggest(model, causes, f"{title}\n{story}", 1).ranked
        cause = likely[0].cause if likely else None
    return PublishedCase(
        title,
        story.strip()[:20000],
        claim.strip()[:5000],
        applicant,
        respondents,
        cause,
        _amount(claim) or _amount(_claim_in(story)),
    )


def _sections(text: str) -> list[tuple[str, str]]:
    parts = re.split(r"^#{1,6}\s+(.+)$", text, flags=re.M)
    return [(parts[n].strip(), parts[n + 1].strip()) for n in range(1, len(parts) - 1, 2)]


def _first(sections: list[tuple[str, str]], names: tuple[str, ...]) -> str:
    for name in names:
        for head, body in sections:
            if name in head and body:
                return body
    return ""


def _claim_in(story: str) -> str:
    """The sentence in which somebody asks for something."""
    for sentence in re.split(r"(?<=[。；])", story):
        if re.search(r"请求(?:判令|裁决|法院|确认|依法)?|诉请|要求.*(?:赔偿|支付|返还|退|公证)|诉至|起诉", sentence):
            return sentence.strip()
    return "（原文未写明请求）"


def _parties(heading: str, story: str) -> tuple[str, tuple[str, ...]]:
    """Names as they stand in a title "X诉Y…案", else as the story calls plaintiff and defendant, else in its order."""
    found = re.search(r"(?:^|[\s：])([^\s，。诉]{2,30})诉([^\n，。]{2,60}?)(?:纠纷|一?案)", heading)
    if found:
        return found[1], tuple(one for one in re.split(r"、", _bare(found[2])) if one)
    both = re.search(rf"({_ANY})与({_ANY})[^\n]*?(?:纠纷|案)", heading)
    if both:
        return both[1], (both[2],)
    named = list(dict.fromkeys(re.findall(_ANY, story)))
    applicant = _after(story, "原告|申请人|上诉人") or (named[0] if named else "")
    others = [name for name in named if name != applicant]
    respondent = _after(story, "被告|被申请人") or (others[0] if others else "")
    return applicant, (respondent,) if respondent and respondent != applicant else tuple(others[:1])


def _bare(name: str) -> str:
    """Respondents' names without the beginning of the cause that stands behind them in a title."""
    found = re.match(rf".*(?:{_ENDS})", name) or re.match(_PERSON, name)
    return found[0] if found else name


def _after(story: str, words: str) -> str:
    found = re.search(rf"(?<![\u4e00-\u9fa5])(?:{words})[：:]?({_ANY})", story)
    return found[1] if found else ""


def _amount(text: str) -> int | None:
    """The largest sum that a text names, in fen."""
    sums = []
    for figures, wan in _SUM.findall(text):
        digits = re.sub(r"[ ,，]", "", figures)
        whole, _dot, rest = digits.partition(".")
        scale = 1_000_000 if wan else 100
        sums.append(int(whole) * scale + (int(rest) * scale // 10 ** len(rest) if rest else 0))
    return max(sums, default=None)
