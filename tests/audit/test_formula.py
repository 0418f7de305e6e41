"""What the chain keeps of a person: a keyed digest and nothing to read."""

import json

from cermat.audit.formula import keyed_digest, redacted

KEY = "kunci"


def test_personal_fields_are_digests_at_any_depth() -> None:
    told = {
        "full_name": "Siti", "unit": "35.18.13", "contact": {"phone": "0812", "count": 2},
        "people": [{"nip": "rahasia", "role": "staf"}, {"email": "a@b.id"}],
    }  # fmt: skip
    kept = redacted(told, KEY)
    text = json.dumps(kept)
    assert not any(secret in text for secret in ("Siti", "0812", "rahasia", "a@b.id"))
    assert kept["full_name"] == keyed_digest("Siti", KEY)
    assert (kept["unit"], kept["contact"]["count"], kept["people"][0]["role"]) == ("35.18.13", 2, "staf")


def test_an_empty_field_stays_empty_and_another_key_gives_another_digest() -> None:
    assert redacted({"phone": "", "nip": None}, KEY) == {"phone": "", "nip": None}
    assert keyed_digest("Siti", KEY) != keyed_digest("Siti", "lain")
