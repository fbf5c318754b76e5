// generate and merge: the commands that write datasets.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <memory>

#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/options.h"
#include "cli/progress.h"
#include "cli/render.h"
#include "cli/stats_file.h"
#include "cli/summary.h"
#include "cli/terminal.h"
#include "fauxmart/stores.h"

namespace fauxmart {

namespace {

using arrow::Status;

Status RunDry(const Inputs& inputs, const GenerateOptions& options) {
  ARROW_ASSIGN_OR_RAISE(const PlanSummary plan, DryRun(inputs, options.write));
  if (options.json) return Print(PlanJson(plan));
  if (options.quiet) return Status::OK();
  Tell(WarningsText(plan.warnings));
  return Print(PlanText(plan, LookAt(STDOUT_FILENO)));
}

Status RunStream(const Inputs& inputs, const GenerateOptions& options) {
  const bool text = options.write.format == "csv" || options.write.format == "jsonl";
  if (!text && isatty(STDOUT_FILENO) == 1) {
    return Status::Invalid(
        "an Arrow stream is no text, and standard output is a terminal\n"
        "Redirect it, or add --format csv or --format jsonl");
  }
  return GenerateToStream(inputs, options.write, options.run, STDOUT_FILENO, CatchInterrupts());
}

RunState StateOf(const Status& status) {
  if (status.ok()) return RunState::kDone;
  return status.IsCancelled() ? RunState::kInterrupted : RunState::kFailed;
}

// Makes the dataset, with its progress on the terminal and in the file of --stats. What the file
// cannot take is told, and no error.
arrow::Result<Summary> GenerateWatched(const Inputs& inputs, const GenerateOptions& options) {
  std::unique_ptr<StatsFile> stats;
  if (!options.stats.empty()) {
    ARROW_ASSIGN_OR_RAISE(stats, StatsFile::Open(options.stats, options.run));
  }
  ProgressDisplay display(options.progress);
  const auto tell = [&display](const Status& status) {
    if (status.ok()) return;
    display.Erase();
    Tell("warning: " + status.message() + "\n");
  };
  const auto progress = [&](const Progress& now) {
    display.Update(now);
    if (stats != nullptr) tell(stats->Update(now));
  };
  // Nobody is told where nobody looks: figures would be gathered as often as time passes.
  const bool watched = display.shows() || stats != nullptr;
  auto made = Generate(inputs, options.write, options.run, watched ? ProgressFn(progress) : nullptr,
                       CatchInterrupts());
  display.End();
  if (stats != nullptr) tell(stats->End(StateOf(made.status())));
  return made;
}

// A shard beyond the last part: it has written no file.
bool IsIdle(const Summary& summary, const RunOptions& run) {
  const auto wrote = [](const TableSummary& table) { return table.files > 0; };
  return run.shards > 1 && std::ranges::none_of(summary.tables, wrote);
}

Status ReportGenerated(const Inputs& inputs, const Summary& summary,
                       const GenerateOptions& options) {
  if (options.json) return Print(SummaryJson(summary));
  if (options.quiet) return Status::OK();
  const Terminal terminal = LookAt(STDERR_FILENO);
  if (IsIdle(summary, options.run)) {
    ARROW_ASSIGN_OR_RAISE(const PlanSummary plan, DryRun(inputs, options.write));
    int64_t parts = 0;  // of the table that has most
    for (const TableEstimate& table : plan.tables) parts = std::max(parts, table.parts);
    Tell(WarningsText(summary.warnings) + IdleShardText(summary, parts, options.run, terminal));
  } else {
    Tell(SummaryText(summary, options.write.format, options.run, terminal, /*rate=*/true));
  }
  return Status::OK();
}

}  // namespace

Status RunGenerate(const Invocation& invocation) {
  ARROW_ASSIGN_OR_RAISE(const GenerateOptions options, ReadGenerateOptions(invocation));
  ARROW_ASSIGN_OR_RAISE(const InputsPtr inputs, Resolve(options.request));
  if (options.dry_run) return RunDry(*inputs, options);
  if (options.run.out == "-") return RunStream(*inputs, options);

  // A connection that a store ends is an error of its upload, and no end of ours.
  if (IsStoreUri(options.run.out)) std::signal(SIGPIPE, SIG_IGN);
  const auto made = GenerateWatched(*inputs, options);
  if (made.status().IsCancelled()) {
    return Status::Cancelled("interrupted; what is finished is kept in ", options.run.out,
                             "\nTo go on: ", ResumeCommand(invocation.args));
  }
  ARROW_RETURN_NOT_OK(made.status());
  return ReportGenerated(*inputs, *made, options);
}

Status RunMerge(const Invocation& invocation) {
  const std::string out = invocation.TextOr("--out", "");
  if (out == "-") return Status::Invalid("merge writes a directory; --out - is for generate");
  const auto merged = Merge(invocation.All("DIR"), out, invocation.TextOr("--truth", ""),
                            invocation.Has("--overwrite"), CatchInterrupts());
  if (merged.status().IsCancelled()) {
    return Status::Cancelled("interrupted; the shards are as they were\nTo start anew: ",
                             ResumeCommand(invocation.args, "--overwrite"));
  }
  ARROW_ASSIGN_OR_RAISE(const Summary summary, merged);
  // The format is the shards' own; their manifest has it, and so has the one just written.
  Request request;
  WriteOptions write;
  const Status read = ReadManifestRequest(out + "/manifest.json", &request, &write);
  if (invocation.Has("--json")) return Print(SummaryJson(summary));
  if (!invocation.Has("--quiet")) {
    Tell(SummaryText(summary, read.ok() ? write.format : "parquet", RunOptions(),
                     LookAt(STDERR_FILENO), /*rate=*/false));
  }
  return Status::OK();
}

}  // namespace fauxmart
