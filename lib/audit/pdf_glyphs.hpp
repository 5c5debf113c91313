#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace shareready {

// Pages of a PDF whose strings are numbers of glyphs: which letters these are is told by tables in other
// streams of the file (ToUnicode CMaps, ISO 32000-1, 9.10.3). Takes the unpacked streams in any order.
class PdfGlyphs {
 public:
  void take(std::string_view stream);
  // Each page in the letters of each table, for which table belongs to which font is not looked up: in wrong
  // ones a page is nonsense. Empty where nothing was taken.
  [[nodiscard]] std::vector<std::string> pages_in_letters() const;

 private:
  struct Letters {
    std::size_t width = 1;                             // bytes of a number
    std::map<std::uint32_t, std::string> by_number{};  // UTF-8
  };
  static Letters parse(std::string_view table);
  static std::string in_letters(std::string_view page, const Letters& letters);

  std::vector<Letters> tables_;
  std::vector<std::string> pages_;
  std::size_t page_bytes_ = 0;
};

}  // namespace shareready
