from django.apps import AppConfig


class InstrumentsConfig(AppConfig):
    name = "cermat.instruments"
    label = "instruments"
