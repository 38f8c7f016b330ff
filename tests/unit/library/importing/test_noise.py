"""Whatever comes, the importer answers: the short run of `python -m tests.import_fuzz`."""

from hypothesis import HealthCheck, given, settings

from tests.import_fuzz.judge import judge
from tests.import_fuzz.noise import anything


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(anything)
def test_noise_is_understood_or_dropped(text: str) -> None:
    judge(text)
