#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "base/text.hpp"
#include "readiness/age_recipes.hpp"
#include "readiness/answer_rules.hpp"
#include "readiness/staleness.hpp"

namespace shareready::readiness {
namespace {

// "1 in 500000" is read more easily than a power of ten, and "1 in 1" of 24 persons of 25 is not true.
std::string share_of_population(double released, double population) {
  if (released <= 0) return "; share of the population released: none";
  if (population < 2.0 * released) {
    constexpr double k_percent = 100.0;  // rounded down: everybody is 100 in 100 alone
    return fmt::format("; share of the population released: {:.0f} in 100",
                       std::floor(k_percent * std::min(1.0, released / population)));
  }
  return fmt::format("; share of the population released: 1 in {:.0f}", population / released);
}

std::string_view what_stands(const Standing& stands) {
  if (stands.source && stands.private_folder) return "the source (BIDS_DIR) and private/";
  return stands.source ? "the source (BIDS_DIR)" : "private/";
}

// The description, which people write in English or Dutch, names adults and no younger persons.
bool is_described_as_adults(const Answers::Population& people) {
  constexpr std::array<std::string_view, 2> k_adults{"adult", "volwassen"};
  constexpr std::array<std::string_view, 9> k_younger{
      "adolescen", "child", "jongeren", "kinder", "minderjarig", "minor", "teen", "tiener", "youth"};
  const std::string text = to_lower(people.description.value_or(""));
  const auto names_one = [&](std::span<const std::string_view> words) {
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view word) { return text.find(word) != std::string::npos; });
  };
  return names_one(k_adults) && !names_one(k_younger);
}

}  // namespace

bool is_population_misdescribed(const DecisionCase& situation) {
  return is_described_as_adults(situation.answers.population) && situation.facts.children == Known::yes;
}

CheckOutcome officer_opinion(const AnswerView& view) {
  const Answers::Dpo& dpo = view.situation.answers.dpo;
  const std::string threshold = "outside the GDPR only by a written opinion on this very release";
  if (!dpo.opinion)
    return unanswered("the privacy officer's opinion is not known; treated as personal data", threshold);
  if (*dpo.opinion != "outside_gdpr")
    return outcome(CheckStatus::pass,
                   "the privacy officer does not put it outside the GDPR: treated as personal data",
                   threshold);
  if (!view.own.personal) {
    return outcome(CheckStatus::warn,
                   fmt::format("outside the GDPR according to {}, {}", *dpo.name, *dpo.ref), threshold);
  }
  return outcome(
      CheckStatus::fail,
      "the opinion 'outside the GDPR' does not hold for this release: name, reference, date and "
      "both hashes are needed, no check may fail or be unknown, and study key, source and private/ "
      "must be gone (strict) or the key kept apart (liberal)",
      threshold);
}

CheckOutcome key_list(const AnswerView& view) {
  const Answers::Key& key = view.situation.answers.key;
  if (key.exists == false && view.situation.facts.key_file) {
    return contradicted("this run wrote a release key, the answer 'key.exists' says that no key is left");
  }
  if (key.exists == false && leads_back(view.situation.facts.stands)) {
    return contradicted(fmt::format(
        "the answer 'key.exists' says that neither study key nor source is left, and {} stood when this "
        "report was written: answer that it exists, where and for whom; or delete BIDS_DIR, private/ and "
        "every copy, and run the group level again with the same answers file and - for BIDS_DIR, which says "
        "that it is gone",
        what_stands(view.situation.facts.stands)));
  }
  const bool past = key.destroyed_on && *key.destroyed_on <= view.situation.today;
  if (key.exists == true && past)
    return contradicted("the study key exists, and was destroyed before today: only one can be true");
  if (!key.exists) return unanswered("not said whether the study key, or the source, still exists");
  if (past && *key.destroyed_on < view.situation.facts.made) {
    return contradicted(
        fmt::format("destroyed on {}, says the answer, and this release was made from the source on {}: give "
                    "the day on which the last of study key, source and private/ was destroyed",
                    *key.destroyed_on, view.situation.facts.made));
  }
  if (!*key.exists) {
    return past
               ? outcome(CheckStatus::warn,
                         "destroyed on " + *key.destroyed_on +
                             ", as declared; this report was written without a source, and private/ did not "
                             "stand: that the source and every copy are gone is for people to see to")
               : unanswered(
                     "the study key is said to be gone: the day of its destruction is missing or lies ahead");
  }
  if (!key.location || !key.access)
    return unanswered("a study key or the source exists; where it is or who can open it is not said");
  if (*key.access == "recipients_too")
    return outcome(CheckStatus::fail, "those who receive the data can open the study key");
  const std::string end = key.destroyed_on ? "; to be destroyed on " + *key.destroyed_on : std::string();
  return outcome(
      CheckStatus::warn,
      fmt::format(
          "study key or source: place on record; opened by: {}{}; for whoever can open it the data are "
          "personal in every reading, the two readings differ on receivers who cannot",
          replace_all(*key.access, "_", " "), end));
}

