"""What stands in several places agrees, and what the README promises is there."""

import importlib.metadata
import itertools
import os
import re
import subprocess
import tomllib
from pathlib import Path

import addresses
import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

import nnbook

ROOT = Path(__file__).parents[1]
WORKFLOW = ".github/workflows/book.yml"
HOSTING = "book/appendices/hosting.md"


def text(name):
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def project():
    return tomllib.loads(text("pyproject.toml"))["project"]


@pytest.fixture(scope="module")
def pins():
    """The locked version of each package."""
    lines = [line for line in text("requirements.lock").splitlines() if not line.startswith("#")]
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+", line) for line in lines), "exact versions, and nothing else"
    return {canonicalize_name(name): version for name, _, version in (line.partition("==") for line in lines)}


@pytest.fixture(scope="module")
def environment():
    return yaml.safe_load(text("environment.yml"))


def tracked_files():
    """Return the files that are or would be committed."""
    command = ["git", "-C", ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def test_lock_satisfies_the_project(project, pins):
    extras = project["optional-dependencies"]
    for line in [*project["dependencies"], *itertools.chain(*extras.values())]:
        requirement = Requirement(line)
        if requirement.name == project["name"]:
            continue
        version = pins.get(canonicalize_name(requirement.name))
        assert version, f"requirements.lock has no {requirement.name}: run `make lock`"
        assert requirement.specifier.contains(version), f"{line} excludes the locked {version}"


def test_what_is_installed_is_what_is_locked(pins):
    """Tests that pass with other versions would say nothing about the book that is published."""
    for distribution in importlib.metadata.distributions():
        name = canonicalize_name(distribution.metadata["Name"])
        if name in pins:
            installed = distribution.version.partition("+")[0]
            assert installed == pins[name], f"{name} {installed} is installed, {pins[name]} is locked"


def test_package_needs_four_others_only(project):
    needed = {Requirement(line).name for line in project["dependencies"]}
    assert needed == {"numpy", "matplotlib", "ipywidgets", "anywidget"}


def test_conda_environment_takes_its_versions_from_the_lock(environment):
    conda = [d for d in environment["dependencies"] if isinstance(d, str)]
    pip = next(d["pip"] for d in environment["dependencies"] if isinstance(d, dict))
    assert pip == ["--constraint requirements.lock", "--editable .[book]"]
    assert "pip" in conda
    assert len(conda) == 2, "Python and pip; everything else comes from the lock"


def test_conda_environment_has_a_python_that_the_project_allows(environment, project):
    python = next(d for d in environment["dependencies"] if str(d).startswith("python="))
    assert SpecifierSet(project["requires-python"]).contains(python.removeprefix("python="))


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", ".ci/run", HOSTING, WORKFLOW])
def test_commands_exist(name):
    targets = set(re.findall(r"^([a-z-]+):", text("Makefile"), re.MULTILINE))
    commands = re.findall(r"(?:`|^\s*(?:- )?(?:run: )?)make ([a-z-]+)", text(name), re.MULTILINE)
    assert commands
    assert set(commands) <= targets


@pytest.fixture(scope="module")
def jobs():
    workflow = yaml.safe_load(text(WORKFLOW))
    assert workflow["permissions"] == {"contents": "read", "pages": "read"}
    return workflow["jobs"]


def test_workflow_publishes_only_what_was_tested(jobs):
    assert jobs["publish"]["needs"] == "build"
    assert jobs["publish"]["if"] == "github.ref == 'refs/heads/main'"
    steps = jobs["build"]["steps"]
    runs = [step["run"] for step in steps if "run" in step]
    assert runs == [".ci/run", "make book"], "tests come before the book that is published"
    assert os.access(ROOT / ".ci/run", os.X_OK)
    uploads = {step["uses"].partition("@")[0]: step["with"]["path"] for step in steps[-2:]}
    site, notebooks = "_build/html", "_build/html/_notebooks"
    assert uploads == {"actions/upload-pages-artifact": site, "actions/upload-artifact": notebooks}


def test_workflow_adds_notebooks_to_the_branch_that_links_name(jobs):
    job = jobs["notebooks"]
    assert job["needs"] == "build"
    assert job["if"] == "github.ref == 'refs/heads/main'"
    assert job["permissions"] == {"contents": "write"}
    runs = "\n".join(step["run"] for step in job["steps"] if "run" in step)
    assert f"git switch {addresses.BRANCH}" in runs
    assert f"git push origin {addresses.BRANCH}" in runs, "never forced: copies on hubs merge"


def test_workflow_names_versions_and_what_exists(jobs, environment):
    steps = [step for job in jobs.values() for step in job["steps"]]
    uses = [step["uses"] for step in steps if "uses" in step]
    assert len(uses) == 8
    assert all(re.fullmatch(r"actions/[\w-]+@v\d+", action) for action in uses), uses
    python = next(step["with"]["python-version"] for step in steps if "setup-python" in step.get("uses", ""))
    assert f"python={python}" in environment["dependencies"]
    variables = set(re.findall(r"^\s+(NNBOOK_\w+):", text(WORKFLOW), re.MULTILINE))
    assert variables <= set(re.findall(r"NNBOOK_\w+", text("book/_ext/addresses.py")))


def test_recipe_for_gitlab_can_be_read():
    recipe = yaml.safe_load(re.search(r"```yaml\n(.*?)```", text(HOSTING), re.DOTALL)[1])
    assert recipe["test"]["script"] == ".ci/run"
    assert recipe["pages"]["artifacts"]["paths"] == ["public"]
    assert "mv _build/html public" in recipe["pages"]["script"]


def test_help_lists_every_command():
    phony = re.search(r"^\.PHONY: (.*)$", text("Makefile"), re.MULTILINE)[1].split()
    shown = subprocess.run(["make", "-C", ROOT, "help"], capture_output=True, text=True, check=True).stdout
    assert set(phony) == set(re.findall(r"make ([a-z-]+) ", shown))


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_files_that_are_linked_exist(name):
    shown = re.sub(r"^````\n.*?^````$", "", text(name), flags=re.MULTILINE | re.DOTALL)  # examples
    for target in re.findall(r"\]\((?!https?:)([^)#\s]+)", shown):
        assert (ROOT / target).exists(), f"{name} links to {target}"


def test_contents_list_every_page_once():
    toc = yaml.safe_load(text("_toc.yml"))
    chapters = [chapter for part in toc["parts"] for chapter in part["chapters"]]
    sections = [section for chapter in chapters for section in chapter.get("sections", [])]
    listed = [toc["root"], *(page["file"] for page in chapters + sections)]
    pages = [p for suffix in ("ipynb", "md", "rst") for p in (ROOT / "book").rglob(f"*.{suffix}")]
    written = [
        str(p.relative_to(ROOT).with_suffix("")) for p in pages if not any(s[0] in "._" for s in p.parts[-2:])
    ]
    assert sorted(listed) == sorted(written), "a page is missing, listed twice, or a .md hides an .ipynb"


def test_citation_agrees_with_the_package():
    citation = yaml.safe_load(text("CITATION.cff"))
    assert citation["cff-version"] == "1.2.0"
    assert {"message", "title", "authors"} <= set(citation)
    assert str(citation["version"]) == nnbook.__version__ == importlib.metadata.version("nnbook")


def test_licences_are_there(project):
    assert text("LICENSE").startswith("BSD 3-Clause License")
    assert "CC BY 4.0" in text("LICENSE-text").splitlines()[0]
    assert project["license"] == "BSD-3-Clause"
    assert {"LICENSE", "LICENSE-text"} <= set(re.findall(r"\]\((LICENSE[\w-]*)\)", text("README.md")))


def test_nothing_speaks_of_one_machine():
    folders = "home|root|Users|work|opt|tmp"
    path = re.compile(rf"(?<![\w.:/~$}}\]-])/(?:{folders})/\w|\b[A-Z]:\\Users", re.ASCII)
    for file in tracked_files():
        try:
            content = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found = [line.strip()[:100] for line in content.splitlines() if path.search(line[:2000])]
        assert not found, f"{file.relative_to(ROOT)}: {found}"


def test_no_file_is_large():
    for file in tracked_files():
        assert file.stat().st_size <= 500_000, f"{file.relative_to(ROOT)} does not belong in git"
