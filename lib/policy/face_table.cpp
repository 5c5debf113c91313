#include "policy/face_table.hpp"

#include <fmt/format.h>

#include <optional>

#include "base/share.hpp"

namespace shareready {
namespace {

std::optional<FaceRisk> parse_risk(std::string_view text) {
  if (text == "recognisable") return FaceRisk::recognisable;
  if (text == "slight") return FaceRisk::slight;
  if (text == "none") return FaceRisk::none;
  return {};
}

}  // namespace

FaceRisk FaceTable::risk_of(std::string_view datatype, std::string_view suffix) const {
  FaceRisk risk = FaceRisk::recognisable;
  int best = -1;
  for (const FaceRule& rule : rules) {
    const bool fits =
        (rule.datatype == "*" || rule.datatype == datatype) && (rule.suffix == "*" || rule.suffix == suffix);
    const int weight = (rule.datatype == "*" ? 0 : 2) + (rule.suffix == "*" ? 0 : 1);
    if (!fits || weight <= best) continue;
    best = weight;
    risk = rule.risk;
  }
  return risk;
}

Result<FaceTable> read_face_table(const Table& table, std::string_view subject) {
  const auto datatype = table.column("datatype");
  const auto suffix = table.column("suffix");
  const auto face = table.column("face");
  if (!datatype || !suffix || !face) {
    return Error{ErrorCode::bad_data, std::string(subject), "expected columns datatype, suffix and face", {}};
  }
  FaceTable faces;
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    const auto& row = table.rows[i];
    const auto risk = parse_risk(row[*face]);
    if (!risk) {
      return Error{ErrorCode::bad_data,
                   std::string(subject),
                   fmt::format("line {}: expected recognisable, slight or none in column face", i + 2),
                   {}};
    }
    faces.rules.push_back({.datatype = row[*datatype], .suffix = row[*suffix], .risk = *risk});
  }
  return faces;
}

Result<FaceTable> load_face_table() {
  SR_TRY(const std::filesystem::path path, find_share_file("face_bearing.tsv"));
  SR_TRY(const Table table, read_table(path));
  return read_face_table(table, path.string());
}

}  // namespace shareready
