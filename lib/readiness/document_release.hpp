#pragma once

#include <initializer_list>

#include "base/json.hpp"
#include "readiness/inputs.hpp"
#include "readiness/rules.hpp"

// The parts of readiness.json that tell what was done and what the audit found; document.cpp adds checks and
// advice.
namespace shareready::readiness {

Json object(std::initializer_list<Json::Member> members);

Json list_json(const std::vector<std::string>& words);

Json tool_json(const ReadinessInputs& inputs);
Json policy_json(const ReadinessInputs& inputs);
// Of kinds of images only the names, where one has few images: few persons have those.
Json release_json(const ReadinessInputs& inputs);
Json description_json(const DatasetDescription& description);
Json file_kinds_json(const std::vector<FileKindCount>& kinds);
// Sorted by new label, so that the order says nothing about the source.
Json participants_json(const std::vector<ReportedImage>& images, const RuleTables& tables);
// What failed or was withheld stands first.
Json left_out_json(const ReadinessInputs& inputs);
// A count of persons, '<k' below k.
Json count_json(std::uint64_t persons, std::uint64_t k);
// Names that are no standard ones may identify the study or a person: they are only counted.
Json sidecar_keys_json(const ReadinessInputs& inputs);
Json columns_json(const std::vector<ReportedColumn>& columns);
// Counts of persons below k are '<k', and chances that would tell them are bounds.
Json risk_json(const ReadinessInputs& inputs);
Json audit_json(const AuditReport& audit);

}  // namespace shareready::readiness
