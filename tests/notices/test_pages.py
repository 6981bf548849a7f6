import pytest
from django.urls import reverse

from apps.notices.choices import NoticeKind
from apps.notices.models import ChannelPreference, Notice
from apps.notices.telling import tell
from tests.notices.conftest import with_mail

LIST = reverse("notices:notice_list")
PREFERENCE = reverse("notices:preference")
HOME = reverse("portal:home")


def say(user, text="请查看", link="/duties/") -> Notice:
    return tell(users=[user], kind=NoticeKind.OTHER, text=text, link=link)[0]


def test_home_counts_what_is_new_and_only_that(users, as_user):
    client = as_user(users.secretary)
    assert client.get(HOME).context["new_notices"] == 0
    first, _ = say(users.secretary), say(users.secretary)
    say(users.stranger)
    assert client.get(HOME).context["new_notices"] == 2
    client.get(first.get_absolute_url())
    assert client.get(HOME).context["new_notices"] == 1


def test_opening_leads_to_the_thing(users, as_user):
    client = as_user(users.secretary)
    assert client.get(say(users.secretary).get_absolute_url())["Location"] == "/duties/"
    plain = say(users.secretary, link="")
    assert client.get(plain.get_absolute_url())["Location"] == LIST


def test_notice_of_somebody_else_does_not_exist(users, as_user):
    notice = say(users.secretary)
    for name in ("subtree_secretary", "staff", "stranger"):
        client = as_user(getattr(users, name))
        assert client.get(notice.get_absolute_url()).status_code == 404
        assert "请查看" not in client.get(LIST).content.decode()
    notice.refresh_from_db()
    assert notice.is_new


def test_all_are_marked_at_once_and_only_one_s_own(users, as_user):
    say(users.secretary)
    say(users.stranger)
    client = as_user(users.secretary)
    assert "全部标为看过" in client.get(LIST).content.decode()
    client.post(reverse("notices:notice_seen"))
    assert "全部标为看过" not in client.get(LIST).content.decode()
    assert Notice.objects.new().count() == 1


def test_long_list_goes_on_below(users, as_user):
    for number in range(35):
        say(users.secretary, text=f"第{number}条")
    client = as_user(users.secretary)
    first = client.get(LIST)
    second = client.get(first.context["older_url"])
    texts = [n.text for page in (first, second) for n in page.context["notices"]]
    assert texts == [f"第{number}条" for number in reversed(range(35))]
    assert client.get(f"{LIST}?after=x").status_code == 404


def test_text_is_shown_as_text(users, as_user):
    say(users.secretary, text="<script>alert(1)</script>")
    assert "<script>alert" not in as_user(users.secretary).get(LIST).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_queries_of_the_list(users, as_user, number, django_assert_num_queries):
    for _ in range(number):
        say(users.secretary)
    client = as_user(users.secretary)
    with django_assert_num_queries(5):
        client.get(LIST)


def answers(**given) -> dict:
    return {"email": "", "version": 1, "quiet_from": "", "quiet_until": "", **given}


def test_preference_is_kept(users, as_user):
    client = as_user(users.secretary)
    given = answers(email="a@example.cn", by_mail="on", quiet_from="12:00", quiet_until="14:00")
    assert client.post(PREFERENCE, given).status_code == 302
    kept = ChannelPreference.objects.get(user=users.secretary)
    assert (kept.by_mail, kept.quiet_from.hour, kept.version) == (True, 12, 2)
    users.secretary.refresh_from_db()
    assert users.secretary.email == "a@example.cn"
    assert 'value="12:00"' in client.get(PREFERENCE).content.decode()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"by_mail": "on"}, "请先填写电子邮箱"),
        ({"email": "随便"}, "邮箱地址写法不对"),
        ({"quiet_from": "12:00"}, "请同时填写开始和结束"),
        ({"quiet_from": "25:00", "quiet_until": "14:00"}, "时间写成 12:00"),
        ({"quiet_from": "08:00", "quiet_until": "18:00"}, "不能把它全部占去"),
        ({"quiet_from": "18:00", "quiet_until": "17:30"}, "不能把它全部占去"),
    ],
)
def test_preference_that_cannot_be_is_refused_in_words(users, as_user, given, words):
    page = as_user(users.secretary).post(PREFERENCE, answers(**given))
    assert page.status_code == 422
    assert words in page.content.decode()
    assert not ChannelPreference.objects.exists()


def test_stale_preference_is_told(users, as_user):
    with_mail(users.secretary)
    ChannelPreference.objects.update(version=3)
    page = as_user(users.secretary).post(PREFERENCE, answers(is_muted="on"))
    assert page.status_code == 422
    assert "没有保存" in page.content.decode()
    assert not ChannelPreference.objects.get().is_muted
