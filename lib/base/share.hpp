#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace shareready {

// The path of a data table of share/, looked for in $SHAREREADY_SHARE_DIR, ../share/shareready beside the
// folder of the executable, the configured install folder, then the source tree. Errors: no_input, naming
// where it was looked for.
Result<std::filesystem::path> find_share_file(std::string_view name);

// SHA-256 over the running executable and all its data tables: what decides, beside version numbers, whether
// two runs would do the same. Where /proc is not mounted, over the tables alone. Errors: no_input, io.
Result<std::string> program_fingerprint();

}  // namespace shareready
