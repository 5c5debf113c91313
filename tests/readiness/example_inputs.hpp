#pragma once

#include "readiness/inputs.hpp"
#include "readiness/private_page.hpp"

namespace shareready::readiness::test {

// A published release of two participants with every kind of entry in it.
ReadinessInputs example_inputs();

// The same with `n` participants of one image each, their figures spread over a range.
ReadinessInputs many_participants(int n);

// A failed audit, with made-up source paths.
PrivateReport example_private_report();

}  // namespace shareready::readiness::test
