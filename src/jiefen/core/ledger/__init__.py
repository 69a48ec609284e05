"""The ledger: an append-only chain of events for each matter, and a Merkle log across matters.

Knows bytes, hashes, sealed bodies and proofs. Refuses to know what an event means or where it is stored.
"""

from jiefen.core.ledger.chain import GENESIS, Entry, Fault, canonical, entry_hash, verify_chain
from jiefen.core.ledger.cipher import Erased, Unreadable, open_body, seal_body, unwrap_key, wrap_key
from jiefen.core.ledger.log import consistency_proof, inclusion_proof, root, verify_consistency, verify_inclusion
from jiefen.core.ledger.receipt import Receipt, make_receipt, verify_receipt

__all__ = [
    "GENESIS",
    "Entry",
    "Erased",
    "Fault",
    "Receipt",
    "Unreadable",
    "canonical",
    "consistency_proof",
    "entry_hash",
    "inclusion_proof",
    "make_receipt",
    "open_body",
    "root",
    "seal_body",
    "unwrap_key",
    "verify_chain",
    "verify_consistency",
    "verify_inclusion",
    "verify_receipt",
    "wrap_key",
]
