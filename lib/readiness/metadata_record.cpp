#include <fmt/format.h>

#include <algorithm>

#include "base/counted.hpp"
#include "base/licences.hpp"
#include "base/text.hpp"
#include "readiness/decision.hpp"
#include "readiness/deposit.hpp"
#include "readiness/page.hpp"
#include "readiness/words.hpp"

namespace shareready::readiness {
namespace {

// An open licence has a name and an address; an agreement has a name alone.
void add_licence(const std::string& stated, bool open_access, Json& record) {
  const OpenLicence* licence = licence_of(stated);
  if (licence != nullptr && (open_access || !asks_nothing(stated))) {
    record.set("licence.name", licence->name);
    record.set("licence.open_name", licence->name);
    record.set("licence.uri", licence->uri);
    record.set("licence.open", open_access ? Json(licence->id) : Json());
    record.set("licence.yoda", open_access ? Json(licence->id) : Json("custom"));
  } else if (stated == "data_use_agreement" || !open_access) {
    record.set("licence.name", "Data use agreement");
    record.set("licence.yoda", "custom");
  }
}

// Only a name with a comma tells which part is the family name.
Json creator(const std::string& name) {
  Json person(Json::Object{{"name", name}});
  const std::size_t comma = name.find(',');
  if (comma == std::string::npos) return person;
  person.set("family", trim(std::string_view(name).substr(0, comma)));
  person.set("given", trim(std::string_view(name).substr(comma + 1)));
  return person;
}

Json creators(const Json& description) {
  Json list{Json::Array{}};
  for (const Json& author : description.at("authors").as_array()) list.push_back(creator(author.as_string()));
  return list;
}

std::string images_sentence(const Json& release) {
  const std::vector<std::string> kinds = image_kinds(release);
  return kinds.empty() ? std::string() : fmt::format(" Images: {}.", join(kinds, ", "));
}

std::string description_of(const Json& release) {
  const auto participants = static_cast<std::uint64_t>(release.at("participants").as_int());
  const auto sessions = static_cast<std::uint64_t>(release.at("sessions").as_int());
  return fmt::format("Brain MRI data of {}{} in the Brain Imaging Data Structure (BIDS).{}",
                     counted(participants, "participant", "participants"),
                     sessions > 0 ? ", " + counted(sessions, "session", "sessions") : std::string(),
                     images_sentence(release));
}

// What was done, from the actions of the release alone.
std::string methods_of(const Json& document) {
  std::vector<std::pair<std::string, std::int64_t>> files;
  for (const Json& kind : document.at("file_kinds").as_array()) {
    const std::string& what = kind.at("what").as_string();
    const std::string& action = kind.at("action").as_string();
    if (action != "deface" && action != "scrub" && action != "rewrite") continue;
    auto told = std::find_if(files.begin(), files.end(), [&](const auto& one) { return one.first == what; });
    if (told == files.end()) told = files.insert(files.end(), {what, 0});
    told->second += kind.at("files").as_int();
  }
  const std::uint64_t fewest =
      fewest_told(static_cast<std::uint64_t>(document.at("policy").at("k").as_int()));
  std::vector<std::string> done;
  done.reserve(files.size());
  for (const auto& [what, n] : files) {
    const auto count = static_cast<std::uint64_t>(n);
    done.push_back(
        fmt::format("In {}: {}", count < fewest ? "some files" : counted(count, "file", "files"), what));
  }
  return fmt::format("Prepared for sharing with {} {}. {}", document.at("tool").at("name").as_string(),
                     document.at("tool").at("version").as_string(), join(done, " "));
}

Json keywords(const Json& document) {
  Json list{Json::Array{"MRI", "neuroimaging", "BIDS"}};
  for (const Json& modality : document.at("release").at("modalities").as_array())
    list.push_back(modality.at("suffix"));
  for (const Json& word : document.at("description").at("keywords").as_array()) list.push_back(word);
  return list;
}

std::string conditions_of(const std::string& wanted) {
  if (wanted == "registered") return "For registered users who accept the terms of use.";
  if (wanted == "restricted") return "After a data use agreement has been signed.";
  return {};
}

bool is_personal(const Json& document) {
  const auto& readings = document.at("decision").at("readings").as_array();
  return readings.empty() || std::any_of(readings.begin(), readings.end(), [](const Json& reading) {
           return reading.at("personal_data").as_bool();
         });
}

std::string ethics_of(const Json& description, const Answers& answers) {
  if (answers.ethics.approval) return *answers.ethics.approval;
  const auto& stated = description.at("ethics_approvals").as_array();
  return stated.empty() ? std::string() : stated.front().as_string();
}

Json maps_of(const Json& document) {
  Json list{Json::Array{}};
  for (const Json& map : document.at("evidence").at("group_map_files").as_array()) {
    list.push_back(Json(Json::Object{{"name", map}}));
  }
  return list;
}

}  // namespace

Json metadata_record(const Json& document, const Answers& answers, const std::string& publisher) {
  const Json& release = document.at("release");
  const Json& description = document.at("description");
  const std::string& created = document.at("created").as_string();
  const std::string& wanted = document.at("decision").at("wanted").as_string();
  const std::string& hash = release.at("manifest_sha256").as_string();
  Json record(Json::Object{{"title", description.at("title")},
                           {"creators", creators(description)},
                           {"description", description_of(release)},
                           {"methods", methods_of(document)},
                           {"keywords", keywords(document)},
                           {"funding", description.at("funding")},
                           {"access", wanted},
                           {"conditions", conditions_of(wanted)},
                           {"publisher", publisher},
                           {"date", created},
                           {"year", created.substr(0, 4)},
                           {"version", hash.empty() ? std::string() : "sha256-" + hash.substr(0, 12)},
                           {"sizes", Json(Json::Array{human_bytes(release.at("bytes").as_double()),
                                                      release.at("files").as_string() + " files"})},
                           {"formats", Json(Json::Array{"BIDS", "NIfTI"})},
                           {"personal", is_personal(document) ? "yes" : "no"},
                           {"ethics", ethics_of(description, answers)},
                           {"maps", maps_of(document)}});
  const bool open_access = wanted == "public" && document.at("decision").at("advised").as_string() == wanted;
  add_licence(answers.licence.value_or(release.at("license").as_string()), open_access, record);
  return record;
}

}  // namespace shareready::readiness
