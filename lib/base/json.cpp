#include "base/json.hpp"

#include <fmt/format.h>
#include <rapidjson/encodedstream.h>
#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/prettywriter.h>
#include <rapidjson/reader.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/text.hpp"

namespace shareready {
namespace {

// Deep enough for any sidecar (dcm2niix writes 2 levels, dcmstack about 6), shallow enough for the stack.
constexpr std::size_t k_max_depth = 200;

// Builds a Json from RapidJSON's events. Returning false stops the reader.
class Builder : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Builder> {
 public:
  bool Null() { return add(Json()); }
  bool Bool(bool value) { return add(Json(value)); }
  bool RawNumber(const char* text, rapidjson::SizeType size, bool) {
    return add(Json(Json::Number{std::string(text, size)}));
  }
  bool String(const char* text, rapidjson::SizeType size, bool) { return add(Json(std::string(text, size))); }
  bool Key(const char* text, rapidjson::SizeType size, bool) {
    key_.assign(text, size);
    return true;
  }
  bool StartObject() { return open(Json(Json::Object{})); }
  bool EndObject(rapidjson::SizeType) {
    return has_key_twice() ? refuse("an object with the same key twice") : close();
  }
  bool StartArray() { return open(Json(Json::Array{})); }
  bool EndArray(rapidjson::SizeType) { return close(); }

  [[nodiscard]] const std::string& refusal() const { return refusal_; }
  Json take() { return std::move(root_); }

 private:
  bool refuse(std::string reason) {
    refusal_ = std::move(reason);
    return false;
  }
  // At the end of an object: its keys lie still then, and one room serves all objects.
  bool has_key_twice() {
    keys_.clear();
    for (const auto& [key, value] : stack_.back().as_object()) keys_.push_back(key);
    // by size first: most pairs differ in it, and no bytes are compared
    std::sort(keys_.begin(), keys_.end(), [](std::string_view a, std::string_view b) {
      return a.size() != b.size() ? a.size() < b.size() : a < b;
    });
    return std::adjacent_find(keys_.begin(), keys_.end()) != keys_.end();
  }
  bool open(Json container) {
    if (stack_.size() >= k_max_depth) return refuse("nesting deeper than 200 levels");
    stack_.push_back(std::move(container));
    // room for what most sidecars hold: growing moves every value
    if (stack_.back().is_object()) stack_.back().object().reserve(stack_.size() == 1 ? 64 : 8);
    if (stack_.back().is_array()) stack_.back().array().reserve(8);
    outer_keys_.push_back(key_);
    return true;
  }
  bool close() {
    Json finished = std::move(stack_.back());
    key_ = std::move(outer_keys_.back());
    stack_.pop_back();
    outer_keys_.pop_back();
    return add(std::move(finished));
  }
  bool add(Json value) {
    if (stack_.empty()) {
      root_ = std::move(value);
    } else if (stack_.back().is_array()) {
      stack_.back().array().push_back(std::move(value));
    } else {
      stack_.back().object().emplace_back(key_, std::move(value));
    }
    return true;
  }

  Json root_;
  std::vector<Json> stack_;
  std::vector<std::string> outer_keys_;
  std::vector<std::string_view> keys_;
  std::string key_;
  std::string refusal_;
};

bool is_ascii(std::string_view text) {
  unsigned char all = 0;
  for (const char c : text) all |= static_cast<unsigned char>(c);
  return all < 0x80;
}

template <typename Writer>
void write_text(Writer& writer, std::string_view text, bool is_key) {
  std::string repaired;
  if (!is_ascii(text)) text = repaired = to_utf8(text);
  const auto size = static_cast<rapidjson::SizeType>(text.size());
  is_key ? writer.Key(text.data(), size) : writer.String(text.data(), size);
}

// Plain ASCII, as most sidecars are, needs no check of its encoding.
rapidjson::ParseResult read_events(std::string_view text, Builder& builder) {
  constexpr unsigned k_flags = rapidjson::kParseNumbersAsStringsFlag;  // Builder bounds the depth
  rapidjson::MemoryStream bytes(text.data(), text.size());
  rapidjson::Reader reader;
  if (is_ascii(text)) return reader.Parse<k_flags>(bytes, builder);
  rapidjson::EncodedInputStream<rapidjson::UTF8<>, rapidjson::MemoryStream> stream(bytes);
  return reader.Parse<k_flags | rapidjson::kParseValidateEncodingFlag>(stream, builder);
}

template <typename Writer>
void write_value(Writer& writer, const Json& value) {
  if (value.is_null()) {
    writer.Null();
  } else if (value.is_bool()) {
    writer.Bool(value.as_bool());
  } else if (value.is_number()) {
    writer.RawValue(value.as_string().data(), value.as_string().size(), rapidjson::kNumberType);
  } else if (value.is_string()) {
    write_text(writer, value.as_string(), false);
  } else if (value.is_array()) {
    writer.StartArray();
    for (const Json& element : value.as_array()) write_value(writer, element);
    writer.EndArray();
  } else {
    writer.StartObject();
    for (const auto& [key, element] : value.as_object()) {
      write_text(writer, key, true);
      write_value(writer, element);
    }
    writer.EndObject();
  }
}

}  // namespace

Json::Json(int value) : value_(Number{std::to_string(value)}) {}
Json::Json(std::int64_t value) : value_(Number{std::to_string(value)}) {}
Json::Json(std::uint64_t value) : value_(Number{std::to_string(value)}) {}
Json::Json(double value) : value_(nullptr) {
  if (std::isfinite(value)) value_ = Number{fmt::format("{}", value)};
}

bool Json::as_bool() const {
  const bool* content = std::get_if<bool>(&value_);
  return content != nullptr && *content;
}

const std::string& Json::as_string() const {
  static const std::string k_empty;
  if (const auto* number = std::get_if<Number>(&value_)) return number->spelling;
  const auto* content = std::get_if<std::string>(&value_);
  return content != nullptr ? *content : k_empty;
}

double Json::as_double(double fallback) const {
  const auto* number = std::get_if<Number>(&value_);
  if (number == nullptr) return fallback;
  double content = fallback;
  const std::string& text = number->spelling;
  const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), content);
  return status == std::errc() && end == text.data() + text.size() ? content : fallback;
}

