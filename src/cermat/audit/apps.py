from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "cermat.audit"
    label = "audit"
