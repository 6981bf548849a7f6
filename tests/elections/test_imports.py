"""Terms by workbook: new ones come in; what the portal has turns over by elections alone."""

from datetime import date, timedelta

import pytest

from apps.branches.models import Term
from apps.core.imports import bring_in, check
from apps.elections import services
from tests.core.workbooks import rows_of, workbook

pytestmark = pytest.mark.django_db


def of(organisation, starts_on: str, **given) -> dict:
    return {"党组织": organisation.name, "当选日期": starts_on} | given


def told(*rows: dict) -> str:
    found = check(workbook({"届次": rows_of("届次", rows)}), name="届次.xlsx").check
    return " ".join(str(problem) for problem in found.problems)


def bring(*rows: dict):
    return bring_in(workbook({"届次": rows_of("届次", rows)}), name="届次.xlsx").check


def test_terms_come_in_with_what_follows_from_their_days(city):
    rows = (
        of(city.branch, "2019-03-01", 届次="2", 实际换届日期="2022-03-05"),
        of(city.branch, "2022-03-05"),
        of(city.sibling, "2016-05-01", **{"任期（年）": "2", "届满日期": "2018-05-01"}),
        of(city.sibling, "2018-05-02"),
        of(city.committee, "2023-06-01"),
    )
    assert bring(*rows).is_right
    assert bring(*rows).tallies["届次"].unchanged == 5
    found = {
        (t.organisation, t.number): (t.ends_on, t.closed_on)
        for t in Term.objects.select_related("organisation")
    }
    assert found == {
        (city.branch, 2): (date(2022, 3, 1), date(2022, 3, 5)),
        (city.branch, 3): (date(2025, 3, 5), None),
        (city.sibling, 1): (date(2018, 5, 1), date(2018, 5, 2)),
        (city.sibling, 2): (date(2021, 5, 2), None),
        (city.committee, 1): (date(2028, 6, 1), None),
    }
    today = date(2025, 1, 1)
    opened = services.open_due_renewals(today=today)
    assert {renewal.term.organisation for renewal in opened} == {city.branch, city.sibling}


def test_line_that_cannot_be_is_told_with_its_cure(city):
    own = {"党组织": city.branch.name, "当选日期": "2022-03-01"}
    for given, words in (
        ({"党组织": "市财政局第九党支部"}, "没有“市财政局第九党支部”这个党组织"),
        ({"当选日期": "明年"}, "日期写成 2026-11-20"),
        ({"任期（年）": "9"}, "任期写成 1 到 5 的整数"),
        ({"届满日期": "2026-01-01"}, "延期须经批准：请填 2025-03-01"),
        ({"届满日期": "2023-03-01"}, "提前不超过 12 个月"),
        ({"实际换届日期": "2022-03-01"}, "换届日期须晚于当选日期"),
    ):
        assert words in told(own | given), words
    twice = told(own, own)
    assert "是同一届，请只留一行" in twice
    overlap = told(own | {"实际换届日期": "2025-03-09"}, own | {"当选日期": "2025-03-01"})
    assert "与 2025-03-01 当选的一届重叠" in overlap
    assert "请核对届次" in told(own | {"届次": "3"}, own | {"当选日期": "2025-03-01", "届次": "2"})


def test_term_of_the_portal_is_not_changed_by_a_line(body):
    known = of(body.organisation, str(body.term.starts_on))
    later = known | {"届满日期": str(body.term.ends_on - timedelta(days=9))}
    assert "导入不改已登记的届次" in told(later)
    again = of(body.organisation, str(body.today))
    assert "还没有换届。请先在“换届”里登记选举结果和批复" in told(again)
