#include "audit/document_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

#include "audit/needle_forms.hpp"
#include "base/text.hpp"

namespace shareready {
namespace {

// Tags within a word: of letters (HTML, SVG, OpenDocument) and of runs (OOXML). What stands in `rPr` says how
// a run looks.
constexpr std::array<std::string_view, 26> k_inline_tags = {"a",           "b",
                                                            "bookmarkEnd", "bookmarkStart",
                                                            "del",         "em",
                                                            "font",        "i",
                                                            "ins",         "lastRenderedPageBreak",
                                                            "mark",        "noProof",
                                                            "proofErr",    "r",
                                                            "rPr",         "s",
                                                            "small",       "softHyphen",
                                                            "span",        "strong",
                                                            "sub",         "sup",
                                                            "t",           "tspan",
                                                            "u",           "wbr"};

// "w:t" of `<w:t xml:space="preserve">`, "t" of it.
std::string_view local_name(std::string_view tag) {
  if (tag.starts_with('/')) tag.remove_prefix(1);
  const std::string_view name = tag.substr(0, tag.find_first_of(" \t\r\n/"));
  return name.substr(name.rfind(':') + 1);  // npos + 1 is 0
}

bool is_inline(std::string_view name) {
  return std::find(k_inline_tags.begin(), k_inline_tags.end(), name) != k_inline_tags.end();
}

bool is_markup(std::string_view text) {
  const std::string_view start = trim(text.substr(0, 512));
  return (start.starts_with('<') || start.starts_with("\xef\xbb\xbf<")) && text.find("</") < text.size();
}

std::string joined_markup(std::string_view text) {
  std::string joined;
  bool in_format = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t tag = std::min(text.find('<', at), text.size());
    if (!in_format) joined += text.substr(at, tag - at);
    const bool is_comment = text.substr(tag, 4) == "<!--";
    const std::size_t end = is_comment ? std::min(text.find("-->", tag), text.size() - 1) + 2
                                       : std::min(text.find('>', tag), text.size());
    const std::size_t begin = std::min({tag + 1, end, text.size()});
    const std::string_view inside = text.substr(begin, end - begin);
    const std::string_view name = local_name(inside);
    if (name == "rPr") in_format = !inside.starts_with('/') && !inside.ends_with('/');
    if (!in_format && !is_comment && !is_inline(name)) joined += '\n';
    at = end + 1;
  }
  return joined;
}

// One string of a page, from its "(" on (ISO 32000-1, 7.3.4.2); moves `at` behind it.
void append_literal(std::string_view page, std::size_t& at, std::string& text) {
  int depth = 0;
  for (; at < page.size(); ++at) {
    const char c = page[at];
    if (c == '\\') {
      text += page.substr(at, 2);  // resolved later, with those of other texts
      ++at;
      continue;
    }
    if (c == '(' && ++depth == 1) continue;
    if (c == ')' && --depth == 0) break;
    text += c;
  }
}

// Between the pieces of an array stand numbers, in thousandths of the letters' height: spaces from -200 on.
bool is_space(std::string_view number) {
  constexpr double k_narrowest_space = -200;
  double value = 0;
  std::from_chars(number.data(), number.data() + number.size(), value);
  return value <= k_narrowest_space;
}

std::string joined_page(std::string_view page) {
  std::string text;
  bool in_array = false;
  for (std::size_t at = 0; at < page.size(); ++at) {
    if (page[at] == '[' || page[at] == ']') {
      in_array = page[at] == '[';
      text += '\n';
    } else if (page[at] == '(') {
      append_literal(page, at, text);
    } else if (in_array && page[at] == '-') {
      if (is_space(page.substr(at, 12))) text += ' ';
    } else if (!in_array && page[at] == '\n') {
      text += '\n';
    }
  }
  return text;
}

bool is_page(std::string_view text) {
  const std::size_t shown = text.find("TJ");
  return shown < text.size() && shown > 0 && (text[shown - 1] == ']' || text[shown - 1] == ' ') &&
         text.find("BT") < shown;
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

class RtfWalk {
 public:
  explicit RtfWalk(std::string_view rtf) : rtf_(rtf) {}

  std::string run() {
    while (at_ < rtf_.size()) {
      const char c = rtf_[at_];
      if (c == '\\') {
        visit_control();
        continue;
      }
      ++at_;
      if (c != '{' && c != '}' && c != '\r' && c != '\n') put(c);
    }
    return std::move(text_);
  }

 private:
  // A character that may be the replacement of the one before, for programs that do not know Unicode.
  void put(char c) {
    if (skipped_ > 0) {
      --skipped_;
    } else {
      text_ += c;
    }
  }

  void visit_control() {
    const std::string_view next = rtf_.substr(at_ + 1, 1);
    if (!next.empty() && is_letter(next[0])) return visit_word();
    at_ += 2;
    if (next == "'") return visit_byte();
    if (next == "~") put(' ');
    if (next == "_") put('-');
    if (next == "\\" || next == "{" || next == "}") put(next[0]);
    if (next == "\n" || next == "\r") put('\n');
  }

  void visit_byte() {
    unsigned value = 0;
    const std::string_view digits = rtf_.substr(std::min(at_, rtf_.size()), 2);
    std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    at_ += digits.size();
    put(static_cast<char>(static_cast<unsigned char>(value)));
  }

  void visit_word() {
    const std::size_t begin = ++at_;
    while (at_ < rtf_.size() && is_letter(rtf_[at_])) ++at_;
    const std::string_view word = rtf_.substr(begin, at_ - begin);
    int number = 0;
    const auto parsed = std::from_chars(rtf_.data() + at_, rtf_.data() + rtf_.size(), number);
    at_ = static_cast<std::size_t>(parsed.ptr - rtf_.data());
    if (at_ < rtf_.size() && rtf_[at_] == ' ') ++at_;
    obey(word, number);
  }

  void obey(std::string_view word, int number) {
    constexpr std::array<std::string_view, 9> k_breaks = {"cell", "column", "line", "page", "par",
                                                          "row",  "sect",   "tab",  "field"};
    if (word == "u") {
      append_utf8(text_, static_cast<char32_t>(static_cast<std::uint16_t>(number)));
      skipped_ = replacements_;
    } else if (word == "uc") {
      replacements_ = std::max(number, 0);
    } else if (word == "bin") {
      at_ += std::min(static_cast<std::size_t>(std::max(number, 0)), rtf_.size() - at_);
    } else if (std::find(k_breaks.begin(), k_breaks.end(), word) != k_breaks.end()) {
      text_ += '\n';
    }
  }

  std::string_view rtf_;
  std::string text_;
  std::size_t at_ = 0;
  int replacements_ = 1;  // characters behind each numbered one
  int skipped_ = 0;       // of these, still to come
};

}  // namespace

std::string joined_text(std::string_view text) {
  if (is_markup(text)) return joined_markup(text);
  return is_page(text) ? joined_page(text) : std::string();
}

std::string rtf_text(std::string_view rtf) { return RtfWalk(rtf).run(); }

}  // namespace shareready
