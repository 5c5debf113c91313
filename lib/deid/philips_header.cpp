#include "deid/philips_header.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

#include "base/text.hpp"

namespace shareready {
namespace {

constexpr std::string_view k_no_date = "1925.01.01", k_no_time = "00:00:00";
constexpr std::string_view k_blank = " \t";
constexpr const char* k_second = ", second";  // of two numbers in one field

std::string normalised(std::string_view label) {
  std::string out;
  for (const std::string& word : split(replace_all(std::string(label), "\t", " "), ' ')) {
    if (!word.empty()) out += (out.empty() ? "" : " ") + to_lower(word);
  }
  return out;
}

bool consists_of(std::string_view text, std::string_view letters) {
  return text.find_first_not_of(letters) == std::string_view::npos;
}

bool is_numbers(std::string_view text) { return consists_of(text, "0123456789.+-eE \t"); }

bool is_code(std::string_view text) {
  constexpr std::size_t k_longest = 20;
  return text.size() <= k_longest && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
                  c == '_' || c == '/';
         });
}

bool is_of_words(std::string_view text, const std::vector<std::string>& words) {
  const auto pieces = split(replace_all(to_lower(text), "-", " "), ' ');
  return std::all_of(pieces.begin(), pieces.end(), [&](std::string_view piece) {
    if (piece.size() >= 2 && piece.front() == '"' && piece.back() == '"')
      piece = piece.substr(1, piece.size() - 2);
    return piece.empty() || std::find(words.begin(), words.end(), piece) != words.end();
  });
}

std::optional<double> number_in(std::string_view text) {
  text = trim(text);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() ? std::optional(value) : std::nullopt;
}

// "2014.08.05 / 11:27:34", "02.09.2020 / 12:08:36", "2010.03.04 10:00:00": where the day stands, and how it
// is spelled with the time kept apart.
struct DayAndTime {
  CalendarDate day;
  bool year_first = true;
  std::string_view rest;
};

std::optional<DayAndTime> parse_day(std::string_view text) {
  constexpr std::size_t k_day = 10;
  const auto day = parse_any_date(text.substr(0, k_day));
  if (!day || text.size() < k_day) return std::nullopt;
  return DayAndTime{.day = *day, .year_first = text[4] == '.', .rest = text.substr(k_day)};
}

std::string iso(const CalendarDate& day) {
  return fmt::format("{:04}-{:02}-{:02}", day.year, day.month, day.day);
}

struct Walk {
  const PhilipsContext& context;
  PhilipsFormat format;
  ScrubbedPhilips out;
  std::map<std::string, double> numbers;         // of the general part, by label
  std::map<std::string, std::size_t> positions;  // how often a slice, echo, phase and type occur

  void note(const PhilipsField* field) {
    const std::string name = field == nullptr ? "another field" : field->label;
    auto& removed = out.removed;
    if (std::find(removed.begin(), removed.end(), name) == removed.end()) removed.push_back(name);
  }
};

// A day that cannot be shifted becomes the dummy, which every reader takes.
std::string shifted(const Walk& walk, std::string_view value) {
  const auto day = parse_day(value);
  const auto moved =
      day && walk.context.shift ? shift_date(iso(day->day), *walk.context.shift) : std::nullopt;
  if (!moved) {
    const std::string_view between = walk.format == PhilipsFormat::par ? " / " : " ";
    return walk.format == PhilipsFormat::xml ? std::string(k_no_date)
                                             : fmt::format("{}{}{}", k_no_date, between, k_no_time);
  }
  const CalendarDate target = parse_spelled_date(*moved)->date;
  const std::string text = day->year_first
                               ? fmt::format("{:04}.{:02}.{:02}", target.year, target.month, target.day)
                               : fmt::format("{:02}.{:02}.{:04}", target.day, target.month, target.year);
  return text + (consists_of(day->rest, "0123456789:. /") ? std::string(day->rest) : "");
}

// What stands in place of a value; its spaces around are not part of it.
std::string replaced(Walk& walk, const PhilipsField* field, std::string_view value) {
  const FieldAction action = field == nullptr ? FieldAction::clear : field->action;
  const bool known = walk.context.tokens != nullptr && walk.context.tokens->find_in(value).has_value();
  switch (action) {
    case FieldAction::keep:
      return std::string(value);
    case FieldAction::number:
      return is_numbers(value) ? std::string(value) : "";
    case FieldAction::words:
      return is_of_words(value, field->words) ? std::string(value) : "";
    case FieldAction::code:
      return is_code(value) && !known ? std::string(value) : "";
    case FieldAction::date:
      return shifted(walk, value);
    case FieldAction::time:
      return walk.context.shift && consists_of(value, "0123456789:.") ? std::string(value)
                                                                      : std::string(k_no_time);
    case FieldAction::clear:
      return "";
  }
  return "";
}

