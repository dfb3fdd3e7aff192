"""The families of the demo's children: parents with gezag, and the consent under which a request goes to the municipality."""

from collections.abc import Iterable
from random import Random
from typing import TYPE_CHECKING
from uuid import UUID

from accounts.acting import Acting
from cases import actions
from cases.models import ConsentVoice, Guardian, Party
from cases.models.households import Relation
from cases.models.sharing import Purpose
from cases.voices import ALONE_FROM, TOGETHER_FROM, age_on
from zwolle_ot.demo.names import ADULTS, FAMILIES
from zwolle_ot.demo.stories import Help, Story

if TYPE_CHECKING:
    from zwolle_ot.demo.play import Player


class Families:
    """The guardians with gezag of each pupil, and the desks in the address books of the teams."""

    def __init__(self) -> None:
        self.guardians: dict[UUID, list[Guardian]] = {}
        self.desks: dict[tuple[UUID, str], Party] = {}

    def introduce(self, player: "Player", by: Acting, stories: Iterable[Story]) -> None:
        """Record who has gezag over the children of these stories."""
        told = [(story, guardian) for story in stories for guardian in _guardians(player, story)]
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
            how = ConsentVoice.How.SPOKEN
            age = age_on(story.pupil.birth_date, request.on)
            adults = [] if age >= ALONE_FROM else self.guardians[case.pupil_id]
            voices = [actions.Voice(request.on, how, guardian) for guardian in adults]
            if age >= TOGETHER_FROM:
                voices.append(actions.Voice(request.on, how))
            consents.append(actions.NewConsent(case, self.desks[key], Purpose.REQUEST, request.on, tuple(voices)))
        actions.give_consents(by=by, consents=consents)


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
