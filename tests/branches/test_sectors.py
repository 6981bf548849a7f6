"""业务系统: rows of the register that units name, kept at the desk and by workbook."""

from django.urls import reverse

from apps.branches.models import Sector, Unit
from apps.core.imports import bring_in
from tests.core.workbooks import FOUNDED, workbook


def units(*sectors: str) -> bytes:
    rows = [[f"U{n}", f"单位{n}", None, "机关", FOUNDED, s] for n, s in enumerate(sectors)]
    return workbook({"单位": rows})


def test_workbook_names_the_sector_of_a_unit(db):
    sector = Sector.objects.create(name="经济财政")
    assert bring_in(units("经济财政", ""), name="单位.xlsx").is_saved
    assert list(Unit.objects.order_by("code").values_list("sector", flat=True)) == [
        sector.pk,
        None,
    ]


def test_blank_cell_leaves_the_sector_alone(db):
    Sector.objects.create(name="经济财政")
    bring_in(units("经济财政"), name="单位.xlsx")
    assert bring_in(units(""), name="单位.xlsx").is_saved
    assert Unit.objects.get().sector.name == "经济财政"


def test_unknown_sector_is_told_with_a_guess(db):
    Sector.objects.create(name="经济财政")
    outcome = bring_in(units("经济财政系统"), name="单位.xlsx")
    assert [str(p) for p in outcome.check.problems] == [
        "“单位”第 2 行 F 列“业务系统”：没有“经济财政系统”这个业务系统，是否为“经济财政”？"
    ]


def test_desk_lists_units_by_sector(city, users, as_user):
    sector = Sector.objects.create(name="经济财政")
    Unit.objects.filter(pk=city.unit.pk).update(sector=sector)
    page = as_user(users.staff).get(
        reverse("admin:branches_unit_changelist"), {"sector__id__exact": sector.pk}
    )
    assert [str(u) for u in page.context["cl"].result_list] == [str(city.unit)]
