#include "readiness/repository_match.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <numeric>
#include <optional>
#include <string_view>
#include <utility>

#include "base/text.hpp"
#include "readiness/decision_gates.hpp"
#include "readiness/staleness.hpp"
#include "readiness/words.hpp"

namespace shareready::readiness {
namespace {

// "9.3", "1500", "100000": never a power of ten.
std::string plain_number(double value) {
  constexpr double k_whole_from = 1000;
  return value < k_whole_from ? fmt::format("{:.4g}", value) : fmt::format("{:.0f}", value);
}

using Points = std::vector<FitPoint>;

// A limit cell holds a number, 'none' or 'unknown'.
FitPoint within(std::string_view what, double have, const std::string& cell, std::string_view unit) {
  if (const auto most = stated_limit(cell)) {
    const bool fits = have <= *most;
    return {fits ? Fit::fits : Fit::rejects, std::string(what),
            fmt::format("{} {} of at most {} {}", plain_number(have), unit, plain_number(*most), unit)};
  }
  if (cell == "none") return {Fit::fits, std::string(what), "no limit is stated"};
  return {Fit::asks, std::string(what), "the limit is not known: ask"};
}

bool has_word(const std::string& cell, std::string_view word) {
  const std::vector<std::string> words = split(cell, ',');
  return std::find(words.begin(), words.end(), word) != words.end();
}

// The words of Repository::ways, for the ways that hand out images.
std::string_view way_word(Route route) {
  if (route == Route::case_by_case) return to_word(Route::restricted);
  return to_word(route);
}

bool takes_maps_alone(const Repository& entry) { return entry.kinds == "maps"; }

// The way the release was prepared for; it and the narrower ones for images that are not closed, the widest
// first, by the words of Repository::ways.
struct Ways {
  std::string_view wanted;
  std::vector<std::string_view> open;
};

Ways ways_of(const DecisionCase& situation, Interpretation interpretation) {
  const Route wanted = wanted_route(situation.facts.preset);
  Ways ways{.wanted = way_word(wanted), .open = {}};
  for (const RouteVerdict& verdict : read_rules(situation, interpretation).verdicts()) {
    const bool narrower = verdict.route >= wanted && verdict.route <= Route::case_by_case;
    if (narrower && verdict.state != RouteState::closed) ways.open.push_back(way_word(verdict.route));
  }
  if (ways.open.empty()) ways.open.push_back(ways.wanted);
  return ways;
}

FitPoint access_point(const Repository& entry, const Ways& ways) {
  if (takes_maps_alone(entry)) return {Fit::fits, "access", "maps of groups can be public"};
  const auto offered = std::find_if(ways.open.begin(), ways.open.end(),
                                    [&](std::string_view way) { return has_word(entry.ways, way); });
  const std::string_view first = ways.open.front();
  const bool none = offered == ways.open.end();
  std::string sentence =
      none ? fmt::format("does not offer {} access", first)
      : *offered == first
          ? fmt::format("offers {} access", first)
          : fmt::format("offers {} access, not {}: prepare the release for that", *offered, first);
  if (first != ways.wanted) {
    sentence += fmt::format("; {} access, for which this release was prepared: {}", ways.wanted,
                            has_word(entry.ways, ways.wanted) ? "offered, and closed" : "not offered");
  }
  const Fit fit = none ? Fit::rejects : *offered == first ? Fit::fits : Fit::asks;
  return {fit, "access", sentence};
}

FitPoint kind_point(const Repository& entry, const DatasetFacts& facts) {
  if (entry.kinds == "any") return {Fit::fits, "kind of data", "takes any kind of data"};
  if (entry.kinds == "unknown") return {Fit::asks, "kind of data", "ask whether it takes this kind of data"};
  if (entry.kinds == "none") return {Fit::rejects, "kind of data", "takes no data of others"};
  if (takes_maps_alone(entry)) {
    if (facts.group_maps == 0)
      return {Fit::rejects, "kind of data",
              "takes unthresholded maps of groups only, the release holds none"};
    return {Fit::fits, "kind of data", "takes the maps of groups, never the images of persons"};
  }
  return {Fit::fits, "kind of data", "takes brain images in BIDS"};
}

FitPoint purpose_point(const Repository& entry) {
  if (entry.use == "archive") return {Fit::fits, "use", "keeps and publishes data"};
  if (entry.use == "dataset") return {Fit::rejects, "use", "is a dataset itself"};
  if (entry.use == "moved")
    return {Fit::asks, "use", "said to be closed, its own pages do not say so: ask first"};
  if (entry.use == "transfer") return {Fit::rejects, "use", "sends files, does not keep them"};
  return {Fit::asks, "use", "a place to work together, no archive: for partners, case by case"};
}

FitPoint affiliation_point(const Repository& entry, const Word& own) {
  if (entry.affiliation == "any") return {Fit::fits, "affiliation", "open to all"};
  if (!own) return {Fit::asks, "affiliation", "your institution is not named"};
  const bool dutch = *own != "eu" && *own != "other";
  if (entry.affiliation == "dutch") {
    return dutch ? FitPoint{Fit::fits, "affiliation", "open to Dutch institutions"}
                 : FitPoint{Fit::rejects, "affiliation", "for Dutch institutions only"};
  }
  if (entry.affiliation == "member") {
    return dutch ? FitPoint{Fit::asks, "affiliation", "ask whether your institution takes part"}
                 : FitPoint{Fit::rejects, "affiliation", "for members, which are Dutch institutions"};
  }
  return *own == entry.affiliation
             ? FitPoint{Fit::fits, "affiliation", "your own institution"}
             : FitPoint{Fit::rejects, "affiliation", "for researchers of another institution"};
}

FitPoint personal_point(const Repository& entry, bool personal) {
  if (!personal) return {Fit::fits, "personal data", std::string(k_outside_gdpr)};
  if (takes_maps_alone(entry))
    return {Fit::asks, "personal data", "maps of large groups are no data of single persons: confirm it"};
  if (entry.personal == "yes") return {Fit::fits, "personal data", "takes personal data"};
  if (entry.personal == "no")
    return {Fit::rejects, "personal data", "its terms leave no room for personal data"};
  return {Fit::asks, "personal data", "ask whether it takes personal data"};
}

// Terms without room for personal data hold in both readings: who uploads declares that nobody can trace the
// data to persons, and whoever has a key or the source can.
FitPoint key_point(const DecisionCase& situation) {
  constexpr const char* k_what = "study key";
  const Flag& exists = situation.answers.key.exists;
  if (is_key_gone(situation))
    return {Fit::asks, k_what,
            "study key and source are gone, as declared, and the report was written without them and without "
            "private/: see that they and every copy are gone"};
  if (situation.facts.key_file)
    return {Fit::rejects, k_what,
            "its terms leave no room for data that a key traces to persons; a release key was written"};
  if (exists == false && leads_back(situation.facts.stands))
    return {
        Fit::rejects, k_what,
        "its terms leave no room for data that a key traces to persons; the source or private/ stood when "
        "the report was written"};
  if (!exists) return {Fit::asks, k_what, "its terms want that no key is left; not said whether one is"};
  return {Fit::rejects, k_what,
          *exists
              ? "its terms leave no room for data that a key traces to persons; study key or source exist"
              : "its terms leave no room for data that a key traces to persons; the day on which study key "
                "and source were destroyed is missing or lies ahead"};
}

FitPoint location_point(const Repository& entry, bool personal, Interpretation interpretation) {
  if (entry.eea == "yes") return {Fit::fits, "location", "inside the EEA"};
  if (!personal) return {Fit::fits, "location", std::string(k_outside_gdpr)};
  if (entry.eea == "choose") return {Fit::asks, "location", "choose a region inside the EEA"};
  if (entry.eea != "no") return {Fit::asks, "location", "where it keeps data is not known: ask"};
  if (takes_maps_alone(entry))
    return {Fit::asks, "location", "outside the EEA: fine for maps that are no personal data"};
  if (interpretation == Interpretation::strict)
    return {Fit::rejects, "location", "outside the EEA (R66, read strictly)"};
  return {Fit::asks, "location", "outside the EEA: needs an extra agreement (R31)"};
}

FitPoint cost_point(const Repository& entry) {
  if (entry.cost.starts_with("free")) return {Fit::fits, "cost", entry.cost};
  return {Fit::asks, "cost", entry.cost + ": ask"};
}

FitPoint date_point(const Repository& entry, const std::string& today) {
  if (!is_stale(entry.checked, today)) return {Fit::fits, "date of the facts", entry.checked};
  return {Fit::asks, "date of the facts",
          fmt::format("checked in {}, more than {} months ago: check them at the source", entry.checked,
                      k_months_of_facts)};
}

RepositoryMatch match(const Repository& entry, const DecisionCase& situation, Interpretation interpretation,
                      const Ways& ways) {
  constexpr double k_gb = 1e9;
  const DatasetFacts& facts = situation.facts;
  const bool personal = !outside_gdpr(situation, interpretation);
  RepositoryMatch found{.repository = &entry, .fit = Fit::fits, .points = {}};
  found.points = {
      purpose_point(entry),
      kind_point(entry, facts),
      access_point(entry, ways),
      personal_point(entry, personal),
      location_point(entry, personal, interpretation),
      affiliation_point(entry, situation.answers.institution.affiliation),
      within("size", static_cast<double>(facts.bytes) / k_gb, entry.total_gb, "GB"),
      within("largest file", static_cast<double>(facts.largest_file_bytes) / k_gb, entry.file_gb, "GB"),
      within("number of files", static_cast<double>(facts.files), entry.files, "files"),
      cost_point(entry),
      date_point(entry, situation.today)};
  if (entry.personal == "no" && !takes_maps_alone(entry)) found.points.push_back(key_point(situation));
  for (const FitPoint& point : found.points) found.fit = std::max(found.fit, point.fit);
  return found;
}

// "openneuro.org" -> openneuro, org.
std::vector<std::string> words_of_name(std::string_view name) {
  std::vector<std::string> words{""};
  for (const char letter : name) {
    if (std::isalnum(static_cast<unsigned char>(letter)) != 0)
      words.back() += letter;
    else if (!words.back().empty())
      words.emplace_back();
  }
  return words;
}

// ISO 3166-1 codes of the European Economic Area: the Union's 27 with Iceland, Liechtenstein and Norway.
constexpr std::array<std::string_view, 30> k_eea{"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI",
                                                 "FR", "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT", "LU",
                                                 "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK"};

bool has_any(const std::vector<std::string>& words, const std::vector<std::string>& wanted) {
  return std::any_of(wanted.begin(), wanted.end(), [&](const std::string& word) {
    return std::find(words.begin(), words.end(), word) != words.end();
  });
}

// How many letters have to be put in, taken out or replaced to come from one word to the other (Levenshtein).
std::size_t letters_apart(std::string_view one, std::string_view other) {
  std::vector<std::size_t> row(other.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= one.size(); ++i) {
    std::size_t before = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= other.size(); ++j) {
      const std::size_t swap = before + (one[i - 1] == other[j - 1] ? 0U : 1U);
      before = std::exchange(row[j], std::min({row[j] + 1, row[j - 1] + 1, swap}));
    }
  }
  return row.back();
}

// A word of the answer is that of an entry but for a slip of the pen, or is in its name.
bool is_alike(const std::vector<std::string>& answer, const Repository& entry) {
  constexpr std::size_t k_long = 5, k_slips = 2;
  std::vector<std::string> words = words_of_name(to_lower(entry.name));
  const std::string first = words.front();
  std::erase_if(words, [](const std::string& word) {
    return word.size() < 4 || word == "data" || word == "repository";
  });
  if (has_any(answer, words)) return true;
  return std::any_of(answer.begin(), answer.end(), [&](const std::string& word) {
    return word.size() >= k_long && first.size() >= k_long && letters_apart(word, first) <= k_slips;
  });
}

// The entries whose first word is in the answer: "OpenNeuro.org", "Zenodo (CERN)", "DANS".
std::vector<const Repository*> entries_in(const std::vector<Repository>& repositories,
                                          const std::vector<std::string>& answer) {
  std::vector<const Repository*> found;
  for (const Repository& entry : repositories) {
    if (has_any(answer, {words_of_name(to_lower(entry.name)).front()})) found.push_back(&entry);
  }
  return found;
}

std::ptrdiff_t open_points(const RepositoryMatch& found) {
  return std::count_if(found.points.begin(), found.points.end(),
                       [](const FitPoint& point) { return point.fit != Fit::fits; });
}

Known in_eea(const std::string& country) {
  return std::find(k_eea.begin(), k_eea.end(), country) != k_eea.end() ? Known::yes : Known::no;
}

}  // namespace

