// A resolved request: its plan, and its tables as Arrow streams.
#include <arrow/c/abi.h>
#include <arrow/c/bridge.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>
#include <nanobind/nanobind.h>
#include <nanobind/stl/map.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <memory>
#include <optional>
#include <utility>

#include "bindings.h"
#include "errors.h"
#include "fauxmart/dataset.h"
#include "fauxmart/read.h"
#include "interrupt.h"
#include "writing.h"

namespace nb = nanobind;
using namespace nb::literals;

namespace fauxmart::python {
namespace {

// Work of the engine, without the GIL.
template <typename Work>
auto Released(Work&& work) {
  const nb::gil_scoped_release release;
  return work();
}

// The engine's reader as other libraries pull it: they may hold the GIL while they wait, or not.
class StreamReader final : public arrow::RecordBatchReader {
 public:
  explicit StreamReader(std::shared_ptr<arrow::RecordBatchReader> reader)
      : reader_(std::move(reader)) {}

  std::shared_ptr<arrow::Schema> schema() const override { return reader_->schema(); }
  arrow::Status ReadNext(std::shared_ptr<arrow::RecordBatch>* batch) override {
    if (PyGILState_Check() == 0) return reader_->ReadNext(batch);
    return Released([&] { return reader_->ReadNext(batch); });
  }
  arrow::Status Close() override { return reader_->Close(); }

