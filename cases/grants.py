"""Grants on casework: the two roles of the hats `team` and `desk`, and the worker. No other hat, but the privacy officer's search."""

from accounts.grants import ALL, PRIVACY, Grants

GRANTS: Grants = {
    "ot_worker": {"cases_*": ALL},
    "ot_look": {
        "cases_pupil": "select",
        "cases_residence": "select",
        "cases_case": "select",
        "cases_logentry": "select",
        "cases_teamtime": "select",
        "cases_escalation": "select",
        "cases_caseaccess": "select",
        "cases_caseflag": "select",
        "cases_draft": "select",
    },
    "ot_case": {
        "cases_pupil": "select, insert, update",
        "cases_residence": "select, insert, update",
        "cases_case": "select, insert, update",
        "cases_logentry": "select, insert",
        "cases_teamtime": "select, insert",
        "cases_escalation": "select, insert, update",
        "cases_caseaccess": "select, insert, update (period)",
        "cases_caseflag": "select, update (seen_by)",
        "cases_draft": ALL,
    },
    # The privacy officer finds a child, to ask who looked at it; that search is itself logged.
    **{
        role: {"cases_pupil": "select (id, team_id, given_name, infix, family_name, birth_date, name_key)"}
        for role in PRIVACY
    },
}
