"""Pages of money: what they show to whom, what they refuse, and what they cost."""

import datetime
from io import BytesIO

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from financing.actions import compute_all
from financing.actions.flags import recompute_flags
from financing.models import BudgetLine, HoursAgreement, HoursRate, MoneyFlag
from financing.queries import Grouping
from financing.views.base import to_address
from schools.actions import jobs
from schools.models import Job, NeighbourhoodTeam, SchoolLocation
from tests.cast import appoint, person

from .stored import TODAY, cost, take_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_the_day():
    with time_machine.travel(datetime.datetime(2018, 5, 17, 12, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def controller(money, as_):
    return as_(money.controller, role="CONTROLLER")


def get(client, name, *args, **query):
    return client.get(reverse(f"financing:{name}", args=args), query)


@pytest.mark.parametrize("grouping", list(Grouping))
@pytest.mark.parametrize("period", ["2018", "2017-2018", "2018-K2", "2018-03"])
def test_the_totals_of_the_budget_are_those_of_its_lines(controller, grouping, period):
    page = get(controller, "budget", periode=period, per=grouping)
    first, after = {
        "2018": ("2018-01-01", "2019-01-01"),
        "2017-2018": ("2017-08-01", "2018-08-01"),
        "2018-K2": ("2018-04-01", "2018-07-01"),
        "2018-03": ("2018-03-01", "2018-04-01"),
    }[period]
    lines = BudgetLine.objects.filter(month__gte=first, month__lt=after)

    assert page.status_code == 200
    assert page.context["total"].budget == sum(line.budget for line in lines)
    assert page.context["total"].forecast == sum(line.forecast for line in lines)


LISTS = (
    "lines",
    "cover",
    "pools",
    "flags",
    "condition",
    "closing",
    "facts",
    "settlements",
    "vo",
    "value",
    "workbook",
)
MORE = {
    "verplichtingen": "code;soort;rol;bedrag;jaarbasis;van\n"
    + "".join(f"extra{n};programma;;100;kalenderjaar;2018-01-01\n" for n in range(2)),
    "uurtarieven": "rol;van;tarief\nZC;2018-01-01;1\nSMW;2018-01-01;1\n",
    "dekking": "betaler;jaar;volgorde;naam;soort;maximum\nrsj;2018;1;a;structureel;1\nrsj;2018;2;b;structureel;1\n",
    "verdeelsleutels": "sleutel;volgorde;betaler;deel;arrangement;van\nx;1;rsj;1;extra0;2018-01-01\ny;1;swv:1;1;extra1;2018-01-01\n",
    "werkafspraken": "wijkteam;vestiging;van;uren\nSWT1;11AB00;2018-01-01;1\n",
    "arrangementen": "code;van;naam;vestiging;capaciteit;bedrag_per_plaats\nk1;2017-08-01;K;10AB00;1;1\nk2;2017-08-01;K;10AB00;1;1\n",
    "plaatsingen": "arrangement;leerling;van;besluit_school;besluit_gemeente\nk1;a;2018-01-01;2018-01-01;2018-01-01\nk2;b;2018-01-01;;\n",
}


@pytest.mark.parametrize("rows", [1, 3])
def test_the_budget_costs_seven_queries_and_a_list_at_most_nine(controller, rows):
    if rows > 1:
        take_in(MORE)
        compute_all(today=TODAY)
        recompute_flags(today=TODAY)

    assert cost(controller, reverse("financing:budget") + "?periode=2018&per=school") == 6
    assert {name: number for name in LISTS if (number := cost(controller, reverse(f"financing:{name}"))) > 9} == {}


def test_from_the_budget_to_the_line_to_its_rule_and_facts(controller):
    budget = get(controller, "budget", periode="2018", per="betaler")
    url = next(url for name, url, _ in budget.context["rows"] if name == "gemeente Zwolle")
    below = controller.get(url)
    code = next(code for name, code, _ in below.context["rows"] if name == "jgw-po")

    page = get(controller, "commitment", code, periode="2018", maand="2018-02")

    said = {step.about: step.says for step in page.context["steps"]}
    assert said["Wat kost het"] == "JGW: €\u00a01.234,56 per jaar, dus een twaalfde per maand"
    assert said["Wie betaalt"] == (
        "Van 1 februari 2018 tot en met 28 februari 2018 geldt verdeelsleutel ‘JGW’: bestuur 1/3 deel, gemeente 2/3 deel. "
        "Dat zijn: de schoolbesturen samen, gemeente Zwolle."
    )
    assert said["Hele centen"].endswith("Het verschil is het bedrag van de maand: €\u00a0102,88.")
    assert sum(row.budget for row, _ in page.context["of_month"]) == 102_88


def test_hours_are_explained_by_hours_weeks_and_rate(controller):
    name = "uren/10AB00/IB/a@x.nl/2017-08-01"
    page = get(controller, "commitment", to_address(name), periode="2018", maand="2018-02")

    said = {step.about: step.says for step in page.context["steps"]}
    assert said["Wat kost het"] == (
        "4 uur per week × 40 weken × €\u00a066,18 per uur = €\u00a010.588,80 per jaar, dus een twaalfde per maand"
    )


def test_a_board_sees_what_it_pays_and_why(money, as_):
    client = as_(money.board_member, role="BOARD")
    budget = get(client, "budget", periode="2018")
    name = "uren/10AB00/IB/a@x.nl/2017-08-01"
    page = get(client, "commitment", to_address(name), periode="2018", maand="2018-02")

    assert [name for name, _, _ in budget.context["rows"]] == ["bestuur 41001"] or len(budget.context["rows"]) == 1
    assert [step.about for step in page.context["steps"]][:3] == ["Wat kost het", "Wanneer", "Wie betaalt"]
    assert get(client, "commitment", to_address("plaats/fase2/L1/2017-09-01")).status_code == 404
    for refused in ("closing", "workbook", "facts", "what_if", "vo", "value"):
        assert get(client, refused).status_code == 403


def test_cover_shows_sources_and_what_is_left(controller):
    page = get(controller, "cover", jaar="2018")
    (zwolle,) = page.context["payers"]

    assert (zwolle.name, [row.name for row in zwolle.sources]) == ("gemeente Zwolle", ["structureel"])
    assert (zwolle.short, zwolle.ways) == (0, [])
    assert [one.name for one in page.context["without"]] == ["Bestuur 1", "de schoolbesturen samen"]
    assert get(controller, "cover_file", jaar="2018").content.startswith(b"betaler;volgorde;naam;maximum;gedekt\n")


def test_a_shortfall_comes_with_four_ways_to_steer_and_their_figures(controller):
    """W4's kind of year: € 500 structural and € 100 incidental for JGW, of € 823,04; a source for the place has money left."""
    take_in(
        {
            "dekking": "betaler;jaar;volgorde;naam;soort;maximum;voor\n"
            "gemeente:GM0193;2018;1;structureel;structureel;500;JGW\n"
            "gemeente:GM0193;2018;2;PPN;incidenteel;100;JGW\n"
            "gemeente:GM0193;2018;3;doel 2.3.2;structureel;30000;fase2\n",
            "uurtarieven": "rol;van;tarief\nJGW;2018-01-01;25\n",
            "aanstellingen": "vestiging;rol;medewerker;van;uren_per_week\n10AB00;JGW;b@x.nl;2018-01-01;1\n",
        }
    )
    compute_all(today=TODAY)
    (zwolle,) = get(controller, "cover", jaar="2018").context["payers"]
    said = {way.title: way.says for way in zwolle.ways}

    assert zwolle.short == 3_556_38  # 823,04 and two thirds of 5 hours × 40 weeks × € 25, minus 600
    assert said["Minder uren"].endswith("is een heel jaar 3,6 uur per week minder jeugd- en gezinswerker.")
    assert list(said) == ["Anders werken", "Prioriteiten herschikken", "Langer investeren", "Minder uren"]
    assert "‘doel 2.3.2’ heeft nog €\u00a06.000,00" in said["Prioriteiten herschikken"]
    assert "‘PPN’ (€\u00a0100,00)" in said["Langer investeren"]
    source = controller.get(zwolle.ways[2].url).context["form"]
    assert (source.initial["maximum"], source.initial["status"]) == ("3556,38", "voorgenomen")


# ---- Hours ----------------------------------------------------------------------------------------------------------
@pytest.fixture
def lead(money, as_):
    someone = person("Lien Leider")
    appoint(someone, "SWT_LEAD", at=NeighbourhoodTeam.objects.get(code="SWT1"))
    return as_(someone, role="SWT_LEAD")


def test_a_lead_divides_the_hours_of_the_own_wijkteam(lead):
    assert get(lead, "budget").url == reverse("financing:pools")
    page = get(lead, "pools")
    assert [board.pool.team for board in page.context["boards"]] == ["SWT1"]

    url = reverse("financing:agree", args=["SWT1", "10AB00"])
    done = lead.post(url, {"start": "1-6-2018", "hours": "1,5"})

    assert done.status_code == 302
    assert HoursAgreement.objects.filter(location__code="10AB00", period__startswith="2018-06-01").get().hours == 1.5
    assert lead.get(reverse("financing:agree", args=["SWT2", "10AB00"])).status_code == 404


def test_more_than_the_pool_is_refused_with_the_reason(lead):
    before = list(HoursAgreement.objects.values_list("location__code", "hours", "period"))
    page = lead.post(reverse("financing:agree", args=["SWT1", "10AB00"]), {"start": "1-6-2018", "hours": "99"})

    assert "meer dan de pool van 8 uur (2 scholen × 4 uur)" in page.content.decode()
    assert list(HoursAgreement.objects.values_list("location__code", "hours", "period")) == before


# ---- Closing and the workbook ---------------------------------------------------------------------------------------
def work(job):
    jobs.run(job=job.pk, today=TODAY)
    job.refresh_from_db()
    return job


def test_a_month_is_closed_by_the_controller_who_means_it(controller, money):
    month = 2018 * 12 + 1
    page = controller.post(reverse("financing:closing"), {"month": month})
    assert "Zet een vinkje als u zeker weet" in page.content.decode()

    controller.post(reverse("financing:closing"), {"month": month, "sure": "on"})
    job = work(Job.objects.get())

    assert (job.state, job.outcome[0][:24]) == ("done", "2018-02 is afgesloten: ".ljust(24)[:23] + job.outcome[0][23])
    page = get(controller, "closing")
    assert page.context["closed"][0].closed_by_name == money.controller.name
    assert [value for value, _ in page.context["form"].fields["month"].choices] == [month + 1]


def test_a_workbook_with_wrong_cells_names_them_and_changes_nothing(controller):
    out = get(controller, "workbook_file").content
    book = load_workbook(BytesIO(out))
    book["verplichtingen"]["G2"] = "veel"
    changed = BytesIO()
    book.save(changed)
    changed.seek(0)
    changed.name = "werkmap.xlsx"
    sent = controller.post(reverse("financing:workbook"), {"workbook": changed})
    job = work(Job.objects.get())

    page = controller.get(sent.url)

    assert job.state == "refused"
    assert [(cell["sheet"], cell["row"], cell["column"]) for cell in page.context["cells"]] == [
        ("verplichtingen", "2", "bedrag")
    ]


def test_the_workbook_that_was_downloaded_changes_nothing(controller):
    sent = BytesIO(get(controller, "workbook_file").content)
    sent.name = "werkmap.xlsx"
    controller.post(reverse("financing:workbook"), {"workbook": sent})
    job = work(Job.objects.get())

    assert (job.state, job.outcome) == (
        "done",
        ["De werkmap is gelijk aan wat er al stond; er is niets veranderd."],
    )
    assert get(controller, "empty_workbook_file").status_code == 200


# ---- Facts, settlement, what if -------------------------------------------------------------------------------------
def test_a_new_rate_ends_the_one_before(controller):
    controller.post(
        reverse("financing:new_fact", args=["tarief"]),
        {"role": "IB", "start": "1-1-2018", "rate": "70,50", "weeks": ""},
    )
    rates = HoursRate.objects.filter(role="IB").order_by("period")

    assert [(str(one.rate), one.period.upper) for one in rates] == [
        ("66.18", datetime.date(2018, 1, 1)),
        ("70.50", None),
    ]


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ("bestuur 1/2\ngemeente 1/3", "De delen zijn samen 5/6, en niet 1."),
        ("de school 1", "Regel 1: schrijf een betaler"),
        ("bestuur 1", "Sleutel ‘IB’ geldt al voor hetzelfde op deze dagen."),
    ],
)
def test_a_rule_that_cannot_be_is_refused_with_the_reason(controller, parts, says):
    page = controller.post(
        reverse("financing:new_fact", args=["verdeelsleutel"]),
        {"code": "nieuw", "parts": parts, "role": "IB", "period_0": "1-1-2018", "status": "vastgesteld"},
    )
    assert says in page.content.decode()


