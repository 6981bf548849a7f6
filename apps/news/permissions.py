"""Who writes, reviews and keeps what 党员之家 shows; published pages are everybody's."""

from apps.branches.choices import Role
from apps.branches.scope import allow, allow_of_others

REGISTERS = ("infosubmission", "infoadoption", "infofile", "case")
OPEN = ("studysession", "trainingclass", "audience")
# The audiences of a class are rows of its own form.
KEPT = (*REGISTERS, *OPEN, "classaudience")
VIEW = tuple(f"news.view_{name}" for name in ("article", *REGISTERS, *OPEN))
WRITE = ("news.add_article", "news.change_article", "news.add_infosubmission")

for role in (Role.BRANCH_SECRETARY, Role.SUBTREE_SECRETARY):
    allow(role, *VIEW, *WRITE)
# 初审 is the higher body's, never that of the secretary whose body wrote it.
allow_of_others(Role.SUBTREE_SECRETARY, "news.review_article")
allow(Role.LEADER, *VIEW)
allow(
    Role.COMMITTEE_STAFF,
    *VIEW,
    *WRITE,
    *(f"news.{step}_article" for step in ("review", "recheck", "publish")),
    "news.view_classaudience",
    *(f"news.{action}_{name}" for name in KEPT for action in ("add", "change")),
)
