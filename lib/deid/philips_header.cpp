#include "deid/philips_header.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "deid/philips_walk.hpp"

namespace shareready {
namespace philips {
namespace {

constexpr std::string_view k_line_blank = " \t";

// Known comments stay, "# Dataset name: H:\..." keeps its label, others only their sign.
std::string scrub_comment(Walk& walk, std::string_view line) {
  const std::string text = normalised(replace_all(std::string(line.substr(1)), "=", " "));
  if (text.empty()) return std::string(line);
  const PhilipsField* whole = walk.context.fields->find("par_comment", text);
  if (whole != nullptr && whole->action == FieldAction::keep) return std::string(line);
  const std::size_t colon = line.find(':');
  if (colon != std::string_view::npos) {
    const PhilipsField* named = walk.context.fields->find("par_comment", normalised(line.substr(1, colon)));
    if (named != nullptr) return with_value(walk, named, line.substr(0, colon + 1), line.substr(colon + 1));
  }
  walk.note(nullptr);
  return "#";
}
Result<std::string> scrub_field(Walk& walk, std::string_view line, std::string_view format,
                                std::size_t label_begin, std::string_view subject) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) {
    return Error{ErrorCode::bad_data, std::string(subject), "a line of its header is no field", {}};
  }
  const std::string label = normalised(line.substr(label_begin, colon - label_begin));
  const PhilipsField* field = walk.context.fields->find(format, label);
  const std::string_view value = line.substr(colon + 1);
  if (field == nullptr && !label.empty()) {
    walk.note(nullptr);  // what is not known may tell by its very label
    return std::string(line.substr(0, label_begin)) + " :";
  }
  std::string fresh = with_value(walk, field, line.substr(0, colon + 1), value);
  take_numbers(walk, label, std::string_view(fresh).substr(colon + 1));
  return fresh;
}

// A row of the image part: V3 has the size of the pixels in the general part, later versions in the row
// (nibabel, parrec.py, image_def_dtds).
Status take_row(Walk& walk, std::string_view line, std::string_view subject) {
  const Error bad{ErrorCode::bad_data, std::string(subject), "a row of its images is damaged", {}};
  std::vector<std::string> cells = split(replace_all(std::string(line), "\t", " "), ' ');
  std::erase(cells, "");
  constexpr std::size_t k_least_cells = 20;
  if (!is_numbers(line) || cells.size() < k_least_cells) return bad;
  const std::string pixel = "image pixel size [8 or 16 bits]", matrix = "recon resolution (x, y)";
  const bool sizes_in_row = !walk.numbers.contains(pixel);
  const auto bits = sizes_in_row ? number_in(cells[7]) : walk.numbers[pixel];
  const auto columns = sizes_in_row ? number_in(cells[9]) : walk.numbers[matrix];
  const auto rows = sizes_in_row ? number_in(cells[10]) : walk.numbers[matrix + k_second];
  constexpr double k_largest = 16384;
  if (!bits || !columns || !rows || !(*bits == 8 || *bits == 16) ||
      !(*columns >= 1 && *columns <= k_largest) || !(*rows >= 1 && *rows <= k_largest)) {
    return bad;
  }
  walk.out.facts.data_bytes += static_cast<std::uint64_t>(*bits / 8) * static_cast<std::uint64_t>(*columns) *
                               static_cast<std::uint64_t>(*rows);
  const std::size_t spacing_at = sizes_in_row ? 28 : 22;
  for (const std::size_t at : {spacing_at, spacing_at + 1}) {
    take_spacing(walk, at < cells.size() ? number_in(cells[at]).value_or(0) : 0);
  }
  ++walk.positions[fmt::format("{} {} {} {} {}", cells[0], cells[1], cells[3], cells[4], cells[5])];
  return Done{};
}

Result<std::string> scrub_par_line(Walk& walk, std::string_view line, std::string_view subject) {
  if (consists_of(line, k_line_blank)) return std::string(line);
  if (line.front() == '#') return scrub_comment(walk, line);
  if (line.front() == '.') return scrub_field(walk, line, "par", 1, subject);
  SR_CHECK(take_row(walk, line, subject));
  return std::string(line);
}

Result<std::string> scrub_spar_line(Walk& walk, std::string_view line, std::string_view subject) {
  if (consists_of(line, k_line_blank)) return std::string(line);
  if (line.front() == '!') {
    if (!consists_of(line, "!- \t")) walk.note(nullptr);
    return consists_of(line, "!- \t") ? std::string(line) : "!";
  }
  return scrub_field(walk, line, "spar", 0, subject);
}

// Line by line, each with its own end of line.
template <typename ScrubLine>
Status scrub_lines(Walk& walk, std::string_view text, ScrubLine scrub) {
  while (!text.empty()) {
    std::size_t end = std::min(text.find('\n'), text.size());
    const std::size_t next = std::min(end + 1, text.size());
    if (end > 0 && text[end - 1] == '\r') --end;
    SR_TRY(const std::string line, scrub(text.substr(0, end)));
    walk.out.text += line;
    walk.out.text += text.substr(end, next - end);
    text.remove_prefix(next);
  }
  return Done{};
}
void take_par_facts(Walk& walk) {
  PhilipsFacts& facts = walk.out.facts;
  for (const auto& [position, count] : walk.positions) facts.volumes = std::max(facts.volumes, count);
  facts.echo_planar = number_of(walk, "epi factor <0,1=no epi>") > 1;
  facts.perfusion = number_of(walk, "number of label types <0=no asl>") > 0;
}

// The title that every PAR header has.
bool names_itself(std::string_view text) {
  return to_lower(text).find("data description file") != std::string::npos;
}

Status scrub_par(Walk& walk, std::string_view text, std::string_view subject) {
  const Error no_par{ErrorCode::bad_data, std::string(subject), "is no PAR header", {}};
  if (!names_itself(text)) return no_par;
  SR_CHECK(
      scrub_lines(walk, text, [&](std::string_view line) { return scrub_par_line(walk, line, subject); }));
  if (walk.positions.empty()) {
    return Error{
        ErrorCode::bad_data, std::string(subject), "its header describes no image; get a complete copy", {}};
  }
  if (!names_itself(walk.out.text)) return no_par;  // what went was no title
  take_par_facts(walk);
  return Done{};
}

Status scrub_spar(Walk& walk, std::string_view text, std::string_view subject) {
  SR_CHECK(
      scrub_lines(walk, text, [&](std::string_view line) { return scrub_spar_line(walk, line, subject); }));
  const double samples = number_of(walk, "samples"), rows = number_of(walk, "rows");
  constexpr double k_most = 1e8;
  if (!(samples >= 1 && samples < k_most) || !(rows >= 1 && rows < k_most)) {
    return Error{
        ErrorCode::bad_data, std::string(subject), "its header does not say how much data there is", {}};
  }
  constexpr std::uint64_t k_bytes_per_sample = 8;  // two VAX floats
  walk.out.facts.data_bytes =
      static_cast<std::uint64_t>(samples) * static_cast<std::uint64_t>(rows) * k_bytes_per_sample;
  walk.out.facts.spectrum = true;
  return Done{};
}
}  // namespace
}  // namespace philips

