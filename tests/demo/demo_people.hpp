#pragma once

#include <string>
#include <vector>

#include "demo/head_phantom.hpp"
#include "demo/nifti_bytes.hpp"

namespace shareready::demo {

struct DemoImage {
  std::string suffix{};  // T1w, T2w
  std::string extension{};
  Contrast contrast = Contrast::t1w;
  Grid grid{};
  ImageFormat format{};
};

struct DemoSession {
  std::string label{};  // empty: the participant has no sessions
  std::string day{};    // of the scan
  Person pose{};
  std::vector<DemoImage> anat{};
  bool has_bold = false;
  bool has_dwi = false;
};

// A made-up person; every fact here is one that a shared dataset must not tell.
struct DemoPerson {
  std::string label, given_name, family_name, birth_date, sex, postcode, email, hospital_number, mmse;
  std::vector<DemoSession> sessions;
};

// Four participants that differ in sessions, voxel sizes, axis orders, formats, contrast, age and pose.
std::vector<DemoPerson> demo_people();

}  // namespace shareready::demo
