// What can be said without rows: scenarios, tables in words; and whether a dataset keeps its rules.
#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <utility>

#include "bindings.h"
#include "errors.h"
#include "fauxmart/dataset.h"
#include "fauxmart/describe.h"
#include "fauxmart/validate.h"
#include "interrupt.h"

namespace nb = nanobind;
using namespace nb::literals;

namespace fauxmart::python {
namespace {

nb::list Scenarios() {
  nb::list list;
  for (const ScenarioInfo& info : BuiltInScenarios()) {
    nb::dict entry;
    entry["name"] = info.name;
    entry["description"] = info.description;
    entry["duration"] = info.duration;
    entry["intensity"] = info.intensity;
    entry["incidents"] = info.incidents;
    entry["text"] = info.text;
    list.append(entry);
  }
  return list;
}

std::string Describe(const std::string& table, const std::string& format,
                     const std::string& dialect, bool uuid, bool float64, const std::string& world,
                     const std::string& dataset) {
  WriteOptions write;
  write.ids_as_uuid = uuid;
  write.money_as_float64 = float64;
  const std::pair<const char*, MetadataFormat> metadata[] = {
      {"dbt", MetadataFormat::kDbt},
      {"odcs", MetadataFormat::kOdcs},
      {"datapackage", MetadataFormat::kDatapackage},
      {"croissant", MetadataFormat::kCroissant}};
  for (const auto& [name, of] : metadata) {
    if (format != name) continue;
    if (of == MetadataFormat::kDatapackage) write.format = "csv";
    return ValueOrRaise(DescribeMetadata(of, {table, write, world, dataset}));
  }
  if (format == "markdown") return ValueOrRaise(DescribeMarkdown(table));
  if (format == "json") return ValueOrRaise(DescribeJson(table, write));
  const Dialect of = dialect == "postgres" ? Dialect::kPostgres
                     : dialect == "spark"  ? Dialect::kSpark
                                           : Dialect::kDuckDb;
  return ValueOrRaise(DescribeSql(table, of, write));
}

// Texts of files that somebody may have written: not always UTF-8.
nb::object Lenient(const std::string& text) {
  return nb::steal(
      PyUnicode_DecodeUTF8(text.data(), static_cast<Py_ssize_t>(text.size()), "replace"));
}

nb::dict ValidateDir(const std::string& dir, int64_t rows, int threads) {
  arrow::Result<ValidationResult> checked;
  RunInterruptibly([&](const std::atomic<bool>* stop) {
    checked = Validate(dir, {.threads = threads, .rows = rows}, stop);
  });
  const ValidationResult result = ValueOrRaise(std::move(checked));
  nb::list checks;
  for (const CheckResult& check : result.checks) {
    nb::list offending;
    for (const std::string& row : check.rows) offending.append(Lenient(row));
    nb::dict entry;
    entry["group"] = check.group;
    entry["table"] = Lenient(check.table);
    entry["check"] = Lenient(check.words);
    entry["outcome"] = std::string(OutcomeName(check.outcome));
    entry["examined"] = check.examined;
    entry["violations"] = check.violations;
    entry["rows"] = offending;
    entry["reason"] = Lenient(check.reason);
    checks.append(entry);
  }
  nb::dict dict;
  dict["valid"] = result.valid();
  dict["rows"] = result.rows;
  dict["checks"] = checks;
  return dict;
}

}  // namespace

void AddDescriptions(nb::module_& module) {
  module.def("scenarios", &Scenarios);
  module.def("describe", &Describe, "table"_a, "format"_a, "dialect"_a, "ids_as_uuid"_a,
             "money_as_float64"_a, "world"_a, "dataset"_a);
  module.def("validate", &ValidateDir, "dir"_a, "rows"_a, "threads"_a);
}

}  // namespace fauxmart::python
