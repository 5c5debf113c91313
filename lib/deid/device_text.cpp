#include "deid/device_text.hpp"

#include <algorithm>

#include "base/share.hpp"
#include "base/text.hpp"
#include "bids/table.hpp"

namespace shareready {
namespace {

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return is_upper(c) || is_lower(c); }

// Letters written as a name is: the first large, the others small.
bool is_capitalised(std::string_view run) {
  return is_upper(run.front()) && std::all_of(run.begin() + 1, run.end(), is_lower);
}

bool is_known(std::string_view run, const std::vector<std::string>& words) {
  return std::binary_search(words.begin(), words.end(), to_lower(run));
}

bool is_code(std::string_view run) { return run.size() <= 2 || (run.size() == 3 && !is_capitalised(run)); }

// "HeadNeck", "MRHead": where the next word begins inside a run of letters.
std::size_t end_of_word(std::string_view run) {
  std::size_t at = 1;
  while (at < run.size()) {
    const bool raised = is_lower(run[at - 1]) && is_upper(run[at]);
    const bool after_initials =
        is_upper(run[at - 1]) && is_upper(run[at]) && at + 1 < run.size() && is_lower(run[at + 1]);
    if (raised || after_initials) break;
    ++at;
  }
  return at;
}

bool allows_letters(std::string_view run, const std::vector<std::string>& words) {
  if (is_known(run, words)) return true;
  while (!run.empty()) {
    const std::string_view word = run.substr(0, end_of_word(run));
    if (!is_known(word, words) && !is_code(word)) return false;
    run.remove_prefix(word.size());
  }
  return true;
}

std::string_view run_at(std::string_view text, bool (*belongs)(char)) {
  const auto end = std::find_if_not(text.begin(), text.end(), belongs);
  return text.substr(0, static_cast<std::size_t>(end - text.begin()));
}

}  // namespace

bool DeviceWords::allow(std::string_view text) const {
  constexpr std::size_t k_longest_number = 5;
  while (!text.empty()) {
    if (static_cast<unsigned char>(text.front()) >= 0x80) return false;
    const std::string_view letters = run_at(text, is_letter), digits = run_at(text, is_digit);
    if (!letters.empty() && !allows_letters(letters, words)) return false;
    if (digits.size() > k_longest_number) return false;
    text.remove_prefix(std::max<std::size_t>({letters.size(), digits.size(), 1}));
  }
  return true;
}

Result<DeviceWords> load_device_words() {
  DeviceWords known;
  for (const std::string_view name : {"dicom_words.tsv", "device_words.tsv"}) {
    SR_TRY(const auto path, find_share_file(name));
    SR_TRY(const Table table, read_table(path));
    for (const auto& row : table.rows) known.words.push_back(row.front());
  }
  std::sort(known.words.begin(), known.words.end());
  return known;
}

}  // namespace shareready
