#include "engine/table_parts.h"

#include <algorithm>

#include "engine/job.h"
#include "output/sink.h"
#include "tables/tables.h"

namespace fauxmart {
namespace {

// Rows of a dimension; those that are not made by id are few, and stand behind id 1.
int64_t DimensionRows(const Shop& shop, const TableDecl& table) {
  if (&table == &kCustomers) return shop.setup.customers;
  return &table == &kProducts ? shop.setup.products : 1;
}

bool SameHour(const Chunk& one, const Chunk& other) {
  return one.partial && other.partial && one.first_hour == other.first_hour;
}

}  // namespace

TablePart WholeTable(const Shop& shop, const TableDecl& table) {
  if (table.kind == TableKind::kDimension) return {1, DimensionRows(shop, table) + 1};
  return {0, static_cast<int64_t>(shop.chunks.size())};
}

std::vector<TablePart> CutParts(const Shop& shop, const TableDecl& table) {
  const TablePart whole = WholeTable(shop, table);
  if (&table == &kIncidents) return {whole};
  std::vector<TablePart> parts;
  const int64_t step = table.kind == TableKind::kDimension ? kDimensionRows : 1;
  for (int64_t first = whole.first; first < whole.end; first += step) {
    const int64_t end = std::min(whole.end, first + step);
    const auto at = static_cast<size_t>(first);
    const bool hour_goes_on = table.kind != TableKind::kDimension &&
                              table.kind != TableKind::kFact && first > 0 &&
                              SameHour(shop.chunks[at - 1], shop.chunks[at]);
    if (hour_goes_on) {
      parts.back().end = end;
    } else {
      parts.push_back({first, end});
    }
  }
  return parts;
}

std::vector<Chunk> CutPieces(const Shop& shop, std::span<const Chunk> chunks) {
  std::vector<Chunk> pieces;
  for (const Chunk& chunk : chunks) {
    if (chunk.partial) {
      pieces.push_back(chunk);
      continue;
    }
    Chunk piece = chunk;
    int64_t orders = 0;
    for (int64_t hour = chunk.first_hour; hour < chunk.end_hour; ++hour) {
      const int64_t here = shop.plan.At(hour).base_orders;
      if (orders > 0 && orders + here > kRowGroupRows) {
        piece.end_hour = hour;
        pieces.push_back(piece);
        piece.first_hour = hour;
        orders = 0;
      }
      orders += here;
    }
    piece.end_hour = chunk.end_hour;
    pieces.push_back(piece);
  }
  for (size_t i = 0; i < pieces.size(); ++i) pieces[i].index = static_cast<int64_t>(i);
  return pieces;
}

}  // namespace fauxmart
