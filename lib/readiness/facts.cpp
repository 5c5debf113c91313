#include "readiness/facts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "base/field_name.hpp"
#include "base/text.hpp"
#include "readiness/age_recipes.hpp"
#include "readiness/answer_checks.hpp"
#include "readiness/check_rules.hpp"
#include "readiness/checks.hpp"
#include "readiness/document_release.hpp"
#include "readiness/leaving_out.hpp"
#include "readiness/words.hpp"

namespace shareready::readiness {
namespace {

std::string_view to_word(Known known) {
  switch (known) {
    case Known::no:
      return "no";
    case Known::yes:
      return "yes";
    case Known::unknown:
      return "unknown";
  }
  return "unknown";
}

Known known_of(const Json& word) {
  if (word.as_string() == "yes") return Known::yes;
  return word.as_string() == "no" ? Known::no : Known::unknown;
}

// k of the presets, as share/policy.json has them: groups of a release can be held against those of each way.
constexpr std::array<std::pair<std::string_view, std::uint64_t>, 3> k_groups_of_presets{
    {{"open", 11}, {"registered", 5}, {"restricted", 3}}};

// Words of consent.data_categories with the columns that they were seen in.
using Categories = std::map<std::string, std::set<std::string>>;

// What column names tell: the words of the table, for released columns and for all.
struct ColumnWords {
  std::set<std::string> released, all;
};

ColumnWords words_of(const ReadinessInputs& inputs, const std::vector<ColumnEvidence>& table) {
  ColumnWords words;
  for (const ReportedColumn& column : inputs.columns) {
    const FieldName name = field_name(column.name);
    for (const ColumnEvidence& entry : table) {
      if (!fits(name, entry.column, entry.match)) continue;
      words.all.insert(entry.evidence);
      if (column.decision != ColumnDecision::dropped) words.released.insert(entry.evidence);
    }
  }
  return words;
}

// Columns of events that tell of the task and the scanner, not of the person.
bool is_timing(const std::string& column) {
  return column == "onset" || column == "duration" || column == "trial_type" || column == "sample" ||
         column == "stim_file";
}

std::set<std::string> special_categories(const ReadinessInputs& inputs, const ColumnWords& words) {
  static const std::set<std::string, std::less<>> k_words = {
      "genetic",          "biometric", "health", "ethnic_origin", "political_opinions", "religion_or_belief",
      "union_membership", "sex_life"};
  std::set<std::string> found;
  for (const std::string& word : words.released) {
    if (k_words.contains(word)) found.insert(word);
  }
  const bool scores = std::any_of(inputs.columns.begin(), inputs.columns.end(), [](const auto& column) {
    return column.role == ColumnRole::clinical_score && column.decision != ColumnDecision::dropped;
  });
  if (scores || !inputs.images.empty() || words.released.contains("clinical")) found.insert("health");
  return found;
}

bool tells_of_patients(const ReportedColumn& column, const std::vector<ColumnEvidence>& table) {
  const FieldName name = field_name(column.name);
  return column.role == ColumnRole::clinical_score ||
         std::any_of(table.begin(), table.end(), [&](const ColumnEvidence& entry) {
           return entry.evidence == "clinical" && fits(name, entry.column, entry.match);
         });
}

// The categories of a column of people's answers, by its role and its table.
std::vector<std::string> categories_of(const ReportedColumn& column,
                                       const std::vector<ColumnEvidence>& table) {
  using enum ColumnRole;
  if (column.role == participant_id) return {};
  std::vector<std::string> found;
  const bool demographic = column.role == age || column.role == sex || column.role == postcode ||
                           column.role == place || column.role == birth_date;
  if (demographic) found.emplace_back("demographics");
  if (tells_of_patients(column, table)) found.emplace_back("clinical_data");
  if (column.table == "phenotype" && !demographic) found.emplace_back("questionnaires");
  if (column.table == "events" && !is_timing(column.name)) found.emplace_back("behaviour");
  return found;
}

// Words of consent.data_categories in the release, each with its columns.
Categories data_categories(const ReadinessInputs& inputs, const std::vector<ColumnEvidence>& table) {
  Categories found;
  if (!inputs.images.empty()) found["brain_images"];
  for (const ReportedColumn& column : inputs.columns) {
    if (column.decision == ColumnDecision::dropped) continue;
    for (const std::string& category : categories_of(column, table))
      found[category].insert(shown_name(column));
  }
  for (const FileKindCount& kind : inputs.file_kinds) {
    if (kind.kind == "recording" && kind.action != "exclude") found["physiology"];
  }
  return found;
}

// The columns that tell of patients: names of the standard, and how many others.
std::pair<std::set<std::string>, std::uint64_t> clinical_columns(const ReadinessInputs& inputs,
                                                                 const std::vector<ColumnEvidence>& table) {
  std::set<std::string> names;
  std::uint64_t others = 0;
  for (const ReportedColumn& column : inputs.columns) {
    if (!tells_of_patients(column, table)) continue;
    if (column.standard) names.insert(column.name);
    if (!column.standard) ++others;
  }
  return {names, others};
}

// Nothing but scores suggests patients: questionnaires and screenings are taken of healthy people too.
bool are_scores_alone(const ReadinessInputs& inputs, const std::vector<ColumnEvidence>& table) {
  return std::all_of(inputs.columns.begin(), inputs.columns.end(), [&](const ReportedColumn& column) {
    return column.role == ColumnRole::clinical_score || !tells_of_patients(column, table);
  });
}

// Patients are told of by a diagnosis column even if it was dropped; a dataset without any is not known to
// be free of them.
Known clinical(const ReadinessInputs& inputs, const ColumnWords& words) {
  const bool scores = std::any_of(inputs.columns.begin(), inputs.columns.end(), [](const auto& column) {
    return column.role == ColumnRole::clinical_score;
  });
  return scores || words.all.contains("clinical") ? Known::yes : Known::unknown;
}

Json sorted_json(const std::set<std::string>& words) { return list_json({words.begin(), words.end()}); }

std::vector<std::string> category_words(const Categories& categories) {
  std::vector<std::string> words;
  for (const auto& [word, columns] : categories) words.push_back(word);
  return words;
}

Json category_columns_json(const Categories& categories) {
  Json rows{Json::Array{}};
  for (const auto& [word, columns] : categories)
    rows.push_back(object({{"category", word}, {"columns", sorted_json(columns)}}));
  return rows;
}

std::vector<std::string> strings_of(const Json& json) {
  std::vector<std::string> list;
  for (const Json& entry : json.as_array()) list.push_back(entry.as_string());
  return list;
}

std::uint64_t count_of(const Json& json) { return static_cast<std::uint64_t>(json.as_int()); }

std::uint64_t image_count(const Json& document) {
  std::uint64_t images = 0;
  for (const Json& participant : document.at("participants").as_array()) {
    images += participant.at("images").as_array().size();
  }
  return images;
}

// The kinds with little detail of the face are not defaced, so there is nothing to compare; of others a
// picture can be missing.
std::uint64_t drawn_count(const Json& document) {
  std::uint64_t drawn = 0;
  for (const Json& participant : document.at("participants").as_array()) {
    for (const Json& image : participant.at("images").as_array())
      drawn += image.at("drawn").as_bool() ? 1U : 0U;
  }
  return drawn;
}

Json measured_json(const CheckOutcome& measured) {
  return object({{"status", to_word(measured.status)}, {"observed", measured.observed}});
}

// Beside the chances by tables of persons alone.
std::string told_of_joint_counts(const Json& joint) {
  if (!joint.is_object()) return {};
  const auto told = [&](const char* by) { return said_count(joint.at(by).at("uniques")); };
  return fmt::format(
      "; alone for whoever also knows which images, tables and recordings each person has: {} by these "
      "details, {} by these and all that sidecars say, {} with every column of the tables of persons, {} "
      "with "
      "events tables and sidecars besides",
      told("details"), told("described"), told("columns"), told("all"));
}

bool has_released_detail(const Json& identifiers) {
  const Json::Array& all = identifiers.as_array();
  return std::any_of(all.begin(), all.end(),
                     [](const Json& identifier) { return identifier.at("level").as_string() != "dropped"; });
}

ShownRisk risk_of(const Json& risk, std::uint64_t k) {
  const Json& before = risk.at("before");
  const Json& after = risk.at("after");
  const Json& whole = risk.at("whole");
  const bool left_out = risk.at("figures_left_out").as_bool();
  const Json::Array& identifiers = risk.at("identifiers").as_array();
  if ((!after.is_object() && !left_out) || identifiers.empty()) return {};
  const bool details = has_released_detail(risk.at("identifiers"));
  return {.measured = true,
          .left_out = left_out,
          .k = k,
          .fewest_told = fewest_told(k),
          .smallest_before = before.at("smallest_group").as_string(),
          .smallest_after = after.at("smallest_group").as_string(),
          .below_k_after = after.at("below_k").as_string(),
          .average_after = after.at("average").as_double(),
          .after_at_most = after.at("at_most").as_bool(),
          .whole_at_most = whole.at("at_most").as_bool(),
          .below_k_whole = whole.at("below_k").as_string(),
          .average_whole = whole.at("average").as_double(),
          .missed = details && !risk.at("reached").as_bool(),
          .everyone_unique = risk.at("everyone_unique").as_bool(),
          .alone_whole = whole.at("uniques").as_string(),
          .joint = told_of_joint_counts(risk.at("joint")),
          .best_measure = told_of_best_measures(risk.at("best_measures"))};
}

// The ways whose groups the released ones are large enough for: of the way that the release was made for by
// its own k, of others by that of their presets.
std::vector<std::string> ways_by_groups(const ReadinessInputs& inputs) {
  std::vector<std::string> ways;
  if (!inputs.demographics.smallest_class) return ways;
  for (const auto& [preset, k] : k_groups_of_presets) {
    const std::uint64_t fewest = preset == inputs.policy.preset ? inputs.policy.k : k;
    const bool large =
        *inputs.demographics.smallest_class >= fewest && inputs.risk.in_rare_families.value_or(0) == 0;
    if (large || !keeps_details(inputs.risk)) ways.emplace_back(preset);
  }
  return ways;
}

}  // namespace

Standing standing_of(const Json& document) {
  const Json& stands = document.at("stands");
  if (!stands.is_object()) return {.source = true, .private_folder = true};
  return {.source = stands.at("source").as_bool(), .private_folder = stands.at("private_folder").as_bool()};
}

Json standing_json(const Standing& stands) {
  return object({{"source", stands.source}, {"private_folder", stands.private_folder}});
}

namespace {

Json chosen_words_json(const std::vector<WordsOfPeople>& places) {
  Json rows{Json::Array{}};
  for (const WordsOfPeople& place : places)
    rows.push_back(object({{"where", place.where}, {"words", list_json(place.words)}, {"more", place.more}}));
  return rows;
}

}  // namespace

Json evidence_json(const ReadinessInputs& inputs, const std::vector<ColumnEvidence>& table) {
  const ColumnWords words = words_of(inputs, table);
  const Categories categories = data_categories(inputs, table);
  const auto [clinical_names, clinical_others] = clinical_columns(inputs, table);
  const auto& under_16 = inputs.demographics.under_16;
  const auto& smallest = inputs.demographics.smallest_class;
  const Known children = !under_16 ? Known::unknown : *under_16 > 0 ? Known::yes : Known::no;
  const Known small = !smallest ? Known::unknown : *smallest < inputs.policy.k ? Known::yes : Known::no;
  return object({{"children_under_16", to_word(children)},
                 {"child_ages", list_json(inputs.demographics.child_ages)},
                 {"few_ages", inputs.demographics.few_ages},
                 {"age_recipes", age_recipes_json(inputs)},
                 {"special_columns", special_columns_json(inputs, table)},
                 {"small_groups", to_word(small)},
                 {"groups_suffice_for", list_json(ways_by_groups(inputs))},
                 {"age_bands", list_json(inputs.demographics.age_bands)},
                 {"cognitive_tests", words.all.contains("cognitive")},
                 {"clinical", to_word(clinical(inputs, words))},
                 {"clinical_columns", sorted_json(clinical_names)},
                 {"clinical_own_columns", clinical_others},
                 {"clinical_scores_alone", are_scores_alone(inputs, table)},
                 {"data_categories", list_json(category_words(categories))},
                 {"category_columns", category_columns_json(categories)},
                 {"special_categories", sorted_json(special_categories(inputs, words))},
                 {"faces", measured_json(faces_measured(inputs))},
                 {"extremes", measured_json(extreme_values(inputs))},
                 {"group_maps", inputs.derived.group_maps.size()},
                 {"group_map_files", list_json(inputs.derived.group_maps)},
                 {"other_maps", inputs.derived.thresholded_maps},
                 {"normalised_images", inputs.derived.normalised_images},
                 {"region_tables", inputs.derived.region_tables},
                 {"derivatives_offered", inputs.derived.offered},
                 {"written_texts", list_json(inputs.written_texts)},
                 {"chosen_words", chosen_words_json(inputs.chosen_words)}});
}

std::string short_percent(double share, bool at_most) {
  return fmt::format("{}{:.3g}", at_most ? "at most " : "", 100.0 * share);
}

std::string link_chances(const ShownRisk& risk) {
  if (!risk.measured || risk.left_out) return {};
  return fmt::format(
      "for somebody who knows that the person took part, average chance of a right link: {} % by these "
      "details, {} % with every column of the tables of persons known (in groups smaller than k = {} then: "
      "{}, alone: {}){}",
      short_percent(risk.average_after, risk.after_at_most),
      short_percent(risk.average_whole, risk.whole_at_most), risk.k, risk.below_k_whole, risk.alone_whole,
      risk.joint);
}

std::string with_drawn_images(const std::string& text, const DatasetFacts& facts) {
  constexpr std::string_view k_all_drawn = "every image stands there before and after, with its figures";
  if (facts.drawn_images == facts.images) return text;
  if (facts.drawn_images == 0)
    return replace_all(text, k_all_drawn, "no image is drawn there; open each in dataset/ with a viewer");
  const std::uint64_t others = facts.images - facts.drawn_images;
  return replace_all(
      text, k_all_drawn,
      fmt::format("{} of {} images stand there before and after, with their figures; open the other {} in "
                  "dataset/ with a viewer",
                  facts.drawn_images, facts.images, others == 1 ? "one" : std::to_string(others)));
}

DatasetFacts facts_of(const Json& document) {
  const Json& release = document.at("release");
  const Json& evidence = document.at("evidence");
  DatasetFacts facts;
  facts.published = document.at("verdict").at("state").as_string() != "not_published";
  facts.participants = count_of(release.at("participants"));
  facts.images = image_count(document);
  facts.drawn_images = drawn_count(document);
  facts.files = count_of(release.at("files"));
  facts.bytes = count_of(release.at("bytes"));
  facts.largest_file_bytes = count_of(release.at("largest_file_bytes"));
  facts.group_maps = count_of(evidence.at("group_maps"));
  facts.other_maps = count_of(evidence.at("other_maps"));
  facts.normalised_images = count_of(evidence.at("normalised_images"));
  facts.region_tables = count_of(evidence.at("region_tables"));
  facts.derivatives_offered = count_of(evidence.at("derivatives_offered"));
  facts.authors = strings_of(document.at("description").at("authors"));
  facts.written_texts = strings_of(evidence.at("written_texts"));
  for (const Json& place : evidence.at("chosen_words").as_array())
    facts.written_texts.push_back(place.at("where").as_string());
  facts.children = known_of(evidence.at("children_under_16"));
  facts.child_ages = strings_of(evidence.at("child_ages"));
  facts.age_recipes = age_recipes_of(evidence.at("age_recipes"));
  facts.few_ages = evidence.at("few_ages").as_bool();
  facts.special_columns = special_columns_of(evidence.at("special_columns"));
  facts.extremes = {evidence.at("extremes").at("status").as_string(),
                    evidence.at("extremes").at("observed").as_string()};
  facts.small_groups = known_of(evidence.at("small_groups"));
  facts.keeps_details = has_released_detail(document.at("risk").at("identifiers"));
  facts.groups_suffice_for = strings_of(evidence.at("groups_suffice_for"));
  facts.clinical = known_of(evidence.at("clinical"));
  facts.age_bands = strings_of(evidence.at("age_bands"));
  facts.cognitive_tests = evidence.at("cognitive_tests").as_bool();
  facts.clinical_columns = strings_of(evidence.at("clinical_columns"));
  facts.clinical_own_columns = count_of(evidence.at("clinical_own_columns"));
  facts.clinical_scores_alone = evidence.at("clinical_scores_alone").as_bool();
  facts.data_categories = strings_of(evidence.at("data_categories"));
  for (const Json& row : evidence.at("category_columns").as_array())
    facts.category_columns[row.at("category").as_string()] = strings_of(row.at("columns"));
  facts.special_categories = strings_of(evidence.at("special_categories"));
  facts.license = release.at("license").as_string();
  facts.preset = document.at("policy").at("preset").as_string();
  facts.manifest_sha256 = release.at("manifest_sha256").as_string();
  facts.made = document.at("created").as_string();
  facts.policy_file = document.at("policy").at("file");
  facts.key_file = document.at("policy").at("key_file").as_bool();
  facts.stands = standing_of(document);
  facts.fewest_told = fewest_told(count_of(document.at("policy").at("k")));
  facts.risk = risk_of(document.at("risk"), count_of(document.at("policy").at("k")));
  for (const Json& check : document.at("checks").as_array()) {
    const bool measured = check.at("evaluation").as_string() == "measured";
    const bool sum = check.at("id").as_string() == "R28";  // of steps that are told one by one
    if (!measured || sum || is_decided_by_answers(check.at("id").as_string())) continue;
    const std::string& status = check.at("status").as_string();
    if (status == "FAIL") facts.failed.push_back(check.at("id").as_string());
    if (status == "UNKNOWN") facts.unknown.push_back(check.at("id").as_string());
  }
  return facts;
}

}  // namespace shareready::readiness
