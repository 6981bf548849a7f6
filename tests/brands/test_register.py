"""The register as everybody reads it: nothing of drafts, applications, findings or persons."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from apps.brands.choices import PUBLIC, BrandLayer
from apps.brands.models import Batch, Brand, LayerSpan
from apps.brands.services import hang_logo
from apps.core.uploads import accept
from tests.brands.sample import make_brand
from tests.core import upload_corpus as corpus

pytestmark = pytest.mark.django_db
LIST = "/brands/"
HOUSE_ONLY = [layer for layer in BrandLayer if layer not in PUBLIC]


@pytest.fixture
def brands(city) -> dict[str, Brand]:
    """One in each layer, of both trees in turn."""
    bodies = (city.branch, city.other_branch)
    return {
        layer: make_brand(bodies[number % 2], f"{layer.label}先锋队", layer)
        for number, layer in enumerate(BrandLayer)
    }


def words(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def logo_of(brand: Brand):
    upload = SimpleUploadedFile("标识.png", corpus.picture("PNG"))
    return hang_logo(brand=brand, accepted=accept(upload))


def test_register_shows_what_was_certified_and_nothing_before(brands, users):
    visitor = Client()
    logos = {layer: logo_of(brand) for layer, brand in brands.items()}
    answer = visitor.get(LIST)
    page = words(answer)
    assert not answer.cookies
    assert 'method="post"' not in page
    for layer, brand in brands.items():
        is_public = layer in PUBLIC
        assert (brand.name in page) is is_public, layer
        status = 200 if is_public else 404
        assert visitor.get(brand.get_absolute_url()).status_code == status
        logo = reverse("brands:logo", args=[logos[layer].uuid, "small"])
        shown = visitor.get(logo)
        assert shown.status_code == status
        b"".join(shown)
        assert (logos[layer].alt in page) is is_public
    assert "活动停了半年" not in page
    assert "有进有出" in page


def test_layers_are_counted_apart(brands):
    page = words(Client().get(LIST))
    heads = page.split("<h2 ")[1:]
    for layer in PUBLIC:
        assert f'{layer.label} <span class="number">1</span> 个' in page
    assert len(heads) == len(PUBLIC) + 1
    # Certified today were all five, one of them was withdrawn again.
    assert [int(n) for n in re.findall(r'<td class="number">(\d+)</td>', heads[-1])] == [5, 1]


def test_page_of_a_brand_tells_everybody_what_is_public_only(brands, users):
    for layer in PUBLIC:
        page = words(Client().get(brands[layer].get_absolute_url()))
        assert "以红色代表初心" in page
        assert "3800余人次" in page
        assert "内部说明" not in page
        assert "活动停了半年" not in page
        assert "自主创建" not in page.split("层级经历")[1]
        assert 'method="post"' not in page


def test_own_house_reads_all_of_it(brands, users, as_user):
    brand = brands[BrandLayer.IMPROVING]
    own, other = users.secretary, users.stranger
    page = words(as_user(own).get(brand.get_absolute_url()))
    assert "活动停了半年" in page
    assert "自主创建" in page.split("层级经历")[1]
    assert "活动停了半年" not in words(as_user(other).get(brand.get_absolute_url()))
    draft = brands[BrandLayer.NURTURING]
    assert as_user(own).get(draft.get_absolute_url()).status_code == 200
    assert as_user(other).get(draft.get_absolute_url()).status_code == 404


def test_register_is_narrowed_by_layer_batch_unit_and_name(brands, city):
    visitor = Client()
    certified, shown = brands[BrandLayer.CERTIFIED], brands[BrandLayer.DEMONSTRATION]
    first = Batch.objects.get(kind="demonstration")
    empty = Batch.objects.create(kind="certification", number=9, decided_on=first.decided_on)
    assert str(empty.uuid) not in words(visitor.get(LIST)), "nothing to be found by it"
    questions = {
        "?layer=certified": (certified, shown),
        f"?batch={first.uuid}": (shown, certified),
        "?q=示范先锋": (shown, certified),
        "?q=sfxfd": (shown, certified),
        f"?unit={certified.organisation.unit.uuid}": (certified, shown),
        f"?q={certified.organisation.unit}": (certified, shown),
    }
    for question, (there, away) in questions.items():
        page = words(visitor.get(LIST + question))
        assert there.name in page, question
        assert away.name not in page, question
    for odd in ("?layer=nurturing", "?batch=x", "?unit=x&page=99", "?q=%00", "?q=" + "长" * 80):
        assert visitor.get(LIST + odd).status_code in (200, 400)
    assert "没有符合条件的品牌" in words(visitor.get(f"{LIST}?q=没有这个"))


def test_what_a_recheck_gave_back_did_not_come_in_again(city):
    brand = make_brand(city.branch, layer=BrandLayer.CERTIFIED)
    span = brand.layer_spans.get(ends_on=None)
    LayerSpan.objects.filter(pk=span.pk).update(ends_on=span.starts_on)
    LayerSpan.objects.create(brand=brand, layer=BrandLayer.CERTIFIED, starts_on=span.starts_on)
    page = words(Client().get(LIST)).split("有进有出")[-1]
    assert '<td class="number">1</td><td class="number">0</td></tr>' in page


@pytest.mark.parametrize("number", [1, 3])
def test_register_costs_the_same_for_any_number(city, django_assert_num_queries, number):
    for n in range(number):
        logo_of(make_brand(city.branch, f"先锋队{n}", BrandLayer.DEMONSTRATION))
        make_brand(city.branch, f"服务队{n}", BrandLayer.WITHDRAWN)
    with django_assert_num_queries(8):
        words(Client().get(LIST))
    brand = Brand.objects.filter(status=BrandLayer.DEMONSTRATION).first()
    with django_assert_num_queries(5):
        words(Client().get(brand.get_absolute_url()))
