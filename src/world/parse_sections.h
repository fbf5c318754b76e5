// The sections of a world file, one function each. Internal to ParseWorld().
//
// Each reads its keys of the file's top map into its part of the world, and may look at the parts
// read before it: vocabularies first, then customers, then products, then the rest.
#pragma once

#include "base/reader.h"
#include "world/world.h"

namespace fauxmart::internal {

void ReadVocabularies(Reader& root, World* world);
void ReadArrivals(Reader& root, World* world);
void ReadCorrelations(Reader& root, World* world);
void ReadCustomers(Reader& root, World* world);
void ReadSuppliers(Reader& root, World* world);
void ReadSeasons(Reader& root, World* world);
void ReadProducts(Reader& root, World* world);
void ReadOrders(Reader& root, World* world);
void ReadTickets(Reader& root, World* world);
void ReadAbandonment(Reader& root, World* world);
void ReadReturns(Reader& root, World* world);
void ReadMetrics(Reader& root, World* world);

}  // namespace fauxmart::internal
