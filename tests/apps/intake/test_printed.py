"""The printed form asks what the pages ask, in their order and under their numbers, and nothing else."""

import re
import shutil
import subprocess
import unicodedata
from html import unescape

import pytest
from django.conf import settings
from django.test import Client

from jiefen import shelf
from jiefen.apps.people.models import Organisation, Place

pytestmark = pytest.mark.django_db(transaction=True)
OPENS = [name for name, _action in shelf.pack("cn").opens]
LANGUAGES = [code for code, _name in settings.LANGUAGES]


def reader(language):
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client


def plain(html):
    """Text of a piece of HTML, without tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def asked_online(client, procedure):
    """Every field of the online pages, walked from the first to the last: (name, number and label), in order."""
    found, address = [], client.get(f"/start/{procedure}/first/").url
    while address:
        page = client.get(address).text
        form = re.search(r'<form method="post" novalidate data-keep>(.*?)</form>', page, re.S)[1]
        blocks = re.split(r'(?=<(?:div|fieldset) class="field)', form)[1:]
        for block in blocks:
            name = re.search(r'(?:name)="([\w-]+)"', re.sub(r'name="csrfmiddlewaretoken"', "", block))[1]
            label = re.search(r"<(?:label class=\"field-name\"|legend)[^>]*>(.*?)</(?:label|legend)>", block, re.S)[1]
            found.append((name, plain(re.sub(r'<span class="hint">.*?</span>', "", label))))
        at, total = re.search(r'<progress value="(\d+)" max="(\d+)"', page).groups()
        address = following(client, procedure, address) if at != total else None
    return found


def following(client, procedure, address):
    """The address of the page after this one, as its own way back says."""
    from jiefen.apps.intake import steps, views_steps
    from jiefen.apps.intake.views import way_of

    found, action = way_of(procedure)
    every = [one.id for one in steps.steps_of(*views_steps._forms(found, action, None))]
    here = address.rstrip("/").rpartition("/")[2]
    return f"/start/{procedure}/step/{every[every.index(here) + 1]}/"


def asked_on_paper(page):
    """Every place on the paper in which something is to be written: (name, number and label), in order."""
    return [
        (name, plain(label))
        for name, label in re.findall(r'data-field="([^"]+)".*?<bdi class="ask-name">(.*?)</bdi>', page, re.S)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("procedure", OPENS)
def test_every_question_of_the_pages_stands_on_the_paper_and_no_other(people, procedure, language):
    client = reader(language)
    online = asked_online(client, procedure)
    paper = client.get(f"/start/{procedure}/form/").text
    assert len(online) >= 6
    assert asked_on_paper(paper) == online
    numbers = [re.match(r"[\d.]+", label)[0] for _name, label in online]
    assert numbers == sorted(set(numbers), key=lambda one: [int(part) for part in one.strip(".").split(".")])
    assert paper.count("data-field=") == len(online), "no place to write without a question"
    article = re.search(r'<article class="paper form">(.*)</article>', paper, re.S)[1]
    assert not re.search(r"<(input|select|textarea)", article)


@pytest.mark.parametrize("procedure", OPENS)
def test_the_paper_says_who_sees_each_answer_and_which_version_it_is(people, procedure):
    paper = reader("zh-hans").get(f"/start/{procedure}/form/").text
    asks = re.findall(r'<div class="ask" data-field="([^"]+)">(.*?)\n  </div>', paper, re.S)
    assert asks
    for name, block in asks:
        assert plain(re.search(r'<p class="ask-note ask-seen">(.*?)</p>', block, re.S)[1]), name
    assert shelf.procedure("cn", procedure).key in paper
    assert f"/start/{procedure}/first/" in paper
    assert "<svg" in paper
    assert "民族" not in paper


def test_how_to_reach_somebody_is_not_said_to_be_seen_by_the_other_side(people):
    paper = reader("en").get("/start/people-mediation/form/").text
    seen = {name: plain(re.search(r"ask-seen\">(.*?)</p>", block, re.S)[1])
            for name, block in re.findall(r'<div class="ask" data-field="([^"]+)">(.*?)\n  </div>', paper, re.S)}  # fmt: skip
    for name in ("my_email", "my_phone", "my_address"):
        assert "other side will not see" in seen[name]
    assert "Everybody in this matter" in seen["my_name"]
    assert "Everybody in this matter" in seen["story"]


def test_choices_are_boxes_and_long_lists_are_written_in_words(people):
    paper = reader("zh-hans").get("/start/intellectual-property/form/").text
    blocks = dict(re.findall(r'<div class="ask" data-field="([^"]+)">(.*?)\n  </div>', paper, re.S))
    right = shelf.procedure("cn", "intellectual-property").facts["right_kind"]
    assert blocks["right_kind"].count('class="tick"') == len(right.options)
    assert all(one.name["zh-Hans"] in blocks["right_kind"] for one in right.options)
    assert 'class="tick"' not in blocks["cause"]
    assert 'class="write-line"' in blocks["cause"]
    assert blocks["story"].count('class="write-line"') > blocks["my_name"].count('class="write-line"')


def test_the_offices_that_take_it_stand_on_it_with_address_and_telephone(people):
    body = Organisation.objects.filter(kind="mediation-committee").order_by("id").first()
    body.contact = {"address": "胡杨镇团结路 5 号 <院内>", "phone": "0000-55555"}
    body.save()
    paper = reader("zh-hans").get("/start/people-mediation/form/").text
    assert "胡杨镇团结路 5 号 &lt;院内&gt;" in paper
    assert "0000-55555" in paper
    assert paper.count("人民调解委员会") >= 3
    assert "清溪县人民法院" not in paper
    assert "清溪县人民法院" in reader("zh-hans").get("/start/court-filing/form/").text


def test_a_county_with_many_places_has_a_line_instead_of_boxes(people):
    Place.objects.bulk_create(
        Place(code=f"9001019{n:02}", parent_id="900101", level="township", names={"zh-Hans": f"第{n}镇"}) for n in range(40)
    )
    paper = reader("zh-hans").get("/start/people-mediation/form/").text
    assert "第7镇" not in paper


@pytest.mark.parametrize("name", ["form/", "form.pdf"])
def test_a_way_that_is_not_there_has_no_paper(people, name):
    assert Client().get(f"/start/no-such-way/{name}").status_code == 404
    assert Client().post(f"/start/people-mediation/{name}").status_code == 405


def words_of(pdf, tmp_path):
    """The text of a PDF as pdftotext takes it out, without blanks and marks of direction."""
    path = tmp_path / "form.pdf"
    path.write_bytes(pdf)
    out = subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True, text=True).stdout
    return squeezed(out)


def squeezed(text):
    plain_forms = unicodedata.normalize("NFKC", text)
    return "".join(one for one in plain_forms if not one.isspace() and unicodedata.category(one) != "Cf")


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext is not installed")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("procedure", ["people-mediation", "court-filing"])
def test_the_pdf_holds_every_question_as_text(people, tmp_path, procedure, language):
    client = reader(language)
    made = client.get(f"/start/{procedure}/form.pdf")
    assert made.status_code == 200
    assert made.content.startswith(b"%PDF")
    text = words_of(made.content, tmp_path)
    for name, label in asked_on_paper(client.get(f"/start/{procedure}/form/").text):
        number, words = label.split(" ", 1)
        parts = words.split() if re.search(r"-\d+-", name) else [words]  # the heads of narrow columns are broken into lines
        assert all(squeezed(one) in text for one in parts), label
        turned = "." + number.strip(".")  # from right to left the stop may come out before its number
        assert number in text or turned in text, label
    assert text.count(squeezed(shelf.procedure("cn", procedure).key)) >= 3, "the version stands on every sheet"


def test_without_a_maker_of_pdfs_the_page_is_printed_instead(people, monkeypatch):
    from jiefen.apps.intake import printed

    def missing(html):
        raise OSError("cannot load library 'pango'")

    monkeypatch.setattr(printed, "_made", missing)
    assert Client().get("/start/guidance/form.pdf").url == "/start/guidance/form/"


def test_the_pages_lead_to_the_paper(people):
    assert "/start/people-mediation/form/" in Client().get("/start/people-mediation/step/story/").text
