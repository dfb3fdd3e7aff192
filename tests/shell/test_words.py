"""Every error that a form can give by itself is in Dutch and in our words."""

import gettext
import re
from decimal import Decimal
from itertools import chain

import pytest
from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.core import validators
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import formset_factory
from django.utils import translation

from shell.fields import DutchDateField, DutchDecimalField, EuroField, PeriodField
from shell.forms import ShellForm
from tests.shell.test_crispy_pack import CHOICES, FIELDS

ENGLISH = re.compile(
    r"\b(enter|this|field|value|select|valid|please|ensure|must|required|the|file|choice)\b", re.IGNORECASE
)
FORMAL = re.compile(r"\b(waarde|ongeldig\w*|geldige waarde|selecteer|invoer|dient|verzoeken|gelieve)\b", re.IGNORECASE)

WRONG = {
    "CharField": ["", "a", "abcdef", "a\0b"],
    "EmailField": ["", "geen adres"],
    "URLField": ["", "geen adres", "http://"],
    "SlugField": ["", "a b"],
    "RegexField": ["", "a"],
    "UUIDField": ["", "x"],
    "JSONField": ["", "{"],
    "GenericIPAddressField": ["", "x"],
    "IntegerField": ["", "x", "0", "10", "1,5"],
    "FloatField": ["", "x"],
    "DecimalField": ["", "x", "1234567", "1,234"],
    "DateField": ["", "x"],
    "DateTimeField": ["", "x"],
    "TimeField": ["", "x"],
    "DurationField": ["", "x", "9999999999 00:00:00"],
    "BooleanField": [""],
    "ChoiceField": ["", "x"],
    "TypedChoiceField": ["", "x"],
    "RadioSelect": ["", "x"],
    "MultipleChoiceField": [[], ["x"], "x"],
    "TypedMultipleChoiceField": [[], ["x"]],
    "FilePathField": ["", "x"],
    "ComboField": ["", "x"],
    "SplitDateTimeField": [["", ""], ["x", "y"], ["1-9-2026", ""]],
    "PeriodField": [["", ""], ["x", "y"], ["", "1-9-2026"]],
    "DateRangeField": [["", ""], ["x", "y"], ["2-9-2026", "1-9-2026"]],
    "IntegerRangeField": [["", ""], ["x", "y"], ["2", "1"]],
    "SimpleArrayField": [""],
}


def messages(field: forms.Field, value: object) -> list[str]:
    try:
        field.clean(value)
    except ValidationError as error:
        return error.messages
    return []


@pytest.mark.parametrize("name", WRONG)
def test_a_field_speaks_dutch(name):
    field = FIELDS[name]
    field.required = True
    heard = list(chain.from_iterable(messages(field, value) for value in WRONG[name]))
    assert heard
    assert [text for text in heard if ENGLISH.search(text) or FORMAL.search(text)] == []
    with translation.override("en"):
        theirs = set(chain.from_iterable(messages(field, value) for value in WRONG[name]))
    ours = {*DutchDateField.default_error_messages.values(), *PeriodField.default_error_messages.values()}
    assert set(heard) & theirs <= ours


@pytest.mark.parametrize("field", [forms.FileField(max_length=3)])
def test_a_file_field_speaks_dutch(field):
    files = [None, "geen bestand", SimpleUploadedFile("leeg.txt", b""), SimpleUploadedFile("lang.txt", b"x")]
    heard = list(chain.from_iterable(messages(field, file) for file in files))
    assert heard == [
        "Vul dit in.",
        "Het bestand is niet aangekomen. Kies het nog een keer.",
        "De naam van het bestand mag niet langer zijn dan 3 tekens. Nu zijn het er 8.",
        "De naam van het bestand mag niet langer zijn dan 3 tekens. Nu zijn het er 8.",
    ]


