"""Codes on paper that forgive how they are typed and know a wrong letter, and telephone numbers in one form."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiefen.apps.people.codes import ALPHABET, LENGTH, clean_code, code_digest, grouped, is_mistyped, new_code
from jiefen.apps.people.identity import LEVELS, SAID, highest
from jiefen.apps.people.phones import NotANumber, clean_phone, takes_messages

bare = st.text(alphabet=ALPHABET, min_size=16, max_size=16)
CODES = st.builds(lambda _seed: clean_code(new_code()), st.integers())


def test_a_code_is_as_short_as_eighty_bits_and_a_check_allow():
    code = new_code()
    assert 5 * (LENGTH - 1) == 80
    assert len(clean_code(code)) == LENGTH
    assert [len(part) for part in code.split("-")] == [4, 4, 4, 4, 1]
    assert not set("ILOU") & set(ALPHABET), "nothing that looks like something else"


@given(CODES, st.data())
def test_one_wrong_letter_is_always_seen(code, data):
    place = data.draw(st.integers(0, LENGTH - 1))
    other = data.draw(st.sampled_from([char for char in ALPHABET if char != code[place]]))
    assert is_mistyped(code[:place] + other + code[place + 1 :])
    assert code_digest(code[:place] + other + code[place + 1 :]) is None


@given(CODES, st.integers(0, LENGTH - 1), st.integers(0, LENGTH - 1))
def test_two_letters_that_changed_places_are_always_seen(code, one, other):
    letters = list(code)
    letters[one], letters[other] = letters[other], letters[one]
    assert is_mistyped("".join(letters)) == (letters != list(code))


@given(CODES, st.lists(st.sampled_from([" ", "-", "–", "\t", "."]), max_size=6), st.booleans(), st.randoms())
def test_it_does_not_matter_how_it_is_written(code, noise, small, random):
    written = list(code.replace("1", random.choice("1IL")).replace("0", random.choice("0O")))
    for char in noise:
        written.insert(random.randrange(len(written)), char)
    typed = "".join(written)
    assert code_digest(typed.lower() if small else typed) == code_digest(code)


@given(bare)
def test_a_code_from_before_the_check_letter_still_works(code):
    assert not is_mistyped(code)
    assert code_digest(code) is not None
    assert code_digest(grouped(code)) == code_digest(code)


@pytest.mark.parametrize("typed", ["", "A", "AAAA-AAAA-AAAA-AAA", "A" * 18, "是什么", "A" * 5000, "\x00"])
def test_what_is_no_code_is_none(typed):
    assert is_mistyped(typed)
    assert code_digest(typed) is None


@pytest.mark.parametrize(
    ("typed", "number", "sms"),
    [
        ("13812345678", "+8613812345678", True),
        (" 138 1234-5678 ", "+8613812345678", True),
        ("+86 138 1234 5678", "+8613812345678", True),
        ("0086 138 1234 5678", "+8613812345678", True),
        ("8613812345678", "+8613812345678", True),
        ("１３８１２３４５６７８", "+8613812345678", True),
        ("0571-88888888", "+8657188888888", False),
        ("(010) 8888 8888", "+861088888888", False),
        ("+86 571 8888 8888", "+8657188888888", False),
        ("+44 20 7946 0958", "+442079460958", True),
        ("+1 (212) 555-0100", "+12125550100", True),
        ("", "", False),
        ("   ", "", False),
    ],
)
def test_a_number_has_one_form(typed, number, sms):
    assert clean_phone(typed) == number
    assert clean_phone(number) == number
    assert takes_messages(number) == sms


@pytest.mark.parametrize(
    "typed",
    ["12345", "1381234567", "138123456789", "12812345678", "88888888", "+0123456789", "+12", "+1234567890123456", "abc",
     "138a1234567", "+", "++8613812345678", "٠٫٥", "13812345678;DROP", "+861381234567", "0000-12348"],
)  # fmt: skip
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(NotANumber):
        clean_phone(typed)


@given(st.text(max_size=30))
def test_no_text_makes_it_fail_otherwise(typed):
    with contextlib.suppress(NotANumber):
        assert clean_phone(typed) == "" or clean_phone(typed).startswith("+")


@given(st.sampled_from(LEVELS), st.sampled_from(LEVELS))
def test_a_level_of_identity_only_rises(one, other):
    assert LEVELS.index(highest(one, other)) == max(LEVELS.index(one), LEVELS.index(other))
    assert set(SAID) == set(LEVELS)
