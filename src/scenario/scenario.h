// A scenario: what happens to the shop, for how long and how strongly.
//
// It is a list of effects, each a lever of the world, a shape in time and a filter, and the
// campaigns and incidents that effects belong to. Everything is resolved against a world: names
// have become indices of its vocabularies. Offsets are whole hours from the scenario's start.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/document.h"
#include "world/mixes.h"
#include "world/numbers.h"
#include "world/world.h"

namespace fauxmart {

enum class Lever : uint8_t {
  // Factors on an hour's counts; 1 is undisturbed.
  kTraffic,      // orders and abandoned carts
  kConversion,   // orders
  kAbandonment,  // abandoned carts
  kCapacity,     // orders the shop can handle
  kPageLoad,     // site_load_time
  // Rates of the world; scaled, set or added to.
  kLateness,        // orders.late_rate
  kTicketRate,      // tickets.rate
  kPaymentFailure,  // orders.payment_failure_rate
  kReturnRate,      // returns.rate
  // Products.
  kDemand,    // how often a line is for these products; a factor
  kPrice,     // what a unit costs; a factor
  kStock,     // units of each of these products there are from now on; set
  kSupply,    // share of the demand for these products that a backup can cover, late; set
  kLeadTime,  // days until what was reordered comes; a factor
  // Anything else of the world.
  kMix,     // Effect::mix
  kNumber,  // Effect::number
};

enum class Operation : uint8_t { kScale, kSet, kAdd, kMove };

enum class ShapeKind : uint8_t {
  kStep,         // full from `from` to `to`
  kRamp,         // grows evenly from nothing over `over` hours, then stays
  kFade,         // falls evenly to nothing over the last `over` hours
  kPulse,        // grows evenly to the middle and falls again
  kPeriodic,     // a raised cosine with its peak at `peak` of every period
  kExponential,  // a factor applied again every `every` hours; scale only
  kDecay,        // what it adds to 1 halves every `half_life` hours; scale only
  kTable,        // values of its own, each from its offset on
};

struct Shape {
  ShapeKind kind = ShapeKind::kStep;
  int64_t over_hours = 0;      // ramp, fade
  double every_hours = 0;      // exponential: every; decay: half_life
  int64_t period_hours = 0;    // periodic: 24 or 168; counted from midnight UTC, Mondays
  int64_t peak_hour = 0;       // periodic
  std::vector<std::pair<int64_t, double>>
      table;  // offset from the effect's start, value; ascending
};

// Which products. Empty lists do not restrict; several lists all hold.
struct ProductFilter {
  std::vector<int> categories, suppliers;           // indices of the world
  std::vector<std::pair<int, int>> subcategories;   // category, index within it
  std::vector<std::string> skus;                    // checked against the catalogue (plan/)
  int top = 0;  // of those, only so many: the most popular ones; 0: all

  bool any() const {
    return !categories.empty() || !suppliers.empty() || !subcategories.empty() || !skus.empty() ||
           top > 0;
  }
  bool operator==(const ProductFilter&) const = default;
};

// Whose orders and carts. One byte an index of the vocabulary, 1 where it passes; empty: all pass.
struct RowFilter {
  std::vector<uint8_t> cohorts, channels, payments, regions, cities, warehouses;

  bool any() const {
    return !cohorts.empty() || !channels.empty() || !payments.empty() || !regions.empty() ||
           !cities.empty() || !warehouses.empty();
  }
  bool operator==(const RowFilter&) const = default;
};

inline constexpr uint32_t kAllHoursOfDay = 0xffffff;

struct Effect {
  std::string name;
  Place place;  // of the effect in its file, for messages
  Place sku_place;  // of where.sku, if there is one
  Lever lever = Lever::kTraffic;
  Operation operation = Operation::kScale;
  double value = 1;
  MixChange mix;        // kMix
  NumberChange number;  // kNumber
  Shape shape;
  int64_t from = 0, to = 0;
  ProductFilter products;
  RowFilter rows;
  uint32_t hours_of_day = kAllHoursOfDay;  // bit h: acts in that hour of the day (UTC)
  int incident = -1;  // index of Scenario::incidents; -1: belongs to none

  ProductFilter wants;   // kTraffic: the visitors it brings come for these
  double lost = 1;       // kStock: share of those who find it gone that leave; the others buy
                         // something else
  int64_t reorder = 0;   // kStock: units ordered of its supplier once it is gone
  int backup = -1;       // kSupply: the supplier that covers; -1: none
  bool explicit_to = false;  // `to` was written: worth a warning if it is never reached
  int layer = 0;  // index of Scenario::layers

  // Of its random numbers: of scenario, effect and offset, never of the place in a list.
  uint32_t key = 0;
  std::string lever_text, where_text;  // as written, in canonical form
};

struct Campaign {
  std::string key, name, type;
  int64_t from = 0, to = 0;
  double discount_percent = 0;
  double intensity = 1;
  ProductFilter products;
  Place sku_place;
  int incident = -1;
};

struct Incident {
  std::string name, kind, title, description, root_cause, severity;
  int64_t from = 0, to = 0;  // what its effects and campaigns span
};

// A scenario that this one is made of, and how much later than this one it starts.
struct Layer {
  std::string scenario;
  int64_t offset_hours = 0;
  bool operator==(const Layer&) const = default;
};

struct Scenario {
  std::string name, description;
  int64_t duration_hours = 0;
  double intensity = 1;
  // Unset: the run decides, then the world.
  std::optional<int64_t> start_us;  // a whole hour
  std::optional<double> orders_per_hour;
  std::optional<int64_t> customers, products;
  std::vector<std::string> with;  // "NAME@OFFSET", as written
  std::vector<Layer> layers;      // itself, at 0, and what was laid over it (compose.h)
  std::vector<Campaign> campaigns;
  std::vector<Incident> incidents;
  std::vector<Effect> effects;
};

}  // namespace fauxmart
