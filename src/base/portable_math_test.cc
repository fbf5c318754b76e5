// The portable functions against numbers of greater precision.
#include "base/portable_math.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

namespace fauxmart {
namespace {

struct Pair {
  double x, y;
};

// Correctly rounded sines, by mpmath with 400 bits. First the daily curve's angles, hours 0 to 23
// and some later ones; then special places; last the dozen of 60,000 random angles whose sines lie
// nearest to the middle between two doubles.
constexpr Pair kSines[] = {
    {-0x1.921fb54442d18p+0, -0x1.0000000000000p+0},
    {-0x1.4f1a6c638d03fp+0, -0x1.ee8dd4748bf15p-1},
    {-0x1.0c152382d7365p+0, -0x1.bb67ae8584caap-1},
    {-0x1.921fb54442d18p-1, -0x1.6a09e667f3bccp-1},
    {-0x1.0c152382d7365p-1, -0x1.fffffffffffffp-2},
    {-0x1.0c152382d7365p-2, -0x1.0907dc1930690p-2},
    {0x0.0p+0, 0x0.0p+0},
    {0x1.0c152382d7365p-2, 0x1.0907dc1930690p-2},
    {0x1.0c152382d7365p-1, 0x1.fffffffffffffp-2},
    {0x1.921fb54442d18p-1, 0x1.6a09e667f3bccp-1},
    {0x1.0c152382d7365p+0, 0x1.bb67ae8584caap-1},
    {0x1.4f1a6c638d03fp+0, 0x1.ee8dd4748bf15p-1},
    {0x1.921fb54442d18p+0, 0x1.0000000000000p+0},
    {0x1.d524fe24f89f1p+0, 0x1.ee8dd4748bf15p-1},
    {0x1.0c152382d7365p+1, 0x1.bb67ae8584cabp-1},
    {0x1.2d97c7f3321d2p+1, 0x1.6a09e667f3bcdp-1},
    {0x1.4f1a6c638d03fp+1, 0x1.fffffffffffffp-2},
    {0x1.709d10d3e7eabp+1, 0x1.0907dc1930695p-2},
    {0x1.921fb54442d18p+1, 0x1.1a62633145c07p-53},
    {0x1.b3a259b49db85p+1, -0x1.0907dc1930691p-2},
    {0x1.d524fe24f89f1p+1, -0x1.ffffffffffffbp-2},
    {0x1.f6a7a2955385dp+1, -0x1.6a09e667f3bc9p-1},
    {0x1.0c152382d7365p+2, -0x1.bb67ae8584ca8p-1},
    {0x1.1cd675bb04a9cp+2, -0x1.ee8dd4748bf15p-1},
    {0x1.2d97c7f3321d2p+2, -0x1.0000000000000p+0},
    {0x1.89bf0c282c17dp+4, -0x1.0000000000003p-1},
    {0x1.75536ff3b4b33p+7, -0x1.ee8dd4748bf1dp-1},
    {0x1.75d97a85761ecp+7, -0x1.0000000000000p+0},
    {0x1.772894f1d9abcp+8, -0x1.ee8dd4748bea9p-1},
    {0x1.19d3b8f4ec7f0p+9, -0x1.ee8dd4748befbp-1},
    {0x1.1e70f61965035p+11, -0x1.ee8dd4748c0e4p-1},
    {0x1.6647d83f82e33p+13, -0x1.ee8dd4748bff7p-1},
    {0x1.0c0cc2d9bb1fap+14, 0x1.bb67ae85846f9p-1},
    {0x1.56e1fc2f8f359p-997, 0x1.56e1fc2f8f359p-997},
    {0x1.5798ee2308c3ap-27, 0x1.5798ee2308c3ap-27},
    {0x1.0000000000000p-1, 0x1.eaee8744b05f0p-2},
    {0x1.0000000000000p+0, 0x1.aed548f090ceep-1},
    {-0x1.4000000000000p+1, -0x1.326af0dcfcab1p-1},
    {0x1.4000000000000p+3, -0x1.1689ef5f34f52p-1},
    {0x1.921fb54442d18p+1, 0x1.1a62633145c07p-53},
    {0x1.921fb54442d18p+0, 0x1.0000000000000p+0},
    {0x1.921fb54442d18p-1, 0x1.6a09e667f3bccp-1},
    {-0x1.921fb54442d18p-1, -0x1.6a09e667f3bccp-1},
    {0x1.6300000000000p+8, -0x1.f9bd0307d1de3p-16},
    {0x1.9639000000000p+16, -0x1.40efdf1eb8de7p-16},
    {0x1.e848000000000p+19, -0x1.6664b2568d867p-2},
    {0x1.78c29dccccccdp+23, -0x1.cb6bcc6c2b873p-1},
    {0x1.0000000000000p+30, -0x1.3c12353728cafp-1},
    {-0x1.fffffffc00000p+29, 0x1.d67cfe9ce9163p-1},
    {-0x1.3171f006c45f0p+9, -0x1.fa475eed123fbp-1},
    {-0x1.4b8bed4c0ddf9p+9, 0x1.b931eb23ef407p-3},
    {-0x1.f3a71544400b0p+5, 0x1.7751e3f885df3p-2},
    {-0x1.e0512e1a6679ep+8, -0x1.5bd28407f531bp-2},
    {0x1.548b9f74ae48ap+9, 0x1.2fa014d44545cp-1},
    {-0x1.4e6fecb59e299p+9, -0x1.1fbb70b84a18ep-2},
    {0x1.2bd0c18876140p+3, 0x1.c6ca871fe3dccp-5},
    {-0x1.a108ee47fd124p+8, -0x1.6e3126d67868ep-1},
    {0x1.e270e4e56c548p+6, 0x1.e281f13d309efp-1},
    {-0x1.cfb31888aad2bp+8, 0x1.e6dbe7af288c5p-1},
    {-0x1.3da13a6faa3f2p+8, 0x1.4acafc0edbaafp-2},
    {-0x1.7422432060aa4p+7, 0x1.4ee231cfd3c0ep-1},
};

TEST(Sin, IsCorrectlyRounded) {
  for (const auto& [x, y] : kSines) {
    EXPECT_EQ(Sin(x), y) << std::hexfloat << x;
    EXPECT_EQ(Sin(-x), -y) << std::hexfloat << x;
  }
}

double UlpOf(double x) {
  return std::nextafter(std::fabs(x), std::numeric_limits<double>::infinity()) - std::fabs(x);
}

// How far a result is from a long double one, in units of its last place.
double UlpsOff(double result, long double exact) {
  return static_cast<double>(std::fabs(result - exact) / UlpOf(result));
}

// Long doubles have at least 11 bits more, which is the room left beyond one half.
class AgainstLongDouble : public testing::Test {
 protected:
  void SetUp() override {
    if (std::numeric_limits<long double>::digits < 64) GTEST_SKIP() << "long double is double";
  }
  double Uniform(double low, double high) {
    return std::uniform_real_distribution<double>(low, high)(random_);
  }
  std::mt19937_64 random_{1};
};
constexpr double kHalf = 0.5 + 0x1p-10;

TEST_F(AgainstLongDouble, SinIsWithinHalfAUlp) {
  for (int i = 0; i < 20'000; ++i) {
    const double x = std::ldexp(Uniform(-1, 1), i % 60 - 29);  // up to 2^30
    ASSERT_LE(UlpsOff(Sin(x), std::sin(static_cast<long double>(x))), kHalf) << std::hexfloat << x;
  }
}

TEST_F(AgainstLongDouble, LogIsWithinOneUlp) {
  for (int i = 0; i < 100'000; ++i) {
    const double near_one = 1.0 + std::ldexp(Uniform(-0.5, 0.5), -(i % 50));
    const double anything = std::ldexp(Uniform(1, 2), i % 2000 - 1000);
    for (const double x : {near_one, anything}) {
      ASSERT_LE(UlpsOff(Log(x), std::log(static_cast<long double>(x))), 1.0) << std::hexfloat << x;
    }
  }
  EXPECT_EQ(Log(1.0), 0.0);
}

TEST_F(AgainstLongDouble, ExpIsWithinOneUlp) {
  for (int i = 0; i < 100'000; ++i) {
    const double small = std::ldexp(Uniform(-1, 1), -(i % 60));
    const double anything = Uniform(-708.3, 709.7);
    for (const double x : {small, anything}) {
      ASSERT_LE(UlpsOff(Exp(x), std::exp(static_cast<long double>(x))), 1.0) << std::hexfloat << x;
    }
  }
}

TEST(Exp, EndsInZeroAndInfinity) {
  EXPECT_EQ(Exp(0.0), 1.0);
  EXPECT_EQ(Exp(-1e9), 0.0);
  EXPECT_EQ(Exp(1e9), std::numeric_limits<double>::infinity());
  EXPECT_LT(Exp(709.7), std::numeric_limits<double>::infinity());
}

TEST(Pow, IsAboutExact) {
  EXPECT_EQ(Pow(2.5, 0.0), 1.0);
  for (int k = 1; k < 500; ++k) {
    const double expected = 1.0 / (k * std::sqrt(static_cast<double>(k)));
    EXPECT_NEAR(Pow(k, -1.5) / expected, 1.0, 1e-14) << k;
  }
}

// By mpmath. Both ends of each of the three formulas, and the least and greatest of 32-bit words.
constexpr Pair kNormalQuantiles[] = {
    {0x1.56e1fc2f8f359p-997, -37.0470962993612},
    {0x1.bff2ee48e0530p-333, -21.273453560965326},
    {0x1.0000000000000p-33, -6.3379577545537895},
    {0x1.12e0be826d695p-30, -5.9978070150076865},
    {0x1.4f8b588e368f1p-17, -4.264890793922825},
    {0x1.0624dd2f1a9fcp-10, -3.0902323061678136},
    {0x1.97f62b6ae7d56p-6, -1.961677869063786},
    {0x1.999999999999ap-6, -1.9599639845400543},
    {0x1.999999999999ap-5, -1.6448536269514726},
    {0x1.32ca57a786c22p-4, -1.4402382675279637},
    {0x1.339c0ebedfa44p-4, -1.43882539275254},
    {0x1.999999999999ap-4, -1.2815515655446004},
    {0x1.0000000000000p-2, -0.6744897501960817},
    {0x1.999999999999ap-2, -0.2533471031357997},
    {0x1.0000000000000p-1, 0.0},
    {0x1.199999999999ap-1, 0.12566134685507416},
    {0x1.8000000000000p-1, 0.6744897501960817},
    {0x1.ccccccccccccdp-1, 1.2815515655446006},
    {0x1.d99999999999ap-1, 1.4395314709384561},
    {0x1.d9a6b50b0f27cp-1, 1.440238267527964},
    {0x1.f333333333333p-1, 1.9599639845400538},
    {0x1.ff7ced916872bp-1, 3.090232306167813},
    {0x1.fffffff768fa1p-1, 5.9978070196016375},
    {0x1.ffffffff00000p-1, 6.3379577545537895},
};

TEST(NormalQuantile, HasTheKnownValues) {
  for (const auto& [p, z] : kNormalQuantiles) {
    EXPECT_NEAR(NormalQuantile(p), z, 1e-15 * std::max(1.0, std::fabs(z))) << p;
  }
}

TEST(NormalQuantile, GrowsOverAllWords) {
  double before = NormalQuantile(UnitInterval(0));
  for (uint64_t word = 65537; word < (uint64_t{1} << 32); word += 65537) {
    const double z = NormalQuantile(UnitInterval(static_cast<uint32_t>(word)));
    ASSERT_GT(z, before) << word;
    before = z;
  }
}

TEST(UnitInterval, IsOpenAtBothEnds) {
  EXPECT_EQ(UnitInterval(0), 0x1p-33);
  EXPECT_EQ(UnitInterval(0xffffffff), 1.0 - 0x1p-33);
}

}  // namespace
}  // namespace fauxmart
