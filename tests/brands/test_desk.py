"""The desk of brands: queues that lead to their rows, lists, verbs, warnings, and the sheet."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from apps.brands.choices import BatchKind, BrandLayer
from apps.brands.models import Adoption, Brand, BrandPlan, PlanStage, Recheck
from apps.core import desk
from apps.core.imports import bring_in, check
from tests import cast
from tests.brands.conftest import brand_in, make_batch
from tests.brands.test_services import freeze, make_jury
from tests.core.upload_corpus import picture
from tests.core.workbooks import rows_of, workbook

pytestmark = pytest.mark.django_db
Layer = BrandLayer
MANAGEMENT = {
    f"{prefix}-{name}": value
    for prefix in ("effect_rows", "layer_spans", "rechecks", "adoptions", "candidacies", "logos")
    for name, value in (
        *(("TOTAL_FORMS", "0"), ("INITIAL_FORMS", "0")),
        *(("MIN_NUM_FORMS", "0"), ("MAX_NUM_FORMS", "1000")),
    )
}


def page(model: str, verb: str, *args) -> str:
    return reverse(f"admin:brands_{model}_{verb}", args=args)


def test_queues_lead_to_exactly_their_rows(city, users, as_user):
    today = timezone.localdate()
    brand_in(Layer.SUBMITTED, city.branch, "甲")
    brand_in(Layer.UNDER_RECHECK, city.branch, "乙")
    late, due = (
        brand_in(Layer.IMPROVING, city.branch, "丙"),
        brand_in(Layer.CERTIFIED, city.branch),
    )
    Brand.objects.filter(pk=late.pk).update(improve_by=today - timedelta(days=1))
    Brand.objects.filter(pk=due.pk).update(next_recheck_on=today + timedelta(days=59))
    client = as_user(users.staff)
    found = {e["label"]: e for e in desk.waiting_for(users.staff) if "品牌" in e["label"]}
    assert {label: e["count"] for label, e in found.items()} == {
        "待初评的品牌申报": 1,
        "到期应复核的品牌": 1,
        "复核还没有结论的品牌": 1,
        "整改提升逾期的品牌": 1,
    }
    for entry in found.values():
        assert client.get(entry["link"]).context["cl"].result_count == 1, entry["label"]


@pytest.mark.parametrize("number", [1, 3])
def test_queries_of_the_lists(number, city, users, as_user, django_assert_num_queries):
    for name in "甲乙丙"[:number]:
        brand = brand_in(Layer.UNDER_RECHECK, city.branch, name)
        Adoption.objects.create(
            brand=brand, organisation=city.sibling, since=timezone.localdate(), what="走访"
        )
    client = as_user(users.staff)
    for model, queries in (("brand", 13), ("batch", 7), ("recheck", 9), ("adoption", 9)):
        client.get(page(model, "changelist"))
        with django_assert_num_queries(queries):
            client.get(page(model, "changelist"))
    client.get(page("brand", "change", brand.pk))
    with django_assert_num_queries(16):
        client.get(page("brand", "change", brand.pk))


def test_brand_entered_at_the_desk_has_its_span_and_logo_and_a_warning(city, users, as_user):
    cast.make_brand(city.other_branch, "红手印先锋队")
    given = {"organisation": city.branch.pk, "name": "红手印先锋队", "since": "2026-03-01"}
    logo = SimpleUploadedFile("标识.png", picture("PNG"))
    answer = as_user(users.staff).post(
        page("brand", "add"), {**given, **MANAGEMENT, "logo": logo}, follow=True
    )
    brand = Brand.objects.get(organisation=city.branch)
    assert brand.layer_spans.get().starts_on == date(2026, 3, 1)
    assert brand.logo.name == "标识.jpg"
    assert "“红手印先锋队”（市审计局第一党支部，同名）" in answer.text


def test_brand_is_corrected_and_moved_to_the_body_that_goes_on_with_it(city, users, as_user):
    brand = brand_in(Layer.CERTIFIED, city.branch)
    given = {"organisation": city.sibling.pk, "name": "财政先锋", "meaning": "新的释义"}
    as_user(users.staff).post(
        page("brand", "change", brand.pk),
        {**given, **MANAGEMENT, "opened_version": brand.version},
    )
    brand.refresh_from_db()
    assert (brand.organisation, brand.meaning) == (city.sibling, "新的释义")
    assert brand.status == Layer.CERTIFIED


def test_verbs_of_a_brand_from_application_to_title_and_back(city, users, as_user):
    brand, client = cast.make_brand(city.branch), as_user(users.staff)
    first = make_batch(decided_on=timezone.localdate())
    shown = make_batch(BatchKind.DEMONSTRATION, decided_on=timezone.localdate())
    for verb, given in (
        ("apply", {}),
        ("shortlist", {}),
        ("certify", {"batch": first.pk}),
        ("demonstrate", {"batch": shown.pk}),
        ("open_recheck", {}),
    ):
        assert client.post(page("brand", verb, brand.pk), given).status_code == 302, verb
    row = brand.rechecks.get()
    held = {"held_on": timezone.localdate(), "findings": "不再坚持", "outcome": "withdraw"}
    assert client.post(page("recheck", "hold", row.pk), held).status_code == 302
    brand.refresh_from_db()
    assert brand.status == Layer.WITHDRAWN
    refused = client.post(page("brand", "certify", brand.pk), {"batch": first.pk})
    assert "摘牌的品牌只能经复核恢复" in refused.text
    told = client.get(page("brand", "change", brand.pk)).text
    for words in ("第一批认定", "第一批示范", "不再坚持"):
        assert words in told


def test_batch_is_settled_at_the_desk_after_its_list_was_read(city, users, as_user):
    batch, jury = make_batch(decided_on=timezone.localdate()), make_jury()
    brand, client = brand_in(Layer.SHORTLISTED, city.branch), as_user(users.staff)
    chosen = {"jury": jury.pk, "brands": [brand.pk]}
    assert client.post(page("batch", "send", batch.pk), chosen).status_code == 302
    waiting = client.get(page("batch", "settle", batch.pk)).text
    assert "评审结果还没有确定" in waiting
    freeze(jury, True)
    assert (
        "入选：财政先锋（市财政局第一党支部）" in client.get(page("batch", "settle", batch.pk)).text
    )
    client.post(page("batch", "settle", batch.pk))
    assert Brand.objects.get().certified_in == batch
    listed = client.get(page("batch", "change", batch.pk)).text
    assert "财政先锋" in listed
    direct = brand_in(Layer.SHORTLISTED, city.sibling, "直接列入")
    client.post(page("batch", "enter", batch.pk), {"brands": [direct.pk]})
    assert batch.layer_spans.count() == 2


def test_rechecks_are_opened_for_brands_of_a_batch(city, users, as_user):
    brands = [brand_in(Layer.CERTIFIED, city.branch, name) for name in "甲乙"]
    Brand.objects.filter(name="甲").update(next_recheck_on=timezone.localdate())
    client, address = as_user(users.staff), page("batch", "recheck", brands[0].certified_in_id)
    form = client.get(address).context["form"]
    assert [brand.name for brand in form.fields["brands"].initial] == ["甲"]
    client.post(address, {"brands": [brand.pk for brand in brands]})
    assert Recheck.objects.open().count() == 2


def test_adoption_at_the_desk_refuses_the_own_body(city, users, as_user):
    brand, client = brand_in(Layer.CERTIFIED, city.branch), as_user(users.staff)
    given = {"brand": brand.pk, "since": timezone.localdate(), "what": "走访"}
    own = client.post(page("adoption", "add"), {**given, "organisation": city.branch.pk})
    assert "学用的是别的党组织的做法" in own.text
    client.post(page("adoption", "add"), {**given, "organisation": city.sibling.pk})
    adoption = Adoption.objects.get()
    changed = {"since": "2026-01-05", "what": "入户走访", "opened_version": 1}
    client.post(page("adoption", "change", adoption.pk), changed)
    adoption.refresh_from_db()
    assert (adoption.what, adoption.version, adoption.created_by) == ("入户走访", 2, users.staff)


ROW = {
    "党组织": "市财政局第一党支部",
    "品牌名称": "红色先锋",
    "创建日期": "2019-03-01",
    "申报日期": "2019-06-30",
    "认定批次": 1,
}


def sheet(*rows: dict) -> bytes:
    return workbook({"党建品牌": rows_of("党建品牌", rows)})


def problems(*rows: dict) -> list[str]:
    found = check(sheet(*rows), name="表.xlsx").check
    return [str(problem) for problem in found.problems]


def test_brands_come_in_with_their_layers_and_again_change_nothing(city):
    plan = BrandPlan.objects.create(
        name="三年规划", starts_on=date(2019, 1, 1), ends_on=date(2021, 12, 31)
    )
    batch = make_batch(plan=plan, decided_on=date(2019, 12, 20))
    withdrawn = {"品牌名称": "旧品牌", "摘牌日期": "2021-05-01", "摘牌原因": "名不副实"}
    rows = (ROW, ROW | withdrawn, {k: ROW[k] for k in ("党组织", "创建日期")} | {"品牌名称": "新"})
    assert bring_in(sheet(*rows), name="表.xlsx").check.is_right
    brand = Brand.objects.get(name="红色先锋")
    spans = brand.layer_spans.values_list("layer", "starts_on", "ends_on", "batch")
    assert list(spans) == [
        ("nurturing", date(2019, 3, 1), date(2019, 6, 30), None),
        ("submitted", date(2019, 6, 30), date(2019, 12, 20), None),
        ("certified", date(2019, 12, 20), None, batch.pk),
    ]
    assert (brand.certified_in, brand.next_recheck_on) == (batch, date(2021, 12, 20))
    assert Brand.objects.get(name="旧品牌").status == Layer.WITHDRAWN
    tally = bring_in(sheet(*rows), name="表.xlsx").check.tallies["党建品牌"]
    assert (tally.new, tally.changed, tally.unchanged) == (0, 0, 3)
    bring_in(sheet(ROW | {"释义": "新的释义"}), name="表.xlsx")
    brand.refresh_from_db()
    assert brand.meaning == "新的释义"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"认定批次": 2}, "没有第 2 批认定"),
        ({"认定日期": "2019-05-01"}, "认定日期不能早于申报日期"),
        ({"认定批次": None, "认定日期": "2019-12-20"}, "请一并填写认定批次"),
        ({"认定批次": None, "示范批次": 1}, "没有第 1 批示范"),
        ({"创建日期": "2014-01-01"}, "党组织成立于2015-01-01"),
        ({"摘牌日期": "2099-01-01", "摘牌原因": "到期"}, "日期还没有到"),
        ({"摘牌日期": "2020-01-01"}, "摘牌日期和摘牌原因请一并填写"),
        ({"党组织": "没有的支部"}, "没有"),
    ],
)
def test_row_that_is_wrong_is_refused_in_a_sentence(city, given, words):
    make_batch(decided_on=date(2019, 12, 20))
    found = problems(ROW | given)
    assert len(found) == 1
    assert words in found[0]


def test_file_never_moves_a_brand_that_is_there(city):
    make_batch(decided_on=date(2019, 12, 20))
    cast.make_brand(city.branch, "红色先锋")
    assert "导入不改它的层级和日期" in problems(ROW)[0]


def test_stage_outside_its_plan_is_refused_with_the_days_of_the_plan():
    plan = BrandPlan(name="三年规划", starts_on=date(2026, 1, 1), ends_on=date(2028, 12, 31))
    stage = PlanStage(
        plan=plan, order=1, name="培育年", starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31)
    )
    stage.clean()
    stage.starts_on = date(2025, 12, 31)
    with pytest.raises(ValidationError, match="请改为2026年1月1日至2028年12月31日之间的日期"):
        stage.clean()
