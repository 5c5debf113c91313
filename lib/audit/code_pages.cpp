#include "audit/code_pages.hpp"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace shareready {
namespace {

// Names as glibc has them; Latin-1 and Unicode's own forms are in needle_forms.hpp. GB18030 holds GB 2312 and
// GBK, CP932 Shift-JIS, CP949 EUC-KR.
constexpr std::array k_pages = {
    "BIG5-HKSCS",
    "CP1250",
    "CP1251",
    "CP1252",
    "CP1253",
    "CP1254",
    "CP1255",
    "CP1256",
    "CP1257",
    "CP1258",
    "CP437",
    "CP737",
    "CP850",
    "CP852",
    "CP857",
    "CP860",
    "CP861",
    "CP862",
    "CP863",
    "CP865",
    "CP866",
    "CP869",
    "CP874",
    "CP932",
    "CP949",
    "EUC-JP",
    "EUC-TW",
    "GB18030",
    "ISO-8859-10",
    "ISO-8859-13",
    "ISO-8859-14",
    "ISO-8859-15",
    "ISO-8859-16",
    "ISO-8859-2",
    "ISO-8859-3",
    "ISO-8859-4",
    "ISO-8859-5",
    "ISO-8859-6",
    "ISO-8859-7",
    "ISO-8859-8",
    "KOI8-R",
    "KOI8-U",
    "MAC-CENTRALEUROPE",
    "MAC-CYRILLIC",
    "MACINTOSH",
    "UTF-7",
};
// What iconv_open(3) gives where it has no table: -1 as a pointer.
bool is_none(iconv_t converter) { return reinterpret_cast<std::intptr_t>(converter) == -1; }

}  // namespace

CodePages::CodePages() {
  for (const char* page : k_pages) {
    const iconv_t converter = ::iconv_open(page, "UTF-8");
    complete_ = complete_ && !is_none(converter);
    if (!is_none(converter)) converters_.push_back(converter);
  }
}

CodePages::~CodePages() {
  for (void* converter : converters_) ::iconv_close(converter);
}

std::vector<std::string> CodePages::forms_of(std::string_view utf8) const {
  std::vector<std::string> forms;
  if (std::all_of(utf8.begin(), utf8.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; }))
    return forms;
  constexpr std::size_t k_most_bytes_of_one = 8;
  std::string text(utf8);
  std::string written(utf8.size() * k_most_bytes_of_one, '\0');
  for (void* converter : converters_) {
    char* in = text.data();
    char* out = written.data();
    std::size_t in_left = text.size(), out_left = written.size();
    ::iconv(converter, nullptr, nullptr, nullptr, nullptr);
    const bool converted = ::iconv(converter, &in, &in_left, &out, &out_left) == 0 &&
                           ::iconv(converter, nullptr, nullptr, &out, &out_left) == 0;
    std::string form = written.substr(0, written.size() - out_left);
    const bool known = form == text || std::find(forms.begin(), forms.end(), form) != forms.end();
    if (converted && !known) forms.push_back(std::move(form));
  }
  return forms;
}

}  // namespace shareready
