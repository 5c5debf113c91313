#include "readiness/contents.hpp"

#include <fmt/format.h>

#include "readiness/checks.hpp"
#include "readiness/document_release.hpp"
#include "readiness/told_counts.hpp"

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

std::string words_of(const std::string& kind) {
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
  for (const ContentAlone& content : inputs.contents) {
    ToldCounts counts(inputs.risk.persons, fewest_told(k));
    const Json alone = told_among(content.alone, counts, k);
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

std::string_view content_words(std::string_view kind) {
  if (kind == "events") return "what the events tables hold";
  if (kind == "files") return "which images, tables and recordings there are";
  if (kind == "devices") return "the devices that sidecars name";
  return "all that sidecars say";
}

std::string told_of_contents(const Json& contents, const std::string& persons) {
  std::string words;
  for (const Json& content : contents.as_array()) {
    const std::string one =
        told_of_alone(content.at("alone").as_string(), persons, words_of(content.at("kind").as_string()));
    if (!one.empty()) words += (words.empty() ? "" : " ") + one;
  }
  return words;
}

}  // namespace shareready::readiness
