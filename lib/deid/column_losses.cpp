#include "deid/column_losses.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <optional>

#include "base/text.hpp"
#include "deid/cells.hpp"
#include "deid/words.hpp"

namespace shareready {
namespace {

constexpr std::string_view k_left_out =
    "Left out: the text of the source may tell values that are not in this release";
constexpr std::size_t k_long_word = 4;    // shorter ones are parts of other words
constexpr std::size_t k_long_number = 6;  // bytes: is in compounds ("achtunddreißig"), "eight" in "weight"
constexpr std::size_t k_most_words = 6;   // of a value that is looked for in texts

// English, Dutch, German, French, Spanish; from three on, since "one" and "two" stand in any text.
constexpr auto k_number_words = std::to_array<std::string_view>(
    {"three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
     "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "thirty", "forty",
     "fifty", "sixty", "seventy", "eighty", "ninety", "hundred",
     //
     "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf", "dertien", "veertien",
     "vijftien", "zestien", "zeventien", "achttien", "negentien", "twintig", "dertig", "veertig", "vijftig",
     "zestig", "zeventig", "tachtig", "negentig", "honderd",
     //
     "drei", "fünf", "sechs", "sieben", "neun", "zehn", "zwölf", "dreizehn", "vierzehn", "fünfzehn",
     "sechzehn", "siebzehn", "achtzehn", "neunzehn", "zwanzig", "dreißig", "dreissig", "vierzig", "fünfzig",
     "sechzig", "siebzig", "achtzig", "neunzig", "hundert",
     //
     "trois", "quatre", "cinq", "sept", "huit", "neuf", "dix", "onze", "douze", "treize", "quatorze",
     "quinze", "seize", "vingt", "trente", "quarante", "cinquante", "soixante", "septante", "nonante", "cent",
     //
     "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce", "trece", "catorce",
     "quince", "diecio", "diecin", "diecis", "veinte", "veinti", "treinta", "cuarenta", "cincuenta",
     "sesenta", "setenta", "ochenta", "noventa", "cien", "ciento"});

// By which a text names the age, beside the names of its column.
constexpr auto k_words_of_age = std::to_array<std::string_view>(
    {"age", "aged", "ages", "ans", "años", "edad", "jaar", "jahre", "jahren", "old", "year", "years"});

bool is_decimal(char c) { return c >= '0' && c <= '9'; }
bool is_latin_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::size_t end_of_number(std::string_view text, std::size_t begin) {
  const auto end_of_digits = [text](std::size_t at) {
    while (at < text.size() && is_decimal(text[at])) ++at;
    return at;
  };
  const std::size_t whole = end_of_digits(begin);
  const bool parted = whole < text.size() && (text[whole] == '.' || text[whole] == ',');
  const std::size_t fraction = parted ? end_of_digits(whole + 1) : whole;
  return fraction > whole + 1 ? fraction : whole;
}

// The numbers of a text, without sign; not the digit of "m2", "kg/m^2", "T1".
std::vector<double> numbers_in(std::string_view text) {
  std::vector<double> numbers;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = is_decimal(text[at]) ? end_of_number(text, at) : at;
    const bool unit = end == at + 1 && at > 0 && (is_latin_letter(text[at - 1]) || text[at - 1] == '^');
    if (end > at && !unit) {
      std::string number(text.substr(at, end - at));
      std::replace(number.begin(), number.end(), ',', '.');
      numbers.push_back(std::strtod(number.c_str(), nullptr));
    }
    at = std::max(end, at + 1);
  }
  return numbers;
}

bool is_number_word(const std::string& word) {
  return std::any_of(k_number_words.begin(), k_number_words.end(), [&word](std::string_view number) {
    const bool within = word.starts_with(number) || word.ends_with(number);
    return word == number || (number.size() >= k_long_number && within);
  });
}

std::optional<double> number_of(const std::string& cell) {
  if (!is_number(cell)) return std::nullopt;
  return std::abs(std::strtod(std::string(trim(cell)).c_str(), nullptr));
}

std::string phrase(std::string_view text) { return join(words_of(text), " "); }

// A text on its way through the columns it may be about.
struct Told {
  std::vector<double> numbers;
  std::vector<std::string> words;
  bool number_word = false;

