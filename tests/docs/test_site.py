"""The documentation site builds strictly, with every document, and needs no network to be read."""

import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).resolve().parents[2]


def build(root: Path, site: Path, **environment: str) -> subprocess.CompletedProcess:
    """As `./dev docs` does. Without --quiet, which passes over warnings."""
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(site)],
        cwd=root,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


class Page(HTMLParser):
    """What a page links to, loads, and can be linked at."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.loads: set[str] = set()
        self.anchors: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.anchors |= {given[name] for name in ("id", "name") if name in given}
        if tag == "a" and "href" in given:
            self.links.add(given["href"])
        elif tag in ("link", "script", "img", "iframe"):
            self.loads |= {given[name] for name in ("href", "src") if name in given}


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    place = tmp_path_factory.mktemp("site")
    built = build(ROOT, place)
    assert built.returncode == 0, built.stderr
    assert "WARNING" not in built.stderr
    return place


@pytest.fixture(scope="module")
def pages(site) -> dict[Path, Page]:
    return {path: Page(path.read_text()) for path in site.rglob("*.html")}


def test_every_document_is_a_page_and_in_the_navigation(site, pages):
    home = pages[site / "index.html"]
    for document in ROOT.glob("docs/*.md"):
        assert f"{document.stem}.html" in home.links, document.name


def test_links_lead_somewhere(site, pages):
    """Also those to copies of files, which MkDocs does not follow."""
    checked = 0
    for path, page in pages.items():
        if path.name == "404.html":
            continue
        for link in page.links | page.loads:
            if re.match(r"[a-z]+:", link):
                continue
            file, _, anchor = unquote(link).partition("#")
            there = (path.parent / file).resolve() if file else path
            assert there.exists(), f"{path.relative_to(site)}: {link}"
            if anchor and there.suffix == ".html":
                assert anchor in pages[there].anchors, f"{path.relative_to(site)}: {link}"
            checked += 1
    assert checked > 500


def test_llms_txt_and_what_it_names_are_there(site):
    """At the top, and as Markdown: https://llmstxt.org."""
    text = (site / "llms.txt").read_text()
    assert text == (ROOT / "llms.txt").read_text()
    named = re.findall(r"\]\(([^)]+)\)", text)
    assert len(named) > 15
    for name in named:
        assert (site / name).read_text() == (ROOT / name).read_text()


def test_nothing_is_loaded_from_elsewhere(site, pages):
    for path, page in pages.items():
        outside = {each for each in page.loads if re.match(r"(https?:)?//", each)}
        assert not outside, f"{path.relative_to(site)}: {outside}"
    for style in site.rglob("*.css"):
        assert not re.search(r"@import|url\(['\"]?(https?:)?//", style.read_text()), style


def test_with_a_repository_files_are_links_to_it(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "tools")
    from site_pages import lead

    def leads(link: str, repository: str) -> str:
        return lead(link, "docs/scenarios.md", "scenarios.md", SimpleNamespace(repo_url=repository))

    assert leads("../scenarios", "https://example.com/shop/") == (
        "https://example.com/shop/tree/HEAD/scenarios"
    )
    assert leads("../VERSION#a", "https://example.com/shop") == (
        "https://example.com/shop/blob/HEAD/VERSION#a"
    )
    for repository in ("https://example.com/shop", ""):
        assert leads("world.md#top", repository) == "world.md#top"
        assert leads("../README.md#the-path", repository) == "index.md#the-path"
        assert leads("https://example.com/a.md", repository) == "https://example.com/a.md"
        assert leads("../nowhere.yaml", repository) == "../nowhere.yaml"
    assert leads("../VERSION", "") == "source/VERSION.txt"


LINKS = ["nowhere.md", "../nowhere.yaml", "tables.md#nothing"]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [("".join(f"[a]({link}) " for link in LINKS), LINKS), ("::: fauxmart.nothing", ["nothing"])],
    ids=["link", "name of the API"],
)
def test_what_leads_nowhere_ends_the_build(tmp_path, wrong, told):
    for name in ("docs", "tools", "python", "examples"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for each in [*ROOT.glob("*.md"), ROOT / "mkdocs.yml", ROOT / "llms.txt"]:
        shutil.copy(each, tmp_path)
    with (tmp_path / "docs/diff.md").open("a") as document:
        document.write(f"\n{wrong}\n")
    built = build(tmp_path, tmp_path / "site", FAUXMART_REPOSITORY_URL="https://example.com/shop")
    assert built.returncode != 0
    for each in told:
        assert each in built.stderr
