#include "deid/kept_column.hpp"

#include <algorithm>
#include <set>

#include "deid/profile_writer.hpp"
#include "deid/whole_rows.hpp"

namespace shareready {

Result<std::optional<KeptColumn>> risk_with_column(GeneraliseRequest request, const std::string& column) {
  std::sort(request.persons.begin(), request.persons.end());
  recode_columns(request.data, request.persons, *request.rules, request.policy, request.k);
  std::vector<Profile> profiles =
      collect_profiles(request.data.tables, request.persons, *request.rules, request.policy);
  const auto found = std::find_if(profiles.begin(), profiles.end(),
                                  [&](const Profile& profile) { return profile.name == column; });
  if (found == profiles.end() || request.persons.empty()) return std::optional<KeptColumn>();
  const std::set<std::string> values(found->values.begin(), found->values.end());
  SR_TRY(const LevelChoice choice, choose_levels(request, std::move(profiles)));
  Generalised written;
  written.data = request.data;
  write_profiles(request, choice, written);
  KeptColumn kept{
      .details = {},
      .same = values.size() == 1,
      .reached = choice.reached,
      .after = risk::sample_risk(released_groups(choice).sizes, request.k),
      .whole = risk::sample_risk(whole_row_groups(written.data, request.persons, *request.rules), request.k)};
  for (std::size_t i = 0; i < choice.profiles.size(); ++i) {
    const Profile& profile = choice.profiles[i];
    kept.details.push_back({profile.name, profile.listed, released_level(choice, i)});
  }
  return std::optional(std::move(kept));
}

}  // namespace shareready
