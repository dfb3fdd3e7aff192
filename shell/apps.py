"""The shell: what every screen shares. No models, and it imports nothing of ours."""

from django.apps import AppConfig


class ShellConfig(AppConfig):
    name = "shell"
