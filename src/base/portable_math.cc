#include "base/portable_math.h"

#include <cmath>

namespace fauxmart {
namespace {

// An unevaluated sum of two doubles: about 106 bits. T. J. Dekker, Numer. Math. 18 (1971).
struct DoubleDouble {
  double high, low;
};

DoubleDouble QuickTwoSum(double a, double b) {
  const double s = a + b;
  return {s, b - (s - a)};
}

DoubleDouble TwoSum(double a, double b) {
  const double s = a + b;
  const double v = s - a;
  return {s, (a - (s - v)) + (b - v)};
}

DoubleDouble TwoProduct(double a, double b) {
  constexpr double kSplit = 134217729.0;  // 2^27 + 1
  const double ta = kSplit * a, tb = kSplit * b;
  const double ah = ta - (ta - a), bh = tb - (tb - b);
  const double al = a - ah, bl = b - bh;
  const double p = a * b;
  return {p, ((ah * bh - p) + ah * bl + al * bh) + al * bl};
}

DoubleDouble Add(DoubleDouble a, DoubleDouble b) {
  DoubleDouble s = TwoSum(a.high, b.high);
  const DoubleDouble t = TwoSum(a.low, b.low);
  s = QuickTwoSum(s.high, s.low + t.high);
  return QuickTwoSum(s.high, s.low + t.low);
}

DoubleDouble Multiply(DoubleDouble a, DoubleDouble b) {
  const DoubleDouble p = TwoProduct(a.high, b.high);
  return QuickTwoSum(p.high, p.low + (a.high * b.low + a.low * b.high));
}

DoubleDouble DivideBy(DoubleDouble a, double b) {
  const double q = a.high / b;
  const DoubleDouble p = TwoProduct(q, b);
  const DoubleDouble rest = Add(a, {-p.high, -p.low});
  return QuickTwoSum(q, rest.high / b);
}

// sin and cos of |r| <= pi/4 by their Taylor series in double-double.
DoubleDouble SinSeries(DoubleDouble r) {
  const DoubleDouble square = Multiply(r, r);
  DoubleDouble term = r, sum = r;
  for (int k = 1; k < 16; ++k) {
    term = DivideBy(Multiply(term, square), -(2.0 * k) * (2.0 * k + 1.0));
    sum = Add(sum, term);
  }
  return sum;
}

DoubleDouble CosSeries(DoubleDouble r) {
  const DoubleDouble square = Multiply(r, r);
  DoubleDouble term = {1.0, 0.0}, sum = {1.0, 0.0};
  for (int k = 1; k < 16; ++k) {
    term = DivideBy(Multiply(term, square), -(2.0 * k - 1.0) * (2.0 * k));
    sum = Add(sum, term);
  }
  return sum;
}

}  // namespace

double Sin(double x) {
  if (x == 0.0) return x;
  // x = quadrant * pi/2 + r, with pi/2 in four parts of 30 bits and more, so that the products with
  // a quadrant below 2^22 are exact or lose nothing that matters.
  constexpr double kHalfPi[4] = {0x1.921FB544p+0, 0x1.0B4611A6p-34, 0x1.3198A2E0p-69,
                                 0x1.B839A252049C1p-104};
  const double quadrant = std::floor(x / (kHalfPi[0] + kHalfPi[1]) + 0.5);
  DoubleDouble r = {x, 0.0};
  for (const double part : kHalfPi) {
    const DoubleDouble product = TwoProduct(-quadrant, part);
    r = Add(r, product);
  }
  const int64_t q = static_cast<int64_t>(quadrant) & 3;
  const DoubleDouble value = (q & 1) != 0 ? CosSeries(r) : SinSeries(r);
  return (q & 2) != 0 ? -value.high : value.high;
}

double Exp(double x) {
  if (x > 709.7) return HUGE_VAL;
  if (x < -708.3) return 0.0;
  constexpr double kLn2High = 6.93147180369123816490e-01, kLn2Low = 1.90821492927058770002e-10;
  constexpr double kInvLn2 = 1.44269504088896338700e+00;
  const double k = std::floor(x * kInvLn2 + 0.5);
  const double high = x - k * kLn2High;
  const double low = k * kLn2Low;
  const double r = high - low;
  // fdlibm's rational form: exp(r) = 1 + 2r / (2 - c(r)).
  const double t = r * r;
  const double c =
      r - t * (1.66666666666666019037e-01 +
               t * (-2.77777777770155933842e-03 +
                    t * (6.61375632143793436117e-05 +
                         t * (-1.65339022054652515390e-06 + t * 4.13813679705723846039e-08))));
  const double y = 1.0 + (high - (low - (r * c) / (2.0 - c)));
  // 2^1024 is no double, though y x 2^1024 may be.
  const bool top = k > 1023.0;
  const auto exponent = static_cast<uint64_t>(static_cast<int64_t>(k) + (top ? 1022 : 1023));
  return (top ? 2.0 * y : y) * std::bit_cast<double>(exponent << 52);
}

double Pow(double x, double y) { return Exp(y * Log(x)); }

double NormalQuantile(double p) {
  const double q = p - 0.5;
  if (std::fabs(q) <= 0.425) {
    const double r = 0.180625 - q * q;
    return q *
           (((((((2.5090809287301226727e3 * r + 3.3430575583588128105e4) * r +
                 6.7265770927008700853e4) *
                    r +
                4.5921953931549871457e4) *
                   r +
               1.3731693765509461125e4) *
                  r +
              1.9715909503065514427e3) *
                 r +
             1.3314166789178437745e2) *
                r +
            3.3871328727963666080e0) /
           (((((((5.2264952788528545610e3 * r + 2.8729085735721942674e4) * r +
                 3.9307895800092710610e4) *
                    r +
                2.1213794301586595867e4) *
                   r +
               5.3941960214247511077e3) *
                  r +
              6.8718700749205790830e2) *
                 r +
             4.2313330701600911252e1) *
                r +
            1.0);
  }
  double r = std::sqrt(-Log(q < 0 ? p : 1.0 - p));
  double value;
  if (r <= 5.0) {
    r -= 1.6;
    value = (((((((7.74545014278341407640e-4 * r + 2.27238449892691845833e-2) * r +
                  2.41780725177450611770e-1) *
                     r +
                 1.27045825245236838258e0) *
                    r +
                3.64784832476320460504e0) *
                   r +
               5.76949722146069140550e0) *
                  r +
              4.63033784615654529590e0) *
                 r +
             1.42343711074968357734e0) /
            (((((((1.05075007164441684324e-9 * r + 5.47593808499534494600e-4) * r +
                  1.51986665636164571966e-2) *
                     r +
                 1.48103976427480074590e-1) *
                    r +
                6.89767334985100004550e-1) *
                   r +
               1.67638483018380384940e0) *
                  r +
              2.05319162663775882187e0) *
                 r +
             1.0);
  } else {
    r -= 5.0;
    value = (((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r +
                  1.24266094738807843860e-3) *
                     r +
                 2.65321895265761230930e-2) *
                    r +
                2.96560571828504891230e-1) *
                   r +
               1.78482653991729133580e0) *
                  r +
              5.46378491116411436990e0) *
                 r +
             6.65790464350110377720e0) /
            (((((((2.04426310338993978564e-15 * r + 1.42151175831644588870e-7) * r +
                  1.84631831751005468180e-5) *
                     r +
                 7.86869131145613259100e-4) *
                    r +
                1.48753612908506148525e-2) *
                   r +
               1.36929880922735805310e-1) *
                  r +
              5.99832206555887937690e-1) *
                 r +
             1.0);
  }
  return q < 0 ? -value : value;
}

}  // namespace fauxmart
