// Sidecars: what a finished task leaves in DIR/.partial, so that a later run or a merge can go on
// from it without looking at the rows.
#pragma once

#include <arrow/result.h>

#include <string>

#include "engine/job.h"

namespace fauxmart {

std::string SidecarText(const TaskResult& result);

// `path` is for messages.
arrow::Result<TaskResult> ParseSidecar(const Shop& shop, const std::string& text,
                                       const std::string& path);

}  // namespace fauxmart
