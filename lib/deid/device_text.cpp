#include "deid/device_text.hpp"

#include <algorithm>

#include "base/share.hpp"
#include "base/text.hpp"
#include "bids/table.hpp"

namespace shareready {
namespace {

bool is_large(char c) { return c >= 'A' && c <= 'Z'; }
bool is_small(char c) { return c >= 'a' && c <= 'z'; }
bool is_figure(char c) { return c >= '0' && c <= '9'; }
bool is_ascii_letter(char c) { return is_large(c) || is_small(c); }

// Letters written as a name is: the first large, the others small.
bool is_capitalised(std::string_view run) {
  return is_large(run.front()) && std::all_of(run.begin() + 1, run.end(), is_small);
}

bool stands_in(const std::vector<std::string>& list, std::string_view run) {
  return std::binary_search(list.begin(), list.end(), to_lower(run));
}

bool is_code_shape(std::string_view run, const std::vector<std::string>& names) {
  return run.size() <= 2 || (run.size() == 3 && !is_capitalised(run) && !stands_in(names, run));
}

// "HeadNeck", "MRHead": where the next word begins inside a run of letters.
std::size_t end_of_device_word(std::string_view run) {
  std::size_t at = 1;
  while (at < run.size()) {
    const bool raised = is_small(run[at - 1]) && is_large(run[at]);
    const bool after_initials =
        is_large(run[at - 1]) && is_large(run[at]) && at + 1 < run.size() && is_small(run[at + 1]);
    if (raised || after_initials) break;
    ++at;
  }
  return at;
}

// What a text may hold beside known words.
struct Allowed {
  std::size_t longest_number = 5;  // of a part
  bool codes = true;               // runs of letters as short as a code
};

bool allows_letters(std::string_view run, const DeviceWords& known, bool codes) {
  if (stands_in(known.words, run)) return true;
  while (!run.empty()) {
    const std::string_view word = run.substr(0, end_of_device_word(run));
    if (!stands_in(known.words, word) && !(codes && is_code_shape(word, known.names))) return false;
    run.remove_prefix(word.size());
  }
  return true;
}

std::string_view leading_run(std::string_view text, bool (*belongs)(char)) {
  const auto end = std::find_if_not(text.begin(), text.end(), belongs);
  return text.substr(0, static_cast<std::size_t>(end - text.begin()));
}

bool allows(std::string_view text, const DeviceWords& known, const Allowed& allowed) {
  while (!text.empty()) {
    if (static_cast<unsigned char>(text.front()) >= 0x80) return false;
    const std::string_view letters = leading_run(text, is_ascii_letter),
                           digits = leading_run(text, is_figure);
    if (!letters.empty() && !allows_letters(letters, known, allowed.codes)) return false;
    if (digits.size() > allowed.longest_number) return false;
    text.remove_prefix(std::max<std::size_t>({letters.size(), digits.size(), 1}));
  }
  return true;
}

// The first cells of a table.
Status add_first_cells(std::string_view name, std::vector<std::string>& words) {
  SR_TRY(const auto path, find_share_file(name));
  SR_TRY(const Table table, read_table(path));
  for (const auto& row : table.rows) words.push_back(row.front());
  std::sort(words.begin(), words.end());
  return Done{};
}

}  // namespace

bool DeviceWords::allow(std::string_view text) const { return allows(text, *this, {}); }

bool DeviceWords::allow_words(std::string_view text) const { return allows(text, *this, {.codes = false}); }

bool DeviceWords::allow_version(std::string_view text) const {
  constexpr std::size_t k_day_of_release = 8;
  return allows(text, *this, {.longest_number = k_day_of_release});
}

Result<DeviceWords> load_device_words() {
  DeviceWords known;
  SR_CHECK(add_first_cells("dicom_words.tsv", known.words));
  SR_CHECK(add_first_cells("device_words.tsv", known.words));
  SR_CHECK(add_first_cells("short_names.tsv", known.names));
  return known;
}

}  // namespace shareready
