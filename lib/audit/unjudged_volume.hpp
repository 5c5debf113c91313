#pragma once

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "audit/audit_tables.hpp"

namespace shareready {

// 'a NRRD volume' where such an image begins, in a format that no face is looked for in; empty: it is none.
std::string_view unjudged_volume(std::span<const std::uint8_t> head);

// Whether bytes that tell of no format are what their file claims: its name, or that of a folder around it,
// has a rule of its own in share/audit_names.tsv; it holds the samples to a header beside it, or belongs to a
// folder that is one recording; or it is a surface of FreeSurfer. `paths` are those of the tree, in which an
// archive's members are not.
bool is_expected_binary(std::span<const std::uint8_t> bytes, std::string_view path, const AuditTables& tables,
                        const std::set<std::string>& paths);

}  // namespace shareready
