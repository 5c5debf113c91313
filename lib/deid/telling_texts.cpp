#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>

#include "base/field_name.hpp"
#include "base/text.hpp"
#include "base/words.hpp"
#include "deid/cells.hpp"
#include "deid/column_losses.hpp"
#include "deid/column_texts.hpp"

namespace shareready {
namespace {

constexpr std::size_t k_long_word = 4;  // shorter ones are parts of other words

// How many words from `at` on, joined, are fit; 0 where none is.
template <typename Fits>
std::size_t longest_run(const std::vector<std::string>& words, std::size_t at, std::size_t longest,
                        const Fits& fits) {
  std::size_t found = 0;
  std::string run;
  for (std::size_t count = 1; count <= longest && at + count <= words.size(); ++count) {
    run += (count == 1 ? "" : " ") + words[at + count - 1];
    if (fits(run)) found = count;
  }
  return found;
}

// A column by what a text calls it.
struct Subject {
  std::string group;  // of tables
  std::string column;
  const ColumnLoss* loss = nullptr;
  std::vector<std::string> names = {};  // all of them, or the beginnings of words
  std::string type = {};                // that words of share/plain_words.tsv name

  [[nodiscard]] bool is_in(const ToldText& told, const std::set<std::string>& types) const {
    const auto holds = [&told](const std::string& name) {
      return std::any_of(told.words.begin(), told.words.end(), [&name](const std::string& word) {
        return word == name || (name.size() >= k_long_word && word.starts_with(name));
      });
    };
    return types.contains(type) || std::all_of(names.begin(), names.end(), holds);
  }
};

// The type by which words name a column: that of birth dates and of ages in months is the age.
std::string named_type(const ColumnRule* rule) {
  if (rule == nullptr) return "-";
  const bool age = rule->action == ColumnAction::birth_date || rule->action == ColumnAction::age_in_units;
  return std::string(to_string(age ? ColumnAction::age : rule->action));
}

// The long words of its name, else the name as one word.
Subject subject_of(const ColumnKey& key, const ColumnLoss& loss, const ColumnRules& rules) {
  const auto& [group, column] = key;
  Subject subject{.group = group,
                  .column = column,
                  .loss = &loss,
                  .names = words_of(column),
                  .type = named_type(rules.find(table_kind(group), column))};
  std::erase_if(subject.names, [](const std::string& word) { return word.size() < k_long_word; });
  if (subject.names.empty()) subject.names.push_back(bare_name(column));
  return subject;
}

// Where a text stands.
struct TextPlace {
  const ColumnKey& column;
  std::optional<std::string> level = {};  // that it explains
};

class Judge {
 public:
  Judge(const ColumnLosses& losses, const ColumnRules& rules) : losses_(losses), texts_(rules.texts) {
    for (const auto& [key, loss] : losses) subjects_.push_back(subject_of(key, loss, rules));
  }
  // What a column lost; nothing where it lost nothing.
  [[nodiscard]] const ColumnLoss* loss_of(const ColumnKey& key) const {
    const auto own = losses_.find(key);
    if (own != losses_.end()) return &own->second;
    return is_new_in_release(key.second) ? &everything_ : nullptr;
  }
  [[nodiscard]] bool tells(std::string_view text, const TextPlace& place) const;

