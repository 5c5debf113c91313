#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <unordered_set>
#include <vector>

#include "deid/tokens.hpp"
#include "dicom/dicom_rules.hpp"

namespace shareready {

using BlockBytes = std::vector<std::uint8_t>;

// Cleans a vendor's block of a file in which these tokens are personal (vendor_blocks.hpp). A text of the
// block stays or goes by itself, or because a token stands in it: more tokens never bring one back.
using BlockCleaner =
    std::function<std::optional<BlockBytes>(std::span<const std::uint8_t> block, const TokenSet& tokens)>;

// The files of a series repeat their protocol word for word: it is cleaned once, without tokens, and what
// came of it holds for every file none of whose tokens can stand in it. Bytes do not depend on what was
// cleaned before. Several threads may ask at once.
class BlockMemory {
 public:
  std::optional<BlockBytes> clean(std::span<const std::uint8_t> block, PrivateHandling handling,
                                  const TokenSet& tokens, const BlockCleaner& cleaner);

 private:
  struct Known {
    PrivateHandling handling = PrivateHandling::csa;
    BlockBytes block{}, cleaned{};
    std::unordered_set<std::string> words{};  // of what was cleaned
  };

  using KnownBlock = std::shared_ptr<const Known>;

  KnownBlock find(std::span<const std::uint8_t> block, PrivateHandling handling);
  void remember(const KnownBlock& known);

  std::mutex mutex_;
  std::list<KnownBlock> known_;  // the one asked for last stands first
};

}  // namespace shareready
