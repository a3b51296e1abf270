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


def verified(*units: Path) -> tuple[int, str]:
    """Exit code of systemd's own check of these units, and what it says of ours."""
    command = ["systemd-analyze", "verify", "--man=no", *map(str, units)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    return ran.returncode, "\n".join(line for line in ran.stderr.splitlines() if "monitor" in line)


def test_systemd_accepts_the_units_and_finds_a_misspelt_key(tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("no systemd-analyze on this machine")
    for unit in UNITS:  # programs that exist here in place of those in /opt/monitor
        text = re.sub(r"(?m)^ExecStart=\S+", "ExecStart=/bin/true", unit.read_text("utf-8"))
        (tmp_path / unit.name).write_text(text.replace("User=monitor", "User=root"), "utf-8")
    assert verified(*sorted(tmp_path / unit.name for unit in UNITS)) == (0, "")
    broken = tmp_path / "monitor.service"
    broken.write_text("[Service]\nExecStrat=/bin/true\n", "utf-8")
    assert "ExecStrat" in verified(broken)[1]


@pytest.mark.parametrize("unit", UNITS, ids=[p.name for p in UNITS])
def test_the_commands_of_the_units_are_ones_that_exist(unit: Path) -> None:
    from etl.__main__ import _arguments

    for line in re.findall(r"(?m)^ExecStart=(.+)$", unit.read_text("utf-8")):
        if "-m etl " in line:
            _arguments().parse_args(line.partition("-m etl ")[2].split())
        else:
            assert (ROOT / line.removeprefix("/opt/monitor/")).exists()
