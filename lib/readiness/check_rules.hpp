#pragma once

#include <string_view>

#include "readiness/checks.hpp"

// One function for each requirement that this version measures; the table in checks.cpp says which is which.
namespace shareready::readiness {

// audit_rules.cpp: what the audit of the release found.
CheckOutcome direct_identifiers_anywhere(const ReadinessInputs& inputs);
CheckOutcome published_after_audit(const ReadinessInputs& inputs);
CheckOutcome identifying_headers(const ReadinessInputs& inputs);
CheckOutcome pictures_removed(const ReadinessInputs& inputs);
CheckOutcome random_labels(const ReadinessInputs& inputs);
CheckOutcome links_to_labels(const ReadinessInputs& inputs);
CheckOutcome key_files(const ReadinessInputs& inputs);
CheckOutcome transformation_matrices(const ReadinessInputs& inputs);

// image_rules.cpp: verdicts and actions of the released images.
CheckOutcome faces_measured(const ReadinessInputs& inputs);  // R14 before any person looked
CheckOutcome faces_seen(const ReadinessInputs& inputs);
CheckOutcome faces_removed(const ReadinessInputs& inputs);
CheckOutcome headers_scrubbed(const ReadinessInputs& inputs);

// column_rules.cpp: decisions on the columns of tables.
CheckOutcome smallest_group(const ReadinessInputs& inputs);
CheckOutcome identifying_triple(const ReadinessInputs& inputs);
CheckOutcome identifier_columns(const ReadinessInputs& inputs);
CheckOutcome demographic_columns(const ReadinessInputs& inputs);
CheckOutcome special_categories(const ReadinessInputs& inputs);
CheckOutcome open_text(const ReadinessInputs& inputs);
CheckOutcome rare_values(const ReadinessInputs& inputs);
CheckOutcome birth_dates(const ReadinessInputs& inputs);
CheckOutcome clinical_scores(const ReadinessInputs& inputs);
CheckOutcome postcodes(const ReadinessInputs& inputs);
CheckOutcome names_removed(const ReadinessInputs& inputs);
CheckOutcome dates_removed(const ReadinessInputs& inputs);

// extreme_rules.cpp: R41 before any person judged.
CheckOutcome extreme_values(const ReadinessInputs& inputs);

// What the audit says for one requirement: fail on findings of major or worse, on files it could not read or
// where it did not run; unknown where it does not look for this.
CheckOutcome audit_outcome(std::string_view requirement, const ReadinessInputs& inputs);

// The worse of `outcome` and what the audit says, where the audit looks for this or found something.
CheckOutcome joined_with_audit(CheckOutcome outcome, std::string_view requirement,
                               const ReadinessInputs& inputs);

}  // namespace shareready::readiness
