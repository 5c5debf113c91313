// A developer's program: what the group stage does with tables of persons, without a dataset around them.
// generalise_one FOLDER POLICY OUTPUT: participants.tsv and phenotype/*.tsv of FOLDER, and their sidecars, as
// they would be released under a policy file, and figures.json. Exit code 0 unless an Error.
#include <fmt/format.h>

#include <algorithm>

#include "base/files.hpp"
#include "base/share.hpp"
#include "deid/generalise.hpp"
#include "policy/policy.hpp"

using namespace shareready;
namespace fs = std::filesystem;

namespace {

Result<ColumnRules> rules_for(const Policy& policy) {
  SR_TRY(ColumnRules rules, load_column_rules());
  return with_policy(std::move(rules), policy.keep_columns, policy.tables);
}

std::vector<fs::path> files_of(const fs::path& folder, const std::string& extension) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == extension) files.push_back(entry.path().lexically_relative(folder));
  }
  std::sort(files.begin(), files.end());
  return files;
}

Status write_all(const Generalised& result, const fs::path& output) {
  for (const PersonTable& table : result.data.tables) {
    fs::create_directories((output / table.path).parent_path());
    SR_CHECK(write_file(output / table.path, format_table(table.table)));
  }
  for (const auto& [path, json] : result.data.sidecars)
    SR_CHECK(write_file(output / path, format_json(json)));
  return write_file(output / "figures.json",
                    format_json(Json(Json::Object{{"reached", result.reached},
                                                  {"proven", result.proven},
                                                  {"loss", result.loss},
                                                  {"suppressed", result.suppressed},
                                                  {"smallest", std::uint64_t{result.after.smallest_class}},
                                                  {"average", result.after.average},
                                                  {"whole_uniques", result.whole.uniques},
                                                  {"whole_below_k", result.whole.rows_below_k}})));
}

Status run(const fs::path& folder, const fs::path& policy_file, const fs::path& output) {
  SR_TRY(const Policy policy, read_policy_file(policy_file, std::nullopt));
  SR_TRY(const ColumnRules rules, rules_for(policy));
  GeneraliseRequest request{.data = {},
                            .persons = {},
                            .rules = &rules,
                            .k = static_cast<std::uint32_t>(policy.k),
                            .suppression_limit = policy.suppression_limit,
                            .policy = policy.tables};
  for (const fs::path& file : files_of(folder, ".tsv")) {
    SR_TRY(const Table source, read_table(folder / file));
    SR_TRY(ScrubbedTable scrubbed, scrub_table(source, table_kind(file.string()), {.rules = &rules}));
    if (file == "participants.tsv") {
      for (const auto& row : scrubbed.table.rows) request.persons.push_back(row.front().substr(4));
    }
    const std::string top = file.begin()->string();
    request.data.tables.push_back({.path = file.string(),
                                   .person = top.starts_with("sub-") ? top.substr(4) : "",
                                   .table = std::move(scrubbed.table)});
  }
  for (const fs::path& file : files_of(folder, ".json")) {
    SR_TRY(const std::string text, read_text(folder / file));
    SR_TRY(Json json, parse_json(text, file.string()));
    request.data.sidecars.emplace(file.string(), std::move(json));
  }
  SR_TRY(const Generalised result, generalise(std::move(request)));
  return write_all(result, output);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 64;
  const Status status = run(argv[1], argv[2], argv[3]);
  if (!status) fmt::print(stderr, "{}\n", describe(status.error()));
  return status ? 0 : 1;
}
