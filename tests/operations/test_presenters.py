"""The audit trail speaks the words of the office, not of the program."""

import re

from django.conf import settings

from cermat.evaluation.workflow import RecommendationVerb as FollowUp
from cermat.operations.presenters import KINDS, SAYINGS, VERBS, what

SOURCE = settings.ROOT / "src" / "cermat"
RECORDED = re.compile(r"""verb=f?"([a-z_]+\.[a-z_]+)"|(?:audit|_log)\(\w+, "([a-z_.]+)\"""")


def recorded() -> set[str]:
    """Every verb that an action writes into the trail by its name."""
    texts = [path.read_text() for path in SOURCE.rglob("actions*/*.py")] + [
        path.read_text() for path in SOURCE.rglob("actions.py")
    ]
    return {first or second for text in texts for first, second in RECORDED.findall(text)}


def test_every_act_that_is_recorded_has_its_words() -> None:
    known = {verb.rpartition(".")[2] for verb in SAYINGS} | set(VERBS)
    unknown = {verb for verb in recorded() if verb.rpartition(".")[2] not in known}
    assert len(recorded()) > 40
    assert unknown == set()
    assert {f"recommendation.{verb}" for verb in FollowUp} <= set(SAYINGS)


def test_every_thing_that_is_recorded_has_its_name() -> None:
    found = {name for path in SOURCE.rglob("*.py") for name in re.findall(r'Target\("([a-z_]+)"', path.read_text())}
    assert found <= set(KINDS)


def test_a_saying_of_its_own_goes_before_kind_and_verb() -> None:
    assert what("entry.sent", "entry") == "Isian dikirim"
    assert what("entry.evidence_attached", "entry") == "Bukti dukung dilampirkan pada isian"
