#include "audit/pattern_search.hpp"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstring>
#include <limits>

namespace shareready {
namespace {

constexpr std::uint64_t k_mixer = 0x9e3779b97f4a7c15;  // 2^64 / golden ratio: Knuth, TAOCP 3, 6.4
constexpr std::size_t k_bits_per_member = 64;
constexpr std::size_t k_fewest_bits = std::size_t{1} << 15U;  // 4 KiB
constexpr std::size_t k_most_bits = std::size_t{1} << 24U;    // 2 MiB: what a second-level cache holds
constexpr std::size_t k_word = sizeof(std::uint64_t);
constexpr std::size_t k_pairs = std::size_t{1} << 16U;
constexpr std::size_t k_longest_pattern = std::numeric_limits<std::uint16_t>::max();

constexpr std::size_t k_widest_stride = 8;
constexpr std::size_t k_short_gram = 1, k_middle_gram = 3, k_long_gram = 4, k_utf16_gram = 8;

std::uint64_t hash_of(std::uint64_t word) { return word * k_mixer; }

constexpr std::uint64_t gram_mask(std::size_t gram) {
  return gram >= k_word ? ~std::uint64_t{0} : (std::uint64_t{1} << (8 * gram)) - 1;
}

}  // namespace

HashFilter::HashFilter(std::size_t members)
    : shift_(64 - static_cast<unsigned>(std::countr_zero(
                      std::clamp(std::bit_ceil(members * k_bits_per_member), k_fewest_bits, k_most_bits)))),
      words_((std::size_t{1} << (64 - shift_)) / 64, 0) {}

PatternSearch::PatternSearch(PatternList patterns, Letters letters) : patterns_(std::move(patterns)) {
  for (std::size_t byte = 0; byte < folded_.size(); ++byte) {
    const bool is_capital = letters == Letters::any_case && byte >= 'A' && byte <= 'Z';
    folded_[byte] = static_cast<std::uint8_t>(is_capital ? byte + ('a' - 'A') : byte);
  }
  if (letters == Letters::any_case) fold_mask_ = 0x2020202020202020;
  short_.groups[0].gram = k_short_gram;
  short_.groups[1].gram = k_middle_gram;
  long_.groups[0].gram = k_long_gram;
  long_.groups[1].gram = k_utf16_gram;
  for (std::size_t i = 0; i < patterns_.size(); ++i) sort_in(i);
  prepare(short_);
  prepare(long_);
}

std::size_t PatternSearch::characters_of(std::string_view pattern) {
  const bool is_utf16 = pattern.size() > 1 && (pattern[1] == '\0' || pattern[0] == '\0');
  return is_utf16 ? (pattern.size() + 1) / 2 : pattern.size();
}

// Short grams of UTF-16 are pairs of letters, too common in images of small numbers: it has a group of its
// own with longer ones.
void PatternSearch::sort_in(std::size_t pattern) {
  const std::string_view text = patterns_[pattern];
  if (text.empty() || text.size() > k_longest_pattern) return;
  longest_ = std::max(longest_, text.size());
  const std::size_t characters = characters_of(text);
  const bool is_utf16 = characters < text.size();
  Group& group = characters >= k_long ? long_.groups[is_utf16 ? 1 : 0]
                                      : short_.groups[text.size() < k_middle_gram ? 0 : 1];
  group.members.push_back(static_cast<std::uint32_t>(pattern));
}

// A pattern holds a whole gram at one of the places looked at, if it has gram + stride - 1 bytes.
void PatternSearch::prepare(Pass& pass) {
  std::size_t stride = k_widest_stride;
  for (Group& group : pass.groups) {
    group.fewest = k_longest_pattern;
    for (const std::uint32_t member : group.members) {
      group.fewest = std::min(group.fewest, patterns_[member].size());
    }
    stride = std::min(stride, group.fewest - group.gram + 1);
  }
  pass.pairs.assign(k_pairs / 64, 0);
  for (Group& group : pass.groups) {
    if (group.members.empty()) continue;
    pass.stride = stride;
    add_pairs(pass, group);
    fill(group, stride);
  }
}

void PatternSearch::add_pairs(Pass& pass, const Group& group) const {
  const auto add = [&](std::uint64_t pair) { pass.pairs[pair / 64] |= std::uint64_t{1} << (pair % 64); };
  for (const std::uint32_t member : group.members) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(patterns_[member].data());
    for (std::size_t offset = 0; offset < pass.stride; ++offset) {
      const std::uint64_t pair = word_at(bytes + offset, std::min(group.gram, std::size_t{2}));
      const std::uint64_t last = group.gram > 1 ? pair : k_pairs - 1;  // of one byte, with any other
      for (std::uint64_t any = pair; any <= last; any += 256) add(any);
    }
  }
}

