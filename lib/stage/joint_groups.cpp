#include "stage/joint_groups.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "deid/whole_rows.hpp"
#include "stage/report_parts.hpp"

namespace shareready {
namespace {

using Keys = std::vector<std::uint64_t>;

// Who is alike in both.
Keys joined(const Keys& one, const Keys& other) {
  Keys keys(one.size());
  for (std::size_t i = 0; i < one.size(); ++i) keys[i] = joined_key(one[i], other[i]);
  return keys;
}

readiness::RiskFigures figures(Keys keys, std::uint32_t k) {
  return figures_of(risk::sample_risk(sizes_of_keys(std::move(keys)), k));
}

}  // namespace

void count_joint(const JointKnowledge& known, std::uint32_t k, readiness::RiskFacts& risk) {
  std::vector<std::string> persons = known.labels->old_participants_by_new();
  std::sort(persons.begin(), persons.end());
  Keys files, all;
  for (const std::string& person : persons) {
    const std::string label = "sub-" + known.labels->participant(person).value_or("");
    files.push_back(known.contents->files_of(label));
    all.push_back(known.contents->all_of(label));
  }
  const bool any = std::any_of(files.begin(), files.end(), [](std::uint64_t key) { return key != 0; });
  if (!any) return;
  const Generalised& made = *known.generalised;
  Keys details(made.group_of_person.begin(), made.group_of_person.end());
  details.resize(persons.size());  // without details everybody is in one group
  risk.joint = {.files = figures(files, k),
                .details = figures(joined(files, details), k),
                .columns = figures(joined(files, made.whole_keys), k),
                .all = figures(joined(all, made.whole_keys), k)};
  for (std::size_t i = 0; i < risk.measures.size(); ++i)
    risk.measures[i].with_files = figures(joined(files, made.measures[i].whole_keys), k);
}

}  // namespace shareready
