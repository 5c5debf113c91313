#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/field_name.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "readiness/deposit_tables.hpp"
#include "readiness/inputs.hpp"

namespace shareready::readiness {

// How this version of the program comes to the status of a requirement.
enum class Evaluation {
  measured,  // from the release and the audit
  answer,    // only the researcher, the privacy officer or the legal department can tell
  matched,   // the data are compared with answers and dated facts
  fact       // something to know, nothing to check
};

// One requirement of the Brain MRI data sharing guide, in our own words (share/requirements.json).
struct Requirement {
  std::string id;  // R1 to R94
  std::string topic;
  std::string question;  // in plain language
  std::string rule;
  Evaluation evaluation = Evaluation::answer;
  Owner owner = Owner::researcher;
  Owner weighed_by = Owner::researcher;  // where nothing has to be mended: WARN
  Severity severity = Severity::info;    // of a failure
  std::string law;                       // what the rule rests on beside the guide; may be empty
  std::vector<std::string> law_sources;  // where that was read
  std::string method;                    // how it is measured, or why it is not
  std::string remedy;
};

// Dated facts of a repository: in words for readers, then in the words that matching uses. eea: yes, no,
// choose, unknown. ways: public, registered, restricted, by commas. kinds: bids, maps, any, none, unknown.
// affiliation: any, dutch, member, or a word of institution.affiliation. personal: yes, no, unknown. use:
// archive, workspace, transfer, dataset. role, by its terms (share/repository_steps.tsv): processor, unknown.
// Limits: a number, none, unknown.
struct Repository {
  std::string requirement, name, scope, purpose, location, access, storage_limit, cost, note, confidence,
      checked;
  std::string eea, ways, kinds, affiliation, personal, use, total_gb, file_gb, files, role, source;
};

// What a column's name tells of its content (share/column_evidence.tsv).
struct ColumnEvidence {
  std::string column;  // lower case letters and digits
  NameFit match = NameFit::whole;
  std::string evidence;  // clinical, criminal_record, or a word of consent.special_categories
};

// A sentence of advice that the report prints where it applies (share/readiness_advice.json).
struct Advice {
  std::string id;                   // of a risk
  Owner owner = Owner::researcher;  // of a step
  std::string applies;              // always, images, own_events, dates_shifted, withheld, questions
  std::string title;
  std::string text;
  std::string reference;
  std::string command = {};  // to type for a step; its places: readiness/run_options.hpp
};

// The words for a figure of the face removal (share/defacing_figures.tsv).
struct FigureWords {
  std::string name, words, unit;
  bool shown = true;  // false: stays in the private folder
};

struct RuleTables {
  std::string version, profile, source, checked;
  std::vector<Requirement> requirements;
  std::vector<Repository> repositories;
  std::vector<Advice> residual_risks;
  std::vector<Advice> next_steps;
  std::vector<Advice> tensions;  // where the rules disagree with each other
  std::vector<ColumnEvidence> column_evidence;
  std::vector<std::string> references;
  std::vector<FigureWords> figures;
  DepositTables deposit;
};

struct RuleTexts {
  std::string requirements;  // JSON
  std::string repositories;  // TSV
  std::string advice;        // JSON
  std::string figures;       // TSV
  std::string evidence;      // TSV
  DepositTexts deposit;
};

// Reads the tables from their texts. Errors: bad_data, naming the entry and what is missing.
Result<RuleTables> parse_rule_tables(const RuleTexts& texts);

// Finds and reads requirements.json, repositories.tsv, readiness_advice.json, defacing_figures.tsv,
// column_evidence.tsv and the tables of deposit_tables.hpp in share/. Errors: no_input, bad_data.
Result<RuleTables> load_rule_tables();

}  // namespace shareready::readiness
