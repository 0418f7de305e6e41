from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "cermat.evaluation"
    label = "evaluation"
