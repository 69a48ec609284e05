"""What a court asks for: fees worked out from a pack's table, with every line of the sum shown.

The figures, the words and the citations are a pack's data; nothing here knows a country. Sums are whole numbers of the
currency's smallest unit (fen). Work in between is exact, in ten-thousandths of it. What is left over at the end is
dropped, once: no rule lets a court ask for more than the rate gives, and several forbid it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from jiefen.core.causes import Cause

Text = Mapping[str, str]

MOST_AMOUNT = 10**15
"""The largest sum that is worked out, in the smallest unit: ten million million yuan."""

PARTS = 10_000
"""A rate is given in ten-thousandths: 250 is 2.5 %."""
RELIEFS = ("waive", "reduce", "defer", "any")
"""What a ground of relief leads to; "any": whichever the court finds right."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A sentence of the law in our words, and where it stands."""

    text: Text
    basis: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of fee: what every matter pays (`least` to `most`), and what is added above a sum, by bands.

    `bands` are (over, rate in ten-thousandths), rising. `unknown` is the fee while the sum is not known; its most is
    None when there is no most. `cap` is the most that is ever asked. `share` is the part of it all that is paid.
    `halves` are the reasons that halve it. `paid` says who pays and when.
    """

    id: str
    name: Text
    least: int
    most: int
    bands: tuple[tuple[int, int], ...]
    unknown: tuple[int, int | None] | None
    cap: int | None
    share: tuple[int, int]
    halves: tuple[str, ...]
    paid: Rule
    basis: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Relief:
    """A ground on which a fee is waived, reduced or deferred. `causes` are those in which it is most often met."""

    id: str
    kind: str
    text: Text
    basis: tuple[str, ...]
    causes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FeeTable:
    """All of a pack's fees: kinds, reasons that halve, words of the steps, and relief for those who cannot pay."""

    kinds: Mapping[str, Kind]
    halvings: Mapping[str, Rule]
    once: Rule
    rounding: Rule
    words: Mapping[str, Text]
    relief: tuple[Relief, ...]
    relief_rules: tuple[Rule, ...]
    notes: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class FeeStep:
    """One line of the sum, in every language of the pack, with the rule that it rests on."""

    code: str
    text: Text
    basis: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fee:
    """What is to be paid, in the smallest unit: `least` and `most` are equal when the law leaves no choice.

    `most` is None when nobody can say yet, because the sum in dispute is not known.
    """

    kind: str
    least: int
    most: int | None
    steps: tuple[FeeStep, ...]
    paid: Rule

    @property
    def exact(self) -> bool:
        """Whether the law gives one figure."""
        return self.least == self.most


def fee(
    table: FeeTable,
    kind: str,
    amount_minor: int | None = None,
    *,
    summary: bool = False,
    settled: bool = False,
    withdrawn: bool = False,
    joined: bool = False,
) -> Fee:
    """The fee of a kind for a sum in the smallest unit, and how it was found.

    `summary`: heard by summary procedure; `settled`: ended by mediation; `withdrawn`: taken back; `joined`: a
    counterclaim heard together. Each halves the kinds that the table says, and all of them together only once.
    A sum of None means "not known": the fee is then a range, open above where the law adds to it by the sum.
    Raises ValueError for an unknown kind, and for a sum that is no whole number from 0 to MOST_AMOUNT.
    """
    if kind not in table.kinds:
        raise ValueError(f"no fee is called {kind!r}; there are {', '.join(table.kinds)}")
    if amount_minor is not None and (type(amount_minor) is not int or not 0 <= amount_minor <= MOST_AMOUNT):
        raise ValueError(f"{amount_minor!r} is no sum; write a whole number from 0 to {MOST_AMOUNT}")
    asked = {"summary": summary, "settled": settled, "withdrawn": withdrawn, "joined": joined}
    work = _Work(table, table.kinds[kind])
    work.start(amount_minor)
    work.reduce([name for name, wanted in asked.items() if wanted and name in work.kind.halves])
    return work.result()


def relief_for(table: FeeTable, cause: Cause | None) -> tuple[Relief, ...]:
    """Every ground of relief, those most often met in the cause first; in the table's order without one."""
    names = {cause.id, *cause.route} if cause else set()
    return tuple(sorted(table.relief, key=lambda one: not names & set(one.causes)))


