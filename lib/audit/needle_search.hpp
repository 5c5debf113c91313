#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "audit/audit.hpp"
#include "audit/pattern_search.hpp"

namespace shareready {

// What kind of bytes are searched, and so how short a needle may be before chance alone would find it.
enum class SearchPlace {
  text,    // text, names, header strings: every needle, any letter case
  binary,  // other bytes: labels with their prefix, and words of at least 6 bytes
  voxels   // image data: labels with their prefix from 6 bytes, tokens from 8 bytes, exact letters
};

// Something searched for, as findings show it.
struct Needle {
  FindingKind kind = FindingKind::original_label;
  Severity severity = Severity::critical;
  std::string excerpt;      // "sub-[label]", "[name]", ...
  std::string requirement;  // "R43", ...
  std::size_t person = 0;   // 1 + index of the participant it stands for, 0: none
};

// A needle found: offsets in the stream.
struct NeedleHit {
  std::size_t needle = 0;
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

// The compiled needles; used by several threads at once.
class NeedleSearch {
 public:
  NeedleSearch(const AuditNeedles& needles, const std::set<std::string>& common_words);

  [[nodiscard]] const Needle& needle(std::size_t index) const { return needles_[index]; }
  // How many labels and tokens are searched in identifier cells only, since chance would find them elsewhere.
  [[nodiscard]] std::size_t weak_count() const { return weak_.size(); }
  // True if the whole text is one of those.
  [[nodiscard]] bool is_weak_needle(std::string_view text) const;
  // All hits in a text at hand, by their place.
  [[nodiscard]] std::vector<NeedleHit> find_in(std::string_view text,
                                               SearchPlace place = SearchPlace::text) const;
  // The text with every needle in it replaced by its excerpt.
  [[nodiscard]] std::string masked(std::string_view text) const;

 private:
  friend class NeedleStream;
  struct Pattern {
    std::string bytes;
    std::size_t needle = 0;
    std::size_t step = 1;     // bytes of a character: 2 in UTF-16
    bool is_number = false;   // must not stand inside a decimal number
    bool open_ended = false;  // a word may go on after it
    bool exact = false;       // in these letters only, though the search folds them
  };
  struct PatternSet {
    std::vector<Pattern> patterns;
    PatternSearch search;
  };
  struct Compiler;
  [[nodiscard]] const PatternSet& set_of(SearchPlace place) const {
    return sets_[static_cast<std::size_t>(place)];
  }

  std::vector<Needle> needles_;
  std::array<PatternSet, 3> sets_;
  std::set<std::string> weak_;
};

// Searches one stream, chunk by chunk.
class NeedleStream {
 public:
  using OnHit = std::function<void(const NeedleHit&)>;
  NeedleStream(const NeedleSearch& search, SearchPlace place, OnHit on_hit);
  void feed(std::span<const std::uint8_t> chunk);
  void finish();  // the end of the stream is the end of a word

 private:
  struct Candidate {
    std::size_t pattern;
    std::uint64_t end;
  };
  [[nodiscard]] int byte_at(std::uint64_t offset) const;  // -1 outside the stream
  [[nodiscard]] bool is_word(const NeedleSearch::Pattern& pattern, std::uint64_t end) const;
  [[nodiscard]] bool stands_exactly(const NeedleSearch::Pattern& pattern, std::uint64_t begin) const;
  [[nodiscard]] bool is_letter(int byte) const;
  void judge_up_to(std::uint64_t known_end);

  const NeedleSearch::PatternSet& set_;
  SearchPlace place_;
  OnHit on_hit_;
  PatternSearch::State state_;
  std::deque<Candidate> candidates_;
  std::vector<std::uint8_t> tail_;  // the last bytes before the current chunk
  std::span<const std::uint8_t> chunk_;
  std::uint64_t chunk_begin_ = 0;
};

}  // namespace shareready
