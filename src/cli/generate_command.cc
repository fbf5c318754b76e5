// generate and merge: the commands that write datasets.
#include <fmt/format.h>
#include <unistd.h>

#include <csignal>

#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/options.h"
#include "cli/progress.h"
#include "cli/render.h"
#include "cli/summary.h"
#include "cli/terminal.h"

namespace fauxmart {

namespace {

using arrow::Status;

Status RunDry(const Inputs& inputs, const GenerateOptions& options) {
  ARROW_ASSIGN_OR_RAISE(const PlanSummary plan, DryRun(inputs, options.write));
  return Print(options.json ? PlanJson(plan) : PlanText(plan, LookAt(STDOUT_FILENO)));
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

Status Report(const Summary& summary, const std::string& format, const RunOptions& run, bool json,
              bool quiet) {
  if (json) return Print(SummaryJson(summary));
  if (!quiet) Tell(SummaryText(summary, format, run, LookAt(STDERR_FILENO)));
  return Status::OK();
}

}  // namespace

Status RunGenerate(const Invocation& invocation) {
  ARROW_ASSIGN_OR_RAISE(const GenerateOptions options, ReadGenerateOptions(invocation));
  ARROW_ASSIGN_OR_RAISE(const InputsPtr inputs, Resolve(options.request));
  if (options.dry_run) return RunDry(*inputs, options);
  if (options.run.out == "-") return RunStream(*inputs, options);

  ProgressBar bar(options.quiet || options.json);
  const auto progress = [&bar](const Progress& now) { bar.Update(now); };
  const auto made = Generate(*inputs, options.write, options.run, progress, CatchInterrupts());
  bar.Erase();
  if (made.status().IsCancelled()) {
    return Status::Cancelled("interrupted; what is finished is kept in ", options.run.out,
                             "\nTo go on: ", ResumeCommand(invocation.args));
  }
  ARROW_RETURN_NOT_OK(made.status());
  return Report(*made, options.write.format, options.run, options.json, options.quiet);
}

Status RunMerge(const Invocation& invocation) {
  const std::string out = invocation.TextOr("--out", "");
  if (out == "-") return Status::Invalid("merge writes a directory; --out - is for generate");
  ARROW_ASSIGN_OR_RAISE(const Summary summary,
                        Merge(invocation.All("DIR"), out, invocation.Has("--overwrite")));
  // The format is the shards' own; their manifest has it, and so has the one just written.
  Request request;
  WriteOptions write;
  const Status read = ReadManifestRequest(out + "/manifest.json", &request, &write);
  return Report(summary, read.ok() ? write.format : "parquet", RunOptions(),
                invocation.Has("--json"), invocation.Has("--quiet"));
}

}  // namespace fauxmart