void PatternSearch::fill(Group& group, std::size_t stride) const {
  group.grams = HashFilter(group.members.size() * stride);
  group.starts = HashFilter(group.members.size());
  std::vector<std::uint64_t> hashes;
  std::vector<bool> lengths(longest_ + 1, false);
  for (const std::uint32_t member : group.members) {
    const std::string_view text = patterns_[member];
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    for (std::size_t offset = 0; offset < stride; ++offset) {
      group.grams.add(hash_of(word_at(bytes + offset, group.gram)));
    }
    group.starts.add(hash_of(word_at(bytes, std::min(group.fewest, k_word))));
    hashes.push_back(extended(0, bytes, text.size()));
    lengths[text.size()] = true;
  }
  for (std::size_t length = 1; length <= longest_; ++length) {
    if (lengths[length]) group.lengths.push_back(static_cast<std::uint16_t>(length));
  }
  put_in_slots(group, hashes);
}

// The slots are scattered over more memory than a cache holds: each is asked for some members ahead.
void PatternSearch::put_in_slots(Group& group, const std::vector<std::uint64_t>& hashes) {
  constexpr std::size_t k_ahead = 16;
  group.slots.resize(std::bit_ceil(hashes.size() * 2));
  group.shift = 64 - static_cast<unsigned>(std::countr_zero(group.slots.size()));
  for (std::size_t i = 0; i < hashes.size(); ++i) {
    if (i + k_ahead < hashes.size()) __builtin_prefetch(&group.slots[hashes[i + k_ahead] >> group.shift], 1);
    std::size_t slot = hashes[i] >> group.shift;
    while (group.slots[slot].number != 0) slot = (slot + 1) & (group.slots.size() - 1);
    group.slots[slot] = {static_cast<std::uint32_t>(hashes[i]), group.members[i] + 1};
  }
}

std::uint64_t PatternSearch::extended(std::uint64_t hash, const std::uint8_t* bytes,
                                      std::size_t count) const {
  for (std::size_t i = 0; i < count; ++i) {
    hash = (std::rotl(hash, 23) ^ (folded_[bytes[i]] + std::uint64_t{1})) * k_mixer;
  }
  return hash;
}

// Up to eight bytes as a number. Folding by a mask makes some other bytes equal as well: such a number only
// says where to look closer.
std::uint64_t PatternSearch::word_at(const std::uint8_t* at, std::size_t count) const {
  std::uint64_t word = 0;
  std::memcpy(&word, at, count);
  return (word | fold_mask_) & gram_mask(count);
}

bool PatternSearch::stands_at(std::size_t pattern, const std::uint8_t* at) const {
  for (const char c : patterns_[pattern]) {
    if (folded_[static_cast<std::uint8_t>(c)] != folded_[*at++]) return false;
  }
  return true;
}

void PatternSearch::look_up(const Group& group, std::uint64_t hash, Bytes text, std::size_t begin,
                            std::size_t length, std::vector<Hit>& hits) const {
  for (std::size_t slot = hash >> group.shift; group.slots[slot].number != 0;
       slot = (slot + 1) & (group.slots.size() - 1)) {
    const std::size_t pattern = group.slots[slot].number - 1;
    const bool alike =
        group.slots[slot].tag == static_cast<std::uint32_t>(hash) && patterns_[pattern].size() == length;
    if (alike && stands_at(pattern, text.data() + begin)) hits.push_back({pattern, begin + length});
  }
}

