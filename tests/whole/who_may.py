"""The table of who may open what, by the name of each address. The walk (`test_url_walk.py`) fails on an address that is not
here, so whoever adds a page says here who it is for. A text instead of an audience is what everybody gets there.
"""

from dataclasses import dataclass

from accounts.roles import ROLES


@dataclass(frozen=True)
class Audience:
    """Who is let in: the roles with these codes, and perhaps somebody without a role, or without having signed in.

    `rows_of`: the page is about a row of one team. Somebody with the role, but not in that team, finds nothing there.
    `needs_more`: without what a form sends along, who is let in may find nothing.
    """

    roles: frozenset[str]
    without_role: bool = False
    without_sign_in: bool = False
    rows_of_team: bool = False
    needs_more: bool = False


def roles(*codes: str, **more: bool) -> Audience:
    return Audience(frozenset(codes), **more)


TEAM = ("IB", "ZC", "ORTHO", "JGW", "SMW")
DESK = ("JEUGDCONSULENT", "LEERPLICHT")
FIGURES = ("SWT_LEAD", "OFFICER", "CONTROLLER", "DIRECTOR", "BOARD", "SWV")

ANY_ROLE = roles(*ROLES)
PEOPLE = roles(*ROLES, without_role=True)
EVERYBODY = roles(*ROLES, without_role=True, without_sign_in=True)
NOBODY = roles()
TO_SIGN_IN = "sign in"
NO_TOKEN = "no token"

A_TEAM = roles(*TEAM)
ROWS_OF_TEAM = roles(*TEAM, rows_of_team=True)
#: The same, where a row of the case must be there first.
PARTS_OF_ROWS = roles(*TEAM, rows_of_team=True, needs_more=True)
ROWS_OF_TEAM_OR_SHARED = roles(*TEAM, *DESK, rows_of_team=True)

CASEWORK: dict[str, Audience] = {
    **dict.fromkeys(
        (
            *("cases:worklist", "cases:new_question", "cases:team_time", "cases:caseload", "cases:assign"),
            *("cases:quick_contact", "cases:save_filter", "cases:keeping"),
            *("cases:collective", "cases:new_collective"),
            *("cases:meetings", "cases:plan_meeting"),
            *("cases:consultations", "cases:ask_along"),
            *("cases:thuiszitters", "cases:import_absence", "cases:import_pupils"),
        ),
        A_TEAM,
    ),
    **dict.fromkeys(
        ("cases:find_child", "cases:removals", "cases:approve_removal", "cases:refuse_removal"), roles("PRIVACY")
    ),
    "cases:draft": roles(*TEAM, "JEUGDCONSULENT", needs_more=True),
    "cases:desk": roles("JEUGDCONSULENT"),
    "cases:digest": roles(*TEAM, "JEUGDCONSULENT"),
    "cases:shared": roles(*DESK),
    "cases:terms": roles(*TEAM, *DESK),
    "cases:decide": roles("JEUGDCONSULENT"),
    "cases:mark_at_the_end": roles("JEUGDCONSULENT"),
    **dict.fromkeys(
        (
            *("cases:case", "cases:case_log", "cases:plan", "cases:plan_version", "cases:support"),
            *("cases:absence", "cases:attachments", "cases:download"),
        ),
        ROWS_OF_TEAM_OR_SHARED,
    ),
    **dict.fromkeys(("cases:evaluate_plan", "cases:agree_plan", "cases:add_goal"), PARTS_OF_ROWS),
    "cases:mark_provider": roles(*TEAM, "JEUGDCONSULENT", rows_of_team=True),
    "cases:request_escalation": roles("JGW", rows_of_team=True),  # an SMW only with that mandate
    **dict.fromkeys(
        (
            *("cases:log", "cases:step", "cases:lead", "cases:outside_route", "cases:evaluate"),
            *("cases:close", "cases:reopen", "cases:correct_entry", "cases:start_specialist", "cases:stop_specialist"),
            *("cases:withdraw", "cases:record_decision", "cases:flag_seen", "cases:match", "cases:drop_filter"),
            *("cases:family", "cases:add_guardian", "cases:household", "cases:gezag"),
            *("cases:sharing", "cases:share", "cases:add_party", "cases:give_consent", "cases:add_voice"),
            *("cases:withdraw_voice", "cases:end_access", "cases:release"),
            *("cases:write_plan", "cases:add_task", "cases:change_task", "cases:drop_task", "cases:move_meeting"),
            *("cases:correct_training", "cases:undo_training"),
            *(
                "cases:reopen_task",
                "cases:withdraw_entry",
                "cases:withdraw_attachment",
            ),
            *("cases:take_off_agenda", "cases:put_back_on_agenda"),
            *(
                "cases:ask_other_lead",
                "cases:answer_other_lead",
                "cases:progress",
                "cases:end_goal",
                "cases:finish_task",
            ),
            *(
                "cases:bring_in",
                "cases:start_support",
                "cases:end_support",
                "cases:decide_tlv",
                "cases:evaluate_support",
            ),
            *("cases:meeting", "cases:meeting_calendar", "cases:add_item", "cases:ask_party", "cases:hold_meeting"),
            *(
                "cases:cancel_meeting",
                "cases:case_meetings",
                "cases:item",
                "cases:decide_on_item",
                "cases:invite_to_item",
            ),
            *("cases:report", "cases:report_file", "cases:request_letter", "cases:answer_along"),
            *("cases:change_question", "cases:record_absence", "cases:change_absence"),
            *("cases:change_child", "cases:move_home", "cases:change_guardian"),
            *("cases:attach", "cases:transition", "cases:record_transition"),
            *("cases:finish_transition", "cases:hand_over", "cases:handover", "cases:take_over"),
            *("cases:rights", "cases:ask_right", "cases:answer_right", "cases:add_statement"),
            *("cases:ask_export", "cases:export", "cases:export_file", "cases:ask_removal", "cases:agree_removal"),
        ),
        ROWS_OF_TEAM,
    ),
}

