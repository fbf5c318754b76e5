#include "tables/shop.h"

namespace fauxmart {

arrow::Result<std::unique_ptr<const Shop>> BuildShop(const World& world, const Setup& setup) {
  auto shop = std::make_unique<Shop>();
  shop->world = world;
  shop->setup = setup;
  shop->products = BuildProducts(shop->world, setup);
  ARROW_ASSIGN_OR_RAISE(shop->plan, MakePlan(shop->world, setup, shop->products));
  shop->customers = BuildCustomers(shop->world, setup);
  shop->rules = MakeRules(shop->world, shop->customers, setup.seed);
  return shop;
}

}  // namespace fauxmart
