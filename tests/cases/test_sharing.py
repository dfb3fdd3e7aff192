"""Nothing goes to a party outside the team without a basis: not by the action, and not past it [domain 2.2]."""

import datetime

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.acting import acting_as
from accounts.models import Change
from cases import access, actions, policies
from cases.actions import Contact, NewSharing, NoBasis, Voice
from cases.enums import AccessScope, Audience, ContactKind
from cases.models import Case, CaseAccess, ConsentVoice, LogEntry, MeldcodeRelease, Plan, Sharing, StatutoryGround
from cases.models.sharing import PartyKind, Purpose
from cases.reading import sharing as reading
from tests.cases.conftest import TODAY, agreed, by, guardian, youth_desk
from tests.cases.parts import ground, leerplicht, party, planned, sharing
from tests.cast import Town

NEXT_DAY = TODAY + datetime.timedelta(days=1)


def refused(constraint: str):
    return pytest.raises(IntegrityError, match=constraint)


def by_hand(case: Case, town: Town, to, **basis: object) -> Sharing:
    """A sharing written past the action."""
    with transaction.atomic():
        return Sharing.objects.create(
            case=case, team=town.team, party=to, purpose=Purpose.FILE, what="Alles", on=TODAY, author=town.ib, **basis
        )


def constraint_of(error: pytest.ExceptionInfo) -> str:
    return error.value.__cause__.diag.constraint_name


def test_without_a_basis_nothing_is_shared(unshared: Case, town: Town) -> None:
    with pytest.raises(NoBasis, match="Els de Wit"):
        actions.share(by=by(town.ib, "IB"), sharing=sharing(unshared, leerplicht(unshared, town)))
    with pytest.raises(IntegrityError) as error:
        by_hand(unshared, town, leerplicht(unshared, town))
    assert constraint_of(error) == "sharing_names_one_basis"
    assert Sharing.objects.count() == 0


def test_consent_carries_its_own_party_and_purpose_alone(unshared: Case, town: Town) -> None:
    desk, ggd = leerplicht(unshared, town), party(unshared, town)
    consent = agreed(unshared, town, desk, Purpose.FILE)
    actions.share(by=by(town.ib, "IB"), sharing=sharing(unshared, desk))
    with pytest.raises(NoBasis):
        actions.share(by=by(town.ib, "IB"), sharing=sharing(unshared, ggd))
    with pytest.raises(NoBasis):
        actions.share(by=by(town.ib, "IB"), sharing=sharing(unshared, desk, Purpose.HANDOVER))
    with pytest.raises(IntegrityError, match="cases_sharing_tie_consent"), transaction.atomic():
        by_hand(unshared, town, ggd, consent=consent)
        connection.check_constraints()


def test_the_database_tests_consent_on_the_day(unshared: Case, town: Town) -> None:
    desk = leerplicht(unshared, town)
    consent = agreed(unshared, town, desk, Purpose.FILE, first=NEXT_DAY)
    with pytest.raises(IntegrityError) as error:
        by_hand(unshared, town, desk, consent=consent)
    assert constraint_of(error) == "sharing_consent_holds"


def test_a_second_parent_with_gezag_must_agree_too(unshared: Case, town: Town) -> None:
    desk = leerplicht(unshared, town)
    consent = agreed(unshared, town, desk, Purpose.FILE)
    father = guardian(unshared, town, "Piet de Wit")
    with pytest.raises(NoBasis, match="Piet de Wit"):
        actions.share(by=by(town.ib, "IB"), sharing=sharing(unshared, desk))

    spoken = Voice(TODAY, ConsentVoice.How.WRITTEN, father.guardian)
    actions.add_voice(by=by(town.ib, "IB"), consent=consent, voice=spoken)

    assert actions.share(by=by(town.ib, "IB"), sharing=sharing(unshared, desk)).consent == consent
    with pytest.raises(policies.NotNow, match="al toestemming"):
        actions.add_voice(by=by(town.ib, "IB"), consent=consent, voice=spoken)


def test_a_ground_needs_a_reason_and_a_party_that_it_fits(unshared: Case, town: Town) -> None:
    ggd = party(unshared, town)
    with pytest.raises(policies.NotNow, match="geldt niet voor"):
        actions.share(by=by(town.ib, "IB"), sharing=sharing(unshared, ggd, basis=ground("leerplicht")))
    law = StatutoryGround.objects.get(code="leerplicht")
    with pytest.raises(IntegrityError) as error:
        by_hand(unshared, town, ggd, ground=law, ground_reason="Omdat.", family_told=False)
    assert constraint_of(error) == "sharing_ground_fits_party"
    with pytest.raises(IntegrityError) as error:
        by_hand(unshared, town, leerplicht(unshared, town), ground=law)
    assert constraint_of(error) == "sharing_ground_has_reason"

    made = actions.share(
        by=by(town.ib, "IB"), sharing=sharing(unshared, leerplicht(unshared, town), basis=ground("leerplicht"))
    )
    assert (made.ground, made.family_told, made.author_id) == (law, True, town.ib.pk)