SEES_MONEY = roles("SWT_LEAD", "CONTROLLER", "BOARD", "DIRECTOR")
SEES_ONE = roles("SWT_LEAD", "CONTROLLER", "BOARD", "DIRECTOR", needs_more=True)
PLACES = roles("CONTROLLER", "BOARD", "DIRECTOR")
PLACES_ONE = roles("CONTROLLER", "BOARD", "DIRECTOR", needs_more=True)
CONTROLS = roles("CONTROLLER")
CONTROLS_ONE = roles("CONTROLLER", needs_more=True)
MONEY: dict[str, Audience] = {
    **dict.fromkeys(
        (
            *("financing:budget", "financing:lines", "financing:listing_file", "financing:cover"),
            *("financing:cover_file", "financing:flags", "financing:pools", "financing:pools_file"),
            *("financing:settlements", "financing:condition"),
        ),
        SEES_MONEY,
    ),
    **dict.fromkeys(("financing:commitment", "financing:settlement_file"), SEES_ONE),
    "financing:arrangements": PLACES,
    **dict.fromkeys(
        ("financing:arrangement", "financing:apply", "financing:placement", "financing:place_doing"), PLACES_ONE
    ),
    "financing:agree": roles("SWT_LEAD", "CONTROLLER", needs_more=True),
    "financing:decisions": roles("JEUGDCONSULENT"),
    **dict.fromkeys(("financing:decide_place", "financing:refuse_place"), roles("JEUGDCONSULENT", needs_more=True)),
    **dict.fromkeys(
        (
            *("financing:reference_file", "financing:what_if", "financing:vo", "financing:value", "financing:closing"),
            *("financing:facts", "financing:workbook", "financing:workbook_file", "financing:empty_workbook_file"),
            *("financing:job", "financing:flag_seen", "financing:populations"),
        ),
        CONTROLS,
    ),
    **dict.fromkeys(
        (
            *("financing:new_fact", "financing:change_fact", "financing:end_fact", "financing:settlement_letter"),
            *("financing:population", "financing:change_population"),
            *("financing:change_assumption", "financing:end_assumption"),
        ),
        CONTROLS_ONE,
    ),
}

