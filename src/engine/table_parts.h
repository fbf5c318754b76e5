// A table in parts: each is made alone, on any machine, and together they are the table.
//
// Parts are cut by the plan alone. A fact's part is a chunk, with the rows that the file of the
// same number holds. Metrics, and with them labels, need whole hours, so there the chunks of one
// large hour are one part; each part ends with the labels of its metrics. Incidents, which are
// summed up over the window, are one part.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "tables/declaration.h"
#include "tables/shop.h"

namespace fauxmart {

// Chunks [first, end) of the shop; of a dimension, rows with ids [first, end).
struct TablePart {
  int64_t first = 0, end = 0;
};

// At least one, whatever the table.
std::vector<TablePart> CutParts(const Shop& shop, const TableDecl& table);

// All of the table as one part.
TablePart WholeTable(const Shop& shop, const TableDecl& table);

// What one thread makes at a time: runs of whole hours with at most kRowGroupRows undisturbed
// orders, where hours are that small; chunks that are parts of an hour as they are.
std::vector<Chunk> CutPieces(const Shop& shop, std::span<const Chunk> chunks);

}  // namespace fauxmart
