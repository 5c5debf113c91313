#include "stage/dataset_texts.hpp"

#include <fmt/format.h>

namespace shareready {

namespace {

std::string_view faces_text(DefaceMethod method) {
  switch (method) {
    case DefaceMethod::deface:
      return "The face was removed from images of kinds that show it in detail, such as T1w: voxels of the "
             "face region hold a background "
             "value, all others are unchanged.";
    case DefaceMethod::reface:
      return "In images of kinds that show the face in detail, such as T1w, it was replaced by a generic "
             "face "
             "that belongs to nobody, and removed where that could not be done: no voxel of the face region "
             "is measured, all others are "
             "unchanged.";
    case DefaceMethod::skullstrip:
      return "Images of kinds that show the face in detail, such as T1w, were skull-stripped: voxels outside "
             "of the intracranial volume hold a "
             "background value, all others are unchanged.";
  }
  return "";
}

std::string_view names_text(DefaceMethod method) {
  switch (method) {
    case DefaceMethod::deface:
      return "Images whose face was removed have `desc-defaced` in their name; no image was skull-stripped.";
    case DefaceMethod::reface:
      return "Such images have `desc-refaced` or `desc-defaced` in their name; no image was skull-stripped.";
    case DefaceMethod::skullstrip:
      return "Such images have `desc-brain` in their name, or `desc-defaced` where a mask of the dataset's "
             "authors took its place; the key SkullStripped in the sidecar says which is which.";
  }
  return "";
}

// By the preset, which is decided when the release is made; what answers say later does not reach it.
std::string_view audience_text(Audience audience) {
  switch (audience) {
    case Audience::everybody:
      return "This dataset was prepared for public access: for everybody, once its owners have published it.";
    case Audience::registered:
      return "This dataset was prepared for registered access: for people who registered with the repository "
             "that "
             "holds it and accepted its terms. These terms say what you may do with it. Whoever did not "
             "accept "
             "them has no permission to use it or to pass it on.";
    case Audience::under_agreement:
      return "This dataset was prepared for restricted access: for people who signed a data use agreement "
             "with "
             "the "
             "institution that shares it. That agreement says what you may do with it. Whoever did not sign "
             "it "
             "has no permission to use it or to pass it on.";
  }
  return "";
}

std::string terms_text(Audience audience, std::string_view licence_file) {
  const bool all = audience == Audience::everybody;
  std::string text(audience_text(audience));
  if (!licence_file.empty()) {
    text += fmt::format(
        " {} {}.",
        all ? "The licence that its owners give stands in" : "What its owners state beside it stands in",
        licence_file);
  } else {
    text += all ? " When it was prepared its owners had not stated a licence: without one nobody has a "
                  "permission to use it or to pass it on. Ask them."
                : " It carries no open licence.";
  }
  return text;
}

}  // namespace

Audience audience_of(Preset preset) {
  switch (preset) {
    case Preset::open:
      return Audience::everybody;
    case Preset::registered:
      return Audience::registered;
    case Preset::restricted:
      return Audience::under_agreement;
  }
  return Audience::under_agreement;
}

std::string readme_text(const Policy& policy, bool moved_dates, std::string_view licence_file,
                        std::string_view version) {
  const std::string_view dates =
      policy.dates == DateRule::drop ? "Acquisition dates were removed."
      : !moved_dates                 ? "No acquisition date is in this dataset."
                     : "Acquisition dates were shifted into the past, by the same number of days "
                       "for all data of one participant.";
  const std::string_view faces = faces_text(policy.method);
  const std::string_view others = policy.deface_scope == DefaceScope::all
                                      ? "treated in the same way"
                                      : "neither defaced nor searched for a face";
  const std::string_view names =
      policy.layout == Layout::derivative
          ? names_text(policy.method)
          : "Images keep their raw names; the key DeidentificationMethod in a sidecar says which were "
            "defaced.";
  return fmt::format(
      "# De-identified dataset\n"
      "\n"
      "This dataset was prepared for sharing with shareready {}. It is a changed copy of its source:\n"
      "\n"
      "- Participants and files have new labels. Their order means nothing.\n"
      "- {} Images of kinds with little detail of the face, such as bold and dwi, were {}. {}\n"
      "- Image headers, sidecars and tables hold what is needed for analysis; names, identifiers, addresses, "
      "serial numbers and names of devices, and free text were removed; makers, models and software of "
      "scanners stay.\n"
      "- {}\n"
      "- Ages, where there are any, stand in bands or end at 89; the sidecar of the table says which.\n"
      "\n"
      "## Terms of use\n"
      "\n"
      "{}\n"
      "\n"
      "Please do not try to find out who the participants are, and tell the data's owners if you come across "
      "something that identifies a person.\n",
      version, faces, others, names, dates, terms_text(audience_of(policy.preset), licence_file));
}

std::string changes_text(std::string_view version) {
  return fmt::format("1.0.0\n  - De-identified with shareready {}.\n", version);
}

}  // namespace shareready
