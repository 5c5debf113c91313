#include "readiness/drafts.hpp"

#include <fmt/format.h>

#include <array>
#include <functional>

#include "base/licences.hpp"
#include "base/text.hpp"
#include "readiness/draft_marks.hpp"
#include "readiness/draft_tables.hpp"
#include "readiness/table_rows.hpp"
#include "readiness/words.hpp"

namespace shareready::readiness {
namespace {

constexpr std::string_view k_open = "[to be filled in]";

using Values = DraftValues;

std::string words(const Word& word) { return word ? replace_all(*word, "_", " ") : std::string(k_open); }

std::string words(const Flag& flag) { return !flag ? std::string(k_open) : *flag ? "yes" : "no"; }

std::string words(const Words& list) {
  if (!list) return std::string(k_open);
  return replace_all(join(*list, ", "), "_", " ");
}

std::string list_of(const Json& words_found) {
  std::vector<std::string> list;
  for (const Json& word : words_found.as_array()) list.push_back(replace_all(word.as_string(), "_", " "));
  return list.empty() ? "none was recognised" : join(list, ", ");
}

std::string known_or_open(const std::string& text) { return text.empty() ? std::string(k_open) : text; }

// A name as it stands in the answers, never translated.
std::string person(const Word& name, const Word& role) {
  if (!name) return std::string(k_open);
  return role ? fmt::format("{} ({})", *name, *role) : *name;
}

std::string contents(const Json& release) {
  return fmt::format("{} participants, {} files: {}.", release.at("participants").as_string(),
                     release.at("files").as_string(), join(image_kinds(release), ", "));
}

std::string class_sentence(const Json& document) {
  for (const Json& reading : document.at("decision").at("readings").as_array()) {
    if (reading.at("personal_data").as_bool())
      return "The data are treated as personal data, and images of health research as health data.";
  }
  return "The privacy officer regards this release as outside the GDPR, in writing.";
}

// A step of de-identification, R33 to R45, that passed.
bool is_measure(const Json& check) {
  constexpr int k_first = 33, k_last = 45;
  const int number = std::stoi(check.at("id").as_string().substr(1));
  return number >= k_first && number <= k_last && check.at("status").as_string() == "PASS";
}

// What the release does for the safeguards of GDPR Art. 89(1); what people do beside it is theirs to say.
std::string safeguards(const Json& document, const Translate& say) {
  std::vector<std::string> ids;
  for (const Json& check : document.at("checks").as_array()) {
    if (is_measure(check)) ids.push_back(check.at("id").as_string());
  }
  const std::string passed =
      ids.empty() ? say("no measure of section 6 passed")
                  : fmt::format("{}: {}", say("measures that passed, in section 6"), join(ids, ", "));
  return fmt::format("{}; {}: {}; {}: {}", passed, say("access"),
                     say(access_words(document.at("decision").at("wanted").as_string())),
                     say("measures of the organisation (who may reach what, training, agreements)"),
                     say(std::string(k_open)));
}

// Whatever the report knows against it; repositories have a place of their own.
bool is_adverse(const Json& check) {
  constexpr int k_first_repository = 67;
  const std::string& status = check.at("status").as_string();
  const bool rule = std::stoi(check.at("id").as_string().substr(1)) < k_first_repository;
  return rule && (status == "FAIL" || status == "UNKNOWN" || status == "WARN");
}

// One line for each check that `wanted` takes.
std::string check_lines(const Json& document, const Translate& say,
                        const std::function<bool(const Json&)>& wanted) {
  std::string lines;
  for (const Json& check : document.at("checks").as_array()) {
    const std::string& id = check.at("id").as_string();
    if (!wanted(check)) continue;
    lines += fmt::format("- {} {} **{}**: {}\n", id, say(check.at("question").as_string()),
                         say(check.at("status").as_string()), say(check.at("observed").as_string()));
  }
  return lines;
}

std::string risk_lines(const Json& document, const Translate& say) {
  std::string lines;
  for (const Json& risk : document.at("residual_risks").as_array()) {
    lines +=
        fmt::format("- **{}** {}\n", say(risk.at("title").as_string()), say(risk.at("text").as_string()));
  }
  return lines;
}

std::string coverage_lines(const Json& document, const Translate& say) {
  std::string lines;
  for (const Json& row : document.at("decision").at("consent_coverage").as_array()) {
    const std::string& covered = row.at("covered").as_string();
    const std::string state = covered == "yes"  ? "named in the consent"
                              : covered == "no" ? "NOT named in the consent"
                                                : std::string(k_open);
    lines += fmt::format("- {}: {}\n", say(row.at("what").as_string()), say(state));
  }
  return lines;
}

bool is_about_consent(const Json& check) {
  constexpr std::array<std::string_view, 8> k_ids{"R7", "R27", "R46", "R47", "R48", "R49", "R51", "R52"};
  return std::find(k_ids.begin(), k_ids.end(), check.at("id").as_string()) != k_ids.end();
}

// What was kept on somebody's decision, as the report has it.
std::string kept_list(const Json& kept, const Translate& say) {
  std::vector<std::string> parts;
  for (const Json& choice : kept.as_array()) {
    std::vector<std::string> names;
    for (const Json& name : choice.at("names").as_array()) names.push_back(name.as_string());
    if (choice.at("others").as_int() > 0) names.push_back("+" + choice.at("others").as_string());
    parts.push_back(say(choice.at("what").as_string()) + ": " + join(names, ", "));
  }
  return parts.empty() ? say("nothing") : join(parts, "; ");
}

// The columns that are released, by the names that may be shown.
std::string column_list(const Json& columns) {
  std::vector<std::string> names;
  std::size_t others = 0;
  for (const Json& column : columns.as_array()) {
    if (column.at("decision").as_string() == "dropped") continue;
    if (!column.at("name").is_string()) ++others;
    if (column.at("name").is_string())
      names.push_back(column.at("table").as_string() + "." + column.at("name").as_string());
  }
  if (others > 0) names.push_back(fmt::format("+{}", others));
  return names.empty() ? "–" : join(names, ", ");
}

// Who looked at which images, as the decision has it.
std::string look_sentence(const Json& document) {
  for (const Json& reading : document.at("decision").at("readings").as_array()) {
    for (const Json& step : reading.at("trace").as_array()) {
      if (step.at("requirement").as_string() == "R14") return step.at("sentence").as_string();
    }
  }
  return std::string(k_open);
}

// Who decides and who looked, as given.
void add_people(const Json& document, const Answers& answers, const Translate& say, Values& values) {
  const auto& controller = answers.controller;
  const std::string open = say(std::string(k_open));
  values["controller"] = controller.name.value_or(open);
  values["provider"] = values["controller"];
  if (controller.represented_by) values["controller"] += ", " + *controller.represented_by;
  values["decision"] = controller.decision
                           ? fmt::format("{}, {}, {}, {}", controller.represented_by.value_or(open),
                                         controller.date.value_or(open), say(words(controller.decision)),
                                         controller.reasons.value_or(open))
                           : open;
  values["looked"] = say(look_sentence(document));
}

// How the data of one person are found again, by the answer or, where the basis is not consent, by what is
// left.
std::string recall_way(const Answers& answers, bool release_key) {
  if (answers.consent.withdrawal) return *answers.consent.withdrawal;
  if (release_key) return "release_key";
  const bool other_basis = answers.legal_basis.type && !rests_on_consent(answers);
  if (!other_basis || !answers.key.exists) return {};
  return *answers.key.exists ? "compare_images" : "not_possible";
}

std::string recall_sentence(const std::string& way) {
  constexpr std::string_view k_ask = "Where the data of one person have to go, ";
  if (way == "release_key") {
    return fmt::format("{}the provider names the label, by the study key and the release key.", k_ask);
  }
  if (way == "compare_images") {
    return fmt::format(
        "{}the provider finds the label by comparing images with the source, as long as it exists, and names "
        "it.",
        k_ask);
  }
  if (way == "not_possible")
    return fmt::format("{}nobody can tell any more which they are: all copies have to go, or none.", k_ask);
  return fmt::format("{}it is not settled how they are found: settle it before anybody signs.", k_ask);
}

// GDPR Art. 12 to 21: portability goes with consent of Art. 6(1)(a) or 9(2)(a) (Art. 20(1)), objection with a
// public or legitimate interest (Art. 21(1)). Compared with copies of the text on 2026-11-28: gdprhub.eu,
// overview.legal.
std::string rights_sentence(const Answers& answers) {
  const Word& basis = answers.legal_basis.type;
  constexpr std::string_view k_always =
      "access (Art. 15), rectification (16), erasure (17), restriction (18), each told to whoever received "
      "the data (19)";
  const bool objection = basis == "public_interest" || basis == "legitimate_interest";
  const std::string consent = "withdrawal (Art. 7(3)), {}, portability (20)";
  if (rests_on_consent(answers))
    return fmt::format(fmt::runtime(objection ? consent + ", objection (21)" : consent), k_always);
  if (objection) return fmt::format("{}, objection (21)", k_always);
  return fmt::format(
      "{}; with consent withdrawal (7(3)) and portability (20) as well, with a public or legitimate interest "
      "objection (21)",
      k_always);
}

// Keys, and what they mean for whoever asks for their data.
void add_keys(const Json& document, const Answers& answers, const Translate& say, Values& values) {
  const bool release_key = document.at("policy").at("key_file").as_bool();
  values["withdrawal"] =
      release_key ? std::string()
                  : say("No release key was written: once private/ is gone no list says who is who.");
  values["release_key"] =
      say(release_key ? "written, encrypted, outside dataset/ and report/" : "none was written");
  values["recall"] = say(recall_sentence(recall_way(answers, release_key)));
  values["rights"] = say(rights_sentence(answers));
  values["key"] = say(words(answers.key.exists));
  if (answers.key.access) values["key"] += ", " + say(words(answers.key.access));
  // The place itself is for those who keep the key: this draft goes round.
  if (answers.key.location) values["key"] += ", " + say("place on record");
  if (answers.key.destroyed_on)
    values["key"] += ", " + say(fmt::format("to be destroyed on {}", *answers.key.destroyed_on));
}

// What the law presumes, and what was said of it.
std::string duty_to_assess(const Json& assessment, const Answers& answers, const Translate& say) {
  const std::string& state = assessment.at("state").as_string();
  if (state == "not_needed") return say("no");
  if (answers.dpia.status == "not_mandatory")
    return fmt::format("{}: {}", say("no"), answers.dpia.reasons.value_or(say(std::string(k_open))));
  std::vector<std::string> criteria;
  for (const Json& one : assessment.at("criteria").as_array()) criteria.push_back(say(one.as_string()));
  if (criteria.size() > 1)
    return fmt::format("{}: {}", say("presume so, by two criteria of WP248 rev.01"), join(criteria, ", "));
  return say(std::string(k_open));
}

// The assessment itself: how far it is, and the privacy officer's advice on it (Art. 35(2)).
void add_assessment(const Json& document, const Answers& answers, const Translate& say, Values& values) {
  const std::string open = say(std::string(k_open));
  values["mandatory"] = duty_to_assess(document.at("sign_off").at("assessment"), answers, say);
  values["assessed"] = answers.dpia.status
                           ? fmt::format("{}, {}, {}", say(words(answers.dpia.status)),
                                         answers.dpia.date.value_or(open), answers.dpia.ref.value_or(open))
                           : open;
  values["assessment_advice"] = answers.dpia.advice.value_or(open);
  values["residual_risk"] = answers.dpia.residual_risk ? say(words(answers.dpia.residual_risk)) : open;
  values["consultation"] = answers.dpia.residual_risk == "not_high" && !answers.dpia.consultation
                               ? say("not needed")
                               : answers.dpia.consultation.value_or(open);
}

// What is said of the release where nobody answered.
void add_known(const Json& document, const Answers& answers, const Translate& say, Values& values) {
  values["answered"] =
      say(answers.sha256.empty()
              ? "from the release; no answers file was given, so all that people have to tell is open."
              : "from the release and from the answers file.");
  if (!answers.clinical && document.at("evidence").at("clinical").as_string() == "yes")
    values["patients"] = say("not answered; columns of the source suggest patients");
  if (answers.licence == "data_use_agreement") values["licence"] = say("this agreement");
  if (!answers.licence && asks_nothing(document.at("release").at("license").as_string())) {
    values["licence"] = say(
        "not named; the dataset states CC0 or the like, which contradicts this agreement: take it out first");
  }
  values["columns"] = column_list(document.at("columns"));
  values["kept"] = kept_list(document.at("policy").at("kept_by_choice"), say);
  values["policy_file"] = draft_of_policy_file(document, say);
}

// What people told: values that are words of ours are translated, names are not.
void add_answers(const Answers& answers, const Translate& say, Values& values) {
  const auto set = [&](const char* name, const std::string& english) { values[name] = say(english); };
  set("institution", words(answers.institution.affiliation));
  set("basis", words(answers.legal_basis.type));
  set("exemption", words(answers.legal_basis.article9_exemption));
  if (answers.legal_basis.article9_exemption == "other" && answers.legal_basis.article9_other)
    values["exemption"] = *answers.legal_basis.article9_other;
  set("purpose", words(answers.consent.purpose));
  set("everyone", words(answers.consent.everyone));
  set("eea", words(answers.receiver.eea));
  set("licence", words(answers.licence));
  set("processing", words(answers.processing_agreement));
  set("scc", words(answers.scc));
  set("vulnerable", words(answers.vulnerable));
  set("patients", answers.clinical == "patients" ? "yes" : words(answers.clinical));
  if (answers.clinical == "unusual_abnormalities")
    values["patients"] = say("yes") + ", " + values["patients"];
  values["signatory"] = answers.dua.signatory_name
                            ? person(answers.dua.signatory_name, answers.dua.signatory_role)
                            : say(std::string(k_open));
  values["consent"] = answers.consent.version ? *answers.consent.version : say(std::string(k_open));
  values["population"] =
      answers.population.description ? *answers.population.description : say(std::string(k_open));
  values["repository"] = answers.repository ? *answers.repository : say(std::string(k_open));
  values["review"] =
      answers.foresight.review_date ? *answers.foresight.review_date : say(std::string(k_open));
  values["officer"] = answers.dpo.name ? fmt::format("{}, {}, {}", *answers.dpo.name,
                                                     answers.dpo.date.value_or(say(std::string(k_open))),
                                                     say(words(answers.dpo.opinion)))
                                       : say(std::string(k_open));
}

Values values_of(const Json& document, const Answers& answers, const Translate& say) {
  const Json& release = document.at("release");
  const Json& evidence = document.at("evidence");
  Values values;
  values["open"] = say(std::string(k_open));
  values["date"] = document.at("answers").at("date").as_string();
  values["title"] = document.at("description").at("title").as_string();
  if (values["title"].empty()) values["title"] = values["open"];
  values["release"] = known_or_open(release.at("manifest_sha256").as_string());
  values["print"] = known_or_open(document.at("answers").at("print").at("assessment").as_string());
  values["participants"] = release.at("participants").as_string();
  values["contents"] = say(contents(release));
  values["categories"] = say(list_of(evidence.at("data_categories")));
  values["special"] = say(list_of(evidence.at("special_categories")));
  values["ages"] = say(list_of(evidence.at("age_bands")));
  values["children"] = say(evidence.at("children_under_16").as_string());
  values["wanted"] = say(access_words(document.at("decision").at("wanted").as_string()));
  values["class"] = say(class_sentence(document));
  values["safeguards"] = safeguards(document, say);
  values["measures"] = check_lines(document, say, is_measure);
  values["adverse"] = check_lines(document, say, is_adverse);
  values["risks"] = risk_lines(document, say);
  values["wider_ages"] = draft_of_wider_ages(document, say);
  values["measures_counted"] = draft_of_measures(document, say);
  values["images_counted"] = draft_of_images(document, say);
  values["keys_counted"] = draft_of_keys(document, say);
  values["persons_counted"] = draft_of_persons(document, say);
  values["alone_counted"] = draft_of_those_alone(document, say);
  values["coverage"] = coverage_lines(document, say);
  values["consent_checks"] = check_lines(document, say, is_about_consent);
  add_answers(answers, say, values);
  add_people(document, answers, say, values);
  add_assessment(document, answers, say, values);
  add_known(document, answers, say, values);
  add_keys(document, answers, say, values);
  mark_contradicted(document, say, values);
  return values;
}

// {{name}} becomes its value; a name without one stands as open.
std::string filled(const std::string& form, const Values& values) {
  std::string out;
  std::size_t at = 0;
  for (std::size_t mark = form.find("{{"); mark != std::string::npos; mark = form.find("{{", at)) {
    const std::size_t end = form.find("}}", mark);
    if (end == std::string::npos) break;
    out += form.substr(at, mark - at);
    const auto value = values.find(form.substr(mark + 2, end - mark - 2));
    out += value == values.end() ? values.at("open") : value->second;
    at = end + 2;
  }
  return out + form.substr(at);
}

}  // namespace

Result<DraftForms> load_draft_forms() {
  constexpr std::array<const char*, 3> k_names{"data_use_agreement", "impact_assessment",
                                               "permission_checklist"};
  DraftForms forms;
  for (const char* name : k_names) {
    for (const char* language : {"en", "nl"}) {
      const std::string file = fmt::format("{}.{}.md", name, language);
      SR_TRY(std::string text, read_share("drafts/" + file));
      forms.push_back({file, std::move(text)});
    }
  }
  return forms;
}

std::vector<ReportFile> draft_files(const Json& document, const Answers& answers, const DraftForms& forms,
                                    const Texts& dutch) {
  const Values english = values_of(document, answers, [](const std::string& sentence) { return sentence; });
  const Values in_dutch =
      values_of(document, answers, [&](const std::string& sentence) { return dutch.translate(sentence); });
  std::vector<ReportFile> files;
  for (const ReportFile& form : forms) {
    const bool is_dutch = form.path.ends_with(".nl.md");
    files.push_back({"drafts/" + form.path, filled(form.content, is_dutch ? in_dutch : english)});
  }
  return files;
}

}  // namespace shareready::readiness
