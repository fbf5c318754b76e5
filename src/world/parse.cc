#include "world/parse.h"

#include "world/parse_sections.h"

namespace fauxmart {

arrow::Result<World> ParseWorld(const Document& document) {
  World world;
  Problems problems;
  {
    // Closed before the verdict: a Reader's end is where unknown keys come to light.
    Reader root(document, &problems);
    world.name = root.Name("name");
    world.description = root.Text("description");
    internal::ReadVocabularies(root, &world);
    internal::ReadArrivals(root, &world);
    internal::ReadCorrelations(root, &world);
    internal::ReadCustomers(root, &world);
    internal::ReadSuppliers(root, &world);
    internal::ReadSeasons(root, &world);
    internal::ReadProducts(root, &world);
    internal::ReadOrders(root, &world);
    internal::ReadTickets(root, &world);
    internal::ReadAbandonment(root, &world);
    internal::ReadReturns(root, &world);
    internal::ReadMetrics(root, &world);
  }
  ARROW_RETURN_NOT_OK(problems.status());
  return world;
}

}  // namespace fauxmart
