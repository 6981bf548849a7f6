import pytest

from apps.core import jobs
from apps.notices.choices import NoticeKind
from apps.notices.models import ChannelPreference, Notice
from apps.notices.telling import Said, tell, tell_each
from tests.core import ledger
from tests.notices.conftest import with_mail

OTHER = NoticeKind.OTHER


def test_tell_leaves_one_notice_for_each_person(users):
    tell(users=[users.secretary, users.staff, users.staff], kind=OTHER, text="  请查看 ", link="/")
    notice = Notice.objects.of(users.staff).get()
    assert (notice.text, notice.link, notice.is_new, notice.wants_mail) == (
        "请查看",
        "/",
        True,
        False,
    )
    assert Notice.objects.count() == 2


def test_disabled_account_is_passed_over(users):
    users.nobody.is_active = False
    assert tell(users=[users.nobody], kind=OTHER, text="请查看") == []


def test_same_key_is_said_once_to_each_person(users):
    tell(users=[users.staff], kind=OTHER, text="一", key="holidays-2027")
    new = tell(users=[users.staff, users.leader], kind=OTHER, text="二", key="holidays-2027")
    assert [n.user for n in new] == [users.leader]
    assert Notice.objects.count() == 2


def test_link_to_another_host_is_a_mistake_of_the_caller(users):
    with pytest.raises(ValueError, match="page of the portal"):
        tell(users=[users.staff], kind=OTHER, text="一", link="https://example.com/")
    assert not Notice.objects.exists()


def test_review_is_told_to_whoever_asked_for_it(users):
    ChannelPreference.objects.create(user=users.secretary, wants_reviews=True)
    tell(users=[users.secretary, users.stranger], kind=NoticeKind.REVIEWED, text="通过")
    assert [n.user for n in Notice.objects.all()] == [users.secretary]


@pytest.mark.parametrize(
    ("choices", "wanted"), [({}, True), ({"is_muted": True}, False)], ids=["mail", "muted"]
)
def test_mail_is_wanted_by_whoever_asked_and_is_not_muted(users, choices, wanted):
    with_mail(users.secretary, **choices)
    (notice,) = tell(users=[users.secretary], kind=OTHER, text="一")
    assert notice.wants_mail is wanted


@pytest.mark.parametrize("number", [1, 3])
def test_queries_of_telling(users, number, django_assert_num_queries):
    people = list(users.named().values())[:number]
    with django_assert_num_queries(4):  # with the savepoint's two
        tell_each(said=[Said(user, "一") for user in people], kind=OTHER)


def work(job) -> None:
    for pk in job.items.values_list("pk", flat=True):
        for _ in range(jobs.MAX_ATTEMPTS):
            jobs.work(pk)


def job_of(user, *keys):
    items = [jobs.NewItem(key) for key in keys]
    return jobs.enqueue(kind=ledger.KIND, title="打印年度表", items=items, by=user)


def test_end_of_a_job_is_told_to_whoever_started_it(users):
    job = job_of(users.staff, "a", "b")
    work(job)
    notice = Notice.objects.of(users.staff).get()
    assert notice.text == "“打印年度表”已完成"
    assert notice.link == f"/admin/core/job/{job.pk}/change/"


def test_failed_job_says_how_much_is_missing(users):
    ledger.faults["b"] = jobs.MAX_ATTEMPTS
    work(job_of(users.secretary, "a", "b"))
    notice = Notice.objects.of(users.secretary).get()
    assert notice.text == ("“打印年度表”没有全部完成：完成1项，1项没有成功，请打开查看原因")
    assert notice.link == ""


def test_cancelled_job_and_job_of_nobody_tell_nothing(users):
    work(job_of(None, "a"))
    job = job_of(users.staff, "a")
    jobs.cancel(job)
    jobs.sweep()
    assert not Notice.objects.exists()
