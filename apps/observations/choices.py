from django.db import models


class ItemPart(models.TextChoices):
    """What an observer looks at: how the unit studies at all, and the sitting itself."""

    SYSTEM = "system", "制度落实"
    SITTING = "sitting", "现场旁听"


class Scale(models.TextChoices):
    """How one item of the form is answered."""

    GRADE = "grade", "好、较好、一般、差"
    YES_NO = "yes_no", "做到、没做到"
    POINTS = "points", "打分"


class Grade(models.TextChoices):
    """What an observer says of an item, and of the whole; NONE is for what could not be seen."""

    GOOD = "good", "好"
    FAIR = "fair", "较好"
    ORDINARY = "ordinary", "一般"
    POOR = "poor", "差"
    YES = "yes", "做到"
    NO = "no", "没做到"
    NONE = "none", "没有看到"


GRADES = (Grade.GOOD, Grade.FAIR, Grade.ORDINARY, Grade.POOR)
# The answers that each scale knows; points are told by a number instead.
ANSWERS: dict[str, tuple[Grade, ...]] = {
    Scale.GRADE: (*GRADES, Grade.NONE),
    Scale.YES_NO: (Grade.YES, Grade.NO, Grade.NONE),
    Scale.POINTS: (Grade.NONE,),
}


class ObservationStatus(models.TextChoices):
    PLANNED = "planned", "已安排"
    NOTIFIED = "notified", "已通知"
    HELD = "held", "已旁听"
    RETURNED = "returned", "已交反馈表"
    FED_BACK = "fed_back", "已反馈"
    CALLED_OFF = "called_off", "已取消"


# Still to be sat in on; session and observers may change.
AHEAD = (ObservationStatus.PLANNED, ObservationStatus.NOTIFIED)
# The sitting has been heard: what covers a unit in a cycle.
DONE = (ObservationStatus.HELD, ObservationStatus.RETURNED, ObservationStatus.FED_BACK)
WRITTEN = (ObservationStatus.RETURNED, ObservationStatus.FED_BACK)
# The observers still have their form to hand in.
WRITING = (ObservationStatus.NOTIFIED, ObservationStatus.HELD)
