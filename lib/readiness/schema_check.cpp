#include "readiness/schema_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <regex>
#include <string_view>

#include "base/text.hpp"

namespace shareready::readiness {
namespace {

using Faults = std::vector<std::string>;

std::string_view type_of(const Json& value) {
  if (value.is_null()) return "null";
  if (value.is_bool()) return "boolean";
  if (value.is_number()) return "number";
  if (value.is_string()) return "string";
  return value.is_array() ? "array" : "object";
}

bool is_whole(const Json& value) {
  return value.is_number() &&
         value.as_double() == static_cast<double>(static_cast<std::int64_t>(value.as_double()));
}

bool is_of_type(const Json& value, const std::string& type) {
  return type == type_of(value) || (type == "integer" && is_whole(value));
}

std::string_view type_words(const std::string& type) {
  if (type == "boolean") return "true or false";
  if (type == "string") return "a text";
  if (type == "integer") return "a whole number";
  if (type == "array") return "a list";
  if (type == "object") return "an object in {}";
  return type == "null" ? "null" : "a number";
}

// Values of the answers file may stand in an error: its author reads it.
std::string shown(const Json& value) {
  constexpr std::size_t k_most = 40;
  std::string text = format_json_line(value);
  return text.size() > k_most ? text.substr(0, k_most) + "..." : text;
}

std::string at_key(const std::string& key) { return key.empty() ? "the file" : fmt::format("key '{}'", key); }

void fault(Faults& faults, const std::string& key, const Json& value, const std::string& expected) {
  faults.push_back(fmt::format("{}: got {}, expected {}", at_key(key), shown(value), expected));
}

bool check_type(const Json& value, const Json& schema, const std::string& key, Faults& faults) {
  const Json* type = schema.find("type");
  if (type == nullptr) return true;
  const Json::Array types = type->is_array() ? type->as_array() : Json::Array{*type};
  std::vector<std::string> words;
  for (const Json& one : types) {
    if (is_of_type(value, one.as_string())) return true;
    words.emplace_back(type_words(one.as_string()));
  }
  fault(faults, key, value, join(words, " or "));
  return false;
}

void check_choice(const Json& value, const Json& schema, const std::string& key, Faults& faults) {
  if (const Json* one = schema.find("const"); one != nullptr && value != *one) {
    fault(faults, key, value, shown(*one));
  }
  const Json* choices = schema.find("enum");
  if (choices == nullptr) return;
  const Json::Array& list = choices->as_array();
  if (std::find(list.begin(), list.end(), value) != list.end()) return;
  std::vector<std::string> words;
  for (const Json& choice : list) words.push_back(choice.is_null() ? "null" : choice.as_string());
  fault(faults, key, value, "one of " + join(words, ", "));
}

// A letter or digit of any script: spaces, dashes and question marks, wide ones and those that are not seen
// too, say nothing. In UTF-8 what starts with C2 is a sign, and so is all of U+2000 to U+2FFF, U+3000 to
// U+303F and U+FE00 to U+FFFF but few.
bool says_something(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const auto next = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : '\0');
    if (byte < 0x80 && std::isalnum(byte) != 0) return true;
    if (byte < 0xC3 || byte == 0xE2 || byte == 0xEF) continue;
    if (byte != 0xE3 || next != 0x80) return true;
  }
  return false;
}

void check_text(const Json& value, const Json& schema, const std::string& key, Faults& faults) {
  if (!value.is_string()) return;
  const auto length = static_cast<std::int64_t>(value.as_string().size());
  const bool blank = schema.find("minLength") != nullptr && !says_something(value.as_string());
  if (blank || length < schema.at("minLength").as_int())
    fault(faults, key, value, "a text with a letter or digit, or null");
  if (schema.at("format").as_string() == "date" && !is_day(value.as_string())) {
    fault(faults, key, value, "a day as YYYY-MM-DD, or null");
  }
  const Json* pattern = schema.find("pattern");
  if (pattern != nullptr &&
      !std::regex_search(value.as_string(), std::regex(pattern->as_string(), std::regex::extended))) {
    fault(faults, key, value, "a text like " + pattern->as_string());
  }
}

void check_number(const Json& value, const Json& schema, const std::string& key, Faults& faults) {
  if (!value.is_number()) return;
  const Json* least = schema.find("minimum");
  const Json* most = schema.find("maximum");
  if (least != nullptr && value.as_double() < least->as_double()) {
    fault(faults, key, value, "at least " + shown(*least));
  }
  if (most != nullptr && value.as_double() > most->as_double()) {
    fault(faults, key, value, "at most " + shown(*most));
  }
}

void check(const Json& value, const Json& schema, const std::string& key, Faults& faults);

void check_list(const Json& value, const Json& schema, const std::string& key, Faults& faults) {
  if (!value.is_array()) return;
  const Json::Array& list = value.as_array();
  if (static_cast<std::int64_t>(list.size()) < schema.at("minItems").as_int()) {
    fault(faults, key, value, "at least one word, or null");
  }
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (const Json* items = schema.find("items")) check(list[i], *items, key, faults);
    const auto before = list.begin() + static_cast<std::ptrdiff_t>(i);
    if (std::find(list.begin(), before, list[i]) != before) fault(faults, key, list[i], "each word once");
  }
}

void check_members(const Json& value, const Json& schema, const std::string& key, Faults& faults) {
  if (!value.is_object()) return;
  const Json& known = schema.at("properties");
  const std::string prefix = key.empty() ? "" : key + ".";
  for (const auto& [name, member] : value.as_object()) {
    if (name.starts_with("_comment")) continue;
    const Json* own = known.find(name);
    if (own != nullptr) {
      check(member, *own, prefix + name, faults);
      continue;
    }
    std::vector<std::string> names;
    for (const auto& [expected, ignored] : known.as_object()) names.push_back(expected);
    faults.push_back(
        fmt::format("key '{}{}' is unknown, expected one of {}", prefix, name, join(names, ", ")));
  }
  for (const Json& name : schema.at("required").as_array()) {
    if (value.find(name.as_string()) == nullptr) {
      faults.push_back(fmt::format("{}: lacks '{}'", at_key(key), name.as_string()));
    }
  }
}

void check(const Json& value, const Json& schema, const std::string& key, Faults& faults) {
  if (!check_type(value, schema, key, faults)) return;
  check_choice(value, schema, key, faults);
  check_text(value, schema, key, faults);
  check_number(value, schema, key, faults);
  check_list(value, schema, key, faults);
  check_members(value, schema, key, faults);
}

}  // namespace

bool is_day(const std::string& text) {
  constexpr std::size_t k_length = 10;
  if (text.size() != k_length || text[4] != '-' || text[7] != '-') return false;
  const std::string year = text.substr(0, 4), month = text.substr(5, 2), day = text.substr(8, 2);
  if (!is_digits(year) || !is_digits(month) || !is_digits(day)) return false;
  return std::chrono::year_month_day{std::chrono::year(std::stoi(year)),
                                     std::chrono::month(static_cast<unsigned>(std::stoi(month))),
                                     std::chrono::day(static_cast<unsigned>(std::stoi(day)))}
      .ok();
}

std::vector<std::string> schema_faults(const Json& value, const Json& schema) {
  Faults faults;
  check(value, schema, "", faults);
  return faults;
}

}  // namespace shareready::readiness
