"""Who can sign in: everybody who is or was secretary, and eleven accounts with fixed names."""

from dataclasses import dataclass
from typing import cast

from django.contrib.auth.hashers import make_password

from apps.accounts.models import User
from apps.branches.choices import SECRETARY_POSTS, Role
from apps.branches.models import RoleGrant
from apps.portal.city.bodies import Body, CityUnit, Tree
from apps.portal.city.people import Register
from apps.portal.city.plan import Plan
from apps.portal.city.tables import Tables
from apps.portal.city.units import CONVENING_UNITS

# Published on purpose: it opens invented rows only, and production refuses to make the city.
DEMO_PASSWORD = "SixLights-2026"  # noqa: S105
SALT = "six-lights-demonstration"


@dataclass(frozen=True)
class DemoAccount:
    username: str
    # None: whoever holds no role sees what he is assigned to.
    role: Role | None
    name: str
    errand: str


SECRETARY = DemoAccount(
    "shuji", Role.BRANCH_SECRETARY, "", "看本月应办事项，登记一次支委会并提交，打开本支部考核结果"
)
SUBTREE_SECRETARY = DemoAccount(
    "dangwei", Role.SUBTREE_SECRETARY, "", "审核下级支部提交的会议记录，看各支部完成情况"
)
CONVENOR = DemoAccount("zhaoji", Role.CONVENOR, "", "计划、记录联系片活动，收集意见建议")
CONTACT_LEADER = DemoAccount(
    "lianxi", Role.CONTACT_LEADER, "", "打开联系点的案头书，记录一次调研，回访以前的承诺"
)
INSPECTOR = DemoAccount("ducha", None, "", "打开参加的督查，在手机上登记一次现场督查和问题")
GRANTED = (
    DemoAccount("lingdao", Role.LEADER, "分管领导", "从全市数字逐级点到每一条会议记录"),
    DemoAccount(
        "gongwei", Role.COMMITTEE_STAFF, "工委干部", "进入工委工作台，维护组织和规则，启动年度考核"
    ),
    DemoAccount("fuhe", Role.COMMITTEE_STAFF, "工委复核干部", "批准别人录入的加分、扣分和部门评分"),
    DemoAccount("xitong", Role.SYSTEM_ADMIN, "系统管理员", "新建、停用账号；看不到业务数据"),
    DemoAccount("anquan", Role.SECURITY_ADMIN, "安全管理员", "授予和收回角色；不能新建账号"),
    DemoAccount("shenji", Role.AUDIT_ADMIN, "审计管理员", "查看登录、导出和授权变更的记录"),
)
DEMO_ACCOUNTS = (SECRETARY, SUBTREE_SECRETARY, CONVENOR, CONTACT_LEADER, INSPECTOR, *GRANTED)


