#include "world/mixes.h"

#include <gtest/gtest.h>

#include <numeric>

#include "base/document.h"
#include "world/parse.h"

namespace fauxmart {
namespace {

const Document& DefaultDocument() {
  static const Document document = *Document::ReadFile(FAUXMART_SOURCE_DIR "/worlds/default.yaml");
  return document;
}

const World& DefaultWorld() {
  static const World world = *ParseWorld(DefaultDocument());
  return world;
}

double Sum(const Shares& shares) { return std::accumulate(shares.begin(), shares.end(), 0.0); }

void ExpectNear(const Shares& shares, const Shares& expected) {
  ASSERT_EQ(shares.size(), expected.size());
  for (size_t i = 0; i < shares.size(); ++i) EXPECT_NEAR(shares[i], expected[i], 1e-15) << i;
}

MixChange Change(MixOperation operation, std::vector<MixChange::Entry> entries) {
  MixChange change;
  change.operation = operation;
  change.entries = std::move(entries);
  return change;
}

TEST(Mixes, AreInTheOrderOfTheirKinds) {
  ASSERT_EQ(AllMixes().size(), kMixKinds);
  for (size_t i = 0; i < kMixKinds; ++i) {
    EXPECT_EQ(static_cast<size_t>(AllMixes()[i].kind), i);
    EXPECT_EQ(&MixDeclOf(AllMixes()[i].kind), &AllMixes()[i]);
  }
}

// The value that the file has at "a.b.c".
const Node* At(std::string_view path) {
  const Node* node = &DefaultDocument().root();
  while (!path.empty() && node != nullptr) {
    const std::string_view part = path.substr(0, path.find('.'));
    const Item* item = node->Find(part);
    node = item == nullptr ? nullptr : &item->value;
    path.remove_prefix(std::min(path.size(), part.size() + 1));
  }
  return node;
}

// Every row of every mix is what stands at its path in the world file.
TEST(Mixes, ArePathsOfTheWorld) {
  for (const MixDecl& decl : AllMixes()) {
    const Names names = MixVocabulary(DefaultWorld(), decl.kind);
    const Names rows = MixRows(DefaultWorld(), decl.kind);
    ASSERT_FALSE(rows.empty()) << decl.path;
    for (size_t row = 0; row < rows.size(); ++row) {
      const Shares shares = MixShares(DefaultWorld(), decl.kind, row);
      ASSERT_EQ(shares.size(), names.size()) << decl.path;
      EXPECT_NEAR(Sum(shares), 1, 1e-12) << decl.path;
      std::string path(decl.path);
      if (const size_t star = path.find('*'); star != std::string::npos) {
        path.replace(star, 1, rows[row]);
      } else {
        EXPECT_EQ(rows, Names{""}) << decl.path;
      }
      const Node* node = At(path);
      ASSERT_NE(node, nullptr) << path;
      size_t index = 0;
      for (const Item& item : node->items) {
        const std::string name = item.key.empty() ? names.at(index) : item.key;
        const Item* share = item.value.Find("share");
        const std::string& text = share != nullptr ? share->value.text : item.value.text;
        const auto at = std::find(names.begin(), names.end(), name) - names.begin();
        ASSERT_LT(static_cast<size_t>(at), names.size()) << path << "." << name;
        EXPECT_EQ(shares[at], std::stod(text)) << path << "." << name;
        ++index;
      }
    }
  }
}

TEST(Mixes, SetLeavesTheRestInProportion) {
  const Shares shares = {0.4, 0.4, 0.2};
  const MixChange change = Change(MixOperation::kSet, {{2, 0.6}});
  ExpectNear(ApplyMixChange(shares, change, 1), {0.2, 0.2, 0.6});
  ExpectNear(ApplyMixChange(shares, change, 0.5), {0.3, 0.3, 0.4});
  EXPECT_EQ(ApplyMixChange(shares, change, 0), shares);
  ExpectNear(ApplyMixChange(shares, Change(MixOperation::kSet, {{1, 1}}), 1), {0, 1, 0});
  ExpectNear(ApplyMixChange(shares, Change(MixOperation::kSet, {{0, 0}}), 1),
             {0, 2.0 / 3, 1.0 / 3});
  ExpectNear(ApplyMixChange(shares, Change(MixOperation::kSet, {{0, .5}, {1, .2}, {2, .3}}), 1),
             {0.5, 0.2, 0.3});
}

TEST(Mixes, AddTakesFromTheOthers) {
  const Shares shares = {0.28, 0.36, 0.36};
  const MixChange change = Change(MixOperation::kAdd, {{0, 0.15}});
  ExpectNear(ApplyMixChange(shares, change, 1), {0.43, 0.285, 0.285});
  ExpectNear(ApplyMixChange(shares, change, 0.5), {0.355, 0.3225, 0.3225});
  // Neither below nothing nor above the whole.
  ExpectNear(ApplyMixChange(shares, Change(MixOperation::kAdd, {{0, -0.9}}), 1), {0, 0.5, 0.5});
  ExpectNear(ApplyMixChange(shares, Change(MixOperation::kAdd, {{0, 0.9}}), 1), {1, 0, 0});
}

TEST(Mixes, ScaleBringsTheSumBackToOne) {
  const Shares shares = {0.5, 0.25, 0.25};
  const MixChange change = Change(MixOperation::kScale, {{0, 3}});
  ExpectNear(ApplyMixChange(shares, change, 1), {0.75, 0.125, 0.125});
  ExpectNear(ApplyMixChange(shares, change, 0.5), {2.0 / 3, 1.0 / 6, 1.0 / 6});
  ExpectNear(ApplyMixChange(shares, Change(MixOperation::kScale, {{0, 0}}), 1), {0, 0.5, 0.5});
}

TEST(Mixes, MoveLooksAtTheSharesAsTheyWere) {
  const Shares shares = {0.5, 0.3, 0.2};
  ExpectNear(ApplyMixChange(shares, Change(MixOperation::kMove, {{2, 0, 1}}), 1), {0.5, 0.5, 0});
  ExpectNear(ApplyMixChange(shares, Change(MixOperation::kMove, {{2, 0, 1}}), 0.5),
             {0.5, 0.4, 0.1});
  const MixChange swap = Change(MixOperation::kMove, {{0, 0, 1}, {1, 0, 0}});
  ExpectNear(ApplyMixChange(shares, swap, 1), {0.3, 0.5, 0.2});
}

TEST(Mixes, WhatLeavesNothingChangesNothing) {
  const Shares shares = {0, 1};
  EXPECT_EQ(ApplyMixChange(shares, Change(MixOperation::kScale, {{1, 0}}), 1), shares);
  EXPECT_EQ(ApplyMixChange(shares, Change(MixOperation::kSet, {{1, 0}}), 1), shares);
  // With nobody to take the rest, what is set is all there is.
  EXPECT_EQ(ApplyMixChange(shares, Change(MixOperation::kSet, {{1, 0.5}}), 1), shares);
}

// Whatever is asked: never negative, sums to 1.
TEST(Mixes, StayMixes) {
  const std::vector<Shares> mixes = {{1}, {0.5, 0.5}, {0, 0, 1}, {0.7, 0.2, 0.1, 0}};
  for (const Shares& shares : mixes) {
    for (const MixOperation operation :
         {MixOperation::kSet, MixOperation::kAdd, MixOperation::kScale, MixOperation::kMove}) {
      for (const double value : {-1.0, 0.0, 0.3, 1.0, 1000.0}) {
        for (const double strength : {0.0, 0.01, 0.5, 1.0}) {
          if (operation != MixOperation::kAdd && value < 0) continue;
          const auto last = static_cast<int>(shares.size()) - 1;
          MixChange change = Change(operation, {{0, value, last}});
          if (last > 0) change.entries.push_back({last, value / 2, 0});
          const Shares result = ApplyMixChange(shares, change, strength);
          EXPECT_NEAR(Sum(result), 1, 1e-12);
          for (const double share : result) EXPECT_GE(share, 0);
        }
      }
    }
  }
}

}  // namespace
}  // namespace fauxmart
