#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "bids/table.hpp"
#include "readiness/inputs.hpp"

namespace shareready {

// Words that people chose and that leave as they are, for a person to read: labels of entities in names of
// files ("acq-klaas"), names of tasks, trial types. Numbers alone name nobody. Paths are those of the
// release.
class ChosenWords {
 public:
  void add_file(std::string_view file_name);
  void add_sidecar(std::string_view text);  // JSON; another text names no task
  void add_events(const Table& table);
  // By where they stand; nothing of a place without any.
  [[nodiscard]] std::vector<readiness::WordsOfPeople> list() const;

 private:
  void add(std::string_view where, std::string word);
  std::map<std::string, std::set<std::string>, std::less<>> words_;
};

}  // namespace shareready