std::optional<double> stated_limit(const std::string& cell) {
  double value = 0.0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  const bool whole = error == std::errc{} && end == cell.data() + cell.size();
  return whole ? std::optional(value) : std::nullopt;
}

std::vector<RepositoryMatch> match_repositories(const std::vector<Repository>& repositories,
                                                const DecisionCase& situation,
                                                Interpretation interpretation) {
  std::vector<RepositoryMatch> matches;
  matches.reserve(repositories.size());
  const Ways ways = ways_of(situation, interpretation);
  for (const Repository& entry : repositories)
    matches.push_back(match(entry, situation, interpretation, ways));
  std::stable_sort(
      matches.begin(), matches.end(), [](const RepositoryMatch& one, const RepositoryMatch& other) {
        if (one.fit != other.fit) return one.fit < other.fit;
        const bool archive = one.repository->use == "archive", also = other.repository->use == "archive";
        if (archive != also) return archive;  // what keeps data before what moves or shares them
        const bool inside = one.repository->eea == "yes", other_inside = other.repository->eea == "yes";
        if (inside != other_inside) return inside;  // R29: the EEA first
        return open_points(one) < open_points(other);
      });
  return matches;
}

const Repository* named_repository(const std::vector<Repository>& repositories, const Answers& answers) {
  if (!answers.repository) return nullptr;
  const std::string wanted = to_lower(trim(*answers.repository));
  for (const Repository& entry : repositories) {
    if (to_lower(entry.name) == wanted || to_lower(entry.requirement) == wanted) return &entry;
  }
  const std::vector<const Repository*> found = entries_in(repositories, words_of_name(wanted));
  return found.size() == 1 ? found.front() : nullptr;  // which of several is for people to say
}

