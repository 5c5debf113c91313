#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "deid/column_losses.hpp"
#include "deid/dates.hpp"
#include "deid/philips_header.hpp"
#include "deid/sidecar.hpp"
#include "deid/tables.hpp"
#include "deid/tokens.hpp"
#include "policy/policy.hpp"
#include "stage/file_step.hpp"

namespace shareready {

// The rule tables of the scrubbers, loaded once.
struct TextRules {
  KeyTable keys;
  KeyTable mrs_keys;
  ColumnRules columns;
  PhilipsFields philips;
};

// With what the policy says of single columns. Errors: those of finding and reading the tables in share/.
Result<TextRules> load_text_rules(const Policy& policy);

// What the scrubbing of one participant's texts needs.
struct TextStep {
  const TextRules* rules = nullptr;
  const TokenSet* tokens = nullptr;
  std::optional<DateShift> shift;
  StepFolders folders;
  std::map<std::string, std::string> first_scan = {};  // "sub-01" -> date, for ages; root tables only
  std::span<const std::uint8_t> secret = {};           // new UIDs are made with it; dropped without
  std::span<const std::uint8_t> device_secret = {};    // codes of devices are made with it; dropped without
};

// The step's context of tables, by these rules. `table`: in the source; the sidecar beside it says in which
// units its ages are.
TableContext table_context(const TextStep& step, const ColumnRules& rules,
                           const std::filesystem::path& table);

// Scrubs everything but images into the staging folder: tables, headerless recordings, gradients, copies,
// then sidecars, which keep the descriptions of columns that are left. A file that cannot be made safe is an
// outcome, not an Error. Errors: cannot_create, io: the output could not be written.
Status stage_texts(const std::vector<const PlannedFile*>& files, const TextStep& step,
                   std::vector<FileOutcome>& outcomes);

// Writes one scrubbed text into the staging folder and completes its outcome. Errors: cannot_create, io.
Result<FileOutcome> put_text(FileOutcome outcome, std::string_view content, const TextStep& step);

// The columns of the tables that a sidecar describes ("_events.json" beside or above "_events.tsv").
struct DescribedColumns {
  std::vector<std::string> kept;  // sorted
  ColumnLosses losses;  // those that changed, but for tables of persons: the group stage judges these
};
DescribedColumns columns_described_by(const std::string& sidecar, const std::vector<FileOutcome>& outcomes);

// Why a text that could be cleaned goes all the same.
inline constexpr const char* k_nothing_may_go = "nothing in it may go along";
inline constexpr const char* k_only_labels = "nothing but labels is left in it";
inline constexpr const char* k_describes_left_out = "describes a table that is left out";

// What became of columns and keys, for outcome records.
std::vector<PartOutcome> parts_of(const ScrubbedTable& table);
std::vector<PartOutcome> parts_of(std::vector<DroppedKey> dropped);

}  // namespace shareready
