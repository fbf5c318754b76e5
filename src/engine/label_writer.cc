#include "engine/label_writer.h"

#include "plan/keys.h"
#include "tables/orders.h"
#include "tables/tables.h"
#include "tables/truth.h"

namespace fauxmart {
namespace {

DiffSide SideOf(const OrderSide& side, Fact fact, const uint64_t* keys, size_t n) {
  return {&(*side.facts)[fact], keys, n, side.before[fact], nullptr};
}

void TicketKeys(const OrderTile& tile, std::vector<uint64_t>* keys) {
  keys->clear();
  for (size_t i = 0; i < tile.size(); ++i) {
    if (tile.ticket[i] != TicketCause::kNone) keys->push_back(tile.arrivals.keys[i]);
  }
}

// A return's id is its line's key.
DiffSide ReturnsOf(const OrderSide& side) {
  const TableBuffer& table = (*side.facts)[kFactReturns];
  const int64_t begin = side.before[kFactReturns];
  return {&table, table.columns[0].As<uint64_t>() + begin, static_cast<size_t>(table.rows - begin),
          begin, nullptr};
}

uint64_t IdAt(const TableBuffer& table, size_t row) { return table.columns[0].As<uint64_t>()[row]; }

}  // namespace

FactRows RowsOf(const FactBuffers& facts) {
  FactRows rows{};
  for (size_t fact = 0; fact < kFacts; ++fact) rows[fact] = facts[fact].rows;
  return rows;
}

void LabelWriter::Open(int64_t incident_id) {
  incident_id_ = incident_id;
  for (auto& list : lists_) list.clear();
}

void LabelWriter::Note(List list, uint64_t row_id, uint32_t flags, bool downstream,
                       TwinCounts* counts) {
  const bool added = flags == kAdded;
  ++(added ? counts->added : counts->changed);
  lists_[list].push_back({row_id, added, downstream});
}

void LabelWriter::CompareOrders(const OrderSide& dataset, const OrderSide& twin,
                                TwinCounts* counts) {
  const OrderTile& tile = *dataset.tile;
  const OrderTile& other = *twin.tile;
  orders_.Compare(SideOf(dataset, kFactOrders, tile.arrivals.keys.get(), tile.size()),
                  SideOf(twin, kFactOrders, other.arrivals.keys.get(), other.size()));
  items_.Compare(SideOf(dataset, kFactItems, tile.basket.keys.get(), tile.basket.lines),
                 SideOf(twin, kFactItems, other.basket.keys.get(), other.basket.lines));
  TicketKeys(tile, &keys_);
  TicketKeys(other, &twin_keys_);
  tickets_.Compare(SideOf(dataset, kFactTickets, keys_.data(), keys_.size()),
                   SideOf(twin, kFactTickets, twin_keys_.data(), twin_keys_.size()));
  const DiffSide returned = ReturnsOf(dataset);
  returns_.Compare(returned, ReturnsOf(twin));
  counts->prevented +=
      orders_.prevented() + items_.prevented() + tickets_.prevented() + returns_.prevented();

  const TableBuffer& tickets = (*dataset.facts)[kFactTickets];
  size_t ticket = 0, back = 0;
  for (size_t i = 0; i < tile.size(); ++i) {
    const uint32_t order = orders_.flags()[i];
    const uint64_t key = tile.arrivals.keys[i];
    if (order != 0) Note(kOrderList, key, order, (order & ~OrderSumColumns()) == 0, counts);
    for (uint32_t line = tile.basket.begin[i]; line < tile.basket.begin[i + 1]; ++line) {
      const uint32_t item = items_.flags()[line];
      if (item != 0) Note(kItemList, tile.basket.keys[line], item, order == kAdded, counts);
      if (back < returned.n && returned.keys[back] == tile.basket.keys[line]) {
        const uint32_t flags = returns_.flags()[back];
        if (flags != 0) {
          Note(kReturnList, returned.keys[back], flags, order != 0 || item != 0, counts);
        }
        ++back;
      }
    }
    if (tile.ticket[i] != TicketCause::kNone) {
      const uint32_t flags = tickets_.flags()[ticket];
      const size_t row = static_cast<size_t>(dataset.before[kFactTickets]) + ticket;
      if (flags != 0) Note(kTicketList, IdAt(tickets, row), flags, order != 0, counts);
      ++ticket;
    }
  }
}

void LabelWriter::CompareCarts(const CartSide& dataset, const CartSide& twin, TwinCounts* counts) {
  const auto regular = [](const CartSide& side) {
    return DiffSide{side.table, side.tile->arrivals.keys.get(), side.tile->size(), side.before,
                    side.rows->regular.empty() ? nullptr : side.rows->regular.data()};
  };
  const auto lost = [](const CartSide& side) {
    return DiffSide{side.table, side.rows->lost_keys.data(), side.rows->lost_keys.size(),
                    side.before, side.rows->lost.data()};
  };
  const auto compare = [&](const DiffSide& mine, const DiffSide& theirs, List list) {
    carts_.Compare(mine, theirs);
    counts->prevented += carts_.prevented();
    for (size_t i = 0; i < mine.n; ++i) {
      const uint32_t flags = carts_.flags()[i];
      if (flags != 0) Note(list, IdAt(*mine.buffer, mine.Row(i)), flags, false, counts);
    }
  };
  compare(regular(dataset), regular(twin), kCartList);
  compare(lost(dataset), lost(twin), kLostList);
}

void LabelWriter::Flush(TableBuffer* labels) {
  static const std::array<const TableDecl*, kLists> kTables = {
      &kOrders, &kOrderItems, &kSupportTickets, &kCartAbandonment, &kCartAbandonment, &kReturns};
  for (size_t list = 0; list < kLists; ++list) {
    const int32_t table = TableIndex(*kTables[list]);
    for (const Label& label : lists_[list]) {
      AppendLabel(incident_id_, table, label.row_id, label.added, label.downstream, labels);
    }
    lists_[list].clear();
  }
}

}  // namespace fauxmart
