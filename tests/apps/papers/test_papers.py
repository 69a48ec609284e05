"""Papers in every language of their pack: its punctuation and direction, its own letters, and which text prevails."""

import io
import re

import pytest
from docx import Document
from docx.oxml.ns import qn

from jiefen.apps.matters import services, store
from jiefen.apps.papers import render
from jiefen.apps.papers.context import Line, Written, write
from jiefen.apps.papers.models import MadePaper
from jiefen.apps.papers.words import blank_day, prevails
from jiefen.site import worker

LANGUAGES = ("zh-Hans", "en", "ug", "kk-Arab")
FROM_RIGHT = ("ug", "kk-Arab")
ISOLATED = re.compile("\u2068[^\u2069]*\u2069")


@pytest.fixture
def agreement(walked):
    """The agreement of a whole mediation, in a language."""
    row = walked()
    events = store.read_events(row, store.loaded(row).key)
    seq = next(one.seq for one in events for paper in one.body.get("documents") or () if paper["id"] == "agreement")
    return lambda language: write(row, seq, "agreement", language)


def texts(paper):
    for line in paper.lines:
        yield from (line.label, line.text, *line.columns, *(cell for row in line.rows for cell in row))


def unsigned(language):
    rows = (("R", "ئالىم", ""),)
    return Written("T", "26-AB-C", language, (Line("signatures", rows=rows), Line("fact", "X", "L"), Line("blank", "B")))


@pytest.mark.django_db(transaction=True)
class TestAgreement:
    """One paper, as each of its readers has it."""

    def test_it_says_in_every_language_but_the_laws_that_the_chinese_text_prevails(self, agreement):
        for language in LANGUAGES:
            said = [line.text for line in agreement(language).lines if line.kind == "note"]
            assert said == ([prevails(language, "zh-Hans")] if language != "zh-Hans" else [])
        assert len({prevails(language, "zh-Hans") for language in LANGUAGES}) == len(LANGUAGES), "each in its own words"

    @pytest.mark.parametrize("language", FROM_RIGHT)
    def test_what_is_not_from_the_people_is_in_the_readers_letters_and_the_rest_is_set_apart(self, agreement, language):
        for text in texts(agreement(language)):
            assert not re.search(r"[A-Za-z\u3000-\u9fff\uff00-\uffef]", ISOLATED.sub("", text)), text

    def test_how_to_reach_a_party_stands_in_no_paper_that_the_other_side_reads(self, agreement, walked):
        from jiefen.apps.matters.models import Matter

        assert "li@example.org" not in "\n".join(texts(agreement("zh-Hans")))
        row = Matter.objects.get()
        first = row.effects.filter(kind="document", key__startswith="1:").first()
        own = write(row, 1, first.key.split(":")[2], "zh-Hans")
        assert "li@example.org" in "\n".join(texts(own)), "the applicant's own application, for them and the committee"

    def test_whoever_came_later_stands_in_no_earlier_paper(self, agreement, people):
        from jiefen.apps.matters.models import Matter

        before, row = list(texts(agreement("zh-Hans"))), Matter.objects.get()
        later = {"name": "后来的人", "kind": "person"}
        person = services.NewParticipant("p1", "applicant", later, side="applicant", capacity="helper")
        services.join(row.pk, person, by=people["li"])
        assert list(texts(agreement("zh-Hans"))) == before

    def test_names_sums_and_numbers_stand_as_they_are(self, agreement):
        chinese, uyghur = ("\n".join(texts(agreement(one))) for one in ("zh-Hans", "ug"))
        for value in ("李晓云", "王建国", "¥3,000.00", agreement("ug").number):
            assert value in chinese
            assert f"\u2068{value}\u2069" in uyghur
        assert "\u2068" not in chinese
        assert "2026年9月30日" in chinese
        assert "2026-يىلى 9-ئاينىڭ 30-كۈنى" in uyghur

    def test_the_pages_and_files_say_their_language_and_direction(self, agreement):
        for language in LANGUAGES:
            side = "rtl" if language in FROM_RIGHT else "ltr"
            assert f'<html lang="{language}" dir="{side}">' in render.to_html(agreement(language))

    def test_a_pdf_of_a_script_from_the_right_holds_its_letters_and_its_font(self, agreement):
        from pypdf import PdfReader

        for language in FROM_RIGHT:
            paper = agreement(language)
            made = PdfReader(io.BytesIO(render.to_pdf(paper)))
            fonts = {
                str(one["/BaseFont"])
                for page in made.pages
                for one in (ref.get_object() for ref in page["/Resources"]["/Font"].values())
            }
            assert any("Naskh" in one for one in fonts)
            assert made.trailer["/Root"]["/Lang"] == language
            assert paper.number in made.pages[0].extract_text(), "the number is not turned round"

    def test_a_reader_gets_the_paper_in_the_language_of_the_page(self, agreement, signed_in):
        from jiefen.apps.matters.models import Matter

        row = Matter.objects.get()
        li = signed_in("li")
        seq = next(
            one.seq
            for one in store.read_events(row, store.loaded(row).key)
            for p in one.body.get("documents") or ()
            if p["id"] == "agreement"
        )
        for code, language, side in (("ug", "ug", "rtl"), ("kk-arab", "kk-Arab", "rtl"), ("zh-hans", "zh-Hans", "ltr")):
            li.cookies["django_language"] = code
            page = li.get(f"/matters/{row.pk}/papers/{seq}/agreement/").content.decode()
            assert f'<article class="paper" lang="{language}" dir="{side}">' in page
            assert re.search(r"ئۇيغۇرچە</bdi>:? (?:<a[^>]*>)?<bdi[^>]*>PDF", page), "each language is offered by its own name"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_day_left_blank_is_written_as_the_language_writes_days(language):
    page = render.to_html(unsigned(language))
    assert blank_day(language) in page
    for other in set(LANGUAGES) - {language}:
        assert blank_day(other) not in page
    assert ("：" in page) == (language == "zh-Hans")