void keep_token(Walk& walk, const PhilipsField* field, std::string_view value) {
  if (field == nullptr || value.empty()) return;
  if (field->label == "patient name" || field->label == "patient_name") {
    walk.out.tokens.add(value, TokenKind::name);
  }
  if (field->action != FieldAction::date) return;
  if (const auto day = parse_day(value); day && day->day > k_last_shifted_day) {
    walk.out.tokens.add(iso(day->day), TokenKind::date);
    walk.out.dates.push_back(iso(day->day));
  }
}

// The field with its value replaced, spaces around the value kept.
std::string with_value(Walk& walk, const PhilipsField* field, std::string_view before,
                       std::string_view field_value) {
  const std::string_view value = trim(field_value);
  if (value.empty()) return std::string(before) + std::string(field_value);
  const auto begin = static_cast<std::size_t>(value.data() - field_value.data());
  keep_token(walk, field, value);
  const std::string fresh = replaced(walk, field, value);
  if (fresh != value) walk.note(field);
  return fmt::format("{}{}{}{}", before, field_value.substr(0, begin), fresh,
                     field_value.substr(begin + value.size()));
}

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

// The numbers of a field, of the value that stays.
void take_numbers(Walk& walk, const std::string& label, std::string_view value) {
  const auto number = number_in(value);
  if (!number) return;
  value = trim(value);
  const std::string_view second = value.substr(std::min(value.find(' '), value.size()));
  walk.numbers[label] = *number;
  walk.numbers[label + k_second] = number_in(second).value_or(*number);
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
  ++walk.positions[fmt::format("{} {} {} {} {}", cells[0], cells[1], cells[3], cells[4], cells[5])];
  return Done{};
}

Result<std::string> scrub_par_line(Walk& walk, std::string_view line, std::string_view subject) {
  if (consists_of(line, k_blank)) return std::string(line);
  if (line.front() == '#') return scrub_comment(walk, line);
  if (line.front() == '.') return scrub_field(walk, line, "par", 1, subject);
  SR_CHECK(take_row(walk, line, subject));
  return std::string(line);
}

