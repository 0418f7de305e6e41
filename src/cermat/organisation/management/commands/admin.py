"""`./cermat admin USERNAME --kecamatan CODE --name "…"`: the first account of an office, made at the terminal."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cermat.lib.errors import DomainError
from cermat.organisation.actions import Person, Post, add_user
from cermat.organisation.forms import PersonForm
from cermat.organisation.models import Unit, User
from cermat.organisation.permissions import ROLE_NAMES, Role

EXAMPLE = './cermat admin budi --kecamatan 35.18.13 --name "Budi Santoso"'


class Command(BaseCommand):
    help = "Buat akun administrator kecamatan (atau pengamat kabupaten) dan tampilkan kata sandi sekali pakainya."
    requires_system_checks = ()  # `./cermat check` looks at all; here they would cost a second before the first word

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="nama pengguna untuk masuk")
        parser.add_argument("--name", required=True, help="nama lengkap")
        parser.add_argument("--role", choices=[Role.ADMIN.value, Role.OBSERVER.value], default=Role.ADMIN.value)
        where = parser.add_mutually_exclusive_group(required=True)
        where.add_argument("--kecamatan", dest="code", metavar="KODE", help="kecamatan yang dikelola: 35.18.13")
        where.add_argument("--unit", dest="code", metavar="KODE", help="unit penugasan; pengamat: kabupaten, 35.18")

    def handle(self, *args: Any, username: str, name: str, role: str, code: str, **options: Any) -> None:
        unit = Unit.objects.filter(code=code).first()
        if unit is None:
            raise CommandError(f"Unit {code} belum ada. Ketik dahulu: ./cermat units load {code}")
        typed = PersonForm({"username": username, "full_name": name})
        if not typed.is_valid():
            problems = " ".join(str(text) for texts in typed.errors.values() for text in texts)
            raise CommandError(f"{problems} Contoh: {EXAMPLE}")
        now = timezone.now()
        post = Post(role=Role(role), unit=unit, start=timezone.localdate(now))
        try:
            new = add_user(person=Person(**typed.cleaned_data), post=post, by=None, now=now)
        except DomainError as error:
            raise CommandError(error.message) from error
        self.tell(new.user, new.password, f"{ROLE_NAMES[Role(role)]} {unit}")

    def tell(self, user: User, password: str, title: str) -> None:
        self.stdout.write(f"{user.full_name} kini {title}.")
        self.stdout.write(f"  nama pengguna           {user.username}")
        self.stdout.write(f"  kata sandi sekali pakai {password}")
        self.stdout.write("Kata sandi ini hanya tampil sekarang dan diganti saat pertama masuk.")
