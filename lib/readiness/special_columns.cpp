#include "readiness/special_columns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "base/counted.hpp"
#include "base/field_name.hpp"
#include "base/text.hpp"
#include "readiness/age_recipes.hpp"
#include "readiness/checks.hpp"
#include "readiness/document_release.hpp"
#include "readiness/facts.hpp"
#include "readiness/policy_file.hpp"
#include "readiness/told_counts.hpp"

namespace shareready::readiness {
namespace {

constexpr std::string_view k_own_name = "a column with a name of its own";
constexpr std::string_view k_patients = "clinical", k_health = "health";
constexpr std::string_view k_dropped = "dropped";
constexpr const char* k_kept_type = "quasi_identifier";

std::set<std::string> evidence_of(const std::string& column, const std::vector<ColumnEvidence>& table) {
  std::set<std::string> words;
  const FieldName name = field_name(column);
  for (const ColumnEvidence& entry : table) {
    if (fits(name, entry.column, entry.match)) words.insert(entry.evidence);
  }
  return words;
}

// The words of consent.special_categories among those of the table; a diagnosis is health data.
std::vector<std::string> categories_in(const std::set<std::string>& words) {
  constexpr std::array<std::string_view, 8> k_categories{
      "genetic",          "biometric", "health", "ethnic_origin", "political_opinions", "religion_or_belief",
      "union_membership", "sex_life"};
  std::vector<std::string> found;
  for (const std::string_view category : k_categories) {
    const bool clinical = category == k_health && words.contains(std::string(k_patients));
    if (clinical || words.contains(std::string(category))) found.emplace_back(category);
  }
  return found;
}

// A study group, or a column that names a condition; scores are taken of healthy people too.
bool tells_patients_apart(const ReadinessInputs& inputs, const std::vector<ColumnEvidence>& table) {
  return std::any_of(inputs.columns.begin(), inputs.columns.end(), [&](const ReportedColumn& column) {
    if (column.decision == ColumnDecision::dropped || column.role == ColumnRole::clinical_score) return false;
    return column.reason == "study group" ||
           evidence_of(column.name, table).contains(std::string(k_patients));
  });
}

std::string_view level_in_release(const ReadinessInputs& inputs, const std::string& detail) {
  for (const ReportedIdentifier& identifier : inputs.risk.identifiers) {
    if (identifier.name == detail) return identifier.level;
  }
  return k_dropped;
}

// How many groups a value splits is itself a count of few, and no split at all would tell the value of whole
// groups. As many as there are groups may each have split one.
bool tells_splits(std::uint64_t groups, std::uint64_t before, std::uint64_t k) {
  return groups < before + fewest_told(k) && groups < 2 * before;
}

// Where other details change too, nothing follows.
bool tells_values(const KeptFigures& kept, const std::string& column, const ReadinessInputs& inputs) {
  const bool same_levels =
      std::all_of(kept.details.begin(), kept.details.end(), [&](const DetailLevel& detail) {
        return detail.name == column || detail.level == level_in_release(inputs, detail.name);
      });
  return same_levels && tells_splits(kept.after.groups, inputs.risk.after.groups, inputs.policy.k);
}

Json told_below(const KeptFigures& kept, std::uint64_t before, const ReadinessInputs& inputs) {
  const std::uint64_t k = inputs.policy.k, below = kept.after.below_k;
  ToldCounts counts(inputs.risk.persons, fewest_told(k));
  counts.tell(before);
  const bool told = counts.tell(below) || below < fewest_told(k);
  return told ? count_json(below, k) : Json(fmt::format("{}+", fewest_told(k)));
}

// The column kept beside the first of the wider ages, against these alone.
Json with_ages_json(const SpecialColumn& column, const ReadinessInputs& inputs) {
  const auto& recipes = inputs.demographics.age_recipes;
  const std::uint64_t k = inputs.policy.k;
  if (!column.with_ages || recipes.empty()) return {};
  const KeptFigures& kept = *column.with_ages;
  if (tells_splits(kept.after.groups, recipes.front().after.groups, k)) return {};
  const ToldFigures after = told_figures(kept.after, {.persons = inputs.risk.persons, .k = k});
  const ToldFigures whole =
      told_figures(kept.whole, {.persons = inputs.risk.persons, .k = k, .alone_first = true});
  const std::string name = column.standard ? column.name : "COLUMN";
  return object({{"policy", new_policy(present_policy(inputs),
                                       members_of(recipes.front().limits, {name}, k_kept_type))},
                 {"reached", kept.reached},
                 {"below_k", told_below(kept, recipes.front().after.below_k, inputs)},
                 {"average", after.average},
                 {"at_most", after.at_most},
                 {"average_whole", whole.average},
                 {"whole_at_most", whole.at_most}});
}

Json figures_json(const SpecialColumn& column, const std::string& shown, const ReadinessInputs& inputs) {
  if (!column.kept || has_few_persons(inputs.risk, inputs.policy.k)) return {};
  const KeptFigures& kept = *column.kept;
  if (tells_values(kept, shown, inputs)) return {};
  const std::uint64_t k = inputs.policy.k;
  const ToldFigures after = told_figures(kept.after, {.persons = inputs.risk.persons, .k = k});
  const ToldFigures whole =
      told_figures(kept.whole, {.persons = inputs.risk.persons, .k = k, .alone_first = true});
  std::vector<std::string> details, dropped;
  for (const DetailLevel& detail : kept.details) {
    const bool goes = detail.level == k_dropped;
    if (!goes) details.push_back(fmt::format("{} ({})", detail.name, detail.level));
    if (goes && level_in_release(inputs, detail.name) != k_dropped) dropped.push_back(detail.name);
  }
  return object({{"reached", kept.reached},
                 {"below_k", told_below(kept, inputs.risk.after.below_k, inputs)},
                 {"average", after.average},
                 {"at_most", after.at_most},
                 {"average_whole", whole.average},
                 {"whole_at_most", whole.at_most},
                 {"details", list_json(details)},
                 {"dropped", list_json(dropped)},
                 {"with_ages", with_ages_json(column, inputs)}});
}

enum class Consent { names, lacks, not_said, another_basis };

bool is_among(const Words& words, std::string_view word) {
  return std::find(words->begin(), words->end(), word) != words->end();
}

Consent consent_to(const ShownSpecialColumn& column, const Answers& answers) {
  const Word& basis = answers.legal_basis.type;
  if (basis && !rests_on_consent(answers)) return Consent::another_basis;
  const Words& special = answers.consent.special_categories;
  if (!basis || !special || column.categories.empty()) return Consent::not_said;
  const bool named = std::all_of(column.categories.begin(), column.categories.end(),
                                 [&](const std::string& category) { return is_among(special, category); });
  const Words& kinds = answers.consent.data_categories;
  const bool clinical =
      std::find(column.categories.begin(), column.categories.end(), k_health) != column.categories.end();
  if (!named || (clinical && kinds && !is_among(kinds, "clinical_data"))) return Consent::lacks;
  return clinical && !kinds ? Consent::not_said : Consent::names;
}

using Columns = std::vector<const ShownSpecialColumn*>;

Columns those_that_stay(const DatasetFacts& facts) {
  Columns columns;
  for (const ShownSpecialColumn& column : facts.special_columns) {
    if (column.may_stay) columns.push_back(&column);
  }
  return columns;
}

// Names of ours once each, the others counted.
std::string names_of(const Columns& columns) {
  std::vector<std::string> names;
  std::size_t own = 0;
  for (const ShownSpecialColumn* column : columns) {
    if (column->named) names.push_back(column->name);
    own += column->named ? 0U : 1U;
  }
  if (own > 0) names.push_back(counted(own, "with a name of its own", "with names of their own"));
  return join(names, ", ");
}

// One sentence for each thing that the consent says, with its columns.
std::vector<std::string> consent_sentences(const Columns& columns, const Answers& answers) {
  constexpr std::array<std::pair<Consent, const char*>, 4> k_sentences{
      {{Consent::names, "the consent, as answered, names such data: {}"},
       {Consent::lacks, "the consent, as answered, does not name such data, so they stay out: {}"},
       {Consent::not_said, "not said whether the consent names such data: {}"},
       {Consent::another_basis,
        "the basis is not consent, the privacy officer says whether such data may stay: {}"}}};
  std::vector<std::string> sentences;
  for (const auto& [consent, sentence] : k_sentences) {
    Columns of_it;
    for (const ShownSpecialColumn* column : columns) {
      if (consent_to(*column, answers) == consent) of_it.push_back(column);
    }
    if (!of_it.empty()) sentences.push_back(fmt::format(fmt::runtime(sentence), names_of(of_it)));
  }
  return sentences;
}

Columns those_with_contrast(const Columns& columns) {
  Columns found;
  std::copy_if(columns.begin(), columns.end(), std::back_inserter(found),
               [](const ShownSpecialColumn* column) { return column->contrast; });
  return found;
}

std::string figures_sentence(const ShownSpecialColumn& column, const ShownRisk& now) {
  std::string words = fmt::format(
      "With {} kept, counted for this release: groups of {} persons are {}, persons in smaller ones: {}; "
      "average chance of a right link: {} % by these details (now {} %), {} % with every column of the "
      "tables of persons known; details then: {}.",
      column.name, now.k, column.reached ? "reached" : "not reached", column.below_k,
      short_percent(column.average, column.at_most), short_percent(now.average_after, now.after_at_most),
      short_percent(column.average_whole, column.whole_at_most), join(column.details, ", "));
  if (!column.dropped.empty())
    words += fmt::format(" Keeping it would cost: {}.", join(column.dropped, ", "));
  return words + column.with_ages;
}

}  // namespace

Json special_columns_json(const ReadinessInputs& inputs, const std::vector<ColumnEvidence>& table) {
  const bool apart = tells_patients_apart(inputs, table);
  Json rows{Json::Array{}};
  for (const SpecialColumn& column : inputs.special_columns) {
    const std::string shown = column.standard ? column.name : std::string(k_own_name);
    const std::set<std::string> words = evidence_of(column.name, table);
    const bool differs = column.kept && !column.kept->same;
    rows.push_back(object({{"name", shown},
                           {"standard", column.standard},
                           {"categories", list_json(categories_in(words))},
                           {"contrast", differs && !apart && words.contains(std::string(k_patients))},
                           {"may_stay", !column.counted || column.kept.has_value()},
                           {"kept", figures_json(column, shown, inputs)}}));
  }
  return rows;
}

namespace {

std::string told_with_ages(const Json& kept) {
  if (!kept.is_object()) return {};
  return fmt::format(
      " With {} instead: persons in groups smaller than k then: {}; average chance of a right link: {} % by "
      "these "
      "details, {} % with every column of the tables of persons known.",
      kept.at("policy").as_string(), kept.at("below_k").as_string(),
      short_percent(kept.at("average").as_double(), kept.at("at_most").as_bool()),
      short_percent(kept.at("average_whole").as_double(), kept.at("whole_at_most").as_bool()));
}

}  // namespace

std::vector<ShownSpecialColumn> special_columns_of(const Json& rows) {
  const auto words_in = [](const Json& list) {
    std::vector<std::string> words;
    for (const Json& word : list.as_array()) words.push_back(word.as_string());
    return words;
  };
  std::vector<ShownSpecialColumn> columns;
  for (const Json& row : rows.as_array()) {
    ShownSpecialColumn& column = columns.emplace_back();
    column.name = row.at("name").as_string();
    column.named = row.at("standard").as_bool();
    column.categories = words_in(row.at("categories"));
    column.contrast = row.at("contrast").as_bool();
    column.may_stay = row.at("may_stay").as_bool();
    const Json& kept = row.at("kept");
    if (!kept.is_object()) continue;
    column.told = true;
    column.reached = kept.at("reached").as_bool();
    column.below_k = kept.at("below_k").as_string();
    column.average = kept.at("average").as_double();
    column.average_whole = kept.at("average_whole").as_double();
    column.at_most = kept.at("at_most").as_bool();
    column.whole_at_most = kept.at("whole_at_most").as_bool();
    column.details = words_in(kept.at("details"));
    column.dropped = words_in(kept.at("dropped"));
    column.with_ages = told_with_ages(kept.at("with_ages"));
  }
  return columns;
}

std::string told_of_special_columns(const DatasetFacts& facts, const Answers& answers) {
  const Columns columns = those_that_stay(facts);
  if (columns.empty()) return {};
  std::vector<std::string> parts{"left out as a special category, and counted as lost: " + names_of(columns)};
  if (const Columns contrast = those_with_contrast(columns); !contrast.empty())
    parts.push_back("patients cannot be told from controls without: " + names_of(contrast));
  for (std::string& sentence : consent_sentences(columns, answers)) parts.push_back(std::move(sentence));
  return join(parts, "; ");
}

bool may_keep_special_columns(const DatasetFacts& facts, const Answers& answers) {
  const Columns columns = those_that_stay(facts);
  return std::any_of(columns.begin(), columns.end(), [&](const ShownSpecialColumn* column) {
    return consent_to(*column, answers) != Consent::lacks;
  });
}

std::string step_of_special_columns(const DatasetFacts& facts, const Answers& answers) {
  constexpr std::size_t k_most_told = 3;  // all stand in the table of the risk
  Columns columns = those_that_stay(facts);
  std::string words = " Left out here: " + names_of(columns) + ".";
  if (const Columns contrast = those_with_contrast(columns); !contrast.empty())
    words += " Patients cannot be told from controls without: " + names_of(contrast) + ".";
  for (std::string sentence : consent_sentences(columns, answers)) {
    sentence.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(sentence.front())));
    words += " " + sentence + ".";
  }
  std::erase_if(columns, [&](const ShownSpecialColumn* column) {
    return consent_to(*column, answers) == Consent::lacks;
  });
  words += fmt::format(
      " What the policy file holds: {}.",
      new_policy(facts.policy_file,
                 members_of({}, {columns.front()->named ? columns.front()->name : "COLUMN"}, k_kept_type)));
  std::size_t told = 0;
  for (const ShownSpecialColumn* column : columns) {
    if (column->told && told++ < k_most_told) words += " " + figures_sentence(*column, facts.risk);
  }
  if (told < columns.size())
    words +=
        " What keeping a column would give stands in private/report/persons-at-risk.txt where it is not told "
        "here.";
  return words;
}

}  // namespace shareready::readiness
