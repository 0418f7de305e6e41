from django.apps import AppConfig


class MeasurementConfig(AppConfig):
    name = "cermat.measurement"
    label = "measurement"
