"""What an owner enters, names, logos, adoptions, batches by the list of a jury, and who sees it."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from PIL import Image

from apps.brands.choices import BatchKind, BrandLayer
from apps.brands.models import Adoption, Brand, BrandCandidacy, BrandEffect, LayerSpan, Recheck
from apps.brands.services import (
    BrandEntry,
    EffectEntry,
    adopt_brand,
    advice_on_name,
    create_brand,
    hang_logo,
    near_names,
    rewrite_brand,
    send_to_jury,
    settle_batch,
    take_down_logo,
)
from apps.core import files
from apps.core.lifecycle import StepRefused, advance
from apps.core.uploads import accept
from apps.core.versions import StaleVersion
from apps.juries.choices import Light, Subject
from apps.juries.models import Jury, ResultLine, ResultList
from apps.notices.models import Notice
from tests import cast
from tests.brands.conftest import brand_in, make_batch
from tests.core.upload_corpus import gps_photo, picture
from tests.juries.conftest import make_scheme

pytestmark = pytest.mark.django_db
Layer = BrandLayer
ENTRY = BrandEntry(
    name="红手印先锋队",
    meaning="村民按下的红手印",
    business_link="调查统计",
    measures="入户",
    effect_rows=(EffectEntry("服务群众", Decimal(3800), "人次", "over"),),
)


def test_brand_is_written_with_its_figures_and_a_stale_save_is_told(city, users):
    brand = create_brand(organisation=city.branch, entry=ENTRY, by=users.secretary)
    row = brand.effect_rows.get()
    assert str(row) == "服务群众3800余人次"
    changed = BrandEntry(
        name=ENTRY.name,
        effect_rows=(*ENTRY.effect_rows, EffectEntry("办实事", Decimal(9), "件")),
    )
    rewrite_brand(brand=brand, entry=changed, expected_version=1)
    assert row in brand.effect_rows.all()
    assert brand.effect_rows.count() == 2
    with pytest.raises(StaleVersion):
        rewrite_brand(brand=brand, entry=ENTRY, expected_version=1)
    twice = BrandEntry(name=ENTRY.name, effect_rows=ENTRY.effect_rows * 2)
    with pytest.raises(ValidationError, match="写了两次"):
        rewrite_brand(brand=brand, entry=twice, expected_version=2)


def test_what_is_judged_is_not_rewritten(city):
    brand = brand_in(Layer.SUBMITTED, city.branch)
    with pytest.raises(ValidationError, match="现在是“申报”，不能修改"):
        rewrite_brand(brand=brand, entry=ENTRY, expected_version=brand.version)


def test_brand_of_a_body_that_is_not_there_is_refused(city):
    with pytest.raises(ValidationError, match="在2014-12-31不存在"):
        create_brand(organisation=city.branch, entry=ENTRY, by=None, since=date(2014, 12, 31))


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("红手印先锋队", "同名"),
        ("红首印先锋队", "读音相同"),
        ("红手印调查先锋队", "名称相近"),
        ("清风讲堂", ""),
    ],
)
def test_near_equal_names_are_found_within_the_city(city, name, reason):
    create_brand(organisation=city.branch, entry=ENTRY, by=None)
    found = [near.reason for near in near_names(name)]
    assert found == ([reason] if reason else [])
    # Warned of, and never barred.
    other = create_brand(organisation=city.other_branch, entry=BrandEntry(name=name), by=None)
    assert all(near.organisation != str(city.other_branch) for near in near_names(name, other))


def test_length_of_a_name_is_advice(db):
    assert advice_on_name("五点半党校") == []
    assert advice_on_name("家") == ["品牌名称一般 4 至 8 个字，现在是 1 个字"]


def upload(content: bytes, name: str = "标识.jpg"):
    return accept(SimpleUploadedFile(name, content))


def test_logo_is_drawn_anew_and_the_old_one_stays(city):
    brand = cast.make_brand(city.branch)
    first = hang_logo(brand=brand, accepted=upload(gps_photo()))
    with Image.open(BytesIO(files.read(first.path))) as stored:
        assert (stored.format, dict(stored.getexif())) == ("JPEG", {})
    assert hang_logo(brand=brand, accepted=upload(gps_photo())) == first
    second = hang_logo(brand=brand, accepted=upload(picture("PNG"), "新.png"))
    assert brand.logo == second
    assert brand.logos.get(pk=first.pk).replaced_at is not None
    named = set(files.named_paths())
    assert {first.path, first.small_path, second.path, second.small_path} <= named
    take_down_logo(brand=brand)
    assert Brand.objects.get().logo is None
    assert brand.logos.count() == 2


def test_logo_is_a_picture(city):
    pdf = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF"
    with pytest.raises(ValidationError, match="标识请用图片"):
        hang_logo(brand=cast.make_brand(city.branch), accepted=upload(pdf, "标识.pdf"))


def adopt(brand: Brand, organisation, **given) -> Adoption:
    known = {"since": timezone.localdate(), "what": "入户走访", "by": None}
    return adopt_brand(brand=brand, organisation=organisation, **known | given)


def test_adoption_names_who_copied_what_from_whom(city):
    brand = brand_in(Layer.CERTIFIED, city.branch)
    assert str(adopt(brand, city.other_branch)) == "市审计局第一党支部学用“财政先锋”"
    with pytest.raises(ValidationError, match="已登记学用这个品牌"):
        adopt(brand, city.other_branch)


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"organisation": "branch"}, "organisation", "自己的品牌"),
        ({"since": date(2099, 1, 1)}, "since", "还没有到"),
        ({"since": date(2014, 1, 1)}, "since", "成立于2015年1月1日"),
    ],
)
def test_adoption_that_cannot_be_is_refused(city, given, field, words):
    brand = brand_in(Layer.CERTIFIED, city.branch)
    organisation = getattr(city, given.pop("organisation", "sibling"))
    with pytest.raises(ValidationError) as refusal:
        adopt(brand, organisation, **given)
    assert words in refusal.value.message_dict[field][0]


def test_what_is_not_certified_is_not_copied(city):
    with pytest.raises(ValidationError, match="认定以后才能登记学用"):
        adopt(cast.make_brand(city.branch), city.sibling)


def make_jury(subject=Subject.BRAND) -> Jury:
    today = timezone.localdate()
    return Jury.objects.create(
        scheme=make_scheme(subject=subject),
        title="品牌评审会",
        year=today.year,
        opens_on=today,
        closes_on=today,
    )


def freeze(jury: Jury, *is_in: bool) -> None:
    """As the jury's own floor does it, in the order of the candidates."""
    number = jury.lists.count() + 1
    frozen = ResultList.objects.create(jury=jury, number=number, jury_line="3 名评委")
    ResultLine.objects.bulk_create(
        ResultLine(
            result_list=frozen,
            candidate=candidate,
            order=order,
            sheets=3,
            mean=Decimal(90 - order),
            light=Light.GREEN,
            is_in=answer,
            explanation=f"平均 {90 - order} 分",
        )
        for order, (candidate, answer) in enumerate(
            zip(jury.candidates.all(), is_in, strict=True), start=1
        )
    )
    Jury.objects.filter(pk=jury.pk).update(status="frozen")


