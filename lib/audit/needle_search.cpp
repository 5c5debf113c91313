#include "audit/needle_search.hpp"

#include <algorithm>
#include <iterator>
#include <optional>

#include "audit/accented_letters.hpp"
#include "audit/code_pages.hpp"
#include "audit/needle_forms.hpp"
#include "base/text.hpp"

namespace shareready {
namespace {

constexpr std::size_t k_fewest_label_bytes_in_voxels = 6;  // chance: 2^-48 a byte, in random data
constexpr std::size_t k_fewest_token_bytes_in_voxels = 8;
constexpr std::size_t k_fewest_word_bytes_in_binary = 6;

bool is_ascii_alnum(char c) {
  return static_cast<unsigned char>(c) < 0x80 && is_letter_or_digit(static_cast<char32_t>(c));
}

}  // namespace

struct NeedleSearch::Compiler {
  NeedleSearch& search;
  const std::set<std::string>& common_words;
  PatternList patterns{};
  std::optional<CodePages> pages{};  // opened for the first text that needs them

  // A form of a needle in its encodings, with the places where it is long enough.
  void add_form(std::string_view form, std::size_t needle, std::size_t fewest_in_binary,
                std::size_t fewest_in_voxels) {
    for (const EncodedForm& encoded : encodings_of(form)) {
      add_pattern(encoded, form, needle,
                  {.in_binary = form.size() >= fewest_in_binary,
                   .in_voxels = form.size() >= fewest_in_voxels && is_long(encoded.bytes)});
    }
  }

  // In the encodings of other times; where these take fewer bytes than UTF-8, chance finds them sooner.
  void add_code_pages(std::string_view form, std::size_t needle) {
    if (std::all_of(form.begin(), form.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; }))
      return;
    if (!pages) pages.emplace();
    search.knows_code_pages_ = pages->are_complete();
    for (std::string& written : pages->forms_of(form)) {
      const std::size_t size = written.size();
      add_pattern({std::move(written), 1}, form, needle,
                  {.in_binary = size >= k_fewest_word_bytes_in_binary, .in_voxels = false});
    }
  }

  void add_pattern(const EncodedForm& encoded, std::string_view form, std::size_t needle, Pattern places) {
    const std::vector<char32_t> points = code_points_of(form);
    patterns.add(encoded.bytes);
    places.needle = static_cast<std::uint32_t>(needle);
    places.step = static_cast<std::uint8_t>(encoded.step);
    places.is_number = is_digits(form);
    places.exact_in_binary = form.size() < k_fewest_word_bytes_in_binary;
    places.opens_word = !is_without_spaces(points.front());
    places.closes_word = !is_without_spaces(points.back());
    search.patterns_.push_back(places);
  }

  static bool is_long(std::string_view pattern) {
    return PatternSearch::characters_of(pattern) >= PatternSearch::k_long;
  }

  [[nodiscard]] std::size_t add_needle(NeedleSort sort, std::size_t person) const {
    auto& sorts = search.sorts_;
    auto known = std::find(sorts.begin(), sorts.end(), sort);
    if (known == sorts.end()) known = sorts.insert(sorts.end(), std::move(sort));
    search.needles_.push_back(
        {static_cast<std::uint32_t>(known - sorts.begin()), static_cast<std::uint32_t>(person)});
    return search.needles_.size() - 1;
  }

  // The label with its prefix. "subX" and "sub_X" are in use too, in paths and codes of other programs.
  void add_prefixed(const std::string& label, std::string_view prefix, std::size_t person) {
    const std::size_t needle = add_needle({.kind = FindingKind::original_label,
                                           .severity = Severity::blocker,
                                           .excerpt = std::string(prefix) + "-[label]",
                                           .requirement = "R43"},
                                          person);
    add_form(std::string(prefix) + "-" + label, needle, 1, k_fewest_label_bytes_in_voxels);
    for (const std::string_view joint : {"_", ""}) {
      add_form(std::string(prefix) + std::string(joint) + label, needle, k_fewest_word_bytes_in_binary,
               k_fewest_token_bytes_in_voxels);
    }
  }

  // The needle, unless the text is weak.
  std::optional<std::size_t> add_bare(const std::string& text, NeedleSort shown, std::size_t person) {
    if (is_weak(text, common_words)) {
      if (!text.empty()) search.weak_.insert(to_lower(text));
      return std::nullopt;
    }
    const std::size_t needle = add_needle(std::move(shown), person);
    for (const std::string& form : spellings_of(text)) {
      add_form(form, needle, k_fewest_word_bytes_in_binary, k_fewest_token_bytes_in_voxels);
      add_code_pages(form, needle);
      for (const std::string& other : other_spellings(form)) {
        if (is_weak(other, common_words)) continue;
        add_form(other, needle, k_fewest_word_bytes_in_binary, k_fewest_token_bytes_in_voxels);
        add_code_pages(other, needle);
      }
    }
    return needle;
  }

