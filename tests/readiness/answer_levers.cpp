#include "readiness/levers.hpp"
#include "readiness/table_rows.hpp"

namespace shareready::readiness::test {
namespace {

void add_left_out(const Json& all, const Json& part, const std::string& path,
                  std::vector<GivenAnswers>& cases) {
  for (const auto& [name, value] : part.as_object()) {
    if (name == "format") continue;
    const std::string own = path.empty() ? name : path + "." + name;
    if (value.is_object()) {
      add_left_out(all, value, own, cases);
    } else {
      cases.push_back({"without the answer " + own, with_answer(all, own, Json())});
    }
  }
}

std::vector<Json> values_of(const Json& form) {
  std::vector<Json> values;
  for (const Json& word : form.at("enum").as_array()) {
    if (word.is_string()) values.push_back(word);
  }
  for (const Json& word : form.at("items").at("enum").as_array()) {
    if (word.is_string()) values.push_back(Json(Json::Array{word}));
  }
  for (const Json& type : form.at("type").as_array()) {
    if (type.as_string() == "boolean") values.insert(values.end(), {Json(true), Json(false)});
  }
  return values;
}

void add_values(const Json& all, const Json& form, const std::string& path,
                std::vector<GivenAnswers>& cases) {
  for (const auto& [name, part] : form.at("properties").as_object()) {
    const std::string own = path.empty() ? name : path + "." + name;
    for (const Json& value : values_of(part)) {
      cases.push_back({own + " = " + format_json_line(value), with_answer(all, own, value)});
    }
    add_values(all, part, own, cases);
  }
}

// One condition of the advice; confirmed where somebody is named.
Json conditions_of(const std::string& confirmed_by) {
  Json condition{Json::Object{{"text", "a contact for withdrawals"}}};
  if (!confirmed_by.empty()) {
    condition.set("confirmed_by", confirmed_by);
    condition.set("date", "2026-11-23");
  }
  return Json(Json::Array{condition});
}

}  // namespace

std::vector<GivenAnswers> special_answers(const Json& answers) {
  struct Change {
    const char* path;
    Json value;
  };
  const auto with = [&](std::vector<Change> changes) {
    GivenAnswers given{"", answers};
    for (const Change& change : changes) {
      if (!given.name.empty()) given.name += " and ";
      given.name += std::string(change.path) + " = " + format_json_line(change.value);
      given.answers = with_answer(std::move(given.answers), change.path, change.value);
    }
    return given;
  };
  std::vector<GivenAnswers> cases;
  for (const Repository& entry : rule_tables().repositories) {
    cases.push_back(with({{"repository", entry.name}}));
    cases.push_back(with({{"repository", entry.name}, {"receiver.eea", false}}));
  }
  for (const char* tool : {"none", "not_needed", "adequacy_decision", "standard_clauses"}) {
    for (const char* place : {"Zenodo", "OSF"}) {
      cases.push_back(with({{"repository", place}, {"receiver.eea", false}, {"scc", tool}}));
    }
  }
  const std::vector<std::vector<Change>> changes = {
      {{"repository", "our own disk"},
       {"other_place.country", "NL"},
       {"other_place.kept_by", "computing centre"}},
      {{"repository", "our own disk"}, {"other_place.kept_by", "computing centre"}},
      {{"repository", "Opneuro"}, {"other_place.country", "NL"}},
      {{"other_place.country", "US"}},
      {{"repository", Json()}, {"other_place.country", "US"}, {"other_place.kept_by", "a company"}},
      {{"repository", Json()}, {"other_place.country", "NL"}, {"other_place.kept_by", "computing centre"}},
      {{"repository", Json()}, {"other_place.country", "NL"}},
      {{"receiver.eea", false}, {"consent.non_eu", true}, {"scc", "not_needed"}},
      {{"receiver.eea", false}, {"consent.non_eu", true}, {"scc", Json()}},
      {{"receiver.eea", false}, {"consent.non_eu", true}, {"scc", "standard_clauses"}},
      {{"receiver.eea", Json()}, {"consent.non_eu", true}},
      {{"consent.withdrawal", "compare_images"}, {"key.destroyed_on", "2036-01-01"}},
      {{"repository", "OpenNeuro or Zenodo"}},
      {{"receiver.eea", Json()}, {"repository", Json()}},
      {{"receiver.eea", false}, {"repository", Json()}},
      {{"receiver.eea", false}, {"repository", Json()}, {"consent.non_eu", false}},
      {{"receiver.eea", Json()}, {"repository", Json()}, {"consent.non_eu", false}},
      {{"consent.non_eu", false}, {"consent.recipients", list_of("researchers")}},
      {{"key.exists", false}, {"key.destroyed_on", "2026-01-01"}},
      {{"key.exists", true}, {"key.destroyed_on", "2026-01-01"}},
      {{"consent.withdrawal", "not_possible"}, {"key.exists", false}},
      {{"population.size", 1}},
      {{"population.size", 2}, {"population.sampling_fraction", 1}},
      {{"population.size", 3}, {"population.sampling_fraction", 0.7}},
      {{"population.sampling_fraction", 0.9}},
      {{"controller.name", "C. Hoofd"}},
      {{"controller.name", "P. Officer"}},
      {{"key.exists", false}, {"key.destroyed_on", "2026-11-23"}},
      {{"population.sampling_fraction", 1e-9}},
      {{"foresight.review_date", "2026-01-01"}},
      {{"foresight.review_date", "2036-01-01"}},
      {{"dpia.date", "2030-01-01"}},
      {{"dpia.date", "2026-11-23"}, {"controller.date", "2026-11-22"}},
      {{"dpia.date", "2026-11-23"}, {"dpo.date", "2026-11-22"}},
      {{"dpo.date", "2026-11-22"}},
      {{"controller.date", "2026-11-22"}},
      {{"controller.date", "2026-11-22"}, {"dpo.opinion", Json()}},
      {{"faces.date", "2026-11-22"}},
      {{"dpia.answers", std::string(64, 'b')}},
      {{"dpo.answers", std::string(64, 'b')}},
      {{"controller.answers", std::string(64, 'b')}},
      {{"dpia.release", std::string(64, 'b')}},
      {{"dpia.residual_risk", "high"}, {"dpia.consultation", "advice of the authority, 2026-3"}},
      {{"dpia.status", "not_mandatory"}, {"dpia.reasons", Json()}},
      {{"dpia.status", "not_mandatory"}, {"vulnerable", list_of("children_under_16")}},
      {{"dpia.status", "in_progress"}, {"vulnerable", list_of("children_under_16")}},
      {{"dpia.status", Json()}, {"vulnerable", list_of("children_under_16")}},
      {{"dpia.status", Json()}, {"vulnerable", list_of("other")}},
      {{"dpia.status", Json()}, {"clinical", "patients"}},
      {{"faces.release", std::string(64, 'b')}},
      {{"vulnerable", list_of("unable_to_consent")}, {"consent.capacity", Json()}},
      {{"dua.reviewed_on", "2030-01-01"}},
      {{"dua.reviewed_on", "2018-05-24"}},
      {{"dua.signatory.role", "researcher"}},
      {{"jurisdiction", "other"}, {"institution.affiliation", "other"}, {"dpia.status", Json()}},
      {{"jurisdiction", "other"}},
      {{"dpo.opinion", "positive_with_conditions"}, {"dpo.conditions", conditions_of("")}},
      {{"dpo.opinion", "positive_with_conditions"}, {"dpo.conditions", conditions_of("C. Hoofd")}},
      {{"dpo.opinion", "positive_with_conditions"}, {"dpo.conditions", conditions_of("P. Officer")}},
      {{"dpo.opinion", "positive_with_conditions"}, {"dpo.conditions", conditions_of("A. Kijker")}},
      {{"dpo.name", "A. Kijker"}},
      {{"dpo.name", "A. Kijker"},
       {"dpo.opinion", "positive_with_conditions"},
       {"dpo.conditions", conditions_of("C. Hoofd")}},
      {{"controller.represented_by", "A. Kijker, head of department"}},
      {{"dpo.date", "2030-01-01"}},
      {{"dpo.release", std::string(64, 'b')}},
      {{"controller.date", "2030-01-01"}},
      {{"controller.release", std::string(64, 'b')}},
      {{"dpo.opinion", "outside_gdpr"}, {"dpo.ref", Json()}},
      {{"dpo.opinion", "outside_gdpr"}, {"key.exists", false}, {"key.destroyed_on", "2026-11-23"}},
      {{"dpo.opinion", "outside_gdpr"},
       {"key.exists", false},
       {"key.destroyed_on", "2026-11-23"},
       {"ownership_concern", true}},
      {{"legal_basis.type", "public_interest"}, {"legal_basis.article9_exemption", "research"}},
      {{"legal_basis.type", "public_interest"}},
      {{"legal_basis.article9_exemption", "other"}, {"legal_basis.article9_other", "point (i), a law"}},
      {{"legal_basis.type", "public_interest"},
       {"legal_basis.agreed", "letter 3"},
       {"consent.everyone", false}},
      {{"vulnerable", list_of("children_under_16")}, {"consent.covers_children", false}},
      {{"vulnerable", list_of("children_under_16")}, {"consent.covers_children", Json()}},
      {{"vulnerable", list_of("children_under_16")},
       {"legal_basis.type", "public_interest"},
       {"legal_basis.article9_exemption", "research"},
       {"legal_basis.agreed", "letter 3"}},
      {{"vulnerable", list_of("children_under_16")},
       {"legal_basis.type", "public_interest"},
       {"legal_basis.article9_exemption", "research"}},
      {{"vulnerable", list_of("children_under_16")}, {"legal_basis.type", Json()}},
      {{"legal_basis.ref", Json()}, {"consent.version", Json()}},
      {{"processing_agreement", "own_institution"}, {"repository", "EBRAINS"}},
      {{"federated.partners", list_of("ohdsi")}},
      {{"dua.template", "none"}, {"ownership_concern", true}},
      {{"dua.template", "none"}, {"dua.legal_review", Json()}},
  };
  for (const auto& change : changes) cases.push_back(with(change));
  // Of a form that binds nobody by itself, beside a basis that the officer agreed to.
  for (const Change& said :
       {Change{"consent.recipients", list_of("researchers")}, Change{"consent.recipients", list_of("none")},
        Change{"consent.purpose", "health_research"}, Change{"consent.purpose", "same_project"},
        Change{"consent.data_categories", list_of("brain_images")},
        Change{"consent.special_categories", list_of("none")}, Change{"consent.everyone", false},
        Change{"consent.capacity", "some_unable"}, Change{"consent.capacity", "represented"},
        Change{"consent.non_eu", false}}) {
    cases.push_back(with({{"legal_basis.type", "public_interest"},
                          {"legal_basis.article9_exemption", "research"},
                          {"legal_basis.agreed", "letter 3"},
                          said}));
  }
  return cases;
}

std::vector<GivenAnswers> each_left_out(const Json& answers) {
  std::vector<GivenAnswers> cases;
  add_left_out(answers, answers, "", cases);
  return cases;
}

std::vector<GivenAnswers> each_value(const Json& answers) {
  std::vector<GivenAnswers> cases;
  add_values(answers, parse_json(read_share("answers.schema.json").value(), "answers.schema.json").value(),
             "", cases);
  return cases;
}

}  // namespace shareready::readiness::test
