#include <algorithm>
#include <catch2/catch.hpp>

#include "base/files.hpp"
#include "base/temp_folder.hpp"
#include "deid/edf.hpp"

using namespace shareready;

namespace {

std::string padded(std::string text, std::size_t size) {
  text.resize(size, ' ');
  return text;
}

struct MadeEdf {
  bool bdf = false;
  bool annotations = true;
  std::string records = "2";
};

// Two signals, the second of annotations, two records.
std::string edf(const MadeEdf& made = {}) {
  const std::string signals = made.annotations ? "2" : "1";
  const std::size_t count = made.annotations ? 2 : 1;
  std::string text = (made.bdf ? "\xFF"
                                 "BIOSEMI"
                               : padded("0", 8)) +
                     padded("123 F 12-MAR-1985 Jansen_Anna", 80) +
                     padded("Startdate 31-JAN-2013 XX jansen Nihon", 80) + "31.01.13" + "16.20.00" +
                     padded(std::to_string(256 + 256 * count), 8) +
                     padded(made.bdf ? "BDF+C jansen" : "EDF+C jansen", 44) + padded(made.records, 8) +
                     padded("1", 8) + padded(signals, 4);
  const auto field = [&](const std::string& one, const std::string& other, std::size_t size) {
    text += padded(one, size) + (made.annotations ? padded(other, size) : "");
  };
  field("EEG Fpz-Cz", made.bdf ? "BDF Annotations" : "EDF Annotations", 16);
  field("AgAgCl electrode", "", 80);
  field("uV", "", 8);
  for (int i = 0; i < 2; ++i) field("-3276.8", "-1", 8), field("3276.7", "1", 8);
  field("HP:0.1Hz LP:75Hz", "by jansen@amc.nl", 80);
  field("4", "30", 8);
  field("jansen", "", 32);
  for (int record = 0; record < 2; ++record) {
    text += std::string(made.bdf ? 12 : 8, static_cast<char>('a' + record));
    std::string annotation = "+" + std::to_string(record) + "\x14\x14" + std::string(1, '\0');
    annotation += "+0.5\x14Jansen wakes\x14" + std::string(1, '\0');
    annotation.resize(made.bdf ? 90 : 60, '\0');
    if (made.annotations) text += annotation;
  }
  return text;
}

struct Cleaned {
  Result<ScrubbedEdf> result;
  std::string file;
};

Cleaned scrub_edf_text(const std::string& text, bool keep_clock = false) {
  const test::TempFolder folder;
  REQUIRE(write_file(folder.path() / "in", text).ok());
  auto result = scrub_edf_file(folder.path() / "in", folder.path() / "out", {.keep_clock = keep_clock});
  const auto file = read_text(folder.path() / "out");
  CHECK(file.ok() == result.ok());
  return {std::move(result), file.ok() ? *file : ""};
}

}  // namespace

TEST_CASE("an EDF or BDF header says nobody's name and the dummy date, the samples stay") {
  const MadeEdf made{.bdf = GENERATE(false, true), .annotations = GENERATE(false, true)};
  const std::string source = edf(made);
  const Cleaned cleaned = scrub_edf_text(source);
  REQUIRE(cleaned.result.ok());
  REQUIRE(cleaned.file.size() == source.size());
  for (const char* word : {"ansen", "Anna", "1985", "2013", "31.01.13", "16.20", "Nihon", "amc.nl"}) {
    INFO(word);
    CHECK(cleaned.file.find(word) == std::string::npos);
  }
  CHECK(cleaned.file.substr(8, 80) == padded("X X X X", 80));
  CHECK(cleaned.file.substr(88, 80) == padded("Startdate X X X X", 80));
  CHECK(cleaned.file.substr(168, 16) == "01.01.8500.00.00");
  CHECK(cleaned.file.substr(192, 44) == padded(made.bdf ? "BDF+C" : "EDF+C", 44));
  CHECK(cleaned.file.substr(236, 20) == source.substr(236, 20));
  for (const char letter : {'a', 'b'}) {
    CHECK(cleaned.file.find(std::string(made.bdf ? 12 : 8, letter)) ==
          source.find(std::string(made.bdf ? 12 : 8, letter)));
  }
  CHECK(cleaned.file.find("AgAgCl electrode") != std::string::npos);
  CHECK(cleaned.file.find("HP:0.1Hz LP:75Hz") != std::string::npos);
  const auto kept = std::count(cleaned.file.begin(), cleaned.file.end(), '\x14');
  CHECK(kept == (made.annotations ? 4 : 0));  // the time keeping of both records
  CHECK(scrub_edf_text(cleaned.file).file == cleaned.file);
}

TEST_CASE("the time of day of an EDF file stays where dates are shifted") {
  CHECK(scrub_edf_text(edf(), true).file.substr(168, 16) == "01.01.8516.20.00");
}

TEST_CASE("bytes behind the last record go") {
  CHECK(scrub_edf_text(edf() + "Jansen").file.size() == edf().size());
  CHECK(scrub_edf_text(edf({.records = "-1"}) + "Jansen").file.size() == edf().size());
  CHECK(scrub_edf_text(edf({.records = "-1"})).result->removed.size() ==
        scrub_edf_text(edf()).result->removed.size());
}

TEST_CASE("an EDF file that is cut, damaged or contradicts itself is not written") {
  const std::string whole = edf();
  for (const std::size_t length : {std::size_t{0}, std::size_t{100}, std::size_t{300}, whole.size() - 1}) {
    CHECK_FALSE(scrub_edf_text(whole.substr(0, length)).result.ok());
  }
  std::string damaged = whole;
  damaged.replace(252, 4, "3   ");
  CHECK_FALSE(scrub_edf_text(damaged).result.ok());
  damaged = whole;
  damaged.replace(damaged.find("+0\x14"), 2, "Ja");
  CHECK_FALSE(scrub_edf_text(damaged).result.ok());
  damaged = whole;
  damaged.replace(236, 8, "many    ");
  CHECK_FALSE(scrub_edf_text(damaged).result.ok());
}