@pytest.mark.parametrize("language", LANGUAGES)
def test_word_gets_paragraphs_tables_and_pieces_in_their_direction(language):
    text = "\u2068¥3,000.00\u2069 كېلىشىم \u2068ئالىم\u2069" if language in FROM_RIGHT else "3000 \u2068ئالىم\u2069"
    lines = (Line("title", "T"), Line("number", "N"), Line("paragraph", text), Line("rows", "", "L", ("A", "B"), (("1", "2"),)))
    doc = Document(io.BytesIO(render.to_docx(Written("T", "26-AB-C", language, lines))))
    mirrored = language in FROM_RIGHT
    paragraphs = [*doc.paragraphs, *(cell.paragraphs[0] for row in doc.tables[0].rows for cell in row.cells)]
    assert {one._p.pPr is not None and one._p.pPr.find(qn("w:bidi")) is not None for one in paragraphs} == {mirrored}
    assert (doc.tables[0]._tbl.tblPr.find(qn("w:bidiVisual")) is not None) == mirrored
    runs = {run.text.strip(): bool(run.font.rtl) for run in doc.paragraphs[2].runs}
    assert runs.pop("ئالىم") is True
    assert set(runs.items()) == ({("¥3,000.00", False), ("كېلىشىم", True)} if mirrored else {("3000", False)})
    assert not any(mark in one.text for one in paragraphs for mark in "\u2068\u2069"), "Word would show them"


@pytest.mark.django_db(transaction=True)
class TestMaking:
    """What the worker makes by itself, and what is made when somebody asks."""

    def made(self, row):
        return set(MadePaper.objects.filter(matter=row).values_list("language", "form"))

    def test_the_language_that_prevails_and_those_that_people_read(self, walked, people):
        people["wang"].language = "ug"
        people["wang"].save()
        row = walked(acts=1)
        worker.drain()
        assert self.made(row) == {(language, form) for language in ("zh-Hans", "ug") for form in ("pdf", "docx")}

    def test_another_language_is_made_once_when_asked_for(self, walked, signed_in):
        row = walked(acts=1)
        effect = row.effects.filter(kind="document").first()
        seq, _kind, name = effect.key.split(":")[:3]
        li, address = signed_in("li"), f"/matters/{row.pk}/papers/{seq}/{name}/kk-Arab.pdf"
        first, again = (b"".join(li.get(address).streaming_content) for _asked in range(2))
        assert first[:5] == b"%PDF-"
        assert first == again
        assert ("kk-Arab", "pdf") in self.made(row)