std::optional<PhilipsFormat> philips_format(const std::filesystem::path& path) {
  const std::string ending = to_lower(path.extension().string());
  if (ending == ".par") return PhilipsFormat::par;
  if (ending == ".xml") return PhilipsFormat::xml;
  if (ending == ".spar") return PhilipsFormat::spar;
  return std::nullopt;
}

bool is_face_free(const PhilipsFacts& facts) {
  constexpr std::size_t k_least_volumes = 5;  // as for DICOM: fewer are a reference
  constexpr double k_least_spacing_mm = 1.2;  // finer images show the face as structural ones do
  return facts.spectrum || (facts.echo_planar && !facts.perfusion && facts.volumes >= k_least_volumes &&
                            facts.finest_mm >= k_least_spacing_mm);
}

Result<ScrubbedPhilips> scrub_philips_header(std::string_view text, PhilipsFormat format,
                                             const PhilipsContext& context, std::string_view subject) {
  if (text.find('\0') != std::string_view::npos) {
    return Error{ErrorCode::bad_data, std::string(subject), "its header is no text", {}};
  }
  philips::Walk walk{.context = context, .format = format, .out = {}, .numbers = {}, .positions = {}};
  switch (format) {
    case PhilipsFormat::par:
      SR_CHECK(philips::scrub_par(walk, text, subject));
      break;
    case PhilipsFormat::xml:
      SR_CHECK(philips::scrub_xml(walk, text, subject));
      break;
    case PhilipsFormat::spar:
      SR_CHECK(philips::scrub_spar(walk, text, subject));
      break;
  }
  return std::move(walk.out);
}

std::vector<std::string> philips_dates(std::string_view text, PhilipsFormat format,
                                       const PhilipsFields& fields) {
  const auto scrubbed = scrub_philips_header(text, format, {.fields = &fields}, "");
  return scrubbed.ok() ? scrubbed->dates : std::vector<std::string>();
}

}  // namespace shareready
