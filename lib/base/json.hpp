#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.hpp"

namespace shareready {

// A JSON value that keeps the order of object members and the spelling of numbers ("1.50" stays "1.50").
class Json {
 public:
  struct Number {
    std::string spelling;
    friend bool operator==(const Number&, const Number&) = default;
  };
  using Array = std::vector<Json>;
  using Member = std::pair<std::string, Json>;
  using Object = std::vector<Member>;

  Json() : value_(nullptr) {}
  Json(std::nullptr_t) : value_(nullptr) {}                // NOLINT: implicit by intent, as all below
  Json(bool value) : value_(value) {}                      // NOLINT
  Json(int value);                                         // NOLINT
  Json(std::int64_t value);                                // NOLINT
  Json(std::uint64_t value);                               // NOLINT
  Json(double value);                                      // NOLINT: shortest spelling that reads back equal
  Json(Number value) : value_(std::move(value)) {}         // NOLINT
  Json(const char* value) : value_(std::string(value)) {}  // NOLINT
  Json(std::string value) : value_(std::move(value)) {}    // NOLINT
  Json(std::string_view value) : value_(std::string(value)) {}  // NOLINT
  Json(Array value) : value_(std::move(value)) {}               // NOLINT
  Json(Object value) : value_(std::move(value)) {}              // NOLINT

  [[nodiscard]] bool is_null() const { return std::holds_alternative<std::nullptr_t>(value_); }
  [[nodiscard]] bool is_bool() const { return std::holds_alternative<bool>(value_); }
  [[nodiscard]] bool is_number() const { return std::holds_alternative<Number>(value_); }
  [[nodiscard]] bool is_string() const { return std::holds_alternative<std::string>(value_); }
  [[nodiscard]] bool is_array() const { return std::holds_alternative<Array>(value_); }
  [[nodiscard]] bool is_object() const { return std::holds_alternative<Object>(value_); }

  // Views of the content; asking for another type than it is gives an empty one (false, "", {}, fallback).
  [[nodiscard]] bool as_bool() const;
  [[nodiscard]] const std::string& as_string() const;
  [[nodiscard]] double as_double(double fallback = 0.0) const;
  [[nodiscard]] std::int64_t as_int(std::int64_t fallback = 0) const;
  [[nodiscard]] const Array& as_array() const;
  [[nodiscard]] const Object& as_object() const;
  [[nodiscard]] Array& array();    // turns into an empty array if it is something else
  [[nodiscard]] Object& object();  // turns into an empty object if it is something else

  [[nodiscard]] const Json* find(std::string_view key) const;  // nullptr where absent or not an object
  [[nodiscard]] Json* find(std::string_view key);
  [[nodiscard]] const Json& at(std::string_view key) const;  // a null where absent
  Json& set(std::string_view key, Json value);  // replaces in place or appends; returns the member
  bool erase(std::string_view key);             // true if it was there
  void push_back(Json value) { array().push_back(std::move(value)); }

  friend bool operator==(const Json&, const Json&) = default;

 private:
  std::variant<std::nullptr_t, bool, Number, std::string, Array, Object> value_;
};

// Reads one JSON text (RFC 8259, UTF-8, a leading byte order mark allowed). Errors (bad_data): malformed
// text, trailing characters, duplicate keys, nesting deeper than 200. The error names the byte offset, never
// the content.
Result<Json> parse_json(std::string_view text, std::string_view subject);

// Indented by four spaces with a final newline, members in their order. Bytes that are no UTF-8 become
// U+FFFD.
std::string format_json(const Json& value);
// On one line, without a newline.
std::string format_json_line(const Json& value);

}  // namespace shareready
