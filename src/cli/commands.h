// The commands: each does what its flags say, and answers with a status.
//
// Data goes to standard output, words for people to standard error.
#pragma once

#include <arrow/status.h>

#include <string>
#include <string_view>
#include <vector>

#include "cli/parse.h"

namespace fauxmart {

arrow::Status RunGenerate(const Invocation& invocation);
arrow::Status RunPreview(const Invocation& invocation);
arrow::Status RunScenarios(const Invocation& invocation);
arrow::Status RunDescribe(const Invocation& invocation);
arrow::Status RunMerge(const Invocation& invocation);
arrow::Status RunDiff(const Invocation& invocation);
arrow::Status RunValidate(const Invocation& invocation);
arrow::Status RunLoad(const Invocation& invocation);
arrow::Status RunPerf(const Invocation& invocation);
arrow::Status RunVersion(bool json);

// Parses, runs, reports an error, and answers with the exit status of the process.
int RunCommandLine(const std::vector<std::string>& args);

// Standard output, for what was asked for: an error there is an error of the command.
arrow::Status Print(std::string_view text);
// Standard error, for what is said by the way: errors there are nobody's business.
void Tell(std::string_view text);

// What a command ends with that has done its work and whose answer is no: datasets differ, or one
// is not valid. It is no error, and nothing is said about it.
arrow::Status AnswerNo();

// 0 for OK, 2 for a wrong request, 3 for AnswerNo(), 130 for a cancelled one, 1 for the rest.
int ExitStatus(const arrow::Status& status);

}  // namespace fauxmart
