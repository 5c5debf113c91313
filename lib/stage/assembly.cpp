#include "stage/assembly.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <unordered_map>

#include "base/files.hpp"
#include "bids/references.hpp"
#include "deid/brainvision.hpp"
#include "deid/relabel.hpp"
#include "dicom/clean_dicom.hpp"
#include "stage/person_tables.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

// It looks into the files: they outlive it.
PathMap path_map(const std::vector<ReleasedFile>& files) {
  std::unordered_map<std::string_view, std::string_view> paths;
  paths.reserve(files.size());
  for (const ReleasedFile& file : files) paths.emplace(file.path, file.new_path);
  return [paths = std::move(paths)](std::string_view old) -> std::optional<std::string> {
    const auto found = paths.find(old);
    return found == paths.end() ? std::nullopt : std::optional(std::string(found->second));
  };
}

bool holds_token(const Json& json, const TokenSet& tokens) {
  return json.is_string() && tokens.find_in(json.as_string()).has_value();
}

// Neither what points at somebody nor what a spreadsheet would run.
void clear_cells(Table& table, const TokenSet& tokens) {
  for (auto& row : table.rows) {
    for (std::string& cell : row) {
      if (is_formula(cell) || tokens.find_in(cell)) cell = "n/a";
    }
  }
}

// What the texts of the release are written with.
struct TextNames {
  const LabelMap* labels = nullptr;
  const PathMap* released = nullptr;
  const TokenSet* tokens = nullptr;
};

using Lost = std::vector<std::string>;  // one line for each reference that leads to nothing any more

Status put_sidecar(const ReleasedFile& file, const TextNames& step, Lost& lost, TreeBuilder& tree) {
  SR_TRY(const std::string text, read_text(file.staged));
  SR_TRY(Json json, parse_json(text, file.path));
  // First: old paths may hold dates that are tokens.
  const ReferenceChanges changes = rewrite_references(json, file.path, *step.released);
  for (const std::string& target : changes.removed) {
    lost.push_back(fmt::format("{}: the reference to {} was removed", file.path, target));
  }
  if (!file.participant.empty()) remove_tokens(json, *step.tokens);  // root files were scrubbed with all
  const std::string rewritten = format_json(json);
  return rewritten == text ? tree.take_over(file.new_path, file.staged)
                           : tree.write(file.new_path, rewritten);
}

Status put_table(const ReleasedFile& file, const TextNames& step, Lost& lost, TreeBuilder& tree) {
  SR_TRY(Table table, read_table(file.staged));
  rewrite_stim_files(table, *step.released);
  SR_TRY(RelabelledTable relabelled, relabel_table(table, {.path = file.path}, *step.labels, *step.released));
  for (const std::string& name : relabelled.removed) {
    lost.push_back(fmt::format("{}: the row of {} was removed, which is not released", file.path, name));
  }
  clear_cells(relabelled.table, *step.tokens);
  const bool is_list = !relabelled.removed.empty();
  if (is_list && relabelled.table.rows.empty()) return Done{};
  return tree.write(file.new_path, format_table(relabelled.table));
}

Status put_dicom(const ReleasedFile& file, const LabelMap& labels, TreeBuilder& tree) {
  SR_TRY(const std::vector<std::uint8_t> staged, read_bytes(file.staged));
  const auto label = labels.participant(file.participant);
  if (!label) return Error{ErrorCode::internal, file.path, "its participant has no new label", {}};
  SR_TRY(const std::vector<std::uint8_t> relabelled, relabel_dicom(staged, "sub-" + *label));
  return tree.write(file.new_path, {reinterpret_cast<const char*>(relabelled.data()), relabelled.size()});
}

// The header and the markers name the files of their recording.
Status put_brainvision(const ReleasedFile& file, TreeBuilder& tree) {
  SR_TRY(const std::string text, read_text(file.staged));
  return tree.write(file.new_path, rename_brainvision_files(text, fs::path(file.new_path).stem().string()));
}

}  // namespace

void remove_tokens(Json& json, const TokenSet& tokens) {
  if (json.is_object()) {
    std::erase_if(json.object(),
                  [&](const Json::Member& member) { return holds_token(member.second, tokens); });
    for (auto& [key, value] : json.object()) remove_tokens(value, tokens);
  } else if (json.is_array()) {
    std::erase_if(json.array(), [&](const Json& value) { return holds_token(value, tokens); });
    for (Json& value : json.array()) remove_tokens(value, tokens);
  }
}

Result<std::vector<std::string>> assemble(const std::vector<ReleasedFile>& files, const LabelMap& labels,
                                          const TokenSet& tokens, TreeBuilder& tree) {
  const PathMap released = path_map(files);
  const TextNames names{.labels = &labels, .released = &released, .tokens = &tokens};
  Lost lost;
  for (const ReleasedFile& file : files) {
    const std::string_view path = file.new_path;
    const std::string_view extension = path.substr(std::min(path.rfind('.'), path.size()));
    if (file.outcome->kind == to_string(FileKind::dicom)) {
      SR_CHECK(put_dicom(file, labels, tree));
    } else if (extension == ".json") {
      SR_CHECK(put_sidecar(file, names, lost, tree));
    } else if (extension == ".vhdr" || extension == ".vmrk") {
      SR_CHECK(put_brainvision(file, tree));
    } else if (extension == ".tsv") {
      SR_CHECK(put_table(file, names, lost, tree));
    } else {
      SR_CHECK(tree.take_over(file.new_path, file.staged));
    }
  }
  return lost;
}

}  // namespace shareready