def test_batch_is_certified_by_the_frozen_list_in_one_go(city, users):
    batch, jury = make_batch(decided_on=timezone.localdate(), places=1), make_jury()
    first = brand_in(Layer.SHORTLISTED, city.branch, "甲")
    second = brand_in(Layer.SHORTLISTED, city.sibling, "乙")
    third = brand_in(Layer.SHORTLISTED, city.other_branch, "丙")
    send_to_jury(batch=batch, jury=jury, brands=[first, second, third], by=users.staff)
    with pytest.raises(StepRefused, match="“品牌评审会”的评审结果还没有确定"):
        settle_batch(batch=batch, by=users.staff)
    freeze(jury, True, False, True)
    advance(third, "send_back", by=users.staff, note="撤回材料")
    settled = settle_batch(batch=batch, by=users.staff)
    assert settled.words == "入选 1 个；未入选 1 个；“丙”已不在评审前的层级，没有办理，请逐个核对"
    span = first.layer_spans.get(ends_on=None)
    assert (span.words, span.reason, span.starts_on) == (
        "第一批认定",
        "平均 89 分",
        timezone.localdate(),
    )
    second.refresh_from_db()
    assert second.status == Layer.NURTURING
    assert Notice.objects.filter(user=users.secretary, text__contains="已认定").exists()
    # A second press does nothing more.
    again = settle_batch(batch=batch, by=users.staff)
    assert (again.entered, again.left_out) == ([], [])


