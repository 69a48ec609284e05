"""A Merkle log over entry hashes, as in RFC 6962 (and RFC 9162), section 2.1.

Leaves are the hashes of events in the order in which the installation sealed them. A root that somebody outside has
kept proves that nothing sealed before it was changed, removed or slipped in.
"""

import hashlib
from collections.abc import Sequence


def _leaf(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def _split(size: int) -> int:
    """The largest power of two smaller than `size` (RFC 6962: k)."""
    return 1 << (size - 1).bit_length() - 1


def root(leaves: Sequence[bytes]) -> bytes:
    """The Merkle tree hash of `leaves`; SHA-256 of nothing for an empty log.

    Built level by level; an odd last node is carried up unchanged, which gives RFC 6962's tree.
    """
    if not leaves:
        return hashlib.sha256(b"").digest()
    level = [_leaf(leaf) for leaf in leaves]
    while len(level) > 1:
        paired = [_node(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        if len(level) % 2:
            paired.append(level[-1])
        level = paired
    return level[0]


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The audit path of leaf `index` (RFC 6962 2.1.1), from the leaf upwards. Raises IndexError outside the log."""
    if not 0 <= index < len(leaves):
        raise IndexError(f"leaf {index} is not in a log of {len(leaves)}")
    if len(leaves) == 1:
        return []
    k = _split(len(leaves))
    if index < k:
        return [*inclusion_proof(leaves[:k], index), root(leaves[k:])]
    return [*inclusion_proof(leaves[k:], index - k), root(leaves[:k])]


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], expected: bytes) -> bool:
    """Whether `leaf` stands at `index` in the log of `size` leaves with root `expected` (RFC 9162 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    position, last, value = index, size - 1, _leaf(leaf)
    for step in proof:
        if last == 0:
            return False
        if position % 2 or position == last:
            value = _node(step, value)
            while position % 2 == 0 and position:
                position, last = position >> 1, last >> 1
        else:
            value = _node(value, step)
        position, last = position >> 1, last >> 1
    return last == 0 and value == expected


def consistency_proof(leaves: Sequence[bytes], old: int) -> list[bytes]:
    """The proof that the first `old` leaves are a prefix of the log (RFC 6962 2.1.2)."""
    if not 0 < old <= len(leaves):
        raise IndexError(f"a log of {len(leaves)} leaves has no prefix of {old}")
    return _subproof(leaves, old, True)


def _subproof(leaves: Sequence[bytes], old: int, whole: bool) -> list[bytes]:
    if old == len(leaves):
        return [] if whole else [root(leaves)]
    k = _split(len(leaves))
    if old <= k:
        return [*_subproof(leaves[:k], old, whole), root(leaves[k:])]
    return [*_subproof(leaves[k:], old - k, False), root(leaves[:k])]


def verify_consistency(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the log of `new` leaves extends the log of `old` leaves (RFC 9162 2.1.4.2)."""
    if not 0 < old <= new:
        return False
    if old == new:
        return old_root == new_root and not proof
    path = list(proof)
    if old & (old - 1) == 0:
        path.insert(0, old_root)
    if not path:
        return False
    first, second = old - 1, new - 1
    while first % 2:
        first, second = first >> 1, second >> 1
    left = right = path[0]
    for step in path[1:]:
        if second == 0:
            return False
        if first % 2 or first == second:
            left, right = _node(step, left), _node(step, right)
            while first % 2 == 0 and first:
                first, second = first >> 1, second >> 1
        else:
            right = _node(right, step)
        first, second = first >> 1, second >> 1
    return second == 0 and left == old_root and right == new_root
