#include "deid/family_risk.hpp"

#include <algorithm>
#include <map>
#include <numeric>

#include "deid/cells.hpp"

namespace shareready {
namespace {

// Persons that are joined, one pair at a time (Galler and Fischer, Comm. ACM 7, 1964).
class Joined {
 public:
  explicit Joined(std::size_t count) : above_(count) { std::iota(above_.begin(), above_.end(), 0U); }
  std::size_t top(std::size_t person) {
    while (above_[person] != person) person = above_[person] = above_[above_[person]];
    return person;
  }
  void join(std::size_t one, std::size_t other) { above_[top(one)] = top(other); }

 private:
  std::vector<std::size_t> above_;
};

// A relative who is named, or whoever has the same label in a column.
class Relatives {
 public:
  Relatives(const std::vector<std::string>& persons, const LabelMap& labels) : joined_(persons.size()) {
    for (std::size_t i = 0; i < persons.size(); ++i) {
      if (const auto label = labels.participant(persons[i])) first_with_.emplace("sub-" + *label, i);
    }
  }
  void add(std::size_t person, const std::string& label) {
    joined_.join(person, first_with_.emplace(label, person).first->second);
  }
  Joined& joined() { return joined_; }

 private:
  Joined joined_;
  std::map<std::string, std::size_t> first_with_;  // label -> somebody who bears it or has it in a cell
};

}  // namespace

std::vector<std::vector<std::size_t>> find_families(const DescribedTables& data, const ColumnRules& rules,
                                                    const std::vector<std::string>& persons,
                                                    const LabelMap& labels) {
  std::map<std::string, std::size_t> index;
  for (const std::string& person : persons) index.emplace(person, index.size());
  Relatives relatives(persons, labels);
  for (const PersonTable& table : data.tables) {
    const auto rows = persons_of_rows(table, index);
    for (std::size_t column = 0; column < table.table.columns.size(); ++column) {
      const ColumnRule* rule = rules.find(table_kind(table.path), table.table.columns[column]);
      if (rule == nullptr || rule->action != ColumnAction::family) continue;
      for (std::size_t row = 0; row < rows.size(); ++row) {
        const std::string& cell = table.table.rows[row][column];
        if (rows[row] && !is_missing(cell)) relatives.add(*rows[row], cell);
      }
    }
  }
  std::map<std::size_t, std::vector<std::size_t>> families;
  for (std::size_t i = 0; i < persons.size(); ++i) families[relatives.joined().top(i)].push_back(i);
  std::vector<std::vector<std::size_t>> found;
  for (auto& [top, members] : families) {
    if (members.size() > 1) found.push_back(std::move(members));
  }
  return found;
}

std::uint64_t persons_in_rare_families(const std::vector<std::vector<std::size_t>>& families,
                                       std::span<const std::uint32_t> group_of, std::uint32_t k) {
  std::map<std::vector<std::uint32_t>, std::uint64_t> persons_by_look;
  for (const std::vector<std::size_t>& family : families) {
    std::vector<std::uint32_t> look;
    look.reserve(family.size());
    for (const std::size_t person : family) look.push_back(group_of[person]);
    std::sort(look.begin(), look.end());
    persons_by_look[look] += family.size();
  }
  std::uint64_t rare = 0;
  for (const auto& [look, count] : persons_by_look) rare += count < k ? count : 0;
  return rare;
}

}  // namespace shareready
