#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "base/text.hpp"
#include "readiness/age_recipes.hpp"
#include "readiness/decision_gates.hpp"

namespace shareready::readiness {
namespace {

using enum Route;

constexpr std::string_view k_more_protection = ", who need the protection that restricted access gives";

// By name where the name stands in a table of ours.
std::string suggesting_columns(const DatasetFacts& facts) {
  std::string names = join(facts.clinical_columns, ", ");
  const std::uint64_t own = facts.clinical_own_columns;
  if (own > 0 && names.empty())
    return fmt::format("columns of the source with names of their own ({}) suggest patients", own);
  if (own > 0) names += fmt::format("; with names of their own: {}", own);
  return fmt::format("columns of the source suggest patients ({})", names);
}

Ruling judge_children_access(const DecisionCase& situation, Interpretation) {
  const Known children = has_children(situation);
  if (children == Known::yes && situation.facts.children == Known::no) {
    return contradiction(
        "the ages in the source show nobody under 16, the answer 'vulnerable' names children");
  }
  if (children == Known::no && situation.facts.children != Known::no)
    return does_not_apply("nobody is younger than 16, as declared; the tables do not tell everybody's age");
  if (children == Known::no) return does_not_apply("no participant is younger than 16");
  if (children == Known::unknown) return needs("ages are not known from the tables, and nobody said");
  std::string sentence = std::string(situation.facts.children == Known::yes
                                         ? "the ages in the source show children under 16"
                                         : "the answer 'vulnerable' names children under 16") +
                         std::string(k_more_protection);
  for (const std::string& part : told_by_ages(situation.facts, true)) sentence += "; " + part;
  return closes(std::move(sentence));
}

Ruling judge_patients_access(const DecisionCase& situation, Interpretation) {
  const Known patients = has_patients(situation);
  const bool suggested = situation.facts.clinical == Known::yes;
  if (suggested && patients == Known::no && situation.facts.clinical_scores_alone) {
    return condition(suggesting_columns(situation.facts) +
                     "; healthy people are asked these too, and the answer 'clinical' says none: the privacy "
                     "officer weighs it");
  }
  if (suggested && patients == Known::no) {
    return contradiction("columns of the source suggest patients, the answer 'clinical' says none");
  }
  if (patients == Known::yes) {
    return closes("the answer 'clinical' names patients" + std::string(k_more_protection));
  }
  if (patients == Known::unknown && suggested)
    return needs(suggesting_columns(situation.facts) +
                 "; nobody has said, and until then this way stays closed, as for patients");
  if (patients == Known::unknown) return needs("not said whether there are patients");
  return does_not_apply("no patients, as declared");
}

Ruling judge_abnormalities(const DecisionCase& situation, Interpretation) {
  const Word& clinical = situation.answers.clinical;
  if (!clinical) return needs("not said whether some have findings that would be recognised");
  if (*clinical == "unusual_abnormalities") return closes("some have findings that would be recognised");
  return does_not_apply("no findings that would be recognised, as declared");
}

Ruling judge_vulnerable(const DecisionCase& situation, Interpretation) {
  const Words& vulnerable = situation.answers.vulnerable;
  if (!vulnerable) return needs("not said whether there are participants who need extra protection");
  if (vulnerable->front() == "none") return does_not_apply("nobody who needs extra protection, as declared");
  return closes("participants who need extra protection");
}

// Restricted access protects them; that somebody looked whether there are any is asked for all the same.
Ruling judge_vulnerable_on_request(const DecisionCase& situation, Interpretation interpretation) {
  Ruling ruling = judge_vulnerable(situation, interpretation);
  if (ruling.effect == Effect::closes)
    return passes("participants who need extra protection, under access that is restricted");
  return ruling;
}

Ruling judge_concern_access(const DecisionCase& situation, Interpretation) {
  const Word& concerns = situation.answers.ethics.concerns;
  if (!concerns) return needs("not said whether there are ethical concerns");
  if (*concerns == "restrict") return closes("ethical concerns: share with restrictions only");
  return does_not_apply("no concern that asks for restrictions");
}

bool has_groups_for(const DatasetFacts& facts, std::string_view preset) {
  const auto& ways = facts.groups_suffice_for;
  return std::find(ways.begin(), ways.end(), preset) != ways.end();
}

// A release can be open to a wider way than it was made for only where its groups are large enough there too.
Ruling judge_registered_groups(const DecisionCase& situation, Interpretation) {
  if (situation.facts.small_groups == Known::unknown)
    return needs("whether groups of equal details are large enough for registered access is not known");
  if (has_groups_for(situation.facts, "registered") && !situation.facts.keeps_details)
    return passes("no detail is released that tells persons apart: there are no groups to be smaller");
  if (has_groups_for(situation.facts, "registered"))
    return passes("the smallest group of equal details has as many persons as registered access asks for");
  return closes(
      "some persons are in groups of equal details that are smaller than registered access asks for: "
      "restricted access alone can bear them, or a release made for registered access");
}

Ruling small_groups_ruling(const DecisionCase& situation) {
  if (situation.facts.small_groups == Known::unknown)
    return needs("groups of equal details were not counted: a person has to judge them");
  if (situation.facts.risk.everyone_unique)
    return closes("every person in the release is unique by the details in the tables: restrict access");
  const auto& recipes = situation.facts.age_recipes;
  const auto wider =
      std::find_if(recipes.begin(), recipes.end(), [](const ShownAgeRecipe& one) { return one.reached; });
  if (situation.facts.risk.missed && wider != recipes.end())
    return closes(fmt::format(
        "groups of k = {} persons who are alike in the tables were not formed with the ages as they stand, "
        "and would be with the ages {}: {} persons are in smaller ones, which public access cannot bear",
        situation.facts.risk.k, wider->ages, situation.facts.risk.below_k_after));
  if (situation.facts.risk.missed)
    return closes(fmt::format(
        "groups of k = {} persons who are alike in the tables could not be formed with details of "
        "use: {} persons are in smaller ones, which public access cannot bear",
        situation.facts.risk.k, situation.facts.risk.below_k_after));
  if (has_groups_for(situation.facts, "open") && !situation.facts.keeps_details)
    return passes("no detail is released that tells persons apart");
  if (has_groups_for(situation.facts, "open"))
    return passes("every combination of released details is shared by enough persons");
  return closes(
      situation.facts.small_groups == Known::no
          ? "every combination of released details is shared by as many persons as the way asks for "
            "that the release was made for, and public access asks for more"
          : "some persons share their details with too few others: restrict access, or make the "
            "tables coarser");
}

// " Nobody is alone any more. Another." as "; nobody is alone any more; another".
std::string as_parts(const std::string& sentences) {
  std::string parts;
  for (std::size_t at = 0; at < sentences.size();) {
    const std::size_t end = std::min(sentences.find(". ", at), sentences.size() - 1);
    std::string part = sentences.substr(at + 1, end - at - 1);
    part.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(part.front())));
    parts += "; " + part;
    at = end + 1;
  }
  return parts;
}

