// Transcendental functions that give the same bits on every machine and compiler.
//
// Made of + - x / and sqrt of IEEE doubles and integers only, never contracted to FMA. The
// platform's libm must not reach a cell: its last bits differ between versions.
#pragma once

#include <bit>
#include <cstdint>

namespace fauxmart {

// Correctly rounded sine for |x| <= 2^30 (radians).
double Sin(double x);

// Natural exponential, within 1 ulp; 0 below -708.3, infinity above 709.7.
double Exp(double x);

// x^y for x > 0.
double Pow(double x, double y);

// The standard normal quantile of p in (0, 1), to about 1e-16 relative.
// M. J. Wichura, Algorithm AS 241, Applied Statistics 37 (1988).
double NormalQuantile(double p);

// The steps between doubles and 64-bit numbers below 2^52 that AVX2 lacks: exact, and made of
// additions, so that loops over them vectorise there too.
inline double ToDouble(uint64_t x) {
  return std::bit_cast<double>(x | 0x4330000000000000ull) - 0x1p52;
}
// 1 or 0. In bits: compilers make a branch of a condition, and loops with one do not vectorise.
inline double OneIf(bool condition) {
  return std::bit_cast<double>(-static_cast<uint64_t>(condition) & std::bit_cast<uint64_t>(1.0));
}
// x >= 0, rounded down.
inline uint64_t ToWhole(double x) {
  const double near = (x + 0x1p52) - 0x1p52;
  const double whole = near - OneIf(near > x);
  return std::bit_cast<uint64_t>(whole + 0x1p52) & 0xFFFFFFFFFFFFFull;
}

// Natural logarithm of a positive normal double, within 1 ulp. Branch-free, so that loops over it
// vectorise. Method: reduction to [sqrt(1/2), sqrt(2)) and the series of atanh, as in fdlibm.
inline double Log(double x) {
  const uint64_t bits = std::bit_cast<uint64_t>(x);
  // Shift the exponent's border to sqrt(1/2), and add 1023 to keep it positive.
  const uint64_t exponent = (bits + (0x3FF0000000000000ull - 0x3FE6A09E667F3BCDull)) >> 52;
  const double m = std::bit_cast<double>(bits - (exponent << 52) + (uint64_t{1023} << 52));
  const double f = m - 1.0;
  const double s = f / (2.0 + f);
  const double z = s * s;
  const double w = z * z;
  const double even = w * (3.999999999940941908e-01 +
                           w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01));
  const double odd = z * (6.666666666666735130e-01 +
                          w * (2.857142874366239149e-01 +
                               w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)));
  const double half_square = 0.5 * f * f;
  const double e = ToDouble(exponent) - 1023.0;
  constexpr double kLn2High = 6.93147180369123816490e-01, kLn2Low = 1.90821492927058770002e-10;
  return e * kLn2High - ((half_square - (s * (half_square + even + odd) + e * kLn2Low)) - f);
}

// A 32-bit number as a double in (0, 1), never 0 or 1.
inline double UnitInterval(uint32_t word) { return (static_cast<double>(word) + 0.5) * 0x1p-32; }

}  // namespace fauxmart
