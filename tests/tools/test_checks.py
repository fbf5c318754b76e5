"""The source checks must find what they are for."""

import pytest


@pytest.mark.parametrize(
    ("layer", "include", "allowed"),
    [
        ("world", "base/document.h", True),
        ("base", "world/world.h", False),
        ("tables", "plan/plan.h", True),
        ("plan", "tables/tables.h", False),
        ("output", "tables/table_buffer.h", True),
        ("output", "plan/plan.h", False),
        ("engine", "output/sink.h", True),
        ("engine", "fauxmart/dataset.h", True),
        ("output", "fauxmart/version.h", True),
        ("plan", "fauxmart/request.h", False),
        ("engine", "cli/flags.h", False),
    ],
)
def test_layers(load, layer, include, allowed):
    assert (load("check_layers").complaint(layer, include) is None) == allowed


def test_layers_names_the_line(load, tmp_path):
    (tmp_path / "src/base").mkdir(parents=True)
    (tmp_path / "src/base/time.cc").write_text('#include "base/time.h"\n#include "cli/flags.h"\n')
    (found,) = load("check_layers").violations(tmp_path)
    assert found.startswith("src/base/time.cc:2:")


def test_layers_of_the_python_package(load, tmp_path):
    (tmp_path / "python/src").mkdir(parents=True)
    (tmp_path / "python/src/source.cc").write_text(
        '#include "errors.h"\n#include "fauxmart/read.h"\n#include "cli/parse.h"\n'
        '#include "engine/job.h"\n'
    )
    (found,) = load("check_layers").violations(tmp_path)
    assert found.startswith("python/src/source.cc:4:")


def test_scenario_names(load, tmp_path):
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios/black_friday.yaml").touch()
    (tmp_path / "src/plan").mkdir(parents=True)
    (tmp_path / "src/plan/plan.cc").write_text('\nif (name == "black_friday") Panic();\n')
    (tmp_path / "src/plan/plan_test.cc").write_text('"black_friday"\n')
    assert load("check_names").violations(tmp_path) == [
        "src/plan/plan.cc:2: names the scenario black_friday"
    ]


def test_types_of_one_name(load, tmp_path):
    """The linker takes them for one and keeps one destructor: a crash in one compiler's build."""
    for folder, text in {
        "output": "struct Part {\n  int a;\n};\nstruct Other;\n",
        "validate": "struct Part final : Base {\n  struct Inner {};\n};\nstruct Other {};\n",
        "engine": "namespace {\nstruct Part {\n};\n}  // namespace\n",
    }.items():
        (tmp_path / "src" / folder).mkdir(parents=True)
        (tmp_path / "src" / folder / "part.h").write_text(text)
    assert load("check_types").clashes(tmp_path) == [
        "Part: defined in src/output/part.h and src/validate/part.h"
    ]
