from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "cermat.evaluation"
    label = "evaluation"

    def ready(self) -> None:
        from cermat.collection.queries.downstream import MadeFrom  # noqa: PLC0415 - models are loaded only now
        from cermat.evaluation.queries import uses_in_findings  # noqa: PLC0415

        MadeFrom.readers.append(uses_in_findings)
