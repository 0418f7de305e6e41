"""How Django's forms become our fields."""

from django.forms.renderers import TemplatesSetting


class CermatRenderer(TemplatesSetting):
    form_template_name = "web/components/form.html"
    field_template_name = "web/components/field.html"
