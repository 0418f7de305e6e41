"""`./cermat run`: from nothing to a running Cermat."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, connections
from django.utils import timezone

from cermat.operations.commands import preparing, serving
from cermat.operations.formula import is_loopback
from cermat.operations.queries import (
    example_sign_ins,
    has_examples,
    has_office,
    pending_migrations,
    public_addresses,
    setup_steps,
)
from cermat.organisation.presenters import EXAMPLE_PASSWORD

REFUSED = (
    "Data contoh memakai kata sandi yang diketahui umum, jadi Cermat hanya boleh didengar dari komputer ini. "
    "Hapus --host, atau mulai tanpa contoh pada folder data baru: CERMAT_VAR=… ./cermat run --empty"
)


class Command(BaseCommand):
    help = "Siapkan basis data bila perlu, lalu jalankan Cermat. Hentikan dengan Ctrl+C."
    requires_system_checks = ()  # `./cermat check` looks at all; here they would cost a second before the first word

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--empty", action="store_true", help="tanpa data contoh")

    def handle(self, *args: Any, host: str, port: int, empty: bool, **options: Any) -> None:
        if problem := serving.port_problem(host, port):
            self.stop(problem)
        if not is_loopback(host) and self.would_hold_examples(empty=empty):
            self.stop(REFUSED)
        try:
            preparing.prepare(self.say, examples=not empty, now=timezone.now())
        except KeyboardInterrupt:
            self.say("\nDihentikan sebelum siap. Ketik lagi perintah yang sama untuk mengulang dari awal.")
            sys.exit(130)
        connections.close_all()
        sys.exit(serving.serve(serving.Crew(host, port, self.say), lambda: self.greet(host, port)))

    def say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()

    def stop(self, sentence: str) -> None:
        self.stderr.write(sentence)
        sys.exit(1)

    def would_hold_examples(self, *, empty: bool) -> bool:
        """Whether people with a known password are there, or would be after the first start."""
        if pending_migrations() and not connections["default"].introspection.table_names():
            return not empty
        try:
            return has_examples() or (not empty and not has_office())
        except DatabaseError:
            return not empty

    def greet(self, host: str, port: int) -> None:
        shown = f"[{host}]" if ":" in host and "[" not in host else host
        self.say(f"\nCermat siap: http://{shown}:{port}/   (Ctrl+C untuk berhenti)")
        people = example_sign_ins(timezone.localdate())
        if people:
            self.say(f"\nDATA CONTOH. Masuk dengan salah satu nama berikut, kata sandi: {EXAMPLE_PASSWORD}")
        for person in people:
            self.say(f"  {person.username:<28}{person.title}")
        for unit, path in public_addresses() if people else []:
            self.say(f"  Survei {unit}, diisi tanpa masuk: http://{shown}:{port}{path}")
        steps = [step for step in setup_steps() if not step.is_done]
        if steps and steps[0].on_pages:
            self.say("\nPemasangan belum lengkap. Masuk sebagai administrator: “Mulai dari sini” menuntun sisanya.")
            self.say("Atau ketik pada terminal lain, di folder ini, untuk memakai berkas contoh:")
        elif steps:
            self.say("\nPemasangan belum lengkap. Ketik pada terminal lain, di folder ini:")
        for step in steps:
            self.say(f"  {step.text}\n    {step.command}")
        connections.close_all()
