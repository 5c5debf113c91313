#include "deid/brainvision.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "deid/value_check.hpp"

namespace shareready {
namespace {

struct KnownKey {
  std::string_view section;
  std::string_view key;
};
// BrainVision Core Data Format 1.0; sorted. Channels, coordinates and markers are numbered and treated apart.
constexpr std::array k_known_keys{
    KnownKey{"Binary Infos", "BinaryFormat"},     KnownKey{"Binary Infos", "UseBigEndianOrder"},
    KnownKey{"Common Infos", "Averaged"},         KnownKey{"Common Infos", "AveragedSegments"},
    KnownKey{"Common Infos", "Codepage"},         KnownKey{"Common Infos", "DataFile"},
    KnownKey{"Common Infos", "DataFormat"},       KnownKey{"Common Infos", "DataOrientation"},
    KnownKey{"Common Infos", "DataPoints"},       KnownKey{"Common Infos", "DataType"},
    KnownKey{"Common Infos", "MarkerFile"},       KnownKey{"Common Infos", "NumberOfChannels"},
    KnownKey{"Common Infos", "SamplingInterval"}, KnownKey{"Common Infos", "SegmentDataPoints"},
    KnownKey{"Common Infos", "SegmentationType"}};

struct HeaderWalk {
  const BrainVisionContext& context;
  std::string section;
  ScrubbedBrainVision out;

  void note(std::string_view name) {
    auto& removed = out.removed;
    if (std::find(removed.begin(), removed.end(), name) == removed.end()) removed.emplace_back(name);
  }
  [[nodiscard]] bool is_harmless(std::string_view text) const {
    constexpr std::size_t k_longest = 40;
    return find_concern(text, {.longest = k_longest}) == Concern::none &&
           (context.tokens == nullptr || !context.tokens->find_in(text));
  }
};

// "Ch12": the word and a number.
bool is_numbered(std::string_view key, std::string_view word) {
  return key.starts_with(word) && is_digits(key.substr(word.size()));
}

bool is_known(std::string_view section, std::string_view key) {
  return std::any_of(k_known_keys.begin(), k_known_keys.end(),
                     [&](const KnownKey& known) { return known.section == section && known.key == key; });
}

// The name of the file that belongs to this recording, by what the key names.
std::string file_name(std::string_view key, std::string_view value, std::string_view stem) {
  const std::size_t dot = value.rfind('.');
  const std::string ending = to_lower(value.substr(std::min(dot, value.size())));
  return fmt::format("{}{}", stem, key == "MarkerFile" ? ".vmrk" : ending == ".dat" ? ".dat" : ".eeg");
}

// Electrodes on a sphere of radius 1, or none (0): a real head has its own distances.
bool is_on_sphere(std::string_view value) {
  const std::string radius = split(value, ',').front();
  return value.find_first_not_of("0123456789.,+-eE ") == std::string_view::npos &&
         (radius == "0" || radius == "1");
}

// "S  1", "R128": a kind of marker and its number.
bool is_marker_code(std::string_view text) {
  constexpr std::size_t k_longest = 12;
  const std::size_t digits = text.find_first_of("0123456789");
  const std::string_view letters = trim(text.substr(0, std::min(digits, text.size())));
  const std::string_view number = digits == std::string_view::npos ? "" : text.substr(digits);
  constexpr std::size_t k_longest_number = 5;
  return text.size() <= k_longest && letters.size() <= 3 && number.size() <= k_longest_number &&
         number.find_first_not_of("0123456789") == std::string_view::npos &&
         std::all_of(letters.begin(), letters.end(),
                     [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); });
}

constexpr std::array<std::string_view, 8> k_marker_types{"Bad Interval", "Comment",  "New Segment", "Peak",
                                                         "Response",     "Stimulus", "SyncStatus",  "Time 0"};
constexpr std::array<std::string_view, 2> k_sync_texts{"Sync Off", "Sync On"};

std::string segment_date(const HeaderWalk& walk, std::string_view value) {
  constexpr std::size_t k_digits = 20, k_day = 8;  // day, then time of day to the microsecond
  if (!walk.context.shift || value.size() != k_digits || !is_digits(value)) return "";
  const auto moved = shift_date(value.substr(0, k_day), *walk.context.shift);
  return moved ? *moved + std::string(value.substr(k_day)) : "";
}

// "type,description,position,size,channel[,date]"
std::string scrub_marker(HeaderWalk& walk, std::string_view value) {
  std::vector<std::string> cells = split(value, ',');
  const bool known_type =
      std::find(k_marker_types.begin(), k_marker_types.end(), cells[0]) != k_marker_types.end();
  if (!known_type || cells.size() < 5) {
    walk.note("marker of another kind");
    cells.resize(std::max<std::size_t>(cells.size(), 5));
    cells[0] = "Comment";
  }
  const bool sync = std::find(k_sync_texts.begin(), k_sync_texts.end(), cells[1]) != k_sync_texts.end();
  if (!cells[1].empty() && !sync && !is_marker_code(cells[1])) {
    walk.note("marker text");
    cells[1].clear();
  }
  for (std::size_t i = 2; i < 5; ++i) {
    if (!is_digits(cells[i])) cells[i] = "0";
  }
  if (cells.size() == 5) return join(cells, ",");
  const std::string date = segment_date(walk, cells[5]);
  if (date != cells[5] || cells.size() > 6) walk.note("marker date");
  cells.resize(date.empty() ? 5 : 6);
  if (!date.empty()) cells[5] = date;
  return join(cells, ",");
}

// What stands in place of a line "key=value"; nothing: the line goes.
std::optional<std::string> scrub_pair(HeaderWalk& walk, std::string_view key, std::string_view value) {
  const auto line = [&](std::string_view fresh) { return fmt::format("{}={}", key, fresh); };
  if (key == "DataFile" || key == "MarkerFile") {
    const std::string name = file_name(key, value, walk.context.stem);
    return is_known(walk.section, key) ? std::optional(line(name)) : std::nullopt;
  }
  if (walk.section == "Marker Infos" && is_numbered(key, "Mk")) return line(scrub_marker(walk, value));
  if (walk.section == "Coordinates" && is_numbered(key, "Ch")) {
    return is_on_sphere(value) ? std::optional(line(value)) : std::nullopt;
  }
  const bool channel = walk.section == "Channel Infos" && is_numbered(key, "Ch");
  if (!channel && !is_known(walk.section, key)) return std::nullopt;
  if (is_digits(value) || walk.is_harmless(value)) return line(value);
  if (!channel) return std::nullopt;
  walk.note("channel name");
  const auto cells = split(value, ',');
  const std::string resolution = cells.size() > 2 && walk.is_harmless(cells[2]) ? cells[2] : "";
  return line(fmt::format("{},,{}", key, resolution));
}

std::optional<std::string> scrub_line(HeaderWalk& walk, std::string_view line) {
  if (trim(line).empty()) return std::string(line);
  if (line.front() == ';') return std::nullopt;
  if (line.front() == '[' && trim(line).back() == ']') {
    walk.section = trim(line).substr(1, trim(line).size() - 2);
    constexpr std::array<std::string_view, 5> k_sections{"Binary Infos", "Channel Infos", "Common Infos",
                                                         "Coordinates", "Marker Infos"};
    const bool known = std::find(k_sections.begin(), k_sections.end(), walk.section) != k_sections.end();
    if (!known) walk.section.clear();
    return known ? std::optional(std::string(line)) : std::nullopt;
  }
  const std::size_t equals = line.find('=');
  if (walk.section.empty() || equals == std::string_view::npos) return std::nullopt;
  return scrub_pair(walk, line.substr(0, equals), line.substr(equals + 1));
}

bool is_first_line(std::string_view line) {
  const std::string lower = to_lower(trim(line));
  const bool named =
      lower.starts_with("brain vision data exchange ") || lower.starts_with("brainvision data exchange ");
  constexpr std::string_view k_letters = "abcdefghijklmnopqrstuvwxyz ,.0123456789";
  return named &&
         (lower.find(" header file") != std::string::npos ||
          lower.find(" marker file") != std::string::npos) &&
         lower.size() < 80 && lower.find_first_not_of(k_letters) == std::string::npos;
}

// The next line and the end of line behind it.
std::pair<std::string_view, std::string_view> next_line(std::string_view& text) {
  std::size_t end = std::min(text.find('\n'), text.size());
  const std::size_t next = std::min(end + 1, text.size());
  if (end > 0 && text[end - 1] == '\r') --end;
  const std::pair pieces{text.substr(0, end), text.substr(end, next - end)};
  text.remove_prefix(next);
  return pieces;
}

}  // namespace