// The gram at `at` may be that of any offset below the stride.
void PatternSearch::verify(const Group& group, std::size_t stride, Bytes text, std::size_t at,
                           std::vector<Hit>& hits) const {
  const std::size_t start = std::min(group.fewest, k_word);
  for (std::size_t offset = 0; offset < stride && offset <= at; ++offset) {
    const std::size_t begin = at - offset;
    if (begin + group.fewest > text.size()) continue;
    if (!group.starts.may_have(hash_of(word_at(text.data() + begin, start)))) continue;
    std::uint64_t hash = 0;
    std::size_t hashed = 0;
    for (const std::size_t length : group.lengths) {
      if (begin + length > text.size()) break;
      hash = extended(hash, text.data() + begin + hashed, length - hashed);
      hashed = length;
      look_up(group, hash, text, begin, length, hits);
    }
  }
}

// The first place from `at` on, in strides, where the pair of a gram stands, or the first with less than a
// word behind it. Four places at once, since hardly any has one.
std::size_t PatternSearch::next_likely(const Pass& pass, Bytes text, std::size_t at) const {
  const std::uint8_t* const bytes = text.data();
  const std::uint64_t* const pairs = pass.pairs.data();
  const auto fold = static_cast<std::uint16_t>(fold_mask_);
  const auto pair_bit = [&](std::size_t place) {
    std::uint16_t pair = 0;
    std::memcpy(&pair, bytes + place, sizeof pair);
    pair |= fold;
    return pairs[pair >> 6U] >> (pair & 63U);
  };
  const std::size_t stride = pass.stride;
  for (; at + 3 * stride + k_word <= text.size(); at += 4 * stride) {
    const std::uint64_t any =
        pair_bit(at) | pair_bit(at + stride) | pair_bit(at + 2 * stride) | pair_bit(at + 3 * stride);
    if ((any & 1U) != 0) break;
  }
  while (at + k_word <= text.size() && (pair_bit(at) & 1U) == 0) at += stride;
  return at;
}

void PatternSearch::scan(const Pass& pass, Bytes text, std::vector<Hit>& hits) const {
  if (pass.stride == 0) return;
  std::size_t at = next_likely(pass, text, 0);
  for (; at + k_word <= text.size(); at = next_likely(pass, text, at + pass.stride)) {
    const std::uint64_t word = word_at(text.data() + at, k_word);
    for (const Group& group : pass.groups) {
      if (group.grams.may_have(hash_of(word & gram_mask(group.gram)))) {
        verify(group, pass.stride, text, at, hits);
      }
    }
  }
  for (; at < text.size(); at += pass.stride) {
    for (const Group& group : pass.groups) {
      if (at + group.gram > text.size()) continue;
      const std::uint64_t gram = word_at(text.data() + at, group.gram);
      if (group.grams.may_have(hash_of(gram))) verify(group, pass.stride, text, at, hits);
    }
  }
}

void PatternSearch::find(Bytes text, Among among, std::vector<Hit>& hits) const {
  if (among == Among::all) scan(short_, text, hits);
  scan(long_, text, hits);
}

void PatternSearch::feed(State& state, std::span<const std::uint8_t> chunk, const OnHit& on_hit,
                         Among among) const {
  if (empty() || longest_ == 0) return;
  std::vector<Hit> hits;
  const std::size_t before = state.tail.size();
  if (before > 0) {
    std::vector<std::uint8_t>& joint = state.tail;
    const auto some = chunk.first(std::min(longest_ - 1, chunk.size()));
    joint.insert(joint.end(), some.begin(), some.end());
    find(joint, among, hits);
    std::erase_if(hits, [&](const Hit& hit) {
      return hit.end <= before || hit.end - patterns_[hit.pattern].size() >= before;
    });
    for (Hit& hit : hits) hit.end -= before;
    joint.resize(before);
  }
  find(chunk, among, hits);
  std::sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) {
    return a.end != b.end ? a.end < b.end : a.pattern < b.pattern;
  });
  const std::size_t kept = longest_ - 1;
  if (chunk.size() >= kept) {
    state.tail.assign(chunk.end() - static_cast<std::ptrdiff_t>(kept), chunk.end());
  } else {
    state.tail.insert(state.tail.end(), chunk.begin(), chunk.end());
    if (state.tail.size() > kept) {
      state.tail.erase(state.tail.begin(), state.tail.end() - static_cast<std::ptrdiff_t>(kept));
    }
  }
  for (const Hit& hit : hits) on_hit(hit.pattern, hit.end);
}

}  // namespace shareready
