from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "cermat.jobs"
    label = "jobs"
