// Figures counted row by row beside what was planned for each row, and how far apart the two are.
//
// Plans change from hour to hour, so a tally is told what to expect before the rows that it is to
// count, and adds up expectations with the counts. Tallies of parts are added in the order of the
// parts, so that sums of doubles do not depend on threads.
//
// z is the number of standard errors between the two. Of shares it comes from the likelihood ratio
// of the binomial law, which is right for few rows too, where the normal law finds any rare row too
// much: beyond z lies a chance of at most exp(-z^2 / 2). Chances that differ from row to row
// scatter less than equal ones of the same mean (Hoeffding 1956), so it holds for those as well.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "fauxmart/validate.h"

namespace fauxmart {

using Chances = std::vector<std::vector<double>>;  // by row of a mix, by value

// Of `n` rows, `hits` came out in a way that `expected` should have.
double ShareZ(int64_t hits, int64_t n, double expected);

// How often each value of a mix came out, in each of its rows.
class ShareTally {
 public:
  ShareTally() = default;
  // A value that is none of `values` is counted as another one, of chance 0.
  ShareTally(size_t rows, size_t values);

  // Of what is counted from now on.
  void Expect(const Chances& chances);
  void Count(size_t row, size_t value) {
    One(row);
    Hit(row, value);
  }
  // The two halves of it, where those that came out in some way are found elsewhere.
  void One(size_t row) { ++open_[row]; }
  void Hit(size_t row, size_t value) {
    ++hits_[row * (values_ + 1) + (value < values_ ? value : values_)];
  }

  void Add(const ShareTally& later);
  // One figure a row and value; `rows` and `values` name them.
  void Compare(const std::vector<std::string>& rows, const std::vector<std::string>& values,
               std::vector<Comparison>* out) const;

 private:
  void Close();  // adds up what was expected of the rows that are open

  size_t values_ = 0;
  Chances chances_;
  std::vector<int64_t> open_, n_, hits_;
  std::vector<double> expected_;  // of rows that are closed
};

// The mean of a value, and of values of the normal law also how they spread about it.
class MeanTally {
 public:
  explicit MeanTally(bool normal = false) : normal_(normal) {}

  // A value of which mean and standard deviation are known.
  void Count(double value, double mean, double deviation);
  void Add(const MeanTally& later);
  void Compare(const std::string& what, std::vector<Comparison>* out) const;

 private:
  bool normal_ = false;
  int64_t n_ = 0;
  double values_ = 0, means_ = 0, variances_ = 0;
  double squares_ = 0;  // of the standardised distances
};

// Of values that may be anything: finite.
double LogOf(double value);

}  // namespace fauxmart
