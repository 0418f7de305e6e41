import pytest

from cermat.operations.formula import has_wal_reset_fault, is_loopback


@pytest.mark.parametrize(
    ("version", "faulty"),
    [
        ((3, 6, 23), False), ((3, 7, 0), True), ((3, 40, 1), True), ((3, 44, 5), True), ((3, 44, 6), False),
        ((3, 45, 0), True), ((3, 50, 6), True), ((3, 50, 7), False), ((3, 51, 2), True), ((3, 51, 3), False),
        ((3, 52, 0), True), ((3, 53, 4), False),
    ],
)  # fmt: skip
def test_which_sqlite_carries_the_wal_reset_fault(version, faulty) -> None:
    assert has_wal_reset_fault(version) is faulty


@pytest.mark.parametrize("host", ["127.0.0.1", "127.3.2.1", "::1", "[::1]", "localhost", "LOCALHOST"])
def test_these_addresses_reach_only_this_machine(host) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "", "192.168.1.5", "cermat.example.go.id", "128.0.0.1"])
def test_these_addresses_reach_others(host) -> None:
    assert not is_loopback(host)
