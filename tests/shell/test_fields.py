"""Dates, periods and amounts as Dutch people write them."""

import datetime
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange

from shell.fields import DutchDateField, DutchDecimalField, EuroField, PeriodField, parse_date, write_period
from shell.forms import dutch_field

SEP_1 = datetime.date(2026, 9, 1)


@pytest.mark.parametrize(
    "text",
    [
        "1-9-2026",
        "01-09-2026",
        "1/9/2026",
        "1.9.2026",
        "1 9 2026",
        " 1 - 9 - 2026 ",
        "01092026",
        "2026-09-01",
        "2026-9-1",
        "1 sep 2026",
        "1 sept. 2026",
        "1 september 2026",
        "1 SEPTEMBER 2026",
        "1-sep-2026",
        "1sep2026",
    ],
)
def test_a_day_is_understood(text):
    assert parse_date(text) == SEP_1


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("jan", 1),
        ("januari", 1),
        ("feb", 2),
        ("mrt", 3),
        ("maart", 3),
        ("mei", 5),
        ("juni", 6),
        ("jul", 7),
        ("okt", 10),
    ],
)
def test_months_have_their_dutch_names(text, month):
    assert parse_date(f"3 {text} 2026") == datetime.date(2026, month, 3)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "morgen",
        "31-2-2026",
        "9-13-2026",
        "2026-13-1",
        "1-9-26",
        "1-9",
        "1 ju 2026",
        "1 ma 2026",
        "1-9-20260",
        "20260901",
        "1-1-0001",
    ],
)
def test_what_is_no_day_is_not_guessed(text):
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("31-2-2026", "Vul een datum in, bijvoorbeeld 1-9-2026."),
        ("1-9-26", "Vul het jaar in met 4 cijfers, bijvoorbeeld 1-9-2026."),
        ("31-8-2026", "Vul een datum in op of na 1-9-2026."),
        ("1-9-2027", "Vul een datum in op of voor 31-8-2027."),
    ],
)
def test_a_wrong_day_is_explained(text, says):
    field = DutchDateField(earliest=SEP_1, latest=lambda: datetime.date(2027, 8, 31))
    with pytest.raises(ValidationError) as raised:
        field.clean(text)
    assert raised.value.messages == [says]


def test_the_limits_themselves_are_allowed():
    field = DutchDateField(earliest=SEP_1, latest=lambda: SEP_1)
    assert field.clean("1-9-2026") == SEP_1


def test_a_day_is_shown_as_one_writes_it_and_counts_as_unchanged():
    field = DutchDateField()
    assert field.widget.format_value(SEP_1) == "1-9-2026"
    assert not field.has_changed(SEP_1, "01-09-2026")
    assert field.has_changed(SEP_1, "2-9-2026")
    assert field.has_changed(SEP_1, "onzin")


def test_a_period_includes_its_last_day():
    period = PeriodField().clean(["1-9-2026", "31-7-2027"])
    assert period == DateRange(SEP_1, datetime.date(2027, 8, 1), "[)")
    assert PeriodField().widget.decompress(period) == [SEP_1, datetime.date(2027, 7, 31)]
    assert write_period(period) == "1-9-2026 tot en met 31-7-2027"


def test_a_period_may_be_open():
    period = PeriodField().clean(["1-9-2026", ""])
    assert period == DateRange(SEP_1, None, "[)")
    assert write_period(period) == "vanaf 1-9-2026"
    assert PeriodField(required=False).clean(["", ""]) is None


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [
        ("", "31-7-2027", "Vul in vanaf welke dag."),
        ("1-9-2026", "", "Vul in tot en met welke dag."),
        ("1-9-2026", "31-8-2026", "De laatste dag ligt voor de eerste dag. Vul een latere laatste dag in."),
        ("1-9-26", "31-8-2026", "Vul het jaar in met 4 cijfers, bijvoorbeeld 1-9-2026."),
    ],
)
def test_a_wrong_period_is_explained(first, last, says):
    with pytest.raises(ValidationError) as raised:
        PeriodField(open_ended=False).clean([first, last])
    assert raised.value.messages == [says]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1234,56", "1234.56"),
        ("1.234,56", "1234.56"),
        ("€ 1.234,56", "1234.56"),
        ("1 234,56", "1234.56"),
        ("1234.56", "1234.56"),
        ("1.234", "1234"),
        ("1.234.567", "1234567"),
        ("7,5", "7.5"),
        ("7.5", "7.5"),
        ("-7,5", "-7.5"),
        ("0,125", "0.125"),
    ],
)
def test_an_amount_is_understood(text, number):
    assert DutchDecimalField().clean(text) == Decimal(number)


def test_an_amount_is_shown_with_a_comma():
    assert DutchDecimalField().prepare_value(Decimal("7.50")) == "7,50"
    assert DutchDecimalField().prepare_value("7,") == "7,"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("1,234", "Gebruik niet meer dan 2 cijfers achter de komma."),
        ("veel", "Vul een getal in, bijvoorbeeld 7,5."),
        ("12345678901", "Gebruik niet meer dan 10 cijfers voor de komma."),
    ],
)
def test_a_wrong_amount_is_explained(text, says):
    with pytest.raises(ValidationError) as raised:
        EuroField().clean(text)
    assert raised.value.messages == [says]


def test_model_forms_get_the_dutch_fields():
    assert isinstance(dutch_field(models.DateField()), DutchDateField)
    assert isinstance(dutch_field(models.DecimalField(max_digits=5, decimal_places=2)), DutchDecimalField)
    assert type(dutch_field(models.DateTimeField())) is forms.DateTimeField
    assert type(dutch_field(models.CharField(max_length=5))) is forms.CharField
