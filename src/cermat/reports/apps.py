from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "cermat.reports"
    label = "reports"

    def ready(self) -> None:
        from cermat.collection.queries.downstream import MadeFrom  # noqa: PLC0415 - models are loaded only now
        from cermat.documents.schema import Catalogue  # noqa: PLC0415
        from cermat.reports.queries import KINDS  # noqa: PLC0415
        from cermat.reports.queries.downstream import uses_in_documents  # noqa: PLC0415

        MadeFrom.readers.append(uses_in_documents)

        Catalogue.add({key: kind.title for key, kind in KINDS.items()})
        for key, kind in KINDS.items():
            if kind.made_after and not kind.instrument:
                Catalogue.outputs[key] = str(kind.made_after)
            if kind.equipment:
                Catalogue.stands_for(key, kind.equipment)
