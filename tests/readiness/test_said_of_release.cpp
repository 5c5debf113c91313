// What people said holds for the release and for the answers that they were told, and for no others.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <string>
#include <utility>
#include <vector>

#include "readiness/decision_cases.hpp"
#include "readiness/document.hpp"
#include "readiness/document_answers.hpp"
#include "readiness/said_of_release.hpp"

using namespace shareready;
using namespace shareready::readiness;
using namespace shareready::readiness::test;
using enum shareready::readiness::Interpretation;

namespace {

// Answers on which advice, decision and assessment stand, with the hashes written out.
Json bound_answers() { return signed_in_order(plain_answers()); }

Json document_with(const Json& given) {
  ReadinessInputs inputs = plain_inputs();
  inputs.answers = answers_of(given);
  return readiness_document(inputs, rule_tables());
}

Json renewed(Json document, const Json& given) {
  apply_answers(document, answers_of(given), "2026-11-23", rule_tables());
  return document;
}

std::string state_of(const Json& document) { return document.at("verdict").at("state").as_string(); }

std::string said_by(const DecisionCase& situation, std::string_view question) {
  for (const TraceStep& step : read_rules(situation, strict).trace) {
    if (step.question == question) return step.ruling.sentence;
  }
  return {};
}

constexpr std::string_view k_advice = "Does the privacy officer advise in favour of this release?";
constexpr std::string_view k_decision = "Has the controller decided to share this release?";

}  // namespace

TEST_CASE("an answer that changes after advice and decision clears nothing, and is named") {
  const Json cleared = document_with(bound_answers());
  REQUIRE(state_of(cleared) == "cleared");
  for (const auto& [path, value] :
       {std::pair{"legal_basis.type", Json("public_interest")}, std::pair{"interpretation", Json("liberal")},
        std::pair{"key.location", Json("another safe")}, std::pair{"licence", Json()},
        std::pair{"repository", Json("DANS Data Station Life Sciences")},
        std::pair{"consent.purpose", Json("health_research")}}) {
    INFO(path);
    const Json changed = renewed(cleared, with_answer(bound_answers(), path, value));
    CHECK(state_of(changed) != "cleared");
    for (const char* who : {"controller", "assessment"})
      CHECK(changed.at("sign_off").at(who).at("state").as_string() == "other_answers");
    CHECK(changed.at("sign_off").at("state").as_string() == "other_answers");
    const std::string_view named = path == std::string_view("key.location") ? k_unrepeated_answers : path;
    CHECK(contains(check_of(changed, "R12").at("observed").as_string(),
                   "the answers changed since the advice: " + std::string(named) + ";"));
    // the report after the next one still knows which
    const Json again = renewed(changed, with_answer(bound_answers(), path, value));
    CHECK(check_of(again, "R12").at("observed") == check_of(changed, "R12").at("observed"));
    CHECK(state_of(renewed(again, bound_answers())) == "cleared");
    // a report that never saw them cannot
    CHECK(contains(
        check_of(document_with(with_answer(bound_answers(), path, value)), "R12").at("observed").as_string(),
        "the answers changed since the advice: which ones, no report at hand tells"));
  }
}

TEST_CASE("a report that answers renewed on another day says so at its top") {
  const Json made = document_with(bound_answers());
  CHECK_FALSE(contains(page_of(made), "renewed with the answers of"));
  Json later = made;
  apply_answers(later, answers_of(bound_answers()), "2026-12-15", rule_tables());
  CHECK(contains(page_of(later), "on 2026-11-23, renewed with the answers of 2026-12-15"));
}

TEST_CASE("what was signed before is not changed afterwards without those being asked again who rest on it") {
  const auto asked = [](const Json& document) {  // 'a' assessment, 'o' officer, 'c' controller
    const Json& people = document.at("sign_off");
    const auto is_other = [](const Json& said) { return said.at("state").as_string() == "other_answers"; };
    return std::string(is_other(people.at("assessment")) ? "a" : "") + (is_other(people) ? "o" : "") +
           (is_other(people.at("controller")) ? "c" : "");
  };
  const Json cleared = document_with(bound_answers());
  struct Case {
    const char* path;
    Json value;
    std::string_view asks;
  };
  for (const Case& one : std::vector<Case>{{"consent.version", "7", "aoc"},
                                           {"dpia.residual_risk", Json(), "oc"},
                                           {"dpia.ref", "DPIA 8", "oc"},
                                           {"dpia.advice", "advice 10", "oc"},
                                           {"dpia.reasons", "two criteria hold", "oc"},
                                           {"dpo.ref", "advice 13", "c"},
                                           {"dpo.name", "Q. Officer", "c"},
                                           {"dua.reviewed_text", "RU-HD-1.1, final", "c"},
                                           {"dua.reviewed_by", "J. Jurist", "c"},
                                           {"controller.reasons", "as advised", ""},
                                           {"controller.name", "Another University", "aoc"},
                                           {"faces.looked_at_by", "B. Kijker", "c"},
                                           {"faces.others_opened", false, "c"},
                                           {"extremes.reasons", "as advised", ""},
                                           {"_comment", "a note", ""}}) {
    INFO(one.path);
    const Json changed = renewed(cleared, with_answer(bound_answers(), one.path, one.value));
    CHECK(asked(changed) == one.asks);
    CHECK((state_of(changed) == "cleared") == one.asks.empty());
    if (one.asks == "c")
      CHECK(contains(format_json(changed),
                     fmt::format("the answers changed since the controller's decision: {};", one.path)));
  }
}