def test_demonstration_that_was_not_reached_leaves_the_brand_certified(city):
    batch = make_batch(BatchKind.DEMONSTRATION, decided_on=timezone.localdate())
    jury, brand = make_jury(), brand_in(Layer.CERTIFIED, city.branch)
    send_to_jury(batch=batch, jury=jury, brands=[brand], by=None)
    freeze(jury, False)
    assert settle_batch(batch=batch, by=None).left_out == [brand]
    assert Brand.objects.get().status == Layer.CERTIFIED


def test_jury_takes_brands_of_the_right_layer_once(city):
    batch, jury = make_batch(), make_jury()
    brand = brand_in(Layer.SHORTLISTED, city.branch)
    with pytest.raises(StepRefused, match="还没有参评的品牌"):
        settle_batch(batch=batch, by=None)
    with pytest.raises(ValidationError, match="请选品牌的评审会"):
        send_to_jury(batch=batch, jury=make_jury(Subject.PROJECT), brands=[brand], by=None)
    early = cast.make_brand(city.sibling)
    with pytest.raises(ValidationError, match="不是“初评入围”"):
        send_to_jury(batch=batch, jury=jury, brands=[early], by=None)
    send_to_jury(batch=batch, jury=jury, brands=[brand], by=None)
    with pytest.raises(ValidationError, match="已参加这一批次的评审"):
        send_to_jury(batch=batch, jury=jury, brands=[brand], by=None)
    advance(brand, "send_back", by=None, note="材料不实")
    assert BrandCandidacy.objects.get().candidate.left_because == "退回培育：材料不实"
    for step in ("apply", "shortlist"):
        brand = advance(brand, step, by=None)
    send_to_jury(batch=batch, jury=jury, brands=[brand], by=None)
    assert BrandCandidacy.objects.get().candidate.left_on is None


def test_rows_are_seen_by_their_house_and_by_the_committee(city, users):
    brand = brand_in(Layer.UNDER_RECHECK, city.branch)
    adopt(brand, city.other_branch)
    BrandEffect.objects.create(brand=brand, name="办实事", value=3, unit="件")
    for model in (Brand, LayerSpan, BrandEffect, Recheck):
        seen = {n: model.objects.visible_to(u).exists() for n, u in users.named().items()}
        assert {name for name, is_seen in seen.items() if is_seen} == {
            *("staff", "secretary", "subtree_secretary", "leader", "convenor"),
        } - {"convenor"}
    # Both houses read of an adoption; the one that copied writes it.
    assert Adoption.objects.visible_to(users.secretary).exists()
    assert not Adoption.objects.visible_to(users.secretary, "change").exists()
    assert Adoption.objects.visible_to(users.stranger, "change").exists()
    assert list(Brand.objects.public()) == [brand]


def test_two_open_spans_cannot_be_stored(city):
    brand = cast.make_brand(city.branch)
    with pytest.raises(IntegrityError), transaction.atomic():
        LayerSpan.objects.create(brand=brand, layer="certified", starts_on=timezone.localdate())
