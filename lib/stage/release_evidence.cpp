#include "stage/release_evidence.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "base/files.hpp"
#include "deid/description.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> words_of(const Json& value) {
  std::vector<std::string> words;
  if (value.is_string() && !value.as_string().empty()) words.push_back(value.as_string());
  for (const Json& entry : value.as_array()) words.push_back(entry.as_string());
  return words;
}

// Values that fewer than k persons share, '<absent>' aside.
std::uint64_t count_rare(const Table& table, std::size_t column, std::size_t person, std::uint64_t k) {
  std::map<std::string, std::set<std::string>> persons;
  for (const auto& row : table.rows) {
    if (row[column] != "n/a" && !row[column].empty()) persons[row[column]].insert(row[person]);
  }
  return static_cast<std::uint64_t>(std::count_if(
      persons.begin(), persons.end(), [&](const auto& entry) { return entry.second.size() < k; }));
}

Result<std::vector<fs::path>> person_tables(const fs::path& release) {
  std::vector<fs::path> tables;
  std::error_code status;
  if (fs::exists(release / "participants.tsv", status)) tables.push_back(release / "participants.tsv");
  for (const fs::directory_entry& entry : fs::directory_iterator(release / "phenotype", status)) {
    if (entry.path().extension() == ".tsv") tables.push_back(entry.path());
  }
  std::sort(tables.begin(), tables.end());
  return tables;
}

}  // namespace

Result<readiness::DatasetDescription> describe_release(const fs::path& release) {
  SR_TRY(const std::string text, read_text(release / "dataset_description.json"));
  SR_TRY(const Json json, parse_json(text, "dataset_description.json"));
  const std::string& name = json.at("Name").as_string();
  return readiness::DatasetDescription{.title = name == k_fallback_dataset_name ? std::string() : name,
                                       .authors = words_of(json.at("Authors")),
                                       .funding = words_of(json.at("Funding")),
                                       .keywords = words_of(json.at("Keywords")),
                                       .ethics_approvals = words_of(json.at("EthicsApprovals"))};
}

Result<std::vector<std::string>> written_texts_of(const fs::path& release) {
  SR_TRY(const std::string text, read_text(release / "dataset_description.json"));
  SR_TRY(const Json json, parse_json(text, "dataset_description.json"));
  std::vector<std::string> found;
  if (json.at("Name").as_string() != k_fallback_dataset_name) found.emplace_back("Name");
  for (const char* key :
       {"Authors", "Funding", "Acknowledgements", "HowToAcknowledge", "EthicsApprovals", "Keywords"}) {
    if (json.find(key) != nullptr) found.emplace_back(key);
  }
  std::error_code status;
  if (fs::exists(release / "CITATION.cff", status)) found.emplace_back("CITATION.cff");
  return found;
}

Result<std::vector<readiness::RareValues>> find_rare_values(const fs::path& release, std::uint64_t k,
                                                            const ColumnRules& rules) {
  std::map<std::pair<std::string, std::string>, readiness::RareValues> found;
  SR_TRY(const std::vector<fs::path> tables, person_tables(release));
  for (const fs::path& path : tables) {
    SR_TRY(const Table table, read_table(path));
    const auto person = table.column("participant_id");
    if (!person) continue;
    const bool phenotype = path.parent_path().filename() == "phenotype";
    const TableKind kind = phenotype ? TableKind::phenotype : TableKind::participants;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      const std::string& name = table.columns[i];
      if (name == "participant_id" || name == "session_id") continue;
      const std::uint64_t rare = count_rare(table, i, *person, k);
      if (rare == 0) continue;
      auto& entry = found[{phenotype ? "phenotype" : "participants", name}];
      entry = {.table = phenotype ? "phenotype" : "participants",
               .name = name,
               .standard = rules.is_listed(kind, name) || name == "age_group",
               .values = entry.values + rare};
    }
  }
  std::vector<readiness::RareValues> list;
  list.reserve(found.size());
  for (auto& [name, entry] : found) list.push_back(std::move(entry));
  return list;
}

readiness::DerivedFacts derived_facts(const std::vector<DerivedFile>& files, std::size_t others) {
  readiness::DerivedFacts facts;
  facts.offered = others;
  for (const DerivedFile& file : files) {
    const bool released = !file.new_path.empty();
    if (file.kind == DerivedKind::group_map && released) facts.group_maps.push_back(file.new_path);
    if (file.kind == DerivedKind::normalised_image && released) ++facts.normalised_images;
    if (file.kind == DerivedKind::region_table && released) ++facts.region_tables;
  }
  return facts;
}

}  // namespace shareready
