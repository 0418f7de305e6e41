from tests.measurement.stages import office, stage

__all__ = ["office", "stage"]
