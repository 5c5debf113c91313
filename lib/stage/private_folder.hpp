#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.hpp"
#include "base/result.hpp"

namespace shareready {

// The layout of private/ (mode 0700). Nothing in it may ever be shared.
struct PrivateFolder {
  std::filesystem::path root;

  [[nodiscard]] std::filesystem::path staging() const { return root / "staging"; }
  [[nodiscard]] std::filesystem::path staging(std::string_view label) const { return staging() / label; }
  [[nodiscard]] std::filesystem::path outcomes() const { return root / "outcomes"; }
  [[nodiscard]] std::filesystem::path outcome(std::string_view label) const {
    return outcomes() / (std::string(label) + ".json");
  }
  [[nodiscard]] std::filesystem::path tokens() const { return root / "tokens"; }
  [[nodiscard]] std::filesystem::path tokens(std::string_view label) const { return tokens() / label; }
  [[nodiscard]] std::filesystem::path renderings() const { return root / "renderings"; }
  [[nodiscard]] std::filesystem::path renderings(std::string_view label) const {
    return renderings() / label;
  }
  [[nodiscard]] std::filesystem::path logs() const { return root / "logs"; }
  [[nodiscard]] std::filesystem::path report() const { return root / "report"; }
  [[nodiscard]] std::filesystem::path locks() const { return root / "locks"; }
  [[nodiscard]] std::filesystem::path participant_lock(std::string_view label) const {
    return locks() / ("sub-" + std::string(label));
  }
  [[nodiscard]] std::filesystem::path group_lock() const { return locks() / "group"; }
  [[nodiscard]] std::filesystem::path policies() const { return root / "policies"; }  // by their hashes
  [[nodiscard]] std::filesystem::path releases() const { return root / "releases"; }  // by their keys
  [[nodiscard]] std::filesystem::path secret() const { return root / "secret"; }
  [[nodiscard]] std::filesystem::path run_record() const { return root / "run.json"; }
};

// Makes the folders and the warning file; fine if they exist. Errors: cannot_create, io.
Result<PrivateFolder> open_private_folder(const std::filesystem::path& root);

// The secret of a dataset: 32 random bytes, and a fingerprint that says which secret it was without giving
// it away (HMAC-SHA-256 of a constant, 16 hex digits).
struct Secret {
  std::vector<std::uint8_t> bytes;
  std::string fingerprint;
};

Secret make_secret(std::vector<std::uint8_t> bytes);

// The secret if there is one. Errors: io, bad_data (not 32 bytes).
Result<std::optional<Secret>> find_secret(const PrivateFolder& folder);
// The secret, drawn now if there is none; of several processes that draw at once, one wins and all use its.
Result<Secret> obtain_secret(const PrivateFolder& folder, const RandomSource& random);

}  // namespace shareready
