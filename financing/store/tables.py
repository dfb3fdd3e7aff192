"""How each kind of fact lies in its table: the statements that take facts from a staging table, set-based.

The staging table `told` has a column for each field of the fact, by the field's name; codes become keys by joins.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from fractions import Fraction
from operator import attrgetter
from typing import Any

from django.db.backends.utils import CursorWrapper

from financing.books import facts

STAGING = "told"

#: What a staging column holds, by the name of the field; text when it is not here. Amounts are whole cents.
_TYPES = {
    **dict.fromkeys(("start", "end", "day", "decided_by_school", "decided_by_municipality"), "date"),
    **dict.fromkeys(("hours", "weeks", "rate", "amount", "amount_per_place", "maximum"), "numeric"),
    **dict.fromkeys(("month", "year", "order", "capacity", "minutes"), "int"),
}
_PERIOD = 'daterange(s.start, s."end")'
_LOCATION = "left join schools_schoollocation l on l.code = s.location"


@dataclass(frozen=True)
class Table:
    """A table, what each of its columns becomes, from `told s` and joins, and which columns are the key of a row.

    `period` in a key stands for its first day. `first` are statements that go before. `once` are columns that a new row needs
    and that are not the workbook's to change afterwards.
    """

    name: str
    becomes: Mapping[str, str]
    key: tuple[str, ...]
    joins: str = ""
    told: str = STAGING
    first: tuple[str, ...] = ()
    once: tuple[str, ...] = ()

    @property
    def _rows(self) -> str:
        what = ", ".join(f'{value} as "{column}"' for column, value in self.becomes.items())
        return f"select {what} from {self.told} s {self.joins}"

    @property
    def _same(self) -> str:
        return " and ".join(
            "lower(t.period) = lower(n.period)" if column == "period" else f't."{column}" = n."{column}"'
            for column in self.key
        )

    def write(self, cursor: CursorWrapper) -> None:
        """What is known is replaced before anything is added: an earlier period makes room for the next."""
        for statement in self.first:
            cursor.execute(statement)
        columns = ", ".join(f'"{column}"' for column in self.becomes)
        add = f"insert into {self.name} ({columns}) select {columns} from ({self._rows}) n"
        cursor.execute(f"select exists (select from {self.name})")
        if cursor.fetchone()[0]:
            kept = {*self.key, *self.once} - {"period"}
            changed = [column for column in self.becomes if column not in kept]
            sets = ", ".join(f'"{column}" = n."{column}"' for column in changed)
            cursor.execute(f"update {self.name} t set {sets} from ({self._rows}) n where {self._same}")
            add += f" where not exists (select from {self.name} t where {self._same})"
        cursor.execute(add)


def columns_of(kind: type[facts.Fact]) -> dict[str, str]:
    """The staging columns of a kind, with their types."""
    return {field.name: _TYPES.get(field.name, "text") for field in fields(kind)}


def row_of(kind: type[facts.Fact]) -> Callable[[Any], Sequence[object]]:
    """How a fact becomes a row of the staging table."""
    return _ROWS.get(kind) or attrgetter(*columns_of(kind))


def _fraction(value: Fraction) -> str:
    return f"{value.numerator}/{value.denominator}"


_ROWS: dict[type[facts.Fact], Callable[[Any], Sequence[object]]] = {
    facts.Source: lambda row: [
        ",".join(row.scope) if field == "scope" else getattr(row, field) for field in columns_of(facts.Source)
    ],
    facts.ShareLine: lambda row: [
        _fraction(row.fraction) if field == "fraction" else getattr(row, field) for field in columns_of(facts.ShareLine)
    ],
}

_PERSON = Table(
    "accounts_user",
    {
        "email": "s.email",
        "name": "coalesce(s.name, '')",
        # No password that anybody has: they sign in only after an invitation.
        "password": "'!' || replace(gen_random_uuid()::text, '-', '')",
        "is_active": "true",
        "is_demo": "false",
        "date_joined": "now()",
    },
    ("email",),
    once=("password", "is_active", "is_demo", "date_joined"),
)

#: The team of a location to which somebody with a role belongs [formats, sheet vestigingen].
_TEAM_OF = """
join (
  select distinct on (d.location, d.role) d.location, d.role, t.id
  from (select distinct location, role from told) d join schools_schoollocation l on l.code = d.location
  join schools_supportteam t on t.location_id = l.id
  join (
    select distinct on (location_id) location_id, app.sector_of(type) as sector from schools_locationperiod
    order by location_id, period desc
  ) main using (location_id)
  order by d.location, d.role,
    t.sector = case when d.role in ('IB', 'JGW') then 'PO' when d.role in ('ZC', 'SMW') then 'VO' else main.sector end desc,
    t.sector = main.sector desc, t.sector
) team on team.location = s.location and team.role = s.role"""

TABLES: dict[type[facts.Fact], Table] = {
    facts.Person: _PERSON,
    facts.Appointment: Table(
        "schools_appointment",
        {
            "person_id": "u.id",
            "role": "s.role",
            "team_id": "team.id",
            "period": _PERIOD,
            "hours_per_week": "s.hours",
            "employer_id": "e.id",
            "mandate_limit": "''",
        },
        ("person_id", "role", "team_id", "period"),
        f"join accounts_user u on u.email = s.person left join schools_employer e on e.name = s.employer {_TEAM_OF}",
        once=("mandate_limit",),
    ),
    facts.Rate: Table(
        "financing_hoursrate",
        {"role": "s.role", "period": _PERIOD, "rate": "s.rate / 100", "weeks": "s.weeks"},
        ("role", "period"),
    ),
    facts.HoursNorm: Table(
        "financing_hoursnorm", {"role": "s.role", "period": _PERIOD, "hours": "s.hours"}, ("role", "period")
    ),
    facts.YearlyCost: Table(
        "financing_yearlycost",
        {
            "code": "s.code",
            "kind": "s.kind",
            "description": "coalesce(s.description, '')",
            "role": "coalesce(s.role, '')",
            "sector": "coalesce(s.sector, '')",
            "location_id": "l.id",
            "amount": "s.amount / 100",
            "basis": "s.basis",
            "period": _PERIOD,
            "decision": "coalesce(s.decision, '')",
            "status": "s.status",
        },
        ("code",),
        _LOCATION,
    ),
    facts.Arrangement: Table(
        "schools_arrangementterms",
        {
            "arrangement_id": "a.id",
            "period": _PERIOD,
            "name": "coalesce(s.name, '')",
            "location_id": "l.id",
            "capacity": "s.capacity",
            "amount_per_place": "s.amount_per_place / 100",
            "decision": "coalesce(s.decision, '')",
            "intended": "s.status = 'voorgenomen'",
        },
        ("arrangement_id", "period"),
        f"join schools_arrangement a on a.code = s.code {_LOCATION}",
        first=(
            """insert into schools_arrangement (code, name)
               select distinct on (code) code, coalesce(name, code) from told order by code, start desc
               on conflict (code) do nothing""",
        ),
    ),
    facts.Placement: Table(
        "financing_placement",
        {
            "arrangement_id": "a.id",
            "pupil_code": "s.pupil",
            "period": _PERIOD,
            "home_id": "m.id",
            "decided_by_school": "s.decided_by_school",
            "decided_by_municipality": "s.decided_by_municipality",
        },
        ("arrangement_id", "pupil_code", "period"),
        "join schools_arrangement a on a.code = s.arrangement left join schools_municipality m on m.code = s.municipality",
    ),
    # A rule is replaced as a whole: `told` holds all of its lines.
    facts.ShareLine: Table(
        "financing_costsharerule",
        {
            "code": "s.rule",
            "role": "coalesce(s.role, '')",
            "sector": "coalesce(s.sector, '')",
            "location_id": "l.id",
            "arrangement": "coalesce(s.arrangement, '')",
            "period": _PERIOD,
            "decision": "coalesce(s.decision, '')",
            "status": "s.status",
        },
        ("code",),
        _LOCATION,
        '(select distinct on (rule) * from told order by rule, "order")',
        first=(
            "delete from financing_costshareline where rule_id in "
            "(select r.id from financing_costsharerule r join told on told.rule = r.code)",
        ),
    ),
    facts.Source: Table(
        "financing_fundingsource",
        {
            "payer": "s.payer",
            "year": "s.year",
            "order": 's."order"',
            "name": "coalesce(s.name, '')",
            "kind": "s.kind",
            "maximum": "s.maximum / 100",
            "scope": "string_to_array(coalesce(s.scope, ''), ',')",
            "decision": "coalesce(s.decision, '')",
            "status": "s.status",
        },
        ("payer", "year", "order"),
    ),
    facts.Actual: Table(
        "financing_actual",
        {"name": "s.name", "month": "make_date(s.month / 12, s.month % 12 + 1, 1)", "amount": "s.amount / 100"},
        ("name", "month"),
    ),
    facts.Agreement: Table(
        "financing_hoursagreement",
        {"neighbourhood_team_id": "w.id", "location_id": "l.id", "period": _PERIOD, "hours": "s.hours"},
        ("neighbourhood_team_id", "location_id", "period"),
        f"join schools_neighbourhoodteam w on w.code = s.team {_LOCATION}",
    ),
    facts.Logged: Table(
        "financing_loggedhours",
        {"on": "s.day", "location_id": "l.id", "role": "s.role", "person_id": "u.id", "minutes": "s.minutes"},
        ("on", "location_id", "role", "person_id"),
        f"join accounts_user u on u.email = s.person {_LOCATION}",
    ),
}

SHARE_LINES = """
insert into financing_costshareline (rule_id, "order", payer, numerator, denominator)
select r.id, s."order", s.payer, split_part(s.fraction, '/', 1)::numeric, split_part(s.fraction, '/', 2)::numeric
from told s join financing_costsharerule r on r.code = s.rule
"""
