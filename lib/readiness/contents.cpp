#include "readiness/contents.hpp"

#include <fmt/format.h>

#include "readiness/checks.hpp"
#include "readiness/document_release.hpp"
#include "readiness/told_counts.hpp"
#include "readiness/told_joint.hpp"

namespace shareready::readiness {
namespace {

const char* word_of(ContentKind kind) {
  switch (kind) {
    case ContentKind::events:
      return "events";
    case ContentKind::files:
      return "files";
    case ContentKind::devices:
      return "devices";
    case ContentKind::sidecars:
      return "sidecars";
  }
  return "";
}

const ToldCount& told_in(const ToldJoint& joint, ContentKind kind) {
  switch (kind) {
    case ContentKind::events:
      return *joint.events;
    case ContentKind::files:
      return joint.files;
    case ContentKind::devices:
      return *joint.devices;
    case ContentKind::sidecars:
      return *joint.sidecars;
  }
  return joint.files;
}

std::string words_of_kind(const std::string& kind) {
  if (kind == "events") return "by what their events tables hold";
  if (kind == "files") return "by which images, tables and recordings they have";
  if (kind == "devices") return "by the devices that their sidecars name";
  return "by all that their sidecars say";
}

bool is_column_shown(const std::string& name) {
  return name == "onset" || name == "duration" || name == "trial_type" || name == "response_time" ||
         name == "sample" || name == "stim_file" || name == "value";
}

// Those alone by one column are among those alone by all.
Json columns_json(const ContentAlone& content, const Json& all, const ReadinessInputs& inputs) {
  const std::uint64_t k = inputs.policy.k;
  Json columns{Json::Array{}};
  for (const ColumnAlone& column : content.columns) {
    if (!is_column_shown(column.name)) continue;
    ToldCounts counts(inputs.risk.persons, fewest_told(k));
    if (all.is_number()) counts.tell(static_cast<std::uint64_t>(all.as_int()));
    columns.push_back(object({{"name", column.name}, {"alone", told_among(column.alone, counts, k)}}));
  }
  return columns;
}

}  // namespace

Json contents_json(const ReadinessInputs& inputs) {
  const std::uint64_t k = inputs.policy.k;
  Json contents{Json::Array{}};
  if (has_few_persons(inputs.risk, k)) return contents;
  const std::optional<ToldJoint> joint = told_joint(inputs);
  ToldCounts sidecars(inputs.risk.persons, fewest_told(k));  // whoever is alone by devices is so by sidecars
  for (const ContentAlone& content : inputs.contents) {
    if (content.kind == ContentKind::sidecars) told_among(content.alone, sidecars, k);
  }
  for (const ContentAlone& content : inputs.contents) {
    ToldCounts single(inputs.risk.persons, fewest_told(k));
    ToldCounts& counts =
        content.kind == ContentKind::devices || content.kind == ContentKind::sidecars ? sidecars : single;
    const Json alone = joint ? told_in(*joint, content.kind).words : told_among(content.alone, counts, k);
    Json columns = columns_json(content, alone, inputs);
    contents.push_back(
        object({{"kind", word_of(content.kind)}, {"alone", alone}, {"columns", std::move(columns)}}));
  }
  return contents;
}

std::string told_of_alone(const std::string& count, const std::string& persons, const std::string& by) {
  if (count == "0+") return {};
  if (count == "0") return fmt::format("Nobody is alone {}.", by);
  if (count.starts_with('<'))
    return fmt::format("Fewer than {} of {} persons are alone {}.", count.substr(1), persons, by);
  if (count.ends_with('+'))
    return fmt::format("At least {} of {} persons are alone {}.", count.substr(0, count.size() - 1), persons,
                       by);
  return fmt::format("{} of {} persons are alone {}.", count, persons, by);
}

namespace {

std::string_view content_words(std::string_view kind) {
  if (kind == "events") return "what the events tables hold";
  if (kind == "files") return "which images, tables and recordings there are";
  if (kind == "devices") return "the devices that sidecars name";
  return "all that sidecars say";
}

}  // namespace

std::string joined_sentences(const std::vector<std::string>& sentences) {
  std::string words;
  for (const std::string& one : sentences) words += (words.empty() || one.empty() ? "" : " ") + one;
  return words;
}

std::string told_of_contents(const Json& contents, const std::string& persons) {
  std::vector<std::string> sentences;
  for (const Json& content : contents.as_array()) {
    sentences.push_back(told_of_alone(content.at("alone").as_string(), persons,
                                      words_of_kind(content.at("kind").as_string())));
  }
  return joined_sentences(sentences);
}

std::string told_of_joint(const Json& risk, const std::string& persons) {
  const Json& joint = risk.at("joint");
  if (!joint.is_object()) return {};
  return joined_sentences(
      {told_of_alone(joint.at("columns").at("uniques").as_string(), persons,
                     "for whoever knows these columns and which images, tables and recordings each has"),
       told_of_alone(joint.at("details").at("uniques").as_string(), persons,
                     "for whoever knows the details that k persons share, and which images, tables and "
                     "recordings each has")});
}

std::string told_of_all(const Json& risk, const std::string& persons) {
  const Json& joint = risk.at("joint");
  if (!joint.is_object()) return {};
  return told_of_alone(joint.at("all").at("uniques").as_string(), persons,
                       "for whoever knows all of this together");
}

std::vector<KnownRow> known_rows(const Json& risk) {
  std::vector<KnownRow> rows;
  const auto told_chance = [](const Json& figures) {  // at most 1 says nothing
    if (!figures.at("average").is_number()) return Json();
    const bool none = figures.at("at_most").as_bool() && figures.at("average").as_double() >= 1.0;
    return none ? Json() : figures;
  };
  const auto add = [&](std::string known, const Json& figures) {
    if (figures.is_object())
      rows.push_back({std::move(known), false, figures.at("uniques"), told_chance(figures)});
  };
  const Json& joint = risk.at("joint");
  add("the details that k persons share", risk.at("after"));
  add("every column of the tables of persons", risk.at("whole"));
  for (const Json& content : risk.at("contents").as_array()) {
    const std::string& kind = content.at("kind").as_string();
    rows.push_back({std::string(content_words(kind)), false, content.at("alone"), Json()});
    for (const Json& column : content.at("columns").as_array())
      rows.push_back({"events." + column.at("name").as_string(), true, column.at("alone"), Json()});
  }
  add("the details that k persons share, and which images, tables and recordings there are",
      joint.at("details"));
  add("the details that k persons share, which images, tables and recordings there are, and all that "
      "sidecars say",
      joint.at("described"));
  add("every column of the tables of persons, and which images, tables and recordings there are",
      joint.at("columns"));
  add("all of this together", joint.at("all"));
  return rows;
}

}  // namespace shareready::readiness
