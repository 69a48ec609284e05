"""The chain of a matter and the log across matters, against an independent library."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from jiefen.core.ledger import (
    GENESIS,
    Entry,
    Unreadable,
    canonical,
    consistency_proof,
    entry_hash,
    inclusion_proof,
    make_receipt,
    open_body,
    root,
    seal_body,
    unwrap_key,
    verify_chain,
    verify_consistency,
    verify_inclusion,
    verify_receipt,
    wrap_key,
)

DAY = "2026-11-23T09:00:00.000000+00:00"


def chain(length):
    entries, previous = [], GENESIS
    for seq in range(1, length + 1):
        entry = Entry("m", "i", seq, "act", "a1", "u", DAY, DAY, f"k{seq}", b"body%d" % seq, previous)
        previous = entry_hash(entry)
        entries.append((entry, previous))
    return entries


def test_a_whole_chain_has_no_fault():
    entries = chain(5)
    assert verify_chain("m", entries, entries[-1][1], 5) is None


@pytest.mark.parametrize("column", ["institution", "kind", "actor", "account", "at", "recorded_at", "request_key", "body"])
def test_a_change_of_any_column_is_found_where_it_is(column):
    entries = chain(5)
    entry, stored = entries[2]
    value = b"other" if column == "body" else "other"
    entries[2] = replace(entry, **{column: value}), stored
    fault = verify_chain("m", entries, entries[-1][1], 5)
    assert (fault.seq, fault.what) == (3, "wrong-hash")


def test_an_entry_taken_out_moved_or_slipped_in_is_found():
    head = chain(5)[-1][1]
    without = [one for number, one in enumerate(chain(5)) if number != 1]
    assert verify_chain("m", without, head, 5).seq == 2
    swapped = chain(5)
    swapped[1], swapped[2] = swapped[2], swapped[1]
    assert verify_chain("m", swapped, head, 5).seq == 2
    twice = chain(5)
    twice.insert(2, twice[1])
    assert verify_chain("m", twice, head, 5).seq == 3
    assert verify_chain("m", chain(4), head, 5).what == "too-short"
    assert verify_chain("other", chain(5), head, 5).what == "wrong-matter"


def test_a_chain_rewritten_from_the_middle_does_not_fit_its_head():
    whole, forged = chain(5), chain(2)
    previous = forged[-1][1]
    for seq in range(3, 6):
        entry = Entry("m", "i", seq, "act", "a1", "u", DAY, DAY, "k", b"forged", previous)
        previous = entry_hash(entry)
        forged.append((entry, previous))
    assert verify_chain("m", forged, whole[-1][1], 5).what == "wrong-head"


def test_two_rows_never_give_the_same_bytes():
    one = Entry("m", "i", 1, "act", "ab", "c", DAY, DAY, "", b"", GENESIS)
    assert entry_hash(one) != entry_hash(replace(one, actor="a", account="bc"))


def test_what_json_cannot_hold_is_refused():
    for value in (float("nan"), 2**60, b"bytes"):
        with pytest.raises(ValueError):
            canonical(value)
    assert canonical({"b": 1, "a": "纸"}) == '{"a":"纸","b":1}'.encode()


leaves = st.lists(st.binary(min_size=1, max_size=40), min_size=1, max_size=40)


@given(leaves)
def test_the_root_is_the_one_of_rfc_6962(values):
    oracle = InmemoryTree(algorithm="sha256")
    for value in values:
        oracle.append_entry(value)
    assert root(values) == oracle.get_root()


@given(leaves, st.data())
def test_a_proof_of_inclusion_holds_for_its_leaf_only(values, data):
    index = data.draw(st.integers(0, len(values) - 1))
    proof, expected = inclusion_proof(values, index), root(values)
    assert verify_inclusion(values[index], index, len(values), proof, expected)
    assert not verify_inclusion(values[index] + b"x", index, len(values), proof, expected)
    assert not verify_inclusion(values[index], len(values), len(values), proof, expected)
    if proof:
        assert not verify_inclusion(values[index], index, len(values), proof[:-1], expected)


@given(leaves, st.data())
def test_a_log_that_was_rewritten_has_no_proof_of_consistency(values, data):
    old = data.draw(st.integers(1, len(values)))
    before, now = root(values[:old]), root(values)
    proof = consistency_proof(values, old)
    assert verify_consistency(old, len(values), before, now, proof)
    changed = root([values[0] + b"!", *values[1:old]])
    assert not verify_consistency(old, len(values), changed, now, proof)


@given(st.binary(max_size=200))
def test_a_sealed_body_opens_in_its_place_only(plain):
    key, nonce = b"k" * 32, b"n" * 12
    sealed = seal_body(key, nonce, plain, "m:1:act")
    assert open_body(key, sealed, "m:1:act") == plain
    for wrong in (
        (key, sealed, "m:2:act"),
        (b"x" * 32, sealed, "m:1:act"),
        (key, sealed[:-1] + bytes([sealed[-1] ^ 1]), "m:1:act"),
    ):
        with pytest.raises(Unreadable):
            open_body(*wrong)
    assert len(plain) < 4 or plain not in sealed


def test_a_matters_key_is_wrapped_for_that_matter():
    master, key = b"m" * 32, b"k" * 32
    wrapped = wrap_key(master, b"n" * 12, key, "one")
    assert unwrap_key(master, wrapped, "one") == key
    for master_key, matter in ((master, "other"), (b"x" * 32, "one")):
        with pytest.raises(Unreadable):
            unwrap_key(master_key, wrapped, matter)


def test_a_receipt_fits_its_entry_and_no_other():
    (entry, _hash), (second, _other) = chain(2)
    receipt = make_receipt("JF-1", entry)
    assert verify_receipt(receipt, entry)
    assert not verify_receipt(receipt, second)
    assert not verify_receipt(receipt, replace(entry, body=b"changed"))
    assert "body" not in str(receipt.as_data())
    assert len(receipt.fingerprint) == 24
