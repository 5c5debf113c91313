#pragma once

#include <string>
#include <vector>

#include "deid/labels.hpp"
#include "stage/released_files.hpp"
#include "stage/tree.hpp"

namespace shareready {

// Puts the released files into the tree under their new names: images and numbers as they are, tables and
// sidecars with new labels and references. Personal tokens of any participant are taken out of the texts of
// all: a participant's own run knows but its own. What was only a list of things not released is left out.
// Returns a line for each reference to something that is not released, under source paths: for private/
// alone. Errors: cannot_create, io, bad_data.
Result<std::vector<std::string>> assemble(const std::vector<ReleasedFile>& files, const LabelMap& labels,
                                          const TokenSet& tokens, TreeBuilder& tree);

// Removes every text that holds a token, with the member or element it stands in.
void remove_tokens(Json& json, const TokenSet& tokens);

}  // namespace shareready