CheckOutcome legal_basis(const AnswerView& view) {
  CheckOutcome found = gates_outcome("R22", view);
  const Answers& answers = view.situation.answers;
  const bool named = found.status == CheckStatus::pass;
  if (named && answers.legal_basis.ref) found.observed += "; document: " + *answers.legal_basis.ref;
  if (named && answers.consent.version) found.observed += "; consent form: " + *answers.consent.version;
  if (named && answers.legal_basis.type == "consent" && !answers.consent.version) {
    return unanswered("the basis is consent; the version of the consent form is missing");
  }
  return found;
}

CheckOutcome risk_estimate(const AnswerView& view) {
  const ShownRisk& risk = view.situation.facts.risk;
  const std::string threshold = "a figure is no threshold: the privacy officer weighs it";
  if (!risk.measured) {
    return outcome(CheckStatus::unknown, "groups of equal details in the tables were not measured",
                   threshold);
  }
  std::string observed =
      risk.everyone_unique ? std::string("every person in the release is unique by the details in the tables")
      : risk.left_out
          ? fmt::format("fewer than {} persons: no figure is shown", risk.fewest_told)
          : fmt::format(
                "smallest group of persons with equal details: {} in the source, {} in the release; in "
                "groups smaller than k = {}: {}",
                risk.smallest_before, risk.smallest_after, risk.k, risk.below_k_after);
  if (!risk.left_out) observed += "; the chances of a right link stand at R55";
  for (const std::string& part : told_by_ages(view.situation.facts)) observed += "; " + part;
  const auto& size = view.situation.answers.population.size;
  if (size) {
    observed += share_of_population(static_cast<double>(view.situation.facts.participants), *size);
  }
  if (view.situation.facts.images > 0)
    observed += "; images of single persons stay linkable whatever the tables say (R15)";
  return outcome(CheckStatus::warn, observed, threshold);
}

CheckOutcome foresight(const AnswerView& view) {
  constexpr int k_most_months = 24;
  const Answers::Foresight& ahead = view.situation.answers.foresight;
  const std::string threshold = fmt::format("a review date at most {} months ahead", k_most_months);
  if (!ahead.text || !ahead.review_date)
    return unanswered("techniques considered or review date are missing", threshold);
  if (*ahead.review_date < view.situation.today)
    return outcome(CheckStatus::fail, "expired: the review date has passed", threshold);
  const std::string& today = view.situation.today;
  if (!today.empty() && *ahead.review_date > months_after(today, k_most_months)) {
    return outcome(CheckStatus::warn, "the review date is further ahead than advised", threshold);
  }
  return outcome(CheckStatus::pass, "review by " + *ahead.review_date, threshold);
}

namespace {

bool releases_age(const DatasetFacts& facts) {
  const auto columns = facts.category_columns.find("demographics");
  return columns != facts.category_columns.end() &&
         std::any_of(columns->second.begin(), columns->second.end(),
                     [](const std::string& name) { return name == "age" || name == "age_group"; });
}

}  // namespace

