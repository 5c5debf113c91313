#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace shareready::readiness {

// The texts of the report in another language, by the English ones (share/texts.nl.tsv). A text may hold {}
// for a part that changes, {n} for a number or a label, {t} for a text of the table itself, {l} for a list of
// names that the data gave, each with a text in brackets, a number or nothing, {v} for a version or another
// reference that people gave, never changed; {1}, {2} in the other language
// name the parts in another order. Sentences and lists of sentences that the table holds one by one are known
// too.
class Texts {
 public:
  enum class PartKind { any, text, number, names, verbatim };

  // Rows of English and the other language. Errors: bad_data, also where both sides do not have the same
  // parts.
  static Result<Texts> parse(std::string_view table);

  // The text as it is where the table does not know it; `unknown` collects such texts.
  [[nodiscard]] std::string translate(std::string_view english,
                                      std::set<std::string>* unknown = nullptr) const;
  [[nodiscard]] bool knows(std::string_view english) const;
  [[nodiscard]] bool empty() const { return exact_.empty(); }

 private:
  struct Pattern {
    std::vector<std::string> pieces;  // between the changing parts
    std::vector<PartKind> kinds;      // of the parts
    std::string other;
  };
  // What was found of the parts of one text, so that each is looked up once; nothing: not in the table.
  using Memo = std::map<std::string, std::optional<std::string>, std::less<>>;
  // A pattern being held against a text, from one of its parts on.
  struct Attempt {
    const Pattern& pattern;
    std::string_view english;
    int depth;
    Memo& memo;
    std::vector<std::string> parts;
  };
  [[nodiscard]] bool find(std::string_view english, int depth, std::string& other, Memo& memo) const;
  [[nodiscard]] bool look_up(std::string_view english, int depth, std::string& other, Memo& memo) const;
  [[nodiscard]] bool match(const Pattern& pattern, std::string_view english, int depth, std::string& other,
                           Memo& memo) const;
  [[nodiscard]] bool match_from(std::size_t at, Attempt& attempt) const;
  [[nodiscard]] std::optional<std::string> part_in_other(PartKind kind, const std::string& value, int depth,
                                                         Memo& memo) const;
  [[nodiscard]] std::string name_in_other(std::string_view item, int depth, Memo& memo) const;
  [[nodiscard]] std::string names_in_other(std::string_view names, int depth, Memo& memo) const;
  [[nodiscard]] bool find_in_parts(std::string_view english, int depth, std::string& other, Memo& memo) const;

  std::map<std::string, std::string, std::less<>> exact_;
  std::vector<Pattern> patterns_;
};

// Numbers, hashes, labels and paths have none.
bool has_language(std::string_view text);

// share/texts.nl.tsv. Errors: no_input, bad_data.
Result<Texts> load_dutch_texts();

// translate_page.cpp: a page of ours in the other language: what is read on it and what is read out, never
// its labels, paths and numbers. `unknown` collects sentences the table does not know.
std::string translate_page(std::string_view markup, std::string_view language, const Texts& texts,
                           std::set<std::string>* unknown = nullptr);

}  // namespace shareready::readiness
