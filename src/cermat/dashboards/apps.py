from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    name = "cermat.dashboards"
    label = "dashboards"
