"""The Dutch REST API Design Rules as their Spectral rules see our document [api.md]. Needs npm's spectral and the rules."""

import os
import subprocess
from pathlib import Path
from shutil import which

import pytest
from django.test import Client

from tests.shared import shared

NEEDED = "@stoplight/spectral-cli"


@pytest.mark.parametrize("version", ["2.1.0", "2.2.0"])
def test_the_document_keeps_the_design_rules(client: Client, db: None, tmp_path: Path, version: str) -> None:
    rules, spectral = (
        shared(f"data/adr/adr-{version}.spectral.yaml"),
        os.environ.get("OT_SPECTRAL") or which("spectral"),
    )
    if not spectral:
        pytest.skip(f"needs the spectral of npm's {NEEDED}, on the path or named by OT_SPECTRAL")
    document = tmp_path / "openapi.json"
    document.write_bytes(client.get("/api/v1/openapi.json", secure=True).content)

    done = subprocess.run(
        [spectral, "lint", "--fail-severity", "hint", "--ruleset", rules, document],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