TEST_CASE("the page has the hash of who signs now and of who signed, and none for who signs later") {
  const auto shown = [](const Json& document) {  // a letter for each of the three
    const std::string page = page_of(document);
    const Json& print = document.at("answers").at("print");
    std::string all;
    for (const char* signer : {"assessment", "advice", "decision"}) {
      const std::size_t at = page.find(print.at(signer).as_string());
      const bool first = at != std::string::npos && at < page.find("id=\"steps\"");
      const std::string behind = first ? page.substr(at + 64, 60) : "";
      all += !first ? '-' : contains(behind, "(signed)") ? 's' : contains(behind, "now)") ? 'n' : '?';
    }
    return all;
  };
  const auto without = [](std::initializer_list<const char*> paths) {
    Json given = bound_answers();
    for (const char* path : paths) given = with_answer(std::move(given), path, Json());
    return document_with(given);
  };
  CHECK(shown(without({"dpia.status", "dpia.answers", "dpo.opinion", "controller.decision"})) == "n--");
  CHECK(shown(without({"dpo.opinion", "dpo.answers", "controller.decision"})) == "sn-");
  CHECK(shown(without({"controller.decision"})) == "ssn");
  CHECK(shown(document_with(bound_answers())) == "sss");
  // Who said no named no hash that could be shown, and nobody signs behind an advice against it.
  Json refused = with_answer(bound_answers(), "controller.decision", "refused");
  CHECK(shown(document_with(refused)) == "ss-");
  refused = with_answer(bound_answers(), "dpo.opinion", "negative");
  CHECK(shown(document_with(refused)) == "s--");
  CHECK(contains(page_of(document_with(refused)), "(said no)"));
}

TEST_CASE("a condition of the advice may be confirmed after the decision, and not be reworded") {
  const auto with_condition = [](const char* text, const char* who) {
    Json one =
        parse_json(fmt::format(R"([{{"text": "{}", "confirmed_by": {}, "date": "2026-11-23"}}])", text, who),
                   "conditions")
            .value();
    return with_answer(with_answer(plain_answers(), "dpo.opinion", "positive_with_conditions"),
                       "dpo.conditions", std::move(one));
  };
  const Json open = signed_in_order(with_condition("a contact is named", "null"));
  const auto decided_on = [&](const Json& given) {
    return document_with(given).at("sign_off").at("controller").at("state").as_string();
  };
  CHECK(decided_on(open) == "approved");
  const auto after = [&](const char* text, const char* who) {
    return with_answer(open, "dpo.conditions", with_condition(text, who).at("dpo").at("conditions"));
  };
  CHECK(decided_on(after("a contact is named", "\"A. Head, head\"")) == "approved");
  CHECK(decided_on(after("no contact is named", "\"A. Head, head\"")) == "other_answers");
}

TEST_CASE("what is bound holds, and each thing that unbinds it is told apart") {
  const DecisionCase situation = case_of(plain_inputs(), plain_answers());
  const Word release = situation.facts.manifest_sha256, print = situation.answers.print.advice, none;
  const Word other = std::string(64, 'b');
  const auto binding = [&](const Word& day, const Word& of, const Word& on) {
    return binding_of({Signer::advice, day, of, on}, situation);
  };
  const Word today = "2026-11-23", before = "2026-11-22", after = "2026-11-24";
  CHECK(binding(today, release, print) == Binding::holds);
  CHECK(binding(today, release, none) == Binding::unsaid);
  CHECK(binding(today, none, print) == Binding::unsaid);
  CHECK(binding(none, release, print) == Binding::unsaid);
  CHECK(binding(today, other, print) == Binding::other_release);
  CHECK(binding(today, other, other) == Binding::other_release);
  CHECK(binding(today, release, other) == Binding::other_answers);
  CHECK(binding(before, release, other) == Binding::other_answers);
  CHECK(binding(before, release, print) == Binding::before_release);
  CHECK(binding(after, release, print) == Binding::in_future);
}

