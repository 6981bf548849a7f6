from datetime import datetime
from decimal import Decimal

import pytest
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from apps.branches.models import Unit
from apps.core.pdf import PdfError, PlainValueError, render
from apps.core.pdf.plain import require_plain
from tests.core.pdf_documents import CREATED


@pytest.mark.parametrize(
    "value",
    [Unit(), Unit.objects.none(), Unit.objects, mark_safe("<b>x</b>"), gettext_lazy("x"), object()],
    ids=["model", "queryset", "manager", "safe text", "lazy text", "object"],
)
def test_value_that_is_not_plain_is_refused_with_its_path(value):
    with pytest.raises(PlainValueError, match=r"context\.sheet\.parts\[1\]"):
        require_plain({"sheet": {"parts": ["一", value]}})


def test_plain_values_are_accepted():
    require_plain({"a": [1, 2.5, "x", None, True, Decimal("1.0"), CREATED, CREATED.date(), ("y",)]})


def test_render_refuses_a_model_before_the_template_sees_it():
    with pytest.raises(PlainValueError):
        render("assessments/annual_sheet.pdf.html", {"sheet": Unit()}, created=CREATED)


def test_naive_moment_is_refused(documents):
    documents.bytes("<p>x</p>")
    with pytest.raises(PdfError, match="aware"):
        render("document.html", {}, created=datetime(2026, 1, 1))  # noqa: DTZ001
