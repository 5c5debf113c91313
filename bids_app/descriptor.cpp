#include "descriptor.hpp"

#include <fmt/format.h>

#include <cctype>
#include <string>

#include "base/text.hpp"
#include "option_table.hpp"

namespace shareready {
namespace {

std::string id_of(std::string_view name) { return replace_all(std::string(name), "-", "_"); }

std::string key_of(std::string_view name) {
  std::string key = id_of(name);
  for (char& letter : key) letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
  return "[" + key + "]";
}

std::string_view type_of(ValueKind kind) {
  switch (kind) {
    case ValueKind::flag:
      return "Flag";
    case ValueKind::number:
      return "Number";
    case ValueKind::file:
      return "File";
    case ValueKind::text:
    case ValueKind::list:
    case ValueKind::folder:
      return "String";
  }
  return "String";
}

Json option_input(const OptionRow& row) {
  Json input(Json::Object{{"id", id_of(row.name)},
                          {"name", std::string(row.name)},
                          {"type", type_of(row.value)},
                          {"description", std::string(row.help)},
                          {"optional", true},
                          {"value-key", key_of(row.name)},
                          {"command-line-flag", fmt::format("--{}", row.name)}});
  if (row.value == ValueKind::list) input.set("list", true);
  if (row.value == ValueKind::number) {
    input.set("integer", true);
    input.set("minimum", 1);
  }
  if (!row.choices.empty()) {
    Json choices(Json::Array{});
    for (const std::string_view choice : row.choices) choices.push_back(choice);
    input.set("value-choices", choices);
  }
  return input;
}

Json positional_inputs() {
  return Json::Array{
      Json(Json::Object{{"id", "bids_dir"},
                        {"name", "bids_dir"},
                        {"type", "File"},
                        {"description", std::string(positional_table()[0].help)},
                        {"optional", false},
                        {"value-key", "[BIDS_DIR]"}}),
      Json(Json::Object{{"id", "output_dir_name"},
                        {"name", "output_dir"},
                        {"type", "String"},
                        {"description", std::string(positional_table()[1].help)},
                        {"optional", false},
                        {"value-key", "[OUTPUT_DIR]"}}),
      Json(Json::Object{{"id", "analysis_level"},
                        {"name", "analysis_level"},
                        {"type", "String"},
                        {"description", "participant first, then group once."},
                        {"optional", false},
                        {"value-key", "[ANALYSIS_LEVEL]"},
                        {"value-choices", Json::Array{"participant", "group"}}}),
  };
}

Json error_codes() {
  Json codes(Json::Array{});
  for (const ExitCodeRow& row : exit_code_table()) {
    if (row.code == 0) continue;
    codes.push_back(Json::Object{{"code", row.code}, {"description", std::string(row.meaning)}});
  }
  return codes;
}

Json output_files() {
  return Json::Array{Json(Json::Object{{"id", "output_dir"},
                                       {"name", "output_dir"},
                                       {"description",
                                        "dataset/ and report/ may be shared as the report says; "
                                        "private/ never."},
                                       {"path-template", "[OUTPUT_DIR]"}})};
}

}  // namespace

Json boutiques_descriptor(std::string_view version) {
  Json inputs = positional_inputs();
  std::string command = "mkdir -p [OUTPUT_DIR]; shareready [BIDS_DIR] [OUTPUT_DIR] [ANALYSIS_LEVEL]";
  for (const OptionRow& row : option_table()) {
    if (!row.in_descriptor) continue;
    command += " " + key_of(row.name);
    inputs.push_back(option_input(row));
  }
  return Json::Object{{"name", "shareready"},
                      {"description",
                       "Makes a brain MRI dataset in BIDS ready to share: faces, identifying headers, dates, "
                       "labels and direct identifiers go, and a report says what remains."},
                      {"tool-version", std::string(version)},
                      {"schema-version", "0.5"},
                      {"command-line", command},
                      {"inputs", inputs},
                      {"output-files", output_files()},
                      {"error-codes", error_codes()},
                      {"suggested-resources", Json::Object{{"cpu-cores", 2}, {"ram", 1}}},
                      {"tags", Json::Object{{"domain", Json::Array{"neuroinformatics", "mri", "bids"}}}}};
}

}  // namespace shareready
