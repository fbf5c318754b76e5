// Tables made of an OrderTile: orders, order_items, support_tickets, returns.
#pragma once

#include "tables/order_tile.h"
#include "tables/table_buffer.h"

namespace fauxmart {

// A bit each column that only sums up the order's lines, or says which campaign they belong to.
uint32_t OrderSumColumns();

// Each appends its rows for the tile's orders, in the orders' order.
void AppendOrders(const OrderTile& tile, TableBuffer* out);
void AppendOrderItems(const OrderTile& tile, TableBuffer* out);

// Working memory of AppendTickets: which orders raise one, their keys, and four blocks of words.
struct TicketScratch {
  Scratch<uint32_t> orders;
  Scratch<uint64_t> keys;
  Scratch<uint32_t> words[16];
};
void AppendTickets(const OrderTile& tile, TicketScratch* scratch, TableBuffer* out);

// Working memory of AppendReturns: the words of an order's first four lines, and who may return.
struct ReturnScratch {
  Scratch<uint32_t> words[4];
  Scratch<uint8_t> suspect;
};
void AppendReturns(const OrderTile& tile, ReturnScratch* scratch, TableBuffer* out);

}  // namespace fauxmart
