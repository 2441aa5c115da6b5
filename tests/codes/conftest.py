import pytest

from transpiler.codes import load_index


@pytest.fixture(scope="package")
def index():
    """The codes of ICD-10-CM, where the titles are installed."""
    pytest.importorskip("simple_icd_10_cm")
    return load_index()
