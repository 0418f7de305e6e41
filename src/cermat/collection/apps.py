from django.apps import AppConfig


class CollectionConfig(AppConfig):
    name = "cermat.collection"
    label = "collection"
