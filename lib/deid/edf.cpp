#include "deid/edf.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <span>

#include "base/byte_source.hpp"
#include "base/file_writer.hpp"
#include "base/text.hpp"
#include "deid/value_check.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;
using Bytes = std::span<std::uint8_t>;

constexpr std::size_t k_main_header = 256, k_signal_header = 256;
constexpr std::string_view k_patient = "X X X X", k_recording = "Startdate X X X X", k_date = "01.01.85",
                           k_time = "00.00.00";

struct HeaderField {
  std::string_view name;
  std::size_t offset;
  std::size_t size;
};
constexpr HeaderField k_patient_field{"patient", 8, 80}, k_recording_field{"recording", 88, 80},
    k_date_field{"date", 168, 8}, k_time_field{"time", 176, 8}, k_reserved_field{"reserved", 192, 44};

Error bad(const fs::path& path, std::string what) {
  return Error{ErrorCode::bad_data, path.string(), std::move(what), {}};
}

std::string text_at(Bytes bytes, std::size_t offset, std::size_t size) {
  const Bytes piece = bytes.subspan(offset, size);
  return {piece.begin(), piece.end()};
}

std::optional<std::int64_t> number_at(Bytes bytes, std::size_t offset, std::size_t size) {
  const std::string text = text_at(bytes, offset, size);
  const std::string_view digits = trim(text);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

// Puts a text, padded with spaces; true where that changed something.
bool put(Bytes bytes, std::size_t offset, std::size_t size, std::string_view text) {
  std::string padded(text);
  padded.resize(size, ' ');
  const bool changed = text_at(bytes, offset, size) != padded;
  std::copy(padded.begin(), padded.end(), bytes.begin() + static_cast<std::ptrdiff_t>(offset));
  return changed;
}

// Where annotations lie in each record.
struct Layout {
  std::size_t signals = 0;
  std::uint64_t record_bytes = 0;
  std::int64_t records = 0;                                          // -1: as many as there are
  std::vector<std::pair<std::uint64_t, std::uint64_t>> annotations;  // offset and size within a record
};

std::size_t sample_bytes(Bytes main) { return main[0] == 0xff ? 3 : 2; }

struct RecordWalk {
  const EdfContext& context;
  const fs::path& path;
  std::vector<std::string> removed;

  void note(std::string_view name) {
    if (std::find(removed.begin(), removed.end(), name) == removed.end()) removed.emplace_back(name);
  }
  [[nodiscard]] bool is_technical(std::string_view text) const {
    const bool tame = find_concern(text) == Concern::none;
    return tame && (context.tokens == nullptr || !context.tokens->find_in(text));
  }
};

bool is_edf(Bytes main) {
  return text_at(main, 0, 8) == "0       " || (main[0] == 0xff && text_at(main, 1, 7) == "BIOSEMI");
}

void clean_main(RecordWalk& walk, Bytes main) {
  const auto replace = [&](const HeaderField& field, std::string_view text) {
    if (put(main, field.offset, field.size, text)) walk.note(field.name);
  };
  replace(k_patient_field, k_patient);
  replace(k_recording_field, k_recording);
  replace(k_date_field, k_date);
  const std::string clock = text_at(main, k_time_field.offset, k_time_field.size);
  const bool is_clock = clock.find_first_not_of("0123456789.:") == std::string::npos;
  if (!walk.context.keep_clock || !is_clock) replace(k_time_field, k_time);
  // The kinds of file that the formats know; whatever else stands there is not technical.
  constexpr std::array<std::string_view, 5> k_edf_kinds{"EDF+C", "EDF+D", "BDF+C", "BDF+D", "24BIT"};
  const std::string reserved = text_at(main, k_reserved_field.offset, k_reserved_field.size);
  const auto kind = std::find_if(k_edf_kinds.begin(), k_edf_kinds.end(),
                                 [&](std::string_view known) { return reserved.starts_with(known); });
  replace(k_reserved_field, kind == k_edf_kinds.end() ? "" : *kind);
}

// The fields of all signals stand side by side: all labels, then all transducers, ...
struct SignalField {
  std::string_view name;
  std::size_t size;
  enum class Rule { label, text, number, clear } rule;
};
constexpr std::array k_signal_fields{SignalField{"label", 16, SignalField::Rule::label},
                                     SignalField{"transducer", 80, SignalField::Rule::text},
                                     SignalField{"unit", 8, SignalField::Rule::text},
                                     SignalField{"physical minimum", 8, SignalField::Rule::number},
                                     SignalField{"physical maximum", 8, SignalField::Rule::number},
                                     SignalField{"digital minimum", 8, SignalField::Rule::number},
                                     SignalField{"digital maximum", 8, SignalField::Rule::number},
                                     SignalField{"filters", 80, SignalField::Rule::text},
                                     SignalField{"samples", 8, SignalField::Rule::number},
                                     SignalField{"signal reserved", 32, SignalField::Rule::clear}};
constexpr std::size_t k_samples_at = 216;  // bytes of the fields before the numbers of samples

bool is_number_text(std::string_view text) {
  return text.find_first_not_of("0123456789.+-eE ") == std::string_view::npos;
}

Status clean_signals(RecordWalk& walk, Bytes signals, std::size_t count) {
  std::size_t at = 0;
  for (const SignalField& field : k_signal_fields) {
    for (std::size_t i = 0; i < count; ++i, at += field.size) {
      const std::string text = text_at(signals, at, field.size);
      const bool stays = field.rule == SignalField::Rule::number ? is_number_text(text)
                         : field.rule == SignalField::Rule::clear
                             ? trim(text).empty()
                             : text.find('\0') == std::string::npos && walk.is_technical(trim(text));
      if (stays) continue;
      if (field.rule == SignalField::Rule::number) return bad(walk.path, "a number of its header is damaged");
      const std::string fresh =
          field.rule == SignalField::Rule::label ? fmt::format("channel {}", i + 1) : "";
      if (put(signals, at, field.size, fresh)) walk.note(field.name);
    }
  }
  return Done{};
}

Result<Layout> layout_of(const fs::path& path, Bytes main, Bytes signals) {
  Layout layout{
      .signals = signals.size() / k_signal_header, .record_bytes = 0, .records = -1, .annotations = {}};
  const auto records = number_at(main, 236, 8);
  if (!records || *records < -1) return bad(path, "its header does not say how many records it has");
  layout.records = *records;
  for (std::size_t i = 0; i < layout.signals; ++i) {
    const auto samples = number_at(signals, layout.signals * k_samples_at + i * 8, 8);
    constexpr std::int64_t k_most_samples = 100'000'000;
    if (!samples || *samples < 0 || *samples > k_most_samples) {
      return bad(path, "its header does not say how many samples a record has");
    }
    const std::uint64_t size = static_cast<std::uint64_t>(*samples) * sample_bytes(main);
    const std::string label = text_at(signals, i * 16, 16);
    if (trim(label) == "EDF Annotations" || trim(label) == "BDF Annotations") {
      layout.annotations.emplace_back(layout.record_bytes, size);
    }
    layout.record_bytes += size;
  }
  constexpr std::uint64_t k_longest_record = 256U << 20U;
  if (layout.record_bytes == 0 || layout.record_bytes > k_longest_record) {
    return bad(path, "its header describes records of no size that can be");
  }
  return layout;
}

// "+12.5", then 0x14 0x14 0x00: the time keeping that each record begins with (EDF+, section 2.2.4). All
// behind it goes; true where that was something. Nothing where it is damaged.
std::optional<bool> clear_annotations(Bytes annotations, bool first) {
  std::size_t kept = 0;
  if (first) {
    while (kept < annotations.size() &&
           std::string_view("+-.0123456789").find(static_cast<char>(annotations[kept])) !=
               std::string_view::npos) {
      ++kept;
    }
    const bool whole = kept > 0 && kept + 3 <= annotations.size() && annotations[kept] == 0x14;
    if (!whole) return std::nullopt;
    // An annotation of the record itself may follow the time: it goes, the time stays.
    const bool had_text = annotations[kept + 1] != 0x14;
    annotations[kept + 1] = 0x14;
    const bool had_more = annotations[kept + 2] != 0;
    annotations[kept + 2] = 0;
    kept += 3;
    const Bytes rest = annotations.subspan(kept);
    const bool more = std::any_of(rest.begin(), rest.end(), [](std::uint8_t b) { return b != 0; });
    std::fill(rest.begin(), rest.end(), std::uint8_t{0});
    return had_text || had_more || more;
  }
  const bool held =
      std::any_of(annotations.begin(), annotations.end(), [](std::uint8_t b) { return b != 0; });
  std::fill(annotations.begin(), annotations.end(), std::uint8_t{0});
  return held;
}

Status copy_records(RecordWalk& walk, const ByteSource& source, const Layout& layout, FileWriter& file) {
  std::vector<std::uint8_t> record(layout.record_bytes);
  std::int64_t number = 0;
  while (layout.records < 0 || number < layout.records) {
    SR_TRY(const std::size_t got, read_fully(source, record));
    if (got == 0 && layout.records < 0) break;
    if (got < record.size()) {
      if (layout.records < 0) {
        walk.note("bytes after the last record");
        break;
      }
      return bad(walk.path, "its records are cut off; get a complete copy of the file");
    }
    for (std::size_t i = 0; i < layout.annotations.size(); ++i) {
      const auto [offset, size] = layout.annotations[i];
      const auto cleared = clear_annotations(Bytes(record).subspan(offset, size), i == 0);
      if (!cleared) return bad(walk.path, "the time keeping of a record is damaged");
      if (*cleared) walk.note("annotations");
    }
    SR_CHECK(file.append(record));
    ++number;
  }
  std::array<std::uint8_t, 1> more{};
  SR_TRY(const std::size_t behind, read_fully(source, more));
  if (behind > 0) walk.note("bytes after the last record");
  return Done{};
}

}  // namespace

