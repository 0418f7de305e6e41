from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "cermat.reports"
    label = "reports"
