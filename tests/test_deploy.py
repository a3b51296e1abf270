"""The units of systemd in docs/deploy are ones that systemd accepts; scripts/run --refresh serves what it has."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
UNITS = sorted((ROOT / "docs" / "deploy").glob("monitor*"))


def test_there_is_a_unit_for_the_site_and_a_timer_with_its_service() -> None:
    assert [p.name for p in UNITS] == ["monitor-refresh.service", "monitor-refresh.timer", "monitor.service"]


def test_systemd_accepts_the_units(tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("no systemd-analyze on this machine")
    for unit in UNITS:  # programs that exist here in place of those in /opt/monitor
        text = re.sub(r"(?m)^ExecStart=\S+", "ExecStart=/bin/true", unit.read_text("utf-8"))
        (tmp_path / unit.name).write_text(text.replace("User=monitor", "User=root"), "utf-8")
    ran = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *sorted(str(tmp_path / unit.name) for unit in UNITS)],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    ours = [line for line in ran.stderr.splitlines() if "monitor" in line]
    assert ours == []
    assert ran.returncode == 0, ran.stderr


def test_a_unit_with_a_misspelt_key_is_found_out(tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("no systemd-analyze on this machine")
    broken = tmp_path / "monitor.service"
    broken.write_text("[Service]\nExecStrat=/bin/true\n", "utf-8")
    ran = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(broken)], capture_output=True, text=True, timeout=60, check=False
    )
    assert "ExecStrat" in ran.stderr


@pytest.mark.parametrize("unit", UNITS, ids=[p.name for p in UNITS])
def test_the_commands_of_the_units_are_ones_that_exist(unit: Path) -> None:
    from etl.__main__ import _arguments

    for line in re.findall(r"(?m)^ExecStart=(.+)$", unit.read_text("utf-8")):
        if "-m etl " in line:
            _arguments().parse_args(line.partition("-m etl ")[2].split())
        else:
            assert (ROOT / line.removeprefix("/opt/monitor/")).exists()
