#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace shareready {

// Writes texts in the encodings that were in use before Unicode: code pages of DOS, Windows, old Macs and
// ISO 8859, and those of Cyrillic, Greek, Hebrew, Arabic, Thai, Chinese, Japanese and Korean.
class CodePages {
 public:
  CodePages();
  CodePages(const CodePages&) = delete;
  CodePages& operator=(const CodePages&) = delete;
  ~CodePages();
  // Whether the system has tables for all of them.
  [[nodiscard]] bool are_complete() const { return complete_; }
  // The distinct spellings in those that can write all of a text of UTF-8; nothing for ASCII.
  [[nodiscard]] std::vector<std::string> forms_of(std::string_view utf8) const;

 private:
  std::vector<void*> converters_;  // iconv_t
  bool complete_ = true;
};

}  // namespace shareready
