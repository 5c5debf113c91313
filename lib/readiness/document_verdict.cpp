#include "readiness/document_verdict.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "base/text.hpp"
#include "readiness/clearance.hpp"
#include "readiness/document_release.hpp"
#include "readiness/facts.hpp"
#include "readiness/leaving_out.hpp"

namespace shareready::readiness {
namespace {

bool is_audit_clean(const Json& checks) {
  return std::any_of(checks.as_array().begin(), checks.as_array().end(), [](const Json& check) {
    return check.at("id").as_string() == "R8" && check.at("status").as_string() == "PASS";
  });
}

// Advice, decision and answers are in: whoever decided is named, since this program decides nothing.
std::string cleared_sentence(const Json& document) {
  const bool decided = document.at("sign_off").at("controller").at("state").as_string() == "approved";
  const bool bound = !bounds_of(document).to_keep.empty();
  if (decided)
    return bound
               ? "The controller decided to share this release, as declared; nothing that this report knows "
                 "stands in the way, as long as the conditions of the way are kept."
               : "The controller decided to share this release, as declared, and nothing that this report "
                 "knows stands in the way.";
  return bound ? "Nothing that this report knows stands in the way of sharing this release, as long as the "
                 "conditions of the way are kept."
               : "Nothing that this report knows stands in the way of sharing this release.";
}

// Prepared for the public, in the reading in which every receiver of personal data is bound by an agreement.
bool is_strictly_public(const Json& document) {
  const Json& decision = document.at("decision");
  const auto& readings = decision.at("readings").as_array();
  const bool liberal =
      decision.at("interpretation").is_string() && decision.at("interpretation").as_string() == "liberal";
  return decision.at("wanted").as_string() == "public" && !liberal && !readings.empty() &&
         readings.front().at("personal_data").as_bool();
}

std::string verdict_sentence(const Json& document, bool published, std::int64_t failed) {
  if (!published) return "No. This run wrote nothing to dataset/. Nothing was sent to anybody.";
  std::string sentence = is_cleared(document) ? cleared_sentence(document) : "Not yet.";
  sentence += " A cleaned copy stands in the folder dataset/ on this computer; nothing was sent to anybody.";
  sentence +=
      is_audit_clean(document.at("checks"))
          ? " The audit of that copy found no name, old label or header field that it can recognise, and no "
            "face in anatomical images; in others it does not look for faces."
          : " The audit of that copy was not clean: do not share it.";
  if (lost_something(document)) sentence += " Some of the input could not be made safe and was left out.";
  if (document.at("decision").at("interpretation").is_null())
    sentence += " The rules are read strictly, as long as the institution has not chosen a reading.";
  if (is_strictly_public(document))
    sentence +=
        " Read strictly, nothing but the privacy officer's opinion that they are outside the GDPR opens "
        "public "
        "access, no consent does: nobody who downloads is bound by an agreement (R32).";
  if (failed > 0) sentence += " Whether it may be shared is another matter:";
  if (failed == 1) sentence += " one rule for sharing is not met:";
  if (failed > 1) sentence += fmt::format(" {} rules for sharing are not met:", failed);
  return sentence;
}

// There is nothing to review before the researcher has answered what every way of sharing hangs on.
bool awaits_researcher(const Json& document) {
  const auto& questions = document.at("questions").as_array();
  return std::any_of(questions.begin(), questions.end(), [](const Json& question) {
    const std::string& severity = question.at("severity").as_string();
    return question.at("owner").as_string() == "researcher" &&
           (severity == "blocker" || severity == "critical");
  });
}

std::string open_questions(const Json& questions) {
  const auto& all = questions.as_array();
  const auto first = std::count_if(all.begin(), all.end(), is_pressing);
  if (all.empty()) return "No question is open.";
  const std::string needed = first == 0   ? "No answer is needed before sharing."
                             : first == 1 ? "One answer is needed before sharing."
                                          : fmt::format("{} answers are needed before sharing.", first);
  const auto later = static_cast<std::int64_t>(all.size()) - first;
  return later == 0 ? needed : needed + fmt::format(" Questions that can wait: {}.", later);
}

// As it is told of the release, or nothing where no number is.
std::string told_in_smaller_groups(const ShownRisk& risk, const std::string& persons) {
  if (risk.everyone_unique) return ": every person is unique by the details in the tables";
  const std::string& told = risk.below_k_after;
  if (risk.left_out || told == "0+") return {};
  const std::string count = told.front() == '<' ? "fewer than " + told.substr(1) : said_count(told);
  return fmt::format(": by the details in the tables, {} of {} persons are in smaller ones", count, persons);
}

Json point(const char* requirement, std::string sentence) {
  return object({{"requirement", requirement}, {"sentence", std::move(sentence)}});
}

// What whoever signs signs for, as declared; what is not answered stands among the questions.
Json told_of_ground(const DecisionCase& situation) {
  const Answers& answers = situation.answers;
  Json points{Json::Array{}};
  if (const Word& basis = answers.legal_basis.type)
    points.push_back(point("R22", fmt::format("Legal basis: {}.", replace_all(*basis, "_", " "))));
  if (const Word& exemption = answers.legal_basis.article9_exemption) {
    const Word& own = answers.legal_basis.article9_other;
    const std::string named = *exemption == "other" && own ? *own : replace_all(*exemption, "_", " ");
    points.push_back(point("R7", fmt::format("Exemption for special categories of data: {}.", named)));
  }
  if (const Word& place = answers.repository)
    points.push_back(point("R66", fmt::format("To be kept at: {}.", *place)));
  return points;
}

// What whoever signs has to know of the persons first, and stands far below among the rules.
Json told_of_persons(const Json& document, const DecisionCase& situation) {
  const DatasetFacts& facts = situation.facts;
  Json points{Json::Array{}};
  if (has_children(situation) == Known::yes)
    points.push_back(point("R53", facts.children == Known::yes
                                      ? "Children under 16 are among the participants."
                                      : "Children under 16 are among the participants, as declared."));
  const Answers& answers = situation.answers;
  if (has_patients(situation) == Known::yes)
    points.push_back(point("R54", "There are patients among them, as declared."));
  const auto clinical = facts.category_columns.find("clinical_data");
  if (clinical != facts.category_columns.end() && !clinical->second.empty())
    points.push_back(
        point("R36", fmt::format("Clinical data of them are released: {}.", join(clinical->second, ", "))));
  const Words& vulnerable = answers.vulnerable;
  if (vulnerable && std::any_of(vulnerable->begin(), vulnerable->end(), [](const std::string& word) {
        return word != "none" && word != "children_under_16";
      }))
    points.push_back(point("R25", "Some need extra protection, as declared."));
  if (answers.clinical == "unusual_abnormalities")
    points.push_back(point("R54", "Some have findings by which they would be recognised, as declared."));
  if (answers.population.rare == true || is_most_of_population(situation))
    points.push_back(point(
        "R11", "They belong to a small or rare population, in which people know each other, as declared."));
  if (answers.other_public_datasets == "some")
    points.push_back(point(
        "R15", "Some take part in other public datasets too, as declared: their images can be matched."));
  if (facts.risk.missed)
    points.push_back(point(
        "R55",
        fmt::format("Groups of k = {} persons were not reached{}, which restricted access alone "
                    "can bear.",
                    facts.risk.k,
                    told_in_smaller_groups(facts.risk, document.at("risk").at("persons").as_string()))));
  if (facts.risk.k == 1 && facts.keeps_details)
    points.push_back(point("R4", "k = 1: no group hides anybody among others who are alike."));
  if (document.at("policy").at("moved_dates").as_bool())
    points.push_back(point(
        "R39", "Dates are moved by one number of days for each person; times of day and intervals stay."));
  if (!facts.child_ages.empty())
    points.push_back(point("R53", fmt::format("Released ages that by themselves point to children: {}.",
                                              join(facts.child_ages, ", "))));
  if (facts.few_ages)
    points.push_back(point(
        "R9", fmt::format("Some released ages are those of fewer than {} persons.", facts.fewest_told)));
  return points;
}

}  // namespace

bool lost_something(const Json& document) {
  const auto& left_out = document.at("left_out").as_array();
  return std::any_of(left_out.begin(), left_out.end(),
                     [](const Json& entry) { return entry.at("status").as_string() != "excluded"; });
}

bool is_pressing(const Json& question) {
  const std::string& severity = question.at("severity").as_string();
  return severity != "minor" && severity != "info";
}

Json verdict_json(const Json& document, const DecisionCase& situation, const Json& counts) {
  const bool published = situation.facts.published;
  const std::int64_t failed = counts.at("FAIL").as_int();
  const char* state = !published                    ? "not_published"
                      : failed > 0                  ? "attention"
                      : is_cleared(document)        ? "cleared"
                      : awaits_researcher(document) ? "needs_answers"
                                                    : "ready_for_review";
  const std::string limits = fmt::format(
      "{} The privacy officer advises; the controller, the institution that answers for the data, decides. "
      "This report is no legal advice, and never a permission.",
      open_questions(document.at("questions")));
  return object({{"state", state},
                 {"sentence", verdict_sentence(document, published, failed)},
                 {"ground", published ? told_of_ground(situation) : Json(Json::Array{})},
                 {"persons", published ? told_of_persons(document, situation) : Json(Json::Array{})},
                 {"alone", published ? told_of_those_alone(document.at("risk")) : std::string()},
                 {"limits", limits},
                 {"checks", counts}});
}

}  // namespace shareready::readiness
