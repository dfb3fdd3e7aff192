"""Grants on money: the hat `money` and the worker. No other hat; officers read summaries."""

from accounts.grants import ALL, HATS, Grants

ENTERED = (
    "financing_hoursrate",
    "financing_hoursnorm",
    "financing_yearlycost",
    "financing_placement",
    "financing_actual",
    "financing_costsharerule",
    "financing_costshareline",
    "financing_fundingsource",
    "financing_hoursagreement",
    "financing_loggedhours",
    "financing_enrolment",
    "financing_careassumption",
    "financing_schooldays",
    "financing_subjectprogress",
    "financing_placementresult",
    "financing_populationbudget",
    "financing_populationshare",
    "financing_populationyear",
)
COMPUTED = (
    "financing_budgetline",
    "financing_budgetrun",
    "financing_closedmonth",
    "financing_moneyflag",
    "financing_workedhours",
    "financing_cooperation",
    "financing_casesbyhome",
)

#: How a team works together is shown on its page, to whoever may open that.
EXTRA: Grants = {hat: {"financing_cooperation": "select"} for hat in HATS}
#: What the municipality's decider writes about a place.
DECISION = "decided_by_municipality, beschikking, refused_on, refused_by, refusal"

GRANTS: Grants = {
    "ot_worker": {"financing_*": ALL},
    "ot_look": {"financing_placement": "select"},
    "ot_case": {"financing_placement": f"select, update ({DECISION})"},
    "ot_money_look": dict.fromkeys((*ENTERED, *COMPUTED, "financing_moneychange"), "select"),
    "ot_money": {
        **dict.fromkeys(ENTERED, ALL),
        **dict.fromkeys(COMPUTED, "select"),
        "financing_moneyflag": "select, update (seen_by)",
        "financing_moneychange": "select, insert",
    },
}
