#pragma once

#include "deface/placed_head.hpp"

namespace shareready {

// Whether what a field of view cuts off in front may show at its back: encoding by phase folds a nose that
// reaches beyond the front edge onto the opposite one. True where the face meets the front edge and, at the
// same places of the opposite edge, tissue shows where no head is.
bool may_be_wrapped(const PlacedHead& placed, const TemplateData& head);

}  // namespace shareready
