#include "stage/chosen_words.hpp"

#include <algorithm>
#include <array>

#include "base/json.hpp"
#include "base/text.hpp"
#include "bids/bids_name.hpp"
#include "deid/cells.hpp"

namespace shareready {
namespace {

// Of these BIDS or the program sets the labels, not people: an index, a fixed word, a label of its own.
constexpr std::array<std::string_view, 11> k_not_chosen{"chunk", "echo", "flip", "hemi",  "inv", "mt",
                                                        "part",  "run",  "ses",  "split", "sub"};

}  // namespace

void ChosenWords::add(std::string_view where, std::string word) {
  if (!is_digits(word) && !is_number(word) && !is_missing(word))
    words_[std::string(where)].insert(std::move(word));
}

void ChosenWords::add_file(std::string_view file_name) {
  for (const Entity& entity : parse_bids_name(file_name).entities) {
    if (std::find(k_not_chosen.begin(), k_not_chosen.end(), entity.key) != k_not_chosen.end()) continue;
    if (!is_digits(entity.label))
      add(readiness::k_words_of_names, std::string(entity.key).append("-").append(entity.label));
  }
}

void ChosenWords::add_sidecar(std::string_view text) {
  constexpr std::string_view k_task = "TaskName";
  if (text.find(k_task) == std::string_view::npos) return;
  const Result<Json> json = parse_json(text, "a sidecar");
  if (json.ok() && json->at(k_task).is_string())
    add(readiness::k_words_of_tasks, json->at(k_task).as_string());
}

void ChosenWords::add_events(const Table& table) {
  const auto column = table.column("trial_type");
  if (!column) return;
  for (const auto& row : table.rows) add(readiness::k_words_of_trials, row[*column]);
}

std::vector<readiness::WordsOfPeople> ChosenWords::list() const {
  constexpr std::size_t k_most = 30;  // that somebody reads; trial types may be texts of their own
  std::vector<readiness::WordsOfPeople> list;
  for (const auto& [where, words] : words_) {
    readiness::WordsOfPeople told{.where = where, .words = {}, .more = words.size()};
    for (const std::string& word : words)
      if (told.words.size() < k_most) told.words.push_back(word);
    told.more -= told.words.size();
    list.push_back(std::move(told));
  }
  return list;
}

}  // namespace shareready
