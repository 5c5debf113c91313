#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "readiness/answers_print.hpp"

namespace shareready::readiness {

// An answer that was not given is empty: it is shown as missing and never assumed. The words allowed in a
// Word or Words stand in share/answers.schema.json.
using Word = std::optional<std::string>;
using Words = std::optional<std::vector<std::string>>;
using Flag = std::optional<bool>;

// What only people can tell, as given with --answers.
struct Answers {
  std::string sha256;  // of the file; empty where none was given
  AnswersPrint print;  // empty where none was given
  std::string text;    // every text answered, a line each: whom people name; the same
  Word jurisdiction, interpretation;
  struct LegalBasis {
    Word type, ref, article9_exemption;
    Word article9_other;  // which one, where the exemption is "other"
    Word agreed;          // where the privacy officer agreed to another basis than consent
  } legal_basis;
  struct Consent {
    Word version;
    Flag everyone;
    Words data_categories;
    Word purpose;
    Words recipients;
    Flag non_eu;
    Words special_categories;
    Flag covers_children;
    Word capacity;
    Word withdrawal;
  } consent;
  struct Key {
    Flag exists;
    Word location, access, destroyed_on;
  } key;
  struct Population {
    std::optional<double> size, sampling_fraction;
    Word description;
    Flag rare;
  } population;
  Words vulnerable;
  Word clinical;
  struct Ethics {
    Word approval, concerns;
  } ethics;
  struct Institution {
    Flag allows;
    Word affiliation, policy_ref;
  } institution;
  struct Receiver {
    Flag secure, eea;
  } receiver;
  Word repository;
  struct Place {  // for a repository that the table does not have
    Word country, kept_by;
  } other_place;
  Word processing_agreement, scc;
  struct Dua {
    Word template_text, signatory_name, signatory_role;
    Flag signatory_authorised;
    Word legal_review, reviewed_by, reviewed_on, reviewed_text;
  } dua;
  struct Assessment {
    Word status, reasons, date, ref, advice, release, answers, residual_risk, consultation;
  } dpia;
  struct Condition {
    std::string text;
    Word confirmed_by, date;  // that it is met
  };
  struct Dpo {
    Word name, date, opinion, ref, release, answers;
    std::vector<Condition> conditions;
  } dpo;
  struct Controller {
    Word name, represented_by, decision, date, release, answers, reasons;
  } controller;
  struct Faces {
    Word looked_at_by, date, release;
    Flag others_opened;  // the images that are not drawn, in a viewer
  } faces;
  struct Extremes {
    Word judged_by, date, release, outcome, reasons;
  } extremes;
  struct Foresight {
    Word text, review_date;
  } foresight;
  Flag ownership_concern;
  Word licence, other_public_datasets;
  Flag forward_model;
  struct Federated {
    Flag capacity;
    Words partners;
  } federated;
};

// Consent binds as the legal basis, and as the exemption for health data too (GDPR Art. 9(2)(a)): one that
// does not cover this use lifts no prohibition, whatever the basis.
inline bool rests_on_consent(const Answers& answers) {
  const Answers::LegalBasis& basis = answers.legal_basis;
  return basis.type == "consent" || (basis.type && basis.article9_exemption == "explicit_consent");
}

// Reads an answers file by its schema. Errors: usage, naming file, key, got and expected, every fault of the
// file at once.
Result<Answers> parse_answers(std::string_view text, const std::string& subject, const Json& schema);

// The same from the disk, with the schema of share/. Errors: no_input, usage, bad_data.
Result<Answers> load_answers(const std::filesystem::path& file);

// An answers file without any answer, every question explained in a _comment key: made from the schema, so
// that both say the same.
Json answers_template(const Json& schema);

// share/answers.schema.json. Errors: no_input, bad_data.
Result<Json> load_answers_schema();

}  // namespace shareready::readiness
