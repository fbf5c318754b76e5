// Tables made of an OrderTile: orders, order_items, support_tickets, returns.
#pragma once

#include "tables/order_tile.h"
#include "tables/shop.h"
#include "tables/table_buffer.h"

namespace fauxmart {

// Each appends its rows for the tile's orders, in the orders' order.
void AppendOrders(const OrderTile& tile, TableBuffer* out);
void AppendOrderItems(const OrderTile& tile, TableBuffer* out);
void AppendTickets(const Shop& shop, const OrderTile& tile, TableBuffer* out);
void AppendReturns(const Shop& shop, const OrderTile& tile, TableBuffer* out);

}  // namespace fauxmart
