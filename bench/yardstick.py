"""The straightforward way to make an annual sheet, as the yardstick of the PDF machine.

Four A4 pages as one would write them first: a page of nested selectors, the CJK fonts of the system, a flex row
with a key-value table and a QR code, a grid with a radar and a bar chart in SVG, two tables of fifty rows
together with row spans and zebra stripes, and a page of body text. `html()` gives the same text every time.
"""

from collections.abc import Iterator
from itertools import pairwise
from math import cos, pi, sin
from random import Random

import segno

SEED = 4
GROUPS = {
    "组织建设": "班子配备分工 按期换届选举 党员发展质量 后备力量培养 党员档案管理 组织关系接转 组织制度执行",
    "学习教育": "集中学习研讨 专题党课教育 主题党日活动 网络学时达标 学习成果转化 青年理论学习",
    "活动开展": "年度活动计划 活动参与比例 活动过程记录 活动成效评估 联系片内交流 特色活动创建",
    "制度规范": "党务公开落实 民主评议党员 党费收缴管理 财务经费审批 会议记录规范 资料按时归档",
    "参政议政": "调研报告提交 意见建议采纳 信息报送数量 重点课题承担 提案办理跟踪 专题协商参与 咨询服务开展",
    "社会服务": "志愿服务时长 社区双报到率 帮扶项目落实 服务群众人次 公益活动组织 服务评价反馈",
    "宣传信息": "典型宣传报道 新媒体稿件数 宣传阵地建设 舆情应对处置 宣传队伍培训 优秀稿件评选",
    "创新特色": "品牌项目建设 数字化的应用 典型经验推广 获得表彰奖励 课题研究成果 跨区域的协作",
}
HEADS = ("序号", "一级指标", "二级指标", "分值", "得分", "佐证材料及说明")
REMARKS = (
    "{0}月{1}日开展专题学习，应到{2}人、实到{1}人。",
    "已上传照片{1}张、签到表{2}份及活动小结1份。",
    "学习平台人均学时{2}{0}学时，完成率{1}%。",
    "提交调研报告《关于加快滨江区养老服务体系的建议》。",
    "财务凭证{1}张，经费支出{2}{0}元，均有审批单。",
    "经滨江区核查组实地查验，资料完整，情况属实。",
)
PARAGRAPHS = (
    "2025年，滨江区水务局第四支部在滨江区工作委员会的领导下，围绕全市中心工作和年度重点任务，把思想引领、组织建设和"
    "履职服务统筹推进，各项工作取得新的成效。全年共组织集中学习{1}次、主题活动{0}次，平均参与率达到{2}%。",
    "支部现有党员{1}人，其中在职{0}人、退休{2}人；本年度新发展党员2人，平均年龄51.6岁。班子成员分工明确、配合密切，"
    "能够按照议事规则研究决定重要事项，组织生活制度执行较好。",
    "一是学习教育的系统性还不够强。部分党员因工作原因参加集中学习的次数偏少，线上课程完成率仅为{2}%，转化的办法不多。",
    "二是调研成果的质量有待提高。选题与全市重点工作结合不够紧密，数据支撑和对策建议的可操作性需要进一步加强。",
)
STYLE = """
@page { size: A4; margin: 28mm 24mm 24mm 26mm;
  @bottom-right { content: "— " counter(page) " —"; font-family: "Noto Serif CJK SC"; font-size: 12pt }
  @top-left { content: "滨江市基层支部年度考核"; font-family: "Noto Serif CJK SC"; font-size: 9pt; color: #666 }
  @bottom-left { content: "共 " counter(pages) " 页"; font-family: "Noto Serif CJK SC"; font-size: 9pt } }
* { box-sizing: border-box; margin: 0; padding: 0 }
html { font-family: "Noto Serif CJK SC"; font-size: 14pt; line-height: 1.55; color: #000 }
body .doc .redhead { text-align: center; border-bottom: 2pt solid #c00000; margin-bottom: 14pt }
body .doc .redhead .org { font-weight: bold; color: #c00000; font-size: 30pt; letter-spacing: 4pt }
body .doc h1 { font-weight: bold; font-size: 22pt; text-align: center; line-height: 1.4 }
body .doc p.sub { text-align: center; font-size: 16pt; margin-bottom: 8pt }
body .doc h2 { font-family: "Noto Sans CJK SC"; font-weight: bold; font-size: 16pt; text-indent: 2em;
  line-height: 1.8; break-after: avoid }
body .doc p.t { text-indent: 2em; text-align: justify }
body .doc .info { display: flex; justify-content: space-between; align-items: center; gap: 10pt }
body .doc .info > table.kv { flex: 1; width: 100%; border-collapse: collapse; font-size: 11pt }
body .doc .info > table.kv th, body .doc .info > table.kv td { border: .6pt solid #000; padding: 2pt 5pt }
body .doc .info > table.kv th { font-family: "Noto Sans CJK SC"; background: #f2f2f2; white-space: nowrap }
body .doc .info > table.kv td.big { font-weight: bold; color: #c00000 }
body .doc .info > .qr { flex: 0 0 84px; text-align: center; font-size: 9pt }
body .doc .info > .qr svg { display: block; width: 84px; height: 84px }
body .doc .charts { display: grid; grid-template-columns: 1fr 1fr; gap: 4pt; break-inside: avoid }
body .doc .charts figure { text-align: center }
body .doc .charts figure svg { width: 100%; height: auto }
body .doc .charts figure figcaption { font: bold 9pt "Noto Sans CJK SC" }
body .doc table.ind { width: 100%; border-collapse: collapse; font-size: 9.5pt; line-height: 1.3; margin: 4pt 0 8pt }
body .doc table.ind thead { display: table-header-group }
body .doc table.ind th { font-family: "Noto Sans CJK SC"; font-weight: bold; border: .6pt solid #000; padding: 3pt;
  background: #e8e8e8; text-align: center; white-space: nowrap }
body .doc table.ind td { border: .6pt solid #000; padding: 2.5pt 3.5pt; vertical-align: middle }
body .doc table.ind tbody tr:nth-child(even) td { background: #fafafa }
body .doc table.ind tr { break-inside: avoid }
body .doc table.ind td.n { text-align: center }
body .doc table.ind td.g { text-align: center; font-size: 10.5pt }
body .doc table.ind td.low { color: #c00000; font-weight: bold }
body .doc table.ind tr.sum td { font-family: "Noto Sans CJK SC"; font-weight: bold; text-align: center }
body .doc table.ind td:nth-child(1):not(.g) { }
body .doc table.ind col.c1 { width: 9mm } body .doc table.ind col.c2 { width: 19mm }
body .doc table.ind col.c3 { width: 32mm } body .doc table.ind col.c4, body .doc table.ind col.c5 { width: 11mm }
body .doc .sign { text-align: right; margin-top: 16pt; break-inside: avoid }
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{1}" viewBox="0 0 {0} {1}">{2}</svg>'


def html() -> str:
    random = Random(SEED)
    return (
        '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"/>'
        f"<title>2025年度基层支部考核评价报告</title><style>{STYLE}</style></head>"
        f'<body><section class="doc">{"".join(sections(random))}</section></body></html>'
    )


def sections(random: Random) -> Iterator[str]:
    names = list(GROUPS)
    yield '<header class="redhead"><p class="org">滨江市委员会文件</p><p>滨委考〔2026〕4号</p></header>'
    yield '<h1>2025年度基层支部考核评价报告</h1><p class="sub">滨江区水务局第四支部</p>'
    yield f'<div class="info">{key_values()}<div class="qr">{qr()}<p>扫码核验</p></div></div>'
    yield f"<h2>一、总体情况</h2>{text(random, 2)}<h2>二、考核得分分析</h2>{text(random, 2)}"
    yield f'<div class="charts"><figure>{radar(random)}<figcaption>图1　指标得分率</figcaption></figure>'
    yield f"<figure>{bars(random)}<figcaption>图2　季度得分同比</figcaption></figure></div>"
    yield f"<h2>三、基础工作指标得分明细</h2>{table(names[:4], random)}"
    yield f"<h2>四、履职成效指标得分明细</h2>{table(names[4:], random)}"
    yield f"<h2>五、存在的主要问题</h2>{text(random, 4)}<h2>六、改进意见</h2>{text(random, 4)}"
    yield '<div class="sign"><p>滨江市委员会考核工作领导小组</p><p>2026年1月15日</p></div>'


def text(random: Random, count: int) -> str:
    chosen = PARAGRAPHS[:2] if count == 2 else PARAGRAPHS[2:] * 2
    return "".join(f'<p class="t">{filled(paragraph, random)}</p>' for paragraph in chosen)


def filled(pattern: str, random: Random) -> str:
    return pattern.format(random.randint(1, 12), random.randint(10, 28), random.randint(29, 99))


def key_values() -> str:
    rows = (
        ("支部编号", "ZB0004", "所属区域", "滨江区工作委员会"),
        ("支部书记", "郑雪康", "联系人", "叶思"),
        ("成立时间", "2016年9月", "党员人数", "27人"),
    )
    cells = "".join(
        f"<tr><th>{a}</th><td>{b}</td><th>{c}</th><td>{d}</td></tr>" for a, b, c, d in rows
    )
    result = (
        '<tr><th>综合得分</th><td class="big">88.16分</td>'
        '<th>考核等次</th><td class="big">良好（第260名）</td></tr>'
    )
    return f'<table class="kv">{cells}{result}</table>'


def qr() -> str:
    matrix = segno.make_qr("https://sixlights.example.gov.cn/verify/4", error="m").matrix
    runs = []
    for y, row in enumerate(matrix):
        edges = [x for x, (a, b) in enumerate(pairwise([0, *row, 0])) if a != b]
        runs += [
            f"M{a} {y}h{b - a}v1h{a - b}z" for a, b in zip(edges[::2], edges[1::2], strict=True)
        ]
    return SVG.format(len(matrix), len(matrix), f'<path d="{"".join(runs)}"/>')


def label(x: float, y: float, anchor: str, size: int, words: str) -> str:
    font = 'font-family="&quot;Noto Sans CJK SC&quot;"'
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" {font}>{words}</text>'


def ring(radii: list[float]) -> str:
    return " ".join(
        f"{165 + r * sin(i * pi / 4):.1f},{127 - r * cos(i * pi / 4):.1f}"
        for i, r in enumerate(radii)
    )


def radar(random: Random) -> str:
    shapes = [
        f'<polygon points="{ring([84 * k / 5] * 8)}" fill="none" stroke="#bbb" stroke-width=".6"/>'
        for k in range(1, 6)
    ]
    scores = [random.uniform(70, 98) for _ in GROUPS]
    shapes.append(
        f'<polygon points="{ring([84 * s / 100 for s in scores])}" fill="#c00000" fill-opacity=".18"'
        ' stroke="#c00000" stroke-width="1.5"/>'
    )
    shapes.append(
        f'<polygon points="{ring([70] * 8)}" fill="none" stroke="#1f5fa8" stroke-dasharray="4 2"/>'
    )
    for i, (name, score) in enumerate(zip(GROUPS, scores, strict=True)):
        x, y = 165 + 96 * sin(i * pi / 4), 131 - 96 * cos(i * pi / 4)
        anchor = "middle" if i % 4 == 0 else "start" if i < 4 else "end"
        shapes.append(label(x, y, anchor, 11, f"{name} {score:.1f}"))
    return SVG.format(330, 250, "".join(shapes))


def bars(random: Random) -> str:
    shapes = []
    for k in range(6):
        y = 206 - k * 37.6
        shapes.append(f'<path d="M34 {y:.1f}H320" stroke="#ccc" stroke-width=".6"/>')
        shapes.append(label(30, y + 3.5, "end", 10, f"{k * 20}"))
    for i in range(8):
        value, x = random.uniform(70, 97), 45.4 + (i // 2) * 71.5 + (i % 2) * 24.4
        colour = "#c00000" if i % 2 else "#9db8d9"
        height = value * 1.88
        shapes.append(
            f'<rect x="{x:.1f}" y="{206 - height:.1f}" width="21.4" height="{height:.1f}" fill="{colour}"/>'
        )
        shapes.append(label(x + 10.7, 203 - height, "middle", 9, f"{value:.1f}"))
    for i, season in enumerate("一二三四"):
        shapes.append(label(69.8 + i * 71.5, 220, "middle", 11, f"第{season}季度"))
    for x, colour, words in ((93, "#9db8d9", "上年度"), (177, "#c00000", "本年度")):
        shapes.append(f'<rect x="{x}" y="234" width="9" height="9" fill="{colour}"/>')
        shapes.append(label(x + 12, 242, "start", 10, words))
    return SVG.format(330, 250, "".join(shapes))


def table(names: list[str], random: Random) -> str:
    columns = "".join(f'<col class="c{i}"/>' for i in range(1, 7))
    heads = "".join(f"<th>{head}</th>" for head in HEADS)
    return (
        f'<table class="ind"><colgroup>{columns}</colgroup><thead><tr>{heads}</tr></thead>'
        f"<tbody>{''.join(rows(names, random))}"
        '<tr class="sum"><td colspan="3">小计</td><td class="n">80</td><td class="n">69.0</td><td>得分率86.2%</td></tr>'
        "</tbody></table>"
    )


def rows(names: list[str], random: Random) -> Iterator[str]:
    number = 0
    for name in names:
        items = GROUPS[name].split()
        for index, item in enumerate(items):
            number += 1
            group = f'<td class="g" rowspan="{len(items)}">{name}</td>' if index == 0 else ""
            low = " low" if random.random() < 0.15 else ""
            remark = filled(random.choice(REMARKS), random)
            yield (
                f'<tr><td class="n">{number}</td>{group}<td>{item}</td><td class="n">5</td>'
                f'<td class="n{low}">{random.choice((3.5, 4.0, 4.5, 5.0))}</td><td>{remark}</td></tr>'
            )
