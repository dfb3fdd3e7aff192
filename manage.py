#!/usr/bin/env python
"""Django's command line. `./run manage …` starts the services it needs first."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zwolle_ot.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:  # a setting: the sentence says which, a traceback would bury it
        sys.exit(f"{error}")
