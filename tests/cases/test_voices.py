"""Which voices are needed on a day: every age and every combination, in Python and in the database alike [domain 2.2]."""

import datetime
import itertools
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases import voices
from cases.models import Case, Consent, ConsentVoice, Guardian, Guardianship
from cases.models.sharing import Purpose
from cases.reading.family import family_of, given_of
from cases.voices import Child, Given, Needed, Span
from tests.cases.conftest import youth_desk
from tests.cast import Town
from zwolle_ot import law

D = datetime.date
BORN = D(2014, 6, 15)
MOTHER, FATHER, AUNT = uuid4(), uuid4(), uuid4()
ALWAYS = (Span(BORN),)


def child(*guardians: UUID) -> Child:
    return Child(BORN, dict.fromkeys(guardians, ALWAYS))


@pytest.mark.parametrize(
    ("day", "age"),
    [(D(2026, 6, 14), 11), (D(2026, 6, 15), 12), (D(2030, 6, 14), 15), (D(2030, 6, 15), 16), (D(2014, 6, 15), 0)],
)
def test_age_changes_on_the_birthday(day: D, age: int) -> None:
    assert voices.age_on(BORN, day) == age


def test_who_is_born_on_29_february_grows_older_on_1_march_in_a_common_year() -> None:
    born = D(2012, 2, 29)
    assert voices.age_on(born, D(2025, 2, 28)) == 12
    assert voices.age_on(born, D(2025, 3, 1)) == 13
    assert voices.birthday(born, 12) == D(2024, 2, 29)


@pytest.mark.parametrize(
    ("age", "guardians", "needed"),
    [
        *((age, (MOTHER, FATHER), Needed(frozenset({MOTHER, FATHER}), pupil=False)) for age in range(12)),
        *((age, (MOTHER, FATHER), Needed(frozenset({MOTHER, FATHER}), pupil=True)) for age in range(12, 16)),
        *((age, (MOTHER, FATHER), Needed(frozenset(), pupil=True)) for age in range(16, 23)),
        *((age, (), Needed(frozenset(), pupil=age >= 12, guardian_unknown=True)) for age in range(16)),
        *((age, (), Needed(frozenset(), pupil=True)) for age in range(16, 23)),
    ],
)
def test_needed_voices_at_every_age(age: int, guardians: tuple[UUID, ...], needed: Needed) -> None:
    first, last = voices.birthday(BORN, age), voices.birthday(BORN, age + 1) - datetime.timedelta(days=1)
    assert voices.needed_voices(child(*guardians), first) == needed
    assert voices.needed_voices(child(*guardians), last) == needed


def test_gezag_counts_on_the_days_that_it_holds() -> None:
    someone = Child(BORN, {MOTHER: ALWAYS, FATHER: (Span(BORN, D(2020, 1, 1)),)})
    assert voices.needed_voices(someone, D(2019, 12, 31)).guardians == {MOTHER, FATHER}
    assert voices.needed_voices(someone, D(2020, 1, 1)).guardians == {MOTHER}


@pytest.mark.parametrize("age", [8, 13, 17])
def test_it_holds_exactly_when_every_needed_voice_is_there(age: int) -> None:
    """All combinations of the three voices."""
    day = voices.birthday(BORN, age)
    everybody: list[UUID | None] = [MOTHER, FATHER, None]
    for size in range(4):
        for spoken in itertools.combinations(everybody, size):
            consent = Given(Span(BORN), dict.fromkeys(spoken, (Span(BORN),)))
            needed = {8: {MOTHER, FATHER}, 13: {MOTHER, FATHER, None}, 17: {None}}[age]
            assert voices.holds(child(MOTHER, FATHER), consent, day) == (needed <= set(spoken)), (age, spoken)
            assert voices.missing_voices(child(MOTHER, FATHER), consent, day) == needed - set(spoken)


def test_without_a_known_guardian_nobody_under_16_can_be_spoken_for() -> None:
    by_pupil = Given(Span(BORN), {None: (Span(BORN),)})
    assert not voices.holds(child(), by_pupil, D(2027, 1, 1))
    assert voices.holds(child(), by_pupil, D(2031, 1, 1))