  // Of sessions' labels many are dates, which others may share.
  void add_personal(const std::string& text, NeedleSort shown, std::size_t person) {
    if (const auto needle = add_bare(text, std::move(shown), person))
      search.numbers_.add(text, static_cast<std::uint32_t>(*needle));
  }

  static NeedleSort bare_label() {
    return {.kind = FindingKind::original_label,
            .severity = Severity::critical,
            .excerpt = "[label]",
            .requirement = "R43"};
  }

  // An unkeyed hash of a label is a key to it: whole, or cut short as new label.
  void add_participant(const std::string& label, std::size_t person) {
    add_prefixed(label, "sub", person);
    const std::size_t hash = add_needle({.kind = FindingKind::original_label,
                                         .severity = Severity::critical,
                                         .excerpt = "[hash of a label]",
                                         .requirement = "R42"},
                                        person);
    search.hashes_.add(label, static_cast<std::uint32_t>(hash));
    if (is_weak(label, common_words))
      search.spoken_.add(label, static_cast<std::uint32_t>(add_needle(bare_label(), person)));
    add_personal(label, bare_label(), person);
  }

  void add_session(const std::string& label) {
    add_prefixed(label, "ses", 0);
    const bool has_digit =
        std::any_of(label.begin(), label.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!has_digit || label.size() < 5) return;  // "baseline", "1": words that any text may hold
    add_bare(label, bare_label(), 0);
  }

  void add_token(const AuditToken& token) {
    add_personal(std::string(trim(token.text)),
                 {.kind = FindingKind::personal_token,
                  .severity = Severity::critical,
                  .excerpt = "[" + token.type + "]",
                  .requirement = "R38"},
                 0);
  }
};

NeedleSearch::NeedleSearch(const AuditNeedles& needles, const std::set<std::string>& common_words) {
  Compiler compiler{*this, common_words};
  for (std::size_t i = 0; i < needles.participants.size(); ++i) {
    compiler.add_participant(needles.participants[i], i + 1);
  }
  for (const std::string& session : needles.sessions) compiler.add_session(session);
  for (const AuditToken& token : needles.tokens) compiler.add_token(token);
  search_ = PatternSearch(std::move(compiler.patterns), PatternSearch::Letters::any_case);
}

bool NeedleSearch::is_weak_needle(std::string_view text) const {
  return weak_.count(to_lower(trim(text))) > 0;
}

std::vector<NeedleHit> NeedleSearch::find_in(std::string_view text, SearchPlace place) const {
  std::vector<NeedleHit> hits;
  NeedleStream stream(*this, place, [&](const NeedleHit& hit) { hits.push_back(hit); });
  stream.feed(std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
  stream.finish();
  if (place == SearchPlace::text) {
    add_hash_words(text, hits);
    add_unlike_patterns(text, hits);
  }
  return hits;
}

// Not those that the search has met with their prefix, or as they are.
void NeedleSearch::add_unlike_patterns(std::string_view text, std::vector<NeedleHit>& hits) const {
  std::vector<NeedleHit> found;
  const auto keep = [&](std::uint32_t needle, std::size_t begin, std::size_t end) {
    found.push_back({.needle = needle, .begin = begin, .end = end});
  };
  spoken_.find_in(text, keep);
  numbers_.find_in(text, keep);
  if (found.empty()) return;
  std::set<std::uint64_t> ends;
  for (const NeedleHit& hit : hits) ends.insert(hit.end);
  std::copy_if(found.begin(), found.end(), std::back_inserter(hits),
               [&](const NeedleHit& hit) { return ends.insert(hit.end).second; });
}

void NeedleSearch::add_hash_words(std::string_view text, std::vector<NeedleHit>& hits) const {
  if (hashes_.empty()) return;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && is_ascii_alnum(text[end])) ++end;
    if (const auto needle = hashes_.find_hex(text.substr(at, end - at))) {
      hits.push_back({.needle = *needle, .begin = at, .end = end});
    }
    at = end + 1;
  }
}

std::string NeedleSearch::masked(std::string_view text) const {
  std::vector<NeedleHit> hits = find_in(text);
  std::sort(hits.begin(), hits.end(), [](const NeedleHit& a, const NeedleHit& b) {
    return a.begin != b.begin ? a.begin < b.begin
                              : a.end > b.end;  // the longest of those that begin together
  });
  std::string shown;
  std::uint64_t at = 0;
  for (const NeedleHit& hit : hits) {
    if (hit.end <= at) continue;
    if (hit.begin >= at) {
      shown += text.substr(at, hit.begin - at);
      shown += sort_of(hit.needle).excerpt;
    }  // else it overlaps the one before: its rest is hidden as well
    at = hit.end;
  }
  shown += text.substr(at);
  return shown;
}

}  // namespace shareready
