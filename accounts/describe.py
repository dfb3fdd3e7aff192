"""The roles as tables for docs/rights.md. `python -m accounts.describe` writes them there; a test says when it is time."""

import sys
from collections.abc import Iterable
from pathlib import Path

from accounts.roles import DATABASE_ROLES, ROLES, Hat, Permission

PAGE = Path(__file__).resolve().parents[1] / "docs" / "rights.md"
BEGIN, END = "<!-- made by accounts.describe -->", "<!-- end of what is made -->"


def tables() -> str:
    """Who does what in which hat, and which permission stands with whom."""
    return "\n\n".join((_table(_roles()), _table(_permissions()), _table(_hats())))


def _roles() -> Iterable[tuple[str, ...]]:
    yield "role", "code", "held at a", "hats", "second factor", "what people are told"
    for role in ROLES.values():
        hats = ", ".join(role.grants)
        factor = "required" if role.second_factor else ""
        yield role.label, f"`{role.code}`", role.unit.replace("_", " "), hats, factor, role.description


def _permissions() -> Iterable[tuple[str, ...]]:
    yield "permission", "in hat", "roles"
    for permission in Permission:
        holders = [role for role in ROLES.values() if permission in role.permissions]
        hats = {str(role.hat_for(permission)) for role in holders}
        yield f"`{permission}`", ", ".join(sorted(hats)), ", ".join(role.code for role in holders)


def _hats() -> Iterable[tuple[str, ...]]:
    yield "hat", "looks as", "writes as"
    for hat in Hat:
        looks, writes = DATABASE_ROLES[hat]
        yield hat, f"`{looks}`", f"`{writes}`"


def _table(rows: Iterable[tuple[str, ...]]) -> str:
    lines = [f"| {' | '.join(row)} |" for row in rows]
    lines.insert(1, "|" + "---|" * lines[0].count(" | ") + "---|")
    return "\n".join(lines)


def described(page: str) -> str:
    """The page with its tables made anew."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{tables()}\n{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(described(PAGE.read_text()))
    sys.stdout.write(f"{PAGE} is up to date\n")
