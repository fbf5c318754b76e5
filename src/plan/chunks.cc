#include "plan/chunks.h"

#include "plan/keys.h"

namespace fauxmart {
namespace {

// Hours [begin, end), each small enough to stay whole, in the fewest chunks and evenly.
void CutSmallHours(const std::vector<BaseHour>& hours, size_t begin, size_t end,
                   std::vector<Chunk>* chunks) {
  int64_t total = 0;
  for (size_t i = begin; i < end; ++i) total += hours[i].base_orders;
  const int64_t parts = (total + kChunkOrders - 1) / kChunkOrders;
  size_t first = begin;
  int64_t done = 0;
  for (int64_t part = 0; part < parts && first < end; ++part) {
    const int64_t goal = total * (part + 1) / parts;
    size_t last = first;
    do {
      done += hours[last++].base_orders;
    } while (last < end && (part + 1 == parts || done + hours[last].base_orders / 2 <= goal));
    Chunk chunk;
    chunk.first_hour = hours[first].hour;
    chunk.end_hour = hours[last - 1].hour + 1;
    chunks->push_back(chunk);
    first = last;
  }
}

void CutLargeHour(const BaseHour& hour, std::vector<Chunk>* chunks) {
  const int64_t parts = (int64_t{hour.base_orders} + kChunkOrders - 1) / kChunkOrders;
  const auto border = [&](uint32_t population, int64_t part) {
    return static_cast<uint32_t>(int64_t{BlockCount(population)} * part / parts);
  };
  for (int64_t part = 0; part < parts; ++part) {
    Chunk chunk;
    chunk.first_hour = hour.hour;
    chunk.end_hour = hour.hour + 1;
    chunk.partial = true;
    chunk.first_order_block = border(hour.base_orders, part);
    chunk.end_order_block = border(hour.base_orders, part + 1);
    chunk.first_cart_block = border(hour.base_carts, part);
    chunk.end_cart_block = border(hour.base_carts, part + 1);
    chunks->push_back(chunk);
  }
}

}  // namespace

std::vector<Chunk> CutChunks(const std::vector<BaseHour>& hours, bool by_date) {
  std::vector<Chunk> chunks;
  size_t begin = 0;  // of the small hours that are not cut yet
  for (size_t i = 0; i <= hours.size(); ++i) {
    const bool large = i < hours.size() && hours[i].base_orders > kChunkOrders;
    const bool midnight = i == hours.size() || (by_date && hours[i].hour % 24 == 0);
    if (!large && !midnight) continue;
    if (begin < i) CutSmallHours(hours, begin, i, &chunks);
    if (large) CutLargeHour(hours[i], &chunks);
    begin = large ? i + 1 : i;
  }
  for (size_t i = 0; i < chunks.size(); ++i) chunks[i].index = static_cast<int64_t>(i);
  return chunks;
}

}  // namespace fauxmart
