#pragma once

#include "deface/placed_head.hpp"

namespace shareready {

// Whether what a field of view cuts off may show at its opposite edge, where encoding by phase folds it to.
// True where the face meets the front edge and the back one shows tissue at the same places, the head's own
// too, on which a nose cannot be told; where a chin meets the lower edge and the upper one shows tissue where
// no head is; where an ear meets a side and the other side shows tissue outside of what is removed.
bool may_be_wrapped(const PlacedHead& placed, const TemplateData& head);

}  // namespace shareready
