#include "output/uuid.h"

#include <array>

#include "output/xxh3.h"

namespace fauxmart {
namespace {

// The finaliser of SplitMix64: a bijection, each step of which can be undone.
constexpr uint64_t Mix64(uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

constexpr uint64_t Unmix64(uint64_t x) {
  x = (x ^ (x >> 31) ^ (x >> 62)) * 0x319642b2d24d8ec3u;
  x = (x ^ (x >> 27) ^ (x >> 54)) * 0x96de1b173f119089u;
  return x ^ (x >> 30) ^ (x >> 60);
}
static_assert(Unmix64(Mix64(0x123456789abcdef0u)) == 0x123456789abcdef0u);

constexpr std::array<std::array<char, 2>, 256> MakeHexPairs() {
  constexpr char kDigits[] = "0123456789abcdef";
  std::array<std::array<char, 2>, 256> pairs{};
  for (size_t i = 0; i < 256; ++i) pairs[i] = {kDigits[i >> 4], kDigits[i & 15]};
  return pairs;
}
constexpr auto kHexPairs = MakeHexPairs();

// `bytes` bytes of x, from its top.
char* WriteHex(char* out, uint64_t x, int from_byte, int bytes) {
  for (int i = from_byte; i < from_byte + bytes; ++i) {
    const auto& pair = kHexPairs[(x >> (56 - 8 * i)) & 0xff];
    *out++ = pair[0];
    *out++ = pair[1];
  }
  return out;
}

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

UuidSpace::UuidSpace(std::string_view name) : key_(Xxh3Of64(name)) {}

void UuidSpace::Format(int64_t id, char* out) const {
  const uint64_t a = Mix64(static_cast<uint64_t>(id) ^ key_);
  const uint64_t b = Mix64(a + key_);
  const uint64_t high = (a >> 16 << 16) | 0x8000u | ((a >> 4) & 0xfff);
  const uint64_t low = (uint64_t{2} << 62) | ((a & 15) << 58) | (b >> 6);
  out = WriteHex(out, high, 0, 4);
  *out++ = '-';
  out = WriteHex(out, high, 4, 2);
  *out++ = '-';
  out = WriteHex(out, high, 6, 2);
  *out++ = '-';
  out = WriteHex(out, low, 0, 2);
  *out++ = '-';
  WriteHex(out, low, 2, 6);
}

std::optional<int64_t> UuidSpace::Parse(std::string_view text) const {
  if (text.size() != kUuidChars) return std::nullopt;
  uint64_t half[2] = {0, 0};
  int digits = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (i == 8 || i == 13 || i == 18 || i == 23) {
      if (text[i] != '-') return std::nullopt;
      continue;
    }
    const int value = HexValue(text[i]);
    if (value < 0) return std::nullopt;
    half[digits / 16] = half[digits / 16] << 4 | static_cast<uint64_t>(value);
    ++digits;
  }
  const uint64_t a = (half[0] >> 16 << 16) | ((half[0] & 0xfff) << 4) | ((half[1] >> 58) & 15);
  const auto id = static_cast<int64_t>(Unmix64(a) ^ key_);
  char again[kUuidChars];
  Format(id, again);
  for (size_t i = 0; i < text.size(); ++i) {
    if (HexValue(text[i]) != HexValue(again[i])) return std::nullopt;
  }
  return id;
}

IdSpaces::IdSpaces(const TableBuffer& shape, size_t column) {
  const TableDecl& table = *shape.decl;
  const ColumnDecl& decl = table.columns[column];
  if (!decl.references.empty()) {
    spaces_.emplace_back(decl.references.substr(0, decl.references.find('.')));
    return;
  }
  if (decl.name == table.key) {
    spaces_.emplace_back(table.name);
    return;
  }
  for (size_t i = 0; decl.name == "row_id" && i < shape.columns.size(); ++i) {
    const Column& other = shape.columns[i];
    if (table.columns[i].name != "table_name" || other.type != Type::kCategory) continue;
    if (other.vocabulary == nullptr || other.vocabulary->empty()) continue;
    for (const std::string& name : *other.vocabulary) spaces_.emplace_back(name);
    selector_ = static_cast<int>(i);
    return;
  }
  spaces_.emplace_back(decl.name.ends_with("_id") ? decl.name.substr(0, decl.name.size() - 3)
                                                  : decl.name);
}

}  // namespace fauxmart
