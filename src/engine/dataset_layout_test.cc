#include "engine/dataset_layout.h"

#include <gtest/gtest.h>

#include "base/time.h"

namespace fauxmart {
namespace {

TEST(DatasetLayout, DaysAreFoldersOfFactsOnly) {
  EXPECT_TRUE(IsPartPath("orders/part-00000.parquet"));
  EXPECT_TRUE(IsPartPath("orders/date=2025-01-31/part-00000.parquet"));
  EXPECT_TRUE(IsPartPath("returns/date=2024-02-29/.tmp-part-123456.csv"));
  EXPECT_TRUE(IsPartPath("truth/incident_labels/part-00001.parquet"));
  for (const char* path : {"customers/date=2025-01-31/part-00000.parquet",
                           "truth/incident_labels/date=2025-01-31/part-00000.parquet",
                           "orders/date=2025-01-31/date=2025-01-31/part-00000.parquet",
                           "orders/date=2025-01-31/../part-00000.parquet",
                           "orders/date=../part-00000.parquet", "orders//part-00000.parquet",
                           "orders/date=2025-01-31/orders.parquet", "orders/date=2025-01-31/",
                           "orders/date=2025-01-31", "date=2025-01-31/part-00000.parquet"}) {
    EXPECT_FALSE(IsPartPath(path)) << path;
  }
}

TEST(DatasetLayout, ADayIsWrittenInOneWay) {
  for (const char* name :
       {"date=2025-02-29", "date=2025-13-01", "date=2025-00-01", "date=2025-01-00",
        "date=2025-1-01", "date=2025-01-1", "date=2025/01/01", "date=20250-1-01", "date=2025-01-+1",
        "date=2025-01-32", "Date=2025-01-01", "date=2025-01-011", "date=", "2025-01-01", ""}) {
    EXPECT_FALSE(IsDateFolder(name)) << name;
  }
  EXPECT_EQ(DateFolderOf("orders/date=2025-01-31/part-00000.csv"), "date=2025-01-31");
  EXPECT_EQ(DateFolderOf("orders/part-00000.csv"), "");
  EXPECT_EQ(DateFolderOf("part-00000.csv"), "");
}

TEST(DatasetLayout, EveryDayHasAFolder) {
  // From the first start that can be asked for to the end of the longest window.
  for (int64_t day = 0; day < 331 * 366; ++day) {
    const std::string folder = DateFolder(day * kMicrosPerDay);
    ASSERT_TRUE(IsDateFolder(folder)) << folder;
    ASSERT_EQ(DateFolder((day + 1) * kMicrosPerDay - 1), folder);
    ASSERT_LT(folder, DateFolder((day + 1) * kMicrosPerDay));
  }
}

}  // namespace
}  // namespace fauxmart