Result<ScrubbedBrainVision> scrub_brainvision(std::string_view text, const BrainVisionContext& context,
                                              std::string_view subject) {
  HeaderWalk walk{.context = context, .section = {}, .out = {}};
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const auto [first, first_end] = next_line(text);
  if (!is_first_line(first) || text.find('\0') != std::string_view::npos) {
    return Error{ErrorCode::bad_data, std::string(subject), "is no BrainVision header or marker file", {}};
  }
  walk.out.text = fmt::format("{}{}", first, first_end);
  while (!text.empty()) {
    const auto [line, end] = next_line(text);
    const auto fresh = scrub_line(walk, line);
    if (!fresh) walk.note("another line");
    if (fresh) walk.out.text += fmt::format("{}{}", *fresh, end);
  }
  return std::move(walk.out);
}

std::string rename_brainvision_files(std::string_view text, std::string_view stem) {
  std::string out;
  while (!text.empty()) {
    const auto [line, end] = next_line(text);
    const std::size_t equals = std::min(line.find('='), line.size());
    const std::string_view key = line.substr(0, equals);
    const bool names_file = key == "DataFile" || key == "MarkerFile";
    out +=
        names_file ? fmt::format("{}={}", key, file_name(key, line.substr(equals), stem)) : std::string(line);
    out += end;
  }
  return out;
}

std::vector<std::string> brainvision_dates(std::string_view text) {
  std::vector<std::string> dates;
  while (!text.empty()) {
    const auto [line, end] = next_line(text);
    const auto cells = split(line, ',');
    if (cells.size() == 6 && cells[0].find("=New Segment") != std::string::npos && cells[5].size() == 20) {
      dates.push_back(cells[5].substr(0, 8));
    }
  }
  return dates;
}

}  // namespace shareready
