"""Which database role may do what with which table. A table that no app names can be touched by its owner only.

Every app declares `GRANTS` in its own `grants.py`; `zwolle_ot.grants` applies the whole after `migrate`. A right may name
columns: "select (id, name)". A pattern that ends in `*` matches every table that begins so.
"""

from collections.abc import Mapping

ALL = "select, insert, update, delete"
LOOKING = ("ot_look", "ot_case")
FIGURES = ("ot_figures_look", "ot_figures")
MONEY = ("ot_money_look", "ot_money")
PEOPLE = ("ot_people_look", "ot_people")
PRIVACY = ("ot_privacy_look", "ot_privacy")
HATS = (*LOOKING, *FIGURES, *MONEY, *PEOPLE, *PRIVACY)
WRITING_HATS = ("ot_case", "ot_figures", "ot_money", "ot_people", "ot_privacy")

Grants = Mapping[str, Mapping[str, str]]

#: What an officer may know of a program that reads figures: not the hash of its token.
PROGRAM = "id, name, contact, scopes, per_minute, valid_until, ended_at, created_at"
#: What others may know of a person. Never the password: not even an administrator reads or sets one.
PERSON = "id, email, name, is_active, is_demo, invited_at, second_factor_reset_at, date_joined, last_login"

GRANTS: Grants = {
    "ot_web": {
        "accounts_user": "select, update (password, last_login)",
        "accounts_apiclient": "select",
        "django_content_type": "select",
        "account_*": ALL,
        "mfa_*": ALL,
    },
    # Not even the worker changes a log.
    "ot_worker": {
        "accounts_user": "select, insert, update",
        "accounts_apiclient": "select, insert, update",
        "accounts_apiuse": "select, insert, update, delete",
        "accounts_look": "select, insert",
        "accounts_change": "select",
        "accounts_submission": ALL,
        "django_content_type": "select",
        "account_*": ALL,
        "mfa_*": "select, delete",
    },
    **{hat: {"accounts_user": f"select ({PERSON})"} for hat in HATS},
}


def merged(*parts: Grants) -> dict[str, dict[str, str]]:
    """Declarations put together. Two apps may give one role rights on one table: both count."""
    whole: dict[str, dict[str, str]] = {}
    for part in parts:
        for role, rules in part.items():
            for table, rights in rules.items():
                known = whole.setdefault(role, {}).get(table)
                whole[role][table] = f"{known}, {rights}" if known else rights
    return whole


#: What may be told of a change to somebody who controls: everything but what the file says.
CHANGE = "id, at, actor, actor_name, role, action, purpose, operation, table_name, row_id, team_id, case_id, pupil_id, audience"

#: Every form that writes leaves its idempotency key.
FORMS: Grants = {role: {"accounts_submission": "select, insert, update"} for role in WRITING_HATS}

#: Rights that come on top of the tables above, per hat. Everybody may read their own trail.
EXTRA: Grants = {
    **{role: {"accounts_look": "select, insert", "accounts_change": "select"} for role in LOOKING},
    **{role: {"accounts_look": "select", "accounts_change": f"select ({CHANGE})"} for role in MONEY},
    **{role: {"accounts_look": "select, insert", "accounts_change": f"select ({CHANGE})"} for role in PRIVACY},
    **{
        role: {
            "accounts_look": "select",
            "accounts_change": f"select ({CHANGE})",
            "accounts_apiuse": "select",
            "accounts_apiclient": f"select ({PROGRAM})",
        }
        for role in FIGURES
    },
    "ot_people_look": {
        "accounts_look": "select",
        "accounts_change": "select",
        "accounts_apiclient": "select",
        "accounts_apiuse": "select",
        "django_content_type": "select",
    },
    "ot_people": {
        "accounts_look": "select",
        "accounts_change": "select",
        "accounts_user": "insert, update (email, name, is_active, invited_at, second_factor_reset_at)",
        "accounts_apiclient": "select, insert, update",
        "django_content_type": "select",
    },
}