@pytest.mark.parametrize(
    ("validator", "value"),
    [
        (validators.MinLengthValidator(3), "a"),
        (validators.MaxLengthValidator(1), "abc"),
        (validators.MinValueValidator(3), 1),
        (validators.MaxValueValidator(3), 9),
        (validators.StepValueValidator(5), 3),
        (validators.StepValueValidator(5, offset=1), 3),
        (validators.DecimalValidator(3, 1), Decimal(12345)),
        (validators.EmailValidator(), "x"),
        (validators.URLValidator(), "x"),
        (validators.DomainNameValidator(), "x y"),
        (validators.RegexValidator("a"), "x"),
        (validators.validate_integer, "x"),
        (validators.validate_slug, "a b"),
        (validators.validate_unicode_slug, "a b"),
        (validators.validate_ipv4_address, "x"),
        (validators.validate_ipv6_address, "x"),
        (validators.validate_ipv46_address, "x"),
        (validators.validate_comma_separated_integer_list, "x"),
        (validators.int_list_validator(), "x"),
        (validators.FileExtensionValidator(["pdf"]), SimpleUploadedFile("a.exe", b"x")),
        (validators.ProhibitNullCharactersValidator(), "a\0b"),
    ],
)
def test_a_validator_speaks_dutch(validator, value):
    with pytest.raises(ValidationError) as raised:
        validator(value)
    assert [text for text in raised.value.messages if ENGLISH.search(text) or FORMAL.search(text)] == []


def test_passwords_are_explained_in_dutch():
    with pytest.raises(ValidationError) as raised:
        password_validation.validate_password("123456")
    assert raised.value.messages == [
        "Dit wachtwoord is te kort. Gebruik minstens 12 tekens.",
        "Veel mensen gebruiken dit wachtwoord. Bedenk een ander wachtwoord.",
        "Dit wachtwoord bestaat alleen uit cijfers. Gebruik ook letters.",
    ]


def test_a_formset_speaks_dutch():
    class Line(forms.Form):
        name = forms.CharField(required=False)

    assert formset_factory(Line)({}).non_form_errors() == [
        "Een deel van het formulier is niet aangekomen. Laad de pagina opnieuw en probeer het nog een keer."
    ]
    few = formset_factory(Line, min_num=2, validate_min=True)({"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0"})
    assert few.non_form_errors() == ["Vul minstens 2 keer iets in."]
    many = formset_factory(Line, max_num=1, validate_max=True)({"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0"})
    assert many.non_form_errors() == ["Vul hoogstens 1 keer iets in."]


def test_what_is_missing_is_called_by_its_name():
    class Question(ShellForm):
        name = forms.CharField(label="Achternaam")
        born = DutchDateField(label="Geboortedatum")
        school = forms.ChoiceField(label="School", choices=CHOICES)
        themes = forms.MultipleChoiceField(label="Thema", choices=CHOICES, widget=forms.CheckboxSelectMultiple)
        agreed = forms.BooleanField(label="De ouders vinden het goed")
        report = forms.FileField(label="Verslag")
        amount = EuroField(label="Bedrag")
        own = forms.CharField(label="Eigen", error_messages={"required": "Vertel wat u ziet."})
        without_label = DutchDecimalField()

    assert [errors[0] for errors in Question({}).errors.values()] == [
        "Vul ‘Achternaam’ in.",
        "Vul ‘Geboortedatum’ in.",
        "Kies iets bij ‘School’.",
        "Kies iets bij ‘Thema’.",
        "Zet een vinkje bij ‘De ouders vinden het goed’.",
        "Kies een bestand bij ‘Verslag’.",
        "Vul ‘Bedrag’ in.",
        "Vertel wat u ziet.",
        "Vul ‘Without label’ in.",
    ]


def test_the_compiled_words_are_those_of_the_source():
    """django.mo is made from django.po by msgfmt, and kept, because a user's machine has no msgfmt."""
    folder = settings.BASE_DIR / "locale/nl/LC_MESSAGES"
    with (folder / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    source = (folder / "django.po").read_text()
    pairs = re.findall(r'^msgid "(.+)"\n(?:msgid_plural ".*"\nmsgstr\[0\]|msgstr) "(.*)"$', source, re.MULTILINE)
    assert len(pairs) == source.count("\nmsgid ") - 1  # less the header
    assert [key for key, text in pairs if text not in (compiled.gettext(key), compiled.ngettext(key, key, 1))] == []
