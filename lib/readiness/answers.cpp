#include "readiness/answers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/files.hpp"
#include "base/hash.hpp"
#include "base/share.hpp"
#include "base/text.hpp"
#include "readiness/no_answer.hpp"
#include "readiness/schema_check.hpp"

namespace shareready::readiness {
namespace {

constexpr std::string_view k_next_step =
    "; correct it, or write null where there is no answer yet (--print-answers prints a fresh form). Nothing "
    "was done: a report that is there still stands on the answers before these";

Word word(const Json& value) { return value.is_string() ? Word(value.as_string()) : std::nullopt; }
Flag flag(const Json& value) { return value.is_bool() ? Flag(value.as_bool()) : std::nullopt; }
std::optional<double> number_in(const Json& value) {
  return value.is_number() ? std::optional(value.as_double()) : std::nullopt;
}

Words words_in(const Json& value) {
  if (!value.is_array()) return std::nullopt;
  std::vector<std::string> list;
  for (const Json& entry : value.as_array()) list.push_back(entry.as_string());
  return list;
}

Answers::Consent consent_of(const Json& json) {
  return {.version = word(json.at("version")),
          .everyone = flag(json.at("everyone")),
          .data_categories = words_in(json.at("data_categories")),
          .purpose = word(json.at("purpose")),
          .recipients = words_in(json.at("recipients")),
          .non_eu = flag(json.at("non_eu")),
          .special_categories = words_in(json.at("special_categories")),
          .covers_children = flag(json.at("covers_children")),
          .capacity = word(json.at("capacity")),
          .withdrawal = word(json.at("withdrawal"))};
}

Answers::Dua dua_of(const Json& json) {
  const Json& signatory = json.at("signatory");
  return {.template_text = word(json.at("template")),
          .signatory_name = word(signatory.at("name")),
          .signatory_role = word(signatory.at("role")),
          .signatory_authorised = flag(signatory.at("authorised")),
          .legal_review = word(json.at("legal_review")),
          .reviewed_by = word(json.at("reviewed_by")),
          .reviewed_on = word(json.at("reviewed_on")),
          .reviewed_text = word(json.at("reviewed_text"))};
}

Answers::Dpo dpo_of(const Json& json) {
  Answers::Dpo dpo{.name = word(json.at("name")),
                   .date = word(json.at("date")),
                   .opinion = word(json.at("opinion")),
                   .ref = word(json.at("ref")),
                   .release = word(json.at("release")),
                   .answers = word(json.at("answers")),
                   .conditions = {}};
  for (const Json& entry : json.at("conditions").as_array()) {
    dpo.conditions.push_back(
        {entry.at("text").as_string(), word(entry.at("confirmed_by")), word(entry.at("date"))});
  }
  return dpo;
}

Answers answers_of(const Json& json) {
  const auto in = [&](const char* group, const char* key) -> const Json& { return json.at(group).at(key); };
  Answers all;
  all.jurisdiction = word(json.at("jurisdiction"));
  all.interpretation = word(json.at("interpretation"));
  all.legal_basis = {word(in("legal_basis", "type")), word(in("legal_basis", "ref")),
                     word(in("legal_basis", "article9_exemption")), word(in("legal_basis", "article9_other")),
                     word(in("legal_basis", "agreed"))};
  all.consent = consent_of(json.at("consent"));
  all.key = {flag(in("key", "exists")), word(in("key", "location")), word(in("key", "access")),
             word(in("key", "destroyed_on"))};
  all.population = {number_in(in("population", "size")), number_in(in("population", "sampling_fraction")),
                    word(in("population", "description")), flag(in("population", "rare"))};
  all.vulnerable = words_in(json.at("vulnerable"));
  all.clinical = word(json.at("clinical"));
  all.ethics = {word(in("ethics", "approval")), word(in("ethics", "concerns"))};
  all.institution = {flag(in("institution", "allows")), word(in("institution", "affiliation")),
                     word(in("institution", "policy_ref"))};
  all.receiver = {flag(in("receiver", "secure")), flag(in("receiver", "eea"))};
  all.repository = word(json.at("repository"));
  all.other_place = {word(in("other_place", "country")), word(in("other_place", "kept_by"))};
  all.processing_agreement = word(json.at("processing_agreement"));
  all.scc = word(json.at("scc"));
  all.dua = dua_of(json.at("dua"));
  all.dpia = {.status = word(in("dpia", "status")),
              .reasons = word(in("dpia", "reasons")),
              .date = word(in("dpia", "date")),
              .ref = word(in("dpia", "ref")),
              .advice = word(in("dpia", "advice")),
              .release = word(in("dpia", "release")),
              .answers = word(in("dpia", "answers")),
              .residual_risk = word(in("dpia", "residual_risk")),
              .consultation = word(in("dpia", "consultation"))};
  all.dpo = dpo_of(json.at("dpo"));
  all.controller = {word(in("controller", "name")),     word(in("controller", "represented_by")),
                    word(in("controller", "decision")), word(in("controller", "date")),
                    word(in("controller", "release")),  word(in("controller", "answers")),
                    word(in("controller", "reasons"))};
  all.faces = {word(in("faces", "looked_at_by")), word(in("faces", "date")), word(in("faces", "release")),
               flag(in("faces", "others_opened"))};
  all.extremes = {word(in("extremes", "judged_by")), word(in("extremes", "date")),
                  word(in("extremes", "release")), word(in("extremes", "outcome")),
                  word(in("extremes", "reasons"))};
  all.foresight = {word(in("foresight", "text")), word(in("foresight", "review_date"))};
  all.ownership_concern = flag(json.at("ownership_concern"));
  all.licence = word(json.at("licence"));
  all.other_public_datasets = word(json.at("other_public_datasets"));
  all.forward_model = flag(json.at("forward_model"));
  all.federated = {flag(in("federated", "capacity")), words_in(in("federated", "partners"))};
  return all;
}

// 'none' beside another word says two things at once.
void find_contradicting_none(const Json& value, const std::string& key, std::vector<std::string>& faults) {
  for (const auto& [name, member] : value.as_object()) {
    if (name.starts_with("_comment")) continue;
    const std::string own_key = key.empty() ? name : fmt::format("{}.{}", key, name);
    if (member.is_object()) find_contradicting_none(member, own_key, faults);
    const Json::Array& list = member.as_array();
    if (list.size() > 1 && std::find(list.begin(), list.end(), Json("none")) != list.end()) {
      faults.push_back(
          fmt::format("key '{}': got none beside other words, expected one or the other", own_key));
    }
  }
}

// Keys under which a person or a body is named, and those of them where it is a person.
constexpr std::array<std::string_view, 7> k_named{
    "name", "represented_by", "looked_at_by", "judged_by", "reviewed_by", "confirmed_by", "kept_by"};

constexpr std::array<std::string_view, 6> k_persons{"dpo.name",     "dua.signatory.name", "represented_by",
                                                    "looked_at_by", "judged_by",          "confirmed_by"};

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Not a word of a list, which may be "none".
bool is_free_text(const Json& schema, const std::string& key) {
  const Json* question = &schema;
  for (const std::string& part : split(key, '.')) {
    const Json& next = question->at("properties").at(part);
    question = next.find("items") == nullptr ? &next : &next.at("items");
  }
  return question->find("minLength") != nullptr;
}

// Keys under which a paper, or a body that decided, is named.
constexpr std::array<std::string_view, 8> k_papers{
    "ref", "agreed", "advice", "approval", "article9_other", "policy_ref", "consultation", "reviewed_text"};

void find_placeholders(const Json& value, const std::string& key, std::string_view own_name,
                       const Json& schema, std::vector<std::string>& faults) {
  for (const auto& [name, member] : value.as_object()) {
    if (name.starts_with("_comment")) continue;
    find_placeholders(member, key.empty() ? name : fmt::format("{}.{}", key, name), name, schema, faults);
  }
  for (const Json& member : value.as_array()) find_placeholders(member, key, own_name, schema, faults);
  if (!value.is_string() || !is_free_text(schema, key)) return;
  const std::string& text = value.as_string();
  const bool is_name = is_one_of(k_named, own_name);
  const bool is_person = is_one_of(k_persons, own_name) || is_one_of(k_persons, key);
  const bool denied = is_one_of(k_papers, own_name) && denies_paper(text);
  const bool nobody = is_name && (names_nobody(text) || (is_person && names_office_alone(text)));
  if (holds_place_open(text) || denied || nobody)
    faults.push_back(fmt::format("key '{}': got \"{}\", expected {}, or null", key, text,
                                 is_person ? "the name of a person"
                                 : is_name ? "the name of a person or a body"
                                           : "an answer"));
}

// Words of earlier forms, which said less: nobody but the officer can tell which of the new ones was meant.
void find_old_words(const Json& json, std::vector<std::string>& faults) {
  const std::string& opinion = json.at("dpo").at("opinion").as_string();
  if (opinion == "agreed")
    faults.emplace_back(
        "key 'dpo.opinion': 'agreed' is a word of an earlier form, ask the privacy officer whether it was "
        "positive or positive_with_conditions");
  if (opinion == "refused")
    faults.emplace_back("key 'dpo.opinion': 'refused' is a word of an earlier form, write negative");
}

void add_questions(const Json& schema, Json& form) {
  form.set("_comment", schema.at("description"));
  for (const auto& [name, question] : schema.at("properties").as_object()) {
    if (question.find("properties") != nullptr) {
      add_questions(question, form.set(name, Json(Json::Object{})));
      continue;
    }
    form.set("_comment_" + name, question.at("description"));
    const Json* fixed = question.find("const");
    form.set(name, fixed == nullptr ? Json() : *fixed);
  }
}

std::string texts_of(const Json& value) {
  if (value.is_string()) return value.as_string() + "\n";
  std::string all;
  if (value.is_array())
    for (const Json& item : value.as_array()) all += texts_of(item);
  if (value.is_object())
    for (const auto& [key, member] : value.as_object())
      if (!key.starts_with("_comment")) all += texts_of(member);
  return all;
}

}  // namespace

Result<Answers> parse_answers(std::string_view text, const std::string& subject, const Json& schema) {
  const Result<Json> json = parse_json(text, subject);
  if (!json.ok()) {
    return Error{ErrorCode::usage, subject, json.error().what + std::string(k_next_step), {}};
  }
  std::vector<std::string> faults = schema_faults(*json, schema);
  find_contradicting_none(*json, "", faults);
  find_old_words(*json, faults);
  find_placeholders(*json, "", "", schema, faults);
  if (!faults.empty()) {
    return Error{ErrorCode::usage, subject, join(faults, "; ") + std::string(k_next_step), {}};
  }
  Answers answers = answers_of(*json);
  answers.sha256 = sha256_hex(text);
  answers.print = print_of(*json);
  answers.text = texts_of(*json);
  return answers;
}

Result<Answers> load_answers(const std::filesystem::path& file) {
  SR_TRY(const Json schema, load_answers_schema());
  SR_TRY(const std::string text, read_text(file));
  return parse_answers(text, file.string(), schema);
}

Json answers_template(const Json& schema) {
  Json form(Json::Object{});
  add_questions(schema, form);
  return form;
}

Result<Json> load_answers_schema() {
  SR_TRY(const auto path, find_share_file("answers.schema.json"));
  SR_TRY(const std::string text, read_text(path));
  return parse_json(text, "answers.schema.json");
}

}  // namespace shareready::readiness
