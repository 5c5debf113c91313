#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "stage/outcome.hpp"

namespace shareready {

// Doubtful images a person has looked at and accepts: source path -> sha256 of the source file, so that an
// acceptance never outlives the image it was given for.
class Acceptances {
 public:
  // Lines "PATH SHA256" (blank ones and those that begin with '#' do not count). Errors: no_input, usage
  // (another form; the line number is named).
  static Result<Acceptances> read(const std::filesystem::path& file);

  [[nodiscard]] bool accepts(std::string_view path, std::string_view sha256) const;
  [[nodiscard]] bool empty() const { return hashes_.empty(); }
  // For the fingerprint of a release: the same acceptances give the same text.
  [[nodiscard]] std::string text() const;

 private:
  std::map<std::string, std::string, std::less<>> hashes_;
};

// The outcome with accepted images, and what belongs to one of them, turned from withheld into done.
Outcome with_accepted(Outcome outcome, const Acceptances& acceptances);

}  // namespace shareready