TEST_CASE("days come in their order: assessment, release, advice, decision") {
  DecisionCase one = case_of(plain_inputs(), plain_answers());
  CHECK(is_signed_off(one));
  CHECK(is_decided(one));
  one.today = "2026-11-30";
  one.answers.dpo.date = "2026-11-25";
  CHECK(said_by(one, k_decision) ==
        "the controller decided before the advice was given: decide anew, knowing it");
  CHECK_FALSE(is_decided(one));
  one.answers.controller.date = "2026-11-25";
  CHECK(is_decided(one));
  one.answers.dpia.date = "2026-11-26";
  CHECK(said_by(one, k_advice) ==
        "the advice was given before the impact assessment was done: advise anew, knowing it");
  CHECK_FALSE(is_signed_off(one));
  one.answers.dpia.status = "not_mandatory";
  CHECK(is_signed_off(one));
  one.answers.dpo.date = "2026-11-22";
  CHECK(said_by(one, k_advice) == "the advice is dated before this release was made, on 2026-11-23");
  one.answers.controller.date = "2026-11-22";  // no advice holds that it could come before
  CHECK(said_by(one, k_decision) ==
        "the controller's decision is dated before this release was made, on 2026-11-23");
  one.facts.made.clear();  // no clock was given
  CHECK(is_signed_off(one));
  CHECK(is_decided(one));
}

TEST_CASE("no answers file, no fingerprint, and nothing that rests on it") {
  const Json document = readiness_document(plain_inputs(), rule_tables());
  CHECK(document.at("answers").at("print").at("advice").as_string().size() == 64);
  ReadinessInputs inputs = plain_inputs();
  inputs.answers = {};
  CHECK(readiness_document(inputs, rule_tables()).at("answers").at("print").at("advice").as_string().empty());
}

TEST_CASE("with another basis the limits of a consent form are conditions that the first box tells") {
  struct Case {
    const char* path;
    Json value;
    const char* rule;
    const char* says;
  };
  const std::vector<Case> table = {
      {"consent.recipients", list_of("on_request"), "R48", "the consent does not name these receivers"},
      {"consent.purpose", "same_project", "R47", "the consent allows no use beyond the study itself"},
      {"consent.purpose", "health_research", "R47", "health research only"},
      {"consent.data_categories", list_of("brain_images"), "R46", "(age, sex)"},
      {"consent.special_categories", list_of("none"), "R49", "special categories in the release"},
      {"consent.everyone", false, "R27", "not everybody agreed"},
      {"consent.capacity", "some_unable", "R27", "nobody agreed for them"},
      {"consent.non_eu", false, "R48", "receivers inside the EEA only"},
  };
  ReadinessInputs inputs = plain_inputs();
  inputs.policy.preset = "registered";
  for (const Case& row : table) {
    INFO(row.path);
    Json given = with_answer(plain_answers(), "legal_basis.type", "public_interest");
    given = with_answer(given, "legal_basis.article9_exemption", "research");
    given = with_answer(given, "legal_basis.agreed", "letter 3");
    given = with_answer(given, "interpretation", "liberal");
    const auto conditions = [&](const Json& all) {
      inputs.answers = answers_of(all);
      const Json document = readiness_document(inputs, rule_tables());
      CHECK(state_of(document) == "cleared");
      const std::string page = page_of(document);
      return page.substr(0, page.find("id=\"steps\""));
    };
    const char* lead = "so the form binds nobody here, and the advice has to cover it:";
    CHECK_FALSE(contains(conditions(given), lead));
    given =
        with_answer(with_answer(given, "consent.recipients", list_of("researchers")), row.path, row.value);
    const std::string box = conditions(given);
    CHECK(contains(box, lead));
    CHECK(contains(box.substr(box.find(lead)), row.says));
    CHECK_FALSE(contains(box, "conditions of the way are kept"));  // nobody can keep it
  }
}

TEST_CASE("the first box says who regards the release as outside the GDPR, and which rules that sets aside") {
  ReadinessInputs inputs = plain_inputs();
  for (ReportedImage& image : inputs.images) {
    if (image.face == FaceVerdict::accepted) image.face = FaceVerdict::defaced;
  }
  Json given = with_answer(plain_answers(), "dpo.opinion", "outside_gdpr");
  given = with_answer(given, "interpretation", "liberal");
  inputs.answers = answers_of(given);
  const Json document = readiness_document(inputs, rule_tables());
  REQUIRE_FALSE(document.at("decision").at("readings").as_array().back().at("personal_data").as_bool());
  const char* words =
      "P. Officer regards this release as outside the GDPR (advice 12). For that reason alone these are not "
      "asked for: R7, R22, R24, impact assessment (R12), R27, R32, R30, R31, R66.";
  const std::string page = page_of(document);
  CHECK(contains(page.substr(0, page.find("id=\"steps\"")), words));
  // R31 is asked of personal data alone: without a transfer tool nothing keeps such a release here.
  const auto transfer = [&](const char* interpretation) {
    Json abroad = with_answer(with_answer(given, "repository", "Zenodo"), "receiver.eea", false);
    abroad = with_answer(with_answer(abroad, "scc", "none"), "interpretation", interpretation);
    inputs.answers = answers_of(abroad);
    return check_of(readiness_document(inputs, rule_tables()), "R31").at("status").as_string();
  };
  CHECK(transfer("liberal") == "NOT-APPLICABLE");
  CHECK(transfer("strict") == "NEEDS-ANSWER");                                  // the key exists
  inputs.answers = answers_of(with_answer(given, "interpretation", "strict"));  // the key exists
  CHECK_FALSE(contains(page_of(readiness_document(inputs, rule_tables())), "as outside the GDPR ("));
}
