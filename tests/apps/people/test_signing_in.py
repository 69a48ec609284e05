"""Signing in: two factors for staff, a code for parties, brakes on guessing, and nothing said of who has an account."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from jiefen.apps.people import services
from jiefen.apps.people.codes import clean_code, code_digest, new_code
from jiefen.apps.people.models import Account, ReturnCode
from jiefen.site import demo

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def visitor(people):
    from django.core.cache import cache

    cache.clear()
    return Client()


def enter(visitor, name, password=demo.PASSWORD):
    return visitor.post("/accounts/login/", {"login": name, "password": password})


def test_staff_need_the_password_and_the_second_factor(visitor):
    assert "2fa" in enter(visitor, "zhao").headers["Location"]
    assert visitor.get("/matters/").status_code == 302
    done = visitor.post("/accounts/2fa/authenticate/", {"code": demo.code_of("zhao")})
    assert done.status_code == 302
    assert visitor.get("/matters/").status_code == 200


def test_a_wrong_second_factor_opens_nothing(visitor):
    enter(visitor, "zhao")
    wrong = str((int(demo.code_of("zhao")) + 1) % 1_000_000).zfill(6)
    assert visitor.post("/accounts/2fa/authenticate/", {"code": wrong}).status_code == 200
    assert visitor.get("/matters/").status_code == 302


def test_staff_without_a_second_factor_see_only_the_page_that_sets_one_up(visitor, people):
    services.remove_second_factor(people["zhao"])
    enter(visitor, "zhao")
    answer = visitor.get("/matters/")
    assert answer.status_code == 302
    assert "2fa/totp/activate" in answer.headers["Location"]
    assert visitor.get("/help/").status_code == 200


def test_a_resident_signs_in_without_a_second_factor(visitor):
    assert enter(visitor, "li").headers["Location"] == "/matters/"


def test_a_wrong_password_and_an_unknown_name_are_answered_alike(visitor):
    def without_names(page):
        return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"|value="(li|nobody)"', "", page.text)

    known, unknown = enter(visitor, "li", "wrong-password"), enter(visitor, "nobody", "wrong-password")
    assert without_names(known) == without_names(unknown)
    assert known.status_code == 200


def test_many_wrong_passwords_are_braked_even_with_the_right_one_then(visitor):
    for _attempt in range(5):
        enter(visitor, "li", "wrong-password")
    assert enter(visitor, "li").status_code in (200, 429)
    assert visitor.get("/matters/").status_code == 302


def test_a_party_signs_in_by_a_code_sent_to_the_address(visitor):
    visitor.post("/accounts/login/code/", {"email": "li@example.org"})
    code = re.search(r"\b[A-Z0-9]{3,4}-?[A-Z0-9]{3,4}\b", mail.outbox[-1].body)[0]
    assert mail.outbox[-1].to == ["li@example.org"]
    assert visitor.post("/accounts/login/code/confirm/", {"code": code}).status_code == 302
    assert visitor.get("/matters/").status_code == 200


def test_asking_a_code_for_an_unknown_address_tells_nobody_that_it_is_unknown(visitor):
    known = visitor.post("/accounts/login/code/", {"email": "li@example.org"})
    unknown = visitor.post("/accounts/login/code/", {"email": "nobody@example.org"})
    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])


def test_a_code_on_paper_signs_in_however_it_is_typed(visitor, people):
    code = services.give_return_code(people["li"])
    typed = code.lower().replace("-", "  ").replace("1", "l").replace("0", "o")
    assert visitor.post("/return/", {"code": typed}).status_code == 302
    assert visitor.get("/matters/").status_code == 200


def test_a_new_code_on_paper_ends_the_old_one(visitor, people):
    old = services.give_return_code(people["li"])
    services.give_return_code(people["li"])
    assert visitor.post("/return/", {"code": old}).status_code == 200
    assert visitor.get("/matters/").status_code == 302


def test_ten_wrong_codes_lock_the_address_for_an_hour_and_no_other(visitor, people):
    code = services.give_return_code(people["li"])
    for _attempt in range(10):
        visitor.post("/return/", {"code": new_code()})
    assert visitor.post("/return/", {"code": code}).status_code == 429
    elsewhere = Client(REMOTE_ADDR="10.1.2.3")
    assert elsewhere.post("/return/", {"code": code}).status_code == 302


def test_no_address_of_a_visitor_is_kept(visitor, people):
    from jiefen.apps.people.models import Attempt

    Client(REMOTE_ADDR="10.9.8.7").post("/return/", {"code": new_code()})
    kept = Attempt.objects.get()
    assert "10.9.8.7" not in str(kept.__dict__)
    assert kept.at <= timezone.now()


def test_a_code_is_kept_as_a_hash_only(people):
    code = services.give_return_code(people["li"])
    kept = ReturnCode.objects.get(account=people["li"])
    assert kept.digest == code_digest(code)
    assert clean_code(code) not in str(kept.__dict__)
    assert code not in str(kept.__dict__)


def test_somebody_whose_duty_ended_sees_the_offices_matters_no_more(visitor, walked, people, signed_in):
    row = walked(acts=2)
    browser = signed_in("chen")
    assert browser.get(f"/matters/{row.pk}/").status_code == 200
    services.end_duties(people["chen"])
    assert browser.get(f"/matters/{row.pk}/").status_code == 404


def test_a_password_must_be_long_and_not_common(people):
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    for wrong in ("short", "password1234", "1234567890"):
        with pytest.raises(ValidationError):
            validate_password(wrong, people["li"])


def test_a_name_a_language_and_a_size_of_text_are_ones_own(signed_in, people):
    browser = signed_in("li")
    given = {"name": "李晓云", "language": "en", "large_text": "on", "email": "li@example.org"}
    assert browser.post("/account/", given).status_code == 302
    page = browser.get("/account/")
    assert 'class="large-text"' in page.text
    assert 'lang="en"' in page.text
    assert Account.objects.get(username="li").language == "en"


def test_a_wrong_letter_on_paper_is_told_apart_from_an_unknown_code_and_says_how_long_it_is_closed(visitor, people):
    from jiefen.apps.people.models import Attempt

    code = services.give_return_code(people["li"])
    wrong = code[:-1] + ("Q" if code[-1] != "Q" else "R")
    for _try in range(12):
        assert visitor.post("/return/", {"code": wrong}).status_code == 200
    assert not Attempt.objects.filter(purpose="return-code").exists(), "a slip of the pen is no guess"
    for _try in range(10):
        visitor.post("/return/", {"code": new_code()})
    page = visitor.post("/return/", {"code": code})
    assert page.status_code == 429
    assert page["Retry-After"] == "3600"
    assert "60" in page.text


def test_a_provider_cannot_take_the_demonstrations_name_or_anothers():
    from types import SimpleNamespace

    from jiefen.apps.people import identity

    with pytest.raises(ValueError, match="already"):
        identity.register(SimpleNamespace(name="demo"))
    one = SimpleNamespace(name="eid")
    identity.register(one)
    identity.register(one)
    with pytest.raises(ValueError, match="already"):
        identity.register(SimpleNamespace(name="eid"))
    assert identity.providers()["eid"] is one
    del identity._PROVIDERS["eid"]


def test_the_demonstrations_provider_leads_nowhere_else(visitor, settings):
    settings.JIEFEN = {**settings.JIEFEN, "demo": True}
    for back in ("https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example", ""):
        assert visitor.get("/identity/demo/", {"back": back, "state": "x"}).status_code == 404
    assert visitor.get("/identity/demo/", {"back": "/matters/", "state": "x"}).status_code == 200


def test_behind_a_proxy_one_guesser_locks_out_nobody_else_and_cannot_hide(visitor, people, settings):
    settings.JIEFEN = {**settings.JIEFEN, "proxies": 1}
    code = services.give_return_code(people["li"])
    for n in range(10):
        visitor.post("/return/", {"code": new_code()}, HTTP_X_FORWARDED_FOR=f"10.0.0.{n}, 10.7.7.7")
    assert visitor.post("/return/", {"code": code}, HTTP_X_FORWARDED_FOR="10.8.8.8, 10.7.7.7").status_code == 429
    assert Client().post("/return/", {"code": code}, HTTP_X_FORWARDED_FOR="10.7.7.7, 10.8.8.8").status_code == 302
