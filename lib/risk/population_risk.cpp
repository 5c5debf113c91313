#include "risk/population_risk.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "risk/sample_risk.hpp"

namespace shareready::risk {
namespace {

// The classes of a sample by size.
struct Sample {
  std::map<std::uint32_t, std::uint64_t> histogram;
  double rows = 0.0;
  double classes = 0.0;
  double uniques = 0.0;
  double pairs = 0.0;
};

Sample sample_of(std::span<const std::uint32_t> class_sizes) {
  Sample sample{.histogram = size_histogram(class_sizes)};
  for (const auto& [size, count] : sample.histogram) {
    sample.rows += static_cast<double>(size) * static_cast<double>(count);
    sample.classes += static_cast<double>(count);
    if (size == 1) sample.uniques = static_cast<double>(count);
    if (size == 2) sample.pairs = static_cast<double>(count);
  }
  return sample;
}

// That just one of `size` is among n drawn from N without putting back.
double one_drawn(std::uint32_t size, double n, double all) {
  double probability = size * n / all;
  for (std::uint32_t j = 0; j + 1 < size; ++j) probability *= (all - n - j) / (all - 1.0 - j);
  return std::max(0.0, probability);
}

struct Vector2 {
  double x = 0.0;
  double y = 0.0;
};

// Function values and Jacobian by rows.
struct Linearised {
  Vector2 value;
  std::array<double, 4> jacobian{};
};

// Newton's method with steps halved until the residual shrinks and the point stays where `is_inside` says.
template <typename Function, typename Inside>
std::optional<Vector2> solve_by_newton(Vector2 point, const Function& function, const Inside& is_inside) {
  constexpr int k_iterations = 200;
  constexpr double k_step = 1e-14;  // relative, at which nothing more is gained
  const auto norm = [](const Vector2& value) { return std::hypot(value.x, value.y); };
  if (!is_inside(point)) return std::nullopt;
  Linearised here = function(point);
  for (int i = 0; i < k_iterations; ++i) {
    const auto& j = here.jacobian;
    const double determinant = j[0] * j[3] - j[1] * j[2];
    if (!std::isfinite(determinant) || determinant == 0.0) return std::nullopt;
    const Vector2 step{(here.value.x * j[3] - here.value.y * j[1]) / determinant,
                       (here.value.y * j[0] - here.value.x * j[2]) / determinant};
    double part = 1.0;
    Vector2 next;
    Linearised there;
    bool better = false;
    for (; part > 1e-10 && !better; part /= 2.0) {
      next = {point.x - part * step.x, point.y - part * step.y};
      if (!is_inside(next)) continue;
      there = function(next);
      better = norm(there.value) < norm(here.value);
    }
    const bool still =
        std::abs(step.x) <= k_step * std::abs(point.x) && std::abs(step.y) <= k_step * std::abs(point.y);
    if (!better) return point;  // rounding ends the descent, or there is no root here: the caller looks
    point = next;
    here = there;
    if (still) break;
  }
  return point;
}

// Derivatives of the log-likelihood of the Ewens-Pitman formula by theta and alpha (Hoshino 2001, section 3),
// sums as they stand: sample sizes are no burden.
Linearised pitman_score(const Sample& sample, double theta, double alpha) {
  Linearised score;
  double theta_theta = 0.0, theta_alpha = 0.0, alpha_alpha = 0.0;
  for (double i = 1.0; i < sample.classes; i += 1.0) {
    const double inverse = 1.0 / (theta + i * alpha);
    score.value.x += inverse;
    score.value.y += i * inverse;
    theta_theta -= inverse * inverse;
    theta_alpha -= i * inverse * inverse;
    alpha_alpha -= i * i * inverse * inverse;
  }
  for (double i = 1.0; i < sample.rows; i += 1.0) {
    const double inverse = 1.0 / (theta + i);
    score.value.x -= inverse;
    theta_theta += inverse * inverse;
  }
  double sum = 0.0, squares = 0.0;
  std::uint32_t reached = 1;
  for (const auto& [size, count] : sample.histogram) {
    for (; reached < size; ++reached) {
      const double inverse = 1.0 / (reached - alpha);
      sum += inverse;
      squares += inverse * inverse;
    }
    score.value.y -= static_cast<double>(count) * sum;
    alpha_alpha -= static_cast<double>(count) * squares;
  }
  score.jacobian = {theta_theta, theta_alpha, theta_alpha, alpha_alpha};
  return score;
}

// Moment estimates to start from (Hoshino 2001, section 3).
Vector2 pitman_start(const Sample& sample) {
  const double n = sample.rows, u = sample.classes, s1 = sample.uniques;
  const double c = s1 * (s1 - 1.0) / std::max(sample.pairs, 1.0);
  const double theta = (n * u * c - s1 * (n - 1.0) * (2.0 * u + c)) / (2.0 * s1 * u + s1 * c - n * c);
  return {theta, (theta * (s1 - n) + (n - 1.0) * s1) / (n * u)};
}

// How many classes a Bernoulli sample shows once and twice, if population classes have 1 + NB(alpha, beta)
// members: first and second derivative of the generating function at 1 - fraction.
Vector2 snb_expected(double alpha, double beta, double classes, double fraction) {
  const double d = (1.0 - fraction) * (1.0 - beta);
  const double power = std::pow(beta / (1.0 - d), alpha);
  const double once = classes * fraction * power * (alpha * d / (1.0 - d) + 1.0);
  const double twice = classes * fraction * fraction / 2.0 * alpha * (1.0 - beta) * power /
                       ((1.0 - d) * (1.0 - d)) * (2.0 - (1.0 - alpha) * d);
  return {once, twice};
}

// Shlosser's estimate of the number of classes in the population.
double shlosser_classes(const Sample& sample, double f) {
  double a = 0.0, b = 0.0, c = 0.0, d = 0.0;
  for (const auto& [size, count] : sample.histogram) {
    const double i = size;
    const auto n = static_cast<double>(count);
    a += i * f * f * std::pow(1.0 - f * f, i - 1.0) * n;
    b += std::pow(1.0 - f, i) * (std::pow(1.0 + f, i) - 1.0) * n;
    c += std::pow(1.0 - f, i) * n;
    d += i * f * std::pow(1.0 - f, i - 1.0) * n;
  }
  if (b <= 0.0 || d <= 0.0) return sample.classes;  // the whole population was drawn
  return sample.classes + sample.uniques * (a / b) * (c / d) * (c / d);
}

bool is_share(double value) { return std::isfinite(value) && value >= 0.0 && value <= 1.0; }

}  // namespace

std::optional<double> zayatz_uniqueness(std::span<const std::uint32_t> class_sizes, double fraction) {
  const Sample sample = sample_of(class_sizes);
  if (sample.rows == 0.0 || sample.uniques == 0.0) return 0.0;
  const double all = sample.rows / fraction;
  double drawn_once = 0.0;
  for (const auto& [size, count] : sample.histogram) {
    drawn_once += static_cast<double>(count) * one_drawn(size, sample.rows, all);
  }
  const double of_uniques = sample.uniques * one_drawn(1, sample.rows, all) / drawn_once;
  const double share = sample.uniques * of_uniques / fraction / all;
  return is_share(share) ? std::optional(share) : std::nullopt;
}

std::optional<double> pitman_uniqueness(std::span<const std::uint32_t> class_sizes, double fraction) {
  const Sample sample = sample_of(class_sizes);
  if (sample.rows == 0.0 || sample.uniques == 0.0) return 0.0;
  if (sample.uniques == sample.rows) return std::nullopt;  // the likelihood has no maximum
  const auto is_inside = [](const Vector2& point) {
    return std::isfinite(point.x) && point.x > -point.y && point.y > 0.0 && point.y < 1.0;
  };
  const auto score = [&sample](const Vector2& point) { return pitman_score(sample, point.x, point.y); };
  for (const Vector2& start :
       {pitman_start(sample), Vector2{1.0, 0.5}, Vector2{sample.classes, 0.1}, Vector2{10.0, 0.9}}) {
    const auto root = solve_by_newton(start, score, is_inside);
    if (!root) continue;
    const Vector2 rest = score(*root).value;
    const double scale = sample.rows;  // terms of the score are of this order
    if (std::hypot(rest.x, rest.y) > 1e-7 * scale) continue;
    const double all = sample.rows / fraction;
    const double uniques =
        std::exp(std::lgamma(root->x + 1.0) - std::lgamma(root->x + root->y) + root->y * std::log(all));
    if (is_share(uniques / all)) return uniques / all;
  }
  return std::nullopt;
}

// In log alpha and log (beta / (1 - beta)), where every point is allowed; derivatives by differences.
std::optional<double> snb_uniqueness(std::span<const std::uint32_t> class_sizes, double fraction) {
  const Sample sample = sample_of(class_sizes);
  if (sample.rows == 0.0 || sample.uniques == 0.0) return 0.0;
  if (sample.pairs == 0.0 || fraction >= 1.0) return std::nullopt;
  const double classes = shlosser_classes(sample, fraction);
  const auto parameters = [](const Vector2& point) {
    return Vector2{std::exp(point.x), 1.0 / (1.0 + std::exp(-point.y))};
  };
  const auto residual = [&](const Vector2& point) {
    const Vector2 p = parameters(point);
    const Vector2 expected = snb_expected(p.x, p.y, classes, fraction);
    return Vector2{std::log(expected.x / sample.uniques), std::log(expected.y / sample.pairs)};
  };
  const auto linearised = [&](const Vector2& point) {
    constexpr double h = 1e-6;
    const Vector2 value = residual(point);
    const Vector2 xp = residual({point.x + h, point.y}), xm = residual({point.x - h, point.y});
    const Vector2 yp = residual({point.x, point.y + h}), ym = residual({point.x, point.y - h});
    return Linearised{.value = value,
                      .jacobian = {(xp.x - xm.x) / (2 * h), (yp.x - ym.x) / (2 * h), (xp.y - xm.y) / (2 * h),
                                   (yp.y - ym.y) / (2 * h)}};
  };
  const auto is_inside = [](const Vector2& point) {
    return std::abs(point.x) < 30.0 && std::abs(point.y) < 30.0;
  };
  for (const double log_alpha : {-1.0, -4.0, 1.0}) {
    for (const double logit_beta : {-2.0, -5.0, 0.0, 2.0}) {
      const auto root = solve_by_newton({log_alpha, logit_beta}, linearised, is_inside);
      if (!root) continue;
      const Vector2 rest = residual(*root);
      if (std::hypot(rest.x, rest.y) > 1e-9) continue;
      const Vector2 p = parameters(*root);
      const double share = classes * std::pow(p.y, p.x) * fraction / sample.rows;
      if (is_share(share)) return share;
    }
  }
  return std::nullopt;
}

std::string_view to_string(PopulationModel model) {
  switch (model) {
    case PopulationModel::none_unique:
      return "none unique";
    case PopulationModel::pitman:
      return "Pitman";
    case PopulationModel::zayatz:
      return "Zayatz";
    case PopulationModel::snb:
      return "SNB";
  }
  return "none unique";
}

PopulationUniqueness population_uniqueness(std::span<const std::uint32_t> class_sizes, double fraction) {
  constexpr double k_small_fraction = 0.1;  // Dankar et al. 2012, conclusions
  if (sample_of(class_sizes).uniques == 0.0) return {};
  const std::optional<double> zayatz = zayatz_uniqueness(class_sizes, fraction);
  if (fraction <= k_small_fraction) {
    const std::optional<double> pitman = pitman_uniqueness(class_sizes, fraction);
    if (pitman) return {.share = *pitman, .model = PopulationModel::pitman};
  } else {
    const std::optional<double> snb = snb_uniqueness(class_sizes, fraction);
    if (snb && (!zayatz || *snb <= *zayatz)) return {.share = *snb, .model = PopulationModel::snb};
  }
  return {.share = zayatz.value_or(1.0), .model = PopulationModel::zayatz};
}

}  // namespace shareready::risk
