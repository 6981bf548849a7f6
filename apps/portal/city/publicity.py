"""党员之家 of the city: pages with drawn pictures, information, cases, study and training."""

import io
from datetime import date, datetime, time, timedelta

from PIL import Image, ImageDraw

from apps.core import files
from apps.core.quantities import Qualifier
from apps.news.choices import AdoptionLevel, ArticleStatus, Section
from apps.news.models import (
    Article,
    Audience,
    Case,
    ClassAudience,
    InfoAdoption,
    InfoSubmission,
    Picture,
    StudySession,
    TrainingClass,
)
from apps.portal.city.bodies import CityUnit, Tree
from apps.portal.city.plan import ZONE, Plan
from apps.portal.city.tables import Tables

TITLES = {
    Section.WORK: (
        "市直机关召开党的建设工作会议",
        "第一联系片开展学习交流活动",
        "市直机关党务干部培训班开班",
        "工委到基层联系点调研",
        "“六亮”活动集中展示周启动",
        "市直机关开展主题党日活动",
        "窗口单位党员先锋岗集中授牌",
        "工委召开党建品牌评审会",
        "志愿服务支队走进社区",
        "市直机关党建工作季度会召开",
    ),
    Section.NOTICES: (
        "关于做好本季度党员发展工作的通知",
        "关于报送机关党建案例的通知",
        "关于开展支部分类定级的通知",
        "主题党日活动基地预约须知",
        "关于组织观看廉政教育片的通知",
        "关于推荐优秀党课的通知",
        "机关党务工作问答（一）",
    ),
    Section.BRANCHES: (
        "把办事窗口变成党员示范岗",
        "田间地头上党课",
        "老党员讲传统",
        "一次特殊的政治生日",
        "青年党员读书会",
    ),
    Section.MATERIALS: (
        "党支部工作条例要点",
        "主题党日怎样开",
        "发展党员工作流程",
        "谈心谈话十问",
        "组织生活会准备清单",
    ),
    Section.CASES: (
        "支部建在项目上的三个做法",
        "党建联建破解老旧小区难题",
        "用一张清单减轻基层负担",
    ),
}
BODY = """{opening}

## 主要做法

- 会前把材料发到每名党员，会上少念稿子、多谈问题。
- 每条意见都写明谁来办、什么时候办完。
- 办完以后向提意见的同志当面回复。

参加的同志表示，这样的安排时间短、效果好。下一步将继续听取各支部的意见，把好的做法固定下来。
"""
OPENINGS = (
    "近日，{name}组织开展了这次活动，各支部党员代表参加。",
    "为落实年度工作安排，{name}认真组织实施，取得了实实在在的效果。",
    "本着简便易行的原则，{name}把这项工作放在平时、落在支部。",
)
SCENES = (
    ("党员围坐在会议桌旁讨论", "#c8102e", "#fce4e7"),
    ("党员在服务窗口为群众办事", "#0b5cad", "#e1eefb"),
    ("志愿者在社区花坛边劳动", "#0f5323", "#e6f4ea"),
    ("老党员在台前讲述往事", "#7a4b00", "#fff4d6"),
    ("青年党员在书架前读书", "#57606a", "#eef0f2"),
)
LARGE, SMALL = (1200, 800), (640, 427)
INFO = ("机关党建减负做法", "联系片活动成效明显", "支部书记谈抓基层", "党建品牌带动业务提升")
MEDIA = (
    (AdoptionLevel.CITY, "市委信息"),
    (AdoptionLevel.PROVINCE, "省直机关党建"),
    (AdoptionLevel.CENTRAL, "旗帜网"),
)
THEMES = ("学习全会精神", "学习党纪学习教育要求", "学习树立正确政绩观", "学习基层减负规定")
CLASSES = (("党支部书记培训班", (0, 1)), ("入党积极分子培训班", (2,)), ("非党干部培训班", (3,)))


def write(plan: Plan, tree: Tree, staff: int, tables: Tables) -> None:
    _articles(plan, tree, staff, tables)
    _registers(plan, tree, staff, tables)


