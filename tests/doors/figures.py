"""The addresses of figures as pictures and as files, as table.py has those of the rest."""

FIGURE_DOORS: dict[str, dict[str, str]] = {
    "view_cycle": {
        "measurement:home": "",
        "measurement:cycle": "cycle",
        "measurement:run": "run",
        "measurement:run_xlsx": "run",
        "measurement:run_csv": "run figure_table",
        "measurement:esakip": "kecamatan planned ending",
        "measurement:figure": "figure",
        "measurement:figure_file": "figure figure_picture ending",
        "measurement:places": "cycle",
        "measurement:places_file": "cycle place_code place_picture ending",
        "measurement:sections": "cycle",
        "measurement:sections_file": "cycle ending",
        "measurement:balances": "",
        "measurement:balances_file": "ending",
        "indicators:library_file": "ending",
        "measurement:annual_all": "",
        "measurement:annual_all_file": "kecamatan ending",
        "measurement:annual": "kecamatan iku_code",
        "measurement:annual_file": "kecamatan iku_code ending",
        "measurement:annual_picture": "kecamatan iku_code ending",
        "dashboards:section_file": "ending",
        "sop:times": "cycle",
        "sop:times_file": "cycle ending",
    },
    "finish_evaluation": {"dashboards:late_file": "ending"},
}
# Words of these addresses that are the same in every office.
FIGURE_WORDS: dict[str, int | str] = {
    "figure_table": "iku",
    "ending": "csv",
    "figure_picture": "tren",
    "iku_code": "IKU-1",
    "place_code": "PBB-01",
    "place_picture": "peta",
}