std::int64_t Json::as_int(std::int64_t fallback) const {
  if (const auto* number = std::get_if<Number>(&value_)) {  // nanoseconds since 1970 do not fit a double
    std::int64_t exact = 0;
    const char* end = number->spelling.data() + number->spelling.size();
    const auto [stop, error] = std::from_chars(number->spelling.data(), end, exact);
    if (error == std::errc{} && stop == end) return exact;
  }
  const double content = as_double(std::nan(""));
  constexpr double k_exact = 9007199254740992.0;  // 2^53: beyond it a double is no exact integer
  if (!(std::abs(content) <= k_exact)) return fallback;
  return static_cast<std::int64_t>(content);
}

const Json::Array& Json::as_array() const {
  static const Array k_empty;
  const auto* content = std::get_if<Array>(&value_);
  return content != nullptr ? *content : k_empty;
}

const Json::Object& Json::as_object() const {
  static const Object k_empty;
  const auto* content = std::get_if<Object>(&value_);
  return content != nullptr ? *content : k_empty;
}

Json::Array& Json::array() {
  if (!is_array()) value_ = Array{};
  return std::get<Array>(value_);
}

Json::Object& Json::object() {
  if (!is_object()) value_ = Object{};
  return std::get<Object>(value_);
}

const Json* Json::find(std::string_view key) const {
  for (const auto& [name, member] : as_object()) {
    if (name == key) return &member;
  }
  return nullptr;
}

Json* Json::find(std::string_view key) { return const_cast<Json*>(std::as_const(*this).find(key)); }

const Json& Json::at(std::string_view key) const {
  static const Json k_null;
  const Json* member = find(key);
  return member != nullptr ? *member : k_null;
}

Json& Json::set(std::string_view key, Json value) {
  if (Json* member = find(key); member != nullptr) return *member = std::move(value);
  return object().emplace_back(std::string(key), std::move(value)).second;
}

bool Json::erase(std::string_view key) {
  if (!is_object()) return false;
  return std::erase_if(object(), [key](const Member& member) { return member.first == key; }) > 0;
}

Result<Json> parse_json(std::string_view text, std::string_view subject) {
  constexpr std::string_view k_byte_order_mark = "\xEF\xBB\xBF";
  if (text.starts_with(k_byte_order_mark)) text.remove_prefix(k_byte_order_mark.size());
  Builder builder;
  const rapidjson::ParseResult status = read_events(text, builder);
  if (!status) {
    std::string reason =
        builder.refusal().empty() ? rapidjson::GetParseError_En(status.Code()) : "found " + builder.refusal();
    if (reason.ends_with('.')) reason.pop_back();
    return Error{
        ErrorCode::bad_data,
        std::string(subject),
        fmt::format("not valid JSON at byte {}: {}. Correct the file and run again", status.Offset(), reason),
        {}};
  }
  return builder.take();
}

std::string format_json(const Json& value) {
  rapidjson::StringBuffer buffer;
  rapidjson::PrettyWriter writer(buffer);
  writer.SetIndent(' ', 4);
  write_value(writer, value);
  return std::string(buffer.GetString(), buffer.GetSize()) + "\n";
}

std::string format_json_line(const Json& value) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer writer(buffer);
  write_value(writer, value);
  return std::string(buffer.GetString(), buffer.GetSize());
}

}  // namespace shareready