 private:
  [[nodiscard]] bool tells_of(const ColumnLoss& loss, const std::string& column, const ToldText& told,
                              const TextPlace& place) const;
  const ColumnLosses& losses_;
  const ColumnTexts& texts_;
  std::vector<Subject> subjects_;
  ColumnLoss everything_;
};

bool Judge::tells(std::string_view text, const TextPlace& place) const {
  const ToldText told = told_by(text);
  const ColumnLoss* own = loss_of(place.column);
  if (own != nullptr && tells_of(*own, place.column.second, told, place)) return true;
  std::set<std::string> types;
  for (const std::string& word : told.words) {
    if (const auto named = texts_.named.find(word); named != texts_.named.end()) types.insert(named->second);
  }
  return std::any_of(subjects_.begin(), subjects_.end(), [&](const Subject& subject) {
    const bool of_another = subject.group.starts_with("sub-") && subject.group != place.column.first;
    return !of_another && subject.is_in(told, types) && tells_of(*subject.loss, subject.column, told, place);
  });
}

bool Judge::tells_of(const ColumnLoss& loss, const std::string& column, const ToldText& told,
                     const TextPlace& place) const {
  const std::string level = place.level.value_or("");
  std::vector<double> fit;  // numbers of names
  for (const std::string& name : {column, place.column.second, level}) {
    for (const double number : told_by(name).numbers) fit.push_back(number);
  }
  const bool tells_number = std::any_of(told.numbers.begin(), told.numbers.end(), [&](double number) {
    return !loss.numbers.contains(number) && std::find(fit.begin(), fit.end(), number) == fit.end();
  });
  if (tells_number) return true;
  std::set<std::string> own;  // words
  for (const std::string& name : {column, place.column.second, level}) {
    for (std::string& word : words_of(name)) own.insert(std::move(word));
    for (std::string& word : field_name(name).words) own.insert(std::move(word));
  }
  const bool categories = place.level.has_value() || !loss.gone;
  const auto fits = [&](const std::string& run) {
    if (own.contains(run) || loss.words.contains(run)) return true;
    const bool plain = texts_.plain.contains(run) || (categories && texts_.category.contains(run));
    return plain && !loss.lost_words.contains(run);
  };
  for (std::size_t at = 0; at < told.words.size();) {
    const std::size_t fitting = longest_run(told.words, at, texts_.longest, fits);
    if (fitting == 0) return true;
    at += fitting;
  }
  return false;
}

void keep_levels(Json& description, const std::unordered_set<std::string>& values) {
  Json* levels = description.find("Levels");
  if (levels == nullptr || !levels->is_object()) return;
  std::erase_if(levels->object(),
                [&](const Json::Member& level) { return !values.contains(comparable(level.first)); });
  if (values.contains(std::string(k_rare)) && levels->find(k_rare) == nullptr)
    levels->set(k_rare, "Values that few persons have");
}

// A least and a greatest number that nobody has (any more) would tell what was capped or suppressed.
void keep_limits(Json& description, const std::unordered_set<std::string>& values) {
  double least = HUGE_VAL, greatest = -HUGE_VAL;
  for (const std::string& value : values) {
    if (!is_number(value)) continue;
    least = std::min(least, std::strtod(value.c_str(), nullptr));
    greatest = std::max(greatest, std::strtod(value.c_str(), nullptr));
  }
  const Json* minimum = description.find("Minimum");
  const Json* maximum = description.find("Maximum");
  const bool below = minimum != nullptr && !(minimum->is_number() && minimum->as_double() >= least);
  const bool above = maximum != nullptr && !(maximum->is_number() && maximum->as_double() <= greatest);
  if (below) description.erase("Minimum");
  if (above) description.erase("Maximum");
}

// The description of one column on its way through its texts.
class TextWalk {
 public:
  TextWalk(const Judge& judge, const ColumnKey& column, const ColumnRules& rules)
      : judge_(judge),
        column_(column),
        rule_(rules.find(table_kind(column.first), column.second)),
        texts_(rules.texts) {}

  void clear(Json& description) {
    std::vector<std::string> gone;
    for (auto& [key, value] : description.object()) {
      const bool levels = key == "Levels" && value.is_object();
      if (levels) clear_levels(value);
      if (levels || !tells(value, {.column = column_})) continue;
      const bool limit = key == "Minimum" || key == "Maximum";
      if (limit && value.is_number()) continue;
      dropped_.insert(key);
      const auto text = text_instead(key, value);
      if (text) value = *text;
      if (!text) gone.push_back(key);
    }
    for (const std::string& key : gone) description.erase(key);
    const ColumnLoss* loss = judge_.loss_of(column_);
    if (loss == nullptr) return;
    if (loss->values) keep_levels(description, *loss->values);
    keep_limits(description, loss->values.value_or(std::unordered_set<std::string>()));
  }
  [[nodiscard]] const std::set<std::string>& dropped() const { return dropped_; }

