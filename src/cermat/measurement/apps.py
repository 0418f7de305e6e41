from django.apps import AppConfig


class MeasurementConfig(AppConfig):
    name = "cermat.measurement"
    label = "measurement"

    def ready(self) -> None:
        from cermat.collection.queries.downstream import MadeFrom  # noqa: PLC0415 - models are loaded only now
        from cermat.collection.queries.ledger import Balances  # noqa: PLC0415 - models are loaded only now
        from cermat.measurement.queries import taken_over_at  # noqa: PLC0415
        from cermat.measurement.queries.downstream import uses_in_runs  # noqa: PLC0415

        Balances.at_end_of = staticmethod(taken_over_at)
        MadeFrom.readers.append(uses_in_runs)
