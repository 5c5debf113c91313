#include "audit/recording_header.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "audit/name_audit.hpp"
#include "base/text.hpp"

namespace shareready {
namespace {

void note_header(FileReport& report, FindingKind kind, Severity severity, std::string_view requirement,
                 std::string locator, std::string excerpt) {
  report.add({.kind = kind,
              .severity = severity,
              .requirement = std::string(requirement),
              .locator = std::move(locator),
              .excerpt = std::move(excerpt),
              .remedy = "Anonymise the header with a tool of the format, then audit again."});
}

// What anonymisers write.
bool is_cleared(std::string_view value) {
  constexpr std::array<std::string_view, 5> k_dummies = {"mne_anonymize", "anonymous", "anonymized", "anon",
                                                         "unknown"};
  const std::string lower = to_lower(trim(value));
  if (lower.find_first_not_of("x0 _-") == std::string::npos) return true;
  return std::find(k_dummies.begin(), k_dummies.end(), lower) != k_dummies.end();
}

// EDF+: code, sex, birth date (dd-MMM-yyyy) and name; EDF: anything.
void audit_edf_patient(std::string_view field, const Layer& layer, FileReport& report) {
  const std::string place = layer.where + "EDF header field patient";
  const std::vector<std::string> parts = split(trim(field), ' ');
  const bool is_plus = parts.size() >= 4 && parts[1].size() == 1;
  if (!is_plus) {
    if (!is_cleared(field)) {
      note_header(report, FindingKind::identifying_key, Severity::major, "R13", place, "[text]");
    }
    return audit_plain_text(field, place, report, TextRole::header);
  }
  if (!is_cleared(parts[2]))
    note_header(report, FindingKind::date, Severity::critical, "R35", place, "[date]");
  if (!is_cleared(parts[3])) {
    note_header(report, FindingKind::identifying_key, Severity::critical, "R13", place, "[name]");
  }
  if (!is_cleared(parts[0])) {
    note_header(report, FindingKind::identifying_key, Severity::minor, "R13", place, "[ID]");
  }
}

bool is_digit_pair(std::string_view text) { return text.size() == 2 && is_digits(text); }

}  // namespace

void audit_edf_header(std::span<const std::uint8_t> head, const Layer& layer, FileReport& report) {
  const std::string_view text(reinterpret_cast<const char*>(head.data()), head.size());
  if (text.size() < 184) return report.add_unreadable(layer.where + "EDF header", "cut off");
  audit_edf_patient(text.substr(8, 80), layer, report);
  const std::string_view date = text.substr(168, 8);  // dd.mm.yy; 01.01.85 stands for none
  const bool is_date =
      is_digit_pair(date.substr(0, 2)) && is_digit_pair(date.substr(3, 2)) && is_digit_pair(date.substr(6));
  if (is_date && date != "01.01.85") {
    note_header(report, FindingKind::date, Severity::major, "R39", layer.where + "EDF header field startdate",
                "[date]");
  }
  const std::string_view recording = trim(text.substr(88, 80));
  if (!recording.empty() && recording.substr(0, 11) != "Startdate X") {
    audit_header_text(recording, layer.where + "EDF header field recording", Severity::minor, report);
  }
}

std::int32_t FiffWalk::number_at(std::size_t offset) const {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    value = (value << 8U) | static_cast<std::uint8_t>(collected_[offset + i]);
  }
  return static_cast<std::int32_t>(value);
}

// Kinds of fiff_file.h: 204 date, 212 experimenter, 401 to 410 the subject.
void FiffWalk::read_header() {
  constexpr std::int32_t k_longest_value = 4096;
  kind_ = number_at(0);
  const std::int32_t size = number_at(8);
  const std::int32_t next = number_at(12);
  const bool matters = kind_ == 204 || kind_ == 212 || (kind_ >= 401 && kind_ <= 410);
  ended_ = size < 0 || next != 0;  // what is linked elsewhere, a directory, is not followed
  in_data_ = matters && size > 0 && size <= k_longest_value;
  skipped_ = in_data_ ? 0 : static_cast<std::uint64_t>(std::max(size, 0));
  wanted_ = in_data_ ? static_cast<std::size_t>(size) : 16;
}

void FiffWalk::judge_tag() {
  constexpr std::int32_t k_dummy_date = 946'857'600;  // 2000-01-03: MNE's anonymised dates lie before
  const std::string place = fmt::format("{}FIFF tag {}", layer_.where, kind_);
  if (kind_ == 204) {
    const bool is_real = collected_.size() >= 4 && number_at(0) > k_dummy_date;
    if (is_real) note_header(report_, FindingKind::date, Severity::major, "R39", place, "[date]");
  } else if (kind_ == 404) {
    note_header(report_, FindingKind::date, Severity::minor, "R35", place, "[date]");
  } else if (kind_ == 212 || kind_ == 409) {
    if (!is_cleared(collected_)) audit_header_text(collected_, place, Severity::major, report_);
  } else if ((kind_ <= 403 || kind_ == 410) && !is_cleared(collected_)) {
    note_header(report_, FindingKind::identifying_key, Severity::critical, "R13", place,
                kind_ == 410 ? "[ID]" : "[name]");
  }
}

void FiffWalk::feed(std::span<const std::uint8_t> chunk) {
  while (!chunk.empty() && !ended_) {
    const auto passed = static_cast<std::size_t>(std::min<std::uint64_t>(skipped_, chunk.size()));
    skipped_ -= passed;
    chunk = chunk.subspan(passed);
    const std::size_t taken = skipped_ > 0 ? 0 : std::min(wanted_ - collected_.size(), chunk.size());
    collected_.append(reinterpret_cast<const char*>(chunk.data()), taken);
    chunk = chunk.subspan(taken);
    if (skipped_ > 0 || collected_.size() < wanted_) continue;
    if (in_data_) {
      judge_tag();
      in_data_ = false;
      wanted_ = 16;
    } else {
      read_header();
    }
    collected_.clear();
  }
}

}  // namespace shareready
