// Exact selections: which of an hour's dense ranks are late, or raise a ticket.
//
// At rate p, rank r is chosen where the line r p + phi crosses a whole number, so n ranks hold
// p n chosen ones, up to rounding, and a longer run of ranks keeps the choices of a shorter one.
// Another count is reached by promoting the first of those not chosen, or demoting the first of
// those chosen. Every question is answered by arithmetic on r alone.
#pragma once

#include <algorithm>
#include <cstdint>

namespace fauxmart {

struct Selection {
  uint64_t rate = 0;  // p x 2^32, at most 2^32
  uint64_t phase = 0;  // phi x 2^32, below 2^32
  int64_t begin = 0;   // the ranks that take part start here
  int64_t promoted = 0, demoted = 0;  // at most one of them is not 0

  bool operator==(const Selection&) const = default;

  static Selection Of(double p, uint32_t phase_word) {
    const double clamped = p > 0 ? (p < 1 ? p : 1.0) : 0.0;
    return {static_cast<uint64_t>(clamped * 4294967296.0), phase_word, 0, 0, 0};
  }

  // Chosen ranks below r by rate alone.
  int64_t Below(int64_t r) const {
    return static_cast<int64_t>((static_cast<uint64_t>(r) * rate + phase) >> 32);
  }
  bool ByRate(int64_t r) const { return Below(r + 1) > Below(r); }
  // Place of rank r among those chosen by rate, or among those not, counted from `begin`.
  int64_t PlaceChosen(int64_t r) const { return Below(r) - Below(begin); }
  int64_t PlaceOther(int64_t r) const { return (r - begin) - (Below(r) - Below(begin)); }

  bool Chosen(int64_t r) const {
    return ByRate(r) ? PlaceChosen(r) >= demoted : PlaceOther(r) < promoted;
  }
  // How many of begin .. end-1 are chosen, promotions and demotions included.
  int64_t Count(int64_t end) const { return Below(end) - Below(begin) + promoted - demoted; }

  // Promotes or demotes so that `target` of begin .. end-1 are chosen; answers with the count
  // reached, which differs only where there are not enough ranks.
  int64_t Reach(int64_t end, int64_t target) {
    const int64_t by_rate = Below(end) - Below(begin);
    promoted = std::clamp<int64_t>(target - by_rate, 0, (end - begin) - by_rate);
    demoted = std::clamp<int64_t>(by_rate - target, 0, by_rate);
    return Count(end);
  }
};

}  // namespace fauxmart
