#pragma once

#include <string>
#include <utility>
#include <vector>

#include "demo/demo_people.hpp"
#include "demo/planted.hpp"

namespace shareready::demo {

// "sub-X/ses-Y/" and "sub-X_ses-Y" of one session.
struct SessionNames {
  std::string folder, prefix;
};
SessionNames names_of(const DemoPerson& person, const DemoSession& session);

// A sidecar as a converter leaves it when nobody asked it to anonymise.
std::string sidecar_text(const DemoPerson& person, const DemoSession& session, const std::string& suffix,
                         Planted& plant);

// The sidecar of a field map; one direction refers to the bold run by path, the other by BIDS URI.
std::string fieldmap_text(const SessionNames& names, const std::string& direction);

// scans.tsv with the true time of every image.
std::string scans_text(const DemoSession& session, const SessionNames& names, Planted& plant);

// events.tsv with a remark of the operator.
std::string events_text(const DemoPerson& person, Planted& plant);

// All files that stand beside the participants' folders or belong in no shared dataset: path and content.
std::vector<std::pair<std::string, std::string>> dataset_texts(const std::vector<DemoPerson>& people,
                                                               Planted& plant);

}  // namespace shareready::demo