def test_access_ends_on_the_birthday_and_at_once_when_consent_is_withdrawn(unshared: Case, town: Town) -> None:
    desk = leerplicht(unshared, town)
    consent = agreed(unshared, town, desk, Purpose.FILE)
    planned(unshared, town)
    given = actions.let_in(by=by(town.ib, "IB"), sharing=sharing(unshared, desk))
    given.refresh_from_db()
    assert given.period.upper == datetime.date(2029, 3, 4)  # she becomes 12, and did not agree herself

    reader = by(town.leerplicht, "LEERPLICHT", today=NEXT_DAY)
    with acting_as(reader, writes=False):
        assert Plan.objects.count() == 1
    actions.withdraw_voice(by=by(town.ib, "IB"), voice=consent.voices.get(), on=NEXT_DAY)
    given.refresh_from_db()
    assert given.period.upper == NEXT_DAY
    with acting_as(reader, writes=False):
        assert Plan.objects.count() == 0
        assert Case.objects.count() == 0


def test_access_rests_on_a_sharing_with_that_very_desk(unshared: Case, town: Town) -> None:
    made = actions.share(by=by(town.ib, "IB"), sharing=sharing(unshared, leerplicht(unshared, town), basis=ground()))
    told = {"case": unshared, "team": town.team, "basis": "x", "scope": "file", "granted_by": town.ib}
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        CaseAccess.objects.create(
            desk_role="JEUGDCONSULENT", desk_municipality=town.municipality, sharing=made, period=(TODAY, None), **told
        )
    assert constraint_of(error) == "access_rests_on_its_sharing"
    with pytest.raises(IntegrityError, match="no sharing with this desk or person"), transaction.atomic():
        CaseAccess.objects.create(person=town.swv, period=(TODAY, None), **told)


def test_access_is_shortened_and_never_made_longer(unshared: Case, town: Town) -> None:
    given = actions.let_in(
        by=by(town.ib, "IB"), sharing=sharing(unshared, leerplicht(unshared, town), basis=ground()), after=NEXT_DAY
    )
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        CaseAccess.objects.filter(pk=given.pk).update(period=(TODAY, None))
    assert constraint_of(error) == "access_only_shortened"

    actions.end_access(by=by(town.ib, "IB"), given=given)
    given.refresh_from_db()
    assert given.period.isempty
    with pytest.raises(policies.NotNow, match="al voorbij"):
        actions.end_access(by=by(town.ib, "IB"), given=given)


def test_the_same_party_is_let_in_once_and_only_if_it_reads_here(unshared: Case, town: Town) -> None:
    told = sharing(unshared, leerplicht(unshared, town), basis=ground())
    actions.let_in(by=by(town.ib, "IB"), sharing=told)
    with pytest.raises(policies.NotNow, match="leest al mee"):
        actions.let_in(by=by(town.ib, "IB"), sharing=told)
    with pytest.raises(policies.NotNow, match="leest niet in dit programma"):
        actions.let_in(by=by(town.ib, "IB"), sharing=sharing(unshared, party(unshared, town), basis=ground()))
    myself = party(unshared, town, PartyKind.COLLEAGUE, "Ineke", person=town.ib.pk)
    with pytest.raises(access.NotYours):
        actions.let_in(by=by(town.ib, "IB"), sharing=sharing(unshared, myself, basis=ground()))


def test_a_request_for_specialist_care_needs_a_basis_too(unshared: Case, town: Town) -> None:
    told = {"by": by(town.mate, "JGW"), "case": unshared, "home": town.municipality, "reason": "Nodig."}
    with pytest.raises(NoBasis):
        actions.request_escalation(**told)
    actions.request_escalation(**told, basis=ground())
    made = Sharing.objects.get()
    assert (made.purpose, made.party, made.ground.code) == ("aanvraag", youth_desk(unshared, town), "gevaar")
    assert CaseAccess.objects.get().scope == AccessScope.REQUEST
    assert Change.objects.filter(table_name="cases_escalation").get().action == "cases.request_escalation"


def test_a_step_of_the_meldcode_stays_on_its_side_and_out_of_reports_until_released(case: Case, town: Town) -> None:
    told = Contact(case=case, on=TODAY, kind=ContactKind.MELDCODE, minutes=20, body="Overlegd met Veilig Thuis.")
    with pytest.raises(policies.NotNow, match="eigen kant"):
        actions.log_contact(by=by(town.mate, "JGW"), contact=told)
    own = Contact(**{**vars(told), "audience": Audience.YOUTH})
    entry = actions.log_contact(by=by(town.mate, "JGW"), contact=own)
    assert list(reading.reportable(LogEntry.objects.all())) == []
    with acting_as(by(town.ib, "IB"), writes=False):
        assert LogEntry.objects.count() == 0
    with pytest.raises(access.NotYours):
        actions.release_meldcode(by=by(town.ib, "IB"), entry=entry, reason="Wil ik weten.")

    actions.release_meldcode(by=by(town.mate, "JGW"), entry=entry, reason="Met ouders besproken.")

    assert list(reading.reportable(LogEntry.objects.all())) == [entry]
    with acting_as(by(town.ib, "IB"), writes=False):
        assert MeldcodeRelease.objects.count() == 0
    with pytest.raises(IntegrityError, match="log_meldcode_is_own_side"), transaction.atomic():
        LogEntry.objects.create(
            case=case, team=town.team, on=TODAY, kind="meldcode", minutes=1, author=town.ib, role="IB", keeper="school"
        )


def test_what_is_shared_is_undone_when_letting_in_fails(unshared: Case, town: Town) -> None:
    """Atomicity: the sharing is written first, the access fails, and nothing is found changed."""
    told = NewSharing(unshared, party(unshared, town), Purpose.FILE, "Alles", TODAY, ground())
    with pytest.raises(policies.NotNow):
        actions.let_in(by=by(town.ib, "IB"), sharing=told)
    assert Sharing.objects.count() == 0
