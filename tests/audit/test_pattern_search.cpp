#include <catch2/catch.hpp>
#include <random>
#include <set>

#include "audit/pattern_search.hpp"

using namespace shareready;

namespace {

using Hits = std::multiset<std::pair<std::size_t, std::size_t>>;

std::span<const std::uint8_t> bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

Hits searched(const PatternSearch& search, std::string_view text, std::size_t chunk) {
  Hits hits;
  PatternSearch::State state;
  for (std::size_t at = 0; at < text.size(); at += chunk) {
    search.feed(state, bytes_of(text.substr(at, chunk)),
                [&](std::size_t pattern, std::size_t end) { hits.emplace(pattern, at + end); });
  }
  return hits;
}

Hits searched_plainly(const PatternList& patterns, std::string_view text) {
  Hits hits;
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    for (std::size_t at = text.find(patterns[i]); at != std::string_view::npos;
         at = text.find(patterns[i], at + 1)) {
      hits.emplace(i, at + patterns[i].size());
    }
  }
  return hits;
}

}  // namespace

TEST_CASE("A search of many patterns finds what searches of each find, in chunks of any size") {
  std::mt19937 random(7);
  const auto text_of = [&](std::size_t length) {
    std::string text;
    for (std::size_t i = 0; i < length; ++i) text += static_cast<char>('a' + static_cast<int>(random() % 3));
    return text;
  };
  for (int round = 0; round < 50; ++round) {
    PatternList patterns;
    for (int i = 0; i < 8; ++i) patterns.add(text_of(1 + random() % 7));
    for (int i = 0; i < 4; ++i) patterns.add(text_of(8 + random() % 6));
    std::string text = text_of(200);
    for (std::size_t i = 8; i < patterns.size(); ++i) text += std::string(patterns[i]) + text_of(5);
    const PatternSearch search(patterns, PatternSearch::Letters::exact);
    const Hits expected = searched_plainly(patterns, text);
    for (const std::size_t chunk : {std::size_t{1}, std::size_t{3}, std::size_t{64}, std::size_t{1000}}) {
      CHECK(searched(search, text, chunk) == expected);
    }
  }
}

TEST_CASE("However long the shortest pattern is, and in UTF-16, a search finds it at any place") {
  const std::string long_one = "abcabdabeabfabgabhabi";
  for (std::size_t shortest = 1; shortest <= long_one.size(); ++shortest) {
    const std::string form = long_one.substr(0, shortest);
    std::string utf16;
    for (const char c : form) utf16 += std::string(1, c) + std::string(1, '\0');
    utf16.pop_back();
    const PatternList patterns = {form, utf16, long_one + long_one};
    const PatternSearch search(patterns, PatternSearch::Letters::exact);
    for (std::size_t before = 0; before < 12; ++before) {
      const std::string text = std::string(before, 'x') + form + "y" + utf16 + std::string(before, 'z');
      CHECK(searched(search, text, 7) == searched_plainly(patterns, text));
    }
  }
}

TEST_CASE("The quicker pass finds every pattern of six characters or more") {
  const std::string utf16(
      "s\0u\0b\0-\0A\0"
      "1",
      11);
  const PatternSearch search({"a", "abc", "sub-A1", utf16}, PatternSearch::Letters::any_case);
  const std::string text = "abc sub-a1 " + utf16 + " ";
  std::set<std::size_t> found;
  PatternSearch::State state;
  search.feed(
      state, bytes_of(text), [&](std::size_t pattern, std::size_t) { found.insert(pattern); },
      PatternSearch::Among::long_ones);
  CHECK(found.contains(2));
  CHECK(found.contains(3));
}

TEST_CASE("Letters of any case are found where that is asked for, and only there") {
  const PatternList patterns = {"Sub-Ab"};
  CHECK(searched(PatternSearch(patterns, PatternSearch::Letters::any_case), "xx SUB-aB", 4).size() == 1);
  CHECK(searched(PatternSearch(patterns, PatternSearch::Letters::exact), "xx SUB-aB", 4).empty());
}

TEST_CASE("A search for 100,000 patterns finds each of them, and nothing in bytes without one") {
  PatternList patterns;
  for (int i = 0; i < 100'000; ++i) patterns.add("sub-" + std::to_string(1'000'000 + 7 * i));
  const PatternSearch search(patterns, PatternSearch::Letters::any_case);
  for (const std::size_t i : {std::size_t{0}, std::size_t{4711}, std::size_t{99'999}}) {
    CHECK(searched(search, "x " + std::string(patterns[i]) + " y", 5) == Hits{{i, 2 + patterns[i].size()}});
  }
  CHECK(searched(search, "sub-1000001 sub-0 sub-999999", 1000).empty());
}
