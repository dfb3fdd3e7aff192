"""What static/vendor holds is what the lock says: package, version, hash, licence, and no address of a registry."""

import json
import re

import pytest
from django.conf import settings

HERE = settings.BASE_DIR / "shell/vendoring"
VENDOR = settings.BASE_DIR / "static/vendor"


def locked():
    packages = json.loads((HERE / "package-lock.json").read_text())["packages"]
    return {path.removeprefix("node_modules/"): package for path, package in packages.items() if path}


def wanted():
    return json.loads((HERE / "package.json").read_text())["dependencies"]


def test_every_package_is_pinned_with_hash_and_free_licence():
    assert {name: locked()[name]["version"] for name in wanted()} == wanted()
    assert {package["license"] for package in locked().values()} == {"EUPL-1.2", "0BSD"}
    assert [name for name, package in locked().items() if not package["integrity"].startswith("sha512-")] == []


def test_the_files_are_made_from_these_versions():
    css = (VENDOR / "nlds.css").read_text()
    licences = (VENDOR / "LICENCES.txt").read_text()
    for name, version in wanted().items():
        assert f"{name} {version}" in licences
        if name != "htmx.org":
            assert f"/* {name} {version} */" in css
    assert f'version:"{wanted()["htmx.org"]}"' in (VENDOR / "htmx.min.js").read_text()
    assert "EUROPEAN UNION PUBLIC LICENCE v. 1.2" in licences


@pytest.mark.parametrize("file", [*HERE.glob("*"), *VENDOR.glob("*")], ids=lambda path: path.name)
def test_no_registry_is_named(file):
    if file.is_file():
        assert not re.search(r"registry\.|npmjs|unpkg|jsdelivr", file.read_text())


def test_css_asks_nothing_from_elsewhere():
    for name in ("vendor/nlds.css", "app.css"):
        css = (settings.BASE_DIR / "static" / name).read_text()
        assert "@import" not in css
        assert [
            url for url in re.findall(r"url\(\"?([^)\"]+)", css) if not (settings.BASE_DIR / "static" / url).exists()
        ] == []
