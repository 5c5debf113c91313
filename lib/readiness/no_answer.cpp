#include "readiness/no_answer.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/field_name.hpp"
#include "base/text.hpp"

namespace shareready::readiness {
namespace {

constexpr std::array<std::string_view, 48> k_left_open{
    // English
    "todo", "to do", "tbd", "tba", "fixme", "n/a", "na", "x", "xx", "xxx", "no", "none", "none yet",
    "nothing", "not yet", "not done", "not asked", "pending", "unknown", "later", "to be filled in",
    "to be determined", "to follow", "test",
    // Dutch
    "nog niet", "nog niets", "geen", "nee", "niets", "niet gedaan", "niet gevraagd", "n.v.t", "nvt",
    "onbekend", "volgt", "volgt nog", "in te vullen", "nog in te vullen", "nader te bepalen", "ntb",
    // German and French
    "keine", "noch nicht", "unbekannt", "offen", "aucun", "pas encore", "inconnu", "en attente"};

constexpr std::array<std::string_view, 43> k_nobody{
    // English
    "anybody", "anyone", "dean", "director", "head", "head of department", "it depends", "me", "myself",
    "name", "no one", "nobody", "somebody", "someone", "the dean", "the director", "the head", "vacancy",
    "vacant",
    // Dutch
    "afdelingshoofd", "de decaan", "de directeur", "decaan", "directeur", "hoofd", "iemand", "ik", "naam",
    "niemand", "niet benoemd", "raad van bestuur", "vacature", "wie",
    // German and French
    "dekan", "doyen", "jemand", "leiter", "leitung", "moi", "nicht benannt", "non designe", "personne",
    "vakant"};
constexpr std::array<std::string_view, 15> k_nobody_begins{
    "no one yet", "nobody did", "nobody yet", "not appointed", "not assigned",
    "not known",  "not named",  "not yet",    "to be",         "nog niemand",
    "nog niet",   "nog te",     "noch nicht", "noch niemand",  "pas encore"};

// A sentence that begins by denying a paper names none.
constexpr std::array<std::string_view, 16> k_denials{"not",   "no",  "never", "none",  "niet", "geen",
                                                     "nooit", "nog", "nein",  "nicht", "kein", "keine",
                                                     "non",   "pas", "aucun", "aucune"};

// Behind these: committees write "no objection" and "geen bezwaar" where they approve, and "niet
// WMO-plichtig" where a study is not theirs to approve.
constexpr std::array<std::string_view, 12> k_no_denial{
    "bedenken",  "bezwaar",    "bezwaren",    "einwand", "einwande", "einwanden",
    "objection", "objections", "onderworpen", "subject", "wmo",      "wmoplichtig"};

// Whose first word asks for what has to be named.
constexpr std::array<std::string_view, 9> k_asks{"ask",      "demander", "frag",  "fragen", "nachfragen",
                                                 "navragen", "opzoeken", "vraag", "vragen"};

// Anywhere in the text: nothing was granted, given or received.
constexpr std::array<std::string_view, 55> k_not_given{
    // English
    "awaiting", "did not agree", "did not answer", "did not approve", "disagreed", "disapproved",
    "is not there", "never asked", "no answer", "no reply", "no response", "nobody asked", "not agreed",
    "not approved", "not asked", "not consulted", "not given", "not granted", "not received", "not submitted",
    "not yet", "still waiting", "waiting for", "will ask",
    // Dutch
    "geen antwoord", "geen reactie", "in afwachting", "in behandeling", "niet aangevraagd", "niet akkoord",
    "niet gegeven", "niet gevraagd", "niet goedgekeurd", "niet ingediend", "niet ontvangen", "nog geen",
    "nog niet", "nooit gevraagd", "wacht op", "wachten op",
    // German
    "keine antwort", "nicht beantragt", "nicht erteilt", "nicht gefragt", "nicht genehmigt",
    "nicht zugestimmt", "noch keine", "noch nicht", "steht aus",
    // French
    "pas approuve", "pas de reponse", "pas demande", "pas encore", "sans reponse", "non approuve"};
// At the end of the text: what is not there at all, not what is elsewhere ("not available online").
constexpr std::array<std::string_view, 5> k_not_there{"not available", "niet beschikbaar", "nicht verfugbar",
                                                      "non disponible", "pas disponible"};
constexpr std::array<std::string_view, 37> k_refused{
    // English
    "against it", "declined", "denied", "negative advice", "negative decision", "negative opinion", "refusal",
    "refused", "refuses", "rejected", "rejects", "revoked", "turned down", "approval withdrawn",
    "application withdrawn",
    // Dutch
    "afgekeurd", "afgewezen", "geweigerd", "aanvraag ingetrokken", "negatief advies", "negatief besluit",
    "weigerde", "weigert",
    // German
    "abgelehnt", "ablehnung", "lehnte ab", "negatives votum", "untersagt", "verweigert",
    // French
    "avis defavorable", "avis negatif", "refus", "refuse", "refusee", "rejet", "rejete", "rejetee"};
// What was refused once may have been approved since, and the text says so.
constexpr std::array<std::string_view, 15> k_granted{
    "akkoord", "approuve", "approuvee", "approved",  "bewilligt", "favorable",  "genehmigt", "goedgekeurd",
    "granted", "positief", "positive",  "toegekend", "verleend",  "zugestimmt", "accordee"};

// Nobody is named by these; the second list alone names no office either, and holds words that are names too.
constexpr std::array<std::string_view, 45> k_offices{
    "abteilung",    "afdeling",     "behorde",     "commissie",   "committee",    "controller",
    "datenschutz",  "department",   "dept",        "dpd",         "dpo",          "dsb",
    "faculteit",    "faculty",      "fakultat",    "fg",          "functionaris", "gegevensbescherming",
    "helpdesk",     "hospital",     "hopital",     "institution", "institute",    "instelling",
    "juridisch",    "juridische",   "juridique",   "kommission",  "krankenhaus",  "legal",
    "management",   "office",       "officer",     "onderzoeker", "privacy",      "rechtsabteilung",
    "researcher",   "secretariaat", "secretariat", "sekretariat", "universitat",  "universite",
    "universiteit", "university",   "ziekenhuis"};
constexpr std::array<std::string_view, 33> k_beside_offices{
    "affairs", "and",        "board", "bestuur", "bureau", "data",    "de",   "der", "des", "desk", "die",
    "du",      "en",         "et",    "for",     "het",    "la",      "le",   "les", "of",  "on",   "our",
    "phd",     "protection", "raad",  "service", "staff",  "student", "team", "the", "und", "van",  "zaken"};

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// In lower case, without the stops and signs at its end.
std::string bare_text(std::string_view text) {
  std::string bare = to_lower(trim(text));
  while (!bare.empty() && (bare.back() == '.' || bare.back() == '!' || bare.back() == '?')) bare.pop_back();
  return bare;
}

// Its words without accents, with blanks around each.
std::string spaced_words(std::string_view text) {
  std::string spaced = " ";
  for (const std::string& word : field_name(to_lower(text)).words) spaced += word + " ";
  return spaced;
}

template <std::size_t N>
bool holds_one(const std::string& spaced, const std::array<std::string_view, N>& phrases) {
  return std::any_of(phrases.begin(), phrases.end(), [&](std::string_view phrase) {
    return spaced.find(" " + std::string(phrase) + " ") != std::string::npos;
  });
}

bool begins_by_denying(const std::vector<std::string>& words) {
  if (words.empty() || !is_one_of(k_denials, words.front())) return false;
  if (words.size() == 1) return true;
  const bool number = is_digits(std::string_view(words[1]).substr(0, 1));  // "No 12"
  return !number && !is_one_of(k_no_denial, words[1]);
}

}  // namespace

bool holds_place_open(std::string_view text) { return is_one_of(k_left_open, bare_text(text)); }

bool denies_paper(std::string_view text) {
  const std::string spaced = spaced_words(text);
  const std::vector<std::string> words = field_name(to_lower(text)).words;
  if (begins_by_denying(words) || holds_one(spaced, k_not_given)) return true;
  if (!words.empty() && is_one_of(k_asks, words.front())) return true;
  const auto ends_there = [&](std::string_view phrase) { return trim(spaced).ends_with(phrase); };
  if (std::any_of(k_not_there.begin(), k_not_there.end(), ends_there)) return true;
  return holds_one(spaced, k_refused) && !holds_one(spaced, k_granted);
}

bool names_nobody(std::string_view text) {
  const std::string spaced = spaced_words(text);
  const auto begins = [&](std::string_view phrase) {
    return spaced.starts_with(" " + std::string(phrase) + " ");
  };
  return is_one_of(k_nobody, trim(spaced)) ||
         std::any_of(k_nobody_begins.begin(), k_nobody_begins.end(), begins);
}

bool names_office_alone(std::string_view text) {
  const std::vector<std::string> words = field_name(to_lower(text)).words;
  const auto is_office = [](const std::string& word) { return is_one_of(k_offices, word); };
  return std::any_of(words.begin(), words.end(), is_office) &&
         std::all_of(words.begin(), words.end(), [&](const std::string& word) {
           return is_office(word) || is_one_of(k_beside_offices, word);
         });
}

}  // namespace shareready::readiness
