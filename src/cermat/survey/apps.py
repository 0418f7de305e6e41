from django.apps import AppConfig


class SurveyConfig(AppConfig):
    name = "cermat.survey"
    verbose_name = "Survei kepuasan masyarakat"

    def ready(self) -> None:
        from cermat.documents.queries import KeptApart  # noqa: PLC0415 - models are loaded only now
        from cermat.survey.queries.piles import files_kept_apart  # noqa: PLC0415

        KeptApart.files.append(files_kept_apart)
