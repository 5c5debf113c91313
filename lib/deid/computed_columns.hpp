#pragma once

#include "deid/tables.hpp"

namespace shareready {

// Adds an age column to a scrubbed table of persons, from ages in months, weeks or days, where it has no age
// in years.
void add_age_of_units(const Table& source, TableKind kind, const ColumnRules& rules, ScrubbedTable& scrubbed);

// Adds an age column to a scrubbed participants table, from birth dates and the days of the first scans,
// where it has no age of its own.
void add_age(const Table& source, const TableContext& context, ScrubbedTable& scrubbed);

// Adds a column of regions made from postcodes, found by name or content.
void add_region(const Table& source, TableKind kind, const TableContext& context, ScrubbedTable& scrubbed);

}  // namespace shareready
