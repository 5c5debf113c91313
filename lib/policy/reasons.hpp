#pragma once

#include <array>
#include <string_view>

#include "policy/plan.hpp"

namespace shareready {

// Why a file gets its action, in words that name no file and no value of the data.
struct Reason {
  std::string_view id;
  Action action;
  std::string_view text;
};

// Sorted by id.
inline constexpr std::array k_reasons = {
    Reason{"analyze", Action::exclude,
           "an image in two files cannot be masked, and it may show a face; convert it to NIfTI in one file"},
    Reason{"archive", Action::exclude, "an archive may hold anything"},
    Reason{"bidsignored", Action::exclude, "hidden by .bidsignore"},
    Reason{"changes", Action::exclude, "a new CHANGES is written"},
    Reason{"citation", Action::copy, "how to cite the dataset; its authors mean to be named"},
    Reason{"code", Action::exclude, "scripts may hold names, paths and tables that link labels"},
    Reason{"damaged", Action::exclude, "its content is not what its name says, or cannot be read"},
    Reason{"dataset_description", Action::rewrite, "written anew without what names the source"},
    Reason{"deface", Action::deface, "shows a face"},
    Reason{"deface_all", Action::deface, "all images of the head lose their face, as asked"},
    Reason{"derivative", Action::exclude, "derivatives hold transforms, figures and images with faces"},
    Reason{"dicom", Action::exclude,
           "DICOM files go along, cleaned, with --sourcedata deidentify where a folder sub-* says whose they "
           "are"},
    Reason{"dicom_source", Action::rewrite,
           "DICOM images of participants are cleaned, and lose the face where they may show one"},
    Reason{"document", Action::exclude, "documents may name people"},
    Reason{"eeglab", Action::exclude,
           "EEGLAB sets are MATLAB files with free fields that may name people; export EDF or BrainVision"},
    Reason{"electrodes", Action::exclude, "positions measured on a head show its shape"},
    Reason{"electrophysiology", Action::exclude,
           "recordings in a format whose header is not understood; export EDF or BrainVision"},
    Reason{"events", Action::rewrite, "times and numbers stay, other text goes"},
    Reason{"filtered", Action::exclude, "not selected by the filter file"},
    Reason{"gradients", Action::rewrite, "gradient tables: nothing but numbers"},
    Reason{"hidden", Action::exclude, "hidden files of tools and systems"},
    Reason{"ignore_file", Action::exclude, "what it hides is left out, so nothing is left to hide"},
    Reason{"left_out_kind", Action::exclude, "a kind of image that the policy leaves out"},
    Reason{"license", Action::exclude,
           "free text that may name people; the licence stays in the description"},
    Reason{"link", Action::exclude, "a link that cannot be followed inside the dataset"},
    Reason{"log", Action::exclude, "logs hold paths, user names and dates"},
    Reason{"measurements", Action::rewrite, "numbers and known words stay, other text goes"},
    Reason{"media", Action::exclude, "sound and video show people"},
    Reason{"mefd", Action::exclude,
           "MEF3 folders hold names and dates in every segment; export EDF or BrainVision"},
    Reason{"meg", Action::exclude,
           "MEG recordings (FIF, CTF and others) hold names, dates and the shape of the head in many places"},
    Reason{"microscopy", Action::exclude,
           "microscopy files (OME-TIFF, OME-Zarr) carry XML in which operators and paths may be named"},
    Reason{"misplaced", Action::exclude, "an image whose name or place is not of BIDS"},
    Reason{"missing_content", Action::exclude, "its content was not fetched into this copy of the dataset"},
    Reason{"no_use", Action::exclude, "it describes nothing that is released"},
    Reason{"nwb", Action::exclude, "NWB files are HDF5 with free fields about the person and the session"},
    Reason{"other_folder", Action::exclude, "a folder that BIDS does not know"},
    Reason{"other_image", Action::exclude, "an image format that is not understood"},
    Reason{"parrec", Action::exclude, "vendor files cannot be masked; convert them to NIfTI"},
    Reason{"participants", Action::rewrite, "direct identifiers go, ages are limited, labels are new"},
    Reason{"phenotype", Action::rewrite, "listed columns stay, labels are new"},
    Reason{"philips_source", Action::rewrite,
           "Philips exports of sourcedata are cleaned, those without a face go along"},
    Reason{"picture", Action::exclude, "photographs and screenshots may show people or names"},
    Reason{"readme", Action::exclude, "a new README is written; your own text comes in by --readme"},
    Reason{"recording", Action::rewrite, "numbers of a recording, compressed anew"},
    Reason{"recording_header", Action::rewrite,
           "the header of the recording is cleaned, its samples stay as they are"},
    Reason{"scans", Action::rewrite, "listed columns stay, dates follow the policy, names are new"},
    Reason{"scrub", Action::scrub, "shows no face that could be recognised; its header is cleaned"},
    Reason{"sessions", Action::rewrite, "listed columns stay, dates follow the policy, labels are new"},
    Reason{"sidecar", Action::rewrite, "known technical keys stay, everything else goes"},
    Reason{"snirf", Action::exclude,
           "SNIRF files are HDF5 with free fields about the person and the session"},
    Reason{"sourcedata", Action::exclude, "source data hold originals with names and faces"},
    Reason{"sourcedata_images", Action::exclude,
           "of source data, only DICOM files and Philips exports of participants go along, cleaned"},
    Reason{"special", Action::exclude, "no ordinary file"},
    Reason{"spreadsheet", Action::exclude, "tables in other formats often link labels to people"},
    Reason{"stimulus", Action::exclude, "stimuli stay behind unless asked for"},
    Reason{"stimulus_kept", Action::copy, "stimuli go along, as asked"},
    Reason{"surface", Action::exclude, "surfaces are derived data and may show a head"},
    Reason{"table_kind", Action::exclude, "a table that is not understood"},
    Reason{"transform", Action::exclude, "spatial transforms can undo defacing"},
    Reason{"unknown", Action::exclude, "not understood"},
    Reason{"unreadable", Action::exclude, "cannot be read"},
    Reason{"unsupported_data", Action::exclude, "data of this kind are not cleaned by this version"},
    Reason{"vcs", Action::exclude, "version control keeps deleted files and names of people"},
    Reason{"web_page", Action::exclude, "reports and web pages hold pictures, names and paths"},
};

// The row with this id; the ids are those above.
const Reason& reason_of(std::string_view id);

}  // namespace shareready
