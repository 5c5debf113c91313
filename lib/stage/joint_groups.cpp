#include "stage/joint_groups.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "deid/whole_rows.hpp"
#include "policy/left_out_keys.hpp"
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

readiness::RiskFigures group_figures(Keys keys, std::uint32_t k) {
  return figures_of(risk::sample_risk(sizes_of_keys(std::move(keys)), k));
}

// Source labels, sorted, and the new ones in the same order.
struct Persons {
  std::vector<std::string> old_labels, new_labels;
};

Persons persons_of(const LabelMap& labels) {
  Persons persons;
  persons.old_labels = labels.old_participants_by_new();
  std::sort(persons.old_labels.begin(), persons.old_labels.end());
  for (const std::string& label : persons.old_labels)
    persons.new_labels.push_back("sub-" + labels.participant(label).value_or(""));
  return persons;
}

// By what was added, and together with the tables.
struct Joined {
  Keys files, details, described, columns, all, sidecars;
};

Joined joined_with(const ContentGroups::Alike& alike, const Generalised& made) {
  Keys details(made.group_of_person.begin(), made.group_of_person.end());
  details.resize(alike.files.size());  // without details everybody is in one group
  Joined known;
  known.files = alike.files;
  known.details = joined(alike.files, details);
  known.described = joined(known.details, alike.sidecars);
  known.columns = joined(alike.files, made.whole_keys);
  known.all = joined(alike.all, made.whole_keys);
  known.sidecars = alike.sidecars;
  return known;
}

bool has_any(const Keys& keys) {
  return std::any_of(keys.begin(), keys.end(), [](std::uint64_t key) { return key != 0; });
}

readiness::JointFacts figures_of_joined(const Joined& known, std::uint32_t k) {
  return {.files = group_figures(known.files, k),
          .details = group_figures(known.details, k),
          .described = group_figures(known.described, k),
          .columns = group_figures(known.columns, k),
          .all = group_figures(known.all, k)};
}

std::string lines_of_alone(const char* by, const Keys& keys, const std::vector<std::string>& labels) {
  std::map<std::uint64_t, std::size_t> persons;
  for (const std::uint64_t key : keys) ++persons[key];
  std::string lines;
  std::size_t alone = 0;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (persons[keys[i]] != 1) continue;
    lines += fmt::format("  sub-{}\n", labels[i]);
    ++alone;
  }
  return fmt::format("Persons who are alone in the release by {}: {}\n{}", by, alone, lines);
}

}  // namespace

void count_telling_keys(const JointKnowledge& known, bool of_pet, std::uint32_t k,
                        readiness::RiskFacts& risk) {
  std::set<std::string> device = known.contents->device_keys(), telling = known.contents->telling_keys();
  telling.insert(device.begin(), device.end());
  for (std::set<std::string>* keys : {&device, &telling})
    std::erase_if(*keys, [&](const std::string& key) { return !reason_to_stay(key, of_pet).empty(); });
  const std::vector<std::string> persons = persons_of(*known.labels).new_labels;
  const auto add = [&](const std::set<std::string>& left_out) {
    if (left_out.empty()) return;
    const auto alike = known.contents->alike_without({.paths = {}, .keys = left_out}, persons);
    if (!alike) return;
    const Joined left = joined_with(*alike, *known.generalised);
    risk.without_keys.push_back({.keys = {left_out.begin(), left_out.end()},
                                 .sidecars = group_figures(left.sidecars, k).uniques,
                                 .described = group_figures(left.described, k).uniques,
                                 .all = group_figures(left.all, k).uniques});
  };
  add(device);
  if (telling != device) add(telling);
}

std::optional<readiness::JointFacts> joint_without(const JointKnowledge& known,
                                                   const ContentGroups::LeftOut& left_out, std::uint32_t k) {
  const auto alike = known.contents->alike_without(left_out, persons_of(*known.labels).new_labels);
  if (!alike || !has_any(alike->files)) return std::nullopt;
  return figures_of_joined(joined_with(*alike, *known.generalised), k);
}

void count_joint(const JointKnowledge& known, std::uint32_t k, readiness::RiskFacts& risk) {
  const ContentGroups::Alike alike = known.contents->alike(persons_of(*known.labels).new_labels);
  if (!has_any(alike.files)) return;
  const Generalised& made = *known.generalised;
  risk.joint = figures_of_joined(joined_with(alike, made), k);
  for (std::size_t i = 0; i < risk.measures.size(); ++i) {
    risk.measures[i].with_files = group_figures(joined(alike.files, made.measures[i].whole_keys), k);
    risk.measures[i].with_all = group_figures(joined(alike.all, made.measures[i].whole_keys), k);
  }
}

std::string alone_listing(const JointKnowledge& known) {
  const Persons persons = persons_of(*known.labels);
  const ContentGroups::Alike alike = known.contents->alike(persons.new_labels);
  if (!has_any(alike.files)) return {};
  const Joined all = joined_with(alike, *known.generalised);
  std::string text;
  const auto add = [&](const char* by, const Keys& keys) {
    text += lines_of_alone(by, keys, persons.old_labels);
  };
  add("which images, tables and recordings they have", all.files);
  if (has_any(all.sidecars)) add("all that their sidecars say", all.sidecars);
  add("the details that k persons share, and which images, tables and recordings they have", all.details);
  if (has_any(all.sidecars))
    add("the details that k persons share, which images, tables and recordings they have, and all that their "
        "sidecars say",
        all.described);
  add("every column of the tables of persons, all their files and what these say", all.all);
  return text;
}

}  // namespace shareready
