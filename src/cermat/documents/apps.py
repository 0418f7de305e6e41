from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "cermat.documents"
    label = "documents"
