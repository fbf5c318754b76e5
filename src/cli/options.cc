#include "cli/options.h"

#include <fmt/format.h>

#include <filesystem>
#include <initializer_list>

#include "fauxmart/stores.h"

namespace fauxmart {

namespace {

using arrow::Status;

struct Exclusion {
  std::string_view one, other, why;
};

constexpr Exclusion kExclusions[] = {
    {"--orders-per-hour", "--orders-per-day", "they are two units of one rate"},
    {"--overwrite", "--resume", "one removes what is there, the other goes on with it"},
    {"--from", "SCENARIO|FILE", "the manifest names its scenario"},
    {"--shard", "--truth",
     "a shard keeps its truth until fauxmart merge --truth DIR takes it apart"},
    {"--dry-run", "--resume", "a dry run writes nothing"},
    {"--dry-run", "--overwrite", "a dry run writes nothing"},
    {"--dry-run", "--stats", "a dry run has nothing to measure"},
};

Status CheckExclusions(const Invocation& invocation) {
  for (const Exclusion& rule : kExclusions) {
    if (invocation.Has(rule.one) && invocation.Has(rule.other)) {
      return Status::Invalid(
          fmt::format("{} and {} exclude each other: {}", rule.one, rule.other, rule.why));
    }
  }
  if (!invocation.Has("--from") && !invocation.Has("SCENARIO|FILE")) {
    return Status::Invalid(
        "generate needs a scenario: a name, a file, or --from MANIFEST\n"
        "List of scenarios: fauxmart scenarios");
  }
  return Status::OK();
}

// One table in one stream: what belongs to a directory cannot be asked of it.
Status CheckStream(const Invocation& invocation, const WriteOptions& write) {
  for (const char* flag : {"--shard", "--overwrite", "--resume", "--truth", "--json", "--stats",
                           "--card", "--partition-by"}) {
    if (!invocation.Has(flag)) continue;
    if (std::string_view(flag) == "--json" && invocation.Has("--dry-run")) continue;
    if (std::string_view(flag) == "--partition-by" && !write.by_date) continue;
    return Status::Invalid(
        fmt::format("--out - and {} exclude each other: standard output takes one table and "
                    "nothing else",
                    flag));
  }
  if (write.tables.size() != 1) {
    return Status::Invalid(fmt::format(
        "--out - writes one table, and {} are asked for\nName it: --tables orders --out -",
        write.tables.empty() ? std::string("all") : std::to_string(write.tables.size())));
  }
  return Status::OK();
}

// --from may name a manifest or the directory of its dataset.
arrow::Result<std::string> ManifestPath(const std::string& from) {
  if (IsStoreUri(from)) return from;  // which is no path, and refused as such
  std::error_code ignored;
  if (std::filesystem::is_directory(from, ignored)) {
    const std::filesystem::path inside = std::filesystem::path(from) / "manifest.json";
    if (std::filesystem::exists(inside, ignored)) return inside.string();
    return Status::Invalid("--from '", from, "': no manifest.json is in this directory");
  }
  if (!std::filesystem::exists(from, ignored) && !ignored) {
    return Status::Invalid("--from '", from, "': there is no such file");
  }
  return from;
}

void ApplyWriteFlags(const Invocation& invocation, WriteOptions* write) {
  if (const auto format = invocation.Text("--format")) {
    // What a manifest says of its format goes with that format, not with another.
    if (*format != write->format) {
      write->compression = "auto";
      write->csv_safe = false;
    }
    write->format = *format;
  }
  if (const auto codec = invocation.Text("--compression")) write->compression = *codec;
  if (const auto writer = invocation.Text("--writer")) write->writer = *writer;
  if (const auto text = invocation.Text("--csv-text")) write->csv_safe = *text == "safe";
  if (const auto key = invocation.Text("--partition-by")) write->by_date = *key == "date";
  if (invocation.Has("--card")) write->card = true;
  if (const auto tables = invocation.Text("--tables")) write->tables = TableNames(*tables);
  ApplyTypeFlags(invocation, write);
}

void ApplyRunFlags(const Invocation& invocation, RunOptions* run) {
  run->threads = static_cast<int>(invocation.Integer("--threads").value_or(0));
  run->batch_size = invocation.Integer("--batch-size").value_or(0);
  if (const auto shard = ParseShard(invocation.TextOr("--shard", "1/1"))) {
    run->shard = shard->index;
    run->shards = shard->count;
  }
  run->overwrite = invocation.Has("--overwrite");
  run->resume = invocation.Has("--resume");
  run->truth = invocation.TextOr("--truth", "");
  run->io = invocation.TextOr("--io", "auto");
  run->sync = !invocation.Has("--no-sync");
}

// --quiet leaves nothing to show; --json is for programs, unless they ask.
ProgressMode ModeOf(const Invocation& invocation) {
  const std::string mode = invocation.TextOr("--progress", "auto");
  if (invocation.Has("--quiet") || mode == "never") return ProgressMode::kNever;
  if (mode == "always") return ProgressMode::kAlways;
  return invocation.Has("--json") ? ProgressMode::kNever : ProgressMode::kAuto;
}

}  // namespace

void ApplyInputFlags(const Invocation& invocation, Request* request) {
  if (const auto seed = invocation.Seed("--seed")) request->seed = *seed;
  if (const auto start = invocation.Text("--start")) request->start = start;
  if (const auto duration = invocation.Text("--duration")) request->duration = duration;
  if (const auto intensity = invocation.Number("--intensity")) request->intensity = intensity;
  // Either rate replaces whichever of the two a manifest had.
  if (const auto rate = invocation.Number("--orders-per-hour")) {
    request->orders_per_hour = rate;
    request->orders_per_day.reset();
  }
  if (const auto rate = invocation.Number("--orders-per-day")) {
    request->orders_per_day = rate;
    request->orders_per_hour.reset();
  }
  if (const auto count = invocation.Integer("--customers")) request->customers = count;
  if (const auto count = invocation.Integer("--products")) request->products = count;
  if (const auto hours = invocation.Text("--hours")) request->hours = hours;
  if (const auto version = invocation.Integer("--data-version")) request->data_version = version;
  for (const std::string& setting : invocation.All("--set")) request->set.push_back(setting);
  for (const std::string& placed : invocation.All("--with")) request->with.push_back(placed);
  for (const std::string& name : invocation.All("--without")) request->without.push_back(name);
  if (const auto discount = invocation.Number("--discount")) request->discount = discount;
  if (const auto category = invocation.Text("--category")) {
    request->category = SplitCommas(*category);
  }
  if (const auto world = invocation.Text("--world")) {
    request->world = *world;
    request->world_text.clear();
  }
}

void ApplyTypeFlags(const Invocation& invocation, WriteOptions* write) {
  if (const auto ids = invocation.Text("--ids")) write->ids_as_uuid = *ids == "uuid";
  if (const auto money = invocation.Text("--money")) write->money_as_float64 = *money == "float64";
}

arrow::Result<GenerateOptions> ReadGenerateOptions(const Invocation& invocation) {
  ARROW_RETURN_NOT_OK(CheckExclusions(invocation));
  GenerateOptions options;
  if (const auto manifest = invocation.Text("--from")) {
    ARROW_ASSIGN_OR_RAISE(const std::string path, ManifestPath(*manifest));
    ARROW_RETURN_NOT_OK(ReadManifestRequest(path, &options.request, &options.write));
  } else {
    options.request.scenario = invocation.TextOr("SCENARIO|FILE", "");
  }
  ApplyInputFlags(invocation, &options.request);
  ApplyWriteFlags(invocation, &options.write);
  ApplyRunFlags(invocation, &options.run);
  options.run.out = invocation.TextOr(
      "--out", DefaultOut(options.request.scenario, options.run.shard, options.run.shards));
  options.dry_run = invocation.Has("--dry-run");
  options.json = invocation.Has("--json");
  options.quiet = invocation.Has("--quiet");
  options.stats = invocation.TextOr("--stats", "");
  options.progress = ModeOf(invocation);
  if (options.run.out == "-") ARROW_RETURN_NOT_OK(CheckStream(invocation, options.write));
  return options;
}

std::string DefaultOut(const std::string& scenario, int shard, int shards) {
  std::string name = std::filesystem::path(scenario).stem().string();
  if (shards > 1) name += fmt::format("-{}-of-{}", shard, shards);
  return "out/" + name;
}

}  // namespace fauxmart
