"""A library as pages: what each definition asks, where it stands, and what names it."""

from transpiler.cataloguing.catalogue import write_catalogue
from transpiler.cataloguing.entry import CatalogueEntry, catalogue_entries

__all__ = ["CatalogueEntry", "catalogue_entries", "write_catalogue"]
