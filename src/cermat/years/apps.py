from django.apps import AppConfig


class YearsConfig(AppConfig):
    name = "cermat.years"
    label = "years"