  explicit Told(std::string_view text) : numbers(numbers_in(text)), words(words_of(text)) {
    number_word = std::any_of(words.begin(), words.end(), is_number_word);
  }
};

bool tells_number(const Told& told, const ColumnLoss& loss, const std::set<double>& fit) {
  if (loss.changed && told.number_word) return true;
  return std::any_of(told.numbers.begin(), told.numbers.end(), [&](double number) {
    if (loss.left.contains(number) || fit.contains(number)) return false;
    return loss.changed || loss.lost.contains(number) || number != std::floor(number);
  });
}

// A value as words of the text; a long one also as the beginning of a word ("siblings").
bool tells_word(const Told& told, const ColumnLoss& loss) {
  for (std::size_t at = 0; at < told.words.size(); ++at) {
    std::string run;
    for (std::size_t count = 0; count < k_most_words && at + count < told.words.size(); ++count) {
      run += (count == 0 ? "" : " ") + told.words[at + count];
      if (loss.words.contains(run)) return true;
    }
    const std::string& word = told.words[at];
    for (std::size_t size = k_long_word; size < word.size(); ++size) {
      if (loss.words.contains(word.substr(0, size))) return true;
    }
  }
  return false;
}

// A column by what a text calls it.
struct Subject {
  const ColumnLoss* loss = nullptr;
  std::vector<std::string> names;  // all of them, or the beginnings of words
  bool age = false;

  [[nodiscard]] bool is_in(const Told& told) const {
    const auto holds = [&told](const std::string& name) {
      return std::any_of(told.words.begin(), told.words.end(), [&name](const std::string& word) {
        return word == name || (name.size() >= k_long_word && word.starts_with(name));
      });
    };
    const bool of_age =
        age && std::any_of(told.words.begin(), told.words.end(), [](const std::string& word) {
          return std::find(k_words_of_age.begin(), k_words_of_age.end(), word) != k_words_of_age.end();
        });
    return of_age || std::all_of(names.begin(), names.end(), holds);
  }
};

// The long words of its name, else the name as one word.
Subject subject_of(const std::string& column, const ColumnLoss& loss, const ColumnRule* rule) {
  Subject subject{
      .loss = &loss, .names = words_of(column), .age = rule != nullptr && rule->action == ColumnAction::age};
  std::erase_if(subject.names, [](const std::string& word) { return word.size() < k_long_word; });
  if (subject.names.empty()) subject.names.push_back(bare_name(column));
  return subject;
}

class Subjects {
 public:
  Subjects(const ColumnLosses& losses, TableKind kind, const ColumnRules& rules) : losses_(losses) {
    for (const auto& [column, loss] : losses) {
      subjects_.push_back(subject_of(column, loss, rules.find(kind, column)));
    }
  }
  // `fit`: numbers that the text may hold whatever it is about.
  [[nodiscard]] bool tells(std::string_view text, const std::string& column,
                           const std::set<double>& fit) const {
    const Told told(text);
    const auto tells_of = [&](const ColumnLoss& loss) {
      return tells_number(told, loss, fit) || tells_word(told, loss);
    };
    const auto own = losses_.find(column);
    if (own != losses_.end() && tells_of(own->second)) return true;
    return std::any_of(subjects_.begin(), subjects_.end(), [&](const Subject& subject) {
      return subject.is_in(told) && tells_of(*subject.loss);
    });
  }

 private:
  const ColumnLosses& losses_;
  std::vector<Subject> subjects_;
};

// The description of one column on its way through the texts.
class TextWalk {
 public:
  TextWalk(const Subjects& subjects, const std::string& column, std::string_view ours)
      : subjects_(subjects), column_(column), ours_(ours) {}

  // `name`: of the object.
  void clear(Json& object, const std::string& name) {
    const bool levels = name == "Levels";
    std::vector<std::string> gone;
    for (auto& [key, value] : object.object()) {
      if (value.is_object()) clear(value, key);
      if (!tells(value, levels ? key : "")) continue;
      dropped_.insert(levels ? name : key);
      if (levels) value = key;
      if (key == "Description" && !levels) value = ours_;
      if (key != "Description" && !levels) gone.push_back(key);
    }
    for (const std::string& key : gone) object.erase(key);
  }
  [[nodiscard]] const std::set<std::string>& dropped() const { return dropped_; }

