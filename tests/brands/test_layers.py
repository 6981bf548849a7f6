"""Spans of layers: one after the other without a gap, whatever happens to a brand."""

import pytest

from tests import cast

pytestmark = pytest.mark.django_db


def test_brand_begins_with_its_first_span(city):
    brand = cast.make_brand(city.branch)
    span = brand.layer_spans.get()
    assert (span.layer, span.starts_on, span.ends_on) == ("nurturing", cast.FOUNDED, None)
