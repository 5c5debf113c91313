#include "policy_options.hpp"

#include <optional>

namespace shareready {

Result<Policy> policy_of(const Arguments& arguments) {
  std::optional<Preset> preset;
  if (arguments.preset) {
    SR_TRY(preset, parse_preset(*arguments.preset));
  }
  SR_TRY(Policy policy, arguments.policy_file.empty() ? load_policy(preset.value_or(Preset::registered))
                                                      : read_policy_file(arguments.policy_file, preset));
  if (arguments.layout) {
    SR_TRY(policy.layout, parse_layout(*arguments.layout));
  }
  if (arguments.dates) {
    SR_TRY(policy.dates, parse_date_rule(*arguments.dates));
  }
  if (arguments.method) {
    SR_TRY(policy.method, parse_deface_method(*arguments.method));
  }
  if (arguments.write_face_masks) policy.face_masks = true;
  if (arguments.sourcedata) policy.sourcedata = *arguments.sourcedata == "deidentify";
  if (arguments.deface) {
    SR_TRY(policy.deface_scope, parse_deface_scope(*arguments.deface));
  }
  if (policy.method != DefaceMethod::deface && policy.layout == Layout::raw) {
    return Error{
        ErrorCode::usage,
        "policy",
        "the methods reface and skullstrip do not go with the layout raw: their images are derivatives; "
        "choose the layout derivative",
        {}};
  }
  if (policy.dicom.uids && policy.sourcedata && policy.dates == DateRule::shift) {
    return Error{ErrorCode::usage,
                 "policy",
                 "retain_uids does not go with shifted dates: the UIDs of scanners hold the true ones; "
                 "choose one of them",
                 {}};
  }
  return policy;
}

}  // namespace shareready
