// One section of a world file, against the default world's other sections: many times as quick as a
// whole file (fuzz_world.cc), so that many times as many are tried. The first byte says which.
#include <array>
#include <cmath>
#include <numeric>

#include "base/document.h"
#include "base/embedded.h"
#include "base/reader.h"
#include "fuzz_target.h"
#include "world/parse.h"
#include "world/parse_sections.h"

using namespace fauxmart;

namespace {

struct Section {
  void (*read)(Reader& root, World* world);
  void (*clear)(World* world);
};

// As in ParseWorld(); `clear` undoes what `read` does.
constexpr std::array<Section, 12> kSections = {{
    {internal::ReadVocabularies,
     [](World* world) {
       world->channels = world->acquisition_channels = {};
       world->contact_channels = world->warehouses = {};
       world->payment_types = {};
     }},
    {internal::ReadArrivals, [](World* world) { world->arrivals = {}; }},
    {internal::ReadCorrelations, [](World* world) { world->correlations = {}; }},
    {internal::ReadCustomers, [](World* world) { world->customers = {}; }},
    {internal::ReadSuppliers, [](World* world) { world->suppliers = {}; }},
    {internal::ReadSeasons, [](World* world) { world->seasons = {}; }},
    {internal::ReadProducts,
     [](World* world) {
       world->products = {};
       world->return_reasons = {};
     }},
    {internal::ReadOrders, [](World* world) { world->orders = {}; }},
    {internal::ReadTickets, [](World* world) { world->tickets = {}; }},
    {internal::ReadAbandonment, [](World* world) { world->abandonment = {}; }},
    {internal::ReadReturns, [](World* world) { world->returns = {}; }},
    {internal::ReadMetrics, [](World* world) { world->metrics = {}; }},
}};

// A world of each section's own: of the default one, a run changes that section only.
std::array<World, kSections.size()> DefaultWorlds() {
  std::array<World, kSections.size()> worlds;
  worlds.fill(*ParseWorld(*Document::Parse(EmbeddedDefaultWorld(), "world")));
  return worlds;
}

void CheckShares(const Shares& shares, const Names& names, std::string_view text) {
  const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
  fuzz::Require(shares.size() == names.size(), "a share for every name", text);
  fuzz::Require(std::abs(sum - 1) < 1e-8, "shares sum to 1", text);
  for (const double share : shares) fuzz::Require(share >= 0, "no share is below 0", text);
}

// What the generator takes for granted of a world that was accepted.
void CheckWorld(const World& world, std::string_view text) {
  for (const Cohort& cohort : world.customers.cohorts) {
    CheckShares(cohort.acquisition, world.acquisition_channels, text);
    CheckShares(cohort.channels, world.channels, text);
    CheckShares(cohort.contact, world.contact_channels, text);
  }
  const auto& regions = world.customers.regions;
  for (const Region& region : regions) CheckShares(region.warehouses, world.warehouses, text);
  for (const City& city : world.customers.cities) {
    fuzz::Require(static_cast<size_t>(city.region) < regions.size(), "a city's region", text);
  }
  for (const Category& category : world.products.categories) {
    CheckShares(category.return_reasons, world.return_reasons, text);
    fuzz::Require(static_cast<size_t>(category.season) < world.seasons.size(), "a season", text);
  }
  for (const Shares& shares : world.tickets.subcategory_shares) {
    CheckShares(shares, world.tickets.subcategories, text);
  }
  for (const Shares& shares : world.abandonment.reason_shares) {
    CheckShares(shares, world.abandonment.reasons, text);
  }
  fuzz::Require(world.orders.items.size() <= kMaxLines, "an order has few lines", text);
}

}  // namespace

FUZZ_TARGET(world_section) {
  static std::array<World, kSections.size()> worlds = DefaultWorlds();
  if (size == 0) return 0;
  const size_t index = data[0] % kSections.size();
  const std::string_view text = fuzz::TextOf(data + 1, size - 1);
  const auto document = Document::Parse(text, "world");
  if (!document.ok()) return 0;
  World& world = worlds.at(index);
  kSections.at(index).clear(&world);
  Problems problems;
  {
    Reader root(*document, &problems);
    kSections.at(index).read(root, &world);
  }
  const auto status = problems.status();
  fuzz::Require(status.ok() || status.IsInvalid(), "a refusal is Invalid", text);
  // A world that lacks its vocabularies or suppliers no longer goes with the other sections.
  if (status.ok() && index != 0 && index != 4 && index != 5) CheckWorld(world, text);
  return 0;
}
