#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "base/files.hpp"
#include "deid/description.hpp"
#include "deid/value_check.hpp"
#include "tables_of_share.hpp"

using namespace shareready;
namespace fs = std::filesystem;

namespace {

// The folder of real data; ends the test program as skipped where there is none.
fs::path data_folder() {
  const char* folder = std::getenv("SHAREREADY_TEST_DATA");
  if (folder == nullptr || *folder == '\0') {
    std::cerr << "skipped: SHAREREADY_TEST_DATA is not set\n";
    std::exit(77);
  }
  return folder;
}

std::vector<fs::path> files_with(const fs::path& folder, std::string_view extension) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file() && entry.path().extension() == extension) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<std::pair<fs::path, Json>> sidecars_of(const fs::path& folder) {
  std::vector<std::pair<fs::path, Json>> sidecars;
  for (const fs::path& path : files_with(folder, ".json")) {
    const auto text = read_text(path);
    REQUIRE(text.ok());
    auto json = parse_json(*text, path.filename().string());
    if (json.ok() && json->is_object()) sidecars.emplace_back(path, std::move(json).value());
  }
  return sidecars;
}

void check_numbers(const Json& scrubbed, const Json& source) {
  for (const auto& [key, value] : scrubbed.as_object()) {
    if (value.is_number() || value.is_array()) CHECK(value == source.at(key));
  }
}

TableKind kind_in_dataset(const fs::path& path) {
  return path.parent_path().filename() == "phenotype" ? TableKind::phenotype
                                                      : table_kind(path.filename().string());
}

}  // namespace

TEST_CASE("real sidecars lose every identifying key and value, keep their numbers, and scrub twice as once") {
  std::size_t seen = 0;
  for (const char* part : {"heads", "bids-examples"}) {
    for (const auto& [path, json] : sidecars_of(data_folder() / part)) {
      INFO(path.filename());
      ++seen;
      TokenSet tokens;
      collect_tokens(json, tokens);
      const SidecarContext context{.table = &test::shipped_keys(), .tokens = &tokens};
      const auto scrubbed = scrub_sidecar(json, context);
      REQUIRE(scrubbed.ok());
      const std::string text = format_json_line(scrubbed->json);
      CHECK_FALSE(tokens.find_in(text));
      for (const char* key :
           {"Institution", "SerialNumber", "StationName", "AcquisitionTime", "ImageComments", "ProtocolName",
            "SeriesDescription", "ProcedureStep", "ShimSetting", "Patient"}) {
        const bool geometry =
            std::string_view(key) == "Patient";  // PatientPosition, ImageOrientationPatientDICOM
        if (!geometry) CHECK(text.find(key) == std::string::npos);
      }
      check_numbers(scrubbed->json, json);
      const auto again = scrub_sidecar(scrubbed->json, context);
      REQUIRE(again.ok());
      CHECK(again->json == scrubbed->json);
    }
  }
  CHECK(seen > 100);
}

TEST_CASE("real sidecars of MR images keep what analyses need") {
  for (const auto& [path, json] : sidecars_of(data_folder() / "heads")) {
    const auto scrubbed = scrub_sidecar(json, {.table = &test::shipped_keys(), .tokens = nullptr});
    REQUIRE(scrubbed.ok());
    for (const char* key :
         {"RepetitionTime", "EchoTime", "FlipAngle", "SliceTiming", "PhaseEncodingDirection",
          "TotalReadoutTime", "EffectiveEchoSpacing", "MagneticFieldStrength", "Manufacturer",
          "ManufacturersModelName", "ImageType", "MRAcquisitionType", "MultibandAccelerationFactor",
          "ParallelReductionFactorInPlane"}) {
      INFO(path.filename() << " " << key);
      CHECK(scrubbed->json.at(key) == json.at(key));
    }
  }
}

TEST_CASE("real tables scrub, name each column once, and scrub twice as once") {
  std::size_t seen = 0;
  for (const fs::path& path : files_with(data_folder() / "bids-examples", ".tsv")) {
    if (path.string().find("derivatives") != std::string::npos) continue;
    INFO(path.filename());
    const auto table = read_table(path);
    if (!table.ok()) continue;
    const TableKind kind = kind_in_dataset(path);
    const TableContext context{.rules = &test::shipped_columns()};
    const auto scrubbed = scrub_table(*table, kind, context);
    if (!scrubbed.ok()) continue;
    ++seen;
    CHECK(scrubbed->columns.size() == table->columns.size());
    CHECK(scrubbed->table.rows.size() == table->rows.size());
    for (const char* column : {"acq_time", "GUID", "weight", "height", "eTIV", "skincolor", "notes"}) {
      const bool kept_in_events = kind == TableKind::events;
      if (!kept_in_events) CHECK_FALSE(scrubbed->table.column(column));
    }
    const auto again = scrub_table(scrubbed->table, kind, context);
    REQUIRE(again.ok());
    CHECK(again->table == scrubbed->table);
  }
  CHECK(seen > 400);
}

TEST_CASE("dates of the era of shifted dates are not shifted twice in real datasets") {
  for (const char* dataset : {"ds000246", "ds000248"}) {
    for (const fs::path& path : files_with(data_folder() / "bids-examples" / dataset, ".tsv")) {
      if (table_kind(path.filename().string()) != TableKind::scans) continue;
      const auto table = read_table(path);
      REQUIRE(table.ok());
      const auto scrubbed = scrub_table(*table, TableKind::scans,
                                        {.rules = &test::shipped_columns(), .shift = DateShift{-30000}});
      REQUIRE(scrubbed.ok());
      CHECK(scrubbed->table == *table);
    }
  }
}

TEST_CASE("real dataset descriptions no longer name the original") {
  for (const auto& [path, json] : sidecars_of(data_folder() / "bids-examples")) {
    if (path.filename() != "dataset_description.json") continue;
    const auto scrubbed = scrub_dataset_description(json, {.version = "0"});
    REQUIRE(scrubbed.ok());
    const std::string text = format_json(scrubbed->json);
    for (const char* original : {"openneuro", "DatasetDOI", "openfmri", "ftp://"}) {
      INFO(path);
      CHECK(text.find(original) == std::string::npos);
    }
    CHECK(scrubbed->json.at("Authors") == json.at("Authors"));
  }
}