class Office:
    """Opens accounts; one hash serves all, because hashing 1,000 times would take a minute."""

    def __init__(self, plan: Plan, tree: Tree, register: Register, tables: Tables) -> None:
        self.plan, self.tree, self.register, self.tables = plan, tree, register, tables
        self.rng = plan.stream("accounts")
        self.password = make_password(DEMO_PASSWORD, SALT)
        # Whoever entered something does not approve it (R-ASM-06).
        self.staff = self.approver = 0
        self.convenors: dict[int, int] = {}
        # Those whose one role is to show alone hold no contact point; one leader contacts a branch
        # that has an account too.
        self.alone: set[int] = set()
        self.contact: tuple[int, Body] | None = None
        # The unit of the accounts that show one unit's work.
        self.home: CityUnit = max(tree.units, key=lambda unit: len(unit.bodies))
        self.secretary = self.inspector = 0
        # Whose unit lends the inspector.
        self.sending = self.home

    def open(self) -> None:
        self._fixed()
        in_office = self._in_office()
        for body in self.tree.grassroots:
            for spell in body.posts.all:
                if spell.post in SECRETARY_POSTS:
                    self._personal(spell.person, is_active=spell.person in in_office)

    def _fixed(self) -> None:
        self.home = unit = self._demo_unit()
        branch = self._demo_branch(unit)
        self.secretary = cast(int, branch.secretary(self.plan.until))
        self._name_account(SECRETARY, self.secretary)
        self._name_account(SUBTREE_SECRETARY, cast(int, unit.top.secretary(self.plan.until)))
        self.alone = set(self.register.users)
        self._contact_leader(unit, branch)
        for convening in self._convening_units():
            self.convenors[convening.pk] = self._contact(convening)
        self._name_account(CONVENOR, self.convenors[unit.pk])
        self.sending = next(
            u for u in self.tree.units if u.branches() and u.pk not in self.convenors
        )
        self.inspector = self._contact(self.sending)
        self._name_account(INSPECTOR, self.inspector)
        for account in GRANTED:
            user = self._user(account.username, account.name)
            self._grant(user, cast(Role, account.role))
            if account.role == Role.COMMITTEE_STAFF:
                self.staff, self.approver = self.staff or user, user

    def _contact_leader(self, unit: CityUnit, branch: Body) -> None:
        """A member of a Party group who belongs to another branch, best of this unit and branch."""
        elsewhere = [(u, b) for u in self.tree.units for b in u.branches()]
        for place, contacted in [(unit, branch), *elsewhere]:
            members = {spell.person for spell in contacted.members.all}
            leaders = place.party_group.posts.on(self.plan.until) if place.party_group else []
            for spell in leaders:
                if spell.person not in members | self.register.users.keys():
                    self._name_account(CONTACT_LEADER, spell.person)
                    self.contact = spell.person, contacted
                    return

    def _convening_units(self) -> list[CityUnit]:
        return [unit for unit in self.tree.units if unit.name in CONVENING_UNITS]

    def _demo_unit(self) -> CityUnit:
        """The convening unit with most organisations, so that all three levels can be shown."""
        units = [unit for unit in self._convening_units() if not unit.top.is_branch]
        return max(units, key=lambda u: (self._holds_one_post(u.top), len(u.bodies)))

    def _demo_branch(self, unit: CityUnit) -> Body:
        """Old, with subgroups and a committee if possible."""
        old = [b for b in unit.branches() if b.founded_on < self.plan.start]
        free = [b for b in old if self._holds_one_post(b)] or old
        return max(free, key=lambda b: (bool(b.subgroups), len(b.posts.on(self.plan.until))))

    def _holds_one_post(self, body: Body) -> bool:
        """Whether its secretary is nothing else, so that his role shows alone."""
        secretary = body.secretary(self.plan.until)
        spells = [s for b in body.own_unit.bodies for s in b.posts.on(self.plan.until)]
        posts = [spell.person for spell in spells if spell.post in SECRETARY_POSTS]
        return secretary is not None and posts.count(secretary) == 1

    def _contact(self, unit: CityUnit) -> int:
        """A party worker who holds no post, so that the role of convenor shows alone."""
        branch = max(unit.branches(), key=lambda b: b.size)
        holders = {s.person for b in unit.bodies for s in b.posts.all} | self.register.users.keys()
        steady = [s.person for s in branch.members.on(self.plan.until) if s.end is None]
        person = next(p for p in reversed(steady) if p not in holders)
        self.register.phones[person] = self._phone()
        return person

    def _name_account(self, account: DemoAccount, person: int) -> None:
        user = self._user(account.username, self.register.names[person])
        self.register.users[person] = user
        self.register.phones[person] = self._phone()

    def _personal(self, person: int, *, is_active: bool) -> None:
        if person in self.register.users:
            return
        username = f"ry{person:06}"
        self.register.users[person] = self._user(username, self.register.names[person], is_active)
        if is_active:
            self.register.phones[person] = self._phone()

    def _in_office(self) -> set[int]:
        return {
            spell.person
            for body in self.tree.grassroots
            for spell in body.posts.on(self.plan.until)
            if spell.post in SECRETARY_POSTS
        }

    def _user(self, username: str, name: str, is_active: bool = True) -> int:
        return self.tables[User].add(
            username=username, name=name, password=self.password, is_active=is_active
        )

    def _grant(self, user: int, role: Role) -> None:
        self.tables[RoleGrant].add(
            user_id=user, role=role.value, valid_from=self.plan.start, reason="演示账号"
        )

    def _phone(self) -> str:
        """Of a series that no operator gives out."""
        return f"1000{self.rng.randrange(10**7):07}"