 private:
  void clear_levels(Json& levels) {
    for (auto& [level, value] : levels.object()) {
      if (value.as_string() == level || !tells(value, {.column = column_, .level = level})) continue;
      dropped_.insert("Levels");
      value = our_text(level).value_or(level);
    }
  }
  [[nodiscard]] bool is_age() const { return rule_ != nullptr && rule_->action == ColumnAction::age; }

  // The start of a text that tells nothing, up to a mark between its parts; else a sentence of ours.
  [[nodiscard]] std::optional<std::string> text_instead(const std::string& key, const Json& value) const {
    const std::string& text = value.as_string();
    const bool sentence = (key == "Description" && !is_age()) || key == "LongName";
    for (std::size_t end = text.find_last_of(",;:(["); sentence && end != std::string::npos && end > 0;
         end = text.find_last_of(",;:([", end - 1)) {
      const std::string_view start = trim(std::string_view(text).substr(0, end));
      const bool of_use = words_of(start).size() > 1;
      if (of_use && !tells(Json(start), {.column = column_})) return std::string(start);
    }
    return key == "Description" ? our_text("") : std::nullopt;
  }
  [[nodiscard]] std::optional<std::string> our_text(const std::string& level) const {
    if (level.empty() && is_age()) return std::string(k_age_description);
    for (const std::string& name : {bare_name(column_.second), named_type(rule_)}) {
      const auto found = texts_.ours.find({name, bare_name(level)});
      if (found != texts_.ours.end()) return found->second;
    }
    return std::nullopt;
  }
  [[nodiscard]] bool tells(const Json& value, const TextPlace& place) const {
    if (value.is_array()) {
      const auto& items = value.as_array();
      return std::any_of(items.begin(), items.end(), [&](const Json& item) { return tells(item, place); });
    }
    if (value.is_object()) {
      const auto& members = value.as_object();
      return std::any_of(members.begin(), members.end(), [&](const Json::Member& member) {
        return judge_.tells(member.first, place) || tells(member.second, place);
      });
    }
    if (value.is_number()) return judge_.tells(fmt::format("{}", value.as_double()), place);
    return value.is_string() && value.as_string() != k_age_description &&
           judge_.tells(value.as_string(), place);
  }
  const Judge& judge_;
  const ColumnKey& column_;
  const ColumnRule* rule_;
  const ColumnTexts& texts_;
  std::set<std::string> dropped_;
};

}  // namespace

std::vector<DroppedKey> drop_telling_texts(std::map<std::string, Json>& sidecars, const ColumnLosses& losses,
                                           const ColumnRules& rules) {
  std::vector<DroppedKey> dropped;
  const Judge judge(losses, rules);
  for (auto& [path, sidecar] : sidecars) {
    if (!sidecar.is_object()) continue;
    std::optional<ColumnKey> key;  // most sidecars describe no column
    for (auto& [column, description] : sidecar.object()) {
      if (!description.is_object() || rules.kept_texts.contains(column)) continue;
      if (!key) key.emplace(group_described_by(path), "");
      key->second = column;
      const bool known = rules.is_listed(table_kind(key->first), column);
      TextWalk walk(judge, *key, rules);
      walk.clear(description);
      for (const std::string& member : walk.dropped()) {
        dropped.push_back({.key = fmt::format("{}.{}", column, member),
                           .reason = "it may tell values that are not in the release",
                           .known = known});
      }
    }
    std::erase_if(sidecar.object(), [](const Json::Member& member) {
      return member.second.is_object() && member.second.as_object().empty();
    });
  }
  return dropped;
}

}  // namespace shareready
