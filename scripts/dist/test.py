#!/usr/bin/env python3
"""Tests of the scripts of `make dist` that need no release build; run by `make test`."""
import pathlib
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
import unittest
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(HERE))
import elf
import pack


class Elf(unittest.TestCase):
    def test_needed_versions_are_those_that_readelf_tells(self):
        program = pathlib.Path(shutil.which("ls"))
        found = elf.needed(program.read_bytes())
        self.assertTrue(any(library == "libc.so.6" for library, _ in found), found)
        if shutil.which("readelf"):
            said = subprocess.run(["readelf", "-V", program], stdout=subprocess.PIPE, text=True, check=True).stdout
            names = {word for word in said.split() if word.startswith("GLIBC_")}
            self.assertEqual({version for _, version in found if version.startswith("GLIBC_")}, names)

    def test_a_program_that_asks_for_more_is_refused(self):
        newest = elf.newest(pathlib.Path(shutil.which("python3")).resolve().read_bytes())
        self.assertGreater(newest, (2, 0))
        check = subprocess.run([sys.executable, HERE / "check.py", shutil.which("ls")], capture_output=True, text=True)
        is_new = elf.newest(pathlib.Path(shutil.which("ls")).read_bytes()) > (2, 28)
        self.assertEqual(check.returncode != 0, is_new, check.stderr)

    def test_what_is_no_program_is_told(self):
        with self.assertRaises(ValueError):
            elf.needed(b"#!/bin/sh\n")


class Licences(unittest.TestCase):
    def test_every_library_has_a_text_or_is_said_to_have_none(self):
        import dependencies

        said = dependencies.texts()
        self.assertEqual(said, dependencies.texts())
        for _, name, version, _, _, _ in (*dependencies.cargo(), *dependencies.npm()):
            self.assertIn(f"{name} {version}", said)
        self.assertIn("Permission is hereby granted, free of charge", said)


class Packages(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.dist = pathlib.Path(self.folder.name)
        self.stage = self.dist / "stage"
        self.stage.mkdir()
        (self.stage / "gangyao").write_text("#!/bin/sh\necho a stand-in for the program\n")
        (self.stage / "gangyao").chmod(0o755)
        (self.stage / "sbom.cdx.json").write_text("{}\n")
        (self.stage / "third-party-licences.txt").write_text("MIT\n")

    def tearDown(self):
        self.folder.cleanup()

    def test_a_wheel_installs_the_program(self):
        first = pack.wheel("9.9.9", self.stage, self.dist)
        bytes_ = first.read_bytes()
        self.assertEqual(pack.wheel("9.9.9", self.stage, self.dist).read_bytes(), bytes_, "the same bytes each time")
        with zipfile.ZipFile(first) as archive:
            record = archive.read("gangyao-9.9.9.dist-info/RECORD").decode()
            for name in archive.namelist():
                self.assertIn(name, record)
        place = self.dist / "environment"
        subprocess.run([sys.executable, "-m", "venv", place], check=True)
        command = [place / "bin/python", "-m", "pip", "install", "-q", "--no-index", "--disable-pip-version-check", first]
        subprocess.run(command, check=True)
        said = subprocess.run([place / "bin/gangyao"], stdout=subprocess.PIPE, text=True, check=True).stdout
        self.assertIn("stand-in", said)

    def test_the_offline_folder_is_whole_and_the_same_each_time(self):
        first = pack.folder("9.9.9", self.stage, self.dist)
        bytes_ = first.read_bytes()
        self.assertEqual(pack.folder("9.9.9", self.stage, self.dist).read_bytes(), bytes_)
        with tarfile.open(first) as archive:
            names = archive.getnames()
            head = f"gangyao-9.9.9-linux-{platform.machine()}"
            for name in ["gangyao", "LICENSE", "systemd/gangyao.service", "docs/operation.md", "monitoring/prometheus-rules.yml"]:
                self.assertIn(f"{head}/{name}", names)
            self.assertTrue(archive.getmember(f"{head}/gangyao").mode & 0o111)

    def test_digests_cover_everything(self):
        pack.folder("9.9.9", self.stage, self.dist)
        path = pack.sums("9.9.9", self.dist)
        subprocess.run(["sha256sum", "--check", "--quiet", path.name], cwd=self.dist, check=True)


class Units(unittest.TestCase):
    def test_the_service_is_kept_in(self):
        text = (ROOT / "packaging/gangyao.service").read_text()
        for line in ["User=gangyao", "ProtectSystem=strict", "NoNewPrivileges=yes", "CapabilityBoundingSet=", "StateDirectoryMode=0700"]:
            self.assertIn(f"\n{line}\n", text)
        if shutil.which("systemd-analyze"):
            said = subprocess.run(["systemd-analyze", "verify", ROOT / "packaging/gangyao.socket"], capture_output=True, text=True)
            self.assertNotIn("Unknown", said.stderr)

    def test_every_variable_of_the_environment_file_is_one_that_the_program_reads(self):
        sources = "".join(path.read_text() for path in (ROOT / "crates/cli/src").rglob("*.rs"))
        for line in (ROOT / "packaging/gangyao.env").read_text().splitlines():
            name = line.lstrip("#").split("=")[0]
            if name.startswith("GANGYAO_"):
                self.assertIn(f'"{name}"', sources)

    def test_what_the_packages_hold_is_there(self):
        import tomllib

        manifest = tomllib.loads((ROOT / "packaging/Cargo.toml").read_text())["package"]["metadata"]
        sources = [one[0] for one in manifest["deb"]["assets"]] + [one["source"] for one in manifest["generate-rpm"]["assets"]]
        for source in sources:
            if not source.startswith("../stage/"):
                self.assertTrue((ROOT / "dist/manifest" / source).resolve().is_file(), source)


if __name__ == "__main__":
    unittest.main()