def test_it_lapses_on_the_12th_and_the_16th_birthday_when_the_young_person_did_not_agree() -> None:
    by_mother = Given(Span(D(2026, 1, 1)), {MOTHER: (Span(D(2026, 1, 1)),)})
    assert voices.ends_on(child(MOTHER), by_mother, D(2026, 1, 1)) == D(2026, 6, 15)

    both = Given(Span(D(2026, 1, 1)), {MOTHER: (Span(D(2026, 1, 1)),), None: (Span(D(2026, 1, 1)),)})
    assert voices.ends_on(child(MOTHER), both, D(2026, 1, 1)) is None


def test_withdrawal_counts_from_its_own_day() -> None:
    withdrawn = Given(Span(D(2025, 1, 1)), {MOTHER: (Span(D(2025, 1, 1), D(2025, 3, 1)),)})
    assert voices.holds(child(MOTHER), withdrawn, D(2025, 2, 28))
    assert not voices.holds(child(MOTHER), withdrawn, D(2025, 3, 1))
    assert voices.ends_on(child(MOTHER), withdrawn, D(2025, 1, 1)) == D(2025, 3, 1)


def test_a_guardian_who_gets_gezag_later_ends_a_consent_without_them() -> None:
    someone = Child(BORN, {MOTHER: ALWAYS, AUNT: (Span(D(2025, 9, 1)),)})
    by_mother = Given(Span(D(2025, 1, 1)), {MOTHER: (Span(D(2025, 1, 1)),)})
    assert voices.ends_on(someone, by_mother, D(2025, 1, 1)) == D(2025, 9, 1)


# ---- The database holds the same rule ---------------------------------------------------------------------------------
days = st.dates(D(2024, 1, 1), D(2034, 12, 31))


@st.composite
def spans(draw: st.DrawFn) -> tuple[D, D | None]:
    first = draw(days)
    return first, draw(st.none() | st.dates(first + datetime.timedelta(days=1), D(2036, 1, 1)))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    born=st.dates(D(2008, 1, 1), D(2024, 1, 1)),
    gezag=st.lists(st.tuples(st.booleans(), spans()), max_size=3),
    period=spans(),
    spoken=st.lists(st.tuples(st.integers(-1, 2), spans()), max_size=4, unique_by=lambda one: one[0]),
    asked=st.lists(days, min_size=1, max_size=5),
)
def test_python_and_the_database_agree(unshared: Case, town: Town, born, gezag, period, spoken, asked) -> None:
    with transaction.atomic():
        _they_agree(unshared, town, born, gezag, period, spoken, asked)
        transaction.set_rollback(True)


def _they_agree(unshared: Case, town: Town, born, gezag, period, spoken, asked) -> None:
    Guardianship.objects.update(gezag=False)
    pupil = unshared.pupil
    pupil.birth_date = born
    pupil.save()
    guardians = [Guardian.objects.create(team=town.team, name=f"Ouder {number}") for number in range(3)]
    for guardian, (has, (first, after)) in zip(guardians, gezag, strict=False):
        Guardianship.objects.create(
            team=town.team, guardian=guardian, pupil=pupil, relation="10", gezag=has, period=DateRange(first, after)
        )
    consent = Consent.objects.create(
        team=town.team,
        case=unshared,
        party=youth_desk(unshared, town),
        purpose=Purpose.REQUEST,
        period=DateRange(*period),
        recorded_by=town.ib,
    )
    for who, (first, after) in spoken:
        ConsentVoice.objects.create(
            team=town.team,
            case=unshared,
            consent=consent,
            guardian=guardians[who] if who >= 0 else None,
            given_on=first,
            withdrawn_on=after,
            how="mondeling",
        )
    family, told = family_of(pupil), given_of(consent)
    with connection.cursor() as cursor:
        for day in asked:
            cursor.execute("select app.consent_holds(%s, %s)", [consent.pk, day])
            assert cursor.fetchone()[0] == voices.holds(family.child, told, day), day
            before = day - datetime.timedelta(days=1)
            cursor.execute("select app.consent_ends(%s, %s)", [consent.pk, day])
            expected = day if not voices.holds(family.child, told, day) else voices.ends_on(family.child, told, before)
            assert cursor.fetchone()[0] == expected, day


def test_the_ages_are_settings_that_the_database_is_told(unshared: Case, settings) -> None:
    settings.CONSENT_TOGETHER_FROM, settings.CONSENT_ALONE_FROM = 10, 15

    law.apply(None, using="default")

    with connection.cursor() as cursor:
        cursor.execute("select app.consent_together_from(), app.consent_alone_from()")
        assert cursor.fetchone() == (10, 15)
