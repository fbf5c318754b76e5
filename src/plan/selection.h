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
    // Both are cheap, and which one counts cannot be foretold.
    const int64_t below = Below(r), chosen = below - Below(begin);
    const bool stays = chosen >= demoted, joins = (r - begin) - chosen < promoted;
    return Below(r + 1) > below ? stays : joins;
  }
  // How many of begin .. r-1 are chosen, promotions and demotions included: the place of r, if it
  // is.
  int64_t Rank(int64_t r) const {
    return PlaceChosen(r) - std::min(PlaceChosen(r), demoted) + std::min(PlaceOther(r), promoted);
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

// A selection under a lever: what the base chooses, less some of it, and more of what it leaves.
//
// What is taken away or added is spread over the ranks like the base itself, at rates that do not
// depend on how many ranks there are: with more or fewer orders the same ones are moved. Reach()
// then corrects the last few, so that the count is exact.
struct LeveledSelection {
  Selection base;
  Selection less;  // over places among those the base chooses: not chosen after all
  Selection more;  // over places among those it leaves: chosen too

  bool operator==(const LeveledSelection&) const = default;

  // Four groups of ranks. The place of those that the lever moves is that within their group; the
  // place of the others is what it is without the lever, so that it moves nothing of theirs.
  enum Group : uint8_t { kStays, kTaken, kAdded, kLeft };
  Group GroupOf(int64_t r, int64_t* place) const {
    const int64_t below = base.Below(r);
    if (base.Below(r + 1) > below) {
      const bool taken = less.Chosen(below);
      *place = taken ? less.Rank(below) : below;
      return taken ? kTaken : kStays;
    }
    const int64_t other = r - below;
    const bool added = more.Chosen(other);
    *place = added ? more.Rank(other) : other;
    return added ? kAdded : kLeft;
  }
  bool Chosen(int64_t r) const {
    const int64_t below = base.Below(r);
    const bool stays = !less.Chosen(below), joins = more.Chosen(r - below);
    return base.Below(r + 1) > below ? stays : joins;
  }
  // Is nothing taken or added? Then the place is r's among its kind, of those chosen or left.
  bool Plain() const { return Idle(less) && Idle(more); }
  static bool Idle(const Selection& s) { return s.rate == 0 && s.promoted == 0; }
  // How many of the ranks below n are in each group.
  int64_t Taken(int64_t n) const { return less.Count(base.Below(n)); }
  int64_t Added(int64_t n) const { return more.Count(n - base.Below(n)); }
  int64_t Stays(int64_t n) const { return base.Below(n) - Taken(n); }
  int64_t Left(int64_t n) const { return n - base.Below(n) - Added(n); }
  int64_t Count(int64_t n) const { return Stays(n) + Added(n); }

  // From a rate of `before` to one of `after`, and to exactly `target` of the ranks below n.
  // Answers with the count reached, which differs only where there are not enough ranks.
  int64_t Reach(int64_t n, double before, double after, int64_t target, uint32_t less_phase,
                uint32_t more_phase) {
    if (after < before) less = Selection::Of((before - after) / before, less_phase);
    if (after > before) more = Selection::Of((after - before) / (1.0 - before), more_phase);
    const int64_t chosen = base.Below(n), others = n - chosen;
    // Rounding is corrected on the side that the lever moves, and on the other if that is empty.
    if (after > before) {
      more.Reach(others, target - Stays(n));
      if (Count(n) != target) less.Reach(chosen, chosen - (target - Added(n)));
    } else {
      less.Reach(chosen, chosen - (target - Added(n)));
      if (Count(n) != target) more.Reach(others, target - Stays(n));
    }
    return Count(n);
  }
};

}  // namespace fauxmart