 private:
  std::shared_ptr<arrow::RecordBatchReader> reader_;
};

// A C structure of Arrow's in the capsule that owns it until somebody takes what is inside.
template <typename Structure>
nb::capsule Capsule(std::unique_ptr<Structure> structure, const char* name) {
  const auto destroy = [](PyObject* capsule) {
    auto* held = static_cast<Structure*>(PyCapsule_GetPointer(capsule, PyCapsule_GetName(capsule)));
    if (held->release != nullptr) held->release(held);
    delete held;
  };
  nb::object capsule = nb::steal(PyCapsule_New(structure.get(), name, destroy));
  if (!capsule.is_valid()) throw nb::python_error();
  structure.release();
  return nb::borrow<nb::capsule>(capsule);
}

ReadOptions Reading(bool uuid, bool float64, int threads,
                    std::optional<int64_t> part = std::nullopt) {
  ReadOptions options;
  options.ids_as_uuid = uuid;
  options.money_as_float64 = float64;
  options.threads = threads;
  options.part = part;
  options.poll = PollInterrupt;
  return options;
}

nb::capsule OpenStream(const TableSource& source, const std::string& table, bool uuid, bool float64,
                       int threads, std::optional<int64_t> part) {
  auto stream = std::make_unique<ArrowArrayStream>();
  Check(Released([&]() -> arrow::Status {
    ARROW_ASSIGN_OR_RAISE(auto reader, source.Open(table, Reading(uuid, float64, threads, part)));
    return arrow::ExportRecordBatchReader(std::make_shared<StreamReader>(std::move(reader)),
                                          stream.get());
  }));
  return Capsule(std::move(stream), "arrow_array_stream");
}

nb::capsule OpenSchema(const std::string& table, bool uuid, bool float64) {
  const auto found = ValueOrRaise(TableSchema(table, Reading(uuid, float64, 1)));
  auto schema = std::make_unique<ArrowSchema>();
  Check(arrow::ExportSchema(*found, schema.get()));
  return Capsule(std::move(schema), "arrow_schema");
}

nb::tuple RequestOf(const std::string& text) {
  Request request;
  WriteOptions write;
  Check(ParseRequest(text, &request, &write));
  return nb::make_tuple(request, write);
}

nb::dict PlanOf(const TableSource& source) {
  const auto plan = ValueOrRaise(Released([&] { return DryRun(source.inputs(), WriteOptions()); }));
  nb::list tables;
  for (const TableEstimate& table : plan.tables) {
    nb::dict entry;
    entry["table"] = table.table;
    entry["rows"] = table.rows;
    entry["exact"] = table.exact;
    tables.append(entry);
  }
  nb::dict dict;
  dict["scenario"] = plan.scenario;
  dict["world"] = plan.world;
  dict["start"] = plan.start;
  dict["end"] = plan.end;
  dict["hours"] = plan.hours;
  dict["hourly_orders"] = plan.hourly_orders;
  dict["tables"] = tables;
  dict["warnings"] = plan.warnings;
  return dict;
}

nb::dict ScenarioOf(const TableSource& source) {
  const auto scenario = ValueOrRaise(Released([&] { return DescribeScenario(source.inputs()); }));
  nb::list effects;
  for (const EffectSummary& effect : scenario.effects) {
    nb::dict entry;
    entry["name"] = effect.name;
    entry["lever"] = effect.lever;
    entry["change"] = effect.change;
    entry["from"] = effect.from;
    entry["to"] = effect.to;
    entry["where"] = effect.where;
    entry["incident"] = effect.incident;
    effects.append(entry);
  }
  nb::dict dict;
  dict["name"] = scenario.name;
  dict["description"] = scenario.description;
  dict["start"] = scenario.start;
  dict["end"] = scenario.end;
  dict["hours"] = scenario.hours;
  dict["effects"] = effects;
  dict["incidents"] = IncidentsOf(scenario.incidents);
  dict["orders"] = scenario.orders;
  return dict;
}

}  // namespace

void AddSource(nb::module_& module) {
  nb::class_<Request>(module, "Request")
      .def(nb::init<>())
      .def_rw("scenario", &Request::scenario)
      .def_rw("scenario_text", &Request::scenario_text)
      .def_rw("world", &Request::world)
      .def_rw("world_text", &Request::world_text)
      .def_rw("seed", &Request::seed)
      .def_rw("start", &Request::start, nb::arg().none())
      .def_rw("duration", &Request::duration, nb::arg().none())
      .def_rw("intensity", &Request::intensity, nb::arg().none())
      .def_rw("orders_per_hour", &Request::orders_per_hour, nb::arg().none())
      .def_rw("orders_per_day", &Request::orders_per_day, nb::arg().none())
      .def_rw("customers", &Request::customers, nb::arg().none())
      .def_rw("products", &Request::products, nb::arg().none())
      .def_rw("hours", &Request::hours, nb::arg().none())
      .def_rw("set", &Request::set)
      .def_rw("overlays", &Request::with)
      .def_rw("without", &Request::without)
      .def_rw("discount", &Request::discount, nb::arg().none())
      .def_rw("category", &Request::category)
      .def_rw("overlay_texts", &Request::with_texts)
      .def_rw("data_version", &Request::data_version, nb::arg().none());
  nb::class_<WriteOptions>(module, "WriteOptions")
      .def(nb::init<>())
      .def_rw("format", &WriteOptions::format)
      .def_rw("compression", &WriteOptions::compression)
      .def_rw("writer", &WriteOptions::writer)
      .def_rw("tables", &WriteOptions::tables)
      .def_rw("ids_as_uuid", &WriteOptions::ids_as_uuid)
      .def_rw("money_as_float64", &WriteOptions::money_as_float64)
      .def_rw("by_date", &WriteOptions::by_date)
      .def_rw("csv_safe", &WriteOptions::csv_safe)
      .def_rw("card", &WriteOptions::card);
  nb::class_<RunOptions>(module, "RunOptions")
      .def(nb::init<>())
      .def_rw("threads", &RunOptions::threads)
      .def_rw("overwrite", &RunOptions::overwrite)
      .def_rw("resume", &RunOptions::resume)
      .def_rw("truth", &RunOptions::truth);
  nb::class_<TableSource>(module, "Source")
      .def(
          "__init__",
          [](TableSource* self, const Request& request) {
            InputsPtr inputs = ValueOrRaise(Released([&] { return Resolve(request); }));
            new (self) TableSource(std::move(inputs));
          },
          "request"_a)
      .def("stream", &OpenStream, "table"_a, "ids_as_uuid"_a, "money_as_float64"_a, "threads"_a,
           "part"_a.none())
      .def(
          "parts",
          [](const TableSource& source, const std::string& table) {
            return ValueOrRaise(Released([&] { return source.CountParts(table); }));
          },
          "table"_a)
      .def(
          "request",
          [](const TableSource& source, const WriteOptions& write) {
            return RequestText(source.inputs(), write);
          },
          "write"_a)
      .def("plan", &PlanOf)
      .def("scenario", &ScenarioOf)
      .def(
          "preview",
          [](const TableSource& source, const std::string& table, int64_t rows) {
            const auto preview =
                ValueOrRaise(Released([&] { return PreviewTable(source.inputs(), table, rows); }));
            return nb::make_tuple(preview.columns, preview.numeric, preview.rows,
                                  preview.total_rows, preview.total_exact);
          },
          "table"_a, "rows"_a)
      .def("write", &WriteDataset, "out"_a, "write"_a, "run"_a, "progress"_a.none());
  module.def("parse_request", &RequestOf, "text"_a);
  module.def("known_tables", &KnownTables);
  module.def("schema", &OpenSchema, "table"_a, "ids_as_uuid"_a, "money_as_float64"_a);
}

}  // namespace fauxmart::python
