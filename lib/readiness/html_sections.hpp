#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "readiness/page.hpp"

// The sections of index.html; each reads readiness.json and nothing else.
namespace shareready::readiness {

// Who is asked or has to act, in the order of the page.
inline constexpr std::array<std::string_view, 4> k_owners{"researcher", "privacy_officer", "legal",
                                                          "controller"};

// html_decision.cpp: which ways are open.
PageSection decision_section(const Json& readiness);

// html_ways.cpp: what each way hangs on, and every branch of the decision, under both readings.
Html ways_part(const Json& readings);
Html trace_part(const Json& readings);

// html_people.cpp: who assessed, advised, decided and looked, each for this release.
Html people_list(const Json& readiness);
// By whom the release counts as outside the GDPR in the reading that counts, and which rules that sets aside.
Html told_of_opinion(const Json& readiness);
// What the way wanted is bound to in that reading.
Html bounds_of_way(const Json& readiness);

// html_release.cpp
PageSection kinds_section(const Json& readiness);
PageSection left_out_section(const Json& readiness);
PageSection tables_section(const Json& readiness);

// html_participants.cpp: the list stands on pages beside index.html where it is too long for one file.
bool participants_need_pages(const Json& readiness);
PageSection participants_section(const Json& readiness, bool beside);
std::vector<PageSection> participant_pages(const Json& readiness);
std::string participant_page_name(std::size_t number);

// html_risk.cpp
PageSection risk_section(const Json& readiness);

// html_checks.cpp
PageSection audit_section(const Json& readiness);
PageSection checks_section(const Json& readiness);

// html_advice.cpp
PageSection questions_section(const Json& readiness);
PageSection risks_section(const Json& readiness);
PageSection made_section(const Json& readiness);

// html_actions.cpp: what to do next, by owner.
PageSection steps_section(const Json& readiness);
// Of the questions to that person, those to answer before sharing.
std::size_t pressing_questions(const Json& questions, std::string_view owner);

// html_deposit.cpp: repositories with steps and metadata files, and the ways without raw data.
PageSection repositories_section(const Json& readiness);
PageSection alternatives_section(const Json& readiness);

// html_words.cpp: the words of the trade that the page cannot do without.
Html glossary(const std::string& k);

// Words and badges for the codes of readiness.json; an unknown code is shown as it is.
std::string route_words(std::string_view route);
Html route_badge(const Json& route);
Html effect_badge(std::string_view effect);
Html status_badge(std::string_view status);
Html severity_badge(std::string_view severity);
// A link to the check where rule, method and evidence stand.
Html requirement_link(const std::string& requirement);
// Whether a check asks for one repository, which has a place of its own among the repositories.
bool is_repository_check(const Json& check);
// A word of how an alternative or a repository suits.
Html fit_badge(std::string_view fit);
// An address as text: the page asks nothing of a network, not even by a link.
std::string address(const Json& source);
std::string owner_words(std::string_view owner);
std::string action_words(std::string_view action);
std::string kind_words(std::string_view kind);     // "vcs" is shown as "version control"
std::string finding_words(std::string_view kind);  // "key-file" is shown as "key file"

}  // namespace shareready::readiness
