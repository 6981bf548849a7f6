"""Invented names: surnames and given characters by weight, a few rare and minority ones."""

import random

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
    "苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯"
)
RARE_SURNAMES = ("欧阳", "司马", "上官", "诸葛", "尉迟", "逄", "昝", "亓", "佘", "郗")
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华文建国志玉兰红梅晓春海燕鹏飞婷雪辉"
    "宇浩然子轩欣怡佳慧思远雨晨博文俊凯瑞泽嘉琪梦洁振东立新永康学良德胜家瑞云龙向阳少波"
    "宏亮彦斌继业长青书瑶景行若兰清源润生可心知行一鸣"
)
RARE_GIVEN = ("镕", "喆", "堃", "昇", "琤", "𠮷", "翀", "祎", "赟", "玥", "頔", "垚")
# First and second parts of names that are written with a middle dot.
MINORITY = (
    (
        ("阿依努尔", "古丽米热", "买买提江", "艾尔肯", "热娜"),
        ("库尔班", "艾山", "吐尔逊", "玉素甫"),
    ),
    (("扎西", "卓玛", "次仁", "央金"), ("多吉", "平措", "旺堆", "拉姆")),
    (("巴特尔", "其其格", "阿古拉"), ("苏和", "乌兰", "宝音")),
    (("沙马", "吉克", "阿苏"), ("木呷", "阿依", "拉龙")),
)
RARE_SHARE, MINORITY_SHARE, SINGLE_SHARE = 0.012, 0.004, 0.17


def person_name(rng: random.Random) -> str:
    if rng.random() < MINORITY_SHARE:
        first, second = rng.choice(MINORITY)
        return f"{rng.choice(first)}·{rng.choice(second)}"
    return _surname(rng) + _given(rng)


def _surname(rng: random.Random) -> str:
    if rng.random() < RARE_SHARE:
        return rng.choice(RARE_SURNAMES)
    # The front of the list is far more frequent than its end, as in life.
    return SURNAMES[int(len(SURNAMES) * rng.random() ** 1.8)]


def _given(rng: random.Random) -> str:
    if rng.random() < RARE_SHARE:
        return rng.choice(RARE_GIVEN) + rng.choice(("", rng.choice(GIVEN)))
    if rng.random() < SINGLE_SHARE:
        return rng.choice(GIVEN)
    return rng.choice(GIVEN) + rng.choice(GIVEN)