 private:
  [[nodiscard]] bool tells(const Json& value, const std::string& level) const {
    const auto& items = value.as_array();
    if (value.is_array()) {
      return std::any_of(items.begin(), items.end(), [&](const Json& item) { return tells(item, level); });
    }
    if (!value.is_string() || value.as_string() == ours_ || value.as_string() == k_age_description)
      return false;
    const std::vector<double> own = numbers_in(level);
    return value.as_string() != level &&
           subjects_.tells(value.as_string(), column_, {own.begin(), own.end()});
  }
  const Subjects& subjects_;
  const std::string& column_;
  std::string_view ours_;
  std::set<std::string> dropped_;
};

// Words by which the source explained values that are gone and none that is left.
void add_level_words(const ColumnRecord& before, const ColumnRecord& after, std::set<std::string>& words) {
  std::set<std::string> left;
  std::vector<std::string> gone;
  for (const auto& [level, text] : before.level_texts) {
    std::vector<std::string> own = words_of(text);
    if (after.released.contains(level)) {
      left.insert(own.begin(), own.end());
    } else {
      words.insert(join(own, " "));
      gone.insert(gone.end(), own.begin(), own.end());
    }
  }
  for (const std::string& word : gone) {
    if (word.size() >= k_long_word && !left.contains(word)) words.insert(word);
  }
}

void add_lost(const std::string& value, const ColumnRecord& after, ColumnLoss& loss) {
  if (is_missing(value) || after.released.contains(value)) return;
  const auto number = number_of(value);
  if (!number) loss.words.insert(phrase(value));
  if (number && !loss.left.contains(*number)) loss.lost.insert(*number);
}

}  // namespace

ColumnRecords record_columns(const DescribedTables& data, const std::vector<std::string>& persons) {
  std::map<std::string, std::size_t> index;
  for (const std::string& person : persons) index.emplace(person, index.size());
  ColumnRecords records;
  for (const PersonTable& table : data.tables) {
    const auto rows = persons_of_rows(table, index);
    for (std::size_t column = 0; column < table.table.columns.size(); ++column) {
      const std::string& name = table.table.columns[column];
      if (name == "participant_id" || name == "session_id") continue;  // they have new labels
      ColumnRecord& record = records[name];
      for (std::size_t row = 0; row < rows.size(); ++row) {
        const std::string& cell = table.table.rows[row][column];
        if (rows[row]) ++record.released[cell];
        if (!rows[row]) record.others.insert(cell);
      }
    }
  }
  for (const auto& [path, sidecar] : data.sidecars) {
    for (const auto& [column, description] : sidecar.as_object()) {
      const auto record = records.find(column);
      if (record == records.end()) continue;
      for (const auto& [level, text] : description.at("Levels").as_object()) {
        if (text.is_string()) record->second.level_texts.emplace(level, text.as_string());
      }
    }
  }
  return records;
}

ColumnLosses losses_between(const ColumnRecords& before, const ColumnRecords& after) {
  ColumnLosses losses;
  const ColumnRecord nothing;
  for (const auto& [column, source] : before) {
    const auto found = after.find(column);
    const ColumnRecord& fresh = found == after.end() ? nothing : found->second;
    ColumnLoss loss{.changed = fresh.released != source.released, .lost = {}, .left = {}, .words = {}};
    if (!loss.changed && source.others.empty()) continue;
    for (const auto& [value, count] : fresh.released) {
      if (const auto number = number_of(value)) loss.left.insert(*number);
    }
    for (const auto& [value, count] : source.released) add_lost(value, fresh, loss);
    for (const std::string& value : source.others) add_lost(value, fresh, loss);
    add_level_words(source, fresh, loss.words);
    losses.emplace(column, std::move(loss));
  }
  return losses;
}

std::vector<DroppedKey> drop_telling_texts(Json& sidecar, const ColumnLosses& losses, TableKind kind,
                                           const ColumnRules& rules) {
  std::vector<DroppedKey> dropped;
  if (!sidecar.is_object() || losses.empty()) return dropped;
  const Subjects subjects(losses, kind, rules);
  for (auto& [column, description] : sidecar.object()) {
    if (!description.is_object()) continue;
    const ColumnRule* rule = rules.find(kind, column);
    const bool age = rule != nullptr && rule->action == ColumnAction::age;
    TextWalk walk(subjects, column, age ? k_age_description : k_left_out);
    walk.clear(description, column);
    std::set<std::string> keys = walk.dropped();
    const auto loss = losses.find(column);
    const bool untold = loss != losses.end() && loss->second.changed && loss->second.left.empty();
    for (const char* key : {"Maximum", "Minimum"}) {
      if (untold && description.erase(key)) keys.insert(key);
    }
    for (const std::string& key : keys) {
      dropped.push_back({.key = column + "." + key,
                         .reason = "it may tell values that are not in the release",
                         .known = rules.is_listed(kind, column)});
    }
  }
  return dropped;
}

}  // namespace shareready
