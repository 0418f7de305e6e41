"""People, posts and successions: what the office may do, and what nobody may."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from cermat.audit.models import AuditEvent
from cermat.audit.queries import broken_links
from cermat.lib.errors import ConflictError, DomainError, NotAllowedError
from cermat.organisation import actions
from cermat.organisation.actions import Person, Post
from cermat.organisation.models import Acting, Assignment, SettingKey, User
from cermat.organisation.permissions import HEADS, ROLE_KINDS, Role
from cermat.organisation.queries import assignments_of, authority, head_of, setting
from cermat.organisation.queries.people import Wanted, people_managed_by, people_rows, successions_in
from tests import factories
from tests.factories import NOW, TODAY, Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return factories.office()


def added(office: Office, role: Role = Role.OPERATOR, username: str = "baru", **post: object) -> actions.NewUser:
    fields = {"unit": office.kelurahan[0], "start": TODAY} | post
    person = Person(username=username, full_name="Orang Baru", nip="1" * 18, phone="081234567890")
    return actions.add_user(person=person, post=Post(role, **fields), by=office.admin, now=NOW)  # type: ignore[arg-type]


def post_of(user: User) -> Assignment:
    return user.assignments.get()


def test_a_new_person_gets_a_random_password_to_be_changed(office: Office) -> None:
    made = added(office)
    assert made.user.check_password(made.password)
    assert made.user.must_change_password
    assert len(made.password) == 14
    assert made.password not in repr(made)
    assert added(office, username="lain").password != made.password


def test_the_log_keeps_personal_fields_as_digests_and_no_password(office: Office) -> None:
    made = added(office)
    told = str([(event.before, event.after) for event in AuditEvent.objects.all()])
    for secret in ("Orang Baru", "1" * 18, "081234567890", made.password, "baru"):
        assert secret not in told
    assert "hmac:" in told
    assert list(broken_links()) == []


def test_a_user_name_is_taken_once_in_any_case(office: Office) -> None:
    added(office)
    with pytest.raises(ConflictError) as refused:
        added(office, username="BARU")
    assert refused.value.field == "username"


def test_only_the_administrator_manages_people(office: Office) -> None:
    person, post = Person("x", "X"), Post(Role.OPERATOR, office.kelurahan[0], TODAY)
    for by in (office.camat, office.sekcam, office.staf, office.observer):
        with pytest.raises(NotAllowedError):
            actions.add_user(person=person, post=post, by=by, now=NOW)


def test_an_administrator_never_touches_people_of_another_kecamatan(office: Office) -> None:
    other = factories.other_office()
    stranger = other.sekcam
    with pytest.raises(NotAllowedError):
        actions.reset_password(user=stranger, by=office.admin, now=NOW)
    with pytest.raises(NotAllowedError):
        actions.deactivate_user(user=stranger, by=office.admin, now=NOW)
    with pytest.raises(NotAllowedError):
        actions.change_person(user=stranger, person=Person("a", "B"), by=office.admin, now=NOW)
    with pytest.raises(NotAllowedError):
        actions.end_assignment(assignment=post_of(stranger), on=TODAY, by=office.admin, now=NOW)
    with pytest.raises(NotAllowedError):
        actions.assign(user=stranger, post=Post(Role.STAF, office.secretariat, TODAY), by=office.admin, now=NOW)
    with pytest.raises(NotAllowedError):
        actions.record_qualification(user=stranger, text="a", is_met=True, by=office.admin, now=NOW)
    mine = set(people_managed_by(office.admin, TODAY))
    assert mine == set(office.everyone()) - {office.observer}
    assert not mine & set(other.everyone())


@pytest.mark.parametrize("role", list(Role))
def test_a_role_is_held_only_at_its_kind_of_unit(office: Office, role: Role) -> None:
    units = [office.kecamatan, office.secretariat, office.sections["pmd"], office.subsections["umum"],
             office.kelurahan[0], office.desa[0], office.kabupaten]  # fmt: skip
    for number, unit in enumerate(units):
        post = Post(role, unit, TODAY, acting=Acting.PLT if role in HEADS else Acting.NO)
        person = Person(f"orang{number}", "X")
        if unit.kind in ROLE_KINDS[role]:
            assert actions.add_user(person=person, post=post, by=None, now=NOW).user.assignments.exists()
        else:
            with pytest.raises(DomainError) as refused:
                actions.add_user(person=person, post=post, by=None, now=NOW)
            assert refused.value.code == "role_does_not_fit"


def test_a_unit_has_one_definitive_head_and_an_acting_one_beside(office: Office) -> None:
    unit = office.sections["pmd"]
    with pytest.raises(ConflictError, match="pergantian pejabat"):
        added(office, Role.KASI, unit=unit)
    acting = added(office, Role.KASI, unit=unit, acting=Acting.PLH).user
    head = head_of(unit, TODAY)
    assert head is not None
    assert head.user == acting
    assert head.title == "Plh. Kepala Seksi Pemberdayaan Masyarakat dan Desa"


def test_a_head_may_be_named_for_the_time_after_the_present_one(office: Office) -> None:
    unit = office.sections["pmd"]
    old = post_of(office.kasi["pmd"])
    actions.end_assignment(assignment=old, on=TODAY, by=office.admin, now=NOW)
    with pytest.raises(ConflictError):
        added(office, Role.KASI, unit=unit, start=TODAY)
    assert added(office, Role.KASI, unit=unit, start=TODAY + timedelta(days=1)).user.pk


def test_the_database_refuses_two_open_definitive_heads(office: Office) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(user=office.staf, role=Role.CAMAT, unit=office.kecamatan, start=TODAY)


@pytest.mark.parametrize(
    "broken", [{"role": "raja"}, {"acting": "pjs"}, {"end": date(2020, 1, 1)}, {"start": factories.START}]
)
def test_the_database_refuses_posts_that_make_no_sense(office: Office, broken: dict[str, object]) -> None:
    fields = {"role": Role.STAF, "unit": office.sections["pemerintahan"], "start": TODAY} | broken
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(user=office.staf, **fields)


def test_a_succession_is_one_act_with_a_date_and_a_decree(office: Office) -> None:
    old, new = post_of(office.camat), office.staf
    made = actions.succeed(
        unit=office.kecamatan, role=Role.CAMAT, old=old, new=new, on=TODAY, decree="821/12", by=office.admin, now=NOW
    )
    assert made.ended.end == TODAY - timedelta(days=1)
    assert made.started.title == "Camat Nganjuk"
    head = head_of(office.kecamatan, TODAY)
    assert head is not None
    assert head.user == new
    assert [pair.started for pair in successions_in(Assignment.objects.all())] == [made.started]
    assert AuditEvent.objects.filter(verb="assignment.succeeded").count() == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"decree": " "}, "no_decree"),
        ({"on": factories.START}, "ends_before_start"),
        ({"role": Role.SEKCAM}, "another_office"),
    ],
)
def test_a_succession_that_does_not_hold_changes_nothing(office: Office, change: dict[str, object], code: str) -> None:
    given = {"unit": office.kecamatan, "role": Role.CAMAT, "on": TODAY, "decree": "1"} | change
    old = post_of(office.camat)
    with pytest.raises(DomainError) as refused:
        actions.succeed(old=old, new=office.staf, by=office.admin, now=NOW, **given)  # type: ignore[arg-type]
    assert refused.value.code == code
    assert Assignment.objects.get(pk=old.pk).end is None
    assert office.staf.assignments.count() == 1


def test_nobody_succeeds_themselves(office: Office) -> None:
    old = post_of(office.camat)
    with pytest.raises(DomainError, match="sama"):
        actions.succeed(
            unit=office.kecamatan, role=Role.CAMAT, old=old, new=office.camat,
            on=TODAY, decree="1", by=office.admin, now=NOW,
        )  # fmt: skip


def test_a_deactivated_person_is_signed_out_and_holds_no_office(office: Office) -> None:
    browser = factories.sign_in(office.staf)
    assert browser.get("/akun/profil/").status_code == 200
    actions.deactivate_user(user=office.staf, by=office.admin, now=NOW)
    assert browser.get("/akun/profil/").status_code == 302
    assert post_of(office.staf).end == TODAY
    again = actions.reactivate_user(user=office.staf, by=office.admin, now=NOW)
    assert browser.get("/akun/profil/").status_code == 302
    assert again.user.must_change_password


def test_a_deactivated_person_keeps_no_office_with_a_later_end(office: Office) -> None:
    user = added(office, role=Role.LURAH, acting=Acting.PLT, end=TODAY + timedelta(days=30)).user
    actions.deactivate_user(user=user, by=office.admin, now=NOW)
    assert post_of(user).end == TODAY
    ended = AuditEvent.objects.get(verb="assignment.ended")
    assert (ended.target_id, ended.after) == (str(post_of(user).pk), {"end": TODAY.isoformat()})
    assert ended.before == {"end": (TODAY + timedelta(days=30)).isoformat()}


def test_an_administrator_does_not_lock_themselves_out(office: Office) -> None:
    with pytest.raises(DomainError):
        actions.deactivate_user(user=office.admin, by=office.admin, now=NOW)
    with pytest.raises(DomainError):
        actions.end_assignment(assignment=post_of(office.admin), on=TODAY, by=office.admin, now=NOW)


def test_people_change_their_contact_and_nothing_else_of_themselves(office: Office) -> None:
    user = office.staf
    person = Person(user.username, user.full_name, phone="081200000000", email="a@contoh.id")
    assert actions.change_person(user=user, person=person, by=user, now=NOW).phone == "081200000000"
    with pytest.raises(NotAllowedError):
        actions.change_person(user=user, person=Person(user.username, "Camat Baru"), by=user, now=NOW)


def test_a_person_who_moved_away_is_managed_there(office: Office) -> None:
    other = factories.other_office()
    staf = office.staf
    actions.end_assignment(assignment=post_of(staf), on=TODAY - timedelta(days=1), by=office.admin, now=NOW)
    assert staf in people_managed_by(office.admin, TODAY)
    actions.assign(user=staf, post=Post(Role.STAF, other.secretariat, TODAY), by=None, now=NOW)
    assert staf not in people_managed_by(office.admin, TODAY)
    assert staf in people_managed_by(other.admin, TODAY)
    assert authority(staf, "fill_entry", office.kelurahan[0], TODAY) is None  # type: ignore[arg-type]


def test_only_a_person_who_just_looks_is_remembered_with_their_posts(office: Office) -> None:
    looking, acting = office.staf, User.objects.get(pk=office.staf.pk)
    looking.only_looks()
    assert [len(assignments_of(user, TODAY)) for user in (looking, acting)] == [1, 1]
    post_of(acting).delete()
    assert [len(assignments_of(user, TODAY)) for user in (looking, acting)] == [1, 0]


def test_missing_qualifications_are_warned_of_until_recorded(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Wanted, "qualifications", lambda _kecamatan, _day: ["Pendidikan minimal SMA", "Memahami IKU"])
    people = User.objects.filter(pk__in=[office.staf.pk, office.admin.pk])
    missing = {row.user: row.missing for row in people_rows(people, TODAY)}
    assert missing == {office.staf: ["Pendidikan minimal SMA", "Memahami IKU"], office.admin: []}
    met = {"Pendidikan minimal SMA": (True, "ijazah"), "Memahami IKU": (False, "")}
    actions.record_qualifications(user=office.staf, met=met, by=office.admin, now=NOW)
    assert {row.user: row.missing for row in people_rows(people, TODAY)}[office.staf] == ["Memahami IKU"]


def test_a_choice_counts_from_its_day_and_the_older_one_before(office: Office) -> None:
    key, place = SettingKey.CUTOFF_DAYS, office.kecamatan
    first, later = date(2026, 11, 1), date(2026, 12, 1)
    actions.choose(kecamatan=place, key=key, value=3, valid_from=first, by=office.admin, now=NOW)
    actions.choose(kecamatan=place, key=key, value=4, valid_from=later, by=office.admin, now=NOW)
    days = [date(2026, 10, 31), first, date(2026, 11, 30), later]
    assert [setting(place, key, day) for day in days] == [2, 3, 3, 4]


def test_a_choice_of_a_month_gone_by_is_not_rewritten(office: Office) -> None:
    key, place = SettingKey.CUTOFF_DAYS, office.kecamatan
    actions.choose(kecamatan=place, key=key, value=3, valid_from=date(2024, 1, 1), by=office.admin, now=NOW)
    with pytest.raises(DomainError) as refused:
        actions.choose(kecamatan=place, key=key, value=5, valid_from=date(2026, 10, 1), by=office.admin, now=NOW)
    assert refused.value.field == "valid_from"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (SettingKey.CUTOFF_DAYS, 99), (SettingKey.CUTOFF_DAYS, "2"), (SettingKey.ONE_PERSON_APPROVES, "ya"),
        (SettingKey.MEETING_RULE, "kamis"), (SettingKey.MEETING_TIME, "jam sembilan"), (SettingKey.MEETING_PLACE, ""),
        (SettingKey.LETTERHEAD, {"logo": "x"}), (SettingKey.DOCUMENT_THRESHOLD, 0),
    ],
)  # fmt: skip
def test_a_choice_that_makes_no_sense_is_refused(office: Office, key: SettingKey, value: object) -> None:
    with pytest.raises(DomainError):
        actions.choose(kecamatan=office.kecamatan, key=key, value=value, valid_from=TODAY, by=office.admin, now=NOW)


def test_choices_are_the_administrators_of_that_kecamatan(office: Office) -> None:
    stranger = factories.other_office().admin
    for by in (stranger, office.camat):
        with pytest.raises(NotAllowedError):
            actions.choose(
                kecamatan=office.kecamatan, key=SettingKey.CUTOFF_DAYS, value=3, valid_from=TODAY, by=by, now=NOW
            )