Ruling judge_small_groups(const DecisionCase& situation, Interpretation) {
  Ruling ruling = small_groups_ruling(situation);
  const std::string chances = link_chances(situation.facts.risk);
  if (!chances.empty()) ruling.sentence += "; " + chances;
  ruling.sentence += as_parts(situation.facts.risk.best_measure);
  const std::string lost = told_of_special_columns(situation.facts, situation.answers);
  if (!lost.empty()) ruling.sentence += "; " + lost;
  return ruling;
}

Ruling judge_rare(const DecisionCase& situation, Interpretation interpretation) {
  const Answers::Population& population = situation.answers.population;
  if (!population.rare) return needs("not said whether the population is small or rare");
  if (is_whole_population(situation))
    return stricter(
        interpretation,
        "everybody of the population is in the release: whoever knows that somebody belongs to it "
        "knows that the person is in here");
  if (is_most_of_population(situation))
    return stricter(
        interpretation,
        "more than half of the population is in the release: whoever knows that somebody belongs to it is "
        "rather right than wrong to look for the person in here");
  if (!*population.rare) return passes("neither small nor rare, as declared");
  return stricter(interpretation, "a small or rare population, in which people know each other");
}

Ruling judge_derived(const DecisionCase& situation, Interpretation interpretation) {
  const DatasetFacts& facts = situation.facts;
  if (facts.normalised_images + facts.region_tables > 0) {
    return condition(
        "the release holds derived data of single persons: they keep their anatomy, the rules for persons "
        "stay");
  }
  if (facts.group_maps > 0 && facts.images == 0)
    return passes("the release holds group maps, and no image of a person");
  if (facts.group_maps > 0)
    return condition("the release holds group maps beside images of persons: share the maps alone");
  if (facts.derivatives_offered > 0) {
    return needs("the input has derivatives that were not asked for: bring them in by --derivatives");
  }
  if (interpretation == Interpretation::liberal) {
    return needs(
        "the guide lets derived data be shared always; this release holds none: make them first. Those of "
        "single persons remain personal data in either reading: they need a basis, an impact assessment, "
        "advice and a decision; results of groups do not");
  }
  return needs(
      "the release holds no derived data; those of single persons keep their anatomy and count as personal "
      "data");
}