class _Work:
    """The sum being worked out: least and most in ten-thousandths of the smallest unit over `den`, and its lines."""

    def __init__(self, table: FeeTable, kind: Kind) -> None:
        self.table, self.kind = table, kind
        self.least, self.den = 0, 1
        self.most: int | None = 0
        self.steps: list[FeeStep] = []

    def start(self, amount: int | None) -> None:
        """What every matter pays, and what is added by the sum."""
        kind = self.kind
        self.least, self.most = kind.least * PARTS, kind.most * PARTS
        if amount is None and kind.unknown is not None:
            least, most = kind.unknown
            if most is None:
                self._base()
            self.least, self.most = least * PARTS, None if most is None else most * PARTS
            self._say("unknown", kind.basis)
        else:
            self._base()
            self._bands(amount or 0)
        cap = None if kind.cap is None else kind.cap * PARTS
        if cap is not None and (self.most is None or self.most > cap):
            self.least, self.most = min(self.least, cap), cap
            self._say("cap", kind.basis, cap=self._money(cap))

    def _base(self) -> None:
        if not self.least and not self.most and not self.kind.bands:
            self._say("free", self.kind.basis)
            return
        code = "flat" if self.least == self.most else "range"
        if self.kind.bands:
            self._say(f"{code}-to", self.kind.basis, to=self._money(self.kind.bands[0][0] * PARTS))
        else:
            self._say(code, self.kind.basis)

    def _bands(self, amount: int) -> None:
        edges = [over for over, _rate in self.kind.bands]
        for (over, rate), to in zip(self.kind.bands, [*edges[1:], None], strict=False):
            if amount <= over:
                break
            part = (amount if to is None else min(amount, to)) - over
            values = {
                "over": self._money(over * PARTS),
                "part": self._money(part * PARTS),
                "rate": self._same(_decimal(rate, 100)),
                "fee": self._money(part * rate),
            }
            self.least += part * rate
            self.most = (self.most or 0) + part * rate
            if to is not None and amount > to:
                self._say("band", self.kind.basis, to=self._money(to * PARTS), **values)
            else:
                self._say("band-last", self.kind.basis, **values)
        if len(self.steps) > 1:
            self._say("sum", self.kind.basis)

    def reduce(self, why: list[str]) -> None:
        """The part that is paid, and the one halving that the law allows."""
        num, den = self.kind.share
        if (num, den) != (1, 1):
            self._times(num, den)
            self._say("share", self.kind.basis, num=self._same(str(num)), den=self._same(str(den)))
        if not why:
            return
        self._times(1, 2)
        reason = self.table.halvings[why[0]]
        self._say("halved", reason.basis, why=reason.text)
        if len(why) > 1:
            self.steps.append(FeeStep("once", self.table.once.text, self.table.once.basis))

    def _times(self, num: int, den: int) -> None:
        self.least, self.den = self.least * num, self.den * den
        self.most = None if self.most is None else self.most * num

    def result(self) -> Fee:
        """The fee in whole smallest units: what is left over is dropped."""
        unit = PARTS * self.den
        left = self.least % unit or (self.most or 0) % unit
        self.least = self.least // unit * PARTS
        self.most = None if self.most is None else self.most // unit * PARTS
        self.den = 1
        if left:
            self._say("rounded", self.table.rounding.basis)
        most = None if self.most is None else self.most // PARTS
        return Fee(self.kind.id, self.least // PARTS, most, tuple(self.steps), self.kind.paid)

    def _say(self, code: str, basis: tuple[str, ...], **values: Text) -> None:
        words = self.table.words[code]
        values.setdefault("fee", self._shown())
        text = {lang: one.format_map({name: _in(value, lang) for name, value in values.items()}) for lang, one in words.items()}
        self.steps.append(FeeStep(code, text, basis))

    def _shown(self) -> Text:
        least = _decimal(self.least // self.den, 100 * PARTS)
        if self.most is None:
            return {lang: one.format(least=least) for lang, one in self.table.words["money-from"].items()}
        if self.least == self.most:
            return {lang: one.format(sum=least) for lang, one in self.table.words["money"].items()}
        most = _decimal(self.most // self.den, 100 * PARTS)
        return {lang: one.format(least=least, most=most) for lang, one in self.table.words["money-range"].items()}

    def _money(self, parts: int) -> Text:
        return {lang: one.format(sum=_decimal(parts, 100 * PARTS)) for lang, one in self.table.words["money"].items()}

    def _same(self, shown: str) -> Text:
        return dict.fromkeys(self.table.words["money"], shown)


def _in(text: Text, lang: str) -> str:
    """A text in a language; in the pack's first where that language has none: translations come one by one."""
    return text.get(lang) or next(iter(text.values()))


def _decimal(number: int, unit: int) -> str:
    """A number of `unit`ths, exactly, with thousands apart: 225075 hundredths are "2,250.75"."""
    whole, rest = divmod(number, unit)
    digits = str(rest).zfill(len(str(unit)) - 1).rstrip("0")
    return f"{whole:,}" + (f".{digits}" if digits else "")
