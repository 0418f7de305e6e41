from django.apps import AppConfig


class SopConfig(AppConfig):
    name = "cermat.sop"
    label = "sop"
