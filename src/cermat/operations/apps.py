from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "cermat.operations"
    label = "operations"

    def ready(self) -> None:
        from cermat.operations import checks  # noqa: F401, PLC0415 - registers them
