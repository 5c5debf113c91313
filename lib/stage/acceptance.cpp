#include "stage/acceptance.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/files.hpp"
#include "base/text.hpp"

namespace shareready {
namespace {

constexpr std::size_t k_sha256_digits = 64;

}  // namespace

Result<Acceptances> Acceptances::read(const std::filesystem::path& file) {
  SR_TRY(const std::string text, read_text(file));
  Acceptances acceptances;
  std::size_t number = 0;
  for (const std::string& raw : split(text, '\n')) {
    ++number;
    const std::string_view line = trim(raw);
    if (line.empty() || line.front() == '#') continue;
    const std::size_t gap = line.find_last_of(" \t");
    const std::string_view hash = gap == std::string_view::npos ? line : line.substr(gap + 1);
    if (gap == std::string_view::npos || hash.size() != k_sha256_digits) {
      return Error{
          ErrorCode::usage,
          file.string(),
          fmt::format("line {}: expected an image path and its sha256, as the review page prints them",
                      number),
          {}};
    }
    acceptances.hashes_[std::string(trim(line.substr(0, gap)))] = to_lower(hash);
  }
  return acceptances;
}

bool Acceptances::accepts(std::string_view path, std::string_view sha256) const {
  const auto found = hashes_.find(path);
  return found != hashes_.end() && !sha256.empty() && found->second == sha256;
}

std::string Acceptances::text() const {
  std::string lines;
  for (const auto& [path, hash] : hashes_) lines += fmt::format("{} {}\n", path, hash);
  return lines;
}

Outcome with_accepted(Outcome outcome, const Acceptances& acceptances) {
  std::set<std::string> accepted;
  for (FileOutcome& file : outcome.files) {
    const bool doubtful =
        file.status == FileStatus::withheld && !file.staged.empty() && file.belongs_to.empty();
    if (!doubtful || !acceptances.accepts(file.path, file.input.sha256)) continue;
    file.status = FileStatus::done;
    file.verdict = k_verdict_accepted;
    accepted.insert(file.path);
  }
  for (FileOutcome& file : outcome.files) {
    const bool returns = std::any_of(file.belongs_to.begin(), file.belongs_to.end(),
                                     [&](const std::string& image) { return accepted.contains(image); });
    if (returns && file.status == FileStatus::withheld) file.status = FileStatus::done;
  }
  return outcome;
}

}  // namespace shareready
