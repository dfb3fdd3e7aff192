"""Flags about money [domain 4]: each rule is set when it holds, says why, and is cleared when it no longer does."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from financing.actions import compute_all
from financing.actions.flags import recompute_flags
from financing.models import MoneyFlag
from schools.models import LocationPeriod, NeighbourhoodTeam

from .stored import TODAY, take_in

pytestmark = pytest.mark.django_db
ACTUAL = "werkelijk", "verplichting;maand;bedrag\njgw-po;2018-02;{}\n"
COVER = "dekking", "betaler;jaar;volgorde;naam;soort;maximum;voor\ngemeente:GM0193;2018;1;structureel;structureel;{};\n"


def flags(rule):
    """Open flags of a rule after a night's work: subject, first day and sentence."""
    compute_all(today=TODAY)
    recompute_flags(today=TODAY)
    found = MoneyFlag.objects.filter(rule=rule, cleared_on__isnull=True).order_by("subject")
    return [(flag.subject, flag.since, flag.why) for flag in found]


def cleared(rule):
    return list(MoneyFlag.objects.filter(rule=rule, cleared_on=TODAY).values_list("subject", flat=True))


def test_unallocated_until_there_is_a_rule(money):
    take_in({"verplichtingen": "code;soort;bedrag;jaarbasis;van\nlos;programma;1200;kalenderjaar;2018-01-01\n"})
    assert flags("unallocated") == [
        (
            "los",
            date(2018, 1, 1),
            "€\u00a02.400,00 heeft geen betaler: er past geen verdeelsleutel, of een betaler is niet bekend.",
        )
    ]

    take_in({"verdeelsleutels": "sleutel;volgorde;betaler;deel;arrangement;van\nlos;1;rsj;1;los;2018-01-01\n"})

    assert (flags("unallocated"), cleared("unallocated")) == ([], ["los"])


def test_double_cost_until_the_yearly_amount_ends(money):
    """IB is paid by hours with a rate at 10AB00; a yearly amount for the same role there counts twice."""
    cost = "code;soort;rol;vestiging;bedrag;jaarbasis;van;tot\nib;jaarbedrag;IB;10AB00;9;kalenderjaar;{};{}\n"
    take_in({"verplichtingen": cost.format("2018-03-01", "")})
    assert [(subject, since) for subject, since, _ in flags("double_cost")] == [("ib", date(2018, 3, 1))]

    take_in({"verplichtingen": cost.format("2015-09-01", "2016-07-31")})

    assert (flags("double_cost"), cleared("double_cost")) == ([], ["ib"])


def test_no_rate_until_the_days_have_one(money):
    rate = "rol;van;tarief;tot\nIB;2015-08-01;66,18;{}\n"
    name = "uren/10AB00/IB/a@x.nl/2017-08-01"
    take_in({"uurtarieven": rate.format("2018-08-31")})
    assert flags("no_rate") == [
        (name, date(2018, 9, 1), "Vanaf 1 september 2018 geldt er geen tarief; die dagen kosten nu €\u00a00,00.")
    ]

    take_in({"uurtarieven": rate.format("")})

    assert (flags("no_rate"), cleared("no_rate")) == ([], [name])


def test_cover_runs_out_and_is_raised(money):
    take_in({COVER[0]: COVER[1].format(24_000)})
    found = {subject: why for subject, _, why in flags("cover")}
    assert found["gemeente:GM0193"] == "In 2018 is €\u00a0823,04 niet gedekt."
    assert found["bestuur:41001"].startswith("Geen dekking vastgelegd voor ")

    take_in({COVER[0]: COVER[1].format(30_000)})

    assert "gemeente:GM0193" not in {subject for subject, _, _ in flags("cover")}
    assert cleared("cover") == ["gemeente:GM0193"]


def test_a_pool_is_over_when_a_school_leaves_the_area(money):
    """8 hours for two schools, all agreed; one school moves to the other wijkteam."""
    row = LocationPeriod.objects.filter(location__code="11AB00")
    assert flags("pool") == []
    row.update(neighbourhood_team=NeighbourhoodTeam.objects.get(code="SWT2"))
    assert flags("pool") == [
        ("SWT1", TODAY, "Op 17 mei 2018 is 8 uur per week afgesproken; de pool is 4 uur."),
    ]

    row.update(neighbourhood_team=NeighbourhoodTeam.objects.get(code="SWT1"))

    assert (flags("pool"), cleared("pool")) == ([], ["SWT1"])


def test_a_pool_that_will_be_over_when_a_school_closes_is_told_now(money):
    """The day is that of the change, so that there is time to divide again [domain 3.7]."""
    row = LocationPeriod.objects.get(location__code="11AB00")
    LocationPeriod.objects.filter(pk=row.pk).update(period=DateRange(row.period.lower, date(2018, 11, 1)))

    assert flags("pool") == [
        ("SWT1", date(2018, 11, 1), "Op 1 november 2018 is 8 uur per week afgesproken; de pool is 4 uur."),
    ]


def test_capacity_of_a_day_and_of_a_school_year(money):
    """One place and two pupils; then room for all, but sixteen pupils in one school year."""
    place = "arrangement;leerling;van;woongemeente;besluit_school;besluit_gemeente;tot\n"
    room = "code;van;naam;vestiging;capaciteit;bedrag_per_plaats\nfase2;2017-08-01;Fase 2;10AB00;{};24000\n"
    second = "fase2;L2;2018-02-01;GM0193;2018-01-01;2018-01-01;\n"
    take_in({"plaatsingen": place + second, "arrangementen": room.format(1)})
    assert flags("capacity") == [("fase2", date(2018, 2, 1), "Op 1 februari 2018 zijn er 2 leerlingen op 1 plaatsen.")]

    take_in({"arrangementen": room.format(2)})
    assert (flags("capacity"), cleared("capacity")) == ([], ["fase2"])

    many = "".join(
        f"fase2;M{number};2017-08-{number:02};GM0193;2017-07-01;2017-07-01;2017-08-{number:02}\n"
        for number in range(1, 15)
    )
    take_in({"plaatsingen": place + many, "arrangementen": room.format(20)})
    assert flags("capacity") == [
        ("fase2", date(2017, 8, 1), "In dit schooljaar 16 leerlingen; afgesproken is hoogstens 15.")
    ]


def test_forecast_over_budget_by_more_than_five_per_cent(money):
    """jgw-po is 102,88 a month, 1.234,56 a year: 5 % more is 61,73."""
    take_in({ACTUAL[0]: ACTUAL[1].format("167,50")})
    assert flags("forecast") == [
        ("jgw-po", date(2018, 1, 1), "De prognose van 2018 is €\u00a01.296,30, en begroot is €\u00a01.234,56.")
    ]

    take_in({ACTUAL[0]: ACTUAL[1].format("100,00")})

    assert (flags("forecast"), cleared("forecast")) == ([], ["jgw-po"])


def test_what_was_seen_is_asked_again_only_when_it_became_urgent(money):
    """The same night twice sets nothing anew."""
    before = list(MoneyFlag.objects.order_by("pk").values_list("pk", "rule", "why"))

    assert recompute_flags(today=TODAY).set == 0
    assert list(MoneyFlag.objects.order_by("pk").values_list("pk", "rule", "why")) == before
