"""System checks: a template of the committee that cannot be filled is found at start."""

from django.core.checks import Error, register

from apps.meetings.documents import RecordSheet
from apps.meetings.printing import word
from apps.meetings.printing.records import SECTIONS

# Every section is there, so that every tag of the template is asked.
SAMPLE: RecordSheet = {
    "mark": "待审核",
    "correction": "更正原因",
    "organisation": "党支部",
    "title": "支委会",
    "heading": "支委会记录",
    "kind": "支委会",
    "number": "第1次",
    "held_on": "2026-01-01",
    "time": "2026年1月1日",
    "place": "会议室",
    "chair": "甲",
    "chair_reason": "书记出差",
    "recorder": "乙",
    "style": "摘要记录",
    "expected": 1,
    "present": 1,
    "roll": [
        {"number": 1, "name": "甲", "post": "", "member_kind": "", "status": "", "reason": ""}
    ],
    "attended": "甲",
    "absent": "",
    "guests": [{"name": "丙", "post": "", "reason": ""}],
    "agenda": [{"topic": "议题", "is_first_topic": True, "notes": ["学习内容"]}],
    "minutes": ["记录"],
    "speeches": [{"person": "甲", "paragraphs": ["同意"]}],
    "votes": [{"matter": "事项", "ayes": 1, "nays": 0, "abstentions": 0, "sentences": ["通过"]}],
    "review": {"excellent": 1, "qualified": 0, "basically_qualified": 0, "unqualified": 0},
    "follow_ups": [{"text": "决议", "outcome": "已落实", "words": "说明"}],
    "resolutions": [{"text": "决议", "owner": "甲", "due_on": "2026年2月1日"}],
    "signed": "2026年1月2日登记",
    "headings": dict(SECTIONS),
}


@register
def own_word_template_can_be_filled(app_configs, **kwargs):
    path = word.own_template()
    if path is None:
        return []
    try:
        word.render(SAMPLE)
    except Exception as error:  # a file of the committee's may be wrong in any way
        return [
            Error(
                f"Word 模板 {path} 不能使用：{error}",
                hint="请改正模板中的标记，或移走这个文件以使用内置模板",
                id="sixlights.E012",
            )
        ]
    return []
