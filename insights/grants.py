"""Grants on figures. A figures role reads what was published, hours, money per unit and where a team stands: nothing else
of this app, and no table of cases or financing at all."""

from accounts.grants import ALL, FIGURES, LOOKING, MONEY, Grants

GRANTS: Grants = {
    # How often a source changed and no more: enough to see whether a page that was kept may be shown again.
    "ot_web": {"insights_sourcechange": "select"},
    "ot_worker": {"insights_*": ALL},
    **{
        role: {
            "insights_publication": "select",
            "insights_publishedfigure": "select",
            "insights_providerfigure": "select",
            "insights_participation": "select",
            "insights_valueline": "select",
            "insights_hourscount": "select",
            "insights_hoursmonth": "select",
            "insights_moneymonth": "select",
            "insights_teammonth": "select",
            "insights_teamplace": "select",
            "insights_remark": "select",
            "insights_quartertalk": "select",
            "insights_release": "select",
            "insights_sourcechange": "select",
        }
        for role in (*FIGURES, *MONEY)
    },
    **{
        role: {"insights_questioncount": "select", "insights_hourscount": "select", "insights_teamplace": "select"}
        for role in LOOKING
    },
}

#: What people write beside figures. Row policies say in which role; nobody removes a line.
EXTRA: Grants = {
    "ot_figures": {
        "insights_remark": "insert, update (text, written_by_id, written_by_name, written_at, version)",
        "insights_quartertalk": "insert, update",
    },
    "ot_money": {"insights_release": "insert, update (withdrawn_at)"},
}
