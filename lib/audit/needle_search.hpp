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
#include "audit/label_hashes.hpp"
#include "audit/pattern_search.hpp"
#include "audit/separated_numbers.hpp"
#include "audit/spoken_labels.hpp"

namespace shareready {

// What kind of bytes are searched, and so how short a needle may be before chance alone would find it.
enum class SearchPlace {
  text,          // text, names, header strings: every needle, any letter case
  long_words,    // text: needles of at least 6 characters alone
  run_together,  // text that lost what stood between its words: those of at least 6 letters may touch others
  binary,        // other bytes: labels with their prefix, and words of at least 6 bytes
  voxels         // image data: labels with their prefix from 6 bytes, tokens from 8 bytes, exact letters
};

// How findings show a sort of needles.
struct NeedleSort {
  FindingKind kind = FindingKind::original_label;
  Severity severity = Severity::critical;
  std::string excerpt;      // "sub-[label]", "[name]", ...
  std::string requirement;  // "R43", ...
  friend bool operator==(const NeedleSort&, const NeedleSort&) = default;
};

// Something searched for. There may be millions.
struct Needle {
  std::uint32_t sort = 0;
  std::uint32_t person = 0;  // 1 + index of the participant it stands for, 0: none
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
  [[nodiscard]] const NeedleSort& sort_of(std::size_t needle) const { return sorts_[needles_[needle].sort]; }
  // Unkeyed digests of labels, met in text as words of hex digits or of base64.
  [[nodiscard]] const LabelHashes& hashes() const { return hashes_; }
  // How many labels and tokens are searched in identifier cells only, since chance would find them elsewhere.
  [[nodiscard]] std::size_t weak_count() const { return weak_.size(); }
  // False where the system lacks tables of characters: names beyond ASCII would not be found in all
  // encodings.
  [[nodiscard]] bool knows_code_pages() const { return knows_code_pages_; }
  [[nodiscard]] bool empty() const { return patterns_.empty(); }
  // True if the whole text is one of those.
  [[nodiscard]] bool is_weak_needle(std::string_view text) const;
  // True if it is the label of a participant among those, with other leading zeros too.
  [[nodiscard]] bool is_weak_label(std::string_view text) const { return spoken_.find(text).has_value(); }
  // All hits in a text at hand, by their place.
  [[nodiscard]] std::vector<NeedleHit> find_in(std::string_view text,
                                               SearchPlace place = SearchPlace::text) const;
  // The text with every needle in it replaced by its excerpt.
  [[nodiscard]] std::string masked(std::string_view text) const;

 private:
  friend class NeedleStream;
  struct Pattern {
    std::uint32_t needle = 0;
    std::uint8_t step = 1;         // bytes of a character: 2 in UTF-16
    bool is_number = false;        // must not stand inside a decimal number
    bool in_binary = false;        // long enough to be searched in other bytes than text,
    bool in_voxels = false;        // and in image data
    bool exact_in_binary = false;  // in these letters only there, though the search folds them
    bool opens_word = true;        // must not stand behind a letter,
    bool closes_word = true;       // and not before one
  };
  struct Compiler;
  void add_hash_words(std::string_view text, std::vector<NeedleHit>& hits) const;
  void add_unlike_patterns(std::string_view text, std::vector<NeedleHit>& hits) const;

  std::vector<NeedleSort> sorts_;
  std::vector<Needle> needles_;
  std::vector<Pattern> patterns_;
  PatternSearch search_;
  LabelHashes hashes_;
  SpokenLabels spoken_;
  SeparatedNumbers numbers_;
  std::set<std::string> weak_;
  bool knows_code_pages_ = true;
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
  [[nodiscard]] bool is_searched(const NeedleSearch::Pattern& pattern) const;
  [[nodiscard]] bool begins_label(std::uint64_t place, std::uint64_t step) const;
  [[nodiscard]] bool may_touch(std::size_t pattern, bool before, std::uint64_t end) const;
  [[nodiscard]] bool ends_word(std::size_t pattern, bool before, std::uint64_t end) const;
  [[nodiscard]] bool is_itself(std::size_t pattern, std::uint64_t end) const;
  void judge(std::size_t pattern, std::uint64_t end);
  void join(const NeedleHit& hit, bool begins, bool closes);
  [[nodiscard]] bool stands_exactly(std::size_t pattern, std::uint64_t begin) const;
  [[nodiscard]] bool has_letter(std::uint64_t offset, bool before) const;
  [[nodiscard]] char32_t character_at(std::uint64_t offset, bool before) const;
  [[nodiscard]] bool is_whole_string(std::uint64_t begin, std::size_t characters, std::size_t step) const;
  void judge_up_to(std::uint64_t known_end);

  const NeedleSearch& needles_;
  SearchPlace place_;
  OnHit on_hit_;
  PatternSearch::State state_;
  std::deque<Candidate> candidates_;
  std::vector<std::vector<NeedleHit>> joined_;  // parts of words that go on where the last one ends
  std::vector<std::uint8_t> tail_;              // the last bytes before the current chunk
  std::span<const std::uint8_t> chunk_;
  std::uint64_t chunk_begin_ = 0;
};

}  // namespace shareready
