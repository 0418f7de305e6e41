from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "cermat.web"
    label = "web"
