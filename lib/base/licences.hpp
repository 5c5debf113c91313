#pragma once

#include <string>
#include <string_view>

namespace shareready {

// A licence made for data, by its SPDX name.
struct OpenLicence {
  std::string_view id, name, uri;
};

// 'CC BY 4.0' and 'CC-BY-4.0' are the same.
std::string plain_licence(std::string_view stated);

// The licence that a text names, in a usual spelling; nullptr where it names none made for data.
const OpenLicence* licence_of(std::string_view stated);

// Whether a licence asks for nothing in return: anyone may do anything, also pass the data on.
bool asks_nothing(std::string_view stated);

// Whether a text only holds the place of a licence, as forms and converters fill it in ("none", "n/a", "TODO:
// choose a license"): nothing is granted by it, and whoever receives the data would read it as terms.
bool holds_place_of_licence(std::string_view stated);

// Whether a release may state a licence: an open one lets everybody pass the data on, so only public data can
// carry it.
bool may_state(std::string_view licence, bool public_data);

// Whom a release is prepared for.
enum class Audience { everybody, registered, under_agreement };

// What stands under License in dataset_description.json where the owners state no terms of their own: whom
// the data are for and what binds them, never a licence that nobody gave. Empty for everybody: owners who
// give no licence have given none.
std::string_view terms_for(Audience audience);

// Whether a text is one of these.
bool is_terms_text(std::string_view text);

// Whether a text names a licence made for data; any other text is not repeated in the report.
bool is_data_licence(std::string_view stated);

}  // namespace shareready
