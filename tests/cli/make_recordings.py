#!/usr/bin/env python3
"""make_recordings.py ROOT LABEL: a BrainVision and an EDF recording of a made-up participant, a broken one, and files
of formats that are not cleaned."""
import os
import sys

root, label = sys.argv[1:]
folder = f"{root}/sub-{label}/eeg"
os.makedirs(folder)


def write(name, content):
    with open(f"{folder}/sub-{label}_{name}", "wb") as file:
        file.write(content if isinstance(content, bytes) else content.encode())


def brainvision(task):
    write(f"task-{task}_eeg.vhdr", "Brain Vision Data Exchange Header File Version 1.0\n; by Jansen\n[Common Infos]\n"
          "DataFile=jansen.eeg\nMarkerFile=jansen.vmrk\nDataFormat=BINARY\nDataOrientation=MULTIPLEXED\n"
          "NumberOfChannels=1\nSamplingInterval=1000\n[Binary Infos]\nBinaryFormat=INT_16\n[Channel Infos]\n"
          "Ch1=Fp1,,0.5\n[Comment]\nAnna Jansen 12.03.1985\n")
    write(f"task-{task}_eeg.vmrk", "Brain Vision Data Exchange Marker File, Version 1.0\n[Common Infos]\n"
          "DataFile=jansen.eeg\n[Marker Infos]\nMk1=New Segment,,1,1,0,20130131162000123456\nMk2=Stimulus,S  1,8,1,0\n"
          "Mk3=Comment,Jansen wakes,9,1,0\n")
    write(f"task-{task}_eeg.eeg", bytes(range(200)))
    write(f"task-{task}_eeg.json", '{"TaskName": "rest", "SamplingFrequency": 1000, "EEGReference": "Cz",\n'
          '"PowerLineFrequency": 50, "SoftwareFilters": "n/a", "InstitutionName": "Jansen Hospital"}')
    write(f"task-{task}_channels.tsv", "name\ttype\tunits\tdescription\nFp1\tEEG\tuV\tseen by Jansen\n")
    write(f"task-{task}_events.tsv", "onset\tduration\ttrial_type\n0.5\t0\tgo\n")


def edf():
    text = "0".ljust(8) + "1 F 12-MAR-1985 Anna_Jansen".ljust(80) + "Startdate 31-JAN-2013 1 Jansen X".ljust(80)
    text += "31.01.1316.20.00" + "512".ljust(8) + "EDF+C".ljust(44) + "1".ljust(8) + "1".ljust(8) + "1".ljust(4)
    text += "Fp1".ljust(16) + "".ljust(80) + "uV".ljust(8) + "-1".ljust(8) + "1".ljust(8) + "-9".ljust(8) + "9".ljust(8)
    return (text + "HP:0.1".ljust(80) + "2".ljust(8) + "".ljust(32)).encode() + b"\1\0\2\0"


brainvision("rest")
brainvision("cut")
os.remove(f"{folder}/sub-{label}_task-cut_eeg.vmrk")
write("task-edf_eeg.edf", edf())
write("task-edf_eeg.json", '{"TaskName": "edf", "SamplingFrequency": 2}')
write("task-lab_eeg.set", b"MATLAB 5.0 MAT-file Jansen")
write("task-lab_eeg.json", '{"TaskName": "lab"}')
write("electrodes.tsv", "name\tx\ty\tz\nFp1\t1\t2\t3\n")
write("photo.jpg", b"\xff\xd8\xff\xe0 Jansen")
