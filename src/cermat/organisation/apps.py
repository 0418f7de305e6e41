from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "cermat.organisation"
    label = "organisation"

    def ready(self) -> None:
        from cermat.organisation.queries import holds  # noqa: PLC0415 - models are loaded only now
        from cermat.web.guards import Registry  # noqa: PLC0415

        Registry.holds = staticmethod(holds)
