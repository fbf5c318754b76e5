#include "engine/job.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/dataset_layout.h"
#include "engine/store.h"
#include "fauxmart/version.h"
#include "output/output_file.h"
#include "tables/tables.h"

namespace fauxmart {
namespace {

void AddDimension(const TableDecl& table, int64_t rows, std::vector<Task>* tasks) {
  for (int64_t part = 0; part < DimensionParts(rows); ++part) {
    Task task;
    task.name = fmt::format("{}-{:05}", table.name, part);
    task.table = &table;
    task.part = part;
    task.first = 1 + part * kDimensionRows;
    task.end = 1 + std::min(rows, (part + 1) * kDimensionRows);
    tasks->push_back(std::move(task));
  }
}

}  // namespace

int64_t DimensionParts(int64_t rows) {
  return std::max<int64_t>(1, (rows + kDimensionRows - 1) / kDimensionRows);
}

int64_t CampaignRows(const Shop& shop) {
  int64_t rows = 0;
  for (const Campaign& campaign : shop.scenario.campaigns) {
    rows += IsRemoved(campaign.incident, shop.removed) ? 0 : 1;
  }
  return rows;
}

bool Job::Writes(const TableDecl& table) const {
  return std::find(tables.begin(), tables.end(), &table) != tables.end();
}

std::vector<Task> ListTasks(const Job& job) {
  const Setup& setup = job.shop->setup;
  std::vector<Task> tasks;
  if (job.Writes(kCustomers)) AddDimension(kCustomers, setup.customers, &tasks);
  if (job.Writes(kSuppliers)) {
    AddDimension(kSuppliers, static_cast<int64_t>(job.shop->world.suppliers.size()), &tasks);
  }
  if (job.Writes(kProducts)) AddDimension(kProducts, setup.products, &tasks);
  if (job.Writes(kCampaigns)) AddDimension(kCampaigns, CampaignRows(*job.shop), &tasks);
  for (const Chunk& chunk : job.shop->chunks) {
    Task task;
    task.name = fmt::format("chunk-{:05}", chunk.index);
    task.part = chunk.index;
    task.chunk = chunk;
    tasks.push_back(std::move(task));
  }
  return tasks;
}

bool TaskOfShard(const Task& task, int shard, int shards) {
  return task.table != nullptr ? shard == 1 : task.part % shards == shard - 1;
}

std::string PartPath(const Job& job, const TableDecl& table, int64_t part) {
  std::string folder = TableFolder(table);
  if (job.shop->setup.by_date && table.kind == TableKind::kFact) {
    const Chunk& chunk = job.shop->chunks[static_cast<size_t>(part)];
    folder += "/" + DateFolder(job.shop->setup.HourStart(chunk.first_hour));
  }
  return fmt::format("{}/part-{:05}.{}", folder, part, FileExtension(job.output.format));
}

arrow::Result<std::unique_ptr<PartWriter>> OpenJobPart(const Job& job, const TableBuffer& rows,
                                                       int64_t part) {
  const TableDecl& table = *rows.decl;
  const std::string path = PartPath(job, table, part);
  ARROW_ASSIGN_OR_RAISE(auto file, job.store->Begin(path, job.output));
  // What a file says about itself.
  return OpenPart(std::move(file), path, rows, job.output,
                  {{"fauxmart.data_version", std::to_string(DataVersion())},
                   {"fauxmart.table", std::string(table.name)},
                   {"fauxmart.part", std::to_string(part)}},
                  job.meter);
}

}  // namespace fauxmart
