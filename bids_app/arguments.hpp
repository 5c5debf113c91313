#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "readiness/run_options.hpp"

namespace shareready {

enum class Level { participant, group, audit, verify };

// What the user asked for, spelled out; nothing has been checked against the disk but label files.
struct Arguments {
  bool help = false;
  bool version = false;
  bool descriptor = false;
  bool answers_form = false;
  bool policy_form = false;
  std::filesystem::path bids_dir;
  std::filesystem::path output_dir;
  Level level = Level::participant;
  std::vector<std::string> participants;  // without 'sub-'
  std::vector<std::string> sessions;      // without 'ses-'
  std::vector<std::string> excluded;      // participants, without 'sub-'
  std::filesystem::path filter_file;
  std::optional<std::string> preset;
  std::filesystem::path policy_file;
  std::optional<std::string> dates;
  std::optional<std::string> layout;
  std::optional<std::string> sourcedata;
  std::vector<std::string> derivatives;  // folders of derivatives/
  std::optional<std::string> deface;
  std::optional<std::string> method;
  std::optional<std::string> label_mode;
  std::filesystem::path face_mask_dir;
  bool write_face_masks = false;
  std::filesystem::path label_secret_file;
  std::filesystem::path key_file;
  std::vector<std::string> key_recipients;
  std::filesystem::path previous_key;
  std::filesystem::path identity_file;
  std::vector<std::string> withdrawn;  // participants, without 'sub-'
  std::filesystem::path readme_file;
  std::filesystem::path accept_file;
  std::filesystem::path answers_file;
  std::filesystem::path sarif_file;
  std::filesystem::path baseline_file;
  std::string package;  // the repository to make archives for
  bool allow_missing = false;
  bool dry_run = false;
  bool print_participants = false;
  unsigned workers = 0;    // 0: as many as there are processors
  unsigned memory_mb = 0;  // 0: no limit
  std::filesystem::path private_dir;
  bool replace = false;
  bool clean = false;
  int verbosity = 0;
  std::vector<readiness::RunOption> run_options;  // those by which the same release is reached
};

// Errors: usage (what is wrong, and the option concerned), unknown_level, no_input (a label file cannot be
// read).
Result<Arguments> parse_arguments(const std::vector<std::string>& words);

}  // namespace shareready
