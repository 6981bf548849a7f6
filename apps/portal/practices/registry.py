"""Which practices there are, and where each of them hangs in the tree."""

import operator
from dataclasses import dataclass
from datetime import date
from functools import reduce

from django.db.models import Q, QuerySet

from apps.branches.models import Organisation


@dataclass(frozen=True)
class Practice:
    """`seed` marks its figures (S0-01 …), `root` is the code of its highest organisation."""

    seed: str
    key: str
    label: str
    root: str
    # Of the report: rules are asked as they stood then.
    day: date

    @property
    def fixture(self) -> str:
        return f"practice_{self.key}.json"

    def organisation(self) -> Organisation:
        """Its root; Organisation.DoesNotExist before it is loaded."""
        return Organisation.objects.get(code=self.root)

    @property
    def is_loaded(self) -> bool:
        return Organisation.objects.filter(code=self.root).exists()


PRACTICES = (
    Practice("S0", "chuzhou", "滁州：联系片和“六亮”行动", "CZ-000", date(2022, 9, 21)),
    Practice(
        "S1", "hulunbuir", "呼伦贝尔：党建品牌三年规划和一年的工作", "HL-000", date(2020, 3, 4)
    ),
    Practice("S2", "ndrc", "国家发展改革委：党支部工作联系点", "FG-000", date(2020, 7, 20)),
    Practice(
        "S3",
        "zhenjiang",
        "镇江：书记项目（报道日期没有登记，“5年来”按2018—2022年占位）",
        "ZJ-000",
        date(2022, 12, 31),
    ),
    Practice("S4", "hengyang", "衡阳市委组织部：“六微”工作法", "HY-000", date(2020, 10, 26)),
)


def organisations_of_the_city() -> QuerySet[Organisation]:
    """All but those of the practices: whether there is a city is asked of these."""
    roots = Organisation.objects.filter(code__in=[p.root for p in PRACTICES])
    below = [Q(path__startswith=path) for path in roots.values_list("path", flat=True)]
    return Organisation.objects.exclude(reduce(operator.or_, below, Q(pk=None)))
