// Labels: which rows of an hour an incident changed or added, and in which role.
//
// A row is labelled where the comparison with the twin finds it changed or added. Its role is
// `downstream` where only its parent differs: a line of an order that was added, a ticket of an
// order that is labelled, a return whose line or order is, an order of which only the sums over its
// lines differ. All others are `direct`. Labels of an hour stand table by table, in the rows'
// order, whatever the batches were.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "engine/label_diff.h"
#include "engine/lane.h"

namespace fauxmart {

using FactRows = std::array<int64_t, kFacts>;
FactRows RowsOf(const FactBuffers& facts);

// Orders of a batch in one lane: rows from `before` on.
struct OrderSide {
  const OrderTile* tile = nullptr;
  const FactBuffers* facts = nullptr;
  FactRows before{};
};
struct CartSide {
  const CartTile* tile = nullptr;
  const CartRows* rows = nullptr;
  const TableBuffer* table = nullptr;
  int64_t before = 0;
};

class LabelWriter {
 public:
  void Open(int64_t incident_id);
  void CompareOrders(const OrderSide& dataset, const OrderSide& twin, TwinCounts* counts);
  void CompareCarts(const CartSide& dataset, const CartSide& twin, TwinCounts* counts);
  // Appends the hour's labels, and forgets them.
  void Flush(TableBuffer* labels);

 private:
  struct Label {
    uint64_t row_id = 0;
    bool added = false, downstream = false;
  };
  // Carts of lost orders stand behind the others.
  enum List : size_t {
    kOrderList,
    kItemList,
    kTicketList,
    kCartList,
    kLostList,
    kReturnList,
    kLists
  };

  void Note(List list, uint64_t row_id, uint32_t flags, bool downstream, TwinCounts* counts);

  int64_t incident_id_ = 0;
  std::array<std::vector<Label>, kLists> lists_;
  RowDiff orders_, items_, tickets_, returns_, carts_;
  std::vector<uint64_t> keys_, twin_keys_;  // of tickets
};

}  // namespace fauxmart
