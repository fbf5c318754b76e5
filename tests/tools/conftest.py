import importlib.util

import pytest


@pytest.fixture
def load(repo):
    def load(name):
        spec = importlib.util.spec_from_file_location(name, repo / "tools" / f"{name}.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return load
