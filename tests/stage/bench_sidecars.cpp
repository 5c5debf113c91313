// bench_sidecars FOLDER PARTICIPANTS: makes participants with 100 sidecars each, as converters write them, in
// FOLDER; cleans them into staged folders, as the participant level does, two participants at a time, each
// put in place durably; prints seconds by the clock and of the processor of that, of `cp -r` of the same
// tree, and their ratios, the best of three.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <thread>

#include "base/files.hpp"
#include "stage/bench_cost.hpp"
#include "stage/text_step.hpp"

using namespace shareready;
namespace fs = std::filesystem;
using test::Cost;

namespace {

constexpr int k_sidecars = 100;

constexpr std::string_view k_sidecar = R"({
	"Modality": "MR", "MagneticFieldStrength": 3, "ImagingFrequency": 123.251, "Manufacturer": "Siemens",
	"ManufacturersModelName": "Prisma_fit", "InstitutionName": "Hospital", "DeviceSerialNumber": "67011",
	"StationName": "AWP67011", "BodyPartExamined": "BRAIN", "PatientPosition": "HFS", "PatientName": "JANSEN^ANNA",
	"ProcedureStepDescription": "head", "SoftwareVersions": "syngo MR E11", "MRAcquisitionType": "2D",
	"SeriesDescription": "rest", "ProtocolName": "rest", "ScanningSequence": "EP", "SequenceVariant": "SK",
	"ScanOptions": "FS", "SequenceName": "_epfid2d1_64", "ImageType": ["ORIGINAL", "PRIMARY", "M", "MB", "MOSAIC"],
	"SeriesNumber": 5, "AcquisitionTime": "10:11:12.512500", "AcquisitionNumber": 1, "SliceThickness": 3,
	"SpacingBetweenSlices": 3.3, "SAR": 0.05, "EchoTime": 0.03, "RepetitionTime": 2, "FlipAngle": 77,
	"PartialFourier": 1, "BaseResolution": 64, "ShimSetting": [-3717, 15233, -9833, -207, 65, -81, -68, -22],
	"TxRefAmp": 317.5, "PhaseResolution": 1, "ReceiveCoilName": "HeadNeck_64", "PulseSequenceDetails": "%x%_bold",
	"ConsistencyInfo": "N4_VE11C", "PercentPhaseFOV": 100, "PercentSampling": 100, "EchoTrainLength": 64,
	"PhaseEncodingSteps": 64, "BandwidthPerPixelPhaseEncode": 31.25, "EffectiveEchoSpacing": 0.0005,
	"TotalReadoutTime": 0.0315, "PixelBandwidth": 2368, "DwellTime": 3.3e-06, "PhaseEncodingDirection": "j-",
	"SliceTiming": [0, 1.0025, 0.0575, 1.06, 0.115, 1.1175, 0.1725, 1.175, 0.23, 1.2325, 0.2875, 1.29, 0.345, 1.3475],
	"ImageOrientationPatientDICOM": [1, 0, 0, 0, 0.98, -0.19], "InPlanePhaseEncodingDirectionDICOM": "COL",
	"ConversionSoftware": "dcm2niix", "ConversionSoftwareVersion": "v1.0.20220720", "TaskName": "rest"
})";

struct Person {
  std::string label;
  std::vector<PlannedFile> files;
};

void check(const Status& status) {
  if (status.ok()) return;
  fmt::print(stderr, "{}\n", describe(status.error()));
  std::exit(1);
}

std::vector<Person> make_source(const fs::path& root, int count) {
  std::vector<Person> people;
  for (int i = 0; i < count; ++i) {
    Person person{.label = fmt::format("{:04}", i), .files = {}};
    fs::create_directories(root / ("sub-" + person.label) / "func");
    for (int run = 0; run < k_sidecars; ++run) {
      const std::string path =
          fmt::format("sub-{0}/func/sub-{0}_task-rest_run-{1:02}_bold.json", person.label, run);
      std::FILE* file = std::fopen((root / path).c_str(), "w");
      if (file == nullptr || std::fwrite(k_sidecar.data(), 1, k_sidecar.size(), file) != k_sidecar.size())
        std::exit(1);
      std::fclose(file);
      PlannedFile planned;
      planned.path = path;
      planned.target = root / path;
      planned.kind = FileKind::sidecar;
      planned.action = Action::rewrite;
      planned.place.participant = person.label;
      person.files.push_back(std::move(planned));
    }
    people.push_back(std::move(person));
  }
  return people;
}

void clean(const Person& person, const TextRules& rules, const fs::path& target) {
  Result<StagedFolder> staging = StagedFolder::make(target, person.label);
  if (!staging.ok()) std::exit(1);
  TokenSet tokens;
  tokens.add(person.label, TokenKind::label);
  std::vector<const PlannedFile*> files;
  for (const PlannedFile& file : person.files) files.push_back(&file);
  std::vector<FileOutcome> outcomes;
  const StepFolders folders{.staging = staging->path(), .renderings = {}};
  check(stage_texts(files, {.rules = &rules, .tokens = &tokens, .shift = {}, .folders = folders}, outcomes));
  const auto is_done = [](const FileOutcome& outcome) { return outcome.status == FileStatus::done; };
  if (!std::all_of(outcomes.begin(), outcomes.end(), is_done)) std::exit(1);
  check(staging->commit(target / person.label));
}

// As many at a time as the machine of the issue has processors.
void clean_all(const std::vector<Person>& people, const TextRules& rules, const fs::path& target) {
  constexpr std::size_t k_workers = 2;
  std::vector<std::thread> workers;
  for (std::size_t worker = 0; worker < k_workers; ++worker) {
    workers.emplace_back([&, worker] {
      for (std::size_t i = worker; i < people.size(); i += k_workers) clean(people[i], rules, target);
    });
  }
  for (std::thread& worker : workers) worker.join();
}

Cost better(const Cost& one, const Cost& other) {
  return {std::min(one.wall, other.wall), std::min(one.processor, other.processor)};
}

}  // namespace

int main(int count, char** words) {
  if (count != 3) return 64;
  const fs::path root = words[1];
  const std::vector<Person> people = make_source(root / "source", std::atoi(words[2]));
  const Result<TextRules> rules = load_text_rules({});
  if (!rules.ok()) return 1;
  Cost ours{1e9, 1e9}, copy{1e9, 1e9};
  for (int turn = 0; turn < 3; ++turn) {
    const fs::path copied = root / "copied", cleaned = root / "cleaned";
    const std::string command = fmt::format("cp -r '{}' '{}'", (root / "source").string(), copied.string());
    copy = better(copy, test::cost_of(RUSAGE_CHILDREN, [&] {
                    if (std::system(command.c_str()) != 0) std::exit(1);
                  }));
    fs::create_directory(cleaned);
    ours = better(ours, test::cost_of(RUSAGE_SELF, [&] { clean_all(people, *rules, cleaned); }));
    fs::remove_all(copied);
    fs::remove_all(cleaned);
  }
  fmt::print(
      "sidecars_seconds {:.2f} {:.2f}\ncp_r_seconds {:.2f} {:.2f}\nratio_wall {:.2f}\nratio_processor "
      "{:.2f}\n",
      ours.wall, ours.processor, copy.wall, copy.processor, ours.wall / copy.wall,
      ours.processor / copy.processor);
  return 0;
}
