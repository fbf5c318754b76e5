// perf: how fast this build is on this machine, measured on runs of its own.
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <system_error>

#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/perf_report.h"
#include "cli/terminal.h"

namespace fauxmart {

namespace {

namespace fs = std::filesystem;
using arrow::Status;

constexpr char kMemory[] = "/dev/shm";
constexpr uintmax_t kRoom = uintmax_t{1} << 30;  // several times what the largest job writes

// A new directory in another one, gone with all that is in it when this goes.
class Scratch {
 public:
  static arrow::Result<std::unique_ptr<Scratch>> Make(const std::string& place) {
    std::string path = (fs::path(place) / "fauxmart-perf-XXXXXX").string();
    if (mkdtemp(path.data()) == nullptr) {
      return Status::Invalid(fmt::format("--out {}: no directory can be made in it: {}", place,
                                         std::generic_category().message(errno)));
    }
    return std::unique_ptr<Scratch>(new Scratch(path));
  }
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  const std::string& path() const { return path_; }

 private:
  explicit Scratch(std::string path) : path_(std::move(path)) {}
  const std::string path_;
};

// Memory if there is room, so that the disk is not what is measured.
std::string DefaultPlace() {
  std::error_code error;
  const fs::space_info memory = fs::space(kMemory, error);
  if (!error && memory.available > kRoom && access(kMemory, W_OK) == 0) return kMemory;
  const fs::path place = fs::temp_directory_path(error);
  return error ? "/tmp" : place.string();
}

// In turn, so that a machine that becomes slower or faster does so for all jobs alike.
arrow::Result<PerfResult> MeasureAll(const std::string& place, int64_t runs, int64_t threads,
                                     const std::atomic<bool>* stop) {
  ARROW_ASSIGN_OR_RAISE(const auto scratch, Scratch::Make(place));
  PerfResult result;
  result.place = place;
  const Terminal terminal = LookAt(STDERR_FILENO);
  const int64_t all = runs * static_cast<int64_t>(kPerfJobs);
  for (int64_t i = 0; i < all; ++i) {
    if (terminal.interactive) Tell(fmt::format("\rmeasuring, {} of {}\033[K", i + 1, all));
    const size_t job = static_cast<size_t>(i) % kPerfJobs;
    auto run = RunPerfJob(static_cast<PerfJob>(job), scratch->path(), threads, stop);
    if (terminal.interactive) Tell("\r\033[K");
    ARROW_RETURN_NOT_OK(run.status());
    result.runs[job].push_back(std::move(run).ValueUnsafe());
  }
  return result;
}

}  // namespace

Status RunPerf(const Invocation& invocation) {
  const std::string place = invocation.TextOr("--out", DefaultPlace());
  std::error_code ignored;
  if (!fs::is_directory(place, ignored)) {
    return Status::Invalid(fmt::format("--out {}: is no directory; name one that is there", place));
  }
  const auto result = MeasureAll(place, invocation.Integer("--runs").value_or(3),
                                 invocation.Integer("--threads").value_or(0), CatchInterrupts());
  if (result.status().IsCancelled()) {
    return Status::Cancelled("interrupted; nothing is left of what was measured");
  }
  ARROW_RETURN_NOT_OK(result.status());
  if (invocation.Has("--json")) return Print(PerfJson(*result));
  return Print(PerfText(*result, LookAt(STDOUT_FILENO)));
}

}  // namespace fauxmart
