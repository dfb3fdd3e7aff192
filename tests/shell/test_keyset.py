"""Paging by key: every row once, in order, forward and back, and without counting."""

import datetime
import decimal
import json
import uuid

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, DateField, DateTimeField, DecimalField, UUIDField, Value
from django.http import QueryDict
from hypothesis import given
from hypothesis import settings as tried
from hypothesis import strategies as st

from shell.keyset import paginate

pytestmark = pytest.mark.django_db
KEYS = ("-app_label", "model")  # any table with a repeated and a unique column would do


def table():
    return ContentType.objects.filter(app_label__startswith="test")


def fill(levels):
    return ContentType.objects.bulk_create(
        ContentType(app_label=f"test{level}", model=f"k{at:02}") for at, level in enumerate(levels)
    )


@pytest.fixture
def rows():
    """Seven rows, three of them equal in the first key."""
    return fill([5, 4, 3, 3, 3, 2, 1])


def page(query="", *, keys=KEYS, size=3):
    return paginate(table(), keys=keys, query=QueryDict(query), size=size)


def names(one):
    return [row.model for row in one.rows]


def test_forward_shows_every_row_once(rows):
    first = page()
    second = page(f"na={first.next}")
    third = page(f"na={second.next}")
    assert [names(first), names(second), names(third)] == [["k00", "k01", "k02"], ["k03", "k04", "k05"], ["k06"]]
    assert (first.previous, third.next) == ("", "")


def test_back_shows_the_same_pages(rows):
    first = page()
    second = page(f"na={first.next}")
    third = page(f"na={second.next}")
    again = page(f"voor={third.previous}")
    start = page(f"voor={again.previous}")
    assert (names(again), names(start)) == (names(second), names(first))
    assert start.previous == ""
    assert names(page(f"na={start.next}")) == names(second)


def test_a_full_last_page_has_no_next(rows):
    assert page(size=7).next == ""
    assert page(f"na={page(size=4).next}").next == ""


def test_rows_that_come_and_go_shift_nothing(rows):
    first = page()
    table().filter(model__in=["k00", "k02"]).delete()
    ContentType.objects.create(app_label="test9", model="new")
    assert names(page(f"na={first.next}")) == ["k03", "k04", "k05"]


def test_no_rows():
    empty = page()
    assert (empty.rows, empty.next, empty.previous) == ([], "", "")


@pytest.mark.parametrize("cursor", ["", "onzin", "gAAAAA", "é"])
def test_a_cursor_that_is_not_ours_shows_the_first_page(rows, cursor):
    assert names(page(f"na={cursor}")) == ["k00", "k01", "k02"]
    assert names(page(f"voor={cursor}")) == ["k00", "k01", "k02"]


def test_a_cursor_of_another_order_shows_the_first_page(rows):
    assert names(page(f"na={page().next}", keys=("model",))) == ["k00", "k01", "k02"]


def test_a_cursor_says_nothing_to_who_reads_it(rows):
    """Keys may be names of children, and addresses stay behind in histories and logs."""
    cursor = page(keys=("model",)).next
    assert "k02" not in cursor
    assert json.dumps(["sk02"]) not in cursor


def test_a_key_that_may_be_empty_is_refused(rows):
    with_nothing = table().annotate(nothing=Value(None, CharField()))
    with pytest.raises(TypeError, match="never NULL"):
        paginate(with_nothing, keys=("nothing", "model"), query=QueryDict(), size=1)


@pytest.mark.parametrize(
    ("value", "field"),
    [
        (datetime.date(2026, 9, 1), DateField()),
        (datetime.datetime(2026, 9, 1, 10, 32, 1, 5, tzinfo=datetime.UTC), DateTimeField()),
        (decimal.Decimal("1.50"), DecimalField(max_digits=5, decimal_places=2)),
        (uuid.UUID(int=7), UUIDField()),
    ],
)
def test_a_key_may_be_of_any_kind(rows, value, field):
    keyed = table().annotate(key=Value(value, field))
    first = paginate(keyed, keys=("key", "id"), query=QueryDict(), size=3)
    second = paginate(keyed, keys=("key", "id"), query=QueryDict(f"na={first.next}"), size=9)
    assert names(first) + names(second) == ["k00", "k01", "k02", "k03", "k04", "k05", "k06"]


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_is_one_query(django_assert_num_queries, rows, count):
    cursor = page(size=count).next
    with django_assert_num_queries(1):
        page(f"na={cursor}", size=count)


@tried(deadline=None)
@given(levels=st.lists(st.integers(0, 3), max_size=12), size=st.integers(1, 5))
def test_pages_together_are_the_list(levels, size):
    table().delete()
    fill(levels)
    whole = [row.model for row in table().order_by(*KEYS)]
    seen, cursor = [], ""
    while True:
        one = page(f"na={cursor}" if cursor else "", size=size)
        seen += names(one)
        if not one.next:
            break
        cursor = one.next
    assert seen == whole
