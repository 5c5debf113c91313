#pragma once

#include <cstdint>
#include <filesystem>

#include "base/json.hpp"
#include "base/result.hpp"
#include "readiness/answers.hpp"
#include "readiness/inputs.hpp"
#include "stage/places.hpp"

namespace shareready {

// The list of the released files and their hashes, beside readiness.json in report/.
constexpr const char* k_manifest_name = "manifest.sha256";

// What a run saw of what leads back to persons.
struct Sight {
  readiness::Standing stands = {};
  bool of_this_release =
      true;  // the private folder that it saw, or missed, is the one of the published release
};

// What a report is renewed with.
struct RenewedWith {
  const readiness::Answers* answers = nullptr;
  Sight sight = {};
};

// A private folder at a place of its own (--private-dir) counts as gone only for a run that looked there.
readiness::Standing standing_of(const Json& document, const Sight& sight);

// True where answers are given, and the published report does not have them yet, or tells of a source or a
// private folder what is so no more; and where its files were not written together. Errors: no_input,
// bad_data (they were not, and no answers are given), io.
Result<bool> needs_renewal(const std::filesystem::path& report, const RenewedWith& with);

// Writes a copy of a published report with new answers in it; what was measured stays. Errors: no_input,
// bad_data, cannot_create, io.
Status renew_report(const std::filesystem::path& published, const std::filesystem::path& fresh,
                    const RenewedWith& with, std::int64_t now);

// A published report is renewed where the source is gone, as the answers say: with the answers file that it
// stands on already, as no other text can be searched for labels of the source any more. False: it says all
// of that already. Errors: usage (other answers; the private folder stands, or had a place of its own that is
// not named), locked, no_input,
// bad_data, cannot_create, io.
Result<bool> renew_without_source(const Places& places, const readiness::Answers& answers, bool in_container,
                                  std::int64_t now);

}  // namespace shareready
