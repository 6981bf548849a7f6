"""A body keeps its brands in the browser; whoever copies one says so; both go to paper."""

import io
import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from apps.brands.choices import BrandLayer
from apps.brands.models import Adoption, Brand
from apps.core.lifecycle import advance
from apps.core.models import Document
from tests import cast
from tests.brands.sample import TEXT, batch, make_brand
from tests.core import upload_corpus as corpus

pytestmark = pytest.mark.django_db
OWN, NEW = "/brands/own/", "/brands/new/"


def filled(**more) -> dict:
    return {
        "form_key": str(uuid.uuid4()),
        "name": "五点半党校",
        **TEXT,
        "copied_from": "",
        "effect_rows-TOTAL_FORMS": "2",
        "effect_rows-INITIAL_FORMS": "0",
        "effect_rows-0-name": "服务群众",
        "effect_rows-0-value": "211",
        "effect_rows-0-value_hedge": "over",
        "effect_rows-0-unit": "人次",
        # As the page sends it for a row that was left alone.
        "effect_rows-1-value_hedge": "exact",
        **more,
    }


def words(answer, status: int = 200) -> str:
    assert answer.status_code == status
    return answer.content.decode()


def picture(name="标识.png"):
    return SimpleUploadedFile(name, corpus.picture("PNG"))


def test_brand_is_created_once_with_its_figures_and_its_logo(city, users, as_user):
    client, form = as_user(users.secretary), filled()
    for _ in range(2):
        answer = client.post(NEW, form | {"organisation": city.branch.uuid, "logo": picture()})
        assert answer.status_code == 302
    brand = Brand.objects.get()
    assert (brand.organisation, brand.created_by) == (city.branch, users.secretary)
    page = words(client.get(brand.get_absolute_url()))
    assert "211余人次" in page
    assert "（" not in brand.effect_rows.get().words, "no span was given"
    assert brand.logo.alt in page
    assert "正在自主创建" in page
    assert brand.name in words(client.get(f"{OWN}?layer=nurturing"))
    assert "没有这个层级的品牌" in words(client.get(f"{OWN}?layer=certified"))
    assert "成熟以后点" in words(client.get(OWN))
    for address in (OWN, brand.get_absolute_url()):
        seen = words(as_user(users.leader).get(address))
        assert brand.name in seen
        assert "还没有申报" in seen
        assert "成熟以后点" not in seen, "who only reads it is given no advice"


def test_body_above_the_others_is_chosen_beforehand(city, users, as_user):
    for user, body in ((users.secretary, city.branch), (users.subtree_secretary, city.committee)):
        assert f'value="{body.uuid}" selected' in words(as_user(user).get(NEW))
    assert 'value="" selected' in words(as_user(users.staff).get(NEW)), "writes for others"


def test_form_refuses_in_sentences_and_keeps_what_was_typed(city, users, as_user):
    wrong = {
        "name": "",
        "effect_rows-0-value": "很多",
        "effect_rows-1-name": "讲课",
        "logo": SimpleUploadedFile("标识.png", b"<svg onload=alert(1)>"),
        "organisation": city.other_branch.uuid,
    }
    page = words(as_user(users.secretary).post(NEW, filled(**wrong)), 422)
    for sentence in (
        "请填写品牌名称",
        "数值写成数字",
        "成效数据第 2 项",
        "不是完整的图片",
        TEXT["meaning"],
    ):
        assert sentence in page, sentence
    assert not Brand.objects.exists()


def test_near_equal_name_is_shown_before_saving_and_may_be_confirmed(city, users, as_user):
    make_brand(city.other_branch, "五点半党校")
    client, form = as_user(users.secretary), filled(organisation=city.branch.uuid)
    page = words(client.post(NEW, form), 422)
    assert f"“五点半党校”（{city.other_branch}，同名）" in page
    assert Brand.objects.count() == 1
    assert client.post(NEW, form | {"confirmed_name": "别的名称"}).status_code == 422
    assert client.post(NEW, form | {"confirmed_name": "五点半党校"}).status_code == 302


def test_returned_brand_shows_the_words_beside_the_form(city, users, as_user):
    brand = make_brand(city.branch, layer=BrandLayer.SUBMITTED)
    advance(brand, "send_back", by=users.staff, note="措施要再具体")
    client = as_user(users.secretary)
    for address in (brand.get_absolute_url(), reverse("brands:brand_update", args=[brand.uuid])):
        assert "措施要再具体" in words(client.get(address))


