#include "output/digest.h"

#include <gtest/gtest.h>

#include <string>

#include "output/sink_test_util.h"
#include "output/xxh3.h"
#include "output/xxh3_wide.h"

namespace fauxmart {
namespace {

std::string DigestOf(const TableBuffer& buffer, int64_t step = 1 << 20) {
  ContentDigest digest(buffer);
  for (int64_t begin = 0; begin < buffer.rows; begin += step) {
    digest.Update({buffer, begin, std::min(begin + step, buffer.rows)});
  }
  return digest.Hex();
}

TEST(Digest, IsTheSameForAllBatches) {
  const TableBuffer buffer = Things(5000);
  const std::string whole = DigestOf(buffer);
  EXPECT_EQ(whole.size(), 32u);
  for (const int64_t step : {1, 7, 1000, 1024, 4999}) EXPECT_EQ(DigestOf(buffer, step), whole);
}

// Pinned: this is the promise of a data version. It may change only with "digest 1".
TEST(Digest, IsTheSameForEver) {
  EXPECT_EQ(DigestOf(Things(1000)), "ad70b7aee46ee7b0c1fdcf6214786e2b");
  EXPECT_EQ(DigestOf(Things(0)), "4b7a6b20c00699d1862b77876e83df35");
  EXPECT_EQ(CombineDigests({"a", "b"}), Xxh3Hex("fauxmart table digest 1\na\nb\n"));
}

TEST(Digest, SeesEveryCell) {
  constexpr int64_t kRows = 100;
  const std::string whole = DigestOf(Things(kRows));
  for (size_t c = 0; c < std::size(kEveryColumn); ++c) {
    for (const int64_t row : {0, 3, 42, 99}) {
      TableBuffer changed = Things(kRows);
      Column& column = changed.columns[c];
      const size_t width = WidthOf(column.type);
      if (width > 0) {
        column.values.data()[static_cast<size_t>(row) * width] ^= 1;
      } else {
        // One byte of text moves from one row to the next.
        auto& ends = column.type == Type::kTextList ? column.items : column.offsets;
        const auto count = static_cast<int64_t>(ends.size() / sizeof(int32_t));
        reinterpret_cast<int32_t*>(ends.data())[row * (count - 1) / kRows] += 1;
      }
      EXPECT_NE(DigestOf(changed), whole) << kEveryColumn[c].name << " row " << row;
      if (!column.nullable) continue;
      TableBuffer nulled = Things(kRows);
      nulled.columns[c].validity.data()[row] ^= 1;
      EXPECT_NE(DigestOf(nulled), whole) << kEveryColumn[c].name << " validity of row " << row;
    }
  }
}

TEST(Digest, KnowsCategoriesByTheirNames) {
  TableBuffer reordered = Things(300);
  auto vocabulary = EveryVocabulary();
  const Names& names = *vocabulary[13];
  vocabulary[13] = std::make_shared<const Names>(Names{"unused", names[2], names[0], names[1]});
  reordered.columns[13].vocabulary = vocabulary[13];
  auto* index = reinterpret_cast<int32_t*>(reordered.columns[13].values.data());
  constexpr int32_t kNewIndex[] = {2, 3, 1};
  for (int64_t i = 0; i < reordered.rows; ++i) index[i] = kNewIndex[index[i]];
  EXPECT_EQ(DigestOf(reordered), DigestOf(Things(300)));
}

TEST(Digest, DoesNotSeeWhatLiesUnderNulls) {
  TableBuffer dirty = Things(100);
  reinterpret_cast<int64_t*>(dirty.columns[1].values.data())[1] = 12345;
  reinterpret_cast<int32_t*>(dirty.columns[14].values.data())[1] = 1;
  EXPECT_EQ(DigestOf(dirty), DigestOf(Things(100)));
}

TEST(Xxh3, IsTheSameHashWithEveryInstructionSet) {
  std::string text(100000, '\0');
  for (size_t i = 0; i < text.size(); ++i) text[i] = static_cast<char>(i * i >> 3);
  for (const size_t size : {size_t{0}, size_t{1}, size_t{300}, size_t{4096}, text.size()}) {
    Xxh3Stream stream;  // the widest there is; Xxh3Hex is the portable code
    stream.Update(text.data(), size / 3);
    stream.Update(text.data() + size / 3, size - size / 3);
    EXPECT_EQ(stream.Hex(), Xxh3Hex(std::string_view(text).substr(0, size)));
  }
  EXPECT_EQ(Xxh3Hex(""), "99aa06d3014798d86001c324468d497f");  // xxhsum -H2 < /dev/null
}

}  // namespace
}  // namespace fauxmart
