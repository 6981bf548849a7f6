"""The city's units: the five convening units of S0 first, then organs, institutions, firms."""

from apps.branches.choices import UnitKind


def listed(names: str) -> tuple[str, ...]:
    return tuple(names.split())


CONVENING_UNITS = ("市纪委监委机关", "市委宣传部", "市委政法委", "市财政局", "市医疗保障局")

ORGANS = listed(
    "市审计局 市气象局 市市场监管局 市公安局 市教育局 市卫生健康委 市住房城乡建设局 市交通运输局"
    " 市人力资源社会保障局 市自然资源和规划局 市农业农村局 市水利局 市生态环境局 市发展改革委"
    " 市委办公室 市人大机关 市政府办公室 市政协机关 市委组织部 市委统战部 市委编办 市直机关工委"
    " 市信访局 市委党史研究室 市档案馆 市法院 市检察院 市经济和信息化局 市科技局 市民政局 市司法局"
    " 市商务局 市文化和旅游局 市退役军人事务局 市应急管理局 市国资委 市体育局 市统计局 市林业局"
    " 市城市管理局 市数据资源管理局 市地方金融监管局 市机关事务管理局 市乡村振兴局 市投资促进局"
    " 市粮食和物资储备局 市民族宗教局 市人民防空办公室 市税务局 市海关 市邮政管理局 市烟草专卖局"
    " 市消防救援支队 市总工会 市团委 市妇联 市科协 市文联 市社科联 市侨联 市残联 市工商联"
    " 市红十字会 市贸促会 市民盟机关 市民建机关 市农工党机关 市九三学社机关"
)
INSTITUTIONS = listed(
    "市委党校 市第一人民医院 市中医院 市妇幼保健院 市疾控中心 市职业技术学院 市实验中学 市图书馆"
    " 市博物馆 市文化馆 市广播电视台 市报社 市公共资源交易中心 市住房公积金管理中心 市供销社"
    " 市地震监测中心 市农业科学院 市公路管理中心"
)
STATE_FIRMS = listed(
    "市城建投资集团 市交通投资集团 市水务集团 市公交集团 市文旅集团 市农业发展集团 市供电公司"
    " 市燃气公司 市电信公司 市银行机关"
)
NON_PUBLIC = listed(
    "市律师协会 市注册会计师协会 市民营企业联合会 市物流行业协会 市建筑业商会 市青年创业园"
    " 市养老服务联合会"
)

# The lines of business as fixtures/sectors.json names them; who is not listed is 经济财政.
SECTORS = {
    "党委综合": listed(
        "市纪委监委机关 市委宣传部 市委办公室 市人大机关 市政府办公室 市政协机关 市委组织部 市委统战部"
        " 市委编办 市直机关工委 市信访局 市委党史研究室 市档案馆 市机关事务管理局 市民族宗教局"
        " 市委党校 市广播电视台 市报社"
    ),
    "政法应急": listed(
        "市委政法委 市公安局 市法院 市检察院 市司法局 市退役军人事务局 市应急管理局"
        " 市人民防空办公室 市消防救援支队 市律师协会"
    ),
    "农业农村": listed(
        "市农业农村局 市水利局 市林业局 市乡村振兴局 市气象局 市供销社 市地震监测中心 市农业科学院"
        " 市农业发展集团"
    ),
    "城建交通": listed(
        "市住房城乡建设局 市交通运输局 市自然资源和规划局 市生态环境局 市城市管理局 市公路管理中心"
        " 市住房公积金管理中心 市城建投资集团 市交通投资集团 市水务集团 市公交集团 市燃气公司"
        " 市建筑业商会 市物流行业协会"
    ),
    "社会事业": listed(
        "市医疗保障局 市教育局 市卫生健康委 市人力资源社会保障局 市科技局 市民政局 市文化和旅游局"
        " 市体育局 市第一人民医院 市中医院 市妇幼保健院 市疾控中心 市职业技术学院 市实验中学 市图书馆"
        " 市博物馆 市文化馆 市文旅集团 市养老服务联合会"
    ),
    "群团统战": listed(
        "市总工会 市团委 市妇联 市科协 市文联 市社科联 市侨联 市残联 市工商联 市红十字会 市贸促会"
        " 市民盟机关 市民建机关 市农工党机关 市九三学社机关"
    ),
}
OTHER_SECTOR = "经济财政"

# Units with many more members than the rest, and how many times as many.
LARGE = {
    "市公安局": 9,
    "市税务局": 6,
    "市教育局": 5,
    "市第一人民医院": 6,
    "市卫生健康委": 4,
    "市市场监管局": 4,
    "市交通运输局": 4,
    "市住房城乡建设局": 4,
    "市法院": 3,
    "市检察院": 3,
    "市职业技术学院": 4,
    "市城建投资集团": 3,
    "市供电公司": 4,
    "市财政局": 2.5,
    "市纪委监委机关": 2.5,
}

# Units with one or two organisations.
SMALL = {*NON_PUBLIC, *ORGANS[ORGANS.index("市总工会") :], "市团委", "市档案馆", "市图书馆"}
SMALL_WEIGHT = 0.12

OFFICES = listed(
    "办公室 人事科 财务科 法规科 综合科 监督科 规划科 政策研究室 信息科 行政审批科 机关党委办公室"
    " 业务一科 业务二科 业务三科 稽查科 宣传教育科 项目科 资产科 统计科 安全科"
)
SUBORDINATES = listed(
    "服务中心 执法支队 研究院 信息中心 培训中心 监测站 管理处 质检所 档案室 事务中心"
)


def sector_of(name: str) -> str:
    return next((sector for sector, names in SECTORS.items() if name in names), OTHER_SECTOR)


def weight_of(name: str) -> float:
    return SMALL_WEIGHT if name in SMALL else LARGE.get(name, 1)


def named_units(count: int) -> list[tuple[str, UnitKind]]:
    """The first `count` units of the city in a fixed, mixed order."""
    rest = _interleaved()
    convening = [(name, UnitKind.ORGAN) for name in CONVENING_UNITS]
    return (convening + rest)[:count] + _numbered(count - len(convening) - len(rest))


def _interleaved() -> list[tuple[str, UnitKind]]:
    """So that a small city also has units of all four kinds."""
    queues = [
        [(name, UnitKind.ORGAN) for name in ORGANS],
        [(name, UnitKind.INSTITUTION) for name in INSTITUTIONS],
        [(name, UnitKind.STATE_FIRM) for name in STATE_FIRMS],
        [(name, UnitKind.NON_PUBLIC) for name in NON_PUBLIC],
    ]
    placed = [
        ((position + 0.5) / len(queue), number, unit)
        for number, queue in enumerate(queues)
        for position, unit in enumerate(queue)
    ]
    first_of_each = [queue[0] for queue in queues]
    later = [unit for _, _, unit in sorted(placed, key=lambda p: p[:2])]
    return first_of_each + [unit for unit in later if unit not in first_of_each]


def _numbered(count: int) -> list[tuple[str, UnitKind]]:
    """For a city larger than the list."""
    return [(f"市属第{n}服务中心", UnitKind.INSTITUTION) for n in range(1, count + 1)]
