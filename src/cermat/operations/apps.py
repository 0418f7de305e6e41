from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "cermat.operations"
    label = "operations"
