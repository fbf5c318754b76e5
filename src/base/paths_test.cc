#include "base/paths.h"

#include <gtest/gtest.h>
#include <stdlib.h>

namespace fauxmart {
namespace {

namespace fs = std::filesystem;

TEST(PathsTest, InsideHoweverItIsWritten) {
  char name[] = "/tmp/fauxmart_paths_XXXXXX";
  const fs::path root = mkdtemp(name);
  fs::create_directory(root / "data");
  fs::create_directory_symlink("data", root / "link");
  fs::create_directory_symlink("later", root / "dangling");
  const fs::path data = root / "data";
  EXPECT_TRUE(IsInside(data, data));
  EXPECT_TRUE(IsInside(data / "x", data));
  EXPECT_TRUE(IsInside(root / "link" / "x", data));
  EXPECT_TRUE(IsInside(data / ".." / "data" / "x", data / ""));
  EXPECT_TRUE(IsInside(root / "dangling" / "x", root / "later"));
  EXPECT_FALSE(IsInside(root / "data2", data));
  EXPECT_FALSE(IsInside(root, data));
  EXPECT_FALSE(IsInside(data / ".." / "x", data));
  fs::remove_all(root);
}

TEST(PathsTest, UrisAndPaths) {
  for (const char* uri : {"s3://bucket/path", "gs://b", "file:///x", "a+b-1.c://"}) {
    EXPECT_TRUE(IsUri(uri)) << uri;
  }
  for (const char* path :
       {"", "-", "out/x", "/s3/x", "./s3://x", "://x", "3s://x", "S 3://x", "s3:/x"}) {
    EXPECT_FALSE(IsUri(path)) << path;
  }
}

}  // namespace
}  // namespace fauxmart
