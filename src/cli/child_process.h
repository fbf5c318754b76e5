// This program once more, as a process of its own: a run that begins cold and has its own memory.
#pragma once

#include <arrow/result.h>

#include <atomic>
#include <string>
#include <vector>

namespace fauxmart {

// Runs fauxmart with these arguments to its end and answers with the seconds from before its start
// to behind its end. Its words are kept for the error, should it fail. `stop` ends it in good
// order, and this with Cancelled.
arrow::Result<double> RunFauxmart(const std::vector<std::string>& args,
                                  const std::atomic<bool>* stop);

}  // namespace fauxmart
