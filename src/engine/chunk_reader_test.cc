// The reader gives the plan's rows: its counts, whatever the batch, the cut or the twin.
#include "engine/chunk_reader.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>

#include "plan/keys.h"
#include "plan/plan_test_util.h"

namespace fauxmart {
namespace {

const Shop& SmallShop() {
  static const std::unique_ptr<const Shop> shop =
      *BuildShop(DefaultWorld(), SmallSetup(6), Scenario(), {}, /*with_twins=*/false);
  return *shop;
}

// Rows and counters of a run of chunks.
struct Facts {
  FactBuffers buffers;
  Counters counters;
  int64_t rows(Fact fact) const { return buffers[fact].rows; }
};

Facts Read(const Shop& shop, const std::vector<Chunk>& chunks, int64_t batch = kDefaultBatch) {
  ChunkReader reader(shop, batch);
  Facts facts{MakeFactBuffers(shop), Counters(shop, shop.setup.first_hour, shop.setup.end_hour)};
  for (const Chunk& chunk : chunks) {
    reader.Open(chunk);
    while (reader.Next(&facts.buffers, &facts.counters)) {
    }
  }
  return facts;
}

Facts Read(const Shop& shop, int64_t batch = kDefaultBatch) {
  return Read(shop, shop.chunks, batch);
}

std::string Bytes(const RawBuffer& buffer) {
  return {reinterpret_cast<const char*>(buffer.data()), buffer.size()};
}

// Every cell of one row, as bytes. Fact tables have no text of their own.
std::string RowBytes(const TableBuffer& table, size_t row) {
  std::string bytes;
  for (const Column& column : table.columns) {
    const size_t width = WidthOf(column.type);
    EXPECT_GT(width, 0u);
    bytes.append(reinterpret_cast<const char*>(column.values.data()) + row * width, width);
    if (column.nullable) bytes.push_back(static_cast<char>(column.validity.data()[row]));
  }
  return bytes;
}

// Rows by the table's key, its first column.
std::map<uint64_t, std::string> RowsByKey(const TableBuffer& table) {
  std::map<uint64_t, std::string> rows;
  for (size_t i = 0; i < static_cast<size_t>(table.rows); ++i) {
    rows[table.columns[0].As<uint64_t>()[i]] = RowBytes(table, i);
  }
  EXPECT_EQ(rows.size(), static_cast<size_t>(table.rows)) << "keys are not unique";
  return rows;
}

const Column& ColumnOf(const TableBuffer& table, std::string_view name) {
  size_t i = 0;
  while (table.decl->columns[i].name != name) ++i;
  return table.columns[i];
}

void ExpectSameRows(const Facts& a, const Facts& b) {
  for (size_t fact = 0; fact < kFacts; ++fact) {
    ASSERT_EQ(a.buffers[fact].rows, b.buffers[fact].rows)
        << FactTable(static_cast<Fact>(fact)).name;
    for (size_t c = 0; c < a.buffers[fact].columns.size(); ++c) {
      const Column &x = a.buffers[fact].columns[c], &y = b.buffers[fact].columns[c];
      EXPECT_TRUE(Bytes(x.values) == Bytes(y.values) && Bytes(x.validity) == Bytes(y.validity))
          << FactTable(static_cast<Fact>(fact)).columns[c].name;
    }
  }
  EXPECT_EQ(a.counters.hours, b.counters.hours);
  EXPECT_EQ(a.counters.total_orders, b.counters.total_orders);
  for (size_t mix = 0; mix < kMixIds; ++mix) {
    EXPECT_EQ(a.counters.mixes[mix].counts, b.counters.mixes[mix].counts);
  }
}

TEST(ChunkReader, GivesTheSameRowsWhateverTheBatch) {
  const Facts facts = Read(SmallShop());
  for (const int64_t batch : {1, 7, 100, 1000, 65'536})
    ExpectSameRows(Read(SmallShop(), batch), facts);
}

// The rows of each hour, as the plan has them and as the counters have them.
void ExpectPlannedCounts(const Shop& shop, const Facts& facts) {
  int64_t orders = 0, carts = 0, late = 0, tickets = 0;
  std::map<int64_t, int64_t> orders_of, late_of, carts_of;
  const TableBuffer& order_rows = facts.buffers[kFactOrders];
  const uint8_t* is_late = ColumnOf(order_rows, "is_sla_breach").As<uint8_t>();
  for (int64_t i = 0; i < order_rows.rows; ++i) {
    const int64_t hour = HourOfKey(order_rows.columns[0].As<uint64_t>()[i]);
    ++orders_of[hour];
    late_of[hour] += is_late[i];
  }
  const TableBuffer& cart_rows = facts.buffers[kFactCarts];
  for (int64_t i = 0; i < cart_rows.rows; ++i) {
    ++carts_of[HourOfKey(cart_rows.columns[0].As<uint64_t>()[i] >> 1)];
  }
  for (const HourPlan& hour : shop.plan.hours) {
    const HourCounts& counts =
        facts.counters.hours[static_cast<size_t>(hour.hour - facts.counters.first_hour)];
    EXPECT_EQ(orders_of[hour.hour], hour.orders) << hour.hour;
    EXPECT_EQ(late_of[hour.hour], hour.late) << hour.hour;
    EXPECT_EQ(carts_of[hour.hour], hour.carts) << hour.hour;
    EXPECT_EQ(counts[kHourOrders], hour.orders);
    EXPECT_EQ(counts[kHourLate], hour.late);
    EXPECT_EQ(counts[kHourCarts], hour.carts);
    EXPECT_EQ(counts[kHourTickets], hour.tickets);
    orders += hour.orders;
    carts += hour.carts;
    late += hour.late;
    tickets += hour.tickets;
  }
  EXPECT_EQ(facts.rows(kFactOrders), orders);
  EXPECT_EQ(facts.rows(kFactCarts), carts);
  EXPECT_EQ(facts.rows(kFactTickets), tickets);
}

TEST(ChunkReader, GivesThePlannedCounts) { ExpectPlannedCounts(SmallShop(), Read(SmallShop())); }

TEST(ChunkReader, CountsItsRows) {
  const Facts facts = Read(SmallShop());
  int64_t units = 0, returns = 0, failed = 0, online = 0;
  for (const HourCounts& hour : facts.counters.hours) {
    units += hour[kHourUnits];
    returns += hour[kHourReturns];
    failed += hour[kHourFailed];
    online += hour[kHourOnline];
  }
  const TableBuffer &orders = facts.buffers[kFactOrders], &items = facts.buffers[kFactItems];
  int64_t rows_units = 0, rows_failed = 0, rows_online = 0;
  for (int64_t i = 0; i < items.rows; ++i) {
    rows_units += ColumnOf(items, "quantity").As<int32_t>()[i];
  }
  for (int64_t i = 0; i < orders.rows; ++i) {
    rows_failed += ColumnOf(orders, "payment_status").As<int32_t>()[i] == kFailed;
    const int32_t type = ColumnOf(orders, "payment_type").As<int32_t>()[i];
    rows_online += DefaultWorld().payment_types[static_cast<size_t>(type)].online ? 1 : 0;
  }
  EXPECT_EQ(units, rows_units);
  EXPECT_EQ(failed, rows_failed);
  EXPECT_EQ(online, rows_online);
  EXPECT_EQ(returns, facts.rows(kFactReturns));
  EXPECT_EQ(facts.counters.total_orders, orders.rows);
  const int64_t sums[kMixIds] = {orders.rows, orders.rows, orders.rows, orders.rows,
                                 orders.rows, items.rows,  items.rows,  facts.rows(kFactCarts)};
  for (size_t mix = 0; mix < kMixIds; ++mix) {
    int64_t sum = 0;
    for (const int64_t count : facts.counters.mixes[mix].counts) sum += count;
    EXPECT_EQ(sum, sums[mix]) << facts.counters.mixes[mix].name;
  }
}

TEST(ChunkReader, AnHourCutByBlocksGivesTheWholeHoursRows) {
  const HourPlan& hour = SmallShop().plan.At(3);
  const auto part = [&](double from, double to) {
    const auto border = [](uint32_t population, double x) {
      return static_cast<uint32_t>(BlockCount(population) * x);
    };
    return Chunk{0,
                 hour.hour,
                 hour.hour + 1,
                 true,
                 border(hour.base_orders, from),
                 border(hour.base_orders, to),
                 border(hour.base_carts, from),
                 border(hour.base_carts, to)};
  };
  const Facts whole = Read(SmallShop(), std::vector<Chunk>{Chunk{0, 3, 4}});
  const Facts parts =
      Read(SmallShop(), {part(0, 0.1), part(0.1, 0.1), part(0.1, 0.77), part(0.77, 1)});
  ExpectSameRows(parts, whole);
}

TEST(ChunkReader, MayBeLeftAndOpenedAgain) {
  ChunkReader reader(SmallShop(), 10);
  Facts facts{MakeFactBuffers(SmallShop()), Counters(SmallShop(), 0, 6)};
  reader.Open(SmallShop().chunks[0]);
  EXPECT_TRUE(reader.Next(&facts.buffers, &facts.counters));
  Facts again{MakeFactBuffers(SmallShop()), Counters(SmallShop(), 0, 6)};
  reader.Open(SmallShop().chunks[0]);
  while (reader.Next(&again.buffers, &again.counters)) {
  }
  EXPECT_FALSE(reader.Next(&again.buffers, &again.counters));
  ExpectSameRows(again, Read(SmallShop()));
}

// Solves late orders and tickets again, as the plan does, for `orders` and `late` of them.
void Resolve(HourPlan* hour, int64_t orders, int64_t late) {
  HourSelections& s = hour->selections;
  hour->orders = hour->order_ranks = orders;
  if (late != s.late.Count(orders)) {
    const double after = static_cast<double>(late) / static_cast<double>(orders);
    s.late.Reach(orders, hour->late_rate, after, late, 1u << 20, 1u << 21);
  }
  hour->late = s.late.Count(orders);
  hour->tickets = 0;
  for (int64_t r = 0; r < orders; ++r) {
    int64_t place = 0;
    const auto group = s.late.GroupOf(r, &place);
    hour->tickets += group == LeveledSelection::kLeft    ? s.ticket_other.Chosen(place)
                     : group == LeveledSelection::kStays ? s.ticket_late.Chosen(place)
                     : group == LeveledSelection::kAdded ? s.ticket_added.Chosen(place)
                                                         : s.ticket_taken.Chosen(place);
  }
}

// A twin of the small shop in which hours 2 and 4 differ.
Shop MakeTwin(double orders_factor, double late_factor) {
  Shop twin = SmallShop();
  for (const size_t i : {size_t{2}, size_t{4}}) {
    HourPlan& hour = twin.plan.hours[i];
    const auto orders = static_cast<int64_t>(static_cast<double>(hour.orders) * orders_factor);
    const double share = static_cast<double>(hour.late) / static_cast<double>(hour.orders);
    Resolve(&hour, orders,
            static_cast<int64_t>(share * late_factor * static_cast<double>(orders) + 0.5));
  }
  return twin;
}

// Lateness is a matter of so many orders, and of no cell of any other row.
TEST(ChunkReader, ALeverOnLatenessTouchesJustTheOrdersItMust) {
  const Facts plain = Read(SmallShop());
  const auto orders = RowsByKey(plain.buffers[kFactOrders]);
  for (const double factor : {0.0, 0.4, 2.5, 10.0}) {
    const Shop twin = MakeTwin(1, factor);
    const Facts facts = Read(twin);
    ExpectPlannedCounts(twin, facts);
    int64_t expected = 0;
    for (const size_t i : {size_t{2}, size_t{4}}) {
      expected += std::abs(twin.plan.hours[i].late - SmallShop().plan.hours[i].late);
    }
    const auto others = RowsByKey(facts.buffers[kFactOrders]);
    int64_t changed = 0;
    std::map<uint64_t, bool> touched;
    for (const auto& [key, row] : orders) {
      if (others.at(key) == row) continue;
      ++changed;
      touched[key] = true;
      EXPECT_TRUE(HourOfKey(key) == 2 || HourOfKey(key) == 4);
    }
    EXPECT_EQ(changed, expected) << factor;
    EXPECT_EQ(RowsByKey(plain.buffers[kFactItems]), RowsByKey(facts.buffers[kFactItems]));
    EXPECT_EQ(RowsByKey(plain.buffers[kFactCarts]), RowsByKey(facts.buffers[kFactCarts]));

    // Tickets that differ have an order that differs; a ticket may hide it, so ask by id.
    std::map<uint64_t, bool> touched_ids;
    const Rules& rules = SmallShop().rules;
    for (const auto& [key, yes] : touched) {
      touched_ids[TicketId(key, rules.ticket_id_keys[0], rules.ticket_id_keys[1])] = yes;
    }
    auto before = RowsByKey(plain.buffers[kFactTickets]);
    auto after = RowsByKey(facts.buffers[kFactTickets]);
    for (const auto& [id, row] : before) {
      EXPECT_TRUE(touched_ids.contains(id) || after[id] == row);
    }
    for (const auto& [id, row] : after) {
      EXPECT_TRUE(touched_ids.contains(id) || before[id] == row);
    }
  }
}

// Fewer orders thin, more superpose: an order that exists in both keeps every cell of every table.
TEST(ChunkReader, ALeverOnTrafficTakesOrAddsRowsAndChangesNone) {
  const Facts plain = Read(SmallShop());
  for (const double factor : {0.3, 0.9, 1.7, 20.0}) {
    Shop twin = SmallShop();
    for (HourPlan& hour : twin.plan.hours) {
      const auto orders = static_cast<int64_t>(static_cast<double>(hour.orders) * factor);
      Resolve(&hour, orders, hour.selections.late.base.Below(orders));
    }
    const Facts facts = Read(twin);
    ExpectPlannedCounts(twin, facts);
    for (const Fact fact : {kFactOrders, kFactItems, kFactTickets, kFactCarts, kFactReturns}) {
      auto small = RowsByKey(plain.buffers[fact]), large = RowsByKey(facts.buffers[fact]);
      if (factor < 1) std::swap(small, large);
      for (const auto& [key, row] : small) ASSERT_EQ(large[key], row) << factor;
    }
  }
}

}  // namespace
}  // namespace fauxmart
