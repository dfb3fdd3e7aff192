"""Dutch money, dates and small parts of a page. Load with `{% load shell %}`."""


from django import template

register = template.Library()
