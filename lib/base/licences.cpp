#include "base/licences.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace shareready {
namespace {

constexpr std::array<OpenLicence, 4> k_licences{{
    {"CC-BY-4.0", "Creative Commons Attribution 4.0 International",
     "https://creativecommons.org/licenses/by/4.0/"},
    {"CC0-1.0", "Creative Commons Zero v1.0 Universal", "https://creativecommons.org/publicdomain/zero/1.0/"},
    {"ODC-BY-1.0", "Open Data Commons Attribution License v1.0",
     "https://opendatacommons.org/licenses/by/1-0/"},
    {"PDDL-1.0", "Open Data Commons Public Domain Dedication and License 1.0",
     "https://opendatacommons.org/licenses/pddl/1-0/"},
}};

// English, Dutch, German, French; sorted, without case, full stops and signs around them.
constexpr std::array<std::string_view, 41> k_no_licence{"",
                                                        "aucun",
                                                        "aucune",
                                                        "fixme",
                                                        "geen",
                                                        "inconnue",
                                                        "kein",
                                                        "keine",
                                                        "licence",
                                                        "license",
                                                        "n/a",
                                                        "na",
                                                        "nader te bepalen",
                                                        "nan",
                                                        "nee",
                                                        "nein",
                                                        "no",
                                                        "no licence",
                                                        "no license",
                                                        "none",
                                                        "none yet",
                                                        "not applicable",
                                                        "not available",
                                                        "not decided",
                                                        "not licensed",
                                                        "not specified",
                                                        "not yet",
                                                        "ntb",
                                                        "null",
                                                        "nvt",
                                                        "onbekend",
                                                        "pending",
                                                        "tba",
                                                        "tbc",
                                                        "tbd",
                                                        "to be decided",
                                                        "to be determined",
                                                        "undefined",
                                                        "unknown",
                                                        "unspecified",
                                                        "xxx"};
static_assert(std::is_sorted(k_no_licence.begin(), k_no_licence.end()));
constexpr std::string_view k_around = " \t\r\n!?,;:-_<>()[]\"'";

constexpr std::string_view k_for_registered =
    "No licence: for people registered with the repository that holds this dataset, under the terms that "
    "they "
    "accepted there";
constexpr std::string_view k_under_agreement =
    "No licence: for people who signed a data use agreement with the institution that shares this dataset, "
    "under that agreement";

}  // namespace

std::string plain_licence(std::string_view stated) {
  std::string text = to_lower(trim(stated));
  std::erase_if(text, [](char letter) { return letter == ' ' || letter == '-' || letter == '_'; });
  return text == "cc0" ? "cc01.0" : text == "pddl" ? "pddl1.0" : text;
}

const OpenLicence* licence_of(std::string_view stated) {
  const std::string plain = plain_licence(stated);
  const auto* found = std::find_if(k_licences.begin(), k_licences.end(), [&](const OpenLicence& licence) {
    return plain_licence(licence.id) == plain;
  });
  return found == k_licences.end() ? nullptr : &*found;
}

bool asks_nothing(std::string_view stated) {
  const OpenLicence* licence = licence_of(stated);
  return licence != nullptr && (licence->id == "CC0-1.0" || licence->id == "PDDL-1.0");
}

bool holds_place_of_licence(std::string_view stated) {
  std::string text = to_lower(stated);
  std::erase(text, '.');
  const std::size_t first = text.find_first_not_of(k_around), last = text.find_last_not_of(k_around);
  text = first == std::string::npos ? std::string() : text.substr(first, last - first + 1);
  return text.starts_with("todo") || text.starts_with("to do") ||
         std::binary_search(k_no_licence.begin(), k_no_licence.end(), text);
}

bool may_state(std::string_view licence, bool public_data) {
  return public_data || !is_data_licence(licence);
}

std::string_view terms_for(Audience audience) {
  switch (audience) {
    case Audience::everybody:
      return {};
    case Audience::registered:
      return k_for_registered;
    case Audience::under_agreement:
      return k_under_agreement;
  }
  return {};
}

bool is_terms_text(std::string_view text) { return text == k_for_registered || text == k_under_agreement; }

bool is_data_licence(std::string_view stated) { return licence_of(stated) != nullptr; }

}  // namespace shareready
