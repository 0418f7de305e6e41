"""The addresses of indicators and of a year's plan, as table.py has those of the rest."""

PLAN_DOORS: dict[str, dict[str, str]] = {
    "adopt_plan": {"indicators:plan_adoption": "plan_draft"},
    "prepare_plan": {
        "indicators:plan_start": "",
        "indicators:plan_upload": "",
        "indicators:plan_template": "",
        "indicators:plan_draft": "plan_draft",
        "indicators:plan_draft_workbook": "plan_draft",
        "indicators:plan_part": "plan_draft draft_part",
        "indicators:plan_discarding": "plan_draft",
        "indicators:agreement_paper": "plan_version agreement",
    },
    "sign_agreement": {"indicators:agreement_signing": "plan_version holder agreement party"},
    "view_cycle": {
        "indicators:library": "",
        "indicators:planning": "plan_part",
        "indicators:indicator": "indicator",
        "indicators:ikus": "",
        "indicators:plans": "",
        "indicators:plan_comparison": "",
        "indicators:plan_xlsx": "plan_version",
        "indicators:plan_tables_xlsx": "plan_version",
        "indicators:plan_text": "plan_version",
        "indicators:plan_table": "plan_version draft_part",
        "indicators:agreements": "plan_version",
    },
}