@pytest.mark.parametrize(
    "kind",
    [
        "tarief",
        "verplichting",
        "programma",
        "verdeelsleutel",
        "dekking",
        "populatiebudget",
        "werkelijk",
        "woongemeente",
        "aanname",
    ],
)
def test_each_fact_has_a_form_that_says_what_is_missing(controller, kind):
    url = reverse("financing:new_fact", args=[kind])
    assert controller.get(url).status_code == 200
    assert "<title>Fout:" in controller.post(url, {"once": ""}).content.decode()


def test_a_programme_stands_at_schools_with_its_own_sharing_and_is_one_row_of_the_budget(controller):
    """THINK op school at two schools: € 6.000 each in a school year, half board and half municipality [domain 3.3, 6]."""
    schools = list(SchoolLocation.objects.filter(code__in=["10AB00", "12AB00"]).values_list("pk", flat=True))
    told = {"name": "THINK op school", "code": "think", "schools": schools, "amount": "6.000", "basis": "schooljaar"}
    more = {"period_0": "1-8-2018", "parts": "bestuur 1/2\ngemeente 1/2", "decision": "50/50", "status": "vastgesteld"}
    url = reverse("financing:new_fact", args=["programma"])
    wrong = controller.post(url, {**told, **more, "name": ""})
    assert "Kies een programma, of vul een naam in." in wrong.content.decode()

    assert controller.post(url, {**told, **more}).status_code == 302
    compute_all(today=TODAY)
    page = get(controller, "budget", periode="2018-2019", per="programma")
    rows = {name: (url, amounts) for name, url, amounts in page.context["rows"]}

    assert rows["THINK op school"][1].budget == 12_000_00
    below = controller.get(rows["THINK op school"][0])
    assert [name for name, _, _ in below.context["rows"]] == ["think-10AB00", "think-12AB00"]
    rest = controller.get(rows["geen programma"][0])
    assert sum(amounts.budget for _, _, amounts in rest.context["rows"]) == rows["geen programma"][1].budget
    payers = BudgetLine.objects.filter(name="think-10AB00").values_list("payer", flat=True).distinct()
    assert sorted(payers) == ["bestuur:41001", "gemeente:GM0193"]
    assert "heeft al een verplichting of sleutel" in controller.post(url, {**told, **more}).content.decode()


@pytest.mark.parametrize("kind", ["pdf", "xlsx"])
def test_the_settlement_of_a_payer_is_a_file(controller, kind):
    made = get(controller, "settlement_file", to_address("gemeente:GM0193"), kind, periode="2018")

    assert made.status_code == 200
    assert made.content.startswith({"pdf": b"%PDF", "xlsx": b"PK"}[kind])


def test_what_if_shows_the_difference_and_stores_nothing(controller):
    page = get(controller, "what_if", periode="2018", rol="JGW", delen="gemeente 1", vanaf="1-1-2018")
    rows = dict(page.context["rows"])

    assert rows["gemeente Zwolle"].more == 411_52
    assert rows["de schoolbesturen samen"].more == -411_52
    compute_all(today=TODAY)
    assert BudgetLine.objects.filter(name="jgw-po", payer="bestuur:*", month__year=2018).count() == 12


def test_flags_are_set_and_seen(controller, money):
    flag = MoneyFlag.objects.filter(cleared_on__isnull=True).first()
    assert flag is not None
    controller.post(reverse("financing:flag_seen", args=[flag.pk]))
    flag.refresh_from_db()
    assert flag.seen_by == [money.controller.pk]
