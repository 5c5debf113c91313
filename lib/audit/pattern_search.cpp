#include "audit/pattern_search.hpp"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstring>
#include <limits>
#include <set>

namespace shareready {
namespace {

constexpr std::uint64_t k_mixer = 0x9e3779b97f4a7c15;  // 2^64 / golden ratio: Knuth, TAOCP 3, 6.4
constexpr std::size_t k_bits_per_member = 64;
constexpr std::size_t k_fewest_bits = std::size_t{1} << 15U;  // 4 KiB
constexpr std::size_t k_most_bits = std::size_t{1} << 24U;    // 2 MiB: what a second-level cache holds
constexpr std::size_t k_word = sizeof(std::uint64_t);
constexpr std::size_t k_pairs = std::size_t{1} << 16U;
constexpr std::size_t k_longest_pattern = std::numeric_limits<std::uint16_t>::max();

struct GroupSizes {
  std::size_t least, gram, stride;
};
// A pattern has at least gram + stride - 1 bytes. The last group is that of UTF-16, whose short grams are
// pairs of letters: too common in images of small numbers.
constexpr std::array<GroupSizes, 4> k_groups = {{{1, 1, 1}, {3, 3, 1}, {6, 4, 3}, {11, 8, 4}}};

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
  for (std::size_t i = 0; i < groups_.size(); ++i) fill(i);
}

std::size_t PatternSearch::group_of(std::string_view pattern) {
  if (pattern.size() < k_groups[1].least) return 0;
  if (pattern.size() < k_groups[2].least) return 1;
  const bool is_utf16 = pattern[1] == '\0' || pattern[0] == '\0';
  return is_utf16 && pattern.size() >= k_groups[3].least ? 3 : 2;
}

void PatternSearch::fill(std::size_t number) {
  Group& group = groups_[number];
  group.gram = k_groups[number].gram;
  group.stride = k_groups[number].stride;
  std::vector<std::uint32_t> members;
  std::set<std::size_t> lengths;
  for (std::size_t i = 0; i < patterns_.size(); ++i) {
    const std::string_view pattern = patterns_[i];
    if (pattern.empty() || pattern.size() > k_longest_pattern || group_of(pattern) != number) continue;
    members.push_back(static_cast<std::uint32_t>(i));
    lengths.insert(pattern.size());
  }
  group.count = members.size();
  if (members.empty()) return;
  group.fewest = *lengths.begin();
  longest_ = std::max(longest_, *lengths.rbegin());
  for (const std::size_t length : lengths) group.lengths.push_back(static_cast<std::uint16_t>(length));
  group.pairs.assign(k_pairs / 64, group.gram < 2 ? ~std::uint64_t{0} : 0);
  group.grams = HashFilter(group.count * group.stride);
  group.starts = HashFilter(group.count);
  const std::size_t slots = std::bit_ceil(group.count * 2);
  group.slots.resize(slots);
  group.shift = 64 - static_cast<unsigned>(std::countr_zero(slots));
  for (const std::uint32_t pattern : members) put(group, pattern);
}

void PatternSearch::put(Group& group, std::size_t pattern) {
  const std::string_view text = patterns_[pattern];
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  for (std::size_t offset = 0; offset < group.stride; ++offset) {
    group.grams.add(hash_of(word_at(bytes + offset, group.gram)));
    const std::uint64_t pair = word_at(bytes + offset, std::min(group.gram, std::size_t{2}));
    group.pairs[pair / 64] |= std::uint64_t{1} << (pair % 64);
  }
  group.starts.add(hash_of(word_at(bytes, std::min(group.fewest, k_word))));
  const std::uint64_t hash = extended(0, bytes, text.size());
  std::size_t slot = hash >> group.shift;
  while (group.slots[slot].number != 0) slot = (slot + 1) & (group.slots.size() - 1);
  group.slots[slot] = {static_cast<std::uint32_t>(hash), static_cast<std::uint32_t>(pattern + 1)};
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
void PatternSearch::verify(const Group& group, Bytes text, std::size_t at, std::vector<Hit>& hits) const {
  const std::size_t start = std::min(group.fewest, k_word);
  for (std::size_t offset = 0; offset < group.stride && offset <= at; ++offset) {
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

template <std::size_t gram, std::size_t stride>
void PatternSearch::scan(const Group& group, Bytes text, std::vector<Hit>& hits) const {
  if (group.count == 0 || text.size() < gram) return;
  const std::uint8_t* const bytes = text.data();
  const std::uint64_t* const pairs = group.pairs.data();
  std::size_t at = 0;
  for (; at + k_word <= text.size(); at += stride) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes + at, k_word);
    word |= fold_mask_;
    if ((pairs[(word & 0xffffU) >> 6U] >> (word & 63U) & 1U) == 0) continue;
    if (group.grams.may_have(hash_of(word & gram_mask(gram)))) verify(group, text, at, hits);
  }
  for (; at + gram <= text.size(); at += stride) {
    if (group.grams.may_have(hash_of(word_at(bytes + at, gram)))) verify(group, text, at, hits);
  }
}

void PatternSearch::find(Bytes text, std::vector<Hit>& hits) const {
  scan<1, 1>(groups_[0], text, hits);
  scan<3, 1>(groups_[1], text, hits);
  scan<4, 3>(groups_[2], text, hits);
  scan<8, 4>(groups_[3], text, hits);
}

void PatternSearch::feed(State& state, std::span<const std::uint8_t> chunk, const OnHit& on_hit) const {
  if (empty() || longest_ == 0) return;
  std::vector<Hit> hits;
  const std::size_t before = state.tail.size();
  if (before > 0) {
    std::vector<std::uint8_t>& joint = state.tail;
    const auto some = chunk.first(std::min(longest_ - 1, chunk.size()));
    joint.insert(joint.end(), some.begin(), some.end());
    find(joint, hits);
    std::erase_if(hits, [&](const Hit& hit) {
      return hit.end <= before || hit.end - patterns_[hit.pattern].size() >= before;
    });
    for (Hit& hit : hits) hit.end -= before;
    joint.resize(before);
  }
  find(chunk, hits);
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
