"""A receipt: what a person keeps, so that a stranger can later check that the entry is still there as it was.

A receipt shows no content. Its fingerprint is what is printed and read out.
"""

from dataclasses import asdict, dataclass

from jiefen.core.ledger.chain import Entry, entry_hash


@dataclass(frozen=True, slots=True)
class Receipt:
    """Number of the matter, number of the entry in it, when it took effect, and the entry's hash (hex)."""

    number: str
    seq: int
    at: str
    entry: str

    @property
    def fingerprint(self) -> str:
        """The first 80 bits of the hash in groups of four, as printed on paper: "A1B2-…"."""
        short = self.entry[:20].upper()
        return "-".join(short[i : i + 4] for i in range(0, 20, 4))

    def as_data(self) -> dict[str, object]:
        """The receipt as JSON-able data, for a file that the person keeps."""
        return {**asdict(self), "fingerprint": self.fingerprint, "format": "jiefen-receipt-1"}


def make_receipt(number: str, entry: Entry) -> Receipt:
    """The receipt for one entry of the matter that people know as `number`."""
    return Receipt(number, entry.seq, entry.at, entry_hash(entry).hex())


def verify_receipt(receipt: Receipt, entry: Entry) -> bool:
    """Whether the entry that stands there now is the one the receipt was given for."""
    return receipt.seq == entry.seq and receipt.at == entry.at and receipt.entry == entry_hash(entry).hex()
