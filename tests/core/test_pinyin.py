"""Names are found by what people type: in full, by initials, and by the surname read right."""

from datetime import date

import pytest

from apps.branches.models import Organisation, Person, Unit
from apps.branches.services import rename_organisation
from apps.core.imports import update_rows
from apps.core.pinyin import COMPOUND_SURNAMES, SURNAMES, compact, keys_of_name, keys_of_person
from tests import cast


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("曾国藩", "zengguofan zgf cengguofan cgf"),
        ("单雄信", "shanxiongxin sxx danxiongxin dxx"),
        ("仇英", "qiuying qy chouying cy"),
        ("解缙", "xiejin xj jiejin jj"),
        ("盖宽饶", "gekuanrao gkr gaikuanrao"),
        ("区伯", "oubo ob qubo qb"),
        ("朴树", "piaoshu ps pushu"),
        ("查良镛", "zhaliangyong zly chaliangyong cly"),
        ("尉迟恭", "yuchigong ycg weichigong wcg"),
        ("万俟咏", "moqiyong mqy wanqiyong wqy"),
        ("隗嚣", "kuixiao kx weixiao wx"),
        ("吕布", "lvbu lb"),
        ("王伟", "wangwei ww"),
        ("买买提·吐尔逊", "maimaitituerxun mmttex"),
        ("·", ""),
    ],
)
def test_person_is_read_as_the_family_says_it_first(name, keys):
    assert keys_of_person(name) == keys


def test_table_of_surnames_is_long_enough_and_differs_from_the_common_reading():
    assert len(SURNAMES) >= 60
    for surname in [*SURNAMES, *COMPOUND_SURNAMES]:
        assert len(keys_of_person(f"{surname}明").split()) >= 2


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("市银行业监管局", "shiyinhangyejianguanju syhyjgj"),
        ("A组2026", "azu2026 az2026"),
        ("Ａ组", "azu az"),
    ],
)
def test_words_decide_how_a_body_is_read(name, keys):
    assert keys_of_name(name) == keys


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Zeng Guofan", "zengguofan"),
        ("xi'an", "xian"),
        ("ＺＧＦ", "zgf"),
        ("lü", "lv"),
        ("曾国", ""),
        ("%_\\", ""),
    ],
)
def test_typed_text_is_brought_to_the_form_of_a_key(typed, key):
    assert compact(typed) == key


def test_pinyin_follows_save_and_bulk_create(db):
    person = cast.make_person("曾国藩")
    assert Person.objects.get(pk=person.pk).pinyin == "zengguofan zgf cengguofan cgf"
    Person.objects.bulk_create([Person(code="P-B", name="单雄信")])
    assert Person.objects.get(code="P-B").pinyin.startswith("shanxiongxin sxx")
    person.name = "仇英"
    person.save()
    assert Person.objects.get(pk=person.pk).pinyin == "qiuying qy chouying cy"


def test_pinyin_follows_the_statement_of_an_import(db):
    unit = cast.make_unit("市财政局")
    unit.name = "市审计局"
    update_rows([unit], ["name"])
    assert Unit.objects.get(pk=unit.pk).pinyin == "shishenjiju ssjj"


def test_pinyin_follows_a_renaming_and_leaves_no_history_of_its_own(city):
    rename_organisation(organisation=city.branch, name="市财政局机关党支部", on=date(2026, 3, 1))
    stored = Organisation.objects.get(pk=city.branch.pk)
    assert stored.pinyin == keys_of_name("市财政局机关党支部")
    before = stored.events.count()
    Organisation.objects.filter(pk=stored.pk).update(pinyin="")
    assert stored.events.count() == before
