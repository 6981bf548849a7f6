"""72 texts that break programs; each comes back as it was saved, or is refused in a sentence."""

import unicodedata

BIDI = {
    "rtl override": "会议\u202eexe.txt",
    "rtl isolate": "会议\u2067记录\u2069",
    "arabic letter mark": "会\u061c议",
}
CONTROLS = {
    "nul": "张\x00三",
    "bell": "会\x07议",
    "escape": "会\x1b[31m议",
    "delete": "会\x7f议",
    "c1": "会\x80\x9f议",
    "vertical tab": "一\x0b二",
    "form feed": "一\x0c二",
    "next line": "一\x85二",
    "line separator": "一\u2028二",
    "paragraph separator": "一\u2029二",
    "carriage return": "一\r二",
    "header injection": "会议\r\nSet-Cookie: a=b",
    "tab": "一\t二",
    "noncharacter": "会\ufffe议\uffff",
}
BROKEN = {
    "high surrogate": "残\ud800",
    "low surrogate": "\udc00缺",
    "surrogates of invalid utf-8": b"\xff\xfe\xc0\xaf".decode("utf-8", "surrogateescape"),
    "surrogates of gbk": "会议".encode("gbk").decode("utf-8", "surrogateescape"),
    "mojibake of gbk": "会议记录".encode("gbk").decode("latin-1"),
    "overlong as replaced": b"\xc0\xaf".decode("utf-8", "replace"),
}
INVISIBLE = {
    "bom inside": "会\ufeff议",
    "zero-width only": "\u200b\u200c\u2060",
    "spaces only": "  \u3000\u00a0 ",
    "zero-width between": "会\u200b议",
    "soft hyphen": "会\u00ad议",
}
MARKS = {
    "500 combining marks": "a" + "\u0301\u0327" * 250,
    "decomposed": unicodedata.normalize("NFD", "Café Ångström"),
    "composed": "Café Ångström",
    "compatibility ligature": "ﬁ ㎏ Ⅳ",
}
WIDTHS = {
    "full-width digits": "２０２６年１１月",
    "full-width letters": "ＡＢＣ党支部",
}
EMOJI = {
    "emoji": "😀会议",
    "family": "👨‍👩‍👧‍👦",
    "flag": "🇨🇳",
}
CHINESE = {
    "extension a": "㐀㐁",
    "extension b": "𠮷野",
    "extension c": "𪜀",
    "extension d": "𫝀",
    "extension g": "𰀀",
    "radical": "⺠⼈",
    "compatibility ideograph": "金\uf90a",
    "private use": "\ue000",
    "variation sequence": "葛\U000e0100城",
    "zero": "二〇二六",
    "old form": "㕫",
    "names": "镕喆堃昇琤",
    "middle dot": "买买提·艾力",
    "katakana dot": "买买提・艾力",
    "bullet": "买买提•艾力",
    "dot operator": "买买提⋅艾力",
    "hyphenation point": "买买提‧艾力",
}
LONG = {
    "a megabyte": "党" * 350_000,
    "one line of 100,000": "x" * 100_000,
    "100,000 lines": "\n" * 100_000 + "完",
}
CODE = {
    "script": "<script>alert(1)</script>",
    "image": '"><img src=x onerror=alert(1)>',
    "template": "{{ 7*7 }}{% now 'Y' %}${7*7}%s%(x)s",
    "address": "javascript:alert(1)",
    "statement": "'; DROP TABLE branches_person; --",
    "wildcards": "100%_的\\党员",
    "regular expression": "(a+)+$",
    "path": "../../etc/passwd",
    "escaped as in a workbook": "_x0041_党",
}
FORMULAS = {
    "formula": "=1+1",
    "plus": "+8613800000000",
    "at": "@SUM(A1)",
    "full-width formula": "＝1+1",
}
MARKED = {"secret": "秘密★1年", "numbers": "340101199001011234 13800001234"}

CORPUS: dict[str, str] = {
    **BIDI,
    **CONTROLS,
    **BROKEN,
    **INVISIBLE,
    **MARKS,
    **WIDTHS,
    **EMOJI,
    **CHINESE,
    **LONG,
    **CODE,
    **FORMULAS,
    **MARKED,
}
