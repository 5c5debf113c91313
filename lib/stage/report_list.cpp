#include "stage/report_list.hpp"

#include <string>
#include <string_view>
#include <vector>

#include "base/files.hpp"
#include "base/text.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

bool is_to_fill_in(std::string_view path) {
  return path.starts_with("drafts/") || path.starts_with("metadata/");
}

}  // namespace

Status finish_report(TreeBuilder& report) {
  constexpr std::size_t k_hash_and_gap = 66;
  SR_TRY(const Manifest manifest, take_manifest(report.root()));
  std::string list;
  for (const std::string& line : split(manifest.list, '\n')) {
    if (line.size() > k_hash_and_gap && !is_to_fill_in(std::string_view(line).substr(k_hash_and_gap)))
      list += line + "\n";
  }
  SR_CHECK(report.write(k_report_list_name, list));
  return report.finish();
}

Result<Differences> compare_report(const fs::path& report) {
  const Result<std::string> list = read_text(report / k_report_list_name);
  if (!list.ok()) {
    Differences none_listed;
    none_listed.missing.emplace_back(k_report_list_name);
    return none_listed;
  }
  SR_TRY(Differences found, compare_tree(report, *list));
  std::erase(found.added, k_report_list_name);
  for (std::vector<std::string>* paths : {&found.added, &found.attributed})
    std::erase_if(*paths, is_to_fill_in);
  return found;
}

}  // namespace shareready
