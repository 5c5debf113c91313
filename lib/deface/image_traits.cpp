#include "deface/image_traits.hpp"

#include <algorithm>
#include <array>

namespace shareready {
namespace {

constexpr std::array<std::string_view, 5> k_signed_suffixes{"phase", "phase1", "phase2", "phasediff",
                                                            "fieldmap"};
constexpr std::array<std::string_view, 3> k_signed_parts{"phase", "real", "imag"};

bool contains(const auto& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

}  // namespace

ImageTraits image_traits(std::string_view suffix, std::string_view part) {
  if (contains(k_signed_parts, part) || contains(k_signed_suffixes, suffix))
    return {.background = Background::zero};
  if (suffix == "ct" || suffix == "CT") return {.background = Background::minimum, .may_be_left = false};
  if (suffix == "pet") return {.may_be_left = false, .blurs_skin = true};
  if (suffix == "UNIT1") return {.background = Background::air_mode};
  return {};
}

}  // namespace shareready
