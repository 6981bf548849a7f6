"""Deterministic annual sheets with invented organisations, for the bench and the tests of the PDF machine."""

from decimal import Decimal
from random import Random

from apps.assessments.documents import (
    Adjustment,
    AnnualSheet,
    Evidence,
    ManualItem,
    SheetLine,
    SheetPart,
)

YEAR = 2025
UNITS = (
    "市审计局",
    "市财政局",
    "市生态环境局",
    "市档案馆",
    "市水务局",
    "市退役军人事务局",
    "市科学技术协会",
)
BRANCHES = (
    "机关第一党支部",
    "机关第二党支部",
    "综合处党支部",
    "离退休干部党支部",
    "信息中心联合党支部",
)
ZONES = (
    "第一联系片",
    "第二联系片",
    "第三联系片",
    "第四联系片",
)
# The second half cannot be written with GB 2312.
PEOPLE = (
    "周岚",
    "沈立秋",
    "郭明远",
    "何雨桐",
    "陆镕基",
    "王喆",
    "林堃",
    "赵昇",
    "梁琤",
    "𠮷川敏",
)
TOPICS = (
    "学习贯彻党的二十届四中全会精神",
    "学习《中国共产党纪律处分条例》",
    "研究年度发展党员工作计划",
    "通报党费收缴、使用和管理情况",
    "讨论“一支部一品牌”创建方案",
    "“清风润机关”警示教育",
    "走进社区开展志愿服务",
    "部署巡察反馈问题整改（第二批）",
)
DUTIES = (
    ("R-MTG-01", "支部党员大会", 4, "次", "季度"),
    ("R-MTG-02", "支部委员会会议", 12, "次", "月"),
    ("R-MTG-03", "党小组会", 12, "次", "月"),
    ("R-MTG-04", "党课", 4, "次", "季度"),
    ("R-MTG-05", "主题党日", 12, "次", "月"),
    ("R-MTG-06", "书记讲党课", 1, "次", "年"),
    ("R-MTG-07", "第一议题学习", 12, "次", "月"),
    ("R-LIF-01", "组织生活会", 1, "次", "年"),
    ("R-LIF-02", "民主评议党员", 1, "次", "年"),
    ("R-LIF-03", "谈心谈话", 18, "人次", "半年"),
    ("R-LIF-04", "领导干部参加双重组织生活", 4, "人次", "季度"),
    ("R-TRM-01", "按期换届", 1, "次", "届"),
    ("R-TRM-02", "支部委员缺额及时补选", 1, "项", "年"),
    ("R-SIZ-01", "党小组设置与人数相适应", 3, "个", "年"),
    ("R-FEE-01", "党费按月足额收缴", 12, "月", "月"),
    ("R-DEV-01", "发展党员程序完备", 2, "人", "年"),
    ("R-INS-01", "督查问题按时整改销号", 5, "项", "季度"),
    ("R-INS-02", "整改问题无反弹", 5, "项", "季度"),
    ("R-RPT-01", "季度工作情况按时报送", 4, "次", "季度"),
    ("R-ZON-01", "参加联系片活动", 4, "次", "季度"),
    ("R-CON-01", "接受联系领导调研指导", 2, "次", "半年"),
    ("R-STD-01", "党员年度集中学习学时达标", 27, "人", "年"),
    ("R-STD-02", "学习型党组织建设交流", 2, "次", "半年"),
    ("R-WRK-01", "党务公开按期公布", 4, "次", "季度"),
)
PANEL = (
    "履行第一责任人职责",
    "推动党建与业务融合",
    "抓基层打基础",
    "党员教育管理监督",
    "问题整改与长效机制",
    "述职报告质量",
    "现场答询",
    "作风与廉洁自律",
)
BALLOT = ("政治功能", "组织功能", "联系群众", "发挥作用", "总体评价")
SPECIAL = (
    ("R-PRJ-01", "书记项目立项并按节点推进", 1, "项"),
    ("R-PRJ-02", "书记项目结项评审合格", 1, "项"),
    ("R-BRD-01", "党建品牌通过认定或复核", 1, "个"),
    ("R-BRD-02", "品牌做法被其他支部借鉴", 2, "个"),
    ("R-SIX-01", "“六亮”之亮身份：党员示范岗", 6, "个"),
    ("R-SIX-02", "“六亮”之亮承诺：公开承诺践诺", 27, "人"),
    ("R-SIX-03", "“六微”之微党课", 6, "次"),
    ("R-SIX-04", "“六微”之微服务", 8, "次"),
    ("R-VOL-01", "志愿服务队开展活动", 4, "次"),
    ("R-OBS-01", "理论学习中心组列席旁听发现问题整改", 3, "项"),
)


def evidence(random: Random, count: int) -> list[Evidence]:
    days = sorted((random.randint(1, 12), random.randint(1, 28)) for _ in range(count))
    return [
        {"on": f"{YEAR}-{month:02}-{day:02}", "title": random.choice(TOPICS)} for month, day in days
    ]


def points(value: Decimal | float) -> str:
    return f"{Decimal(value):.2f}"


def duty_line(random: Random, duty: tuple[str, str, int, str, str]) -> SheetLine:
    code, label, target, unit, period = duty
    number = target - (random.random() < 0.3)
    missing = f"缺{YEAR}年{random.randint(1, 12)}月" if period == "月" else f"{period}内未完成"
    return {
        "code": code,
        "label": label,
        "number": str(number),
        "target": str(target),
        "unit": unit,
        "points": points(Decimal("2.5") * number / target),
        "max_points": "2.50",
        "explanation": "" if number == target else missing,
        "evidence": evidence(random, 1 + (random.random() < 0.2)),
    }