def _articles(plan: Plan, tree: Tree, staff: int, tables: Tables) -> None:
    rng = plan.stream("publicity")
    at = datetime.combine(plan.until, time(9, 30), ZONE)
    for section, titles in TITLES.items():
        for number, title in enumerate(titles):
            body = tree.root if section == Section.NOTICES else rng.choice(tree.branches)
            published = at - timedelta(days=number * 6 + rng.randint(0, 5), hours=rng.randint(0, 8))
            key = tables[Article].add(
                section=section.value,
                title=title,
                organisation_id=body.pk,
                body=BODY.format(opening=rng.choice(OPENINGS).format(name=body.name)),
                is_headline=section == Section.WORK and number == 0,
                status=ArticleStatus.PUBLISHED.value,
                published_at=published.isoformat(),
                created_by_id=staff,
            )
            if section == Section.BRANCHES or (section == Section.WORK and number < 2):
                _picture(key, number % len(SCENES), tables)
    for number, status in enumerate((ArticleStatus.FIRST, ArticleStatus.SECOND)):
        tables[Article].add(
            section=Section.BRANCHES.value,
            title=("机关食堂里的党员示范岗", "支部书记的一天")[number],
            organisation_id=tree.branches[number].pk,
            body=BODY.format(opening=OPENINGS[0].format(name=tree.branches[number].name)),
            status=status.value,
        )


def _picture(article: int, number: int, tables: Tables) -> None:
    words, ink, ground = SCENES[number]
    large = _stored(LARGE, ink, ground)
    tables[Picture].add(
        article_id=article,
        order=1,
        caption=words,
        alt=f"插图：{words}",
        name="插图.jpg",
        content_type="image/jpeg",
        path=large.path,
        sha256=large.sha256,
        size=large.size,
        small_path=_stored(SMALL, ink, ground).path,
        width=LARGE[0],
        height=LARGE[1],
    )


def _stored(size: tuple[int, int], ink: str, ground: str) -> files.StoredFile:
    """A drawing that pretends to be nothing else: a few people in front of a wall."""
    width, height = size
    canvas = Image.new("RGB", size, ground)
    pen = ImageDraw.Draw(canvas)
    pen.rectangle((0, height * 3 // 4, width, height), fill=ink)
    for place in range(1, 6):
        middle, head = width * place // 6, height // 14
        top = height * 2 // 5 + (place % 2) * head
        pen.ellipse((middle - head, top - head, middle + head, top + head), fill=ink)
        shoulders = (middle - head * 2, top + head * 3 // 2, middle + head * 2, height)
        pen.rounded_rectangle(shoulders, radius=head, fill=ink)
    buffer = io.BytesIO()
    canvas.save(buffer, "JPEG", quality=80)
    return files.store(buffer.getvalue(), suffix=".jpg")


def _registers(plan: Plan, tree: Tree, staff: int, tables: Tables) -> None:
    rng = plan.stream("submissions")
    owner = next((u for u in tree.units if u.name == "市直机关工委"), tree.units[0])
    for year in plan.calendar_years:
        first = max(plan.start, date(year, 1, 1))
        room = (min(plan.until, date(year, 12, 31)) - first).days
        if room < 0:
            continue
        days = [first + timedelta(days=room * n // 4) for n in range(4)]
        for number, (unit, day) in enumerate(zip(rng.sample(tree.units, 4), days, strict=True)):
            _information(unit, number, day, plan, staff, tables)
            _case(unit, number, day, tables)
            tables[StudySession].add(
                unit_id=owner.pk,
                number=number + 1,
                theme=THEMES[number],
                starts_on=day,
                audience="处级党员干部",
                person_times=300,
                person_times_hedge=Qualifier.OVER.value,
            )
        for (name, whom), day in zip(CLASSES, days, strict=False):
            _class(owner, name, whom, day, rng.randint(40, 180), tables)


def _information(
    unit: CityUnit, number: int, day: date, plan: Plan, staff: int, tables: Tables
) -> None:
    submission = tables[InfoSubmission].add(
        unit_id=unit.pk,
        title=f"{unit.name}{INFO[number]}",
        starts_on=day,
        submitted_to="市委办公室",
        text="主要做法和成效。",
        submitted_by_id=staff,
    )
    adopted_on = day + timedelta(days=9)
    if number < len(MEDIA) and adopted_on <= plan.until:
        level, medium = MEDIA[number]
        tables[InfoAdoption].add(
            submission_id=submission, level=level.value, medium=medium, starts_on=adopted_on
        )


def _case(unit: CityUnit, number: int, day: date, tables: Tables) -> None:
    tables[Case].add(
        unit_id=unit.pk,
        year=day.year,
        title=f"{unit.name}党建案例",
        starts_on=day,
        submitted_to="省直机关工委" if number < 2 else "",
        prize="一等奖" if number == 0 else "",
        summary=BODY.format(opening=OPENINGS[1].format(name=unit.name)),
    )


def _class(
    owner: CityUnit, name: str, whom: tuple[int, ...], day: date, times: int, tables: Tables
) -> None:
    audiences = list(Audience.objects.order_by("order").values_list("pk", flat=True))
    held = tables[TrainingClass].add(unit_id=owner.pk, name=name, starts_on=day, person_times=times)
    for index in whom:
        if index < len(audiences):
            tables[ClassAudience].add(training_class_id=held, audience_id=audiences[index])
