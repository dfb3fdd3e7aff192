"""Copies NL Design System CSS and htmx into static/vendor, where Django serves them. For maintainers; needs npm.

    python shell/vendoring/update.py            what package-lock.json pins
    python shell/vendoring/update.py --newest   first move each pin to its newest version (htmx: of its major version)

package.json lists the packages, package-lock.json their version, hash and licence (without any registry address). The
components become one file, after the design tokens that they or app.css use: the whole set of tokens is 200 kB, those
in use a fraction of it. Every licence text travels along in static/vendor/LICENCES.txt.
"""

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
STATIC = HERE.parents[1] / "static"
TARGET = STATIC / "vendor"
TOKENS = "@nl-design-system-unstable/voorbeeld-design-tokens"
HTMX = "htmx.org"
HTMX_MAJOR = "2"
# These also style the plain element, so that a page author writes <h2> and <a>, not class names.
PLAIN = {"heading-1", "heading-2", "heading-3", "heading-4", "link"}

CHARSET = re.compile(r"@charset [^;]+;")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
DECLARATION = re.compile(r"^\s*(--[\w-]+):\s*([^;]+);", re.MULTILINE)
USED = re.compile(r"var\(\s*(--[\w-]+)")
# A font or picture from elsewhere would be refused by our Content-Security-Policy.
FOREIGN = re.compile(r"@import|url\((?!\s*[\"']?#)")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--newest", action="store_true", help="move every pin to its newest version first")
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        shutil.copy(HERE / "package.json", work)
        if parser.parse_args().newest:
            move_pins(work)
        else:
            shutil.copy(HERE / "package-lock.json", work)
            npm(work, "ci")
        TARGET.mkdir(exist_ok=True)
        packages = json.loads((work / "package.json").read_text())["dependencies"]
        components = [name for name in packages if name not in (TOKENS, HTMX)]
        write("nlds.css", stylesheet(work / "node_modules", components))
        write("htmx.min.js", (work / "node_modules" / HTMX / "dist" / "htmx.min.js").read_text())
        write("LICENCES.txt", licences(work / "node_modules", packages))


def move_pins(work: Path) -> None:
    names = json.loads((work / "package.json").read_text())["dependencies"]
    newest = [f"{name}@{HTMX_MAJOR if name == HTMX else 'latest'}" for name in names]
    npm(work, "install", "--save-exact", *newest)
    for file in ("package.json", "package-lock.json"):
        shutil.copy(work / file, HERE)


def npm(work: Path, command: str, *arguments: str) -> None:
    options = ["--ignore-scripts", "--omit-lockfile-registry-resolved", "--no-audit", "--no-fund", "--silent"]
    subprocess.run(["npm", command, *options, *arguments], cwd=work, check=True)


def stylesheet(modules: Path, components: list[str]) -> str:
    """All components in one file; a component that reaches for a file elsewhere is refused."""
    parts = []
    for name in components:
        dist = modules / name / "dist"
        files = [dist / "index.css"]
        if name.removeprefix("@utrecht/").removesuffix("-css") in PLAIN:
            files.insert(0, dist / "html" / "index.css")
        css = "\n".join(CHARSET.sub("", COMMENT.sub("", file.read_text())) for file in files)
        if foreign := FOREIGN.search(css):
            raise SystemExit(f"{name}: {foreign.group()} would be refused by the Content-Security-Policy")
        parts.append(f"/* {name} {version(modules, name)} */\n" + re.sub(r"\n\s*\n+", "\n", css).strip())
    tokens = dict(DECLARATION.findall(COMMENT.sub("", (modules / TOKENS / "dist" / "theme.css").read_text())))
    wanted = reachable(tokens, "\n".join(parts) + (STATIC / "app.css").read_text())
    theme = "\n".join(f"  {name}: {value};" for name, value in tokens.items() if name in wanted)
    header = (
        "/* NL Design System: components and design tokens, chosen and bundled by shell/vendoring/update.py.\n"
        " * Copyright (c) 2020-2026 Frameless B.V., Gemeente Utrecht, NL Design System Community. Licensed under the\n"
        " * EUPL 1.2 (LICENCES.txt beside this file). Changed from the originals: no comments, no unused tokens. */"
    )
    token_block = f"/* {TOKENS} {version(modules, TOKENS)} */\n.voorbeeld-theme {{\n{theme}\n}}"
    return "\n\n".join([header, token_block, *parts]) + "\n"


def reachable(tokens: dict[str, str], css: str) -> set[str]:
    """The tokens that the CSS uses, and those that these are made of."""
    found: set[str] = set()
    waiting = set(USED.findall(css))
    while waiting:
        name = waiting.pop()
        if name in tokens and name not in found:
            found.add(name)
            waiting.update(USED.findall(tokens[name]))
    return found


def licences(modules: Path, packages: dict[str, str]) -> str:
    """Each licence text once, under the packages that carry it."""
    texts: dict[str, list[str]] = {}
    for name in packages:
        [file] = [path for path in (modules / name).iterdir() if path.stem == "LICENSE"]
        texts.setdefault(file.read_text().strip(), []).append(f"{name} {version(modules, name)}")
    return "\n\n\n".join("\n".join(names) + "\n\n" + text for text, names in texts.items()) + "\n"


def version(modules: Path, name: str) -> str:
    return str(json.loads((modules / name / "package.json").read_text())["version"])


def write(name: str, text: str) -> None:
    text = re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE)
    (TARGET / name).write_text(text)
    sys.stdout.write(f"{name}: {len(text) / 1000:.0f} kB\n")


if __name__ == "__main__":
    main()
