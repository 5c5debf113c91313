#include "audit/scanner_text.hpp"

#include <algorithm>
#include <array>

#include "audit/name_audit.hpp"
#include "base/text.hpp"

namespace shareready {
namespace {

struct NamedField {
  std::string_view label;  // lower case, letters alone: "Patient name", "patient_name"
  Severity severity;
};
// What nibabel's parrec.py and exports of SPAR and XML call them; sorted.
constexpr std::array k_fields{
    NamedField{"datasetname", Severity::major},     NamedField{"examinationinstanceuid", Severity::major},
    NamedField{"examinationname", Severity::major}, NamedField{"patientbirthdate", Severity::critical},
    NamedField{"patientname", Severity::critical},  NamedField{"protocolname", Severity::minor},
    NamedField{"scanid", Severity::minor},          NamedField{"seriesinstanceuid", Severity::major}};

bool is_spectrum(std::string_view text) {
  const std::string start = to_lower(text.substr(0, 4000));
  return start.find("examination_name") != std::string::npos && start.find("samples") != std::string::npos;
}

bool is_scanner_text(std::string_view text) {
  const std::string start = to_lower(text.substr(0, 4000));
  return is_spectrum(text) || start.find("data description file") != std::string::npos ||
         start.find("<pride_v5") != std::string::npos;
}

std::string bare(std::string_view label) {
  std::string letters;
  for (const char c : to_lower(label)) {
    if (c >= 'a' && c <= 'z') letters += c;
  }
  return letters;
}

void judge(std::string_view label, std::string_view value, bool in_xml, const Layer& layer,
           FileReport& report) {
  const std::string name = bare(label);
  const auto field = std::find_if(k_fields.begin(), k_fields.end(),
                                  [&](const NamedField& known) { return known.label == name; });
  if (field == k_fields.end() || trim(value).empty()) return;
  if (!in_xml && field->severity == Severity::critical) return;  // audit_field_lines() finds these in lines
  audit_header_text(trim(value), layer.where + "header field " + std::string(field->label), field->severity,
                    report);
}

// "<Attribute Name="Patient Name" ...>value<"
void judge_xml(std::string_view line, const Layer& layer, FileReport& report) {
  constexpr std::string_view k_name = "Name=\"";
  const std::size_t name = line.find(k_name), close = line.find('>', name);
  if (name == std::string_view::npos || close == std::string_view::npos) return;
  const std::string_view rest = line.substr(name + k_name.size());
  const std::string_view value = line.substr(close + 1);
  judge(rest.substr(0, rest.find('"')), value.substr(0, value.find('<')), true, layer, report);
}

bool tells_of_echo_planar(std::string_view line) {
  const std::size_t at = to_lower(line).find("epi factor");
  if (at == std::string::npos) return false;
  const std::size_t colon = line.find(line.find('>', at) == std::string_view::npos ? ':' : '>', at);
  std::string_view value = line.substr(std::min(colon + 1, line.size()));
  value = value.substr(std::min(value.find_first_of("123456789"), value.size()));
  const std::string number(value.substr(0, value.find_first_not_of("0123456789")));
  return !number.empty() && number != "1";
}

// Images in these formats cannot be judged for faces: only echo planar ones, and spectra, show none.
void judge_kind(std::string_view text, const Layer& layer, FileReport& report) {
  for (const std::string& line : split(text, '\n')) {
    if (tells_of_echo_planar(line)) return;
  }
  report.add({.kind = FindingKind::undefaced_image,
              .severity = Severity::major,
              .requirement = "R34",
              .locator = layer.where + "header field EPI factor",
              .excerpt = "an image that may show a face",
              .remedy = "Leave it out, or convert it to NIfTI, deface it, and share that."});
}

}  // namespace

void audit_scanner_text(std::string_view text, const Layer& layer, FileReport& report) {
  if (!is_scanner_text(text)) return;
  for (const std::string& line : split(text, '\n')) {
    const std::size_t colon = line.find(':');
    if (line.find("Name=\"") != std::string::npos) {
      judge_xml(line, layer, report);
    } else if (colon != std::string::npos) {
      judge(std::string_view(line).substr(0, colon), std::string_view(line).substr(colon + 1), false, layer,
            report);
    }
  }
  if (!is_spectrum(text)) judge_kind(text, layer, report);
}

}  // namespace shareready
