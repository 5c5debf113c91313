#include "stage/run_lines.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"

namespace shareready {

std::vector<readiness::RunOption> options_of_release(std::vector<readiness::RunOption> options,
                                                     const std::vector<ReleasedFile>& files) {
  const bool own_masks = std::any_of(files.begin(), files.end(), [](const ReleasedFile& file) {
    return file.outcome->method == k_method_own_mask;
  });
  if (own_masks && !readiness::has_option(options, "face-mask-dir"))
    options.push_back(
        {.name = "face-mask-dir", .shown = "MASK_DIR", .level = readiness::RunLevel::participant});
  return options;
}

std::string options_listing(const Places& places, const std::vector<readiness::RunOption>& options) {
  std::string text =
      "PRIVATE: these lines name files and persons of the source. Do not share them.\n"
      "They have the options of this run, as they were typed. Without them another release is made, or "
      "none.\n\n";
  for (const auto& [level, word] : {std::pair(readiness::RunLevel::participant, "participant"),
                                    std::pair(readiness::RunLevel::group, "group")}) {
    text +=
        fmt::format("shareready {} {} {}{}\n", shell_word(places.bids_dir.string()),
                    shell_word(places.output_dir.string()), word, readiness::typed_options(options, level));
  }
  return text;
}

}  // namespace shareready
