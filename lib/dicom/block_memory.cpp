#include "dicom/block_memory.hpp"

#include <algorithm>
#include <utility>

#include "base/words.hpp"

namespace shareready {
namespace {

constexpr std::size_t k_most_blocks = 16;
// Shorter blocks differ from file to file, or take less time than to look them up.
constexpr std::size_t k_shortest = 16 << 10;
constexpr std::size_t k_longest_kept = 1 << 20;

std::unordered_set<std::string> words_in(const BlockBytes& bytes) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  std::vector<std::string> words = words_of(text);
  return {std::make_move_iterator(words.begin()), std::make_move_iterator(words.end())};
}

}  // namespace

BlockMemory::KnownBlock BlockMemory::find(std::span<const std::uint8_t> block, PrivateHandling handling) {
  const std::lock_guard lock(mutex_);
  const auto found = std::find_if(known_.begin(), known_.end(), [&](const KnownBlock& known) {
    return known->handling == handling && std::ranges::equal(known->block, block);
  });
  if (found == known_.end()) return nullptr;
  known_.splice(known_.begin(), known_, found);
  return known_.front();
}

void BlockMemory::remember(const KnownBlock& known) {
  const std::lock_guard lock(mutex_);
  known_.push_front(known);
  if (known_.size() > k_most_blocks) known_.pop_back();
}

std::optional<BlockBytes> BlockMemory::clean(std::span<const std::uint8_t> block, PrivateHandling handling,
                                             const TokenSet& tokens, const BlockCleaner& cleaner) {
  if (block.size() < k_shortest || block.size() > k_longest_kept) return cleaner(block, tokens);
  KnownBlock known = find(block, handling);
  if (known == nullptr) {
    auto cleaned = cleaner(block, TokenSet{});
    if (!cleaned) return std::nullopt;  // no tokens bring it back
    auto words = words_in(*cleaned);
    known = std::make_shared<const Known>(Known{.handling = handling,
                                                .block = {block.begin(), block.end()},
                                                .cleaned = std::move(*cleaned),
                                                .words = std::move(words)});
    remember(known);
  }
  return tokens.may_stand_among(known->words) ? cleaner(block, tokens) : known->cleaned;
}

}  // namespace shareready
