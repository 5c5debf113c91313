#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace shareready::readiness {

// Markup that is safe to print. It can only be made by the functions below, so no text of a document reaches
// a page unescaped.
class Html {
 public:
  Html() = default;
  [[nodiscard]] const std::string& markup() const { return markup_; }
  [[nodiscard]] bool empty() const { return markup_.empty(); }
  Html& operator+=(const Html& other) {
    markup_ += other.markup_;
    return *this;
  }
  friend Html operator+(Html left, const Html& right) { return left += right; }

 private:
  friend Html trusted(std::string_view markup);
  std::string markup_;
};

// Markup written by hand in our own source. Never with text from a document in it.
Html trusted(std::string_view markup);

// Text of a document, escaped for content and attribute values, as valid UTF-8.
Html text(std::string_view content);

// A figure for people: three digits, whole numbers from a thousand on ("0.941", "2283").
std::string figure_text(double value);

struct Attribute {
  std::string_view name;
  std::string value;
};

// <name attribute="value">content</name>
Html element(std::string_view name, const std::vector<Attribute>& attributes, const Html& content);
Html element(std::string_view name, const Html& content);
Html element(std::string_view name, std::string_view content);

}  // namespace shareready::readiness
