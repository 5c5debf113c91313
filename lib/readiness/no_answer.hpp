#pragma once

#include <string_view>

// Texts that fill in an answer and answer nothing, in the languages of the answers' users: English, Dutch,
// German and French. Only what is certain counts; who meant something by such a text writes it in other
// words.
namespace shareready::readiness {

// Holds the place open: "TODO", "n.v.t.", "noch nicht".
bool holds_place_open(std::string_view text);

// Said where a paper is to be named: that there is none, or that who was asked refused or did not answer.
bool denies_paper(std::string_view text);

// Said where a person or a body is to be named, and names nobody: "nobody yet", "vacature".
bool names_nobody(std::string_view text);

// Words of offices and roles alone, where a person is to be named: "secretariat", "the privacy office".
bool names_office_alone(std::string_view text);

}  // namespace shareready::readiness
