#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"
#include "readiness/answers.hpp"
#include "readiness/inputs.hpp"
#include "readiness/rules.hpp"

// Columns that are left out as special categories of personal data: what the study loses by it, and what
// keeping one would take and give. The program keeps none by itself.
namespace shareready::readiness {

struct DatasetFacts;

// Such a column as the document shows it: no count of few persons.
struct ShownSpecialColumn {
  std::string name;                     // as shown
  bool named = false;                   // the name is one of ours, so that a recipe can hold it
  std::vector<std::string> categories;  // words of consent.special_categories; empty: not known
  bool contrast = false;                // nothing that is released tells patients from others without it
  bool may_stay = true;                 // false: its cells would go although a policy kept it
  bool told = false;                    // what follows may be told
  bool reached = true;                  // every group has k persons
  std::string below_k;                  // persons in smaller groups
  double average = 0.0, average_whole = 0.0;
  bool at_most = false, whole_at_most = false;  // the chance was rounded up
  std::vector<std::string> details;             // "age (bands of 20 years)"
  std::vector<std::string> dropped;             // details that the release has now and would lose
  std::string with_ages;                        // what wider ages besides would give; may be empty
};

// The member 'special_columns' of the evidence, and back.
Json special_columns_json(const ReadinessInputs& inputs, const std::vector<ColumnEvidence>& table);
std::vector<ShownSpecialColumn> special_columns_of(const Json& rows);

// What R55 weighs: the names of those that a policy could keep, what goes with them, and whether the consent
// names them. Empty: there are none.
std::string told_of_special_columns(const DatasetFacts& facts, const Answers& answers);

// True where one could be kept: its cells would stay, and the answers do not say that the consent lacks it.
bool may_keep_special_columns(const DatasetFacts& facts, const Answers& answers);

// The sentences of the step: names, loss, consent, the policy and what it would give.
std::string step_of_special_columns(const DatasetFacts& facts, const Answers& answers);

}  // namespace shareready::readiness
