#include "deface/verdict.hpp"

namespace shareready {

std::string_view to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::done:
      return "done";
    case Verdict::doubtful:
      return "doubtful";
    case Verdict::failed:
      return "failed";
  }
  return "failed";
}

}  // namespace shareready
