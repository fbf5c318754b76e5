#include "plan/seasons.h"

#include <algorithm>
#include <vector>

#include "base/time.h"

namespace fauxmart {
namespace {

int DayOfYear(int month, int day) {
  static constexpr int kBefore[12] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
  if (month == 2 && day == 29) day = 28;
  return kBefore[month - 1] + day - 1;
}

}  // namespace

double SeasonDemand(const Season& season, int month, int day) {
  if (season.points.empty()) return 1.0;
  const int today = DayOfYear(month, day);
  const auto day_of = [](const SeasonPoint& point) { return DayOfYear(point.month, point.day); };
  const auto after = std::find_if(season.points.begin(), season.points.end(),
                                  [&](const SeasonPoint& p) { return day_of(p) > today; });
  const bool wraps = after == season.points.begin() || after == season.points.end();
  const SeasonPoint& from = wraps ? season.points.back() : *(after - 1);
  const SeasonPoint& to = wraps ? season.points.front() : *after;
  const int length = (day_of(to) - day_of(from) + 365) % 365;
  const int gone = (today - day_of(from) + 365) % 365;
  if (length == 0) return from.demand;
  return from.demand + (to.demand - from.demand) * gone / length;
}

std::vector<Shares> CategorySharesByDay(const World& world, const Setup& setup,
                                        const ProductCatalogue& products, bool tracked) {
  std::vector<Shares> rows;
  const int64_t last_day = (setup.end_hour - 1) / 24;
  for (int64_t day = setup.first_hour / 24; day <= last_day; ++day) {
    const Date date = DateOf(setup.midnight_us + day * kMicrosPerDay);
    std::vector<double> shares;
    double total = 0;
    for (size_t c = 0; c < world.products.categories.size(); ++c) {
      const Category& category = world.products.categories[c];
      const Season& season = world.seasons[static_cast<size_t>(category.season)];
      const double taken = products.tracked_share.empty() ? 0.0 : products.tracked_share[c];
      const double left = products.by_category[c].empty() ? 0.0 : 1.0 - taken;
      shares.push_back(category.share * SeasonDemand(season, date.month, date.day) *
                       (tracked ? left + taken : left));
      total += shares.back();
    }
    for (double& share : shares) share /= total;
    rows.push_back(std::move(shares));
  }
  return rows;
}

}  // namespace fauxmart
