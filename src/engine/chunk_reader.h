// (chunk, batch size) -> rows of every fact table, pulled batch by batch.
//
// The one way rows of facts come into being: files, streams, previews and bindings all pull from
// here. A reader has no state but its place in the chunk and its working memory, and may be dropped
// at any batch. The rows do not depend on the batch size. Where the plan of a twin differs in an
// hour, the hour is sampled under both plans and the rows that differ are labelled.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "engine/label_writer.h"
#include "engine/lane.h"
#include "tables/counters.h"
#include "tables/shop.h"

namespace fauxmart {

// Orders sampled at a time unless asked otherwise: working memory of one batch stays in cache.
inline constexpr int64_t kDefaultBatch = 4096;

class ChunkReader {
 public:
  // `wanted`: the other tables stay empty, and their counters at zero. Labels, metrics and
  // incidents need all of them.
  explicit ChunkReader(const Shop& shop, int64_t batch_size = kDefaultBatch,
                       FactSet wanted = kAllFacts);

  void Open(const Chunk& chunk);
  // Appends the next batch to `out` and counts it. False, and nothing appended, at the end.
  bool Next(FactBuffers* out, Counters* counters);
  // Of the dataset's own rows, since the reader was made; twins and labels are in none of them.
  const FactTimes& times() const { return main_.times(); }

 private:
  // A twin of this hour whose plan differs from the dataset's.
  struct TwinLane {
    explicit TwinLane(const Shop& shop) : lane(shop), facts(MakeFactBuffers(shop)) {}
    Lane lane;
    FactBuffers facts;  // of the batch at hand
    LabelWriter labels;
    size_t twin = 0;  // index of Shop::twins
  };

  void LoadHour();
  void NextOrders(FactBuffers* out, Counters* counters);
  void NextCarts(FactBuffers* out, Counters* counters);

  const Shop& shop_;
  int64_t batch_size_;
  FactSet wanted_;
  Chunk chunk_;
  int64_t hour_ = 0;
  bool loaded_ = false;
  uint32_t order_block_ = 0, order_end_ = 0, cart_block_ = 0, cart_end_ = 0;
  Lane main_;
  std::vector<std::unique_ptr<TwinLane>> lanes_;  // reused; the first `active_` are of this hour
  size_t active_ = 0;
};

}  // namespace fauxmart
