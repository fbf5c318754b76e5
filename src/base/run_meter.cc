#include "base/run_meter.h"

namespace fauxmart {

std::string_view StageName(RunStage stage) {
  static constexpr std::array<std::string_view, kStages> kNames = {"plan", "generate", "encode",
                                                                   "write", "finish"};
  return kNames[static_cast<size_t>(stage)];
}

int64_t RunMeter::TotalRows() const {
  int64_t rows = 0;
  for (const TableMeter& table : tables) rows += Read(table.rows);
  return rows;
}

}  // namespace fauxmart