Result<std::string> scrub_spar_line(Walk& walk, std::string_view line, std::string_view subject) {
  if (consists_of(line, k_blank)) return std::string(line);
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

double number_of(const Walk& walk, const std::string& label) {
  const auto found = walk.numbers.find(label);
  return found == walk.numbers.end() ? 0 : found->second;
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

// ----- XML/REC: <Attribute Name="Patient Name" Type="String">value</Attribute> within known elements -----

constexpr std::array<std::string_view, 6> k_elements{"Attribute", "Image_Array", "Image_Info",
                                                     "Key",       "PRIDE_V5",    "Series_Info"};
constexpr std::array<std::string_view, 7> k_xml_attributes{"ArraySize", "Calc", "EnumType", "Level",
                                                           "Name",      "Tag",  "Type"};

struct Tag {
  std::string name;
  bool closing = false;
  std::map<std::string, std::string> attributes;
};

Error bad_xml(std::string_view subject) {
  return Error{ErrorCode::bad_data, std::string(subject), "its XML is damaged or of an unknown kind", {}};
}

bool is_tame(std::string_view text) {
  return consists_of(to_lower(text), "abcdefghijklmnopqrstuvwxyz0123456789_ .-/()");
}

// `inside`: between < and >.
Result<Tag> parse_tag(std::string_view inside, std::string_view subject) {
  Tag tag;
  if (inside.starts_with("/")) {
    tag.closing = true;
    inside.remove_prefix(1);
  }
  const std::size_t end = std::min(inside.find_first_of(" \t\r\n"), inside.size());
  tag.name = inside.substr(0, end);
  inside = trim(inside.substr(end));
  if (std::find(k_elements.begin(), k_elements.end(), tag.name) == k_elements.end()) return bad_xml(subject);
  while (!inside.empty()) {
    const std::size_t equals = inside.find("=\"");
    if (equals == std::string_view::npos) return bad_xml(subject);
    const std::size_t close = inside.find('"', equals + 2);
    if (close == std::string_view::npos) return bad_xml(subject);
    const std::string name(inside.substr(0, equals));
    const std::string value(inside.substr(equals + 2, close - equals - 2));
    const bool known =
        std::find(k_xml_attributes.begin(), k_xml_attributes.end(), name) != k_xml_attributes.end();
    if (!known || !is_tame(value)) return bad_xml(subject);
    tag.attributes[name] = value;
    inside = trim(inside.substr(close + 1));
  }
  return tag;
}

// Numbers stay by their type, everything else by the table.
std::string scrub_xml_value(Walk& walk, const Tag& tag, std::string_view text) {
  const auto get = [&](const char* name) {
    const auto found = tag.attributes.find(name);
    return found == tag.attributes.end() ? std::string() : found->second;
  };
  const std::string label = normalised(get("Name")), type = to_lower(get("Type"));
  const PhilipsField* field = walk.context.fields->find("xml", label);
  const bool numeric =
      type.starts_with("int") || type.starts_with("uint") || type == "float" || type == "double";
  const PhilipsField plain{.format = "xml", .label = "a number", .action = FieldAction::number, .words = {}};
  std::string fresh = with_value(walk, field == nullptr && numeric ? &plain : field, "", text);
  take_numbers(walk, label, fresh);
  return fresh;
}

void take_xml_image(Walk& walk) {
  const double bits = number_of(walk, "pixel size"), x = number_of(walk, "resolution x"),
               y = number_of(walk, "resolution y");
  constexpr double k_largest = 16384;
  const bool plausible = (bits == 8 || bits == 16) && x >= 1 && x <= k_largest && y >= 1 && y <= k_largest;
  walk.out.facts.data_bytes += plausible ? static_cast<std::uint64_t>(bits / 8) *
                                               static_cast<std::uint64_t>(x) * static_cast<std::uint64_t>(y)
                                         : 0;
  ++walk.positions[fmt::format("{} {} {}", number_of(walk, "slice"), number_of(walk, "echo"),
                               number_of(walk, "phase"))];
}

Status scrub_xml(Walk& walk, std::string_view text, std::string_view subject) {
  std::optional<Tag> open;  // the Attribute whose value comes
  while (!text.empty()) {
    const std::size_t begin = std::min(text.find('<'), text.size());
    const std::string_view between = text.substr(0, begin);
    if (open) {
      walk.out.text += scrub_xml_value(walk, *open, between);
    } else if (consists_of(between, " \t\r\n") || (walk.out.text.empty() && between == "\xEF\xBB\xBF")) {
      walk.out.text += between;
    } else {
      return bad_xml(subject);
    }
    text.remove_prefix(begin);
    if (text.empty()) break;
    const std::size_t end = text.find('>');
    if (end == std::string_view::npos) return bad_xml(subject);
    const std::string_view inside = text.substr(1, end - 1);
    const bool declaration = walk.positions.empty() && inside.starts_with("?xml version=\"1.0\"");
    if (declaration && !consists_of(to_lower(inside), "?xml version=\"1.0 encodig utf-8 standalone ys'")) {
      return bad_xml(subject);
    }
    if (!declaration) {
      SR_TRY(Tag tag, parse_tag(inside, subject));
      if (open && !(tag.closing && tag.name == "Attribute")) return bad_xml(subject);
      if (tag.closing && tag.name == "Image_Info") take_xml_image(walk);
      open = !tag.closing && tag.name == "Attribute" ? std::optional(std::move(tag)) : std::nullopt;
    }
    walk.out.text += text.substr(0, end + 1);
    text.remove_prefix(end + 1);
  }
  if (open || walk.positions.empty()) return bad_xml(subject);
  PhilipsFacts& facts = walk.out.facts;
  for (const auto& [position, count] : walk.positions) facts.volumes = std::max(facts.volumes, count);
  facts.echo_planar = number_of(walk, "epi factor") > 1;
  facts.perfusion = number_of(walk, "no label types") > 0 || number_of(walk, "max no label types") > 0;
  return Done{};
}

}  // namespace

std::optional<PhilipsFormat> philips_format(const std::filesystem::path& path) {
  const std::string ending = to_lower(path.extension().string());
  if (ending == ".par") return PhilipsFormat::par;
  if (ending == ".xml") return PhilipsFormat::xml;
  if (ending == ".spar") return PhilipsFormat::spar;
  return std::nullopt;
}

bool is_face_free(const PhilipsFacts& facts) {
  constexpr std::size_t k_least_volumes = 5;  // as for DICOM: fewer are a reference
  return facts.spectrum || (facts.echo_planar && !facts.perfusion && facts.volumes >= k_least_volumes);
}

Result<ScrubbedPhilips> scrub_philips_header(std::string_view text, PhilipsFormat format,
                                             const PhilipsContext& context, std::string_view subject) {
  if (text.find('\0') != std::string_view::npos) {
    return Error{ErrorCode::bad_data, std::string(subject), "its header is no text", {}};
  }
  Walk walk{.context = context, .format = format, .out = {}, .numbers = {}, .positions = {}};
  switch (format) {
    case PhilipsFormat::par:
      SR_CHECK(scrub_par(walk, text, subject));
      break;
    case PhilipsFormat::xml:
      SR_CHECK(scrub_xml(walk, text, subject));
      break;
    case PhilipsFormat::spar:
      SR_CHECK(scrub_spar(walk, text, subject));
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
