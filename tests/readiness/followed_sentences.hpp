#pragma once

#include <array>

// For each requirement that is more than a fact: the first change of data or answers that moves it (the order
// is that of test_followed.cpp), and what its check has to say then. Whoever changes a sentence reads it here
// once more.
namespace shareready::readiness::test {

struct Followed {
  const char* requirement;
  const char* lever;
  const char* status;
  const char* sentence;
};

inline constexpr std::array<Followed, 88> k_followed{{
    {"R1", "without the answer jurisdiction", "NEEDS-ANSWER", "no country was named"},
    {"R2", "an opinion that they are outside the GDPR", "FAIL",
     "the opinion 'outside the GDPR' does not hold for this release: name, reference, date and both hashes "
     "are "
     "needed, no check may fail or be unknown, and study key, source and private/ must be gone (strict) or "
     "the key kept apart (liberal)"},
    {"R3", "a finding for every requirement", "FAIL",
     "1 finding; contact details or numbers by their form: see R16"},
    {"R4", "small groups", "WARN", "smallest group: <5 persons"},
    {"R5", "no columns", "NOT-APPLICABLE", "no table with details of persons was found"},
    {"R6", "without the answer key.exists", "NEEDS-ANSWER",
     "not said whether the study key, or the source, still exists"},
    {"R7", "without the answer legal_basis.type", "NEEDS-ANSWER", "no legal basis was named"},
    {"R8", "a finding for every requirement", "FAIL", "written although the audit was not clean"},
    {"R9", "no images", "WARN",
     "smallest group of persons with equal details: <5 in the source, 6 in the release; in groups smaller "
     "than k = 5: 0; the chances of a right link stand at R55; share of the population released: 1 in 50000"},
    {"R10", "without the answer foresight.text", "NEEDS-ANSWER",
     "techniques considered or review date are missing"},
    {"R11", "no columns", "PASS",
     "neither small nor rare, as declared; share of the population released: 1 in 50000; ages of the source, "
     "of "
     "which none is released, to be held against the description: 18 to 59, 60 and more / volunteers"},
    {"R12", "an opinion that they are outside the GDPR", "NEEDS-ANSWER",
     "the opinion of P. Officer that this release is outside the GDPR does not hold, R2 says why, and it is "
     "no advice in favour"},
    {"R13", "a finding for every requirement", "FAIL", "1 finding"},
    {"R14", "a finding for every requirement", "FAIL",
     "3 defaced, 1 doubtful but accepted by a person, 2 not defaced and not measured: a kind of "
     "image with little detail of the face; drawn before and after: 4 of 6 images; audit: 1 finding; looked "
     "at by A. Kijker on 2026-11-23 for this release, as declared: 4 of 6 images before and after; not "
     "drawn: 2; opened in a viewer"},
    {"R15", "no images", "NOT-APPLICABLE", "no image was released"},
    {"R16", "a finding for every requirement", "FAIL",
     "1 column of this kind was left out; audit: 1 finding"},
    {"R17", "a finding for every requirement", "FAIL",
     "released: sex; made coarser or relabelled: age; 1 column of this kind was left out; audit: 1 finding"},
    {"R18", "a finding for every requirement", "FAIL",
     "brain images of health research count as health data; audit: 1 finding"},
    {"R19", "a finding for every requirement", "FAIL",
     "1 column of this kind was left out; audit: 1 finding"},
    {"R20", "rare values", "UNKNOWN", "values in the tables were not counted"},
    {"R21", "an opinion that they are outside the GDPR", "WARN",
     "yes: the opinion of the privacy officer does not settle it in this reading (it needs a reference, the "
     "hashes of this release and of the answers, no failed or unknown check, and study key, source and "
     "private/ that are gone or, in the liberal reading, a key kept apart)"},
    {"R22", "without the answer legal_basis.type", "NEEDS-ANSWER", "no legal basis was named"},
    {"R23", "offered to everybody", "PASS", "receivers and transfer are safe, as declared"},
    {"R24", "without the answer institution.allows", "NEEDS-ANSWER",
     "not said whether the institution allows sharing personal data"},
    {"R25", "without the answer vulnerable", "NEEDS-ANSWER",
     "not said whether there are participants who need extra protection"},
    {"R26", "without the answer legal_basis.type", "NEEDS-ANSWER",
     "the four reasons to stop (R22 to R25) are not all answered"},
    {"R27", "without the answer legal_basis.type", "NEEDS-ANSWER", "waits for the legal basis (R7)"},
    {"R28", "a finding for every requirement", "FAIL",
     "steps that did not simply pass: R33, R34, R35, R37, R38, R39, R40, R42, R43, R44, R45"},
    {"R29", "stored elsewhere", "WARN", "outside the EEA"},
    {"R30", "without the answer processing_agreement", "NEEDS-ANSWER",
     "no processing agreement with the host"},
    {"R31", "stored elsewhere", "FAIL", "stored outside the EEA, and no transfer tool is said to be needed"},
    {"R32", "offered to everybody", "FAIL", "nobody who downloads public data is bound by an agreement"},
    {"R33", "a finding for every requirement", "FAIL", "headers of 6 images scrubbed; audit: 1 finding"},
    {"R34", "a finding for every requirement", "FAIL",
     "3 defaced, 1 doubtful but accepted by a person, 2 not defaced and not measured: a kind of "
     "image with little detail of the face; drawn before and after: 4 of 6 images; audit: 1 finding"},
    {"R35", "a finding for every requirement", "FAIL",
     "made coarser or relabelled: age; 1 column of this kind was left out; audit: 1 finding"},
    {"R36", "no columns", "NOT-APPLICABLE", "no table with details of persons was found"},
    {"R37", "a finding for every requirement", "FAIL", "no such column was recognised; audit: 1 finding"},
    {"R38", "a finding for every requirement", "FAIL",
     "1 column of this kind was left out; audit: 1 finding"},
    {"R39", "a finding for every requirement", "FAIL",
     "dates are shifted by one constant number of days for each participant; intervals and time of day stay; "
     "audit: 2 findings"},
    {"R40", "a finding for every requirement", "FAIL", "1 finding"},
    {"R41", "no columns", "NOT-APPLICABLE", "no table with details of persons was found"},
    {"R42", "a finding for every requirement", "FAIL",
     "labels: random characters, from the operating system's random generator; audit: 1 finding"},
    {"R43", "a finding for every requirement", "FAIL", "1 finding"},
    {"R44", "a finding for every requirement", "FAIL", "1 finding"},
    {"R45", "a finding for every requirement", "FAIL", "1 finding"},
    {"R46", "without the answer legal_basis.type", "NEEDS-ANSWER", "waits for the legal basis (R7)"},
    {"R47", "without the answer legal_basis.type", "NEEDS-ANSWER", "waits for the legal basis (R7)"},
    {"R48", "without the answer legal_basis.type", "NEEDS-ANSWER", "waits for the legal basis (R7)"},
    {"R49", "no images", "NOT-APPLICABLE", "no special category was recognised"},
    {"R51", "without the answer dpo.name", "NEEDS-ANSWER", "name of the contact or date is missing"},
    {"R52", "children", "FAIL",
     "the ages in the source show children under 16, the answer 'vulnerable' names none; by the age in the "
     "table, most "
     "often that at the scan: who turned 16 since decides for themselves"},
    {"R53", "children", "WARN",
     "the ages in the source show children under 16, who need the protection that restricted access gives"},
    {"R54", "a score of a clinic", "WARN",
     "columns of the source with names of their own (1) suggest patients; healthy people are asked these "
     "too, "
     "and the answer 'clinical' says none: the privacy officer weighs it"},
    {"R55", "small groups", "WARN",
     "some persons are in groups of equal details that are smaller than registered access asks for: "
     "restricted access alone can bear them, or a release made for registered access; some persons share "
     "their details with too few others: restrict access, or make the tables coarser; for "
     "somebody who knows that the person took part, average chance of a right link: 7.08 % by these details, "
     "25 % with every column of the tables of persons known (in groups smaller than k = 5 then: 40, alone: "
     "12)"},
    {"R57", "without the answer dua.template", "WARN",
     "personal data: an agreement is advised, none was chosen"},
    {"R58", "without the answer legal_basis.type", "NEEDS-ANSWER", "waits for the legal basis (R7)"},
    {"R59", "offered to everybody", "NOT-APPLICABLE", "with public data nobody signs an agreement"},
    {"R60", "offered to everybody", "NOT-APPLICABLE", "with public data nobody signs an agreement"},
    {"R61", "without the answer licence", "WARN", "the stated licence is not one of those listed"},
    {"R66", "stored elsewhere", "FAIL", "stored outside the EEA (R66, read strictly)"},
    {"R67", "offered to everybody", "NOT-APPLICABLE",
     "does not fit: access: does not offer registered access; public access, for which this release was "
     "prepared: offered, and closed; personal data: its terms leave no room for personal data; location: "
     "outside the EEA (R66, read strictly); study key: its terms leave no room for data that a key traces to "
     "persons; study key or source exist"},
    {"R68", "offered to everybody", "NOT-APPLICABLE",
     "does not fit: personal data: its terms leave no room for personal data; study key: its terms leave no "
     "room for data that a key traces to persons; study key or source exist"},
    {"R69", "offered to everybody", "WARN",
     "may fit; to be asked: access: offers restricted access, not registered: prepare the release for that; "
     "public access, for which this release was prepared: offered, and closed; personal data: ask whether it "
     "takes personal data; location: choose a region inside the EEA; number of files: the limit is not "
     "known: ask"},
    {"R70", "maps and tables", "WARN",
     "may fit; to be asked: personal data: maps of large groups are no data of single persons: confirm it; "
     "location: outside the EEA: fine for maps that are no personal data; largest file: the limit is not "
     "known: ask; number of files: the limit is not known: ask"},
    {"R71", "much data", "NOT-APPLICABLE",
     "does not fit: location: outside the EEA (R66, read strictly); size: 2000 GB of at most 50 GB; largest "
     "file: 1500 GB of at most 50 GB; number of files: 100000 files of at most 100 files"},
    {"R72", "offered to everybody", "WARN",
     "may fit; to be asked: kind of data: ask whether it takes this kind of data; access: offers restricted "
     "access, not registered: prepare the release for that; public access, for which this release was "
     "prepared: offered, and closed; personal data: ask whether it takes personal data; largest file: the "
     "limit is not known: ask; number of files: the limit is not known: ask"},
    {"R73", "much data", "NOT-APPLICABLE", "does not fit: size: 2000 GB of at most 50 GB"},
    {"R74", "without the answer institution.affiliation", "WARN",
     "may fit; to be asked: use: a place to work together, no archive: for partners, case by case; "
     "affiliation: your institution is not named; largest file: the limit is not known: ask; number of "
     "files: the limit is not known: ask; cost: fair use, then paid: ask"},
    {"R75", "offered to everybody", "WARN",
     "may fit; to be asked: access: offers restricted access, not registered: prepare the release for that; "
     "public access, for which this release was prepared: offered, and closed; affiliation: ask whether your "
     "institution takes part; size: the limit is not known: ask; largest file: the limit is not known: ask; "
     "number of files: the limit is not known: ask"},
    {"R76", "offered to everybody", "WARN",
     "may fit; to be asked: access: offers restricted access, not registered: prepare the release for that; "
     "public access, for which this release was prepared: offered, and closed; personal data: ask whether it "
     "takes personal data; affiliation: ask whether your institution takes part; size: the limit is not "
     "known: ask; number of files: the limit is not known: ask"},
    {"R77", "much data", "NOT-APPLICABLE",
     "does not fit: affiliation: for researchers of another institution; size: 2000 GB of at most 20 GB; "
     "largest file: 1500 GB of at most 5 GB"},
    {"R78", "stored elsewhere", "WARN",
     "may fit; to be asked: largest file: the limit is not known: ask; number of files: the limit is not "
     "known: "
     "ask"},
    {"R79", "without the answer institution.affiliation", "NOT-APPLICABLE",
     "does not fit: use: is a dataset itself; kind of data: takes no data of others"},
    {"R80", "without the answer institution.affiliation", "WARN",
     "may fit; to be asked: use: a place to work together, no archive: for partners, case by case; kind of "
     "data: ask whether it takes this kind of data; personal data: ask whether it takes personal data; "
     "affiliation: your institution is not named; size: the limit is not known: ask; largest file: the limit "
     "is not known: ask; number of files: the limit is not known: ask; cost: unknown: ask"},
    {"R81", "offered to everybody", "WARN",
     "may fit; to be asked: use: a place to work together, no archive: for partners, case by case; access: "
     "offers restricted access, not registered: prepare the release for that; public access, for which this "
     "release was prepared: not offered; personal data: ask whether it takes personal data; affiliation: ask "
     "whether your institution takes part; largest file: the limit is not known: ask; number of files: the "
     "limit is not known: ask"},
    {"R82", "offered to everybody", "WARN",
     "may fit; to be asked: use: a place to work together, no archive: for partners, case by case; access: "
     "offers restricted access, not registered: prepare the release for that; public access, for which this "
     "release was prepared: not offered; personal data: ask whether it takes personal data; affiliation: ask "
     "whether your institution takes part; size: the limit is not known: ask; largest file: the limit is not "
     "known: ask; number of files: the limit is not known: ask; cost: depends on the institution: ask"},
    {"R83", "much data", "NOT-APPLICABLE",
     "does not fit: use: sends files, does not keep them; size: 2000 GB of at most 1000 GB; largest file: "
     "1500 GB of at most 1000 GB"},
    {"R84", "maps and tables", "WARN",
     "the release holds derived data of single persons: they keep their anatomy, the rules for persons stay"},
    {"R85", "a finding for every requirement", "WARN", "transformation matrices were found"},
    {"R86", "maps and tables", "WARN",
     "2 tables of region statistics: of single persons, treat them as personal data"},
    {"R87", "maps and tables", "PASS", "1 map passes every test"},
    {"R88", "without the answer forward_model", "NEEDS-ANSWER",
     "not said whether there is a model of the signal"},
    {"R89", "without the answer federated.capacity", "NEEDS-ANSWER",
     "not said whether there are capacity and partners"},
    {"R90", "without the answer federated.capacity", "NEEDS-ANSWER",
     "not said whether there are capacity and partners"},
    {"R91", "without the answer federated.capacity", "NEEDS-ANSWER",
     "not said whether there are capacity and partners"},
    {"R92", "no images", "NOT-APPLICABLE", "not suitable: the release holds nothing that ENIGMA works on"},
    {"R93", "a score of a clinic", "NOT-APPLICABLE", "not suitable: no partner uses OHDSI"},
    {"R94", "without the answer federated.capacity", "NEEDS-ANSWER",
     "not said whether there are capacity and partners"},
}};

}  // namespace shareready::readiness::test