def test_change_is_told_when_somebody_was_faster(city, users, as_user):
    brand = make_brand(city.branch)
    client = as_user(users.secretary)
    address = reverse("brands:brand_update", args=[brand.uuid])
    page = words(client.get(address))
    assert 'value="3800' in page
    Brand.objects.update(version=7)
    form = filled(version="1", name=brand.name)
    assert "没有保存" in words(client.post(address, form), 409)
    form |= {"version": "7", "form_key": str(uuid.uuid4())}
    assert client.post(address, form).status_code == 302
    advance(brand, "apply", by=users.secretary)
    history = words(client.get(reverse("brands:brand_history", args=[brand.uuid])))
    assert "增加成效数据" in history
    assert client.get(address).status_code == 302
    assert "申报期间要改的请先撤回" in words(client.post(address, form | {"version": "9"}), 422)


def test_brand_under_recheck_asks_for_the_self_check_and_nothing_else(city, users, as_user):
    brand = make_brand(city.branch, layer=BrandLayer.UNDER_RECHECK)
    client = as_user(users.secretary)
    assert "请填写复核自查" in words(client.get(OWN))
    address = reverse("brands:recheck_report", args=[brand.uuid])
    form = {"form_key": str(uuid.uuid4()), "version": "1", "self_check": ""}
    assert "请填写自查情况" in words(client.post(address, form), 422)
    assert client.post(address, form | {"self_check": "每月入户"}).status_code == 302
    assert "复核自查已交" in words(client.get(OWN))
    assert "每月入户" in words(client.get(brand.get_absolute_url()))
    calm = make_brand(city.branch, "晨光讲堂", BrandLayer.CERTIFIED)
    assert client.get(reverse("brands:recheck_report", args=[calm.uuid])).status_code == 302
    assert "应于" in words(client.get(OWN))


def test_adoption_is_entered_by_who_copies_and_seen_on_both_sides(city, users, as_user):
    brand = make_brand(city.branch, layer=BrandLayer.CERTIFIED)
    client, today = as_user(users.stranger), timezone.localdate()
    assert "学用这个品牌" in words(client.get(brand.get_absolute_url()))
    address = reverse("brands:adoption_create", args=[brand.uuid])
    form = {"form_key": str(uuid.uuid4()), "organisation": city.other_branch.uuid}
    form |= {"what": "分片包干", "since": str(today + timedelta(days=1)), "result": ""}
    assert "还没有到" in words(client.post(address, form), 422)
    for _ in range(2):
        assert client.post(address, form | {"since": str(today)}).status_code == 302
    adoption = Adoption.objects.get()
    change = reverse("brands:adoption_update", args=[adoption.uuid])
    later = form | {"since": str(today), "result": "办件提速", "version": "1"}
    later["form_key"] = str(uuid.uuid4())
    assert client.post(change, later).status_code == 302
    owner = as_user(users.secretary)
    assert owner.get(change).status_code == 403
    for page in (client.get(OWN), owner.get(OWN), owner.get(brand.get_absolute_url())):
        assert "办件提速" in words(page)
    draft = make_brand(city.branch, "秘而不宣")
    closed = reverse("brands:adoption_create", args=[draft.uuid])
    assert client.get(closed).status_code == 404
    # One's own brand is copied by others.
    assert owner.get(address).status_code == 302


def test_papers_are_printed_once_and_read_by_who_sees_the_row(city, users, as_user):
    brand = make_brand(city.branch, layer=BrandLayer.CERTIFIED, measures="分片包干。" * 600)
    owner = as_user(users.secretary)
    chosen = words(owner.get(f"/brands/?batch={batch().uuid}"))
    addresses = (
        reverse("brands:brand_paper", args=[brand.uuid]),
        reverse("brands:batch_paper", args=[batch().uuid]),
    )
    for address in addresses:
        first, again = (owner.post(address).url for _ in range(2))
        assert first == again
        paper = PdfReader(io.BytesIO(b"".join(owner.get(first))))
        assert len(paper.pages) == 1
        assert brand.name in paper.pages[0].extract_text()
    assert addresses[1] in chosen
    sheet, register = Document.objects.order_by("pk")
    assert "登记表" in sheet.title
    assert "名录" in register.title
    other = as_user(users.stranger)
    assert other.post(addresses[0]).status_code == 404
    assert other.get(reverse("core:document_download", args=[sheet.uuid])).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_pages_of_the_house_cost_the_same_for_any_number(
    city, users, as_user, django_assert_num_queries, number
):
    layers = (BrandLayer.NURTURING, BrandLayer.UNDER_RECHECK)
    for n in range(number):
        for layer in layers:
            brand = make_brand(city.branch, f"{layer.label}{n}", layer)
    other = make_brand(city.other_branch, layer=BrandLayer.CERTIFIED)
    for n in range(number):
        body = cast.make_organisation(f"支部{n}", parent=city.committee)
        for taken, by in ((other, body), (brand, body)):
            since = timezone.localdate()
            Adoption.objects.create(brand=taken, organisation=by, since=since, what="做法")
    client = as_user(users.secretary)
    client.get(OWN)
    with django_assert_num_queries(10):
        words(client.get(OWN))
    with django_assert_num_queries(10):
        words(client.get(brand.get_absolute_url()))
