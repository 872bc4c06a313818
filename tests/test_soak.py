"""A short form of the soak test; ``make soak`` runs the long one."""

import pytest
from soak import soak


@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_known_is_lost_whatever_the_hub_does(tmp_path, monkeypatch, seed):
    monkeypatch.setenv("SSL_CERT_FILE", "")
    seen = soak(tmp_path, runs=12, count=60, seed=seed)
    assert seen.total() >= 12
