from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "cermat.notifications"
    label = "notifications"
