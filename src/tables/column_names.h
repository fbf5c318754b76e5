// The names that a category column may have.
#pragma once

#include "tables/declaration.h"
#include "world/world.h"

namespace fauxmart {

// In the order of the column's codes. None for columns of other types, for skus, and, without a
// world, for names that are the world's.
Names NamesOfColumn(const TableDecl& decl, const ColumnDecl& column, const World* world);

}  // namespace fauxmart
