from django.apps import AppConfig


class SurveyConfig(AppConfig):
    name = "cermat.survey"
    verbose_name = "Survei kepuasan masyarakat"
