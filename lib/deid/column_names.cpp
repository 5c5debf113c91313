#include "deid/column_names.hpp"

#include <utility>

#include "base/field_name.hpp"

namespace shareready {

ColumnName column_name(std::string_view text) {
  FieldName name = field_name(text);
  return {.bare = std::move(name.bare), .words = std::move(name.words)};
}

}  // namespace shareready