Host host_of(const std::vector<Repository>& repositories, const Answers& answers) {
  if (!answers.repository) return {};
  if (const Repository* named = named_repository(repositories, answers))
    return {.scope = named->scope, .is_processor = named->role == "processor"};
  Host host;
  const std::vector<std::string> words = words_of_name(to_lower(*answers.repository));
  for (const Repository* entry : entries_in(repositories, words)) host.alike.push_back(entry->name);
  host.several = !host.alike.empty();
  if (host.several) return host;
  for (const Repository& entry : repositories) {
    if (is_alike(words, entry)) host.alike.push_back(entry.name);
  }
  return host;
}

Known host_in_eea(const std::vector<Repository>& repositories, const Answers& answers) {
  const Repository* named = named_repository(repositories, answers);
  if (named != nullptr && named->eea == "yes") return Known::yes;
  if (named != nullptr && named->eea == "no") return Known::no;
  const Word& country = answers.other_place.country;
  if (named == nullptr && country) return in_eea(*country);
  if (!answers.receiver.eea) return Known::unknown;
  return *answers.receiver.eea ? Known::yes : Known::no;
}

bool contradicts_table(const DecisionCase& situation) {
  const Word& country = situation.answers.other_place.country;
  return !situation.host.scope.empty() && country && situation.host_in_eea != Known::unknown &&
         in_eea(*country) != situation.host_in_eea;
}

std::string told_of_unknown_place(const DecisionCase& situation) {
  const Host& host = situation.host;
  const Answers::Place& place = situation.answers.other_place;
  if (!host.scope.empty()) return {};
  if (!situation.answers.repository) {
    return place.country.has_value() == place.kept_by.has_value()
               ? std::string()
               : "'other_place' says half of it: in which country the place is, and who keeps it";
  }
  if (host.several)
    return fmt::format("the answer 'repository' names several places of the table: {}; write one of them",
                       join(host.alike, ", "));
  if (place.country && place.kept_by) return {};
  const std::string alike = host.alike.empty() ? "" : " (alike: " + join(host.alike, ", ") + ")";
  return fmt::format(
      "the table of repositories has no '{}'{}: write the name as it stands there, or say under "
      "'other_place' "
      "in which country this place is and who keeps it",
      *situation.answers.repository, alike);
}

}  // namespace shareready::readiness