Ruling judge_transforms(const DecisionCase& situation, Interpretation) {
  const auto& failed = situation.facts.failed;
  const auto& unknown = situation.facts.unknown;
  if (std::find(failed.begin(), failed.end(), "R45") != failed.end())
    return closes("transformation matrices were found");
  if (!situation.facts.published || std::find(unknown.begin(), unknown.end(), "R45") != unknown.end()) {
    return needs("not known whether transformation matrices are left");
  }
  if (situation.facts.normalised_images + situation.facts.group_maps == 0)
    return does_not_apply("the release holds no normalised image; no transformation matrix was found");
  return passes("no transformation matrix was found");
}

Ruling judge_federated(const DecisionCase& situation, Interpretation) {
  const Answers::Federated& federated = situation.answers.federated;
  if (federated.capacity == false) return closes("the institution cannot run the software near the data");
  if (federated.partners && federated.partners->front() == "none")
    return closes("no partner uses such a network");
  if (!federated.capacity || !federated.partners)
    return needs("not said whether there are capacity and partners");
  return passes("capacity and partners, as declared");
}

}  // namespace

std::span<const Gate> access_gates() {
  static const std::vector<Route> k_public{open_to_all};
  static const std::vector<Route> k_wide{open_to_all, registered};
  static const std::vector<Route> k_signed{restricted, case_by_case};
  static const std::vector<Gate> k_gates{
      {"R53", "", "Children under 16: is access restricted?", judge_children_access, k_wide, k_public},
      {"R54", "", "Patients: is access restricted?", judge_patients_access, k_wide, k_public},
      {"R54", "", "Are there findings that would be recognised?", judge_abnormalities, k_wide, k_wide},
      {"R25", "", "Is anybody in need of extra protection?", judge_vulnerable, k_wide, k_public},
      {"R25", "", "Is it known whether anybody needs extra protection?", judge_vulnerable_on_request,
       k_signed, k_signed},
      {"R25", "", "Do ethical concerns ask for restrictions?", judge_concern_access, k_wide, k_wide},
      {"R55",
       "",
       "Are the groups large enough for registered access?",
       judge_registered_groups,
       {registered},
       {registered}},
      {"R55", "", "Can somebody be singled out by the tables?", judge_small_groups, k_public, k_public},
      {"R11", "", "Is the population small or rare?", judge_rare, k_public, k_public},
      {"R84", "", "Are there derived data to share instead?", judge_derived, {derived}, {derived}},
      {"R85", "", "Are they free of transformation matrices?", judge_transforms, {derived}, {derived}},
      {"R89", "", "Can the analysis come to the data?", judge_federated, {federated}, {federated}},
  };
  return k_gates;
}

}  // namespace shareready::readiness
