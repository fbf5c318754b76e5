// Philox is Random123's Philox4x32-10, and the loops over it are the single draws.
#include "base/philox.h"

#include <gtest/gtest.h>

#include <Random123/philox.h>

#include <array>
#include <random>
#include <vector>

namespace fauxmart {
namespace {

using Block = std::array<uint32_t, 4>;

Block Ours(uint64_t key, const Block& counter) {
  const Philox4 b = PhiloxBlock(key, counter[0], counter[1], counter[2], counter[3]);
  return {b.word[0], b.word[1], b.word[2], b.word[3]};
}

// From Random123's kat_vectors, "philox4x32 10".
TEST(Philox, GivesTheKnownAnswers) {
  EXPECT_EQ(Ours(0, {0, 0, 0, 0}), (Block{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  EXPECT_EQ(Ours(~uint64_t{0}, {~0u, ~0u, ~0u, ~0u}),
            (Block{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(Ours(0x299f31d0a4093822, {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}),
            (Block{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(Philox, IsThatOfRandom123) {
  std::mt19937_64 random(1);
  for (int i = 0; i < 100'000; ++i) {
    const uint64_t key = random(), low = random(), high = random();
    const Block counter = {static_cast<uint32_t>(low), static_cast<uint32_t>(low >> 32),
                           static_cast<uint32_t>(high), static_cast<uint32_t>(high >> 32)};
    const r123::Philox4x32::ctr_type theirs =
        r123::Philox4x32()({{counter[0], counter[1], counter[2], counter[3]}},
                           {{static_cast<uint32_t>(key), static_cast<uint32_t>(key >> 32)}});
    ASSERT_EQ(Ours(key, counter), (Block{theirs[0], theirs[1], theirs[2], theirs[3]})) << i;
  }
}

// Moving a part of the address would change every dataset.
TEST(Philox, TakesEntityStreamAndSubAsItsCounter) {
  const Philox4 drawn = Draw(0x0123456789abcdef, 0x51, 0xfedcba9876543210, 3);
  const Block words = {drawn.word[0], drawn.word[1], drawn.word[2], drawn.word[3]};
  EXPECT_EQ(words, Ours(0x0123456789abcdef, {0x76543210, 0xfedcba98, 0x51, 3}));
}

TEST(Philox, DrawsManyAsOneByOne) {
  std::mt19937_64 random(2);
  for (const size_t n : {0u, 1u, 2u, 3u, 7u, 8u, 15u, 16u, 17u, 33u, 1000u, 1023u}) {
    for (size_t offset = 0; offset < 5; ++offset) {
      std::vector<uint64_t> entities(n + offset);
      for (uint64_t& entity : entities) entity = random();
      std::vector<std::vector<uint32_t>> out(4, std::vector<uint32_t>(n + offset + 1, 77));
      DrawMany(9, 5, 2, entities.data() + offset, n, out[0].data() + offset, out[1].data() + offset,
               out[2].data() + offset, out[3].data() + offset);
      for (size_t i = 0; i < n; ++i) {
        const Philox4 one = Draw(9, 5, entities[offset + i], 2);
        for (size_t w = 0; w < 4; ++w) ASSERT_EQ(out[w][offset + i], one.word[w]) << n;
      }
      for (size_t w = 0; w < 4; ++w) EXPECT_EQ(out[w][offset + n], 77u) << "wrote too far";
    }
  }
}

TEST(Philox, DrawsARunAsOneByOne) {
  // Also across the carry into the counter's second word.
  for (const uint64_t first : {uint64_t{0}, uint64_t{3}, uint64_t{0xfffffff5}, ~uint64_t{0} - 9}) {
    for (const size_t n : {0u, 1u, 5u, 16u, 31u, 257u}) {
      std::vector<uint32_t> out(4 * n + 1, 77);
      DrawRun(9, 5, first, n, out.data());
      for (size_t i = 0; i < 4 * n; ++i) {
        ASSERT_EQ(out[i], Draw(9, 5, first + i / 4).word[i % 4]) << first << " " << i;
      }
      EXPECT_EQ(out[4 * n], 77u) << "wrote too far";
    }
  }
}

}  // namespace
}  // namespace fauxmart
