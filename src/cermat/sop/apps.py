from django.apps import AppConfig


class SopConfig(AppConfig):
    name = "cermat.sop"
    label = "sop"

    def ready(self) -> None:
        from cermat.organisation.queries.people import Wanted  # noqa: PLC0415 - models are loaded only now
        from cermat.sop.queries import qualifications_wanted  # noqa: PLC0415

        Wanted.qualifications = staticmethod(qualifications_wanted)