Result<ScrubbedEdf> scrub_edf_file(const fs::path& from, const fs::path& to, const EdfContext& context) {
  SR_TRY(const ByteSource source, open_source(from));
  std::vector<std::uint8_t> main(k_main_header);
  SR_TRY(const std::size_t got, read_fully(source, main));
  if (got < main.size() || !is_edf(main)) return bad(from, "is no EDF or BDF file, or its header is cut off");
  const auto count = number_at(main, 252, 4);
  const auto header_bytes = number_at(main, 184, 8);
  if (!count || *count < 1 || !header_bytes ||
      *header_bytes !=
          static_cast<std::int64_t>(k_main_header) + *count * static_cast<std::int64_t>(k_signal_header)) {
    return bad(from, "its header contradicts itself about its own length");
  }
  if (!is_number_text(text_at(main, 236, 20))) return bad(from, "a number of its header is damaged");
  std::vector<std::uint8_t> signals(static_cast<std::size_t>(*count) * k_signal_header);
  SR_TRY(const std::size_t more, read_fully(source, signals));
  if (more < signals.size()) return bad(from, "its header is cut off; get a complete copy of the file");
  RecordWalk walk{.context = context, .path = from, .removed = {}};
  SR_TRY(const Layout layout, layout_of(from, main, signals));
  clean_main(walk, main);
  SR_CHECK(clean_signals(walk, signals, layout.signals));
  SR_TRY(FileWriter file, FileWriter::create(to));
  SR_CHECK(file.append(main));
  SR_CHECK(file.append(signals));
  SR_CHECK(copy_records(walk, source, layout, file));
  SR_CHECK(file.commit());
  return ScrubbedEdf{std::move(walk.removed)};
}

}  // namespace shareready
