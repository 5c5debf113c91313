#include "deid/link_key.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/hash.hpp"

namespace shareready {
namespace {

constexpr int k_key_format = 1;
constexpr std::size_t k_secret_bytes = 32;

Error malformed(std::string_view subject, std::string_view member) {
  return Error{
      ErrorCode::bad_data,
      std::string(subject),
      fmt::format("is no key file of this program: '{}' is missing or not what it should be", member),
      {}};
}

Json texts_json(const std::vector<std::string>& texts) {
  Json array(Json::Array{});
  for (const std::string& text : texts) array.push_back(text);
  return array;
}

std::vector<std::string> sorted_texts(const Json& array) {
  std::vector<std::string> texts;
  for (const Json& text : array.as_array()) texts.push_back(text.as_string());
  std::sort(texts.begin(), texts.end());
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
  return texts;
}

Json participant_json(const LinkedParticipant& participant) {
  Json sessions(Json::Array{});
  for (const auto& [old_label, new_label] : participant.sessions) {
    sessions.push_back(Json::Object{{"old", old_label}, {"new", new_label}});
  }
  Json codes(Json::Array{});
  for (const LinkedCode& code : participant.codes) {
    codes.push_back(Json::Object{{"of", code.of}, {"old", code.old_code}, {"new", code.new_label}});
  }
  return Json::Object{{"old", participant.old_label},
                      {"new", participant.new_label},
                      {"shift_days", participant.shift_days ? Json(*participant.shift_days) : Json()},
                      {"sessions", sessions},
                      {"codes", codes}};
}

bool is_pair(const Json& json) {
  return !json.at("old").as_string().empty() && !json.at("new").as_string().empty();
}

Result<LinkedParticipant> parse_participant(const Json& json, std::string_view subject) {
  if (!is_pair(json)) return malformed(subject, "participants");
  LinkedParticipant participant{.old_label = json.at("old").as_string(),
                                .new_label = json.at("new").as_string(),
                                .sessions = {},
                                .shift_days = {},
                                .codes = {}};
  if (!json.at("shift_days").is_null()) participant.shift_days = json.at("shift_days").as_int();
  for (const Json& session : json.at("sessions").as_array()) {
    if (!is_pair(session)) return malformed(subject, "sessions");
    participant.sessions.emplace_back(session.at("old").as_string(), session.at("new").as_string());
  }
  for (const Json& code : json.at("codes").as_array()) {  // a key without them is from before there were any
    if (!is_pair(code)) return malformed(subject, "codes");
    participant.codes.push_back({.of = code.at("of").as_string(),
                                 .old_code = code.at("old").as_string(),
                                 .new_label = code.at("new").as_string()});
  }
  std::sort(participant.codes.begin(), participant.codes.end());
  return participant;
}

}  // namespace

const LinkedParticipant* LinkKey::find(std::string_view old_label) const {
  const auto found = std::lower_bound(
      participants.begin(), participants.end(), old_label,
      [](const LinkedParticipant& one, std::string_view wanted) { return one.old_label < wanted; });
  return found != participants.end() && found->old_label == old_label ? &*found : nullptr;
}

std::vector<std::string> LinkKey::old_labels() const {
  std::vector<std::string> labels = withdrawn;
  for (const LinkedParticipant& participant : participants) labels.push_back(participant.old_label);
  return labels;
}

std::vector<std::string> LinkKey::new_labels() const {
  std::vector<std::string> labels = retired;
  for (const LinkedParticipant& participant : participants) {
    labels.push_back(participant.new_label);
    for (const LinkedCode& code : participant.codes) labels.push_back(code.new_label);
  }
  return labels;
}

void withdraw(LinkKey& key, const std::vector<std::string>& old_labels) {
  std::vector<LinkedCode> codes;
  for (const std::string& label : old_labels) {
    if (const LinkedParticipant* known = key.find(label)) {
      key.retired.push_back(known->new_label);
      codes.insert(codes.end(), known->codes.begin(), known->codes.end());
    }
    std::erase_if(key.participants, [&](const LinkedParticipant& one) { return one.old_label == label; });
    key.withdrawn.push_back(label);
  }
  for (const LinkedCode& code : codes) {
    const bool shared = std::any_of(key.participants.begin(), key.participants.end(), [&](const auto& one) {
      return std::binary_search(one.codes.begin(), one.codes.end(), code);
    });
    if (!shared) key.retired.push_back(code.new_label);
  }
  for (std::vector<std::string>* labels : {&key.withdrawn, &key.retired}) {
    std::sort(labels->begin(), labels->end());
    labels->erase(std::unique(labels->begin(), labels->end()), labels->end());
  }
}

Json link_key_document(const LinkKey& key) {
  Json participants(Json::Array{});
  for (const LinkedParticipant& participant : key.participants) {
    participants.push_back(participant_json(participant));
  }
  return Json::Object{
      {"format", k_key_format},
      {"about",
       "shareready key file: old and new labels and codes, days by which dates moved. Keep it secret."},
      {"secret", to_hex(key.secret)},
      {"participants", participants},
      {"withdrawn", texts_json(key.withdrawn)},
      {"retired", texts_json(key.retired)}};
}

Result<LinkKey> parse_link_key(const Json& document, std::string_view subject) {
  const std::int64_t format = document.at("format").as_int(-1);
  if (format != k_key_format) {
    return Error{ErrorCode::unsupported,
                 std::string(subject),
                 fmt::format("got key file format {}, this version reads {}", format, k_key_format),
                 {}};
  }
  const auto secret = from_hex(document.at("secret").as_string());
  if (!secret || (!secret->empty() && secret->size() != k_secret_bytes)) return malformed(subject, "secret");
  LinkKey key{.secret = *secret,
              .participants = {},
              .withdrawn = sorted_texts(document.at("withdrawn")),
              .retired = sorted_texts(document.at("retired"))};
  for (const Json& entry : document.at("participants").as_array()) {
    SR_TRY(LinkedParticipant participant, parse_participant(entry, subject));
    key.participants.push_back(std::move(participant));
  }
  std::sort(key.participants.begin(), key.participants.end(),
            [](const auto& one, const auto& other) { return one.old_label < other.old_label; });
  return key;
}

}  // namespace shareready
