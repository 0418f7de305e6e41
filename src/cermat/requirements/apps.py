from django.apps import AppConfig


class RequirementsConfig(AppConfig):
    name = "cermat.requirements"
    label = "requirements"
