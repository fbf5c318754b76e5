#include "output/uuid.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace fauxmart {
namespace {

std::string Format(const UuidSpace& space, int64_t id) {
  std::string text(kUuidChars, '?');
  space.Format(id, text.data());
  return text;
}

TEST(Uuid, IsABijection) {
  const UuidSpace orders("orders");
  std::set<std::string> seen;
  for (int64_t i = 0; i < 20000; ++i) {
    for (const int64_t id : {i, -i - 1, i << 40, INT64_MAX - i * 3}) {
      const std::string text = Format(orders, id);
      EXPECT_EQ(orders.Parse(text), id);
      EXPECT_EQ(text[14], '8');
      EXPECT_NE(std::string_view("89ab").find(text[19]), std::string_view::npos);
      seen.insert(text);
    }
  }
  EXPECT_EQ(seen.size(), 80000u - 1);  // 0 and 0 << 40
}

TEST(Uuid, OfAnotherSpaceIsNoneOfOurs) {
  const UuidSpace orders("orders"), customers("customers");
  EXPECT_EQ(orders.Parse(Format(customers, 17)), std::nullopt);
  EXPECT_EQ(orders.Parse("not a uuid"), std::nullopt);
  std::string changed = Format(orders, 17);
  changed.back() = changed.back() == '0' ? '1' : '0';
  EXPECT_EQ(orders.Parse(changed), std::nullopt);
}

// Pinned: files of one release and of the next must agree on who is who.
TEST(Uuid, IsTheSameForEver) {
  EXPECT_EQ(Format(UuidSpace("orders"), 1), "69bf9e8e-7fa7-800c-9767-47df35de6e6c");
}

TEST(IdSpaces, AForeignKeyMatchesTheKeyItReferences) {
  static constexpr ColumnDecl kParent[] = {{"customer_id", Type::kId, false, "", ""}};
  static constexpr ColumnDecl kChild[] = {
      {"visit_id", Type::kId, false, "", ""},
      {"customer_id", Type::kId, false, "", "", "customers.customer_id"},
      {"session_id", Type::kId, false, "", ""},
      {"table_name", Type::kCategory, false, "", ""},
      {"row_id", Type::kId, false, "", ""}};
  static constexpr TableDecl kCustomersDecl = {
      "customers", TableKind::kDimension, "", "customer_id", "", kParent, {}};
  static constexpr TableDecl kVisitsDecl = {"visits", TableKind::kFact, "", "visit_id",
                                            "",       kChild,           {}};
  const TableBuffer customers(kCustomersDecl, {});
  TableBuffer visits(kVisitsDecl, {});
  visits.columns[3].vocabulary = std::make_shared<const Names>(Names{"orders", "customers"});
  auto* tables = visits.columns[3].Append<int32_t>(2);
  tables[0] = 0;
  tables[1] = 1;
  visits.rows = 2;

  const std::string customer = Format(UuidSpace("customers"), 5);
  EXPECT_EQ(Format(IdSpaces(customers, 0).At(customers, 0), 5), customer);
  EXPECT_EQ(Format(IdSpaces(visits, 1).At(visits, 0), 5), customer);
  EXPECT_EQ(Format(IdSpaces(visits, 0).At(visits, 0), 5), Format(UuidSpace("visits"), 5));
  EXPECT_EQ(Format(IdSpaces(visits, 2).At(visits, 0), 5), Format(UuidSpace("session"), 5));
  EXPECT_EQ(Format(IdSpaces(visits, 4).At(visits, 0), 5), Format(UuidSpace("orders"), 5));
  EXPECT_EQ(Format(IdSpaces(visits, 4).At(visits, 1), 5), customer);
}

}  // namespace
}  // namespace fauxmart
