"""What the public is asked about, and the addresses it opens."""

from django.db import models
from django.db.models import Q

from cermat.organisation.models import Unit
from cermat.survey.schema import Channel


class Service(models.Model):
    """A service that an office gives the public: Perekaman KTP-el, Surat pengantar."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="services")  # kecamatan, desa, kelurahan
    name = models.CharField("nama layanan", max_length=120)
    sort = models.PositiveSmallIntegerField("urutan", default=0)
    is_active = models.BooleanField("aktif", default=True)

    class Meta:
        ordering = ["unit", "sort", "name"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "name"], name="service_name_once"),
            models.CheckConstraint(condition=~Q(name=""), name="service_has_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Counter(models.Model):
    """An address that the public opens: a link, a poster, a tablet. It outlives the periods: a poster is hung once."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="counters")
    service = models.ForeignKey(Service, null=True, blank=True, on_delete=models.PROTECT, related_name="counters")
    name = models.CharField("nama loket", max_length=80)
    channel = models.CharField(max_length=8, choices=[(c.value, c.value) for c in Channel])
    code = models.CharField(max_length=16, unique=True)  # random; stands in the address
    pin = models.CharField(max_length=128, blank=True)  # hashed; to leave the tablet's full screen
    is_active = models.BooleanField("aktif", default=True)

    class Meta:
        ordering = ["unit", "name"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "name"], name="counter_name_once"),
            models.CheckConstraint(
                condition=Q(channel__in=[Channel.LINK, Channel.QR, Channel.TABLET]), name="counter_is_public"
            ),
            models.CheckConstraint(condition=~Q(channel=Channel.TABLET) | ~Q(pin=""), name="counter_tablet_has_pin"),
        ]

    def __str__(self) -> str:
        return self.name
