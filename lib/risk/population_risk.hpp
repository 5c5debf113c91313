#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace shareready::risk {

// Estimates of how many persons of the population are alone with their quasi-identifiers, as a share of the
// population, from the class sizes of a sample drawn at random; `fraction`: sample / population, above 0, at
// most 1. Nothing where the model has no solution for these sizes.

// Zayatz 1991 (Bureau of the Census, SRD RR-91/08): among sample uniques the population uniques, by
// hypergeometric sampling from classes as they are in the sample.
std::optional<double> zayatz_uniqueness(std::span<const std::uint32_t> class_sizes, double fraction);

// Hoshino 2001 (Journal of Official Statistics 17, 499-520): Ewens-Pitman sampling formula, both parameters
// by maximum likelihood.
std::optional<double> pitman_uniqueness(std::span<const std::uint32_t> class_sizes, double fraction);

// Chen and Keller-McNulty 1998 (Journal of Official Statistics 14, 79-95): slide negative binomial, from the
// expected numbers of classes of one and of two in a Bernoulli sample; the number of classes of the
// population after Shlosser (Haas et al. 1995, VLDB, p. 311).
std::optional<double> snb_uniqueness(std::span<const std::uint32_t> class_sizes, double fraction);

enum class PopulationModel { none_unique, pitman, zayatz, snb };
std::string_view to_string(PopulationModel model);

struct PopulationUniqueness {
  double share = 0.0;
  PopulationModel model = PopulationModel::none_unique;
};

// The rule of Dankar et al. 2012 (doi:10.1186/1472-6947-12-66): Pitman up to a tenth of the population, else
// the smaller of Zayatz and SNB; Zayatz where the others have no solution; nothing is unique where no row is.
PopulationUniqueness population_uniqueness(std::span<const std::uint32_t> class_sizes, double fraction);

}  // namespace shareready::risk
