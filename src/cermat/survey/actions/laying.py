"""Where rows lie in PostgreSQL's files, and which transaction wrote them, tells who came when: the close ends that."""

from django.db import connection

from cermat.survey.models import Survey

TABLES = {"survey_answer": "id", "survey_suggestion": "id", "survey_receipt": "digest"}  # and their random keys
LAY = """WITH taken AS (DELETE FROM {table} WHERE survey_id = %s RETURNING *)
INSERT INTO {table} SELECT * FROM taken ORDER BY {key}"""


def lay_by_key(survey: Survey) -> None:
    """Write all rows of the survey anew, in the order of their random keys and in the caller's transaction.

    The caller has locked the survey, so nobody stores, excludes or imports meanwhile, and has counted its answers, so
    nobody else counts. On SQLite the tables always lie so (WITHOUT ROWID).
    """
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for table, key in TABLES.items():
            cursor.execute(LAY.format(table=table, key=key), [survey.pk])
