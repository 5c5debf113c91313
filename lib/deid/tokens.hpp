#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"

namespace shareready {

// What a personal token is; reports show it instead of the token ("[name]").
enum class TokenKind {
  label,
  name,
  staff_name,  // of who asked for a scan, made it or read it: may be an author of the dataset
  person_id,
  birth_date,
  date,
  clock_time,
  postcode,
  address,
  contact,
  uid,
  device,
  institution,
  free_text
};

std::string_view to_string(TokenKind kind);  // "name", "person id", ...: fit for shared texts
std::optional<TokenKind> token_kind(std::string_view text);

struct PersonalToken {
  std::string text;  // as it is to be searched, without regard to case, as whole words
  TokenKind kind = TokenKind::free_text;
  // NOLINTNEXTLINE(modernize-use-nullptr): of the spaceship itself
  friend auto operator<=>(const PersonalToken&, const PersonalToken&) = default;
};

// Names, numbers, dates and texts seen in the source that must not occur in a release. What is too short or
// too common to mean anybody (a sex, a small number, "control") is refused on the way in.
class TokenSet {
 public:
  // Adds the value and the spellings under which it may return: parts of names, other spellings of dates.
  void add(std::string_view value, TokenKind kind);
  void add(const TokenSet& others);
  // Adds this very text and no other spelling.
  void add_exact(std::string_view text, TokenKind kind);

  // Forgets all tokens of a kind: times of day where they stay, since dates are shifted.
  void erase(TokenKind kind);

  // Sorted by text, each text once.
  [[nodiscard]] std::vector<PersonalToken> tokens() const;
  [[nodiscard]] bool empty() const { return kinds_.empty(); }

  // The kind of a token that stands in the text as whole words, whatever the case and the characters between
  // its words. A decimal number such as 12.345678 holds none.
  [[nodiscard]] std::optional<TokenKind> find_in(std::string_view text) const;

  // False where find_in() finds nothing in any text of these words (words_of()): of every token a word is
  // missing.
  [[nodiscard]] bool may_stand_among(const std::unordered_set<std::string>& words) const;

 private:
  void add_words(std::vector<std::string> words, std::string_view text, TokenKind kind);
  bool note_kind(std::string_view text, const std::string& first_word, TokenKind kind);
  std::map<std::string, TokenKind> kinds_;  // text -> kind

  // Looked for by words of a text, without a copy of each.
  struct WordHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view word) const { return std::hash<std::string_view>()(word); }
  };
  using Sequences = std::vector<std::pair<std::vector<std::string>, TokenKind>>;
  std::unordered_map<std::string, Sequences, WordHash, std::equal_to<>> by_first_word_;
};

// True where a text is rare enough to point at somebody when it is found elsewhere.
bool is_distinctive(std::string_view text, TokenKind kind);

// For the private folder alone. Errors: bad_data.
Json tokens_document(const TokenSet& tokens);
Result<TokenSet> parse_tokens_document(const Json& document);

// Tokens in a sidecar: the values of its identifying keys, at any depth.
void collect_tokens(const Json& sidecar, TokenSet& tokens);

}  // namespace shareready