CheckOutcome population(const AnswerView& view) {
  const Answers::Population& people = view.situation.answers.population;
  const auto released = static_cast<double>(view.situation.facts.participants);
  if (people.size && *people.size < released)
    return contradicted("more participants were released than the population is said to have");
  // Size and share are estimates: what they make may differ from the number released by their rounding.
  constexpr double k_rounding = 1.5, k_rounding_up = 2.0;
  if (people.size && people.sampling_fraction &&
      released / *people.size > *people.sampling_fraction * k_rounding) {
    return contradicted(
        "the released participants are a larger share of the population than the answer says");
  }
  if (released > 0 && people.size && people.sampling_fraction &&
      *people.size * *people.sampling_fraction > k_rounding_up * released) {
    return contradicted(
        "size and share of the population make more than twice as many persons as were released: give the "
        "share that is in this release");
  }
  CheckOutcome rare = gates_outcome("R11", view);
  if (is_most_of_population(view.situation) && rare.status == CheckStatus::pass)
    rare.status = CheckStatus::warn;
  const bool complete = people.size && people.description;
  if (!complete && rare.status != CheckStatus::fail)
    return unanswered("size or description of the population is missing");
  if (people.size) rare.observed += share_of_population(released, *people.size);
  if (is_population_misdescribed(view.situation)) {
    if (rare.status == CheckStatus::pass || rare.status == CheckStatus::warn)
      rare.status = CheckStatus::needs_answer;
    rare.observed +=
        "; the description speaks of adults, the tables hold children under 16: correct one of them, see the "
        "steps";
  }
  const auto& bands = view.situation.facts.age_bands;
  if (people.description && !bands.empty()) {
    const char* where = releases_age(view.situation.facts) ? "that the release tells or allows"
                                                           : "of the source, of which none is released";
    rare.observed += fmt::format("; ages {}, to be held against the description: {} / {}", where,
                                 join(bands, ", "), *people.description);
  }
  return rare;
}

CheckOutcome known_elsewhere(const AnswerView& view) {
  if (view.situation.facts.images == 0) return outcome(CheckStatus::not_applicable, "no image was released");
  const std::string threshold = "present by nature in images of single persons";
  const Word& other = view.situation.answers.other_public_datasets;
  const std::string images = fmt::format("{} images of single persons", view.situation.facts.images);
  if (!other)
    return unanswered(images + "; not said whether participants are in other public datasets", threshold);
  const char* words = *other == "no" ? "; as far as known in no other public dataset"
                      : *other == "some"
                          ? "; some participants are in other public datasets: they can be matched"
                          : "; whether participants are in other public datasets cannot be known";
  return outcome(CheckStatus::warn, images + words, threshold);
}

CheckOutcome path(const AnswerView& view) {
  std::vector<std::string> stops;
  bool open = false;
  for (const TraceStep& step : view.own.trace) {
    if (step.stops()) stops.push_back(step.stop);
    open = open || (!step.stop.empty() && step.ruling.effect == Effect::needs_answer);
  }
  if (!stops.empty())
    return outcome(CheckStatus::fail,
                   "no raw data: " + join(stops, ", ") + "; see the ways without raw data");
  if (open) return unanswered("the four reasons to stop (R22 to R25) are not all answered");
  return outcome(CheckStatus::pass, "none of the four reasons to stop holds");
}

CheckOutcome officer_contact(const AnswerView& view) {
  const Answers::Dpo& dpo = view.situation.answers.dpo;
  if (!dpo.name || !dpo.date) return unanswered("name of the contact or date is missing");
  if (*dpo.date > view.situation.today) return contradicted("the privacy officer's date lies in the future");
  return outcome(CheckStatus::pass, fmt::format("asked {} on {}", *dpo.name, *dpo.date));
}

CheckOutcome children_access(const AnswerView& view) {
  CheckOutcome found = gates_outcome("R53", view);
  if (found.status == CheckStatus::warn && view.situation.facts.preset == "restricted") {
    found.remedy =
        "This release is prepared for restricted access: share it in no wider way. Weigh with the privacy "
        "officer whether the ages named here have to tell who is a child: see the steps.";
  }
  return found;
}

CheckOutcome children_consent(const AnswerView& view) {
  CheckOutcome found = gates_outcome("R52", view);
  found.threshold = "informed consent of parents, and of children from 12";
  if (view.situation.facts.children == Known::yes) {
    found.observed +=
        "; by the age in the table, most often that at the scan: who turned 16 since decides for "
        "themselves";
  }
  return found;
}

}  // namespace shareready::readiness
