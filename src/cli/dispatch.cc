#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <exception>
#include <memory>
#include <new>

#include "cli/commands.h"
#include "cli/completions.h"
#include "cli/help.h"
#include "cli/man_page.h"
#include "cli/terminal.h"
#include "fauxmart/stores.h"

namespace fauxmart {

namespace {

using arrow::Status;

// Marks AnswerNo() among all other ends of a command.
class NoDetail final : public arrow::StatusDetail {
 public:
  static constexpr char kTypeId[] = "fauxmart::NoDetail";
  const char* type_id() const override { return kTypeId; }
  std::string ToString() const override { return "the answer is no"; }
};

bool IsAnswerNo(const Status& status) {
  return status.detail() != nullptr && status.detail()->type_id() == NoDetail::kTypeId;
}

Status RunHelp(const Invocation& invocation) {
  const Command* found = FindCommand(invocation.TextOr("COMMAND", ""));
  const Command& command = found == nullptr ? RootCommand() : *found;
  if (invocation.Has("--json")) return Print(HelpJson(command));
  return Print(HelpText(command, LookAt(STDOUT_FILENO)));
}

Status RunCompletions(const Invocation& invocation) {
  const std::string shell = invocation.TextOr("SHELL", "");
  if (shell == "bash") return Print(BashCompletions());
  return Print(shell == "zsh" ? ZshCompletions() : FishCompletions());
}

Status RunRoot(const Invocation& invocation) {
  if (invocation.Has("--version")) return RunVersion(invocation.Has("--json"));
  if (invocation.Has("--json")) {
    return Status::Invalid("--json alone says nothing\nUsage: fauxmart --version --json");
  }
  return Print(WelcomeText(LookAt(STDOUT_FILENO)));
}

Status Dispatch(const Invocation& invocation) {
  const std::string& name = invocation.command->name;
  if (invocation.Has("--help")) {
    return Print(HelpText(*invocation.command, LookAt(STDOUT_FILENO)));
  }
  if (name == "generate") return RunGenerate(invocation);
  if (name == "preview") return RunPreview(invocation);
  if (name == "scenarios") return RunScenarios(invocation);
  if (name == "describe") return RunDescribe(invocation);
  if (name == "merge") return RunMerge(invocation);
  if (name == "diff") return RunDiff(invocation);
  if (name == "validate") return RunValidate(invocation);
  if (name == "load") return RunLoad(invocation);
  if (name == "perf") return RunPerf(invocation);
  if (name == "completions") return RunCompletions(invocation);
  if (name == "man") return Print(ManPage());
  if (name == "help") return RunHelp(invocation);
  return RunRoot(invocation);
}

Status Run(const std::vector<std::string>& args) {
  ARROW_ASSIGN_OR_RAISE(const Invocation invocation, ParseCommandLine(args));
  Status done = Dispatch(invocation);
  if (!done.ok() && !IsAnswerNo(done)) return done;
  // A full disk shows itself only here, when what was buffered is written.
  if (std::fflush(stdout) != 0) {
    return Status::IOError("cannot write to standard output: ", std::strerror(errno));
  }
  return done;
}

}  // namespace

Status Print(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) == text.size()) return Status::OK();
  return Status::IOError("cannot write to standard output: ", std::strerror(errno));
}

void Tell(std::string_view text) {
  const size_t written = std::fwrite(text.data(), 1, text.size(), stderr);
  static_cast<void>(written);
}

Status AnswerNo() {
  return Status(arrow::StatusCode::UnknownError, "", std::make_shared<NoDetail>());
}

int ExitStatus(const Status& status) {
  if (status.ok()) return kExitDone;
  if (IsAnswerNo(status)) return kExitNotValid;
  if (status.IsCancelled()) return kExitInterrupted;
  const bool wrong = status.IsInvalid() || status.IsKeyError() || status.IsTypeError();
  return wrong ? kExitWrongRequest : kExitFailed;
}

int RunCommandLine(const std::vector<std::string>& args) {
  // A reader that has seen enough (`| head`) ends us quietly, even if our parent ignores SIGPIPE.
  std::signal(SIGPIPE, SIG_DFL);
  // A file beyond `ulimit -f` is then an error of its write, with a name and a message.
  std::signal(SIGXFSZ, SIG_IGN);
  Status status;
  try {
    status = Run(args);
  } catch (const std::bad_alloc&) {
    status = Status::OutOfMemory("not enough memory");
  } catch (const std::exception& error) {
    status = Status::UnknownError("this should not have happened: ", error.what());
  }
  CloseStores();
  if (!status.ok() && !IsAnswerNo(status)) Tell("fauxmart: " + status.message() + "\n");
  return ExitStatus(status);
}

}  // namespace fauxmart
