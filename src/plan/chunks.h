// Cutting the window into chunks: the unit of work, and a part of every fact table.
//
// Cut from undisturbed orders only, so a dataset and its twins share their parts, and never from
// the number of threads. Hours stay whole and parts are even where hours are small; an hour of more
// than kChunkOrders is cut between blocks. `by_date`: also at each midnight, which moves no cut
// inside an hour, so rows stay in their order.
#pragma once

#include <vector>

#include "plan/plan.h"
#include "plan/timeline.h"

namespace fauxmart {

std::vector<Chunk> CutChunks(const std::vector<BaseHour>& hours, bool by_date = false);

}  // namespace fauxmart
