#include <algorithm>

#include "audit/needle_forms.hpp"
#include "audit/needle_search.hpp"
#include "base/text.hpp"

namespace shareready {
namespace {

constexpr std::size_t k_lookahead = 6;  // three UTF-16 units, or "." and a digit
constexpr std::size_t k_fewest_of_touching_name = 8;
constexpr std::size_t k_fewest_of_touching_label = 10;  // six behind the prefix
constexpr std::size_t k_fewest_before_digits = 6;
constexpr std::size_t k_fewest_run_together = 6;

bool is_digit(int byte) { return byte >= '0' && byte <= '9'; }

// "sub-" and a label; "ses-" ends words of every language ("doses-3").
bool has_joint(std::string_view bytes) { return to_lower(bytes.substr(0, 4)) == "sub-"; }

bool is_in_text(SearchPlace place) {
  return place == SearchPlace::text || place == SearchPlace::long_words || place == SearchPlace::run_together;
}

std::size_t utf8_length(char32_t point) {
  return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
}

}  // namespace

NeedleStream::NeedleStream(const NeedleSearch& search, SearchPlace place, OnHit on_hit)
    : needles_(search), place_(place), on_hit_(std::move(on_hit)) {}

int NeedleStream::byte_at(std::uint64_t offset) const {
  if (offset >= chunk_begin_) {
    const std::uint64_t at = offset - chunk_begin_;
    return at < chunk_.size() ? chunk_[static_cast<std::size_t>(at)] : -1;
  }
  const std::uint64_t back = chunk_begin_ - offset;
  return back <= tail_.size() ? tail_[tail_.size() - static_cast<std::size_t>(back)] : -1;
}

// The character that ends before an offset, or begins at it; a byte that is no part of UTF-8 stands for
// itself.
char32_t NeedleStream::character_at(std::uint64_t offset, bool before) const {
  std::uint64_t begin = before ? offset - 1 : offset;
  if (before) {
    for (int back = 0; back < 3 && begin > 0 && (byte_at(begin) & 0xc0) == 0x80; ++back) --begin;
  }
  std::string bytes;
  for (std::uint64_t at = begin; at < begin + 4 && byte_at(at) >= 0; ++at)
    bytes += static_cast<char>(byte_at(at));
  const char32_t point = code_points_of(bytes).front();
  const bool is_whole = !before || begin + utf8_length(point) == offset;
  return is_whole ? point : static_cast<char32_t>(byte_at(offset - 1));
}

// Whether a letter or digit of any script stands before or behind a place of a text; in other bytes letters
// of ASCII alone are told from chance.
bool NeedleStream::has_letter(std::uint64_t offset, bool before) const {
  if (before && offset == 0) return false;
  const int byte = byte_at(before ? offset - 1 : offset);
  if (byte < 0) return false;
  if (byte < 0x80 || !is_in_text(place_))
    return byte < 0x80 && is_letter_or_digit(static_cast<char32_t>(byte));
  return is_letter_or_digit(character_at(offset, before));
}

bool NeedleStream::is_searched(const NeedleSearch::Pattern& pattern) const {
  switch (place_) {
    case SearchPlace::text:
    case SearchPlace::long_words:
    case SearchPlace::run_together:
      return true;
    case SearchPlace::binary:
      return pattern.in_binary;
    case SearchPlace::voxels:
      return pattern.in_voxels;
  }
  return true;
}

bool NeedleStream::stands_exactly(std::size_t pattern, std::uint64_t begin) const {
  for (const char c : needles_.search_.patterns()[pattern]) {
    if (byte_at(begin++) != static_cast<unsigned char>(c)) return false;
  }
  return true;
}

// How many characters a string has is written before it by most formats: as one number of 8, 16 or 32 bits of
// either byte order, of characters or bytes, or within a mark (MessagePack, CBOR).
bool NeedleStream::is_whole_string(std::uint64_t begin, std::size_t characters, std::size_t step) const {
  const auto byte = [&](std::uint64_t back) { return begin >= back ? byte_at(begin - back) : -1; };
  const auto tells = [&](int number) {
    return number == static_cast<int>(characters) || number == static_cast<int>(characters * step);
  };
  constexpr int k_cbor = 0x60, k_message_pack = 0xa0;
  const bool little_endian = byte(1) == 0 && byte(2) == 0 && byte(3) == 0 && tells(byte(4));
  return little_endian || tells(byte(1)) || tells(byte(1) - k_cbor) || tells(byte(1) - k_message_pack);
}

// In binary files values of fixed length and the fields of databases stand side by side without anything
// between them: long words are taken there, "sub-01" in "sub-01sub-02", and strings whose length is told. In
// texts a number may follow a name.
bool NeedleStream::may_touch(std::size_t number, bool before, std::uint64_t end) const {
  const NeedleSearch::Pattern& pattern = needles_.patterns_[number];
  const std::string_view bytes = needles_.search_.patterns()[number];
  const std::size_t characters = (bytes.size() + pattern.step - 1) / pattern.step;
  const std::uint64_t begin = end - bytes.size();
  if (pattern.is_number || place_ == SearchPlace::voxels) return false;
  const int beside = before ? byte_at(begin - pattern.step) : byte_at(end + pattern.step - 1);
  const bool number_goes_on =
      is_digit(beside) && is_digit(before ? bytes.front() : bytes[(characters - 1) * pattern.step]);
  const bool is_name = needles_.sort_of(pattern.needle).kind == FindingKind::personal_token;
  // "wsub-07", as SPM names what it made of an image
  const bool is_behind_letters = before && is_in_text(place_) && !is_digit(beside) && has_joint(bytes);
  if (is_behind_letters) return true;
  if (place_ == SearchPlace::run_together) return characters >= k_fewest_run_together && !number_goes_on;
  if (is_in_text(place_))
    return is_name && characters >= k_fewest_before_digits && is_digit(beside) && !number_goes_on;
  const bool is_long = characters >= (is_name ? k_fewest_of_touching_name : k_fewest_of_touching_label);
  if (is_long && !number_goes_on) return true;
  return is_whole_string(begin, characters, pattern.step) ||
         begins_label(before ? begin : end + pattern.step - 1, pattern.step);
}

bool NeedleStream::begins_label(std::uint64_t place, std::uint64_t step) const {
  std::string three;
  for (std::uint64_t i = 0; i < 3; ++i) three += static_cast<char>(std::max(byte_at(place + i * step), 0));
  three = to_lower(three);
  return three == "sub" || three == "ses";
}

// In UTF-16 of either byte order, the characters beside a pattern of interleaved bytes stand two bytes before
// its first and one after its last byte.
bool NeedleStream::ends_word(std::size_t number, bool before, std::uint64_t end) const {
  const NeedleSearch::Pattern& pattern = needles_.patterns_[number];
  const std::uint64_t begin = end - needles_.search_.patterns()[number].size();
  const std::uint64_t gap = pattern.step - 1U;
  if (!(before ? pattern.opens_word : pattern.closes_word)) return true;
  const bool goes_on =
      before ? begin >= pattern.step && has_letter(begin - gap, true) : has_letter(end + gap, false);
  return !goes_on || may_touch(number, before, end);
}

// Whether these letters count here, and are no part of a decimal number.
bool NeedleStream::is_itself(std::size_t number, std::uint64_t end) const {
  const NeedleSearch::Pattern& pattern = needles_.patterns_[number];
  const std::uint64_t begin = end - needles_.search_.patterns()[number].size();
  const bool exact =
      place_ == SearchPlace::voxels || (place_ == SearchPlace::binary && pattern.exact_in_binary);
  if (exact && !stands_exactly(number, begin)) return false;
  if (!pattern.is_number || pattern.step != 1) return true;
  const bool is_fraction = begin >= 2 && byte_at(begin - 1) == '.' && is_digit(byte_at(begin - 2));
  const bool has_fraction = byte_at(end) == '.' && is_digit(byte_at(end + 1));
  return !is_fraction && !has_fraction;
}

void NeedleStream::judge(std::size_t number, std::uint64_t end) {
  const NeedleHit hit{.needle = needles_.patterns_[number].needle,
                      .begin = end - needles_.search_.patterns()[number].size(),
                      .end = end};
  const bool begins = ends_word(number, true, end);
  const bool closes = ends_word(number, false, end);
  if ((begins && closes) || is_in_text(place_)) {
    if (!is_itself(number, end)) return;
    if (begins && closes) on_hit_(hit);
    if (is_in_text(place_)) join(hit, begins, closes);
  }
}

// A label and names without anything between them ("sub-01Jansen") are words together, if neither is alone.
void NeedleStream::join(const NeedleHit& hit, bool begins, bool closes) {
  const auto is_label = [this](const NeedleHit& part) {
    return needles_.sort_of(part.needle).kind == FindingKind::original_label;
  };
  std::erase_if(joined_, [&](const std::vector<NeedleHit>& parts) {
    return parts.back().end + needles_.search_.longest() < hit.end;
  });
  std::vector<NeedleHit> parts;
  for (const std::vector<NeedleHit>& before : joined_) {
    if (before.back().end == hit.begin) parts = before;
  }
  const bool is_alone = begins && closes;
  if (parts.empty() && (is_alone || !begins)) return;
  parts.push_back(hit);
  if (!closes) return joined_.push_back(std::move(parts));
  if (std::none_of(parts.begin(), parts.end(), is_label)) return;
  if (is_alone) parts.pop_back();  // told already
  for (const NeedleHit& part : parts) on_hit_(part);
}

void NeedleStream::judge_up_to(std::uint64_t known_end) {
  while (!candidates_.empty() && candidates_.front().end + k_lookahead <= known_end) {
    const Candidate candidate = candidates_.front();
    candidates_.pop_front();
    judge(candidate.pattern, candidate.end);
  }
}

void NeedleStream::feed(std::span<const std::uint8_t> chunk) {
  if (needles_.patterns_.empty()) return;
  chunk_ = chunk;
  const auto keep = [this](std::size_t pattern, std::size_t end) {
    if (is_searched(needles_.patterns_[pattern])) candidates_.push_back({pattern, chunk_begin_ + end});
  };
  using Among = PatternSearch::Among;
  const bool long_alone = place_ == SearchPlace::voxels || place_ == SearchPlace::long_words;
  needles_.search_.feed(state_, chunk, keep, long_alone ? Among::long_ones : Among::all);
  judge_up_to(chunk_begin_ + chunk.size());
  const std::size_t kept = needles_.search_.longest() + 2 * k_lookahead;
  if (chunk.size() >= kept) {
    tail_.assign(chunk.end() - static_cast<std::ptrdiff_t>(kept), chunk.end());
  } else {
    tail_.insert(tail_.end(), chunk.begin(), chunk.end());
    if (tail_.size() > kept) tail_.erase(tail_.begin(), tail_.end() - static_cast<std::ptrdiff_t>(kept));
  }
  chunk_begin_ += chunk.size();
  chunk_ = {};
}

void NeedleStream::finish() { judge_up_to(chunk_begin_ + k_lookahead); }

}  // namespace shareready
