"""The families of the demo's children: parents with gezag, and the consent under which a request goes to the municipality."""

import datetime
from collections.abc import Iterable
from random import Random
from typing import TYPE_CHECKING
from uuid import UUID

from accounts.acting import Acting
from cases import actions
from cases.models import ConsentVoice, Guardian, Party
from cases.models.households import Relation
from cases.models.sharing import PartyKind, Purpose
from cases.voices import ALONE_FROM, TOGETHER_FROM, age_on
from zwolle_ot.demo.names import ADULTS, FAMILIES
from zwolle_ot.demo.stories import Help, Story

if TYPE_CHECKING:
    from zwolle_ot.demo.play import Player


Day = datetime.date


class Families:
    """The guardians with gezag of each pupil, and the desks in the address books of the teams."""

    def __init__(self) -> None:
        self.guardians: dict[UUID, list[Guardian]] = {}
        self.desks: dict[tuple[UUID, str], Party] = {}

    def introduce(self, player: "Player", by: Acting, stories: Iterable[Story]) -> None:
        """Record who has gezag over the children of these stories."""
        told = [(story, guardian) for story in stories if not story.sibling for guardian in _guardians(player, story)]
        self._record(player, by, told)
        of_siblings = [(story, one) for story in stories for one in self._of_sibling(player, story)]
        self._record(player, by, of_siblings)

    def _of_sibling(self, player: "Player", story: Story) -> Iterable[actions.NewGuardian]:
        """The parents of the brother or sister, who are known already."""
        if story.sibling:
            pupil = player.cases[story].pupil
            for one in self.guardians.get(player.cases[story.sibling].pupil_id, ()):
                yield actions.NewGuardian(pupil, Relation.PARENT, gezag=True, since=story.raised_on, known=one)

    def _record(self, player: "Player", by: Acting, told: list[tuple[Story, actions.NewGuardian]]) -> None:
        made = actions.add_guardians(by=by, guardians=[guardian for _, guardian in told])
        for (story, guardian), row in zip(told, made, strict=True):
            if guardian.gezag:
                self.guardians.setdefault(player.cases[story].pupil_id, []).append(row.guardian)

    def consent(self, player: "Player", by: Acting, asked: Iterable[tuple[Story, Help]]) -> None:
        """Parents, and a young person from 12 on, agree that the request goes to their municipality [domain 2.2]."""
        consents = []
        for story, request in asked:
            case = player.cases[story]
            key = case.team_id, story.home
            if key not in self.desks:
                self.desks[key] = actions.youth_desk(by=by, team=case.team_id, home=player.towns[story.home])
            voices = self.voices(story, case.pupil_id, request.on)
            consents.append(actions.NewConsent(case, self.desks[key], Purpose.REQUEST, request.on, voices))
        actions.give_consents(by=by, consents=consents)

    def share_with_leerplicht(self, player: "Player", by: Acting, stories: Iterable[Story]) -> None:
        """The family lets the leerplichtambtenaar of its municipality read along."""
        for story in stories:
            case, town, on = player.cases[story], player.towns[story.home], story.supporting_on or story.raised_on
            desk = actions.NewParty(PartyKind.LEERPLICHT, f"Leerplicht {town}", municipality=town)
            party = actions.add_party(by=by, team=case.team_id, party=desk)
            voices = self.voices(story, case.pupil_id, on)
            actions.give_consents(by=by, consents=[actions.NewConsent(case, party, Purpose.FILE, on, voices)])
            shared = actions.NewSharing(case, party, Purpose.FILE, "Het dossier, om mee te denken over het verzuim", on)
            actions.let_in(by=by, sharing=shared)

    def voices(self, story: Story, pupil: UUID, on: Day) -> tuple[actions.Voice, ...]:
        """Parents with gezag until 16, the young person from 12 on."""
        age = age_on(story.pupil.birth_date, on)
        adults = [] if age >= ALONE_FROM else self.guardians[pupil]
        voices = [actions.Voice(on, ConsentVoice.How.SPOKEN, guardian) for guardian in adults]
        if age >= TOGETHER_FROM:
            voices.append(actions.Voice(on, ConsentVoice.How.SPOKEN))
        return tuple(voices)


def _guardians(player: "Player", story: Story) -> Iterable[actions.NewGuardian]:
    """Mostly two parents with gezag, and sometimes somebody in the family who has none."""
    dice = Random(f"{story.pupil.given_name} {story.pupil.family_name} {story.pupil.birth_date}")
    pupil, family = player.cases[story].pupil, story.pupil.family_name
    relations = [Relation.PARENT] * (2 if dice.random() < 0.78 else 1)
    relations += [Relation.FAMILY] if dice.random() < 0.08 else []
    for relation in relations:
        name = f"{dice.choice(ADULTS)} {family if dice.random() < 0.7 else dice.choice(FAMILIES)}"
        gezag = relation == Relation.PARENT
        yield actions.NewGuardian(pupil, relation, gezag=gezag, since=story.raised_on, name=name)
