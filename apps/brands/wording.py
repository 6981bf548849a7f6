"""Where a brand stands: what comes next for those who keep it, how it is for those who read it."""

from apps.brands.choices import BrandLayer
from apps.brands.models import Brand, Recheck
from apps.core.lifecycle import lifecycle_of
from apps.core.models import StatusChange
from apps.core.models.spans import day_in_words

SENTENCES = {
    BrandLayer.NURTURING: "正在自主创建。成熟以后点“申报”，由工委初评。",
    BrandLayer.SUBMITTED: "已申报，等工委初评。",
    BrandLayer.SHORTLISTED: "初评入围，等评审会评审。",
    BrandLayer.IMPROVING: "正在整改提升。整改到位后，由工委再次复核。",
    BrandLayer.WITHDRAWN: "已摘牌。要恢复的，先由工委复核。",
}


READ_ONLY = {
    BrandLayer.NURTURING: "正在自主创建，还没有申报。",
    BrandLayer.IMPROVING: "正在整改提升，整改后由工委再次复核。",
}


def next_step(brand: Brand, recheck: Recheck | None = None, *, keeps: bool = True) -> str:
    """`recheck` is the latest one, if there is one; nobody but who keeps the brand is advised."""
    return _advice(brand, recheck) if keeps else _standing(brand, recheck)


def _standing(brand: Brand, recheck: Recheck | None) -> str:
    if recheck is not None and recheck.is_open:
        handed_in = "复核自查已交" if recheck.self_check else "还没有交复核自查"
        return f"工委正在复核（应于{day_in_words(recheck.due_on)}前），{handed_in}。"
    if brand.status == BrandLayer.IMPROVING and brand.improve_by:
        return f"正在整改提升，期限{day_in_words(brand.improve_by)}，到时由工委再次复核。"
    if brand.status in READ_ONLY:
        return READ_ONLY[BrandLayer(brand.status)]
    return _advice(brand, None)


def _advice(brand: Brand, recheck: Recheck | None) -> str:
    if recheck is not None and recheck.is_open:
        return _of_recheck(recheck)
    if brand.status == BrandLayer.IMPROVING and brand.improve_by:
        return f"请在{day_in_words(brand.improve_by)}前整改提升，由工委再次复核。"
    if brand.status in SENTENCES:
        return SENTENCES[BrandLayer(brand.status)]
    layer = brand.get_status_display()
    if brand.next_recheck_on is None:
        return f"现在是“{layer}”，复核日期由工委确定。"
    return f"现在是“{layer}”，应于{day_in_words(brand.next_recheck_on)}前复核。"


def _of_recheck(recheck: Recheck) -> str:
    day = day_in_words(recheck.due_on)
    if recheck.self_check:
        return f"复核自查已交，应于{day}前复核；复核以前还可以补充。"
    return f"工委正在复核（应于{day}前），请填写复核自查。"


def word_of(brand: Brand, latest: StatusChange | None) -> str:
    """What the committee wrote beside its step, while that is the latest one."""
    if latest is None or not latest.note:
        return ""
    step = lifecycle_of(brand).by_step[latest.step]
    return f"{latest.by or '工委'}{step.label}，说明：{latest.note}"