def rated_line(random: Random, code: str, label: str, unit: str, maximum: str) -> SheetLine:
    """A line of a panel or ballot: an average instead of counted records."""
    share = Decimal(random.randint(84, 99)) / 100
    return {
        "code": code,
        "label": label,
        "number": str(round(share * 100)),
        "target": "",
        "unit": unit,
        "points": points(Decimal(maximum) * share),
        "max_points": maximum,
        "explanation": "",
        "evidence": [{"on": f"{YEAR}-12-18", "title": "年度述职评议会评分汇总"}],
    }


def special_line(random: Random, special: tuple[str, str, int, str]) -> SheetLine:
    code, label, target, unit = special
    line = duty_line(random, (code, label, target, unit, "年度"))
    return line | {"max_points": "1.00", "points": points(Decimal(int(line["number"])) / target)}


def part(label: str, weight: str, lines: list[SheetLine]) -> SheetPart:
    return {
        "label": label,
        "weight": weight,
        "points": points(sum(Decimal(line["points"]) for line in lines)),
        "lines": lines,
    }


def parts(random: Random) -> list[SheetPart]:
    return [
        part("日常考核", "60.00", [duty_line(random, duty) for duty in DUTIES]),
        part("述职评议", "20.00", [rated_line(random, "R-PNL-01", i, "分", "2.50") for i in PANEL]),
        part("民主测评", "10.00", [rated_line(random, "R-BLT-01", i, "%", "2.00") for i in BALLOT]),
        part("专项工作", "10.00", [special_line(random, item) for item in SPECIAL]),
    ]


def adjustments(random: Random) -> tuple[list[Adjustment], list[Adjustment]]:
    deductions: list[Adjustment] = [
        {
            "label": "整改超期",
            "points": "-1.00",
            "explanation": "第2号问题应于2025年6月30日前销号，实际7月18日销号",
            "evidence": [],
        },
        {
            "label": "季度报告逾期",
            "points": "-0.50",
            "explanation": "第三季度逾期4天",
            "evidence": [],
        },
    ]
    bonuses: list[Adjustment] = [
        {
            "label": "市级先进基层党组织",
            "points": "2.00",
            "explanation": "同一荣誉只计一次，取最高级别",
            "evidence": evidence(random, 1),
        },
        {
            "label": "经验做法被市级刊物采用",
            "points": "0.50",
            "explanation": "信息报送采用1篇",
            "evidence": evidence(random, 1),
        },
    ]
    return deductions, bonuses


def manual_items(random: Random) -> list[ManualItem]:
    return [
        {
            "on": "2026-01-12",
            "label": "谈心谈话",
            "points": "0.25",
            "author": f"组织部 {random.choice(PEOPLE)}",
            "approver": random.choice(PEOPLE),
            "reason": "两名党员全年驻外工作，凭驻外单位出具的谈话记录补计",
        },
        {
            "on": "2026-01-13",
            "label": "党费收缴",
            "points": "-0.10",
            "author": f"办公室 {random.choice(PEOPLE)}",
            "approver": random.choice(PEOPLE),
            "reason": "核对银行回单，11月有一笔次月到账",
        },
    ]


def sample_sheet(number: int = 0) -> AnnualSheet:
    """Sheet `number` of an invented city: the same number gives the same sheet."""
    random = Random(number)
    scored = parts(random)
    deductions, bonuses = adjustments(random)
    items = manual_items(random)
    changes = [Decimal(entry["points"]) for entry in (*deductions, *bonuses, *items)]
    total = sum(Decimal(p["points"]) for p in scored) + sum(changes)
    unit = UNITS[number % len(UNITS)]
    return {
        "year": YEAR,
        "organisation": f"中共{unit}{BRANCHES[number % len(BRANCHES)]}",
        "kind": "党支部",
        "unit": unit,
        "zone": ZONES[number % len(ZONES)],
        "secretary": PEOPLE[number % len(PEOPLE)],
        "founded_on": "2016-09-20",
        "full_members": 18 + number % 20,
        "probationary_members": number % 3,
        "total": points(total),
        "full_total": "100",
        "grade": "好" if total >= 90 else "较好",
        "grade_reason": "",
        "class_label": f"{ZONES[number % len(ZONES)]}·党支部·有党小组",
        "parts": scored,
        "deductions": deductions,
        "bonuses": bonuses,
        "vetoes": [],
        "manual_items": items,
        "months_label": "召开会议、开展活动次数",
        "months": [{"label": f"{i}月", "value": random.randint(2, 7)} for i in range(1, 13)],
        "scheme_name": "市直机关党组织年度考核办法",
        "scheme_version": "2025年第2版",
        "thresholds": [
            {"grade": "好", "at_least": "90"},
            {"grade": "较好", "at_least": "80"},
            {"grade": "一般", "at_least": "60"},
            {"grade": "差", "at_least": "0"},
        ],
        "rounding": "各项按原值累加，只在最后对总分四舍五入，保留两位小数",
        "issuer": "中共市直属机关工作委员会",
        "issued_on": "2026年1月15日",
        "verification_code": "K7QD-3MXA-P2RT-9VHC",
        "verification_url": "https://sixlights.example.gov.cn/verify/K7QD-3MXA-P2RT-9VHC",
        "data_hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    }
