// Streams of addressed random numbers to standard output, raw 32-bit words, until nobody reads.
//
// For statistical batteries such as dieharder (-g 200). Each addressing is a way in which rows meet
// the generator, so that a weakness between neighbours of that kind would show.
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string_view>
#include <vector>

#include "base/philox.h"
#include "plan/keys.h"
#include "plan/setup.h"
#include "plan/streams.h"
#include "tables/arrivals.h"

namespace fauxmart {
namespace {

constexpr char kUsage[] =
    "usage: fauxmart_streams entities|columns|seeds|keys [SEED]\n"
    "\n"
    "  entities  consecutive entities (customers) of one column\n"
    "  columns   consecutive columns (streams and words) of one entity, then of the next\n"
    "  seeds     consecutive seeds at one address\n"
    "  keys      orders in the order of time, as keys are made, of one column\n";

constexpr size_t kBatch = 16384;
using Words = std::vector<uint32_t>;

// Fills `entities` and yields the first word of each. Where the entities come to their end, the
// next block of the column follows: a stream that repeats itself is not random, and the longest
// tests of a battery take more numbers than there are orders.
template <typename NextEntity>
struct OneColumn {
  uint64_t seed;
  uint32_t stream;
  NextEntity next;
  std::vector<uint64_t> entities = std::vector<uint64_t>(kBatch);
  std::array<Words, 3> unused = {Words(kBatch), Words(kBatch), Words(kBatch)};

  void operator()(Words* out) {
    const uint32_t turn = next.turn;
    for (uint64_t& entity : entities) entity = next();
    DrawMany(seed, stream, turn, entities.data(), kBatch, out->data(), unused[0].data(),
             unused[1].data(), unused[2].data());
  }
};

struct NextCustomer {
  uint32_t turn = 0;
  uint64_t id = 0;
  uint64_t operator()() { return ++id; }
};

// An hour of 2000 orders, twice the undisturbed ones, after another, in the order of time.
class NextKey {
 public:
  uint32_t turn = 0;

  explicit NextKey(uint64_t seed) : setup_(std::make_unique<Setup>()) {
    setup_->seed = seed;
    sampler_ = std::make_unique<ArrivalSampler>(*setup_, kOrderArrivals);
    tile_ = std::make_unique<ArrivalTile>();
  }

  uint64_t operator()() {
    if (next_ == tile_->n) LoadHour();
    return tile_->keys[next_++];
  }

 private:
  void LoadHour() {
    if (++hour_ == kMaxHours) {
      hour_ = 0;
      ++turn;
    }
    sampler_->LoadHour(hour_, 1000, 2000, 0, BlockCount(1000));
    sampler_->Sample(0, BlockCount(1000), tile_.get());
    next_ = 0;
  }

  std::unique_ptr<Setup> setup_;
  std::unique_ptr<ArrivalSampler> sampler_;
  std::unique_ptr<ArrivalTile> tile_;
  int64_t hour_ = -1;
  size_t next_ = 0;
};

template <typename Fill>
int Write(Fill fill) {
  Words words(kBatch);
  do {
    fill(&words);
  } while (std::fwrite(words.data(), sizeof(uint32_t), words.size(), stdout) == words.size());
  return 0;
}

int Run(std::string_view addressing, uint64_t seed) {
  if (addressing == "entities") {
    return Write(OneColumn<NextCustomer>{seed, kStreamCustomer, {}});
  }
  if (addressing == "keys") {
    return Write(OneColumn<NextKey>{seed, kStreamOrderHow, NextKey(seed)});
  }
  if (addressing == "columns") {
    return Write([=, entity = MakeKey(0, 0), stream = uint32_t{0}](Words* out) mutable {
      for (size_t i = 0; i < out->size(); i += 4) {
        const Philox4 block = Draw(seed, ++stream, entity);
        for (size_t w = 0; w < 4; ++w) (*out)[i + w] = block.word[w];
        if (stream == 128) {
          stream = 0;
          ++entity;
        }
      }
    });
  }
  if (addressing == "seeds") {
    return Write([next = seed](Words* out) mutable {
      for (uint32_t& word : *out) word = Draw(next++, kStreamOrderHow, MakeKey(12, 3456)).word[0];
    });
  }
  std::fputs(kUsage, stderr);
  return 2;
}

}  // namespace
}  // namespace fauxmart

int main(int argc, char** argv) {
  const uint64_t seed = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 42;
  return fauxmart::Run(argc > 1 ? argv[1] : "", seed);
}