WHO_MAY: dict[str, Audience | str] = {
    "home": PEOPLE,
    "health": EVERYBODY,
    # ---- Signing in
    "account_login": EVERYBODY,
    "account_logout": PEOPLE,
    "account_inactive": EVERYBODY,
    "account_reauthenticate": PEOPLE,
    "account_change_password": PEOPLE,
    "account_reset_password": EVERYBODY,
    "account_reset_password_done": EVERYBODY,
    "account_reset_password_from_key": EVERYBODY,
    "account_reset_password_from_key_done": EVERYBODY,
    "mfa_index": PEOPLE,
    "mfa_authenticate": PEOPLE,
    "mfa_reauthenticate": PEOPLE,
    "mfa_activate_totp": PEOPLE,
    "mfa_view_recovery_codes": PEOPLE,
    "mfa_generate_recovery_codes": PEOPLE,
    "mfa_download_recovery_codes": PEOPLE,
    "demo_sign_in": roles(*ROLES, without_role=True, without_sign_in=True, needs_more=True),
    "account_signup": TO_SIGN_IN,
    "account_email": TO_SIGN_IN,
    "account_email_verification_sent": TO_SIGN_IN,
    "account_set_password": TO_SIGN_IN,
    "mfa_deactivate_totp": TO_SIGN_IN,
    # ---- Oneself
    "schools:switch_role": PEOPLE,
    "schools:session_alive": PEOPLE,
    "schools:me": PEOPLE,
    "schools:my_looks": ANY_ROLE,
    "schools:my_changes": ANY_ROLE,
    # ---- Logs
    "schools:looks": roles("PRIVACY"),
    "schools:looks_file": roles("PRIVACY"),
    "schools:changes": roles("PRIVACY"),
    **CASEWORK,
    **MONEY,
    # ---- The map of schools
    "schools:teams": roles(*ROLES),
    "schools:team": roles(*ROLES),
    "schools:flag_seen": A_TEAM,
    "schools:schools": PEOPLE,
    "schools:school": PEOPLE,
    "schools:import_register": roles("ADMIN"),
    "schools:job": ANY_ROLE,
    # ---- Figures
    **dict.fromkeys(
        (
            *("insights:dashboard", "insights:vragen", "insights:jeugdhulp", "insights:wachten", "insights:aanbieders"),
            *("insights:verzuim", "insights:uren", "insights:samenwerking", "insights:geld", "insights:vergelijken"),
            *("insights:topic_file", "insights:reports", "insights:newest_report", "insights:report"),
            *("insights:report_file", "insights:talks", "insights:register", "insights:definitions"),
        ),
        roles(*FIGURES),
    ),
    "insights:programs": roles("OFFICER", "CONTROLLER", "ADMIN"),
    **dict.fromkeys(("insights:remark", "insights:new_talk", "insights:edit_talk"), roles("OFFICER")),
    **dict.fromkeys(("insights:releases", "insights:withdraw"), roles("CONTROLLER")),
    "insights:own": A_TEAM,
    # ---- The API: whoever has no token is told so
    "openapi": EVERYBODY,
    **dict.fromkeys(
        (
            *(
                "api:questions",
                "api:handling",
                "api:escalations",
                "api:waiting",
                "api:marks",
                "api:hours",
                "api:budgets",
                "api:support",
                "api:absence",
                "api:agreed-hours",
                "api:cooperation",
                "api:arrangements",
                "api:providers",
                "api:participation",
            ),
            *("api:schools", "api:teams", "api:definitions"),
        ),
        NO_TOKEN,
    ),
    # ---- Of the shell
    "accessibility": EVERYBODY,
    "privacy_statement": EVERYBODY,
    "patterns": EVERYBODY,
    "patterns_charts": EVERYBODY,
    "patterns_form": EVERYBODY,
    "patterns_formset": EVERYBODY,
    "patterns_draft": EVERYBODY,
    # ---- Administration: what stands for administrators and is not for them either
    "admin:login": TO_SIGN_IN,
    "admin:logout": EVERYBODY,
    "admin:password_change": EVERYBODY,
    "admin:schools_supportteam_add": NOBODY,
    "admin:schools_supportteam_delete": NOBODY,
    "admin:accounts_user_delete": NOBODY,
    "admin:accounts_apiclient_delete": NOBODY,
    "admin:cases_meetingkind_delete": NOBODY,
    "admin:cases_statutoryground_delete": NOBODY,
}


def is_known(name: str) -> bool:
    return name in WHO_MAY or name.startswith("admin:")


def who_may(name: str) -> Audience | str:
    return WHO_MAY[name] if name in WHO_MAY else roles("ADMIN")
