"""What somebody is shown of a matter."""

import pytest
from django.utils import translation

from jiefen import shelf
from jiefen.apps.matters import queries

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_matter_without_a_title_is_called_by_its_procedure(walked, people):
    row = walked(acts=1, title="  ")
    with translation.override("zh-hans"):
        assert queries.title_of(row) == "人民调解"
        assert queries.lines(people["li"])[0].title == "人民调解"
    with translation.override("en"):
        assert queries.page_of(people["li"], row.pk).title == shelf.procedure("cn", "people-mediation").title["en"]
