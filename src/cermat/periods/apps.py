from django.apps import AppConfig


class PeriodsConfig(AppConfig):
    name = "cermat.periods"
    label = "periods"
