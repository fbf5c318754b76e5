"""The pages of the documentation site, for MkDocs: a hook that mkdocs.yml names.

The documents are written for the repository: README.md is the home page, its tables under
"Documents" are the navigation, and every link is resolved where its document stands. A link to
another page leads to that page; one to any other file leads to the repository at `repo_url`, or,
without one, to a copy under source/, so that a site without a network has no dead link. llms.txt is
copied with the documents that it names, as Markdown.
"""

import os
import re
import shutil
from pathlib import Path, PurePosixPath

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parent.parent
HOME = "README.md"
CODE = re.compile(r"^```.*?^```$|`[^`\n]*`", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(\]\()([^)\s]+)(\))")

copies: set[str] = set()


# ---- which pages there are -----------------------------------------------------------------------


def documents(readme: str) -> dict[str, list[str]]:
    """Heading -> documents: the first links in the rows of the tables under "Documents"."""
    _, _, section = readme.partition("\n## Documents\n")
    section = re.split(r"^## ", section, maxsplit=1, flags=re.MULTILINE)[0]
    found: dict[str, list[str]] = {}
    for heading, body in re.findall(r"^### (.*)\n((?:(?!### ).*\n?)*)", section, re.MULTILINE):
        cells = re.findall(r"^\| (.*?) \|", body, re.MULTILINE)
        found[heading] = [link for cell in cells for _, link, _ in LINK.findall(cell)]
    return {heading: links for heading, links in found.items() if links}


def page_of(document: str) -> str:
    """The page that a document of the repository becomes: docs/x.md -> x.md."""
    path = PurePosixPath(document)
    if document == HOME:
        return "index.md"
    if path.parts[0] == "docs":
        return path.relative_to("docs").as_posix()
    if path.name == "README.md":
        return f"{path.parent.as_posix()}.md"
    return document.lower()


def pages() -> dict[str, str]:
    """Document of the repository -> page of the site."""
    listed = documents((ROOT / HOME).read_text(encoding="utf-8")).values()
    return {each: page_of(each) for each in [HOME, *(d for group in listed for d in group)]}


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    listed = documents((ROOT / HOME).read_text(encoding="utf-8"))
    config.nav = [
        {"fauxmart": page_of(HOME)},
        *({heading: [page_of(each) for each in group]} for heading, group in listed.items()),
    ]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds the pages from outside docs/, and copies of what pages link to."""
    copied: set[str] = set()
    for document, page in pages().items():
        text = (ROOT / document).read_text(encoding="utf-8")
        if not document.startswith("docs/"):
            files.append(File.generated(config, page, content=text))
        if not config.repo_url:
            targets = (target_of(link, document) for _, link, _ in LINK.findall(without_code(text)))
            copied |= {path for path in targets if path and path not in pages()}
    for path in sorted(copied):
        for copy, content in copies_of(path).items():
            files.append(File.generated(config, copy, content=content))
    return files


def copies_of(path: str) -> dict[str, bytes | str]:
    """What the site has of a file, or of a folder: its files, and a list of them."""
    there = ROOT / path
    if there.is_file():
        return {copy_of(path): there.read_bytes()}
    inside = sorted(each.name for each in there.iterdir() if each.is_file())
    items = "".join(f'<li><a href="{name}.txt">{name}</a></li>' for name in inside)
    listed = f"<!doctype html><title>{path}</title><h1>{path}</h1><ul>{items}</ul>"
    return {
        copy_of(path): listed,
        **{copy_of(f"{path}/{name}"): (there / name).read_bytes() for name in inside},
    }


def copy_of(path: str) -> str:
    return f"source/{path}/index.html" if (ROOT / path).is_dir() else f"source/{path}.txt"


# ---- where links lead ----------------------------------------------------------------------------


def without_code(text: str) -> str:
    return CODE.sub("", text)


def target_of(link: str, document: str) -> str | None:
    """The file of the repository that a link of a document leads to."""
    file = link.partition("#")[0]
    if not file or re.match(r"[a-z]+:", link):
        return None
    path = os.path.normpath(os.path.join(os.path.dirname(document), file))
    return path if not path.startswith("..") and (ROOT / path).exists() else None


def lead(link: str, document: str, page: str, config: MkDocsConfig) -> str:
    """What a link of a document becomes on its page. What leads nowhere is left to MkDocs."""
    path = target_of(link, document)
    if path is None:
        return link
    anchor = "#" + link.partition("#")[2] if "#" in link else ""
    if path not in pages() and config.repo_url:
        kind = "tree" if (ROOT / path).is_dir() else "blob"
        return f"{config.repo_url.rstrip('/')}/{kind}/HEAD/{path}{anchor}"
    there = pages()[path] + anchor if path in pages() else copy_of(path)
    return os.path.relpath(there, os.path.dirname(page) or ".")


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    of_page = {site: document for document, site in pages().items()}
    here = page.file.src_uri
    document = of_page.get(here, f"docs/{here}")

    def turned(text: str) -> str:
        return LINK.sub(
            lambda link: link[1] + lead(link[2], document, here, config) + link[3], text
        )

    parts, end = [], 0
    for code in CODE.finditer(markdown):
        parts += [turned(markdown[end : code.start()]), code[0]]
        end = code.end()
    return "".join([*parts, turned(markdown[end:])])


# ---- for programs --------------------------------------------------------------------------------


def on_post_build(config: MkDocsConfig) -> None:
    """llms.txt stands where https://llmstxt.org has it, and what it names beside it."""
    text = (ROOT / "llms.txt").read_text(encoding="utf-8")
    named = {target_of(link, "llms.txt") for _, link, _ in LINK.findall(text)}
    for path in ["llms.txt", *filter(None, named)]:
        where = Path(config.site_dir) / path
        where.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / path, where)
