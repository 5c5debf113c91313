#include "policy/left_out_keys.hpp"

#include <algorithm>
#include <array>

namespace shareready {
namespace {

// Required of some kind of image or recording by the sidecar rules of the BIDS schema 1.11.1, sorted; those
// of PET that name the device stand below.
constexpr std::array<std::string_view, 101> k_required_keys{"AcquisitionMode",
                                                            "ArterialSpinLabelingType",
                                                            "AttenuationCorrection",
                                                            "BackgroundSuppression",
                                                            "BodyPart",
                                                            "BodyPartDetails",
                                                            "BolusCutOffDelayTime",
                                                            "BolusCutOffFlag",
                                                            "BolusCutOffTechnique",
                                                            "ChunkTransformationMatrixAxis",
                                                            "Columns",
                                                            "Density",
                                                            "DewarPosition",
                                                            "DigitizedHeadPoints",
                                                            "DigitizedLandmarks",
                                                            "DispersionCorrected",
                                                            "EEGReference",
                                                            "EMGPlacementScheme",
                                                            "EMGPlacementSchemeDescription",
                                                            "EMGReference",
                                                            "EchoTime",
                                                            "EchoTime1",
                                                            "EchoTime2",
                                                            "EpochLength",
                                                            "FlipAngle",
                                                            "FrameDuration",
                                                            "FrameTimesStart",
                                                            "ImageDecayCorrected",
                                                            "ImageDecayCorrectionTime",
                                                            "InfusionRadioactivity",
                                                            "InfusionSpeed",
                                                            "InfusionSpeedUnits",
                                                            "InfusionStart",
                                                            "InjectedMass",
                                                            "InjectedMassUnits",
                                                            "InjectedRadioactivity",
                                                            "InjectedRadioactivityUnits",
                                                            "InjectedVolume",
                                                            "InjectionStart",
                                                            "IntendedFor",
                                                            "InversionTime",
                                                            "LabelingDuration",
                                                            "M0Estimate",
                                                            "M0Type",
                                                            "MRAcquisitionType",
                                                            "MTState",
                                                            "MagneticFieldStrength",
                                                            "MetaboliteAvail",
                                                            "MetaboliteMethod",
                                                            "MetaboliteRecoveryCorrectionApplied",
                                                            "MixingTime",
                                                            "ModeOfAdministration",
                                                            "NIRSChannelCount",
                                                            "NIRSDetectorOptodeCount",
                                                            "NIRSSourceOptodeCount",
                                                            "NonlinearGradientCorrection",
                                                            "NumberShots",
                                                            "OnsetSource",
                                                            "PhaseEncodingDirection",
                                                            "PhysioType",
                                                            "PixelSize",
                                                            "PixelSizeUnits",
                                                            "PlasmaAvail",
                                                            "PostLabelingDelay",
                                                            "PowerLineFrequency",
                                                            "PulseSequenceType",
                                                            "ReconFilterSize",
                                                            "ReconFilterType",
                                                            "ReconMethodName",
                                                            "ReconMethodParameterLabels",
                                                            "ReconMethodParameterUnits",
                                                            "ReconMethodParameterValues",
                                                            "RecordedEye",
                                                            "RecordingType",
                                                            "RepetitionTime",
                                                            "RepetitionTimeExcitation",
                                                            "RepetitionTimePreparation",
                                                            "Resolution",
                                                            "ResonantNucleus",
                                                            "SampleCoordinateSystem",
                                                            "SamplingFrequency",
                                                            "ScanStart",
                                                            "SkullStripped",
                                                            "SliceTiming",
                                                            "SoftwareFilters",
                                                            "SpatialReference",
                                                            "SpecificRadioactivity",
                                                            "SpecificRadioactivityUnits",
                                                            "SpectralWidth",
                                                            "SpectrometerFrequency",
                                                            "StartTime",
                                                            "TaskName",
                                                            "TimeZero",
                                                            "TotalAcquiredPairs",
                                                            "TotalReadoutTime",
                                                            "TracerName",
                                                            "TracerRadionuclide",
                                                            "Units",
                                                            "VolumeTiming",
                                                            "WholeBloodAvail",
                                                            "iEEGReference"};
static_assert(std::is_sorted(k_required_keys.begin(), k_required_keys.end()));

constexpr std::array<std::string_view, 2> k_required_of_pet{"Manufacturer", "ManufacturersModelName"};

// The release says in these how it was made.
constexpr std::array<std::string_view, 2> k_of_the_program{"DeidentificationMethod",
                                                           "DeidentificationMethodCodeSequence"};

template <typename Keys>
bool is_among(const Keys& keys, std::string_view key) {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

}  // namespace

std::string reason_to_stay(std::string_view sidecar_key, bool of_pet) {
  if (is_among(k_of_the_program, sidecar_key)) return "the release says in it how persons were protected";
  if (is_among(k_required_keys, sidecar_key)) return "BIDS requires it";
  if (of_pet && is_among(k_required_of_pet, sidecar_key)) return "BIDS requires it of PET";
  return {};
}

}  // namespace shareready
