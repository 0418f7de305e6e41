from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "cermat.indicators"
    label = "indicators"
