"""One brand through its whole life, by everybody who has a hand in it, on phone and desk."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from apps.accounts.models import User
from apps.brands.choices import BatchKind
from apps.brands.models import Adoption, Brand
from apps.brands.services import send_to_jury, settle_batch
from apps.core.lifecycle import StepRefused, advance
from apps.juries.choices import Subject
from tests import cast
from tests.brands.sample import TEXT, batch
from tests.browser.conftest import DESKTOP, PHONE
from tests.core import upload_corpus as corpus
from tests.juries.conftest import sit

__all__ = ["sit"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAME = "红手印调查先锋队"
SHOTS = os.environ.get("SCREENSHOTS", "")


def looked_at(visitor, name: str) -> None:
    """The page that is open, on the phone and at the desk: it is one page, so axe reads it once."""
    for size, found in ((DESKTOP, visitor.overflow), (PHONE, visitor.faults)):
        visitor.page.set_viewport_size(size)
        if SHOTS:
            shot = Path(SHOTS) / f"brand-{name}-{size['width']}.png"
            visitor.page.screenshot(path=shot, full_page=True)
        assert found() == [], (name, size)


def section(page, layer: str) -> str:
    return page.locator("section", has=page.get_by_role("heading", name=layer)).inner_text()


def create(page) -> None:
    page.get_by_role("link", name="创建品牌").first.click()
    page.get_by_label("品牌名称").fill(NAME)
    for label, words in (
        ("释义", TEXT["meaning"]),
        ("与中心工作的结合", TEXT["business_link"]),
        ("主要措施", TEXT["measures"]),
    ):
        page.get_by_label(label).fill(words)
    page.locator("#effect_rows > summary").click()
    for name, value in (("name", "服务群众"), ("value", "3800"), ("unit", "人次")):
        page.locator(f"#id_effect_rows-0-{name}").fill(value)
    page.locator("#id_effect_rows-0-value_hedge").select_option("over")
    page.get_by_label("品牌标识").set_input_files(
        {"name": "a.png", "mimeType": "image/png", "buffer": corpus.picture("PNG")}
    )
    page.get_by_role("button", name="保存").click()
    page.get_by_role("heading", name=NAME, level=1).wait_for()


def at_desk(staff, verb: str, row, **given: str) -> str:
    """Take a step as the staff do: its page, its questions, its button; what the desk says then."""
    page = staff.open(reverse(f"admin:brands_{verb}", args=[row.pk]))
    for name, value in given.items():
        field = page.locator(f"[name={name}]")
        is_choice = field.evaluate("element => element.tagName") == "SELECT"
        (field.select_option if is_choice else field.fill)(value)
    with page.expect_navigation():
        page.locator("#content form button[type=submit]").first.click()
    return page.inner_text("body")


def mark(juror, label: str) -> None:
    """A juror reads what the body wrote, and hands his sheet in."""
    page = juror.open("/juries/")
    page.get_by_role("link", name="党建品牌评审").first.click()
    page.get_by_role("link", name=label).first.click()
    dossier = page.locator("section", has=page.get_by_role("heading", name="参评材料")).first
    for words in (TEXT["meaning"], "服务群众3800余人次"):
        expect(dossier).to_contain_text(words)
    for points in page.locator("[data-points] input").all():
        points.fill("24")
    page.get_by_text("绿灯").click()
    page.get_by_role("button", name="交评分表").click()
    page.get_by_text("已交").first.wait_for()


def judge(visit, sit, brand: Brand) -> None:
    """The jury of the first batch: entered, marked by its chair, frozen; then the batch follows."""
    sitting = sit(jurors=1, labels=(), subject=Subject.BRAND, opened=False)
    sitting.jury.title = "党建品牌评审"
    sitting.jury.save()
    send_to_jury(batch=batch(), jury=sitting.jury, brands=[brand], by=None)
    sitting.step("open")
    chair = cast.make_user("chair", person=sitting.jurors[0].person)
    mark(visit(chair), NAME)
    sitting.step("close", "freeze")
    settle_batch(batch=batch(), by=None)


def test_brand_lives_from_its_first_line_to_its_return(visit, city, users, sit):
    User.objects.update(name="张三")
    secretary, reader, other = visit(users.secretary), visit(None), visit(users.stranger)
    staff = visit(users.staff, DESKTOP)
    page, public = secretary.page, reader.page

    secretary.open("/brands/own/")
    create(page)
    looked_at(secretary, "draft")
    page.get_by_role("button", name="申报").click()
    page.get_by_text("已申报，等工委初评").wait_for()
    brand = Brand.objects.get()
    assert public.goto(reader.home + brand.get_absolute_url()).status == 404

    at_desk(staff, "brand_shortlist", brand)
    brand.refresh_from_db()
    judge(visit, sit, brand)
    reader.open("/brands/")
    looked_at(reader, "register")
    public.get_by_role("link", name=NAME).click()
    expect(public.get_by_alt_text(f"{NAME}标识")).to_be_visible()
    expect(public.locator("main")).to_contain_text("3800余人次")
    looked_at(reader, "public")
    shown = batch(BatchKind.DEMONSTRATION)
    at_desk(staff, "brand_demonstrate", brand, batch=str(shown.pk))
    assert NAME in section(reader.open("/brands/"), "示范")

    other.open(brand.get_absolute_url())
    other.page.get_by_role("link", name="学用这个品牌").click()
    other.page.get_by_label("学用了什么").fill("分片包干")
    other.page.get_by_label("从哪天开始学用").fill(str(timezone.localdate()))
    looked_at(other, "adopt")
    other.page.get_by_role("button", name="登记学用").click()
    other.page.get_by_text("我们学用的品牌").wait_for()
    assert Adoption.objects.get().organisation == city.other_branch

    at_desk(staff, "brand_open_recheck", brand)
    secretary.open("/brands/own/")
    looked_at(secretary, "own")
    page.get_by_role("link", name="填写复核自查").click()
    page.get_by_label("自查情况").fill("每月入户一次，坚持了下来。")
    looked_at(secretary, "self-check")
    page.get_by_role("button", name="提交自查").click()
    page.get_by_text("复核自查已交").wait_for()

    findings = {"findings": "活动停了半年", "outcome": "improve"}
    until = str(timezone.localdate() + timedelta(days=60))
    at_desk(staff, "recheck_hold", brand.rechecks.get(), **findings, improve_by=until)
    secretary.open(brand.get_absolute_url())
    expect(page.locator("main")).to_contain_text("活动停了半年")
    looked_at(secretary, "improving")
    with page.expect_navigation():
        page.get_by_role("link", name="修改", exact=True).click()
    looked_at(secretary, "form")
    page.get_by_label("主要措施").fill("恢复每月活动。")
    page.get_by_role("button", name="保存").click()
    page.locator("p", has_text="恢复每月活动。").wait_for()
    assert "活动停了半年" not in reader.open(brand.get_absolute_url()).inner_text("main")

    at_desk(staff, "brand_open_recheck", brand)
    again = {"findings": "坚持得好", "outcome": "keep"}
    at_desk(staff, "recheck_hold", brand.rechecks.get(held_on=None), **again)
    assert NAME in section(reader.open("/brands/"), "示范")
    at_desk(staff, "brand_withdraw", brand, note="连续两年没有开展活动")
    reader.open("/brands/?layer=withdrawn")
    assert NAME in section(public, "摘牌")
    expect(public.locator("main")).not_to_contain_text("连续两年", use_inner_text=True)
    refused = at_desk(staff, "brand_certify", brand, batch=str(batch().pk))
    assert "摘牌的品牌只能经复核恢复" in refused
    with pytest.raises(StepRefused):
        advance(Brand.objects.get(), "certify", by=users.staff)
    secretary.open("/brands/own/")
    expect(page.locator("main")).to_contain_text("要恢复的，先由工委复核")
    at_desk(staff, "brand_open_recheck", brand)
    at_desk(staff, "recheck_hold", brand.rechecks.get(held_on=None), **again)
    assert NAME in section(reader.open("/brands/"), "认定")
    assert reader.page.context.cookies() == []
    for visitor in (secretary, other, reader, staff):
        assert [p for p in visitor.problems if "404" not in p] == []
        assert visitor.foreign == []
