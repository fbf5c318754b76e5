"""Scenarios' datasets and their twins, each made once a session, each with its DuckDB."""

import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest
import scenario_data


@pytest.fixture(scope="session")
def scenario_files(fauxmart, work):
    """scenario_files("viral_moment"): the directories of that run and of its twin."""
    made = {}

    def generate(name, out, *more):
        request = scenario_data.RUNS[name].arguments(out, *more)
        done = subprocess.run(
            [str(fauxmart), *request], capture_output=True, text=True, timeout=300
        )
        assert done.returncode == 0, done.stderr

    def maker(name):
        if name not in made:
            made[name] = work / f"scenario-{name}", work / f"scenario-{name}-twin"
            with ThreadPoolExecutor(2) as both:
                first = both.submit(generate, name, made[name][0])
                both.submit(generate, name, made[name][1], "--without", "all").result()
                first.result()
        return made[name]

    return maker


@pytest.fixture(scope="session")
def scenario(scenario_files):
    """scenario("viral_moment"): a DuckDB on that run of RUNS and on its twin."""
    opened = {}

    def opener(name):
        if name not in opened:
            run = scenario_data.RUNS[name]
            opened[name] = scenario_data.open_with_twin(*scenario_files(name), run)
        return opened[name]

    yield opener
    for db in opened.values():
        db.close()


@pytest.fixture(scope="session")
def unharmed(scenario_files):
    """unharmed("viral_moment"): the twin in the place of the dataset."""
    opened = {}

    def opener(name):
        if name not in opened:
            _, twin = scenario_files(name)
            opened[name] = scenario_data.open_with_twin(twin, twin, scenario_data.RUNS[name])
        return opened[name]

    yield opener
    for db in opened.values():
        db.close()
