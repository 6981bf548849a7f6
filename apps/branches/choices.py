from django.db import models


class UnitKind(models.TextChoices):
    """S0's zones mix all four (R-ZONE-02)."""

    ORGAN = "organ", "机关"
    INSTITUTION = "institution", "事业单位"
    STATE_FIRM = "state_firm", "国有企业"
    NON_PUBLIC = "non_public", "非公组织"


class OrganisationKind(models.TextChoices):
    WORK_COMMITTEE = "work_committee", "市直机关工委"
    PARTY_GROUP = "party_group", "党组（党委）"
    ORGAN_COMMITTEE = "organ_committee", "机关党委"
    GENERAL_BRANCH = "general_branch", "党总支"
    BRANCH = "branch", "党支部"
    JOINT_BRANCH = "joint_branch", "联合党支部"
    TEMPORARY_BRANCH = "temporary_branch", "临时党支部"
    FUNCTIONAL_BRANCH = "functional_branch", "功能型党支部"
    RETIRED_BRANCH = "retired_branch", "离退休干部党支部"
    SUBGROUP = "subgroup", "党小组"


BRANCH_KINDS = (
    OrganisationKind.BRANCH,
    OrganisationKind.JOINT_BRANCH,
    OrganisationKind.TEMPORARY_BRANCH,
    OrganisationKind.FUNCTIONAL_BRANCH,
    OrganisationKind.RETIRED_BRANCH,
)
# 基层党组织: what the figure 783 counts. A Party group and a subgroup are not among them.
GRASSROOTS_KINDS = (
    OrganisationKind.ORGAN_COMMITTEE,
    OrganisationKind.GENERAL_BRANCH,
    *BRANCH_KINDS,
)


class SetUpRule(models.TextChoices):
    """How a body should be set up (handbook 4.1): advice, never a bar."""

    BRANCH_AT_THREE = "R-ORG-01", "R-ORG-01 有正式党员 3 名以上应成立党支部"
    JOINT_BELOW_THREE = "R-ORG-02", "R-ORG-02 不足 3 名应联合成立，一般不超过 5 个单位"
    BRANCH_SIZE = "R-ORG-03", "R-ORG-03 党支部一般不超过 50 名党员"
    COMMITTEE_AT_SEVEN = "R-ORG-04", "R-ORG-04 有正式党员 7 名以上应设支部委员会"
    NO_COMMITTEE = "R-ORG-05", "R-ORG-05 不足 7 名设书记 1 名，必要时设副书记 1 名"
    GENERAL_BRANCH_SIZE = "R-ORG-06", "R-ORG-06 50 名以上、不足 100 名设党总支"
    COMMITTEE_SIZE = "R-ORG-07", "R-ORG-07 100 名以上设党的基层委员会"
    SEATS_ABOVE = "R-ORG-08", "R-ORG-08 委员会、党总支的委员名额"
    PROJECT = "R-ORG-09", "R-ORG-09 为期 6 个月以上的工程项目应成立党支部"
    MICRO_BRANCH = "R-ORG-10", "R-ORG-10 微支部一般由 2 个科室组成，10 人左右"


class MembershipKind(models.TextChoices):
    FULL = "full", "正式党员"
    PROBATIONARY = "probationary", "预备党员"


class RequestKind(models.TextChoices):
    """What a branch may ask to be changed in the register."""

    ADD = "add", "新增党员"
    TRANSFER = "transfer", "转接组织关系"
    CONFIRM = "confirm", "预备党员转正"
    REGROUP = "regroup", "调整党小组"
    CORRECT = "correct", "更正姓名或电话"
    OTHER = "other", "其他调整"


class RequestStatus(models.TextChoices):
    DRAFT = "draft", "未提交"
    REQUESTED = "requested", "待办理"
    DONE = "done", "已办理"
    REFUSED = "refused", "未予办理"
    WITHDRAWN = "withdrawn", "已撤回"


class Post(models.TextChoices):
    SECRETARY = "secretary", "书记"
    DEPUTY_SECRETARY = "deputy_secretary", "副书记"
    FULLTIME_DEPUTY = "fulltime_deputy", "专职副书记"
    ORGANISATION_MEMBER = "organisation_member", "组织委员"
    PUBLICITY_MEMBER = "publicity_member", "宣传委员"
    DISCIPLINE_MEMBER = "discipline_member", "纪检委员"
    COMMITTEE_MEMBER = "committee_member", "委员"
    SUBGROUP_LEADER = "subgroup_leader", "党小组组长"
    GROUP_MEMBER = "group_member", "党组成员"
    STANDING_MEMBER = "standing_member", "常委"
    DIVISION_CADRE = "division_cadre", "处级干部"


# R-ORG-05: without a committee a branch has a secretary and at most one deputy.
COMMITTEE_POSTS = (
    Post.ORGANISATION_MEMBER,
    Post.PUBLICITY_MEMBER,
    Post.DISCIPLINE_MEMBER,
    Post.COMMITTEE_MEMBER,
    Post.STANDING_MEMBER,
)
SECRETARY_POSTS = (Post.SECRETARY, Post.DEPUTY_SECRETARY, Post.FULLTIME_DEPUTY)


class Role(models.TextChoices):
    COMMITTEE_STAFF = "committee_staff", "工委干部"
    BRANCH_SECRETARY = "branch_secretary", "支部书记"
    SUBTREE_SECRETARY = "subtree_secretary", "党委（总支）书记"
    CONVENOR = "convenor", "召集单位联系人"
    CONTACT_LEADER = "contact_leader", "联系点领导"
    FORMER_SECRETARY = "former_secretary", "前任书记（只读）"
    LEADER = "leader", "领导（只读）"
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDIT_ADMIN = "audit_admin", "审计管理员"


class GradeKind(models.TextChoices):
    """What a body is graded by (handbook 5): local measures, each with versions of its own."""

    STARS = "stars", "星级党支部"
    FOUR_STRENGTHS = "four_strengths", "“四强”党支部"
    CLASSES = "classes", "分类定级"
    RED_FLAG = "red_flag", "红旗党小组"


class Move(models.TextChoices):
    """提档进位: a grade beside the one of the year before."""

    UP = "up", "晋级"
    SAME = "same", "保持"
    DOWN = "down", "降级"


class HandoverStatus(models.TextChoices):
    REQUESTED = "requested", "待确认"
    CONFIRMED = "confirmed", "已确认"
    DECLINED = "declined", "已退回"
    CANCELLED = "cancelled", "已撤回"


# Granted by the security administrator; the other roles follow from posts and zones.
GRANTABLE_ROLES = (
    Role.COMMITTEE_STAFF,
    Role.LEADER,
    Role.SYSTEM_ADMIN,
    Role.SECURITY_ADMIN,
    Role.AUDIT_ADMIN,
)
# 三员分立: nobody holds two of these, and they share no permission.
ADMINISTRATORS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)
