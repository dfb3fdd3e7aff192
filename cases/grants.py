"""Grants on casework: the two roles of the hats `team` and `desk`, and the worker. No other hat, but the privacy officer's search."""

from accounts.grants import ALL, PRIVACY

#: Around the question: what somebody in a team may do there. Looking is select on each.
AROUND = {
    "cases_savedfilter": ALL,
    "cases_digestchoice": ALL,
    "cases_match": "select, update (told_on)",
    "cases_attachment": "select, insert",
    "cases_withdrawal": "select, insert",
    "cases_absence": "select, insert, update (kind, first_on, last_on, hours, version)",
    "cases_transition": "select, insert, update (done_on)",
    "cases_handover": "select, insert, update (received_on)",
    "cases_providermark": "select, insert",
    "cases_statement": "select, insert",
    "cases_familyrequest": "select, insert, update (answered_on, granted, answer)",
    "cases_familyexport": "select, insert",
    "cases_retentionterm": "select",
    "cases_removal": "select, insert, update (state, asked_by, asked_by_name, asked_on, refused_because)",
}

GRANTS: dict[str, dict[str, str]] = {
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
        "cases_household": "select",
        "cases_householdmember": "select",
        "cases_guardian": "select",
        "cases_guardianship": "select",
        "cases_party": "select",
        "cases_statutoryground": "select",
        "cases_consent": "select",
        "cases_consentvoice": "select",
        "cases_sharing": "select",
        "cases_meldcoderelease": "select",
        "cases_plan": "select",
        "cases_goal": "select",
        "cases_progress": "select",
        "cases_task": "select",
        "cases_planversion": "select",
        "cases_leadrequest": "select",
        "cases_support": "select",
        "cases_supportevaluation": "select",
        "cases_meetingkind": "select",
        "cases_meeting": "select",
        "cases_attendance": "select",
        "cases_agendaitem": "select",
        "cases_itemguest": "select",
        "cases_decision": "select",
        "cases_consultation": "select",
        **dict.fromkeys(AROUND, "select"),
    },
    "ot_case": {
        "cases_pupil": "select, insert, update",
        "cases_residence": "select, insert, update",
        "cases_case": "select, insert, update",
        "cases_logentry": "select, insert",
        "cases_teamtime": "select, insert, delete",
        "cases_escalation": "select, insert, update",
        "cases_caseaccess": "select, insert, update (period)",
        "cases_caseflag": "select, update (seen_by)",
        "cases_draft": ALL,
        "cases_household": "select, insert, update (name)",
        "cases_householdmember": "select, insert, update (period)",
        "cases_guardian": "select, insert, update (name, phone, email, version)",
        "cases_guardianship": "select, insert, update (period)",
        "cases_party": "select, insert",
        "cases_statutoryground": "select",
        "cases_consent": "select, insert, update (period)",
        "cases_consentvoice": "select, insert, update (withdrawn_on)",
        "cases_sharing": "select, insert",
        "cases_meldcoderelease": "select, insert",
        "cases_plan": "select, insert, update",
        "cases_goal": "select, insert, update (status, ended_on)",
        "cases_progress": "select, insert",
        "cases_task": "select, insert, update",
        "cases_planversion": "select, insert",
        "cases_leadrequest": "select, insert, update (answered_on, granted, answer)",
        "cases_support": "select, insert, update",
        "cases_supportevaluation": "select, insert",
        "cases_meetingkind": "select",
        "cases_meeting": "select, insert, update",
        "cases_attendance": "select, insert, update (came)",
        "cases_agendaitem": "select, insert, update",
        "cases_itemguest": "select, insert",
        "cases_decision": "select, insert",
        "cases_consultation": "select, insert, update",
        **AROUND,
    },
    # The two lists that an administrator keeps: nothing about a child stands in them.
    **{
        role: {"cases_statutoryground": rights, "cases_meetingkind": rights, "cases_retentionterm": rights}
        for role, rights in (("ot_people_look", "select"), ("ot_people", "select, insert, update"))
    },
    # The privacy officer finds a child, to ask who looked at it; that search is itself logged.
    **{
        role: {
            "cases_pupil": "select (id, team_id, given_name, infix, family_name, birth_date, name_key)",
            "cases_matchcheck": "select",
            "cases_retentionterm": "select",
            "cases_removal": "select",
        }
        for role in PRIVACY
    },
}
GRANTS["ot_privacy"] = {
    **GRANTS["ot_privacy"],
    "cases_removal": "select, update (state, approved_by, approved_by_name, approved_on, refused_because)",
}
